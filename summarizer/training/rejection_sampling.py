"""Writes references for a second round of training by rejection sampling from the model's own drafts.

    python -m summarizer.training.rejection_sampling --pairs news_pairs.jsonl.gz --out drafts.jsonl --share inshorts=600

A reference is made of those sentences of several drafts that pass the checks and are most similar to the human
reference. Training on these teaches the model nothing that it could not write, only which of its own sentences to
prefer. Articles whose best sentences are no better than the average draft are left out; their ids are kept beside the
references (drafts.jsonl.rejected), so that an interrupted run is resumed when it is started again.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

import checks
from summarizer import engines
from summarizer.engines import prompt
from summarizer.engines.interface import Engine, Options
from summarizer.guards.candidate import SummaryCandidate
from summarizer.language.grounding import index_article, normalized
from summarizer.models import ModelError
from summarizer.pipeline import verification
from summarizer.pipeline.drafting import NO_REPEAT_NGRAM, to_draft
from summarizer.pipeline.result import Draft
from summarizer.support.alignment import ParsedArticle
from summarizer.training.arguments import existing_file, existing_path, file_to_write
from summarizer.training.labels import read_records
from summarizer.training.metrics import rouge
from summarizer.training.pairs import ArticleSummaryPair, TrainingExample, make_example, read_pairs, training_order

ARTICLES_PER_BATCH = 32  # articles decoded in one call
SAMPLES = 8  # drafts per article
TEMPERATURE, TOP_P = 0.7, 0.9
MIN_SUPPORT = 0.9  # support score of a sentence of a reference
MAX_REPEATED_SHARE = 0.5  # of a sentence's words, those that the chosen sentences have; above it, it says nothing new


def best_reference(example: TrainingExample, drafts: Sequence[Draft]) -> str | None:
    """Returns the verified sentences of the drafts that are together most similar to the reference, chosen greedily.

    Similarity is the sum of ROUGE-1 and ROUGE-L. No sentence is copied from the article or depends on another one, and
    together they keep to the example's limits. None where they are no more similar than the drafts are on average.
    """
    verified = verification.verify_drafts(drafts, ParsedArticle(index_article(checks.read(example.article))))
    pool = [
        candidate
        for candidate in verified.passed
        if candidate.support >= MIN_SUPPORT
        and not candidate.depends_on_previous
        and f" {normalized(candidate.text)} " not in f" {normalized(example.article)} "
    ]
    chosen: list[SummaryCandidate] = []
    score, text = 0.0, ""
    while len(chosen) < example.sentences:
        new = [candidate for candidate in pool if repeated_share(candidate.text, text) <= MAX_REPEATED_SHARE]
        extended = [(_joined([*chosen, candidate]), candidate) for candidate in new]
        scored = [
            (sum(rouge(longer, example.summary)), longer, candidate)
            for longer, candidate in extended
            if len(longer.split()) <= example.words
        ]
        best = max(scored, key=lambda entry: entry[0], default=None)
        if best is None or best[0] <= score:
            break
        score, text, added = best
        chosen.append(added)
    average = fmean(sum(rouge(draft.text, example.summary)) for draft in drafts)
    return text if score > average else None


def repeated_share(sentence: str, text: str) -> float:
    """Returns the share, 0 to 1, of the sentence's words that the text has."""
    words = set(normalized(sentence).split())
    return len(words & set(normalized(text).split())) / max(1, len(words))


def _joined(sentences: Sequence[SummaryCandidate]) -> str:
    """Returns the sentences as one text, in the article's order."""
    ordered = sorted(sentences, key=lambda sentence: (sentence.sources, sentence.source_offset))
    return " ".join(sentence.text for sentence in ordered)


def sample_drafts(engine: Engine, examples: Sequence[TrainingExample], samples: int, seed: int) -> list[list[Draft]]:
    """Returns `samples` drafts of each example, written to the prompt that it has in training."""
    prompts = [
        engine.chat_prompt(prompt.messages(example.article, sentences=example.sentences, words=example.words))
        for example in examples
    ]
    options = [
        Options(
            max_tokens=24 + 2 * example.words, temperature=TEMPERATURE, top_p=TOP_P, no_repeat_ngram=NO_REPEAT_NGRAM
        )
        for example in examples
    ]
    by_prompt = engine.generate(prompts, n=samples, options=options, seed=seed)
    return [[to_draft(generation) for generation in generations] for generations in by_prompt]


def write_references(
    engine: Engine, pairs: Sequence[ArticleSummaryPair], out: Path, *, article_tokens: int, samples: int, seed: int
) -> Iterator[tuple[int, int]]:
    """Appends new pairs to the jsonl file `out`, as `read_pairs` reads them.

    Yields after each batch how many pairs have been processed in this run, and of how many.

    Pairs that have been processed before are skipped: their ids are in the file, or among the rejected ones beside it.
    `article_tokens` limits the article that the model is shown.
    """
    rejected_ids = out.with_name(f"{out.name}.rejected")
    done: set[str] = set()
    if out.exists():
        done = {pair.id for pair in read_pairs(out)}
        done |= {str(pair_id) for pair_id in read_records(rejected_ids)} if rejected_ids.exists() else set()
    else:
        rejected_ids.unlink(missing_ok=True)  # of a run whose references were thrown away
    rng = random.Random(seed)
    examples = [(pair, make_example(pair, engine.count, article_tokens, rng)) for pair in pairs]
    remaining = [(pair, example) for pair, example in examples if example is not None and pair.id not in done]
    processed = 0
    with out.open("a", encoding="utf-8") as file, rejected_ids.open("a", encoding="utf-8") as rejected:
        for start in range(0, len(remaining), ARTICLES_PER_BATCH):
            batch = remaining[start : start + ARTICLES_PER_BATCH]
            drafts_by_example = sample_drafts(engine, [example for _, example in batch], samples, seed)
            references, without_reference = "", ""
            for (pair, example), drafts in zip(batch, drafts_by_example, strict=True):
                text = best_reference(example, drafts)
                if text is None:
                    without_reference += json.dumps(pair.id) + "\n"
                else:
                    record = {"id": pair.id, "dataset": f"{pair.dataset}-drafts", "article": example.article}
                    references += json.dumps(record | {"summary": text}) + "\n"
            for added_to, lines in ((file, references), (rejected, without_reference)):  # no half line if killed before
                added_to.write(lines)
                added_to.flush()
            processed += len(batch)
            yield processed, len(remaining)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pairs", type=existing_file, required=True, help="jsonl or jsonl.gz with the keys article and summary"
    )
    parser.add_argument("--out", type=file_to_write, required=True, help="jsonl, added to")
    parser.add_argument("--share", action="append", default=[], metavar="DATASET=N", help="pairs of a dataset at most")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--adapter", type=existing_path, help="a checkpoint's folder; by default the shipped one")
    parser.add_argument("--article-tokens", type=int, default=540)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    shares = {name: int(count) for name, count in (share.split("=") for share in arguments.share)}
    pairs = list(training_order(read_pairs(arguments.pairs), 1, shares, arguments.seed))
    try:
        engine = engines.load(arguments.model, adapter=arguments.adapter)
    except ModelError as error:
        parser.error(str(error))
    progress = write_references(
        engine,
        pairs,
        arguments.out,
        article_tokens=arguments.article_tokens,
        samples=arguments.samples,
        seed=arguments.seed,
    )
    for processed, total in progress:
        print(processed, "of", total, flush=True)


if __name__ == "__main__":
    main()
