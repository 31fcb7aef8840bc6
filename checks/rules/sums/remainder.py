"""A stated remainder does not fit the whole and the parts already named.

Compares "the remaining $70m", "the other 12", "leaving 33 in hospital" and "with 16 still to come" with a whole and the
parts stated before it: $90m, of which $20m. With percentages the whole may be an implied 100: a share of 62% and "the
remaining 38%". A remainder closes a breakdown, so that the sum must hold exactly.

Which of the earlier figures belong together is not always clear: any of them may be the whole, and the parts are the
last, the last two, the last three ... before the remainder. There is a tick where one such reading adds up, and a
finding only where none does and every one that comes close asks for the same number. Silent on "the remaining two
weeks" and other remainders whose whole is not stated.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import combinations, product

from checks.model import Article, Figure, Finding, Hedge, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_in_unit, format_sum, number
from checks.pattern import pattern
from checks.relations.singles import count_singles
from checks.rule import Example, Rule
from checks.rules._text import figures_before, figures_between, stated_value, text_after, text_before
from checks.rules.sums._breakdown import (
    PLAN_WORDS,
    Breakdown,
    adds_up,
    is_kind,
    is_plain_quantity,
    is_rough,
    is_rounding,
    last_place_step,
    may_belong,
)
from checks.rules.sums._rows import OF_THEM, PART_OF
from checks.sameness import counted_entity_in, same_unit

REMAINDER_LEAD_IN = pattern(
    r"\b(?:the|its|their|his|her) (?:remaining|balance(?: of|,)|rest,?|outstanding|remainder,?)\s(?:[£$€])?$",
    re.IGNORECASE,
)
REMAINDER_NOUN = pattern(r"\b(?:rest|balance|remainder),?\s$", re.IGNORECASE)
"""What follows "the rest, 12," is a statement about them, not a noun."""
LAST_LEAD_IN = pattern(r"\bthe (?:last|final)\s[£$€]?$", re.IGNORECASE)
PHRASE_END = pattern(r"^(?:[.,;)]|$|\s(?:will|went|is|are|was|were|came|comes|has|have|had)\b)")
OTHER_LEAD_IN = pattern(r"\bthe other\s[£$€]?$", re.IGNORECASE)
LEAVE_VERB = pattern(
    r"\b(?:leav(?:e|es|ing)|left|still (?:owes?|owed|needs?|needed|to (?:find|raise|pay|come)))\s"
    r"(?:(?:him|her|them|it|us|just|only|about|some|a|the|another|with|behind)\s){0,2}[£$€]?$",
    re.IGNORECASE,
)
LEFT_AFTER = pattern(
    r"^(?:\s(?!and\b|but\b|with\b)[a-z]+){0,2}\s(?:(?-i:left)\b(?!['’])(?! (?:the|for|to|by|in|on|a|school)\b)"
    r"|remaining\b|to (?:go|play|raise|find)\b)",
    re.IGNORECASE,
)
HARM_AFTER = pattern(
    r"^(?:\s[a-z]+){0,2}\s(?:dead|hurt|injured|wounded|homeless|stranded|without|in|with)\b", re.IGNORECASE
)
"""Effects of an event ("left 12 dead"), which is no remainder."""
POSSIBLY_LEFT = pattern(
    r"^\sothers\b|^(?:\s[a-z]+){0,2}\s(?:(?:are |is |were |was )?still\b|remain(?:s|ed)?\b)", re.IGNORECASE
)
JOINED_FIGURE_GAP = pattern(r"(?:\s[a-z]+){0,2}\sand\s")
SUBGROUP_LEAD_IN = pattern(r"\bof (?:them|whom|which),? including $")
OMITTED_VERB = pattern(r"^\s(?:two|three|four|five|six|seven|eight|nine|ten|\d)\b")
NUMBER_BEFORE = pattern(r"\d\s$")
TO_GO = pattern(r"^\s[a-z]+ (?:left|remaining|to go)\b")
OF_THE_OTHER = pattern(r"^\s(?:[a-z]+\s)?of the (?:other|others|remaining|rest)\b")
OF = pattern(r"\sof\s")
OF_LATER_WHOLE = pattern(r"^(?:\s[a-z]+)?\sof (?:the|its|their|those|all)\s(?:\w+\s)?$", re.IGNORECASE)
"""Between a remainder and a whole that follows it: "the other two of the nine"."""
COMPARISON_AFTER = pattern(
    r"^(?:\s[a-z]+){0,2}\s(?:(?:more|fewer|less|higher|lower)\sthan|short|shy|adrift|ahead|behind|clear)\b"
)
BY_LEAD_IN = pattern(r"\bby (?:about |around |some |just )?[£$€]?$", re.IGNORECASE)
PREPOSITION_BEFORE_ONE = pattern(r"\b(?:in|at|on|for|by|from|with) $", re.IGNORECASE)
PREPOSITION_AFTER = pattern(r"^\s(?:in|on|at|to|by|for|from)\b")
UNRELATED_WORD = pattern(r"\b(?:each|apiece|every|per(?! cent)|than|if|would|not|last year|compared)\b", re.IGNORECASE)
WHOLE_SENTENCES_BACK = 16  # sentences before the remainder in which the whole may be
PARTS_SENTENCES_BACK = 3  # sentences before the remainder in which the parts may be
MAX_CANDIDATES = 8  # figures tried as whole or part, nearest first; bounds the combinations
MAX_READING_PARTS = 4  # parts of one reading
MIN_REMAINDER_WHOLE = 4  # up to this, two small numbers make a third by chance
MIN_SLIP_DIGITS = 2  # digits from which one wrong digit is evidence of a slip
MAX_SMALL_DIFFERENCE = 2  # between a remainder of one digit and what it should be
MAX_SENTENCES_TO_SMALL_WHOLE = 2  # sentences between a remainder of one digit and its whole
MIN_TELLING_WHOLE = 100  # from here on a matching sum is unlikely to be chance
MAX_WHOLE_TO_PART = 200  # ratio; a figure that is smaller still is not a part
MIN_SHARE = Fraction(3, 4)  # of the whole; a smaller sum is of something else
MAX_SHARE = Fraction(4, 3)  # of the whole; a larger sum is of something else
HUNDRED = Fraction(100)


def check(article: Article) -> Iterator[Outcome]:
    for remainder in article.figures:
        if remainder.value and remainder.kind is not Kind.DURATION and is_plain_quantity(article, remainder):
            is_certain = _is_remainder(article, remainder)
            if is_certain or POSSIBLY_LEFT.match(text_after(article, remainder)):
                yield from _compare(article, remainder, is_certain=is_certain)


def _is_remainder(article: Article, figure: Figure) -> bool:
    """Whether a figure is a remainder: "the remaining", "the last 11", "leaving", "still to come"."""
    preceding_text, following_text = text_before(article, figure), text_after(article, figure)
    if preceding_text.endswith("with ") and TO_GO.match(following_text):
        return False  # "went by with six laps left"
    if OMITTED_VERB.match(following_text) or NUMBER_BEFORE.search(preceding_text):
        return False  # "1,020 need two bedrooms, 563 three and the remaining 182 four"
    # "the last 11", not "the last 11 games"
    is_last_phrase = LAST_LEAD_IN.search(preceding_text) and PHRASE_END.match(following_text)
    has_lead_in = (
        REMAINDER_LEAD_IN.search(preceding_text)
        or OTHER_LEAD_IN.search(preceding_text)
        or (LEAVE_VERB.search(preceding_text) and not HARM_AFTER.match(following_text))
    )
    return bool(is_last_phrase or has_lead_in or LEFT_AFTER.match(following_text))


def _may_be_whole_or_part(article: Article, figure: Figure, remainder: Figure) -> bool:
    """Whether a figure can be the whole or a part, rather than a label ("John 19") or an aside."""
    if not figure.value or not is_plain_quantity(article, figure) or figure.per:
        return False
    if COMPARISON_AFTER.match(text_after(article, figure)) or BY_LEAD_IN.search(text_before(article, figure, 12)):
        return False  # "21 more than needed", "grew by 3.4 gigawatts"
    if SUBGROUP_LEAD_IN.search(text_before(article, figure, 24)):
        return False  # "eleven of them, including six children"
    if figure.value == 1 and PREPOSITION_BEFORE_ONE.search(text_before(article, figure, 8)):
        return False  # "in one village 31 of 52 houses fell"
    omits_noun = same_unit(remainder, figure) and REMAINDER_NOUN.search(text_before(article, remainder))
    if not omits_noun and not may_belong(article, remainder, figure):
        return False
    if figure.kind is not Kind.NUMBER:
        return True
    preceding_text, following_text = text_before(article, figure, 25).split(), text_after(article, figure, 1)
    follows_name = bool(preceding_text) and preceding_text[-1][:1].isupper() and preceding_text[-1][-1].isalnum()
    is_label = follows_name and len(text_before(article, figure, 400).split()) > 1
    return not is_label and following_text not in (":", "-", "/")


def _compare(article: Article, remainder: Figure, *, is_certain: bool) -> Iterator[Outcome]:
    """The outcome for a remainder. `is_certain`: it is surely one, unlike "five others", who may be additional."""
    max_sentences = WHOLE_SENTENCES_BACK if is_certain else PARTS_SENTENCES_BACK - 1
    earlier = _wholes_and_parts(article, remainder, max_sentences)
    following = figures_between(article, remainder.span.end, article.sentences[remainder.sentence].span.end)[:1]
    if any(OF_LATER_WHOLE.match(article.text[remainder.span.end : figure.span.start]) for figure in following):
        is_certain = False  # "the other two of the nine": not a remainder of what came before
    likely: list[Breakdown] = []
    possible: list[Breakdown] = []
    for whole in (*_hundred(remainder), *reversed(earlier)):
        recent_parts = [
            f for f in earlier if f is not whole and remainder.sentence - f.sentence <= PARTS_SENTENCES_BACK
        ][-MAX_READING_PARTS:]
        recent_parts = [
            f
            for f in recent_parts
            if stated_value(f) < stated_value(whole) < stated_value(f) * MAX_WHOLE_TO_PART
            and not _is_within(article, f, recent_parts)
        ]
        # "38% said heating and the other 62%"
        has_earlier_in_sentence = any(f.sentence == remainder.sentence for f in earlier)
        max_distance = PARTS_SENTENCES_BACK if not has_earlier_in_sentence else 0
        # a percentage far from its whole may be of anything
        is_far = remainder.kind is Kind.PERCENT and remainder.sentence - whole.sentence > max_distance
        is_part_itself = whole.span != remainder.span and PART_OF.match(text_after(article, whole, 24))
        if (
            stated_value(whole) > stated_value(remainder)
            and stated_value(whole) > MIN_REMAINDER_WHOLE
            and not is_part_itself
        ):
            sizes = range(1, 1 if is_far else len(recent_parts) + 1)
            likely += [Breakdown(whole, (*recent_parts[-size:], remainder), is_closed=True) for size in sizes]
            smaller = [f for f in earlier if f is not whole and stated_value(f) < stated_value(whole)]
            possible += [
                Breakdown(whole, (*parts, remainder), is_closed=True)
                for parts in _combinations(smaller)
                if set(recent_parts[-1:]) <= set(parts)
            ]
    matches = [r for r in likely if _adds_up_exactly(r)] + [r for r in possible if r.sum == stated_value(r.whole)]
    matches = [
        r
        for r in matches
        if _is_in_plausible_order(article, r) and _skips_few_figures(r, earlier) and not _has_repeated_event(article, r)
    ]
    best = max(matches, key=lambda reading: _likelihood(article, reading), default=None)
    if best:
        row = format_sum([stated_value(part) for part in best.parts])
        whole_words = "the hundred" if best.whole.span == remainder.span else best.whole.words
        spans = tuple(dict.fromkeys(best.spans))
        yield Tick(
            f"The remaining {remainder.words} completes {whole_words}.",
            spans,
            f"{row} = {number(stated_value(best.whole))}",
        )
    elif is_certain:
        yield from _findings(article, remainder, earlier, [r for r in likely if _is_in_plausible_order(article, r)])


def _likelihood(article: Article, reading: Breakdown) -> tuple[bool, bool, bool, int]:
    """A sort key for readings; the likeliest has the largest.

    Exact sums go before those that rounding allows, readings with a part of the whole's event ("11 of the injured" with
    the 33 injured) before others, one sentence before several, and more parts before fewer.
    """
    whole, parts = reading.whole, reading.parts
    event = counted_entity_in(article, whole).event
    shares_event = bool(event) and any(counted_entity_in(article, part).event == event for part in parts)
    in_one_sentence = all(figure.sentence == parts[-1].sentence for figure in (whole, *parts))
    return reading.sum == stated_value(whole), shares_event, in_one_sentence, len(parts)


def _skips_few_figures(reading: Breakdown, earlier: Sequence[Figure]) -> bool:
    """Whether a reading skips few figures, and not the last one in the remainder's sentence: it is then no chance."""
    used = {id(figure) for figure in (reading.whole, *reading.parts)}
    *others, remainder = reading.parts
    start = min(figure.span for figure in others)
    skipped = [f for f in earlier if f.span > start and id(f) not in used]
    nearest_in_sentence = [f for f in earlier if f.sentence == remainder.sentence][-1:]
    if any(id(figure) not in used for figure in nearest_in_sentence):
        return False  # "In 11 cases a man was charged; the other five remain": of the cases
    return len(skipped) < len(others) if stated_value(reading.whole) >= MIN_TELLING_WHOLE else not skipped


