"""Lengths of time that the words spell out: "reopens on 15 December, 14 weeks after it was hit on 8 September".

A length that "after" or "before" follows lies between the date before it and the one behind it.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Zone
from checks.pattern import pattern
from checks.relations.frames import Frame, Frames

Spanned = tuple[Frame, Frame, Frame]
"""The earlier date, the later one, and the length."""

DATED = frozenset(("date", "year"))
AFTER = pattern(r" (?:to the (?:day|month|year) )?(?:after|on from|since) ")
BEFORE = pattern(r" (?:to the (?:day|month|year) )?before ")


def spelled_lengths(frames: Frames) -> Iterator[Spanned]:
    """The lengths whose two dates stand on either side of them in one sentence."""
    for length in frames.frames:
        if length.kind != "duration" or length.zone is Zone.HEADLINE:
            continue
        is_after = AFTER.match(frames.article.text, length.end)
        if not is_after and not BEFORE.match(frames.article.text, length.end):
            continue
        row = [frame for frame in frames.by_sentence[length.sentence] if frame.kind in DATED and not frame.ends_period]
        ahead = [frame for frame in row if frame.end <= length.start]
        behind = [frame for frame in row if frame.start >= length.end]
        if len(ahead) == len(behind) == 1 and ahead[0].kind == behind[0].kind:
            yield (behind[0], ahead[0], length) if is_after else (ahead[0], behind[0], length)
