"""A number stands right before figures of its kind that would make it up, and they do not.

Compares "35 jets. Twenty will come from ... and 15 from ..." and "41 homes burned down ... 29 of the houses were in
Corran, with nine more at Sawyer and three outside". No words announce a breakdown. What connects the two is that
between the number and its parts nothing else of their kind is counted, that the parts form one row ("and", "another",
"the other") and that their sum comes near the number.

Silent where words compare, rate or repeat ("each", "than", "last year"), where the row is far from the number, where a
part is larger than it, and where nouns or fates differ.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from checks.digit_slips import is_digit_swap
from checks.model import Article, Figure, Finding, Hedge, Kind, Outcome, Severity, Span, Tick
from checks.number_format import format_sum, number
from checks.outcome_events import are_exclusive
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    PLEDGED,
    Breakdown,
    breakdown_finding,
    breakdown_outcomes,
    is_kind,
    is_plain,
    is_rounding,
    may_belong,
    plain_figures_by_sentence,
    stated_value,
    text_after,
    text_before,
    with_noun,
)
from checks.rules.sums._rows import figures_before, figures_between, is_exhaustive, read_row
from checks.sameness import counted_entity, counted_entity_in, same_unit

MAX_SENTENCES_TO_ROW = 12  # sentences from the number to its parts
MAX_SENTENCES_UNRIVALLED = 3  # the same, where no other number of the kind stands between
MAX_SENTENCES_TO_QUESTION = 1  # the same, for a finding: further on the story has moved to another subject
MAX_WHOLES = 5  # numbers before the row that are tried as its whole
MIN_WHOLE = 5  # below this, two small numbers give a third by chance
MIN_TELLING_WHOLE = 100  # from this value on, a matching sum or swapped digits are unlikely to be chance
MAX_PARTS = 7  # parts of a row; more are a table
MIN_SHARE = Fraction(2, 3)  # of the number: a row with a smaller sum is about something else
MAX_SHARE = Fraction(3, 2)  # of the number: a row with a larger sum is about something else
KINDS = frozenset((Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE))
ADDS = pattern(
    r"\b(?:another|a further|an additional|plus|along with|with|the (?:other|remaining|last|rest,?))\s[£$€]?$", re.I
)
MORE = pattern(r"^\s(?:\w+\s)?(?:more|others?)\b")
RESTS = pattern(r"\bthe (?:other|remaining|last|final|rest,?)\s[£$€]?$", re.IGNORECASE)
AMONG = pattern(
    r"^(?:among(?:st)? (?:those|the|them)|of (?:those|them|the (?=dead|deceased|injured|wounded|detained|arrested)))"
    r" ?[a-z]+,",
    re.IGNORECASE,
)
RANKED = pattern(r"\b(?:followed by|ahead of|behind)\b[^.;]{0,60} (?:on|at|with) [£$€]?$")
"""One of a ranking: "Penn with 11.2m, followed by Ely on 9.8m"."""
APART = pattern(
    r"\b(?:each|apiece|every|respectively|behind|ahead|old|than|compared|previous(?:ly)?|earlier|later|ago|year before"
    r"|before that|then|last (?:year|month|week|season|spring|summer|autumn|winter)|times|average|versus|not out|since"
    r"|(?:young|old|eld|high|low|small|larg|long|short)est|aged|rose|fell|increases?|gains?|rises?|losses|drops|falls|decreases|declines|jumps"
    r"|section"
    r"|at home|away"
    r"|(?:was|were|is|came|finished|took) (?:second|third|fourth|fifth|sixth)|rounded out)\b",
    re.IGNORECASE,
)


WON = pattern(r"\b(?:won|took|secured|gained|claimed|captured) $")
OF_ALL = pattern(r"(?: [a-z]+)? of (?:the|all) ")
MIN_WINNERS = 3  # winners listed after the first, from which the list is likely complete
WON_THINGS = frozenset("seat constituency ward medal delegate award prize".split())
PART_OF = pattern(r"^(?:\s[a-z]+)?\s(?:out )?of (?:the |its |their |a total of )?(?:\w+ )?[£$€]?\d")
OF_A_YEAR = pattern(r"^(?: [a-z]+)? in (?:19|20)\d\d\b")
OF_A_WHOLE = pattern(r"(?<!that )(?<!some )\bof (?:the|those|these) $", re.IGNORECASE)
POINTS_BACK = pattern(r"^ of (?:the|those|these|them)\b")
OPEN = pattern(r"\b(?:more|rest|remainder|balance|others?)\b")
"""A remainder mentioned after the row: "and hopes to raise more"."""
OF_OTHERS = pattern(r"\b(?:each|apiece|per|earlier|previous(?:ly)?|average|respectively|old)\b", re.IGNORECASE)
CLAUSE = pattern(r"[,;:.(]|\s[-–—]")
OPENING = pattern(
    r"^(?:of|out of) (?:those|these|them|the [a-z]+),?\s(?:[a-z]+\s)?$"
    r"|^[\"“]?(?:they|these|those|this|that|it|the \w+)\s"
    r"(?:compris(?:es|ed|e)|consist(?:s|ed)? of|cover(?:s|ed)?"
    r"|(?:are|is|was|were) (?:made up of|split into|split between|divided into))\s",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Row:
    """Figures that may make up an earlier number. `closed`: the text says that nothing is left ("the other nine")."""

    parts: tuple[Figure, ...]
    closed: bool
    named: bool  # nothing after the row could be a further part
    adds: bool  # a word adds each part to the one before ("another")
    complete: bool  # no part is left unnamed


JOINED = pattern(r"(?: [a-z-]+){0,3},? and ", re.IGNORECASE)
COMPARED = pattern(r"\b(?:twice|double|half|times|than|from|against|with|to) the [£$€]?$", re.IGNORECASE)
"""Before a number used only for comparison: "almost twice the 690 of 2024"."""
OF_THE_REST = pattern(r"^of the (?:rest|others|remainder|remaining)\b", re.IGNORECASE)
BESIDE_IT = pattern(r"\b(?:another|a further|an additional) $", re.IGNORECASE)
LEAVING = pattern(r"\b(?:leav(?:es|e|ing)|left)\b[^.;]{0,30}$", re.IGNORECASE)
"""Before a remainder, which is not a part like the others."""


def check(article: Article) -> Iterator[Outcome]:
    figures = plain_figures_by_sentence(article)
    yield from _compare_wins(article, figures)
    for row in figures.values():
        read = False  # only the first row that can be read is questioned, any may be ticked
        for first in row:
            if first.kind not in KINDS or stated_value(first) < 1:
                continue
            following = [figure for figure in row if figure.span.start >= first.span.start]
            found = [(whole, split) for whole in _wholes(article, first) if (split := _row(article, whole, following))]
            said = [outcome for outcome in _best(article, found) if not read or isinstance(outcome, Tick)]
            yield from said
            if said:
                break
            read = read or bool(found)


def _compare_wins(article: Article, figures: dict[int, list[Figure]]) -> Iterator[Outcome]:
    """The outcome where parties win more than there is: "won 21 of the 48 seats. The Blues took 14, the Greens ..."."""
    for index, row in figures.items():
        others = figures.get(index + 1, ())
        for part, whole in pairwise(row):
            of_all = OF_ALL.fullmatch(article.text[part.span.end : whole.span.start])
            if not others or not of_all or whole.noun is None or whole.noun.head not in WON_THINGS:
                continue
            start, end = article.sentences[index + 1].span
            says_won = WON.search(text_before(article, part, 30)) and WON.search(
                article.text[start : others[0].span.start]
            )
            read = read_row(article, others[0].span.start, whole)
            if not says_won or read is None or not read.ended or read.open_ or len(read.parts) < MIN_WINNERS:
                continue
            if len(read.parts) < len(others) or APART.search(article.text, start, end):
                continue
            if any(figure.noun is not None and figure.noun.head != whole.noun.head for figure in read.parts):
                continue
            reading = Breakdown(whole, (part, *read.parts), closed=True, disjoint=True)
            if stated_value(whole) == reading.sum:
                yield from breakdown_outcomes(reading, article)
            elif stated_value(whole) < reading.sum <= stated_value(whole) * MAX_SHARE and not any(
                figure.hedge for figure in (whole, *reading.parts)
            ):
                yield breakdown_finding(reading, article, Severity.WARNING, "more than")


def _wholes(article: Article, first: Figure) -> Iterator[Figure]:
    """The earlier figures that may be the whole, nearest first; only the nearest of each value."""
    seen: set[Fraction] = set()
    for figure in reversed(figures_before(article, first)):
        if first.sentence - figure.sentence > MAX_SENTENCES_TO_ROW or len(seen) == MAX_WHOLES:
            return
        if not figure.value or figure.span.end > first.span.start or not same_unit(figure, first):
            continue
        if stated_value(figure) in seen:
            continue
        if (
            RANKED.search(text_before(article, figure, 90))
            or COMPARED.search(text_before(article, figure, 24))
            or PART_OF.match(text_after(article, figure, 30))
            or MORE.match(text_after(article, figure, 14))
        ):
            continue  # "17 of the 31 seats", "111 others": a part itself
        may = is_plain(article, figure) and not figure.per and may_belong(article, first, figure)
        if (
            may
            and stated_value(figure) > stated_value(first)
            and stated_value(figure) >= MIN_WHOLE
            and counted_entity(figure).head != "medal"
        ):
            yield figure
            seen.add(stated_value(figure))


def _best(article: Article, found: Sequence[tuple[Figure, Row]]) -> Iterator[Outcome]:
    """A tick for a number that comes out, if any does, else a finding on the only one that comes near."""
    said = [(whole, row, list(_compare(article, whole, row))) for whole, row in found]
    ticks = [(whole, outcomes) for whole, _, outcomes in said if outcomes and isinstance(outcomes[0], Tick)]
    if said and said[0][0].sentence == said[0][1].parts[0].sentence and said[0][1].complete and not said[0][2]:
        ticks = [
            candidate for candidate in ticks if stated_value(candidate[0]) >= MIN_TELLING_WHOLE
        ]  # "11 authors, seven from ...": of no others
    if ticks:
        yield from ticks[0][1]
        return
    if any(_is_stated(article, row) for _, row, _ in said):
        return  # "£95,000 and another £180,000. That £275,000": they make up another number
    near = [
        candidate for candidate in said if MIN_SHARE <= Breakdown(candidate[0], candidate[1].parts).share <= MAX_SHARE
    ]
    if len(near) == 1 or (near and near[0][0] is found[0][0] and _stand_together(*found[0])):
        yield from near[0][2]


def _row_span(row: Row) -> Span:
    """The span from the first to the last part."""
    return Span(row.parts[0].span.start, row.parts[-1].span.end)


def _is_stated(article: Article, row: Row) -> bool:
    """Whether the row's sum is stated after it, or the sentence goes on to a number that it may lead to."""
    sum_, last = sum(map(stated_value, row.parts), Fraction(0)), row.parts[-1]
    end = article.sentences[min(last.sentence + MAX_SENTENCES_UNRIVALLED, len(article.sentences) - 1)].span.end
    behind = [f for f in figures_between(article, last.span.end, end) if f.value and same_unit(f, last)]
    return any(f.value == sum_ or (f.sentence == last.sentence and (f.value or 0) > sum_) for f in behind)


