"""Tunes the embedded model's first layers to tell what an editor would leave out of a sentence.

    python -m summarizer.training.phrases --base model.gguf --articles articles.jsonl \\
        --phrases bench/labels/phrases.jsonl.gz --edited bench/labels/edited.jsonl.gz \\
        --out summarizer/training/phrase_adapter

`--articles` holds {"article": text}; labels of articles that are not there are left out. Labels are of two kinds: what
becomes of a sentence without one phrase (better, optional, poorer, broken), and whether an editor who shortened the
whole sentence left the phrase out. What is tuned is LoRA on the layers from FIRST_TUNED on, and the head on the states
behind the last of `tuned_layers.LAYERS`; both are written to `--out`. One article in FOLDS is held out, as are those
that two readers labelled; at the end the areas under the ROC curve for them are printed. Needs the extra
`copydesk[train]`; 45 minutes on two idle cores.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import checks
from checks.model import Article
from summarizer.engines.llama.phrase_judge import LENGTH_SCALE
from summarizer.engines.llama.phrase_reading import Places, Reading
from summarizer.engines.llama.tuned_layers import HEAD_FILE, LAYERS
from summarizer.engines.llama.weights import PEFT_TO_GGUF
from summarizer.engines.phrases import DEPENDENCIES, Phrase
from summarizer.language.grounding import index_source
from summarizer.language.parsing import ParsedSentence, parse
from summarizer.pipeline.summarize import in_context
from summarizer.rewriting.openings import without_opening
from summarizer.rewriting.tightening import Dependent, dependents
from summarizer.training.tables import area_under_curve, read_articles, read_records

LABELS = "DOKB"  # better, optional, poorer, broken: the order of the head's answers
FOLDS = 10
FIRST_TUNED = 6  # layer; what is below stays as it is
RANK, ALPHA = 16, 32  # of LoRA
ADAPTER_RATE, HEAD_RATE = 3e-4, 1e-3  # peaks; both rise over WARM_UP steps and fall to 0
WARM_UP = 60  # steps
SENTENCES_PER_STEP = 16
BATCHES_PER_BUCKET = 20  # batches whose sentences are sorted by length together
HIDDEN, DEPENDENCY_SIZE, DROPOUT = 256, 16, 0.1
EDITED_WEIGHT = 0.5  # of an editor's cut in the loss


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence as token ids, and of each labelled phrase its places, its features and its label.

    Labels are indices into LABELS; where an editor shortened the sentence, 1 for a phrase that went and 0 for one that
    stayed.
    """

    article: str
    is_edited: bool
    reading: Reading
    phrases: Sequence[tuple[Places, Phrase]]
    labels: Sequence[int]


def labelled_sentences(
    records: Iterator[Any], articles: Mapping[str, str], encode: Any, *, is_edited: bool
) -> Iterator[LabelledSentence]:
    """The labelled sentences of the articles at hand, whose tokens `encode` gives."""
    for record in records:
        if record["article"] not in articles:
            continue
        index = index_source(checks.read(articles[record["article"]]))
        number_at = {sentence.span.start: number for number, sentence in enumerate(index.article.sentences)}
        judged = [each for each in record["sentences"] if each["sentence"] in number_at]
        numbers = [number_at[each["sentence"]] for each in judged]
        for each, number, parsed in zip(judged, numbers, parse(_texts(index.article, numbers)), strict=True):
            found = list(dependents(parsed))
            context = in_context(parsed, found, number, index)
            labels = _fates(parsed, found, each["removed"]) if is_edited else _verdicts(found, each)
            reading = Reading(context, encode)
            known = [
                ((places, phrase), label)
                for phrase, label in zip(context.phrases, labels, strict=True)
                if label is not None and (places := reading.places(phrase.words, phrase.top, phrase.head)) is not None
            ]
            if known:
                yield LabelledSentence(record["article"], is_edited, reading, *zip(*known, strict=True))


def _texts(article: Article, numbers: Sequence[int]) -> list[str]:
    spans = [article.sentences[number].span for number in numbers]
    return [without_opening(" ".join(article.words(span).split())) for span in spans]


def _verdicts(found: Sequence[Dependent], labelled: Any) -> list[int | None]:
    label_of = dict(zip(labelled["heads"], labelled["labels"], strict=True))
    return [LABELS.index(label_of[each.token.i]) if each.token.i in label_of else None for each in found]


def _fates(sentence: ParsedSentence, found: Sequence[Dependent], removed: Sequence[int]) -> list[int | None]:
    """Whether each phrase went, 1, or stayed, 0; None where part of it did."""
    fates: list[int | None] = []
    for each in found:
        words = [number for number in each.phrase if any(mark.isalnum() for mark in sentence.tokens[number].text)]
        gone = sum(number in removed for number in words)
        fates.append(1 if gone == len(words) else None if gone else 0)
    return fates