def _has_repeated_event(article: Article, reading: Breakdown) -> bool:
    """Whether the same happened to two parts, which then overlap: "the dead include six men. Eleven died at once"."""
    whole_event = counted_entity_in(article, reading.whole).event
    part_events = {(part.sentence, counted_entity_in(article, part).event) for part in reading.parts[:-1]}
    events = [event for _, event in part_events if event and event != whole_event]
    return len(events) != len(set(events))


def _is_within(article: Article, figure: Figure, recent_parts: Sequence[Figure]) -> bool:
    """Whether a figure is a subgroup of another part: "nineteen were hurt, four of them badly"."""
    before_it = [f for f in recent_parts if f.sentence == figure.sentence and f.span.start < figure.span.start]
    return bool(before_it) and bool(OF_THEM.match(text_after(article, figure, 20)))


def _hundred(remainder: Figure) -> tuple[Figure, ...]:
    """The implied hundred per cent as a figure; empty for a remainder that is no percentage."""
    hundred = Interval.exact(HUNDRED)
    return (replace(remainder, value=HUNDRED, interval=hundred),) if remainder.kind is Kind.PERCENT else ()


def _wholes_and_parts(article: Article, remainder: Figure, max_sentences: int) -> list[Figure]:
    """The last MAX_CANDIDATES figures that can be the whole or a part, in text order, without repeated values.

    Of figures with one value the last is kept. They are looked through backwards, so that few of them have to be read.
    """
    found: dict[Fraction, Figure] = {}
    for figure in reversed(figures_before(article, remainder)):
        if remainder.sentence - figure.sentence > max_sentences or len(found) == MAX_CANDIDATES:
            break
        if (
            stated_value(figure) not in found
            and not OF_THE_OTHER.match(text_after(article, figure, 30))
            and _may_be_whole_or_part(article, figure, remainder)
        ):
            found[stated_value(figure)] = figure
    return list(reversed(found.values()))


