"""Which of a story's first sentences belong in its summary: the answer of an engine."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

JUDGED_SENTENCES = 9  # of a story; later sentences hardly ever belong in its summary


@dataclass(frozen=True, slots=True)
class Worth:
    """Probabilities that say how much a sentence matters to a summary of its story."""

    boilerplate: float  # it is not a sentence of the story, but a caption, crosshead, link or fragment
    main_event: float  # without it a reader does not know what happened
    needed: float  # it is in an editor's summary of one to four sentences


@dataclass(frozen=True, slots=True)
class SentenceChoice:
    """A set of sentences, and the probability that an editor would choose exactly these for the summary."""

    sentences: tuple[int, ...]  # indices, ascending
    probability: float


@dataclass(frozen=True, slots=True)
class OpeningJudgement:
    """The judgement of each sentence of an opening, in order, and all choices among them, most likely first.

    The choices are all sets of one to four sentences; their probabilities add up to 1.
    """

    worths: Sequence[Worth] = ()
    choices: Sequence[SentenceChoice] = ()
