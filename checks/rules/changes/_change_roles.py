"""Words that show the role of a figure in a statement of change.

"From", "to", "by" and "compared with" come right before a figure; "higher", "more than" and "a rise" right after it.
In this module `lead` is the text between the previous figure and this one, and `tail` the text after this one.
Verbs of rising and falling are in `checks/rules/_change_verbs.py`.
"""

from __future__ import annotations

import re
from itertools import pairwise

from checks.pattern import pattern
from checks.rules._change_verbs import DOWN, UP
from checks.rules._text import plain_words
from checks.word_set import word_set

AMBIGUOUS_CHANGE_WORDS = word_set("improve improves improved improvement better worse worsened")
"""Words of change that do not say which way: sales that improve go up, debts that improve go down."""
DEGREE_ADVERBS = word_set("more less")  # "rises less steeply"
CHANGE_WORDS = UP | DOWN | AMBIGUOUS_CHANGE_WORDS
CHANGE_NOUNS = word_set(
    """rise increase growth jump climb surge leap gain advance improvement fall drop decline decrease slide
    reduction cut dip slump plunge loss hike uplift boost contraction tumble"""
)
FORECAST_WORDS = word_set(
    """expected forecast forecasts predicted estimate estimates estimated expectations consensus target projection
    projections projected guidance"""
)
COMPARE_FORMS = word_set("compared compare contrast comparison opposed")  # followed by "with" or "to"
AGAINST_WORDS = word_set("against versus vs")
COMPARISON_WORDS = COMPARE_FORMS | AGAINST_WORDS
CLAUSE_OPENERS = word_set("""and but while when which that who said says because after before although though if so""")
COMPARATIVES = word_set(
    """more less fewer higher lower greater above below better worse up down over under smaller larger bigger
    longer shorter taller older younger heavier lighter faster slower cheaper dearer earlier later wider deeper
    ahead"""
)
DIFFERENCE_ADJECTIVES = word_set("higher lower ahead up down better worse stronger weaker firmer")
"""Words after the size of a difference: "3% higher", "12 points ahead"."""
AUXILIARIES = word_set("has have had was were is are be been")
REACHING_WORDS = word_set("""at reach reaches reached reaching hit hitting totalled totalling totaled totaling""")
WORDS_BEFORE_OTHER_TO = word_set(
    """according close due thanks compared amount amounts amounted amounting equal equals equates equated equivalent
    corresponds corresponding"""
)
"""Words before a "to" that introduces no new level: "amounts to" gives the same amount in other terms."""
LEVEL_OPENERS = word_set(
    """a an the about around nearly almost just more over under some its their his her only as between at well
    record approximately roughly less us rs up close"""
)
"""Words after a "to" that introduces a level. Any other word is taken to be a verb, as in "to record a rise"."""
SALES_NOUNS = word_set("sales revenue revenues turnover income takings volume volumes")
VOTE_RESULT_WORDS = word_set("received got had won took polled with on has")
BASE_WORDS = word_set("as the that than last what previous")
NON_BASE_PREPOSITIONS = word_set("to by from in at")
THRESHOLD_PREPOSITIONS = word_set("above below over under beneath")
SUBJECTLESS_WORDS = word_set(
    """it they he she we that this which who has have had is are was were be been will would could may might to then
    later since also now the a an its their his her expected forecast set likely more than number figure total today up
    down again still only just further another by in at of for last year month week and"""
)
"""Words before a verb of change that do not name a subject of their own."""
LAST_CLAUSE = pattern(r"(?:;|\b(?:while|whereas|but|and|as|when|after|although|though)\b)([^;]*)$", re.IGNORECASE)
PIECE_BOUNDARY = pattern(r"[,;:()\[\]–—]|\s-\s|\.\s")
LOCATIVE_PREPOSITIONS = word_set("on at with in")
MOTION_VERBS = word_set("were was are is came went comes goes come gone going coming brought taken")
MAX_WORDS_TO_CUE = 7  # words between a cue and its figure

BEFORE, AFTER, AMOUNT, PERCENT, MULTIPLE = "before", "after", "amount", "percent", "multiple"
"""The roles of a figure, named like the fields of `Move`."""


def words_of_last_piece(lead: str) -> list[str]:
    """The words between the last comma, bracket or dash of the lead and the figure."""
    return plain_words(PIECE_BOUNDARY.split(lead)[-1])


def words_of_next_piece(tail: str) -> list[str]:
    """The words between a figure and the next comma, bracket or dash."""
    return plain_words(PIECE_BOUNDARY.split(tail)[0])


