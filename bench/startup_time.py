"""Measures how long commands of `copydesk` take from the shell to their exit, next to those of another checkout.

    python bench/startup_time.py [--other CHECKOUT] [--runs 15]

Runs a check of a sample, `--help`, `rules` and `config`. With `--other` the checkouts take turns, so that both meet
the same machine. Bytecode is cached before the first run that counts. Prints for each command the smallest and the
median time in seconds, of each checkout, and the ratio of the smallest. Takes some 20 seconds per checkout.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))

from summarizer.training.arguments import existing_folder

ROOT = Path(__file__).parents[1]
ARTICLE = ROOT / "samples" / "operation-orion.txt"
COMMANDS = (("check", str(ARTICLE)), ("--help",), ("rules",), ("config",))


def seconds(checkout: Path, command: tuple[str, ...], folder: str) -> float:
    """The wall-clock time of one run; CalledProcessError if it fails (1, for findings, is no failure)."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "summarizer.cli", *command],
        cwd=folder,  # not a checkout, since the current folder comes first on the import path
        env={**environment, "PYTHONPATH": str(checkout)},
        stdout=subprocess.DEVNULL,
    )
    taken = time.perf_counter() - start
    if done.returncode > 1:
        raise subprocess.CalledProcessError(done.returncode, command)
    return taken


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--other", type=existing_folder, help="another checkout, for example of an earlier version")
    parser.add_argument("--runs", type=int, default=15, help="of each command (default: 15)")
    options = parser.parse_args()
    checkouts = [ROOT, *([options.other.resolve()] if options.other else [])]
    with tempfile.TemporaryDirectory() as folder:
        for command in COMMANDS:
            taken: list[list[float]] = [[] for _ in checkouts]
            for run in range(options.runs + 1):
                for times, checkout in zip(taken, checkouts, strict=True):
                    times.append(seconds(checkout, command, folder))
                    if run == 0:
                        times.clear()  # the first run writes the bytecode
            shown = "  ".join(f"{min(times):.3f} {statistics.median(times):.3f}" for times in taken)
            ratio = f"  ratio {min(taken[0]) / min(taken[1]):.2f}" if len(taken) > 1 else ""
            print(f"{command[0]:8} {shown}{ratio}")


if __name__ == "__main__":
    main()
