"""Fine-tunes the embedded model's first layers with LoRA, together with heads on their hidden states."""

from __future__ import annotations

import json
import random
import time
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from summarizer.engines.embedded.tuned_layers import JUDGE_LAYERS
from summarizer.engines.embedded.weights import PEFT_TO_GGUF

ADAPTER_FILE = "adapter_model.safetensors"
FIRST_TUNED_LAYER = 6  # layers below it have no LoRA
LORA_RANK, LORA_ALPHA = 16, 32
ADAPTER_LEARNING_RATE, HEAD_LEARNING_RATE = 2.5e-4, 1e-3  # peaks
WARMUP_STEPS = 60  # of linear warm-up; from the first step on, the learning rates also decay linearly to 0
WEIGHT_DECAY = 0.01
MAX_GRADIENT_NORM = 1.0
BATCHES_PER_BUCKET = 20  # batches whose examples are sorted by length together


class Example(Protocol):
    """A training example, with the token ids that the model reads."""

    @property
    def token_ids(self) -> Sequence[int]: ...


AnyExample = TypeVar("AnyExample", bound=Example)


class TuningTask(Protocol):
    """A task that the layers are tuned for: its head, its loss, and its examples in batches."""

    def batches(self) -> list[Any]:
        """Returns the batches of one epoch, in another order each time."""

    def loss(self, batch: Any) -> Any:
        """Returns the mean loss of a batch, as a scalar tensor."""

    def parameters(self) -> list[Any]:
        """Returns the trainable parameters of the head."""

    def set_training(self, is_training: bool) -> None:
        """Turns dropout on or off."""


