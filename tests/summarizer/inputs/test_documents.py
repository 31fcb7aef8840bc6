"""Word documents and PDFs: what is taken out of them, and what is refused. The files are made here."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

import checks
from checks.model import Zone
from summarizer.inputs import Unreadable, read_bytes
from summarizer.inputs.pdf import paragraphs


def word(*parts: tuple[str, str]) -> bytes:
    document = docx.Document()
    for style, text in parts:
        document.add_paragraph(text, style=style)
    table = document.add_table(rows=2, cols=2)
    for cell, text in zip([cell for row in table.rows for cell in row.cells], ["Ash", "3", "Elm", "9"], strict=True):
        cell.text = text
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def pdf(*pages: list[str]) -> bytes:
    """A PDF with these lines on its pages, as plain as the format allows."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for lines in pages:
        shown = b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in lines)
        content = b"BT /F1 11 Tf 14 TL 60 780 Td " + shown + b"ET"
        objects.append(b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content))
        resources = b"/Resources << /Font << /F1 3 0 R >> >> /MediaBox [0 0 595 842]"
        objects.append(b"<< /Type /Page /Parent 2 0 R %s /Contents %d 0 R >>" % (resources, len(objects)))
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    out, offsets = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    start = len(out)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    return (
        out + head + table + b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    )


LINES = [
    "Council spends 4m on bridges",
    "",
    "The council has agreed to spend four million pounds on 12 bridges in the",
    "county over the next 30-",
    "month period, its leader said on Friday, after a long and expen-",
    "sive search for a builder.",
    "Work starts in June and will be done by the end of the next year, unless",
    "the river rises again as it did in the spring.",
    "2",
]


def test_a_word_documents_styles_become_zones():
    source = read_bytes(
        word(("Title", "Council spends 4m"), ("Normal", "It bought 12 bridges."), ("List Bullet", "Three in Ash")),
        "a.docx",
    )
    assert source.text == "Council spends 4m\n\nIt bought 12 bridges.\n\nThree in Ash\n\nAsh | 3\n\nElm | 9"
    zones = {source.text[start:end]: zone for start, end, zone in source.zones}
    assert zones["Council spends 4m"] is Zone.HEADLINE
    assert zones["Three in Ash"] is zones["Ash | 3"] is Zone.LIST
    assert source.extracted


def test_a_word_document_without_styles_is_read_as_a_pasted_text():
    source = read_bytes(word(("Normal", "Storm leaves 12 dead"), ("Normal", "A storm killed 12 people.")), "a.docx")
    article = checks.read(source.text, zones=source.zones or None)
    assert article.paragraphs[0].zone is Zone.HEADLINE


def test_a_small_file_that_unpacks_to_anything_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"0" * 201_000_000)
    with pytest.raises(Unreadable, match="unpacks to more"):
        read_bytes(out.getvalue(), "bomb.docx")


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\x03\x04", "no Word document"),
        ("a.docx", b"Police arrested 12.", "no Word document"),
        ("a.pdf", b"Police arrested 12.", "no PDF"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "no PDF"),
        ("a.pdf", pdf([]), "no text"),
        ("a.odt", b"PK\x03\x04", "not read"),
    ],
)
def test_what_cannot_be_read_is_refused_with_what_to_do(name, data, said):
    with pytest.raises(Unreadable, match=said) as refused:
        read_bytes(data, name)
    assert "paste" in str(refused.value)


def test_lines_of_a_pdf_become_paragraphs():
    source = read_bytes(pdf(LINES), "a.pdf")
    assert source.text.split("\n\n") == [
        "Council spends 4m on bridges",
        "The council has agreed to spend four million pounds on 12 bridges in the county over the next 30-month "
        "period, its leader said on Friday, after a long and expensive search for a builder.",
        "Work starts in June and will be done by the end of the next year, unless the river rises again as it did in "
        "the spring.",
    ]
    assert source.extracted


def test_a_paragraph_goes_on_over_a_pages_end():
    first = "The council has agreed to spend four million pounds on 12 bridges in"
    assert list(
        paragraphs([f"{first}\n1", "the whole of the county, and it will start the work on them in June.\n2"])
    ) == [f"{first} the whole of the county, and it will start the work on them in June."]


def test_a_pdf_is_checked_like_any_other_text():
    lines = ["Walkers found in the fog", "", "The walkers covered 6 miles (16km) before a rescue team found them."]
    source = read_bytes(pdf(lines), "walk.pdf")
    assert [finding.rule for finding in checks.check_article(source.text).findings] == ["unit-conversion"]
