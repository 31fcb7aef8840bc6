"""What an engine may offer beyond `interface.Engine`: each protocol here is optional, and so is each of its members.

Ask an engine with the functions of this module. `isinstance` would not do: a wrapped engine, as request batching and
the server make it, passes on the attributes of the engine inside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol, cast

from summarizer.engines.interface import Engine
from summarizer.engines.judgements.deletions import Deletions, DependencyParse
from summarizer.engines.judgements.openings import OpeningJudgement
from summarizer.engines.judgements.support import Claim

JudgeSentences = Callable[[str, Sequence[str]], OpeningJudgement | None]
JudgeDeletions = Callable[[str, Sequence[DependencyParse]], Sequence[Deletions] | None]
JudgeSupport = Callable[[Sequence[Claim]], Sequence[float] | None]


class JudgesOpenings(Protocol):
    """An engine that can tell which of a story's first sentences make its summary."""

    def judge_sentences(self, headline: str, sentences: Sequence[str]) -> OpeningJudgement | None:
        """Returns what the story's first sentences are worth, and which of them belong together.

        `sentences` follow each other in the story and are JUDGED_SENTENCES at most; `headline` may be empty. None where
        the loaded model has not learned it. Raises EngineFailed where the judge cannot be loaded.
        """
        ...


class JudgesDeletions(Protocol):
    """An engine that can tell which words an editor would leave out of a summary."""

    def judge_deletions(self, headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions] | None:
        """Returns for each of a summary's sentences, in their order, which of its words an editor would leave out.

        `headline` may be empty. None where the loaded model has not learned it. Raises EngineFailed where the judge
        cannot be loaded.
        """
        ...


class JudgesSupport(Protocol):
    """An engine that can tell whether an article bears a sentence out."""

    def judge_support(self, claims: Sequence[Claim]) -> list[float] | None:
        """Returns for each claim, in their order, the log-odds that its passages bear it out.

        None where the loaded model has not learned it. Raises EngineFailed where the judge cannot be loaded.
        """
        ...


class Conversational(Protocol):
    """An engine whose model takes conversations, and may be large enough to follow instructions."""

    parameters: int | None  # how many the model has, 0 where that is not known; None: it takes no conversations


class Served(Protocol):
    """An engine whose model a server runs."""

    remote_host: str  # host and port of the machine that runs it; "" if it is this machine
    confirms_prompts: bool  # whether the server said of each prompt so far how much of it it read
    is_sequential: bool  # it answers one prompt after another, so that a batch of them saves no time


class Wrapper(Protocol):
    """An engine that passes requests on to another one."""

    kind: str  # the class name of the engine inside, for reports


def sentence_judge(engine: Engine) -> JudgeSentences | None:
    """Returns `JudgesOpenings.judge_sentences` of an engine; None where it has none."""
    return cast(JudgeSentences | None, getattr(engine, "judge_sentences", None))


def deletion_judge(engine: Engine) -> JudgeDeletions | None:
    """Returns `JudgesDeletions.judge_deletions` of an engine; None where it has none."""
    return cast(JudgeDeletions | None, getattr(engine, "judge_deletions", None))


def support_judge(engine: Engine) -> JudgeSupport | None:
    """Returns `JudgesSupport.judge_support` of an engine; None where it has none."""
    return cast(JudgeSupport | None, getattr(engine, "judge_support", None))


def parameters_of(engine: Engine) -> int | None:
    """Returns `Conversational.parameters` of an engine; None where it has none."""
    return cast(int | None, getattr(engine, "parameters", None))


def is_served(engine: Engine) -> bool:
    """Whether a server runs the model, on this machine or another one."""
    return hasattr(engine, "remote_host")


def remote_host_of(engine: Engine | None) -> str:
    """Returns `Served.remote_host`; "" where no server runs the model, or where there is no engine."""
    return cast(str, getattr(engine, "remote_host", ""))


def confirms_prompts(engine: Engine) -> bool:
    """Whether each prompt so far is known to have been read whole; of a model that no server runs it is."""
    return cast(bool, getattr(engine, "confirms_prompts", True))


def is_sequential(engine: Engine) -> bool:
    """Whether the engine answers one prompt after another, so that requests of several jobs are not worth joining."""
    return cast(bool, getattr(engine, "is_sequential", False))


def kind_of(engine: Engine) -> str:
    """Returns the class name of an engine, for reports; of a wrapped one that of the engine inside."""
    return cast(str, getattr(engine, "kind", type(engine).__name__))
