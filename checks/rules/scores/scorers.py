"""The scorers that a sentence names are not as many as the goals of the score that it gives them.

Compares "Goals from Ames, Bell and Cole gave Rovers a 3-0 win": three names and three goals. Where the text first says
how far the side was behind ("were 2-0 down but goals from Ames and Bell earned a draw"), the names are those that came
after. "Ames scored twice and Bell once", "a hat-trick from Ames" and "with goals from Ames and Bell" may not be more
than a side has.

Silent on fewer goals where the text does not say that these made the result, on own goals and penalties, and on goals
that may be the other side's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from checks.model import Article, Finding, Listing, Outcome, Severity, Span, Tick
from checks.number_format import counted
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.scores._results import COUNT, Result, group_span, number_value, results, story_sentences

LEAD_IN = pattern(r"\b(?:goals|strikes|efforts|headers|scores) (?:from|by) $", re.IGNORECASE)
NOT_ALL = lexicon(
    """helped late second-half second first-half first early own twice double brace two hat-trick hat penalty penalties
    three further more also including inspired set added consolation injury stoppage"""
)
PARTLY = lexicon("late second-half first-half second first early more also including inspired injury stoppage further")
GAVE = pattern(
    r"^(?: had| have)?,? (?:(?:one|a goal) in each half,? )?(?:gave|earned|secured|sealed|handed|ensured|brought"
    r"|clinched|wrapped up|completed|were enough|saw|put|fired|took|gives|earns|secures|settled|decided|won"
    r"|did the damage)\b",
    re.IGNORECASE,
)
BEHIND = pattern(r"^ (?:down|behind)\b", re.IGNORECASE)
# What one player scored, for every wording the number of goals.
SCORED = pattern(
    r"\b(?:(?i:(?:scored|netted|struck) (?P<adverb>once|twice)|(?P<trick>hat-trick|hat trick)|(?P<pair>brace)"
    rf"|(?:scored|netted|hit|with) (?P<n>{COUNT}) goals?|(?P<of>{COUNT}|a) goals? (?:from|by)"
    rf"|and (?P<another>{COUNT}) (?:from|by))|[A-Z]\w+ (?P<also>once|twice))\b"
)
GIVEN = pattern(r"^ [A-Z]\w+(?: [A-Z]\w+)? (?:gave|earned|secured|sealed|handed)\b")
MAX_GAP = 250  # characters from the names to the score
WORDS_FOR = {"once": 1, "twice": 2, "hat-trick": 3, "hat trick": 3, "brace": 2, "a": 1}
WON = lexicon("won win wins winning beat beats beating victory winners thrashed thrashing gave sealed")
OTHERS = lexicon(
    """lost lose defeat defeated consolation despite season career seasons games matches own reply replied replying
    former earlier previous last league international tally penalty assists half"""
)


def check(article: Article) -> Iterator[Outcome]:
    for listing in article.listings:
        if listing.proper and LEAD_IN.search(article.text, max(0, listing.span.start - 30), listing.span.start):
            yield from _compare_listing(article, listing)
    for start, words in story_sentences(article):
        yield from _compare_players(words, start)


def _compare_listing(article: Article, listing: Listing) -> Iterator[Outcome]:
    """Compares a list of scorers with the score that follows it."""
    whole = article.sentences[listing.sentence].span
    bounds = Span(max(whole.start, listing.span.start - MAX_GAP), min(whole.end, listing.span.end + MAX_GAP))
    made_it = GAVE.match(article.text[listing.span.end : bounds.end])
    near = plain_words(article.text[max(bounds.start, listing.span.start - 40) : bounds.end])
    if not NOT_ALL.isdisjoint(near) or listing.is_open:
        return
    found = results(article.words(bounds), bounds.start)
    if made_it and not found and listing.sentence:
        before = article.sentences[listing.sentence - 1].span
        found = results(article.words(before), before.start)
        if len(found) == 1:
            yield from _outcome(listing, found[0], None, max(found[0].both), fewer=True)
        return
    if not made_it:
        if len(found) == 1 and found[0].span.end < listing.span.start and OTHERS.isdisjoint(near):
            yield from _outcome(listing, found[0], None, max(found[0].both), fewer=False)
        return
    behind = [score for score in found if score.span.end < listing.span.start and _is_behind(article, score)]
    finals = [score for score in found if score.span.start > listing.span.end]
    if len(finals) != 1 or len(found) != 1 + len(behind) or len(behind) > 1:
        return
    goals = max(finals[0].both)
    if behind:
        if max(behind[0].both) > min(finals[0].both):
            return  # that score cannot have led to this one, no matter who scored
        goals -= min(behind[0].both)
    yield from _outcome(listing, finals[0], behind[0] if behind else None, goals, fewer=True)


def _is_behind(article: Article, score: Result) -> bool:
    """Whether the score is a deficit: "2-0 down"."""
    return bool(BEHIND.match(article.text[score.span.end : score.span.end + 10]))


def _outcome(listing: Listing, final: Result, behind: Result | None, goals: int, *, fewer: bool) -> Iterator[Outcome]:
    """The outcome for a list of scorers. `fewer`: the names cover all goals, so that too few are questioned."""
    spans = tuple(sorted((*listing.items, final.span, *([behind.span] if behind else []))))
    shown = f"{final.first}-{final.second}" + (f" from {behind.first}-{behind.second}" if behind else "")
    yield from _compared(len(listing.items), goals, shown, spans, fewer=fewer)


def _compare_players(words: str, start: int) -> Iterator[Outcome]:
    """Compares goals by player with the result: "Ames scored twice and Bell once as Rovers beat Town 3-1"."""
    found = results(words, start)
    if len(found) != 1:
        return
    parts = list(SCORED.finditer(words))
    near = plain_words(words)
    if not parts or not OTHERS.isdisjoint(near) or max(found[0].both) > 9:
        return
    named = [next(name for name, text in part.groupdict().items() if text) for part in parts]
    if named[0] in ("another", "also") or (named == ["of"] and parts[0].group("of") in ("a", "one")):
        return
    said = [part.group(name).lower() for part, name in zip(parts, named, strict=True)]
    goals = sum(WORDS_FOR[word] if word in WORDS_FOR else number_value(word) for word in said)
    final = found[0]
    spans = tuple(
        sorted((*(group_span(part, name, start) for part, name in zip(parts, named, strict=True)), final.span))
    )
    wins = not WON.isdisjoint(near)
    all_told = (
        set(named) == {"of", "another"} and bool(GIVEN.match(words[parts[-1].end() :])) and PARTLY.isdisjoint(near)
    )
    if all_told or goals > max(final.both) or (wins and goals == max(final.both)):
        shown = f"{final.first}-{final.second}"
        yield from _compared(goals, max(final.both), shown, spans, fewer=all_told)


def _compared(named: int, goals: int, shown: str, spans: tuple[Span, ...], *, fewer: bool) -> Iterator[Outcome]:
    """A tick or a finding for the goals named and the goals of the score."""
    if named == goals:
        yield Tick(f"{counted(named, 'goal')} told for {shown}.", spans)
    elif named > goals or fewer:
        yield Finding(
            Severity.WARNING,
            f"The text tells who scored {counted(named, 'goal')}, and {shown} takes {goals}.",
            spans,
            f"{named} told, {goals} scored",
            question=f"Is {shown} right, and who scored how often?",
        )


EXAMPLES = (
    Example("three names, five goals", "Goals from Ames, Bell and Cole gave Rovers a 5-0 win at Easton.", "warning"),
    Example("three names, two goals", "Goals from Ames, Bell and Cole gave Rovers a 2-1 win at Easton.", "warning"),
    Example("three names, three goals", "Goals from Ames, Bell and Cole gave Rovers a 3-1 win at Easton.", "tick"),
    Example("from behind", "Town were 3-0 down, but goals from Ames and Bell earned them a 4-3 win.", "warning"),
    Example("from behind, right", "Town were 2-0 down, but goals from Ames and Bell earned them a 2-2 draw.", "tick"),
    Example(
        "the sentence before", "Rovers beat Town 3-0. Goals by Ames and Bell, one in each half, settled it.", "warning"
    ),
    Example("the score first", "Rovers beat Town 2-1 with goals from Ames, Bell and Cole.", "warning"),
    Example("the score first, right", "Rovers beat Town 3-1 with goals from Ames, Bell and Cole.", "tick"),
    Example("twice and once", "Ames scored twice and Bell once as Rovers beat Town 2-1.", "warning"),
    Example("twice and once, right", "Ames scored twice and Bell once as Rovers beat Town 3-1.", "tick"),
    Example("a hat-trick", "Ames hit a hat-trick as Rovers beat Town 2-1.", "warning"),
    Example("two and one", "Two goals from Ames and one from Bell gave Rovers a 4-0 win.", "warning"),
    Example("two and one, right", "Two goals from Ames and one from Bell gave Rovers a 3-0 win.", "tick"),
    Example("two and one late", "Two late goals from Ames and one from Bell gave Rovers a 4-0 win.", "silent"),
    Example("a hat-trick among four", "Ames hit a hat-trick as Rovers beat Town 4-1.", "silent"),
    Example("a hat-trick in vain", "Ames hit a hat-trick but Town lost 4-3.", "silent"),
    Example("an own goal among them", "Rovers won 4-1, Ames scoring twice and Bell once, with an own goal.", "silent"),
    Example("some of the goals", "Goals from Ames and Bell helped Rovers to a 4-1 win at Easton.", "silent"),
    Example("late goals", "Late goals from Ames and Bell gave Rovers a 4-1 win at Easton.", "silent"),
    Example("and twice more", "Goals from Ames, who scored twice more, and Bell gave Rovers a 4-1 win.", "silent"),
    Example("an own goal", "Goals from Ames and Bell and an own goal gave Rovers a 3-1 win at Easton.", "silent"),
    Example("two scores", "Goals from Ames and Bell gave Rovers a 3-1 win after last week's 2-0 defeat.", "silent"),
    Example("of a season", "Ames has a hat-trick and 20 goals this season and Rovers won 2-1.", "silent"),
)

RULE = Rule(code="SC06", slug="scorers", scope="article", check=check, examples=EXAMPLES)
