"""The headline or standfirst gives a figure that the story gives otherwise.

Each figure and date above the story is looked up in the body: the same value of the same thing, rounded or truncated
("$31bn" for $31.4bn), or a value that follows from the body (a sum, a difference, the length of a list). A figure that
nothing in the body supports, while the opening gives another value of the same thing, is questioned. Headlines are
written last and are corrected most.

Silent where the story says nothing of the kind, since a headline may state what the story takes for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from operator import ne

from checks import passage_index
from checks.derivation import Derivation, derive
from checks.digit_slips import Slip, printed_digits, slip_between
from checks.figures.inflection import is_plural
from checks.model import Article, Figure, Finding, Hedge, Kind, Moment, Outcome, Severity, Tick, Zone
from checks.number_format import format_in_unit, format_sum, number
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.questions import mid_sentence, which_is_right
from checks.rule import Example, Rule
from checks.rules._printed import place_of
from checks.rules.repeats._agreement import equality_text, may_agree
from checks.sameness import (
    GENERIC_NOUNS,
    Sameness,
    compare_figures,
    compare_periods,
    counted_entity,
    counted_entity_in,
    is_person,
    same_unit,
)

ANOTHER_TIME = pattern(r"\b(?:last|previous|earlier) (?:month|year|week|season)\b|\b(?:19|20)\d\d\b|\bago\b")
RANK_OF = pattern(r"[ -](?!(?:of|in|on|to|at|and|for|as|from|after|with|over)\b)([a-z]{3,})")
COUNTS_ON = pattern(r"(?: (?:from|down|up|in|to|out|off|clear|behind|ahead|and|for|at|on)\b|\s*[.,;:!?\n]|\s*$)")
FIRST_SINCE = pattern(r"[ -](?:[a-z-]+ ){1,3}(?:in (?!a row)|since |for )")
"""A rank of a time: "first title in 16 years"."""
PERSONS_DO = pattern(
    r" (?:held|arrested|charged|accused|questioned|detained|jailed|fined|convicted|sentenced|guilty|cleared|bailed"
    r"|freed|killed|dead|die|dies|died|drown\w*|feared|missing|hurt|injured|wounded|rescued|saved|escape\w*|flee|evacuated"
    r"|treated|hospitali[sz]ed|sacked|suspended|resign|quit|appear|deny|denies|admit|face|sought)\b"
)
"""Behind a headline's bare number, what only persons do or suffer: "Six held over theft of lambs"."""
ABOVE = frozenset((Zone.HEADLINE, Zone.STANDFIRST, Zone.CAPTION))
SKIPPED = frozenset((Kind.NAME, Kind.UNREAD, Kind.ORDINAL, Kind.MULTIPLE, Kind.FRACTION, Kind.SCORE, Kind.RATIO))
MAX_QUESTIONS = 2  # figures above a story that may all be slips
OPENING_SENTENCES = 8  # sentences of the body in which a headline's figure is looked for
TITLE = pattern(r"[A-Z]\w* $")
RESULT = pattern(r"^[A-Z][\w.' -]+ \d+,? [A-Z][\w.' -]+ \d+\W*$|^[A-Z][\w.' -]+ \d+\.\d+ \(\d+\)")
"""The line of a result: "Wolves 29 Stags 22", "Hawks 14.9 (93) d Saints 11.12 (78)"."""
CHANGING = pattern(
    r"\b(?:by|up|down|(?:cut|axe|shed|add|lose|gain|slip|rise|fall|drop|jump|climb|grow|shrink|lead)s?|ahead|behind)\b",
    re.IGNORECASE,
)
CHANGED_BEHIND = pattern(
    r"(?:[ -][a-z]+)?[ -](?:more|fewer|less|higher|lower|clear|ahead|behind|up|down|lead)\b", re.IGNORECASE
)
POINTS = pattern(r"[ -](?:percentage )?points?\b", re.IGNORECASE)
AMOUNTS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
MAX_TO_CHANGE = 40  # characters from the word of a change to its figure
ANOTHER = pattern(r"\b(?:another|further|other)\s[£$€]?$", re.IGNORECASE)
OTHERS = pattern(r"^\s(?:others?|more)\b", re.IGNORECASE)
AND_A = pattern(
    r"\b(?:and|,) (?:an?|one|two|three|the|his|her|their)\b(?! of (?:them|whom|these|those)\b)", re.IGNORECASE
)
PAIRS = frozenset(("a couple", "couple", "a pair", "both", "several", "dozens", "hundreds", "thousands"))
MAX_RATIO_DIGIT_LOST = 20  # between headline and story, where a lost or swapped digit explains the difference
MAX_RATIO_SAME_THING = 6  # the same, where both count the same thing
MAX_RATIO = Fraction(9, 4)  # the same, in all other cases
MIN_DERIVED = 10  # smaller counts come out of some sum in any story
MAX_RANK_DIFFERENCE = 2  # between two ranks of which one may be a slip for the other
LIMITS = frozenset("before by until till after since from".split())
LEAD_SENTENCES = 2  # sentences of the body that repeat what the headline says
SURE_OVERLAP = 0.5  # share of shared words from which no derivation excuses another value in the opening
OF_ONE_PLACE = pattern(r"[A-Z]\w*,? where [^.;:]*$")
MIN_OVERLAP = 0.16  # share of the headline's words around a figure of the story, for both to be one fact
MUCH_CLOSER_OVERLAP = 0.25  # by which a differing figure must exceed an agreeing one to be what the headline means
TOGETHER = pattern(r"[^;:()\d]{0,40}")
JOINED = pattern(r"\b(?:and|plus)\b")
"""Between the figures of a row: "210 houses, 40 bungalows and 130 flats"."""
MAX_ADDENDS = 8  # figures of one sentence that are added up
ROUNDING_TOLERANCE = Fraction(1, 25)  # relative error allowed to a headline that rounds a sum or difference
TRUNCATION_RATIO = Fraction(6, 5)  # up to this ratio a figure cut off for a headline passes: "5k" for 5,600
MAX_DIFFERENCE = Fraction(1, 3)  # relative: further apart, a slip hardly explains the two
MAX_CUT = Fraction(1, 10)  # share that a headline may cut off: "$31bn" for $31.9bn


