"""What is said to be left of a whole does not fit the parts already named.

Compares "the remaining $70m", "the other 12", "leaving 33 in hospital" and "with 16 still to come" with a whole and the
parts stated before it: $90m, of which $20m. With percentages the whole may be an implied 100: a share of 62% and "the
remaining 38%". A remainder closes a breakdown, so that the sum must come out exactly.

Which of the earlier figures belong together is not always clear: any of them may be the whole, and the parts are the
last, the last two, the last three ... before it. A tick where one choice adds up. A finding only where none does and
every choice that comes near asks for the same number. Silent on "the remaining two weeks" and other remainders whose
whole is not stated.
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
from checks.relations.singles import singles_told
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

REMAINING = pattern(
    r"\b(?:the|its|their|his|her) (?:remaining|balance(?: of|,)|rest,?|outstanding|remainder,?)\s(?:[£$€])?$",
    re.IGNORECASE,
)
THE_REST = pattern(r"\b(?:rest|balance|remainder),?\s$", re.IGNORECASE)
"""Words after "the rest, 12," are a statement about them, not a noun."""
LAST = pattern(r"\bthe (?:last|final)\s[£$€]?$", re.IGNORECASE)
ENDS = pattern(r"^(?:[.,;)]|$|\s(?:will|went|is|are|was|were|came|comes|has|have|had)\b)")
OTHER = pattern(r"\bthe other\s[£$€]?$", re.IGNORECASE)
LEAVES = pattern(
    r"\b(?:leav(?:e|es|ing)|left|still (?:owes?|owed|needs?|needed|to (?:find|raise|pay|come)))\s"
    r"(?:(?:him|her|them|it|us|just|only|about|some|a|the|another|with|behind)\s){0,2}[£$€]?$",
    re.IGNORECASE,
)
LEFT = pattern(
    r"^(?:\s[a-z]+){0,2}\s(?:(?-i:left)\b(?!['’])(?! (?:the|for|to|by|in|on|a|school)\b)|remaining\b"
    r"|to (?:go|play|raise|find)\b)",
    re.IGNORECASE,
)
HARMED = pattern(
    r"^(?:\s[a-z]+){0,2}\s(?:dead|hurt|injured|wounded|homeless|stranded|without|in|with)\b", re.IGNORECASE
)
"""Effects of an event ("left 12 dead"), which are no remainder."""
MAY_BE_LEFT = pattern(
    r"^\sothers\b|^(?:\s[a-z]+){0,2}\s(?:(?:are |is |were |was )?still\b|remain(?:s|ed)?\b)", re.IGNORECASE
)
AND_SO_MANY = pattern(r"(?:\s[a-z]+){0,2}\sand\s")
INCLUDING = pattern(r"\bof (?:them|whom|which),? including $")
GAPPED = pattern(r"^\s(?:two|three|four|five|six|seven|eight|nine|ten|\d)\b")
ENDS_IN_NUMBER = pattern(r"\d\s$")
TO_GO = pattern(r"^\s[a-z]+ (?:left|remaining|to go)\b")
OF_THE_OTHER = pattern(r"^\s(?:[a-z]+\s)?of the (?:other|others|remaining|rest)\b")
OF = pattern(r"\sof\s")
OF_SO_MANY = pattern(r"^(?:\s[a-z]+)?\sof (?:the|its|their|those|all)\s(?:\w+\s)?$", re.IGNORECASE)
"""Between what is left and the number that it is said to be left of: "the other two of the nine"."""
COMPARES = pattern(
    r"^(?:\s[a-z]+){0,2}\s(?:(?:more|fewer|less|higher|lower)\sthan|short|shy|adrift|ahead|behind|clear)\b"
)
BY = pattern(r"\bby (?:about |around |some |just )?[£$€]?$", re.IGNORECASE)
AT_ONE = pattern(r"\b(?:in|at|on|for|by|from|with) $", re.IGNORECASE)
PREPOSITION = pattern(r"^\s(?:in|on|at|to|by|for|from)\b")
APART = pattern(r"\b(?:each|apiece|every|per|than|if|would|not|last year|compared)\b", re.IGNORECASE)
WHOLE_SENTENCES_BACK = 16  # sentences before the remainder in which the whole may stand
PARTS_SENTENCES_BACK = 3  # sentences before the remainder in which the parts may stand
MAX_CANDIDATES = 8  # figures tried as whole or part, nearest first; bounds the combinations
MAX_PARTS = 4  # parts of one reading
MIN_WHOLE = 4  # below this, two small numbers give a third by chance
MIN_SLIP_DIGITS = 2  # digits from which one wrong digit is evidence of a slip
MAX_SMALL_DIFFERENCE = 2  # between a remainder of one digit and what it should be
MAX_SENTENCES_TO_WHOLE = 2  # sentences between a remainder of one digit and its whole
MIN_TELLING_WHOLE = 100  # from this value on, a matching sum is unlikely to be chance
MAX_WHOLE_TO_PART = 200  # ratio: a figure smaller than this share of the whole is not one of its parts
MIN_SHARE = Fraction(3, 4)  # of the whole: a smaller sum is about something else
MAX_SHARE = Fraction(4, 3)  # of the whole: a larger sum is about something else
HUNDRED = Fraction(100)


def check(article: Article) -> Iterator[Outcome]:
    for rest in article.figures:
        if rest.value and rest.kind is not Kind.DURATION and is_plain_quantity(article, rest):
            sure = _is_remainder(article, rest)
            if sure or MAY_BE_LEFT.match(text_after(article, rest)):
                yield from _compare(article, rest, sure=sure)


def _is_remainder(article: Article, figure: Figure) -> bool:
    """Whether a figure is a remainder: "the remaining", "the last 11", "leaving", "still to come"."""
    front, back = text_before(article, figure), text_after(article, figure)
    if front.endswith("with ") and TO_GO.match(back):
        return False  # "went by with six laps left"
    if GAPPED.match(back) or ENDS_IN_NUMBER.search(front):
        return False  # "1,020 need two bedrooms, 563 three and the remaining 182 four"
    last = LAST.search(front) and ENDS.match(back)  # "the last 11", not "the last 11 games"
    said = REMAINING.search(front) or OTHER.search(front) or (LEAVES.search(front) and not HARMED.match(back))
    return bool(last or said or LEFT.match(back))


def _may_be_whole_or_part(article: Article, figure: Figure, rest: Figure) -> bool:
    """Whether a figure can be the whole or a part, rather than a label ("John 19") or an aside."""
    if not figure.value or not is_plain_quantity(article, figure) or figure.per:
        return False
    if COMPARES.match(text_after(article, figure)) or BY.search(text_before(article, figure, 12)):
        return False  # "21 more than needed", "grew by 3.4 gigawatts"
    if INCLUDING.search(text_before(article, figure, 24)):
        return False  # "eleven of them, including six children"
    if figure.value == 1 and AT_ONE.search(text_before(article, figure, 8)):
        return False  # "in one village 31 of 52 houses fell"
    bare = same_unit(rest, figure) and THE_REST.search(text_before(article, rest))
    if not bare and not may_belong(article, rest, figure):
        return False
    if figure.kind is not Kind.NUMBER:
        return True
    front, back = text_before(article, figure, 25).split(), text_after(article, figure, 1)
    named = bool(front) and front[-1][:1].isupper() and front[-1][-1].isalnum()
    label = named and len(text_before(article, figure, 400).split()) > 1
    return not label and back not in (":", "-", "/")


def _compare(article: Article, rest: Figure, *, sure: bool) -> Iterator[Outcome]:
    """The outcome for a remainder. `sure`: it is what is left, not "five others", who may be others still."""
    reach = WHOLE_SENTENCES_BACK if sure else PARTS_SENTENCES_BACK - 1
    earlier = [f for f in figures_before(article, rest) if rest.sentence - f.sentence <= reach]
    earlier = [f for f in earlier if not OF_THE_OTHER.match(text_after(article, f, 30))]
    earlier = _without_repeats([f for f in earlier if _may_be_whole_or_part(article, f, rest)])[-MAX_CANDIDATES:]
    behind = figures_between(article, rest.span.end, article.sentences[rest.sentence].span.end)[:1]
    if any(OF_SO_MANY.match(article.text[rest.span.end : figure.span.start]) for figure in behind):
        sure = False  # "the other two of the nine": not a remainder of what came before
    likely: list[Breakdown] = []
    possible: list[Breakdown] = []
    for whole in (*_hundred(rest), *reversed(earlier)):
        run = [f for f in earlier if f is not whole and rest.sentence - f.sentence <= PARTS_SENTENCES_BACK][-MAX_PARTS:]
        run = [
            f
            for f in run
            if stated_value(f) < stated_value(whole) < stated_value(f) * MAX_WHOLE_TO_PART
            and not _is_within(article, f, run)
        ]
        beside = any(f.sentence == rest.sentence for f in earlier)  # "38% said heating and the other 62%"
        max_distance = PARTS_SENTENCES_BACK if not beside else 0
        far = rest.kind is Kind.PERCENT and rest.sentence - whole.sentence > max_distance  # no telling what it is of
        part_itself = whole.span != rest.span and PART_OF.match(text_after(article, whole, 24))
        if stated_value(whole) > stated_value(rest) and stated_value(whole) > MIN_WHOLE and not part_itself:
            sizes = range(1, 1 if far else len(run) + 1)
            likely += [Breakdown(whole, (*run[-size:], rest), is_closed=True) for size in sizes]
            others = [f for f in earlier if f is not whole and stated_value(f) < stated_value(whole)]
            possible += [
                Breakdown(whole, (*parts, rest), is_closed=True)
                for parts in _combinations(others)
                if set(run[-1:]) <= set(parts)
            ]
    fits = [r for r in likely if _adds_up_exactly(r)] + [r for r in possible if r.sum == stated_value(r.whole)]
    fits = [
        r
        for r in fits
        if _is_stated_after_whole(article, r) and _is_one_row(r, earlier) and not _share_event(article, r)
    ]
    fitting = max(fits, key=lambda reading: _likelihood(article, reading), default=None)
    if fitting:
        row = format_sum([stated_value(part) for part in fitting.parts])
        named = "the hundred" if fitting.whole.span == rest.span else fitting.whole.words
        spans = tuple(dict.fromkeys(fitting.spans))
        yield Tick(
            f"The remaining {rest.words} completes {named}.", spans, f"{row} = {number(stated_value(fitting.whole))}"
        )
    elif sure:
        yield from _findings(article, rest, earlier, [r for r in likely if _is_stated_after_whole(article, r)])


def _likelihood(article: Article, reading: Breakdown) -> tuple[bool, bool, bool, int]:
    """A sort key for readings, the likeliest first.

    Exact sums before those that rounding allows, "11 of the injured" with the 33 injured before others, one sentence
    before several, and readings that leave out least.
    """
    whole, parts = reading.whole, reading.parts
    event = counted_entity_in(article, whole).event
    alike = bool(event) and any(counted_entity_in(article, part).event == event for part in parts)
    together = all(figure.sentence == parts[-1].sentence for figure in (whole, *parts))
    return reading.sum == stated_value(whole), alike, together, len(parts)


def _is_one_row(reading: Breakdown, earlier: Sequence[Figure]) -> bool:
    """Whether few figures are skipped, and none in the remainder's sentence, so that the sum is no chance."""
    used = {id(figure) for figure in (reading.whole, *reading.parts)}
    *others, rest = reading.parts
    first = min(figure.span for figure in others)
    over = [f for f in earlier if f.span > first and id(f) not in used]
    last_beside = [f for f in earlier if f.sentence == rest.sentence][-1:]
    if any(id(figure) not in used for figure in last_beside):
        return False  # "In 11 cases a man was charged; the other five remain": of the cases
    return len(over) < len(others) if stated_value(reading.whole) >= MIN_TELLING_WHOLE else not over


