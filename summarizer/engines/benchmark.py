"""How fast a model is on this machine: loading, reading and writing. Noted for `copydesk models list`."""

from __future__ import annotations

import time
from datetime import date

from summarizer.models import cache_folder, catalogue
from summarizer.engines import Options, load
from summarizer.engines.interface import OnToken

STORY = (
    "The town council voted on Tuesday to close two of its five libraries from next spring. Officials said the move "
    "would save about 1.2 million pounds a year, most of it in rent. Some 40 staff work in the two buildings, and 15 "
    "of them have been offered posts elsewhere. A petition against the plan has drawn more than 9,000 signatures. "
)
NEW = 48  # tokens
TIMES = 3


def bench(name: str = catalogue.DEFAULT) -> cache_folder.Speed:
    """Loads a model, writes the same short text a few times, and notes the fastest. Raises a models.ModelError."""
    load(name).close()  # fetched and converted: what is measured is a start like any other
    started = time.perf_counter()
    engine = load(name)
    loading = time.perf_counter() - started
    options = Options(max_tokens=NEW, min_tokens=NEW)
    copies = max(1, min(600, engine.reads(options)) // engine.count(STORY))
    reading, writing, size = float("inf"), float("inf"), 0
    for turn in range(TIMES):
        prompt = engine.ask(f"Report {turn}. " + STORY * copies, sentences=3, words=40)
        size = engine.count(prompt)
        heard: list[float] = []
        started = time.perf_counter()
        engine.generate([prompt], options=options, on_token=_clock(heard))
        reading = min(reading, heard[0] - started)
        writing = min(writing, (heard[-1] - heard[0]) / max(1, len(heard) - 1))
    speed = cache_folder.Speed(
        engine=type(engine).__name__,
        load_seconds=round(loading, 2),
        read_per_second=round(size / reading),
        write_per_second=round(1 / writing),
        peak_megabytes=_peak(),
        when=date.today().isoformat(),
    )
    engine.close()
    cache_folder.note_speed(name, speed)
    return speed


def _clock(heard: list[float]) -> OnToken:
    return lambda which, candidate, words: heard.append(time.perf_counter())


def _peak() -> int:
    """The most memory this process has had, in MB; 0 where that cannot be told."""
    try:
        import resource
    except ImportError:
        return 0
    import sys

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // (1 << 20 if sys.platform == "darwin" else 1 << 10)