def check(article: Article) -> Iterator[Outcome]:
    """The outcomes of all figures above the story.

    Slips come one by one: where more than MAX_QUESTIONS figures differ from the body, the words above tell of other
    things than the opening, and each question is a note.
    """
    outcomes = [outcome for outcome in _outcomes(article) if not _is_about_the_same_words(article, outcome)]
    questions = sum(isinstance(outcome, Finding) and outcome.severity is Severity.WARNING for outcome in outcomes)
    for outcome in outcomes:
        if isinstance(outcome, Finding) and questions > MAX_QUESTIONS:
            yield replace(outcome, severity=Severity.NOTE)
        else:
            yield outcome


def _is_about_the_same_words(article: Article, outcome: Outcome) -> bool:
    """Whether a finding holds two figures against each other that are written alike: "no casualties", twice."""
    words = [article.words(span).lower() for span in outcome.spans]
    return isinstance(outcome, Finding) and len(words) > 1 and len(set(words)) == 1


def _outcomes(article: Article) -> Iterator[Outcome]:
    above = [figure for figure in article.figures if figure.zone in ABOVE and _is_stated_figure(article, figure)]
    dates = [moment for moment in article.moments if moment.zone in ABOVE and moment.day and moment.month]
    ranks = [figure for figure in article.figures if figure.zone is Zone.HEADLINE and figure.kind is Kind.ORDINAL]
    if not above and not dates and not ranks:
        return
    index = passage_index.index_passages(article)
    below = replace(
        article,
        figures=tuple(figure for figure in article.figures if figure.zone not in ABOVE and figure.value is not None),
        listings=tuple(listing for listing in article.listings if listing.zone not in ABOVE),
        moments=tuple(moment for moment in article.moments if moment.zone not in ABOVE),
    )
    counted = {other.noun.head for other in below.figures if other.noun is not None}
    for figure in above:
        beside = [other for other in above if other is not figure and other.sentence == figure.sentence]
        yield from _compare_figure(_without_verb(article, figure, counted), article, below, index, beside)
    for figure in ranks:
        yield from _compare_ranks(figure, article, below)
    for moment in dates:
        yield from _compare_dates(moment, article, below.moments, index)


def _is_stated_figure(article: Article, figure: Figure) -> bool:
    """Whether this is a stated figure, rather than "one", a number in a title ("Jolly 2") or half a score."""
    if figure.kind in SKIPPED or figure.value is None or figure.words.lower() == "one":
        return False
    in_title = TITLE.search(article.text[max(0, figure.span.start - 20) : figure.span.start])
    if figure.zone is not Zone.HEADLINE and any(
        neighbour.kind is Kind.SCORE for neighbour in passage_index.neighbouring_figures(figure, article)
    ):
        return False  # "Ash 278-7 (50 overs) beat Penn 241"
    if RESULT.match(article.words(article.sentences[figure.sentence].span)):
        return False
    return not (figure.kind is Kind.NUMBER and figure.words.isdigit() and in_title)


