"""A story that is longer than the model reads in one go: part by part, then what was made of the parts.

Each part of the story gets a draft. What passes the checks of those drafts, in the story's order and a third as long at
most, is the text of the next reading; that is read in the same way, until one part holds it all. Of that the model
writes several drafts, as it does of a short story. A part of which nothing passes is spoken for by a sentence of its
own, so none is passed over in silence.

Every sentence of every reading is held against the article itself, and only the sentences of the article that its
writer was shown, or that what it was shown comes from, can bear it out: what one reading gets wrong, the next cannot
lean on. Memory is that of the article and of a few parts at a time, however many there are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.pipeline import drafting
from summarizer.guards import completeness
from summarizer.pipeline.drafting import Limits
from summarizer.engines.interface import Engine
from summarizer.language.grounding import Ground, plain
from summarizer.pipeline.selection import Choice
from summarizer.language.chunking import Part, packed
from summarizer.pipeline.result import Draft, How, Rejected
from summarizer.pipeline.verification import vet

TOGETHER = 4  # parts that are decoded together: bounds the memory
SHORTER = 3  # what goes on of a part takes at most one word in so many
LONGEST_SPOKEN = 45  # words of an article's sentence that may speak for its part

Progress = Callable[[int, int], None]  # parts read, parts to read as far as is known; later readings add to them


@dataclass(frozen=True, slots=True)
class Reading:
    """What the model made of a story. Drafts of the whole come first, then those of single parts."""

    drafts: tuple[Draft, ...]
    passed: tuple[Choice, ...]
    rejected: tuple[Rejected, ...]
    readings: int
    told: tuple[int, ...]  # the article's sentences that the last text which was read says, in order


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence that goes on to the next reading, and the article's sentences that bear it out."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """Drafts that were written together, and what became of their sentences (numbered within them)."""

    drafts: list[Draft]
    passed: list[Choice]
    rejected: list[Rejected]


def read(
    engine: Engine, story: Sequence[Part], on: Ground, limits: Limits, *, most: int, seed: int, progress: Progress
) -> Reading:
    """`story` is split into parts of at most `most` tokens already; a story of one part is read once."""
    steps: list[_Step] = []
    here, number, done = list(story), 1, 0
    while len(here) > 1:
        said: list[list[_Said]] = []
        for step in _part_by_part(engine, here, on, limits, number, seed):
            steps.append(step)
            shown = here[len(said) : len(said) + len({draft.part for draft in step.drafts})]
            said += [_goes_on(engine, step, len(said) + at, part, on) for at, part in enumerate(shown)]
            progress(done + len(said), done + len(here) + 1)
        done += len(here)
        shorter = _next_text(engine, said, most)
        if not 0 < len(shorter) < len(here):
            break  # a model that reads less than it writes: its parts are all there is
        here, number = shorter, number + 1
    else:
        drafts = [replace(one, reading=number) for one in drafting.write(engine, here[0], limits, seed)]
        shown_sentences = here[0].sentences if number > 1 else None
        steps.append(_Step(drafts, *vet(drafts, on, [shown_sentences] * len(drafts))))
        progress(done + 1, done + 1)
    return _together(steps, number, tuple(at for part in here for at in part.sentences))


def _part_by_part(
    engine: Engine, here: Sequence[Part], on: Ground, limits: Limits, reading: int, seed: int
) -> Iterator[_Step]:
    """The first part as thoroughly as a short story, since news begins with what matters; a draft of each other one."""
    thorough = 1 if reading == 1 else 0
    if thorough:
        drafts = [replace(one, part=0, reading=reading) for one in drafting.write(engine, here[0], limits, seed)]
        yield _Step(drafts, *vet(drafts, on, [here[0].sentences] * len(drafts)))
    for start in range(thorough, len(here), TOGETHER):
        some = here[start : start + TOGETHER]
        written = drafting.write_one_each(engine, some, limits, seed)
        drafts = [replace(one, part=start + at, reading=reading) for at, one in enumerate(written)]
        yield _Step(drafts, *vet(drafts, on, [part.sentences for part in some]))


def _goes_on(engine: Engine, step: _Step, number: int, part: Part, on: Ground) -> list[_Said]:
    """What the next reading is told of a part: of its first draft what passed, else a sentence of the part's own."""
    draft = next(at for at, one in enumerate(step.drafts) if one.part == number)
    room = max(1, engine.count(part.text) // SHORTER)
    said: list[_Said] = []
    last = -2
    for one in step.passed:
        if one.draft != draft or (one.hangs and one.place != last + 1):
            continue
        room -= engine.count(one.text) + 1
        if said and room < 0:
            break
        said.append(_Said(one.text, one.sources))
        last = one.place
    return said or _spoken_for(part, on)


def _spoken_for(part: Part, on: Ground) -> list[_Said]:
    """The first of the article's own sentences in a part that can stand alone."""
    for at in part.sentences:
        text = " ".join(on.article.words(on.article.sentences[at].span).split())
        if len(text.split()) <= LONGEST_SPOKEN and not completeness.fault(text) and not completeness.hangs(text):
            return [_Said(text, (at,))]
    return []


def _next_text(engine: Engine, said: Sequence[Sequence[_Said]], most: int) -> list[Part]:
    runs = packed([[(one, engine.count(one.text) + 1) for one in of_part] for of_part in said], most)
    return [
        Part(tuple(sorted({at for one in run for at in one.sources})), " ".join(one.text for one in run))
        for run in runs
    ]


def _together(steps: Sequence[_Step], readings: int, told: tuple[int, ...]) -> Reading:
    """All steps as one, the last reading first; a sentence that came several times is the first one's."""
    drafts: list[Draft] = []
    passed: dict[str, Choice] = {}
    rejected: dict[str, Rejected] = {}
    for step in sorted(steps, key=lambda one: -one.drafts[0].reading):
        first = len(drafts)
        drafts += step.drafts
        for one in step.passed:
            at = first + one.draft
            passed.setdefault(plain(one.text), replace(one, draft=at, how=How.REDONE if at else How.KEPT))
        for two in step.rejected:
            rejected.setdefault(plain(two.text), replace(two, draft=first + two.draft))
    return Reading(
        tuple(drafts),
        tuple(passed.values()),
        tuple(one for key, one in rejected.items() if key not in passed),
        readings,
        told,
    )
