"""The scorers that a sentence names are not as many as the goals of the score that it gives them.

Ties "Goals from Ames, Bell and Cole gave Rovers a 3-0 win": three names and three goals. Where the text says first how
far the side was behind ("were 2-0 down but goals from Ames and Bell earned a draw"), the names are those that came
after.

Silent on a single name, where one may have scored twice, on own goals and penalties, and where the goals are not all
that the side scored ("helped", "late", "second-half").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Listing, Outcome, Severity, Tick
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.scores._results import Result, results
from checks.wording import things

LEAD_IN = re.compile(r"\b(?:goals|strikes|efforts|headers|scores) (?:from|by) $", re.IGNORECASE)
NOT_ALL = lexicon(
    """helped late second-half second first-half first early own twice double brace two hat-trick hat penalty penalties
    three further more also including inspired set added consolation injury stoppage"""
)
GAVE = re.compile(
    r"^(?: had| have)? (?:gave|earned|secured|sealed|handed|ensured|brought|clinched|wrapped up|completed|were enough"
    r"|saw|put|fired|took|gives|earns|secures)\b",
    re.IGNORECASE,
)
DRAWN = re.compile(r"^\s?(?:draw|tie|stalemate)", re.IGNORECASE)
BEHIND = re.compile(r"^ (?:down|behind)\b", re.IGNORECASE)


def check(article: Article) -> Iterator[Outcome]:
    for listing in article.listings:
        if listing.proper and LEAD_IN.search(article.text, max(0, listing.span.start - 30), listing.span.start):
            yield from _of_listing(article, listing)


def _of_listing(article: Article, listing: Listing) -> Iterator[Outcome]:
    bounds = article.sentences[listing.sentence].span
    words = article.words(bounds)
    if not GAVE.match(article.text[listing.span.end : bounds.end]):
        return
    near = plain_words(article.text[max(bounds.start, listing.span.start - 40) : bounds.end])
    if not NOT_ALL.isdisjoint(near) or listing.is_open:
        return
    found = results(words, bounds.start)
    behind = [one for one in found if one.span.end < listing.span.start and _is_behind(article, one)]
    finals = [one for one in found if one.span.start > listing.span.end]
    if len(finals) != 1 or len(found) != 1 + len(behind) or len(behind) > 1:
        return
    final = finals[0]
    goals = max(final.both)
    if behind:
        if max(behind[0].both) > min(final.both):
            return  # that score cannot have led to this one: no matter of who scored
        goals -= min(behind[0].both)
    yield _judged(listing, final, behind, goals)


def _is_behind(article: Article, one: Result) -> bool:
    return bool(BEHIND.match(article.text[one.span.end : one.span.end + 10]))


def _judged(listing: Listing, final: Result, behind: list[Result], goals: int) -> Outcome:
    spans = tuple(sorted((*listing.items, final.span, *(one.span for one in behind))))
    shown = f"{final.first}-{final.second}"
    named = len(listing.items)
    since = f" from {behind[0].first}-{behind[0].second}" if behind else ""
    if named == goals:
        return Tick(f"{things(named, 'scorer')} for {shown}{since}.", spans)
    return Finding(
        Severity.WARNING,
        f"{things(named, 'scorer')} {'is' if named == 1 else 'are'} named, and {shown}{since} takes "
        f"{things(goals, 'goal')}.",
        spans,
        f"{named} named, {goals} scored",
        question=f"Is {shown} right, and did one of them score more than once?",
    )


EXAMPLES = (
    Example("three names, five goals", "Goals from Ames, Bell and Cole gave Rovers a 5-0 win at Easton.", "warning"),
    Example("three names, two goals", "Goals from Ames, Bell and Cole gave Rovers a 2-1 win at Easton.", "warning"),
    Example("three names, three goals", "Goals from Ames, Bell and Cole gave Rovers a 3-1 win at Easton.", "tick"),
    Example("from behind", "Town were 3-0 down, but goals from Ames and Bell earned them a 3-3 draw.", "warning"),
    Example("from behind, right", "Town were 2-0 down, but goals from Ames and Bell earned them a 2-2 draw.", "tick"),
    Example("some of the goals", "Goals from Ames and Bell helped Rovers to a 4-1 win at Easton.", "silent"),
    Example("late goals", "Late goals from Ames and Bell gave Rovers a 4-1 win at Easton.", "silent"),
    Example("twice", "Goals from Ames, who scored twice, and Bell gave Rovers a 3-1 win at Easton.", "silent"),
    Example("an own goal", "Goals from Ames and Bell and an own goal gave Rovers a 3-1 win at Easton.", "silent"),
    Example("two scores", "Goals from Ames and Bell gave Rovers a 3-1 win after last week's 2-0 defeat.", "silent"),
)

RULE = Rule(code="SC06", slug="scorers", scope="article", check=check, examples=EXAMPLES)
