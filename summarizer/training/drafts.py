"""References for a second round of training: of several drafts of each article the best sentences that pass the checks.

    python -m summarizer.training.drafts --pairs news_pairs.jsonl.gz --out drafts.jsonl --share inshorts=600

Rejection sampling: training on these teaches nothing that the model could not write, but which of the things that it
does write to prefer, namely those that the article supports and that come nearest to the human reference. Articles of
which too little passes are left out. A run that was interrupted goes on where it stopped.
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
from summarizer.pipeline import verification
from summarizer.pipeline.drafting import NO_REPEAT_NGRAM, to_draft
from summarizer.pipeline.result import Draft
from summarizer.support.alignment import ParsedArticle
from summarizer.training.evaluate import rouge
from summarizer.training.pairs import ArticleSummaryPair, TrainingExample, make_example, read_pairs, training_order

ARTICLES_PER_BATCH = 32  # articles decoded in one call
SAMPLES = 8  # drafts per article
TEMPERATURE, TOP_P = 0.7, 0.9
MIN_SUPPORT = 0.9  # that a sentence of a reference has
ALREADY_SAID_SHARE = 0.5  # a sentence with more of its words than this in the chosen ones says nothing new


def best_reference(example: TrainingExample, drafts: Sequence[Draft]) -> str | None:
    """The verified sentences of the drafts that together come nearest to the reference, chosen greedily by ROUGE.

    None of them is copied from the article or depends on another sentence, and they keep to the example's limits.
    None where they come no nearer to the reference than the drafts do on average.
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
        new = [candidate for candidate in pool if shared_words(candidate.text, text) <= ALREADY_SAID_SHARE]
        extended = [(_joined([*chosen, candidate]), candidate) for candidate in new]
        scored = [
            (sum(rouge(longer, example.summary)), longer, candidate)
            for longer, candidate in extended
            if len(longer.split()) <= example.words
        ]
        nearest = max(scored, key=lambda entry: entry[0], default=None)
        if nearest is None or nearest[0] <= score:
            break
        score, text, added = nearest
        chosen.append(added)
    average = fmean(sum(rouge(draft.text, example.summary)) for draft in drafts)
    return text if score > average else None


def shared_words(sentence: str, text: str) -> float:
    """The share, 0 to 1, of the sentence's words that the text has."""
    words = set(normalized(sentence).split())
    return len(words & set(normalized(text).split())) / max(1, len(words))


def _joined(sentences: Sequence[SummaryCandidate]) -> str:
    """The sentences as one text, in the article's order."""
    ordered = sorted(sentences, key=lambda sentence: (sentence.sources, sentence.source_offset))
    return " ".join(sentence.text for sentence in ordered)


def sample_drafts(engine: Engine, examples: Sequence[TrainingExample], samples: int, seed: int) -> list[list[Draft]]:
    """So many drafts of each example, from the prompt that training shows for it."""
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
) -> Iterator[int]:
    """Appends new pairs to the jsonl file `out` in the format of `read_pairs`; yields how many pairs are done so far.

    Pairs whose id is in the file already are skipped. `article_tokens` limits the article that the model is shown.
    """
    done = {pair.id for pair in read_pairs(out)} if out.exists() else set()
    rng = random.Random(seed)
    examples = [(pair, make_example(pair, engine.count, article_tokens, rng)) for pair in pairs]
    remaining = [(pair, example) for pair, example in examples if example is not None and pair.id not in done]
    processed = 0
    with out.open("a", encoding="utf-8") as file:
        for start in range(0, len(remaining), ARTICLES_PER_BATCH):
            batch = remaining[start : start + ARTICLES_PER_BATCH]
            drafts_by_example = sample_drafts(engine, [example for _, example in batch], samples, seed)
            for (pair, example), drafts in zip(batch, drafts_by_example, strict=True):
                text = best_reference(example, drafts)
                if text is not None:
                    record = {"id": pair.id, "dataset": f"{pair.dataset}-drafts", "article": example.article}
                    file.write(json.dumps(record | {"summary": text}) + "\n")
            file.flush()
            processed += len(batch)
            yield processed


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="jsonl or jsonl.gz with the keys article and summary")
    parser.add_argument("--out", type=Path, required=True, help="jsonl, added to")
    parser.add_argument("--share", action="append", default=[], metavar="DATASET=N", help="pairs of a dataset at most")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--adapter", type=Path, help="a checkpoint's folder; by default the shipped one")
    parser.add_argument("--article-tokens", type=int, default=540)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    shares = {name: int(count) for name, count in (share.split("=") for share in arguments.share)}
    pairs = list(training_order(read_pairs(arguments.pairs), 1, shares, arguments.seed))
    engine = engines.load(arguments.model, adapter=arguments.adapter)
    progress = write_references(
        engine,
        pairs,
        arguments.out,
        article_tokens=arguments.article_tokens,
        samples=arguments.samples,
        seed=arguments.seed,
    )
    for processed in progress:
        print(processed, "of", len(pairs), flush=True)


if __name__ == "__main__":
    main()
