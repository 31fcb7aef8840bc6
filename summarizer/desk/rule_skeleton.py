"""Writes a package for a new third-party rule: a rule file with examples, its test, and its entry point."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from keyword import iskeyword
from pathlib import Path

from checks.external_rules import CODE, SLUG
from checks.registry import catalogue
from summarizer.desk.writing import Unwritable

DEFAULT_FAMILY = "house"
MAX_NAME = 60  # characters; they become names of files
_LETTERS_OF_CODE = 5


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The names of a new rule and of its files."""

    slug: str
    code: str
    family: str

    @property
    def project(self) -> str:
        return f"copydesk-{self.slug}"

    @property
    def package(self) -> str:
        return self.project.replace("-", "_")

    @property
    def module(self) -> str:
        return self.slug.replace("-", "_")

    def files(self) -> dict[str, str]:
        """The content of each file, by its path in the project's folder."""
        values = {
            "@SLUG@": self.slug,
            "@CODE@": self.code,
            "@FAMILY@": self.family,
            "@PROJECT@": self.project,
            "@PACKAGE@": self.package,
            "@MODULE@": self.module,
        }
        files = {
            "pyproject.toml": PYPROJECT,
            "README.md": README,
            f"{self.package}/__init__.py": PACKAGE,
            f"{self.package}/{self.module}.py": RULE,
            f"tests/test_{self.module}.py": TEST,
        }
        for placeholder, value in values.items():
            files = {name: text.replace(placeholder, value) for name, text in files.items()}
        return files


def skeleton_for(name: str, code: str = "", family: str = "") -> Skeleton:
    """The skeleton of a rule of this name. Raises ValueError for a name or code that is invalid or taken."""
    if len(name) > MAX_NAME or len(family) > MAX_NAME:
        kind = "rule" if len(name) > MAX_NAME else "family"
        raise ValueError(f"the name of the {kind} is too long: at most {MAX_NAME} characters")
    if not SLUG.fullmatch(name):
        raise ValueError(f"{name!r} is no name for a rule: small letters and hyphens, for example runs-backwards")
    rules = catalogue()
    letters = name.replace("-", "").upper()[:_LETTERS_OF_CODE].rstrip("0123456789").ljust(3, "X")
    code = code or next(f"{letters}{n:02}" for n in range(1, 100) if f"{letters}{n:02}".lower() not in rules.names)
    if not CODE.fullmatch(code):
        raise ValueError(f"{code!r} is no code: three to eight capitals and two or three digits, for example HOUSE01")
    if family and not SLUG.fullmatch(family):
        raise ValueError(f"{family!r} is no name for a family: small letters and hyphens")
    family = family or DEFAULT_FAMILY
    built_in_families = {rules.families[slug] for slug in rules.families if slug not in rules.origins}
    for kind, taken in (("name", name), ("code", code), ("family", family)):
        if taken.lower() in rules.names or taken in built_in_families:
            raise ValueError(f"the {kind} {taken} is taken: choose another")
    skeleton = Skeleton(name, code, family)
    if iskeyword(skeleton.module):
        raise ValueError(f"{name} is a word of Python's own, which names no module: choose another, {name}-rule")
    if _is_importable(skeleton.module):
        raise ValueError(f"{name} is what a Python package that is installed is called: choose another, {name}-rule")
    return skeleton


def _is_importable(module: str) -> bool:
    """Whether a module or package of this name is installed; a mere folder in the working folder is not."""
    spec = find_spec(module)
    return spec is not None and spec.origin is not None


def write_skeleton(skeleton: Skeleton, folder: Path) -> list[Path]:
    """Write the files into a new folder in `folder`; returns their paths. Raises Unwritable."""
    project = folder / skeleton.project
    written = []
    try:
        if project.exists():
            raise Unwritable(f"{project} is there already: choose another name, or another folder with -o.")
        for name, text in skeleton.files().items():
            path = project / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            written.append(path)
    except OSError as error:
        raise Unwritable(f"{project} cannot be written ({error.strerror or error}): choose another folder.") from None
    return written


PYPROJECT = """\
[build-system]
requires = ["hatchling>=1.24"]
build-backend = "hatchling.build"

[project]
name = "@PROJECT@"
version = "0.1.0"
description = "A rule for Copydesk: @SLUG@"
requires-python = ">=3.11"
dependencies = ["copydesk"]

[project.optional-dependencies]
dev = ["pytest>=8"]

# Copydesk runs every rule in this package; its family, which --select and --ignore take, is the name on the left.
[project.entry-points."copydesk.rules"]
@FAMILY@ = "@PACKAGE@"

[tool.hatch.build.targets.wheel]
packages = ["@PACKAGE@"]

[tool.pytest.ini_options]
pythonpath = ["."]
testpaths = ["tests"]
"""

README = """\
# @PROJECT@

A rule for [Copydesk](https://pypi.org/project/copydesk/).

    copydesk test-rule @PACKAGE@/@MODULE@.py   # while you write it
    pytest
    pip install -e .                           # from then on `copydesk check` runs it
    copydesk explain @SLUG@
"""

PACKAGE = '''\
"""Rules for Copydesk: each module whose name does not begin with an underscore holds one, its RULE."""
'''

RULE = '''\
"""A span between two numbers runs backwards.

"Between 70 and 50 people" is written nowhere on purpose: either the numbers were exchanged, or one of them has a digit
too many or too few. Silent where the numbers rise, and in "from 70 to 50", which may well be a fall.

This is where your own rule begins: say here what it ties together, why editors care, and when it stays silent. The
first line heads `copydesk rules` and the rule's page.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Finding, Outcome, Severity, Tick
from checks.number_format import number
from checks.rule import Example, Rule


def check(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        if not figure.is_range or figure.value is None or figure.second is None:
            continue
        before = article.text[: figure.span.start].rstrip().lower()
        if not before.endswith("between"):
            continue
        low, high = number(figure.value), number(figure.second)
        if figure.value < figure.second:
            yield Tick(f"{figure.words} rises.", spans=(figure.span,), arithmetic=f"{low} < {high}")
        else:
            yield Finding(
                Severity.WARNING,
                f"Between {figure.words} runs backwards.",
                spans=(figure.span,),
                arithmetic=f"{low} is not below {high}",
                repairs=(f"{low} and {high} -> {high} and {low}",),
                question=f"Is it between {high} and {low}, or is one of the two wrong?",
            )


EXAMPLES = (
    Example("a span that falls is questioned", "The fair drew between 70 and 50 visitors.", "warning"),
    Example("a span that rises is ticked", "The fair drew between 50 and 70 visitors.", "tick"),
    Example("a fall from one number to another is no span", "Visits fell from 70 to 50 in a year.", "silent"),
)

RULE = Rule(code="@CODE@", slug="@SLUG@", scope="article", relation="order", check=check, examples=EXAMPLES)
'''

TEST = '''\
"""The rule says of its examples what they promise, and has what every rule is to have."""

import checks
from checks.examples import faults_of
from @PACKAGE@ import @MODULE@


def test_the_rule_is_as_it_should_be() -> None:
    assert faults_of(@MODULE@) == []


def test_it_is_silent_in_a_story_without_spans() -> None:
    article = checks.read("Fire at the mill\\n\\nPolice counted 12 lorries and 40 vans at the mill, the owner said.")
    assert list(@MODULE@.check(article)) == []
'''
