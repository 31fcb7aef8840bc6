"""Finds the stretches of text between quotation marks."""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Paragraph, Span
from checks.pattern import pattern

# Every alternative looks back at the mark that the first class matches, which makes the search faster.
_QUOTATION_MARK = pattern(r"[\"“”„«»`‘’'](?:(?<=[\"“”„«»])|(?<=`)`|(?<=')'|(?<=[‘’'])(?![’']))")
_OPENING_BEFORE = frozenset("([{—–-/:")
_MAX_UNCLOSED = 400  # characters of a quotation that ends with its paragraph, its closing mark forgotten
_MAX_SINGLE_QUOTED = 300  # characters between single marks


def find_quotations(text: str, paragraphs: list[Paragraph]) -> Iterator[Span]:
    """Yields the text between quotation marks, where it is not empty.

    A quotation that runs over several paragraphs gives a span for each.
    """
    for index, paragraph in enumerate(paragraphs):
        start, end = paragraph.span
        double_start = single_start = -1
        in_double = False  # whether a double quotation is open
        for found in _QUOTATION_MARK.finditer(text, start, end):
            position, mark = found.start(), found.group()
            if mark in "‘’'":
                if in_double:
                    continue
                if single_start < 0 or position - single_start > _MAX_SINGLE_QUOTED:
                    single_start = found.end() if _opens_single(text, position, start, end) else -1
                elif _closes_single(text, position, end, single_start):
                    if single_start < position:
                        yield Span(single_start, position)
                    single_start = -1
                continue
            is_opening = mark in "“„«``" or (mark == '"' and _opens_quotation(text, position, start, end, in_double))
            if mark == "“" and text[double_start - 1 : double_start] == "„":
                is_opening = False
            if is_opening:
                double_start, in_double, single_start = found.end(), True, -1
            elif in_double:
                if double_start < position:
                    yield Span(double_start, position)
                in_double = False
        if (
            in_double
            and double_start < end
            and (_continues_in_next_paragraph(text, paragraphs, index) or end - double_start <= _MAX_UNCLOSED)
        ):
            yield Span(double_start, end)


def _opens_quotation(text: str, position: int, start: int, end: int, in_double: bool) -> bool:
    """Whether the straight double mark at `position` opens a quotation rather than closes one."""
    before = text[position - 1] if position > start else " "
    after = text[position + 1] if position + 1 < end else " "
    if before.isspace() and after.isspace():
        return not in_double
    if after.isspace():
        return False
    return before.isspace() or before in _OPENING_BEFORE or (not in_double and before in ".,;!?)")


def _opens_single(text: str, position: int, start: int, end: int) -> bool:
    """Whether the single mark at `position` opens a quotation rather than being an apostrophe, as in "'90s"."""
    before = text[position - 1] if position > start else " "
    after = text[position + 1] if position + 1 < end else " "
    is_decade = text[position + 1 : position + 3].isdigit() and text[position + 3 : position + 4] == "s"
    return text[position] != "’" and (before.isspace() or before in "([—–") and not after.isspace() and not is_decade


def _closes_single(text: str, position: int, end: int, quotation_start: int) -> bool:
    """Whether the single mark at `position` closes the quotation from `quotation_start`, and is no apostrophe."""
    after = text[position + 1] if position + 1 < end else " "
    if text[position] == "‘" or after.isalnum() or text[position - 1].isspace():
        return False
    if text[position - 1] in "sS" and after == " ":  # "the workers' pay": a plural's apostrophe if another mark closes
        for next_position in range(position + 1, min(end, quotation_start + _MAX_SINGLE_QUOTED)):
            if text[next_position] == text[position]:
                following = text[next_position + 1 : next_position + 2]
                if not following.isalnum() and not text[next_position - 1].isspace():
                    return False
                if text[next_position - 1].isspace():
                    return True
    return True


def _continues_in_next_paragraph(text: str, paragraphs: list[Paragraph], index: int) -> bool:
    """Whether the next paragraph begins with a quotation mark, as one that continues a quotation does."""
    return index + 1 < len(paragraphs) and text[paragraphs[index + 1].span.start] in '"“'
