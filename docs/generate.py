"""Writes the sources of the documentation site: the guides, and pages made from the code.

python docs/generate.py build/docs        # `make docs` does this, then builds the site

Rules and guards are documented by their docstrings, the command line by its help, the API by what the packages export:
none of these pages is committed, so none can be out of date.
"""

from __future__ import annotations

import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from enum import Enum
from importlib import import_module
from inspect import cleandoc
from pathlib import Path, PurePosixPath
from posixpath import normpath, relpath
from types import ModuleType

import typer
from typer.testing import CliRunner

import checks
import summarizer
from checks import model
from checks.explain import RuleDoc
from checks.rule import Example
from summarizer.cli.command import app
from summarizer.guards import all_guards
from summarizer.models import errors
from summarizer.pipeline import result
from summarizer.reports.rulebook import EXPECTATION_LABELS, SCOPE_TITLES, measured_lines, paragraphs

ROOT = Path(__file__).parents[1]
GUIDES = {
    "README.md": "index.md",
    "ARCHITECTURE.md": "architecture.md",
    "CONTRIBUTING.md": "contributing.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    **{f"docs/{path.name}": path.name for path in sorted((ROOT / "docs").glob("*.md"))},
}
"""Where each committed guide goes in the site."""

STYLES = ROOT / "docs" / "site.css"
LINK = re.compile(r"(?<!!)\[([^\]]*)\]\((?!https?:|mailto:|#)([^)#\s]+)(#[^)\s]*)?\)")
HELP_COLUMNS = "100"


def site_pages() -> dict[str, str]:
    """Every page of the site by its path, as Markdown."""
    return {**guides(), **rule_pages(), **guard_pages(), "cli.md": command_line(), **api_pages()}


def guides() -> dict[str, str]:
    """The committed guides, with their links pointing to pages of the site."""
    return {page: relinked((ROOT / file).read_text(encoding="utf-8"), file) for file, page in GUIDES.items()}


def relinked(text: str, file: str) -> str:
    """A guide's text with links that hold in the site. What the site does not hold is named without a link."""

    def link(found: re.Match[str]) -> str:
        label, target, anchor = found[1], found[2], found[3] or ""
        page = GUIDES.get(normpath(PurePosixPath(file).parent / target))
        return f"[{label}]({relpath(page, PurePosixPath(GUIDES[file]).parent)}{anchor})" if page else label

    return LINK.sub(link, text)


def rule_pages() -> dict[str, str]:
    """A page for each rule, an index of all, and their order for the menu."""
    docs = checks.rule_docs()
    families = sorted({doc.family for doc in docs})
    menu = ["* [All rules](index.md)"]
    for family in families:
        menu.append(f"* {family.capitalize()}")
        menu += [f"    * [{doc.slug}]({doc.slug}.md)" for doc in docs if doc.family == family]
    return {
        "rules/index.md": rule_index(docs),
        "rules/SUMMARY.md": joined_lines(menu),
        **{f"rules/{doc.slug}.md": rule_page(doc) for doc in docs},
    }


def rule_index(docs: tuple[RuleDoc, ...]) -> str:
    """What the rules are, and each in a line, by what it compares."""
    lines = [
        f"# The {len(docs)} rules",
        "",
        "A rule ties figures together that the text itself ties, and judges whether they fit. It raises an error, a "
        "warning or a note, ticks what holds, or says why it cannot judge. It never says which side is wrong.",
        "",
        "On the command line `copydesk rules` lists them, `copydesk explain RULE` shows one, and `--ignore RULE` "
        "leaves one out. How the measured figures came about: [How good is it?](../accuracy.md)",
    ]
    for scope, title in SCOPE_TITLES.items():
        rows = [
            (f"[{doc.slug}]({doc.slug}.md)", doc.code, doc.family, doc.summary) for doc in docs if doc.scope == scope
        ]
        lines += ["", f"## {title}", "", *table(("rule", "code", "family", "looks for"), rows)]
    return joined_lines(lines)


def rule_page(doc: RuleDoc) -> str:
    """A rule's docstring, what was measured of it, and its own examples."""
    aliases = f", also called {', '.join(f'`{alias}`' for alias in doc.aliases)}" if doc.aliases else ""
    lines = [
        f"# {doc.slug}",
        "",
        f"`{doc.code}`{aliases} · {doc.family} · {SCOPE_TITLES[doc.scope].lower()}",
        "",
        *prose(doc.text),
        "## Measured",
        "",
        *(f"- {line}" for line in measured_lines(doc.measured)),
        "",
        "On real news: [How good is it?](../accuracy.md) says on which.",
        "",
    ]
    if doc.examples:
        lines += ["## Examples", "", "They are the rule's own tests.", ""]
    for example in doc.examples:
        lines += example_lines(example)
    return joined_lines(lines)


def example_lines(example: Example) -> Iterator[str]:
    yield f"**{EXPECTATION_LABELS.get(example.expect, example.expect)}**: {literal(example.why)}"
    yield ""
    for label, text in (("source", example.source), ("text", example.text)):
        if text:
            heading = f"*{label}*: " if example.source else ""
            yield f"> {heading}{literal(one_line(text))}"
            yield ">"
    yield ""


