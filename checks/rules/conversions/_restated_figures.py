"""Whether the text gives one figure as another in other terms: in brackets, between commas or dashes, or after "or"."""

from __future__ import annotations

from checks.model import Article, Figure
from checks.pattern import pattern
from checks.rules._change_verbs import GLOSS
from checks.rules._text import plain_words, text_between
from checks.word_set import word_set

SET_OFF = pattern(r"^(?P<noun>[^,;:.()–—]*?)(?:,|\s?[–—]|\s--?)\s(?P<gloss>[a-z ]*)$")
CLOSED = pattern(r"^(?:\s?[,.;)–—]|\s--?\s|$)")
OTHER_STATEMENT = word_set("then and but while plus by from with in at than high tall wide long deep thick")
"""Words between two figures that are not one quantity."""
HEDGES = word_set("about around roughly approximately approx nearly almost")
MAX_GAP = 60  # characters between the two figures


def in_bracket(gap: str) -> bool:
    """Whether the second figure opens a bracket right behind the first, or behind its noun of at most four words."""
    noun, bracket, gloss = gap.replace("[", "(").partition("(")
    return (
        bool(bracket)
        and len(gap) <= MAX_GAP
        and GLOSS.issuperset(plain_words(gloss))
        and len(plain_words(noun)) <= 4
        and not set(noun) & set(";:.)")
    )


def is_aside(gap: str, behind: str) -> bool:
    """Whether the words between two figures give the second as the first again.

    As in "5 miles, or 8km", "75mph/120kmph", "26 miles - nearly 42km - of road" and "90kg of rice, about 14 stone,".
    """
    words = plain_words(gap)
    if len(gap) > MAX_GAP:
        return False
    if GLOSS.issuperset(words) and "or" in words:
        return True
    if not words and gap.strip() in {"/", "-", "–", "—"}:
        return True
    found = SET_OFF.match(gap)
    if found is None or len(plain_words(found["noun"])) > 3 or not OTHER_STATEMENT.isdisjoint(words):
        return False
    glossed = bool(plain_words(found["gloss"])) and GLOSS.issuperset(plain_words(found["gloss"]))
    closed = CLOSED.match(behind) is not None
    return (glossed and (closed or not plain_words(found["noun"]))) or (closed and not plain_words(found["gloss"]))


def is_or_about(gap: str, behind: str) -> bool:
    """Whether the second figure is the first again by a hedge: "2,000 seconds, or about 33 minutes," is no choice."""
    words = plain_words(gap)
    return (
        gap[:1] in {",", "–", "—", "-"}
        and words[:1] == ["or"]
        and GLOSS.issuperset(words)
        and not HEDGES.isdisjoint(words)
        and CLOSED.match(behind) is not None
    )


def is_given_again(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether `other` stands in brackets or as an aside behind `figure`, in one sentence."""
    gap = text_between(article, figure, other)
    behind = article.text[other.span.end : other.span.end + 4]
    return figure.sentence == other.sentence and (in_bracket(gap) or is_aside(gap, behind))
