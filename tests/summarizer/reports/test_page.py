from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlsplit

from checks.model import Severity, State
from checks.read import read
from checks.run import check_article
from summarizer.pipeline.result import Rejected, Summary
from summarizer.reports.page import TEMPLATES, sheet_page


class PageParser(HTMLParser):
    """The tags of a page and the words of its article."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: Counter[str] = Counter()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.mails: list[str] = []
        self.paragraphs: list[str] = []
        self.inside = False
        self.open: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        self.tags[tag] += 1
        if tag not in ("meta", "br", "input"):
            self.open.append(tag)
        if "id" in found:
            self.ids.append(found["id"])
        if found.get("href", "").startswith("mailto:"):
            self.mails.append(found["href"])
        elif "href" in found:
            self.links.append(found["href"])
        if tag == "article":
            self.inside = True
        if tag == "p" and self.inside:
            self.paragraphs.append("")
        self.is_number = found.get("class") in ("par", "told")

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, f"</{tag}> closes another element"
        if tag == "article":
            self.inside = False
        self.is_number = False

    def handle_data(self, data):
        if self.inside and self.paragraphs and not self.is_number:
            self.paragraphs[-1] += data


def test_the_page_is_well_formed_and_every_link_leads_somewhere(sheet, summary):
    page = PageParser(sheet_page(sheet, "storm.txt", summary=summary))
    assert page.open == []
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert len(page.links) > 20


def test_the_page_needs_nothing_but_itself(sheet):
    page = sheet_page(sheet, "storm.txt")
    assert not PageParser(page).tags.keys() & {"script", "link", "img", "iframe", "object", "form"}
    assert not re.search(r"""(src=|url\(|@import|https?://)""", page)
    assert "default-src 'none'" in page


def test_the_article_is_shown_word_for_word(sheet):
    shown = [paragraph.strip() for paragraph in PageParser(sheet_page(sheet, "storm.txt")).paragraphs]
    assert shown == [sheet.article.text_of(paragraph.span).strip() for paragraph in sheet.article.paragraphs]


def test_every_state_has_a_mark_of_its_own_and_a_word_for_it(sheet):
    page = sheet_page(sheet, "storm.txt")
    assert re.search(r'class="m cannot" id="c\d+" href="#f2" title="cannot be: [^"]+">52<', page)
    assert re.search(r'class="m look" id="c\d+" href="#f3" title="please look: [^"]+">57<', page)
    assert re.search(r'class="m ticked" id="c\d+" href="#t1" title="ticked: [^"]+">Tuesday<', page)
    assert re.search(r'class="m unchecked" id="c\d+" title="not checked: [^"]+">40<', page)


def test_coins_are_read_in_their_own_unit():
    page = sheet_page(check_article("Adult care takes 64p of every £2.50 that they spend."), "council.txt")
    assert "64 (penny)" in page
    assert "GBP 2.5" in page


def test_the_bar_tells_what_an_error_ties_from_what_a_warning_does(sheet):
    page = sheet_page(sheet, "storm.txt")
    (shown,) = re.findall(r'<div class="bar" aria-hidden="true">(.*?)</div>', page)
    shares = dict(re.findall(r'class="(\w+)" style="flex-grow: (\d+)"', shown))
    in_question = sheet.ledger.count(State.IN_QUESTION)
    assert (int(shares["cannot"]), int(shares["look"])) == (4, in_question - 4)
    css = (TEMPLATES / "page.css").read_text(encoding="utf-8")
    terminal_style = re.findall(r"\.bar \.(?:cannot|look) \{ background: ([^;]+); \}", css)
    assert len(set(terminal_style)) == 2


def test_a_figure_of_the_summary_links_to_its_source(sheet, summary):
    page = sheet_page(sheet, "storm.txt", summary=summary)
    source = sheet.article.text.index("52")
    assert re.search(
        rf'href="#c{source}" title="par 1: 52 homes in par 1; [^"]*">52</a> homes\.</span> <span id="w2">Some', page
    )
    assert f'id="c{source}"' in page


def test_a_figure_of_the_summary_is_not_ticked_where_the_article_itself_is_in_question(sheet, summary):
    doubted = r'<a class="m cannot" href="#c\d+" title="[^"]*the article itself is in question: 31 [^"]*">52</a> homes'
    assert re.search(doubted, sheet_page(sheet, "storm.txt", summary=summary))
    clean = sheet_page(replace(sheet, findings=()), "storm.txt", summary=summary)
    assert re.search(
        r'<a class="m stated" href="#c\d+" title="par 1: 52 homes in par 1; as in the article">52</a> homes', clean
    )


def test_a_sentence_of_the_article_links_back_to_what_the_summary_says_of_it(sheet, summary):
    page = sheet_page(sheet, "storm.txt", summary=summary)
    assert re.search(
        r'\.(</span>)?<a class="told" href="#w1"[^>]*>↩1</a><a class="told" href="#w2"[^>]*>↩2</a></p>', page
    )
    shown = [paragraph.strip() for paragraph in PageParser(page).paragraphs]
    assert shown == [sheet.article.text_of(paragraph.span).strip() for paragraph in sheet.article.paragraphs]


def test_a_question_can_be_mailed_without_a_mouse(sheet):
    page = PageParser(sheet_page(sheet, "storm.txt"))
    mail = parse_qs(urlsplit(page.mails[0]).query)
    assert mail["subject"] == ["Query: Storm leaves 57 homes dark"]
    assert mail["body"][0].startswith("The parts add to 57 of 52 homes. Do the groups overlap")
    assert "par 2: Of those homes, 31 were back on by noon" in mail["body"][0]
    assert len(page.mails) == sum(bool(finding.question) for finding in sheet.findings)


def test_what_was_rejected_is_on_the_page(sheet, summary):
    page = sheet_page(sheet, "storm.txt", summary=summary)
    assert "It killed &lt;99&gt;." in page
    assert "The article has no 99." in page


def test_a_fault_is_on_the_page_once_with_a_link_to_its_passage(sheet, summary):
    passage = sheet.article.sentences[-1].span
    rejected = tuple(Rejected(text, "says <this>", passage=passage) for text in ("One <b>.", "Quite another text."))
    page = sheet_page(sheet, "storm.txt", summary=replace(summary, rejected=rejected))
    assert page.count("says &lt;this&gt;") == 1
    assert "and 1 like it</summary><ul><li><q>Quite another text.</q></li></ul>" in page
    assert f'href="#c{passage.start}"' in page
    assert f'id="c{passage.start}"' in page
    assert 'Rejected <span class="n">2</span>' in page


def test_a_figure_of_the_summary_has_the_mark_of_what_is_known_of_it(sheet, summary):
    page = sheet_page(sheet, "storm.txt", summary=summary)
    assert re.search(r'class="m ticked" href="#c\d+" title="par 1: about 300 allows 270 to 330; ticked">300', page)
    page = sheet_page(replace(sheet, findings=()), "storm.txt", summary=summary)
    assert re.search(r'class="m stated" href="#c\d+" title="par 1: 52 homes in par 1; as in the article">52', page)


def test_the_legend_of_a_summary_names_the_marks_that_it_has(sheet, summary):
    def legend(page: str) -> list[str]:
        return re.findall(r'class="m \w+">([^<]+)<', page[page.index('aria-label="Figures"') :].split("</ul>")[0])

    assert legend(sheet_page(sheet, "storm.txt", summary=summary)) == ["cannot be", "ticked"]
    page = sheet_page(replace(sheet, findings=()), "storm.txt", summary=summary)
    assert legend(page) == ["ticked", "as in the article"]


def test_without_a_summary_the_page_says_the_reason(sheet):
    page = sheet_page(sheet, "a.txt", summary=Summary(sheet.article, reason="Nothing <held>."))
    assert "No summary. Nothing &lt;held&gt;." in page


def test_everything_is_escaped(sheet):
    evil = '"><script>alert(1)</script><img src=x onerror=alert(2)>\x1b\u202e{{ 7 * 7 }}'
    article = read(
        f"{evil} storm leaves 57 homes dark\n\nA storm cut power to 52 homes in {evil} on Tuesday, they said."
    )
    span = next(figure.span for figure in article.figures if figure.words == "52")
    finding = replace(sheet.findings[1], message=evil, arithmetic=evil, repairs=(evil,), question=evil, spans=(span,))
    tick = replace(sheet.ticks[0], message=evil, arithmetic=evil, spans=(span,))
    page = sheet_page(replace(sheet, article=article, findings=(finding,), ticks=(tick,)), evil, source_name=evil)
    reader = PageParser(page)
    assert not reader.tags.keys() & {"script", "img"}
    assert "49" not in page
    assert "\x1b" not in page
    assert "\u202e" not in page


def test_a_comparison_shows_both_texts_linked(sheet):
    source = read("A storm cut power to 57 homes in Ashby.")
    finding = replace(sheet.findings[1], source_spans=(source.figures[0].span,))
    page = PageParser(sheet_page(replace(sheet, findings=(finding,), source=source), "new.txt", source_name="old.txt"))
    assert page.tags["article"] == 2
    assert f"s{source.figures[0].span.start}" in page.ids
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)


def test_overlapping_marks_show_the_gravest(sheet):
    whole = sheet.article.sentences[-1].span
    finding = replace(sheet.findings[0], severity=Severity.NOTE, spans=(whole, whole))
    PageParser(sheet_page(replace(sheet, findings=(*sheet.findings, finding)), "a.txt"))


def test_an_empty_sheet_is_a_page_too():
    page = sheet_page(check_article("Nothing happened in the town, the mayor said after the meeting."), "a.txt")
    assert "Nothing in question." in page
    assert "no figures" in page
