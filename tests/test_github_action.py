"""The GitHub action: what action.yml says, and its script run as a step runs it."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = ACTION["runs"]["steps"]
WRONG = "The crash injured 40 people, including 55 children.\n"
RIGHT = "The crash injured 40 people, including 15 children.\n"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A repository's folder with two articles that are right and one that is not."""
    folder = tmp_path / "site"
    (folder / "articles" / "2025").mkdir(parents=True)
    (folder / "articles" / "crash.md").write_text(RIGHT, encoding="utf-8")
    (folder / "articles" / "2025" / "wrong.txt").write_text(WRONG, encoding="utf-8")
    (folder / "articles" / "2025" / "$(touch run) it's.txt").write_text(RIGHT, encoding="utf-8")
    return folder


def check_step(site: Path, **inputs: str) -> tuple[subprocess.CompletedProcess[str], dict[str, str]]:
    """The step's process and its outputs. Inputs are named as in action.yml, with _ for -."""
    (step,) = (step for step in STEPS if step.get("id") == "check")
    given = {name.replace("_", "-"): value for name, value in inputs.items()}
    environment = {
        variable: given.get(name, ACTION["inputs"][name].get("default", ""))
        for variable, name in ((key, value[len("${{ inputs.") : -len(" }}")]) for key, value in step["env"].items())
    }
    outputs = site.parent / "outputs"
    outputs.write_text("", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, str(ROOT / ".github" / "action" / "check.py")],
        cwd=site,
        env={
            **os.environ,
            **environment,
            "PYTHONPATH": str(ROOT),
            "RUNNER_TEMP": str(site.parent),
            "GITHUB_OUTPUT": str(outputs),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    return done, dict(line.split("=", 1) for line in outputs.read_text(encoding="utf-8").splitlines())


def test_a_finding_is_annotated_on_its_line_and_fails_the_step(site: Path) -> None:
    done, outputs = check_step(site, paths="articles/**/*.md\narticles/**/*.txt\n")
    assert done.returncode == 1
    assert re.search(r"^::error file=articles/2025/wrong\.txt,line=1", done.stdout, re.MULTILINE)
    assert outputs["exit-code"] == "1"
    (run,) = json.loads(Path(outputs["sarif-file"]).read_text(encoding="utf-8"))["runs"]
    assert [result["level"] for result in run["results"]] == ["error"]
    assert not (site / "run").exists()


def test_articles_that_are_right_pass(site: Path) -> None:
    done, outputs = check_step(site, paths="articles/*.md\narticles/2025/*it's.txt")
    assert done.returncode == 0, done.stderr
    assert "::error" not in done.stdout
    assert outputs["exit-code"] == "0"


def test_inputs_become_options(site: Path) -> None:
    done, _ = check_step(site, paths="articles/2025/wrong.txt", fail_on="never", format="jsonl")
    assert done.returncode == 0, done.stderr
    stop, line, *_, resume = done.stdout.splitlines()
    assert json.loads(line)["kind"]
    assert resume == f"::{stop.removeprefix('::stop-commands::')}::"  # no line of an article is a workflow command


def test_the_setting_of_the_repository_holds_where_the_input_is_left_out(site: Path) -> None:
    (site / "copydesk.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    assert check_step(site, paths="articles/2025/wrong.txt")[0].returncode == 0
    assert check_step(site, paths="articles/2025/wrong.txt", fail_on="error")[0].returncode == 1


@pytest.mark.parametrize("paths", ["", "\n \n", "none/*.txt"])
def test_a_step_that_checks_nothing_fails(site: Path, paths: str) -> None:
    done, outputs = check_step(site, paths=paths)
    assert done.returncode == 2
    assert "`paths`" in done.stdout or "none/*.txt" in done.stderr
    assert outputs["exit-code"] == "2"


@pytest.mark.parametrize("args", ["--locale 'en-GB", '--ignore "sums', "--ignore sums\\"])
def test_options_that_no_shell_could_read_fail_the_step_and_a_line_says_what_to_do(site: Path, args: str) -> None:
    done, outputs = check_step(site, paths="articles/crash.md", args=args)
    assert done.returncode == 2
    assert done.stdout.startswith("::error::Copydesk: `args` cannot be read as in a shell (No ")
    assert done.stdout.count("\n") == 1
    assert done.stderr == ""
    assert outputs == {"exit-code": "2"}


def test_options_that_there_are_not_fail_the_step(site: Path) -> None:
    done, outputs = check_step(site, paths="articles/crash.md", args="--no-such-option 'a b'")
    assert done.returncode == 2
    assert "--no-such-option" in done.stderr
    assert outputs == {"exit-code": "2"}


def test_no_script_has_an_expression_in_it() -> None:
    scripts = [step["run"] for step in STEPS if "run" in step]
    assert len(scripts) == 2
    assert not any("${{" in script for script in scripts)


def test_every_input_is_used_and_documented() -> None:
    page = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
    steps = json.dumps(STEPS)
    for name in ACTION["inputs"]:
        assert f"inputs.{name} " in steps
        assert f"`{name}`" in page
    for name in ACTION["outputs"]:
        assert f"`{name}`" in page
