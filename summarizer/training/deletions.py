"""What is learned of sentences that editors shortened: which of their words went.

Examples are summaries of an article, two or three of its sentences each, and the words that an editor deleted. What is
learned is the likelihood of just those deletions, under a linear-chain conditional random field (Lafferty, McCallum and
Pereira 2001) on the states of the tuned layers. `summarizer.training.editors` tunes it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import checks
from checks.model import Article
from summarizer.engines.embedded.deletion_judge import DELETION_FILE
from summarizer.engines.embedded.summary_reading import DEPENDENCIES, PLACE_SCALE, WordPlaces, read_summary
from summarizer.language.parsing import parse
from summarizer.pipeline.opening import headline_of
from summarizer.rewriting.prefixes import without_opening
from summarizer.rewriting.tightening import words_of
from summarizer.training.tables import area_under_curve
from summarizer.training.tuning import HeadTask, Tuning

HIDDEN, DEPENDENCY_SIZE, DROPOUT = 192, 16, 0.15
SUMMARIES_PER_STEP = 8
LOSS_SCALE = 4  # beside the loss of a choice


@dataclass(frozen=True, slots=True)
class ShortenedSummary:
    """A summary as token ids, the places of its sentences' words, and which of them an editor deleted, 1 or 0."""

    article: str
    token_ids: list[int]
    places: list[WordPlaces]
    deleted: list[list[int]]
    is_held_out: bool = False


