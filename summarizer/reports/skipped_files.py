"""What a batch did not look at, and how its reports say so: nothing is passed over without a word."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from summarizer.reports.annotations import many

SHOWN = 5  # names in a line; the report has all of them


class Why(StrEnum):
    """Why something was not looked at, and what to do about it."""

    KIND = "files of this kind are not read"
    LOCKED = "the folder cannot be opened: ask for read permission, or copy it"
    LINK = "it is a link that leads out of the folder: put a copy there instead"
    PIPE = "it is no regular file"
    STOPPED = "the run was stopped before this article was done"


NAMED = {  # one of them, several
    Why.LOCKED: ("folder that cannot be opened", "folders that cannot be opened"),
    Why.LINK: ("link that leads out of the folder", "links that lead out of the folder"),
    Why.STOPPED: (
        "article that was not done when the run was stopped",
        "articles that were not done when the run was stopped",
    ),
    Why.PIPE: ("that is no regular file", "that are no regular files"),
}


@dataclass(frozen=True, slots=True)
class Passed:
    """A file or folder, by its name in the batch."""

    name: str
    why: Why

    @property
    def ending(self) -> str:
        stem, dot, ending = self.name.rpartition("/")[2].rpartition(".")
        return f".{ending.lower()}" if stem and dot and ending else "without an ending"


def passed_in_words(passed: Sequence[Passed]) -> str:
    """In a line: "2 files of kinds that are not read (1 .jpg, 1 .ods); 1 link that leads out of the folder: a.txt"."""
    return "; ".join(_parts(passed))


def _parts(passed: Iterable[Passed]) -> Iterator[str]:
    by_why: dict[Why, list[Passed]] = {why: [] for why in Why}
    for one in passed:
        by_why[one.why].append(one)
    if kinds := by_why.pop(Why.KIND):
        endings = sorted(Counter(one.ending for one in kinds).items(), key=lambda one: (-one[1], one[0]))
        yield f"{many(len(kinds), 'file')} of kinds that are not read ({some([f'{n} {what}' for what, n in endings])})"
    for why, found in by_why.items():
        if found:
            yield f"{len(found)} {NAMED[why][len(found) > 1]}: {some([one.name for one in found])}"


def some(words: Sequence[str]) -> str:
    """The first of them, and how many more there are."""
    more = len(words) - SHOWN
    return ", ".join(words[:SHOWN]) + (f" and {more} more" if more > 0 else "")
