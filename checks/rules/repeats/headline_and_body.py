"""The headline or standfirst gives a figure that the story gives otherwise.

Each figure and date above the story is looked up below: the same value of the same thing, a rounding or cutting off
("$31bn" for $31.4bn), or what the story lets one work out (a sum, a difference, a list counted). What the story nowhere
bears out, while its opening gives another value of the same thing, is questioned. Headlines are written last and are
corrected most.

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
from checks.digit_slips import Slip, digits, slip
from checks.figures.inflection import is_plural
from checks.model import Article, Figure, Finding, Hedge, Kind, Moment, Outcome, Severity, Tick, Zone
from checks.number_format import added, in_unit, listed, number
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import place_of
from checks.rules.repeats._agreement import agree, as_equal
from checks.sameness import (
    ANYTHING,
    Sameness,
    is_person,
    same_measure,
    same_period,
    same_thing,
    thing,
    thing_in,
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
OPENING = 8  # sentences of the body in which a headline's figure is looked for
TITLE = pattern(r"[A-Z]\w* $")
RESULT = pattern(r"^[A-Z][\w.' -]+ \d+,? [A-Z][\w.' -]+ \d+\W*$|^[A-Z][\w.' -]+ \d+\.\d+ \(\d+\)")
"""The line of a result: "Wolves 29 Stags 22", "Hawks 14.9 (93) d Saints 11.12 (78)"."""
ANOTHER = pattern(r"\b(?:another|further|other)\s[£$€]?$", re.IGNORECASE)
OTHERS = pattern(r"^\s(?:others?|more)\b", re.IGNORECASE)
AND_A = pattern(
    r"\b(?:and|,) (?:an?|one|two|three|the|his|her|their)\b(?! of (?:them|whom|these|those)\b)", re.IGNORECASE
)
PAIRS = frozenset(("a couple", "couple", "a pair", "both", "several", "dozens", "hundreds", "thousands"))
FAR, FAR_FOR_ONE, NOT_FAR = 20, 6, Fraction(9, 4)
"""How many times the one may be the other: with a digit lost, of one thing, and else."""
TELLING = 10  # from here on a sum in the story bears a headline out
NEXT = 2  # places between two ranks of which one may be a slip for the other
LEAD = 2  # sentences that say what the headline says
SURE = 0.5  # from here on no reckoning excuses what the opening says in the headline's own words
CLOSE, MUCH_CLOSER = 0.16, 0.25
"""How much of the headline's words must stand around a figure of the story before the two are held to be one; how much
more than around a figure that agrees, to be taken for what the headline means all the same."""
TOGETHER = pattern(r"[^;:()\d]{0,40}")
JOINED = pattern(r"\b(?:and|plus)\b")
"""What stands between the figures of "210 houses, 40 bungalows and 130 flats"."""
ROW = 8  # figures of a sentence that are added up
NEAR = Fraction(1, 25)  # what rounding for a headline moves
LOOSE = Fraction(6, 5)  # up to here a figure cut off is let pass: "5k" for 5,600
THIRD = Fraction(1, 3)  # further apart, and the two are hardly one thing that a slip changed
CUT = Fraction(1, 10)  # a headline may cut off up to a tenth: "$31bn" for $31.9bn


def check(article: Article) -> Iterator[Outcome]:
    above = [figure for figure in article.figures if figure.zone in ABOVE and _states(article, figure)]
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
        yield from _looked_up(_without_verb(article, figure, counted), article, below, index, beside)
    for figure in ranks:
        yield from _ranked(figure, article, below)
    for moment in dates:
        yield from _dated(moment, article, below.moments, index)


def _states(article: Article, figure: Figure) -> bool:
    """Is this a figure of the story, rather than "one", the number in a title ("Jolly 2") or half a result?"""
    if figure.kind in SKIPPED or figure.value is None or figure.words.lower() == "one":
        return False
    in_title = TITLE.search(article.text[max(0, figure.span.start - 20) : figure.span.start])
    if figure.zone is not Zone.HEADLINE and any(
        one.kind is Kind.SCORE for one in passage_index.neighbouring_figures(figure, article)
    ):
        return False  # "Ash 278-7 (50 overs) beat Penn 241"
    if RESULT.match(article.words(article.sentences[figure.sentence].span)):
        return False
    return not (figure.kind is Kind.NUMBER and figure.words.isdigit() and in_title)


def _looked_up(
    figure: Figure, article: Article, below: Article, index: Passages, beside: Sequence[Figure]
) -> Iterator[Outcome]:
    """`beside` are the other figures of its line: "nine from 11" above "her ninth in 11 races"."""
    behind = article.text[figure.span.end : figure.span.end + 8]
    if OTHERS.match(behind):
        return
    comparable = [other for other in below.figures if same_measure(figure, other) and other.kind not in SKIPPED]
    fits = [(shared_words(index, figure, other), other) for other in comparable]
    alike = [pair for pair in fits if agrees(figure, pair[1]) and same_thing(figure, pair[1]) is not Sameness.DIFFERENT]
    first = _first_sentence(below)
    stated = next((other for _, other in fits if _is_stated_at_once(figure, other, first, article)), None)
    if stated is not None and not any(other is stated for _, other in alike):
        return  # "Cole's 34 carries Wolves": his points, whatever the noun is taken for
    reach = 1 if figure.kind is Kind.AGE else OPENING
    alone = len({other.value for _, other in fits if same_thing(figure, other) is Sameness.SAME}) == 1
    rivals = [
        pair
        for pair in fits
        if not (agrees(figure, pair[1]) or _may_be_loose(figure, pair[1]))
        and _one_thing(article, figure, pair[1])
        and not _counts_nothing(article, figure)
        and not any(
            other.value == pair[1].value
            and (same_thing(other, pair[1]) is Sameness.SAME or same_thing(figure, pair[1]) is not Sameness.SAME)
            for other in beside
        )
        and (
            (slip(figure, pair[1]) is Slip.SWAP and same_thing(figure, pair[1]) is not Sameness.DIFFERENT)
            or (pair[1].sentence < first + reach and (pair[0] >= CLOSE or (alone and _is_same(figure, pair[1]))))
            or (pair[1].sentence < first + LEAD and _is_misprint(figure, pair[1]) and _is_only_one(pair[1], comparable))
        )
    ]
    fit, rival = max(
        rivals,
        key=lambda pair: (same_thing(figure, pair[1]) is Sameness.SAME, pair[0]),
        default=(0.0, None),
    )
    if (
        any(_is_stated_at_once(figure, other, first, article) and _is_near(figure, other) for _, other in alike)
        and rival
    ):
        rival = rival if same_thing(figure, rival) is Sameness.SAME else None
    if (
        rival
        and alike
        and behind.startswith("-")
        and not _within(figure.value or Fraction(0), rival.value or Fraction(0), THIRD)
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
        needed = best + MUCH_CLOSER if _is_near(figure, other) else best
        misprint = rival is not None and _is_misprint(figure, rival) and other.sentence >= first + OPENING
        if rival and rival.sentence < first + LEAD and (fit > needed or misprint) and other.sentence >= rival.sentence:
            yield _finding(figure, rival, article)
        elif (
            _is_near(figure, other)
            and _is_whole(figure, other)
            and not (rival and rival.sentence < first + LEAD and fit > best)
        ):
            where, there = article.place(figure.span.start), article.place(other.span.start)
            message = f"The {where} and {there} agree on {figure.words}."
            yield Tick(message, (figure.span, other.span), as_equal(figure, other))
        return
    if rival is None:
        return
    added = _adds_up(figure, rival, below)
    if added:
        if (figure.value or 0) >= TELLING:
            message = f"The {article.place(figure.span.start)} says {figure.words}; the story adds up to it."
            yield Tick(message, (figure.span, *added.spans), added.arithmetic)
        return
    scores = [other for other in below.figures if other.kind is Kind.SCORE]
    if any(abs((other.value or 0) - (other.second or 0)) == figure.value for other in scores):
        return  # "let a 19-point lead slip" above "were 22-3 up"
    if (figure.value or 0) >= TELLING and any(figure.value in (other.value, other.second) for other in scores):
        return  # "64 votes to 51" above "by 64 to 51"
    if behind.startswith("-") and (figure.value or 0) < TELLING:
        return  # "a five-goal thriller" may add up what nobody counts again
    bare = figure.kind in (Kind.COUNT, Kind.NUMBER)
    elsewhere = any(
        other.value == figure.value and (bare or other.noun is None)  # five dogs bear out no five nights
        for other in below.figures
        if other.kind is not figure.kind
    )
    if elsewhere and fit < SURE and same_thing(figure, rival) is not Sameness.SAME:
        return
    if slip(figure, rival) is Slip.SWAP:
        yield _finding(figure, rival, article)
        return
    if _may_be_derived(figure) and fit < SURE and same_thing(figure, rival) is not Sameness.SAME:
        derived = derive(figure, article, below) or _worked_out(figure, comparable)
        if derived:
            message = f"The {article.place(figure.span.start)} says {figure.words}; the story gives it."
            yield Tick(message, (figure.span, *derived.spans), derived.arithmetic)
            return
    yield _finding(figure, rival, article)


def _counts_nothing(article: Article, figure: Figure) -> bool:
    """ "Nine from 11", "come from two down": a small number of which the headline does not say what it counts."""
    noun = figure.noun
    bare = figure.kind in (Kind.COUNT, Kind.NUMBER) and (noun is None or noun.span.start < figure.span.start)
    goes_on = COUNTS_ON.match(article.text, figure.span.end) is not None
    return (
        bare
        and goes_on
        and figure.words.isalpha()
        and (figure.value or 0) < TELLING
        and not thing_in(article, figure).fate
    )


def _is_stated_at_once(figure: Figure, other: Figure, first: int, article: Article) -> bool:
    """Do the first sentences give the very value, not by chance and of nothing that the headline sets apart?

    A headline's verb is easily taken for what it counts: "Cole's 34 carries Wolves".
    """
    if other.value != figure.value or other.sentence > first + LEAD or (figure.value or 0) < TELLING:
        return False
    if figure.noun is None or same_thing(figure, other) is not Sameness.DIFFERENT:
        return True
    start = article.sentences[first].span.start
    return figure.noun.head not in article.text[start:].lower()


def _without_verb(article: Article, figure: Figure, counted: set[str]) -> Figure:
    """ "Twelve escape", "six guilty": a headline's verb is easily taken for what it counts; below, nobody counts it."""
    noun = figure.noun
    if noun is None or figure.kind is not Kind.COUNT or noun.head in counted or noun.modifiers:
        return figure
    return figure if is_plural(article.words(noun.span).split()[-1].lower()) else replace(figure, noun=None)


