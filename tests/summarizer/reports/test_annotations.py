from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from checks import ledger
from checks.model import Finding, Severity, Sheet, Span, Tick
from checks.read import read
from summarizer.reports.annotations import (
    Mark,
    MarkedSpan,
    PlaceLocator,
    find_passages,
    passage_pieces,
    sheet_marks,
    split_at_marks,
)

TEXT = "Ten men and two women were held. Six are free.\n\nThe trial of the four begins in May."
SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, len(TEXT))).map(lambda two: Span(min(two), max(two)))
MARKS = st.lists(
    st.builds(MarkedSpan, SPANS.filter(lambda span: span.start < span.end), st.sampled_from(Mark)), max_size=8
)


@given(MARKS, SPANS)
def test_the_pieces_joined_are_the_text(marked, within):
    row = list(split_at_marks(TEXT, within, marked))
    assert "".join(piece.words for piece in row) == TEXT[within.start : within.end]


@given(MARKS)
def test_every_character_has_the_gravest_mark_that_covers_it(marked):
    gravity = list(Mark)
    for piece in split_at_marks(TEXT, Span(0, len(TEXT)), marked):
        covering = [mark.mark for mark in marked if mark.span.overlaps(piece.span)]
        assert piece.mark is min(covering, key=gravity.index, default=Mark.NONE)


@given(MARKS)
def test_every_marked_span_begins_a_piece(marked):
    starts = {piece.span.start for piece in split_at_marks(TEXT, Span(0, len(TEXT)), marked)}
    assert {mark.span.start for mark in marked} <= starts


def test_a_headline_shares_the_doubt_about_the_figure_that_it_has_from_the_body():
    text = "Ten die in bus crash\n\nTen people died when a bus crashed on Monday, and 19 survived of 29 on board."
    article = read(text)
    ten, again = Span(0, 3), Span(text.index("Ten", 1), text.index("Ten", 1) + 3)
    whole = [Span(text.index(words), text.index(words) + 2) for words in ("19", "29")]
    finding = Finding(Severity.WARNING, "Par 1 says Ten, par 7 says 11.", (again,))
    ticks = (Tick("The headline and par 1 agree.", (ten, again)), Tick("10 + 19 = 29", (again, *whole)))
    sheet = Sheet(article, (finding,), ticks, ledger=ledger.build_ledger(article, (finding,), ticks))
    shown = {piece.span: piece for piece in split_at_marks(text, Span(0, len(text)), sheet_marks(sheet))}
    assert (shown[ten].mark, shown[ten].target, shown[ten].tooltip) == (Mark.LOOK, "f1", finding.message)
    assert [shown[span].mark for span in whole] == [Mark.TICKED, Mark.TICKED]


def test_sentences_that_follow_one_another_are_one_passage():
    article = read(TEXT)
    spans = [Span(TEXT.index(word), TEXT.index(word) + 3) for word in ("Ten", "Six", "four")]
    assert [article.words(span) for span in find_passages(article, spans)] == [
        "Ten men and two women were held. Six are free.",
        "The trial of the four begins in May.",
    ]


def test_a_very_long_sentence_is_shown_around_its_marks():
    text = f"The list {'of many names ' * 60}holds 12 towns {'and more of them ' * 60}and ends."
    span = Span(text.index("12"), text.index("12") + 2)
    shown = "".join(
        piece.words for piece in passage_pieces(read(text), Span(0, len(text)), [MarkedSpan(span, Mark.LOOK)])
    )
    assert len(shown) < 300
    assert "holds 12 towns" in shown
    assert shown.count("[…]") == 2


def test_lines_and_columns_count_from_one():
    places = PlaceLocator(read(TEXT))
    assert places(Span(0, 3))[2:4] == (1, 1)
    assert places(Span(TEXT.index("The"), TEXT.index("The") + 3))[2:4] == (3, 1)
