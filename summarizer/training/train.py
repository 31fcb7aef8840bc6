"""Train the embedded model's adapter: LoRA on all linear layers, loss on the summary alone.

    python -m summarizer.training.train --pairs pairs.jsonl.gz --base model.gguf --out runs/news --minutes 70

Needs the extra `copydesk[train]`. A run writes `log.jsonl` (a line every ten steps), a checkpoint every few minutes and
goes on from the last one when started again with the same arguments. With `--minutes` the learning rate follows the
clock or the steps, whichever is further, so that a run on a busy machine still ends annealed; without it, the same
arguments give the same adapter.
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
from summarizer.engines.llama.vocabulary import COMMON, LEARNED
from summarizer.training.pairs import Lesson, curriculum, lesson, read_pairs

BUCKET = 16  # batches whose lessons are sorted by length together: less padding, still shuffled
IGNORED = -100


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides the adapter, besides the pairs and the base."""

    passes: int = 2
    shares: tuple[tuple[str, int], ...] = ()  # dataset and how many of its pairs a pass
    rank: int = 32
    alpha: int = 64
    rate: float = 3e-4  # peak learning rate
    warmup: int = 15  # steps
    batch: int = 4
    article_tokens: int = 600
    seed: int = 0
    minutes: float | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """A lesson as token ids: the prompt, then the summary with its end mark, which alone carries the loss."""

    ids: tuple[int, ...]
    prompt_length: int


def items(pairs_path: Path, recipe: Recipe, tokenizer: Any) -> list[Item]:
    """The lessons of a run in training order."""
    rng = random.Random(recipe.seed)
    ordered = curriculum(read_pairs(pairs_path), recipe.passes, dict(recipe.shares), recipe.seed)

    def length(text: str) -> int:
        return len(tokenizer(text, add_special_tokens=False).input_ids)

    made = (lesson(pair, length, recipe.article_tokens, rng) for pair in ordered)
    return [item(one, tokenizer) for one in made if one is not None]


def item(one: Lesson, tokenizer: Any) -> Item:
    chat = prompt.messages(one.article, sentences=one.sentences, words=one.words)
    asked = tokenizer.apply_chat_template(chat, add_generation_prompt=True, tokenize=False)
    before = tokenizer(asked, add_special_tokens=False).input_ids
    after = tokenizer(one.summary, add_special_tokens=False).input_ids
    return Item((*before, *after, tokenizer.eos_token_id), len(before))


def written(pairs_path: Path, tokenizer: Any) -> list[int]:
    """Tokens that two or more of the references hold and that not every text may take anyhow; see `vocabulary`."""
    held = Counter[int]()
    for pair in read_pairs(pairs_path):
        held.update(set(tokenizer(pair.summary, add_special_tokens=False).input_ids))
    return sorted(token for token, count in held.items() if count > 1 and token >= COMMON)


def batches(lessons: list[Item], size: int, seed: int) -> list[list[Item]]:
    """Batches of like length, in an order that depends on the seed alone."""
    rng = random.Random(seed)
    made = []
    for start in range(0, len(lessons), size * BUCKET):
        near = sorted(lessons[start : start + size * BUCKET], key=lambda one: len(one.ids))
        group = [near[k : k + size] for k in range(0, len(near), size)]
        rng.shuffle(group)
        made += group
    return made


def rate_at(progress: float, step: int, recipe: Recipe) -> float:
    """Linear warm-up, then a cosine down to 3% of the peak; `progress` runs from 0 to 1."""
    warm = min(1.0, (step + 1) / recipe.warmup)
    return recipe.rate * warm * (0.03 + 0.97 * 0.5 * (1 + math.cos(math.pi * min(1.0, progress))))


def loss_of(model: Any, batch: list[Item], padding: int) -> Any:
    """Mean cross entropy over the summaries' tokens of a batch.

    Padding is on the right of a causal model, so nothing real ever sees it and no mask is needed; the output layer
    (a fifth of the work) runs on the summaries' positions alone.
    """
    import torch

    width = max(len(one.ids) for one in batch)
    ids = torch.tensor([[*one.ids, *[padding] * (width - len(one.ids))] for one in batch])
    labels = torch.full_like(ids, IGNORED)
    for row, one in enumerate(batch):
        labels[row, one.prompt_length : len(one.ids)] = ids[row, one.prompt_length : len(one.ids)]
    causal = model.base_model.model
    with torch.autocast("cpu", torch.bfloat16):
        hidden = causal.model(input_ids=ids, use_cache=False).last_hidden_state[:, :-1]
        wanted = labels[:, 1:]
        scored = wanted != IGNORED
        logits = causal.lm_head(hidden[scored]).float()
    return torch.nn.functional.cross_entropy(logits, wanted[scored])


def load(base: Path, recipe: Recipe, adapter: Path | None) -> tuple[Any, Any]:
    """The base model with a trainable adapter (a fresh one, or the one in that folder), and its tokenizer."""
    import torch
    from peft import LoraConfig, PeftModel, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    named = {"gguf_file": base.name} if base.suffix == ".gguf" else {}
    place = str(base.parent if named else base)
    tokenizer = AutoTokenizer.from_pretrained(place, **named)
    model = AutoModelForCausalLM.from_pretrained(place, dtype=torch.float32, **named)
    if adapter is not None:
        return PeftModel.from_pretrained(model, str(adapter), is_trainable=True), tokenizer
    torch.manual_seed(recipe.seed)
    shape = LoraConfig(r=recipe.rank, lora_alpha=recipe.alpha, target_modules="all-linear", task_type="CAUSAL_LM")
    return get_peft_model(model, shape), tokenizer


