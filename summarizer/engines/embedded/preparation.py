"""Conversion of the embedded model's GGUF file into a folder from which an engine starts quickly. Done once and cached.

The weights are read, an adapter is merged, and the model is written for one backend: as packed weights for our own
machine code where that supports the CPU (see `native`), else as an ONNX graph for ONNX Runtime. The tokenizer is what
transformers reads from the file: the one that the adapter was trained with.

The folder's files are compared with their checksums at every start, before anything is loaded. A damaged folder is
prepared again.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from summarizer.engines import checksums
from summarizer.engines.embedded import vocabulary
from summarizer.engines.native import processor
from summarizer.models import cache_folder, errors

FORMAT_VERSION = 24  # raise it with every change to the files that are written for the same input
END_TOKENS = ("<|im_end|>", "<|endoftext|>")
MANIFEST_FILE, TOKENIZER_FILE = "prepared.json", "tokenizer.json"


class BackendKind(StrEnum):
    """The backend that a model is prepared for."""

    NATIVE = "native"  # our own machine code
    ONNX = "onnx"  # ONNX Runtime


@dataclass(frozen=True, slots=True)
class Prepared:
    """The manifest of a prepared folder, MANIFEST_FILE."""

    source: Sequence[str]  # see `_source_of`
    backend: BackendKind
    revision: str
    context_length: int
    end_tokens: Sequence[int]
    hidden_size: int
    layers: int
    attention_heads: int
    kv_heads: int
    head_dim: int
    rms_norm_epsilon: float
    rope_frequencies: Sequence[float]  # radians per position, for each pair of a head's channels
    checksums: Mapping[str, Sequence[int]]  # of the other files in the folder: see `checksums`


def read_prepared(folder: Path) -> Prepared:
    """Reads a folder's manifest. Raises OSError where there is none, ValueError where it is malformed or damaged."""
    content = json.loads((folder / MANIFEST_FILE).read_text("utf-8"))
    try:
        if content["sha256"] != _digest(content["prepared"]):
            raise ValueError(f"{MANIFEST_FILE} is damaged")
        return Prepared(**content["prepared"])
    except (TypeError, KeyError) as error:
        raise ValueError(f"{MANIFEST_FILE} is malformed") from error


def _digest(fields: object) -> str:
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def is_intact(folder: Path) -> bool:
    """Whether a prepared folder exists and every file in it is as it was written."""
    try:
        return not checksums.changed_files(folder, read_prepared(folder).checksums)
    except (OSError, ValueError):
        return False


def is_prepared(gguf: Path, *, name: str, adapter: Path | None = None, layers: int | None = None) -> bool:
    """Whether `prepare` was run with these arguments. Does not check whether the folder was damaged since."""
    kind = BackendKind.NATIVE if processor.is_supported() else BackendKind.ONNX
    return (cache_folder.prepared_folder(name, _cache_key(gguf, adapter, kind, layers)) / MANIFEST_FILE).is_file()


def prepare(
    gguf: Path,
    *,
    name: str,
    adapter: Path | None = None,
    revision: str = "",
    sha256: str = "",
    layers: int | None = None,
) -> Path:
    """Returns the prepared folder of a GGUF file with an adapter merged in, and makes it first if necessary.

    `name` is the model's. Where `layers` is given, only the first `layers` layers are prepared, whose hidden states a
    backend can return. `sha256` is the hash of the file, where it is known.

    Raises DamagedSource where the file has another hash, EngineFailed where it cannot be read, CorruptModel where the
    adapter does not fit, NoSpace and CacheUnwritable where the folder cannot be written.
    """
    kind = BackendKind.NATIVE if processor.is_supported() else BackendKind.ONNX
    folder = cache_folder.prepared_folder(name, _cache_key(gguf, adapter, kind, layers))
    if is_intact(folder):
        return folder
    with cache_folder.locked(folder.name):
        if is_intact(folder):  # another process has made it in the meantime
            return folder
        parent = cache_folder.ensure_writable(folder.parent)
        if folder.exists():
            print(f"The prepared form of {name} in the cache is damaged; preparing it anew.", file=sys.stderr)
        elif sys.stderr.isatty():
            print(f"Preparing {name} for this machine; this is done once.", file=sys.stderr)
        if sha256 and cache_folder.sha256_of(gguf) != sha256:
            raise errors.DamagedSource(f"{gguf} is damaged: it is not the file that was fetched.")
        _remove_unfinished(cache_folder.prepared_folders(name, unfinished=True), folder.name)
        shutil.rmtree(folder, ignore_errors=True)
        work = Path(tempfile.mkdtemp(dir=parent, prefix=f"{folder.name}."))
        try:
            _convert(gguf, adapter, work, _revision(gguf, adapter, revision), kind, layers)
            work.chmod(0o755)  # mkdtemp gives 0700; a shared cache is read by others
            for path in (*work.iterdir(), work):
                cache_folder.flush(path)
            os.replace(work, folder)
            cache_folder.flush(parent)
            _remove_superseded(folder, cache_folder.prepared_folders(name), _source_of(gguf, adapter, kind))
        except OSError as error:
            if error.errno == errno.ENOSPC:
                raise errors.NoSpace(cache_folder.no_space(parent)) from error
            if isinstance(error, PermissionError):
                raise errors.CacheUnwritable(
                    f"{folder} cannot be written ({error.strerror}): another program may have it open. Close what else "
                    "runs Copydesk, or set COPYDESK_CACHE to another folder."
                ) from error
            raise
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return folder


