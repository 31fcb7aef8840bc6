"""Comments that let findings stand: they are removed from every kind of text, and apply where they were."""

from __future__ import annotations

from bisect import bisect_right

import pytest

from summarizer.desk.checking import CheckOptions, check_source
from summarizer.inputs import Source, read_bytes
from summarizer.inputs.ignore_comments import comments_as_text, without_comments
from summarizer.inputs.source import Block, TableBlock, from_blocks, plain_source

COMMENT = "<!-- copydesk: ignore unit-conversion: the club's own figure -->"
FIRST = "The walkers covered 6 miles (16km) in the fog. A rescue team found them in the morning."
SECOND = "They walked 7 miles (30km) that day. They were gone for a day and a night, and were tired when it came."
TEXT = f"Lost in fog\n\n{COMMENT}\n{FIRST}\n\n{SECOND}\n"
MARKDOWN = f"# Lost in fog\n\n{COMMENT}\n\n{FIRST}\n\n{SECOND}\n"
HTML = (
    "<html><head><title>Lost in fog</title><script>'<p>'</script></head><body><article><h1>Lost in fog</h1>\n"
    f"{COMMENT}\n<p>{FIRST}</p>\n<p>{SECOND}</p></article></body></html>"
)
MAIL = f"From: Ida Ash <ida@example.org>\nSubject: Lost in fog\n\n{COMMENT}\n{FIRST}\n\n{SECOND}\n"
HTML_MAIL = (
    "From: Ida Ash <ida@example.org>\nSubject: Lost in fog\nContent-Type: text/html; charset=utf-8\n\n"
    f"<div>{COMMENT}\n<p>{FIRST}</p>\n<p>{SECOND}</p></div>\n"
)


def checked(source: Source, options: CheckOptions | None = None) -> tuple[list[str], list[str], tuple[str, ...]]:
    """The places of the findings, the notes of the dismissed ones, and the comments without effect."""
    sheet = check_source(source, options or CheckOptions())
    assert "copydesk" not in sheet.article.text
    places = [sheet.article.place(finding.spans[0].start) for finding in sheet.findings]
    return places, [note for _, note in sheet.dismissed], sheet.unused_dismissals


@pytest.mark.parametrize(
    ("name", "text"), [("a.txt", TEXT), ("a.md", MARKDOWN), ("a.html", HTML), ("a.txt", TEXT.replace("\n", "\r\n"))]
)
def test_a_comment_applies_to_the_next_paragraph(name: str, text: str) -> None:
    places, notes, unused = checked(read_bytes(text.encode(), name))
    assert places == ["par 2"]
    assert notes == ["the club's own figure (comment in par 1)"]
    assert unused == ()


@pytest.mark.parametrize("message", [MAIL, HTML_MAIL])
def test_a_comment_in_a_message_applies_to_the_next_paragraph(message: str) -> None:
    places, notes, unused = checked(read_bytes(message.encode(), "a.eml"))
    assert places == ["par 2"]
    assert notes == ["the club's own figure (comment in par 1)"]
    assert unused == ()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.txt", f"Lost in fog\n\n{FIRST} {COMMENT}\n\n{SECOND}\n"),
        ("a.md", f"# Lost in fog\n\n{FIRST} {COMMENT}\n\n{SECOND}\n"),
        ("a.md", f"# Lost in fog\n\n{FIRST.replace('in the', f'{COMMENT} in the')}\n\n{SECOND}\n"),
        ("a.html", HTML.replace(f"{COMMENT}\n", "").replace("in the fog.", f"in the fog. {COMMENT}")),
    ],
)
def test_a_comment_applies_to_its_own_paragraph(name: str, text: str) -> None:
    places, notes, _ = checked(read_bytes(text.encode(), name))
    assert places == ["par 2"]
    assert notes == ["the club's own figure (comment in par 1)"]


@pytest.mark.parametrize(("name", "text"), [("a.txt", TEXT), ("a.md", MARKDOWN), ("a.html", HTML)])
def test_the_article_is_the_text_without_the_comment(name: str, text: str) -> None:
    plain = read_bytes(text.replace(COMMENT, "").encode(), name)
    assert read_bytes(text.encode(), name).text.split() == plain.text.split()


def test_lines_and_columns_are_those_of_the_file() -> None:
    text = f"Lost in fog\r\n\r\n<!-- copydesk: ignore sums:\r\nwhy -->\u00ad{COMMENT} {FIRST}\r\n"
    source = plain_source("a.txt", text)
    for index, character in enumerate(source.text):
        assert text[index + bisect_right(source.left_out, index)] == character
    sheet = check_source(source, CheckOptions())
    finding, _ = sheet.dismissed[0]
    line = text.split("\r\n")[3]
    assert sheet.article.line_and_column(finding.spans[0].start) == (4, line.index("6 miles") + 1)


