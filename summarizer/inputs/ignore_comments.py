"""Comments in a text that let findings stand: `<!-- copydesk: ignore RULE: why -->`.

They are taken out before the text is read, whatever they say, so that none is ever article text. In HTML, where
comments do not survive the extraction of the article, they are made text first. One without an end stays and is
reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from checks.model import IgnoreComment
from checks.pattern import pattern

_COMMENT = pattern(r"<!--\s{0,20}(?i:copydesk)\s{0,20}:(?P<said>(?:[^-<]|-(?!->)|<(?!!--))*)-->")
_OPENING = pattern(r"<!--(?P<said>\s{0,20}(?i:copydesk)\s{0,20}:[^\n]{0,60})")
_IGNORE = pattern(r"\s*(?i:ignore)\s([^:]*)(?::((?s:.*)))?")
UNCLOSED = "has no --> at its end"
_FORM = "write ignore RULE: why"
FROM_THE_WEB = "it comes from a page of the web, which may not let its own findings stand"
# Elements of a page whose text is no article text.
_HIDDEN = ("script", "style", "head", "title", "template", "noscript")


def without_comments(text: str) -> tuple[str, tuple[int, ...], tuple[IgnoreComment, ...]]:
    """The text without the comments; for each character taken out the offset of what follows it; and the comments.

    Line ends in a comment stay, so that the lines are those of the file.
    """
    if "copydesk" not in text.lower():
        return text, (), ()
    pieces: list[str] = []
    removed: list[int] = []
    comments: list[IgnoreComment] = []
    end = position = 0
    for found in _COMMENT.finditer(text):
        comments += _unclosed(text, end, found.start(), position)
        pieces += [text[end : found.start()], "\n" * found[0].count("\n")]
        position += found.start() - end
        comments.append(_parsed(found["said"], position))
        for line_ends, line in enumerate(found[0].split("\n")):
            position += line_ends > 0
            removed += [position] * len(line)
        end = found.end()
    comments += _unclosed(text, end, len(text), position)
    return "".join([*pieces, text[end:]]), tuple(removed), tuple(comments)


def _unclosed(text: str, start: int, end: int, position: int) -> Iterator[IgnoreComment]:
    """The comments for Copydesk that begin in a piece of text and have no end; `position` is that of the piece.

    They stay in the text, since nothing says where they would end.
    """
    for found in _OPENING.finditer(text, start, end):
        fault = f"{' '.join(found['said'].split())!r} {UNCLOSED}"
        yield IgnoreComment(position + found.start() - start, (), "", fault)


def _parsed(said: str, position: int) -> IgnoreComment:
    found = _IGNORE.fullmatch(said)
    if not found:
        return IgnoreComment(position, (), "", f"{' '.join(said.split())!r} is not understood: {_FORM}")
    names = tuple(name.strip() for name in found[1].split(",") if name.strip())
    why = " ".join((found[2] or "").split())
    if not names or not why:
        return IgnoreComment(position, names, why, f"it does not say {'why' if names else 'which rule'}: {_FORM}")
    return IgnoreComment(position, names, why)


def merged_removals(first: tuple[int, ...], then: tuple[int, ...]) -> tuple[int, ...]:
    """The offsets of what two steps took out, in the text that the second one left.

    `first` counts in the text between the steps, `then` in the one after them.
    """
    if not then:
        return first
    # The offsets in the text between, of the characters that the second step took out, in order.
    between = [offset + index for index, offset in enumerate(then)]
    moved = (offset - bisect_right(between, offset - 1) for offset in first)
    return tuple(sorted([*moved, *then]))


def disregarded(comments: tuple[IgnoreComment, ...], fault: str) -> tuple[IgnoreComment, ...]:
    """The comments, none of which has an effect, for this reason."""
    return tuple(comment if comment.fault else comment._replace(fault=fault) for comment in comments)


def comments_in(markup: str) -> list[str]:
    """The comments for Copydesk in a piece of markup, as they are written."""
    return [found[0] for found in _COMMENT.finditer(markup)]


def is_comment(markup: str) -> bool:
    return _COMMENT.fullmatch(markup.strip()) is not None


def comments_as_text(page: str) -> str:
    """The HTML of a page with its comments for Copydesk as text at the beginning of the next text of the page."""
    if not any(True for _ in _COMMENT.finditer(page)):
        return page
    pieces: list[str] = []
    pending: list[str] = []
    for piece, is_text in _pieces(page):
        if not is_text and is_comment(piece):
            pending.append(f"{_as_text(piece)} ")
            continue
        if is_text and pending and piece.strip():
            start = len(piece) - len(piece.lstrip())
            pieces += [piece[:start], *pending, piece[start:]]
            pending.clear()
            continue
        pieces.append(piece)
    return "".join([*pieces, *(f"<p>{comment}</p>" for comment in pending)])


def with_lost_comments(found: tuple[IgnoreComment, ...], page: str, end: int) -> tuple[IgnoreComment, ...]:
    """The comments found in the article of a page, and those that stand elsewhere in it, which have no effect."""
    known = {(comment.names, comment.why, comment.fault) for comment in found}
    _, _, all_comments = without_comments(page)
    lost = [
        comment._replace(position=end, fault=comment.fault or f"{comment.why!r} stands outside of the article's text")
        for comment in all_comments
        if (comment.names, comment.why, comment.fault) not in known
    ]
    return (*found, *lost)


def with_unclosed_comments(found: tuple[IgnoreComment, ...], text: str, end: int) -> tuple[IgnoreComment, ...]:
    """The comments found in the article of a Markdown text, and those without an end: they swallow what follows."""
    known = sum(comment.fault.endswith(UNCLOSED) for comment in found)
    unclosed = [comment for comment in without_comments(text)[2] if comment.fault.endswith(UNCLOSED)]
    return (*found, *(comment._replace(position=end) for comment in unclosed[known:]))


def _as_text(comment: str) -> str:
    return " ".join(comment.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _pieces(page: str) -> Iterator[tuple[str, bool]]:
    """The markup and the text of a page, in order; each with whether it is text that may be shown."""
    lowered = page.lower() if len(page.lower()) == len(page) else page
    position = 0
    while position < len(page):
        start = page.find("<", position)
        if start < 0:
            yield page[position:], True
            return
        if start > position:
            yield page[position:start], True
        hidden = next((tag for tag in _HIDDEN if lowered.startswith(f"<{tag}", start)), "")
        if page.startswith("<!--", start):
            end = page.find("-->", start + 4)
            end = len(page) if end < 0 else end + 3
        elif hidden and lowered[start + len(hidden) + 1 : start + len(hidden) + 2] in (">", " ", "\n", "\t", "/"):
            end = lowered.find(f"</{hidden}", start)
            end = len(page) if end < 0 else end
            close = page.find(">", end)
            end = len(page) if close < 0 else close + 1
        else:
            close = page.find(">", start)
            end = len(page) if close < 0 else close + 1
        yield page[start:end], False
        position = end
