"""The tables of the settings: severities and the house dictionary. `config show` says where each came from."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from checks.model import Severity
from summarizer.desk.settings import find_settings
from summarizer.inputs import Unreadable

ROOT = Path(__file__).parents[3]
TEXT = "Studio 54 is 20 Scandinavian miles (250km) from here."
SETTINGS = """
select = ["conversions"]
[severity]
unit-conversion = "note"
conversions = "warning"
[dictionary]
names = ["Studio 54"]
[dictionary.units."Scandinavian mile"]
spellings = ["Scandinavian miles"]
size = "10 kilometre"
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / ".git").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    return tmp_path


def copydesk(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "summarizer.cli", *arguments], capture_output=True, text=True)


def test_the_settings_are_used(folder: Path) -> None:
    (folder / "copydesk.toml").write_text(SETTINGS)
    done = copydesk("check", "--text", TEXT)
    assert "NOTE  20 Scandinavian miles is 195 kilometres to 205 kilometres" in done.stdout
    assert done.returncode == 0
    assert "195 kilometres" not in copydesk("check", "--text", TEXT, "--select", "sums").stdout


def test_a_rule_goes_before_its_family(folder: Path) -> None:
    (folder / "copydesk.toml").write_text(SETTINGS)
    assert find_settings(folder).severities == (
        ("conversions", Severity.WARNING),
        ("unit-conversion", Severity.NOTE),
    )


def test_config_says_where_each_came_from(folder: Path) -> None:
    (folder / "pyproject.toml").write_text(
        SETTINGS.replace("[severity]", "[tool.copydesk.severity]")
        .replace("[dictionary", "[tool.copydesk.dictionary")
        .replace("select", "[tool.copydesk]\nselect")
    )
    out = copydesk("config", "show").stdout
    path = folder / "pyproject.toml"
    assert f"select: ['conversions'] ({path})" in out
    assert f"severity ({path})" in out
    assert "  unit-conversion = note" in out
    assert "ignore: (not set)" in out


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ("select = ['nonsense']", "select: no rule is called 'nonsense'"),
        ("severity = 3", "severity is a table"),
        ("[severity]\nnonsense = 'note'", "severity: no rule is called"),
        ("[severity]\nerror = 'note'", "error is a severity"),
        ("[severity]\nsums = 'off'", "sums is 'off'; it can be error or warning or note"),
        ("dictionary = []", "dictionary is a table"),
        ("[dictionary]\nname = ['x 1']", "nothing called name: known are names"),
        ("[dictionary]\nnames = 'x 1'", "names is a list of texts"),
        ("[dictionary]\nnames = ['Studio']", "holds no number"),
        ("[dictionary]\ncurrencies = ['x']", "currencies is a table of tables"),
        ("[dictionary.currencies.X]\nsign = ['x']", "currencies.X has nothing called sign"),
        ("[dictionary.units.pitch]\nsize = 3", "units.pitch.size is a number and a unit"),
        ("[dictionary.units.pitch]\nsize = 'ten metres'", "units.pitch.size is a number and a unit"),
        ("[dictionary.units.pitch]\nsize = '10 smoots'", "'smoots', which is no unit"),
    ],
)
def test_a_setting_that_cannot_be_is_named_with_its_file(folder: Path, settings: str, said: str) -> None:
    (folder / "copydesk.toml").write_text(settings)
    with pytest.raises(Unreadable) as error:
        find_settings(folder)
    assert said in str(error.value)
    assert str(folder / "copydesk.toml") in str(error.value)