def _combinations(figures: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    """All non-empty combinations of the figures, smallest first."""
    for size in range(1, len(figures) + 1):
        yield from combinations(figures, size)


def _is_in_plausible_order(article: Article, reading: Breakdown) -> bool:
    """Whether every part follows the whole, or precedes it as in "18 of the 31".

    Asked only of small counts, since their sums may fit by chance.
    """
    whole, remainder = reading.whole, reading.parts[-1]
    if stated_value(whole) >= MIN_TELLING_WHOLE or remainder.kind is Kind.PERCENT:
        return True
    is_counted = whole.kind is not Kind.NUMBER and not any(
        part.kind is Kind.NUMBER and PREPOSITION_AFTER.match(text_after(article, part, 9))
        for part in reading.parts[:-1]
    )  # no "turned 2"
    return is_counted and all(
        part.span.start > whole.span.end
        or (part.sentence == whole.sentence and OF.search(article.text[part.span.end : whole.span.start]))
        for part in reading.parts
    )


def _adds_up_exactly(reading: Breakdown) -> bool:
    """Whether a reading adds up exactly or by rounding, regardless of hedges.

    With many readings tried, "about 10" would fit by chance.
    """
    figures = (reading.whole, *reading.parts)
    tolerance = max(map(last_place_step, figures)) * len(figures) / 2
    difference = abs(reading.sum - stated_value(reading.whole))
    return not difference or (adds_up(reading) and any(map(is_rough, figures)) and difference <= tolerance)


def _findings(
    article: Article, remainder: Figure, earlier: Sequence[Figure], readings: Sequence[Breakdown]
) -> Iterator[Finding]:
    """The finding where no reading adds up and all those that come close ask for the same number."""
    readings = [r for r in readings if all(is_kind(article, part, r.whole) for part in r.parts)]
    near_misses = [r for r in readings if MIN_SHARE <= r.share <= MAX_SHARE]
    near_misses = [r for r in near_misses if not _has_skipped_figure(r, earlier)] or near_misses
    of_hundred = [r for r in near_misses if r.whole.span == remainder.span]
    near_misses = of_hundred or near_misses  # rather than a share of a share
    near_misses = [r for r in near_misses if _is_likely_slip(r, earlier)] or near_misses
    if (
        len({stated_value(r.whole) - r.sum for r in near_misses}) != 1
        or is_rounding(near_misses[0])
        or any(f.hedge not in (Hedge.NONE, Hedge.ABOUT) for f in (near_misses[0].whole, *near_misses[0].parts))
    ):
        return
    if any(stated_value(figure) == stated_value(remainder) + 1 for figure in earlier):
        return  # "five signings, the other four": one was mentioned before
    values = {stated_value(figure) for figure in figures_before(article, remainder) if figure.value}
    values |= {figure.second for figure in figures_before(article, remainder) if figure.second}  # "from five to seven"
    if remainder.kind is not Kind.PERCENT and any(value + stated_value(remainder) in values for value in values):
        return  # "17,490 tonnes out of 33,000 ... The remaining 15,510": whatever comes in between
    last_sentence = min(remainder.sentence + 1, len(article.sentences) - 1)
    later_figures = figures_between(article, remainder.span.end, article.sentences[last_sentence].span.end)
    sums = {sum(map(stated_value, (*parts, remainder))) for parts in _combinations(earlier)}
    recent = [f for f in figures_before(article, remainder) if remainder.sentence - f.sentence <= 1 and f.value]
    sums |= {sum(map(stated_value, (*parts, remainder))) for parts in _combinations(recent[-MAX_READING_PARTS:])}
    if any(value in sums for value in values if value >= MIN_TELLING_WHOLE):
        return  # "1,512,000 of the 2,800,000 ... 1,064,000, 448,000 votes behind. The other 224,000": those three fit
    joined_figures = [
        figure
        for figure in later_figures
        if JOINED_FIGURE_GAP.fullmatch(article.text, remainder.span.end, figure.span.start)
    ]
    joint_sums = {stated_value(remainder) + stated_value(other) for other in joined_figures if other.value}
    if joint_sums & set(map(stated_value, earlier)):
        return  # "brought ashore 59 ... the other 53 passengers and six crew"
    if sums & {stated_value(figure) for figure in later_figures if figure.value and same_unit(figure, remainder)}:
        return  # "leaving £3.1m for the other seven. That made £11.2m in all"
    whole, parts = near_misses[0].whole, near_misses[0].parts
    stated_spans = (whole.span, *(part.span for part in parts))
    first_sentence = min(whole.sentence, *(part.sentence for part in parts))
    gap = abs(stated_value(whole) - near_misses[0].sum)
    if 0 < gap <= count_singles(article, first_sentence, remainder.sentence, stated_spans):
        return  # "five of the nine agreed, a sixth in part, and the other three did not"
    if _is_gains_and_losses(whole, parts) or _is_in_other_paragraph(article, whole, parts):
        return
    sentences = sorted({figure.sentence for figure in (whole, *parts)})
    text = " ".join(_text_up_to(article, index, remainder) for index in sentences)
    is_single_share = whole.span == remainder.span and len(parts) == 2  # "a 62% stake ... the remaining 38%"
    if not is_single_share and (UNRELATED_WORD.search(text) or PLAN_WORDS.search(text_before(article, whole, 80))):
        return
    expected = stated_value(whole) - near_misses[0].sum + stated_value(remainder)
    yield Finding(
        Severity.WARNING,
        f"The remaining {remainder.words} does not complete the figures named before it.",
        tuple(dict.fromkeys(near_misses[0].spans)),
        f"{format_sum([stated_value(part) for part in parts])} is not {number(stated_value(whole))}",
        (f"{remainder.words} -> {format_in_unit(expected, remainder)}",) if expected > 0 else (),
        f"The remaining {remainder.words} does not complete the figures before it. What is it the remainder of?",
    )


def _is_gains_and_losses(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether some parts are gains and others losses, by the sum: "94 shops, opened three and closed six ... 91"."""
    *steps, remainder = map(stated_value, parts)
    outcomes = (
        sum((sign * step for sign, step in zip(signs, steps, strict=True)), stated_value(whole))
        for signs in _signs(steps)
    )
    return remainder in outcomes


def _signs(steps: Sequence[Fraction]) -> Iterator[tuple[int, ...]]:
    """All combinations of plus and minus for the steps."""
    return product((1, -1), repeat=len(steps))


def _is_in_other_paragraph(article: Article, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a share of the implied hundred is in an earlier paragraph, more than a sentence before."""
    *others, remainder = parts
    if remainder.kind is not Kind.PERCENT or whole.span != remainder.span:
        return False
    return any(
        remainder.sentence - other.sentence > 1 and "\n" in article.text[other.span.end : remainder.span.start]
        for other in others
    )


def _text_up_to(article: Article, sentence: int, remainder: Figure) -> str:
    """The text of a sentence; for the remainder's own, up to the remainder."""
    start, end = article.sentences[sentence].span
    return article.text[start : remainder.span.end if sentence == remainder.sentence else end]


def _is_likely_slip(reading: Breakdown, earlier: Sequence[Figure]) -> bool:
    """Whether the remainder has one wrong digit or two swapped ones.

    One of a single digit may be off by `MAX_SMALL_DIFFERENCE`, if its whole is near and no figure is skipped.
    """
    *parts, remainder = reading.parts
    expected = stated_value(reading.whole) - sum(map(stated_value, parts), Fraction(0))
    if expected <= 0 or expected.denominator != 1 or stated_value(remainder).denominator != 1:
        return False
    expected_digits, stated_digits = str(expected), str(stated_value(remainder))
    if len(expected_digits) < MIN_SLIP_DIGITS:
        following = [f for f in earlier if f.span.start > reading.whole.span.start]
        is_close = (
            remainder.sentence - reading.whole.sentence <= MAX_SENTENCES_TO_SMALL_WHOLE
            or reading.whole.span == remainder.span
        )
        return (
            is_close
            and abs(expected - stated_value(remainder)) <= MAX_SMALL_DIFFERENCE
            and set(map(id, following)) <= set(map(id, parts))
        )
    differing = sum(a != b for a, b in zip(expected_digits, stated_digits, strict=False))
    swapped = differing == MIN_SLIP_DIGITS and sorted(expected_digits) == sorted(stated_digits)
    return len(expected_digits) == len(stated_digits) and (differing == 1 or swapped)


def _has_skipped_figure(reading: Breakdown, earlier: Sequence[Figure]) -> bool:
    """Whether a sentence of the reading has another figure that could belong to it."""
    sentences = {figure.sentence for figure in (reading.whole, *reading.parts)}
    return any(f.sentence in sentences and f is not reading.whole and f not in reading.parts for f in earlier)


EXAMPLES = (
    Example(
        "answers in per cent",
        "Asked about it, 52 per cent backed it, 29 per cent were against and 11 per cent were unsure. The other 8 per "
        "cent hung up.",
        "tick",
    ),
    Example(
        "answers in per cent, wrong",
        "Asked about it, 52 per cent backed it, 24 per cent were against and 11 per cent were unsure. The other 8 per "
        "cent hung up.",
        "warning",
    ),
    Example(
        "what comes just before the remainder",
        "Ash got £2.1m of the £6.8m, while Elm took £3m and the remaining £1.7m went to Oak.",
        "tick",
    ),
    Example(
        "jobs and posts",
        "Harwick is to shed 415 of its 2,075 jobs. Elm will lose 190 posts and Ash 130. The remaining 95 go in Kesh.",
        "silent",
    ),
    Example(
        "a verb told once",
        "Of the 3,480, 1,715 need one bedroom; 1,020 need two, 563 three and the remaining 182 four.",
        "silent",
    ),
    Example(
        "one told without a figure",
        "Five of the nine judges signed it. A sixth agreed in part, and the other three did not.",
        "silent",
    ),
    Example(
        "passengers and crew",
        "Boats brought ashore 59 of the 61 people aboard. The other 53 passengers and six crew were cold.",
        "silent",
    ),
    Example(
        "what was told of before",
        "It sold 17,490 tonnes out of 33,000. Glass was 30%, or 5,247 tonnes. The remaining 15,510 tonnes were burned.",
        "silent",
    ),
    Example(
        "a sum told after it",
        "Ash took £4.8m. Elm made £2.1m and Oak £1.2m, leaving £3.1m for the other seven. That made £11.2m in all.",
        "silent",
    ),
    Example(
        "roughly, and too far off",
        "About 600 of the 1,040 beds are in Ely, 270 are in Ware and the other 270 are at sea.",
        "warning",
    ),
    Example(
        "roughly, and near",
        "About 600 of the 1,040 beds are in Ely, 270 are in Ware and the other 150 are at sea.",
        "silent",
    ),
    Example(
        "of a number that is said with it",
        "Ash won four of the first seven legs. Bole came second twice, and Cray has won the other two of the nine so "
        "far.",
        "silent",
    ),
    Example(
        "of the cases beside it",
        "Seven of those killed were men, two were women. In eight cases a trial is set; the other five are open.",
        "silent",
    ),
    Example(
        "figures of other things passed over",
        "The coach carried 48 people. The dead include six men and three women. Eleven died at once. Nine of those "
        "hurt were flown to Ely. The other 19 are in Ware.",
        "silent",
    ),
    Example(
        "one place and what happened there",
        "In one street, Mill Lane, 29 of 47 roofs fell in, and 18 were left standing.",
        "tick",
    ),
    Example(
        "more than needed, and short",
        "The Reds took 162 of the 310 seats, six more than needed, and fell 90 short alone. The Blues have 131. Others "
        "hold the remaining 17.",
        "tick",
    ),
    Example(
        "roughly, and not so far off",
        "It is to build 300 boats by May. About 131 boats have been built so far, leaving 164 boats.",
        "silent",
    ),
    Example(
        "laps to go",
        "She won after 70 laps. He stopped at the end of lap 33 and nursed his tyres for 37 laps. Hill went by with "
        "six laps left.",
        "silent",
    ),
    Example(
        "some of the rest",
        "Of 24 steamers known to have been lost, 16 have been found. He hopes to look for two of the other eight.",
        "tick",
    ),
    Example(
        "what came and went",
        "The group began the year with 94 shops. It opened three, in Exeter, Ely and Hull, and closed six, leaving it "
        "with 91.",
        "silent",
    ),
    Example(
        "a share told of elsewhere",
        "In 2021 voters over 55 cast 57% of the ballots.\n\nThe park would cost $640 million. The club would give $300 "
        "million and the county $80 million. The bonds would cover the remaining 41%.",
        "silent",
    ),
    Example(
        "names between the parts",
        "The ministry ordered 10 million doses: 4.5 million from Zenta, 3.5 million from Korva, and the balance of two "
        "million from a plant of its own.",
        "tick",
    ),
    Example(
        "so much each",
        "Of the £96m outlay, town and county will bring in £19.2m each. The balance of £57.6m is a loan.",
        "silent",
    ),
    Example(
        "a remainder that does not complete the sum is questioned",
        "The buyers will pay $90m, including $20m in cash. The remaining $75m will follow in shares.",
        "warning",
    ),
    Example(
        "a remainder of a hundred per cent is questioned",
        "The family owns 62% of the mill. It may take over the remaining 28% next year.",
        "warning",
    ),
    Example(
        "a remainder that completes the sum is ticked",
        "The buyers will pay $90m, including $20m in cash. The remaining $70m will follow in shares.",
        "tick",
    ),
    Example(
        "a remainder that completes the hundred is ticked",
        "The family owns 62% of the mill. It may take over the remaining 38% next year.",
        "tick",
    ),
    Example(
        "the others who complete a whole are ticked",
        "The county runs 21 pools, of which 13 open on Sundays. The other eight stay shut.",
        "tick",
    ),
    Example(
        "the rest with its number is a remainder too",
        "Anna won £40,000 of the £90,000 prize, Bo took £30,000 and the rest, £25,000, went to charity.",
        "warning",
    ),
    Example(
        "the last seats are a remainder too",
        "The Reds took 40 of the 81 seats. The Blues won 35 and others picked up the last 11.",
        "warning",
    ),
    Example(
        "the others, with those told of just before, must make up the number beside them",
        "Lifeguards saved 48 people. Thirty of those saved were caught in a rip. The other 28 got into trouble later.",
        "warning",
    ),
    Example(
        "others of another kind are left alone",
        "The club has 48 boats. Thirty are new. The other 28 clubs on the coast have none.",
        "silent",
    ),
    Example(
        "what is left over is a remainder too",
        "They stole £612,000. Judge Lee sat all day.\n\nPolice found £204,000, leaving £480,000 unaccounted for.",
        "warning",
    ),
    Example(
        "what is left over completes a whole paragraphs before",
        "They stole £612,000. Judge Lee sat all day.\n\nPolice found £204,000, leaving £408,000 unaccounted for.",
        "tick",
    ),
    Example(
        "those whom an event leaves hurt", "The storm hit 60 homes and 12 farms, leaving 40 people hurt.", "silent"
    ),
    Example("the others of a number told of", "It spent £41m on five men, the other four having cost £17m.", "silent"),
    Example("the last of something is no remainder", "They won 6 and 14 of the games and the last 11 games.", "silent"),
    Example(
        "chapter and verse are no whole",
        "Luke 19:9 and John 20:14 are read. The remaining five talks follow.",
        "silent",
    ),
    Example("a remainder without a whole is left alone", "They won the remaining four matches.", "silent"),
    Example(
        "other units are not added up",
        "The walk is 30 miles long. The remaining two hikers gave up on Sunday.",
        "silent",
    ),
)

RULE = Rule(code="PW03", slug="remainder", scope="article", relation="sum", check=check, examples=EXAMPLES)
