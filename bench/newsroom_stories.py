"""Measures false alarms on correct stories of newspaper length, and recall on slips made in them.

    python bench/newsroom_stories.py [--stories bench/labels/newsroom.jsonl.gz] [--round N] [--light] [--show]

A story has 250 to 450 words and some 30 figures, most of them tied to nothing, by writers who had seen neither rules
nor code: {"round", "about", "published", "text", "slips"}. Each slip, {"find", "replace", "why"}, changes one figure of
one stretch of the text so that the story contradicts itself. A question (a warning or error) about the story as written
is a false alarm; one about a slip's stretch is a hit.

Prints a line of totals: correct stories with a question, questions, their rate per 1,000 words, slips found (recall)
and slips ticked; then for each rule its false alarms ("wrong") and the slips it finds. With the embedded model 48
stories take a minute and a half; `--light` runs the rules alone, in ten seconds.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

import checks
import summarizer
from checks.model import Finding, Severity, Sheet, Span
from summarizer.training.arguments import existing_file

STORIES = Path(__file__).parent / "labels" / "newsroom.jsonl.gz"


def sheet_of(text: str, published: str, *, light: bool) -> Sheet:
    """The findings and ticks that an editor sees who states the date of publication."""
    article = checks.read(text, published=published)
    return checks.check_article(article, reading=None if light else summarizer.read_figures(article))


def questions(sheet: Sheet) -> list[Finding]:
    """The warnings and errors of a sheet."""
    return [finding for finding in sheet.findings if finding.severity is not Severity.NOTE]


def with_slip(text: str, slip: Any) -> tuple[str, Span]:
    """The text with a slip and the span of that; ValueError unless what is replaced occurs exactly once."""
    prefix, found, suffix = text.partition(slip["find"])
    if not found or slip["find"] in suffix:
        raise ValueError(f"stands not once in its story: {slip['find']}")
    return prefix + slip["replace"] + suffix, Span(len(prefix), len(prefix) + len(slip["replace"]))


def questions_about(sheet: Sheet, stretch: Span) -> list[Finding]:
    """The questions about a stretch of the text."""
    return [each for each in questions(sheet) if any(span.overlaps(stretch) for span in each.spans)]


def report(stories: Sequence[Any], *, light: bool, show: bool) -> None:
    """Prints the totals of all stories, and each rule's false alarms and slips found."""
    total: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    right: Counter[str] = Counter()
    for story in stories:
        alarms = questions(sheet_of(story["text"], story["published"], light=light))
        total.update(stories=1, words=len(story["text"].split()), asked=bool(alarms), questions=len(alarms))
        wrong.update(finding.rule for finding in alarms)
        for finding in alarms if show else ():
            print(f"wrong  {story['about']}: {finding.rule}: {finding.message}")
        for slip in story["slips"]:
            text, stretch = with_slip(story["text"], slip)
            sheet = sheet_of(text, story["published"], light=light)
            found = questions_about(sheet, stretch)
            ticked = not found and any(span.overlaps(stretch) for tick in sheet.ticks for span in tick.spans)
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
    """The stories of a file: those of these rounds, or all where none is named."""
    chosen = set(rounds)
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [story for story in map(json.loads, lines) if not chosen or story["round"] in chosen]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stories", type=existing_file, default=STORIES, help="the stories, gzipped JSON lines")
    parser.add_argument(
        "--round", type=int, action="append", default=[], help="only stories of this round; may be repeated"
    )
    parser.add_argument("--light", action="store_true", help="without the embedded model")
    parser.add_argument("--show", action="store_true", help="print the false alarms and the misses")
    arguments = parser.parse_args()
    report(stories_of(arguments.stories, arguments.round), light=arguments.light, show=arguments.show)


if __name__ == "__main__":
    main()