def _ranked(figure: Figure, article: Article, below: Article) -> Iterator[Outcome]:
    """ "Falls for fifth month in a row" above "has fallen for the fourth month running"."""
    mine, first = RANK_OF.match(article.text, figure.span.end), _first_sentence(below)
    if mine is None or FIRST_SINCE.match(article.text, figure.span.end):
        return
    ranks = [other for other in below.figures if other.kind is Kind.ORDINAL]
    others = [o for o in ranks if (its := RANK_OF.match(article.text, o.span.end)) and its[1] == mine[1]]
    if any(other.value == figure.value for other in others):
        return
    opening = [other for other in others if other.sentence < first + LEAD]
    rank = figure.value or Fraction(0)
    if len({other.value for other in opening}) != 1:
        return
    if abs((opening[0].value or Fraction(0)) - rank) <= max(Fraction(NEXT), rank / 3):
        yield _finding(figure, opening[0], article)


def _may_be_loose(figure: Figure, other: Figure) -> bool:
    """ "Over 100" for 120, "dozens" for 36; but no headline says 52 of "at least 25", or 51 of "about 50"."""
    if not figure.interval.meets(other.interval) or _says_more(figure, other):
        return False
    mine, theirs = figure.value or Fraction(0), other.value or Fraction(0)
    if not figure.hedge and not other.hedge:
        return _is_vague(figure) or _is_vague(other) or mine <= theirs < min(mine + place_of(mine), LOOSE * mine)
    if figure.hedge and figure.hedge == other.hedge and mine and theirs:
        return place_of(mine) > place_of(theirs) or _within(mine, theirs, CUT)  # "at least 37" is not "at least 47"
    if figure.hedge:
        return True
    return _within(mine, theirs, CUT) if other.interval.high is None else place_of(mine) >= place_of(theirs)


