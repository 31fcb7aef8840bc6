"""Tells apart what goes by the same name: articles in a report, and their pages."""

from __future__ import annotations

from collections.abc import Callable, Iterable


def unique_names(names: Iterable[str], form: str = "{} ({})", fold: Callable[[str], str] = str) -> list[str]:
    """The names, with a number behind those that are taken, as `form` says; names that `fold` makes equal are the same.

    It takes time in proportion to the number of names.
    """
    next_numbers: dict[str, int] = {}  # of each name that is taken: where the search for a free number goes on
    unique = []
    for name in names:
        free, number = name, next_numbers.get(fold(name), 2)
        while fold(free) in next_numbers:
            free, number = form.format(name, number), number + 1
        next_numbers[fold(name)] = number
        next_numbers.setdefault(fold(free), 2)
        unique.append(free)
    return unique
