"""Word documents and PDFs: what is read from them, and what is refused. The tests write the files themselves."""

from __future__ import annotations

import io
import textwrap
import zipfile

import docx
import pytest
from docx.oxml import parse_xml

import checks
from checks.model import Zone
from summarizer.inputs import Unreadable, read_bytes
from summarizer.inputs.page_layout import Line, reading_order


def word_with_styles(*parts: tuple[str, str]) -> bytes:
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
    """A minimal PDF with these lines, one list for each page."""
    shown = [b"".join(b"(%s) Tj T* " % line.encode("cp1252") for line in lines) for lines in pages]
    return pdf_with_contents(*(b"BT /F1 11 Tf 14 TL 60 780 Td " + lines + b"ET" for lines in shown))


def pdf_with_contents(*pages: bytes) -> bytes:
    """A minimal PDF with these content streams, one a page."""
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b""]
    objects.append(b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>")
    kids = []
    for content in pages:
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


def word_with_body(body: str) -> bytes:
    """A Word document with this XML in its body."""
    document = docx.Document()
    space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    for number, element in enumerate(parse_xml(f'<w:body xmlns:w="{space}">{body}</w:body>')):
        document.element.body.insert(number, element)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def cell(text: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>{run(text)}</w:p></w:tc>"


def table(*rows: str) -> str:
    grid = "<w:tblPr/><w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>"
    return f"<w:tbl>{grid}{''.join(f'<w:tr>{row}</w:tr>' for row in rows)}</w:tbl>"


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
        word_with_styles(
            ("Title", "Council spends 4m"), ("Normal", "It bought 12 bridges."), ("List Bullet", "Three in Ash")
        ),
        "a.docx",
    )
    assert source.text == "Council spends 4m\n\nIt bought 12 bridges.\n\nThree in Ash\n\nAsh | 3\n\nElm | 9"
    zones = {source.text[start:end]: zone for start, end, zone in source.zones}
    assert zones["Council spends 4m"] is Zone.HEADLINE
    assert zones["Three in Ash"] is zones["Ash | 3"] is Zone.LIST
    assert source.extracted


def test_a_word_document_without_styles_is_read_as_a_pasted_text():
    source = read_bytes(
        word_with_styles(("Normal", "Storm leaves 12 dead"), ("Normal", "A storm killed 12 people.")), "a.docx"
    )
    article = checks.read(source.text, zones=source.zones or None)
    assert article.paragraphs[0].zone is Zone.HEADLINE


DELETED = '<w:del w:id="1"><w:r><w:delText>12</w:delText></w:r></w:del>'
INSERTED = f'<w:ins w:id="2">{run("14")}</w:ins>'
MOVED_AWAY = f'<w:moveFrom w:id="3">{run("on Monday ")}</w:moveFrom>'
MOVED_HERE = f'<w:moveTo w:id="4">{run(" on Monday")}</w:moveTo>'
END_DELETED = '<w:pPr><w:rPr><w:del w:id="5"/></w:rPr></w:pPr>'


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (f"<w:p>{run('Police held ')}{DELETED}{INSERTED}{run(' people.')}</w:p>", "Police held 14 people."),
        (f"<w:p>{MOVED_AWAY}{run('Police held 14')}{MOVED_HERE}</w:p>", "Police held 14 on Monday"),
        (f"<w:p>{END_DELETED}{run('Police ')}</w:p><w:p>{run('held 14.')}</w:p>", "Police held 14."),
        (f"<w:sdt><w:sdtContent><w:p>{run('Police held 14.')}</w:p></w:sdtContent></w:sdt>", "Police held 14."),
        (f"<w:p>{run('In ')}<w:smartTag>{run('Leeds')}</w:smartTag>{run(' 14 died.')}</w:p>", "In Leeds 14 died."),
        (
            f"<w:p>{run('Some ')}<w:fldSimple w:instr='X'>{run('15')}</w:fldSimple>{run(' hurt.')}</w:p>",
            "Some 15 hurt.",
        ),
        ("<w:p><w:pPr><w:tabs><w:tab/></w:tabs></w:pPr><w:r><w:t>12</w:t><w:tab/><w:t>a</w:t></w:r></w:p>", "12 a"),
        ("<w:p><w:r><w:t>4</w:t><w:noBreakHyphen/><w:t>day</w:t><w:br/><w:t>On</w:t></w:r></w:p>", "4-day\n\nOn"),
    ],
    ids=["inserted", "moved", "joined", "control", "smart tag", "field", "tab stops", "signs"],
)
def test_a_word_document_is_read_as_if_its_changes_were_accepted(body, text):
    assert read_bytes(word_with_body(body), "a.docx").text == text


