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
REPEATS = 3  # the fastest counts


def measure_speed(name: str = catalogue.DEFAULT, endpoint: EndpointOptions | None = None) -> cache_folder.Speed:
    """Loads a model, measures and saves its speed, and returns it. Raises an `errors.ModelError`.

    The time until a server's first answer counts as the loading time of a model that it runs.
    """
    if catalogue.source_of(name) is not catalogue.ModelSource.ENDPOINT:
        load(name).close()  # downloads and converts the model, so that a later start is measured
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
    """Measures and returns the speed of a loaded model, and saves it under `name`.

    The time of one new token counts as prefill; the further time of NEW_TOKENS tokens as decoding.
    """
    prefill_only, with_decoding = (Options(max_tokens=count, min_tokens=count) for count in (1, NEW_TOKENS))
    copies = max(1, min(MAX_STORY_TOKENS, engine.max_article_tokens(with_decoding)) // engine.count(STORY))
    prefill_seconds, total_seconds, tokens, prompt_tokens = float("inf"), float("inf"), 1, 0
    for repeat in range(REPEATS):
        # the prompts differ, so that no prefill can be reused
        first, second = (
            engine.summary_prompt(f"Report {repeat}{letter}. " + STORY * copies, sentences=3, words=40)
            for letter in "ab"
        )
        prompt_tokens = engine.count(first)
        prefill, _ = _generate(engine, first, prefill_only)
        total, tokens = _generate(engine, second, with_decoding)
        prefill_seconds, total_seconds = min(prefill_seconds, prefill), min(total_seconds, total)
    decode_seconds = total_seconds - prefill_seconds if tokens > 1 else 0.0
    if decode_seconds <= 0:  # other work on the machine interfered, or only one token was written: take a lower bound
        decode_seconds, tokens = total_seconds, tokens + 1
    speed = cache_folder.Speed(
        engine=type(engine).__name__,
        load_seconds=round(load_seconds, 2),
        read_per_second=round(prompt_tokens / prefill_seconds),
        write_per_second=round((tokens - 1) / decode_seconds),
        peak_megabytes=0 if is_served(engine) else _peak_megabytes(),  # that of a server is not known
        when=date.today().isoformat(),
    )
    cache_folder.save_speed(name, speed)
    return speed


def _generate(engine: Engine, prompt: str, options: Options) -> tuple[float, int]:
    """Generates a text; returns the seconds that it took, and its tokens. Raises EngineFailed if it has none."""
    started = time.perf_counter()
    [[generation]] = engine.generate([prompt], options=options)
    if not generation.tokens:
        raise errors.EngineFailed(f"{engine.name} wrote nothing, so its speed cannot be measured.")
    return time.perf_counter() - started, generation.tokens


def _peak_megabytes() -> int:
    """Returns the peak memory of this process in MB; 0 where the system does not report it."""
    try:
        import resource
    except ImportError:
        return 0
    import sys

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
