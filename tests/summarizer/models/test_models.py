"""Names of models, the hub, and the list of models on this machine."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from summarizer.engines import load
from summarizer.models import cache_folder, catalogue, errors, hub, inventory
from summarizer.models.catalogue import ModelSource, source_of
from summarizer.models.errors import NoNetwork, UnknownModel, UnsafeWeights


def test_a_name_says_where_a_model_comes_from(t5: Path, gguf: Path) -> None:
    assert source_of(catalogue.DEFAULT) is ModelSource.EMBEDDED
    assert source_of(str(t5)) is ModelSource.FOLDER
    assert source_of(str(gguf)) is ModelSource.GGUF
    assert source_of("google/flan-t5-small") is ModelSource.HUB
    assert source_of("t5-small") is ModelSource.HUB


@pytest.mark.parametrize(
    "name", ["./nowhere", "/nowhere/at/all", "~/nowhere", "nowhere.gguf", "two words", "a/b/c", ""]
)
def test_a_name_of_no_model_is_a_usage_error(name: str) -> None:
    with pytest.raises(UnknownModel) as caught:
        source_of(name)
    assert caught.value.exit_code == 2


@pytest.mark.parametrize("name", ["smolm2-135m", "SmolLM2-135M"])
def test_a_slip_in_the_name_of_a_model_that_is_known_is_said_without_asking_the_hub(name: str) -> None:
    with pytest.raises(UnknownModel, match=r"Did you mean smollm2-135m\?"):
        source_of(name)


def test_a_folder_or_file_without_a_model_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("no model")
    with pytest.raises(UnknownModel, match=r"config\.json"):
        load(str(tmp_path))
    with pytest.raises(UnknownModel, match="not a GGUF model"):
        load(str(tmp_path / "notes.txt"))


def test_pickled_weights_are_refused(t5: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text((t5 / "config.json").read_text())
    (tmp_path / "pytorch_model.bin").write_bytes(b"\x80\x04.")
    with pytest.raises(UnsafeWeights, match="can run any code"):
        load(str(tmp_path))


def test_code_that_comes_with_a_model_is_never_run(t5: Path, tmp_path: Path) -> None:
    (tmp_path / "config.json").write_text(
        '{"model_type": "own", "auto_map": {"AutoConfig": "own.C", "AutoModelForCausalLM": "own.M"}}'
    )
    (tmp_path / "own.py").write_text(f"open({str(tmp_path / 'ran')!r}, 'w')\n")
    (tmp_path / "model.safetensors").write_bytes((t5 / "model.safetensors").read_bytes())
    with pytest.raises(errors.EngineFailed):
        load(str(tmp_path))
    assert not (tmp_path / "ran").exists()


@dataclass
class Hub:
    """A stand-in for the hub, with one model, whose files are in `folder`."""

    folder: Path
    sha: str = "c0ffee"
    requests: int = 0
    wrong_hash: bool = False

    def model_info(self, name: str, **_: Any) -> Any:
        self.requests += 1
        if name != "desk/tiny":
            raise type("RepositoryNotFoundError", (Exception,), {})()
        siblings = [self._sibling(path) for path in sorted(self.folder.iterdir())]
        return type("Info", (), {"sha": self.sha, "siblings": siblings})

    def _sibling(self, path: Path) -> Any:
        digest = "0" * 64 if self.wrong_hash else cache_folder.sha256_of(path)
        lfs = type("Lfs", (), {"sha256": digest}) if path.suffix == ".safetensors" else None
        return type("Sibling", (), {"rfilename": path.name, "lfs": lfs})

    def download(self, name: str, *, revision: str, allow_patterns: list[str]) -> str:
        assert "*.bin" not in allow_patterns
        return str(self.folder)


@pytest.fixture
def fake_hub(t5: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Hub:
    import shutil

    import huggingface_hub

    folder = tmp_path / "hub" / "models--desk--tiny" / "snapshots" / "c0ffee"
    shutil.copytree(t5, folder)
    stand_in = Hub(folder)
    monkeypatch.setattr(huggingface_hub, "HfApi", lambda: stand_in)
    monkeypatch.setattr(huggingface_hub, "snapshot_download", stand_in.download)
    return stand_in


def test_a_hub_model_is_pinned_and_then_needs_no_hub(fake_hub: Hub) -> None:
    details = inventory.pull("desk/tiny", quiet=True)
    assert (details.model.revision, details.is_intact, details.model.is_downloaded) == ("c0ffee", True, True)
    fake_hub.sha = "newer"
    assert load("desk/tiny").revision == "c0ffee"
    assert fake_hub.requests == 1
    assert inventory.pull("desk/tiny", quiet=True).model.revision == "newer"
    assert "desk/tiny" in [model.name for model in inventory.all_models() if model.is_downloaded]


@pytest.mark.parametrize("damage", [5, "x", {}, {"revision": "1", "path": "x", "files": 5}, {"files": [{"name": 1}]}])
def test_damaged_records_of_models_count_as_none(cache: Path, damage: object) -> None:
    for file in ("hub.json", "speeds.json"):
        records = {"desk/tiny": damage, catalogue.DEFAULT: damage}
        cache_folder.write_json(cache_folder.cache_dir() / file, records)
    assert not [model for model in inventory.all_models() if model.is_downloaded or model.speed]
    assert "desk/tiny" not in [model.name for model in inventory.all_models()]


def test_a_damaged_download_from_the_hub_is_an_error(fake_hub: Hub) -> None:
    fake_hub.wrong_hash = True
    with pytest.raises(errors.CorruptModel, match=r"model\.safetensors of desk/tiny is damaged"):
        inventory.pull("desk/tiny", quiet=True)
    assert hub.pinned_models() == {}


def test_a_file_that_changed_later_is_noticed(fake_hub: Hub) -> None:
    inventory.pull("desk/tiny", quiet=True)
    (fake_hub.folder / "config.json").write_text("{}")
    assert not inventory.show("desk/tiny").is_intact


def test_a_hub_model_with_pickles_only_is_refused(fake_hub: Hub) -> None:
    (fake_hub.folder / "model.safetensors").rename(fake_hub.folder / "pytorch_model.bin")
    with pytest.raises(UnsafeWeights):
        inventory.pull("desk/tiny", quiet=True)


def test_a_name_the_hub_does_not_know_is_an_error(fake_hub: Hub) -> None:
    with pytest.raises(UnknownModel, match="on the Hugging Face hub"):
        load("desk/none")


def test_without_a_connection_the_error_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import huggingface_hub

    def unreachable() -> Any:
        raise ConnectionError("no route")

    monkeypatch.setattr(huggingface_hub, "HfApi", unreachable)
    with pytest.raises(NoNetwork, match=r"copydesk models pull desk/tiny.*needs no hub"):
        load("desk/tiny")


def test_removing_a_hub_model_deletes_its_files(fake_hub: Hub) -> None:
    inventory.pull("desk/tiny", quiet=True)
    assert inventory.remove("desk/tiny") > 0
    assert not fake_hub.folder.exists()
    with pytest.raises(UnknownModel, match="was not pulled"):
        inventory.remove("desk/tiny")


def test_removing_a_hub_model_leaves_what_another_revision_shares(fake_hub: Hub) -> None:
    blob = fake_hub.folder.parents[1] / "blobs" / "cafe"
    blob.parent.mkdir()
    weights = fake_hub.folder / "model.safetensors"
    weights.rename(blob)
    other = fake_hub.folder.parent / "decade" / weights.name
    other.parent.mkdir()
    for link in (weights, other):
        link.symlink_to("../../blobs/cafe")
    size = sum(path.stat().st_size for path in fake_hub.folder.iterdir() if not path.is_symlink())
    inventory.pull("desk/tiny", quiet=True)
    assert inventory.remove("desk/tiny") == size
    assert other.exists()
    assert not fake_hub.folder.exists()


def test_a_hub_model_that_others_deleted_is_forgotten(fake_hub: Hub) -> None:
    import shutil

    inventory.pull("desk/tiny", quiet=True)
    shutil.rmtree(fake_hub.folder.parents[2])
    assert inventory.remove("desk/tiny") == 0
    assert hub.pinned_models() == {}


def test_a_revision_of_what_is_not_on_the_hub_is_a_usage_error(t5: Path) -> None:
    for name in (catalogue.DEFAULT, str(t5)):
        with pytest.raises(UnknownModel, match="leave --revision out") as caught:
            inventory.pull(name, revision="v2", quiet=True)
        assert caught.value.exit_code == 2


def test_a_folder_of_the_users_own_is_never_deleted(t5: Path) -> None:
    inventory.remove(str(t5))
    assert (t5 / "model.safetensors").exists()


def test_listing_models_loads_no_engine() -> None:
    program = (
        "import sys\nfrom summarizer.models import inventory\ninventory.all_models()\n"
        "print(sorted({'torch', 'transformers', 'onnxruntime', 'numpy', 'huggingface_hub'} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert done.stdout.strip() == "[]"


@pytest.mark.usefixtures("onnx")
def test_onnx_runtime_stores_and_sends_nothing_of_its_own(gguf: Path, tmp_path: Path) -> None:
    """ONNX Runtime reports to its maker unless told not to, and stores what it could not send in the user's cache."""
    home, cache = tmp_path / "home", tmp_path / "copydesk"
    home.mkdir()
    home_variables = (
        "HOME",
        "XDG_CACHE_HOME",
        "XDG_CONFIG_HOME",
        "XDG_DATA_HOME",
        "USERPROFILE",
        "LOCALAPPDATA",
        "APPDATA",
    )
    ci_variables = (
        "CI",
        "ORT_",
        "GITHUB_",
        "GITLAB_",
        "BUILD_",
        "JENKINS_",
        "TF_",
    )  # in continuous integration it reports nothing
    environment = {name: value for name, value in os.environ.items() if not name.startswith(ci_variables)}
    program = (
        "from pathlib import Path\nfrom summarizer.engines.embedded.engine import EmbeddedEngine\n"
        f"engine = EmbeddedEngine(Path({str(gguf)!r}), name='tiny')\nprint(len(engine.generate(['Rain fell.'])))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env=environment | dict.fromkeys(home_variables, str(home)) | {"COPYDESK_CACHE": str(cache)},
        capture_output=True,
        text=True,
        check=True,
        timeout=120,
    )
    assert done.stdout.strip() == "1"
    assert list(cache.rglob("network*")), "nothing was loaded"
    assert not list(home.rglob("*"))


