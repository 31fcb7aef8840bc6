"""Tunes the embedded model's first layers to tell whether an article bears a sentence out.

    python -m summarizer.training.claims --base model.gguf --articles articles.jsonl \\
        --labels bench/labels/drafts.jsonl.gz --out summarizer/training/support_adapter

`--articles` holds {"article": text}; labels of articles that are not there are left out, and so are broken sentences.
What is learned is the likelihood of the readers' labels, borne out against misleading and false. Nothing is learned
from the articles in `--held-out`; at the end is printed how well their sentences are told apart. With `--start` it goes
on from an adapter and its head. Needs the extra `copydesk[train]`; a step takes 6 s on two idle cores without 16-bit
products, a pass over 4,000 sentences 200 steps.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checks
from summarizer.engines.embedded.support_judge import SUPPORT_FILE, read_claim
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle, align, claim_of
from summarizer.training.editors import tune
from summarizer.training.tables import area_under_curve, read_articles, read_records
from summarizer.training.tuning import HeadTask, Tuning

HIDDEN, DROPOUT = 128, 0.1
CLAIMS_PER_STEP = 20


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim as token ids, the place of its sentence's first, and whether a reader found it borne out."""

    article: str
    token_ids: list[int]
    start: int
    is_supported: bool


def labelled_claims(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledClaim]:
    """The labelled sentences of the articles at hand, whose tokens `encode` gives; no broken ones."""
    for record in records:
        judged = [sentence for sentence in record["sentences"] if sentence["verdict"] != "B"]
        if record["article"] not in articles or not judged:
            continue
        parsed_article = ParsedArticle(index_article(checks.read(articles[record["article"]])))
        alignments = align([sentence["text"] for sentence in judged], parsed_article)
        for sentence, alignment in zip(judged, alignments, strict=True):
            token_ids, start = read_claim(encode, claim_of(alignment, parsed_article))
            yield LabelledClaim(record["article"], token_ids, start, sentence["verdict"] == "S")


class ClaimTask(HeadTask[LabelledClaim]):
    """The head for claims on what is tuned, and the examples that it learns from."""

    def __init__(self, tuning: Tuning, examples: Sequence[LabelledClaim]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(5)
        super().__init__(
            tuning,
            examples,
            per_step=CLAIMS_PER_STEP,
            dropout=DROPOUT,
            hidden=nn.Linear(2 * tuning.hidden_size, HIDDEN),
            out=nn.Linear(HIDDEN, 1),
        )

    def load(self, folder: Path) -> None:
        """Goes on from what `write` wrote."""
        self.load_head(folder / SUPPORT_FILE)

    def log_odds(self, batch: Sequence[LabelledClaim]) -> Any:
        """The log-odds that each is borne out: (claims,)."""
        import torch

        states = self.states(batch)
        rows = [
            torch.cat([states[row, len(each.token_ids) - 1], states[row, each.start : len(each.token_ids)].mean(0)])
            for row, each in enumerate(batch)
        ]
        return self.head["out"](self.hidden(torch.stack(rows)))[:, 0]

    def loss(self, batch: Sequence[LabelledClaim]) -> Any:
        """The mean of the negative log-likelihoods of what the readers said."""
        import torch
        from torch.nn import functional

        labels = torch.tensor([float(each.is_supported) for each in batch])
        return functional.binary_cross_entropy_with_logits(self.log_odds(batch), labels)

    def report(self, held_out: Sequence[LabelledClaim]) -> None:
        """Prints how well those that are borne out are told from the others."""
        import torch

        with torch.no_grad():
            scored = [(float(self.log_odds([each])[0]), each.is_supported) for each in held_out]
        if scored:
            print(f"{len(scored)} sentences held out: AUC {area_under_curve(scored):.3f}")

    def write(self, out: Path) -> None:
        """Writes the head in 16 bits, as `support_judge` reads it: the scale of the states is in the weights."""
        self.write_head(out / SUPPORT_FILE, 2, "out")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--labels", type=Path, action="append", required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--held-out", type=Path, action="append", default=[], help="to judge alone")
    parser.add_argument("--start", type=Path, help="an adapter and its head, to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    arguments = parser.parse_args()
    held_out = read_articles(arguments.held_out)
    articles = read_articles(arguments.articles) | held_out
    tuning = Tuning(arguments.base)
    records = (record for path in arguments.labels for record in read_records(path))
    claims = list(labelled_claims(records, articles, tuning.encode))
    learned = [claim for claim in claims if claim.article not in held_out]
    if not learned:
        parser.error("none of the labelled articles is among those of --articles")
    print(f"{len(learned)} sentences, {len(claims) - len(learned)} held out", flush=True)
    task = ClaimTask(tuning, learned)
    if arguments.start is not None:
        for part in (tuning, task):
            part.load(arguments.start)
    tune(tuning, [(task, 1.0)], arguments.steps)
    task.report([claim for claim in claims if claim.article in held_out])
    for part in (tuning, task):
        part.write(arguments.out)


if __name__ == "__main__":
    main()
