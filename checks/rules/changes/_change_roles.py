"""Cue words that show the role of a figure in a statement of change.

"From", "to", "by" and "compared with" stand right before a figure; "higher", "more than" and "a rise" right after it.
Verbs of rising and falling are in `checks/rules/_change_verbs.py`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from checks.pattern import pattern
from checks.rules._change_verbs import DOWN, UP
from checks.rules._text import plain_words
from checks.word_set import word_set

FOR_GOOD_OR_ILL = word_set(
    "improve improves improved improvement better worse worsened"
)  # up for sales, down for debts
HOW_MUCH = word_set("more less")  # "rises less steeply"
UP_OR_DOWN = UP | DOWN | FOR_GOOD_OR_ILL
AMOUNT_NOUNS = word_set(
    """rise increase growth jump climb surge leap gain advance improvement fall drop decline decrease slide
    reduction cut dip slump plunge loss hike uplift boost contraction tumble"""
)
EXPECTED = word_set(
    """expected forecast forecasts predicted estimate estimates estimated expectations consensus target projection
    projections projected guidance"""
)
COMPARING = word_set("against versus vs compared compare contrast comparison")
BACK_CUES = word_set("against versus vs")
STOPS = word_set("""and but while when which that who said says because after before although though if so""")
COMPARATIVES = word_set(
    """more less fewer higher lower greater above below better worse up down over under smaller larger bigger
    longer shorter taller older younger heavier lighter faster slower cheaper dearer earlier later wider deeper
    ahead"""
)
FIRMER = word_set(
    """higher lower ahead up down better worse stronger weaker firmer"""
)  # "3% higher", "12 points ahead"
HELPING = word_set("has have had was were is are be been")
ENDING = word_set("""at reach reaches reached reaching hit hitting totalled totalling totaled totaling""")
NOT_A_RESULT = word_set(
    """according close due thanks compared amount amounts amounted amounting equal equals equates equated equivalent
    corresponds corresponding"""
)
"""Words before a "to" that leads to no new level: "amounts to" gives the same thing in other terms."""
AFTER_TO = word_set(
    """a an the about around nearly almost just more over under some its their his her only as between at well
    record approximately roughly less us rs up close"""
)
"""Words after a "to" that leads to a level; any other word is a verb, as in "to record a rise"."""
SOLD = word_set("sales revenue revenues turnover income takings volume volumes")
RECEIVED = word_set("received got had won took polled with on has")
COMPARED = word_set("compared compare contrast comparison")
BASE_WORDS = word_set("as the that than last what previous")
NOT_A_BASE = word_set("to by from in at")
SHORT_OF = word_set("above below over under beneath")
OF_SENTENCE = word_set(
    """it they he she we that this which who has have had is are was were be been will would could may might to then
    later since also now the a an its their his her expected forecast set likely more than number figure total today up
    down again still only just further another by in at of for last year month week and"""
)
"""Words before a verb of change that name no subject of their own."""
CLAUSE = pattern(r"(?:;|\b(?:while|whereas|but|and|as|when|after|although|though)\b)([^;]*)$", re.IGNORECASE)
BREAK = pattern(r"[,;:()\[\]–—]|\s-\s|\.\s")
ACROSS = word_set("on at with in")
VERBS_OF_GOING = word_set("were was are is came went comes goes come gone going coming brought taken")
MAX_WORDS_TO_CUE = 7  # words between a cue and its figure

BEFORE, AFTER, AMOUNT, PERCENT, MULTIPLE = "before", "after", "amount", "percent", "multiple"


def last_piece(lead: str) -> list[str]:
    """The words from the last comma, bracket or dash up to a figure."""
    return plain_words(BREAK.split(lead)[-1])


def next_piece(tail: str) -> list[str]:
    """The words from a figure up to the next comma, bracket or dash."""
    return plain_words(BREAK.split(tail)[0])


def is_restated(lead: str) -> bool:
    """Whether the next figure gives the same change in other terms: "12 points, or 2%", "12 points (2%)"."""
    words = plain_words(lead)
    if len(words) > 3:
        return False
    return words[-1:] == ["or"] or (not last_piece(lead) and lead.rstrip()[-1:] in {"(", "-", "–", "—", ","})


def is_earlier_level(lead: str, tail: str) -> bool:
    """Whether a bracket holds the level of another time: "£8m (1998: £7m)", "£8m (last year £7m)"."""
    inside = lead.rpartition("(")
    if not inside[1] or plain_words(inside[0]):
        return False
    words = plain_words(inside[2])
    dated = any(char.isdigit() for char in inside[2]) or any(char.isdigit() for char in tail.partition(")")[0])
    if not words and not dated and tail.startswith(")"):
        return True  # "£8m (£7m)", as companies report
    return (dated and len(words) <= 3) or words[:2] in (["last", "year"], ["previous", "year"], ["prior", "year"])


def names_base(lead: str) -> bool:
    """Whether the words lead from a multiple to its base: "twice the", "three times as many as"."""
    words = plain_words(lead)
    return (
        len(words) <= MAX_WORDS_TO_CUE
        and not BREAK.search(lead)
        and not BASE_WORDS.isdisjoint(words)
        and NOT_A_BASE.isdisjoint(words)
    )


def is_compared(behind: list[str]) -> bool:
    """Whether the figure before these words is a difference: "more than the", "points fewer than last year's"."""
    for index, word in enumerate(behind[:2]):
        if index == 0 and word in SHORT_OF:
            return behind[1:2] in (["the"], ["its"], ["their"], ["last"])
        if word in COMPARATIVES and HELPING.isdisjoint(behind[:index]):
            return "than" in behind[index : index + 4] or behind[index + 1 : index + 2] == ["on"]
    return False


def names_rival(lead: str) -> bool:
    """Whether the next figure is a rival's: "... more than her rival, Ann Lee, who received"."""
    words = plain_words(lead)
    index = next((index for index, word in enumerate(words[:3]) if word in COMPARATIVES), len(words))
    compared = "than" in words[index : index + 3] or words[index : index + 2] == ["ahead", "of"]
    return compared and len(words) <= 12 and words[-1] in RECEIVED


