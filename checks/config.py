"""What a newsroom may choose about a check. An empty choice silences nothing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Config:
    """`ignore` names rules that are not to run, by slug, code or alias; a name that no rule has is a ValueError."""

    ignore: frozenset[str] = frozenset()
