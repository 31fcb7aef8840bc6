"""What an engine may be asked about the sentences that a story begins with, and what it answers."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Worth:
    """What a sentence is worth to a summary of its story, as probabilities."""

    boilerplate: float  # it is no sentence of the story: a caption, crosshead or link, or a piece of a sentence
    main: float  # without it a reader does not know what happened
    needed: float  # the summary is better with it, beside the sentences before it; the main ones are needed too
