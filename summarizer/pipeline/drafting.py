"""What the model writes of a text that it reads in one go: its likeliest draft, and samples that share its reading."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import checks
from summarizer.engines.interface import Engine, Finish, Generation, Options
from summarizer.language.grounding import plain
from summarizer.language.chunking import Part
from summarizer.pipeline.result import Draft

WORDS_A_SENTENCE = 15  # asked for where the user names no limit
SURENESS = 0.2  # what a unit of log-probability a token counts against likeness, when drafts are ranked
DOUBT = 0.2  # what a figure takes from a draft that hardly any other has
LONELY = 0.15  # share of the others: of ten, one
FEW = 4  # drafts that are too few to say so
NO_REPEAT = 4  # tokens of the draft's own that may not come again
TEMPERATURE, TOP_P = 0.5, 0.9  # beams copy the article's sentences; greedy and cool samples tell them

_DIGITS = re.compile(r"\d(?:[\d,.]*\d)?")


@dataclass(frozen=True, slots=True)
class Limits:
    sentences: int = 3
    words: int | None = None

    def __post_init__(self) -> None:
        if self.sentences < 1 or (self.words is not None and self.words < 1):
            raise ValueError("a summary has at least one sentence and one word")

    @property
    def asked_words(self) -> int:
        """What the prompt says: in tens, as the model was trained."""
        wanted = self.sentences * WORDS_A_SENTENCE
        if self.words is not None:
            wanted = min(wanted, self.words)
        return max(10, wanted // 10 * 10)


def asked(engine: Engine, part: Part, limits: Limits) -> str:
    return engine.ask(part.text, sentences=limits.sentences, words=limits.asked_words)


def write(engine: Engine, part: Part, limits: Limits, seed: int) -> list[Draft]:
    """The drafts of one part: the likeliest one and samples that share its reading, best agreed first."""
    careful = carefully(engine, limits)
    free = replace(careful, beams=1, temperature=TEMPERATURE, top_p=TOP_P)
    prompt = asked(engine, part, limits)
    both = engine.generate([prompt, prompt], n=[1, engine.samples], options=[careful, free], seed=seed)
    return agreed_first([draft_of(one) for some in both for one in some])


def write_one_each(engine: Engine, some: Sequence[Part], limits: Limits, seed: int) -> list[Draft]:
    """The likeliest draft of each part, decoded together."""
    prompts = [asked(engine, part, limits) for part in some]
    written = engine.generate(prompts, options=carefully(engine, limits), seed=seed)
    return [draft_of(of_part[0]) for of_part in written]


def carefully(engine: Engine, limits: Limits) -> Options:
    """Its makers' way of decoding, without dice and as long as the limits want; without loops in any case."""
    room = 24 + 2 * limits.asked_words
    usual = engine.defaults
    return replace(
        usual,
        max_tokens=room,
        min_tokens=min(usual.min_tokens, room // 3),
        temperature=0.0,
        no_repeat_ngram=usual.no_repeat_ngram or NO_REPEAT,
    )


def agreed_first(drafts: Sequence[Draft]) -> list[Draft]:
    """The draft that the others bear out best, then the rest as they came.

    What several samples say is less often invented than what the single most likely text says (minimum Bayes risk).
    That holds of figures most of all: one that hardly any other draft has is a reason to take another draft.
    """

    def grams(text: str) -> Counter[tuple[str, ...]]:
        words = plain(text).split()
        return Counter([*((word,) for word in words), *pairwise(words)])

    counted = [grams(one.text) for one in drafts]
    figures = [_figures(one.text) for one in drafts]
    others = max(1, len(drafts) - 1)

    def likeness(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
        return 2 * (one & other).total() / max(1, one.total() + other.total())

    def worth_of(at: int) -> tuple[float, int]:
        alike = sum(likeness(counted[at], other) for number, other in enumerate(counted) if number != at)
        shares = ((sum(value in other for other in figures) - 1) / others for value in figures[at])
        lonely = sum(share <= LONELY for share in shares) if len(drafts) > FEW else 0
        return alike / others + SURENESS * drafts[at].score - drafts[at].cut_off - DOUBT * lonely, -at

    best = max(range(len(drafts)), key=worth_of)
    return [drafts[best], *(one for at, one in enumerate(drafts) if at != best)]


def _figures(text: str) -> set[str]:
    """As they are written, and the numbers of dates."""
    return {figure.words.lower() for figure in checks.read(text).figures} | set(_DIGITS.findall(text))


def draft_of(one: Generation) -> Draft:
    return Draft(one.text.strip(), one.finish is not Finish.STOP, one.score)