def _share_event(article: Article, reading: Breakdown) -> bool:
    """Whether the same happened to two parts, as when "the dead include six men. Eleven died at once"."""
    whole_event = counted_entity_in(article, reading.whole).event
    part_events = {(part.sentence, counted_entity_in(article, part).event) for part in reading.parts[:-1]}
    events = [event for _, event in part_events if event and event != whole_event]
    return len(events) != len(set(events))


def _is_within(article: Article, figure: Figure, run: Sequence[Figure]) -> bool:
    """Whether a figure is a subgroup of another part: "nineteen were hurt, four of them badly"."""
    before_it = [f for f in run if f.sentence == figure.sentence and f.span.start < figure.span.start]
    return bool(before_it) and bool(OF_THEM.match(text_after(article, figure, 20)))


def _hundred(rest: Figure) -> tuple[Figure, ...]:
    """The implied hundred per cent as a figure; empty for a remainder that is no percentage."""
    hundred = Interval.exact(HUNDRED)
    return (replace(rest, value=HUNDRED, interval=hundred),) if rest.kind is Kind.PERCENT else ()


def _without_repeats(figures: Sequence[Figure]) -> list[Figure]:
    """The figures without repeated values; the last of each is kept."""
    return sorted({stated_value(figure): figure for figure in figures}.values(), key=lambda figure: figure.span)


