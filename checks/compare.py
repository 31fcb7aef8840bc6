"""Compares a text with its source: a summary, a headline, a rewritten release, or the next version of a story.

The same grammar reads both texts, and ordinary rules judge them: those under `checks/rules/summary/` or
`checks/rules/update/`.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from checks.config import Config
from checks.model import Article, Sheet
from checks.read import read
from checks.run import run_rules

MODES = ("summary", "update")


def compare(
    source: str | Article,
    target: str | Article,
    *,
    mode: Literal["summary", "update"] = "summary",
    published: date | str | None = None,
    config: Config | None = None,
) -> Sheet:
    """Finds what the target states that its source does not support, and ticks what it does.

    `mode` "summary" checks whether the source supports each figure, date and name of the target; "update" takes the
    target as a later version of the source and finds what changed and where an old value was left.
    `published` is a date or an ISO string, used for texts; articles carry their own. The sheet's article is the
    target: `spans` point into it, `source_spans` into the source. A source that was read already (`checks.read`) is
    indexed once, so that holding one sentence after another against it costs little more than reading the sentence.

    ValueError for an unknown mode, a date that is none, or a rule name in `config` that no rule has; TypeError for what
    is no text.
    """
    if mode not in MODES:
        raise ValueError(f"mode is {mode!r}; it can be {' or '.join(map(repr, MODES))}")
    base = source if isinstance(source, Article) else read(source, published=published)
    text = target if isinstance(target, Article) else read(target, published=published)
    return run_rules(mode, text, base, config=config)
