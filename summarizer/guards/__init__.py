"""Guards: checks of one sentence against its article, one per module, found by walking this package.

`first_rejection` runs them on the sentences of drafts and on lines for a headline or standfirst. The article's own
sentences do not go through them (pipeline/candidates.py, consistency.py). Modules without a `GUARD` are shared code.
"""

from __future__ import annotations

import pkgutil
from dataclasses import replace
from functools import cache
from importlib import import_module

from summarizer.guards.guard import DraftSentence, Guard, Rejection, ShownArticle

__all__ = ["DraftSentence", "Guard", "Rejection", "ShownArticle", "all_guards", "first_rejection"]


@cache
def all_guards() -> tuple[Guard, ...]:
    """All guards of this package, in the order in which they run. Raises ValueError if two have the same id."""
    modules = [import_module(f"{__name__}.{module.name}") for module in pkgutil.iter_modules(__path__)]
    guards = [module.GUARD for module in modules if isinstance(getattr(module, "GUARD", None), Guard)]
    if len({guard.id for guard in guards}) != len(guards):
        raise ValueError("two guards share an id")
    return tuple(sorted(guards, key=lambda guard: guard.order))


def first_rejection(sentence: DraftSentence) -> Rejection | None:
    """The rejection by the first guard that objects, with that guard's id; None if all let the sentence pass."""
    for guard in all_guards():
        rejection = guard.check(sentence)
        if rejection is not None:
            return replace(rejection, guard=guard.id)
    return None
