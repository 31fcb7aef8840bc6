"""The text that the model reads to tell which figures of an article are tied: sentences with figures, values masked.

Each digit is replaced by another one and each number word by another number word, so that the model learns what the
words say and not which values happen to agree. A figure keeps its kind and its number of digits. Masks depend on a
figure's place alone, so that a wrong value does not change how the rest is read.
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

WORD = pattern(r"\d+|[A-Za-z]+")
NUMBERS = """two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen""".split()
TENS = tuple(calendar_words.TENS)
ORDINALS = "first second third fourth fifth sixth seventh eighth ninth tenth".split()
WEEKDAYS = sorted(WEEKDAY_NAMES, key=calendar_words.WEEKDAYS.__getitem__)
MONTHS = tuple(calendar_words.MONTHS)
CENTURIES = ("19", "20")
PLACE_FACTOR = 100_003  # of the seed, so that each figure of each reading has its own
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
"""What `TieCandidate.layout` says, in its order, each between 0 and about 2."""

Place = tuple[int, int, int]  # of a list: its sentence, start and end


def figure_text(frames: Frames, seed: int = 0) -> tuple[FigureText, list[tuple[TieKind, tuple[Span, ...]]]]:
    """The text for the model, and kind and members of each of its candidates."""
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
    """The sentences with figures or with lists, and the first one; `seed` chooses the masks."""
    article = frames.article
    lists = {member for _, members in candidates for member in members if not isinstance(member, Frame)}
    chosen = {*frames.by_sentence, *(place[0] for place in lists), *range(min(1, len(article.sentences)))}
    pieces: list[str] = []
    length = 0
    ends: dict[int, int] = {}  # of sentences in the new text
    starts: dict[int, list[tuple[int, int]]] = {}  # of unmasked runs of a sentence: old and new offset
    stated: dict[int, tuple[int, int]] = {}  # of frames in the new text
    for sentence in sorted(chosen):
        span = article.sentences[sentence].span
        position, runs = span.start, list[tuple[int, int]]()
        for frame in frames.by_sentence.get(sentence, ()):
            if frame.start < position:
                continue
            runs.append((position, length))
            masked = _masked(article.text[frame.start : frame.end], frame.kind, seed * PLACE_FACTOR + frame.index)
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
        marked.append(MarkedFigure(_moved(starts[sentence], start), _moved(starts[sentence], end), ends[sentence]))
    return FigureText("".join(pieces), marked, list(_judgeable(candidates, figures)))


def _judgeable(
    candidates: Iterable[tuple[TieKind, tuple[Frame | Place, ...]]], figures: dict[int | Place, int]
) -> Iterable[TieCandidate]:
    for kind, members in candidates:
        indices = [figures.get(member.index if isinstance(member, Frame) else member, -1) for member in members]
        yield TieCandidate(kind, tuple(indices), layout(members))


def _moved(runs: Sequence[tuple[int, int]], offset: int) -> int:
    """Where an offset of the article lies in the new text."""
    old, new = next((run for run in reversed(runs) if run[0] <= offset), runs[0])
    return new + offset - old


def _masked(words: str, kind: str, seed: int) -> str:
    """The words of a figure with other numbers of the same form."""
    rng = random.Random(seed)
    return WORD.sub(lambda match: _other(match.group(), kind, rng), words)


def _other(word: str, kind: str, rng: random.Random) -> str:
    if word.isdigit():
        if len(word) == 4 and kind in ("year", "date") and word.startswith(CENTURIES):
            return f"{word[:2]}{rng.randrange(10)}{rng.randrange(10)}"
        if len(word) <= 2 and kind == "date":
            return str(rng.randrange(1, 10) if len(word) == 1 else rng.randrange(10, 29))
        return str(rng.randrange(1, 10)) + "".join(str(rng.randrange(10)) for _ in word[1:])
    lower = word.lower()
    for some in (NUMBERS, TENS, WEEKDAYS, ORDINALS, MONTHS):
        if lower in some:
            if (some is ORDINALS and kind != "ordinal") or (lower == "may" and kind != "date"):
                return word
            other = rng.choice(some)
            return other.capitalize() if word[0].isupper() else other
    return word


def layout(members: Sequence[Frame | Place]) -> tuple[float, ...]:
    """How the members of a candidate stand to each other, in numbers of similar size."""
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
