"""Edits one figure or moment as a slip would: one digit is wrong, or two neighbouring digits are swapped.

Number words move by one to three, years by one or ten, days and hours by up to ten; a weekday becomes any other.
Values that nobody would print (150 per cent of voters) are not produced. Imported by other scripts, not run itself.
"""

from __future__ import annotations

import random
import re
from itertools import pairwise

from checks.relations.frames import Frame

MAX_TRIES = 6
SWAP_SHARE = 0.12  # of slips in which two digits are swapped
SECOND_DIGIT_SHARE = 1 / 3  # of the other slips, in which the second digit is wrong instead of the first
DIGIT_STEPS = (-3, -2, -1, 1, 1, 2, 3, 4, 5)  # by how much a digit is off
WORD_STEPS = (-2, -1, 1, 2, 3)  # by how much a number word is off
YEAR_STEPS = (-10, -1, 1, 10)
CALENDAR_STEPS = (-10, -3, -2, -1, 1, 2, 3, 10)  # of days and hours
WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
NUMBER_WORDS = """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
    seventeen eighteen nineteen twenty""".split()
NUMBER_PATTERN = re.compile(  # digits, or a plain number word: not "twenty-five"
    r"\d+(?:,\d+)*(?:\.\d+)?|\.\d+"
    rf"|(?<![a-z-])(?:{'|'.join(NUMBER_WORDS)})(?!-(?:{'|'.join(NUMBER_WORDS[1:10])})|[a-z])",
    re.IGNORECASE,
)
WHOLE_NUMBER_PATTERN = re.compile(r"\d+")
WEEKDAY_PATTERN = re.compile(r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*", re.IGNORECASE)
YEAR_PATTERN = re.compile(r"(?:1[5-9]|20)\d\d")


def words_with_slip(frame: Frame, rng: random.Random) -> str | None:
    """The words of a frame with a slip in them; None where no plausible slip was found."""
    words = frame.statement.words
    pattern = NUMBER_PATTERN if frame.figure else WEEKDAY_PATTERN if frame.kind == "weekday" else WHOLE_NUMBER_PATTERN
    numbers = list(pattern.finditer(words))
    for _ in range(MAX_TRIES if numbers else 0):
        number = rng.choice(numbers) if frame.kind == "date" else numbers[0]
        new = _with_slip(number.group(), frame.kind, rng)
        if new is not None and new != number.group():
            return words[: number.start()] + new + words[number.end() :]
    return None


def _with_slip(old: str, kind: str, rng: random.Random) -> str | None:
    """Another number, number word or weekday in place of `old`; None where the value drawn is not plausible."""
    if kind == "weekday":
        return rng.choice(WEEKDAYS)
    if old.isalpha():
        value = NUMBER_WORDS.index(old.lower())
        new = value + rng.choice(WORD_STEPS)
        if kind in ("ordinal", "fraction") or value < 2 or not 2 <= new <= 20:
            return None
        return NUMBER_WORDS[new].capitalize() if old[0].isupper() else NUMBER_WORDS[new]
    if kind in ("year", "date", "count") and YEAR_PATTERN.fullmatch(old):
        return str(int(old) + rng.choice(YEAR_STEPS))
    if kind in ("date", "time"):
        new = int(old) + rng.choice(CALENDAR_STEPS)
        least, most = (1, 28) if kind == "date" else (1, 12) if int(old) <= 12 else (13, 23)
        return str(new).zfill(len(old)) if least <= new <= most else None
    new_digits = _digits_with_slip(old, rng) or "0"
    old_value, new_value = (float(digits.replace(",", "")) for digits in (old, new_digits))
    largest = {"percent": 100.0, "age": 99.0}.get(kind, new_value)
    return None if old_value in (0, 1) or new_value in (0, 1) or old_value <= largest < new_value else new_digits


def _digits_with_slip(printed: str, rng: random.Random) -> str | None:
    """A number printed in the same form, never with a leading zero; None where the digit drawn is out of range."""
    digits, zeros = list(printed), len(printed) - len(printed.lstrip("0.,"))
    digit_indices = [index for index, character in enumerate(printed) if character.isdigit() and index >= zeros]
    swaps = [
        (p, q)
        for p, q in pairwise(digit_indices)
        if printed[p] != printed[q] and (p != digit_indices[0] or printed[q] != "0")
    ]
    if swaps and rng.random() < SWAP_SHARE:
        place, other = rng.choice(swaps[:2])
        digits[place], digits[other] = printed[other], printed[place]
    elif digit_indices:
        is_second = len(digit_indices) > 1 and rng.random() < SECOND_DIGIT_SHARE
        digit = int(printed[digit_indices[is_second]]) + rng.choice(DIGIT_STEPS)
        if not (0 if is_second else 1) <= digit <= 9:
            return None
        digits[digit_indices[is_second]] = str(digit)
    return "".join(digits)