def _compare_figure(
    figure: Figure, article: Article, below: Article, index: Passages, beside: Sequence[Figure]
) -> Iterator[Outcome]:
    """The outcome for one figure of the headline, given the figures of the body.

    `beside` are the other figures of its line: "nine from 11" above "her ninth in 11 races".
    """
    behind = article.text[figure.span.end : figure.span.end + 8]
    if OTHERS.match(behind):
        return
    comparable = [other for other in below.figures if same_unit(figure, other) and other.kind not in SKIPPED]
    fits = [(shared_words(index, figure, other), other) for other in comparable]
    alike = [
        pair for pair in fits if agrees(figure, pair[1]) and compare_figures(figure, pair[1]) is not Sameness.DIFFERENT
    ]
    first = _first_sentence(below)
    if any(_is_stated_per_unit(figure, other, first) for other in below.figures):
        return
    stated = next((other for _, other in fits if _is_stated_at_once(figure, other, first, article)), None)
    if stated is not None and not any(other is stated for _, other in alike):
        return  # "Cole's 34 carries Wolves": his points, whatever the noun is taken for
    reach = 1 if figure.kind is Kind.AGE else OPENING_SENTENCES
    alone = len({other.value for _, other in fits if compare_figures(figure, other) is Sameness.SAME}) == 1
    told_in = {other.sentence for other in below.figures if other.value == figure.value}
    rivals = [
        pair
        for pair in fits
        if pair[1].sentence not in told_in  # "ranks 154" above "ranked 154 of 180"
        and not (agrees(figure, pair[1]) or _may_be_loose(figure, pair[1]))
        and _may_be_same_fact(article, figure, pair[1])
        and not _counts_nothing(article, figure)
        and not any(
            other.value == pair[1].value
            and (
                compare_figures(other, pair[1]) is Sameness.SAME
                or compare_figures(figure, pair[1]) is not Sameness.SAME
            )
            for other in beside
        )
        and (
            (slip_between(figure, pair[1]) is Slip.SWAP and compare_figures(figure, pair[1]) is not Sameness.DIFFERENT)
            or (pair[1].sentence < first + reach and (pair[0] >= MIN_OVERLAP or (alone and _is_same(figure, pair[1]))))
            or (
                pair[1].sentence < first + LEAD_SENTENCES
                and _is_misprint(figure, pair[1])
                and _is_only_one(pair[1], comparable)
            )
        )
    ]
    fit, rival = max(
        rivals,
        key=lambda pair: (compare_figures(figure, pair[1]) is Sameness.SAME, pair[0]),
        default=(0.0, None),
    )
    if (
        any(_is_stated_at_once(figure, other, first, article) and _is_near(figure, other) for _, other in alike)
        and rival
    ):
        rival = rival if compare_figures(figure, rival) is Sameness.SAME else None
    if (
        rival
        and alike
        and behind.startswith("-")
        and not _within(figure.value or Fraction(0), rival.value or Fraction(0), MAX_DIFFERENCE)
    ):
        rival = None  # "an 11-wicket haul" above "four wickets" and "figures of 11 for 125"
    if rival and rival.hedge and alike and rival.interval.meets(figure.interval):
        rival = None  # "1.18 million" above "just under 1.2 million" and, further down, 1,184,600
    if figure.zone is not Zone.HEADLINE and any(other.value == figure.value for _, other in alike):
        rival = None  # a caption tells of a part: "the bus in which nine died" of 13
    if rival and rival.value:
        alike = [pair for pair in alike if _is_near(figure, pair[1]) or pair[1].value != rival.value]
    if alike:
        best, other = max(alike, key=lambda pair: (_is_near(figure, pair[1]), pair[0]))
        needed = best + MUCH_CLOSER_OVERLAP if _is_near(figure, other) else best
        misprint = rival is not None and _is_misprint(figure, rival) and other.sentence >= first + OPENING_SENTENCES
        if figure.kind is Kind.PERCENT and other.value == figure.value and not misprint:
            rival = None  # "falls to 5.2%" above "10.3 per cent fewer" and, further down, "to 5.2 per cent"
        if (
            rival
            and rival.sentence < first + LEAD_SENTENCES
            and (fit > needed or misprint)
            and other.sentence >= rival.sentence
        ):
            yield _finding(figure, rival, article)
        elif (
            _is_near(figure, other)
            and _is_whole(figure, other)
            and not (rival and rival.sentence < first + LEAD_SENTENCES and fit > best)
        ):
            headline_place, body_place = article.place(figure.span.start), article.place(other.span.start)
            message = f"The {headline_place} and {body_place} agree on {mid_sentence(figure.words)}."
            yield Tick(message, (figure.span, other.span), equality_text(figure, other))
        return
    if rival is None:
        return
    added = _derived_from_row(figure, rival, below)
    if added:
        if (figure.value or 0) >= MIN_DERIVED:
            message = f"The {article.place(figure.span.start)} says {figure.words}; the story adds up to it."
            yield Tick(message, (figure.span, *added.spans), added.arithmetic)
        return
    scores = [other for other in below.figures if other.kind is Kind.SCORE]
    if any(abs((other.value or 0) - (other.second or 0)) == figure.value for other in scores):
        return  # "let a 19-point lead slip" above "were 22-3 up"
    if (figure.value or 0) >= MIN_DERIVED and any(figure.value in (other.value, other.second) for other in scores):
        return  # "64 votes to 51" above "by 64 to 51"
    if behind.startswith("-") and (figure.value or 0) < MIN_DERIVED:
        return  # "a five-goal thriller" may add up what nobody counts again
    bare = figure.kind in (Kind.COUNT, Kind.NUMBER)
    elsewhere = any(
        other.value == figure.value and (bare or other.noun is None)  # five dogs bear out no five nights
        for other in below.figures
        if other.kind is not figure.kind
    )
    if elsewhere and fit < SURE_OVERLAP and compare_figures(figure, rival) is not Sameness.SAME:
        return
    if slip_between(figure, rival) is Slip.SWAP:
        yield _finding(figure, rival, article)
        return
    if _is_told_as_change(article, figure) and _follows(figure, article, below, comparable):
        return
    if _may_be_derived(figure) and fit < SURE_OVERLAP and compare_figures(figure, rival) is not Sameness.SAME:
        derived = derive(figure, article, below) or _derived_from_pair(figure, comparable)
        if derived:
            message = f"The {article.place(figure.span.start)} says {figure.words}; the story gives it."
            yield Tick(message, (figure.span, *derived.spans), derived.arithmetic)
            return
    yield _finding(figure, rival, article)


