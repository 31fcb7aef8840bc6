"""The same fact is stated twice, with two values.

Ties two figures of one kind that count the same thing, sentences apart: "her 34 league games" and "43 league games",
or "19 people were found" and "all 18 people". A toll that was updated at the top and forgotten in paragraph seven is
the commonest such correction.

Most figures that look alike are of two years, two groups or two places. So a finding needs more than like words: two
digits that changed places, a digit lost among the same words, the same phrase ("her partner of 25 years"), or words
that point back ("all 18"). Silent where a word sets the two apart ("another", "than", "in 2003") or tells of an update
("rose to"). Values that agree within their hedges and printed digits are ticked.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction

from checks import passages
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.passages import Passages
from checks.rule import Example, Rule
from checks.rules.repeats._agreement import agree
from checks.sameness import PERSON, Sameness, same, same_measure, thing
from checks.slips import Slip, slip
from checks.wording import listed

SKIPPED = frozenset(
    (Kind.NAME, Kind.UNREAD, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE, Kind.RATIO, Kind.SCORE, Kind.AGE)
)
COUNTS = (Kind.COUNT, Kind.NUMBER)
BACK = 12  # figures of the same sort that one is compared with
SMALL = 3  # "two men" stand in every story: up to here a count says too little to be tied to its like
FAR = Fraction(5, 2)  # how many times the one may be the other, where no slip explains it
BESIDE = 6  # words each side of a figure that say what it is

ANY, LIKELY, CLOSE = 0.03, 0.2, 0.25
"""How much of the words around the two must share: with swapped digits, in the same phrase, with a digit lost."""

APART_BEFORE = re.compile(
    r"\b(?:another|other|further|additional|extra|next|than|from|rose|risen|rise|fell|fallen|down|up(?! to)|increased?"
    r"|since|initially|originally|revised|average|each|every|per|between)(?: to| by| of)?\s[£$€]?$",
    re.IGNORECASE,
)
ANOTHER = re.compile(r"\b(?:another|other|further|than)\s[£$€]?$", re.IGNORECASE)
CELL = re.compile(r"(?:\s[-–—:|]\s|[(\[])[£$€]?$")
APART_AFTER = re.compile(
    r"^\s(?:more|others?|fewer|less|extra|additional|further|each|earlier|ago|later)\b", re.IGNORECASE
)
PERIOD = re.compile(
    r"\b(?:last|previous|next|this|a|the same|following) (?:year|month|week|quarter|season)\b|\b(?:19|20)\d\d\b"
    r"|\bso far\b|\b(?:year|month|week|season) (?:earlier|before|ago)\b"
    r"|\bprevious(?:ly)?\b|\bcompared\b|\bestimate[sd]?\b",
    re.IGNORECASE,
)
OF_THEM = re.compile(r"^ of (?:us|them|you)\b")
PLEDGED = re.compile(r"\b(?:would|could|might|should|wants?|hopes?|aims?|plans?|if|unless|will)\b", re.IGNORECASE)
POINTS_BACK = re.compile(r"\b(?:all|all of the|all the|those|these)\s$", re.IGNORECASE)


def check(article: Article) -> Iterator[Outcome]:
    index = passages.index(article)
    seen: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
    for figure in article.figures:
        if figure.zone is not Zone.BODY or figure.kind in SKIPPED or figure.is_range or _is_vague(figure):
            continue
        earlier = seen[_sort(figure)]
        candidates = [other for other in earlier[-BACK:] if other.sentence != figure.sentence]
        if candidates:
            yield from _compared(article, index, figure, candidates)
        earlier.append(figure)


def _is_vague(figure: Figure) -> bool:
    """ "Thousands", "dozens": too wide to be told again."""
    low, high = figure.interval
    return not figure.value or (not figure.hedge and low is not None and high is not None and high - low > figure.value)


def _sort(figure: Figure) -> tuple[object, ...]:
    """What two figures must have in common to be compared at all."""
    if figure.kind in COUNTS:
        return ("count", thing(figure).head)
    return (figure.kind, figure.unit, figure.per)


def _compared(article: Article, index: Passages, figure: Figure, earlier: list[Figure]) -> Iterator[Outcome]:
    fits = passages.closeness(index, figure, index, earlier)
    pairs = sorted(zip(fits, earlier, strict=True), key=lambda pair: -pair[0])
    for fit, other in pairs:
        if agree(figure, other):
            if fit >= LIKELY and _counts_the_same(article, figure, other) and not _in_a_row(article, figure):
                yield Tick(
                    f"{other.words} in {article.place(other.span.start)} is said again in "
                    f"{article.place(figure.span.start)}.",
                    (other.span, figure.span),
                    f"{other.words} = {figure.words}",
                )
            return
    for fit, other in pairs:
        back = passages.closeness(index, other, index, [figure])[0]
        if _is_one_fact(article, index, other, figure, min(fit, back)):
            yield _finding(article, other, figure)
            return


def _in_a_row(article: Article, figure: Figure) -> bool:
    """Is this one of several percentages of its sentence? The same share of two things is no fact told twice."""
    beside = (other for other in article.figures if other.sentence == figure.sentence and other is not figure)
    return figure.kind is Kind.PERCENT and any(other.kind is Kind.PERCENT for other in beside)


def _is_one_fact(article: Article, index: Passages, one: Figure, other: Figure, fit: float) -> bool:
    """Do two figures of different value state one fact, as far as their words tell?"""
    if (
        figure_range_apart(one, other)
        or _both_say_both(article, one, other)
        or not _counts_the_same(article, one, other)
    ):
        return False
    mine, theirs = _periods(article, one), _periods(article, other)
    how = slip(one, other)
    shared = index_beside(index, one) & index_beside(index, other)
    if (
        how is Slip.SWAP
        and one.kind is not Kind.MEASURE
        and (fit >= ANY if _is_long(one) else fit >= LIKELY - 0.05 and len(shared) > 1)
    ):
        return not any(ANOTHER.search(_front(article, figure)) for figure in (one, other)) and (
            not mine or not theirs or mine == theirs
        )
    if any(_set_apart(article, figure) for figure in (one, other)) or one.kind in (Kind.MONEY, Kind.PERCENT):
        return False
    if one.kind is Kind.COUNT and _points_back(article, one, other):
        return True
    if mine != theirs:
        return False
    if _crowded(article, one) or _crowded(article, other) or _names_differ(article, one, other):
        return False
    if how is Slip.DIGIT and fit >= CLOSE and len(shared) > 1:
        return one.kind is Kind.COUNT
    if any(PLEDGED.search(article.words(article.sentences[figure.sentence].span)) for figure in (one, other)):
        return False
    if one.kind is Kind.MEASURE or min(one.value or 0, other.value or 0) <= SMALL:
        return False
    return fit >= LIKELY and len(shared) > 1 and _near(one, other) and _same_phrase(article, one, other)


def _both_say_both(article: Article, one: Figure, other: Figure) -> bool:
    """Does either sentence state the other's value too: "19 seats out of 24" and "19 out of 24 seats"?"""
    pairs = ((one, other), (other, one))
    return any(f.sentence == here.sentence and f.value == there.value for here, there in pairs for f in article.figures)


