"""Innocent readings of figures that look like a sum that does not hold, so that no question is raised.

Each function recognises one of them by words and values: the parts make up another figure, one of the parts is stated
without a figure, they count unlike things, or more parts exist than are stated.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations

from checks.model import Figure, Kind
from checks.pattern import pattern
from checks.relations.equations import (
    last_printed_place,
    nominal_value,
)
from checks.relations.frames import Frame, Frames
from checks.relations.proposals import Proposal
from checks.relations.singles import count_singles
from checks.sameness import SYNONYMS, is_kind_of, is_person, noun_class
from checks.word_set import word_set

MIN_POLL_TOTAL, MAX_POLL_TOTAL = 93, 101  # per cent that the answers of a poll add up to
THRESHOLDS = frozenset(("majority", "supermajority", "threshold", "quorum"))
REQUIREMENT_WORDS = word_set("needed required necessary")
OPINION_VERBS = word_set(
    """said say says thought think thinks had have has believed believe wanted want supported support backed back
    favored favoured favor favour opposed oppose approved approve disapproved disapprove rated preferred prefer
    trusted trust agreed agree disagreed disagree"""
)
RANGE_VERBS = word_set("range ranges ranged ranging vary varies varied")
TO_LAST_ITEM = pattern(r"[^,;:.()]{0,60},? and (?:about |around |nearly |another |a further )?[£$€]?")
INCLUSION_WORDS = word_set("including include includes included subsample subsamples")
CONTRAST_WORDS = word_set("whereas compared against versus")
ONE_MORE = word_set("another other further additional extra more")
REMAINING = ONE_MORE | {"remaining"}
OF_THEM = frozenset(("of", them) for them in ("whom", "which", "them", "these", "those"))
OF_WHAT = pattern(r"(?: [a-z]+)?,? of (?:the |its |their |his |her |our |those |these |all )?")
THE_REST = pattern(r"\b[Tt]he (?:remaining|remainder|rest|balance)\b")
MAX_TO_REST = 12  # characters from "the rest" to its number
MAX_SINGLES = 2  # people or things without a number that a sum may lack
MAX_TO_SIDE = 4  # characters between the two sides of a vote: "171 to 43"
NEARBY = 1  # sentences from the members of a sum to what completes it
INCOME_WORDS = word_set("collected received earned raised gained took deposited income inflows")
SPENDING_WORDS = word_set("paid spent lost withdrew outflows expenses")
LOSS_WORDS = word_set("shed lost cut minus less dropped fell declined subtracting")
THINGS = frozenset(name for name in SYNONYMS if name != "job" and not is_person(name))  # jobs may be people
TYPE_OF_THING = pattern(r"-(?!strong\b|man\b|woman\b|person\b|member\b|year\b)[a-z]{3,}")
"""After a number that describes a kind of thing: "a 14-seater", "a four-page note"."""
THE_OTHERS = frozenset((("the", "other"), ("the", "remaining")))
PLACE_PREPOSITIONS = word_set("in at on across from near")
LAST_NUMBER = pattern(r"\s(\d[\d,]{0,12})$")
MAX_OTHERS = 12  # figures among which the missing parts of a sum are looked for
MAX_COMPLETING = 3  # figures of the same sentences that together may be what a sum lacks
MIN_LACKING = 10  # less is made up by other figures by chance
ITEM_PREPOSITIONS = (("for",), ("to",), ("in",), ("at",), ("from",))  # next word after each item of a list
LIST_TEXT = pattern(r"[^:()–—]{1,90}[,;][^:()–—]{0,30}")  # between two items


def is_a_threshold(frame: Frame) -> bool:
    """Whether a figure is a threshold: "a two-thirds majority", "the 60 votes needed"."""
    return not THRESHOLDS.isdisjoint(frame.after[:3]) or not REQUIREMENT_WORDS.isdisjoint(frame.after[1:3])


def is_explained_sum(frames: Frames, proposal: Proposal) -> bool:
    """Whether a sum that does not hold has an innocent reading."""
    return (
        counts_one_in_another(proposal)
        or _all_come_on_top(proposal)
        or _makes_more_than_all(proposal)
        or is_a_threshold(proposal.members[0])
        or _are_items_of_one_list(frames, proposal)
        or _breaks_down_a_part(frames, proposal)
        or _are_ends_of_a_range(proposal)
        or _add_up_to_hundred(proposal)
        or _are_answers_to_one_question(proposal)
        or adds_people_to_things(proposal)
        or _adds_unlike_things(frames, proposal)
        or _leaves_room(proposal)
        or any(nominal_value(part) == nominal_value(proposal.members[0]) for part in proposal.members[1:])
        or _makes_less_than_half(proposal)
        or leaves_out_part(frames, proposal, in_whole_sentence=True)
        or _adds_income_to_spending(proposal)
        or _is_net_of_losses(frames, proposal)
        or _makes_up_other_figure(frames, proposal)
        or _is_completed(frames, proposal)
        or _continues_in_next_sentence(frames, proposal)
    )


def _are_items_of_one_list(frames: Frames, proposal: Proposal) -> bool:
    """Whether the whole is an item of the same list as its parts: "43 feet for a calf, 24 for a pig and one for a hen".

    All are followed by the same preposition, and no mark such as a colon sets the whole apart.
    """
    whole, *parts = proposal.members
    first_part = min(parts, key=lambda part: part.start)
    if not whole.sentence == first_part.sentence == parts[-1].sentence or whole.start > first_part.start:
        return False
    prepositions = {member.after[:1] for member in proposal.members}
    return (
        len(prepositions) == 1
        and prepositions.pop() in ITEM_PREPOSITIONS
        and LIST_TEXT.fullmatch(frames.article.text, whole.end, first_part.start) is not None
    )


def _breaks_down_a_part(frames: Frames, proposal: Proposal) -> bool:
    """Whether one part is a part of the other, which the words describe as a part of the whole.

    As in "guilty of five of the seven counts: three of fraud, one of theft and one of perjury".
    """
    if len(proposal.members) != 3:
        return False
    whole, *parts = proposal.members
    text = frames.article.text
    for part, other in (parts, reversed(parts)):
        if not (whole.sentence == part.sentence == other.sentence and part.end < whole.start < other.start):
            continue
        is_of_whole = OF_WHAT.fullmatch(text, part.end, whole.start) is not None
        if is_of_whole and ":" in text[whole.end : other.start] and REMAINING.isdisjoint(other.before[-3:]):
            return True
    return False


def counts_one_in_another(proposal: Proposal) -> bool:
    """Whether one part of a sum is included in another: "14 people, including one child", and 15 elsewhere."""
    whole, *parts = proposal.members
    for part in parts:
        if part.after[:2] in OF_THEM and any(other.start < part.start for other in parts):
            return True
        if INCLUSION_WORDS.isdisjoint(part.before[-2:]):
            continue
        earlier = [other for other in (whole, *parts) if other.sentence == part.sentence and other.start < part.start]
        if earlier and max(earlier, key=lambda other: other.start) is not whole and whole not in earlier:
            return True
    return False


def _all_come_on_top(proposal: Proposal) -> bool:
    """Whether each part is added to something stated elsewhere: "another $200bn, and then $300bn more"."""
    return all(
        not ONE_MORE.isdisjoint(part.before[-2:]) or part.after[:1] == ("more",) for part in proposal.members[1:]
    )


def _makes_more_than_all(proposal: Proposal) -> bool:
    """Whether the parts are percentages that exceed 100, so of several things: "68% before, 66% after"."""
    parts = proposal.members[1:]
    return all(part.kind == "percent" for part in parts) and sum(map(nominal_value, parts)) > MAX_POLL_TOTAL


def leaves_out_part(frames: Frames, proposal: Proposal, *, in_whole_sentence: bool) -> bool:
    """Whether a sum has one more part in the sentence of its parts, a number without a noun: "six for, one against".

    It is looked for between the parts; with `in_whole_sentence` in all of the sentence, and it may have the noun of the
    whole.
    """
    if proposal.kind != "sum":
        return False
    parts = sorted(proposal.members[1:], key=lambda part: part.start)
    if parts[0].sentence != parts[-1].sentence:
        return False
    others = [frame for frame in frames.by_sentence[parts[0].sentence] if frame not in proposal.members]
    if in_whole_sentence and any(_is_further_item(frames, parts[-1], frame) for frame in others):
        return True
    if not in_whole_sentence:
        others = [frame for frame in others if parts[0].start < frame.start < parts[-1].start]
    nouns = ("", proposal.members[0].noun) if in_whole_sentence else ("",)
    return any(frame.kind == "count" and frame.noun in nouns for frame in others)


def _is_further_item(frames: Frames, last: Frame, other: Frame) -> bool:
    """Whether a figure is the item after the last part in its list: "$2m for Elm, $3m for Ash and $1m"."""
    if other.measure != last.measure or last.kind == "count" or other.start < last.end:
        return False
    return TO_LAST_ITEM.fullmatch(frames.article.text, last.end, other.start) is not None


def _add_up_to_hundred(proposal: Proposal) -> bool:
    """Whether all members are percentages that add up to about 100, as the answers to one question do.

    As in "64% said it was right, compared to 18% too far and 15% too little".
    """
    total = sum(map(nominal_value, proposal.members))
    are_percent = all(frame.kind == "percent" for frame in proposal.members)
    return (
        are_percent
        and MIN_POLL_TOTAL <= total <= MAX_POLL_TOTAL
        and len({frame.sentence for frame in proposal.members}) == 1
    )


def _are_answers_to_one_question(proposal: Proposal) -> bool:
    """Whether whole and parts are answers to one question: "39% had some trust in it, 21% had not much"."""
    whole, *parts = proposal.members
    if any(frame.kind != "percent" or frame.sentence != whole.sentence for frame in proposal.members):
        return False
    return not OPINION_VERBS.isdisjoint(whole.after[:3]) and any(
        not OPINION_VERBS.isdisjoint(part.after[:3]) for part in parts
    )


def _are_ends_of_a_range(proposal: Proposal) -> bool:
    """Whether two of its members are the ends of a range: "leads range from three to 15 points"."""
    first, second = sorted(proposal.members, key=lambda frame: frame.start)[:2]
    has_start = first.before[-1:] == ("from",) and not RANGE_VERBS.isdisjoint(first.before[-3:-1])
    return has_start and second.before[-1:] == ("to",)


def _adds_income_to_spending(proposal: Proposal) -> bool:
    """Whether one part is income and another spending: "collected £1.6bn and paid out £2.3bn"."""
    words = [frozenset(part.before[-4:]) for part in proposal.members[1:]]
    return not all(map(INCOME_WORDS.isdisjoint, words)) and not all(map(SPENDING_WORDS.isdisjoint, words))


def _is_net_of_losses(frames: Frames, proposal: Proposal) -> bool:
    """Whether the whole is the sum of some sentences' amounts less the losses: "Ash took on 50, Elm shed 20"."""
    whole, *parts = proposal.members
    amounts = [
        frame
        for sentence in {part.sentence for part in parts}
        for frame in frames.by_sentence[sentence]
        if frame.measure == whole.measure and frame is not whole and is_number(frame)
    ]
    losses = [frame for frame in amounts if not LOSS_WORDS.isdisjoint(frame.before[-2:])]
    net = sum(map(nominal_value, amounts)) - 2 * sum(map(nominal_value, losses))
    return bool(losses) and net == nominal_value(whole)


