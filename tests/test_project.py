"""What holds for the project as a whole."""

from __future__ import annotations

import ast
import importlib.util
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

import checks
from checks.registry import catalogue
from summarizer.guards import all_guards

ROOT = Path(__file__).parents[1]
NAMES_RULES = {  # code outside checks/rules that may name rules in strings, and why
    "checks/measured.py": "written by bench/measure_rules.py, a line for each rule that there is",
    "summarizer/cli/command.py": "examples in the help; that there are such rules is tested here",
}
HEAVY = ("torch", "transformers", "onnxruntime", "onnx", "tokenizers", "ctranslate2", "numpy", "spacy")


def modules_after(code: str) -> set[str]:
    run = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sorted(sys.modules), sep='\\n')"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return set(run.stdout.split())


def test_checking_an_article_loads_no_model_engine_and_not_the_summarizer() -> None:
    loaded = modules_after("import checks; checks.check_article('Police arrested 12 people: 7 men and 5 women.')")
    assert not loaded & {*HEAVY, "summarizer"}
    assert "checks.run" in loaded


def test_checks_uses_the_standard_library_only() -> None:
    before = modules_after("pass")
    loaded = (
        modules_after("import checks; checks.check_article('Police arrested 12 people: 7 men and 5 women.')") - before
    )
    outside = {name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - {"checks"}
    assert not outside


def test_no_file_of_checks_imports_anything_but_python_and_checks() -> None:
    """Also inside functions that no other test calls."""
    for path in (ROOT / "checks").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_bytes())):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            names += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            outside = {name.partition(".")[0] for name in names} - set(sys.stdlib_module_names) - {"checks"}
            assert not outside, path


def test_importing_the_summarizer_loads_no_model_engine() -> None:
    assert not modules_after("import summarizer; summarizer.summarize") & set(HEAVY)


def test_the_wheel_holds_the_two_packages_that_the_user_named() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == ["checks", "summarizer"]
    assert project["project"]["scripts"] == {"copydesk": "summarizer.cli:run"}


# ---- rules are known by their values, not by strings that outlive them -----------------------------------------------


def strings(tree: ast.AST) -> Iterator[ast.Constant]:
    """The string literals of a module, without docstrings and parts of f-strings' formats."""
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in loose:
            yield node


def rule_names(code: str) -> list[str]:
    """Where a module names a rule in a string: by a code or a slug that is no plain word ("multiple" is one), or by
    anything that it compares with the rule of a finding or tick: what no rule is called any more is found by that.
    """
    tree = ast.parse(code)
    known = {name for rule in catalogue().rules for name in (rule.code, rule.slug) if name != rule.slug or "-" in name}
    words = ((node.lineno, word) for node in strings(tree) for word in re.split(r"[\s,]+", node.value))
    found = [f"line {line}: {word}" for line, word in words if word in known]
    constants = {
        target.id: node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Assign)
        for target in node.targets
        if isinstance(target, ast.Name) and any(one.value for one in strings(node.value))
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            sides = [node.left, *node.comparators]
            if any(isinstance(side, ast.Attribute) and side.attr in ("rule", "slug") for side in sides):
                within = [one for side in sides for one in ast.walk(side)]
                named = [one.id for one in within if isinstance(one, ast.Name) and one.id in constants]
                spelled = [one.value for one in within if isinstance(one, ast.Constant) and one.value]
                found += [f"line {node.lineno}: {name}" for name in (*named, *spelled)]
    return found


@pytest.mark.parametrize(
    "code",
    [
        'if finding.rule == "no-such-rule": pass',
        'GONE = "no-such-rule"\nall(tick.rule == GONE for tick in ticks)',
        'SOME = frozenset("""no-such-rule other""".split())\nfinding.rule not in SOME | OTHERS',
        'SOME = "same-fact"',
        'SOME = frozenset("""same-fact multiple""".split())',
        'SOME = ["PW01"]',
    ],
)
def test_naming_a_rule_in_a_string_is_noticed(code: str) -> None:
    assert rule_names(code)


@pytest.mark.parametrize(
    "code",
    [
        '"""About same-fact."""',
        "from checks.rules.repeats.same_fact import RULE\nfinding.rule == RULE.slug",
        'alone = one.rule if one.rule else ""\none.rule == other.rule',
        'if finding.rule == "": pass',
        'WORDS = ("multiple", "average", "a duration")',
        'exit_code = "none"\nrun.code == 3',
    ],
)
def test_other_strings_are_not(code: str) -> None:
    assert rule_names(code) == []


