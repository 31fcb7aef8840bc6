"""Adapters merged into a GGUF file, and what conversion makes of it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.models import errors, inventory
from summarizer.engines import Options, load
from summarizer.engines.llama import preparation
from summarizer.engines.llama.weights import Weights, read_deltas

ARTICLE = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."


@pytest.fixture(scope="module")
def adapted(chat: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A random adapter on all linear layers as peft writes it, and the folder of the model that holds it merged."""
    import torch
    from peft import LoraConfig, get_peft_model
    from transformers import AutoModelForCausalLM, AutoTokenizer

    torch.manual_seed(1)
    model = get_peft_model(
        AutoModelForCausalLM.from_pretrained(chat),
        LoraConfig(r=4, lora_alpha=8, target_modules="all-linear", task_type="CAUSAL_LM"),
    )
    for name, weights in model.named_parameters():
        if "lora_B" in name:
            torch.nn.init.normal_(weights, std=0.1)
    adapter = tmp_path_factory.mktemp("adapter")
    model.save_pretrained(str(adapter))
    whole = model.merge_and_unload()
    folder = tmp_path_factory.mktemp("merged")
    whole.save_pretrained(str(folder))
    AutoTokenizer.from_pretrained(chat).save_pretrained(str(folder))
    return adapter, folder


@pytest.mark.parametrize("beams", [1, 3])
def test_a_merged_adapter_writes_what_torch_writes_with_it(gguf: Path, adapted: tuple[Path, Path], beams: int) -> None:
    adapter, folder = adapted
    ours, theirs, bare = load(str(gguf), adapter=adapter, exact=True), load(str(folder), exact=True), load(str(gguf))
    prompt = theirs.ask(ARTICLE, sentences=2, words=30)
    options = Options(max_tokens=20, beams=beams)
    [[one]], [[other]] = ours.generate([prompt], options=options), theirs.generate([prompt], options=options)
    assert one.text == other.text
    assert one.text != bare.generate([prompt], options=options)[0][0].text


def test_deltas_are_a_times_b_times_alpha_over_rank(adapted: tuple[Path, Path]) -> None:
    from safetensors.numpy import load_file

    adapter, _ = adapted
    raw = load_file(adapter / "adapter_model.safetensors")
    here = "base_model.model.model.layers.1.mlp.down_proj"
    expected = raw[f"{here}.lora_B.weight"] @ raw[f"{here}.lora_A.weight"] * 2
    np.testing.assert_allclose(read_deltas(adapter)["blk.1.ffn_down"].whole(), expected, rtol=1e-5)


def test_half_precision_adapters_are_read(adapted: tuple[Path, Path], tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file, save_file

    adapter, _ = adapted
    halves = {
        name: value.to(torch.bfloat16) for name, value in load_file(adapter / "adapter_model.safetensors").items()
    }
    save_file(halves, tmp_path / "adapter_model.safetensors")
    (tmp_path / "adapter_config.json").write_text((adapter / "adapter_config.json").read_text())
    full, half = read_deltas(adapter), read_deltas(tmp_path)
    assert full.keys() == half.keys()
    assert all(np.allclose(full[name].whole(), half[name].whole(), rtol=0.05, atol=0.02) for name in full)


def changed(adapter: Path, target: Path, **settings: Any) -> Path:
    config = json.loads((adapter / "adapter_config.json").read_text())
    (target / "adapter_config.json").write_text(json.dumps({**config, **settings}))
    (target / "adapter_model.safetensors").write_bytes((adapter / "adapter_model.safetensors").read_bytes())
    return target


def test_more_than_plain_lora_is_refused(adapted: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(errors.CorruptModel, match="plain LoRA"):
        read_deltas(changed(adapted[0], tmp_path, use_dora=True))


def test_a_broken_adapter_is_said(adapted: tuple[Path, Path], tmp_path: Path) -> None:
    broken = changed(adapted[0], tmp_path)
    (broken / "adapter_model.safetensors").write_bytes(b"not weights")
    with pytest.raises(errors.CorruptModel, match="cannot be read"):
        read_deltas(broken)


def test_an_adapter_of_another_model_is_refused(gguf: Path, adapted: tuple[Path, Path], tmp_path: Path) -> None:
    from safetensors.numpy import load_file, save_file

    weights = load_file(adapted[0] / "adapter_model.safetensors")
    save_file(
        {name: value[..., :32] if "lora_A" in name else value for name, value in weights.items()},
        tmp_path / "adapter_model.safetensors",
    )
    (tmp_path / "adapter_config.json").write_text((adapted[0] / "adapter_config.json").read_text())
    with pytest.raises(errors.CorruptModel, match="trained on another model"):
        Weights(gguf, tmp_path)


def test_conversion_is_done_once_and_leaves_nothing_half_made(gguf: Path, cache: Path) -> None:
    load(str(gguf)).close()
    [folder] = (cache / "prepared").iterdir()
    made = (folder / preparation.PREPARED).stat().st_mtime_ns
    load(str(gguf)).close()
    assert [one.name for one in (cache / "prepared").iterdir()] == [folder.name]
    assert (folder / preparation.PREPARED).stat().st_mtime_ns == made
    assert inventory.remove(str(gguf)) > 0
    assert not folder.exists()
    assert gguf.exists()


def test_a_file_that_is_no_model_is_said_and_leaves_nothing(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF but not really")
    with pytest.raises(errors.ModelError, match=r"bad\.gguf"):
        load(str(tmp_path / "bad.gguf"))
    assert list((cache / "prepared").iterdir()) == []
