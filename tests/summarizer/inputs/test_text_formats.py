"""Plain text, web pages and Markdown: encodings, zones and what is left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.model import Zone
from summarizer.inputs import MAX_BYTES, Unreadable, read_bytes, read_file

STORY = "The council has agreed to spend £4 million on 12 bridges in the county, its leader said on Friday."
PAGE = """<html><head><title>Council agrees £4m plan | Ledger</title>
<meta property="og:title" content="Council agrees £4m plan">
<meta property="article:published_time" content="2024-05-03T10:00:00Z"></head>
<body><nav><ul><li>Home</li><li>News</li></ul></nav>
<article><h1>Council agrees £4m plan</h1><p>{story}</p><p>Work starts<br>in June.</p>
<ul><li>Three bridges in Ash</li><li>Nine bridges in Elm</li></ul>
<script>alert("12")</script><table><tr><td>Ash</td><td>3</td></tr><tr><td>Elm</td><td>9</td></tr></table></article>
<footer>Copyright 2024</footer></body></html>"""


@pytest.mark.parametrize(
    "data",
    [
        STORY.encode("utf-8"),
        b"\xef\xbb\xbf" + STORY.encode("utf-8"),
        STORY.encode("utf-16"),
        b"\xfe\xff" + STORY.encode("utf-16-be"),
        STORY.encode("utf-32"),
        STORY.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "utf-32", "windows-1252"],
)
def test_common_encodings_are_recognised(data):
    assert read_bytes(data, "a.txt").text == STORY


def test_windows_quotes_and_dashes_are_read():
    text = "“Twelve” – said O’Neill…"
    assert read_bytes(text.encode("cp1252"), "a.txt").text == text


def test_one_bad_byte_does_not_garble_the_rest_of_a_utf_8_file():
    text = read_bytes((STORY * 3).encode("utf-8") + b"\xff", "a.txt").text
    assert text == STORY * 3 + "\ufffd"


def test_every_line_end_becomes_one_character():
    assert read_bytes(b"One\r\n\r\nTwo\rThree\n", "a.txt").text == "One\n\nTwo\nThree\n"


def test_white_space_in_a_plain_text_is_kept():
    text = "  Two  spaces,\ta tab\n\n\n and * marks * \n"
    source = read_bytes(text.encode(), "a.txt")
    assert (source.text, source.extracted, source.zones) == (text, False, ())


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
def test_invisible_characters_are_removed(name):
    text = "\ufeff" + STORY.replace("council", "coun\u00adcil").replace(" ", " \u200b")
    assert text.count("\u200b") > 5
    assert "\u00ad" in text
    content = PAGE.format(story=text) if name.endswith("html") else text
    read = read_bytes(content.encode(), name).text
    assert STORY.strip() in read
    assert not set(read) & set("\ufeff\u00ad\u200b")


def test_a_stray_control_character_is_accepted_and_many_are_not():
    assert read_bytes(f"{STORY}\x0c\x1b{STORY}".encode(), "a.txt").text
    with pytest.raises(Unreadable, match="not a text"):
        read_bytes(b"\x01\x02\x03\x04\x05\x06" + STORY.encode(), "a.txt")


def test_a_wrong_byte_order_mark_is_refused():
    with pytest.raises(Unreadable, match="UTF-16"):
        read_bytes(b"\xff\xfeabc", "a.txt")


def test_the_size_limit_is_exact(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"a " * (MAX_BYTES // 2))
    assert len(read_file(tmp_path / "a.txt").text) == MAX_BYTES
    (tmp_path / "b.txt").write_bytes(b"a " * (MAX_BYTES // 2) + b"b")
    with pytest.raises(Unreadable, match="10 MB"):
        read_file(tmp_path / "b.txt")


# ---- web pages -------------------------------------------------------------------------------------------------------


def zones_of(source):
    return {source.text[start:end]: zone for start, end, zone in source.zones}


def test_a_web_page_gives_its_article_without_navigation_and_script():
    source = read_bytes(PAGE.format(story=STORY).encode(), "a.html")
    assert source.extracted
    assert source.text.split("\n\n")[:2] == ["Council agrees £4m plan", STORY]
    assert "Home" not in source.text
    assert "alert" not in source.text
    assert "Copyright" not in source.text


def test_a_web_page_gives_headline_lists_and_date():
    source = read_bytes(PAGE.format(story=STORY).encode(), "a.html")
    zones = zones_of(source)
    assert zones["Council agrees £4m plan"] is Zone.HEADLINE
    assert zones["Three bridges in Ash"] is Zone.LIST
    assert zones["Ash | 3"] is Zone.LIST
    assert STORY not in zones
    assert source.published == date(2024, 5, 3)


def test_a_line_break_of_a_page_separates_two_lines():
    text = read_bytes(PAGE.format(story=STORY).encode(), "a.html").text
    assert "Work starts\n\nin June." in text


def test_a_publication_date_that_the_page_does_not_state_is_not_guessed():
    page = f"<html><body><article><h1>Plan agreed</h1><p>{STORY} It began on 4 May 2021.</p></article></body></html>"
    assert read_bytes(page.encode(), "a.html").published is None


def test_the_encoding_that_a_page_declares_is_used():
    page = (
        '<html><head><meta charset="iso-8859-15"></head><body><article><h1>Plan</h1><p>{}</p></article></body></html>'
    )
    text = read_bytes(page.format(STORY.replace("£", "€")).encode("iso-8859-15"), "a.html").text
    assert "€4 million" in text


@pytest.mark.parametrize(
    "encoding", ["unicode_escape", "punycode", "utf-7", "rot13", "idna", "zlib", "utf-16", "no-such"]
)
def test_an_encoding_that_is_not_for_the_web_is_ignored(encoding):
    story = "Police found 12 bridges in C:\\\\new +2AA- by the river. " * 5
    page = f'<html><head><meta charset="{encoding}"></head><body><article><p>{story}</p></article></body></html>'
    assert story.strip() in read_bytes(page.encode(), "a.html").text
    if encoding != "utf-16":  # a server may state it correctly
        assert read_bytes(story.encode(), "a", kind=".txt", encoding=encoding).text == story


def test_markup_inside_a_word_does_not_split_it():
    more = "<p>It will cost <b>£4</b>.<i>5m</i>\n in  all.</p>"
    page = f"<html><body><article><h1>Plan</h1><p>{STORY}</p>{more}</article></body></html>"
    assert "It will cost £4.5m in all." in read_bytes(page.encode(), "a.html").text


def test_a_page_has_at_most_one_headline():
    head = "<title>Council agrees plan - The Ledger</title>"
    body = f"<article><h1>Council agrees plan</h1><p>{STORY}</p><h1>More news</h1><p>{STORY[:60]} too.</p></article>"
    source = read_bytes(f"<html><head>{head}</head><body>{body}</body></html>".encode(), "a.html")
    assert list(zones_of(source).values()).count(Zone.HEADLINE) == 1


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=300).map(lambda text: text.encode("utf-8", "replace"))),
    st.sampled_from(["a.txt", "a.md", "a.html", "a"]),
)
def test_any_bytes_are_read_or_refused(data, name):
    try:
        source = read_bytes(data, name)
    except Unreadable:
        return
    assert source.text.strip()
    assert "\r" not in source.text
    assert all(0 <= start < end <= len(source.text) for start, end, _ in source.zones)


# ---- Markdown --------------------------------------------------------------------------------------------------------

NOTE = """---
title: "Council agrees plan"
date: 2024-05-03
tags: [a, b]
---