def is_number(frame: Frame) -> bool:
    """Whether the value of a frame is one number."""
    return isinstance(frame.value, Fraction)


def _makes_up_other_figure(frames: Frames, proposal: Proposal) -> bool:
    """Whether the parts add up to another figure nearby or at the start of the article, which then is their whole.

    Or one of the parts is the sum of others.
    """
    whole, *parts = proposal.members
    total = sum(map(nominal_value, parts))
    if len(parts) > 2 and any(_is_sum_of_some(part, parts) for part in parts):
        return True  # "of which 12 survive: two here and ten elsewhere": one of them is the sum of the others
    others = [
        frame for frame in (*_around(frames, proposal), *frames.window(0, NEARBY)) if frame not in proposal.members
    ]
    return any(
        (frame.kind, frame.unit, frame.value) == (whole.kind, whole.unit, total)
        or (isinstance(frame.value, tuple) and total in frame.value)  # "by 23 votes to 17"
        for frame in others
    )


def _is_sum_of_some(part: Frame, parts: Sequence[Frame]) -> bool:
    """Whether a part is the sum of two or three later parts, unless the words describe it as a further part."""
    if not ONE_MORE.isdisjoint(part.before[-1:]):
        return False
    later = [nominal_value(other) for other in parts if other.start > part.start]
    return any(sum(some) == nominal_value(part) for size in (2, 3) for some in combinations(later, size))