def test_a_merged_cell_is_read_once():
    spanning, first, continued = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    body = table(cell("Bridges", spanning), cell("Ash", first) + cell("3"), cell("", continued) + cell("9"))
    assert read_bytes(word_with_body(body), "a.docx").text == "Bridges\n\nAsh | 3\n\n9"


@pytest.mark.parametrize("properties", ['<w:gridSpan w:val="3000000"/>', "<w:vMerge/>"])
def test_a_cell_that_is_merged_with_no_other_is_read(properties):
    assert read_bytes(word_with_body(table(cell("12 bridges", properties))), "a.docx").text == "12 bridges"


def test_a_document_with_more_text_than_the_limit_is_refused():
    with pytest.raises(Unreadable, match="more than 10 MB"):
        read_bytes(word_with_body(f"<w:p>{run('12 bridges ' * 90_000)}</w:p>" * 11), "a.docx")


def test_a_small_file_that_unpacks_to_a_huge_one_is_refused():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as parts:
        parts.writestr("word/document.xml", b"0" * 51_000_000)
    with pytest.raises(Unreadable, match="unpacks to more"):
        read_bytes(out.getvalue(), "bomb.docx")


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.docx", b"PK\x03\x04", "no Word document"),
        ("a.docx", b"Police arrested 12.", "no Word document"),
        ("a.pdf", b"Police arrested 12.", "no PDF"),
        ("a.pdf", b"%PDF-1.7\n%%EOF", "no PDF"),
        ("a.pdf", pdf([]), "no text"),
        ("a.odt", b"PK\x03\x04", "not read"),
    ],
)
def test_an_unreadable_file_is_refused_with_advice(name, data, message):
    with pytest.raises(Unreadable, match=message) as refused:
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


def test_a_paragraph_continues_on_the_next_page():
    first = "The council has agreed to spend four million pounds on 12 bridges in"
    second = "the whole of the county, and it will start the work on them in June."
    assert read_bytes(pdf([first, "1"], [second, "2"]), "a.pdf").text == f"{first} {second}"


STORY = """Police held 12 men in Ely on Monday, seven of them from Hull and five from Penn, in a raid on a disused
mill that had stood empty for years. Nobody was hurt in it, and all of them were freed after a night at the station."""


def pdf_with_lines(*texts: tuple[float, float, float, str]) -> bytes:
    """A PDF of one page with these lines, each given by x, y, size and text."""
    shown = b"".join(
        b"/F1 %d Tf 1 0 0 1 %d %d Tm (%s) Tj " % (size, x, y, text.encode("cp1252")) for x, y, size, text in texts
    )
    return pdf_with_contents(b"BT " + shown + b"ET")


def in_column(text: str, x: float, y: float, width: int) -> list[tuple[float, float, float, str]]:
    """The lines of a text in 11 points, wrapped at `width` characters, from x and y downwards."""
    return [(x, y - 14 * index, 11, line) for index, line in enumerate(textwrap.wrap(" ".join(text.split()), width))]


def test_the_largest_type_is_the_headline():
    title = [(60, 780, 9, "CRIME"), (60, 750, 24, "Police hold twelve men"), (60, 722, 24, "in a raid in five-")]
    end = [(60, 694, 24, "city search"), (60, 670, 9, "By Ann Lee, Ely")]
    source = read_bytes(pdf_with_lines(*title, *end, *in_column(STORY, 60, 640, 70)), "a.pdf")
    assert [source.text[start:stop] for start, stop, zone in source.zones if zone is Zone.HEADLINE] == [
        "Police hold twelve men in a raid in five-city search"
    ]
    assert source.text.endswith(" ".join(STORY.split()))


