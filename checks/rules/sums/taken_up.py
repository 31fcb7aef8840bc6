"""A number refers to those counted just before it, and is not their sum.

Compares "killed five people and injured 12" with "the 17 casualties", "seven women and five men" with "the 12 jurors"
and "by eight votes to five, with one abstention" with "all 14 members". "The" and "all" before a number say that the
reader knows who is meant: where no such number was stated before, it must be those just counted.

Silent where the number was stated before, where it is one of those counted, where it is far from their sum, and where
the groups can overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import format_sum, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.sums._breakdown import (
    Breakdown,
    adds_up,
    plain_figures_by_sentence,
    stated_value,
    text_after,
    text_before,
    with_noun,
)
from checks.rules.sums._rows import figures_before, figures_between, read_row
from checks.sameness import counted_entity, counted_entity_in, is_person

TAKES_UP = pattern(r"\b(?:the|all|all the|all of the|these|those|all of these|all of those)\s$", re.IGNORECASE)
PART_OF = pattern(r"\b(?:of|among|than|another|other|next|last|first|past|every)\b", re.IGNORECASE)
ELSEWHERE = pattern(r"\b(?:earlier|previous|another|other|second|first|last)\b", re.IGNORECASE)
CASUALTIES = frozenset(("casualty", "casualties", "victim", "victims"))
OF_ALL = frozenset(
    """people person persons victims casualties members jurors councillors mps lawmakers senators delegates judges
    passengers suspects defendants travellers crew players children adults pupils students workers others men
    nominees winners recipients survivors patients hostages""".split()
)
VOTES = pattern(r"\bvot(?:ed?|es|ing)\b|\bby\s$", re.IGNORECASE)
SILENT = pattern(r"\babst|\babsent\b|\bnot vot|\bdid not (?:take part|vote)\b|\bspoil", re.IGNORECASE)
ABSTAINED = pattern(r"^\s(?:[a-z]+\s)?(?:abstentions?|abstain(?:ed|ing))\b")
MAX_SENTENCES_BACK = 2  # sentences from the counted row to the number that refers back to it
MAX_RATIO = Fraction(3, 2)  # of the number to the sum of the row; further apart, the two are unrelated


def check(article: Article) -> Iterator[Outcome]:
    figures = plain_figures_by_sentence(article)
    for index, row in figures.items():
        near = [f for number_ in range(index, index + MAX_SENTENCES_BACK + 1) for f in figures.get(number_, ())]
        for parts in (_dead_and_hurt(article, row), _vote(article, index), _people(article, row)):
            if len(parts) < 2:
                continue
            known = [f for f in near if f.span.start > parts[-1].span.end and _refers_to_all(article, f, parts)]
            if known and SILENT.search(article.text, parts[-1].span.end, known[0].span.start) and len(parts) < 3:
                continue  # "95 votes to 61. Three abstained and six were absent ... all 166"
            if known:
                yield from _outcome(article, known[0], parts)
                break


def _dead_and_hurt(article: Article, row: Sequence[Figure]) -> tuple[Figure, ...]:
    """The counts of "killed five people and injured 12"; empty where there are none."""
    counts = [f for f in row if f.kind in (Kind.COUNT, Kind.NUMBER)]
    if len(counts) != 2:
        return ()
    fates = [counted_entity_in(article, figure).event for figure in counts]
    return tuple(counts) if set(fates) == {"dead", "hurt"} else ()


def _vote(article: Article, index: int) -> tuple[Figure, ...]:
    """The counts of "by eight votes to five, with one abstention"; empty where there are none."""
    sentence = article.sentences[index].span
    sentence_figures = [f for f in figures_between(article, sentence.start, sentence.end) if f.value is not None]
    for position, figure in enumerate(sentence_figures):
        words = article.text[figure.span.end : figure.span.end + 12]
        if (
            figure.second is not None
            or not VOTES.search(words + text_before(article, figure, 10))
            or position + 1 == len(sentence_figures)
        ):
            continue
        gap = article.text[figure.span.end : sentence_figures[position + 1].span.start]
        if re.fullmatch(r"(?:\svotes)?\s(?:to|against)\s", gap):
            silent = [f for f in sentence_figures[position + 2 :] if ABSTAINED.match(text_after(article, f, 30))]
            return (figure, sentence_figures[position + 1], *silent)
    return ()


def _people(article: Article, row: Sequence[Figure]) -> tuple[Figure, ...]:
    """The counts of "seven women and five men"; empty where there are none."""
    for first in row:
        if first.kind is Kind.COUNT and first.noun and is_person(counted_entity(first).head):
            found = read_row(article, first.span.start, first, bare=True)
            if found and found.ended and len(found.parts) > 1:
                people = all(part.noun and is_person(counted_entity(part).head) for part in found.parts)
                sorts = len({counted_entity(part).head for part in found.parts}) == len(found.parts)
                return found.parts if people and sorts else ()
    return ()


def _refers_to_all(article: Article, figure: Figure, parts: Sequence[Figure]) -> bool:
    """Whether a number refers to all those counted and can refer to no others."""
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) or not TAKES_UP.search(text_before(article, figure, 14)):
        return False
    if ELSEWHERE.search(text_after(article, figure)):
        return False  # "the nine victims of an earlier attack"
    if (
        PART_OF.search(text_before(article, figure, 12))
        or stated_value(figure) in map(stated_value, parts)
        or stated_value(figure) < 3
    ):
        return False
    noun = article.words(figure.noun.span).split() if figure.noun else []
    hurt = any(counted_entity_in(article, part).event == "hurt" for part in parts)
    if noun and (len(noun) > 2 or noun[-1].lower() not in (CASUALTIES if hurt else OF_ALL)):
        return False
    if not noun and (hurt or not text_before(article, figure, 14).lower().rstrip().endswith("all")):
        return False
    earlier = (f for f in figures_before(article, parts[0]) if f.zone is not Zone.HEADLINE)
    return not any(f.value == figure.value and f.kind is Kind.COUNT for f in earlier)


def _outcome(article: Article, whole: Figure, parts: tuple[Figure, ...]) -> Iterator[Outcome]:
    """A tick where the number is the sum of those counted, a finding where it is near."""
    reading = Breakdown(whole, parts, closed=True, disjoint=True)
    row = format_sum([stated_value(part) for part in parts])
    names = " and ".join(with_noun(part, article) for part in parts)
    if adds_up(reading):
        yield Tick(f"{names} are the {with_noun(whole, article)}.", reading.spans, f"{row} = {whole.words}")
    elif stated_value(whole) / MAX_RATIO <= reading.sum <= stated_value(whole) * MAX_RATIO and not any(
        f.hedge for f in parts
    ):
        gap = stated_value(whole) - reading.sum
        repairs = [f"{whole.words} -> {number(reading.sum)}"]
        repairs += [
            f"{part.words} -> {number(stated_value(part) + gap)}" for part in parts if stated_value(part) + gap > 0
        ]
        yield Finding(
            Severity.WARNING,
            f"{row} = {number(reading.sum)}, and the text goes on to speak of {with_noun(whole, article)}.",
            reading.spans,
            f"{row} = {number(reading.sum)}, not {number(stated_value(whole))}",
            tuple(repairs),
            f"Are these the same people, and if so is it {number(reading.sum)} or {whole.words}?",
        )


EXAMPLES = (
    Example(
        "some did not vote",
        "It passed by 95 votes to 61. Three members abstained and six were absent. That accounts for all 166.",
        "silent",
    ),
    Example(
        "casualties who are not the dead and the hurt are questioned",
        "The blast killed five people and injured 13 at a market. The 17 casualties were all local.",
        "warning",
    ),
    Example(
        "jurors who are not the men and women are questioned",
        "A jury of nine women and four men was sworn in. The judge sent the 12 jurors home.",
        "warning",
    ),
    Example(
        "members who are not those who voted are questioned",
        "The board threw the plan out by nine votes to six, with two abstentions. All 19 members were there.",
        "warning",
    ),
    Example(
        "casualties who are the dead and the hurt are ticked",
        "The blast killed five people and injured 12 at a market. The 17 casualties were all local.",
        "tick",
    ),
    Example(
        "a number stated before is not those just counted",
        "Some 30 people were on the coach. Seven women and five men were hurt. All 30 people were seen by a doctor.",
        "silent",
    ),
    Example(
        "other victims are left alone",
        "The blast killed five people and injured 13. Of the other 17 victims little is known.",
        "silent",
    ),
    Example(
        "victims of another attack are left alone",
        "A blast killed five people and injured 12. The 14 victims of an earlier attack were buried.",
        "silent",
    ),
    Example(
        "one of those counted is not all of them",
        "A jury of nine women and three men was sworn in. The nine women sat in front.",
        "silent",
    ),
)

RULE = Rule(code="PW12", slug="taken-up", scope="article", check=check, examples=EXAMPLES)
