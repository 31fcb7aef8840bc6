"""Measures processor time and memory per article of a dataset that `copydesk batch --shard` checks and summarises.

    python bench/dataset_rate.py [--articles 400] [--words 400] [--summaries]

Runs one worker on one core, with Parquet in and out, on articles put together from the samples. Prints seconds of
processor time per article (user and system, of all processes), which other programs on the machine affect less than
they affect the rate, and the resident memory of all processes when nearly all articles are done. The figures of
docs/scale.md are from here. Needs Linux and pyarrow.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from functools import partial
from pathlib import Path

import pyarrow
from pyarrow import parquet

sys.path.insert(0, str(Path(__file__).parents[1]))

import summarizer
from bench.batch_rate import resident_megabytes, write_articles
from summarizer.desk.batch import SummaryOptions
from summarizer.desk.dataset_rows import RowOptions
from summarizer.desk.shards import Shard, run_shard


def processor_seconds() -> float:
    """The processor time so far, of this process and of its children that have ended."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(folder: Path, articles: int, words: int, summaries: SummaryOptions | None) -> None:
    """Runs one shard and prints what was measured."""
    texts = folder / "texts"
    texts.mkdir()
    write_articles(texts, articles, words)
    table = pyarrow.table({"text": [path.read_text(encoding="utf-8") for path in sorted(texts.iterdir())]})
    (folder / "in").mkdir()
    parquet.write_table(table, folder / "in" / "articles.parquet", compression="zstd")
    os.sched_setaffinity(0, {0})
    if summaries:
        summaries.engine()  # loaded and, the first time, prepared
    begun, memory = processor_seconds(), 0

    def progress(done: int, total: int) -> None:
        nonlocal memory
        if done == articles - 2:
            memory = resident_megabytes()

    options = RowOptions(summaries=summaries, article_seconds=600)
    outcome = run_shard(str(folder / "in"), str(folder / "out"), Shard(1, 1), options, None, jobs=1, progress=progress)
    per_article = (processor_seconds() - begun) / articles
    print(f"{articles} articles of {words} words: {per_article:.3f} s of processor time each; {memory} MB")
    assert outcome.counts.kinds["articles"] == articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400, help="how many articles (default: 400)")
    parser.add_argument("--words", type=int, default=400, help="length of each (default: 400)")
    parser.add_argument("--summaries", action="store_true", help="write a summary of each article too")
    arguments = parser.parse_args()
    summaries = None
    if arguments.summaries:
        summaries = SummaryOptions(partial(summarizer.loaded, "smollm2-135m"), summarizer.summarize)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.articles, arguments.words, summaries)


if __name__ == "__main__":
    main()
