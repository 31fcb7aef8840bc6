"""Endings of one text that do not see each other."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from summarizer.engines.embedded import preparation
from summarizer.engines.embedded.attention import attention
from summarizer.engines.embedded.engine import _load_backend
from summarizer.engines.embedded.vocabulary import Shortlist


def test_without_branches_each_token_sees_those_before_it() -> None:
    mask, positions = attention(3)
    assert mask.tolist() == [[True, False, False], [True, True, False], [True, True, True]]
    assert positions.tolist() == [0, 1, 2]


def test_an_ending_sees_the_beginning_and_itself_at_the_places_that_it_has_alone() -> None:
    mask, positions = attention(5, [range(2, 4), range(4, 5)])
    assert mask[3].tolist() == [True, True, True, True, False]
    assert mask[4].tolist() == [True, True, False, False, True]
    assert positions.tolist() == [0, 1, 2, 3, 2]


@pytest.mark.usefixtures("backend_name")
def test_endings_read_together_are_what_they_are_alone(gguf: Path) -> None:
    folder = preparation.prepare(gguf, name=gguf.stem, layers=1)
    backend = _load_backend(folder, preparation.read_prepared(folder), Shortlist(folder))
    start, one, other = [5, 9, 7], [3, 8], [4, 6, 2]
    together = backend.hidden_states([*start, *one, *other], [range(3, 5), range(5, 8)]).copy()
    assert np.allclose(together[:5], backend.hidden_states([*start, *one]), atol=0.05)
    assert np.allclose(together[5:], backend.hidden_states([*start, *other])[3:], atol=0.05)
    assert not np.allclose(together[5:], backend.hidden_states([*start, *one, *other])[5:], atol=0.05)
