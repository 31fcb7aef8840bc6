"""Whether the noun that a figure counts comes right after it: "50 votes", not "50 of the votes"."""

from __future__ import annotations

from checks.relations.frames import Frame

MIN_STEM = 4  # letters that a noun and its plural have in common


def is_followed_by_noun(frame: Frame) -> bool:
    """Whether the next word is the frame's noun, by the first `MIN_STEM` letters."""
    return bool(frame.noun) and frame.after[:1] != () and frame.after[0].startswith(frame.noun[:MIN_STEM])
