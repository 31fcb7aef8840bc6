"""Measure what a model and its adapter write before any check, on article/summary pairs kept out of training.

    python -m summarizer.training.evaluate --pairs held-out.jsonl --adapter runs/news/checkpoint --out drafts.jsonl

One line of figures: likeness to the references (ROUGE-1 and -L, F1, unstemmed) and the same over the article's first
three sentences (lead-3), drafts with a figure or date that the article does not bear out, sentences copied word for
word, drafts in loops, drafts cut off, and words. A copy of the lead invents nothing: read them together.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

import checks
from checks.model import Severity
from summarizer import engines
from summarizer.engines import prompt
from summarizer.guards import completeness
from summarizer.engines.interface import Engine, Finish, Options
from summarizer.language.grounding import plain
from summarizer.language.chunking import parts
from summarizer.training.pairs import Pair, read_pairs

TOGETHER = 8  # articles decoded in one call


@dataclass(frozen=True, slots=True)
class Marks:
    """The measures of one draft. Shares run from 0 to 1."""

    rouge1: float
    rouge_l: float
    lead1: float
    lead_l: float
    unsupported: bool
    copied: float
    loops: bool
    cut_off: bool
    words: int


def drafts(engine: Engine, articles: Sequence[str], options: Options, limits: tuple[int, int], most: int) -> list[str]:
    """A draft of each article, of which the model reads at most `most` tokens; `limits`: sentences and words."""
    asked = []
    for text in articles:
        story = parts(checks.read(text), engine.count, most)
        shown = story[0].text if story else text
        asked.append(engine.chat(prompt.messages(shown, sentences=limits[0], words=limits[1])))
    made: list[str] = []
    for start in range(0, len(asked), TOGETHER):
        for one in engine.generate(asked[start : start + TOGETHER], options=options):
            made.append(one[0].text.strip() + (" …" if one[0].finish is not Finish.STOP else ""))
    return made


def mark(pair: Pair, draft: str) -> Marks:
    article = checks.read(pair.article)
    lead = " ".join(article.words(sentence.span) for sentence in article.sentences[:3])
    read = checks.read(draft)
    sheet = checks.compare(article, read)
    body = f" {plain(pair.article)} "
    said = [plain(read.words(sentence.span)) for sentence in read.sentences]
    repeated = len(set(said)) < len(said) or completeness.loops(draft)
    return Marks(
        *rouge(draft, pair.summary),
        *rouge(lead, pair.summary),
        any(finding.severity is not Severity.NOTE for finding in sheet.findings),
        fmean(f" {one} " in body for one in said) if said else 0.0,
        repeated,
        not draft.rstrip("\"'”’)").endswith((".", "!", "?")),
        len(draft.split()),
    )


def rouge(text: str, reference: str) -> tuple[float, float]:
    """F1 of ROUGE-1 and ROUGE-L, unstemmed."""
    one, other = plain(text).split(), plain(reference).split()
    shared = sum((Counter(one) & Counter(other)).values())
    return _f1(shared, len(one), len(other)), _f1(_common_subsequence(one, other), len(one), len(other))


def _f1(shared: int, one: int, other: int) -> float:
    return 2 * shared / (one + other) if one + other else 0.0


def _common_subsequence(one: Sequence[str], other: Sequence[str]) -> int:
    row = [0] * (len(other) + 1)
    for word in one:
        last = 0
        for at, against in enumerate(other, 1):
            last, row[at] = row[at], last + 1 if word == against else max(row[at], row[at - 1])
    return row[-1]


def table(marks: Sequence[Marks]) -> str:
    def mean(name: str) -> float:
        return fmean(float(getattr(one, name)) for one in marks)

    shares = {name: mean(name) for name in ("unsupported", "copied", "loops", "cut_off")}
    return "  ".join(
        [
            f"{len(marks)} articles",
            f"ROUGE-1 {100 * mean('rouge1'):.1f} ({mean('rouge1') / max(mean('lead1'), 1e-9):.3f}x lead-3)",
            f"ROUGE-L {100 * mean('rouge_l'):.1f} ({mean('rouge_l') / max(mean('lead_l'), 1e-9):.3f}x)",
            *(f"{name.replace('_', ' ')} {100 * share:.1f}%" for name, share in shares.items()),
            f"{mean('words'):.0f} words",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True)
    parser.add_argument("--summary-key", default="summary", help="the jsonl key of the reference summary")
    parser.add_argument("--dataset", help="only this one")
    parser.add_argument("--first", type=int, default=120, help="so many pairs")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--adapter", type=Path, help="a checkpoint's folder; by default the shipped one")
    parser.add_argument("--no-adapter", action="store_true", help="the base model as it is")
    parser.add_argument("--out", type=Path, help="write the drafts here, as jsonl")
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--words", type=int, default=40)
    parser.add_argument("--article-tokens", type=int, default=1200)
    parser.add_argument("--beams", type=int, default=4)
    parser.add_argument("--length-penalty", type=float, default=1.0)
    parser.add_argument("--temperature", type=float, default=0.0)
    given = parser.parse_args()
    pairs = [
        pair for pair in read_pairs(given.pairs, summary_key=given.summary_key) if given.dataset in (None, pair.dataset)
    ][: given.first]
    options = Options(
        max_tokens=24 + 2 * given.words,
        beams=1 if given.temperature else given.beams,
        length_penalty=given.length_penalty,
        temperature=given.temperature,
    )
    engine = engines.load(given.model, adapter=False if given.no_adapter else given.adapter)
    articles = [pair.article for pair in pairs]
    written = drafts(engine, articles, options, (given.sentences, given.words), given.article_tokens)
    marks = [mark(pair, draft) for pair, draft in zip(pairs, written, strict=True)]
    if given.out:
        lines = (json.dumps({"id": pair.id, "draft": draft}) for pair, draft in zip(pairs, written, strict=True))
        given.out.write_text("\n".join(lines) + "\n", "utf-8")
    print(table(marks))


if __name__ == "__main__":
    main()
