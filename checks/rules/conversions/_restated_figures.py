"""Decides whether one figure restates another in other terms: in brackets, between commas or dashes, or after "or"."""

from __future__ import annotations

from checks.model import Article, Figure
from checks.pattern import pattern
from checks.rules._change_verbs import GLOSS
from checks.rules._text import plain_words, text_between
from checks.word_set import word_set

ASIDE_OPENING = pattern(r"^(?P<noun>[^,;:.()–—]*?)(?:,|\s?[–—]|\s--?)\s(?P<gloss>[a-z ]*)$")
ASIDE_END = pattern(r"^(?:\s?[,.;)–—]|\s--?\s|$)")
WORDS_OF_OTHER_STATEMENT = word_set("then and but while plus by from with in at than high tall wide long deep thick")
"""Words between two figures that do not state the same quantity."""
HEDGE_WORDS = word_set("about around roughly approximately approx nearly almost")
MAX_RESTATEMENT_GAP = 60  # characters between the two figures


def opens_bracket(gap: str) -> bool:
    """Whether the second figure opens a bracket right after the first, or after a noun of at most four words."""
    noun, bracket, gloss = gap.replace("[", "(").partition("(")
    return (
        bool(bracket)
        and len(gap) <= MAX_RESTATEMENT_GAP
        and GLOSS.issuperset(plain_words(gloss))
        and len(plain_words(noun)) <= 4
        and not set(noun) & set(";:.)")
    )


def is_aside(gap: str, text_after: str) -> bool:
    """Whether the second of two figures restates the first, by the text between them and that after the second.

    As in "5 miles, or 8km", "75mph/120kmph", "26 miles - nearly 42km - of road" and "90kg of rice, about 14 stone,".
    """
    words = plain_words(gap)
    if len(gap) > MAX_RESTATEMENT_GAP:
        return False
    if GLOSS.issuperset(words) and "or" in words:
        return True
    if not words and gap.strip() in {"/", "-", "–", "—"}:
        return True
    opening = ASIDE_OPENING.match(gap)
    if opening is None or len(plain_words(opening["noun"])) > 3 or not WORDS_OF_OTHER_STATEMENT.isdisjoint(words):
        return False
    has_gloss = bool(plain_words(opening["gloss"])) and GLOSS.issuperset(plain_words(opening["gloss"]))
    is_closed = ASIDE_END.match(text_after) is not None
    return (has_gloss and (is_closed or not plain_words(opening["noun"]))) or (
        is_closed and not plain_words(opening["gloss"])
    )


def is_hedged_restatement(gap: str, text_after: str) -> bool:
    """Whether the second figure restates the first with "or" and a hedge: "2,000 seconds, or about 33 minutes,"."""
    words = plain_words(gap)
    return (
        gap[:1] in {",", "–", "—", "-"}
        and words[:1] == ["or"]
        and GLOSS.issuperset(words)
        and not HEDGE_WORDS.isdisjoint(words)
        and ASIDE_END.match(text_after) is not None
    )


def is_restated(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether `other` restates `figure` in brackets or as an aside in the same sentence."""
    gap = text_between(article, figure, other)
    text_after = article.text[other.span.end : other.span.end + 4]
    return figure.sentence == other.sentence and (opens_bracket(gap) or is_aside(gap, text_after))
