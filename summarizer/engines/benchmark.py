"""Measures how fast a model runs: loading, prefill and decoding. Saved for `copydesk models recommend` and `show`."""

from __future__ import annotations

import time
from datetime import date

from summarizer.engines import Options, load
from summarizer.engines.abilities import is_served
from summarizer.engines.interface import Engine
from summarizer.models import cache_folder, catalogue, errors
from summarizer.models.endpoints import EndpointOptions

STORY = (
    "The town council voted on Tuesday to close two of its five libraries from next spring. Officials said the move "
    "would save about 1.2 million pounds a year, most of it in rent. Some 40 staff work in the two buildings, and 15 "
    "of them have been offered posts elsewhere. A petition against the plan has drawn more than 9,000 signatures. "
)
MAX_STORY_TOKENS = 600
NEW_TOKENS = 48
REPEATS = 3  # of which the fastest counts


def measure_speed(name: str = catalogue.DEFAULT, endpoint: EndpointOptions | None = None) -> cache_folder.Speed:
    """Loads a model, generates the same short text a few times, and saves the result. Raises a models.ModelError.

    A model that a server runs is measured through it: what counts as loading is its first answer.
    """
    if catalogue.source_of(name) is not catalogue.ModelSource.ENDPOINT:
        load(name).close()  # downloads and converts it: the start that is measured is one of many
    started = time.perf_counter()
    engine = load(name, endpoint=endpoint)
    if catalogue.source_of(name) is catalogue.ModelSource.ENDPOINT:
        _generate(engine, engine.summary_prompt(STORY, sentences=3, words=40), Options(max_tokens=1))
    load_seconds = time.perf_counter() - started
    try:
        return measure_engine(name, engine, load_seconds)
    finally:
        engine.close()


def measure_engine(name: str, engine: Engine, load_seconds: float = 0.0) -> cache_folder.Speed:
    """The same of a model that is loaded; saved as that of `name`."""
    one, many = (Options(max_tokens=count, min_tokens=count) for count in (1, NEW_TOKENS))
    copies = max(1, min(MAX_STORY_TOKENS, engine.max_article_tokens(many)) // engine.count(STORY))
    prefill_seconds, whole_seconds, tokens, prompt_tokens = float("inf"), float("inf"), 1, 0
    for repeat in range(REPEATS):
        # prompts differ, so that no prefill can be reused
        first, second = (
            engine.summary_prompt(f"Report {repeat}{letter}. " + STORY * copies, sentences=3, words=40)
            for letter in "ab"
        )
        prompt_tokens = engine.count(first)
        prefill, _ = _generate(engine, first, one)
        whole, tokens = _generate(engine, second, many)
        prefill_seconds, whole_seconds = min(prefill_seconds, prefill), min(whole_seconds, whole)
    decode_seconds = whole_seconds - prefill_seconds if tokens > 1 else 0.0
    if decode_seconds <= 0:  # other work on the machine was in the way, or one token was written: a lower bound
        decode_seconds, tokens = whole_seconds, tokens + 1
    speed = cache_folder.Speed(
        engine=type(engine).__name__,
        load_seconds=round(load_seconds, 2),
        read_per_second=round(prompt_tokens / prefill_seconds),
        write_per_second=round((tokens - 1) / decode_seconds),
        peak_megabytes=0 if is_served(engine) else _peak_megabytes(),  # a server's is not known
        when=date.today().isoformat(),
    )
    cache_folder.save_speed(name, speed)
    return speed


def _generate(engine: Engine, prompt: str, options: Options) -> tuple[float, int]:
    """Returns the seconds that a text took, and its tokens. Raises EngineFailed where there are none."""
    started = time.perf_counter()
    [[generation]] = engine.generate([prompt], options=options)
    if not generation.tokens:
        raise errors.EngineFailed(f"{engine.name} wrote nothing, so its speed cannot be measured.")
    return time.perf_counter() - started, generation.tokens


def _peak_megabytes() -> int:
    """Returns the peak memory of this process; 0 where the system does not report it."""
    try:
        import resource
    except ImportError:
        return 0
    import sys

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