def is_on(words: list[str]) -> bool:
    """Whether "on" leads to a base: "up 5% on last year's 40"; not in "up two points, with the Greens on 33%"."""
    if "on" not in words or "to" in words or len(words) > 4 or (words[0] == "on" and not SOLD.isdisjoint(words)):
        return False  # "profit of $3bn, up 11%, on sales of $40bn"
    return words[-1] != "on" or (AMOUNT_NOUNS | FIRMER).issuperset(words[:-1])


def is_expected(words: list[str], behind: list[str]) -> bool:
    """Whether a level is an expectation, not one of another time: "£30m, compared with the £25m expected"."""
    expected = not EXPECTED.isdisjoint(words) or not EXPECTED.isdisjoint(behind[:3])
    return expected and "than" not in words and not COMPARING.isdisjoint(words)


def names_mark(lead: str) -> bool:
    """Whether the next figure is a mark: "£250 over the £1,000 limit", "seven more than in May, when 24 died"."""
    words = plain_words(lead)
    if not words or len(words) > 12:
        return False
    if words[0] in SHORT_OF:
        return len(words) <= 6 and NOT_A_BASE.isdisjoint(words) and not BREAK.search(lead)
    compared = words[0] in COMPARATIVES and "than" in words[:3]
    return compared and "when" in words[-4:]


REPORTING = word_set("said says reported reports announced posted")


def opens_clause(lead: str) -> bool:
    """Whether another thing starts to move before the next figure: "... while profit fell", "...; prices went"."""
    found = CLAUSE.search(lead)
    if found is None:
        return False
    words = plain_words(found[1])
    if not REPORTING.isdisjoint(words):
        return True  # "rose 5% after the driller said it ran an average of 142 rigs, down from 150"
    verb = next((index for index, word in enumerate(words) if word in UP_OR_DOWN and word not in COMPARATIVES), None)
    moved = next(
        (
            index
            for index, pair in enumerate(pairwise(words))
            if pair[0] in VERBS_OF_GOING and pair[1] in ("up", "down")
        ),
        None,
    )
    if verb is None and moved is not None:
        return not OF_SENTENCE.issuperset(words[:moved])  # "when the height came down from nine storeys"
    if verb is None:
        return found[0][0] == ";" and not OF_SENTENCE.issuperset(words)
    return not OF_SENTENCE.issuperset(words[:verb])