def _is_completed(frames: Frames, proposal: Proposal) -> bool:
    """Whether the difference between whole and parts is stated nearby: in figures, as a share, or without a figure."""
    whole, *parts = proposal.members
    lacking = nominal_value(whole) - sum(map(nominal_value, parts))
    measures = {member.measure for member in proposal.members}
    similar = {*((kind, unit, noun) for kind, unit in measures for noun in (whole.noun, "")), ("count", "", "")}
    nearby = [
        frame
        for frame in (*_around(frames, proposal), *frames.window(0, NEARBY))
        if (frame.kind, frame.unit, frame.noun) in similar or frame.measure == whole.measure
    ]
    others = {frame.value for frame in nearby if frame not in proposal.members and isinstance(frame.value, Fraction)}
    if lacking > 0 and (lacking in others or any(lacking - other in others - {other} for other in others)):
        return True
    if lacking > 0 and _is_stated_as_share(frames, proposal, lacking):
        return True
    sentences = {part.sentence for part in parts}
    if lacking >= MIN_LACKING and _is_made_up(frames, proposal, lacking):
        return True
    if lacking > 0 and _mentions_uncounted_rest(frames, min(sentences), max(sentences) + NEARBY):
        return True
    if whole.kind != "count" or abs(lacking) > nominal_value(whole) / 2:
        return False
    figures = tuple(frame.statement.span for frame in proposal.members)
    last = min(max(sentences) + NEARBY, len(frames.article.sentences) - 1)
    singles = count_singles(frames.article, min(sentences), last, figures)
    parts_with_other = [part for part in parts if part.before[-1:] == ("other",)]
    if lacking == 1 and any(part.after[:1] in (("other",), ("others",)) for part in parts):
        return True  # "two other directors go, too", "Mrs Pallant and two others": besides the one mentioned before
    return 0 < lacking <= min(singles, MAX_SINGLES) or any(
        singles and nominal_value(part) + 1 == nominal_value(whole) for part in parts_with_other
    )


