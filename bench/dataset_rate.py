"""Processor time and memory for an article of a dataset, as `copydesk batch --shard` checks and summarises it.

    python bench/dataset_rate.py [--articles 400] [--summaries]

One worker on one core, Parquet in and out. Prints seconds of processor time for an article (user and system, of all
processes), which other programs on the machine change less than they change the rate, and the memory of the processes
together when nearly all is done. The figures of docs/scale.md are from here.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
from functools import partial
from pathlib import Path

import psutil
import pyarrow
from pyarrow import parquet

sys.path.insert(0, str(Path(__file__).parents[1]))

from batch_rate import write_articles

import summarizer
from summarizer.desk.batch import SummaryOptions
from summarizer.desk.dataset_rows import RowOptions
from summarizer.desk.shards import Shard, run_shard


def processor_seconds() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in used)


def measure(folder: Path, articles: int, words: int, summaries: SummaryOptions | None) -> None:
    """Runs one shard and prints its figures."""
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
            processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
            memory = sum(process.memory_info().rss for process in processes) >> 20

    options = RowOptions(summaries=summaries, article_seconds=600)
    outcome = run_shard(str(folder / "in"), str(folder / "out"), Shard(1, 1), options, None, jobs=1, progress=progress)
    per_article = (processor_seconds() - begun) / articles
    print(f"{articles} articles of {words} words: {per_article:.3f} s of processor time each; {memory} MB")
    assert outcome.counts.kinds["articles"] == articles


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=400)
    parser.add_argument("--words", type=int, default=400)
    parser.add_argument("--summaries", action="store_true")
    arguments = parser.parse_args()
    summaries = None
    if arguments.summaries:
        summaries = SummaryOptions(partial(summarizer.loaded, "smollm2-135m"), summarizer.summarize)
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder), arguments.articles, arguments.words, summaries)


if __name__ == "__main__":
    main()
