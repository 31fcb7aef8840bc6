"""Learns which words editors delete from the sentences of a summary.

An example is a summary of two or three sentences of an article, with the words that an editor deleted from them. The
training objective is the likelihood of these deletions under a linear-chain conditional random field (Lafferty,
McCallum and Pereira 2001) on the hidden states of the tuned layers. `summarizer.training.editors` runs it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import checks
from summarizer.engines.embedded.deletion_judge import DELETION_FILE
from summarizer.engines.embedded.summary_reading import DEPENDENCIES, PLACE_SCALE, SentenceTokens, read_summary
from summarizer.language.parsing import parse
from summarizer.pipeline.opening import headline_of
from summarizer.rewriting.tightening import words_of
from summarizer.training.labels import sentence_text
from summarizer.training.metrics import area_under_curve
from summarizer.training.tuning import HeadTask, TrainableLayers

HIDDEN_SIZE, DROPOUT = 192, 0.15
DEPENDENCY_SIZE = 16  # dimensions of the embedding of a dependency label
SUMMARIES_PER_BATCH = 8
LOSS_SCALE = 4  # of the loss for a word, relative to the loss of a choice (choices.py)


@dataclass(frozen=True, slots=True)
class ShortenedSummary:
    """A summary as token ids; for each sentence its words, and for each of these 1 where an editor deleted it, or 0."""

    article: str  # its `article_key`
    token_ids: list[int]
    sentences: list[SentenceTokens]
    deletions: list[list[int]]
    is_held_out: bool = False


def shortened_summaries(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[ShortenedSummary]:
    """Yields the labelled summaries of those articles that are in `articles`, tokenized by `encode`.

    A sentence that the editor deleted as a whole, or of which fewer than two words are read, is left out.
    """
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        spans = {sentence.span.start: sentence.span for sentence in article.sentences}
        labelled = [entry for entry in record["sentences"] if entry["sentence"] in spans]
        parsed = list(parse(sentence_text(article, spans[entry["sentence"]]) for entry in labelled))
        token_ids, all_sentences = read_summary(
            encode, headline_of(article), [words_of(sentence) for sentence in parsed]
        )
        all_deletions = [
            [int(word in entry["removed"]) for word in sentence.words]
            for entry, sentence in zip(labelled, all_sentences, strict=True)
        ]
        shortened = [
            (sentence, flags)
            for sentence, flags in zip(all_sentences, all_deletions, strict=True)
            if len(flags) > 1 and not all(flags)
        ]
        if shortened:
            sentences, deletions = map(list, zip(*shortened, strict=True))
            yield ShortenedSummary(record["article"], token_ids, sentences, deletions, record.get("held_out", False))


class DeletionTask(HeadTask[ShortenedSummary]):
    """The head that gives the potentials of deletions, with its training examples."""

    def __init__(self, layers: TrainableLayers, examples: Sequence[ShortenedSummary]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(2)
        super().__init__(
            layers,
            examples,
            batch_size=SUMMARIES_PER_BATCH,
            dropout=DROPOUT,
            dependencies=nn.Embedding(len(DEPENDENCIES), DEPENDENCY_SIZE),
            hidden=nn.Linear(4 * layers.hidden_size + DEPENDENCY_SIZE + 2, HIDDEN_SIZE),
            potentials=nn.Linear(HIDDEN_SIZE, 4),
        )

    def load(self, folder: Path) -> None:
        """Loads the head that `write` wrote to a folder."""
        self.load_head(folder / DELETION_FILE)

    def potentials(self, batch: Sequence[ShortenedSummary]) -> list[Any]:
        """Returns for each sentence of each summary the potentials of its words, as in `Deletions`: (words, 4)."""
        import torch

        states = self.normalized_states(batch)
        features = [
            self._features(states[row], sentence) for row, summary in enumerate(batch) for sentence in summary.sentences
        ]
        potentials = self.head["potentials"](self.hidden_layer(torch.cat(features)))
        return list(potentials.split([len(words) for words in features]))

    def _features(self, states: Any, sentence: SentenceTokens) -> Any:
        """Returns the input of the hidden layer for each word of a sentence: (words, features)."""
        import torch

        words, whole = sentence.states(states)
        preceding = torch.cat([states[sentence.start - 1][None], words[:-1]])
        position = torch.arange(len(words)) / PLACE_SCALE
        opens = torch.full((len(words),), float(sentence.opens))
        dependencies = self.head["dependencies"](torch.tensor(sentence.dependencies))
        return torch.cat(
            [
                words,
                words[sentence.heads],
                preceding,
                whole.expand(len(words), -1),
                dependencies,
                torch.stack([position, opens], dim=1),
            ],
            dim=1,
        )

    def loss(self, batch: Sequence[ShortenedSummary]) -> Any:
        """Returns the negative log-likelihood of the deletions, per word, times LOSS_SCALE: a scalar tensor."""
        import torch

        potentials = self.potentials(batch)
        deletions = [flags for summary in batch for flags in summary.deletions]
        scores = torch.stack([_path_score(*sentence) for sentence in zip(potentials, deletions, strict=True)])
        return LOSS_SCALE * (_log_partition(potentials) - scores).sum() / sum(map(len, deletions))

    def report(self, held_out: Sequence[ShortenedSummary]) -> None:
        """Prints metrics on the held-out split.

        They are the area under the ROC curve of single words' marginal probabilities, and the F1 and exact matches of
        the likeliest deletions.
        """
        import torch

        ranked: list[tuple[float, bool]] = []
        exact = shared = total = 0
        with torch.no_grad():
            for summary in held_out:
                for potentials, flags in zip(self.potentials([summary]), summary.deletions, strict=True):
                    likeliest = _likeliest(potentials.tolist())
                    exact += likeliest == flags
                    shared += sum(map(min, likeliest, flags))
                    total += sum(likeliest) + sum(flags)
                    ranked += zip(_marginals(potentials), map(bool, flags), strict=True)
        sentences = sum(len(summary.deletions) for summary in held_out)
        if sentences:
            print(
                f"{sentences} sentences held out: words that went, AUC {area_under_curve(ranked):.3f}, "
                f"F1 {2 * shared / max(1, total):.3f}; {exact / sentences:.1%} shortened the same"
            )

    def write(self, out: Path) -> None:
        """Writes the head at 16 bits in the format that `deletion_judge` reads."""
        self.write_head(out / DELETION_FILE, state_count=4, output_layer="potentials")


# The potentials of a word are in columns 2 * (whether the word before it is deleted) + (whether it is deleted itself).


def _path_score(potentials: Any, flags: Sequence[int]) -> Any:
    """Returns the sum of the potentials of these deletions in a sentence, as a scalar tensor."""
    import torch

    transitions = torch.tensor([2 * previous + flag for previous, flag in pairwise((0, *flags))])
    return potentials[torch.arange(len(flags)), transitions].sum()


def _log_partition(potentials: Sequence[Any]) -> Any:
    """Returns for each sentence the log of the sum over all deletions, by the forward algorithm: (sentences,)."""
    import torch

    lengths = torch.tensor([len(words) for words in potentials])
    padded = torch.nn.utils.rnn.pad_sequence(list(potentials), batch_first=True).reshape(len(potentials), -1, 2, 2)
    forward = padded[:, 0, 0]  # no word precedes the first one, which counts as a kept word
    for position in range(1, padded.shape[1]):
        following = torch.logsumexp(forward[:, :, None] + padded[:, position], dim=1)
        forward = torch.where((lengths > position)[:, None], following, forward)
    return torch.logsumexp(forward, dim=1)


def _marginals(potentials: Any) -> list[float]:
    """Returns the probability of each word of a sentence to be deleted, by the forward-backward algorithm."""
    import torch

    steps = potentials.reshape(-1, 2, 2)
    forward, backward = [steps[0, 0]], [torch.zeros(2)]
    for step in steps[1:]:
        forward.append(torch.logsumexp(forward[-1][:, None] + step, dim=0))
    for step in steps[1:].flip(0):
        backward.append(torch.logsumexp(step + backward[-1][None], dim=1))
    log_marginals = torch.stack(forward) + torch.stack(backward[::-1])
    probabilities: list[float] = log_marginals.softmax(-1)[:, 1].tolist()
    return probabilities


def _likeliest(potentials: Sequence[Sequence[float]]) -> list[int]:
    """Returns the likeliest deletions of a sentence, 1 for a deleted word, by the Viterbi algorithm."""
    best = potentials[0][:2]  # the score of the best path to each state of the word: kept, deleted
    backpointers: list[tuple[int, int]] = []
    for step in potentials[1:]:
        options = [[best[previous] + step[2 * previous + flag] for previous in (0, 1)] for flag in (0, 1)]
        backpointers.append((options[0].index(max(options[0])), options[1].index(max(options[1]))))
        best = [max(scores) for scores in options]
    path = [int(best[1] > best[0])]
    for pointers in reversed(backpointers):
        path.append(pointers[path[-1]])
    return path[::-1]