def _is_made_up(frames: Frames, proposal: Proposal, lacking: Fraction) -> bool:
    """Whether other numbers of the same sentences add up to what the parts lack, whatever they count.

    As in "72,000 to the U.S., 30,000 within Canada and 18,000 overseas"; also a number that was read as part of a name,
    as in "31 from Paraná, from Mato Grosso do Sul 18".
    """
    sentences = [frame.sentence for frame in proposal.members[1:]]
    bounds = [frames.article.sentences[index].span for index in (min(sentences), max(sentences))]
    member_spans = {frame.statement.span for frame in proposal.members}
    values = [
        _value_in_unit_of(proposal.members[0], figure)
        for figure in frames.article.figures
        if bounds[0].start <= figure.span.start < bounds[1].end and figure.span not in member_spans
    ]
    others = [value for value in values if value is not None and 0 < value <= lacking][:MAX_OTHERS]
    return any(sum(some) == lacking for size in range(1, MAX_COMPLETING + 1) for some in combinations(others, size))


def _value_in_unit_of(whole: Frame, figure: Figure) -> Fraction | None:
    """The value that another figure may add to a sum, in the unit of its whole; None for one of another measure."""
    if figure.kind is Kind.NAME:
        digits = LAST_NUMBER.search(figure.words)
        return Fraction(digits[1].replace(",", "")) if digits else None
    if figure.kind in (Kind.COUNT, Kind.NUMBER):
        return figure.value
    return figure.value if (figure.kind.value, figure.unit or "") == whole.measure else None


def _continues_in_next_sentence(frames: Frames, proposal: Proposal) -> bool:
    """Whether parts in several sentences fall short of the whole, and the next sentence has one more like them.

    "They got 41 years in all. Oakes was given 13 years. His brother got nine years. Tansey received eight years."
    """
    whole, *parts = proposal.members
    lacking, last = nominal_value(whole) - sum(map(nominal_value, parts)), max(parts, key=lambda part: part.start)
    if lacking <= 0 or len({part.sentence for part in parts}) == 1:
        return False
    return any(
        (frame.kind, frame.unit, frame.noun) == (last.kind, last.unit, last.noun) and nominal_value(frame) <= lacking
        for frame in frames.by_sentence.get(last.sentence + 1, ())
        if is_number(frame) and frame not in proposal.members
    )


