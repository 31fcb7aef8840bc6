"""Of whom is a figure said, and what befell them: the person of an age, the sides of a score, the fate of a count."""

from __future__ import annotations

import re

from checks import names, outcome_events, passage_index, sameness
from checks.model import Article, Figure, Kind, Span
from checks.passage_index import Passages, stem
from checks.pattern import pattern
from checks.support.verdict import COUNTS, Link

CLOSE = 0.4
NAME = pattern(r"(?:[A-Z][\w'’-]*\.? +){0,3}[A-Z][\w'’-]+")
NAME_BEFORE = pattern(rf"({NAME.pattern})(?:,| \(|, aged?| is| was| turns| turned) ?$")
NAME_AFTER = pattern(rf" *,? *({NAME.pattern})(?! [a-z]+s?\b (?:man|woman|boy|girl))")
AGE_GROUP = pattern(r"\)? ?-?(?:(?:and|or) (?:under|over|older|younger|above|below)|category|group)\b")
_NO_NAMES = "he she they it the a an this that his her their its there who man woman boy girl"
NO_NAMES = frozenset(_NO_NAMES.split())
OF_THEM = pattern(r"(?: [a-z]+)? of (?:them|whom)\b")


def person_of(figure: Figure, article: Article) -> frozenset[str]:
    """The words of the name that an age is given to ("Karl Haugh, 25", "25-year-old Karl Haugh"), lower case."""
    sentence = article.sentences[figure.sentence].span
    if AGE_GROUP.match(article.text, figure.span.end):
        return frozenset()
    found = NAME_BEFORE.search(article.text, max(sentence.start, figure.span.start - 60), figure.span.start)
    if not found:
        found = NAME_AFTER.match(article.text, figure.span.end, sentence.end)
        # "The 14-year-old Mumbai boy" is nobody's name.
        if found and re.match(r" [a-z]", article.text[found.end() : found.end() + 2]) and " " not in found.group(1):
            return frozenset()
    words = frozenset(found.group(1).lower().split()) if found else frozenset()
    return frozenset() if words & NO_NAMES else words


YOUNG = frozenset("boy girl schoolboy schoolgirl child toddler baby infant teenager teen youngster pupil".split())
GROWN = frozenset("man woman pensioner grandmother grandfather mother father".split())
LAST_YOUNG, FIRST_GROWN = 19, 16
HOLDER = pattern(r"[\s-]*(?:old )?([a-z]+)")


def of_another_age(figure: Figure, other: Figure, target: Article) -> bool:
    """Can the source's age not be this person's: a "five-year-old boy" is nowhere 36?"""
    if figure.kind is not Kind.AGE or other.value is None or other.unit != "year":
        return False
    holder = HOLDER.match(target.text, figure.span.end, figure.span.end + 30)
    word = holder.group(1) if holder else ""
    return (word in YOUNG and other.value > LAST_YOUNG) or (word in GROWN and other.value < FIRST_GROWN)


def _relatives(mine: frozenset[str], theirs: frozenset[str], source: Article) -> bool:
    """Have two people whom the source names one surname: Emil and Petr Halloran?"""
    first, other = mine - theirs, theirs - mine
    if not mine & theirs or len(first) != 1 or len(other) != 1:
        return False
    return all(re.search(rf"\b{re.escape(name)}\b", source.text, re.IGNORECASE) for name in first | other)


def _behind(name: str, figure: Figure, article: Article) -> bool:
    """Does the name stand behind the figure and not before it, where it would be the one whose age is given?"""
    sentence = article.sentences[figure.sentence].span
    word = re.compile(rf"\b{re.escape(name)}\b", re.IGNORECASE)
    before = word.search(article.text, sentence.start, figure.span.start)
    return before is None and word.search(article.text, figure.span.end, sentence.end) is not None


def other_person(figure: Figure, links: list[Link], target: Article, source: Article) -> str:
    """The name of the person whose age the source gives, where the target speaks of another; "" otherwise."""
    mine = person_of(figure, target)
    sentence = target.sentences[figure.sentence].span
    beside = target.text[max(sentence.start, figure.span.start - 40) : min(sentence.end, figure.span.end + 40)].lower()
    told = ""
    for link in links:
        theirs = person_of(link.there, source)
        if not theirs or (mine & theirs and not _relatives(mine, theirs, source)):
            return ""
        if mine:
            known = all(re.search(rf"\b{re.escape(name)}\b", source.text, re.IGNORECASE) for name in mine)
            if not known:
                return ""
        elif any(name in beside for name in theirs) or not any(_behind(name, figure, target) for name in theirs):
            return ""
        told = told or " ".join(sorted(theirs))
    return told


def _someone_else(figure: Figure, link: Link, target: Passages, source: Passages) -> bool:
    """Two people of one age."""
    mine, theirs = person_of(figure, target.article), person_of(link.there, source.article)
    return bool(mine and theirs) and not mine & theirs


VOTED = pattern(r"\bvot(?:e|es|ed|ing)\b")
VOTED_NEAR = 24


