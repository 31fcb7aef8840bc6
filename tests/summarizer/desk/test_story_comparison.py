"""What a batch says of articles that tell of one event."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest

from checks.model import Severity
from checks.stories import differences
from checks.stories.differences import Nature
from checks.stories.digest import EventWords
from summarizer.desk import story_comparison
from summarizer.desk.batch import BatchListeners, BatchStopped, run_batch
from summarizer.desk.batch_state import open_state
from summarizer.desk.checking import EXIT_FINDINGS, EXIT_OK, CheckOptions
from summarizer.reports.overview import overview_page
from summarizer.reports.story_differences import Passage, ReportedDifference, ReportedEvent, describe
from summarizer.reports.tables import has_workbooks

UPDATE, NO_WORDS = Nature.UPDATE, frozenset[str]()
STORIES = {
    "a.md": (
        "2026-05-04T08:00",
        "Ferry fire kills 12 off Lorne",
        "LORNE, May 4 (Coast Agency) - A fire on the ferry Saint Aldate killed 12 people off Lorne early on Monday.",
    ),
    "b.md": (
        "2026-05-04T09:10",
        "Lorne watches the Saint Aldate burn",
        "LORNE, May 4 (Harbour News) - The ferry Saint Aldate burned on Monday in a blaze that claimed 14 lives.",
    ),
    "c.md": (
        "2026-05-04",
        "Council of Harwick backs 420 new homes",
        "Councillors in Harwick voted 7-4 on Monday to allow 420 new homes on the site of the old brewery.",
    ),
    "d.md": (
        "2026-05-06",
        "Harwick brewery plan grows",
        "The plan for homes on the site of the old brewery in Harwick has grown to 460 homes, up from 420.",
    ),
    "e.md": ("2026-05-05", "Zoo opens", "The zoo in Marlow opened its penguin house on Tuesday."),
}


def written(folder: Path, names: str = "abcde") -> Path:
    folder.mkdir()
    for name, (published, title, text) in STORIES.items():
        if name[0] in names:
            (folder / name).write_text(f"---\ntitle: {title}\ndate: {published}\n---\n{text}\n", encoding="utf-8")
    return folder


def batch(folder: Path, report: Path, fail_on: Severity | None = Severity.ERROR, **options):
    return run_batch(str(folder), report, CheckOptions(), fail_on, **options)


def records(report: Path, kind: str) -> list[dict]:
    lines = (report / "findings.jsonl").read_text(encoding="utf-8").splitlines()
    return [record for record in map(json.loads, lines) if record["kind"] == kind]


def test_a_contradiction_has_both_passages_and_the_newer_story(tmp_path):
    report = tmp_path / "out"
    outcome = batch(written(tmp_path / "in"), report)
    contradiction, update = records(report, "across")
    assert (contradiction["nature"], contradiction["severity"]) == ("contradiction", "warning")
    assert [side["article"] for side in contradiction["passages"]] == ["a.md", "b.md"]
    assert [side["words"] for side in contradiction["passages"]] == ["12 people", "14 lives"]
    assert contradiction["newer"] == "b.md"
    assert contradiction["question"]
    assert (update["nature"], update["severity"], update["newer"]) == ("update", "note", "d.md")
    assert update["reason"]
    assert [event["articles"] for event in records(report, "event")] == [["a.md", "b.md"], ["c.md", "d.md"]]
    assert describe(outcome.events) == "2 events told by several articles: 1 contradiction, 1 update"


def test_the_overview_sets_the_passages_side_by_side(tmp_path):
    report = tmp_path / "out"
    batch(written(tmp_path / "in"), report)
    page = (report / "index.html").read_text(encoding="utf-8")
    section = page[page.index('<section id="across"') : page.index('<main class="desk">')]
    assert "killed <mark>12 people</mark> off Lorne" in section
    assert "claimed <mark>14 lives</mark>" in section
    assert 'href="articles/a.md.html"' in section
    assert "2026-05-04 09:10" in section
    assert "penguin" not in section


def test_rows_for_a_spreadsheet(tmp_path):
    report = tmp_path / "out"
    batch(written(tmp_path / "in"), report)
    rows = list(csv.DictReader((report / "across-articles.csv").open(encoding="utf-8-sig")))
    assert [(row["what"], row["words"], row["other words"], row["newer"]) for row in rows] == [
        ("contradiction", "12 people", "14 lives", "b.md"),
        ("update", "420", "460 homes", "d.md"),
    ]


@pytest.mark.skipif(not has_workbooks(), reason="XlsxWriter is not installed")
def test_a_sheet_of_the_workbook(tmp_path):
    from zipfile import ZipFile

    batch(written(tmp_path / "in"), tmp_path / "out")
    with ZipFile(tmp_path / "out" / "overview.xlsx") as book:
        assert 'name="Across articles"' in book.read("xl/workbook.xml").decode()


def test_nothing_is_said_where_no_event_is_told_twice(tmp_path):
    report = tmp_path / "out"
    outcome = batch(written(tmp_path / "in", "ace"), report)
    assert outcome.events == ()
    assert describe(outcome.events) == ""
    assert not (report / "across-articles.csv").exists()
    assert 'id="across"' not in (report / "index.html").read_text(encoding="utf-8")


def test_a_contradiction_is_a_warning_for_the_exit_code(tmp_path):
    folder = written(tmp_path / "in")
    assert batch(folder, tmp_path / "out").code == EXIT_OK
    assert batch(folder, tmp_path / "out", Severity.WARNING).code == EXIT_FINDINGS
    (folder / "b.md").unlink()
    assert batch(folder, tmp_path / "out", Severity.WARNING).code == EXIT_OK
    assert [record["severity"] for record in records(tmp_path / "out", "across")] == ["note"]


def test_a_second_run_gives_the_same_bytes_from_what_is_stored(tmp_path):
    folder, report = written(tmp_path / "in"), tmp_path / "out"
    batch(folder, report)
    first = {path.name: path.read_bytes() for path in report.iterdir() if path.is_file()}
    checked = []
    batch(folder, report, check=lambda *arguments: checked.append(arguments))
    assert not checked
    assert {path.name: path.read_bytes() for path in report.iterdir() if path.is_file()} == first


def test_words_of_an_article_are_no_markup(tmp_path):
    folder = tmp_path / "in"
    folder.mkdir()
    for name, count in (("a.txt", 12), ("b.txt", 14)):
        (folder / name).write_text(
            f"Fire in Lorne kills {count} <b>people</b>\n\nLORNE - A fire in Lorne & Harwick killed {count} people "
            "<script>alert(1)</script> on the quay, Mayor Ida Brandt of Lorne said.",
            encoding="utf-8",
        )
    batch(folder, tmp_path / "out")
    page = (tmp_path / "out" / "index.html").read_text(encoding="utf-8")
    assert 'id="across"' in page
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


# ---- what is kept of a comparison ------------------------------------------------------------------------------------


@pytest.fixture
def compared(monkeypatch) -> list[tuple[str, str]]:
    """The pairs of stories that are compared, by name."""
    pairs: list[tuple[str, str]] = []

    def compare_stories(first, second):
        pairs.append((first.words.name, second.words.name))
        return differences.compare_stories(first, second)

    monkeypatch.setattr(story_comparison, "compare_stories", compare_stories)
    return pairs


def test_a_second_run_compares_no_pair_again_and_a_changed_story_only_with_its_own(tmp_path, compared):
    folder, report = written(tmp_path / "in"), tmp_path / "out"
    batch(folder, report)
    assert sorted(compared) == [("a.md", "b.md"), ("c.md", "d.md")]
    first = {path.name: path.read_bytes() for path in report.iterdir() if path.is_file() and path.suffix != ".xlsx"}
    compared.clear()
    batch(folder, report)
    assert compared == []
    assert all((report / name).read_bytes() == content for name, content in first.items())
    (folder / "b.md").write_text((folder / "b.md").read_text().replace("14 lives", "15 lives"), encoding="utf-8")
    batch(folder, report)
    assert compared == [("a.md", "b.md")]
    assert [side["words"] for side in records(report, "across")[0]["passages"]] == ["12 people", "15 lives"]


def test_comparisons_of_stories_that_are_gone_and_of_other_rules_are_not_kept(tmp_path, compared, monkeypatch):
    folder, report = written(tmp_path / "in"), tmp_path / "out"
    batch(folder, report)
    for name in ("a.md", "b.md"):
        (folder / name).unlink()
    batch(folder, report)
    with open_state(report) as state:
        assert state._connection.execute("SELECT count(*) FROM comparison").fetchone() == (1,)
    compared.clear()
    monkeypatch.setattr(story_comparison, "code_version", lambda: "another")
    batch(folder, report)
    assert compared == [("c.md", "d.md")]


def test_the_comparison_says_how_far_it_is_and_a_stop_keeps_what_was_compared(tmp_path, compared):
    folder, report = written(tmp_path / "in"), tmp_path / "out"

    def stop_at_second(done: int, total: int) -> None:
        calls.append((done, total))
        if done == 1:
            raise KeyboardInterrupt

    calls: list[tuple[int, int]] = []
    with pytest.raises(BatchStopped) as stopped:
        batch(folder, report, listeners=BatchListeners(comparison_progress=stop_at_second))
    assert str(stopped.value) == (
        "stopped while comparing stories (1 of 2 pairs done): 5 articles and what was compared are kept, and "
        f"{report} is no complete report yet. The same command goes on from there."
    )
    assert (stopped.value.code, calls) == (130, [(0, 2), (1, 2)])
    assert not report.exists()
    compared.clear()
    batch(folder, report)
    assert compared == [("a.md", "b.md")]


def test_a_run_that_is_stopped_before_its_last_article_compares_nothing_and_says_so(tmp_path, compared):
    folder, report = written(tmp_path / "in"), tmp_path / "out"

    def stop(done: int, total: int) -> None:
        if done == 4:
            raise KeyboardInterrupt

    notices: list[str] = []
    outcome = run_batch(
        str(folder), report, CheckOptions(), None, listeners=BatchListeners(progress=stop, notice=notices.append)
    )
    assert (outcome.stopped, len(outcome.rows), outcome.events, compared) == (True, 4, (), [])
    assert notices == ["stopping: writes what is done (4 of 5 articles); stories are not compared."]
    batch(folder, report)
    assert len(compared) == 2


# ---- many differences in the overview --------------------------------------------------------------------------------


def passage(article: str, figure: str) -> Passage:
    return Passage(article, f"Fire in {article}", "", figure, f"It killed {figure} in all.", "paragraph 1", 1, 1)


def event(number: int, *weights: float, nature: Nature = Nature.CONTRADICTION) -> ReportedEvent:
    names = (f"{number}a.md", f"{number}b.md")
    stories = tuple(EventWords(name, "", "", f"Fire in {name}", NO_WORDS, NO_WORDS, NO_WORDS) for name in names)
    return ReportedEvent(
        stories,
        tuple(
            ReportedDifference(
                nature, passage(names[0], f"{weight:.2f} people"), passage(names[1], "99 people"), "", "", weight
            )
            for weight in weights
        ),
    )


def test_the_five_weightiest_contradictions_are_shown_and_the_rest_is_folded():
    events = [event(0, 0.9, 0.2, 0.8), event(1, 0.7, 0.6), event(2, 0.95), event(3, 0.1), event(4, 0.99, nature=UPDATE)]
    page = overview_page([], "news", events=events)
    section = page[page.index('<section id="across"') : page.index('<main class="desk">')]
    shown, more, updates = section.split("<details>")
    assert re.findall(r"<b>(0\.\d\d) people</b>", shown) == ["0.95", "0.90", "0.80", "0.70", "0.60"]
    assert more.startswith("<summary>2 more figures that differ</summary>")
    assert re.findall(r"<b>(0\.\d\d) people</b>", more) == ["0.20", "0.10"]
    assert updates.startswith("<summary>1 update</summary>")
    assert '<a href="#articles">Articles</a>' in page[: page.index("<section")]


@pytest.mark.parametrize("events", [[event(0)], [event(0), event(1, 0.9, nature=UPDATE)]])
def test_events_without_a_contradiction_stand_below_the_articles(events):
    page = overview_page([], "news", events=events)
    assert page.count('<section id="across"') == 1
    assert page.index('<section id="articles"') < page.index('<section id="across"')
    assert '<a href="#across">Across articles</a>' in page
    assert '<a href="#articles">' not in page


def test_without_differences_there_is_no_way_past_them():
    assert '<a href="#articles">' not in overview_page([], "news")