The council agreed to mend **12** bridges
in [the county](https://example.org/2024/05/03?id=144), it said.

## What is next

- Three in Ash
- Nine in *Elm*

| Town | Bridges |
|------|---------|
| Ash  | 3       |

```
x = 99
```

![Photo 7](a7.png)
"""


def test_markdown_gives_text_without_markup_code_and_link_targets():
    text = read_bytes(NOTE.encode(), "a.md").text
    assert "The council agreed to mend 12 bridges in the county, it said." in text
    for removed in ("144", "99", "*", "a7", "tags", "2024"):
        assert removed not in text


def test_markdown_gives_headline_and_lists():
    source = read_bytes(NOTE.encode(), "a.md")
    zones = zones_of(source)
    assert zones["Council agrees plan"] is Zone.HEADLINE
    assert zones["Three in Ash"] is Zone.LIST
    assert zones["Ash | 3"] is Zone.LIST
    assert "What is next" not in zones
    assert source.published == date(2024, 5, 3)


def test_a_first_level_heading_of_markdown_is_the_headline():
    source = read_bytes(b"# Council agrees plan\n\nThe council agreed.\n", "a.md")
    assert zones_of(source) == {"Council agrees plan": Zone.HEADLINE}


# ---- tables of a page with little prose ------------------------------------------------------------------------------

COSTS = "<table><tr><th>Item</th><th>Cost</th></tr>{}<tr><td>Total</td><td>340</td></tr></table>".format(
    "".join(f"<tr><td>{item}</td><td>{cost}</td></tr>" for item, cost in (("Roads", 110), ("Pools", 220), ("Bins", 5)))
)
LONG_COSTS = COSTS.replace("<tr><td>Total", "<tr><td>Bus stops</td><td>9</td></tr>" * 9 + "<tr><td>Total")


@pytest.mark.parametrize(
    "body",
    [
        COSTS,
        f"<h1>Budget</h1>{COSTS}",
        f"<h1>Budget</h1>{LONG_COSTS}",
        f"<h1>Budget</h1><p>{STORY}</p>{LONG_COSTS}",
        f"<header><nav><a href='/'>Home</a></nav></header><main><h1>Budget</h1>{COSTS}</main><footer>Us</footer>",
        f"<div>Budget</div>{COSTS}<div>It is a draft.</div>",
        f"<h1>Budget</h1><table><tr><td>{COSTS}</td></tr></table>",
    ],
    ids=["alone", "headline", "long", "one paragraph", "navigation", "no paragraph", "layout table"],
)
def test_the_table_of_a_page_with_little_prose_is_read_as_cells(body):
    source = read_bytes(f"<html><head><title>Costs</title></head><body>{body}</body></html>".encode(), "a.html")
    assert "Item | Cost\n\nRoads | 110\n\nPools | 220\n\nBins | 5" in source.text
    assert "Home" not in source.text
    assert source.text.count("340") == 1
    assert [len(table.rows) > 4 for table in source.tables] == [True]


def test_a_table_without_html_around_it_is_read_as_cells():
    assert read_bytes(COSTS.encode(), "a.html").text.startswith("Item | Cost\n\nRoads | 110")


def test_a_table_in_a_page_of_prose_is_read_once():
    story = "".join(f"<p>{STORY.replace('12', str(number))}</p>" for number in range(20, 30))
    text = read_bytes(f"<html><body><h1>Budget</h1>{story}{COSTS}</body></html>".encode(), "a.html").text
    assert text.count("Roads | 110") == 1
