"""How often the checks ask about stories of newspaper length that are right, and how many of their slips they find.

    python bench/newsroom_stories.py [--stories bench/labels/newsroom.jsonl.gz] [--round N] [--light] [--show]

A story has 250 to 450 words and some 30 figures, most tied to nothing, by writers who had seen neither rules nor code:
{"round", "about", "published", "text", "slips"}. Each slip, {"find", "replace", "why"}, is one stretch of the text with
one figure changed so that the story contradicts itself. A warning or error about the story as it was written is
wrong; one about a slip's stretch is a catch. `--light` leaves out what the embedded model reads.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import checks
import summarizer
from checks.model import Finding, Severity, Sheet, Span

STORIES = Path(__file__).parent / "labels" / "newsroom.jsonl.gz"


def sheet_of(text: str, published: str, *, light: bool) -> Sheet:
    """What an editor sees who gives the day of publication."""
    article = checks.read(text, published=published)
    return checks.check_article(article, reading=None if light else summarizer.read_figures(article))


def questions(sheet: Sheet) -> list[Finding]:
    """The warnings and errors."""
    return [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]


def broken(text: str, slip: Any) -> tuple[str, Span]:
    """The text with a slip, and where that stands. ValueError unless what is replaced stands there once."""
    before, found, after = text.partition(slip["find"])
    if not found or slip["find"] in after:
        raise ValueError(f"stands not once in its story: {slip['find']}")
    return before + slip["replace"] + after, Span(len(before), len(before) + len(slip["replace"]))


def caught(sheet: Sheet, place: Span) -> list[Finding]:
    """The questions about a stretch of the text."""
    return [each for each in questions(sheet) if any(span.overlaps(place) for span in each.spans)]


def report(stories: Sequence[Any], *, light: bool, show: bool) -> None:
    """Prints the figures of all stories, and of each rule how many questions are wrong and how many slips it finds."""
    total: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for story in stories:
        asked = questions(sheet_of(story["text"], story["published"], light=light))
        total.update(stories=1, words=len(story["text"].split()), asked=bool(asked), questions=len(asked))
        wrong.update(finding.rule for finding in asked)
        for finding in asked if show else ():
            print(f"wrong  {story['about']}: {finding.rule}: {finding.message}")
        for slip in story["slips"]:
            text, place = broken(story["text"], slip)
            sheet = sheet_of(text, story["published"], light=light)
            found = caught(sheet, place)
            ticked = not found and any(span.overlaps(place) for tick in sheet.ticks for span in tick.spans)
            total.update(slips=1, found=bool(found), ticked=ticked)
            right.update({finding.rule for finding in found})
            if show and not found:
                print(f"missed {story['about']}: {slip['find']} -> {slip['replace']}: {slip['why']}")
    print(
        f"{total['asked']} of {total['stories']} right stories asked about, {total['questions']} questions, "
        f"{1000 * total['questions'] / max(1, total['words']):.2f} in 1,000 words; "
        f"{total['found']} of {total['slips']} slips found, {total['ticked']} ticked"
    )
    for rule in sorted({*wrong, *right}):
        print(f"{rule:22} wrong {wrong[rule]:3}  slips {right[rule]:3}")


def stories_of(path: Path, rounds: Iterable[int]) -> list[Any]:
    """The stories of a file, of these rounds if any are named."""
    chosen = set(rounds)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [story for story in map(json.loads, lines) if not chosen or story["round"] in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=Path, default=STORIES)
    parser.add_argument("--round", type=int, action="append", default=[], help="only those of this round")
    parser.add_argument("--light", action="store_true", help="without the embedded model")
    parser.add_argument(
        "--show", action="store_true", help="what is asked about right stories, and which slips are missed"
    )
    arguments = parser.parse_args()
    report(stories_of(arguments.stories, arguments.round), light=arguments.light, show=arguments.show)


if __name__ == "__main__":
    main()
