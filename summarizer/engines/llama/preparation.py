"""A GGUF file -> a folder from which an engine starts quickly. Done once; kept in the cache.

The weights are read, an adapter is added, and the network is written: for machine code of our own where there is some
for the processor and the model (see `native`), else as `graph` makes it for ONNX Runtime. The tokenizer is what
transformers makes of the file, which is the one that the adapter was trained with.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from summarizer.models import cache_folder, errors
from summarizer.engines.llama import vocabulary
from summarizer.engines.native import processor

FORMAT = 18  # goes up whenever this file or `graph` makes something else of the same input
ENDS = ("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end|>", "<end_of_turn>", "</s>")
PREPARED, TOKENIZER = "prepared.json", "tokenizer.json"


class Form(StrEnum):
    """For what a network is prepared."""

    NATIVE = "native"  # machine code, at 8 bits
    ONNX = "onnx"  # ONNX Runtime, at 8 bits
    EXACT = "exact"  # ONNX Runtime, in float32


@dataclass(frozen=True, slots=True)
class Prepared:
    """What lies beside the network and the tokenizer, as PREPARED."""

    made_from: Sequence[str]  # see `_made_from`
    form: Form
    revision: str
    window: int
    ends: Sequence[int]
    chat: str  # the chat template; empty where there is none
    marks: dict[str, str]  # what a template may call its start and end: `bos_token`, `eos_token`
    width: int  # of what flows from layer to layer
    layers: int
    heads: int  # of the queries, in each layer
    kept: int  # of the keys and values
    size: int  # of a head
    epsilon: float  # added to a mean square before its root is taken
    angles: Sequence[float]  # how far each pair of a head's places turns with each position


def read_prepared(folder: Path) -> Prepared:
    return Prepared(**json.loads((folder / PREPARED).read_text("utf-8")))


def prepare(gguf: Path, *, name: str, adapter: Path | None = None, revision: str = "", exact: bool = False) -> Path:
    """The prepared folder of a GGUF file, with an adapter merged in, made if need be. `name` is the model's.

    Raises EngineFailed for a file that is not understood, CorruptModel where the adapter does not fit.
    """
    form = Form.EXACT if exact else Form.NATIVE if processor.fits() else Form.ONNX
    folder = cache_folder.prepared_folder(name, _key(gguf, adapter, form))
    if (folder / PREPARED).exists():
        return folder
    with cache_folder.locked(folder.name):
        if (folder / PREPARED).exists():
            return folder
        parent = cache_folder.writable(folder.parent)
        for left in parent.glob(f"{folder.name}.*"):  # of a process that was killed
            shutil.rmtree(left, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        work = Path(tempfile.mkdtemp(dir=parent, prefix=f"{folder.name}."))
        if sys.stderr.isatty():
            print(f"Preparing {name} for this machine; this is done once.", file=sys.stderr)
        try:
            _convert(gguf, adapter, work, _revision(gguf, adapter, revision), form)
            os.replace(work, folder)
            _remove_older(folder, cache_folder.prepared_of(name), _made_from(gguf, adapter, form))
        except OSError as error:
            if error.errno == 28:
                raise errors.NoSpace(cache_folder.no_space(parent)) from error
            raise
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return folder


def _key(gguf: Path, adapter: Path | None, form: Form) -> str:
    """Names what is prepared, without reading large files: their places, sizes and times of change."""
    files = [gguf]
    if adapter is not None:
        files += [adapter / part for part in ("adapter_config.json", "adapter_model.safetensors")]
        files += adapter.glob(vocabulary.LEARNED)
    seen = [(str(one.resolve()), (stat := one.stat()).st_size, stat.st_mtime_ns) for one in files]
    return hashlib.sha256(f"{FORMAT} {form} {seen}".encode()).hexdigest()[:16]


def _made_from(gguf: Path, adapter: Path | None, form: Form) -> list[str]:
    """What a later version of these files, or of Copydesk, makes the same of; `form` is the one that is wanted."""
    return [str(gguf.resolve()), str(adapter.resolve()) if adapter else "", form]


def _remove_older(folder: Path, all_: Sequence[Path], made_from: list[str]) -> None:
    """Those forms of the model that this one takes the place of: each is as large as the model."""
    for other in all_:
        try:
            current = other == folder or read_prepared(other).made_from != made_from
        except (OSError, ValueError, TypeError):  # none, or that of a version which wrote something else there
            current = False
        if not current:
            (other / PREPARED).unlink(missing_ok=True)  # first: what cannot be removed while it is open is unusable
            shutil.rmtree(other, ignore_errors=True)


def _revision(gguf: Path, adapter: Path | None, given: str) -> str:
    base = given or f"sha256:{cache_folder.sha256_of(gguf)[:12]}"
    if adapter is None:
        return base
    return f"{base} with adapter sha256:{cache_folder.sha256_of(adapter / 'adapter_model.safetensors')[:12]}"


def _convert(gguf: Path, adapter: Path | None, work: Path, revision: str, wanted: Form) -> None:
    from summarizer.engines.onnx import graph
    from summarizer.engines.llama.weights import Weights
    from summarizer.engines.native import weight_layout as native

    try:
        weights = Weights(gguf, adapter)
    except (ValueError, KeyError, IndexError) as error:
        raise errors.EngineFailed(f"{gguf.name} is not a GGUF file that can be read: {first_line(error)}.") from error
    tokenizer = _tokenizer(gguf)
    described = json.loads(tokenizer.backend_tokenizer.to_str())
    # transformers may add marks that the model does not have
    described["added_tokens"] = [one for one in described["added_tokens"] if one["id"] < weights.words]
    (work / TOKENIZER).write_text(json.dumps(described), "utf-8")
    pieces = {token: piece for piece, token in tokenizer.get_vocab().items()}
    ends = _ends(tokenizer, weights.words)
    common = vocabulary.write(
        work,
        [pieces.get(token, f"<{token}>") for token in range(weights.words)],
        [*ends, *(one["id"] for one in described["added_tokens"])],
        adapter,
        all_=wanted is Form.EXACT,
    )
    angles = [float(one) for one in graph.angles(weights)]
    form = Form.ONNX if wanted is Form.NATIVE and not native.fit(weights) else wanted
    if form is Form.NATIVE:
        native.write(weights, work, common)
    else:
        graph.write(weights, work, common, exact=form is Form.EXACT)
    marks = {name: str(word) for name in ("bos_token", "eos_token") if (word := getattr(tokenizer, name))}
    shape, chat = weights.shape, tokenizer.chat_template or ""
    sizes = shape.width, shape.layers, shape.heads, shape.kept, shape.size, shape.epsilon
    made_from = _made_from(gguf, adapter, wanted)
    prepared = Prepared(made_from, form, revision, shape.window, ends, chat, marks, *sizes, angles)
    (work / PREPARED).write_text(json.dumps(asdict(prepared)), "utf-8")


def _ends(tokenizer: Any, words: int) -> list[int]:
    """What ends a text, of so many tokens."""
    known = tokenizer.get_vocab()
    ends = {known[word] for word in ENDS if word in known} | {tokenizer.eos_token_id}
    return sorted(one for one in ends if one is not None and one < words)


def _tokenizer(gguf: Path) -> Any:
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name, trust_remote_code=False)
    except Exception as error:  # whatever a strange file makes transformers say
        raise errors.EngineFailed(f"The tokenizer of {gguf.name} cannot be read: {first_line(error)}.") from error


def first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
