"""Measures how fast figures are read, next to other libraries in the same run, on one core.

    python -m venv peers && peers/bin/pip install quantulum3 text2num
    peers/bin/python bench/speed.py [--texts FILE] [--rounds 3]

The rule layer needs nothing but Python, so it runs in the peers' environment; peers that are not installed are left
out. Without --texts (one text per line), the paragraphs of the samples are read. Prints for each library texts per
second, and how many times as fast as quantulum3 it is (or, without that, as Copydesk). Copydesk alone takes less than a
second.
"""

from __future__ import annotations

import argparse
import importlib.util
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from summarizer.training.arguments import existing_file

ROOT = Path(__file__).parents[1]
WARM_UP_TEXTS = 5

Reader = Callable[[str], object]


def readers() -> Iterator[tuple[str, Reader]]:
    """Copydesk and the installed peers, each as a function of one text."""
    import checks

    yield "copydesk", checks.read
    if importlib.util.find_spec("quantulum3"):
        from quantulum3 import parser

        yield "quantulum3", parser.parse
    if importlib.util.find_spec("text_to_num"):
        from text_to_num import alpha2digit

        yield "text2num", lambda text: alpha2digit(text, "en")


def sample_paragraphs() -> list[str]:
    """The lines of the samples that are not empty."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "samples").rglob("*.txt"))]
    return [line for text in texts for line in text.splitlines() if line.strip()]


def seconds(reader: Reader, texts: list[str], rounds: int) -> float:
    """The time of the fastest round, which other work on the machine disturbed least."""
    for text in texts[:WARM_UP_TEXTS]:
        reader(text)
    best = float("inf")
    for _ in range(rounds):
        start = time.perf_counter()
        for text in texts:
            reader(text)
        best = min(best, time.perf_counter() - start)
    return best


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--texts", type=existing_file, help="a file with one text a line")
    options.add_argument("--rounds", type=int, default=3, help="of which the fastest counts (default: 3)")
    args = options.parse_args()
    texts = args.texts.read_text(encoding="utf-8").splitlines() if args.texts else sample_paragraphs()
    spent = {name: seconds(reader, texts, args.rounds) for name, reader in readers()}
    baseline = spent.get("quantulum3", spent["copydesk"])
    for name, taken in spent.items():
        print(f"{name:12} {len(texts) / taken:10.0f} texts a second   {baseline / taken:6.1f}x")


if __name__ == "__main__":
    main()