def _joined_figures(article: Article, whole: Figure) -> list[Figure]:
    """The figures joined to a number in its sentence: "33 men and five women"."""
    sentence_figures = figures_between(article, *article.sentences[whole.sentence].span)
    return [
        other
        for other in sentence_figures
        if other is not whole
        and other.value
        and same_unit(other, whole)
        and JOINED.fullmatch(
            article.text[min(whole.span.end, other.span.end) : max(whole.span.start, other.span.start)]
        )
    ]


def _stand_together(whole: Figure, row: Row) -> bool:
    """Whether the parts begin within a few sentences of the number."""
    return row.parts[0].sentence - whole.sentence <= MAX_SENTENCES_UNRIVALLED


def _row(article: Article, whole: Figure, figures: Sequence[Figure]) -> Row | None:
    """The figures of the whole's kind from the first on, if they form one row; else None."""
    if AMONG.match(text_before(article, figures[0], 400)) or OF_THE_REST.search(text_before(article, figures[0], 400)):
        return None  # introduced by "among those held": the rule parts-and-whole
    if (
        BESIDE_IT.search(text_before(article, figures[0], 16))
        or article.text[whole.span.end : whole.span.end + 1] == ")"
    ):
        return None  # "48% got a first. Another 121 got a second and 33 a third", "Latvia (17,000). Denmark has ..."
    parts = [f for f in figures if same_unit(f, whole) and may_belong(article, f, whole)]
    if re.search(r"\bbut\b", article.text[figures[0].span.start : figures[-1].span.start]):
        return None  # "exported £5m but imported £7m"
    if _has_own_whole(article, parts):
        return None
    if not 2 <= len(parts) <= MAX_PARTS or any(
        not 1 <= stated_value(part) < stated_value(whole) or part.per for part in parts
    ):
        return None
    read = read_row(article, parts[0].span.start, whole)
    is_one_row = read is not None and read.ended and not read.open_ and set(map(id, parts)) <= set(map(id, read.parts))
    if is_one_row and read is not None:
        parts = list(read.parts)
    adds = all(
        ADDS.search(text_before(article, part, 16)) or MORE.match(text_after(article, part, 14)) for part in parts[1:]
    )
    closed = bool(RESTS.search(text_before(article, parts[-1], 16)))
    complete = (
        is_one_row
        and read is not None
        and (_is_announced(article, parts[0]) or is_exhaustive(article, read, as_one=True))
    )
    all_named = is_one_row and read is not None and is_exhaustive(article, read, as_one=False)
    return Row(tuple(parts), closed, all_named, adds, complete) if is_one_row or adds or closed else None