def _combinations(figures: Sequence[Figure]) -> Iterator[tuple[Figure, ...]]:
    """All non-empty combinations of the figures, smallest first."""
    for size in range(1, len(figures) + 1):
        yield from combinations(figures, size)


def _is_stated_after_whole(article: Article, reading: Breakdown) -> bool:
    """Whether every part follows the whole, or stands right before it as "18 of the 31". Small sums fit by chance."""
    whole, rest = reading.whole, reading.parts[-1]
    if stated_value(whole) >= MIN_TELLING_WHOLE or rest.kind is Kind.PERCENT:
        return True
    counted = whole.kind is not Kind.NUMBER and not any(
        part.kind is Kind.NUMBER and PREPOSITION.match(text_after(article, part, 9)) for part in reading.parts[:-1]
    )  # no "turned 2"
    return counted and all(
        part.span.start > whole.span.end
        or (part.sentence == whole.sentence and OF.search(article.text[part.span.end : whole.span.start]))
        for part in reading.parts
    )


def _adds_up_exactly(reading: Breakdown) -> bool:
    """Whether a reading adds up without a hedge: with many readings tried, "about 10" would fit by chance."""
    figures = (reading.whole, *reading.parts)
    slack = max(map(last_place_step, figures)) * len(figures) / 2
    off = abs(reading.sum - stated_value(reading.whole))
    return not off or (adds_up(reading) and any(map(is_rough, figures)) and off <= slack)


