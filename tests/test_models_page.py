"""What docs/models.md says of models, families and commands is what the code has."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from summarizer.cli.command import app
from summarizer.engines.model_families import TABLE
from summarizer.models.cache_folder import Speed
from summarizer.models.catalogue import HUB_MODELS
from summarizer.models.recommended import RECOMMENDED
from summarizer.pipeline.drafting import VOTING_SAMPLES
from summarizer.pipeline.smoke_evaluation import ArticleCheck, ModelCheck
from summarizer.reports.model_check import model_check_text

PAGE = (Path(__file__).parents[1] / "docs" / "models.md").read_text(encoding="utf-8")
COMMANDS = [line.split(" #")[0].split() for line in re.findall(r"^ {4}(copydesk .+)$", PAGE, re.MULTILINE)]
ROWS = [[cell.strip() for cell in line.strip("|").split("|")] for line in PAGE.splitlines() if line.startswith("| `")]


def test_the_sample_of_a_check_has_the_lines_that_a_check_prints() -> None:
    article = ArticleCheck("a", 1.0, 11, 40, 3, 25, 8, 9, 3, 0)
    checked = ModelCheck("smollm2-135m", "revision", (article,), (), 1_000_000, False)
    speed = Speed("EmbeddedEngine", 0.0, 1000, 100, 600, "2026-11-28")
    printed = model_check_text(checked, speed)
    [sample] = re.findall(r"^```\n(smollm2-135m .+?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    labels = re.compile(r"^  (\w[\w' ]*?)  +\S", re.MULTILINE)
    assert labels.findall(sample) == labels.findall(printed)
    drafts = re.search(r"in (\d+) drafts", sample)
    assert drafts
    assert int(drafts[1]) == 20 * (1 + VOTING_SAMPLES)


def row_of(name: str) -> list[str]:
    return next(row for row in ROWS if row[0] == f"`{name}`")


@pytest.mark.parametrize("model", RECOMMENDED, ids=lambda model: model.name)
def test_the_list_of_better_models_is_the_one_in_the_code(model) -> None:
    _, parameters, licence, size, memory, *rates, _ = row_of(model.name)
    assert (parameters, licence) == (model.size_label, model.licence)
    assert (size, memory) == (f"{model.bytes / 1e9:.1f} GB", f"{model.memory / 1e9:.1f} GB")
    stated = {rate.date: f"{rate.percent:.1f}%" for rate in model.rates}
    assert rates == [stated.get(date, "not listed") for date in ("2025-10-16", "2026-03-10")]


@pytest.mark.parametrize("family", TABLE, ids=lambda family: family.name)
def test_the_table_of_families_is_the_one_in_the_code(family) -> None:
    _, models, _, _ = row_of(family.name)
    assert not family.model_types or models == ", ".join(family.model_types)


@pytest.mark.parametrize("kind", ["T5", "BART", "Pegasus", "mBART", "Causal models"])
def test_each_family_has_an_example_online_and_offline(kind: str) -> None:
    section = PAGE[PAGE.index(f"**{kind}**") :].split("\n**")[0]
    assert re.search(r"copydesk models pull \S+/\S+", section)
    assert re.search(r"copydesk summarize story\.txt --model \w\S+/\S+", section)
    assert re.search(r"copydesk summarize story\.txt --model \./\S+ +# offline", section)


def test_sizes_of_examples_are_those_of_the_catalogue() -> None:
    sizes = {entry.name: entry.megabytes for entry in HUB_MODELS}
    stated = re.findall(r"models pull (\S+) +# online, once: (\d+) MB", PAGE)
    assert len(stated) == 3
    assert all(sizes[name] == int(size) for name, size in stated)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_each_command_and_option_exists(command: list[str]) -> None:
    words = [word for word in command[1:3] if not word.startswith(("-", ".")) and word != "story.txt"]
    shown = CliRunner(env={"COLUMNS": "200", "TERM": "dumb"}).invoke(app, [*words, "--help"])
    assert shown.exit_code == 0, command
    assert set(re.findall(r"--\w[\w-]*", " ".join(command))) <= set(re.findall(r"--\w[\w-]*", shown.output))
