"""The same drafts give the same summary in every process: sets have another order in each."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from pathlib import Path
import checks
from summarizer.grounding import ground, prepare
from summarizer.selection import Choice, importance, worth
from summarizer.summary import How

for path in sorted(Path("samples").rglob("*.txt")):
    on = prepare(checks.read(path.read_text("utf-8")))
    said = [on.article.words(on.article.sentences[at].span) for at in on.story]
    matters = importance(on, said)
    print(sorted(matters.items()))
    for first in range(len(said) - 2):
        text = " ".join(" ".join(said[first : first + 3]).split())
        where = ground(text, on)
        one = Choice(text, How.KEPT, 0, 0, where.stems, where.sources, False, False, 0.0, 0.0)
        print(where.sources, worth([one], matters))
"""


def test_what_is_said_where_and_what_it_is_worth_does_not_depend_on_the_process() -> None:
    def said(seed: str) -> str:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parents[2],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return done.stdout

    first = said("1")
    assert len(first.splitlines()) > 100
    assert said("2") == first
    assert said("3") == first