def _is_told_as_change(article: Article, figure: Figure) -> bool:
    """Whether the headline tells of a change or margin, which the story need not repeat: "axe nine councillors"."""
    start = article.sentences[figure.sentence].span.start
    return (
        CHANGING.search(article.text, max(start, figure.span.start - MAX_TO_CHANGE), figure.span.start) is not None
        or CHANGED_BEHIND.match(article.text, figure.span.end) is not None
    )


def _follows(figure: Figure, article: Article, below: Article, comparable: Sequence[Figure]) -> bool:
    """Whether the headline's figure follows from two of the story's: as their difference, sum, share or change."""
    if derive(figure, article, below) or _derived_from_pair(figure, comparable):
        return True
    if figure.kind is Kind.PERCENT:
        return _is_ratio_of_pair(figure, below)
    is_points = POINTS.match(article.text, figure.span.end) is not None
    shares = [other for other in below.figures if other.kind is Kind.PERCENT and is_points]
    return _derived_from_pair(figure, shares) is not None


def _is_ratio_of_pair(figure: Figure, below: Article) -> bool:
    """Whether one of two neighbouring figures is so many per cent of the other, or more or less than it by so many."""
    amounts = [other for other in below.figures if other.kind in AMOUNTS and other.value and other.zone is Zone.BODY]
    slack = (figure.interval.high or Fraction(0)) - (figure.interval.low or Fraction(0)) or Fraction(1)
    for one, other in pairwise(amounts):
        if one.value is None or other.value is None or other.sentence > one.sentence + 1:
            continue
        for part, whole in ((one.value, other.value), (other.value, one.value)):
            share = 100 * part / whole
            if any(abs(found - (figure.value or 0)) <= slack / 2 for found in (share, abs(share - 100))):
                return True
    return False


def _counts_nothing(article: Article, figure: Figure) -> bool:
    """Whether the headline does not say what its small number counts: "nine from 11", "come from two down"."""
    noun = figure.noun
    bare = figure.kind in (Kind.COUNT, Kind.NUMBER) and (noun is None or noun.span.start < figure.span.start)
    goes_on = COUNTS_ON.match(article.text, figure.span.end) is not None
    return (
        bare
        and goes_on
        and figure.words.isalpha()
        and (figure.value or 0) < MIN_DERIVED
        and not counted_entity_in(article, figure).event
    )


def _is_stated_at_once(figure: Figure, other: Figure, first: int, article: Article) -> bool:
    """Whether the first sentences state the same value, neither by chance nor of something else.

    A headline's verb is easily taken for what it counts: "Cole's 34 carries Wolves".
    """
    if other.value != figure.value or other.sentence > first + LEAD_SENTENCES or (figure.value or 0) < MIN_DERIVED:
        return False
    if figure.noun is None or compare_figures(figure, other) is not Sameness.DIFFERENT:
        return True
    start = article.sentences[first].span.start
    return figure.noun.head not in article.text[start:].lower()


def _is_stated_per_unit(figure: Figure, other: Figure, first: int) -> bool:
    """Whether the first sentences state the same amount and of what it is the price: "585p" for "585p a share"."""
    return (
        figure.per is None
        and other.per is not None
        and (other.value, other.kind, other.unit) == (figure.value, figure.kind, figure.unit)
        and other.sentence <= first + LEAD_SENTENCES
    )


def _without_verb(article: Article, figure: Figure, counted: set[str]) -> Figure:
    """The figure without its noun where that is really the headline's verb: "twelve escape", "six guilty".

    The noun is kept where the body counts the same.
    """
    noun = figure.noun
    if noun is None or figure.kind is not Kind.COUNT or noun.head in counted or noun.modifiers:
        return figure
    return figure if is_plural(article.words(noun.span).split()[-1].lower()) else replace(figure, noun=None)


def _compare_ranks(figure: Figure, article: Article, below: Article) -> Iterator[Outcome]:
    """Compares ranks: "falls for fifth month in a row" above "has fallen for the fourth month running"."""
    figure_thing, first = RANK_OF.match(article.text, figure.span.end), _first_sentence(below)
    if figure_thing is None or FIRST_SINCE.match(article.text, figure.span.end):
        return
    ranks = [other for other in below.figures if other.kind is Kind.ORDINAL]
    others = [
        rank_figure
        for rank_figure in ranks
        if (rank_thing := RANK_OF.match(article.text, rank_figure.span.end)) and rank_thing[1] == figure_thing[1]
    ]
    if any(other.value == figure.value for other in others):
        return
    opening = [other for other in others if other.sentence < first + LEAD_SENTENCES]
    rank = figure.value or Fraction(0)
    if len({other.value for other in opening}) != 1:
        return
    if abs((opening[0].value or Fraction(0)) - rank) <= max(Fraction(MAX_RANK_DIFFERENCE), rank / 3):
        yield _finding(figure, opening[0], article)


