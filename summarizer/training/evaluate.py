"""Evaluates a model's drafts before any check, on a held-out split of article-summary pairs.

    python -m summarizer.training.evaluate --pairs held-out.jsonl --adapter runs/news/checkpoint --out drafts.jsonl

Prints one line: similarity to the references (ROUGE-1 and ROUGE-L, F1, unstemmed) and its ratio to that of the
article's first three sentences (lead-3); the shares of drafts with a figure or date that the article does not support,
of sentences copied word for word, of drafts that repeat themselves and of drafts cut off; and the mean number of words.
Read the unsupported and the copied share together: a copy of the lead invents nothing.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import checks
from checks.model import Severity
from summarizer import engines
from summarizer.engines import prompt
from summarizer.engines.interface import Engine, Finish, Options
from summarizer.guards import completeness
from summarizer.language.chunking import chunk_story
from summarizer.language.grounding import normalized
from summarizer.models import ModelError
from summarizer.training.arguments import existing_file, existing_path, file_to_write
from summarizer.training.metrics import rouge
from summarizer.training.pairs import ArticleSummaryPair, read_pairs

ARTICLES_PER_BATCH = 8  # articles decoded in one call


@dataclass(frozen=True, slots=True)
class DraftMetrics:
    """The metrics of one draft. ROUGE (F1) and shares are from 0 to 1."""

    rouge_1: float
    rouge_l: float
    lead_rouge_1: float  # of the article's first three sentences
    lead_rouge_l: float
    has_unsupported_figure: bool  # or date
    copied_share: float  # of its sentences: those that are in the article word for word
    is_looping: bool  # repeats a sentence or a phrase
    is_cut_off: bool
    words: int


def write_drafts(
    engine: Engine, articles: Sequence[str], options: Options, limits: tuple[int, int], max_article_tokens: int
) -> list[str]:
    """Returns a draft of each article, of which the model reads at most `max_article_tokens` tokens.

    `limits` are the numbers of sentences and words that the prompt asks for. A draft that was cut off ends in " …".
    """
    prompts = []
    for text in articles:
        parts = chunk_story(checks.read(text), engine.count, max_article_tokens)
        shown = parts[0].text if parts else text
        prompts.append(engine.chat_prompt(prompt.messages(shown, sentences=limits[0], words=limits[1])))
    drafts: list[str] = []
    for start in range(0, len(prompts), ARTICLES_PER_BATCH):
        for [generation, *_] in engine.generate(prompts[start : start + ARTICLES_PER_BATCH], options=options):
            drafts.append(generation.text.strip() + (" …" if generation.finish is not Finish.STOP else ""))
    return drafts


def measure_draft(pair: ArticleSummaryPair, draft: str) -> DraftMetrics:
    """Returns the metrics of a draft of the pair's article."""
    article = checks.read(pair.article)
    lead = " ".join(article.text_of(sentence.span) for sentence in article.sentences[:3])
    read_draft = checks.read(draft)
    sheet = checks.compare(article, read_draft)
    article_words = f" {normalized(pair.article)} "
    sentences = [normalized(read_draft.text_of(sentence.span)) for sentence in read_draft.sentences]
    is_looping = len(set(sentences)) < len(sentences) or completeness.repeats_itself(draft)
    return DraftMetrics(
        *rouge(draft, pair.summary),
        *rouge(lead, pair.summary),
        any(finding.severity is not Severity.NOTE for finding in sheet.findings),
        fmean(f" {sentence} " in article_words for sentence in sentences) if sentences else 0.0,
        is_looping,
        not draft.rstrip("\"'”’)").endswith((".", "!", "?")),
        len(draft.split()),
    )


def format_metrics(metrics: Sequence[DraftMetrics]) -> str:
    """Returns one line with the means of all metrics."""

    def mean(name: str) -> float:
        return fmean(float(getattr(draft, name)) for draft in metrics)

    shares = {
        "unsupported": mean("has_unsupported_figure"),
        "copied": mean("copied_share"),
        "loops": mean("is_looping"),
        "cut off": mean("is_cut_off"),
    }
    return "  ".join(
        [
            f"{len(metrics)} articles",
            f"ROUGE-1 {100 * mean('rouge_1'):.1f} ({mean('rouge_1') / max(mean('lead_rouge_1'), 1e-9):.3f}x lead-3)",
            f"ROUGE-L {100 * mean('rouge_l'):.1f} ({mean('rouge_l') / max(mean('lead_rouge_l'), 1e-9):.3f}x)",
            *(f"{name} {100 * share:.1f}%" for name, share in shares.items()),
            f"{mean('words'):.0f} words",
        ]
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=existing_file, required=True)
    parser.add_argument("--summary-key", default="summary", help="the jsonl key of the reference summary")
    parser.add_argument("--dataset", help="only this one")
    parser.add_argument("--first", type=int, default=120, help="so many pairs")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--adapter", type=existing_path, help="a checkpoint's folder; by default the shipped one")
    parser.add_argument("--no-adapter", action="store_true", help="the base model as it is")
    parser.add_argument("--out", type=file_to_write, help="write the drafts here, as jsonl")
    parser.add_argument("--sentences", type=int, default=3)
    parser.add_argument("--words", type=int, default=40)
    parser.add_argument("--article-tokens", type=int, default=1200)
    parser.add_argument("--beams", type=int, default=1, help="of a model in safetensors")
    parser.add_argument("--length-penalty", type=float, default=1.0)
    parser.add_argument("--temperature", type=float, default=0.0)
    arguments = parser.parse_args()
    pairs = [
        pair
        for pair in read_pairs(arguments.pairs, summary_key=arguments.summary_key)
        if arguments.dataset in (None, pair.dataset)
    ][: arguments.first]
    options = Options(
        max_tokens=24 + 2 * arguments.words,
        beams=1 if arguments.temperature else arguments.beams,
        length_penalty=arguments.length_penalty,
        temperature=arguments.temperature,
    )
    try:
        engine = engines.load(arguments.model, adapter=False if arguments.no_adapter else arguments.adapter)
    except ModelError as error:
        parser.error(str(error))
    articles = [pair.article for pair in pairs]
    drafts = write_drafts(engine, articles, options, (arguments.sentences, arguments.words), arguments.article_tokens)
    metrics = [measure_draft(pair, draft) for pair, draft in zip(pairs, drafts, strict=True)]
    if arguments.out:
        lines = (json.dumps({"id": pair.id, "draft": draft}) for pair, draft in zip(pairs, drafts, strict=True))
        arguments.out.write_text("\n".join(lines) + "\n", "utf-8")
    print(format_metrics(metrics))


if __name__ == "__main__":
    main()