def _is_vague(figure: Figure) -> bool:
    """ "Dozens", "scores"."""
    low, high = figure.interval
    return low is not None and high is not None and high - low > (figure.value or 0)


def _within(one: Fraction, other: Fraction, share: Fraction) -> bool:
    return abs(one - other) <= share * max(one, other)


def _is_same(figure: Figure, other: Figure) -> bool:
    """Counts of one thing; every sum of money is of one sort, and says less."""
    return figure.kind is Kind.COUNT and same_thing(figure, other) is Sameness.SAME


def _is_near(figure: Figure, other: Figure) -> bool:
    """Is the agreement close enough for a tick? A headline's $600m for $640m passes, and proves nothing."""
    mine, theirs = figure.value or Fraction(0), other.value or Fraction(0)
    return _within(mine, theirs, CUT if figure.hedge else NEAR)


def _is_whole(figure: Figure, other: Figure) -> bool:
    """Of a range both ends agree: "1-27" does not say 1-13, nor does "18-27" say 18."""
    ranges = figure.is_range or other.is_range
    return not ranges or (figure.value, figure.second) == (other.value, other.second)


def _may_be_derived(figure: Figure) -> bool:
    """Small counts come out of some sum in any story, which proves nothing."""
    return figure.kind is Kind.MONEY or (figure.value or 0) >= TELLING


