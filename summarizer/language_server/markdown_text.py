"""The text of a Markdown document without its markup, with the position of every character.

`summarizer.inputs.markdown`, which reads Markdown files for reports, keeps no positions; an editor needs them. Code,
pictures and link targets are left out here too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from summarizer.inputs.ignore_comments import is_comment
from summarizer.web.annotated_text import AnnotatedText, Part

_FRONT_MATTER = re.compile(
    r"\A---[ \t]*\r?\n(?:(?!(?:---|\.\.\.)[ \t]*\r?$).*\n)*(?:---|\.\.\.)[ \t]*\r?$", re.MULTILINE
)
_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_HEADING = re.compile(r" {0,3}#{1,6}(?:[ \t]+|$)")
# Markers of quotations and list items, of which one block may have several.
_BLOCK_MARK = re.compile(r"(?:[ \t]{0,20}(?:>[ \t]?|[-*+][ \t]+|\d{1,3}[.)][ \t]+)){1,5}")
# Lines without text: rules, rows under the head of a table, underlines of headings, link definitions.
_NO_TEXT = re.compile(r" {0,3}(?:[|:\- \t]*-{2,}[|:\- \t]*|\[[^\]]{1,200}\]:.*|=+[ \t]*)$")
_INLINE = re.compile(
    r"""!\[[^\]]{0,200}\]\([^)]{0,500}\)           # a picture
    |\]\((?:[^()\s]|\([^()\s]{0,200}\)){0,500}(?:\s+(?:"[^"]{0,200}"|'[^']{0,200}'))?\)  # a link's end and target
    |\[(?=[^\[\]]{0,200}\]\()                       # the beginning of a link
    |<!--.{0,500}?-->|</?[a-zA-Z][^<>]{0,500}>    # HTML, and addresses in angle brackets
    |\\(?=[!-/:-@\[-`{-~])                          # a backslash that escapes the next character
    |`+|(?<![\w*])\*+(?=\S)|(?<=\S)\*+(?![\w*])|(?<!\w)_+(?=\S)|(?<=\S)_+(?!\w)
    """,
    re.VERBOSE,
)


def read_markdown_text(text: str) -> AnnotatedText:
    """The text of a document; blocks are separated by an empty line, lines within a block by a space."""
    return AnnotatedText.from_parts(_parts(text))


def _parts(text: str) -> Iterator[Part]:
    position = 0
    front = _FRONT_MATTER.match(text)
    if front:
        yield Part(front[0], "")
        position = front.end()
    fence = ""  # the marker that ends the open code block; "" outside code
    line_end = ""  # of the preceding line; read as a space unless a block begins
    after_heading = True
    while position < len(text):
        line = _LINE.match(text, position)
        assert line
        position = line.end()
        content, end = line.groups()
        opened = _FENCE.match(content)
        if fence or opened or _NO_TEXT.match(content):
            if opened and fence and opened[1].startswith(fence) and not content[opened.end() :].strip():
                fence = ""
            elif opened and not fence:
                fence = opened[1]
            yield Part(line_end + content, "\n\n")
            line_end, after_heading = end, True
            continue
        heading = _HEADING.match(content)
        mark = heading or _BLOCK_MARK.match(content)
        begins = mark or after_heading or not content.strip()
        yield Part(line_end, "\n\n" if begins else " ")
        yield Part(content[: mark.end()] if mark else "", "")
        yield from _inline_parts(content, mark.end() if mark else 0)
        line_end, after_heading = end, bool(heading) or not content.strip()
    yield Part(line_end, "")


def _inline_parts(content: str, position: int) -> Iterator[Part]:
    searched = position  # where to search for the next markup: an escaped character is text
    while found := _INLINE.search(content, searched):
        words = content[position : found.start()]
        yield Part(words, words, True)
        # A comment for Copydesk stays: `plain_source` removes it and keeps its position.
        yield Part(found[0], found[0], True) if is_comment(found[0]) else Part(found[0], "")
        position = found.end()
        searched = position + (found[0] == "\\")
    words = content[position:]
    yield Part(words, words, True)
