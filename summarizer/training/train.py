"""Trains the embedded model's adapter for drafts: LoRA on all linear layers, loss on the summary's tokens alone.

    python -m summarizer.training.train --pairs pairs.jsonl.gz --base model.gguf --out runs/news --minutes 70

Needs the extra `copydesk[train]`. A run writes `log.jsonl` (a line every ten steps) and a checkpoint every few minutes,
from which it resumes when started again with the same arguments. With `--minutes` the learning-rate schedule follows
the clock or the steps, whichever is further, so that the learning rate has decayed at the end even on a busy machine;
without it, the same arguments give the same adapter.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from summarizer.engines import prompt
from summarizer.engines.embedded.vocabulary import FREQUENT_TOKENS, REFERENCE_TOKENS_FILE
from summarizer.training.arguments import existing_file, existing_folder, existing_path
from summarizer.training.pairs import TrainingExample, make_example, read_pairs, training_order

BATCHES_PER_BUCKET = 16  # batches whose examples are sorted by length together: little padding, still shuffled
LOG_STEPS = 10  # between records in the log
IGNORE_INDEX = -100  # label of positions without loss


@dataclass(frozen=True, slots=True)
class Recipe:
    """The hyperparameters: with the pairs and the base model they determine the adapter."""

    epochs: int = 2
    shares: tuple[tuple[str, int], ...] = ()  # dataset, and how many of its pairs an epoch has
    lora_rank: int = 32
    lora_alpha: int = 64
    peak_learning_rate: float = 3e-4
    warmup_steps: int = 15
    batch_size: int = 4
    max_article_tokens: int = 600  # that the model is shown
    seed: int = 0
    max_minutes: float | None = None  # after which training ends


@dataclass(frozen=True, slots=True)
class TokenizedExample:
    """An example as token ids: the prompt, then the summary with its end token, on which alone there is loss."""

    ids: tuple[int, ...]
    prompt_length: int


def tokenized_examples(pairs_path: Path, recipe: Recipe, tokenizer: Any) -> list[TokenizedExample]:
    """Returns the examples of a run in training order."""
    rng = random.Random(recipe.seed)
    ordered = training_order(read_pairs(pairs_path), recipe.epochs, dict(recipe.shares), recipe.seed)

    def count(text: str) -> int:
        return len(tokenizer(text, add_special_tokens=False).input_ids)

    examples = (make_example(pair, count, recipe.max_article_tokens, rng) for pair in ordered)
    return [tokenize_example(example, tokenizer) for example in examples if example is not None]


def tokenize_example(example: TrainingExample, tokenizer: Any) -> TokenizedExample:
    """Returns the example in the tokenizer's chat template."""
    chat = prompt.messages(example.article, sentences=example.sentences, words=example.words)
    prompt_text = tokenizer.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
    prompt_ids = tokenizer(prompt_text, add_special_tokens=False).input_ids
    summary_ids = tokenizer(example.summary, add_special_tokens=False).input_ids
    return TokenizedExample((*prompt_ids, *summary_ids, tokenizer.eos_token_id), len(prompt_ids))


def reference_tokens(pairs_path: Path, tokenizer: Any) -> list[int]:
    """Returns tokens of two or more references, without those that every text may use (`engines.embedded.vocabulary`).

    They are stored with the adapter, and decoding allows them too.
    """
    reference_counts = Counter[int]()
    for pair in read_pairs(pairs_path):
        reference_counts.update(set(tokenizer(pair.summary, add_special_tokens=False).input_ids))
    return sorted(token for token, count in reference_counts.items() if count > 1 and token >= FREQUENT_TOKENS)


def length_bucketed_batches(examples: list[TokenizedExample], size: int, seed: int) -> list[list[TokenizedExample]]:
    """Returns batches of `size` examples of similar length, in an order that depends on the seed alone."""
    rng = random.Random(seed)
    batches = []
    for start in range(0, len(examples), size * BATCHES_PER_BUCKET):
        bucket = sorted(examples[start : start + size * BATCHES_PER_BUCKET], key=lambda example: len(example.ids))
        bucket_batches = [bucket[k : k + size] for k in range(0, len(bucket), size)]
        rng.shuffle(bucket_batches)
        batches += bucket_batches
    return batches


