"""Two thousand inputs of `bench/fuzz.py`, the same in every run, and tests of the fuzzer itself."""

from __future__ import annotations

import importlib.util
import sys
from fractions import Fraction
from pathlib import Path
from types import ModuleType

import pytest

from checks import run
from checks.model import Article, Span
from checks.read import read

FUZZ = Path(__file__).parents[1] / "bench" / "fuzz.py"
SEED, COUNT, INPUTS_PER_TEST = 2024, 2000, 250


def load_fuzzer() -> ModuleType:
    spec = importlib.util.spec_from_file_location("fuzz", FUZZ)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["fuzz"] = module  # its dataclasses look their module up
    spec.loader.exec_module(module)
    return module


fuzz = load_fuzzer()


@pytest.mark.parametrize("start", range(0, COUNT, INPUTS_PER_TEST))
def test_all_properties_hold_for_every_input(start: int) -> None:
    for index in range(start, start + INPUTS_PER_TEST):
        case = fuzz.case_of(SEED, index)
        assert fuzz.fault(case) == "", f"python bench/fuzz.py --seed {SEED} --only {index}: {case}"


def test_an_input_depends_only_on_its_seed_and_number() -> None:
    for index in range(60):
        assert fuzz.case_of(3, index) == fuzz.case_of(3, index)
    assert len({repr(fuzz.case_of(3, index)) for index in range(60)}) == 60
    assert fuzz.case_of(3, 0) != fuzz.case_of(4, 0)


def test_texts_files_fractions_and_comparisons_are_among_the_inputs() -> None:
    cases = [fuzz.case_of(5, index) for index in range(400)]
    assert {type(case.data) for case in cases} == {str, bytes, Fraction}
    assert {case.name for case in cases} == {"", *fuzz.FILES}
    assert any(case.source is not None for case in cases)
    assert max(len(case.data) for case in cases if isinstance(case.data, str)) > 900


@pytest.mark.parametrize("name", sorted(fuzz.FILES))
def test_undamaged_files_can_be_read(name: str) -> None:
    text = "Police held 12 men and 14 women at the mill on Monday, the owner of the mill said."
    assert text in fuzz.read_bytes(fuzz.FILES[name](text), name).text


def test_a_rule_that_fails_is_a_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    assert fuzz.fault(fuzz.Case("The yard sold 40 pens.")) == ""
    monkeypatch.setattr(run, "_outcomes_of", lambda *_: 1 // 0)
    assert fuzz.fault(fuzz.Case("The yard sold 40 pens.")).startswith("failure of ")


def test_an_exception_while_reading_is_a_fault_with_its_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fuzz.checks, "read", lambda *_, **__: 1 // 0)
    assert fuzz.fault(fuzz.Case("The yard sold 40 pens.")).startswith("ZeroDivisionError in ")


@pytest.mark.parametrize("span", [Span(3, 3), Span(4, 3), Span(0, 99), Span(-1, 2)])
def test_a_span_that_is_empty_or_lies_outside_is_a_fault(span: Span) -> None:
    article: Article = read("The yard sold 40 pens.")
    assert list(fuzz._bad_spans(article, "figures", [Span(0, 3), span])) == [f"span of figures: {span} of 22"]


@pytest.mark.parametrize(
    ("whole", "needed", "smallest_part"), [("a long text with x in it", "x", "x"), (b"bytes \0 and \1", b"\0", b"\0")]
)
def test_an_input_is_shrunk_to_the_part_that_shows_the_fault(
    whole: str | bytes, needed: str, smallest_part: str
) -> None:
    case = fuzz.Case(whole, source="another text")
    assert fuzz.smallest(case, lambda one: needed in one.data, tries=200) == fuzz.Case(smallest_part, source="")


def test_an_input_that_cannot_be_shrunk_stays_as_it_is() -> None:
    case = fuzz.Case("all of it")
    assert fuzz.smallest(case, lambda one: one == case, tries=200) == case
    assert fuzz.smallest(fuzz.Case(Fraction(1, 3)), lambda one: True, tries=200) == fuzz.Case(Fraction(1, 3))
