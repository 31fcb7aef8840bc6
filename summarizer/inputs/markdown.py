"""The article in a Markdown file: its words without the markup, headings and lists as zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from markdown_it import MarkdownIt
from markdown_it.token import Token

from checks.model import Zone
from summarizer.inputs.source import Block, Source, from_blocks

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)


def read_markdown(text: str, name: str) -> Source:
    """Title and date come from the front matter where there is one; code, pictures and link targets are left out."""
    fields: dict[str, str] = {}
    front = _FRONT_MATTER.match(text)
    if front is not None:
        fields = dict(_FIELD.findall(front[1]))
        text = text[front.end() :]
    blocks = list(_blocks(MarkdownIt("commonmark").enable("table").parse(text)))
    if fields.get("title") and not any(block.zone is Zone.HEADLINE for block in blocks[:1]):
        blocks.insert(0, Block(fields["title"], Zone.HEADLINE))
    try:
        published = date.fromisoformat(fields.get("date", "")[:10])
    except ValueError:
        published = None
    return from_blocks(name, blocks, published)


def _blocks(tokens: list[Token]) -> Iterator[Block]:
    heading = ""
    in_list = 0
    row: list[str] | None = None  # the cells of a table's row so far
    for token in tokens:
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            in_list += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            in_list -= 1
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            yield Block(" | ".join(row or ()), Zone.LIST)
            row = None
        elif token.type == "inline":
            words = _words(token.children or [])
            if row is not None:
                row.append(words)
            elif heading == "h1":
                yield Block(words, Zone.HEADLINE)
            else:
                yield Block(words, Zone.LIST if in_list and not heading else None)


def _words(tokens: list[Token]) -> str:
    words = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            words.append(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            words.append(" ")
    return "".join(words)
