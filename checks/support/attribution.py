"""Checks whether the source attributes an agreeing value to another name, place or time than the target does.

"Eighteen people died in Wales" has the source's number, but the source says that eighteen died in Kent. A figure is
attributed to the name before it that no preposition introduces, to the place after "in" or "at", and to the nearest
date with no other figure in between. It proves little if the source's sentence lacks the target's name, as it may say
"he" or "the firm" instead; it proves more if it has another name in the same role and with the same verb.
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

CHARS_BEFORE, CHARS_AFTER = 200, 80
"""Characters before and after a figure in which names are looked for."""
PREPOSITION_OF_PLACE = pattern(r"\b(?:in|at|near|across|around|outside) (?:the )?(?:[a-z]+ )?$", re.IGNORECASE)
OTHER_PREPOSITION = pattern(
    r"\b(?:of|from|to|by|for|with|against|on|over|after|before|behind|into|between|than|since|under|via|through|despite"
    r"|like|about|around|towards?|including|called|named) (?:(?!wh)[a-z]+ ){0,2}$"
)
VERB_OF_SPEAKING = pattern(
    r"(?:,[^,;.]{0,60},)? (?:has |have |had |also |later )*(?:said|says|told|adds?|added|argue[sd]?|warn(?:s|ed)|wrote"
    r"|explained|claim(?:s|ed)|believes?|estimate[sd]?|predict(?:s|ed)|confirmed)\b"
)
AUXILIARIES = "is was are were has had have will would could can may might must did does do to"
IRREGULAR_PASTS = """ate beat became began bought brought broke built came caught chose cost cut drank drew drove fell
    felt flew forgot fought found gave got grew held hit kept led left lost made met paid put ran rode rose sang sank
    saw sent set shot slept sold sought spent spoke stole stood struck swam swept taught threw took tore won wore
    wrote"""
VERBS = "|".join(f"{AUXILIARIES} {IRREGULAR_PASTS}".split())
WORDS_AFTER_SUBJECT = pattern(
    r"['’]s?\b|,| \(| (?:[a-z]+ly |also |now |(?:last|this|on) \w+ |yesterday )?"
    rf"(?:(?:{VERBS}|[a-z]+ed|wins|kills|scores)\b|[a-z]{{2,}}s (?=[\d£$€]|(?:an?|the|about|over|nearly|more|up) ))"
)
POSSESSIVE = pattern(r"['’]s?\b")
POSSESSIVE_END = pattern(r"['’]s?$")
PRONOUN_AT_START = pattern(r"\W*(?:[Hh]e|[Ss]he|[Hh]is|[Hh]er|The ([A-Z]\w+)(?=,| [a-z]))\b")
POSSESSIVE_NOUN = pattern(r"\b(?:its|his|her|their) [a-z][a-z -]{1,30},? $", re.IGNORECASE)
CONTRASTED_ROLE = pattern(
    r"\b(?:rival|competitor|predecessor|successor|opponent|neighbour|neighbor|runner-up|team-?mate|wife|husband|brother"
    r"|sister|son|daughter|father|mother),? $",
    re.IGNORECASE,
)
OFFICE_HOLDER = pattern(
    r"\b(?:executive|boss|chief|chairm[ae]n|chairwom[ae]n|chair|founder|co-founder|manager|coach|captain|director"
    r"|president|minister|mayor|secretary|owner|head|leader|lawyer|spokesman|spokeswoman|spokesperson),? $",
    re.IGNORECASE,
)
REFERENCE_TO_OTHERS = pattern(r"\b(?:he|she|they|him|them|(?:the|this|that|these|those) [a-z\d]|her(?= \d| for))")
PRONOUN_IT = pattern(r"\bit\b")
TO_BE = word_set("is was are were be been being")
CLAUSE_BREAK = pattern(r"[;:]|\b(?:and|but|while|whereas|although|which|who)\b")


class Attribution(NamedTuple):
    """The spans of the name and the place that a figure is attributed to; None where its sentence has none."""

    name: Span | None
    place: Span | None


def has_other_name(figure: Figure, source_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the source attributes the value to another name, in the role that the target's name has."""
    name = _attribution(figure, target, _target_names(target, source)).name
    if figure.kind in (Kind.SCORE, Kind.AGE) or name is None or _has_name(name, source_figure.sentence, target, source):
        return False
    source_name = _attribution(source_figure, source, _names_in(source)).name
    if source_name is not None:
        return _is_name_excluded(figure, source_figure, name, source_name, target, source)
    # "He has 16": somebody named only later is not meant.
    return _begins_with_pronoun(source, source_figure.sentence) and (
        any(named.span.end <= source_figure.span.start for named in _names(source))
        and not any(_has_name(name, number, target, source) for number in range(source_figure.sentence))
    )


