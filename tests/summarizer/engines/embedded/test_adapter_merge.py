"""LoRA adapters that are merged into a GGUF model at conversion."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from summarizer.engines.embedded import preparation
from summarizer.engines.embedded.weights import GgufWeights, read_deltas
from summarizer.models import errors

from ..conftest import load, prompt_logits, torch_logits

ARTICLE = "The council voted on Tuesday to close two of its five libraries. About 40 staff will lose jobs."


@pytest.fixture(scope="module")
def adapted(chat: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A random adapter on all linear layers, as peft writes it, and the folder of a model in which peft merged it."""
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
    merged = model.merge_and_unload()
    folder = tmp_path_factory.mktemp("merged")
    merged.save_pretrained(str(folder))
    AutoTokenizer.from_pretrained(chat).save_pretrained(str(folder))
    return adapter, folder


def test_a_merged_adapter_computes_what_torch_computes_with_it(gguf: Path, adapted: tuple[Path, Path]) -> None:
    adapter, folder = adapted
    engine, without_adapter = load(str(gguf), adapter=adapter), load(str(gguf))
    prompt = engine.summary_prompt(ARTICLE, sentences=2, words=30)
    expected = torch_logits(folder, engine._encode(prompt))
    logits = prompt_logits(engine, prompt)
    assert np.corrcoef(logits, expected)[0, 1] > 0.85
    assert np.corrcoef(logits, expected)[0, 1] > np.corrcoef(prompt_logits(without_adapter, prompt), expected)[0, 1]


def test_deltas_are_b_times_a_times_alpha_over_rank(adapted: tuple[Path, Path]) -> None:
    from safetensors.numpy import load_file

    adapter, _ = adapted
    tensors = load_file(adapter / "adapter_model.safetensors")
    module = "base_model.model.model.layers.1.mlp.down_proj"
    expected = tensors[f"{module}.lora_B.weight"] @ tensors[f"{module}.lora_A.weight"] * 2
    np.testing.assert_allclose(read_deltas(adapter)["blk.1.ffn_down"].dense(), expected, rtol=1e-5)


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
    assert all(np.allclose(full[name].dense(), half[name].dense(), rtol=0.05, atol=0.02) for name in full)


def with_settings(adapter: Path, target: Path, **settings: Any) -> Path:
    config = json.loads((adapter / "adapter_config.json").read_text())
    (target / "adapter_config.json").write_text(json.dumps({**config, **settings}))
    (target / "adapter_model.safetensors").write_bytes((adapter / "adapter_model.safetensors").read_bytes())
    return target


def test_more_than_plain_lora_is_refused(adapted: tuple[Path, Path], tmp_path: Path) -> None:
    with pytest.raises(errors.CorruptModel, match="plain LoRA"):
        read_deltas(with_settings(adapted[0], tmp_path, use_dora=True))


def test_a_broken_adapter_is_an_error(adapted: tuple[Path, Path], tmp_path: Path) -> None:
    broken = with_settings(adapted[0], tmp_path)
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
        GgufWeights(gguf, tmp_path)


def test_conversion_is_done_once_and_leaves_nothing_unfinished(gguf: Path, cache: Path) -> None:
    load(str(gguf)).close()
    [folder] = (cache / "prepared").iterdir()
    written_at = (folder / preparation.MANIFEST_FILE).stat().st_mtime_ns
    load(str(gguf)).close()
    assert [path.name for path in (cache / "prepared").iterdir()] == [folder.name]
    assert (folder / preparation.MANIFEST_FILE).stat().st_mtime_ns == written_at


def test_a_file_that_is_no_model_is_an_error_and_leaves_nothing(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF but not really")
    with pytest.raises(errors.ModelError, match=r"bad\.gguf"):
        load(str(tmp_path / "bad.gguf"))
    assert list((cache / "prepared").iterdir()) == []
