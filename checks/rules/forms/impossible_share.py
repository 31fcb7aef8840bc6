"""A share of people above 100 per cent.

"164% of the village voted" and "a turnout of 117%" are impossible. Prices, profits and rainfall may be more than 100
per cent of something; the people who vote, say something or live somewhere may not.

Silent on changes, on shares of other things and on a figure that is a rate.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity
from checks.questions import mid_sentence
from checks.rule import Example, Rule
from checks.rules._text import plain_words
from checks.word_set import word_set

GROUPS_OF_PEOPLE = word_set(
    """people voters residents adults respondents women men children pupils students patients households village town
    city population electorate members workers staff those britons americans teachers parents families"""
)
"""Nouns for groups, of which at most 100 per cent can do something."""
VERBS_OF_PEOPLE = word_set(
    "voted vote said say backed back supported support opposed oppose agreed agree think believe want live own"
)
"""Verbs for what a share of people does."""
TURNOUT_NOUNS = word_set("turnout attendance")
WHOLE_PERCENT = 100  # per cent


def check(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        if figure.kind is not Kind.PERCENT or figure.value is None or figure.value <= WHOLE_PERCENT or figure.is_range:
            continue
        if _is_of_people(article, figure) or _is_turnout(article, figure):
            yield Finding(
                Severity.NOTE if figure.quoted else Severity.ERROR,  # a speaker who alleges fraud states it on purpose
                f"{figure.words} is more than all of them.",
                (figure.span,),
                f"{figure.words} > 100%",
                question=f"What should {mid_sentence(figure.words)} be?",
            )


def _is_of_people(article: Article, figure: Figure) -> bool:
    """Whether the figure is a share of people who do something: "164% of the village voted"."""
    bounds = article.sentences[figure.sentence].span
    words_after = plain_words(article.text[figure.span.end : min(bounds.end, figure.span.end + 60)])
    if words_after[:1] != ["of"]:
        return False
    for index, word in enumerate(words_after[1:6], 1):
        if word in GROUPS_OF_PEOPLE:
            return not VERBS_OF_PEOPLE.isdisjoint(words_after[index + 1 : index + 3])
    return False


def _is_turnout(article: Article, figure: Figure) -> bool:
    """Whether the figure is a turnout: "A turnout of 117%", "turnout was 117%"."""
    bounds = article.sentences[figure.sentence].span
    words_before = plain_words(article.text[max(bounds.start, figure.span.start - 24) : figure.span.start])
    return len(words_before) > 1 and words_before[-1] in ("of", "was", "at") and words_before[-2] in TURNOUT_NOUNS


EXAMPLES = (
    Example("of a village", "Around 164% of the village voted in favour, the clerk said.", "error"),
    Example("a turnout", "The mayor was returned on a turnout of 117%.", "error"),
    Example("a charge of fraud", 'They lost. "We see a turnout of 117% in some villages," said Ann Ode.', "note"),
    Example("a share", "Around 64% of the village voted in favour, on a turnout of 71%.", "silent"),
    Example("all", "In all, 100% of voters backed it.", "silent"),
    Example("rain", "The town had 164% of its usual rain, and 130% of the target was met.", "silent"),
    Example("a change", "Turnout rose by 117% and 120% of the residents' budget is spent.", "silent"),
)

RULE = Rule(code="MF02", slug="impossible-share", scope="article", relation="form", check=check, examples=EXAMPLES)
