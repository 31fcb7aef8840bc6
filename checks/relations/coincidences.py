"""Equations that hold and yet are no evidence for their figures: by chance, or because wrong values would hold too.

In a story with many figures some add up without belonging together: "led 67 percent to 32 percent, with 99 percent of
precincts reporting". A tick there tells the editor that something was checked which was not. Each function recognises
one kind of coincidence.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from checks.pattern import pattern
from checks.relations.equations import fits_only_loosely
from checks.relations.explained_sums import adds_people_to_things, counts_one_in_another, leaves_out_part
from checks.relations.explanations import (
    CHANGE_WORDS,
    LESS_COMPARATIVES,
    MORE_COMPARATIVES,
    ends_elsewhere,
    fits_other_figure,
    is_described_as_change,
)
from checks.relations.frames import YEAR, Frame, Frames
from checks.relations.proposals import Proposal, TieKind
from checks.word_set import word_set

ERROR = "error"  # in "margin of error", "sampling error"
SAMPLING_ERROR_BEFORE = 6  # tokens before a figure in which the end of "margin of error of" is looked for
SAMPLING_ERROR_AFTER = 5  # tokens after a figure in which "margin of error" is looked for
TALLIED = word_set("precincts precinct reporting reported counted tallied declared processed")
"""What shows that votes are still being counted: "99 percent of precincts", "80% of the votes counted"."""
TALLY_TOKENS = 6  # tokens after a percentage in which such a word is looked for
TOTAL_WORDS = word_set(
    """total totals totalled totaled totalling totaling altogether overall combined sum bringing brings brought together
    plus including includes included comprising all"""
)
ADDED_WORDS = word_set("additional further extra")
OTHERS = word_set("other others remaining")
DIFFERENCE_WORDS = (
    CHANGE_WORDS
    | MORE_COMPARATIVES
    | LESS_COMPARATIVES
    | word_set(
        "by margin lead leads led leading majority difference gap ahead behind short change swing edge advantage"
    )
)
SIGNS = frozenset("+-−–")
DIFFERENCE_NOUNS = word_set("point vote seat goal run try wicket game set hole stroke")
"""What the difference between the sides of a vote, poll or match is counted in."""
CUES_BEFORE, CUES_AFTER = 3, 3  # tokens around a figure in which the words above are looked for
MAX_TO_OPPONENT = 4  # characters between the two numbers of a vote: "171 to 43"
BETWEEN_ITEMS = pattern(r",? (?:and|or) (?:about |around |nearly |almost |just |only |over |some )?[£$€]?")
AND_BETWEEN = pattern(r",? and ")
OR_BETWEEN_NUMBERS = pattern(r",? or (?:even |maybe |perhaps |possibly )?[£$€]?")
RESTATED_AS = pattern(r",? (?:or )?\(?(?:about |around |nearly |almost |just |only |over |some )?")
APPOSED_DURATION = pattern(r",? (?:exactly |about |around |just |nearly |almost |only )?")
LIST_PREPOSITIONS = word_set("for in on at to from with by among")
COORDINATORS = word_set("and or")


def is_coincidence(frames: Frames, proposal: Proposal) -> bool:
    """Whether an equation that holds is no evidence for its figures."""
    recognises = (*COINCIDENCES, *COINCIDENCES_BY_KIND.get(proposal.kind, ()))
    return any(is_one(frames, proposal) for is_one in recognises)


def _fits_only_loosely(_frames: Frames, proposal: Proposal) -> bool:
    """Whether wrong values would hold too, as the members are printed or hedged so coarsely."""
    return fits_only_loosely(proposal.kind, proposal.members)


def _has_sampling_error(_frames: Frames, proposal: Proposal) -> bool:
    """Whether a member is a poll's margin of error: "46 percent, a lead within the margin of plus or minus three"."""
    return any(map(_is_sampling_error, proposal.members))


def _is_sampling_error(frame: Frame) -> bool:
    before = frame.before[-SAMPLING_ERROR_BEFORE:]
    if before[-3:] == ("plus", "or", "minus") or before[-3:] == ("plus", "/", "minus") or "±" in before[-1:]:
        return True
    if ERROR in before and not any(token[0].isdigit() for token in before[before.index(ERROR) :]):
        return True
    return {"margin", ERROR} <= set(frame.after[:SAMPLING_ERROR_AFTER])


def _has_state_of_tally(_frames: Frames, proposal: Proposal) -> bool:
    """Whether a member is the percentage of votes counted so far: "with 99 percent of precincts reporting"."""
    return any(
        frame.kind == "percent" and frame.after[:1] == ("of",) and not TALLIED.isdisjoint(frame.after[1:TALLY_TOKENS])
        for frame in proposal.members
    )