def _cache_key(gguf: Path, adapter: Path | None, kind: BackendKind, layers: int | None) -> str:
    """Returns a key for the input, made from the paths, sizes and modification times of the files: none is read."""
    files = [gguf]
    if adapter is not None:
        files += [adapter / name for name in ("adapter_config.json", "adapter_model.safetensors")]
        files += adapter.glob(vocabulary.REFERENCE_TOKENS_FILE)
    stats = [(str(file.resolve()), (stat := file.stat()).st_size, stat.st_mtime_ns) for file in files]
    return hashlib.sha256(f"{FORMAT_VERSION} {kind} {layers} {stats}".encode()).hexdigest()[:16]


def _source_of(gguf: Path, adapter: Path | None, kind: BackendKind) -> list[str]:
    """Returns what a folder is prepared from. A newer folder with the same source supersedes an older one."""
    return [str(gguf.resolve()), str(adapter.resolve()) if adapter else "", kind]


def _remove_unfinished(unfinished: Sequence[Path], locked_name: str) -> None:
    """Removes the unfinished folders of killed processes, but none that a process is still writing.

    `locked_name` is the folder whose lock the caller holds.
    """
    for path in unfinished:
        name = path.name.rpartition(".")[0]
        with nullcontext(True) if name == locked_name else cache_folder.locked_if_free(name) as is_free:
            if is_free:
                shutil.rmtree(path, ignore_errors=True)


def _remove_superseded(folder: Path, prepared_folders: Sequence[Path], source: list[str]) -> None:
    """Removes folders that were prepared from an earlier state of the same source, or from one that no longer exists.

    Each folder is as large as the model. A source no longer exists where Copydesk, which contains the adapters, was
    reinstalled elsewhere.
    """
    for other in prepared_folders:
        try:
            is_current = other == folder or (
                _exists(other_source := read_prepared(other).source) and other_source != source
            )
        except (OSError, ValueError, TypeError):  # unreadable, or written by a version with other fields
            is_current = False
        if not is_current:
            # the manifest first: without it, a folder that cannot be removed as it is open elsewhere is not used
            (other / MANIFEST_FILE).unlink(missing_ok=True)
            shutil.rmtree(other, ignore_errors=True)


def _exists(source: Sequence[str]) -> bool:
    gguf, adapter, _ = source
    return Path(gguf).is_file() and (not adapter or Path(adapter).is_dir())


def _revision(gguf: Path, adapter: Path | None, known: str) -> str:
    base = known or f"sha256:{cache_folder.sha256_of(gguf)[:12]}"
    if adapter is None:
        return base
    return f"{base} with adapter sha256:{cache_folder.sha256_of(adapter / 'adapter_model.safetensors')[:12]}"


def _convert(
    gguf: Path, adapter: Path | None, work: Path, revision: str, backend: BackendKind, layers: int | None
) -> None:
    """Writes all files of a prepared folder to `work`."""
    from summarizer.engines.embedded.weights import GgufWeights, rope_frequencies
    from summarizer.engines.native import weight_layout
    from summarizer.engines.onnx import graph

    try:
        weights = GgufWeights(gguf, adapter, layers)
    except (ValueError, KeyError, IndexError) as error:
        raise errors.EngineFailed(f"{gguf.name} is not a GGUF file that can be read: {error_line(error)}.") from error
    size = weights.vocabulary_size
    tokenizer = _tokenizer(gguf)
    pipeline = json.loads(tokenizer.backend_tokenizer.to_str())
    # transformers may add special tokens that the model does not have
    pipeline["added_tokens"] = [token for token in pipeline["added_tokens"] if token["id"] < size]
    (work / TOKENIZER_FILE).write_text(json.dumps(pipeline), "utf-8")
    token_of = tokenizer.get_vocab()
    pieces = {token: piece for piece, token in token_of.items()}
    common = vocabulary.write_shortlist(
        work,
        [pieces.get(token, f"<{token}>") for token in range(size)],
        [token["id"] for token in pipeline["added_tokens"]],
        adapter,
    )
    (weight_layout if backend is BackendKind.NATIVE else graph).write(weights, work, common)
    dimensions = weights.dimensions
    prepared = Prepared(
        source=_source_of(gguf, adapter, backend),
        backend=backend,
        revision=revision,
        context_length=dimensions.context_length,
        end_tokens=sorted(token for piece in END_TOKENS if (token := token_of.get(piece, size)) < size),
        hidden_size=dimensions.hidden_size,
        layers=dimensions.layers,
        attention_heads=dimensions.attention_heads,
        kv_heads=dimensions.kv_heads,
        head_dim=dimensions.head_dim,
        rms_norm_epsilon=dimensions.rms_norm_epsilon,
        rope_frequencies=[float(frequency) for frequency in rope_frequencies(weights)],
        checksums=checksums.of_folder(work),
    )
    fields = asdict(prepared)
    (work / MANIFEST_FILE).write_text(json.dumps({"prepared": fields, "sha256": _digest(fields)}), "utf-8")


def _tokenizer(gguf: Path) -> Any:
    from transformers import AutoTokenizer

    try:
        return AutoTokenizer.from_pretrained(str(gguf.parent), gguf_file=gguf.name, trust_remote_code=False)
    except Exception as error:  # transformers raises anything at all for a file that it cannot read
        raise errors.EngineFailed(f"The tokenizer of {gguf.name} cannot be read: {error_line(error)}.") from error


def error_line(error: Exception) -> str:
    """Returns the last line of an error's message; its type where it has no message."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
