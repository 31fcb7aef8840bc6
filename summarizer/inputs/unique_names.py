"""Makes names unique: those of the articles in a report, and those of their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def unique_names(names: Iterable[str], form: str = "{} ({})", fold: Callable[[str], str] = str) -> list[str]:
    """The names in order; one that is taken gets the next free number, by the format string `form`.

    Names are equal if `fold` maps them to the same string. Takes time in proportion to the number of names.
    """
    next_numbers: dict[str, int] = {}  # for each name that is taken, the number to try next
    unique = []
    for name in names:
        candidate, number = name, next_numbers.get(fold(name), 2)
        while fold(candidate) in next_numbers:
            candidate, number = form.format(name, number), number + 1
        next_numbers[fold(name)] = number
        next_numbers.setdefault(fold(candidate), 2)
        unique.append(candidate)
    return unique