@pytest.mark.parametrize(
    ("comment", "reason"),
    [
        ("<!-- copydesk: ignore sums -->", "it does not say why"),
        ("<!-- copydesk: ignore sums: -->", "it does not say why"),
        ("<!--copydesk:ignore :why-->", "it does not say which rule"),
        ("<!-- copydesk: disable sums: why -->", "is not understood"),
        ("<!-- COPYDESK : -->", "is not understood"),
        ("<!-- copydesk: ignore no-such-rule: why -->", "no rule is called"),
    ],
)
def test_an_invalid_comment_is_reported(comment: str, reason: str) -> None:
    places, _, unused = checked(read_bytes(f"{FIRST} {comment}".encode(), "a.txt"))
    assert places == ["par 1"]
    assert reason in unused[0]


def test_a_comment_may_name_several_rules_and_families() -> None:
    (comment,) = without_comments("<!-- copydesk: ignore sums, UC01 ,\n conversions: as agreed: see <b>below</b> -->")[
        2
    ]
    assert comment.names == ("sums", "UC01", "conversions")
    assert comment.why == "as agreed: see <b>below</b>"


@pytest.mark.parametrize(
    "text", ["<!-- a comment -->", "<!-- copydeskish: ignore x: y -->", "copydesk: ignore x: y", "<!-- copydesk"]
)
def test_other_comments_are_left_alone(text: str) -> None:
    assert without_comments(text) == (text, (), ())
    assert comments_as_text(text) == text


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    ("before", "after"),
    [("", ""), ("\n\n", ""), ("", "\n\n<!-- copydesk: ignore sums: why -->"), ("", f"\n\n{SECOND} {COMMENT}")],
)
def test_a_comment_without_an_end_is_reported(name: str, before: str, after: str) -> None:
    text = f"{FIRST}{before} <!-- copydesk: ignore error: x{after}\n"
    if name == "a.html":
        text = HTML.replace(COMMENT, "").replace(FIRST, f"{FIRST} <p>{text}</p>")
    unused = check_source(read_bytes(text.encode(), name), CheckOptions()).unused_dismissals
    (note,) = [note for note in unused if "-->" in note and "error" in note]
    assert "without effect: 'copydesk: ignore error: x" in note
    assert note.endswith("has no --> at its end")


def test_a_comment_without_an_end_does_not_swallow_the_next_one() -> None:
    text = f"Lost in fog\n\n<!-- copydesk: ignore sums: why\n\n{COMMENT}\n{FIRST}\n"
    sheet = check_source(read_bytes(text.encode(), "a.txt"), CheckOptions())
    assert sheet.findings == ()
    notes, unused = sheet.dismissed, sheet.unused_dismissals
    assert len(notes) == len(unused) == 1


def test_an_unused_comment_is_reported() -> None:
    text = TEXT.replace("unit-conversion", "sums")
    assert checked(read_bytes(text.encode(), "a.txt"))[2] == ("comment in par 1: ignore sums: the club's own figure",)


def test_a_comment_outside_of_the_article_of_a_page_is_reported() -> None:
    page = HTML.replace(COMMENT, "").replace("</body>", f"<footer>{COMMENT} Contact</footer></body>")
    places, _, unused = checked(read_bytes(page.encode(), "a.html"))
    assert places == ["par 1", "par 2"]
    assert "stands outside of the article's text" in unused[0]


def test_a_page_from_the_web_cannot_let_its_own_findings_stand() -> None:
    source = read_bytes(HTML.encode(), "https://news.example/a", kind=".html")
    places, notes, unused = checked(source)
    assert (places, notes) == (["par 1", "par 2"], [])
    assert "a page of the web" in unused[0]


def test_comments_in_texts_that_are_not_trusted_have_no_effect() -> None:
    places, _, unused = checked(read_bytes(TEXT.encode(), "a.txt"), CheckOptions(heeds_comments=False))
    assert len(places) == 2
    assert len(unused) == 1


def test_comments_are_removed_from_blocks_and_cells_too() -> None:
    blocks = [Block(f"{FIRST} {COMMENT}"), TableBlock(((f"a {COMMENT}", "1"), ("b", "2")))]
    source = from_blocks("a.docx", blocks)
    assert "copydesk" not in source.text
    assert len(source.ignore_comments) == 2
    table = source.tables[0]
    assert [[source.text[cell.start : cell.end] for cell in row] for row in table.rows] == [["a", "1"], ["b", "2"]]


@pytest.mark.parametrize("page", ["<!-- copydesk: " * 50_000, "<script>" * 50_000 + COMMENT, "<" * 100_000 + COMMENT])
def test_pages_of_nothing_but_openings_are_read(page: str) -> None:
    assert len(comments_as_text(page)) < len(page) + 500
    assert len(without_comments(page)[0]) <= len(page)