def _findings(
    article: Article, rest: Figure, earlier: Sequence[Figure], readings: Sequence[Breakdown]
) -> Iterator[Finding]:
    """The finding where no reading comes out and all that come near ask for the same number."""
    readings = [r for r in readings if all(is_kind(article, part, r.whole) for part in r.parts)]
    near = [r for r in readings if MIN_SHARE <= r.share <= MAX_SHARE]
    near = [r for r in near if not _has_skipped_figure(r, earlier)] or near
    near = [r for r in near if r.whole.span == rest.span] or near  # the hundred, before a share of a share
    near = [r for r in near if _is_a_slip(r, earlier)] or near
    if (
        len({stated_value(r.whole) - r.sum for r in near}) != 1
        or is_rounding(near[0])
        or any(f.hedge not in (Hedge.NONE, Hedge.ABOUT) for f in (near[0].whole, *near[0].parts))
    ):
        return
    if any(stated_value(figure) == stated_value(rest) + 1 for figure in earlier):
        return  # "five signings, the other four": one was mentioned before
    values = {stated_value(figure) for figure in figures_before(article, rest) if figure.value}
    values |= {figure.second for figure in figures_before(article, rest) if figure.second}  # "from five to seven"
    if rest.kind is not Kind.PERCENT and any(value + stated_value(rest) in values for value in values):
        return  # "17,490 tonnes out of 33,000 ... The remaining 15,510": whatever is told in between
    last = min(rest.sentence + 1, len(article.sentences) - 1)
    later = figures_between(article, rest.span.end, article.sentences[last].span.end)
    sums = {sum(map(stated_value, (*parts, rest))) for parts in _combinations(earlier)}
    beside = [f for f in figures_before(article, rest) if rest.sentence - f.sentence <= 1 and f.value]
    sums |= {sum(map(stated_value, (*parts, rest))) for parts in _combinations(beside[-MAX_PARTS:])}
    if any(value in sums for value in values if value >= MIN_TELLING_WHOLE):
        return  # "1,512,000 of the 2,800,000 ... 1,064,000, 448,000 votes behind. The other 224,000": those three fit
    joined = [figure for figure in later if AND_SO_MANY.fullmatch(article.text, rest.span.end, figure.span.start)]
    if {stated_value(rest) + stated_value(other) for other in joined if other.value} & set(map(stated_value, earlier)):
        return  # "brought ashore 59 ... the other 53 passengers and six crew"
    if sums & {stated_value(figure) for figure in later if figure.value and same_unit(figure, rest)}:
        return  # "leaving £3.1m for the other seven. That made £11.2m in all"
    whole, parts = near[0].whole, near[0].parts
    stated = (whole.span, *(part.span for part in parts))
    first = min(whole.sentence, *(part.sentence for part in parts))
    if 0 < abs(stated_value(whole) - near[0].sum) <= singles_told(article, first, rest.sentence, stated):
        return  # "five of the nine agreed, a sixth in part, and the other three did not"
    if _goes_up_and_down(whole, parts) or _is_in_other_paragraph(article, whole, parts):
        return
    sentences = sorted({figure.sentence for figure in (whole, *parts)})
    text = " ".join(_text_up_to(article, number_, rest) for number_ in sentences)
    alone = whole.span == rest.span and len(parts) == 2  # "a 62% stake ... the remaining 38%"
    if not alone and (APART.search(text) or PLAN_WORDS.search(text_before(article, whole, 80))):
        return
    left = stated_value(whole) - near[0].sum + stated_value(rest)
    yield Finding(
        Severity.WARNING,
        f"The remaining {rest.words} does not complete the figures named before it.",
        tuple(dict.fromkeys(near[0].spans)),
        f"{format_sum([stated_value(part) for part in parts])} is not {number(stated_value(whole))}",
        (f"{rest.words} -> {format_in_unit(left, rest)}",) if left > 0 else (),
        f"The remaining {rest.words} does not complete the figures before it. What is it the remainder of?",
    )


