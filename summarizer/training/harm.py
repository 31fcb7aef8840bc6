"""What is learned of the phrases that readers judged: what becomes of a sentence without each.

Readers said of single phrases of a summary's sentences whether the sentence is better without it, as good, poorer or
wrong, or broken. What is learned is the likelihood of these labels, on the states of the tuned layers.
`summarizer.training.editors` tunes it beside what editors delete (deletions.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checks
from summarizer.engines.embedded.phrase_harm import HARM_FILE, LABELS, PhrasePlaces
from summarizer.engines.embedded.summary_reading import DEPENDENCIES, WordPlaces, read_summary
from summarizer.engines.judgements.deletions import Phrase
from summarizer.language.parsing import parse
from summarizer.pipeline.opening import headline_of
from summarizer.rewriting.tightening import dependents, words_of
from summarizer.training.deletions import sentence_text
from summarizer.training.tables import area_under_curve
from summarizer.training.tuning import HeadTask, Tuning

HIDDEN, DEPENDENCY_SIZE, DROPOUT = 128, 16, 0.15
SENTENCES_PER_READING = 3  # as a summary has
READINGS_PER_STEP = 8
FOLDS = 15


@dataclass(frozen=True, slots=True)
class LabelledPhrases:
    """Some sentences as token ids, the places of their phrases, and of each its label, an index into LABELS."""

    article: str
    token_ids: list[int]
    phrases: list[tuple[WordPlaces, PhrasePlaces]]
    labels: list[int]
    is_held_out: bool = False


def labelled_phrases(records: Iterable[Any], articles: Mapping[str, str], encode: Any) -> Iterator[LabelledPhrases]:
    """The phrases of the articles at hand, whose tokens `encode` gives; held out are those that two readers judged."""
    for record in records:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        spans = {sentence.span.start: sentence.span for sentence in article.sentences}
        known = [each for each in record["sentences"] if each["sentence"] in spans]
        is_held_out = any("second" in each for each in known) or int(record["article"], 16) % FOLDS == 0
        for start in range(0, len(known), SENTENCES_PER_READING):
            judged = known[start : start + SENTENCES_PER_READING]
            parsed = list(parse(sentence_text(article, spans[each["sentence"]]) for each in judged))
            token_ids, places = read_summary(encode, headline_of(article), list(map(words_of, parsed)))
            found = [
                ((of_words, of_phrase), LABELS.index(label))
                for each, sentence, of_words in zip(judged, parsed, places, strict=True)
                for dependent in dependents(sentence)
                if (label := dict(zip(each["heads"], each["labels"], strict=True)).get(dependent.token.i))
                and (of_phrase := PhrasePlaces.of(Phrase(dependent.phrase, dependent.token.i), of_words))
            ]
            if found:
                phrases, labels = map(list, zip(*found, strict=True))
                yield LabelledPhrases(record["article"], token_ids, phrases, labels, is_held_out)


class HarmTask(HeadTask[LabelledPhrases]):
    """The head for single phrases on what is tuned, and the examples that it learns from."""

    def __init__(self, tuning: Tuning, examples: Sequence[LabelledPhrases]) -> None:
        import torch
        from torch import nn

        torch.manual_seed(4)
        super().__init__(
            tuning,
            examples,
            per_step=READINGS_PER_STEP,
            dropout=DROPOUT,
            dependencies=nn.Embedding(len(DEPENDENCIES), DEPENDENCY_SIZE),
            hidden=nn.Linear(6 * tuning.hidden_size + DEPENDENCY_SIZE + 4, HIDDEN),
            labels=nn.Linear(HIDDEN, len(LABELS)),
        )

    def load(self, folder: Path) -> None:
        """Goes on from what `write` wrote, if anything was."""
        if (folder / HARM_FILE).is_file():
            self.load_head(folder / HARM_FILE)

    def answers(self, batch: Sequence[LabelledPhrases]) -> Any:
        """The logits of the labels of all phrases: (phrases, 4)."""
        import torch

        states = self.states(batch)
        rows = [self._row(states[row], *phrase) for row, each in enumerate(batch) for phrase in each.phrases]
        return self.head["labels"](self.hidden(torch.stack(rows)))

    def _row(self, states: Any, places: WordPlaces, phrase: PhrasePlaces) -> Any:
        import torch

        words, whole = places.states(states)
        around = torch.cat([states[places.start - 1][None], words, states[places.end - 1][None]])  # so 1 further
        return torch.cat(
            [
                words[phrase.own].mean(0),
                around[phrase.own[0]],
                around[phrase.own[-1] + 2],
                words[phrase.top],
                words[places.heads[phrase.top]],
                whole,
                self.head["dependencies"].weight[places.dependencies[phrase.top]],
                torch.tensor(phrase.sizes(places)),
            ]
        )

    def loss(self, batch: Sequence[LabelledPhrases]) -> Any:
        """The mean cross entropy of a batch's labels."""
        import torch
        from torch.nn import functional

        return functional.cross_entropy(
            self.answers(batch), torch.tensor([each for one in batch for each in one.labels])
        )

    def report(self, held_out: Sequence[LabelledPhrases]) -> None:
        """Prints how well it is told which phrases do no harm, and which leave a sentence that reads."""
        import torch

        ranked: dict[str, list[tuple[float, bool]]] = {"harmless": [], "reads": []}
        with torch.no_grad():
            for each in held_out:
                for shares, label in zip(self.answers([each]).softmax(-1).tolist(), each.labels, strict=True):
                    ranked["harmless"].append((shares[0] + shares[1], LABELS[label] in "DO"))
                    ranked["reads"].append((-shares[3], LABELS[label] != "B"))
        for name, answers in ranked.items():
            if answers:
                print(f"{len(answers)} phrases held out: {name}, AUC {area_under_curve(answers):.3f}")

    def write(self, out: Path) -> None:
        """Writes the head in 16 bits, as `phrase_harm` reads it: the scale of the states is in the weights."""
        self.write_head(out / HARM_FILE, 6, "labels")