def _has_own_whole(article: Article, parts: Sequence[Figure]) -> bool:
    """Whether the parts have another whole or two remainders: "twelve of the 19, and the other seven"."""
    if any(OF_A_WHOLE.search(text_before(article, part, 12)) for part in parts):
        return True
    if sum(bool(RESTS.search(text_before(article, part, 16))) for part in parts) > 1:
        return True  # "the other five ... the remaining 35": two remainders
    row = sum(map(stated_value, parts[1:]), Fraction(0))
    return (len(parts) > 2 and stated_value(parts[0]) == row) or any(
        other.value == stated_value(parts[0]) + row
        for other in figures_between(article, article.sentences[parts[0].sentence].span.start, parts[0].span.start)
    )


def _is_announced(article: Article, first: Figure) -> bool:
    """Whether the sentence says that it breaks down what came before: "that covered £9,000 for ..."."""
    return bool(OPENING.match(text_before(article, first, 60)))


def _is_tied(article: Article, whole: Figure, row: Row) -> bool:
    """Whether all parts can be of the whole, and no word places them beside it for another reason."""
    last = row.parts[-1]
    start = max(whole.span.end, article.sentences[row.parts[0].sentence].span.start)
    clause = CLAUSE.split(text_after(article, whole), maxsplit=1)[0]
    words = article.text[start : last.span.end]
    if APART.search(words + text_after(article, last)) or (whole.span.end < start and OF_OTHERS.search(clause)):
        return False
    if PLEDGED.search(clause + words):
        return False
    fate = counted_entity_in(article, whole).event
    if any(are_exclusive(fate, counted_entity_in(article, part).event) for part in row.parts):
        return False
    return all(is_kind(article, part, whole) for part in row.parts)


