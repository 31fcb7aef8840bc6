"""The files and folders that a batch skipped, with the reasons, for every report of the batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from summarizer.reports.annotations import pluralize

MAX_LISTED = 5  # names on a line; the report of a batch lists all of them


class SkipReason(StrEnum):
    """Why a file or folder was skipped, and what to do about it. The values are shown to users."""

    OTHER_KIND = "files of this kind are not read"
    NO_PERMISSION = "the folder cannot be opened: ask for read permission, or copy it"
    LINK_OUTSIDE = "it is a link that leads out of the folder: put a copy there instead"
    NOT_REGULAR = "it is no regular file"
    STOPPED = "the run was stopped before this article was done"


REASON_NOUNS = {  # singular, plural
    SkipReason.NO_PERMISSION: ("folder that cannot be opened", "folders that cannot be opened"),
    SkipReason.LINK_OUTSIDE: ("link that leads out of the folder", "links that lead out of the folder"),
    SkipReason.STOPPED: (
        "article that was not done when the run was stopped",
        "articles that were not done when the run was stopped",
    ),
    SkipReason.NOT_REGULAR: ("that is no regular file", "that are no regular files"),
}


@dataclass(frozen=True, slots=True)
class Skipped:
    """A skipped file or folder; `name` is relative to the folder of the batch."""

    name: str
    reason: SkipReason

    @property
    def suffix(self) -> str:
        """ ".jpg"; "without an ending" if the name has none."""
        stem, dot, suffix = self.name.rpartition("/")[2].rpartition(".")
        return f".{suffix.lower()}" if stem and dot and suffix else "without an ending"


def describe_skipped(skipped: Sequence[Skipped]) -> str:
    """One line: "2 files of kinds that are not read (1 .jpg, 1 .ods); 1 link that leads out of the folder: a.txt"."""
    return "; ".join(_parts(skipped))


def _parts(skipped: Iterable[Skipped]) -> Iterator[str]:
    by_reason: dict[SkipReason, list[Skipped]] = {reason: [] for reason in SkipReason}
    for entry in skipped:
        by_reason[entry.reason].append(entry)
    if other_kinds := by_reason.pop(SkipReason.OTHER_KIND):
        counts = sorted(Counter(entry.suffix for entry in other_kinds).items(), key=lambda item: (-item[1], item[0]))
        suffixes = first_few([f"{count} {suffix}" for suffix, count in counts])
        yield f"{pluralize(len(other_kinds), 'file')} of kinds that are not read ({suffixes})"
    for reason, entries in by_reason.items():
        if entries:
            nouns = REASON_NOUNS[reason][len(entries) > 1]
            yield f"{len(entries):,} {nouns}: {first_few([entry.name for entry in entries])}"


def first_few(words: Sequence[str]) -> str:
    """The first MAX_LISTED items, and how many more there are: "a, b, c, d, e and 3 more"."""
    more = len(words) - MAX_LISTED
    return ", ".join(words[:MAX_LISTED]) + (f" and {more:,} more" if more > 0 else "")