def _counts_one_in_another(_frames: Frames, proposal: Proposal) -> bool:
    """Whether one part of a sum is included in another."""
    return counts_one_in_another(proposal)


def _adds_people_to_things(_frames: Frames, proposal: Proposal) -> bool:
    """Whether a sum adds people to things."""
    return adds_people_to_things(proposal)


def _leaves_out_part(frames: Frames, proposal: Proposal) -> bool:
    """Whether a sum has one more part between its parts."""
    return leaves_out_part(frames, proposal, in_whole_sentence=False)


def _adds_to_one_side_of_a_vote(frames: Frames, proposal: Proposal) -> bool:
    """Whether a sum is that of one number of a vote and something else: "51-49 ... Two Republicans voted with them".

    The difference between the two is no coincidence: "51-49, a majority of two votes".
    """
    whole, *parts = proposal.members
    opponents = [part for part in parts if _are_opponents(frames, whole, part)]
    return bool(opponents) and not any(_is_difference(part) for part in parts if part not in opponents)


def _is_share_of_opponents(frames: Frames, proposal: Proposal) -> bool:
    """Whether part and whole of a share are the two numbers of a vote: "passed by 246-168"."""
    part, whole, _ = proposal.members
    return _are_opponents(frames, part, whole)


def _are_opponents(frames: Frames, one: Frame, other: Frame) -> bool:
    """Whether two figures are the numbers of one vote, poll or score."""
    first, second = sorted((one, other), key=lambda frame: frame.start)
    return first.is_of_vote and second.is_of_vote and 0 <= second.start - first.end <= MAX_TO_OPPONENT


def _is_difference(frame: Frame) -> bool:
    """Whether the words next to a figure describe it as a difference."""
    if frame.kind == "points" or frame.noun in DIFFERENCE_NOUNS:
        return True
    if "by" in frame.before[-2:] or frame.statement.words[:1] in SIGNS:
        return True
    words = {*frame.before[-CUES_BEFORE:], *frame.after[:CUES_AFTER]}
    return not words.isdisjoint(DIFFERENCE_WORDS)


def _adds_up_to_another_item(frames: Frames, proposal: Proposal) -> bool:
    """Whether the whole is one of the items that its parts are: "five years for one, 10 for two and 15 for a third".

    Two items may differ by a third figure: "scored 24 and 19 points, a difference of five".
    """
    whole, *parts = proposal.members
    items = [part for part in parts if _are_items_of_one_list(frames, whole, part)]
    return bool(items) and not any(_is_difference(part) for part in parts if part not in items)


def _are_items_of_one_list(frames: Frames, one: Frame, other: Frame) -> bool:
    """Whether two figures are coordinated: "17% and 12%", or "$700m in grants and $2.2bn in aid"."""
    first, second = sorted((one, other), key=lambda frame: frame.start)
    if first.sentence != second.sentence or second.start < first.end:
        return False
    if second.after[:1] == ("of",) or not TOTAL_WORDS.isdisjoint((*second.before[-2:], *second.after[:3])):
        return False  # "28 in Leeds and 40 in all"
    noun = first.figure.noun if first.figure else None
    text = frames.article.text
    if BETWEEN_ITEMS.fullmatch(text, first.end, second.start):
        return True
    if noun and AND_BETWEEN.fullmatch(text, max(first.end, noun.span.end), second.start):
        return True
    between = [frame for frame in frames.by_sentence[first.sentence] if first.end <= frame.start < second.start]
    preposition = first.after[:1]
    is_parallel = preposition == second.after[:1] and not LIST_PREPOSITIONS.isdisjoint(preposition)
    is_last = not COORDINATORS.isdisjoint(second.before[-2:])
    return is_parallel and is_last and all(frame.after[:1] == preposition for frame in between)


def _adds_alternatives(frames: Frames, proposal: Proposal) -> bool:
    """Whether two parts are alternatives: "from seven brackets to three or four"."""
    parts = sorted(proposal.members[1:], key=lambda part: part.start)
    return any(
        OR_BETWEEN_NUMBERS.fullmatch(frames.article.text, first.end, second.start)
        for first, second in pairwise(parts)
        if first.end <= second.start
    )