def _may_be_loose(figure: Figure, other: Figure) -> bool:
    """Whether a headline may round this loosely: "over 100" for 120, "dozens" for 36.

    No headline says 52 for "at least 25", or 51 for "about 50".
    """
    if not figure.interval.meets(other.interval):
        return False
    if _is_vague(figure) or _is_vague(other):
        return True
    if _exceeds_lower_bound(figure, other):
        return False
    figure_value, other_value = figure.value or Fraction(0), other.value or Fraction(0)
    if not figure.hedge and not other.hedge:
        return figure_value <= other_value < min(figure_value + place_of(figure_value), TRUNCATION_RATIO * figure_value)
    if figure.hedge and figure.hedge == other.hedge and figure_value and other_value:
        return place_of(figure_value) > place_of(other_value) or _within(
            figure_value, other_value, MAX_CUT
        )  # "at least 37" is not "at least 47"
    if figure.hedge:
        return True
    return (
        _within(figure_value, other_value, MAX_CUT)
        if other.interval.high is None
        else place_of(figure_value) >= place_of(other_value)
    )


def _is_vague(figure: Figure) -> bool:
    """Whether the figure is as vague as "dozens" or "scores"."""
    low, high = figure.interval
    return low is not None and high is not None and high - low > (figure.value or 0)


def _within(first: Fraction, second: Fraction, share: Fraction) -> bool:
    """Whether two values differ by at most `share` of the larger one."""
    return abs(first - second) <= share * max(first, second)


def _is_same(figure: Figure, other: Figure) -> bool:
    """Whether both are counts of one thing; sums of money have no noun, so that equality says less."""
    return figure.kind is Kind.COUNT and compare_figures(figure, other) is Sameness.SAME


def _is_near(figure: Figure, other: Figure) -> bool:
    """Whether the agreement is close enough for a tick. A headline's $600m for $640m passes and proves nothing."""
    figure_value, other_value = figure.value or Fraction(0), other.value or Fraction(0)
    return _within(figure_value, other_value, MAX_CUT if figure.hedge else ROUNDING_TOLERANCE)


def _is_whole(figure: Figure, other: Figure) -> bool:
    """Whether both ends of a range agree: "1-27" does not state 1-13, nor does "18-27" state 18."""
    ranges = figure.is_range or other.is_range
    return not ranges or (figure.value, figure.second) == (other.value, other.second)


def _may_be_derived(figure: Figure) -> bool:
    """Whether a derivation counts as support. Small counts are the sum of something in any story."""
    return figure.kind is Kind.MONEY or (figure.value or 0) >= MIN_DERIVED


def _derived_from_row(figure: Figure, rival: Figure, below: Article) -> Derivation | None:
    """The sum that makes the headline's figure from a row with the rival in it: "210 houses and 130 flats", 340."""
    row = [
        part
        for part in below.figures
        if part.sentence == rival.sentence and (same_unit(figure, part) or part.kind is Kind.NUMBER)
    ][:MAX_ADDENDS]
    for start in range(len(row)):
        for end in range(start + 2, len(row) + 1):
            parts = row[start:end]
            gaps = [below.text[first.span.end : second.span.start] for first, second in pairwise(parts)]
            if (
                rival in parts
                and JOINED.search(gaps[-1])
                and all(map(TOGETHER.fullmatch, gaps))
                and sum(part.value or 0 for part in parts) == figure.value
            ):
                arithmetic = f"{format_sum([part.value or 0 for part in parts])} = {number(figure.value)}"
                return Derivation(arithmetic, tuple(part.span for part in parts))
    return None


def _derived_from_pair(figure: Figure, others: Sequence[Figure]) -> Derivation | None:
    """The sum or difference of two neighbouring figures that gives the headline's, within its rounding."""
    value = figure.value or Fraction(0)
    for one, other in pairwise(others):
        if other.sentence != one.sentence or one.value is None or other.value is None:
            continue
        for sign, found in (("+", one.value + other.value), ("-", abs(one.value - other.value))):
            if abs(found - value) <= ROUNDING_TOLERANCE * value and abs(found - value) < place_of(value):
                first, second = sorted((one, other), key=lambda each: each.value or 0, reverse=True)
                return Derivation(
                    f"{first.words} {sign} {second.words} = {format_in_unit(found, figure)}", (one.span, other.span)
                )
    return None


def shared_words(index: Passages, above: Figure | Moment, below: Figure | Moment) -> float:
    """The share of the headline's words, weighted by rarity, in the sentence of a figure of the story.

    `passage_index.closeness` does not fit: the passage around the first sentence includes the headline itself.
    """
    wanted = {stem: index.weights[stem] for stem in index.near(above)}
    body_stems = index.stems[below.sentence]
    whole = sum(wanted.values())
    return sum(weight for stem, weight in wanted.items() if stem in body_stems) / whole if whole else 0.0


