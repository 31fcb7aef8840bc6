"""Comments in a text that let findings stand: `<!-- copydesk: ignore RULE: why -->`.

All of them, even malformed ones, are removed before the text is parsed, so that none becomes part of the article. In
HTML they are turned into text first, because the extraction of the article drops comments. A comment without an end
stays in the text and is reported.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from checks.model import IgnoreComment
from checks.pattern import pattern

_COMMENT = pattern(r"<!--\s{0,20}(?i:copydesk)\s{0,20}:(?P<content>(?:[^-<]|-(?!->)|<(?!!--))*)-->")
_OPENING = pattern(r"<!--(?P<content>\s{0,20}(?i:copydesk)\s{0,20}:[^\n]{0,60})")
_IGNORE = pattern(r"\s*(?i:ignore)\s(?P<rules>[^:]*)(?::(?P<why>(?s:.*)))?")
UNCLOSED = "has no --> at its end"
_EXPECTED_FORM = "write ignore RULE: why"
WEB_PAGE_FAULT = "it comes from a page of the web, which may not let its own findings stand"
# Elements of a page whose text is never part of the article.
_HIDDEN_TAGS = ("script", "style", "head", "title", "template", "noscript")


def without_comments(text: str) -> tuple[str, tuple[int, ...], tuple[IgnoreComment, ...]]:
    """The text without the comments; for each removed character, the offset of what follows it; and the comments.

    Offsets refer to the text without the comments. Line ends in a comment stay, so that lines are those of the file.
    """
    if "copydesk" not in text.lower():
        return text, (), ()
    pieces: list[str] = []
    removed: list[int] = []
    comments: list[IgnoreComment] = []
    end = position = 0
    for match in _COMMENT.finditer(text):
        comments += _unclosed_comments(text, end, match.start(), position)
        pieces += [text[end : match.start()], "\n" * match[0].count("\n")]
        position += match.start() - end
        comments.append(_ignore_comment(match["content"], position))
        for line_index, line in enumerate(match[0].split("\n")):
            position += line_index > 0
            removed += [position] * len(line)
        end = match.end()
    comments += _unclosed_comments(text, end, len(text), position)
    return "".join([*pieces, text[end:]]), tuple(removed), tuple(comments)


def _unclosed_comments(text: str, start: int, end: int, position: int) -> Iterator[IgnoreComment]:
    """The comments for Copydesk that begin in `text[start:end]` and have no end.

    They stay in the text, since nothing shows where they would end. `position` is the offset of the piece in the text
    without the comments.
    """
    for match in _OPENING.finditer(text, start, end):
        fault = f"{' '.join(match['content'].split())!r} {UNCLOSED}"
        yield IgnoreComment(position + match.start() - start, (), "", fault)


def _ignore_comment(content: str, position: int) -> IgnoreComment:
    """The comment with this content after "copydesk:"; its `fault` says why it has no effect, if it has none."""
    match = _IGNORE.fullmatch(content)
    if not match:
        return IgnoreComment(position, (), "", f"{' '.join(content.split())!r} is not understood: {_EXPECTED_FORM}")
    names = tuple(name.strip() for name in match["rules"].split(",") if name.strip())
    why = " ".join((match["why"] or "").split())
    if not names or not why:
        return IgnoreComment(
            position, names, why, f"it does not say {'why' if names else 'which rule'}: {_EXPECTED_FORM}"
        )
    return IgnoreComment(position, names, why)


def merged_removals(first_step: tuple[int, ...], second_step: tuple[int, ...]) -> tuple[int, ...]:
    """The offsets of all characters that two steps removed, in the text after both.

    Each character's offset is that of what followed it: for `first_step` in the text between the steps, for
    `second_step` in the text after both.
    """
    if not second_step:
        return first_step
    # The characters that the second step removed, by their offsets in the text between the steps, in order.
    offsets_between = [offset + index for index, offset in enumerate(second_step)]
    shifted = (offset - bisect_right(offsets_between, offset - 1) for offset in first_step)
    return tuple(sorted([*shifted, *second_step]))


def with_fault(comments: tuple[IgnoreComment, ...], fault: str) -> tuple[IgnoreComment, ...]:
    """The comments with a fault, so that none has an effect; those that have a fault of their own keep it."""
    return tuple(comment if comment.fault else comment._replace(fault=fault) for comment in comments)


def comments_in(markup: str) -> list[str]:
    """The comments for Copydesk in a piece of markup, as written there."""
    return [match[0] for match in _COMMENT.finditer(markup)]


def is_comment(markup: str) -> bool:
    """Whether a piece of markup is a comment for Copydesk and nothing else."""
    return _COMMENT.fullmatch(markup.strip()) is not None


def comments_as_text(page: str) -> str:
    """The HTML of a page with each comment for Copydesk turned into text, at the beginning of the next text."""
    if not any(True for _ in _COMMENT.finditer(page)):
        return page
    pieces: list[str] = []
    pending: list[str] = []
    for piece, is_text in _page_pieces(page):
        if not is_text and is_comment(piece):
            pending.append(f"{_escaped(piece)} ")
            continue
        if is_text and pending and piece.strip():
            indent = len(piece) - len(piece.lstrip())
            pieces += [piece[:indent], *pending, piece[indent:]]
            pending.clear()
            continue
        pieces.append(piece)
    return "".join([*pieces, *(f"<p>{comment}</p>" for comment in pending)])


def with_lost_comments(kept: tuple[IgnoreComment, ...], page: str, end: int) -> tuple[IgnoreComment, ...]:
    """The comments `kept` in the article of a page, and those elsewhere on the page, which have no effect.

    `end` is the length of the article's text, at which the latter are placed.
    """
    known = {(comment.names, comment.why, comment.fault) for comment in kept}
    _, _, all_comments = without_comments(page)
    lost = [
        comment._replace(position=end, fault=comment.fault or f"{comment.why!r} stands outside of the article's text")
        for comment in all_comments
        if (comment.names, comment.why, comment.fault) not in known
    ]
    return (*kept, *lost)


def with_unclosed_comments(kept: tuple[IgnoreComment, ...], text: str, end: int) -> tuple[IgnoreComment, ...]:
    """The comments `kept` in the article of a Markdown text, and those without an end that the parser left out.

    In Markdown such a comment swallows what follows. `end` is the length of the article's text, at which they are
    placed.
    """
    kept_count = sum(comment.fault.endswith(UNCLOSED) for comment in kept)
    unclosed = [comment for comment in without_comments(text)[2] if comment.fault.endswith(UNCLOSED)]
    return (*kept, *(comment._replace(position=end) for comment in unclosed[kept_count:]))


def _escaped(comment: str) -> str:
    """The comment on one line, as HTML that shows it as text."""
    return " ".join(comment.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _page_pieces(page: str) -> Iterator[tuple[str, bool]]:
    """The tags, comments and texts of a page, in order, each with whether it is text that a browser would show."""
    lowered = page.lower() if len(page.lower()) == len(page) else page
    position = 0
    while position < len(page):
        start = page.find("<", position)
        if start < 0:
            yield page[position:], True
            return
        if start > position:
            yield page[position:start], True
        hidden = next((tag for tag in _HIDDEN_TAGS if lowered.startswith(f"<{tag}", start)), "")
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
