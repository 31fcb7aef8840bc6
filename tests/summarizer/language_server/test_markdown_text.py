"""Markdown without its markup: what is read, and where it stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.model import Span
from summarizer.language_server.markdown_text import read_markdown_text


def words(text: str) -> str:
    return " / ".join(
        " ".join(block.split()) for block in read_markdown_text(text).plain.split("\n\n") if block.strip()
    )


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("# Arrests in *Lyon*\nPolice arrested **12**.", "Arrests in Lyon / Police arrested 12."),
        ("Police [arrested](http://x.example/7_8 'nine') 12.", "Police arrested 12."),
        ('Police [arrested](http://x.example/7_8 "nine") 12.', "Police arrested 12."),
        ("Police [arrested](http://x.example/a_(b)) 12.", "Police arrested 12."),
        ("Seen ![9 men](a.png) there", "Seen there"),
        ("one\ntwo\n\nthree", "one two / three"),
        ("one\r\ntwo\r\n\r\nthree\r\n", "one two / three"),
        ("- 7 men\n- 6 women\n1. first\n> said", "7 men / 6 women / first / said"),
        ("before\n```\n99 people\n```\nafter", "before / after"),
        ("~~~ text\n99\n```\n~~~\nafter", "after"),
        ("a\n````\n```\n99\n````\nafter", "a / after"),
        ("---\ntitle: 12\n---\nText", "Text"),
        ("`code` <b>bold</b> <!-- 9 --> <http://x.example/9>", "code bold"),
        (r"R\&D, 5 \* 3", "R&D, 5 * 3"),
        ("| a | b |\n|---|:-:|\n| 1 | 2 |", "| a | b | / | 1 | 2 |"),
        ("Text.\n\n[1]: http://x.example/9", "Text."),
        ("_Many_ files_of_7 __said__", "Many files_of_7 said"),
        ("Heading\n=====\nText", "Heading / Text"),
    ],
)
def test_markup_is_not_read(text: str, read: str) -> None:
    assert words(text) == read


@pytest.mark.parametrize(
    "text",
    ["5*3 is 15, 2 * 4 is 8", "a < 5 and b > 3", "-5 degrees", "12.5 per cent", "#1 hit", "[sic] (12)", "--- he said"],
)
def test_what_is_no_markup_is_read(text: str) -> None:
    assert words(text) == text


@given(st.text(alphabet="ab1 *_`[]()!<>#-\\|~\n\r.:", max_size=80))
def test_no_character_is_lost_and_each_is_where_it_was(text: str) -> None:
    annotated = read_markdown_text(text)
    assert annotated.original == text
    for position, character in enumerate(annotated.plain):
        if character not in " \n":
            span = annotated.original_span(Span(position, position + 1))
            assert text[span.start : span.end] == character


@pytest.mark.parametrize(
    "part",
    ["](", "[", "![a](", "<a", "<!--", "**", "*a ", "_", "`", "```\n", "> ", "- ", "---\n", "\\", "[x]: ", "](a(b)"],
)
def test_odd_markup_is_read_in_linear_work(part: str) -> None:
    """A pattern that went through the text again at every place would not end."""
    text = part * (200_000 // len(part))
    assert read_markdown_text(text).original == text
