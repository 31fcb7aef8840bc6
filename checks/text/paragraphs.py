"""Splits a text into paragraphs: its lines, where lines wrapped at a fixed width or broken at a link are joined."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise

from checks.model import Span
from checks.pattern import pattern
from checks.text.datelines import opens_with_dateline

LINE_BREAK = pattern(r"[\n\r\v\f\x85\u2028\u2029]")
_LINE = pattern(r"[^\n\r\v\f\x85\u2028\u2029]+")
BULLET = pattern(r"(?:[-–—*•·‣▪◦●■]|\d{1,2}[.)])[ \t\xa0]+(?=\S)")
_WRAPPED_WIDTHS = range(50, 101)  # characters of a line that a mail program or terminal wrapped
_LONGEST_LINE_WIDTHS = range(40, 133)  # characters of the longest line of a text that may be wrapped throughout
_MIN_BROKEN_LINE = 31  # characters; shorter lines are titles or list items
_MIN_BREAKS = 3  # line breaks inside blocks; fewer are no evidence of wrapping
_FULL_LINE_SHARE = 0.85  # of the longest line; lines set in a proportional font vary that much
_FULL_LINES_SHARE = 0.8  # of the broken lines must be full
_SENTENCE_ENDS = ".!?:\"”'’"
_SPACE = pattern(r"\s")
_COLUMNS = pattern(r"\t|\S {3,}\S")
_CONTINUATION_STARTS = "-–—0123456789"  # "on November / 4. Prices fell", " – who had left / – said"
_REST_OF_SENTENCE = pattern(r"[),\];]|\.(?=\s|\Z)|['’]s\b")
_WORD_WITHOUT_CAPITAL = pattern(r"[a-z]+(?=[ ,;.])")  # not "eBay" or "al-Hilal"
_INVISIBLE = "\ufeff\u200b\u200e\u200f\u2060"


def paragraph_spans(text: str) -> Iterator[Span]:
    """Yields the trimmed non-empty lines; wrapped lines are joined up to a blank line, broken sentences across it."""
    paragraph: Span | None = None
    is_first = True
    for lines in _unwrapped_lines(text):
        if paragraph is not None and _is_broken_sentence(text, paragraph, lines, is_first=is_first):
            paragraph = Span(paragraph.start, lines.end)
            continue
        if paragraph is not None:
            yield paragraph
            is_first = False
        paragraph = lines
    if paragraph is not None:
        yield paragraph


def _is_broken_sentence(text: str, paragraph: Span, following: Span, *, is_first: bool) -> bool:
    """Whether a sentence continues after a blank line, where a page had a link, a picture or an advertisement.

    "shares of Torley Water (TWC", blank line, ") rose on Monday"; "as did Skerra Gas", blank line, ". The board". The
    first paragraph may be a headline, which ends without a mark as well, so its sentence continues only after a comma,
    before a closing mark, or if it opens with a dateline.
    """
    if _REST_OF_SENTENCE.match(text, following.start, following.end):
        return text[paragraph.end - 1] not in _SENTENCE_ENDS
    return (
        _continues_sentence(text, paragraph, following)
        and _WORD_WITHOUT_CAPITAL.match(text, following.start, following.end) is not None
        and (not is_first or text[paragraph.end - 1] == "," or opens_with_dateline(text, paragraph))
    )


def _unwrapped_lines(text: str) -> Iterator[Span]:
    """Yields the trimmed non-empty lines; wrapped lines are joined up to the next blank line."""
    blocks: list[list[Span]] = [[]]
    last_end = 0
    for found in _LINE.finditer(text):
        raw = found.group()
        words = raw.strip().strip(_INVISIBLE).strip()
        if not words:
            continue
        start = found.start() + raw.index(words)
        if blocks[-1] and text.count("\n", last_end, start) > 1:
            blocks.append([])
        blocks[-1].append(Span(start, start + len(words)))
        last_end = start + len(words)
    full_length = _full_line_length(text, [part for block in blocks for part in _split_at_bullets(text, block, None)])
    for block in blocks:
        for part in _split_at_bullets(text, block, full_length):
            yield from _unwrap(text, part, full_length)


def _split_at_bullets(text: str, block: list[Span], full_length: int | None) -> Iterator[list[Span]]:
    """Splits the lines of a block before each bullet, unless the bullet only continues the line before it."""
    group: list[Span] = []
    for line in block:
        if group and BULLET.match(text, line.start, line.end):
            previous = group[-1]
            continues_line = (
                full_length is not None
                and _is_full_line(text, previous, line, full_length)
                and text[previous.end - 1] not in _SENTENCE_ENDS
            )
            if not (
                continues_line
                and text[line.start] in _CONTINUATION_STARTS
                and not BULLET.match(text, group[0].start, group[0].end)
            ):
                yield group
                group = []
        group.append(line)
    yield group


def _full_line_length(text: str, blocks: list[list[Span]]) -> int | None:
    """Returns the length in characters at which lines were wrapped; None for a text that was not wrapped.

    A text was wrapped if its lines, except the last of each block, are about as long as the longest, and seldom end
    where a sentence ends, as paragraphs do.
    """
    longest = max((line.end - line.start for block in blocks for line in block), default=0)
    line_pairs = [pair for block in blocks for pair in pairwise(block)]
    if longest not in _LONGEST_LINE_WIDTHS or len(line_pairs) < _MIN_BREAKS:
        return None
    full_length = math.ceil(_FULL_LINE_SHARE * longest)
    sentence_ends = sum(text[line.end - 1] in _SENTENCE_ENDS for line, _ in line_pairs)
    full_lines = sum(_is_full_line(text, line, following, full_length) for line, following in line_pairs)
    has_columns = _is_in_columns(text, [line for line, _ in line_pairs])
    return (
        full_length
        if full_lines >= _FULL_LINES_SHARE * len(line_pairs)
        and 3 * sentence_ends <= len(line_pairs)
        and not has_columns
        else None
    )


def _is_in_columns(text: str, lines: list[Span]) -> bool:
    """Whether more than a quarter of the lines contain tabs or wide gaps, as tables do."""
    return 4 * sum(_COLUMNS.search(text, line.start, line.end) is not None for line in lines) > len(lines)


def _is_full_line(text: str, line: Span, following: Span, full_length: int) -> bool:
    """Whether the first word of the following line would not have fitted on the line, in a width of `full_length`."""
    space = _SPACE.search(text, following.start, min(following.end, following.start + full_length))
    return line.end - line.start + 1 + (space.start() if space else following.end) - following.start > full_length


def _unwrap(text: str, lines: list[Span], full_length: int | None) -> Iterator[Span]:
    """Yields the lines of a block as one paragraph if they were wrapped, else each as a paragraph of its own."""
    all_but_last = lines[:-1]
    are_wrapped = all(line.end - line.start in _WRAPPED_WIDTHS for line in all_but_last)
    sentence_ends = sum(text[line.end - 1] in _SENTENCE_ENDS for line in all_but_last)
    if (
        len(all_but_last) > 1
        and are_wrapped
        and 2 * sentence_ends < len(all_but_last)
        and not _is_in_columns(text, lines)
    ):
        yield Span(lines[0].start, lines[-1].end)
        return
    start = 0
    for index, (previous, line) in enumerate(pairwise(lines), 1):
        joined = Span(lines[start].start, previous.end)
        if not (
            (full_length is not None and _is_full_line(text, previous, line, full_length))
            or _continues_sentence(text, joined, line)
        ):
            yield joined
            start = index
    if lines:
        yield Span(lines[start].start, lines[-1].end)


def _continues_sentence(text: str, line: Span, following: Span) -> bool:
    """Whether one sentence was broken between two lines; never in text written without capitals."""
    return (
        line.end - line.start >= _MIN_BROKEN_LINE
        and text[following.start].islower()
        and text[line.end - 1] not in ".!?:;"
        and not text[line.start].islower()
    )