def learning_rate(progress: float, step: int, recipe: Recipe) -> float:
    """Returns the learning rate: linear warm-up over steps, then cosine decay to 3% of the peak.

    `progress` is the part of the run that is done, 0 to 1.
    """
    warmup = min(1.0, (step + 1) / recipe.warmup_steps)
    return recipe.peak_learning_rate * warmup * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def summary_loss(model: Any, batch: list[TokenizedExample], padding: int) -> Any:
    """Returns the mean cross entropy over the summary tokens of a batch, as a scalar tensor.

    Padding is on the right and the model is causal, so no token attends to it and no mask is needed. The output layer
    (a fifth of the work) runs on the positions of the summaries alone.
    """
    import torch

    width = max(len(example.ids) for example in batch)
    ids = torch.tensor([[*example.ids, *[padding] * (width - len(example.ids))] for example in batch])
    labels = torch.full_like(ids, IGNORE_INDEX)
    for row, example in enumerate(batch):
        summary = slice(example.prompt_length, len(example.ids))
        labels[row, summary] = ids[row, summary]
    causal = model.base_model.model
    with torch.autocast("cpu", torch.bfloat16):
        hidden = causal.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
        targets = labels[:, 1:]
        scored = targets != IGNORE_INDEX
        logits = causal.lm_head(hidden[scored]).float()
    return torch.nn.functional.cross_entropy(logits, targets[scored])


def load_model(base: Path, recipe: Recipe, adapter: Path | None) -> tuple[Any, Any]:
    """Returns the base model with a trainable adapter (a new one, or that in folder `adapter`) and its tokenizer."""
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    gguf = {"gguf_file": base.name} if base.suffix == ".gguf" else {}
    folder = str(base.parent if gguf else base)
    tokenizer = AutoTokenizer.from_pretrained(folder, **gguf)
    model = AutoModelForCausalLM.from_pretrained(folder, dtype=torch.float32, **gguf)
    if adapter is not None:
        return PeftModel.from_pretrained(model, str(adapter), is_trainable=True), tokenizer
    torch.manual_seed(recipe.seed)
    config = LoraConfig(
        r=recipe.lora_rank, lora_alpha=recipe.lora_alpha, target_modules="all-linear", task_type="CAUSAL_LM"
    )
    return get_peft_model(model, config), tokenizer


def save_checkpoint(model: Any, optimizer: Any, folder: Path, state: dict[str, float]) -> None:
    """Writes a checkpoint next to the last one in `folder`, which it then replaces, so that none is ever partial."""
    import shutil

    import torch

    new, old = folder.with_suffix(".new"), folder.with_suffix(".old")
    shutil.rmtree(new, ignore_errors=True)
    model.save_pretrained(str(new))
    torch.save(optimizer.state_dict(), new / "optimizer.pt")
    (new / "state.json").write_text(json.dumps(state), encoding="utf-8")
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def train(
    pairs_path: Path, base: Path, out: Path, recipe: Recipe, save_every: float = 8.0, start: Path | None = None
) -> Path:
    """Trains by the recipe, or resumes from the checkpoint in `out`; returns the folder of the last checkpoint.

    `save_every` is the time between checkpoints in minutes. `start` is a folder with the adapter to train further;
    without it, training begins with a new one.
    """
    import torch

    out.mkdir(parents=True, exist_ok=True)
    folder = out / "checkpoint"
    resumed = folder if (folder / "state.json").exists() else None
    model, tokenizer = load_model(base, recipe, resumed or start)
    state = json.loads((folder / "state.json").read_text("utf-8")) if resumed else {"step": 0, "minutes": 0.0}
    optimizer = torch.optim.AdamW(
        [parameter for parameter in model.parameters() if parameter.requires_grad],
        lr=recipe.peak_learning_rate,
        weight_decay=0.0,
    )
    if resumed:
        optimizer.load_state_dict(torch.load(folder / "optimizer.pt", weights_only=True))
    batches = length_bucketed_batches(tokenized_examples(pairs_path, recipe, tokenizer), recipe.batch_size, recipe.seed)
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        for line in _training_steps(model, tokenizer, optimizer, batches, recipe, state, folder, save_every):
            log.write(json.dumps(line) + "\n")
            log.flush()
    (folder / REFERENCE_TOKENS_FILE).write_text(
        json.dumps({"tokens": reference_tokens(pairs_path, tokenizer)}), encoding="utf-8"
    )
    return folder