def is_before_restatement(lead: str) -> bool:
    """Whether the lead introduces the same change in other terms: "12 points, or 2%", "12 points (2%)"."""
    words = plain_words(lead)
    if len(words) > 3:
        return False
    return words[-1:] == ["or"] or (not words_of_last_piece(lead) and lead.rstrip()[-1:] in {"(", "-", "–", "—", ","})


def is_earlier_level(lead: str, tail: str) -> bool:
    """Whether the figure is the level of another time, in brackets: "£8m (1998: £7m)", "£8m (last year £7m)"."""
    inside = lead.rpartition("(")
    if not inside[1] or plain_words(inside[0]):
        return False
    words = plain_words(inside[2])
    has_digit = any(char.isdigit() for char in inside[2]) or any(char.isdigit() for char in tail.partition(")")[0])
    if not words and not has_digit and tail.startswith(")"):
        return True  # "£8m (£7m)", as companies report
    return (has_digit and len(words) <= 3) or words[:2] in (["last", "year"], ["previous", "year"], ["prior", "year"])


def is_before_base(lead: str) -> bool:
    """Whether the lead connects a multiple with its base: "twice the", "three times as many as"."""
    words = plain_words(lead)
    return (
        len(words) <= MAX_WORDS_TO_CUE
        and not PIECE_BOUNDARY.search(lead)
        and not BASE_WORDS.isdisjoint(words)
        and NON_BASE_PREPOSITIONS.isdisjoint(words)
    )


def is_difference(words_after: list[str]) -> bool:
    """Whether the words after a figure make it a difference: "more than the", "points fewer than last year's"."""
    for index, word in enumerate(words_after[:2]):
        if index == 0 and word in THRESHOLD_PREPOSITIONS:
            return words_after[1:2] in (["the"], ["its"], ["their"], ["last"])
        if word in COMPARATIVES and AUXILIARIES.isdisjoint(words_after[:index]):
            return "than" in words_after[index : index + 4] or words_after[index + 1 : index + 2] == ["on"]
    return False


def is_before_rival_level(lead: str) -> bool:
    """Whether the lead introduces a rival's level: "... more than her rival, Ann Lee, who received"."""
    words = plain_words(lead)
    index = next((index for index, word in enumerate(words[:3]) if word in COMPARATIVES), len(words))
    is_comparison = "than" in words[index : index + 3] or words[index : index + 2] == ["ahead", "of"]
    return is_comparison and len(words) <= 12 and words[-1] in VOTE_RESULT_WORDS


def is_before_base_after_on(words: list[str]) -> bool:
    """Whether an "on" introduces the base: "up 5% on last year's 40", not "up two points, with the Greens on 33%"."""
    if "on" not in words or "to" in words or len(words) > 4 or (words[0] == "on" and not SALES_NOUNS.isdisjoint(words)):
        return False  # "profit of $3bn, up 11%, on sales of $40bn"
    return words[-1] != "on" or (CHANGE_NOUNS | DIFFERENCE_ADJECTIVES).issuperset(words[:-1])


def is_expectation(words: list[str], words_after: list[str]) -> bool:
    """Whether a level is a forecast and not the level of another time: "£30m, compared with the £25m expected"."""
    is_forecast = not FORECAST_WORDS.isdisjoint(words) or not FORECAST_WORDS.isdisjoint(words_after[:3])
    return is_forecast and "than" not in words and not COMPARISON_WORDS.isdisjoint(words)


def is_before_threshold(lead: str) -> bool:
    """Whether the lead introduces a level of reference.

    As in "£250 over the £1,000 limit" and "seven more than in May, when 24 died".
    """
    words = plain_words(lead)
    if not words or len(words) > 12:
        return False
    if words[0] in THRESHOLD_PREPOSITIONS:
        return len(words) <= 6 and NON_BASE_PREPOSITIONS.isdisjoint(words) and not PIECE_BOUNDARY.search(lead)
    is_comparison = words[0] in COMPARATIVES and "than" in words[:3]
    return is_comparison and "when" in words[-4:]


REPORTING_VERBS = word_set("said says reported reports announced posted")


def has_other_change(lead: str) -> bool:
    """Whether the lead starts a statement about something else: "... while profit fell", "...; prices went"."""
    clause = LAST_CLAUSE.search(lead)
    if clause is None:
        return False
    words = plain_words(clause[1])
    if not REPORTING_VERBS.isdisjoint(words):
        return True  # "rose 5% after the driller said it ran an average of 142 rigs, down from 150"
    verb_index = next(
        (index for index, word in enumerate(words) if word in CHANGE_WORDS and word not in COMPARATIVES), None
    )
    motion_index = next(
        (index for index, pair in enumerate(pairwise(words)) if pair[0] in MOTION_VERBS and pair[1] in ("up", "down")),
        None,
    )
    if verb_index is None and motion_index is not None:
        return not SUBJECTLESS_WORDS.issuperset(words[:motion_index])  # "when the height came down from nine storeys"
    if verb_index is None:
        return clause[0][0] == ";" and not SUBJECTLESS_WORDS.issuperset(words)
    return not SUBJECTLESS_WORDS.issuperset(words[:verb_index])


