"""Reads the article in a Markdown file: its text without the markup, with headline and lists as zones."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime

from markdown_it import MarkdownIt
from markdown_it.token import Token

from checks.model import Zone
from summarizer.inputs.ignore_comments import comments_in, with_unclosed_comments
from summarizer.inputs.source import Block, Source, TableBlock, from_blocks, in_utc

_DATE_LENGTH = len("2024-05-03")
_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(title|date)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*$", re.MULTILINE)


def read_markdown(text: str, name: str) -> Source:
    """The article, with headline and publication date from the front matter, if there is any.

    Blocks of code, pictures and link targets are left out.
    """
    fields: dict[str, str] = {}
    front_matter = _FRONT_MATTER.match(text)
    if front_matter is not None:
        fields = dict(_FIELD.findall(front_matter[1]))
        text = text[front_matter.end() :]
    blocks = list(_blocks(MarkdownIt("commonmark").enable("table").parse(text)))
    if fields.get("title") and not any(
        isinstance(block, Block) and block.zone is Zone.HEADLINE for block in blocks[:1]
    ):
        blocks.insert(0, Block(fields["title"], Zone.HEADLINE))
    timestamp = fields.get("date", "").strip()
    try:
        published = date.fromisoformat(timestamp[:_DATE_LENGTH])
    except ValueError:
        published = None
    try:
        published_at = (
            in_utc(datetime.fromisoformat(timestamp)) if published and len(timestamp) > _DATE_LENGTH else None
        )
    except ValueError:
        published_at = None
    source = from_blocks(name, blocks, published)
    comments = with_unclosed_comments(source.ignore_comments, text, len(source.text))
    return replace(source, published_at=published_at, ignore_comments=comments)


def _blocks(tokens: list[Token]) -> Iterator[Block | TableBlock]:
    """Headings, paragraphs, list items and tables, in order."""
    heading = ""  # tag of the open heading
    list_depth = 0
    rows: list[list[str]] = []  # cells so far of the open table
    is_in_table = False
    pending: list[str] = []  # comments for Copydesk, to be put at the beginning of the next block
    for token in tokens:
        if token.type == "heading_open":
            heading = token.tag
        elif token.type == "heading_close":
            heading = ""
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            list_depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            list_depth -= 1
        elif token.type == "table_open":
            is_in_table = True
        elif token.type == "tr_open":
            rows.append([])
        elif token.type == "table_close":
            yield TableBlock(tuple(map(tuple, rows)))
            rows, is_in_table = [], False
        elif token.type == "html_block":
            pending += comments_in(token.content)
        elif token.type == "inline":
            text = "".join([*pending, _inline_text(token.children or [])])
            pending.clear()
            if is_in_table:
                rows[-1].append(text)
            elif heading == "h1":
                yield Block(text, Zone.HEADLINE)
            else:
                yield Block(text, Zone.LIST if list_depth and not heading else None)
    if pending:
        yield Block("".join(pending))


def _inline_text(tokens: list[Token]) -> str:
    """The text of inline tokens; a line break is a space."""
    pieces = []
    for token in tokens:
        if token.type in ("text", "code_inline"):
            pieces.append(token.content)
        elif token.type == "html_inline":
            pieces += comments_in(token.content)
        elif token.type in ("softbreak", "hardbreak"):
            pieces.append(" ")
    return "".join(pieces)