def other_sides(figure: Figure, links: list[Link], target: Article, source: Article) -> bool:
    """Is each score of the source that agrees told of sides of which the target's sentence names none?"""
    if not links or any(link.fit >= CLOSE for link in links):
        return False
    if all(
        VOTED.search(text, max(0, one.span.start - VOTED_NEAR), one.span.start)
        for text, one in ((target.text, figure), *((source.text, link.there) for link in links))
    ):
        return False  # a vote has no sides with names
    # A side that the source never names ("the Argentine") may be one that it names otherwise.
    mine = _named(target.words(target.sentences[figure.sentence].span)) & names.index_source(source).words
    mine = frozenset(word for word in mine if names.country_of(word) is None or names.is_country(word))
    for sentence in {link.there.sentence for link in links} if mine else ():
        start = source.sentences[max(sentence - 1, 0)].span.start
        theirs = _named(source.text[start : source.sentences[sentence].span.end])
        if len(theirs) < 2 or mine & theirs:
            return False
    return bool(mine)


def _named(text: str) -> frozenset[str]:
    return frozenset(word for name in names.find_names(text) for word in name.key)


def fates_of(figure: Figure, article: Article) -> list[tuple[str, int]]:
    """The fates told of a figure: those between the counts before and after it in its sentence, if there are any."""
    start, end = article.sentences[figure.sentence].span
    if OF_THEM.match(article.text, figure.span.end):
        told = [
            one
            for one in passage_index.neighbouring_figures(figure, article)
            if one.span < figure.span and one.kind in COUNTS
        ]
        if told:
            return fates_of(told[-1], article)  # "killed 34 people, nine of them children, and injured 270"
    for other in passage_index.neighbouring_figures(figure, article):
        if other.kind in COUNTS:
            if other.span.end <= figure.span.start:
                start = other.span.end
            elif other.span.start >= figure.span.end:
                end = min(end, other.span.start)
    own = outcome_events.fates(article.text, Span(start, end), figure.span)
    return own or outcome_events.fates(article.text, article.sentences[figure.sentence].span, figure.span)


def fate_unheard_of(figure: Figure, target: Passages, source: Passages) -> bool:
    """Does the target count dead, where the source has no word of death?"""
    if (
        figure.kind not in COUNTS
        or figure.noun is None
        or not sameness.is_person(sameness.noun_class(figure.noun.head))
    ):
        return False
    return "dead" not in source.postings and outcome_events.nearest(fates_of(figure, target.article)) == "dead"


BESIDE = 1  # words from a count to what befell it, where nothing else can be meant
UNCLEAR = 5
"""Words by which a fate must stand nearer than another to be the one that is meant."""


def other_fate(figure: Figure, links: list[Link], target: Passages, source: Passages) -> str:
    """The fate that the source tells of those counted, where the target tells one that excludes it; "" otherwise."""
    low, high = figure.interval
    vague = figure.noun is None and low != high  # "hid millions and was jailed": no count of people
    whole = figure.value is not None and figure.value.denominator == 1  # of a magnitude of 6.1 nobody died
    if figure.kind not in (*COUNTS, Kind.AGE) or vague or not whole:
        return ""
    mine = outcome_events.nearest(fates_of(figure, target.article))
    told = ""
    # Whoever is freed was held or charged before: the article may well tell only that.
    for link in links if mine not in ("", "freed") else ():
        if link.fit < links[0].fit - 0.4 or (figure.kind is Kind.AGE and _someone_else(figure, link, target, source)):
            continue
        theirs = [
            (fate, distance)
            for fate, distance in fates_of(link.there, source.article)
            if distance <= outcome_events.REACH
        ]
        if not theirs:
            continue
        # The same words near by may as well be said of this count: "killing at least 40 and injuring 250"; not where
        # one stands right beside it, "shot and wounded two officers before he was found dead".
        nearest = theirs[0][1]
        if nearest <= BESIDE and figure.kind is not Kind.AGE:
            theirs = [one for one in theirs if one[1] <= BESIDE]
        if any(fate == mine and distance <= nearest + UNCLEAR for fate, distance in theirs):
            return ""
        if figure.kind is Kind.AGE:  # "Wells, 28, was trying to arrest him" holds another; who dies was ill before
            theirs = [one for one in theirs if one[0] not in ("held", "ill", "missing", "trapped")]
            if not theirs:
                return ""
        others = [
            fate for fate, distance in theirs if outcome_events.excludes(mine, fate) and distance <= nearest + UNCLEAR
        ]
        if not others:
            return ""
        told = told or others[0]
    return told


PASSIVE = pattern(r"\W+(?:(?:were|was|are|have been|had been|been|being)\W+)?([^\W\d_]+(?:ed|ought|aught|en))\b")


def fate_replaced(figure: Figure, links: list[Link], target: Passages, source: Passages) -> str:
    """The fate that the source tells of people where the target has a participle of which the source knows nothing."""
    if figure.kind not in COUNTS or figure.noun is None or not sameness.is_person(sameness.thing(figure).head):
        return ""
    done = PASSIVE.match(target.article.text, max(figure.span.end, figure.noun.span.end))
    if done is None or fates_of(figure, target.article) or stem(done.group(1)) in source.postings:
        return ""
    told = [outcome_events.nearest(fates_of(link.there, source.article)[:1]) for link in links if link.exact]
    return told[0] if told and all(told) else ""
