"""Paragraphs are numbered with a gap or a repetition, or their number is not the one announced.

Reads "1. The money", "2) The turnout", "#3: The date" at the start of paragraphs, upwards from 1 or down to it. Asks
where one number is missing or stands twice ("1, 2, 4, 5"), and where "five things to know" in the headline, or "here
are six reasons" before the first one, is another number than the paragraphs have. An editor who moves or cuts a
paragraph often leaves the numbers as they were.

Silent where the numbers start anew, as in two lists or a list within another, where more than one is missing (the text
may be an extract), and where the missing one stands inside a paragraph or is numbered in another style.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from checks.listings.bulleted import bullets_after
from checks.model import Article, Figure, Finding, Outcome, Severity, Span, Tick, Zone
from checks.number_format import counted
from checks.pattern import pattern
from checks.questions import how_many
from checks.rule import Example, Rule
from checks.rules._text import figures_between
from checks.rules.lists._announced_lists import is_count, may_be_slip
from checks.rules.lists._outcomes import count_phrase
from checks.sameness import counted_entity, noun_class
from checks.word_set import word_set

MARKER = pattern(r"(?P<before>#|No\. ?|Number )?(?P<number>[1-9]\d?)(?P<after>[.):])[^\S\n]+(?=\S)")
ONE_MORE = pattern(r"\b(?:plus|and then some|(?:other|more) [a-z]+s)\b", re.IGNORECASE)  # "X, and six other takeaways"
MIN_ITEMS = 3  # fewer numbered paragraphs are no list
MAX_PARAGRAPHS_BEFORE = 2  # between a count that announces the list and the first item
ANNOUNCED_NOUNS = frozenset(
    map(
        noun_class,
        """argument answer case chart claim example fact factor lesson lie line moment myth observation option point
        prediction question quote reason rule sign statement step story takeaway theory thing thought tip trend truth
        way""".split(),
    )
)
"""What the items of numbered stories are called in headlines."""
ANNOUNCING_WORDS = word_set("here these following below")


class Item(NamedTuple):
    """A numbered paragraph."""

    number: int
    marker: Span
    paragraph: int  # index into article.paragraphs


def check(article: Article) -> Iterator[Outcome]:
    for items in _numbered_lists(article):
        fault = _numbering_fault(article, items)
        if fault is not None:
            yield fault
        elif [item.number for item in items] == list(range(1, len(items) + 1)):
            yield from _compare_with_announcements(article, items)


def _numbered_lists(article: Article) -> Iterator[list[Item]]:
    """The numbered paragraphs of each style of numbering, from 1 up, unless the numbers start anew."""
    by_style: dict[tuple[str | None, str], list[Item]] = {}
    for index, paragraph in enumerate(article.paragraphs):
        found = MARKER.match(article.text, paragraph.span.start, paragraph.span.end)
        if found and paragraph.zone is not Zone.HEADLINE:
            item = Item(int(found["number"]), Span(found.start(), found.end("after")), index)
            by_style.setdefault((found["before"], found["after"]), []).append(item)
    for items in by_style.values():
        upwards = items if items[0].number == 1 else items[::-1]
        starts = [item for item in items if item.number == 1]
        if len(items) >= MIN_ITEMS and starts == [upwards[0]]:
            yield upwards


def _numbering_fault(article: Article, items: Sequence[Item]) -> Finding | None:
    """The finding where one number is missing or stands twice in a row, or both: "1, 2, 2, 4", "1, 2, 2, 3, 5"."""
    numbers = [item.number for item in items]
    repetitions = [pair for pair in pairwise(items) if pair[1].number == pair[0].number]
    gaps = [pair for pair in pairwise(items) if pair[1].number > pair[0].number + 1]
    missing = sum(after.number - before.number - 1 for before, after in gaps)
    if max(len(repetitions), missing) > 1 or numbers != sorted(numbers):
        return None
    untold = [pair for pair in gaps if not _stands_between(article, pair[0].number + 1, pair)]
    faults = [f"{before.number} stands twice" for before, _ in repetitions]
    faults += [f"{before.number + 1} is missing" for before, _ in untold]
    if not faults:
        return None
    pairs = sorted(map(_in_text_order, repetitions + untold), key=lambda pair: pair[0].marker)
    steps = " and ".join(f"from {first.number} to {second.number}" for first, second in pairs)
    count = len(items) + len(gaps) - len(untold)
    return Finding(
        Severity.WARNING,
        f"The numbered items go {steps}: {' and '.join(faults)}.",
        tuple(sorted({item.marker for pair in pairs for item in pair})),
        " and ".join(faults),
        (f"{counted(count, 'item')} -> numbered 1 to {count}",),
        "Should the items be numbered anew, or is one missing?",
    )


def _stands_between(article: Article, number: int, pair: tuple[Item, Item]) -> bool:
    """Whether an item with this number, in any style, stands between two: "2. It is dry. (3) It is near."."""
    first, second = _in_text_order(pair)
    markers = MARKER.finditer(article.text, first.marker.end, second.marker.start)
    return any(int(found["number"]) == number and not article.text[found.start() - 1].isalnum() for found in markers)


def _in_text_order(pair: tuple[Item, Item]) -> tuple[Item, Item]:
    """Two items in the order of the text, in which they may be counted down."""
    first, second = pair
    return (first, second) if first.marker < second.marker else (second, first)


def _compare_with_announcements(article: Article, items: Sequence[Item]) -> Iterator[Outcome]:
    """The outcomes for the counts that announce numbered items."""
    first, last = sorted((items[0], items[-1]), key=lambda item: item.paragraph)
    asked: set[int] = set()  # a count that headline and text announce is asked about once
    for figure in _announcing_counts(article, first):
        count, size = int(figure.value or 0), len(items)
        if len(bullets_after(article, figure.sentence)) == size:
            continue  # count-and-list compares a count with the bullets right after it
        message = f"{count_phrase(article, figure)} are announced, and the items are numbered 1 to {size}."
        spans = (figure.span, first.marker, last.marker)
        if count == size:
            yield Tick(message, spans, f"{figure.words} = {counted(size, 'item')}")
        elif (
            count not in asked
            and may_be_slip(count, size)
            and not (count == size - 1 and ONE_MORE.search(_sentence_of(article, figure)))
        ):
            asked.add(count)
            repairs = (f"{figure.words} -> {size}",)
            question = how_many(figure.words, count, size, "item")
            yield Finding(Severity.WARNING, message, spans, f"{figure.words} is not {size}", repairs, question)


def _announcing_counts(article: Article, first: Item) -> Iterator[Figure]:
    """The counts in the headline and right before the first item that say how many items follow."""
    for index, paragraph in enumerate(article.paragraphs[: first.paragraph]):
        is_title = paragraph.zone is Zone.HEADLINE
        is_near = first.paragraph - index <= MAX_PARAGRAPHS_BEFORE
        if not (is_title or is_near or paragraph.zone is Zone.STANDFIRST):
            continue
        counts = [figure for figure in figures_between(article, *paragraph.span) if is_count(figure) and figure.noun]
        for figure in counts[: len(counts) == 1]:
            sentence = _sentence_of(article, figure)
            is_announced = sentence.endswith(":") or not ANNOUNCING_WORDS.isdisjoint(sentence.lower().split())
            is_of_story = is_title and counted_entity(figure).head in ANNOUNCED_NOUNS
            if (is_of_story or is_announced) and article.text[figure.span.end] != "-":  # "a four-page letter"
                yield figure


def _sentence_of(article: Article, figure: Figure) -> str:
    """The words of a figure's sentence."""
    return article.text_of(article.sentences[figure.sentence].span)