def _is_misprint(figure: Figure, other: Figure) -> bool:
    """Whether one digit of two or more differs, as in "$17bn" above "$11bn".

    Holds for money and shares, and for counts of the same thing.
    """
    a, b = printed_digits(figure).rstrip("0"), printed_digits(other).rstrip("0")
    counts = figure.kind in (Kind.COUNT, Kind.NUMBER)
    if (
        (counts and compare_figures(figure, other) is not Sameness.SAME)
        or figure.hedge
        or other.hedge
        or figure.value is None
        or other.value is None
    ):
        return False
    near = max(figure.value, other.value) < 2 * min(figure.value, other.value)
    return near and figure.kind is not Kind.AGE and len(a) == len(b) > 1 and sum(map(ne, a, b)) == 1


def _is_only_one(other: Figure, comparable: list[Figure]) -> bool:
    """Whether this is the only value of its sort in its sentence."""
    return len({each.value for each in comparable if each.sentence == other.sentence}) == 1


def _first_sentence(below: Article) -> int:
    """The index of the first sentence of the body."""
    return next((i for i, sentence in enumerate(below.sentences) if sentence.zone is Zone.BODY), 0)


def _may_be_same_fact(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the story's figure may state what the headline's does. Ranges and comparisons are left alone."""
    small, large = sorted((figure.value or 0, other.value or 0))
    likeness = compare_figures(figure, other)
    far = (
        MAX_RATIO_DIGIT_LOST
        if slip_between(figure, other)
        else MAX_RATIO_SAME_THING
        if likeness is Sameness.SAME
        else MAX_RATIO
    )
    if large > far * small or other.words.lower() in PAIRS or _is_one_of_several(article, figure, other):
        return False
    front = article.text[max(0, other.span.start - 5) : other.span.start]
    if other.kind is Kind.NUMBER and front.endswith((" at ", "aged ")) and figure.kind is not Kind.NUMBER:
        return False  # "at 19, he joined"
    if figure.kind is Kind.COUNT and bool(figure.per) != bool(other.per):
        return False  # "18 buses" and "five buses an hour"
    if OF_ONE_PLACE.search(article.text, article.sentences[other.sentence].span.start, other.span.start):
        return False  # "In Elm Bluff, where unemployment is under 3 per cent"
    if other.sentence > figure.sentence + LEAD_SENTENCES + 1 and ANOTHER_TIME.search(
        article.text, article.sentences[other.sentence].span.start, other.span.start
    ):
        return False  # "walked out last month, when 96 flights were cancelled"
    if other.is_range or figure.is_range or (likeness is Sameness.DIFFERENT and not _may_stand_for(figure, other)):
        return False
    if likeness is Sameness.SAME:
        return True
    figure_thing, other_thing = counted_entity_in(article, figure), counted_entity_in(article, other)
    persons = figure.noun is None and PERSONS_DO.match(article.text, figure.span.end)
    if persons and other_thing.head and not is_person(other_thing.head):
        return False
    if figure_thing.event and other_thing.head and not is_person(other_thing.head):
        return False
    return not figure_thing.event or not other_thing.event or figure_thing.event == other_thing.event


def _may_stand_for(figure: Figure, other: Figure) -> bool:
    """Whether different nouns may name one thing: "185 violations" and "158 cases", digits swapped."""
    figure_thing, other_thing = counted_entity(figure), counted_entity(other)
    if figure_thing.event != other_thing.event or is_person(figure_thing.head) or is_person(other_thing.head):
        return False
    return (
        bool(figure_thing.modifiers & other_thing.modifiers)
        or slip_between(figure, other) is Slip.SWAP
        or other_thing.head in GENERIC_NOUNS
    )


def _is_one_of_several(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the story counts the rest separately: "Delhi and six other airports", "two men and a boy"."""
    sentence = article.sentences[other.sentence].span
    if ANOTHER.search(article.text[max(sentence.start, other.span.start - 12) : other.span.start]):
        return True
    behind = article.text[other.span.end : sentence.end]
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False  # "cost £6,360 more in March"
    few = (other.value or 0) < (figure.value or 0) <= MIN_DERIVED and figure.kind in (Kind.COUNT, Kind.NUMBER)
    return bool(OTHERS.match(behind)) or (few and bool(AND_A.search(behind)))


def agrees(figure: Figure, other: Figure) -> bool:
    """Whether a headline's figure states the story's, rounded or truncated. It is never the more exact of the two."""
    figure_value, other_value = figure.value, other.value
    if not figure_value or not other_value:
        return False
    if _exceeds_lower_bound(figure, other):
        return False
    if (
        figure_value != other_value
        and not figure.is_range
        and not other.is_range
        and place_of(figure_value) < place_of(other_value)
    ):
        return False
    if may_agree(figure, other):
        return True
    place = place_of(figure_value)
    return place <= MAX_CUT * figure_value and figure_value <= other_value < figure_value + place


def _exceeds_lower_bound(figure: Figure, other: Figure) -> bool:
    """Whether the story's "at least" is below the headline: who knows of twelve dead does not write "at least 11"."""
    counts = figure.kind is Kind.COUNT and other.kind in (Kind.COUNT, Kind.NUMBER)
    floor = other.hedge is Hedge.AT_LEAST and figure.hedge is Hedge.NONE
    return counts and floor and (other.value or 0) < (figure.value or 0) < 100


def _finding(first: Figure | Moment, second: Figure | Moment, article: Article) -> Finding:
    """The finding of a figure or date above the story and a different one in it."""
    headline_place, body_place = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"The {headline_place} says {first.words}, {body_place} says {second.words}.",
        (first.span, second.span),
        f"{mid_sentence(first.words)} is not {mid_sentence(second.words)}",
        (f"{headline_place}: {first.words} -> {second.words}", f"{body_place}: {second.words} -> {first.words}"),
        which_is_right(first.words, second.words),
    )