def _adds_up(figure: Figure, rival: Figure, below: Article) -> Derivation | None:
    """ "340 homes" above "210 houses and 130 flats": a row with the rival in it that makes the headline's figure."""
    row = [
        other
        for other in below.figures
        if other.sentence == rival.sentence and (same_measure(figure, other) or other.kind is Kind.NUMBER)
    ][:ROW]
    for start in range(len(row)):
        for end in range(start + 2, len(row) + 1):
            parts = row[start:end]
            gaps = [below.text[one.span.end : other.span.start] for one, other in pairwise(parts)]
            if (
                rival in parts
                and JOINED.search(gaps[-1])
                and all(map(TOGETHER.fullmatch, gaps))
                and sum(part.value or 0 for part in parts) == figure.value
            ):
                arithmetic = f"{added([part.value or 0 for part in parts])} = {number(figure.value)}"
                return Derivation(arithmetic, tuple(part.span for part in parts))
    return None


def _worked_out(figure: Figure, others: Sequence[Figure]) -> Derivation | None:
    """A sum or difference of two figures that stand together, with the room that a headline has to round."""
    value = figure.value or Fraction(0)
    for one, other in pairwise(others):
        if other.sentence != one.sentence or one.value is None or other.value is None:
            continue
        for sign, found in (("+", one.value + other.value), ("-", abs(one.value - other.value))):
            if abs(found - value) <= NEAR * value and abs(found - value) < place_of(value):
                first, second = sorted((one, other), key=lambda each: each.value or 0, reverse=True)
                return Derivation(
                    f"{first.words} {sign} {second.words} = {in_unit(found, figure)}", (one.span, other.span)
                )
    return None


def shared_words(index: Passages, above: Figure | Moment, below: Figure | Moment) -> float:
    """The share of the headline's words, rare ones weighing more, that stand in the sentence of a figure of the story.

    `passages.closeness` would not do: beside the first sentence stands the headline itself.
    """
    wanted = {stem: index.weights[stem] for stem in index.near(above)}
    there = {word.stem for word in index.sentences[below.sentence]}
    whole = sum(wanted.values())
    return sum(weight for stem, weight in wanted.items() if stem in there) / whole if whole else 0.0


def _is_misprint(figure: Figure, other: Figure) -> bool:
    """ "$17bn" above "$11bn": one digit of two or more is another, of sums and shares, or of a count of the same."""
    a, b = digits(figure).rstrip("0"), digits(other).rstrip("0")
    counts = figure.kind in (Kind.COUNT, Kind.NUMBER)
    if (
        (counts and same_thing(figure, other) is not Sameness.SAME)
        or figure.hedge
        or other.hedge
        or figure.value is None
        or other.value is None
    ):
        return False
    near = max(figure.value, other.value) < 2 * min(figure.value, other.value)
    return near and figure.kind is not Kind.AGE and len(a) == len(b) > 1 and sum(map(ne, a, b)) == 1


def _is_only_one(other: Figure, comparable: list[Figure]) -> bool:
    """Is this the only value of its sort in its sentence?"""
    return len({each.value for each in comparable if each.sentence == other.sentence}) == 1


def _first_sentence(below: Article) -> int:
    return next((i for i, sentence in enumerate(below.sentences) if sentence.zone is Zone.BODY), 0)