def is_amount_noun(behind: list[str]) -> bool:
    """Whether the figure before these words is an amount of change: "A 5% rise", "12 points higher"."""
    if any(word in AMOUNT_NOUNS for word in behind[:2]) or behind in (["more"], ["fewer"], ["less"]):
        return True
    return any(word in FIRMER and "than" not in behind[index + 1 : index + 2] for index, word in enumerate(behind[:2]))


DONE_BY = word_set(
    """run led owned followed written made held joined supported watched backed staffed manned attended used shared
    visited crewed flown built founded chaired signed seen caused killed served played sung taught attacked hit won"""
)
"""Words before a "by" that names who did it, and not by how much something changed."""


APART = word_set("far away way apart aside")
"""Words before a "from" that is no start: "not far from Wednesday's peak of 70 cents"."""


def role_by_cue(words: list[str], by: str) -> str:
    """The role that the nearest cue before a figure gives it; `by` after "by", "" for no cue."""
    for index in range(len(words) - 1, max(-1, len(words) - 1 - MAX_WORDS_TO_CUE), -1):
        word = words[index]
        before = words[index - 1] if index else ""
        stands_alone = HELPING.isdisjoint(words[index + 1 :])  # not "a petition against the plan has 4,800 names"
        if word == "from" and before in APART:
            return ""
        if word == "from" or (word in BACK_CUES and stands_alone) or (word in {"with", "to"} and before in COMPARED):
            return BEFORE
        if word == "than" and before in COMPARATIVES:
            if index <= 4 and len(words) > index + 1:
                return BEFORE
            continue
        if word == "to":
            follows = words[index + 1 : index + 2]
            return "" if before in NOT_A_RESULT or (follows and follows[0] not in AFTER_TO) else AFTER
        if word in ENDING:
            return AFTER
        if word == "of" and before == "instead":
            return BEFORE
        if word == "by" and before in DONE_BY:
            return ""  # "the library, run by two orderlies"
        if word == "by" and not ACROSS.isdisjoint(words[index + 1 :]):
            return ""  # "followed by South on 1.4 million"
        if word == "by" or (word in {"of", "than"} and before in AMOUNT_NOUNS):
            return by
        if word in COMPARATIVES and word not in {"up", "down"}:
            continue
        if word in UP or word in DOWN:
            return by if len(words) - index <= 4 and not (word in AMOUNT_NOUNS and before in {"the", "a"}) else ""
        if word in STOPS:
            return ""
    return ""


BESIDE_A_LEVEL = {"above": 1, "below": -1, "beneath": -1}
TO_A_LEVEL = word_set("from to at of against with")
"""Words between a change and one of its levels."""


def direction(before: list[str], behind: list[str]) -> int:
    """1 up, -1 down, 0 not stated: by the nearest word of change before a figure, else by the first one after it."""
    if behind[:1] and behind[0] in BESIDE_A_LEVEL:
        return BESIDE_A_LEVEL[behind[0]]
    # "fell by 52%, from more than 36,000": that is how the next figure is hedged
    behind = [word for word, last in zip(behind, ["", *behind], strict=False) if last not in TO_A_LEVEL]
    found = [word for word in behind[:3] if word in COMPARATIVES and word in UP_OR_DOWN]
    if not found:
        found = [
            word
            for word, following in zip(before, [*before[1:], ""], strict=False)
            if word in UP_OR_DOWN
            and not (word in COMPARATIVES and following == "than")
            and not (word in HOW_MUCH and following.endswith("ly"))
        ][-1:]
    if not found:
        found = [word for word in behind if word in UP_OR_DOWN][:1]
    if not found:
        return 0
    return 0 if found[-1] in FOR_GOOD_OR_ILL else 1 if found[-1] in UP else -1