@pytest.mark.parametrize(
    ("seconds", "write_per_second"),
    [((1.0, 3.0), 10), ((1.0, 0.5), 42)],  # of one token and of 21: slower where the machine had other work to do
)
def test_a_speed_that_the_machine_disturbed_is_no_absurd_one(
    monkeypatch: pytest.MonkeyPatch, cache: Path, seconds: tuple[float, float], write_per_second: int
) -> None:
    from summarizer.engines import benchmark

    class Timed:
        """Stands in for an engine; `measure_engine` asks for one token first, then for many."""

        name = "timed"

        def count(self, text: str) -> int:
            return len(text.split())

        def max_article_tokens(self, options: Any) -> int:
            return 600

        def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
            return article

    def generate(engine: Any, prompt: str, options: Any) -> tuple[float, int]:
        return (seconds[0], 1) if options.max_tokens == 1 else (seconds[1], 21)

    monkeypatch.setattr(benchmark, "_generate", generate)
    speed = benchmark.measure_engine("timed", Timed())  # type: ignore[arg-type]
    assert speed.write_per_second == write_per_second


def test_a_measured_speed_is_saved(t5: Path) -> None:
    from summarizer.engines.benchmark import measure_speed

    speed = measure_speed(str(t5))
    assert speed.write_per_second > 0
    assert cache_folder.saved_speed(str(t5)) == speed
    assert inventory.show(str(t5)).model.speed == speed