def _compare_dates(moment: Moment, article: Article, others: Sequence[Moment], index: Passages) -> Iterator[Outcome]:
    """The outcome for one date of the headline, given the dates of the body."""
    before = article.text[: moment.span.start].split()[-1:]
    if before and before[0].lower() in LIMITS:
        return  # "to reopen before Christmas", and on 15 December it does
    days = [other for other in others if other.day and other.month]
    same = [other for other in days if compare_periods(moment, other) is not Sameness.DIFFERENT]
    if same:
        place, body_place = article.place(moment.span.start), article.place(same[0].span.start)
        yield Tick(f"The {place} and {body_place} agree on {mid_sentence(moment.words)}.", (moment.span, same[0].span))
        return
    fits = [(shared_words(index, moment, other), other) for other in days]
    rivals = [pair for pair in fits if pair[0] >= MIN_OVERLAP]
    of_the_month = [pair for pair in fits if pair[1].month == moment.month and pair[1].relation == moment.relation]
    if not rivals and len({other.day for _, other in of_the_month}) == 1:
        rivals = of_the_month  # the one date that the story gives in this month
    if rivals and moment.zone is not Zone.CAPTION:  # a caption's date is the day of its picture
        yield _finding(moment, max(rivals, key=lambda pair: pair[0])[1], article)