def _training_steps(
    model: Any,
    tokenizer: Any,
    optimizer: Any,
    batches: list[list[TokenizedExample]],
    recipe: Recipe,
    state: dict[str, float],
    folder: Path,
    save_every: float,
) -> Iterator[dict[str, float]]:
    """Trains from the state's step on; yields a record for the log every LOG_STEPS steps."""
    import torch

    model.train()
    minutes_before, step = state["minutes"], int(state["step"])
    started = last_saved = time.monotonic()
    minutes, tokens = minutes_before, 0
    losses: list[float] = []
    while step < len(batches) and (recipe.max_minutes is None or minutes < recipe.max_minutes):
        progress = max(step / len(batches), minutes / recipe.max_minutes if recipe.max_minutes else 0.0)
        for group in optimizer.param_groups:
            group["lr"] = learning_rate(progress, step, recipe)
        loss = summary_loss(model, batches[step], tokenizer.pad_token_id)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([parameter for parameter in model.parameters() if parameter.requires_grad], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        tokens += sum(len(example.ids) for example in batches[step])
        step += 1
        minutes = minutes_before + (time.monotonic() - started) / 60
        if step % LOG_STEPS == 0:
            yield {
                "step": step,
                "of": len(batches),
                "loss": round(sum(losses) / len(losses), 4),
                "minutes": round(minutes, 2),
                "tokens_per_second": round(tokens / (time.monotonic() - started)),
                "rate": optimizer.param_groups[0]["lr"],
            }
            losses = []
        if time.monotonic() - last_saved > save_every * 60:
            save_checkpoint(model, optimizer, folder, {"step": step, "minutes": minutes})
            last_saved = time.monotonic()
    save_checkpoint(model, optimizer, folder, {"step": step, "minutes": minutes})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--pairs", type=existing_file, required=True, help="jsonl or jsonl.gz with the keys article and summary"
    )
    parser.add_argument("--base", type=existing_path, required=True, help="a GGUF file or a model folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the log and the checkpoint")
    parser.add_argument(
        "--start", type=existing_folder, help="a folder with the adapter to train on, for a second round"
    )
    parser.add_argument("--share", action="append", default=[], metavar="DATASET=N", help="pairs of a dataset a pass")
    parser.add_argument("--threads", type=int, default=0, help="0: as many as torch likes")
    parser.add_argument("--save-every", type=float, default=8.0, metavar="MINUTES")
    parser.add_argument("--minutes", type=float, help="end after so many minutes, annealed")
    defaults = Recipe()
    parser.add_argument("--passes", type=int, default=defaults.epochs)
    parser.add_argument("--rank", type=int, default=defaults.lora_rank)
    parser.add_argument("--alpha", type=int, default=defaults.lora_alpha)
    parser.add_argument("--warmup", type=int, default=defaults.warmup_steps)
    parser.add_argument("--batch", type=int, default=defaults.batch_size)
    parser.add_argument("--article-tokens", type=int, default=defaults.max_article_tokens)
    parser.add_argument("--seed", type=int, default=defaults.seed)
    parser.add_argument("--rate", type=float, default=defaults.peak_learning_rate)
    arguments = parser.parse_args()
    if arguments.threads:
        import torch

        torch.set_num_threads(arguments.threads)
    shares = tuple((name, int(count)) for name, count in (share.split("=") for share in arguments.share))
    recipe = Recipe(
        arguments.passes,
        shares,
        arguments.rank,
        arguments.alpha,
        arguments.rate,
        arguments.warmup,
        arguments.batch,
        arguments.article_tokens,
        arguments.seed,
        arguments.minutes,
    )
    print(train(arguments.pairs, arguments.base, arguments.out, recipe, arguments.save_every, arguments.start))


if __name__ == "__main__":
    main()