def _goes_up_and_down(whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether the parts come out as gains and losses: "94 shops, opened three and closed six ... 91"."""
    *steps, rest = map(stated_value, parts)
    ways = (
        sum((sign * step for sign, step in zip(signs, steps, strict=True)), stated_value(whole))
        for signs in _signs(steps)
    )
    return rest in ways


def _signs(steps: Sequence[Fraction]) -> Iterator[tuple[int, ...]]:
    """All combinations of plus and minus for the steps."""
    return product((1, -1), repeat=len(steps))


def _is_in_other_paragraph(article: Article, whole: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a share of the implied hundred stands in another paragraph, some sentences before."""
    *others, rest = parts
    if rest.kind is not Kind.PERCENT or whole.span != rest.span:
        return False
    return any(
        rest.sentence - other.sentence > 1 and "\n" in article.text[other.span.end : rest.span.start]
        for other in others
    )


def _text_up_to(article: Article, sentence: int, rest: Figure) -> str:
    """The text of a sentence; for the remainder's own, up to the remainder."""
    start, end = article.sentences[sentence].span
    return article.text[start : rest.span.end if sentence == rest.sentence else end]


def _is_a_slip(reading: Breakdown, earlier: Sequence[Figure]) -> bool:
    """Whether the remainder is a digit or two off what is left, with no figure skipped in between."""
    *parts, rest = reading.parts
    left = stated_value(reading.whole) - sum(map(stated_value, parts), Fraction(0))
    if left <= 0 or left.denominator != 1 or stated_value(rest).denominator != 1:
        return False
    needed, said = str(left), str(stated_value(rest))
    if len(needed) < MIN_SLIP_DIGITS:
        behind = [f for f in earlier if f.span.start > reading.whole.span.start]
        close = rest.sentence - reading.whole.sentence <= MAX_SENTENCES_TO_WHOLE or reading.whole.span == rest.span
        return (
            close
            and abs(left - stated_value(rest)) <= MAX_SMALL_DIFFERENCE
            and set(map(id, behind)) <= set(map(id, parts))
        )
    differing = sum(a != b for a, b in zip(needed, said, strict=False))
    swapped = differing == MIN_SLIP_DIGITS and sorted(needed) == sorted(said)
    return len(needed) == len(said) and (differing == 1 or swapped)


def _has_skipped_figure(reading: Breakdown, earlier: Sequence[Figure]) -> bool:
    """Whether a sentence of the reading holds another figure that could belong to it."""
    sentences = {figure.sentence for figure in (reading.whole, *reading.parts)}
    return any(f.sentence in sentences and f is not reading.whole and f not in reading.parts for f in earlier)


EXAMPLES = (
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