def has_other_place(figure: Figure, source_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the source states the value for another place than the target, which attributes it to no name."""
    target_attribution = _attribution(figure, target, _target_names(target, source))
    if figure.kind is Kind.SCORE or target_attribution.name is not None or target_attribution.place is None:
        return False
    other = _attribution(source_figure, source, _names_in(source)).place
    return (
        other is not None
        and not _is_nationality(other, source)
        and not _has_name(target_attribution.place, source_figure.sentence, target, source)
    )


def shares_name_or_place(figure: Figure, rival: Figure, target: Article, source: Article) -> bool:
    """Whether the source's sentence about another value has the target's name or, if it has none, its place."""
    target_attribution = _attribution(figure, target, _target_names(target, source))
    name = target_attribution.name or target_attribution.place
    return name is not None and _has_name(name, rival.sentence, target, source)


_names = cached_per_article(names.find_names)


@cached_per_article
def _names_by_sentence(article: Article) -> dict[int, list[Span]]:
    spans: dict[int, list[Span]] = defaultdict(list)
    for name in _names(article):
        spans[locate(article, name.span).sentence].append(name.span)
    return spans


def _names_in(article: Article) -> Callable[[int], list[Span]]:
    return lambda sentence: _names_by_sentence(article).get(sentence, [])


def _target_names(target: Article, source: Article) -> Callable[[int], list[Span]]:
    """A function that finds the names of a sentence of the target, by index, that are names in the source as well.

    In a short text nothing else shows whether the first word of a sentence is a name.
    """
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


def _has_name(name: Span, sentence: int, target: Article, source: Article) -> bool:
    """Whether the source's sentence with this index has a name that may be the target's."""
    words = target.text_of(name)
    sentence_words = WORD.findall(source.text, *source.sentences[sentence].span)
    if set(_words(words)) <= {_words(word)[0] for word in sentence_words if _words(word)}:
        return True
    return any(not _are_different(words, source.text_of(span), source) for span in _names_in(source)(sentence))


def _attribution(figure: Figure, article: Article, names_in: Callable[[int], list[Span]]) -> Attribution:
    """The name and the place of a figure; `names_in` finds the names of a sentence by its index."""
    neighbours = [other.span for other in neighbouring_figures(figure, article) if _have_same_unit(other, figure)]
    start, end = figure.span.start - CHARS_BEFORE, figure.span.end + CHARS_AFTER
    end = min((span.start for span in neighbours if span.start >= figure.span.end), default=end)
    name: Span | None = None
    place: Span | None = None
    for span in names_in(figure.sentence):
        is_before, before = span.end <= figure.span.start, article.text[max(0, span.start - 40) : span.start]
        if not start <= span.start <= span.end <= end:
            continue
        if PREPOSITION_OF_PLACE.search(before):
            if is_before or place is None:
                place = span
        elif is_before and not OTHER_PREPOSITION.search(before) and _may_be_subject(span, article):
            name = span
    return Attribution(name, place)


def _may_be_subject(span: Span, article: Article) -> bool:
    """Whether a verb, a comma or a possessive ending follows a name that is neither a speaker nor a nationality.

    That excludes "Moss said the firm lost £3m", "the Anfield club" and "the Australian".
    """
    return (
        not _is_nationality(span, article)
        and WORDS_AFTER_SUBJECT.match(article.text, span.end) is not None
        and VERB_OF_SPEAKING.match(article.text, span.end) is None
    )


def _begins_with_pronoun(article: Article, sentence: int) -> bool:
    """Whether a sentence begins with a pronoun or with a nationality: "The Kenyan, 26,"."""
    pronoun = PRONOUN_AT_START.match(article.text, article.sentences[sentence].span.start)
    return pronoun is not None and (pronoun.group(1) is None or _is_nationality(Span(*pronoun.span(1)), article))


def _is_nationality(span: Span, article: Article) -> bool:
    """Whether the span is the name of a people, such as "Kenyan", and not that of a country."""
    name = article.text_of(span)
    return names.country_of(name) is not None and not names.is_country(name)


def _is_name_excluded(
    figure: Figure, source_figure: Figure, name: Span, source_name: Span, target: Article, source: Article
) -> bool:
    """Whether the source's sentence, which attributes the value to `source_name`, cannot be about the target's name."""
    before = source.text[max(0, source_name.start - 40) : source_name.start]
    is_contrasted = CONTRASTED_ROLE.search(before) is not None
    if not is_contrasted and (POSSESSIVE_NOUN.search(before) or _has_office(source_name, before, source)):
        return False  # in "its boss, Carl Webb, promised £5m" he speaks for the firm
    target_gap, source_gap = Span(name.end, figure.span.start), Span(source_name.end, source_figure.span.start)
    rest_of_sentence = Span(source_name.end, source.sentences[source_figure.sentence].span.end)
    if _stems(target, target_gap) & _stems(source, source_gap) and _is_passive(target, target_gap) == _is_passive(
        source, source_gap
    ):
        return REFERENCE_TO_OTHERS.search(source.text_of(source_gap)) is None
    if POSSESSIVE.match(source.text, source_name.end):
        return False  # "Rovers' Italian forward" may be anyone
    return REFERENCE_TO_OTHERS.search(source.text_of(rest_of_sentence)) is None and (
        is_contrasted or not PRONOUN_IT.search(source.text_of(rest_of_sentence))
    )


def _has_office(name: Span, before: str, article: Article) -> bool:
    """Whether a name has a title or an office: "Manager Gary Holt", "chief executive Dina Marsh"."""
    return names.is_title(article.text_of(name).split()[0]) or OFFICE_HOLDER.search(before) is not None


def _stems(article: Article, span: Span) -> frozenset[str]:
    words = map(str.lower, WORD.findall(article.text, *span))
    return frozenset(stem(word) for word in words if word not in STOP_WORDS)


def _is_passive(article: Article, span: Span) -> bool:
    return not TO_BE.isdisjoint(article.text_of(span).lower().split())


def _words(name: str) -> list[str]:
    """The words of a name without titles and possessive endings."""
    return [POSSESSIVE_END.sub("", word) for word in name.split() if not names.is_title(word)]


def _are_different(name: str, other: str, source: Article) -> bool:
    """Whether two names differ: they have no word in common, or the same last name and two different first names."""
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
    """Whether one name may be the initials of the other: "VW" for "Volkswagen", "HRB" for "Holm River Board"."""
    return any(word.isupper() and len(word) > 1 and word[0] == others[0][0] for word in words)


def _have_same_unit(figure: Figure, other: Figure) -> bool:
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
        if any(gap.contains(limit) for limit in limits) or CLAUSE_BREAK.search(article.text_of(gap)):
            continue
        if nearest is None or _length(gap) <= _length(_gap(figure.span, nearest.span)):
            nearest = moment
    return nearest


def _gap(first: Span, second: Span) -> Span:
    """The span between two spans that do not overlap."""
    return Span(min(first.end, second.end), max(first.start, second.start))


def _length(span: Span) -> int:
    return span.end - span.start


def are_different_times(first: Moment, second: Moment) -> bool:
    """Whether two dates cannot be the same: two years, two months, "this year" and "last year"."""
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
    """The year, if the date is only a year and before that of publication, if known; None for any other date."""
    if moment is None or moment.year is None or moment.relative or moment.granularity is not Granularity.YEAR:
        return None
    return None if article.published is not None and moment.year >= article.published.year else moment.year
