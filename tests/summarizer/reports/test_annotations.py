from __future__ import annotations

import pytest
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
    ledger_label,
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
    assert [article.text_of(span) for span in find_passages(article, spans)] == [
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


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("It cost close to £8,000 and no lower than 21.3C.", ["close to £8,000", "no lower than 21.3C"]),
        ("An estimated 300 people came, well over 12 left.", ["An estimated 300 people", "well over 12"]),
        ("Up to a dozen came, and 40 or more left.", ["Up to a dozen", "40"]),
        ("They have till 5 May 2024 to pay 12 crowns.", ["till 5 May 2024", "12 crowns"]),
        ("By the end of 2024 there were 7 of them.", ["By the end of 2024", "7"]),
    ],
)
def test_the_ledger_shows_the_words_of_the_article(text, labels):
    article = read(text)
    shown = [ledger_label(article, entry.item) for entry in ledger.build_ledger(article).entries]
    assert shown == labels
    assert all(label in " ".join(text.split()) for label in shown)
