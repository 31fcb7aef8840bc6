"""The overview of a batch in a browser: with its script and without, on a screen, on a phone and on paper."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from summarizer.reports.findings_chart import findings_chart
from summarizer.reports.near_duplicates import sketch
from summarizer.reports.overview import OverviewRow, group_copies, near_identical, overview_csv, overview_page
from summarizer.reports.since_last_run import ChangesSinceLastRun
from summarizer.reports.skipped_files import Skipped, SkipReason

STORY = "Storm cuts power to 52 homes in the hills above the town on Tuesday, the company that runs the grid said."


def finding(article: str, rule: str, severity: str) -> dict[str, str]:
    return {"kind": "finding", "article": article, "rule": rule, "severity": severity}


def rows() -> list[OverviewRow]:
    """120 articles: 30 with an error, 10 with a warning, 5 unreadable; the first has two near-identical ones."""
    made = [
        OverviewRow(
            f"city/{number:03}.txt",
            f"Headline Nº {number} of Málaga" if number == 77 else f"Headline Nº {number}",
            (1, 0, 0) if number < 30 else (0, 1, 0) if number < 40 else (0, 0, 0),
            states=(3, 1, 1, 0),
            bar=({"style": "ticked", "count": 3}, {"style": "look", "count": 1}, {"style": "alone", "count": 1}),
            coverage="5 figures: 3 ticked, 1 in question, 1 alone",
            first_message="31 is not 52." if number < 40 else "",
            page=f"articles/{number:03}.html",
            sketch=sketch(STORY) if number in (0, 35, 90) else "",
        )
        for number in range(115)
    ]
    made += [OverviewRow(f"z{number}.txt", unreadable="It is empty.") for number in range(5)]
    return sorted(made, key=OverviewRow.rank)


RECORDS = [
    *(finding(f"city/{number:03}.txt", "same-fact", "error") for number in range(30)),
    *(finding(f"city/{number:03}.txt", "equation", "warning") for number in range(30, 40)),
    finding("city/000.txt", "equation", "note"),
]


@pytest.fixture(scope="module")
def report(tmp_path_factory) -> Path:
    made = rows()
    skipped = [Skipped("photo.jpg", SkipReason.OTHER_KIND)]
    file = tmp_path_factory.mktemp("report") / "index.html"
    file.write_text(overview_page(made, "desk", RECORDS, skipped, copies=near_identical(made)), encoding="utf-8")
    return file


@pytest.fixture
def open_page(browser, report):
    """Opens the overview; `script=False` turns scripts off. At the end, the browser must have complained of nothing."""
    contexts, complaints = [], []

    def open_(fragment: str = "", *, script: bool = True, **options) -> Page:
        contexts.append(browser.new_context(java_script_enabled=script, **options))
        page = contexts[-1].new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto(report.as_uri() + fragment)
        return page

    yield open_
    for context in contexts:
        context.close()
    assert complaints == []


def names(page: Page) -> list[str]:
    """The names of the articles that are shown."""
    shown = page.locator("tr[data-is]:visible")
    return [shown.nth(index).get_attribute("data-name") or "" for index in range(shown.count())]


def test_there_are_fifty_articles_on_a_page_and_near_identical_ones_are_folded(open_page):
    page = open_page()
    assert names(page)[:2] == ["city/000.txt", "city/001.txt"]
    assert len(names(page)) == 50
    assert page.locator("#status").inner_text() == "1 to 50 of 118 articles, with 2 more folded."
    page.get_by_role("button", name="Next").click()
    page.get_by_role("button", name="Next").click()
    assert len(names(page)) == 18
    assert page.get_by_role("button", name="Next").is_disabled()
    page.get_by_label("Page", exact=True).select_option("1 of 3")
    assert names(page)[0] == "city/000.txt"


def test_the_page_is_not_as_long_as_all_its_articles(open_page):
    assert open_page(viewport={"width": 1280, "height": 900}).evaluate("document.documentElement.scrollHeight") < 7000


def test_near_identical_articles_are_shown_beneath_the_worst_of_them(open_page):
    page = open_page()
    page.get_by_role("button", name="Show 2 near-identical").click()
    assert names(page)[:4] == ["city/000.txt", "city/035.txt", "city/090.txt", "city/001.txt"]
    page.get_by_role("button", name="Hide 2 near-identical").click()
    assert names(page)[1] == "city/001.txt"
    page.get_by_label("Fold 2 near-identical articles").uncheck()
    assert page.locator("#status").inner_text() == "1 to 50 of 120 articles."


def test_the_search_takes_every_word_without_accents_and_says_where_nothing_is_found(open_page):
    page = open_page()
    page.get_by_label("Search").fill("malaga HEADLINE")
    assert names(page) == ["city/077.txt"]
    assert page.locator("#status").inner_text() == "1 article: “malaga HEADLINE”."
    page.get_by_label("Search").fill("<nowhere>")
    assert names(page) == []
    assert page.locator("#status").inner_text() == "No article for “<nowhere>”."


def test_what_is_shown_can_be_narrowed_and_sorted(open_page):
    page = open_page()
    page.get_by_label("10 with a warning only").check()
    assert names(page)[0] == "city/030.txt"
    assert len(names(page)) == 10  # 35 too, which is folded beneath an article with an error where all are shown
    page.get_by_label("120 all").check()
    page.get_by_label("Sort by").select_option("headline")
    assert names(page)[:3] == ["city/000.txt", "city/001.txt", "city/002.txt"]
    assert names(page)[9:11] == ["city/009.txt", "city/010.txt"]
    assert page.locator("table.overview caption").inner_text() == "Sorted by headline"


def test_a_rule_of_the_chart_shows_its_articles(open_page):
    page = open_page()
    page.get_by_role("button", name="equation").click()
    assert names(page)[:2] == ["city/000.txt", "city/030.txt"]
    assert len(names(page)) == 10
    page.get_by_role("button", name="All rules").click()
    assert len(names(page)) == 50


def test_the_way_back_from_an_article_leads_to_what_was_shown(open_page):
    page = open_page()
    page.get_by_label("30 with an error").check()
    page.get_by_label("Search").fill("headline city/02")
    shown = names(page)
    assert 1 < len(shown) < 30
    page.goto("about:blank")
    page.go_back()
    assert names(page) == shown
    assert page.get_by_label("Search").input_value() == "headline city/02"
    page.goto(page.url.partition("#")[0] + "#by-rule")
    assert page.locator("#status").is_visible()


def test_without_scripts_the_list_has_pages_too_and_one_kind_is_shown_whole(open_page):
    page = open_page(script=False)
    assert len(names(page)) == 50
    assert page.get_by_label("Search").is_hidden()
    page.get_by_role("link", name="101–118").click()
    assert len(names(page)) == 18
    assert page.get_by_role("link", name="z4.txt").count() == 0  # it has no page
    page.get_by_label("5 could not be read or checked").check()
    assert names(page) == [f"z{number}.txt" for number in range(5)]
    page.get_by_label("120 all").check()
    page.get_by_role("link", name="1–50").click()
    page.get_by_label("Fold 2 near-identical articles").uncheck()
    assert names(page)[:3] == ["city/000.txt", "city/035.txt", "city/090.txt"]


@pytest.mark.parametrize("script", [True, False])
def test_paper_has_every_article_and_no_controls(open_page, script):
    page = open_page(script=script)
    page.emulate_media(media="print")
    if script:
        page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert len(names(page)) == 118
    assert page.locator(".only, .tools, .pager, #status").locator("visible=true").count() == 0
    if script:
        page.evaluate("dispatchEvent(new Event('afterprint'))")
        assert len(names(page)) == 50


def test_on_a_phone_the_finding_comes_first(open_page):
    page = open_page(viewport={"width": 390, "height": 844})
    row = page.locator("tr[data-is]").first
    chip, first, title = (row.locator(part).bounding_box()["y"] for part in (".chip", ".first", ".title"))
    assert chip < first < title < 844
    assert page.get_by_role("heading", name="Findings by rule").bounding_box()["y"] > 844


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_there_are_no_barriers(open_page, scheme):
    results = Axe().run(open_page(color_scheme=scheme))
    assert results.violations_count == 0, results.generate_report()


def test_the_policy_allows_nothing_but_this_script_and_these_styles(report):
    page = report.read_text(encoding="utf-8")
    policy = unescape(re.findall(r'Content-Security-Policy" content="([^"]+)"', page)[0])
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[\w+/=]+'; script-src 'sha256-[\w+/=]+'; base-uri 'none'; "
        r"form-action 'none'",
        policy,
    )
    assert not re.search(r'style="|src=|https?://|\son\w+="', page)


def test_words_of_an_article_are_neither_markup_nor_script():
    evil = '</script><script>alert(1)</script>"><img src=x onerror=alert(2)>'
    page = overview_page([OverviewRow(evil, evil, (1, 0, 0), first_message=evil)], evil, [finding(evil, "x", "error")])
    assert page.count("<script>") == page.count("</script>") == 1
    assert "<img" not in page


def test_the_chart_counts_findings_by_rule_and_severity():
    chart = findings_chart([*RECORDS, {"kind": "unreadable", "article": "z", "reason": "empty"}])
    assert [(bar.rule, bar.counts, bar.articles) for bar in chart.rules] == [
        ("same-fact", (30, 0, 0), 30),
        ("equation", (0, 10, 1), 11),
    ]
    assert chart.description == "30 errors, 10 warnings, 1 note"
    equation = chart.rules[1].segments
    assert [(part.start, part.width) for part in equation] == [("0.00%", "33.33%"), ("33.33%", "3.33%")]


@pytest.mark.parametrize(
    ("made", "heading"),
    [
        (rows(), "115 articles checked, 5 could not be read or checked"),
        ([row for row in rows() if not row.unreadable], "115 articles checked"),
        ([OverviewRow("a.txt"), OverviewRow("b.txt", is_foreign=True)], "1 article checked, 1 not in English"),
    ],
)
def test_the_heading_counts_what_was_not_checked_too(made, heading):
    assert f"<h1>{heading}</h1>" in overview_page(made, "desk")


def test_numbers_of_the_page_are_grouped_alike():
    made = [OverviewRow(f"{number}.txt", f"Headline {number}", unreadable="It is empty.") for number in range(1234)]
    made.append(OverviewRow("a.txt", "Headline", states=(42_053, 0, 0, 0), coverage="42,053 figures: 42,053 ticked"))
    page = overview_page(made, "desk", copies={f"{number}.txt": "a.txt" for number in range(1234)})
    shown = re.sub(r"<(style|script|svg)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    assert re.findall(r"(?<![\d,])(?:1234|1235|42053)(?!\d)", shown.replace("Headline 1234", "")) == []
    assert "1,234 could not be read or checked" in shown
    assert "Fold 1,234 near-identical articles" in shown


def test_near_identical_articles_are_named_in_the_table(report):
    made = rows()
    copies = near_identical(made)
    assert copies == {"city/035.txt": "city/000.txt", "city/090.txt": "city/000.txt"}
    assert [copy.name for copy in group_copies(made, copies)[0].copies] == ["city/035.txt", "city/090.txt"]
    header, *lines = overview_csv(made, copies).splitlines()
    assert header.endswith(",model host,near-identical to")
    assert sum(line.endswith(",city/000.txt") for line in lines) == 2


def test_an_empty_chart_and_a_single_page_have_no_place():
    page = overview_page([OverviewRow("a.txt", "Quiet")], "desk")
    assert "Findings by rule" not in page
    assert 'href="#page-1"' not in page


def test_what_is_new_can_be_shown_alone_with_scripts_and_without(browser, tmp_path):
    made = rows()
    changes = ChangesSinceLastRun(frozenset({"city/077.txt", "z0.txt"}), frozenset({"city/003.txt"}), ("<b>.txt",))
    file = tmp_path / "index.html"
    file.write_text(overview_page(made, "desk", RECORDS, changes=changes), encoding="utf-8")
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        page.goto(file.as_uri())
        assert page.locator(".since").inner_text() == "Since the last run: 2 new, 1 changed, 1 gone (<b>.txt)."
        page.get_by_label("2 new since the last run").check()
        assert sorted(names(page)) == ["city/077.txt", "z0.txt"]
        assert page.locator(".title:visible .chip").all_inner_texts() == ["new", "new"]
        page.get_by_label("1 changed since the last run").check()
        assert names(page) == ["city/003.txt"]
        context.close()


@pytest.mark.parametrize("changes", [None, ChangesSinceLastRun()])
def test_where_nothing_is_new_the_page_is_that_of_a_first_run(changes):
    assert overview_page(rows(), "desk", RECORDS, changes=changes) == overview_page(rows(), "desk", RECORDS)
    assert "last run" not in overview_page(rows(), "desk", RECORDS)