def test_no_code_outside_the_rules_names_a_rule_in_a_string() -> None:
    paths = [path for folder in ("checks", "summarizer", "bench") for path in (ROOT / folder).rglob("*.py")]
    others = [path for path in sorted(paths) if not path.is_relative_to(ROOT / "checks" / "rules")]
    found = {path.relative_to(ROOT).as_posix(): rule_names(path.read_text(encoding="utf-8")) for path in others}
    assert {path: names for path, names in found.items() if names and path not in NAMES_RULES} == {}
    assert [path for path in NAMES_RULES if not found.get(path)] == []  # an exception that is needed no more


def test_the_examples_of_the_help_name_rules_that_there_are() -> None:
    from summarizer.cli.command import COMMANDS

    text = "\n".join(example for _, examples in COMMANDS for example in examples)
    named = re.findall(r"(?:--rule|explain) (\S+)", text)
    assert len(named) == 3
    assert set(named) <= {rule.slug for rule in catalogue().rules}


@pytest.fixture(scope="module")
def site() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_generate", ROOT / "docs" / "generate.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def pages(site: ModuleType) -> dict[str, str]:
    return site.site_pages()


def test_the_site_has_a_page_for_each_rule_with_its_documentation_and_examples(pages: dict[str, str]) -> None:
    for doc in checks.rule_docs():
        page = pages[f"rules/{doc.slug}.md"]
        assert page.startswith(f"# {doc.slug}\n")
        assert doc.code in page
        assert doc.summary in page
        assert page.count("\n**") == len(doc.examples)
        assert f"({doc.slug}.md)" in pages["rules/index.md"]
        assert f"({doc.slug}.md)" in pages["rules/SUMMARY.md"]


def test_the_site_has_a_page_for_each_guard_in_the_order_in_which_they_run(pages: dict[str, str]) -> None:
    names = [guard.id for guard in all_guards()]
    assert re.findall(r"\((.+)\.md\)", pages["guards/SUMMARY.md"]) == ["index", *names]
    assert all(len(pages[f"guards/{name}.md"].splitlines()) > 2 for name in names)


def test_the_site_shows_the_help_of_every_command(pages: dict[str, str]) -> None:
    commands = re.findall(r"^## (copydesk.*)$", pages["cli.md"], re.MULTILINE)
    assert {"copydesk", "copydesk check", "copydesk models pull"} <= set(commands)
    assert all(f"Usage: {command}" in pages["cli.md"] for command in commands)


def test_the_site_documents_every_exported_name(pages: dict[str, str]) -> None:
    api = "".join(pages[name] for name in pages if name.startswith("api/"))
    assert all(re.search(rf"^::: checks\.\w+\.{name}$", api, re.MULTILINE) for name in checks.__all__)
    assert "::: summarizer.summarize\n" in api


def test_the_pictures_of_the_tour_are_those_that_its_script_makes() -> None:
    spec = importlib.util.spec_from_file_location("docs_tour", ROOT / "docs" / "tour.py")
    assert spec
    assert spec.loader
    tour = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(tour)
    page = (ROOT / "docs" / "tour.md").read_text(encoding="utf-8")
    assert tour.PICTURE.findall(page) == list(tour.PICTURES)
    assert "![" not in tour.PICTURE.sub("", page)  # as it is written where there is no browser


def test_links_between_the_committed_guides_lead_to_files(site: ModuleType) -> None:
    for file in site.GUIDES:
        for found in site.LINK.finditer((ROOT / file).read_text(encoding="utf-8")):
            assert ((ROOT / file).parent / found[2]).exists(), f"{file}: {found[2]}"


@pytest.mark.parametrize(
    ("file", "text", "linked"),
    [
        ("README.md", "[more](docs/json.md#over-http)", "[more](json.md#over-http)"),
        ("docs/json.md", "[who](../CONTRIBUTING.md)", "[who](contributing.md)"),
        ("docs/tour.md", "![a page](tour/tie.png)", "![a page](tour/tie.png)"),
        ("ARCHITECTURE.md", "[`checks/model.py`](checks/model.py)", "`checks/model.py`"),  # not a page of the site
        (
            "README.md",
            "[that](https://pre-commit.com) and [this](#more)",
            "[that](https://pre-commit.com) and [this](#more)",
        ),
    ],
)
def test_a_link_of_a_guide_holds_in_the_site(site: ModuleType, file: str, text: str, linked: str) -> None:
    assert site.relinked(text, file) == linked


@pytest.mark.parametrize(
    ("text", "escaped"),
    [
        ("1. One of *three*", "1\\. One of \\*three\\*"),
        ("- <b>, 5 & 6", "\\- &lt;b>, 5 &amp; 6"),
        ("It cost $4.4 million.", "It cost $4.4 million."),
    ],
)
def test_an_example_is_shown_as_it_stands(site: ModuleType, text: str, escaped: str) -> None:
    assert site.literal(text) == escaped
