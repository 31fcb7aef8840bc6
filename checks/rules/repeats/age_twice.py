"""A person is given two ages.

Ties "Jo Marsh, 41, a nurse" to "the 14-year-old Jo Marsh" or "Marsh, 42". Ages are often taken from two sources, and
digits change places.

Silent on people who share a surname, on an age long ago ("was 19 when", "at the age of 12", "then 30") and where only
one full name is known for a surname that stands alone. One year apart is a warning too: it may be a birthday, which
the reporter will know.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.rule import Example, Rule
from checks.wording import listed

WORD = r"[A-Z][\w’'-]+"
BEFORE = re.compile(rf"((?:{WORD} ){{0,2}}{WORD})(?:, (?:aged |who is |now )?| \()$")
AFTER = re.compile(rf"^ (?:[a-z]+ )?((?:{WORD} ){{1,2}}{WORD}|{WORD} {WORD})\b")
PAIR = re.compile(rf"\b({WORD})\.? (?=({WORD})\b)")
PAST = re.compile(
    r"\b(?:when|then|at the age of|since|until|by the age of|from the age of|would have been|turned)\b", re.I
)
TITLES = frozenset(
    (
        "Mr",
        "Mrs",
        "Ms",
        "Miss",
        "Dr",
        "Sir",
        "Lord",
        "Lady",
        "Prof",
        "Rev",
        "Judge",
        "President",
        "King",
        "Queen",
        "Pope",
    )
)


def check(article: Article) -> Iterator[Outcome]:
    ages = [(name, figure) for figure in article.figures if (name := _person(article, figure))]
    full: dict[str, set[tuple[str, ...]]] = defaultdict(set)
    for name, _ in ages:
        if len(name) > 1:
            full[name[-1]].add(name)
    firsts = _first_names(article) if any(len(name) == 1 for name, _ in ages) else {}
    told: dict[tuple[str, ...], Figure] = {}
    for name, figure in ages:
        known = full[name[-1]]
        if len(name) == 1 and (len(known) != 1 or len(firsts.get(name[0], ())) > 1):
            continue  # nobody's surname, or that of two people
        person = name if len(name) > 1 else next(iter(known))
        first = told.setdefault(person, figure)
        if first is not figure and first.sentence != figure.sentence:
            yield from _judged(article, person, first, figure)


def _first_names(article: Article) -> dict[str, set[str]]:
    """The words that stand before each surname, titles left out."""
    found: dict[str, set[str]] = defaultdict(set)
    for pair in PAIR.finditer(article.text):
        if pair[1] not in TITLES:
            found[pair[2]].add(pair[1])
    return found


def _person(article: Article, figure: Figure) -> tuple[str, ...]:
    """The name that an age is given to, without titles; none for an age of the past or of nobody."""
    if (
        figure.kind is not Kind.AGE
        or figure.is_range
        or figure.hedge
        or figure.zone is not Zone.BODY
        or figure.value == 1
    ):
        return ()
    sentence = article.sentences[figure.sentence].span
    front = article.text[max(sentence.start, figure.span.start - 60) : figure.span.start]
    behind = article.text[figure.span.end : min(sentence.end, figure.span.end + 60)]
    if PAST.search(front[-25:]) or PAST.search(behind[:25]):
        return ()
    found = AFTER.match(behind) if figure.words.lower().endswith("old") else BEFORE.search(front)
    if found is None:
        return ()
    return tuple(word for word in found[1].split() if word.rstrip(".") not in TITLES)


def _judged(article: Article, person: tuple[str, ...], one: Figure, other: Figure) -> Iterator[Outcome]:
    name, spans = " ".join(person), (one.span, other.span)
    here, there = article.place(one.span.start), article.place(other.span.start)
    if one.value == other.value:
        yield Tick(f"{name} is given the same age in {here} and {there}.", spans)
        return
    yield Finding(
        Severity.WARNING,
        f"{name} is {one.words} in {here} and {other.words} in {there}.",
        spans,
        f"{one.words} is not {other.words}",
        (f"{here}: {one.words} -> {other.words}", f"{there}: {other.words} -> {one.words}"),
        f"How old is {name}, {listed((one.words, other.words), 'or')}?",
    )


EXAMPLES = (
    Example(
        "two ages of one person are questioned",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nThe 14-year-old Jo Marsh said that she was glad.",
        "warning",
    ),
    Example(
        "a surname alone is the one person of that name",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nMarsh, 43, said that she was glad.",
        "warning",
    ),
    Example(
        "the same age is ticked",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nMarsh, 41, said that she was glad.",
        "tick",
    ),
    Example(
        "two people may share a surname",
        "Jo Marsh, 41, and her son Ted Marsh, 14, won the prize.\n\nMarsh, 41, said that she was glad.",
        "silent",
    ),
    Example(
        "an age of the past is left alone",
        "Jo Marsh, 41, a nurse from Hull, won the prize.\n\nMarsh, 19 when she began, was glad.",
        "silent",
    ),
)

RULE = Rule(code="RP03", slug="age-twice", scope="article", check=check, examples=EXAMPLES)
