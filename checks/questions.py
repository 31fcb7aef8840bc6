"""The wording of questions to the reporter, shared by the rules.

A question is mailed as it stands: it names the figures as they read in the middle of a sentence, says what does not
fit, and leaves open which side is wrong and whether anything is.
"""

from __future__ import annotations

from checks.figures.number_words import ARTICLES, BELOW_HUNDRED, DENOMINATORS, GROUP_NOUNS, VAGUE
from checks.number_format import join_items
from checks.pattern import pattern
from checks.word_set import word_set

LAST_SPELLED = 12  # numbers up to here are words where the article writes its own number as a word
SPELLED = {value: word for word, value in BELOW_HUNDRED.items() if 0 < value <= LAST_SPELLED}
OPENINGS = frozenset((*BELOW_HUNDRED, *DENOMINATORS, *GROUP_NOUNS, *VAGUE, *ARTICLES)) | word_set(
    """about almost around at both double doubled fewer first just less more most nearly no over roughly second
    several some treble trebled triple tripled twice under up"""
)
"""Words with which a figure may begin, and which have a capital only at the beginning of a sentence."""
COMPOUND = pattern(r"\d[\d,.]*-[^\W\d_]+")
"""A figure that is half of a compound and reads as one only in quotation marks: "18-year", "40-acre"."""


def mid_sentence(words: str) -> str:
    """A figure as it reads in the middle of a sentence: "twelve" for "Twelve"; other words are kept."""
    first = words.partition(" ")[0].partition("-")[0]
    return words[0].lower() + words[1:] if first.istitle() and first.lower() in OPENINGS else words


def number_like(value: int, words: str) -> str:
    """A whole number, as a word if the figure `words` is one and the number is small, else in digits."""
    return SPELLED[value] if value in SPELLED and words.replace("-", "").isalpha() else f"{value:,}"


def which_is_right(first: str, second: str) -> str:
    """The question about two statements of which only one can be right."""
    return f"Which is right, {mid_sentence(first)} or {mid_sentence(second)}?"


def why_no_fit(*figures: str) -> str:
    """The question about figures that an equation ties."""
    named = join_items(f"“{figure}”" if COMPOUND.fullmatch(figure) else mid_sentence(figure) for figure in figures)
    return f"The figures {named} do not fit together. Is one of them wrong, or about something else?"


def change_or_ends(change: str, ends: str) -> str:
    """The question about a change and the two values that it is stated of."""
    return (
        f"The change of {mid_sentence(change)} does not fit {ends}. "
        "Is one of the figures wrong, or about something else?"
    )


def how_many(announced: str, count: int, listed: int, what: str, plural: str = "") -> str:
    """The question about a number of things and a list of fewer or more; `what` is the noun for one of the list."""
    gap = abs(listed - count)
    noun = f"{SPELLED.get(gap, f'{gap:,}')} {what if gap == 1 else plural or f'{what}s'}"
    are = "is" if gap == 1 else "are"
    rest = f"{are} {noun} missing from the list" if listed < count else f"{are} there {noun} too many in the list"
    return f"Should {mid_sentence(announced)} be {number_like(listed, announced)}, or {rest}?"


def larger_than_whole(part: str, whole: str) -> str:
    """The question about a part that is larger than its whole."""
    return f"A part cannot be larger than its whole: could you check {mid_sentence(part)} and {mid_sentence(whole)}?"