def _near(one: Figure, other: Figure) -> bool:
    small, large = sorted((one.value or 0, other.value or 0))
    return large <= FAR * small


def _points_back(article: Article, one: Figure, other: Figure) -> bool:
    """Does "all 18 people", just after, or "the 18 people killed", anywhere, speak of those counted before?"""
    front = article.text[max(0, other.span.start - 12) : other.span.start]
    if OF_THEM.match(article.text[other.span.end : other.span.end + 9]) or not _near(one, other):
        return False
    if PLEDGED.search(article.text[article.sentences[other.sentence].span.start : other.span.start]):
        return False
    if POINTS_BACK.search(front):
        return other.sentence - one.sentence <= 2
    mine, theirs = thing(one), thing(other)
    return front.lower().endswith(" the ") and mine.head == PERSON and mine.fate == theirs.fate == "dead"


def figure_range_apart(one: Figure, other: Figure) -> bool:
    """Is either value so small, or are the two so far apart, that they would not be taken for one another?"""
    small, large = sorted((one.value or 0, other.value or 0))
    return (small <= SMALL and large <= SMALL) or large > 20 * small


def index_beside(index: Passages, figure: Figure) -> set[str]:
    here = index.number(figure)
    return {word.stem for word in index.sentences[figure.sentence] if abs(word.number - here) <= BESIDE}


WORDS = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"\b[A-Z][a-z]{2,}")
LABEL = re.compile(r"\s[A-Z]\w+ $")
CROWD = 4  # figures in a sentence