def guard_pages() -> dict[str, str]:
    """A page for each guard, an index of all in the order in which they run, and that order for the menu."""
    guards = all_guards()
    texts = {guard.id: guard.text for guard in guards}
    rows = [(f"[{name}]({name}.md)", text.partition("\n")[0]) for name, text in texts.items()]
    index = [
        "# The guards",
        "",
        "Guards check each sentence that a model writes, and each line cut from the article for a headline or "
        "standfirst, before it may be printed. They run in this order; the first that objects decides, and "
        "`copydesk summarize --show-rejected` shows its reason. The article's own sentences do not pass the guards: "
        "they are filtered by their form, and the finished summary is compared with the article by the same rules as "
        "any other. On the command line `copydesk explain GUARD` shows one.",
        "",
        *table(("guard", "what it asks"), rows),
    ]
    menu = ["* [All guards](index.md)", *(f"* [{name}]({name}.md)" for name in texts)]
    return {
        "guards/index.md": joined_lines(index),
        "guards/SUMMARY.md": joined_lines(menu),
        **{f"guards/{name}.md": joined_lines([f"# {name}", "", *prose(text)]) for name, text in texts.items()},
    }


def command_line() -> str:
    """Every command with what its `--help` prints."""
    lines = [
        "# The command line",
        "",
        "What `copydesk --help` and each command's `--help` print. Formats and exit codes: "
        "[Reports as data, and exit codes](json.md).",
    ]
    for words in command_names():
        lines += ["", f"## {' '.join(words)}", "", "```text", help_of(words).strip(), "```"]
    return joined_lines(lines)


def command_names() -> Iterator[tuple[str, ...]]:
    """The words of each command, as ("copydesk", "models", "pull"), in the order of help."""
    yield ("copydesk",)
    for name, command in typer.main.get_group(app).commands.items():
        yield ("copydesk", name)
        for subcommand in getattr(command, "commands", ()):
            yield ("copydesk", name, subcommand)


def help_of(words: tuple[str, ...]) -> str:
    """What a command prints for `--help`."""
    done = CliRunner().invoke(
        app,
        [*words[1:], "--help"],
        prog_name=words[0],
        env={"COLUMNS": HELP_COLUMNS, "NO_COLOR": "1"},
    )
    if done.exit_code:
        raise RuntimeError(f"{' '.join(words)} --help: {done.output}")
    return done.output


def api_pages() -> dict[str, str]:
    """The public names of both packages, for mkdocstrings to look up, and the types that they return."""
    functions = [f"checks.{name}" for name in checks.__all__ if getattr(checks, name).__module__ != "checks.model"]
    return {
        "api/checks.md": api_page(
            "checks",
            "The rules. [The Python API](../python.md) shows them in use; [checks.model](model.md) has the types.",
            [*functions, "checks.fingerprint.fingerprint"],
        ),
        "api/model.md": api_page("checks.model", cleandoc(model.__doc__ or ""), public_names(model)),
        "api/summarizer.md": api_page(
            "summarizer",
            "The summaries. [The Python API](../python.md) shows them in use.",
            [
                *(f"summarizer.{name}" for name in summarizer.__all__),
                "summarizer.engines.load",
                *public_names(result),
                *public_names(errors),
            ],
        ),
    }


def api_page(title: str, introduction: str, names: list[str]) -> str:
    """A page on which mkdocstrings documents `names`; the members of enumerations are listed though none is described.

    A name is looked up where it is defined: `checks.compare` is a module too.
    """
    lines = [f"# {title}", "", introduction, ""]
    for name in names:
        module, _, attribute = name.rpartition(".")
        found = getattr(import_module(module), attribute)
        lines += [f"::: {found.__module__}.{found.__qualname__}", "    options:", f"      heading: {name}"]
        if isinstance(found, type) and issubclass(found, (Enum, tuple)):
            lines += ["      show_if_no_docstring: true"]
        lines.append("")
    return joined_lines(lines)


def public_names(module: ModuleType) -> list[str]:
    """The classes and functions that a module defines, in its own order."""
    return [
        f"{module.__name__}.{name}"
        for name, found in vars(module).items()
        if not name.startswith("_") and getattr(found, "__module__", "") == module.__name__
    ]


def prose(docstring: str) -> Iterator[str]:
    """A docstring's paragraphs and lists as Markdown."""
    for paragraph in paragraphs(docstring):
        yield paragraph
        yield ""


def one_line(text: str) -> str:
    """An example's text with its paragraphs parted by a slash, as `copydesk explain` shows it."""
    return " / ".join(" ".join(paragraph.split("\n")) for paragraph in text.split("\n\n"))


def literal(text: str) -> str:
    """Text in which nothing is Markdown or HTML, not even a number or a dash that would begin a list."""
    text = re.sub(r"([\\`*_{}\[\]#])", r"\\\1", text).replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"^(\d*)([-+.>])", r"\1\\\2", text)


def table(heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> Iterator[str]:
    """A Markdown table."""
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def joined_lines(lines: list[str]) -> str:
    return "\n".join(lines).strip() + "\n"


def write(folder: Path) -> int:
    """Writes the pages in place of what the folder held; returns how many there are."""
    pages = site_pages()
    shutil.rmtree(folder, ignore_errors=True)
    for name, text in pages.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    shutil.copy(STYLES, folder)
    return len(pages)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python docs/generate.py FOLDER (it is emptied first)")
    print(f"{write(Path(sys.argv[1]))} pages written to {sys.argv[1]}")
