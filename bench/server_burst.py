"""Measures how long a burst of clients waits for its checks while the server writes a summary.

    python bench/server_burst.py [--other CHECKOUT] [--runs 5] [--clients 20] [--words 500] [--model NAME]
        [--article FILE]

Starts `copydesk serve` of this checkout, and of another one, for example of an earlier version. In each run the server
begins a summary of a long article, then all clients post different texts at once to /api/check. The checkouts take
turns, so that both meet the same machine. The model must be installed already; with --model none no summary is written.
Without --article the texts are made of several samples, which have far more figures than news does; with it, they are
that article, each with another last line.

Prints, in milliseconds, the best run of each checkout (the one with the lowest 95th percentile): the median and the
95th percentile of the clients' waits; then the wait of a single client, in how many runs the summary outlasted the
burst, the 95th percentile of all runs, and the ratio of the checkouts. The first line has the load of the machine.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parents[1]))

from summarizer.training.arguments import existing_file, existing_folder

ROOT = Path(__file__).parents[1]
ADDRESS = "127.0.0.1"
TIMEOUT = 120.0  # seconds
JSON_HEADERS = {"Content-Type": "application/json"}
NO_MODEL = "none"
SUMMARISED_WORDS = 3000  # length of the article that is summarised during the burst
SINGLE_CHECKS = 10  # after each run, one at a time, on an idle server


@dataclass(frozen=True, slots=True)
class Burst:
    """Milliseconds that each client waited, and whether the summary was still being written at the end."""

    waits: list[float]
    with_summary: bool

    def percentile(self, percent: int) -> float:
        """The percentile of the waits, by the nearest rank."""
        return sorted(self.waits)[max(0, -(-len(self.waits) * percent // 100) - 1)]


def article(number: int, words: int, file: Path | None = None) -> str:
    """The text of client `number`: the article in `file`, or samples from another one on, cut after `words` words."""
    files = [file] if file else sorted((ROOT / "samples").rglob("*.txt"))
    texts = [path.read_text(encoding="utf-8") for path in files]
    start = number % len(texts)
    repeated = 1 + words // len(" ".join(texts).split())
    paragraphs = "\n\n".join((texts[start:] + texts[:start]) * repeated).split(" ")
    return " ".join(paragraphs[:words]) + f"\n\nFiled by reporter {number}."


@contextmanager
def server(checkout: Path, model: str) -> Iterator[int]:
    """Runs a server of a checkout; yields its port. SystemExit if it does not start."""
    with socket.socket() as free:
        free.bind((ADDRESS, 0))
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "summarizer.cli", "serve", "--no-log", "--port", str(port)]
    command += ["--model", model] if model not in ("", NO_MODEL) else []
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "PYTHONPATH": str(checkout)}
        process = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
        try:
            assert process.stderr is not None
            if "Copydesk is at" not in process.stderr.readline():
                raise SystemExit(f"{checkout} does not serve: {process.stderr.read()}")
            threading.Thread(target=process.stderr.read, daemon=True).start()
            while True:
                with socket.socket() as probe:
                    if not probe.connect_ex((ADDRESS, port)):
                        break
                time.sleep(0.05)
            yield port
        finally:
            process.terminate()
            process.wait()


def check_milliseconds(port: int, text: str) -> float:
    """The milliseconds that one check takes, from connecting to the last byte."""
    body = json.dumps({"text": text}).encode()
    start = time.perf_counter()
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=TIMEOUT)
    connection.request("POST", "/api/check", body, JSON_HEADERS)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"status {answer.status}")
    return 1000 * (time.perf_counter() - start)


@contextmanager
def summary(port: int) -> Iterator[threading.Event]:
    """Keeps the server writing a summary during the block; the event is set if it is finished before the end."""
    finished = threading.Event()
    connection = http.client.HTTPConnection(ADDRESS, port, timeout=TIMEOUT)
    headers = {**JSON_HEADERS, "Origin": f"http://{ADDRESS}:{port}"}
    connection.request("POST", "/live/summary", json.dumps({"text": article(0, SUMMARISED_WORDS)}), headers)
    stream = connection.sock
    answer = connection.getresponse()
    answer.readline()  # an event, or after two seconds a keep-alive: the model is at work

    def read() -> None:
        with suppress(OSError, ValueError, http.client.HTTPException):  # the connection was shut down
            for line in answer:
                if line.startswith((b"event: summary", b"event: failed")):
                    finished.set()

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    yield finished
    with suppress(OSError):
        stream.shutdown(socket.SHUT_RDWR)
    reader.join()
    answer.close()


def burst(port: int, clients: int, words: int, file: Path | None = None) -> list[float]:
    """The milliseconds that each of `clients` clients waits when all post at once."""
    waits: list[float] = []
    barrier = threading.Barrier(clients)

    def client(number: int) -> None:
        text = article(number, words, file)
        barrier.wait()
        waits.append(check_milliseconds(port, text))

    threads = [threading.Thread(target=client, args=(number,)) for number in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return waits


def burst_during_summary(port: int, clients: int, words: int, file: Path | None) -> Burst:
    """A burst while the server writes a summary."""
    with summary(port) as finished:
        return Burst(burst(port, clients, words, file), not finished.is_set())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--other", type=existing_folder, help="another checkout, for example of an earlier version")
    parser.add_argument("--runs", type=int, default=5, help="default: 5")
    parser.add_argument("--clients", type=int, default=20, help="default: 20")
    parser.add_argument("--words", type=int, default=500, help="words in each text (default: 500)")
    parser.add_argument("--model", default="", help='"none", or a model; without this, the one that the server chooses')
    parser.add_argument(
        "--article", type=existing_file, help="a text file, repeated if it has fewer than --words words"
    )
    options = parser.parse_args()
    with_summary = options.model != NO_MODEL
    checkouts = [ROOT, *([options.other.resolve()] if options.other else [])]
    bursts: dict[Path, list[Burst]] = {checkout: [] for checkout in checkouts}
    singles: dict[Path, list[float]] = {checkout: [] for checkout in checkouts}
    with ExitStack() as servers:
        ports = {checkout: servers.enter_context(server(checkout, options.model)) for checkout in checkouts}
        for run in range(options.runs + 1):  # the first one loads the model and is not counted
            for checkout in checkouts:
                request = (ports[checkout], options.clients, options.words, options.article)
                found = burst_during_summary(*request) if with_summary else Burst(burst(*request), False)
                if run:
                    bursts[checkout].append(found)
                    singles[checkout] += [
                        check_milliseconds(ports[checkout], article(number, options.words, options.article))
                        for number in range(SINGLE_CHECKS)
                    ]
    best = {checkout: min(found, key=lambda each: each.percentile(95)) for checkout, found in bursts.items()}
    print(f"{options.clients} clients, {options.words} words each, load {os.getloadavg()[0]:.1f}; milliseconds")
    for checkout, shown in best.items():
        outlasted = sum(each.with_summary for each in bursts[checkout])
        print(
            f"{checkout.name:12} p50 {shown.percentile(50):5.0f}  p95 {shown.percentile(95):5.0f}"
            f"  one client {min(singles[checkout]):4.0f} {median(singles[checkout]):4.0f} (smallest, median)"
            f"  summary outlasted the burst in {outlasted} of {options.runs} runs"
            f"  p95 of all runs {' '.join(f'{each.percentile(95):.0f}' for each in bursts[checkout])}"
        )
    if len(checkouts) > 1:
        print(f"ratio of p95 {best[checkouts[0]].percentile(95) / best[checkouts[1]].percentile(95):.2f}")


if __name__ == "__main__":
    main()
