"""What is of another type than the Python API takes is a TypeError in plain words, before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import checks
import summarizer
from checks.model import Severity

TEXT = "The crash injured 40 people, including 55 children."


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: checks.check_article("x 5", config=5), "config is 5; it can be a checks.Config, or None"),
        (lambda: checks.compare("x 5", "x 6", config={}), "config is {}; it can be a checks.Config"),
        (lambda: checks.check_article("x 5", relations=None), "relations is None; give a list"),
        (lambda: checks.read("x 5", dictionary=5), "dictionary is 5; it can be a checks.Dictionary"),
        (lambda: checks.explain(5), "a rule is named by a text"),
        (lambda: checks.Config(ignore=5), "ignore is 5; give a set of names"),
        (lambda: checks.Config(select=frozenset({5})), "give a set of names"),
        (lambda: checks.Config(dismissed=("abc",)), "give a tuple of checks.Dismissal"),
        (lambda: checks.Config(severities=5), "severities is 5; give pairs"),
        (lambda: checks.Config(severities=((5, Severity.NOTE),)), "give pairs"),
        (lambda: checks.Config(severities=(("parts-and-whole", "note"),)), "give checks.model.Severity.NOTE"),
    ],
)
def test_a_wrong_type_is_named(call: Callable[[], Any], said: str) -> None:
    with pytest.raises(TypeError) as error:
        call()
    assert said in str(error.value)


def test_a_severity_that_there_is_not_is_a_value_error() -> None:
    with pytest.raises(ValueError, match="a severity is 'error', 'warning', 'note'"):
        checks.Config(severities=(("parts-and-whole", "grave"),))  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", [-1, 1.5, "7"])
def test_a_seed_is_a_whole_number_from_0_on(seed: Any) -> None:
    with pytest.raises(ValueError, match=r"seed is .*; it can be a whole number from 0 on"):
        summarizer.summarize(TEXT, seed=seed)