class Tuning:
    """The model with LoRA and the head, and how they are tuned."""

    def __init__(self, base: Path) -> None:
        import torch
        from peft import LoraConfig, get_peft_model
        from torch import nn
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.manual_seed(1)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(base.parent), gguf_file=base.name)
        model: Any = AutoModelForCausalLM.from_pretrained(str(base.parent), gguf_file=base.name, dtype=torch.float32)
        model.model.layers = model.model.layers[:LAYERS]
        model.model.norm = nn.Identity()
        config = LoraConfig(
            r=RANK,
            lora_alpha=ALPHA,
            target_modules=[name.rpartition(".")[2] for name in PEFT_TO_GGUF],
            layers_to_transform=list(range(FIRST_TUNED, LAYERS)),
        )
        self.model: Any = get_peft_model(model, config)
        width = int(model.config.hidden_size)
        self.head: Any = nn.ModuleDict(
            {
                "norm": nn.LayerNorm(width),
                "hidden": nn.Linear(6 * width + 2 + DEPENDENCY_SIZE, HIDDEN),
                "labels": nn.Linear(HIDDEN, len(LABELS)),
                "removed": nn.Linear(HIDDEN, 1),
                "dependencies": nn.Embedding(len(DEPENDENCIES), DEPENDENCY_SIZE),
            }
        )
        self.dropout: Any = nn.Dropout(DROPOUT)

    def load(self, folder: Path) -> None:
        """Goes on from what `write` wrote."""
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        adapter = load_file(folder / "adapter_model.safetensors")
        set_peft_model_state_dict(self.model, {name: tensor.float() for name, tensor in adapter.items()})
        head = {name: tensor.float() for name, tensor in load_file(folder / HEAD_FILE).items()}
        head["dependencies.weight"] = head.pop("dependencies")
        self.head.load_state_dict(head)

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoding = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return encoding.input_ids, encoding.offset_mapping

    def states(self, texts: Sequence[Sequence[int]]) -> Any:
        """The states behind the last layer, of texts as token ids: (texts, tokens of the longest, hidden size)."""
        import torch

        ids = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
        for row, token_ids in enumerate(texts):
            ids[row, : len(token_ids)] = torch.tensor(token_ids)
        with torch.autocast("cpu", dtype=torch.bfloat16):  # padding is on the right, and the model looks back
            found: Any = self.model.base_model.model.model(input_ids=ids, use_cache=False).last_hidden_state
        return found.float()

    def answers(self, batch: Sequence[LabelledSentence]) -> tuple[Any, Any]:
        """The head's answers on these sentences' phrases, as logits: labels (phrases, 4), removed (phrases)."""
        import torch
        from torch.nn import functional

        states = self.head["norm"](self.states([sentence.reading.token_ids for sentence in batch]))
        rows = []
        for row, sentence in enumerate(batch):
            start, end = sentence.reading.start, sentence.reading.end
            whole = (states[row, start : end + 1].mean(0) + states[row, end]) / 2
            for (own, around), phrase in sentence.phrases:
                sizes = torch.tensor([len(own) / LENGTH_SCALE, len(own) / (end - start)])
                dependency = self.head["dependencies"].weight[DEPENDENCIES.index(phrase.dependency)]
                neighbours = [states[row, place] for place in around]
                rows.append(torch.cat([states[row, own].mean(0), *neighbours, whole, sizes, dependency]))
        hidden = self.dropout(functional.gelu(self.head["hidden"](self.dropout(torch.stack(rows)))))
        return self.head["labels"](hidden), self.head["removed"](hidden)[:, 0]

    def loss(self, batch: Sequence[LabelledSentence]) -> Any:
        """The mean cross entropy of a batch's labels, those of editors' cuts with EDITED_WEIGHT."""
        import torch
        from torch.nn import functional

        labels, removed = self.answers(batch)
        truth = torch.tensor([label for sentence in batch for label in sentence.labels])
        edited = torch.tensor([sentence.is_edited for sentence in batch for _ in sentence.labels])
        of_phrases = functional.cross_entropy(labels[~edited], truth[~edited], reduction="sum")
        of_edits = functional.binary_cross_entropy_with_logits(removed[edited], truth[edited].float(), reduction="sum")
        return (of_phrases + EDITED_WEIGHT * of_edits) / len(truth)

    def tune(self, examples: Sequence[LabelledSentence], passes: int) -> None:
        """Goes through the phrases' labels `passes` times, and through the editors' cuts once."""
        import torch

        adapter = [each for each in self.model.parameters() if each.requires_grad]
        groups = [{"params": adapter}, {"params": list(self.head.parameters())}]
        optimizer = torch.optim.AdamW(groups, lr=ADAPTER_RATE, weight_decay=0.01)
        steps = [batch for number in range(passes) for batch in batches(examples, number, passes)]
        started = time.monotonic()
        self.set_training(True)
        for step, batch in enumerate(steps):
            for group, rate in zip(optimizer.param_groups, (ADAPTER_RATE, HEAD_RATE), strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / len(steps))
            loss = self.loss(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(adapter, 1.0)
            optimizer.step()
            if step % 40 == 0:
                print(f"step {step} of {len(steps)}, loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True)
        self.set_training(False)

    def report(self, held_out: Sequence[LabelledSentence]) -> None:
        """Prints how well the answers rank the labels of articles that were held out."""
        import torch

        ranked: dict[str, list[tuple[float, bool]]] = {}
        with torch.no_grad():
            for sentence in held_out:
                labels, removed = self.answers([sentence])
                shares = labels.softmax(-1).tolist()
                for share, gone, label in zip(shares, removed.tolist(), sentence.labels, strict=True):
                    asked = (
                        {"left out by an editor": (gone, label == 1)}
                        if sentence.is_edited
                        else {
                            "better": (share[0], label == 0),
                            "harmless": (share[0] + share[1], label < 2),
                            "reads": (-share[3], label != 3),
                        }
                    )
                    for name, scored in asked.items():
                        ranked.setdefault(name, []).append(scored)
        for name, answers in ranked.items():
            print(f"{name}: AUC {area_under_curve(answers):.3f} of {len(answers)}")

    def write(self, out: Path) -> None:
        """Writes the adapter as peft does, and the head, in 16 bits."""
        from safetensors.torch import load_file, save_file

        self.model.save_pretrained(str(out))
        weights = out / "adapter_model.safetensors"
        save_file({name: tensor.half() for name, tensor in load_file(weights).items()}, weights)
        tensors = {name: tensor.half().contiguous() for name, tensor in self.head.state_dict().items()}
        tensors["dependencies"] = tensors.pop("dependencies.weight")
        save_file(tensors, out / HEAD_FILE)
        config = json.loads((out / "adapter_config.json").read_text("utf-8"))
        config["base_model_name_or_path"] = None  # a path of this machine
        (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")
        (out / "README.md").unlink(missing_ok=True)

    def set_training(self, is_training: bool) -> None:
        """Whether dropout is on."""
        for module in (self.model, self.head, self.dropout):
            module.train(is_training)


def batches(examples: Sequence[LabelledSentence], number: int, passes: int) -> list[list[LabelledSentence]]:
    """The batches of a pass, of sentences of similar length; each of the editors' cuts is in one pass only."""
    rng = random.Random(number)
    chosen = [each for place, each in enumerate(examples) if not each.is_edited or place % passes == number]
    rng.shuffle(chosen)
    size = SENTENCES_PER_STEP * BATCHES_PER_BUCKET
    found = []
    for start in range(0, len(chosen), size):
        bucket = sorted(chosen[start : start + size], key=lambda each: len(each.reading.token_ids))
        found += [bucket[first : first + SENTENCES_PER_STEP] for first in range(0, len(bucket), SENTENCES_PER_STEP)]
    rng.shuffle(found)
    return found


def read_twice(records: Iterable[Any]) -> frozenset[str]:
    """The articles that two readers labelled."""
    return frozenset(record["article"] for record in records if any("second" in each for each in record["sentences"]))


def divided(
    examples: Iterable[LabelledSentence], twice: Collection[str]
) -> tuple[list[LabelledSentence], list[LabelledSentence]]:
    """The examples to learn from, and those of articles that are held out; these are all that were read `twice`."""
    learned: list[LabelledSentence] = []
    held_out: list[LabelledSentence] = []
    for each in examples:
        is_held_out = each.article in twice or int(each.article, 16) % FOLDS == 0
        (held_out if is_held_out else learned).append(each)
    return learned, held_out


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--phrases", type=Path, required=True)
    parser.add_argument("--edited", type=Path, required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--start", type=Path, help="an adapter and its head, to go on from")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--passes", type=int, default=2)
    arguments = parser.parse_args()
    articles = read_articles(arguments.articles)
    tuning = Tuning(arguments.base)
    if arguments.start is not None:
        tuning.load(arguments.start)
    examples = [
        example
        for path, is_edited in ((arguments.phrases, False), (arguments.edited, True))
        for example in labelled_sentences(read_records(path), articles, tuning.encode, is_edited=is_edited)
    ]
    if not examples:
        parser.error("none of the labelled articles is among those of --articles")
    print(f"{len(examples)} sentences, {sum(len(example.labels) for example in examples)} phrases", flush=True)
    learned, held_out = divided(examples, read_twice(read_records(arguments.phrases)))
    tuning.tune(learned, arguments.passes)
    tuning.report(held_out)
    tuning.write(arguments.out)


if __name__ == "__main__":
    main()
