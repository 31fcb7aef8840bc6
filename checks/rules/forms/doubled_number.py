"""Two numbers in a row where one belongs: an edit left the old one in place.

"He scored in three four of them", "lost eight of their nine 10 games" and "rose 3 4 percent" have the number before the
edit and the one after it.

Silent on numbers of which the first belongs to the words before it ("Robocop 2 three years later", "up from 60 two
decades ago"), on equal ones, on a number in words before a very different one in digits ("two 450 hp engines"), and
where the second number is part of a name or a measure ("two Six Nations games", "six 5 pound notes").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.figures.units import unit_named
from checks.model import Article, Finding, Outcome, Severity, Span
from checks.pattern import pattern
from checks.rule import Example, Rule

NUMBER_WORDS = "two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen".split()
VALUE_OF_NUMBER_WORD = {word: value for value, word in enumerate(NUMBER_WORDS, 2)}
_NUMBER = rf"({'|'.join(NUMBER_WORDS)}|[2-9]|[1-9]\d)"
NUMBERS_IN_A_ROW = pattern(
    rf"(?<=[a-z] ){_NUMBER} {_NUMBER} (?:([a-z]+) )?"
    r"((?:[a-z]+s|people|men|women|children|percent|per cent|pct)\b(?! (?:ago|later|earlier|before|after)\b))"
)
NAME_BEFORE = pattern(r"\b[A-Z][\w.-]* $")  # "Robocop 2"
ELLIPSIS_BEFORE = pattern(  # "seven were given three years and [four two]": the verb is not repeated
    rf"\b{_NUMBER}\b[^.;\d]{{3,60}}\b{_NUMBER} [a-z]+,? and $", re.IGNORECASE
)
MAX_MIXED_DIFFERENCE = 2  # between a number in words and one in digits


def check(article: Article) -> Iterator[Outcome]:
    for match in NUMBERS_IN_A_ROW.finditer(article.text):
        first, second = (VALUE_OF_NUMBER_WORD.get(match[part]) or int(match[part]) for part in (1, 2))
        is_mixed = match[1].isdigit() != match[2].isdigit()
        if first == second or (is_mixed and abs(first - second) > MAX_MIXED_DIFFERENCE) or unit_named(match[3] or ""):
            continue
        words = f"{match[1]} {match[2]}"
        if NAME_BEFORE.search(article.text, max(0, match.start() - 30), match.start()):
            continue
        if ELLIPSIS_BEFORE.search(article.text, max(0, match.start() - 120), match.start()):
            continue
        yield Finding(
            Severity.WARNING,
            f"“{words}” has two numbers for one.",
            (Span(*match.span(1)), Span(*match.span(2))),
            repairs=(f"{words} -> {match[1]}", f"{words} -> {match[2]}"),
            question=f"Which is right, {match[1]} or {match[2]}?",
        )


EXAMPLES = (
    Example("in words", "He scored just three four times in his first 18 games.", "warning"),
    Example("a word and digits", "They have lost eight of their nine 10 games.", "warning"),
    Example("before an adjective", "They have lost seven of their last eight nine away matches.", "warning"),
    Example("people", "The crash killed at least four six people and a dog.", "warning"),
    Example("per cent", "Shares rose 3 4 percent in early trading.", "warning"),
    Example("a sentence", "He was jailed for 12 15 years in prison for taking bribes.", "warning"),
    Example("a range", "They have won three or four times, nine to 10 games ago.", "silent"),
    Example("a sequel", "He wrote Robocop 2 three years later and left.", "silent"),
    Example("a name", "The team lost two Six Nations games in March.", "silent"),
    Example("notes", "She paid with six 5 pound notes at the till.", "silent"),
    Example("lengths", "They rode four 5 kilometre laps and two 3 mile loops.", "silent"),
    Example("then and now", "It has 12 shops, up from 10 two years ago, and 11 ten months ago.", "silent"),
    Example("minutes and seconds", "It took the Surface 2 two minutes and 18 seconds.", "silent"),
    Example("a verb told once", "Of the 11, seven were given three years and four two years.", "silent"),
    Example("after and", "It hit the roof of the hall and killed four six people.", "warning"),
    Example("a row", "They chose rooms two, three, four and 5 of the seven.", "silent"),
    Example("far apart", "It has six 20 seat boats and two 12 berth yachts.", "silent"),
)

RULE = Rule(code="DN01", slug="doubled-number", scope="article", relation="form", check=check, examples=EXAMPLES)
