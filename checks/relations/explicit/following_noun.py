"""Whether the noun that a figure counts comes right after it: "50 votes", not "50 of the votes"."""

from __future__ import annotations

from checks.relations.frames import Frame

MIN_STEM = 4  # letters that a noun and its plural have in common


def is_followed_by_noun(frame: Frame) -> bool:
    """Whether the next word is the frame's noun: it alone is, or it has the same first `MIN_STEM` letters."""
    if not frame.noun or not frame.after:
        return False
    noun = frame.figure.noun if frame.figure else None
    is_next_word = noun is not None and noun.span == (frame.end + 1, frame.end + 1 + len(frame.after[0]))
    return is_next_word or frame.after[0].startswith(frame.noun[:MIN_STEM])  # "35 people": person
