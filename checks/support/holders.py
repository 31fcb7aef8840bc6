"""Tells whether the source gives an agreeing value to another holder, place or time than the target does.

"Eighteen people died in Wales" has the source's number where the source says that eighteen died in Kent. The holder of
a figure is the name before it that no preposition introduces, its place the name behind "in" or "at", its time the
nearest date with no other figure in between. A name that the source's sentence leaves out says little, as that may call
its holder "he" or "the firm"; another name in the same role and with the same verb says more.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Sequence
from typing import NamedTuple

from checks import names
from checks.article_cache import cached_per_article
from checks.model import Article, Figure, Granularity, Kind, Moment, Span
from checks.passage_index import STOP_WORDS, WORD, locate, neighbouring_figures, stem
from checks.pattern import pattern
from checks.support.binding import name_finder, share_name
from checks.support.verdict import SKIPPED_KINDS
from checks.word_set import word_set

MAX_BEFORE, MAX_BEHIND = 200, 80
"""Characters before and behind a figure that are read."""
PLACE_BEFORE = pattern(r"\b(?:in|at|near|across|around|outside) (?:the )?(?:[a-z]+ )?$", re.IGNORECASE)
OTHER_PREPOSITION = pattern(
    r"\b(?:of|from|to|by|for|with|against|on|over|after|before|behind|into|between|than|since|under|via|through|despite"
    r"|like|about|around|towards?|including|called|named) (?:(?!wh)[a-z]+ ){0,2}$"
)
SAYS = pattern(
    r"(?:,[^,;.]{0,60},)? (?:has |have |had |also |later )*(?:said|says|told|adds?|added|argue[sd]?|warn(?:s|ed)|wrote"
    r"|explained|claim(?:s|ed)|believes?|estimate[sd]?|predict(?:s|ed)|confirmed)\b"
)
AUXILIARIES = "is was are were has had have will would could can may might must did does do to"
IRREGULAR_PASTS = """ate beat became began bought brought broke built came caught chose cost cut drank drew drove fell
    felt flew forgot fought found gave got grew held hit kept led left lost made met paid put ran rode rose sang sank
    saw sent set shot slept sold sought spent spoke stole stood struck swam swept taught threw took tore won wore
    wrote"""
VERBS = "|".join(f"{AUXILIARIES} {IRREGULAR_PASTS}".split())
VERB_BEHIND = pattern(
    r"['’]s?\b|,| \(| (?:[a-z]+ly |also |now |(?:last|this|on) \w+ |yesterday )?"
    rf"(?:(?:{VERBS}|[a-z]+ed|wins|kills|scores)\b|[a-z]{{2,}}s (?=[\d£$€]|(?:an?|the|about|over|nearly|more|up) ))"
)
POSSESSIVE = pattern(r"['’]s?\b")
POSSESSIVE_END = pattern(r"['’]s?$")
FIRST_PRONOUN = pattern(r"\W*(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|The ([A-Z]\w+)(?=,| [a-z]))\b")
ITS_OWN = pattern(r"\b(?:its|his|her|their) [a-z][a-z -]{1,30},? $", re.IGNORECASE)
CONTRASTED = pattern(
    r"\b(?:rival|competitor|predecessor|successor|opponent|neighbour|neighbor|runner-up|team-?mate|wife|husband|brother"
    r"|sister|son|daughter|father|mother),? $",
    re.IGNORECASE,
)
OFFICE = pattern(
    r"\b(?:executive|boss|chief|chairm[ae]n|chairwom[ae]n|chair|founder|co-founder|manager|coach|captain|director"
    r"|president|minister|mayor|secretary|owner|head|leader|lawyer|spokesman|spokeswoman|spokesperson),? $",
    re.IGNORECASE,
)
REFERRING = pattern(r"\b(?:he|she|they|him|them|(?:the|this|that|these|those) [a-z\d]|her(?= \d| for))")
IT = pattern(r"\bit\b")
TO_BE = word_set("is was are were be been being")
TIME_BREAK = pattern(r"[;:]|\b(?:and|but|while|whereas|although|which|who)\b")


class Setting(NamedTuple):
    """The name that has a figure and the place that it is stated for; None where its sentence has none."""

    holder: Span | None
    place: Span | None


def has_other_holder(figure: Figure, source_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the source's sentence gives the value to another name, in the role that one has in the target's."""
    name = _setting(figure, target, _names_like_source(target, source)).holder
    if figure.kind in (Kind.SCORE, Kind.AGE) or name is None or _is_named(name, source_figure.sentence, target, source):
        return False
    other = _setting(source_figure, source, _names_in(source)).holder
    if other is not None:
        return _is_excluded(figure, source_figure, name, other, target, source)
    # "He has 16": whoever is named only later is not meant.
    return _begins_with_reference(source, source_figure.sentence) and (
        any(named.span.end <= source_figure.span.start for named in _names(source))
        and not any(_is_named(name, number, target, source) for number in range(source_figure.sentence))
    )


