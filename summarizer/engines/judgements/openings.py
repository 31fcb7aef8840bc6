"""What an engine may be asked about the sentences that a story begins with, and what it answers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

JUDGED_SENTENCES = 9  # of a story: what stands further down hardly ever belongs in its summary


@dataclass(frozen=True, slots=True)
class Worth:
    """What a sentence is worth to a summary of its story, as probabilities."""

    boilerplate: float  # it is no sentence of the story: a caption, crosshead or link, or a fragment
    main: float  # without it a reader does not know what happened
    needed: float  # an editor's summary of one to four sentences has it


@dataclass(frozen=True, slots=True)
class SentenceChoice:
    """Sentences that may make the summary together, and how likely an editor would choose just these."""

    sentences: tuple[int, ...]  # indices, ascending
    probability: float


@dataclass(frozen=True, slots=True)
class OpeningJudgement:
    """What each sentence of an opening is worth, in their order, and the choices among them, the likeliest first.

    The probabilities of the choices, all sets of one to four sentences, add up to 1.
    """

    worths: Sequence[Worth] = ()
    choices: Sequence[SentenceChoice] = ()
