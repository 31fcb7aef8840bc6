"""Line breaks and special spaces do not change the results for an article."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest

import checks
from checks.model import Article, Sheet

SAMPLES = sorted((Path(__file__).parents[2] / "samples").rglob("*.txt"))


def paragraphs(path: Path) -> list[str]:
    return [" ".join(part.split()) for part in path.read_text("utf-8").split("\n\n")]


def wrapped(text: str, width: int) -> str:
    return textwrap.fill(text, width, break_long_words=False, break_on_hyphens=False)


def results_by_kind(article: Article, sheet: Sheet) -> dict[str, list[tuple[str, ...]]]:
    def words(span: object) -> str:
        return " ".join(article.text_of(span).split())  # type: ignore[arg-type]

    return {
        "sentences": [(words(sentence.span), sentence.zone.value) for sentence in article.sentences],
        "figures": [(words(figure.span), str(figure.value), figure.kind.value) for figure in article.figures],
        "moments": [(words(moment.span),) for moment in article.moments],
        "findings": [
            (finding.rule, finding.severity.value, finding.message, *map(words, finding.spans))
            for finding in sheet.findings
        ],
        "ticks": [(tick.rule, tick.message, *map(words, tick.spans)) for tick in sheet.ticks],
    }


def check_results(text: str) -> dict[str, list[tuple[str, ...]]]:
    article = checks.read(text)
    return results_by_kind(article, checks.check_article(article))


@pytest.mark.parametrize("width", [58, 66, 72, 80])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_a_wrapped_article_gives_the_same_results_as_unwrapped(path: Path, width: int) -> None:
    parts = paragraphs(path)
    assert check_results("\n\n".join(wrapped(part, width) for part in parts)) == check_results("\n\n".join(parts))


@pytest.mark.parametrize("blank", ["\xa0", "\u202f", "\u2003"])
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
def test_special_spaces_change_nothing(path: Path, blank: str) -> None:
    text = "\n\n".join(paragraphs(path))
    assert check_results(text.replace(" ", blank)) == check_results(text)


def test_a_special_space_that_groups_digits_still_does() -> None:
    [figure] = checks.read("The club sold 12\u202f000\xa0tickets on Friday.").figures
    assert figure.value == 12000
    assert figure.words == "12\u202f000"


@pytest.mark.parametrize("line_break", ["\n", "\r\n", "\u2028"])
def test_offsets_are_those_of_the_text_as_given(line_break: str) -> None:
    lines = [
        "The council will close two of its libraries on Sunday, the mayor, Ann",
        "Lee, said, and sell the third. The vote was taken on Friday, where 12",
        "members of the 17 were for it and five against, at the town hall on 2",
        "March 2025.",
    ]
    text = line_break.join(lines)
    article = checks.read(text)
    assert len(article.text) == len(text)
    assert [text[one.span.start : one.span.end].split() for one in article.figures] == [
        one.words.split() for one in article.figures
    ]
    [day] = [one for one in article.moments if one.year]
    assert text[day.span.start : day.span.end].split() == ["2", "March", "2025"]
    assert len(article.paragraphs) == 1


@pytest.mark.parametrize(
    "lines",
    [
        [  # paragraphs of a line each
            "Two of the seven libraries in the county are to close, the council said.",
            "Readers have collected 4,000 names against the plan since the spring.",
            "The mayor, Ann Lee, said that the county could not pay for all seven.",
            "The vote is on Friday.",
        ],
        [  # titles of other stories
            "Storm kills 12 in the Azores and leaves many homeless",
            "Rovers sign a keeper",
            "Mayor of Torley to stand down after ten years in office",
            "What to do with a glut of plums",
        ],
        [  # a table
            "Ward              Electorate      Turnout      Spoilt papers",
            "North Quay             4,120        1,930                 12",
            "South Quay             3,875        1,544                  9",
            "Hill Road              5,002        2,871                 21",
        ],
        ["Argentina", "Bolivia", "Chile", "Ecuador", "Peru"],
    ],
    ids=["paragraphs", "titles", "table", "names"],
)
def test_lines_that_were_not_wrapped_stay_paragraphs(lines: list[str]) -> None:
    article = checks.read("Council to close libraries\n\nThe council has voted.\n\n" + "\n".join(lines))
    words = [article.text_of(one.span) for one in article.paragraphs]
    assert words[2:] == lines


def test_a_list_inside_a_wrapped_text_stays_a_list() -> None:
    body = wrapped("The county will close some of the libraries that it opened in the years after the war. " * 3, 70)
    article = checks.read(f"{body}\n\nThe council named three of them:\n\nHull\nYork City\nBath\n\n{body}")
    words = [article.text_of(one.span) for one in article.paragraphs]
    assert words[2:5] == ["Hull", "York City", "Bath"]


def test_the_first_character_of_a_wrapped_line_is_not_a_bullet() -> None:
    body = [
        "The county will close some of the libraries that it opened after the war",
        "– those with fewer than 2,000 readers – and build a new one by September",
        "4. Readers, who have collected 9,000 names, wanted all of them to stay in",
        "use, and the vote, which was taken late on Friday evening, was close.",
    ]
    before = wrapped("The county will close some of the libraries that it opened in the years after the war. " * 4, 72)
    article = checks.read(before + "\n\n" + "\n".join(body))
    assert len(article.paragraphs) == 2
    assert len(article.sentences) == 4 + 2


def test_a_list_of_long_items_in_a_wrapped_text_stays_a_list() -> None:
    body = wrapped("The county will close some of the libraries that it opened in the years after the war. " * 4, 72)
    items = [
        "- the one in Hull, which opened in 1951 and was the first of them all to",
        "have a room for children",
        "- the one in York, which has been shut since a fire two years ago, and so",
        "has lost nearly all of its readers",
    ]
    article = checks.read(f"{body}\n\nThe council named two:\n" + "\n".join(items) + f"\n\n{body}")
    words = [" ".join(article.text_of(one.span).split()) for one in article.paragraphs]
    assert words[2:4] == [" ".join(items[:2]), " ".join(items[2:])]
