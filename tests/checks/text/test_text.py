"""Paragraphs with their zones, sentences, quotations, datelines, language and locale."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from checks.model import Zone
from checks.text import Layout, split
from checks.text.paragraphs import paragraph_spans


def zones(text: str) -> list[tuple[str, str]]:
    return [(p.zone.value, text[p.span.start : p.span.end]) for p in split(text).paragraphs]


def sentences(text: str) -> list[str]:
    return [text[s.span.start : s.span.end] for s in split(text).sentences if s.zone is not Zone.DATELINE]


def quotations(text: str) -> list[str]:
    return [text[q.start : q.end] for q in split(text).quotations]


def datelines(text: str) -> list[str]:
    return [text[d.start : d.end] for d in split(text).datelines]


PASTED = """Skip to content

Courts

Four held after raid on lock-up in Derby

Published

on

DERBY, England – Police held four people on Monday. A fifth fled.

ALSO READ: Join our garden tour on 12 June

What was found

Officers took away 30 bicycles.

Follow The Bugle on

FacebookInstagram and YouTube

Continue Reading
"""


# ---- zones -----------------------------------------------------------------------------------------------------------
def test_a_pasted_page_falls_into_navigation_headline_byline_story_and_promotion():
    assert zones(PASTED) == [
        ("promo", "Skip to content"),
        ("promo", "Courts"),
        ("headline", "Four held after raid on lock-up in Derby"),
        ("byline", "Published"),
        ("byline", "on"),
        ("body", "DERBY, England – Police held four people on Monday. A fifth fled."),
        ("promo", "ALSO READ: Join our garden tour on 12 June"),
        ("promo", "What was found"),
        ("body", "Officers took away 30 bicycles."),
        ("promo", "Follow The Bugle on"),
        ("promo", "FacebookInstagram and YouTube"),
        ("promo", "Continue Reading"),
    ]


def test_only_the_body_is_numbered_from_one():
    numbers = [p.number for p in split(PASTED).paragraphs]
    assert [n for n in numbers if n is not None] == [1, 2]
    assert all((p.number is not None) == (p.zone is Zone.BODY) for p in split(PASTED).paragraphs)


@pytest.mark.parametrize(
    "text",
    [
        "Police held four people on Monday. A fifth fled.",
        "Police held four people on Monday.\n\nA fifth fled to Hull, officers said.",
        "Four people held",
        "12 March 2021",
        "Police held four people on Monday, when a fifth\n\nfled.",
        "“Nobody saw it coming and\n\n“nobody will forget it,” said the mayor.",
    ],
)
def test_text_without_a_title_has_no_headline(text):
    assert "headline" not in [zone for zone, _ in zones(text)]


@pytest.mark.parametrize(
    "title",
    [
        "Four held after raid",
        "What now for the Rovers?",
        "'No deal' says mayor",
        "Town 3-2 City: late winner",
        "FOUR HELD",
    ],
)
def test_a_title_line_above_a_story_is_the_headline(title):
    assert zones(f"{title}\n\nPolice held four people on Monday.")[0] == ("headline", title)


def test_a_title_and_its_story_may_stand_on_neighbouring_lines():
    assert [z for z, _ in zones("Four held after raid\nPolice held four people on Monday.")] == ["headline", "body"]


def test_a_sentence_between_headline_and_byline_is_the_standfirst():
    text = "Council backs plan\n\nThe vote was close.\n\nBy Bo Hay, Political Editor\n\nThe council has voted."
    assert [z for z, _ in zones(text)] == ["headline", "standfirst", "byline", "body"]


def test_the_first_sentence_of_a_story_without_byline_is_not_a_standfirst():
    text = "Council backs plan\n\nThe vote was close.\n\nThe council met on Monday."
    assert [z for z, _ in zones(text)] == ["headline", "body", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "By Ann Lee",
        "By Ann Lee and Bo Hay in Lagos",
        "Published 3 May 2022 10.30 BST",
        "Last updated: 3 May 2022",
        "3 May 2022",
        "5 hours ago",
        "7 years ago",
        "4 min read",
        "Ann Lee, Health Correspondent",
    ],
)
def test_bylines_and_publication_dates_are_recognised_by_their_words(line):
    assert (("byline", line)) in zones(f"Council backs plan\n\n{line}\n\nThe council has voted.")


@pytest.mark.parametrize(
    "line", ["Photo: Ann Lee/PA", "Image: the harbour in 2019", "Pictured: the mayor", "The harbour (Photo: Bo Hay)"]
)
def test_captions_are_recognised_by_their_words(line):
    assert ("caption", line) in zones(f"Council backs plan\n\nThe council has voted.\n\n{line}")


@pytest.mark.parametrize(
    "line",
    [
        "READ MORE: Five walks for a wet day",
        "Subscribe to our newsletter for 20% off",
        "Sign up here",
        "Share this",
        "Advertisement",
        "Related: Storm kills 12",
        "We use cookies to improve this site.",
        "Follow us on Instagram",
        "Facebook Twitter WhatsApp",
        "Click here for more",
        "© 2023 The Bugle. All rights reserved.",
    ],
)
def test_promotion_is_recognised_by_its_words(line):
    assert ("promo", line) in zones(f"Council backs plan\n\nThe council has voted.\n\n{line}\n\nIt met for 3 hours.")


@pytest.mark.parametrize(
    "line",
    [
        "Advertising revenue rose by 5% to £3m, the firm said.",
        "Updated figures show that 5,000 people left the town.",
        "By Monday the water had reached 300 houses.",
        "Share prices fell by a tenth on the news.",
        "Home prices rose for the third month running.",
        "Image rights alone brought in £2m, the club said.",
        "Related offences rose by 12%, police said.",
        "Read the small print, said the watchdog.",
        "More than 40 people were hurt in the crush.",
        "Copyright cases doubled to 80 in a year.",
    ],
)
def test_a_sentence_that_begins_like_promotion_or_a_byline_is_body(line):
    assert ("body", line) in zones(f"Council backs plan\n\nThe council has voted.\n\n{line}")


def test_a_short_line_with_a_digit_stays_in_the_story():
    assert ("body", "Rovers 3-2 Town") in zones(
        "Late winner\n\nRovers won again.\n\nRovers 3-2 Town\n\nTown were poor."
    )


def test_bulleted_and_numbered_paragraphs_are_lists():
    text = "Three clubs are left:\n\n- Hull\n• York City\n3. Bath\n\nThe rest went home."
    assert [z for z, _ in zones(text)] == ["body", "list", "list", "list", "body"]


def test_short_lines_after_a_colon_are_a_list_that_lost_its_bullets():
    text = "The clubs met.\n\nThree are left:\nHull\nYork City\nBath\nThe rest went home."
    assert [z for z, _ in zones(text)] == ["body", "body", "list", "list", "list", "body"]


def test_titles_of_other_stories_after_a_label_are_promotion():
    text = "Council backs plan\n\nIt has voted.\n\nMost read\n\nStorm kills 12 in the Azores and leaves many homeless"
    assert [z for z, _ in zones(text)] == ["headline", "body", "promo", "promo"]


def test_known_zones_take_precedence_over_the_words():
    text = "Council backs plan\n\nThe council has voted."
    layout = split(text, {(0, 5): Zone.PROMO, (20, len(text)): Zone.CAPTION})
    assert [p.zone for p in layout.paragraphs] == [Zone.PROMO, Zone.CAPTION]
    assert split(text, [(0, len(text), Zone.BODY)]).paragraphs[1].number == 2


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("Torley Water plc ( TWC", ") will pay 16p a share on Friday."),
        ("Mary Ash, who came to Skerra by herself, aged 16,", "has said that she will stay."),
        ("The port of Skerra is the largest customer of Torley Water", "'s new owner."),
    ],
)
def test_a_sentence_continues_after_a_blank_line_in_it(first, second):
    text = f"{first}\n\n{second} Nobody else spoke.\n\nThe port stays open."
    assert [text[span.start : span.end] for span in paragraph_spans(text)] == [
        f"{first}\n\n{second} Nobody else spoke.",
        "The port stays open.",
    ]
    assert len(split(text).sentences) == 3


def test_a_sentence_of_the_body_continues_without_a_comma_too():
    text = "Port shut\n\nThe owner of the oldest yard of Torley\n\nsaid on Friday that it would close.\n\nNobody spoke."
    assert [text[span.start : span.end].split()[0] for span in paragraph_spans(text)] == ["Port", "The", "Nobody"]


def test_a_full_stop_after_a_blank_line_ends_the_sentence_before_it():
    text = "Port shut\n\nThe board met the owner of Torley Water\n\n. It closes on Friday.\n\nNobody spoke."
    assert [text[span.start : span.end].split()[0] for span in paragraph_spans(text)] == ["Port", "The", "Nobody"]
    assert len(split(text).sentences) == 4


def test_a_first_line_with_a_dateline_is_no_headline():
    text = "Sept 5 (Reuters) - Shares of Torley Water Inc\n\ntumbled 14% on Friday.\n\nNobody spoke."
    assert [text[span.start : span.end].split()[0] for span in paragraph_spans(text)] == ["Sept", "Nobody"]
    assert len(split(text).sentences) == 3


@pytest.mark.parametrize(
    "text",
    [
        "Three men are held after a theft in the port of Torley\n\npolice say that one of them is a captain.",
        "Port shut\n\nThe owner of the oldest yard of Torley has left.\n\nhe said so on Friday.",
        "Port shut\n\nThe owner of the oldest yard of Torley said:\n\nit would close.",
        "Port shut\n\nThey sell\n\napples",
        "Port shut\n\nThe oldest of all the sellers of books in Torley\n\neBay sells them, too.",
        "the port of torley is shut and nobody knows why\n\nthe owner said so",
    ],
)
def test_other_blank_lines_separate_paragraphs(text):
    assert len(list(paragraph_spans(text))) == text.count("\n\n") + 1


def test_lines_wrapped_at_a_width_are_one_paragraph():
    text = (
        "The council has voted to close two of the seven libraries in the\n"
        "county after a debate that lasted for nine hours and in which 40\n"
        "people spoke.\n\nThe vote was close."
    )
    assert len(split(text).paragraphs) == 2


# ---- sentences -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "Mr. Hay met Sen. J. K. Rowe in St. Louis.",
        "It opens at 9 a.m. Monday and closes at 5 p.m. GMT.",
        "Prices rose 3.5 percent, i.e. by 4.2 million.",
        "The U.S. Senate voted on Jan. 3 and on No. 5 of the list.",
        "Some ca. 600 people came vs. 400 before.",
        "“Why?” he asked them.",
        "“Why not?” Jan Holt asked in court.",
        "“Stop!” Holt told the crew.",
        "Write to ann.lee@example.org or see example.org/a.b for more.",
        "He ran... and ran... and stopped.",
        "The order came from Brig. Gen. Edith Crane and Pvt. Paul Dunn, said Cllr. Ines Holt.",
    ],
)
def test_full_stops_that_do_not_end_a_sentence(text):
    assert sentences(text) == [text]


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It fell. It rose.", ["It fell.", "It rose."]),
        ("It fell in 2017.It rose again.", ["It fell in 2017.", "It rose again."]),
        ("He left!She stayed?Nobody knew.", ["He left!", "She stayed?", "Nobody knew."]),
        ("He lives in the U.S. The law changed.", ["He lives in the U.S.", "The law changed."]),
        ("“We lost.” They left.", ["“We lost.”", "They left."]),
        ("“Who won?” Holt said he knew.", ["“Who won?”", "Holt said he knew."]),
        ("“Who won?” Holt and Dunn met.", ["“Who won?”", "Holt and Dunn met."]),
        ("(It fell.) 30 people left.", ["(It fell.)", "30 people left."]),
        ("media . the plant blew up . it burned", ["media .", "the plant blew up .", "it burned"]),
        ("It shut at 5 p.m. Police came.", ["It shut at 5 p.m.", "Police came."]),
    ],
)
def test_full_stops_that_end_a_sentence(text, parts):
    assert sentences(text) == parts


def test_the_number_of_a_list_item_does_not_end_a_sentence():
    assert sentences("Three are left:\n\n1. Hull\n2. Bath") == ["Three are left:", "Hull", "Bath"]


# ---- datelines -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("GENOA, Italy – Four people were held.", "GENOA, Italy –"),
        ("OSLO (Reuters) - Shares rose.", "OSLO (Reuters) -"),
        ("(CNN) -- Shares rose.", "(CNN) --"),
        ("(CNN)Shares rose.", "(CNN)"),
        ("TORLEY, Skerra (CNN)  -- Shares rose.", "TORLEY, Skerra (CNN)  --"),
        ("(Sunday Courier) -- Shares rose.", "(Sunday Courier) --"),
        ("PORT LOUIS, May 3 — Shares rose.", "PORT LOUIS, May 3 —"),
        ("Oslo -- Norway's shares rose.", "Oslo --"),
        ("Pune, Mar 9 (PTI) Shares rose.", "Pune, Mar 9 (PTI)"),
        ("Ambleteuse-les-Bains, France (CNN)Shares rose.", "Ambleteuse-les-Bains, France (CNN)"),
        ("growers Pune, Mar 9 (PTI) Shares rose.", "growers Pune, Mar 9 (PTI)"),
        ("From I. Ash Pune/Arden (MH), Mar 9 (GNS) Shares rose.", "From I. Ash Pune/Arden (MH), Mar 9 (GNS)"),
        ("(Eds: adding a reaction) Pune, Mar 9 (PTI) Shares rose.", "(Eds: adding a reaction) Pune, Mar 9 (PTI)"),
        ("Torley-by-Sea, Norland (GNS) -- Shares rose.", "Torley-by-Sea, Norland (GNS) --"),
    ],
)
def test_datelines_are_not_part_of_the_first_sentence(text, line):
    assert datelines(text) == [line]
    assert sentences(text)[0] == text[len(line) :].strip()


@pytest.mark.parametrize(
    "text",
    [
        "IBM – the company – rose.",
        "The Office for Rivers (OFR) said shares rose.",
        "Rovers – who had won twice – lost again.",
        "Oslo is cold. (AP) it is not.",
        "WHO staff left on Monday.",
        "A man-of-war, said the navy (RN) - was raised.",
        "(Ash Pike) was the first.",
        "The club, which was founded on May 3 (PTI was told), lost.",
        "Asked when it would end, May 4 (the last day) or later, he smiled.",
    ],
)
def test_a_dash_or_bracket_alone_does_not_make_a_dateline(text):
    assert datelines(text) == []


def test_only_the_first_body_paragraph_has_a_dateline():
    assert datelines("It fell on Monday.\n\nGENOA, Italy – Four were held.") == []


# ---- quotations ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('"It fell," she said. "It rose."', ["It fell,", "It rose."]),
        ("“It fell,” she said.", ["It fell,"]),
        ("He called it 'a scandal' twice.", ["a scandal"]),
        ("He called it ‘a scandal’ twice.", ["a scandal"]),
        ("They want 'the workers' best years' back.", ["the workers' best years"]),
        ("“She said ‘no’ to it,” he said.", ["She said ‘no’ to it,"]),
        ("``It fell,'' she said.", ["It fell,"]),
        ("«It fell», she said.", ["It fell"]),
    ],
)
def test_quotations_are_the_text_between_the_marks(text, quoted):
    assert quotations(text) == quoted


@pytest.mark.parametrize(
    "text",
    [
        "The workers' pay and the firm's can't rise.",
        "In the '90s and ’80s it rose.",
        "A 6' 2\" man came.",
        "The Joneses’ house wasn’t theirs.",
        "It fell by 5 per cent.",
    ],
)
def test_apostrophes_and_inches_are_not_quotations(text):
    assert quotations(text) == []


@pytest.mark.parametrize("text", ['He said "" twice.', "He said “” twice.", "« »«»"[3:], "``''", "They left. “", '"'])
def test_marks_around_nothing_are_not_a_quotation(text):
    assert quotations(text) == []


def test_a_quotation_may_run_over_paragraphs():
    assert quotations("“It fell.\n\n“It rose,” she said.\n\nThey left.") == ["It fell.", "It rose,"]


def test_a_lost_closing_mark_does_not_swallow_a_long_paragraph():
    assert quotations('He said "no to it. ' + "It fell and rose again. " * 40) == []


# ---- language and locale ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The council has voted to close two of the libraries.", "en"),
        ("Rovers 3-2 Town", "en"),
        ("", "en"),
        ("Der Rat hat mit großer Mehrheit für die Schließung von zwei Büchereien in der Stadt gestimmt.", "de"),
        ("Le conseil a voté la fermeture de deux bibliothèques dans la ville et les lecteurs sont en colère.", "fr"),
        ("El consejo votó por el cierre de dos de las bibliotecas de la ciudad y los lectores se quejan.", "es"),
        ("Городской совет проголосовал за закрытие двух библиотек в городе", "und"),
    ],
)
def test_language_is_detected_by_function_words(text, language):
    assert split(text).language == language


@pytest.mark.parametrize(
    ("text", "locale"),
    [
        ("The centre cost £5m, or 12 per cent more, on 3 May.", "en-GB"),
        ("The center cost $5m, 12 percent more, on May 3.", "en-US"),
        ("It opened on 25/3/2019.", "en-GB"),
        ("It opened on 3/25/2019.", "en-US"),
        ("It opened.", "en-GB"),
        ("Town won 3-2.", "en-GB"),
    ],
)
def test_locale_is_detected_by_spelling_and_dates(text, locale):
    assert split(text).locale == locale


# ---- properties ------------------------------------------------------------------------------------------------------
_ODD = st.text(
    st.sampled_from(list("aB .!?\n\"'“”‘’()-–—,:;1234%£•*\u00ad\u200b\u202e\ufeff\u00a0\u2028\r\t😀éß\x00")),
    max_size=300,
)


def _assert_spans_are_valid(text: str, layout: Layout) -> None:
    for spans in (
        [p.span for p in layout.paragraphs],
        [s.span for s in layout.sentences],
        list(layout.quotations),
        list(layout.datelines),
    ):
        assert all(0 <= a.start <= a.end <= len(text) for a in spans)
        assert all(a.end <= b.start for a, b in pairwise(spans))
    for sentence in layout.sentences:
        assert layout.paragraphs[sentence.paragraph].span.contains(sentence.span)


@given(_ODD)
def test_spans_lie_in_the_text_in_order_whatever_it_holds(text):
    _assert_spans_are_valid(text, split(text))


@given(st.text(max_size=200))
def test_any_unicode_keeps_its_offsets(text):
    _assert_spans_are_valid(text, split(text))


@given(_ODD)
def test_every_visible_letter_belongs_to_a_paragraph_and_a_sentence(text):
    layout = split(text)
    for position, letter in enumerate(text):
        if letter.isalpha():
            assert any(p.span.start <= position < p.span.end for p in layout.paragraphs)
            assert any(s.span.start <= position < s.span.end for s in layout.sentences)


@pytest.mark.parametrize(
    "piece", [". ", '" ', "' a", "“a ", "A. ", "a.A", "\n\n- a", "By A\n", "A, B and C. ", "(a", "A -- "]
)
def test_a_megabyte_of_one_pattern_is_split_in_linear_time(piece):
    layout = split(piece * (1_000_000 // len(piece)))
    assert layout.paragraphs