def save(model: Any, optimizer: Any, folder: Path, state: dict[str, float]) -> None:
    """A checkpoint, complete or not at all: written beside the last one, then swapped in."""
    import shutil

    import torch

    fresh, old = folder.with_suffix(".new"), folder.with_suffix(".old")
    shutil.rmtree(fresh, ignore_errors=True)
    model.save_pretrained(str(fresh))
    torch.save(optimizer.state_dict(), fresh / "optimizer.pt")
    (fresh / "state.json").write_text(json.dumps(state), encoding="utf-8")
    if folder.exists():
        folder.rename(old)
    fresh.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def train(
    pairs_path: Path, base: Path, out: Path, recipe: Recipe, every: float = 8.0, start: Path | None = None
) -> Path:
    """Run the recipe, or go on with it; returns the folder of the last checkpoint. `every` is in minutes.

    `start` has the adapter that is trained on, where it is not a fresh one.
    """
    import torch

    out.mkdir(parents=True, exist_ok=True)
    folder = out / "checkpoint"
    resumed = folder if (folder / "state.json").exists() else None
    model, tokenizer = load(base, recipe, resumed or start)
    state = json.loads((folder / "state.json").read_text("utf-8")) if resumed else {"step": 0, "minutes": 0.0}
    optimizer = torch.optim.AdamW([p for p in model.parameters() if p.requires_grad], lr=recipe.rate, weight_decay=0.0)
    if resumed:
        optimizer.load_state_dict(torch.load(folder / "optimizer.pt", weights_only=True))
    plan = batches(items(pairs_path, recipe, tokenizer), recipe.batch, recipe.seed)
    with (out / "log.jsonl").open("a", encoding="utf-8") as log:
        for line in _steps(model, tokenizer, optimizer, plan, recipe, state, folder, every):
            log.write(json.dumps(line) + "\n")
            log.flush()
    (folder / LEARNED).write_text(json.dumps({"tokens": written(pairs_path, tokenizer)}), encoding="utf-8")
    return folder


def _steps(
    model: Any,
    tokenizer: Any,
    optimizer: Any,
    plan: list[list[Item]],
    recipe: Recipe,
    state: dict[str, float],
    folder: Path,
    every: float,
) -> Iterator[dict[str, float]]:
    """Train from the state's step on; yields a line for the log every ten steps."""
    import torch

    model.train()
    before, started, saved, losses, tokens = state["minutes"], time.monotonic(), time.monotonic(), [], 0
    step, spent = int(state["step"]), before
    while step < len(plan) and (recipe.minutes is None or spent < recipe.minutes):
        progress = max(step / len(plan), spent / recipe.minutes if recipe.minutes else 0.0)
        for group in optimizer.param_groups:
            group["lr"] = rate_at(progress, step, recipe)
        loss = loss_of(model, plan[step], tokenizer.pad_token_id)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([p for p in model.parameters() if p.requires_grad], 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(loss.item())
        tokens += sum(len(one.ids) for one in plan[step])
        step += 1
        spent = before + (time.monotonic() - started) / 60
        if step % 10 == 0:
            yield {
                "step": step,
                "of": len(plan),
                "loss": round(sum(losses) / len(losses), 4),
                "minutes": round(spent, 2),
                "tokens_per_second": round(tokens / (time.monotonic() - started)),
                "rate": optimizer.param_groups[0]["lr"],
            }
            losses = []
        if time.monotonic() - saved > every * 60:
            save(model, optimizer, folder, {"step": step, "minutes": spent})
            saved = time.monotonic()
    save(model, optimizer, folder, {"step": step, "minutes": spent})


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="jsonl or jsonl.gz with the keys article and summary")
    parser.add_argument("--base", type=Path, required=True, help="a GGUF file or a model folder")
    parser.add_argument("--out", type=Path, required=True, help="folder for the log and the checkpoint")
    parser.add_argument("--start", type=Path, help="a folder with the adapter to train on, for a second round")
    parser.add_argument("--share", action="append", default=[], metavar="DATASET=N", help="pairs of a dataset a pass")
    parser.add_argument("--threads", type=int, default=0, help="0: as many as torch likes")
    parser.add_argument("--save-every", type=float, default=8.0, metavar="MINUTES")
    parser.add_argument("--minutes", type=float, help="end after so many minutes, annealed")
    standard = Recipe()
    for name in ("passes", "rank", "alpha", "warmup", "batch", "article_tokens", "seed"):
        parser.add_argument(f"--{name.replace('_', '-')}", type=int, default=getattr(standard, name))
    parser.add_argument("--rate", type=float, default=standard.rate)
    given = parser.parse_args()
    if given.threads:
        import torch

        torch.set_num_threads(given.threads)
    shares = tuple((name, int(count)) for name, count in (share.split("=") for share in given.share))
    recipe = Recipe(
        given.passes,
        shares,
        given.rank,
        given.alpha,
        given.rate,
        given.warmup,
        given.batch,
        given.article_tokens,
        given.seed,
        given.minutes,
    )
    print(train(given.pairs, given.base, given.out, recipe, given.save_every, given.start))


if __name__ == "__main__":
    main()
