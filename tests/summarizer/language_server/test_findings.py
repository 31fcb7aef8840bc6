"""Diagnostics, hovers and code actions of a document, and positions in it."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="pygls is not installed")

from lsprotocol.types import DiagnosticSeverity, Position, PositionEncodingKind, Range

from checks.model import Failure, Sheet, Span
from checks.read import read
from summarizer.language_server import document
from summarizer.language_server.document import CheckedDocument, Document, LineIndex, check_document
from summarizer.language_server.findings import LET_STAND, actions_at, diagnostics_of, hover_at
from summarizer.web.annotated_text import AnnotatedText

SUM = "Police arrested 12 people on Tuesday: 7 men and 6 women."
FITS = "Police arrested 13 people on Tuesday: 7 men and 6 women."


def checked(text: str, folder: Path | None = None, name: str = "story.txt", **fields: object) -> CheckedDocument:
    path = folder / name if folder else None
    return check_document(Document("file:///story.txt", 1, text, path=path, folder=folder, **fields))


def marked(text: str, where: Range) -> str:
    """The words of a range, counted in UTF-16."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    assert where.start.line == where.end.line
    units = lines[where.start.line].encode("utf-16-le")
    return units[2 * where.start.character : 2 * where.end.character].decode("utf-16-le")


def position_of(text: str, words: str) -> Position:
    return LineIndex(text).position(text.index(words))


# ---- places ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "column"),
    [(PositionEncodingKind.Utf8, 8), (PositionEncodingKind.Utf16, 5), (PositionEncodingKind.Utf32, 4)],
)
def test_columns_count_what_was_agreed_on(encoding: PositionEncodingKind, column: int) -> None:
    text = "one\r\n\ré🚨 x\u2028y\n"
    index = LineIndex(text, encoding)
    assert index.position(text.index("y") - 1 - 1) == Position(2, column - 1)
    for offset in range(len(text) + 1):
        if text[max(0, offset - 1) : offset + 1] != "\r\n":
            assert index.offset(index.position(offset)) == offset


def test_a_position_that_is_not_in_the_text_is_the_nearest_one() -> None:
    index = LineIndex("🚨ab\ncd")
    assert index.offset(Position(0, 99)) == 3
    assert index.offset(Position(9, 0)) == 6
    assert index.offset(Position(0, 1)) == 0  # between the two units of one character


@pytest.mark.parametrize("before", ["", "🚨 ", "soft\u00adhyphen: ", "First line.\r\n\r\n", "\ufeff", "One.\u2028 "])
def test_a_finding_is_shown_where_it_stands(before: str) -> None:
    text = before + SUM
    found = diagnostics_of(checked(text))
    assert [marked(text, each.range) for each in found] == ["12", "7", "6"]


def test_a_finding_in_markdown_is_shown_where_it_stands() -> None:
    text = "# Arrests\n\nPolice [arrested](http://x.example/12) **12** people\non Tuesday: `7` men and 6 women 🚨."
    found = diagnostics_of(checked(text, is_markdown=True))
    assert [marked(text, each.range) for each in found] == ["12", "7", "6"]
    assert found[0].range.start == Position(2, text.splitlines()[2].index("**12") + 2)


# ---- diagnostics -----------------------------------------------------------------------------------------------------


def test_both_ends_of_a_tie_lead_to_each_other() -> None:
    first, second, third = diagnostics_of(checked(SUM))
    assert (first.severity, second.severity, third.severity) == (
        DiagnosticSeverity.Warning,
        DiagnosticSeverity.Hint,
        DiagnosticSeverity.Hint,
    )
    for one, others in ((first, (second, third)), (second, (first, third)), (third, (first, second))):
        assert [related.location.range for related in one.related_information] == [each.range for each in others]
        assert all(related.location.uri == "file:///story.txt" for related in one.related_information)
    assert first.related_information[0].message == "“7” (par 1): 7 + 6 = 13, not 12"
    assert first.code == "equation"
    assert first.message.startswith("7 + 6 = 13, and the text says 12.\n")
    assert {each.data["fingerprint"] for each in (first, second, third)} == {first.data["fingerprint"]}


def test_an_editor_without_related_places_has_them_in_the_message() -> None:
    first, *_ = diagnostics_of(checked(SUM), has_related=False)
    assert first.related_information is None
    assert "See also “7” (par 1); “6” (par 1)." in first.message