EXAMPLES = (
    Example(
        "the day of a picture",
        "Stocks slip in Torley\n\nTraders on the floor of the Torley exchange, August 13, 2019. REUTERS/Ana Moor\n\n"
        "Stocks slipped on the Torley exchange on August 14, 2019, as traders waited.",
        "silent",
    ),
    Example(
        "by how many votes",
        "Marsh wins seat by 3,290 votes\n\nIona Marsh won the seat with 18,420 votes. Her rival had 15,130 votes.",
        "silent",
    ),
    Example(
        "a rate that is told further down",
        "Jobless rate in Orsen falls to 5.2%\n\nIn Orsen 15,600 were jobless, 10.3 per cent down on last year.\n\nThe "
        "rate in Orsen slipped from 5.8 to 5.2 per cent.",
        "silent",
    ),
    Example(
        "how many go",
        "Review would axe nine councillors\n\nThe council would shrink from 57 members to 48. Each ward would have "
        "three councillors.",
        "silent",
    ),
    Example(
        "up on the last time",
        "Early vote up 30% on 2021\n\nOrsen counted 63,700 early votes, compared with 49,000 in 2021. That is 26% of "
        "the voters.",
        "silent",
    ),
    Example(
        "billions",
        "Billions of Torley shares to be unlocked\n\nMore than 3 billion shares of Torley will be unlocked this week.",
        "silent",
    ),
    Example(
        "persons and what they searched",
        "Seven charged over timber theft\n\nOfficers searched three barns in connection with the theft of timber.",
        "silent",
    ),
    Example(
        "the parts of the headline's whole",
        "Council turns down 260 homes\n\nBramley Estates had asked to build 180 houses and 80 flats by the canal.",
        "tick",
    ),
    Example(
        "two sentences and their sum",
        "Sisters jailed for a total of 31 years\n\nTwo sisters were jailed for 14 and 17 years.",
        "tick",
    ),
    Example(
        "a score that reads like a range",
        "Clare 1-19 Offaly 0-16\n\nClare were 0-10 to 1-5 in front at half-time.",
        "silent",
    ),
    Example(
        "the first of a time",
        "Hill lift first title in 16 years\n\nHill won the final on Sunday. It is only Hill's third title, after "
        "those of 1987 and 2009.",
        "silent",
    ),
    Example(
        "some of the others",
        "Council closes two of city's seven pools\n\nThe council raised the trash fee and shuts two neighborhood "
        "pools.",
        "tick",
    ),
    Example(
        "the other figure of the line",
        "Rocket makes it nine from 11\n\nThe Arc rocket chalked up its ninth success in 11 launches on Saturday.",
        "tick",
    ),
    Example(
        "about what is told exactly further down",
        "Cape draws 1.18 million visitors\n\nVisitor numbers on the cape grew last year to just under 1.2 million.\n\n"
        "Figures released on Friday show 1,184,600 visitors stayed at least one night.",
        "tick",
    ),
    Example(
        "the bowler's match",
        "Khan's 11-wicket haul wins it\n\nKhan ran through the lower order with four wickets on the last day.\n\nHe "
        "took six for 54, and had match figures of 11 for 125.",
        "tick",
    ),
    Example(
        "the same rank",
        "Waiting list falls for fifth month in a row\n\nThe waiting list has fallen for the fourth month running.",
        "warning",
    ),
    Example(
        "the same rank, right",
        "Waiting list falls for fourth month in a row\n\nThe waiting list has fallen for the fourth month running.",
        "silent",
    ),
    Example(
        "more than at least so many",
        "Twelve killed as bus hits lorry\n\nAt least 11 people were killed when a bus hit a lorry, police said.",
        "warning",
    ),
    Example(
        "a verb that looks like what is counted",
        "Twelve escape from jail in Holm\n\nEleven men escaped from a jail in Holm on Sunday night.",
        "warning",
    ),
    Example(
        "by how much",
        "House prices rise by £6,630\n\nThe average house cost £6,360 more in March. Prices are at a peak.",
        "warning",
    ),
    Example(
        "a lead",
        "Ash go top as Penn let 19-point lead slip\n\nAsh scored 31 of the last 38 points.\n\nPenn were 22-3 up.",
        "silent",
    ),
    Example(
        "half of it",
        "Fourteen share £2.45m prize\n\nA group of 14 have won half of the £4.9m prize, and share their £2.45m.",
        "tick",
    ),
    Example(
        "none, twice",
        "Board reports no casualties from fire at harbour\n\nThe board said on Monday that the fire caused none. There "
        "were no casualties. "
        '"No members of the crew were hurt," it said.',
        "silent",
    ),
    Example(
        "a row of figures of something else",
        "Sea birds counted: 203 gulls, 48 terns, 11 owls in Orsen\n\nWardens counted 66 gulls, 13 terns and 13 owls on "
        "the first day of the survey in Orsen.",
        "note",
    ),
    Example(
        "his best",
        "Cole's 34 carries Wolves\n\nMarcus Cole scored 34 points for the Wolves. His season high is 43.",
        "silent",
    ),
    Example(
        "at least so many, twice",
        "At least 37 dead in valley floods\n\nAt least 47 people have died in floods in the valley, officials said.\n\n"
        "Twenty-two of the dead were found in Orsen.",
        "warning",
    ),
    Example(
        "at least so many, rounded",
        "At least 30 dead in valley floods\n\nAt least 37 people have died in floods in the valley, officials said.",
        "silent",
    ),
    Example(
        "jailed over a sum",
        "Manager jailed over £412,000 fraud\n\nA manager who stole £421,000 from her residents has been jailed.",
        "warning",
    ),
    Example(
        "fined over a sum",
        "Firm fined over £400,000 for leak\n\nA firm has been fined £421,000 for a leak of oil at its works.",
        "tick",
    ),
    Example(
        "one digit of the sum of the first sentence",
        "Store owner buys rival for $17bn\n\nFedora is to buy the chain Mayhew for $11bn. Shops stay open.",
        "warning",
    ),
    Example(
        "a sum among others",
        "Store owner loses $17bn\n\nFedora, which is worth $41bn, bought Mayhew for $11bn. Shops stay open.",
        "silent",
    ),
    Example(
        "price of one",
        "Brewer lifts offer to 585 pence\n\nThe brewer raised its bid for the rival to 585 pence a share "
        "on Monday, two days after a first offer of 540 pence was turned down.",
        "silent",
    ),
    Example(
        "what is told of one place",
        "Jobless rate at 3.8%\n\nIn Elm Bluff, where the jobless rate is under 3 percent, the mill pays for moving.",
        "silent",
    ),
    Example("dozens, more", "Dozens arrested at march\n\nPolice made 64 arrests at the march on Monday.", "silent"),
    Example("dozens", "Dozens held over fraud site\n\nTwenty-eight people have been held over a fraud site.", "silent"),
    Example(
        "a toll that differs from the story's is questioned",
        "Ferry fire kills 14 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said. The "
        "ship was on its way to the islands.",
        "warning",
    ),
    Example(
        "a sum of money that the story gives otherwise is questioned",
        "Bakery chain sold for $36m\n\nThe bakery chain Crumb was sold to a rival for $63m on Friday, its owners said. "
        "It has shops all over the country.",
        "warning",
    ),
    Example(
        "a headline that agrees is ticked",
        "Ferry fire kills 41 people\n\nA fire on a ferry killed 41 people off the coast on Monday, officials said. The "
        "ship was on its way to the islands.",
        "tick",
    ),
    Example(
        "a rounded headline is ticked",
        "Bakery chain sold for $31bn\n\nThe bakery chain Crumb was sold to a rival for $31.4bn on Friday, its owners "
        "said. It has shops all over the country.",
        "tick",
    ),
    Example(
        "a figure of another thing is left alone",
        "Two held after raid\n\nA shop in the high street was robbed of 14 watches on Monday, police said. Officers "
        "are asking witnesses to come forward.",
        "silent",
    ),
    Example(
        "a headline without figures is left alone",
        "Ferry fire kills dozens\n\nA fire on a ferry broke out on Monday. The ship carried 300 people to the islands.",
        "silent",
    ),
)

RULE = Rule(
    code="RP01",
    slug="headline-and-body",
    scope="article",
    relation="same",
    check=check,
    examples=EXAMPLES,
    aliases=("headline",),
)