class TrainableLayers:
    """The model's first `layer_count` layers, with LoRA from layer `first_tuned` on. `base` is its GGUF file.

    The defaults, JUDGE_LAYERS and FIRST_TUNED_LAYER, are those of the judges of editors' choices and of support.
    """

    def __init__(self, base: Path, layer_count: int | None = None, first_tuned: int | None = None) -> None:
        import torch
        from peft import LoraConfig, get_peft_model
        from torch import nn
        from transformers import AutoModelForCausalLM, AutoTokenizer

        layer_count = JUDGE_LAYERS if layer_count is None else layer_count
        first_tuned = FIRST_TUNED_LAYER if first_tuned is None else first_tuned
        torch.manual_seed(1)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(base.parent), gguf_file=base.name)
        model: Any = AutoModelForCausalLM.from_pretrained(str(base.parent), gguf_file=base.name, dtype=torch.float32)
        model.model.layers = model.model.layers[:layer_count]
        model.model.norm = nn.Identity()
        config = LoraConfig(
            r=LORA_RANK,
            lora_alpha=LORA_ALPHA,
            target_modules=[name.rpartition(".")[2] for name in PEFT_TO_GGUF],
            layers_to_transform=list(range(first_tuned, layer_count)),
        )
        self.model: Any = get_peft_model(model, config)
        self.hidden_size = int(model.config.hidden_size)

    def load(self, folder: Path) -> None:
        """Loads the adapter that `write` wrote to a folder."""
        from peft import set_peft_model_state_dict
        from safetensors.torch import load_file

        adapter = load_file(folder / ADAPTER_FILE)
        set_peft_model_state_dict(self.model, {name: tensor.float() for name, tensor in adapter.items()})

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Returns the token ids of a text, and the (start, end) offsets of each token."""
        encoding = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return encoding.input_ids, encoding.offset_mapping

    def hidden_states(self, texts: Sequence[Sequence[int]]) -> Any:
        """Returns the outputs of the last layer for texts as token ids: (texts, tokens of the longest, hidden size)."""
        import torch

        ids = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
        for row, token_ids in enumerate(texts):
            ids[row, : len(token_ids)] = torch.tensor(token_ids)
        # bfloat16 only where the processor has AVX-512: with AVX2 alone a step takes twenty times as long.
        has_bfloat16_vectors = torch.backends.cpu.get_cpu_capability().startswith("AVX512")
        with torch.autocast("cpu", dtype=torch.bfloat16, enabled=has_bfloat16_vectors):
            # No mask is needed: padding is on the right and the model is causal, so no token attends to it.
            states: Any = self.model.base_model.model.model(input_ids=ids, use_cache=False).last_hidden_state
        return states.float()

    def parameters(self) -> list[Any]:
        """Returns the parameters of the adapter."""
        return [parameter for parameter in self.model.parameters() if parameter.requires_grad]

    def write(self, out: Path) -> None:
        """Writes the adapter in PEFT's format, at 16 bits."""
        from safetensors.torch import load_file, save_file

        self.model.save_pretrained(str(out))
        weights = out / ADAPTER_FILE
        save_file({name: tensor.half() for name, tensor in load_file(weights).items()}, weights)
        config = json.loads((out / "adapter_config.json").read_text("utf-8"))
        config["base_model_name_or_path"] = None  # a path of this machine
        (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")
        (out / "README.md").unlink(missing_ok=True)


class HeadTask(Generic[AnyExample]):
    """A task whose head is a LayerNorm of the hidden states ("norm"), a hidden layer ("hidden") and an output layer.

    `modules` are all layers of the head but the first. The input of the hidden layer is some normalized states,
    concatenated, and then features.
    """

    def __init__(
        self,
        layers: TrainableLayers,
        examples: Sequence[AnyExample],
        *,
        batch_size: int,
        dropout: float,
        **modules: Any,
    ) -> None:
        from torch import nn

        self.layers, self.examples = layers, examples
        self.head: Any = nn.ModuleDict({"norm": nn.LayerNorm(layers.hidden_size), **modules})
        self.dropout: Any = nn.Dropout(dropout)
        self._batch_size = batch_size
        self._rng = random.Random(3)
        self.set_training(False)

    def batches(self) -> list[list[AnyExample]]:
        """Returns the batches of one epoch, in another order each time."""
        return shuffled_batches(self.examples, self._batch_size, self._rng)

    def loss(self, batch: Sequence[AnyExample]) -> Any:
        """Returns the mean loss of a batch, as a scalar tensor."""
        raise NotImplementedError

    def normalized_states(self, batch: Sequence[AnyExample]) -> Any:
        """Returns the normalized hidden states of the examples: (examples, tokens of the longest, hidden size)."""
        return self.head["norm"](self.layers.hidden_states([example.token_ids for example in batch]))

    def hidden_layer(self, inputs: Any) -> Any:
        """Returns the output of the hidden layer, with dropout before and after it: (rows, units)."""
        from torch.nn import functional

        return self.dropout(functional.gelu(self.head["hidden"](self.dropout(inputs))))

    def folded_hidden_layer(self, state_count: int) -> tuple[Any, Any]:
        """Returns weight and bias of the hidden layer with the scale and shift of "norm" folded into them.

        The input of the hidden layer begins with `state_count` states.
        """
        norm, hidden, width = self.head["norm"], self.head["hidden"], self.layers.hidden_size
        weight = hidden.weight.clone()
        weight[:, : state_count * width] *= norm.weight.repeat(state_count)
        return weight, hidden.bias + hidden.weight[:, : state_count * width] @ norm.bias.repeat(state_count)

    def write_head(self, file: Path, state_count: int, output_layer: str) -> None:
        """Writes the head at 16 bits: hidden layer, output layer (by its name) and embeddings of dependencies, if any.

        The scale and shift of "norm" are written as part of the hidden layer: see `folded_hidden_layer`.
        """
        import torch
        from safetensors.torch import save_file

        with torch.no_grad():
            weight, bias = self.folded_hidden_layer(state_count)
            tensors = {
                "hidden.weight": weight,
                "hidden.bias": bias,
                f"{output_layer}.weight": self.head[output_layer].weight,
                f"{output_layer}.bias": self.head[output_layer].bias,
            }
            if "dependencies" in self.head:
                tensors["dependencies"] = self.head["dependencies"].weight
            save_file({name: tensor.half().contiguous() for name, tensor in tensors.items()}, file)

    def load_head(self, file: Path) -> None:
        """Loads the head that `write_head` wrote. "norm" keeps its initial scale, which is folded into the weights."""
        from safetensors.torch import load_file

        stored = {name: tensor.float() for name, tensor in load_file(file).items()}
        if "dependencies" in stored:
            stored["dependencies.weight"] = stored.pop("dependencies")
        self.head.load_state_dict(stored, strict=False)

    def parameters(self) -> list[Any]:
        """Returns the trainable parameters of the head."""
        return list(self.head.parameters())

    def set_training(self, is_training: bool) -> None:
        """Turns dropout on or off."""
        for module in (self.head, self.dropout):
            module.train(is_training)


def tune(
    layers: TrainableLayers, tasks: Sequence[tuple[TuningTask, float]], steps: int, *, log_every: int = 40
) -> None:
    """Tunes the adapter and the heads for `steps` steps. Each step is a batch of one task, drawn at random.

    `tasks` are pairs of a task and its share of the steps; the shares add up to 1. Prints the loss every `log_every`
    steps.
    """
    import torch

    adapter_parameters = layers.parameters()
    head_parameters = [parameter for task, _ in tasks for parameter in task.parameters()]
    optimizer = torch.optim.AdamW(
        [{"params": adapter_parameters}, {"params": head_parameters}],
        lr=ADAPTER_LEARNING_RATE,
        weight_decay=WEIGHT_DECAY,
    )
    rng = random.Random(7)
    task_of_step = rng.choices([task for task, _ in tasks], weights=[share for _, share in tasks], k=steps)
    batches_of = {id(task): _endless_batches(task) for task, _ in tasks}
    started = time.monotonic()
    _set_training(layers, tasks, is_training=True)
    for step, task in enumerate(task_of_step):
        for group, peak in zip(optimizer.param_groups, (ADAPTER_LEARNING_RATE, HEAD_LEARNING_RATE), strict=True):
            group["lr"] = peak * min(1.0, (step + 1) / WARMUP_STEPS) * (1 - step / steps)
        loss = task.loss(next(batches_of[id(task)]))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_([*adapter_parameters, *head_parameters], MAX_GRADIENT_NORM)
        optimizer.step()
        if step % log_every == 0:
            print(f"step {step} of {steps}, loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True)
    _set_training(layers, tasks, is_training=False)


def _endless_batches(task: TuningTask) -> Iterator[Any]:
    """Yields the batches of one epoch after another."""
    while True:
        yield from task.batches()


def _set_training(layers: TrainableLayers, tasks: Sequence[tuple[TuningTask, float]], *, is_training: bool) -> None:
    layers.model.train(is_training)
    for task, _ in tasks:
        task.set_training(is_training)


def average_weights(folder: Path, other: Path, files: Iterable[str]) -> None:
    """Replaces the weight files of an adapter and its heads by their means with those of another folder.

    A file that only one of the folders has stays as it is. Where one adapter was tuned further from the other, on other
    texts, their mean is better on news that neither was tuned on: see Wortsman et al. 2022, arXiv:2109.01903.
    """
    from safetensors.torch import load_file, save_file

    for file in files:
        if (folder / file).is_file() and (other / file).is_file():
            weights, other_weights = load_file(folder / file), load_file(other / file)
            means = {name: (weights[name].float() + other_weights[name].float()) / 2 for name in weights}
            save_file({name: mean.to(weights[name].dtype).contiguous() for name, mean in means.items()}, folder / file)


def shuffled_batches(examples: Sequence[AnyExample], size: int, rng: random.Random) -> list[list[AnyExample]]:
    """Returns the examples in batches of `size` in random order; those of a batch are of similar length."""
    shuffled = list(examples)
    rng.shuffle(shuffled)
    batches = []
    for bucket_start in range(0, len(shuffled), size * BATCHES_PER_BUCKET):
        bucket = sorted(
            shuffled[bucket_start : bucket_start + size * BATCHES_PER_BUCKET],
            key=lambda example: len(example.token_ids),
        )
        batches += [bucket[start : start + size] for start in range(0, len(bucket), size)]
    rng.shuffle(batches)
    return batches