@pytest.mark.parametrize("text", [FITS, "", " \n\n", "\ufeff", "Nobody was hurt."])
def test_what_fits_shows_nothing(text: str) -> None:
    assert diagnostics_of(checked(text)) == []
    assert diagnostics_of(checked(text, is_markdown=True)) == []


def test_what_was_not_checked_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    german = "Die Polizei hat am Dienstag in der Stadt zwölf Menschen festgenommen, darunter sieben Männer. " * 3
    (found,) = diagnostics_of(checked(german))
    assert found.message.startswith("Not checked: the text does not read like English")
    (tmp_path / "copydesk.toml").write_text("ignored = []")
    (found,) = diagnostics_of(checked(SUM, tmp_path))
    assert "nothing is called ignored" in found.message
    article = read(SUM)
    broken = Sheet(article, failures=(Failure("same-fact", "ZeroDivisionError: oh"),))
    plain = Document("a", 1, SUM)
    (found,) = diagnostics_of(CheckedDocument(plain, LineIndex(SUM), AnnotatedText.from_text(SUM), broken))
    assert found.message == "The rule same-fact failed: ZeroDivisionError: oh"
    monkeypatch.setattr(document, "MAX_BYTES", 10)
    (found,) = diagnostics_of(checked(SUM))
    assert found.message.startswith("Not checked: the text is larger than")
    assert hover_at(checked(SUM), Position(0, 0)) is None
    assert actions_at(checked(SUM), found.range) == []


def test_the_settings_of_the_folder_hold(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text(
        'ignore = ["equation", "laid-out", "parts-and-whole"]\npublished = 2024-05-31'
    )
    result = checked(SUM, tmp_path)
    assert diagnostics_of(result) == []
    assert result.article.published.isoformat() == "2024-05-31"


# ---- hovers ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["12", "7", "6"])
def test_a_hover_has_the_arithmetic_at_each_end(words: str) -> None:
    hover = hover_at(checked(SUM), position_of(SUM, words))
    assert "7 + 6 = 13, not 12" in hover.contents.value
    assert "“12” (par 1); “7” (par 1); “6” (par 1)" in hover.contents.value
    assert hover.contents.value.endswith("equation (warning)")
    assert marked(SUM, hover.range) == words


def test_a_hover_says_what_holds_and_what_was_not_checked() -> None:
    assert "✓" in hover_at(checked(FITS), position_of(FITS, "13")).contents.value
    text = "The turnout rose by 12 per cent on Tuesday, 3 May."
    result = checked(text)
    spans = [span for each in result.sheet.not_checked for span in each.spans]
    assert spans
    assert hover_at(result, result.range(spans[0]).start).contents.value.startswith("Not checked: ")


def test_there_is_nothing_to_say_of_other_words() -> None:
    assert hover_at(checked(SUM), position_of(SUM, "Tuesday")) is None
    assert hover_at(checked(""), Position(3, 3)) is None


def test_nothing_in_a_hover_is_markup() -> None:
    text = "[Click](command:evil) ![x](http://x.example/9): " + SUM
    assert hover_at(checked(text), position_of(text, "12 ")).contents.kind == "plaintext"


# ---- code actions ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("words", ["12", "7", "6"])
def test_a_finding_can_be_let_stand_and_its_question_copied_at_each_end(tmp_path: Path, words: str) -> None:
    result = checked(SUM, tmp_path)
    at = position_of(SUM, words)
    stand, accept, copy = actions_at(result, Range(at, at))
    assert stand.title == "Copydesk: let it stand (equation)"
    assert stand.command.arguments == ["file:///story.txt", diagnostics_of(result)[0].data["fingerprint"]]
    assert accept.title == "Copydesk: accept, to be corrected (equation)"
    assert accept.command.arguments == stand.command.arguments
    assert copy.command.arguments == [result.sheet.findings[0].question]
    assert len(stand.diagnostics) == 3


def test_what_is_no_file_cannot_be_let_stand() -> None:
    at = position_of(SUM, "12")
    assert LET_STAND not in [action.command.command for action in actions_at(checked(SUM), Range(at, at))]


def test_there_is_nothing_to_do_elsewhere(tmp_path: Path) -> None:
    at = position_of(SUM, "Tuesday")
    assert actions_at(checked(SUM, tmp_path), Range(at, at)) == []
    everything = Range(Position(0, 0), Position(9, 0))
    assert len(actions_at(checked(SUM, tmp_path), everything)) == 3


def test_a_span_without_characters_has_a_place() -> None:
    result = checked(SUM)
    assert result.range(Span(3, 3)) == Range(Position(0, 3), Position(0, 3))
