"""Rules of installed packages are found by their entry points; what new-rule writes passes as it is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from checks.registry import RuleConflict, catalogue, use_external_rules
from summarizer.desk import plugins
from summarizer.desk.plugins import external_code_version, external_families, installed_packages, rule_in_file
from summarizer.desk.rule_skeleton import skeleton_for, write_skeleton
from summarizer.desk.writing import Unwritable

ROOT = Path(__file__).parents[3]


@pytest.fixture
def site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Path]]:
    """Installs a package of rules as installers do: its folder, and a description with entry points."""
    before = set(sys.modules)

    def install(name: str = "runs-backwards", family: str = "house", entry: str = "") -> Path:
        skeleton = skeleton_for(name, family=family)
        for file, text in skeleton.files().items():
            path = tmp_path / file
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        described = tmp_path / f"{skeleton.package}-0.1.0.dist-info"
        described.mkdir()
        (described / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {skeleton.project}\nVersion: 0.1.0\n")
        (described / "entry_points.txt").write_text(f"[copydesk.rules]\n{family} = {entry or skeleton.package}\n")
        monkeypatch.setenv("PYTHONPATH", f"{ROOT}:{tmp_path}")
        monkeypatch.syspath_prepend(str(tmp_path))
        use_external_rules(tuple)
        return tmp_path / skeleton.package / f"{skeleton.module}.py"

    yield install
    use_external_rules(tuple)
    for module in set(sys.modules) - before:
        if module.startswith("copydesk_"):
            del sys.modules[module]


def copydesk(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "summarizer.cli", *arguments], input=text, capture_output=True, text=True
    )


FALLS = "The fair drew between 70 and 50 visitors on the day, the owner said."


def test_where_nothing_is_installed_there_are_no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "path", [str(ROOT), "/no/such/folder", ""])
    assert installed_packages() == ()


def test_an_installed_package_is_found(site: Callable[..., Path]) -> None:
    site()
    (package,) = installed_packages()
    assert (package.family, package.origin, package.broken) == ("house", "copydesk-runs-backwards 0.1.0", ())
    assert [module.RULE.slug for module in package.modules] == ["runs-backwards"]


def test_the_command_line_runs_it(site: Callable[..., Path], tmp_path: Path) -> None:
    site()
    done = copydesk("check", "-", text=FALLS)
    assert "runs-backwards RUNSB01" in done.stdout
    assert done.returncode == 0
    assert "RUNSB01" in copydesk("rules").stdout
    assert "of copydesk-runs-backwards 0.1.0" in copydesk("explain", "runs-backwards").stdout
    assert "rules of the family house: copydesk-runs-backwards 0.1.0" in copydesk("config", "show").stdout
    assert copydesk("check", "-", "--ignore", "house", text=FALLS).stdout.count("RUNSB01") == 0
    assert copydesk("test-rule").stdout.count("ok ") == 3


def test_a_batch_runs_it_in_every_process(site: Callable[..., Path], tmp_path: Path) -> None:
    site()
    articles = tmp_path / "articles"
    articles.mkdir()
    for number in range(12):
        (articles / f"{number}.txt").write_text(f"{FALLS} It was fair number {number}.")
    copydesk("batch", str(articles), "-o", str(tmp_path / "report"), "--jobs", "2")
    assert (tmp_path / "report" / "findings.jsonl").read_text().count("runs-backwards") == 12


def test_a_rule_that_crashes_is_a_failed_check(site: Callable[..., Path]) -> None:
    rule = site()
    rule.write_text(rule.read_text().replace("    for figure in", "    1 / 0\n    for figure in"))
    done = copydesk("check", "-", text=FALLS)
    assert done.returncode == 3
    assert "runs-backwards  ZeroDivisionError" in done.stdout


def test_a_batch_tells_of_checks_that_failed(site: Callable[..., Path], tmp_path: Path) -> None:
    rule = site()
    rule.write_text(rule.read_text().replace("    for figure in", "    1 / 0\n    for figure in"))
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "fair.txt").write_text(FALLS)
    done = copydesk("batch", str(tmp_path / "articles"), "-o", str(tmp_path / "report"))
    assert done.returncode == 3
    assert (
        "with warnings only, 0 with notes only; 1 with a check or summary that failed: fair.txt. Report:" in done.stdout
    )


def test_a_package_that_cannot_be_imported_is_a_failed_check(site: Callable[..., Path]) -> None:
    site().write_text("import no_such_module")
    done = copydesk("check", "-", text=FALLS)
    assert done.returncode == 3
    assert "no_such_module" in done.stdout
    assert copydesk("check", "-", "--ignore", "house", text=FALLS).returncode == 0
    assert "failed: copydesk_runs_backwards" in copydesk("config").stdout


@pytest.mark.parametrize("command", [["check", "-"], ["serve", "--port", "9"], ["lsp"], ["mcp"], ["rules"]])
def test_a_name_that_is_taken_ends_every_command_at_once(site: Callable[..., Path], command: list[str]) -> None:
    rule = site()
    rule.write_text(rule.read_text().replace('slug="runs-backwards"', 'slug="equation"'))
    done = copydesk(*command, text=FALLS)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "is called 'equation', and so is equation of Copydesk" in done.stderr


def test_two_packages_with_one_code_do_not_end_a_run_without_their_family(
    site: Callable[..., Path], tmp_path: Path
) -> None:
    first, second = site(), site("runs-on")
    second.write_text(second.read_text().replace(f'code="{skeleton_for("runs-on").code}"', 'code="RUNSB01"'))
    assert 'code="RUNSB01"' in first.read_text()
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "fair.txt").write_text(FALLS)
    batch = ("batch", str(tmp_path / "in"), "-o", str(tmp_path / "out"))
    for command in (("check", "-"), batch):
        done = copydesk(*command, text=FALLS)
        assert (done.returncode, done.stdout) == (2, "")
        assert "is called 'RUNSB01', and so is runs-backwards of copydesk-runs-backwards 0.1.0" in done.stderr
        done = copydesk(*command, "--ignore", "house", text=FALLS)
        assert (done.returncode, done.stderr) == (0, "")
        done = copydesk(*command, "--ignore", "HOUSE", "--select", "sums", text=FALLS)
        assert (done.returncode, done.stderr) == (0, "")


def test_an_entry_point_may_name_one_module(site: Callable[..., Path]) -> None:
    site(entry="copydesk_runs_backwards.runs_backwards")
    assert len(installed_packages()[0].modules) == 1


@pytest.mark.parametrize(
    ("family", "entry", "said"),
    [
        ("house", "no_such_package", "could not be imported"),
        ("house", "tests_empty", "no module in it has a RULE"),
        ("The House", "copydesk_runs_backwards", "small letters"),
    ],
)
def test_an_entry_point_that_leads_nowhere(
    site: Callable[..., Path], tmp_path: Path, family: str, entry: str, said: str
) -> None:
    (tmp_path / "tests_empty.py").write_text("")
    site()
    described = next(tmp_path.glob("*.dist-info"))
    (described / "entry_points.txt").write_text(f"[copydesk.rules]\n{family} = {entry}\n")
    (package,) = installed_packages()
    assert package.modules == ()
    assert said in package.broken[0].error


def test_stored_results_depend_on_the_code_of_the_rules(site: Callable[..., Path]) -> None:
    before = external_code_version()
    rule = site()
    use_external_rules(installed_packages)
    installed = external_code_version()
    rule.write_text(rule.read_text() + "\n# changed\n")
    assert len({before, installed, external_code_version()}) == 3
    assert external_families() == {"house": ["copydesk-runs-backwards 0.1.0"]}


@pytest.mark.parametrize("name", ["towns.csv", "lists/towns.csv", "lists/_read_towns.py"])
@pytest.mark.parametrize("entry", ["", "copydesk_runs_backwards.rules"])
def test_stored_results_depend_on_all_files_of_the_rules_package(
    site: Callable[..., Path], name: str, entry: str
) -> None:
    rule = site(entry=entry)
    if entry:  # the rules have a folder of their own
        (rule.parent / "rules").mkdir()
        rule = rule.rename(rule.parent / "rules" / rule.name)
    use_external_rules(installed_packages)
    assert len(external_families()) == 1
    file = rule.parents[1 if entry else 0] / name
    versions = {external_code_version()}
    for text in ("# Ely\n", "# Ely, Penn\n"):
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
        versions.add(external_code_version())
    assert len(versions) == 3


def test_stored_results_do_not_depend_on_where_a_package_is_or_on_compiled_modules(
    site: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rule = site()
    use_external_rules(installed_packages)
    installed = external_code_version()
    (rule.parent / "__pycache__").mkdir(exist_ok=True)
    (rule.parent / "__pycache__" / "old.pyc").write_bytes(b"\0")
    assert external_code_version() == installed
    moved = rule.parent.rename(tmp_path / "moved")
    monkeypatch.setattr(sys.modules[rule.parent.name], "__path__", [str(moved)])
    assert external_code_version() == installed


# ---- a rule of one's own ---------------------------------------------------------------------------------------------


def test_what_is_written_passes_its_own_test(tmp_path: Path) -> None:
    write_skeleton(skeleton_for("half-a-rule"), tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path / "copydesk-half-a-rule",
        env={"PYTHONPATH": str(ROOT), "PATH": ""},
        capture_output=True,
        text=True,
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr


def test_what_is_written_is_formatted_and_typed(tmp_path: Path) -> None:
    paths = [str(path) for path in write_skeleton(skeleton_for("half-a-rule"), tmp_path) if path.suffix == ".py"]
    config = f"--config={ROOT / 'pyproject.toml'}"
    for arguments in (["check", "--ignore", "I001"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *arguments, config, *paths], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    write_skeleton(skeleton_for("half-a-rule"), tmp_path)
    with pytest.raises(Unwritable, match="is there already"):
        write_skeleton(skeleton_for("half-a-rule"), tmp_path)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("Half Rule",), "no name for a rule"),
        (("../etc",), "no name for a rule"),
        (("equation",), "name equation is taken"),
        (("half", "PW01"), "no code"),
        (("half", "HALF01", "sums"), "family sums is taken"),
        (("half", "HALF01", "A B"), "no name for a family"),
        (("class",), "class is a word of Python's own.* class-rule"),
        (("import",), "word of Python's own"),
        (("checks",), "checks is what a Python package that is installed is called.* checks-rule"),
        (("pytest",), "Python package that is installed"),
        (("json",), "Python package that is installed"),
        (("a" * 300,), "name of the rule is too long: at most 60"),
        (("half", "HALF01", "a" * 61), "name of the family is too long"),
    ],
)
def test_a_name_that_cannot_be_is_refused(given: tuple[str, ...], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        skeleton_for(*given)


@pytest.mark.parametrize("name", ["class-rule", "checks-rule", "match", "a" * 60])
def test_a_name_that_can_be_passes_its_own_test(tmp_path: Path, name: str) -> None:
    write_skeleton(skeleton_for(name), tmp_path)
    module = f"copydesk_{name}".replace("-", "_")
    rule = tmp_path / f"copydesk-{name}" / module / f"{name.replace('-', '_')}.py"
    assert copydesk("test-rule", str(rule)).returncode == 0


@pytest.mark.parametrize("name", ["class", "checks", "a" * 300])
def test_a_name_that_cannot_be_is_a_usage_error(tmp_path: Path, name: str) -> None:
    done = copydesk("new-rule", name, "-o", str(tmp_path))
    assert (done.returncode, done.stdout, list(tmp_path.iterdir())) == (2, "", [])
    assert done.stderr.count("\n") == 1


def test_a_folder_whose_name_is_too_long_is_a_usage_error(tmp_path: Path) -> None:
    done = copydesk("new-rule", "half-a-rule", "-o", str(tmp_path / ("a" * 300)))
    assert done.returncode == 2
    assert "choose another folder" in done.stderr


@pytest.mark.parametrize(("name", "code"), [("runs-backwards", "RUNSB01"), ("ab", "ABX01"), ("a1b2", "A1B01")])
def test_a_code_is_made_from_the_name(name: str, code: str) -> None:
    if name == "a1b2":
        with pytest.raises(ValueError, match="no code"):
            skeleton_for(name)
    else:
        assert skeleton_for(name).code == code


def test_an_example_that_does_not_hold_is_said(tmp_path: Path) -> None:
    paths = write_skeleton(skeleton_for("half-a-rule"), tmp_path)
    rule = next(path for path in paths if path.name == "half_a_rule.py")
    rule.write_text(rule.read_text().replace('visitors.", "warning"', 'visitors.", "error"'))
    done = copydesk("test-rule", str(rule))
    assert done.returncode == 1
    assert "FAILED  a span that falls is questioned: expected error, said warning" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"),
    [("1 / 0", "ZeroDivisionError"), ("x = 1", "there is no RULE in it"), (None, "there is no file")],
)
def test_a_file_without_a_rule_is_a_usage_error(tmp_path: Path, content: str | None, said: str) -> None:
    file = tmp_path / "a_rule_of_mine.py"
    if content is not None:
        file.write_text(content)
    done = copydesk("test-rule", str(file))
    assert done.returncode == 2
    assert said in done.stderr


def test_a_file_named_like_another_module_is_refused(tmp_path: Path) -> None:
    (tmp_path / "json.py").write_text("RULE = 1")
    with pytest.raises(ValueError, match="rename the file"):
        rule_in_file(tmp_path / "json.py")


def test_test_rule_needs_something_to_try() -> None:
    done = copydesk("test-rule")
    assert done.returncode == 2
    assert "copydesk new-rule" in done.stderr
    done = copydesk("test-rule", "sums")
    assert done.returncode == 0


def test_the_names_of_own_rules_stay_free_of_those_of_plug_ins() -> None:
    assert all(len(rule.code) == 4 for rule in catalogue().rules)
    assert plugins.GROUP == "copydesk.rules"
    assert issubclass(RuleConflict, ValueError)
