"""Gives a figure or moment other words, as a slip of the keyboard would: one digit changed or two neighbours swapped.

Number words move by one to three, years by one or ten, days and hours by a few, weekdays to any other one. Values that
nobody would print (150 per cent of voters) are not made.
"""

from __future__ import annotations

import random
import re
from itertools import pairwise

from checks.relations.frames import Frame

MAX_TRIES = 6
SWAPPED = 0.12  # share of slips in which two digits are swapped
SECOND_DIGIT = 1 / 3  # share of the others in which the second digit is wrong, not the first
STEPS = (-3, -2, -1, 1, 1, 2, 3, 4, 5)  # by which a digit is off
WORD_STEPS = (-2, -1, 1, 2, 3)
YEAR_STEPS = (-10, -1, 1, 10)
CALENDAR_STEPS = (-10, -3, -2, -1, 1, 2, 3, 10)  # of days and hours
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
UNITS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
NUMBER = re.compile(  # of words the plain ones: not "twenty-five"
    r"\d+(?:,\d+)*(?:\.\d+)?|\.\d+"
    rf"|(?<![a-z-])(?:{'|'.join(UNITS)})(?!-(?:{'|'.join(UNITS[1:10])})|[a-z])",
    re.IGNORECASE,
)
WHOLE_NUMBER = re.compile(r"\d+")
WEEKDAY = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
YEAR = re.compile(r"(?:1[5-9]|20)\d\d")


def edited(frame: Frame, rng: random.Random) -> str | None:
    """Other words for what a frame states; None where nothing plausible can be made of them."""
    words = frame.statement.words
    pattern = NUMBER if frame.figure else WEEKDAY if frame.kind == "weekday" else WHOLE_NUMBER
    numbers = list(pattern.finditer(words))
    for _ in range(MAX_TRIES if numbers else 0):
        number = rng.choice(numbers) if frame.kind == "date" else numbers[0]
        new = _other(number.group(), frame.kind, rng)
        if new is not None and new != number.group():
            return words[: number.start()] + new + words[number.end() :]
    return None


def _other(old: str, kind: str, rng: random.Random) -> str | None:
    """A slip of a number, number word or weekday."""
    if kind == "weekday":
        return rng.choice(WEEKDAYS)
    if old.isalpha():
        value = UNITS.index(old.lower())
        new = value + rng.choice(WORD_STEPS)
        if kind in ("ordinal", "fraction") or value < 2 or not 2 <= new <= 20:
            return None
        return UNITS[new].capitalize() if old[0].isupper() else UNITS[new]
    if kind in ("year", "date", "count") and YEAR.fullmatch(old):
        return str(int(old) + rng.choice(YEAR_STEPS))
    if kind in ("date", "time"):
        new = int(old) + rng.choice(CALENDAR_STEPS)
        least, most = (1, 28) if kind == "date" else (1, 12) if int(old) <= 12 else (13, 23)
        return str(new).zfill(len(old)) if least <= new <= most else None
    new_digits = _other_digits(old, rng) or "0"
    before, after = (float(digits.replace(",", "")) for digits in (old, new_digits))
    largest = {"percent": 100.0, "age": 99.0}.get(kind, after)
    return None if before in (0, 1) or after in (0, 1) or before <= largest < after else new_digits


def _other_digits(printed: str, rng: random.Random) -> str | None:
    """A number of the same form, never with a zero in front."""
    digits, zeros = list(printed), len(printed) - len(printed.lstrip("0.,"))
    places = [index for index, character in enumerate(printed) if character.isdigit() and index >= zeros]
    swaps = [(p, q) for p, q in pairwise(places) if printed[p] != printed[q] and (p != places[0] or printed[q] != "0")]
    if swaps and rng.random() < SWAPPED:
        place, other = rng.choice(swaps[:2])
        digits[place], digits[other] = printed[other], printed[place]
    elif places:
        is_second = len(places) > 1 and rng.random() < SECOND_DIGIT
        digit = int(printed[places[is_second]]) + rng.choice(STEPS)
        if not (0 if is_second else 1) <= digit <= 9:
            return None
        digits[places[is_second]] = str(digit)
    return "".join(digits)
