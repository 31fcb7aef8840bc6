"""The log of decisions: what a line holds, who may write at the same time, and what is noticed afterwards."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from checks import check_article
from checks.model import Sheet
from checks.questions import mid_sentence
from summarizer.desk.correction_template import DEFAULT_TEMPLATE, template_error
from summarizer.desk.corrections import NO_CHANGE_NOTE, NOT_CORRECTED_NOTE, QUOTED_NOTE, correction_drafts
from summarizer.desk.decision_log import (
    Decision,
    Log,
    LogEntry,
    LogReader,
    append_entries,
    change_in_text,
    corrected_entry,
    entries_now_resolved,
    entry_of,
    find_log_file,
    parse_change,
    read_log,
    story_name,
)
from summarizer.desk.settings import LOG_FILE, find_settings
from summarizer.desk.writing import Unwritable
from summarizer.inputs import Unreadable

SECRET = "Nobody outside the desk knows of the tunnel under the town hall."
STORY = f"{SECRET}\n\nPolice arrested 12 people on Tuesday: 7 men and 6 women.\n\n{SECRET}"
WHEN = "2024-05-05T09:30:00+02:00"


def sheet_of(text: str = STORY) -> Sheet:
    sheet = check_article(text)
    assert len(sheet.findings) == 1
    return sheet


def entry(decision: Decision = Decision.ACCEPTED, text: str = STORY, **given: str) -> LogEntry:
    sheet = sheet_of(text)
    given = {"article": "story.txt", "who": "Ann", "when": WHEN, "via": "page"} | given
    return entry_of(sheet, sheet.findings[0], decision, **given)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / LOG_FILE


# ---- what a line holds -----------------------------------------------------------------------------------------------


def test_an_entry_comes_back_as_it_was_written(file: Path) -> None:
    written = [entry(why="the desk asked"), entry(Decision.CORRECTED, change="12 → 13")]
    append_entries(file, written[:1])
    append_entries(file, written[1:])
    log = read_log(file)
    assert [replace(each, previous="", hash="") for each in log.entries] == written
    assert log.problems == ()
    assert log.entries[1].change == "12 -> 13"
    assert len(file.read_text(encoding="utf-8").splitlines()) == 2


def test_a_line_holds_the_figures_and_a_few_words_around_them_and_no_other_text(file: Path) -> None:
    append_entries(file, [entry()])
    text = file.read_text(encoding="utf-8")
    assert "Police arrested" in text
    assert not any(word in text for word in ("tunnel", "Nobody", "town hall"))


def test_white_space_and_control_characters_of_a_reason_stay_on_its_line(file: Path) -> None:
    append_entries(file, [entry(why="one\ntwo\u2028 \x1b[31m\ud800", who=" Ann ")])
    assert file.read_bytes().count(b"\n") == 1
    assert not {b"\x1b", "\u2028".encode()} & {file.read_bytes()[i : i + 3] for i in range(200)}
    (read,) = read_log(file).entries
    assert read.why == "one two \x1b[31m?"
    assert read.who == "Ann"


def test_a_change_names_a_figure_of_the_finding() -> None:
    figures = entry().figures
    assert parse_change(" 12->13 ", figures) == "12 -> 13"
    assert parse_change("", figures) == ""
    for wrong, why in (("14 -> 13", "no '14'"), ("12", "write the change as"), ("-> 3", "write the change as")):
        with pytest.raises(ValueError, match=why):
            parse_change(wrong, figures)


def test_a_pasted_text_is_named_by_a_hash_of_its_first_line() -> None:
    assert story_name(STORY) == story_name(f"\n{SECRET}\n\nAnother text.") != story_name("Another story")
    assert not any(word in story_name(STORY) for word in SECRET.split())


# ---- many writers, kills, damage -------------------------------------------------------------------------------------


def append_numbered(file: Path, who: str, count: int) -> None:
    """Append `count` entries, one at a time."""
    made = entry(who=who)
    for number in range(count):
        append_entries(file, [replace(made, why=str(number))])


def test_writers_at_the_same_time_lose_nothing_and_keep_the_chain(file: Path) -> None:
    context = multiprocessing.get_context("fork" if sys.platform != "win32" else "spawn")
    writers = [context.Process(target=append_numbered, args=(file, f"writer {n}", 25)) for n in range(4)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    log = read_log(file)
    assert log.problems == ()
    assert len(log.entries) == 100
    for n in range(4):  # each writer's own entries in their order
        assert [e.why for e in log.entries if e.who == f"writer {n}"] == [str(number) for number in range(25)]


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
def test_a_writer_that_is_killed_spoils_nothing(file: Path) -> None:
    context = multiprocessing.get_context("fork")
    for n in range(3):
        writer = context.Process(target=append_numbered, args=(file, f"writer {n}", 10_000))
        writer.start()
        while not file.exists() or len(read_log(file).entries) < 5 * (n + 1):
            pass
        os.kill(writer.pid or 0, signal.SIGKILL)
        writer.join()
    append_entries(file, [entry(who="after")])
    log = read_log(file)
    assert log.entries[-1].who == "after"
    assert not [problem for problem in log.problems if "does not follow" in problem]


def test_an_incomplete_line_is_named_and_the_next_entry_is_whole(file: Path) -> None:
    append_entries(file, [entry(who="first"), entry(who="second")])
    whole = file.read_bytes()
    file.write_bytes(whole[:-20])
    assert [read.who for read in read_log(file).entries] == ["first"]
    append_entries(file, [entry(who="third")])
    log = read_log(file)
    assert [read.who for read in log.entries] == ["first", "third"]
    assert log.problems == ("line 2 is no entry: a run was stopped while it wrote, or somebody changed it",)
    assert file.read_bytes().startswith(whole[:-20])  # what was there is there


def tampered(lines: list[str], how: str) -> list[str]:
    return {
        "changed": [lines[0], lines[1].replace("second", "nobody"), lines[2]],
        "removed": [lines[0], lines[2]],
        "swapped": [lines[1], lines[0], lines[2]],
        "added": [lines[0], lines[0], *lines[1:]],
    }[how]


@pytest.mark.parametrize("how", ["changed", "removed", "swapped", "added"])
def test_a_line_that_was_tampered_with_is_noticed(file: Path, how: str) -> None:
    append_entries(file, [entry(who=who) for who in ("first", "second", "third")])
    lines = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join(tampered(lines, how)) + "\n", encoding="utf-8")
    assert any("does not follow the line before" in problem for problem in read_log(file).problems)


@pytest.mark.parametrize("count", [1, 3])
def test_a_last_line_that_was_changed_is_noticed(file: Path, count: int) -> None:
    append_entries(file, [entry(who="Ann", why="two calls")] * count)
    lines = file.read_text(encoding="utf-8").splitlines()
    for changed in (
        lines[-1].replace("two calls", "one call"),
        lines[-1].replace('"hash": "', '"hash": "0'),
        lines[-1].replace('": ', '":', 1),
    ):
        file.write_text("\n".join([*lines[:-1], changed]) + "\n", encoding="utf-8")
        (problem,) = read_log(file).problems
        assert problem.startswith(f"line {count} was changed")


def without_hash(line: str) -> str:
    return line.rpartition(', "hash"')[0] + "}"


def test_a_hash_that_was_taken_away_is_noticed(file: Path) -> None:
    append_entries(file, [entry(who="first"), entry(who="second")])
    first, second = file.read_text(encoding="utf-8").splitlines()
    file.write_text(f"{first}\n{without_hash(second)}\n", encoding="utf-8")
    assert read_log(file).problems == ("line 2 was changed: lines before it name their own hash, and it does not",)


def test_a_log_of_an_early_version_is_read_and_gone_on_with(file: Path) -> None:
    append_entries(file, [entry(who="first")])
    file.write_text(without_hash(file.read_text(encoding="utf-8").strip()) + "\n", encoding="utf-8")
    assert read_log(file).problems == ()
    append_entries(file, [entry(who="second")])
    log = read_log(file)
    assert ([bool(each.hash) for each in log.entries], log.problems) == ([False, True], ())


@pytest.mark.parametrize("line", ["", "[]", "7", "{}", '{"figures": [{}]}', "[" * 100_000, "\udcff"])
def test_what_is_no_entry_is_left_out_and_named(file: Path, line: str) -> None:
    append_entries(file, [entry()])
    file.write_bytes(line.encode("utf-8", "surrogateescape") + b"\n" + file.read_bytes())
    log = read_log(file)
    assert len(log.entries) == 1
    assert "line 1 is no entry" in log.problems[0]


def test_fields_of_a_later_version_are_ignored(file: Path) -> None:
    append_entries(file, [entry()])
    line = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(line | {"mood": "good"}) + "\n", encoding="utf-8")
    assert len(read_log(file).entries) == 1


def test_a_log_that_is_not_there_is_empty_and_one_that_cannot_be_written_is_said_to_be(tmp_path: Path) -> None:
    assert read_log(tmp_path / "none.jsonl") == Log()
    with pytest.raises(Unwritable, match="make it first"):
        append_entries(tmp_path / "no" / "log.jsonl", [entry()])
    with pytest.raises(Unwritable, match="could not be written"):
        append_entries(tmp_path, [entry()])
    with pytest.raises(Unreadable, match="could not be read"):
        read_log(tmp_path)


def test_a_reader_reads_a_log_again_once_it_has_changed(file: Path) -> None:
    reader = LogReader()
    assert reader.read(file) == Log()
    append_entries(file, [entry()])
    first = reader.read(file)
    assert reader.read(file) is first
    append_entries(file, [entry()])
    assert len(reader.read(file).entries) == 2


def test_the_log_is_found_as_settings_are(tmp_path: Path) -> None:
    below = tmp_path / "a" / "b"
    below.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert find_log_file(below) == below / LOG_FILE
    (tmp_path / LOG_FILE).touch()
    assert find_log_file(below) == tmp_path / LOG_FILE
    (tmp_path / "a" / "copydesk.toml").write_text('log = "desk/decisions.jsonl"\n', encoding="utf-8")
    assert find_log_file(below) == tmp_path / "a" / "desk" / "decisions.jsonl"


# ---- from accepted to corrected --------------------------------------------------------------------------------------


def test_an_accepted_finding_is_closed_once_its_text_raises_it_no_longer() -> None:
    accepted = entry()
    log = Log((accepted,))
    assert entries_now_resolved(log, "story.txt", sheet_of()) == []
    right = check_article(STORY.replace("12", "13"))
    assert entries_now_resolved(log, "other.txt", right) == []
    (gone,) = entries_now_resolved(log, "story.txt", right)
    done = corrected_entry(gone, right, who="Bea", when=WHEN, via="page", why="", change="")
    assert (done.decision, done.who, done.change) == ("corrected", "Bea", "12 -> 13")
    assert entries_now_resolved(Log((accepted, done)), "story.txt", right) == []


@pytest.mark.parametrize(
    ("old", "new", "change"),
    [
        ("12 people", "13 people", "12 -> 13"),
        ("6 women", "five women", "6 -> five"),
        ("12 people on Tuesday: 7", "13 people on Tuesday: 8", ""),
        ("arrested 12 people", "held about a dozen", ""),
        ("12 people", "12 people", ""),
    ],
)
def test_a_change_is_read_from_the_words_around_a_figure(old: str, new: str, change: str) -> None:
    assert change_in_text(entry().figures, STORY.replace(old, new)) == change


# ---- correction lines ------------------------------------------------------------------------------------------------


def line_of(made: LogEntry, template: str = DEFAULT_TEMPLATE, locale: str = "en-GB") -> tuple[str, tuple[str, ...]]:
    (draft,) = correction_drafts(Log((made,)), template, locale)
    return draft.line, draft.notes


def test_a_correction_line_is_drafted_from_what_was_changed() -> None:
    made = entry(Decision.CORRECTED, change="12 -> 13")
    assert line_of(made) == (
        "An earlier version of this article misstated the number of people. It is 13, not 12.",
        (),
    )


def test_what_the_log_does_not_know_is_left_to_the_editor() -> None:
    line, notes = line_of(entry())
    assert line == ("An earlier version of this article misstated a figure. It is [what is right], not [what it said].")
    assert notes == (NO_CHANGE_NOTE, NOT_CORRECTED_NOTE)


@pytest.mark.parametrize(
    ("text", "change", "what"),
    [
        ("Seventy drivers were fined, 85 of them in Leeds.", "Seventy -> 90", "the number of drivers"),
        ("Police fined 70 drivers, 85 of them in Leeds.", "70 -> 90", "the number of drivers"),
        ("The path runs for 36 miles (85km) along the coast.", "85km -> 58km", "a measurement"),
        ("The vote is on Wednesday, 5 May 2022 in all boroughs.", "Wednesday -> Thursday", "a date"),
        ("In all 330 of the force's 1,100 officers, 40%, are women.", "40% -> 30%", "a percentage"),
        ("The maker lost $30m (£47m) in the spring.", "£47m -> £24m", "an amount of money"),
        ("He was born in 1921 in Bury. He joined the navy in 1940 aged 29.", "29 -> 19", "an age"),
        ("Penn named a 24-man squad: three keepers, eight defenders, nine midfielders and six forwards.",
         "24 -> 26", "a number"),
    ],
)  # fmt: skip
def test_the_line_says_what_was_misstated(text: str, change: str, what: str) -> None:
    line, _ = line_of(entry(Decision.CORRECTED, text, change=change))
    was, now = map(mid_sentence, change.split(" -> "))
    assert line == f"An earlier version of this article misstated {what}. It is {now}, not {was}."


def test_the_house_has_a_style_of_its_own() -> None:
    template = "This article was amended on {date}. An earlier version gave {what} in {place} as {was}, not {now}."
    made = entry(Decision.CORRECTED, change="12 -> 13")
    expected = "This article was amended on {}. An earlier version gave the number of people in par 2 as 12, not 13."
    assert line_of(made, template)[0] == expected.format("5 May 2024")
    assert line_of(made, template, "en-US")[0] == expected.format("May 5, 2024")


def test_what_is_inside_quotation_marks_is_for_the_source_first() -> None:
    quoted = 'The clerk spoke. "Police arrested 12 people on Tuesday: 7 men and 6 women," she said.'
    assert line_of(entry(Decision.CORRECTED, quoted, change="12 -> 13"))[1] == (QUOTED_NOTE,)


def test_only_the_last_decision_on_a_finding_counts() -> None:
    decided = [entry(), entry(Decision.CORRECTED, change="12 -> 13")]
    assert len(correction_drafts(Log(tuple(decided)))) == 1
    assert correction_drafts(Log((*decided, entry(Decision.LET_STAND, why="so it is")))) == []


@pytest.mark.parametrize(
    ("template", "error"),
    [
        (DEFAULT_TEMPLATE, ""),
        ("{{sic}} {was}", ""),
        ("{who} was wrong", "{who} is not known"),
        ("{was.__class__}", "is not known"),
        ("{was!r}", "is not known"),
        ("{was:>9}", "is not known"),
        ("{", "is doubled"),
        ("Sorry.", "names nothing"),
    ],
)
def test_a_template_names_what_is_known(template: str, error: str) -> None:
    assert error in template_error(template)
    assert bool(error) == bool(template_error(template))


def test_a_template_in_the_settings_is_checked_there(tmp_path: Path) -> None:
    (tmp_path / "copydesk.toml").write_text('correction = "Sorry for {it}."\n', encoding="utf-8")
    with pytest.raises(Unreadable, match=r"correction: \{it\} is not known in it; known are \{what\}"):
        find_settings(tmp_path)
