"""Measures the rate and the memory of `copydesk batch`, checks only, on one core and on two.

    python bench/batch_rate.py [--articles 2000] [--words 400]

The articles are put together from paragraphs of the samples. Prints, for each number of cores, articles per second,
processor time, and the resident memory of all processes together when 200 articles are done and when nearly all are.
Takes some three minutes on one core and less on two. Needs Linux, and a machine that does nothing else.
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).parents[1]


def write_articles(folder: Path, count: int, words: int) -> None:
    """Writes `count` articles of about `words` words each, of paragraphs drawn from the samples."""
    texts = (path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").rglob("*.txt")))
    paragraphs = [part.strip() for text in texts for part in text.split("\n\n") if 15 < len(part.split()) < 90]
    drawn = random.Random(1)
    for index in range(count):
        parts, length = [f"Council story {index} of the day"], 0
        while length < words:
            parts.append(drawn.choice(paragraphs))
            length += len(parts[-1].split())
        (folder / f"{index:05}.txt").write_text("\n\n".join(parts), encoding="utf-8")


def resident_megabytes() -> int:
    """The resident memory of this process and its children, in megabytes (MiB)."""
    processes = [psutil.Process(), *psutil.Process().children(recursive=True)]
    return sum(process.memory_info().rss for process in processes) >> 20


def run(folder: str, report: str, cores: int) -> None:
    """Checks one batch on the first `cores` cores and prints what was measured."""
    from summarizer.desk.batch import BatchListeners, BatchSettings, run_batch
    from summarizer.desk.checking import CheckOptions

    os.sched_setaffinity(0, range(cores))
    memory: dict[int, int] = {}

    def progress(done: int, total: int) -> None:
        if done in (min(200, total // 2), total - 2 * cores):
            memory[done] = resident_megabytes()

    begun = time.monotonic()
    outcome = run_batch(
        folder, Path(report), CheckOptions(), None, BatchSettings(jobs=cores), BatchListeners(progress=progress)
    )
    seconds = time.monotonic() - begun
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    parent, children = (usage.ru_utime + usage.ru_stime for usage in used)
    megabytes = ", ".join(f"{amount} MB after {done}" for done, amount in memory.items())
    print(
        f"{cores} core(s): {len(outcome.rows) / seconds:.1f} articles a second, {seconds:.1f} s; processor time "
        f"{parent:.1f} s in the parent, {children:.1f} s in the workers; {megabytes}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--articles", type=int, default=2000, help="how many articles (default: 2000)")
    parser.add_argument("--words", type=int, default=400, help="length of each (default: 400)")
    parser.add_argument("--run", nargs=3, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.run:
        folder, report, cores = arguments.run
        run(folder, report, int(cores))
        return
    with tempfile.TemporaryDirectory() as folder:
        articles = Path(folder) / "in"
        articles.mkdir()
        write_articles(articles, arguments.articles, arguments.words)
        for cores in (1, 2):
            report = str(Path(folder) / f"out-{cores}")
            command = [sys.executable, __file__, "--run", str(articles), report, str(cores)]
            subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(ROOT)})


if __name__ == "__main__":
    main()