def has_other_place(figure: Figure, source_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the source states the value for another place than the target, which names no holder."""
    own = _setting(figure, target, _names_like_source(target, source))
    if figure.kind is Kind.SCORE or own.holder is not None or own.place is None:
        return False
    other = _setting(source_figure, source, _names_in(source)).place
    return (
        other is not None
        and not _is_people(other, source)
        and not _is_named(own.place, source_figure.sentence, target, source)
    )


def shares_setting(figure: Figure, rival: Figure, target: Article, source: Article) -> bool:
    """Whether the source's sentence about another value has the target's holder, or else its place."""
    own = _setting(figure, target, _names_like_source(target, source))
    name = own.holder or own.place
    return name is not None and _is_named(name, rival.sentence, target, source)


_names = cached_per_article(names.find_names)


@cached_per_article
def _names_by_sentence(article: Article) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for name in _names(article):
        spans[locate(article, name.span).sentence].append(name.span)
    return spans


def _names_in(article: Article) -> Callable[[int], list[Span]]:
    return lambda sentence: _names_by_sentence(article).get(sentence, [])


def _names_like_source(target: Article, source: Article) -> Callable[[int], list[Span]]:
    """Finds the names of a sentence of the target that are names in the source: in a short text the first word of a
    sentence shows no other sign of being one."""
    find = name_finder(target, source)
    capitals = names.index_source(source).capitals

    def is_known(word: str) -> bool:
        return word.lower() in capitals or names.country_of(word) is not None

    def named(sentence: int) -> list[Span]:
        found = [
            Span(span.start, span.start + len(POSSESSIVE_END.sub("", target.text_of(span))))
            for span, _ in find(target, target.sentences[sentence].span)
        ]
        whole = _names_by_sentence(target).get(sentence, [])
        found = [next((name for name in whole if name.contains(span)), span) for span in found]
        return [span for span in found if any(map(is_known, _words(target.text_of(span))))]

    return named


def _is_named(name: Span, sentence: int, target: Article, source: Article) -> bool:
    """Whether a sentence of the source has a name that may be the target's."""
    words = target.text_of(name)
    said = WORD.findall(source.text, *source.sentences[sentence].span)
    if set(_words(words)) <= {_words(word)[0] for word in said if _words(word)}:
        return True
    return any(not _are_different(words, source.text_of(span), source) for span in _names_in(source)(sentence))


def _setting(figure: Figure, article: Article, names_in: Callable[[int], list[Span]]) -> Setting:
    neighbours = [other.span for other in neighbouring_figures(figure, article) if _same_kind(other, figure)]
    start, end = figure.span.start - MAX_BEFORE, figure.span.end + MAX_BEHIND
    end = min((span.start for span in neighbours if span.start >= figure.span.end), default=end)
    holder: Span | None = None
    place: Span | None = None
    for span in names_in(figure.sentence):
        is_before, before = span.end <= figure.span.start, article.text[max(0, span.start - 40) : span.start]
        if not start <= span.start <= span.end <= end:
            continue
        if PLACE_BEFORE.search(before):
            if is_before or place is None:
                place = span
        elif is_before and not OTHER_PREPOSITION.search(before) and _may_hold(span, article):
            holder = span
    return Setting(holder, place)


def _may_hold(span: Span, article: Article) -> bool:
    """Whether a name has a verb, a comma or a thing of its own behind it, and is no speaker ("Moss said the firm lost
    £3m"), no part of another's name ("the Anfield club") and no people's ("the Australian")."""
    return (
        not _is_people(span, article)
        and VERB_BEHIND.match(article.text, span.end) is not None
        and SAYS.match(article.text, span.end) is None
    )


def _begins_with_reference(article: Article, sentence: int) -> bool:
    """Whether a sentence begins with a pronoun or with a people's name for one of them: "The Kenyan, 26,"."""
    found = FIRST_PRONOUN.match(article.text, article.sentences[sentence].span.start)
    return found is not None and (found.group(1) is None or _is_people(Span(*found.span(1)), article))


def _is_people(span: Span, article: Article) -> bool:
    name = article.text_of(span)
    return names.country_of(name) is not None and not names.is_country(name)


def _is_excluded(
    figure: Figure, source_figure: Figure, holder: Span, other_holder: Span, target: Article, source: Article
) -> bool:
    """Whether the source's sentence leaves no room for the target's holder beside its own."""
    before = source.text[max(0, other_holder.start - 40) : other_holder.start]
    is_contrasted = CONTRASTED.search(before) is not None
    if not is_contrasted and (ITS_OWN.search(before) or _has_office(other_holder, before, source)):
        return False  # "its boss, Carl Webb, promised £5m": he speaks for the firm
    own, other = Span(holder.end, figure.span.start), Span(other_holder.end, source_figure.span.start)
    rest = Span(other_holder.end, source.sentences[source_figure.sentence].span.end)
    if _stems(target, own) & _stems(source, other) and _is_passive(target, own) == _is_passive(source, other):
        return REFERRING.search(source.text_of(other)) is None
    if POSSESSIVE.match(source.text, other_holder.end):
        return False  # "Rovers' Italian forward" may be anyone
    return REFERRING.search(source.text_of(rest)) is None and (is_contrasted or not IT.search(source.text_of(rest)))


def _has_office(name: Span, before: str, article: Article) -> bool:
    """Whether a title or an office stands before a name: "Manager Gary Holt", "chief executive Dina Marsh"."""
    return names.is_title(article.text_of(name).split()[0]) or OFFICE.search(before) is not None


def _stems(article: Article, span: Span) -> frozenset[str]:
    words = map(str.lower, WORD.findall(article.text, *span))
    return frozenset(stem(word) for word in words if word not in STOP_WORDS)


def _is_passive(article: Article, span: Span) -> bool:
    return not TO_BE.isdisjoint(article.text_of(span).lower().split())


def _words(name: str) -> list[str]:
    return [POSSESSIVE_END.sub("", word) for word in name.split() if not names.is_title(word)]


def _are_different(name: str, other: str, source: Article) -> bool:
    """Whether two names are of two holders: no word in common, or a last name with two first names."""
    words, others = _words(name), _words(other)
    if not words or not others or _is_short_for(words, others) or _is_short_for(others, words):
        return False
    lower, other_lower = [word.lower() for word in words], [word.lower() for word in others]
    if share_name(lower, other_lower):
        have_first_names = len(words) == len(others) == 2 and lower[1] == other_lower[1] and lower[0] != other_lower[0]
        return have_first_names and all(
            re.search(rf"\b{re.escape(each)}\b", source.text) for each in (words[0], others[0])
        )
    return True


def _is_short_for(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether the one is the initials of the other: "VW" for "Volkswagen", "HRB" for "Holm River Board"."""
    return any(word.isupper() and len(word) > 1 and word[0] == others[0][0] for word in words)


def _same_kind(figure: Figure, other: Figure) -> bool:
    return other.kind not in SKIPPED_KINDS and (figure.unit, figure.per) == (other.unit, other.per)


@cached_per_article
def moments_by_sentence(article: Article) -> dict[int, list[Moment]]:
    """The dates of each sentence, by sentence index."""
    found: dict[int, list[Moment]] = defaultdict(list)
    for moment in article.moments:
        found[moment.sentence].append(moment)
    return found


def time_of(figure: Figure, article: Article) -> Moment | None:
    """The nearest date of a figure's clause with no other figure in between; None if there is none."""
    limits = [other.span for other in neighbouring_figures(figure, article) if other.kind not in SKIPPED_KINDS]
    nearest: Moment | None = None
    for moment in moments_by_sentence(article).get(figure.sentence, ()):
        if moment.span.overlaps(figure.span):
            continue
        gap = _gap(figure.span, moment.span)
        if any(gap.contains(limit) for limit in limits) or TIME_BREAK.search(article.text_of(gap)):
            continue
        if nearest is None or _length(gap) <= _length(_gap(figure.span, nearest.span)):
            nearest = moment
    return nearest


def _gap(first: Span, second: Span) -> Span:
    return Span(min(first.end, second.end), max(first.start, second.start))


def _length(span: Span) -> int:
    return span.end - span.start


def are_other_times(first: Moment, second: Moment) -> bool:
    """Whether two dates cannot be one: two years, two months, "this year" and "last year"."""
    if first.until or second.until or first.relation or second.relation:
        return False
    if first.year is not None and second.year is not None:
        if first.year != second.year:
            return True
    elif Granularity.YEAR in (first.granularity, second.granularity):
        return (
            bool(first.relative and second.relative)
            and first.granularity is second.granularity
            and (first.relative.lower() != second.relative.lower())
        )
    return first.month is not None and second.month is not None and first.month != second.month


def past_year(moment: Moment | None, article: Article) -> int | None:
    """The year of a date that is a year before that of publication; None for any other date."""
    if moment is None or moment.year is None or moment.relative or moment.granularity is not Granularity.YEAR:
        return None
    return None if article.published is not None and moment.year >= article.published.year else moment.year