def _one_thing(article: Article, figure: Figure, other: Figure) -> bool:
    """May the story's figure be what the headline's figure states? Ranges and comparisons are left alone."""
    small, large = sorted((figure.value or 0, other.value or 0))
    likeness = same_thing(figure, other)
    far = FAR if slip(figure, other) else FAR_FOR_ONE if likeness is Sameness.SAME else NOT_FAR
    if large > far * small or other.words.lower() in PAIRS or _is_one_of_several(article, figure, other):
        return False
    front = article.text[max(0, other.span.start - 5) : other.span.start]
    if other.kind is Kind.NUMBER and front.endswith((" at ", "aged ")) and figure.kind is not Kind.NUMBER:
        return False  # "at 19, he joined"
    if other.sentence > figure.sentence + LEAD + 1 and ANOTHER_TIME.search(
        article.text, article.sentences[other.sentence].span.start, other.span.start
    ):
        return False  # "walked out last month, when 96 flights were cancelled"
    if other.is_range or figure.is_range or (likeness is Sameness.DIFFERENT and not _may_stand_for(figure, other)):
        return False
    if likeness is Sameness.SAME:
        return True
    mine, theirs = thing_in(article, figure), thing_in(article, other)
    persons = figure.noun is None and PERSONS_DO.match(article.text, figure.span.end)
    if persons and theirs.head and not is_person(theirs.head):
        return False
    if mine.fate and theirs.head and not is_person(theirs.head):
        return False
    return not mine.fate or not theirs.fate or mine.fate == theirs.fate


def _may_stand_for(figure: Figure, other: Figure) -> bool:
    """ "12 new coastal spots" and "12 coastal locations"; "185 violations" and "158 cases", digits swapped."""
    mine, theirs = thing(figure), thing(other)
    if mine.fate != theirs.fate or is_person(mine.head) or is_person(theirs.head):
        return False
    return bool(mine.modifiers & theirs.modifiers) or slip(figure, other) is Slip.SWAP or theirs.head in ANYTHING


def _is_one_of_several(article: Article, figure: Figure, other: Figure) -> bool:
    """Does the story count the rest apart: "Delhi and six other airports", "two men and a boy"?"""
    sentence = article.sentences[other.sentence].span
    if ANOTHER.search(article.text[max(sentence.start, other.span.start - 12) : other.span.start]):
        return True
    behind = article.text[other.span.end : sentence.end]
    if figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return False  # "cost £6,360 more in March"
    few = (other.value or 0) < (figure.value or 0) <= TELLING and figure.kind in (Kind.COUNT, Kind.NUMBER)
    return bool(OTHERS.match(behind)) or (few and bool(AND_A.search(behind)))


def agrees(figure: Figure, other: Figure) -> bool:
    """Does a headline's figure say what the story's figure says, rounded or cut off? It is never the more exact one."""
    mine, theirs = figure.value, other.value
    if not mine or not theirs:
        return False
    if _says_more(figure, other):
        return False
    if mine != theirs and not figure.is_range and not other.is_range and place_of(mine) < place_of(theirs):
        return False
    if agree(figure, other):
        return True
    place = place_of(mine)
    return place <= CUT * mine and mine <= theirs < mine + place


def _says_more(figure: Figure, other: Figure) -> bool:
    """Whoever knows of twelve dead does not write "at least 11 people"."""
    counts = figure.kind is Kind.COUNT and other.kind in (Kind.COUNT, Kind.NUMBER)
    floor = other.hedge is Hedge.AT_LEAST and figure.hedge is Hedge.NONE
    return counts and floor and (other.value or 0) < (figure.value or 0) < 100


def _finding(one: Figure | Moment, other: Figure | Moment, article: Article) -> Finding:
    where, there = article.place(one.span.start), article.place(other.span.start)
    return Finding(
        Severity.WARNING,
        f"The {where} says {one.words}, {there} says {other.words}.",
        (one.span, other.span),
        f"{one.words} is not {other.words}",
        (f"{where}: {one.words} -> {other.words}", f"{there}: {other.words} -> {one.words}"),
        f"Is it {listed((one.words, other.words), 'or')}?",
    )


def _dated(moment: Moment, article: Article, others: Sequence[Moment], index: Passages) -> Iterator[Outcome]:
    days = [other for other in others if other.day and other.month]
    same = [other for other in days if same_period(moment, other) is not Sameness.DIFFERENT]
    if same:
        yield Tick(
            f"The {article.place(moment.span.start)} and {article.place(same[0].span.start)} agree on {moment.words}.",
            (moment.span, same[0].span),
        )
        return
    fits = [(shared_words(index, moment, other), other) for other in days]
    rivals = [pair for pair in fits if pair[0] >= CLOSE]
    of_the_month = [pair for pair in fits if pair[1].month == moment.month and pair[1].relation == moment.relation]
    if not rivals and len({other.day for _, other in of_the_month}) == 1:
        rivals = of_the_month  # the one date that the story gives in this month
    if rivals:
        yield _finding(moment, max(rivals, key=lambda pair: pair[0])[1], article)


EXAMPLES = (
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
    check=check,
    examples=EXAMPLES,
    aliases=("headline",),
)
