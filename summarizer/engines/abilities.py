"""Optional abilities of engines, beyond `interface.Engine`: each protocol is optional, and so is each of its members.

Query an engine with the functions of this module, not with `isinstance`: a wrapper, such as those of request batching
and the server, passes on the attributes of the engine that it wraps.
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
    """An engine that can judge which of a story's first sentences belong in its summary."""

    def judge_sentences(self, headline: str, sentences: Sequence[str]) -> OpeningJudgement | None:
        """Returns the judgement of a story's first sentences, by themselves and together.

        `sentences` are successive and JUDGED_SENTENCES at most; `headline` may be empty. None where the loaded model
        was not trained for it. Raises EngineFailed where the judge cannot be loaded.
        """
        ...


class JudgesDeletions(Protocol):
    """An engine that can judge which words of a summary an editor would delete."""

    def judge_deletions(self, headline: str, sentences: Sequence[DependencyParse]) -> list[Deletions] | None:
        """Returns for each of a summary's sentences, in order, which of its words an editor would delete.

        `headline` may be empty. None where the loaded model was not trained for it. Raises EngineFailed where the judge
        cannot be loaded.
        """
        ...


class JudgesSupport(Protocol):
    """An engine that can judge whether an article supports a sentence."""

    def judge_support(self, claims: Sequence[Claim]) -> list[float] | None:
        """Returns for each claim, in order, the log-odds that its passages support it.

        None where the loaded model was not trained for it. Raises EngineFailed where the judge cannot be loaded.
        """
        ...


class Conversational(Protocol):
    """An engine whose model takes conversations, and may be large enough to follow instructions."""

    parameters: int | None  # of the model; 0 if unknown, None if it takes no conversations


class Served(Protocol):
    """An engine whose model a server runs."""

    remote_host: str  # host and port of the machine that runs it; "" for this machine
    confirms_prompts: bool  # whether the server reported for each prompt so far how much of it was read
    is_sequential: bool  # it answers one prompt after another, so that a batch saves no time


class Wrapper(Protocol):
    """An engine that passes requests on to another one."""

    kind: str  # the class name of the wrapped engine, for reports


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
    """Whether each prompt so far is known to have been read whole, as it always is without a server."""
    return cast(bool, getattr(engine, "confirms_prompts", True))


def is_sequential(engine: Engine) -> bool:
    """Whether the engine answers one prompt after another, so that it is not worth joining requests of several jobs."""
    return cast(bool, getattr(engine, "is_sequential", False))


def kind_of(engine: Engine) -> str:
    """Returns the class name of an engine, for reports; that of the wrapped engine for a wrapper."""
    return cast(str, getattr(engine, "kind", type(engine).__name__))