def _adds_up_to_the_others(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the whole is what its parts leave out: "nine of the 12 ... The other 14 will be elected in April"."""
    whole, *parts = proposal.members
    return not OTHERS.isdisjoint(whole.before[-2:]) and any(part.start < whole.start for part in parts)


def _adds_to_a_year(_frames: Frames, proposal: Proposal) -> bool:
    """Whether two members look like years: "2012 ... the four 2016 candidates"."""
    return sum(map(_looks_like_a_year, proposal.members)) > 1


def _looks_like_a_year(frame: Frame) -> bool:
    return frame.kind == "count" and YEAR.fullmatch(frame.statement.words) is not None


def _adds_shares_without_a_word(frames: Frames, proposal: Proposal) -> bool:
    """Whether a sum is of percentages, none a difference in points, and no word says that one is the total.

    Any two answers of a poll may add up to a third: "50 percent disapproved, 39 percent approved, 11 percent were
    unsure".
    """
    if any(frame.kind != "percent" for frame in proposal.members):
        return False
    return not any(_is_difference(frame) or _is_described_as_total(frame) for frame in proposal.members)


def _is_described_as_total(frame: Frame) -> bool:
    """Whether the words next to a figure describe it as a total, or as added to something."""
    words = {*frame.before[-CUES_BEFORE:], *frame.after[:1]} - {"all"}
    return not words.isdisjoint(TOTAL_WORDS | ADDED_WORDS)


def _is_restated_in_percent(frames: Frames, proposal: Proposal) -> bool:
    """Whether the result of a share has a percentage next to it that says the same: "a third, 32 percent"."""
    result = proposal.members[2]
    for other in frames.by_sentence[result.sentence]:
        first, second = sorted((other, result), key=lambda frame: frame.start)
        if other.kind == "percent" and RESTATED_AS.fullmatch(frames.article.text, first.end, second.start):
            return True
    return False


def _is_share_of_other_figures(frames: Frames, proposal: Proposal) -> bool:
    """Whether the result of a share is right for other figures too, and the words name no base."""
    return fits_other_figure(frames, proposal)


def _is_change_without_a_word(_frames: Frames, proposal: Proposal) -> bool:
    """Whether no word says that anything changed, or that one amount is compared with another.

    As in "35 percent view him favorably, 25 percent do not, 40 percent have not heard enough".
    """
    is_from = any(member.before[-1:] == ("from",) for member in proposal.members[:2])
    return not is_from and not any(map(_is_difference, proposal.members))


def _is_gain_without_a_word(frames: Frames, proposal: Proposal) -> bool:
    """Whether no word describes an amount and a percentage as a change that led to a level."""
    return not is_described_as_change(frames, proposal)


def _is_share_not_change(_frames: Frames, proposal: Proposal) -> bool:
    """Whether the percentage of a change is that of a share: "Of the 110, 66 had ..., or 66 percent of those cited"."""
    return proposal.members[2].kind == "percent" and proposal.members[2].after[:1] == ("of",)


def _is_duration_of_another_sentence(_frames: Frames, proposal: Proposal) -> bool:
    """Whether neither of two years is in the sentence of the duration, which may be that of anything."""
    start, end, duration = proposal.members
    are_years = start.kind == end.kind == "year"
    return are_years and duration.sentence not in (start.sentence, end.sentence)


def _is_after_the_end(frames: Frames, proposal: Proposal) -> bool:
    """Whether a duration begins at the later moment: "passed in 2003 and upheld three years later", and 2000.

    In "on March 17, exactly two weeks later" it ends there.
    """
    start, end, duration = proposal.members
    preceding = [frame for frame in frames.by_sentence[duration.sentence] if frame.end <= duration.start]
    moments = [frame for frame in preceding if frame.kind in (start.kind, end.kind)]
    if duration.after[:1] != ("later",) or moments[-1:] != [end]:
        return False
    # "6 a.m. Saturday, 10 hours later"
    end_of_moment = preceding[-1].end if preceding[-1].kind == "weekday" else end.end
    return not APPOSED_DURATION.fullmatch(frames.article.text, end_of_moment, duration.start)


def _ends_elsewhere(frames: Frames, proposal: Proposal) -> bool:
    """Whether the words give the duration another start or end, or compare it with another duration."""
    return ends_elsewhere(frames, proposal)


Coincidence = Callable[[Frames, Proposal], bool]
COINCIDENCES: tuple[Coincidence, ...] = (_has_sampling_error, _has_state_of_tally, _fits_only_loosely)
COINCIDENCES_BY_KIND: dict[TieKind, tuple[Coincidence, ...]] = {
    "sum": (
        _counts_one_in_another,
        _adds_people_to_things,
        _leaves_out_part,
        _adds_to_one_side_of_a_vote,
        _adds_up_to_another_item,
        _adds_up_to_the_others,
        _adds_alternatives,
        _adds_to_a_year,
        _adds_shares_without_a_word,
    ),
    "change": (_is_share_not_change, _is_change_without_a_word),
    "span": (_is_duration_of_another_sentence, _is_after_the_end, _ends_elsewhere),
    "gain": (_is_gain_without_a_word,),
    "share": (_is_share_of_opponents, _is_restated_in_percent, _is_share_of_other_figures),
}
"""By kind of equation, those that only this kind can be."""