def _compare(article: Article, whole: Figure, row: Row) -> Iterator[Outcome]:
    """The outcome for one number and one row."""
    reading = Breakdown(whole, row.parts)
    sum_, printed = reading.sum, format_sum([stated_value(part) for part in row.parts])
    if sum_ == stated_value(whole):
        far = not _stand_together(whole, row) and not row.complete
        if stated_value(whole) >= MIN_TELLING_WHOLE or (_is_tied(article, whole, row) and not far):
            names = " and ".join(with_noun(part, article) for part in row.parts)
            yield Tick(f"{names} make up {with_noun(whole, article)}.", reading.spans, f"{printed} = {whole.words}")
        return
    if whole.sentence == row.parts[0].sentence:
        return  # laid out in one sentence: another rule's
    if any(sum_ == stated_value(whole) + stated_value(other) for other in _joined_figures(article, whole)):
        return  # "33 men and five women ... 29 were held, six bailed and three let go"
    if is_rounding(reading) or LEAVING.search(text_before(article, row.parts[-1], 40)):
        return
    if sum(bool(OF_A_YEAR.match(text_after(article, part))) for part in row.parts) > 1:
        return  # "had won 303 seats in 2019 and 282 in 2014": the same again
    needed = [(whole, sum_), *((part, stated_value(whole) - sum_ + stated_value(part)) for part in row.parts)]
    slips = [(figure, value) for figure, value in needed if value > 0]
    vague = any(figure.hedge not in (Hedge.NONE, Hedge.ABOUT) for figure in (whole, *row.parts))
    tied = not vague and _is_tied(article, whole, row)
    behind = article.text[row.parts[-1].span.end : article.sentences[row.parts[-1].sentence].span.end]
    left = sum_ < stated_value(whole) and OPEN.search(behind)
    near = tied and not left and MIN_SHARE <= reading.share <= MAX_SHARE
    sure = row.closed or row.complete or (row.named and len(row.parts) > 2 and sum_ > stated_value(whole))
    sure = sure or (row.adds and sum_ > stated_value(whole))
    first = article.sentences[row.parts[0].sentence].span.start
    ahead = [
        candidate
        for candidate in figures_between(article, first, row.parts[0].span.start)
        if same_unit(candidate, row.parts[0])
    ]
    if ahead and re.fullmatch(r"[^.;:]{0,60}, ", article.text[ahead[-1].span.end : row.parts[0].span.start]):
        return  # the row begins before: "18 one-bedroom flats, 62 ..., 101 ... and 39"
    points_back = POINTS_BACK.match(text_after(article, row.parts[0], 20)) or _is_announced(article, row.parts[0])
    if (
        row.parts[0].sentence - whole.sentence > MAX_SENTENCES_TO_QUESTION and not points_back
    ) or "followed by" in article.words(_row_span(row)):
        return
    laid_out = row.complete and whole.noun is not None and not any(part.noun for part in row.parts)
    swap = [pair for pair in slips if pair[1] >= MIN_TELLING_WHOLE and is_digit_swap(*pair)]
    if swap or (near and sure):
        yield Finding(
            Severity.WARNING if row.closed or points_back or swap or laid_out else Severity.NOTE,
            f"{printed} = {number(sum_)}, and {with_noun(whole, article)} stands before them.",
            reading.spans,
            f"{printed} = {number(sum_)}, not {number(stated_value(whole))}",
            tuple(f"{figure.words} -> {number(value)}" for figure, value in swap or slips),
            f"Do these make up {with_noun(whole, article)}, and if so which of the figures is right?",
        )


