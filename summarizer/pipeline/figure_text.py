"""The text in which the model judges which figures of an article are tied: sentences with figures, values masked.

Each digit is replaced by a random one and each number word by another, so that the model learns from the words and not
from values that happen to agree. A figure keeps its kind and its number of digits. Masks depend only on a figure's
position, so that a wrong value does not change how the rest is read.
"""

from __future__ import annotations

import math
import random
from collections.abc import Iterable, Sequence

from checks.figures import calendar_words
from checks.figures.calendar_words import WEEKDAY_NAMES
from checks.model import Span, Zone
from checks.pattern import pattern
from checks.relations.counted_lists import counted_lists_of
from checks.relations.frames import Frame, Frames
from checks.relations.possible_ties import possible_relations
from checks.relations.proposals import TieKind
from summarizer.engines.judgements.ties import FigureText, MarkedFigure, TieCandidate

NUMBER_OR_WORD = pattern(r"\d+|[A-Za-z]+")
NUMBER_WORDS = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
TENS_WORDS = tuple(calendar_words.TENS)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
WEEKDAYS = sorted(WEEKDAY_NAMES, key=calendar_words.WEEKDAYS.__getitem__)
MONTHS = tuple(calendar_words.MONTHS)
CENTURIES = ("19", "20")
SEED_FACTOR = 100_003  # gives each figure of each reading a random seed of its own
LAYOUT = (
    "sentences apart",
    "in one sentence",
    "figures between",
    "members",
    "first member first",
    "last member last",
    "headline",
    "one noun",
    "one kind and unit",
    "characters apart",
)
"""The features in `TieCandidate.layout`, in order, each between 0 and about 2."""

Place = tuple[int, int, int]  # of a list: sentence index, start and exclusive end in the article's text


def figure_text(frames: Frames, seed: int = 0) -> tuple[FigureText, list[tuple[TieKind, tuple[Span, ...]]]]:
    """The text for the model, and the kind and members of each candidate tie in it."""
    candidates: list[tuple[TieKind, tuple[Frame | Place, ...]]] = list(possible_relations(frames))
    lists = [(each.frame, each.enumeration) for each in counted_lists_of(frames)]
    candidates += [("list", (frame, (found.sentence, *found.span))) for frame, found in lists]
    return marked_text(frames, candidates, seed), [
        (kind, tuple(member.statement.span if isinstance(member, Frame) else Span(*member[1:]) for member in members))
        for kind, members in candidates
    ]


def marked_text(
    frames: Frames, candidates: Sequence[tuple[TieKind, tuple[Frame | Place, ...]]], seed: int = 0
) -> FigureText:
    """The article's first sentence and those with figures or lists, masked; `seed` determines the masks."""
    article = frames.article
    lists = {member for _, members in candidates for member in members if not isinstance(member, Frame)}
    chosen = {*frames.by_sentence, *(place[0] for place in lists), *range(min(1, len(article.sentences)))}
    pieces: list[str] = []
    length = 0
    ends: dict[int, int] = {}  # of each sentence, in the new text
    starts: dict[
        int, list[tuple[int, int]]
    ] = {}  # of unmasked runs, by sentence: offsets in the article and the new text
    stated: dict[int, tuple[int, int]] = {}  # of each frame, in the new text
    for sentence in sorted(chosen):
        span = article.sentences[sentence].span
        position, runs = span.start, list[tuple[int, int]]()
        for frame in frames.by_sentence.get(sentence, ()):
            if frame.start < position:
                continue
            runs.append((position, length))
            masked = _masked(article.text[frame.start : frame.end], frame.kind, seed * SEED_FACTOR + frame.index)
            pieces += [article.text[position : frame.start], masked]
            length += frame.start - position
            stated[frame.index] = length, length + len(masked)
            length += len(masked)
            position = frame.end
        runs.append((position, length))
        pieces += [article.text[position : span.end], "\n"]
        length += span.end - position
        ends[sentence], starts[sentence] = length, runs
        length += 1
    figures: dict[int | Place, int] = {}
    marked: list[MarkedFigure] = []
    for frame in frames.frames:
        if frame.index in stated:
            figures[frame.index] = len(marked)
            marked.append(MarkedFigure(*stated[frame.index], ends[frame.sentence]))
    for place in sorted(lists):
        sentence, start, end = place
        figures[place] = len(marked)
        marked.append(
            MarkedFigure(_moved_offset(starts[sentence], start), _moved_offset(starts[sentence], end), ends[sentence])
        )
    return FigureText("".join(pieces), marked, list(_judgeable(candidates, figures)))


def _judgeable(
    candidates: Iterable[tuple[TieKind, tuple[Frame | Place, ...]]], figures: dict[int | Place, int]
) -> Iterable[TieCandidate]:
    for kind, members in candidates:
        indices = [figures.get(member.index if isinstance(member, Frame) else member, -1) for member in members]
        yield TieCandidate(kind, tuple(indices), layout(members))


def _moved_offset(runs: Sequence[tuple[int, int]], offset: int) -> int:
    """The offset in the new text of an offset in the article."""
    old, new = next((run for run in reversed(runs) if run[0] <= offset), runs[0])
    return new + offset - old


def _masked(words: str, kind: str, seed: int) -> str:
    """The words of a figure with other numbers of the same form."""
    rng = random.Random(seed)
    return NUMBER_OR_WORD.sub(lambda match: _replacement(match.group(), kind, rng), words)


def _replacement(word: str, kind: str, rng: random.Random) -> str:
    if word.isdigit():
        if len(word) == 4 and kind in ("year", "date") and word.startswith(CENTURIES):
            return f"{word[:2]}{rng.randrange(10)}{rng.randrange(10)}"
        if len(word) <= 2 and kind == "date":
            return str(rng.randrange(1, 10) if len(word) == 1 else rng.randrange(10, 29))
        return str(rng.randrange(1, 10)) + "".join(str(rng.randrange(10)) for _ in word[1:])
    lower = word.lower()
    for words in (NUMBER_WORDS, TENS_WORDS, WEEKDAYS, ORDINALS, MONTHS):
        if lower in words:
            if (words is ORDINALS and kind != "ordinal") or (lower == "may" and kind != "date"):
                return word
            other = rng.choice(words)
            return other.capitalize() if word[0].isupper() else other
    return word


def layout(members: Sequence[Frame | Place]) -> tuple[float, ...]:
    """Features of how the members of a candidate are placed, as named in LAYOUT."""
    frames = [member for member in members if isinstance(member, Frame)]
    sentences = [member.sentence if isinstance(member, Frame) else member[0] for member in members]
    starts = [member.start if isinstance(member, Frame) else member[1] for member in members]
    indices = sorted(frame.index for frame in frames)
    measures: set[tuple[str, str]] = {(frame.kind, frame.unit) for frame in frames}
    return (
        min(max(sentences) - min(sentences), 12) / 6,
        float(max(sentences) == min(sentences)),
        min(indices[-1] - indices[0] + 1 - len(indices), 20) / 10,
        len(members) / 4,
        float(starts[0] == min(starts)),
        float(starts[-1] == max(starts)),
        float(any(frame.zone is Zone.HEADLINE for frame in frames)),
        float(len({frame.noun for frame in frames if frame.noun}) <= 1),
        float(len(frames) == len(members) and len(measures) == 1),
        math.log1p(max(starts) - min(starts)) / 6,
    )