EXAMPLES = (
    Example(
        "as announced",
        "Three things to know about the vote\n\nTorley votes on Thursday.\n\n1. The date\n\nIt was put off.\n\n"
        "2. The money\n\nEach side may spend the same.\n\n3. The turnout\n\nMost voted last time.",
        "tick",
    ),
    Example(
        "one short",
        "Four things to know about the vote\n\nTorley votes on Thursday.\n\n1. The date\n\nIt was put off.\n\n"
        "2. The money\n\nEach side may spend the same.\n\n3. The turnout\n\nMost voted last time.",
        "warning",
    ),
    Example(
        "a gap",
        "Torley votes on Thursday.\n\n1) The date was put off.\n\n2) Each side may spend the same.\n\n"
        "4) Most voted last time.\n\n5) The paper has a question.",
        "warning",
    ),
    Example(
        "counted down, one twice",
        "Torley votes on Thursday.\n\n#4: The date was put off.\n\n#3: Each side may spend the same.\n\n"
        "#3: Most voted last time.\n\n#1: The paper has a question.",
        "warning",
    ),
    Example(
        "two lists",
        "Torley votes on Thursday.\n\nFor:\n\n1. It is cheap.\n\n2. It is near.\n\n3. It is dry.\n\nAgainst:\n\n"
        "1. It is old.\n\n2. It is small.",
        "silent",
    ),
    Example(
        "an extract",
        "Torley votes on Thursday. Here are three of the items.\n\n1. The date was put off.\n\n"
        "7. Each side may spend the same.\n\n9. Most voted last time.",
        "silent",
    ),
    Example(
        "inside a paragraph",
        "Torley votes on Thursday.\n\n1. The date was put off.\n\n2. Each side may spend the same. 3. It is dry.\n\n"
        "4. Most voted last time.\n\n5. The paper has a question.",
        "silent",
    ),
    Example(
        "inside a paragraph, with a sign",
        "Torley votes on Thursday.\n\n#1: The date was put off.\n\n#2: Each side may spend the same. #3: It is dry.\n\n"
        "#4: Most voted last time.\n\n#5: The paper has a question.",
        "silent",
    ),
    Example(
        "one in another style",
        "Torley votes on Thursday.\n\n1. The date was put off.\n\n2. Each side may spend the same.\n\n3) It is dry."
        "\n\n4. Most voted last time.\n\n5. The paper has a question.",
        "silent",
    ),
    Example(
        "a compound",
        "A three-way race for Torley\n\nThe ballot offers this:\n\n1. Ann Holt is a clerk.\n\n"
        "2. Ben Crane is a cook.\n\n3. Cy Dunn is a nurse.\n\n4. None of these.",
        "silent",
    ),
    Example(
        "one told before the others",
        "Rain, and three other things to know\n\nTorley votes on Thursday.\n\n1. It will rain.\n\n"
        "2. It was put off.\n\n3. Each side may spend the same.\n\n4. Most voted last time.",
        "silent",
    ),
    Example(
        "another count",
        "Four candidates for three seats\n\nTorley votes on Thursday.\n\n1. Ann Holt is a clerk.\n\n"
        "2. Ben Crane is a cook.\n\n3. Cy Dunn is a nurse.",
        "silent",
    ),
)

RULE = Rule(code="LS11", slug="numbered-items", scope="article", relation="list", check=check, examples=EXAMPLES)
