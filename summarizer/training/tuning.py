"""The embedded model's first layers with LoRA, as they are tuned to judge as editors do."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from summarizer.engines.embedded.tuned_layers import LAYERS
from summarizer.engines.embedded.weights import PEFT_TO_GGUF

ADAPTER_FILE = "adapter_model.safetensors"
FIRST_TUNED = 6  # layer; what is below stays as it is
RANK, ALPHA = 16, 32  # of LoRA
BATCHES_PER_BUCKET = 20  # batches whose examples are sorted by length together


class Example(Protocol):
    """What is learned from, as the model reads it."""

    @property
    def token_ids(self) -> Sequence[int]: ...


AnyExample = TypeVar("AnyExample", bound=Example)


class TuningTask(Protocol):
    """What is learned on the layers: a head, and examples in batches."""

    def batches(self) -> list[Any]:
        """The batches of one pass over the examples, in another order each time."""

    def loss(self, batch: Any) -> Any:
        """The mean loss of a batch."""

    def parameters(self) -> list[Any]:
        """What of the head is tuned."""

    def set_training(self, is_training: bool) -> None:
        """Whether dropout is on."""


class Tuning:
    """A model's first `layers` with LoRA from `first_tuned` on, and how they are tuned. `base` is the GGUF file.

    Left out, both are those of the editors' judges.
    """

    def __init__(self, base: Path, layers: int | None = None, first_tuned: int | None = None) -> None:
        import torch
        from peft import LoraConfig, get_peft_model
        from torch import nn
        from transformers import AutoModelForCausalLM, AutoTokenizer

        layers = LAYERS if layers is None else layers
        first_tuned = FIRST_TUNED if first_tuned is None else first_tuned
        torch.manual_seed(1)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(base.parent), gguf_file=base.name)
        model: Any = AutoModelForCausalLM.from_pretrained(str(base.parent), gguf_file=base.name, dtype=torch.float32)
        model.model.layers = model.model.layers[:layers]
        model.model.norm = nn.Identity()
        config = LoraConfig(
            r=RANK,
            lora_alpha=ALPHA,
            target_modules=[name.rpartition(".")[2] for name in PEFT_TO_GGUF],
            layers_to_transform=list(range(first_tuned, layers)),
        )
        self.model: Any = get_peft_model(model, config)
        self.hidden_size = int(model.config.hidden_size)

    def load(self, folder: Path) -> None:
        """Goes on from what `write` wrote."""
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        adapter = load_file(folder / ADAPTER_FILE)
        set_peft_model_state_dict(self.model, {name: tensor.float() for name, tensor in adapter.items()})

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoding = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return encoding.input_ids, encoding.offset_mapping

    def states(self, texts: Sequence[Sequence[int]]) -> Any:
        """The states behind the last layer, of texts as token ids: (texts, tokens of the longest, hidden size)."""
        import torch

        ids = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
        for row, token_ids in enumerate(texts):
            ids[row, : len(token_ids)] = torch.tensor(token_ids)
        # 16 bits only where the processor has them in its vectors: with AVX2 alone a step takes twenty times as long.
        has_short_floats = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_short_floats):
            # padding is on the right, and the model looks back
            found: Any = self.model.base_model.model.model(input_ids=ids, use_cache=False).last_hidden_state
        return found.float()

    def parameters(self) -> list[Any]:
        return [each for each in self.model.parameters() if each.requires_grad]

    def write(self, out: Path) -> None:
        """Writes the adapter as peft does, in 16 bits."""
        from safetensors.torch import load_file, save_file

        self.model.save_pretrained(str(out))
        weights = out / ADAPTER_FILE
        save_file({name: tensor.half() for name, tensor in load_file(weights).items()}, weights)
        config = json.loads((out / "adapter_config.json").read_text("utf-8"))
        config["base_model_name_or_path"] = None  # a path of this machine
        (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")
        (out / "README.md").unlink(missing_ok=True)


class HeadTask(Generic[AnyExample]):
    """A task whose head stands on the states of all layers; its examples come in batches of `per_step`.

    The head begins with a normalization, "norm", of the states. `modules` are the "hidden" layer, which
    gets some of them side by side, and features, and what stands on it.
    """

    def __init__(
        self, tuning: Tuning, examples: Sequence[AnyExample], *, per_step: int, dropout: float, **modules: Any
    ) -> None:
        from torch import nn

        self.tuning, self.examples = tuning, examples
        self.head: Any = nn.ModuleDict({"norm": nn.LayerNorm(tuning.hidden_size), **modules})
        self.dropout: Any = nn.Dropout(dropout)
        self._per_step = per_step
        self._rng = random.Random(3)
        self.set_training(False)

    def batches(self) -> list[list[AnyExample]]:
        """The batches of one pass over the examples, in another order each time."""
        return in_batches(self.examples, self._per_step, self._rng)

    def loss(self, batch: Sequence[AnyExample]) -> Any:
        """The mean loss of a batch."""
        raise NotImplementedError

    def states(self, batch: Sequence[AnyExample]) -> Any:
        """The normalized states of the examples' texts: (examples, tokens of the longest, hidden size)."""
        return self.head["norm"](self.tuning.states([each.token_ids for each in batch]))

    def hidden(self, rows: Any) -> Any:
        """What the hidden layer makes of rows of states and features, with dropout before and behind it."""
        from torch.nn import functional

        return self.dropout(functional.gelu(self.head["hidden"](self.dropout(rows))))

    def folded(self, copies: int) -> tuple[Any, Any]:
        """Weight and bias of the hidden layer, with what the normalization scales and adds in them.

        The first `copies` times as many of its inputs as a state has are states.
        """
        norm, hidden, width = self.head["norm"], self.head["hidden"], self.tuning.hidden_size
        weight = hidden.weight.clone()
        weight[:, : copies * width] *= norm.weight.repeat(copies)
        return weight, hidden.bias + hidden.weight[:, : copies * width] @ norm.bias.repeat(copies)

    def write_head(self, file: Path, copies: int, last: str) -> None:
        """Writes the hidden layer, the layer named `last` and the dependencies' vectors, if any, in 16 bits.

        The normalization is in the hidden layer's weights, as of `folded`.
        """
        import torch
        from safetensors.torch import save_file

        with torch.no_grad():
            weight, bias = self.folded(copies)
            tensors = {
                "hidden.weight": weight,
                "hidden.bias": bias,
                f"{last}.weight": self.head[last].weight,
                f"{last}.bias": self.head[last].bias,
            }
            if "dependencies" in self.head:
                tensors["dependencies"] = self.head["dependencies"].weight
            save_file({name: tensor.half().contiguous() for name, tensor in tensors.items()}, file)

    def load_head(self, file: Path) -> None:
        """Goes on from what `write_head` wrote."""
        from safetensors.torch import load_file

        stored = {name: tensor.float() for name, tensor in load_file(file).items()}
        if "dependencies" in stored:
            stored["dependencies.weight"] = stored.pop("dependencies")
        self.head.load_state_dict(stored, strict=False)  # the scale of the states is in the weights

    def parameters(self) -> list[Any]:
        """What of the head is tuned."""
        return list(self.head.parameters())

    def set_training(self, is_training: bool) -> None:
        """Whether dropout is on."""
        for module in (self.head, self.dropout):
            module.train(is_training)


def average(folder: Path, other: Path, files: Iterable[str]) -> None:
    """Replaces an adapter and its heads by the means with those of another folder; what only one has stays.

    One that went on from the other on other texts is better on news of neither: see Wortsman et al. 2022,
    arXiv:2109.01903.
    """
    from safetensors.torch import load_file, save_file

    for file in files:
        if (folder / file).is_file() and (other / file).is_file():
            first, second = load_file(folder / file), load_file(other / file)
            means = {name: (first[name].float() + second[name].float()) / 2 for name in first}
            save_file({name: mean.to(first[name].dtype).contiguous() for name, mean in means.items()}, folder / file)


def in_batches(examples: Sequence[AnyExample], size: int, rng: random.Random) -> list[list[AnyExample]]:
    """The examples in batches of `size`, in any order, those of a batch of similar length."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    found = []
    for start in range(0, len(shuffled), size * BATCHES_PER_BUCKET):
        bucket = sorted(shuffled[start : start + size * BATCHES_PER_BUCKET], key=lambda each: len(each.token_ids))
        found += [bucket[first : first + size] for first in range(0, len(bucket), size)]
    rng.shuffle(found)
    return found
