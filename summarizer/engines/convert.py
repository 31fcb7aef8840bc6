"""A GGUF file -> a folder that OpenVINO starts from quickly. Done once; kept in the cache.

OpenVINO GenAI reads GGUF, but takes seconds for it at every start. Here it does so once and saves the network, made
quicker by `graph.refine`; the tokens that steer it are written down beside it.
"""

from __future__ import annotations

import contextlib
import filecmp
import gc
import hashlib
import json
import os
import shutil
import sys
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from summarizer import models

FORMAT = 4  # goes up whenever this file makes something else of the same input
ENDS = ("<|im_end|>", "<|endoftext|>", "<|eot_id|>", "<|end|>", "<end_of_turn>", "</s>")


@dataclass(frozen=True, slots=True)
class Prepared:
    """What lies in a prepared folder: `openvino_model`, the tokenizer both ways, and this as `prepared.json`.

    `half` is `openvino_model` with a memory at 16 bits.
    """

    revision: str
    window: int
    ends: tuple[int, ...]
    chats: bool  # has a chat template


def read_prepared(folder: Path) -> Prepared:
    value = json.loads((folder / "prepared.json").read_text("utf-8"))
    return Prepared(value["revision"], value["window"], tuple(value["ends"]), value["chats"])


def prepare(gguf: Path, *, name: str, adapter: Path | None = None, revision: str = "") -> Path:
    """The prepared folder of a GGUF file, with an adapter merged in, made if need be. `name` is the model's.

    Raises EngineFailed where OpenVINO cannot read the file, CorruptModel where the adapter does not fit.
    """
    folder = models.prepared_folder(name, _key(gguf, adapter))
    if (folder / "prepared.json").exists():
        return folder
    with models.locked(folder.name):
        if (folder / "prepared.json").exists():
            return folder
        parent = models.writable(folder.parent)
        for left in parent.glob(f"{folder.name}.*"):  # of a process that was killed
            shutil.rmtree(left, ignore_errors=True)
        shutil.rmtree(folder, ignore_errors=True)
        work = Path(tempfile.mkdtemp(dir=parent, prefix=f"{folder.name}."))
        if sys.stderr.isatty():
            print(f"Preparing {name} for this machine; this is done once.", file=sys.stderr)
        try:
            _convert(gguf, adapter, work, _revision(gguf, adapter, revision))
            os.replace(work, folder)
        except OSError as error:
            if error.errno == 28:
                raise models.NoSpace(models.no_space(parent)) from error
            raise
        finally:
            shutil.rmtree(work, ignore_errors=True)
    return folder


def _key(gguf: Path, adapter: Path | None) -> str:
    """Names what is prepared, without reading the large file: its place, size and time of change, and the adapter."""
    stat = gguf.stat()
    digest = hashlib.sha256(f"{FORMAT} {_version()} {gguf.resolve()} {stat.st_size} {stat.st_mtime_ns}".encode())
    if adapter is not None:
        for part in ("adapter_config.json", "adapter_model.safetensors"):
            digest.update((adapter / part).read_bytes())
    return digest.hexdigest()[:16]


def _revision(gguf: Path, adapter: Path | None, given: str) -> str:
    base = given or f"sha256:{models.sha256_of(gguf)[:12]}"
    if adapter is None:
        return base
    return f"{base} with adapter sha256:{models.sha256_of(adapter / 'adapter_model.safetensors')[:12]}"


def _version() -> str:
    from importlib.metadata import version

    return version("openvino-genai")


def _convert(gguf: Path, adapter: Path | None, work: Path, revision: str) -> None:
    from summarizer.engines.gguf_merge import is_lossy, merge
    from summarizer.engines.graph import keep_at_16_bits, refine
    from summarizer.engines.runtime import openvino as imported

    openvino, openvino_genai = imported()
    source = work / "source.gguf"
    try:
        plain = adapter is None and not is_lossy(gguf)
    except (ValueError, KeyError, IndexError) as error:
        raise models.EngineFailed(f"{gguf.name} is not a GGUF file that can be read: {first_line(error)}.") from error
    if plain:
        try:
            source.symlink_to(gguf.resolve())
        except OSError:  # no links on this disk
            shutil.copyfile(gguf, source)
    else:
        merge(gguf, adapter, source)
    try:
        pipeline = openvino_genai.LLMPipeline(str(source), "CPU", enable_save_ov_model=True)
    except RuntimeError as error:
        raise models.EngineFailed(
            f"OpenVINO cannot read {gguf.name}: {first_line(error)}. It reads GGUF files of Llama and Qwen models; "
            "for others name the original model on the hub or its folder."
        ) from error
    tokenizer = pipeline.get_tokenizer()
    vocabulary = tokenizer.get_vocab()
    ends = {vocabulary[word.encode()] for word in ENDS if word.encode() in vocabulary}
    ends.add(tokenizer.get_eos_token_id())
    prepared = Prepared(revision, _window(gguf), tuple(sorted(ends)), bool(tokenizer.chat_template))
    del pipeline, tokenizer
    gc.collect()
    source.unlink()
    core = openvino.Core()
    network = core.read_model(work / "openvino_model.xml")
    refine(network)
    openvino.save_model(network, work / "slim.xml", compress_to_fp16=False)
    keep_at_16_bits(network)
    openvino.save_model(network, work / "half.xml", compress_to_fp16=False)
    del network
    gc.collect()
    for suffix in (".xml", ".bin"):
        os.replace(work / f"slim{suffix}", work / f"openvino_model{suffix}")
    _same_file(work / "openvino_model.bin", work / "half.bin")
    (work / "prepared.json").write_text(json.dumps(asdict(prepared)), "utf-8")


def _same_file(one: Path, other: Path) -> None:
    """Two files of the same bytes become one under two names, where the disk can do that."""
    if filecmp.cmp(one, other, shallow=False):
        with contextlib.suppress(OSError):
            link = other.with_suffix(".link")
            os.link(one, link)
            os.replace(link, other)


def _window(gguf: Path) -> int:
    from gguf import GGUFReader

    fields = GGUFReader(gguf).fields
    for name, field in fields.items():
        if name.endswith(".context_length"):
            return int(field.contents())
    return 2048


def first_line(error: Exception) -> str:
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1][:200] if lines else type(error).__name__