def test_text_of_one_size_has_no_stated_headline():
    assert read_bytes(pdf_with_lines(*in_column(STORY, 60, 780, 70)), "a.pdf").zones == ()


@pytest.mark.parametrize("across", [False, True], ids=["column by column", "row by row"])
def test_columns_are_read_one_after_the_other(across):
    left, right = in_column(STORY, 60, 700, 38), in_column(STORY.replace("Ely", "Ware"), 320, 700, 38)
    lines = [line for pair in zip(left, right, strict=True) for line in pair] if across else [*left, *right]
    source = read_bytes(pdf_with_lines((60, 740, 24, "A headline above both columns, which is wide"), *lines), "a.pdf")
    story = " ".join(STORY.split())
    assert source.text.split("\n\n") == [
        "A headline above both columns, which is wide",
        f"{story} {story.replace('Ely', 'Ware')}" if not left[-1][3].endswith(".") else story,
        *([story.replace("Ely", "Ware")] if left[-1][3].endswith(".") else []),
    ]


def test_the_cells_of_a_table_stay_in_their_rows():
    cells = [
        (60 + 160 * column, 700 - 14 * row, 11, f"{'ABC'[column]} {row}") for column in range(3) for row in range(5)
    ]
    text = read_bytes(pdf_with_lines(*in_column(STORY, 60, 780, 70), *cells), "a.pdf").text
    assert "A 0 B 0 C 0" in text
    assert "A 4 B 4 C 4" in text


def test_a_hyphen_at_a_lines_end_is_removed_only_where_it_divides_a_word():
    lines = [
        "The 22-year-",
        "old from the half-",
        "empty mill has a well-paid and danger-",
        "ous job that is badly-",
        "paid, and the badly-paid are many.",
    ]
    text = read_bytes(
        pdf_with_lines(*[(60, 780 - 14 * number, 11, line) for number, line in enumerate(lines)]), "a.pdf"
    ).text
    assert text.startswith("The 22-year-old from the half-empty mill")
    assert "dangerous" in text
    assert "badly-paid, and" in text


@pytest.mark.parametrize("pages_without_text", [0, 1])
def test_a_running_header_is_left_out(pages_without_text):
    pages = [["The Ely Ledger 3 May", "", *textwrap.wrap(STORY, 70), "", f"{number}"] for number in range(1, 5)]
    assert "Ledger" not in read_bytes(pdf(*pages, *[[]] * pages_without_text), "a.pdf").text


@pytest.mark.parametrize("pages", [[["Twelve bridges"] * 5_000], [["Twelve bridges"] * 3_000] * 30])
def test_a_pdf_with_too_much_text_is_refused(pages):
    with pytest.raises(Unreadable, match=r"more on its pages than can be read: split it"):
        read_bytes(pdf(*pages), "a.pdf")


def test_a_pdf_with_too_many_operations_is_refused(monkeypatch):
    monkeypatch.setattr("summarizer.inputs.pdf.MAX_OPERATIONS", 100)
    with pytest.raises(Unreadable, match="more on its pages"):
        read_bytes(pdf(["Twelve bridges"] * 100), "a.pdf")


def test_a_pdf_is_checked_like_any_other_text():
    lines = ["Walkers found in the fog", "", "The walkers covered 6 miles (16km) before a rescue team found them."]
    source = read_bytes(pdf(lines), "walk.pdf")
    assert [finding.rule for finding in checks.check_article(source.text).findings] == ["unit-conversion"]


def test_a_page_of_scattered_letters_is_not_searched_for_columns(monkeypatch):
    monkeypatch.setattr("summarizer.inputs.page_layout.median", lambda values: pytest.fail("searched for columns"))
    lines = [Line("a", 7.0 * index % 500, 7.0 * index % 500 + 4, 800 - 0.7 * index, 9.0) for index in range(1_100)]
    assert len(list(reading_order(lines))) == 1
