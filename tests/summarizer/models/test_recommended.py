"""Larger models: the list, which of them is proposed for a machine, and what "better" stands for."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from summarizer.engines import load, recommended_alias
from summarizer.engines.endpoint import ollama
from summarizer.engines.endpoint.ollama import InstalledModel
from summarizer.models import catalogue, inventory, machine
from summarizer.models.catalogue import ModelSource, source_of
from summarizer.models.errors import UnknownModel
from summarizer.models.machine import Gpu, Machine, amd_gpus, nvidia_gpus, parse_nvidia, read_machine
from summarizer.models.recommended import ALIAS, RECOMMENDED, RECOMMENDED_BY_NAME, available, fits, propose

GB = 1_000_000_000
LAPTOP = Machine(16 * GB, 8 * GB, 4)
WORKSTATION = Machine(64 * GB, 40 * GB, 16, Gpu("NVIDIA RTX 4070", 12 * GB))
MAC = Machine(16 * GB, 8 * GB, 8, Gpu("Apple graphics", 11 * GB, is_unified=True))
OLD = Machine(4 * GB, 2 * GB, 2)
TINY = Machine(2 * GB, 1 * GB, 1)


# ---- the list --------------------------------------------------------------------------------------------------------


def test_names_are_distinct_and_no_name_of_another_model() -> None:
    assert len(RECOMMENDED_BY_NAME) == len(RECOMMENDED)
    assert ALIAS not in RECOMMENDED_BY_NAME
    assert not set(RECOMMENDED_BY_NAME) & set(catalogue.EMBEDDED)
    assert all(source_of(name) is ModelSource.RECOMMENDED for name in RECOMMENDED_BY_NAME)


@pytest.mark.parametrize("model", RECOMMENDED, ids=lambda model: model.name)
def test_each_has_a_licence_sizes_and_dated_rates(model) -> None:
    assert model.licence
    assert model.file.endswith(".gguf")
    assert model.memory > model.bytes > model.parameters / 2  # four bits a parameter, at least
    assert [rate.date for rate in model.rates] == sorted(rate.date for rate in model.rates)
    assert all(0 < rate.percent < 10 and rate.date.startswith("202") for rate in model.rates)


def test_better_is_no_model_of_its_own() -> None:
    with pytest.raises(UnknownModel, match="models recommend"):
        source_of(ALIAS)


# ---- proposals -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("here", "proposed"),
    [(LAPTOP, "qwen3-4b"), (WORKSTATION, "qwen3-8b"), (MAC, "qwen3-8b"), (OLD, "qwen3-0.6b")],
)
def test_the_best_that_fits_is_to_be_pulled(here: Machine, proposed: str) -> None:
    found = propose(here, pulled=(), ollama=None)
    assert found is not None
    assert (found.name, found.fetch) == (proposed, f"copydesk models pull {proposed}")


def test_nothing_is_proposed_where_nothing_fits() -> None:
    assert propose(TINY, pulled=(), ollama=[]) is None


def test_a_slow_model_is_not_proposed_without_a_gpu_however_large_the_memory() -> None:
    assert not fits(RECOMMENDED_BY_NAME["qwen3-8b"], Machine(256 * GB, 200 * GB, 32))


def test_a_small_gpu_beside_much_memory_leaves_the_memory() -> None:
    assert fits(RECOMMENDED_BY_NAME["qwen3-4b"], Machine(32 * GB, 20 * GB, 8, Gpu("small", 2 * GB)))


def test_where_ollama_runs_it_fetches() -> None:
    found = propose(LAPTOP, pulled=(), ollama=["llama3:latest"])
    assert found is not None
    assert (found.name, found.fetch) == ("ollama:qwen3:4b-instruct", "ollama pull qwen3:4b-instruct")


def test_what_is_there_goes_before_what_would_be_fetched() -> None:
    from_ollama = propose(WORKSTATION, pulled=(), ollama=["gemma3:4b"])
    pulled = propose(WORKSTATION, pulled=["qwen3-0.6b", "google/flan-t5-small"], ollama=None)
    assert from_ollama is not None
    assert pulled is not None
    assert (from_ollama.name, from_ollama.fetch) == ("ollama:gemma3:4b", "")
    assert (pulled.name, pulled.fetch) == ("qwen3-0.6b", "")


def test_better_is_the_best_that_is_here() -> None:
    assert available(LAPTOP, pulled=["qwen3-0.6b", "qwen3-4b"], ollama=[]) == "qwen3-4b"
    assert available(LAPTOP, pulled=["qwen3-8b", "qwen3-0.6b"], ollama=[]) == "qwen3-0.6b"  # the other is too slow
    assert available(LAPTOP, pulled=["qwen3-8b"], ollama=[]) == "qwen3-8b"  # but it was fetched on purpose
    assert available(LAPTOP, pulled=["qwen3-4b"], ollama=["qwen3:4b"]) == "ollama:qwen3:4b"


@pytest.mark.parametrize(
    ("name", "model"),
    [
        ("qwen3-4b", "qwen3-4b"),
        ("Qwen/Qwen3-4B", "qwen3-4b"),
        ("qwen/qwen3-4b-instruct-2507", "qwen3-4b"),
        ("/home/ann/models/Qwen3-8B-Q4_K_M.gguf", "qwen3-8b"),
        ("C:\\models\\Qwen3-0.6B-Q8_0.gguf", "qwen3-0.6b"),
        ("google/gemma-3-4b", "gemma3-4b"),
        ("gemma-3-4b-it-qat", "gemma3-4b"),
        ("qwen3-4b-thinking-2507", None),
        ("Qwen3-Embedding-4B", None),
        ("qwen3-14b", None),
        ("gemma-3-4bx", None),
        ("gemma-3n-e4b", None),
        ("", None),
    ],
)
def test_a_server_that_offers_one_by_any_of_its_names_saves_the_download(name: str, model: str | None) -> None:
    served = f"http://127.0.0.1:1234/v1#{name}"
    assert [each.name for each in RECOMMENDED if each.is_served_as(name)] == [model] * (model is not None)
    found = propose(WORKSTATION, pulled=["qwen3-0.6b"], ollama=None, served=["http://127.0.0.1:1234/v1#other", served])
    assert found is not None
    assert (found.name == served) is (model is not None)
    assert found.fetch == ""
    if model:
        assert available(WORKSTATION, pulled=(), ollama=(), served=[served]) == served


def test_better_where_nothing_is_here_says_what_to_do() -> None:
    with pytest.raises(UnknownModel, match="models pull better") as caught:
        available(LAPTOP, pulled=["google/flan-t5-small"], ollama=["llama3:latest"])
    assert caught.value.exit_code == 2


def test_a_model_that_ollama_sends_elsewhere_is_not_better(monkeypatch: pytest.MonkeyPatch) -> None:
    def offered(remote_host: str) -> list[InstalledModel]:
        return [InstalledModel(name="qwen3:8b", size=5 * GB, digest="c0ffee", remote_host=remote_host)]

    monkeypatch.setattr(ollama, "running_models", lambda: offered("ollama.com"))
    with pytest.raises(UnknownModel, match="No larger model is here"):
        load(ALIAS)
    monkeypatch.setattr(ollama, "running_models", lambda: offered(""))
    assert recommended_alias.resolve(ALIAS) == "ollama:qwen3:8b"


def test_other_names_are_left_alone() -> None:
    assert recommended_alias.resolve("google/flan-t5-small") == "google/flan-t5-small"


# ---- the machine -----------------------------------------------------------------------------------------------------


def test_this_machine_has_memory_and_cores() -> None:
    here = read_machine()
    assert here.ram > here.free_ram > 0
    assert here.cores > 0


def test_what_nvidias_program_prints_is_read() -> None:
    assert parse_nvidia(
        ["NVIDIA GeForce RTX 4070, 12282", "NVIDIA A2, with a comma, 15356", "No devices were found"]
    ) == [
        Gpu("NVIDIA GeForce RTX 4070", 12282 << 20),
        Gpu("NVIDIA A2, with a comma", 15356 << 20),
    ]
    assert parse_nvidia(["", "[N/A], [N/A]", ", 12"]) == []


@pytest.mark.parametrize("error", [OSError(), subprocess.TimeoutExpired("nvidia-smi", 5)])
def test_a_program_that_fails_is_no_gpu(monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(machine.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(machine.subprocess, "run", fail)
    assert nvidia_gpus() == []


def test_amds_driver_states_its_memory(tmp_path: Path) -> None:
    for card, stated in (("card0", "17163091968\n"), ("card1", "unknown")):
        device = tmp_path / card / "device"
        device.mkdir(parents=True)
        (device / "mem_info_vram_total").write_text(stated)
    assert amd_gpus(tmp_path) == [Gpu("AMD graphics", 17163091968)]
    assert amd_gpus(tmp_path / "none") == []


def test_a_mac_shares_its_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(machine.platform, "system", lambda: "Darwin")
    monkeypatch.setattr(machine.platform, "machine", lambda: "arm64")
    [gpu] = machine.apple_gpus(16 * GB)
    assert gpu.is_unified
    assert 8 * GB < gpu.bytes < 16 * GB


# ---- in the list of models -------------------------------------------------------------------------------------------


def test_the_list_of_models_has_them_with_rate_source_and_date() -> None:
    listed = {model.name: model for model in inventory.all_models()}
    assert not listed["qwen3-4b"].is_downloaded
    assert "5.7% of summaries (Vectara's leaderboard, 2026-03-10)" in listed["qwen3-4b"].note
    shown = inventory.show("qwen3-4b")
    assert (shown.path, shown.model.licence) == (None, "Apache-2.0")
