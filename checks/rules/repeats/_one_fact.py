"""Do two figures of different value state one fact, as far as the words around them tell?

Two that merely stand in like sentences seldom do. What counts as evidence, and what speaks against it, stands here, one
question a function.
"""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from checks import passages
from checks.model import Article, Figure, Kind, Span
from checks.passages import Passages
from checks.sameness import PERSON, Sameness, same, same_measure, thing
from checks.slips import Slip, slip

COUNTS = (Kind.COUNT, Kind.NUMBER)
SMALL = 3  # "two men" stand in every story: up to here a count says too little to be tied to its like
FAR = Fraction(5, 2)  # how many times the one may be the other, where no slip explains it
TOO_FAR = 20  # how many times the one may be the other at all
BESIDE = 6  # words each side of a figure that say what it is

ANY, FAINT, LIKELY, CLOSE = 0.03, 0.15, 0.2, 0.25
"""What share of the words around the two must be the same: with swapped digits (many, two), in the same phrase, with a
digit lost."""

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


WORDS = re.compile(r"[^\W\d_]+")
NAME = re.compile(r"\b[A-Z][a-z]{2,}")
LABEL = re.compile(r"\s[A-Z]\w+ $")
CROWD, MANY = (
    4,
    40,
)  # figures in a sentence from which it is a list of facts; from which it is a table that lost its lines


@dataclass(frozen=True, slots=True)
class Story:
    """An article with its figures by sentence, gathered once."""

    article: Article
    index: Passages
    rows: dict[int, list[Figure]]
    around: dict[Span, dict[str, float]]  # the stems of each figure's sentence, and how near each stands to it
    stems: tuple[frozenset[str], ...]  # of each sentence

    def sentence(self, figure: Figure) -> str:
        return self.article.words(self.article.sentences[figure.sentence].span)

    def front(self, figure: Figure) -> str:
        """The few words in front of a figure."""
        start = self.article.sentences[figure.sentence].span.start
        return self.article.text[max(start, figure.span.start - 25) : figure.span.start]

    def behind(self, figure: Figure) -> str:
        return self.article.text[figure.span.end : figure.span.end + 14]

    def beside(self, figure: Figure) -> set[str]:
        """The stems of the words around a figure."""
        here = self.index.number(figure)
        return {word.stem for word in self.index.sentences[figure.sentence] if abs(word.number - here) <= BESIDE}

    def closeness(self, one: Figure, other: Figure) -> float:
        """`passages.closeness` of two figures of one text, read from the other's sentence and its neighbours alone."""
        weights, there, at = self.index.weights, self.around[other.span], other.sentence
        before = self.stems[at - 1] if at else frozenset[str]()
        behind = self.stems[at + 1] if at + 1 < len(self.stems) else frozenset[str]()
        whole = found = 0.0
        for stem, near in self.around[one.span].items():
            weight = near * weights[stem]
            whole += weight
            found += weight * max(
                there.get(stem, 0.0),
                passages.BEFORE if stem in before else 0.0,
                passages.AFTER if stem in behind else 0.0,
            )
        return found / whole if whole else 0.0


def story_of(article: Article) -> Story:
    index = passages.index(article)
    rows: dict[int, list[Figure]] = defaultdict(list)
    for figure in article.figures:
        if figure.kind is not Kind.NAME:
            rows[figure.sentence].append(figure)
    return Story(
        article,
        index,
        rows,
        {figure.span: index.near(figure) for row in rows.values() if len(row) <= MANY for figure in row},
        tuple(frozenset(word.stem for word in words) for words in index.sentences),
    )