def is_change_size(words_after: list[str]) -> bool:
    """Whether the words after a figure make it the size of a change: "A 5% rise", "12 points higher"."""
    if any(word in CHANGE_NOUNS for word in words_after[:2]) or words_after in (["more"], ["fewer"], ["less"]):
        return True
    return any(
        word in DIFFERENCE_ADJECTIVES and "than" not in words_after[index + 1 : index + 2]
        for index, word in enumerate(words_after[:2])
    )


ACTION_PARTICIPLES = word_set(
    """run led owned followed written made held joined supported watched backed staffed manned attended used shared
    visited crewed flown built founded chaired signed seen caused killed served played sung taught attacked hit won"""
)
"""Words before a "by" that names who did it, not by how much something changed."""


DISTANCE_WORDS = word_set("far away way apart aside")
"""Words before a "from" that does not introduce the earlier level: "not far from Wednesday's peak of 70 cents"."""


def role_by_cue(words: list[str], role_after_by: str) -> str:
    """The role that the nearest cue among the words before a figure gives it; "" for no cue.

    `role_after_by` is the role after "by" and after words of change: PERCENT or AMOUNT.
    """
    for index in range(len(words) - 1, max(-1, len(words) - 1 - MAX_WORDS_TO_CUE), -1):
        word = words[index]
        previous = words[index - 1] if index else ""
        has_no_auxiliary = AUXILIARIES.isdisjoint(
            words[index + 1 :]
        )  # not "a petition against the plan has 4,800 names"
        if word == "from" and previous in DISTANCE_WORDS:
            return ""
        if (
            word == "from"
            or (word in AGAINST_WORDS and has_no_auxiliary)
            or (word in {"with", "to"} and previous in COMPARE_FORMS)
        ):
            return BEFORE
        if word == "than" and previous in COMPARATIVES:
            if index <= 4 and len(words) > index + 1:
                return BEFORE
            continue
        if word == "to":
            next_words = words[index + 1 : index + 2]
            return (
                ""
                if previous in WORDS_BEFORE_OTHER_TO or (next_words and next_words[0] not in LEVEL_OPENERS)
                else AFTER
            )
        if word in REACHING_WORDS:
            return AFTER
        if word == "of" and previous == "instead":
            return BEFORE
        if word == "by" and previous in ACTION_PARTICIPLES:
            return ""  # "the library, run by two orderlies"
        if word == "by" and not LOCATIVE_PREPOSITIONS.isdisjoint(words[index + 1 :]):
            return ""  # "followed by South on 1.4 million"
        if word == "by" or (word in {"of", "than"} and previous in CHANGE_NOUNS):
            return role_after_by
        if word in COMPARATIVES and word not in {"up", "down"}:
            continue
        if word in UP or word in DOWN:
            return (
                role_after_by
                if len(words) - index <= 4 and not (word in CHANGE_NOUNS and previous in {"the", "a"})
                else ""
            )
        if word in CLAUSE_OPENERS:
            return ""
    return ""


DIRECTION_BY_PREPOSITION = {"above": 1, "below": -1, "beneath": -1}
LEVEL_PREPOSITIONS = word_set("from to at of against with")
"""Prepositions between the size of a change and one of its levels."""


def direction(words_before: list[str], words_after: list[str]) -> int:
    """The direction of a change: 1 up, -1 down, 0 not stated.

    Taken from a comparative among the first three words after the figure, else from the last word of change before it,
    else from the first one after it.
    """
    if words_after[:1] and words_after[0] in DIRECTION_BY_PREPOSITION:
        return DIRECTION_BY_PREPOSITION[words_after[0]]
    # In "fell by 52%, from more than 36,000" the "more" only hedges the next figure.
    words_after = [
        word for word, last in zip(words_after, ["", *words_after], strict=False) if last not in LEVEL_PREPOSITIONS
    ]
    found = [word for word in words_after[:3] if word in COMPARATIVES and word in CHANGE_WORDS]
    if not found:
        found = [
            word
            for word, following in zip(words_before, [*words_before[1:], ""], strict=False)
            if word in CHANGE_WORDS
            and not (word in COMPARATIVES and following == "than")
            and not (word in DEGREE_ADVERBS and following.endswith("ly"))
        ][-1:]
    if not found:
        found = [word for word in words_after if word in CHANGE_WORDS][:1]
    if not found:
        return 0
    return 0 if found[-1] in AMBIGUOUS_CHANGE_WORDS else 1 if found[-1] in UP else -1