def _is_stated_as_share(frames: Frames, proposal: Proposal, lacking: Fraction) -> bool:
    """Whether the difference is stated as a share of the whole: "half of the £9.6m is met by the lottery"."""
    percent = 100 * lacking / nominal_value(proposal.members[0])
    return any(
        abs(percent - nominal_value(frame)) <= (last_printed_place(frame) / 2 if frame.kind == "percent" else 0)
        for frame in _around(frames, proposal)
        if frame.kind in ("fraction", "percent") and is_number(frame)
    )


def _mentions_uncounted_rest(frames: Frames, first: int, last: int) -> bool:
    """Whether sentences `first` to `last` mention a rest without its number: "the remaining accused had died"."""
    sentences = frames.article.sentences[first : last + 1]
    figures = frames.window(first, last)
    return any(
        not any(0 <= frame.start - rest.end() <= MAX_TO_REST for frame in figures)
        for rest in THE_REST.finditer(frames.article.text, sentences[0].span.start, sentences[-1].span.end)
    )


def _around(frames: Frames, proposal: Proposal) -> list[Frame]:
    """The frames of the sentences of a sum's parts, and of the sentences before and after these."""
    sentences = [part.sentence for part in proposal.members[1:]]
    return frames.window(min(sentences) - NEARBY, max(sentences) + NEARBY)


def _leaves_room(proposal: Proposal) -> bool:
    """Whether the parts fall short of the whole, and the words allow for more parts than are stated.

    As in "22 people, including 13 children and six women".
    """
    whole, *parts = proposal.members
    if sum(map(nominal_value, parts)) >= nominal_value(whole):
        return False
    first, *others = sorted(parts, key=lambda part: part.start)
    if len(others) == 1 and others[0].start - first.end <= MAX_TO_SIDE and others[0].before[-1:] in (("to",), ("-",)):
        return True  # "it passed by 171 to 43 in a ballot of 230": some did not vote
    if any(not CONTRAST_WORDS.isdisjoint(part.before[-4:]) and part.sentence == first.sentence for part in others):
        return True  # "of the 44, 23 saw a decline, whereas only 11 improved"
    return (
        first.sentence == whole.sentence
        and first.start > whole.end
        and not INCLUSION_WORDS.isdisjoint(first.before[-2:])
    )


def _makes_less_than_half(proposal: Proposal) -> bool:
    """Whether the parts make up less than half of the whole, so that most parts are not among the members."""
    whole, *parts = map(nominal_value, proposal.members)
    return 2 * sum(parts) < whole


def adds_people_to_things(proposal: Proposal) -> bool:
    """Whether some members of a sum count people and others things (`THINGS`), in different sentences.

    In one sentence they may be one group: "286 nominations: 197 individuals and 89 firms".
    """
    if len({frame.sentence for frame in proposal.members}) == 1:
        return False
    classes = {noun_class(frame.noun) for frame in proposal.members if frame.kind == "count" and frame.noun}
    return not classes.isdisjoint(THINGS) and any(map(is_person, classes))


def _adds_unlike_things(frames: Frames, proposal: Proposal) -> bool:
    """Whether one part counts things that the whole cannot include, and other parts count things that it can.

    Such as "three farms" next to "47 posts" of 214 posts, the "two hostels" that nine people were found in, "four
    times", or the number in "a 14-seater".
    """
    whole, *parts = proposal.members
    if any(frame.kind != "count" for frame in proposal.members):
        return False
    text = frames.article.text
    if any(TYPE_OF_THING.match(text, part.end) or noun_class(part.noun) == "time" for part in parts):
        return True
    places = [not PLACE_PREPOSITIONS.isdisjoint(part.before[-1:]) and bool(part.noun) for part in parts]
    if any(places) and not all(places):
        return True
    if any(part.before[-2:] in THE_OTHERS for part in parts):
        return False  # "23 convictions. Another 19 cases were put off, and the other five go to Elm": these are all
    counted = noun_class(whole.noun) if whole.noun else ""
    nouns = [noun_class(part.noun) for part in parts if part.noun]
    unlike = [noun for noun in nouns if counted and not _may_be_among(noun, counted)]
    if unlike and len(unlike) < len(nouns):
        return True
    is_mixed = len(set(nouns)) > 1 and not all(map(is_person, nouns))
    return is_mixed and (not counted or bool(unlike)) and len({part.sentence for part in parts}) > 1


def _may_be_among(part: str, whole: str) -> bool:
    """Whether things of one noun class may be among those of another."""
    return part == whole or (is_person(part) and is_person(whole)) or is_kind_of(part, whole) or is_kind_of(whole, part)
