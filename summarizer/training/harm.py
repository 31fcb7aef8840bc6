"""Learns what the deletion of a phrase does to a sentence of a summary.

Readers judged of single phrases whether the sentence is better without them, as good, poorer or wrong, or broken. The
training objective is the likelihood of these labels, on the hidden states of the tuned layers.
`summarizer.training.editors` runs it together with the task of deletions.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checks
from summarizer.engines.embedded.phrase_harm import HARM_FILE, LABELS, HarmLabel, PhraseTokens
from summarizer.engines.embedded.summary_reading import DEPENDENCIES, SentenceTokens, read_summary
from summarizer.engines.judgements.deletions import Phrase
from summarizer.language.parsing import parse
from summarizer.pipeline.opening import headline_of
from summarizer.rewriting.tightening import dependents, words_of
from summarizer.training.deletions import DEPENDENCY_SIZE
from summarizer.training.labels import sentence_text
from summarizer.training.metrics import area_under_curve
from summarizer.training.tuning import HeadTask, TrainableLayers

HIDDEN_SIZE, DROPOUT = 128, 0.15
SENTENCES_PER_TEXT = 3  # read together, as many as a summary has
TEXTS_PER_BATCH = 8
HELD_OUT_EVERY = 15  # one article in so many is held out
HARMLESS_LABELS = (HarmLabel.BETTER, HarmLabel.NO_WORSE)


@dataclass(frozen=True, slots=True)
class LabelledPhrases:
    """Sentences as token ids; their phrases, each with its sentence; and each one's label, an index into LABELS."""

    article: str  # its `article_key`
    token_ids: list[int]
    phrases: list[tuple[SentenceTokens, PhraseTokens]]
    labels: list[int]
    is_held_out: bool = False


def labelled_phrases(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledPhrases]:
    """Yields the labelled phrases of those articles that are in `articles`, tokenized by `encode`.

    Held out are articles with a sentence that two readers judged, and one in HELD_OUT_EVERY of the others.
    """
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        spans = {sentence.span.start: sentence.span for sentence in article.sentences}
        labelled = [entry for entry in record["sentences"] if entry["sentence"] in spans]
        is_held_out = any("second" in entry for entry in labelled) or int(record["article"], 16) % HELD_OUT_EVERY == 0
        for start in range(0, len(labelled), SENTENCES_PER_TEXT):
            entries = labelled[start : start + SENTENCES_PER_TEXT]
            parsed = list(parse(sentence_text(article, spans[entry["sentence"]]) for entry in entries))
            token_ids, sentences = read_summary(encode, headline_of(article), list(map(words_of, parsed)))
            found = [
                ((sentence, phrase), LABELS.index(label))
                for entry, parsed_sentence, sentence in zip(entries, parsed, sentences, strict=True)
                for dependent in dependents(parsed_sentence)
                if (label := dict(zip(entry["heads"], entry["labels"], strict=True)).get(dependent.token.i))
                and (phrase := PhraseTokens.of(Phrase(dependent.phrase, dependent.token.i), sentence))
            ]
            if found:
                phrases, labels = map(list, zip(*found, strict=True))
                yield LabelledPhrases(record["article"], token_ids, phrases, labels, is_held_out)


class HarmTask(HeadTask[LabelledPhrases]):
    """The head that classifies phrases by their labels, with its training examples."""

    def __init__(self, layers: TrainableLayers, examples: Sequence[LabelledPhrases]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(4)
        super().__init__(
            layers,
            examples,
            batch_size=TEXTS_PER_BATCH,
            dropout=DROPOUT,
            dependencies=nn.Embedding(len(DEPENDENCIES), DEPENDENCY_SIZE),
            hidden=nn.Linear(6 * layers.hidden_size + DEPENDENCY_SIZE + 4, HIDDEN_SIZE),
            labels=nn.Linear(HIDDEN_SIZE, len(LABELS)),
        )

    def load(self, folder: Path) -> None:
        """Loads the head that `write` wrote to a folder, where that has one."""
        if (folder / HARM_FILE).is_file():
            self.load_head(folder / HARM_FILE)

    def logits(self, batch: Sequence[LabelledPhrases]) -> Any:
        """Returns the logits of LABELS for all phrases of a batch: (phrases, 4)."""
        import torch

        states = self.normalized_states(batch)
        features = [
            self._features(states[row], sentence, phrase)
            for row, example in enumerate(batch)
            for sentence, phrase in example.phrases
        ]
        return self.head["labels"](self.hidden_layer(torch.stack(features)))

    def _features(self, states: Any, sentence: SentenceTokens, phrase: PhraseTokens) -> Any:
        """Returns the input of the hidden layer for a phrase: (features,)."""
        import torch

        words, whole = sentence.states(states)
        # with the states before and at the end of the sentence: word i is entry i + 1
        around = torch.cat([states[sentence.start - 1][None], words, states[sentence.end - 1][None]])
        return torch.cat(
            [
                words[phrase.words].mean(0),
                around[phrase.words[0]],
                around[phrase.words[-1] + 2],
                words[phrase.top],
                words[sentence.heads[phrase.top]],
                whole,
                self.head["dependencies"].weight[sentence.dependencies[phrase.top]],
                torch.tensor(phrase.sizes(sentence)),
            ]
        )

    def loss(self, batch: Sequence[LabelledPhrases]) -> Any:
        """Returns the mean cross entropy of a batch's labels, as a scalar tensor."""
        import torch
        from torch.nn import functional

        targets = torch.tensor([label for example in batch for label in example.labels])
        return functional.cross_entropy(self.logits(batch), targets)

    def report(self, held_out: Sequence[LabelledPhrases]) -> None:
        """Prints areas under the ROC curve on the held-out split: deletion does no harm; sentence is not broken."""
        import torch

        ranked: dict[str, list[tuple[float, bool]]] = {"harmless": [], "reads": []}
        with torch.no_grad():
            for example in held_out:
                probabilities = self.logits([example]).softmax(-1).tolist()
                for by_label, label in zip(probabilities, example.labels, strict=True):
                    ranked["harmless"].append((by_label[0] + by_label[1], LABELS[label] in HARMLESS_LABELS))
                    ranked["reads"].append((-by_label[3], LABELS[label] is not HarmLabel.BROKEN))
        for name, scored in ranked.items():
            if scored:
                print(f"{len(scored)} phrases held out: {name}, AUC {area_under_curve(scored):.3f}")

    def write(self, out: Path) -> None:
        """Writes the head at 16 bits in the format that `phrase_harm` reads."""
        self.write_head(out / HARM_FILE, state_count=6, output_layer="labels")