EXAMPLES = (
    Example(
        "more seats won than there are",
        "The Reds won 19 of the 40 seats. The Blues took 12, the Greens seven and others four.",
        "warning",
    ),
    Example(
        "as many seats won as there are",
        "The Reds won 19 of the 40 seats. The Blues took 12, the Greens six and others three.",
        "tick",
    ),
    Example(
        "fewer seats won than there are",
        "The Reds won 19 of the 40 seats. The Blues took 12, the Greens four and others two.",
        "silent",
    ),
    Example(
        "seats that are held",
        "The Reds won 19 of the 40 seats. The Blues now hold 17 and the Greens 12 of them all.",
        "silent",
    ),
    Example(
        "seats of another vote",
        "The Reds won 19 of the 40 seats. The Blues won 17 last year and the Greens 12.",
        "silent",
    ),
    Example(
        "of another number by chance",
        "The oak has 12 rings. The study has 11 authors, seven from Ely, three from Bath and two from Ware.",
        "silent",
    ),
    Example(
        "falls of other months",
        "The queue fell by 20,000 in May to 7.1 million. It was the third fall, after drops of 9,000 in April and "
        "14,000 in March.",
        "silent",
    ),
    Example(
        "seats of other years",
        "The league took 210 of the 410 seats. The Reds had won 230 seats in 2019 and 214 in 2014.",
        "silent",
    ),
    Example(
        "what it is compared with",
        "The dig yielded 950 objects, almost twice the 690 of 2024. Of these, 538 are bones and 412 are pottery.",
        "tick",
    ),
    Example(
        "of two numbers",
        "The suspects are 33 men and five women. By Friday 29 were in custody, six had been bailed and three released.",
        "silent",
    ),
    Example(
        "of the rest",
        "Of those affected, 640 work in Hull. Of the rest, 210 are in Ely, 180 in Bath and 120 in Ware.",
        "silent",
    ),
    Example(
        "beside it",
        "Nearly half of the pupils, or 142,308, got a first. Another 121,877 got a second and 33,550 a third.",
        "silent",
    ),
    Example(
        "one of a row",
        "The largest share goes to Poland with 36,080 tonnes, ahead of Latvia (17,000) and Estonia (14,000). Denmark "
        "will have 12,100 tonnes, Germany 7,690 and Finland 6,350.",
        "silent",
    ),
    Example(
        "one of a ranking",
        "Penn has 11.2m tonnes, followed by Ely on 9.8m.\n\nAsh is tipped to harvest 4.6m, Bale 4.1m and Cray 2.3m.",
        "silent",
    ),
    Example(
        "gains of other days",
        "The index ended 41.2 points up at 8,281.\n\nIt had had increases of 22.6 points on Monday and 9.4 since.",
        "silent",
    ),
    Example(
        "a first number that is the whole of the rest",
        "Police held 15 Rovers fans.\n\nBy Sunday 11 had been charged, nine with affray and two with theft.",
        "silent",
    ),
    Example(
        "a sentence of its own",
        "He was given 15 days of work.\n\nAnn Bole was jailed for 16 weeks: 12 for assault and four for theft.",
        "silent",
    ),
    Example(
        "a row with a whole of its own",
        "Police held 26 men.\n\nTwelve of the 19 who were charged are in custody, and the other nine have been freed.",
        "silent",
    ),
    Example(
        "places in a ranking",
        "Salt Road was third with $12.3m.\n\nThe Lodger was fourth with $9.1m and Two Weddings fifth with $7.4m.",
        "silent",
    ),
    Example(
        "more to come",
        "The pool will cost £31.4m. The city is borrowing £19m and was promised £8.5m; it hopes to raise more.",
        "silent",
    ),
    Example(
        "of the jobs",
        "The yard will shed 96 jobs by May.\n\nOf the jobs, 56 are in the sheds and 38 in the offices.",
        "warning",
    ),
    Example(
        "of the jobs, right",
        "The yard will shed 96 jobs by May.\n\nOf the jobs, 58 are in the sheds and 38 in the offices.",
        "tick",
    ),
    Example(
        "of the jobs, some",
        "The yard will shed 96 jobs by May.\n\nOf the jobs, 28 are in the sheds and 18 in the offices.",
        "silent",
    ),
    Example(
        "two digits that changed places in a split number are questioned",
        "The hall took in 7,720 visitors last year. There were 4,310 adult visitors and 3,140 young visitors.",
        "warning",
    ),
    Example(
        "a next sentence that lays the number out is tied to it",
        "The line has ordered 35 trams. Twenty will come from Oxley and 17 from Penn.",
        "warning",
    ),
    Example(
        "a row whose verb is left out is tied to the sentence before",
        "She was billed £12,400. That covered £9,000 for surgery, £2,750 for the ward and another £1,250 for drugs.",
        "warning",
    ),
    Example(
        "a part told of in the next sentence is none too few",
        "Eleven of his paintings survive. Four hang in Penn, three in Oxley and three in Hull. The new one is his.",
        "silent",
    ),
    Example(
        "two things said of some are no breakdown",
        "The town has 12 schools. Seven have leaking roofs and three have new heads.",
        "silent",
    ),
    Example(
        "passengers and crew who make up those on board are ticked",
        "All 44 people on board are safe. The ship carried 37 passengers and seven sailors.",
        "tick",
    ),
    Example(
        "figures side by side that make up nothing are left alone",
        "The ship was built for 90 people. It carried 37 passengers and seven sailors.",
        "silent",
    ),
    Example(
        "so many in each place are left alone",
        "Five people died in Penn. Three each died in Oxley and Hull and two in Corley.",
        "silent",
    ),
    Example(
        "a number paragraphs before is tied to the row that lays it out",
        "The mill will shed 75 jobs.\n\nIt blamed fuel, which it said costs more.\n\nForty-eight of the posts"
        " are on board and 37 in the offices.",
        "warning",
    ),
    Example(
        "a number paragraphs before is made up",
        "The mill will shed 75 jobs.\n\nIt blamed fuel, which it said costs more.\n\nForty-eight of the posts"
        " are on board and 27 in the offices.",
        "tick",
    ),
    Example(
        "a row that makes up another number is left alone",
        "They made £210,000. Ann paid £95,000 for the wreck and another £180,000 for work. The £275,000 was a loan.",
        "silent",
    ),
    Example(
        "a part of another whole is no whole",
        "The Reds took 17 of the 31 seats. The Blues won nine in the north and eight in the south.",
        "silent",
    ),
    Example("the youngest and oldest", "They held 31 people. The youngest was 14 and the oldest 26.", "silent"),
    Example("one figure is left alone", "All 44 people on board are safe. It carried 37 passengers.", "silent"),
)

RULE = Rule(code="PW09", slug="split", scope="article", check=check, examples=EXAMPLES)