def _same_phrase(article: Article, one: Figure, other: Figure) -> bool:
    """Is the telling word in front of both the same: "her partner of 25 years"?"""
    fronts = (WORDS.findall(_front(article, figure).lower())[-4:] for figure in (one, other))
    mine, theirs = (next((word for word in reversed(f) if word not in passages.STOP), "") for f in fronts)
    return bool(mine) and mine == theirs


def _is_long(figure: Figure) -> bool:
    """Has a figure digits enough for a swap not to be chance? A share or a count below a hundred has not."""
    return figure.kind not in (Kind.PERCENT, Kind.DURATION, Kind.MEASURE) and (figure.value or 0) >= 100


def _crowded(article: Article, figure: Figure) -> bool:
    """Does the sentence count many things, as tables in prose do, or is this the number of a name ("Euro 6")?"""
    if LABEL.search(_front(article, figure)):
        return True
    return sum(other.sentence == figure.sentence and other.kind is not Kind.NAME for other in article.figures) > CROWD


def _names_differ(article: Article, one: Figure, other: Figure) -> bool:
    """Do the sentences speak of other people or places? The capital of a sentence's first word is no sign of a name."""
    mine, theirs = (article.words(article.sentences[figure.sentence].span) for figure in (one, other))
    inner = [NAME.findall(words.partition(" ")[2]) for words in (mine, theirs)]
    return all(inner) and not set(NAME.findall(mine)) & set(NAME.findall(theirs))


def _counts_the_same(article: Article, one: Figure, other: Figure) -> bool:
    if not same_measure(one, other):
        return False
    if one.kind not in COUNTS:
        return True
    return bool(thing(one).head) and same(thing(one), thing(other)) is Sameness.SAME


def _front(article: Article, figure: Figure) -> str:
    return article.text[max(article.sentences[figure.sentence].span.start, figure.span.start - 25) : figure.span.start]


def _set_apart(article: Article, figure: Figure) -> bool:
    """Do the words beside a figure say that it is another than the one before, or that it is in a table?"""
    front = _front(article, figure)
    return bool(
        APART_BEFORE.search(front)
        or CELL.search(front)
        or APART_AFTER.match(article.text[figure.span.end : figure.span.end + 14])
    )


def _periods(article: Article, figure: Figure) -> set[str]:
    return {found.lower() for found in PERIOD.findall(article.words(article.sentences[figure.sentence].span))}


def _finding(article: Article, first: Figure, second: Figure) -> Finding:
    here, there = article.place(first.span.start), article.place(second.span.start)
    return Finding(
        Severity.WARNING,
        f"{here.capitalize()} says {first.words}, {there} says {second.words}, in much the same words.",
        (first.span, second.span),
        f"{first.words} is not {second.words}",
        (f"{here}: {first.words} -> {second.words}", f"{there}: {second.words} -> {first.words}"),
        f"Are these two facts, or one? If one, is it {listed((first.words, second.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "two values of one career record are questioned",
        "Ann Ode played 34 league games for the county. The bowler retired on Friday.\n\nThe bowler Ann Ode, who took "
        "40 wickets for the county in 43 league games, will coach.",
        "warning",
    ),
    Example(
        "a count that points back to another is questioned",
        "Border guards found 19 people in a van at the port on Monday.\n\nAll 18 people were taken to hospital.",
        "warning",
    ),
    Example(
        "the same phrase with two values is questioned",
        "Ann Ode runs the mill with her partner of 25 years.\n\nAnn Ode left the mill to her partner of 15 years.",
        "warning",
    ),
    Example(
        "the same count told again is ticked",
        "Ann Ode played 34 league games for the county. The bowler retired on Friday.\n\nThe bowler Ann Ode, who took "
        "40 wickets for the county in 34 league games, will coach.",
        "tick",
    ),
    Example(
        "counts of two years are two facts",
        "The charity housed 420 homeless families in 2021.\n\nThe charity housed 240 homeless families in 2019.",
        "silent",
    ),
    Example(
        "prices of two things are two facts",
        "The smaller model of the phone will sell for £499.\n\nThe larger model of the phone will sell for £599.",
        "silent",
    ),
    Example(
        "another group is another fact",
        "Police held 14 striking miners on Monday.\n\nPolice held another 41 striking miners at the pit.",
        "silent",
    ),
)

RULE = Rule(code="RP02", slug="said-twice", scope="article", check=check, examples=EXAMPLES, aliases=("repeated-fact",))
