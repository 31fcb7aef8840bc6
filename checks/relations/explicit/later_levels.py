"""The two levels of a difference that are stated after it, in its own sentence or in the next one.

As in "by nine votes. In all 33 voted for it and 24 against", "three votes short. It needed 80; 77 voted for it",
"fell by $6m to $36m. A year earlier it was $42m" and "fell by 140. It was 1,860, compared with 2,000 in May".
"""

from __future__ import annotations

from collections.abc import Sequence

from checks.pattern import pattern
from checks.relations.cue_classes import CUES
from checks.relations.equations import nominal_value
from checks.relations.frames import Frame, Frames
from checks.word_set import word_set

IN_FAVOUR = pattern(r"[^,.;]{0,40}\b(?:for|in (?:favou?r|support)|yes|backed|supported|aye)\b")
AGAINST = pattern(r"[^,.;]{0,30}\b(?:against|opposed|no|nay)\b")
NEEDED = pattern(r"\b(?:needs?|needed|requires?|required|necessary)\b")
VOTED_FOR = pattern(r"[^,.;]{0,30}\b(?:for|in (?:favou?r|support)|yes|voted|votes|backed|raised|supported)\b")
"""Text after the number of votes on one side, within its clause."""
GIVEN = word_set("got received won had with only")  # before the votes that were given
MAX_COUNTS = 4  # in the sentences of a vote: its sides, the abstentions and the absent
EARLIER_TIME = pattern(
    r"\b(?:same (?:period|month|quarter|week|time)|(?:year|month|quarter|week) (?:earlier|ago|before|previously)"
    r"|(?:last|previous|prior) (?:year|month|quarter|week))\b"
)
WORD = pattern(r"[^\W\d_]+")
SAME_SUBJECT = word_set(
    """in the a an at of for and but or percent per cent it they he she we its their company firm group year month
    quarter week period time same earlier ago before previous previously prior last figure number total was were is had
    been made earned posted reported recorded stood came to with compared against from up down about around some"""
)
"""Words before the level of an earlier time that name no other subject."""
IT_IS_NOW = pattern(r"(?:It|They|The (?:total|figure|number)) (?:was|were|stood|came|fell|rose|is|are|now)\b")
COMPARED_WITH = pattern(r"[^.;]{0,60}\b(?:compared (?:with|to)|against|from) (?:the |about |some |around )?[£$€]?")
OF_TIME = pattern(
    r"[,.;]|[^,.;]{0,30}\b(?:a (?:year|month|quarter|week) (?:earlier|before)|(?:end|close|start) of"
    r"|(?:in|on|at|since) [A-Z][a-z]+(?:uary|ch|il|ay|ne|ly|ust|ber|day)(?! (?:19|20)\d))\b"
)
"""Text after a level that gives its time, or nothing: "compared with 2,000 in May", "down from 2,000."; not a year."""
MARKET_WORDS = word_set("stock stocks share shares price prices index barrel ounce trading closed rate yield")
"""Words for what changes every day, so that its level of a year ago is not what a change is from."""
CHAMBERS = word_set("upper lower senate house commons lords committee council second another")


def sides_of_vote(frames: Frames, margin: Frame) -> tuple[Frame, Frame] | None:
    """The votes for and against, or the votes needed and those given, after the margin or in the next sentence."""
    text = frames.article.text
    counts = [
        frame
        for frame in frames.window(margin.sentence, margin.sentence + 1)
        if frame.start >= margin.end and frame.kind == "count" and frame.is_amount and not _may_all_vote(frame)
    ]
    if not 2 <= len(counts) <= MAX_COUNTS:
        return None
    if not CHAMBERS.intersection(counts[0].sentence_words.words) <= margin.sentence_words.words:
        return None  # "by nine votes in the lower house. In the upper house, 33 voted for it"
    first, second = counts[:2]
    if "short" in margin.after[:2]:
        is_needed = NEEDED.search(text, margin.end, second.start) is not None
        is_given = not GIVEN.isdisjoint(second.before[-1:]) or VOTED_FOR.match(text, second.end) is not None
        return (first, second) if is_needed and is_given and len(counts) == 2 else None
    is_for_and_against = IN_FAVOUR.match(text, first.end, second.start) and AGAINST.match(text, second.end)
    is_against_and_for = AGAINST.match(text, first.end, second.start) and IN_FAVOUR.match(text, second.end)
    return (first, second) if is_for_and_against or is_against_and_for else None


def _may_all_vote(frame: Frame) -> bool:
    """Whether a number is that of all who may vote: "80 of the 120"; not "short of the 60 it needed"."""
    return frame.before[-2:-1] == ("of",) and frame.before[-3:-2] not in (("short",), ("shy",))


def ends_of_change(
    frames: Frames, change: Frame, later: Sequence[Frame], next_amounts: Sequence[Frame]
) -> tuple[Frame, Frame] | None:
    """The earlier and the later level of a change in the direction that the words before it say.

    `later` are the amounts of its measure after it in its sentence, and `next_amounts` those of the next sentence.
    """
    words = change.before[-5:]
    falls, rises = not CUES["down"].isdisjoint(words), not CUES["up"].isdisjoint(words)
    if falls == rises:
        return None
    text = frames.article.text
    if later and later[0].before[-1:] == ("to",):
        found = [*later[1:], *next_amounts]
        if len(found) != 1 or not _is_of_earlier_time(frames, later[0], found[0]):
            return None
        new, old = later[0], found[0]
    elif not later and len(next_amounts) == 2:
        new, old = next_amounts
        opening = frames.article.sentences[new.sentence].span.start
        if not IT_IS_NOW.match(text, opening) or not COMPARED_WITH.fullmatch(text, new.end, old.start):
            return None
        if not OF_TIME.match(text, old.end):
            return None  # "41 million in Ash, compared with 30 million in Elm"
    else:
        return None
    return (old, new) if falls == (nominal_value(old) > nominal_value(new)) else None


def _is_of_earlier_time(frames: Frames, new: Frame, old: Frame) -> bool:
    """Whether the second level is that of the same thing some time before.

    As in "to $36m. In the same period last year it made $42m".
    """
    sentence = frames.article.sentences[old.sentence].span
    start = max(sentence.start, new.end)
    words = WORD.findall(frames.article.text[start : old.start].lower())
    if new.sentence_words.weekdays or not MARKET_WORDS.isdisjoint(new.sentence_words.words):
        return False
    is_same_subject = (SAME_SUBJECT | new.sentence_words.words).issuperset(words)
    return is_same_subject and EARLIER_TIME.search(frames.article.text, start, sentence.end) is not None