def shortened_summaries(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[ShortenedSummary]:
    """The summaries of the articles at hand, whose tokens `encode` gives.

    A sentence that went altogether, or of which fewer than two words are read, is left out.
    """
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        spans = {sentence.span.start: sentence.span for sentence in article.sentences}
        known = [each for each in record["sentences"] if each["sentence"] in spans]
        parsed = list(parse(sentence_text(article, spans[each["sentence"]]) for each in known))
        token_ids, places = read_summary(encode, headline_of(article), [words_of(each) for each in parsed])
        deleted = [
            [int(word in each["removed"]) for word in of_words.words]
            for each, of_words in zip(known, places, strict=True)
        ]
        kept = [
            (of_words, flags)
            for of_words, flags in zip(places, deleted, strict=True)
            if len(flags) > 1 and not all(flags)
        ]
        if kept:
            kept_places, flags_of = map(list, zip(*kept, strict=True))
            yield ShortenedSummary(record["article"], token_ids, kept_places, flags_of, record.get("held_out", False))


def sentence_text(article: Article, span: Any) -> str:
    """A sentence of an article as it is read and judged: on one line, without a dateline."""
    return without_opening(" ".join(article.text_of(span).split()))


class DeletionTask(HeadTask[ShortenedSummary]):
    """The head for deletions on what is tuned, and the examples that it learns from."""

    def __init__(self, tuning: Tuning, examples: Sequence[ShortenedSummary]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(2)
        super().__init__(
            tuning,
            examples,
            per_step=SUMMARIES_PER_STEP,
            dropout=DROPOUT,
            dependencies=nn.Embedding(len(DEPENDENCIES), DEPENDENCY_SIZE),
            hidden=nn.Linear(4 * tuning.hidden_size + DEPENDENCY_SIZE + 2, HIDDEN),
            potentials=nn.Linear(HIDDEN, 4),
        )

    def load(self, folder: Path) -> None:
        """Goes on from what `write` wrote."""
        self.load_head(folder / DELETION_FILE)

    def potentials(self, batch: Sequence[ShortenedSummary]) -> list[Any]:
        """For each sentence of each summary the potentials of its words: (words, 4), as `Deletions` has them."""
        import torch

        states = self.states(batch)
        rows = [self._rows(states[row], each) for row, summary in enumerate(batch) for each in summary.places]
        return list(self.head["potentials"](self.hidden(torch.cat(rows))).split([len(each) for each in rows]))

    def _rows(self, states: Any, places: WordPlaces) -> Any:
        import torch

        own, whole = places.states(states)
        before = torch.cat([states[places.start - 1][None], own[:-1]])
        row = torch.stack([torch.arange(len(own)) / PLACE_SCALE, torch.full((len(own),), float(places.opens))], dim=1)
        dependencies = self.head["dependencies"](torch.tensor(places.dependencies))
        return torch.cat([own, own[places.heads], before, whole.expand(len(own), -1), dependencies, row], dim=1)

    def loss(self, batch: Sequence[ShortenedSummary]) -> Any:
        """The negative log-likelihood of what was deleted, for each word, times LOSS_SCALE."""
        import torch

        potentials = self.potentials(batch)
        deleted = [flags for summary in batch for flags in summary.deleted]
        likely = torch.stack([_score(each, flags) for each, flags in zip(potentials, deleted, strict=True)])
        return LOSS_SCALE * (_log_partition(potentials) - likely).sum() / sum(map(len, deleted))

    def report(self, held_out: Sequence[ShortenedSummary]) -> None:
        """Prints how well single words are told that went, and how often the likeliest deletions are the editor's."""
        import torch

        ranked: list[tuple[float, bool]] = []
        exact = shared = proposed = 0
        with torch.no_grad():
            for summary in held_out:
                for potentials, flags in zip(self.potentials([summary]), summary.deleted, strict=True):
                    likeliest = _likeliest(potentials.tolist())
                    exact += likeliest == flags
                    shared += sum(map(min, likeliest, flags))
                    proposed += sum(likeliest) + sum(flags)
                    ranked += zip(_marginals(potentials), map(bool, flags), strict=True)
        sentences = sum(len(each.deleted) for each in held_out)
        if sentences:
            print(
                f"{sentences} sentences held out: words that went, AUC {area_under_curve(ranked):.3f}, "
                f"F1 {2 * shared / max(1, proposed):.3f}; {exact / sentences:.1%} shortened the same"
            )

    def write(self, out: Path) -> None:
        """Writes the head in 16 bits, as `deletion_judge` reads it: the scale of the states is in the weights."""
        self.write_head(out / DELETION_FILE, 4, "potentials")


def _score(potentials: Any, flags: Sequence[int]) -> Any:
    """The sum of the potentials of what was deleted: a scalar."""
    import torch

    return potentials[
        torch.arange(len(flags)), torch.tensor([2 * one + other for one, other in pairwise((0, *flags))])
    ].sum()


def _log_partition(potentials: Sequence[Any]) -> Any:
    """The logarithm of the sum over all deletions, of each sentence: (sentences)."""
    import torch

    lengths = torch.tensor([len(each) for each in potentials])
    padded = torch.nn.utils.rnn.pad_sequence(list(potentials), batch_first=True).reshape(len(potentials), -1, 2, 2)
    total = padded[:, 0, 0]  # nothing goes before the first word
    for place in range(1, padded.shape[1]):
        longer = torch.logsumexp(total[:, :, None] + padded[:, place], dim=1)
        total = torch.where((lengths > place)[:, None], longer, total)
    return torch.logsumexp(total, dim=1)


def _marginals(potentials: Any) -> list[float]:
    """The probability that each word goes, of one sentence."""
    import torch

    steps = potentials.reshape(-1, 2, 2)
    forward, backward = [steps[0, 0]], [torch.zeros(2)]
    for step in steps[1:]:
        forward.append(torch.logsumexp(forward[-1][:, None] + step, dim=0))
    for step in steps[1:].flip(0):
        backward.append(torch.logsumexp(step + backward[-1][None], dim=1))
    both = torch.stack(forward) + torch.stack(backward[::-1])
    shares: list[float] = both.softmax(-1)[:, 1].tolist()
    return shares


def _likeliest(potentials: Sequence[Sequence[float]]) -> list[int]:
    """The likeliest deletions of one sentence, 1 for a word that goes, by Viterbi's algorithm."""
    best = potentials[0][:2]
    came: list[tuple[int, int]] = []
    for step in potentials[1:]:
        options = [[best[previous] + step[2 * previous + goes] for previous in (0, 1)] for goes in (0, 1)]
        came.append((options[0].index(max(options[0])), options[1].index(max(options[1]))))
        best = [max(each) for each in options]
    path = [int(best[1] > best[0])]
    for step_came in reversed(came):
        path.append(step_came[path[-1]])
    return path[::-1]
