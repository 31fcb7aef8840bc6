"""Patterns that are compiled at first use, and all patterns of both packages."""

from __future__ import annotations

import gc
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

from checks.pattern import DeferredPattern, pattern

ROOT = Path(__file__).parents[2]


def module_names(package: str) -> list[str]:
    """The dotted names of the modules of a package that use deferred patterns."""
    return [
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for path in sorted((ROOT / package).rglob("*.py"))
        if "from checks.pattern import" in path.read_text(encoding="utf-8")
    ]


def test_every_deferred_pattern_of_both_packages_compiles() -> None:
    for name in (*module_names("checks"), *module_names("summarizer")):
        import_module(name)
    gc.collect()  # those that other tests have left behind
    deferred = [found for found in gc.get_objects() if isinstance(found, DeferredPattern)]
    assert len(deferred) > 400
    broken = []
    for found in deferred:
        try:
            found.groups  # noqa: B018  any attribute compiles
        except re.error as error:
            broken.append(f"{found.pattern}: {error}")
    assert not broken


def test_no_module_of_checks_compiles_a_pattern_at_import() -> None:
    for name in module_names("checks"):
        import_module(name)
    compiled = [
        f"{name}.{variable}"
        for name, module in list(sys.modules.items())
        if name.partition(".")[0] == "checks"
        for variable, value in vars(module).items()
        if isinstance(value, re.Pattern)
    ]
    assert not compiled


def test_a_pattern_is_compiled_once_at_first_use(monkeypatch: pytest.MonkeyPatch) -> None:
    compiled: list[str] = []
    compile_now = re.compile

    def counting(source: str, flags: int = 0) -> re.Pattern[str]:
        compiled.append(source)
        return compile_now(source, flags)

    monkeypatch.setattr(re, "compile", counting)
    word = pattern(r"\w+")
    assert word.pattern == r"\w+"
    assert not compiled
    assert word.findall("one two") == ["one", "two"]
    assert word.sub("x", "one two") == "x x"
    assert compiled == [r"\w+"]


def test_a_deferred_pattern_answers_as_the_compiled_one() -> None:
    source, flags = r"(?P<count>\d+) (?:men|women)", re.IGNORECASE
    deferred, compiled = pattern(source, flags), re.compile(source, flags)
    text = "7 MEN and 5 women"
    assert [found.span() for found in deferred.finditer(text)] == [found.span() for found in compiled.finditer(text)]
    assert deferred.search(text, 3, len(text)) is not None
    assert deferred.match(text, 3) is None
    assert deferred.fullmatch(text) is None
    assert deferred.split(text) == compiled.split(text)
    assert deferred.subn("x", text) == compiled.subn("x", text)
    assert (deferred.flags, deferred.groups) == (compiled.flags, compiled.groups)
    assert dict(deferred.groupindex) == {"count": 1}


def test_a_malformed_pattern_raises_at_first_use() -> None:
    deferred = pattern("(")
    with pytest.raises(re.error, match="unterminated subpattern"):
        deferred.search("text")


def test_an_attribute_that_no_pattern_has_is_an_attribute_error() -> None:
    assert not hasattr(pattern("a"), "replace")
