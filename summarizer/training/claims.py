"""Tunes the embedded model's first layers to judge whether an article supports a sentence.

    python -m summarizer.training.claims --base model.gguf --articles articles.jsonl \\
        --labels bench/labels/drafts.jsonl.gz --out summarizer/training/support_adapter

`--articles` holds {"article": text}. Labels of other articles are skipped, and so are sentences that are labelled as
broken. The training objective is the likelihood of the readers' labels: supported, as opposed to misleading or false.
The articles in `--held-out` are not trained on; at the end, the area under the ROC curve of their sentences is printed.
With `--start`, training begins with an earlier adapter and its head. Needs the extra `copydesk[train]`. A step takes
6 s on two idle cores without bfloat16 instructions, and an epoch of 4,000 sentences has 200 steps.
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
from summarizer.training.arguments import existing_file, existing_folder
from summarizer.training.labels import BROKEN, SUPPORTED, read_articles, read_records
from summarizer.training.metrics import area_under_curve
from summarizer.training.tuning import HeadTask, TrainableLayers, tune

HIDDEN_SIZE, DROPOUT = 128, 0.1
CLAIMS_PER_BATCH = 20


@dataclass(frozen=True, slots=True)
class LabelledClaim:
    """A claim as token ids, the index of its sentence's first token, and whether a reader found it supported."""

    article: str  # its `article_key`
    token_ids: list[int]
    sentence_start: int
    is_supported: bool


def labelled_claims(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledClaim]:
    """Yields the labelled sentences of those articles that are in `articles`, tokenized by `encode`.

    Sentences that are labelled as broken are left out.
    """
    for record in records:
        labelled = [sentence for sentence in record["sentences"] if sentence["verdict"] != BROKEN]
        if record["article"] not in articles or not labelled:
            continue
        parsed_article = ParsedArticle(index_article(checks.read(articles[record["article"]])))
        alignments = align([sentence["text"] for sentence in labelled], parsed_article)
        for sentence, alignment in zip(labelled, alignments, strict=True):
            token_ids, sentence_start = read_claim(encode, claim_of(alignment, parsed_article))
            yield LabelledClaim(record["article"], token_ids, sentence_start, sentence["verdict"] == SUPPORTED)


class ClaimTask(HeadTask[LabelledClaim]):
    """The head that judges support, with its training examples."""

    def __init__(self, layers: TrainableLayers, examples: Sequence[LabelledClaim]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(5)
        super().__init__(
            layers,
            examples,
            batch_size=CLAIMS_PER_BATCH,
            dropout=DROPOUT,
            hidden=nn.Linear(2 * layers.hidden_size, HIDDEN_SIZE),
            out=nn.Linear(HIDDEN_SIZE, 1),
        )

    def load(self, folder: Path) -> None:
        """Loads the head that `write` wrote to a folder."""
        self.load_head(folder / SUPPORT_FILE)

    def logits(self, batch: Sequence[LabelledClaim]) -> Any:
        """Returns the log-odds that each claim is supported: (claims,)."""
        import torch

        states = self.normalized_states(batch)
        features = [
            torch.cat(
                [
                    states[row, len(claim.token_ids) - 1],
                    states[row, claim.sentence_start : len(claim.token_ids)].mean(0),
                ]
            )
            for row, claim in enumerate(batch)
        ]
        return self.head["out"](self.hidden_layer(torch.stack(features)))[:, 0]

    def loss(self, batch: Sequence[LabelledClaim]) -> Any:
        """Returns the mean negative log-likelihood of the readers' labels, as a scalar tensor."""
        import torch
        from torch.nn import functional

        targets = torch.tensor([float(claim.is_supported) for claim in batch])
        return functional.binary_cross_entropy_with_logits(self.logits(batch), targets)

    def report(self, held_out: Sequence[LabelledClaim]) -> None:
        """Prints the area under the ROC curve on the held-out split."""
        import torch

        with torch.no_grad():
            scored = [(float(self.logits([claim])[0]), claim.is_supported) for claim in held_out]
        if scored:
            print(f"{len(scored)} sentences held out: AUC {area_under_curve(scored):.3f}")

    def write(self, out: Path) -> None:
        """Writes the head at 16 bits in the format that `support_judge` reads."""
        self.write_head(out / SUPPORT_FILE, state_count=2, output_layer="out")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=existing_file, required=True)
    parser.add_argument("--labels", type=existing_file, action="append", required=True)
    parser.add_argument("--articles", type=existing_file, action="append", required=True)
    parser.add_argument("--held-out", type=existing_file, action="append", default=[], help="to judge alone")
    parser.add_argument("--start", type=existing_folder, help="an adapter and its head, to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=600)
    arguments = parser.parse_args()
    held_out_articles = read_articles(arguments.held_out)
    articles = read_articles(arguments.articles) | held_out_articles
    layers = TrainableLayers(arguments.base)
    records = (record for path in arguments.labels for record in read_records(path))
    claims = list(labelled_claims(records, articles, layers.encode))
    training_claims = [claim for claim in claims if claim.article not in held_out_articles]
    if not training_claims:
        parser.error("none of the labelled articles is among those of --articles")
    print(f"{len(training_claims)} sentences, {len(claims) - len(training_claims)} held out", flush=True)
    task = ClaimTask(layers, training_claims)
    if arguments.start is not None:
        for part in (layers, task):
            part.load(arguments.start)
    tune(layers, [(task, 1.0)], arguments.steps)
    task.report([claim for claim in claims if claim.article in held_out_articles])
    for part in (layers, task):
        part.write(arguments.out)


if __name__ == "__main__":
    main()
