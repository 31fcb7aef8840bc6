"""Tunes the embedded model's first layers with LoRA (Hu et al. 2021, arXiv:2106.09685), and a head on their states."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, TypeVar

from summarizer.engines.llama.head import HEAD_FILE
from summarizer.engines.llama.weights import PEFT_TO_GGUF

RANK, ALPHA = 16, 32
WARM_UP = 60  # steps over which the rates rise; then they fall to 0
DECAY = 0.01

Batch = TypeVar("Batch")


class FirstLayers:
    """The first layers of a model with LoRA on those from `first_tuned` on, and its tokenizer."""

    def __init__(self, base: Path, layers: int, first_tuned: int) -> None:
        import torch
        from peft import LoraConfig, get_peft_model
        from torch import nn
        from transformers import AutoModelForCausalLM, AutoTokenizer

        torch.manual_seed(1)
        self.tokenizer: Any = AutoTokenizer.from_pretrained(str(base.parent), gguf_file=base.name)
        model: Any = AutoModelForCausalLM.from_pretrained(str(base.parent), gguf_file=base.name, dtype=torch.float32)
        model.model.layers = model.model.layers[:layers]
        model.model.norm = nn.Identity()
        self.hidden_size = int(model.config.hidden_size)
        config = LoraConfig(
            r=RANK,
            lora_alpha=ALPHA,
            target_modules=[name.rpartition(".")[2] for name in PEFT_TO_GGUF],
            layers_to_transform=list(range(first_tuned, layers)),
        )
        self.model: Any = get_peft_model(model, config)

    def encode(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        encoding = self.tokenizer(text, add_special_tokens=False, return_offsets_mapping=True)
        return encoding.input_ids, encoding.offset_mapping

    def states(self, texts: Sequence[Sequence[int]]) -> Any:
        """The states of some texts as token ids, (texts, tokens of the longest, hidden)."""
        import torch

        ids = torch.zeros(len(texts), max(map(len, texts)), dtype=torch.long)
        for row, token_ids in enumerate(texts):
            ids[row, : len(token_ids)] = torch.tensor(token_ids)
        with torch.autocast("cpu", dtype=torch.bfloat16):  # padding is on the right, and the model looks back
            states = self.model.base_model.model.model(input_ids=ids, use_cache=False).last_hidden_state
        return states.float()

    def tune(
        self,
        head: Any,
        modules: Sequence[Any],
        batches: Sequence[Batch],
        loss_of: Callable[[Batch], Any],
        rates: tuple[float, float],
    ) -> None:
        """Takes a step for each batch. `rates` are the peaks for adapter and head; `modules` are in training mode."""
        import torch

        adapter, weights = [each for each in self.model.parameters() if each.requires_grad], list(head.parameters())
        groups = [{"params": adapter}, {"params": weights}]
        optimizer = torch.optim.AdamW(groups, lr=rates[0], weight_decay=DECAY)
        started = time.monotonic()
        for module in (self.model, head, *modules):
            module.train(True)
        for number, batch in enumerate(batches):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (number + 1) / WARM_UP) * (1 - number / len(batches))
            loss = loss_of(batch)
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_([*adapter, *weights], 1.0)
            optimizer.step()
            if number % 50 == 0:
                took = time.monotonic() - started
                print(f"step {number} of {len(batches)}, loss {loss:.3f}, {took:.0f} s", flush=True)
        for module in (self.model, head, *modules):
            module.train(False)

    def write(self, head: dict[str, Any], out: Path) -> None:
        """Writes the adapter as peft does, and the tensors of the head, all in 16 bits."""
        from safetensors.torch import load_file, save_file

        self.model.save_pretrained(str(out))
        weights = out / "adapter_model.safetensors"
        save_file({name: tensor.half() for name, tensor in load_file(weights).items()}, weights)
        save_file({name: tensor.half().contiguous() for name, tensor in head.items()}, out / HEAD_FILE)
        config = json.loads((out / "adapter_config.json").read_text("utf-8"))
        config["base_model_name_or_path"] = None  # a path of this machine
        (out / "adapter_config.json").write_text(json.dumps(config, indent=2, sort_keys=True) + "\n", "utf-8")
        (out / "README.md").unlink(missing_ok=True)