def is_one_fact(story: Story, one: Figure, other: Figure) -> bool:
    """Is the second figure, which differs from the first, meant to state the same?"""
    if not _within(one, other, TOO_FAR) or not counts_the_same(one, other) or _both_say_both(story, one, other):
        return False
    fit = min(story.closeness(one, other), story.closeness(other, one))
    shared = story.beside(one) & story.beside(other)
    how = slip(one, other)
    mine, theirs = _periods(story, one), _periods(story, other)
    if how is Slip.SWAP and (fit >= ANY if _is_long(one) else fit >= FAINT and len(shared) > 1):
        return (
            not _is_another(story, one) and not _is_another(story, other) and (not mine or not theirs or mine == theirs)
        )
    if one.kind in (Kind.MONEY, Kind.PERCENT, Kind.MEASURE) or _set_apart(story, one) or _set_apart(story, other):
        return False
    if one.kind is Kind.COUNT and _points_back(story, one, other):
        return True
    if mine != theirs or _crowded(story, one) or _crowded(story, other) or _names_differ(story, one, other):
        return False
    if how is Slip.DIGIT and fit >= CLOSE and len(shared) > 1:
        return one.kind is Kind.COUNT
    if PLEDGED.search(story.sentence(one)) or PLEDGED.search(story.sentence(other)):
        return False
    telling = min(one.value or 0, other.value or 0) > SMALL and _within(one, other, FAR)
    return telling and fit >= LIKELY and len(shared) > 1 and _same_phrase(story, one, other)


def counts_the_same(one: Figure, other: Figure) -> bool:
    if not same_measure(one, other):
        return False
    if one.kind not in COUNTS:
        return True
    return bool(thing(one).head) and same(thing(one), thing(other)) is Sameness.SAME


def _within(one: Figure, other: Figure, times: Fraction | int) -> bool:
    """Are both telling, and neither more than so many times the other?"""
    small, large = sorted((one.value or 0, other.value or 0))
    return SMALL < large <= times * small


def _both_say_both(story: Story, one: Figure, other: Figure) -> bool:
    """Does either sentence state the other's value too: "19 seats out of 24" and "19 out of 24 seats"?"""
    pairs = ((one, other), (other, one))
    return any(beside.value == there.value for here, there in pairs for beside in story.rows[here.sentence])


def _points_back(story: Story, one: Figure, other: Figure) -> bool:
    """Does "all 18 people", just after, or "the 18 people killed", anywhere, speak of those counted before?"""
    text, front = story.article.text, story.front(other)
    if OF_THEM.match(story.behind(other)) or not _within(one, other, FAR):
        return False
    if PLEDGED.search(text[story.article.sentences[other.sentence].span.start : other.span.start]):
        return False
    if POINTS_BACK.search(front):
        return other.sentence - one.sentence <= 2
    mine, theirs = thing(one), thing(other)
    return front.lower().endswith(" the ") and mine.head == PERSON and mine.fate == theirs.fate == "dead"


def _same_phrase(story: Story, one: Figure, other: Figure) -> bool:
    """Is the telling word in front of both the same: "her partner of 25 years"?"""
    fronts = (WORDS.findall(story.front(figure).lower())[-4:] for figure in (one, other))
    mine, theirs = (next((word for word in reversed(f) if word not in passages.STOP), "") for f in fronts)
    return bool(mine) and mine == theirs


def _is_long(figure: Figure) -> bool:
    """Has a figure digits enough for a swap not to be chance? A share or a count below a hundred has not."""
    return figure.kind not in (Kind.PERCENT, Kind.DURATION, Kind.MEASURE) and (figure.value or 0) >= 100


def _is_another(story: Story, figure: Figure) -> bool:
    return bool(ANOTHER.search(story.front(figure))) or figure.kind is Kind.MEASURE


def _crowded(story: Story, figure: Figure) -> bool:
    """Does the sentence count many things, as tables in prose do, or is this the number of a name ("Euro 6")?"""
    return bool(LABEL.search(story.front(figure))) or len(story.rows[figure.sentence]) > CROWD


def _names_differ(story: Story, one: Figure, other: Figure) -> bool:
    """Do the sentences speak of other people or places? The capital of a sentence's first word is no sign of a name."""
    mine, theirs = story.sentence(one), story.sentence(other)
    inner = [NAME.findall(words.partition(" ")[2]) for words in (mine, theirs)]
    return all(inner) and not set(NAME.findall(mine)) & set(NAME.findall(theirs))


def _set_apart(story: Story, figure: Figure) -> bool:
    """Do the words beside a figure say that it is another than the one before, or that it is in a table?"""
    front = story.front(figure)
    return bool(APART_BEFORE.search(front) or CELL.search(front) or APART_AFTER.match(story.behind(figure)))


def _periods(story: Story, figure: Figure) -> set[str]:
    """The words of a sentence that say when: "last year", "2019"."""
    return {found.lower() for found in PERIOD.findall(story.sentence(figure))}
