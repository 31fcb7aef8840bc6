"""Binds names to figures, to find values that a summary exchanged between two names.

"Brunn scored three tries and Moss five" binds each of two figures to one name; a summary that keeps every digit may
still exchange them. A name is bound to the figure after it ("Moss five", "Hoyt, 34,") unless another figure is in
between, or to the figure before it if neither a comma nor a conjunction is in between ("34 died in Holm").

An exchange is found only if the source has figures of the same type for both names in one passage, and never the value
for the target's name. A name before the first of several figures may belong to all of them ("Kestrel hired 40 in Peru
and 60 in Chile"), so only names on the same side of their figures are compared.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple

from checks import names, sameness
from checks.article_cache import cached_per_article
from checks.figures.calendar_words import MONTHS, WEEKDAYS
from checks.model import Article, Figure, Hedge, Kind, Span
from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import MAX_NEIGHBOURS, STOP_WORDS, WORD, neighbouring_figures, stem
from checks.pattern import pattern
from checks.support.agreement import compare_values, could_replace, units_agree, value_in_unit
from checks.support.verdict import COUNTS, SKIPPED_KINDS
from checks.word_set import word_set

CONJUNCTIONS = word_set("and but while whereas against versus or compared")
CONJUNCTION_COST, COMMA_COST = 3, 4
"""What a conjunction and a comma between a name and a figure add to their distance; any other word adds 1."""
MAX_COST = 8
"""Largest distance at which a name is bound to a figure; MAX_AGE_COST is that of an age."""
OPPONENT_PREPOSITIONS = word_set("behind ahead after against over than beyond past")
"""Words after a figure that introduce the other side: "second behind Moss", "a 3% lead over Hoyt"."""
MAX_AGE_COST = 2
BINDING_WINDOW = 300
"""Most characters read on either side of a figure, to limit the work for endless sentences."""
MAX_AGREEING = 12
"""Most figures of one value: a text with more is a table, in which no exchange is looked for."""
MAX_EXCHANGED_RATIO = 10
"""Largest ratio of two values that may have been exchanged."""
COMPARISON_AFTER_FIGURE = pattern(r" (?:more|fewer|less|further|of (?:us|them|whom))\b")
EXCHANGEABLE_KINDS = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.PERCENT, Kind.MEASURE, Kind.DURATION)
RESPECTIVELY = pattern(r"\b(?:respectively|former|latter|in turn|vice versa)\b")
RELATIVE_CLAUSE = pattern(r",\s(?:who|which|whose|where|the|an?)\s[^,.;]{1,80},")
"""A relative clause or apposition about the name before it: "Hoyt, who had run away, £900"."""
WORDS_BEFORE_APPOSITION = pattern(r",? (?:the |its )?(?:[a-z]+ )?")
BINDING_TOKEN = pattern(rf"{WORD.pattern}|[\d.,]*\d|[,;:.()–—]")


class Binding(NamedTuple):
    """The names bound to a figure, as sets of words: the nearest one before it, all before it, and that after it."""

    nearest: frozenset[str]
    preceding: frozenset[str]
    following: frozenset[str]

    @property
    def all(self) -> frozenset[str]:
        return self.preceding | self.following


NameFinder = Callable[[Article, Span], list[tuple[Span, frozenset[str]]]]
"""Finds names in a span of an article: each with its span and its normalised words."""


class Exchange(NamedTuple):
    """Values exchanged between names: the source's figure with the value, and its figure for the target's name."""

    source_figure: Figure
    named_figure: Figure


def find_exchange(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Exchange | None:
    """How the target exchanged this figure's value with that of another name; None if it did not.

    `agreeing` are the figures of the source that have the value.
    """
    if (
        not 0 < len(agreeing) <= MAX_AGREEING
        or figure.second is not None
        or RESPECTIVELY.search(target.text_of(_sentence_of(figure, target)))
    ):
        return None
    if any(RESPECTIVELY.search(source.text_of(_sentence_of(agreeing_figure, source))) for agreeing_figure in agreeing):
        return None
    if any(counts_other_noun(figure, agreeing_figure, target, source) for agreeing_figure in agreeing):
        return None
    return _exchanged_by_name(figure, agreeing, target, source) or _crossed_pair(figure, agreeing, target, source)


def counts_other_noun(figure: Figure, agreeing_figure: Figure, target: Article, source: Article) -> bool:
    """Whether the source's bare number takes another noun than the target's from the count before it.

    "Seven fans in Holm and two in Tarn" are no two goals.
    """
    if figure.noun is None or figure.value != agreeing_figure.value:
        return False
    if agreeing_figure.noun is not None or agreeing_figure.kind not in COUNTS:
        return False
    counted = [
        other
        for other in neighbouring_figures(agreeing_figure, source)
        if other.noun is not None and other.kind in COUNTS and other.span < agreeing_figure.span
    ]
    return bool(counted) and sameness.entity_agreement(figure, counted[-1], target, source) < 0


def _sentence_of(figure: Figure, article: Article) -> Span:
    return article.sentences[figure.sentence].span


def _exchanged_by_name(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Exchange | None:
    find_names = name_finder(target, source)
    target_binding = binding_of(figure, target, find_names)
    if not target_binding.nearest | target_binding.following:
        return None
    apposed = _apposed_names(figure, target, find_names)
    exchange: Exchange | None = None
    for agreeing_figure in agreeing:
        source_binding = binding_of(agreeing_figure, source, find_names)
        if not source_binding.all or share_name(target_binding.all | apposed, source_binding.all):
            return None
        exchange = exchange or _exchange_with(
            figure, agreeing_figure, target_binding, source_binding, source, find_names
        )
    return exchange


def _apposed_names(figure: Figure, target: Article, find_names: NameFinder) -> frozenset[str]:
    """The second name after a figure, if it is in apposition to the first: "the 14,102 of the Liberal, Karl Hoyt"."""
    end = min(_sentence_of(figure, target).end, figure.span.end + BINDING_WINDOW)
    named = find_names(target, Span(figure.span.end, end))[:2]
    if len(named) < 2 or WORDS_BEFORE_APPOSITION.fullmatch(target.text, named[0][0].end, named[1][0].start) is None:
        return frozenset()
    is_close = _distance_cost(target.text[figure.span.end : named[0][0].start]) <= MAX_COST
    return named[1][1] if is_close else frozenset()


def _crossed_pair(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Exchange | None:
    """Two figures of a sentence that the source has the other way round: "women earn £640, men £520".

    Without names, both figures have to be there, each bound to the words that the source binds to the other, and
    neither to those that the source binds to it. What precedes the first figure of both texts may belong to both.
    """
    if figure.kind not in EXCHANGEABLE_KINDS or len(agreeing) != 1:
        return None
    agreeing_figure = agreeing[0]
    binding = binding_of(figure, target, content_words)
    agreeing_binding, other_binding = binding_of(agreeing_figure, source, content_words), None
    for neighbour in neighbouring_figures(figure, target):
        if not _same_kind(neighbour, figure) or neighbour.unit != figure.unit or neighbour.value == figure.value:
            continue
        for other in neighbouring_figures(agreeing_figure, source):
            if (
                other.value != neighbour.value
                or not _same_kind(other, agreeing_figure)
                or other.unit != agreeing_figure.unit
            ):
                continue
            if any(COMPARISON_AFTER_FIGURE.match(source.text, figure.span.end) for figure in (agreeing_figure, other)):
                continue
            neighbour_binding, other_binding = (
                binding_of(neighbour, target, content_words),
                binding_of(other, source, content_words),
            )
            crossed = (
                _words_not_in(binding, neighbour_binding) & _words_not_in(other_binding, agreeing_binding),
                _words_not_in(neighbour_binding, binding) & _words_not_in(agreeing_binding, other_binding),
            )
            uncrossed = (
                _words_not_in(binding, neighbour_binding) & _words_not_in(agreeing_binding, other_binding),
                _words_not_in(neighbour_binding, binding) & _words_not_in(other_binding, agreeing_binding),
            )
            if figure.span < neighbour.span and agreeing_figure.span < other.span:
                uncrossed = (frozenset(), uncrossed[1])
            elif figure.span > neighbour.span and agreeing_figure.span > other.span:
                uncrossed = (uncrossed[0], frozenset())
            if all(crossed) and not any(uncrossed):
                return Exchange(agreeing_figure, other)
    return None


def _words_not_in(first: Binding, second: Binding) -> frozenset[str]:
    return first.all - second.all


def _exchange_with(
    figure: Figure,
    agreeing_figure: Figure,
    target_binding: Binding,
    source_binding: Binding,
    source: Article,
    find_names: NameFinder,
) -> Exchange | None:
    index = bisect_left(source.figures, agreeing_figure.span, key=lambda candidate: candidate.span)
    for other in source.figures[max(0, index - MAX_NEIGHBOURS) : index + MAX_NEIGHBOURS + 1]:
        if (
            abs(other.sentence - agreeing_figure.sentence) > 1
            or other is agreeing_figure
            or other.kind in SKIPPED_KINDS
        ):
            continue
        are_durations = figure.kind is other.kind is Kind.DURATION  # "five years" may be exchanged with "18 months"
        if compare_values(figure, other)[0] or not (
            could_replace(figure, other) and (are_durations or units_agree(figure, other))
        ):
            continue
        if not (
            _count_the_same(agreeing_figure, other, source) and _are_similar_in_size(figure, other)
        ) or COMPARISON_AFTER_FIGURE.match(source.text, other.span.end):
            continue
        other_binding = binding_of(other, source, find_names)
        places = (other_binding.nearest, source_binding.nearest), (other_binding.following, source_binding.following)
        same_place = any(
            bound_names and facing_names and share_name(target_binding.nearest | target_binding.following, bound_names)
            for bound_names, facing_names in places
        )
        gap = source.text[
            min(agreeing_figure.span.end, other.span.end) : max(agreeing_figure.span.start, other.span.start)
        ]
        is_separate = (
            _is_bound_on_one_side(other_binding)
            and _is_bound_on_one_side(source_binding)
            and re.search(r"[,;.]", gap) is not None
        )
        # In "Rees for £3m and Cole to Tarn for £5m" the names in between belong to the second figure only.
        is_between = agreeing_figure.span < other.span and agreeing_figure.sentence == other.sentence
        if (
            same_place
            or (is_separate and share_name(target_binding.nearest | target_binding.following, other_binding.all))
            or (is_between and share_name(target_binding.nearest, other_binding.preceding))
        ):
            return Exchange(agreeing_figure, other)
    return None


def _count_the_same(figure: Figure, other: Figure, source: Article) -> bool:
    """Whether both count the same entity, where the second one may omit the noun: "and Moss five"."""
    first, second = sorted((figure, other), key=lambda item: item.span)
    if second.noun is None and second.kind in COUNTS and first.sentence == second.sentence:
        return True
    entity, other_entity = sameness.counted_entity_in(source, figure), sameness.counted_entity_in(source, other)
    are_persons = all(not item.head or sameness.is_person(item.head) for item in (entity, other_entity))
    if are_persons and entity.event and entity.event == other_entity.event:
        return True
    return sameness.entity_agreement(figure, other, source, source) > 0 or figure.kind not in (*COUNTS, Kind.ORDINAL)


def _are_similar_in_size(figure: Figure, other: Figure) -> bool:
    """Whether the values are similar enough in size to be exchanged; a vague figure never is."""
    value, other_value = figure.value or 0, value_in_unit(other, figure) or 0
    low, high = other.interval
    is_vague = low is None or high is None or (other.hedge is Hedge.NONE and other.words.isalpha() and high > low)
    return not is_vague and max(value, other_value) <= MAX_EXCHANGED_RATIO * min(value, other_value)


def _is_bound_on_one_side(binding: Binding) -> bool:
    """Whether names are bound on one side of the figure only."""
    return bool(binding.preceding) != bool(binding.following)


def share_name(words: Iterable[str], other_words: Iterable[str]) -> bool:
    """Whether both have a name in common, or one has a country and the other its people."""
    word_set = set(other_words)
    countries = {names.country_of(word) for word in word_set} - {None}
    return any(word in word_set or names.country_of(word) in countries for word in words)


CAPITALIZED_MID_SENTENCE = pattern(r"(?<=[a-z0-9,;)’'] )([A-Z][^\W\d_]+(?:['’][^\W\d_]+)?)")


@cached_per_article
def _capitalized_words(article: Article) -> tuple[frozenset[str], frozenset[str]]:
    """The words capitalised within a sentence, and those never in lower case, which may be names at its start."""
    inside = frozenset(
        _normalized(word) for word in set(CAPITALIZED_MID_SENTENCE.findall(article.text)) if _may_be_name(word)
    )
    words = set(WORD.findall(article.text))
    lower_case = {word for word in words if word[0].islower()}
    return inside, frozenset(
        _normalized(word) for word in words - lower_case if word[0].isupper() and _may_be_name(word)
    ) - lower_case


def _may_be_name(word: str) -> bool:
    """Whether a capitalised word may be a name: no stop word, function word or title, and longer than two letters."""
    lower = word.lower()
    return len(word) > 2 and lower not in STOP_WORDS and not names.is_function_word(word) and not names.is_title(word)


def _normalized(word: str) -> str:
    """The word in lower case without a possessive ending."""
    return re.sub(r"['’]s$", "", word.lower())


def binding_of(figure: Figure, article: Article, find_names: NameFinder) -> Binding:
    """The names or words that a figure's sentence binds to it; `find_names` finds them in a span of text."""
    start, end = article.sentences[figure.sentence].span
    start, end = max(start, figure.span.start - BINDING_WINDOW), min(end, figure.span.end + BINDING_WINDOW)
    neighbours = [
        neighbour.span
        for neighbour in neighbouring_figures(figure, article)
        if neighbour.kind not in SKIPPED_KINDS and _same_kind(neighbour, figure)
    ]
    start_limit = max((span.end for span in neighbours if span.end <= figure.span.start), default=start)
    end_limit = min((span.start for span in neighbours if span.start >= figure.span.end), default=end)
    max_cost = MAX_AGE_COST if figure.kind is Kind.AGE else MAX_COST
    phrase = figure.noun.span if figure.noun is not None else figure.span
    preceding, nearest, cost = frozenset[str](), frozenset[str](), max_cost
    for span, words in find_names(article, Span(start_limit, figure.span.start)):
        if start_limit > start and _belongs_to_left(
            article.text[start_limit : span.start], article.text[span.end : figure.span.start]
        ):
            continue
        preceding |= words
        distance = _distance_cost(article.text[span.end : figure.span.start])
        is_possessive = figure.kind is Kind.AGE and article.text_of(span).endswith(
            ("'s", "’s")
        )  # "Brunn's 15-year-old brother"
        if distance <= cost and not is_possessive:
            nearest, cost = words, distance
    following = frozenset[str]()
    for span, words in find_names(article, Span(figure.span.end, end_limit)):
        gap = article.text[figure.span.end : span.start]
        if phrase.contains(span) and find_names is not content_words:
            continue  # in "32 Peruvian divers" the name is part of the counted noun
        if end_limit < end and not _belongs_to_left(gap, article.text[span.end : end_limit]):
            break
        if (
            _has_separator(gap)
            or _distance_cost(gap) > max_cost
            or not OPPONENT_PREPOSITIONS.isdisjoint(gap.lower().split())
        ):
            break
        following |= words
        if find_names is not content_words:
            break
    return Binding(nearest, preceding, following)


def index_sharing_most_words(
    figure: Figure, source_figures: Sequence[Figure], target: Article, source: Article
) -> int | None:
    """The index of the source figure that shares most of the words bound to the target's figure.

    None if all share equally many. The source figures are of one sentence.
    """
    in_order = sorted(source_figures, key=lambda source_figure: source_figure.span)
    bindings = {source_figure.span: binding_of(source_figure, source, content_words) for source_figure in in_order}
    before_all = bindings[in_order[0].span].preceding  # what precedes the first of them belongs to all
    words = binding_of(figure, target, content_words).all
    shared = {span: len(words & (binding.all | before_all)) for span, binding in bindings.items()}
    most = max(shared.values())
    if most == min(shared.values()):
        return None
    closest = next(source_figure for source_figure in in_order if shared[source_figure.span] == most)
    return source_figures.index(closest)


def _same_kind(figure: Figure, other: Figure) -> bool:
    """Whether both are of one kind; only between such figures can a name belong to either."""
    return figure.kind is other.kind or (figure.kind in COUNTS and other.kind in COUNTS)


def _belongs_to_left(before: str, after: str) -> bool:
    """Whether a name between two figures belongs to the first: "3% in Peru last year, against 5%".

    `before` and `after` are the texts from the first figure to the name and from the name to the second. In "40 were
    hurt in Holm and 60" it belongs to the first, as a conjunction separates it from the second only.
    """
    return not _has_separator(before) and (_has_separator(after) or _distance_cost(before) <= _distance_cost(after))


def _has_separator(gap: str) -> bool:
    """Whether a punctuation mark or conjunction is in this text between a name and a figure."""
    return any(
        token in ",;:.–—" or token.lower() in CONJUNCTIONS for token in BINDING_TOKEN.findall(gap) if token != "()"
    )


def _distance_cost(gap: str) -> int:
    """The distance between a name and a figure: 1 for each word, more for commas and conjunctions; 1 for "Hoyt, 34"."""
    gap = RELATIVE_CLAUSE.sub(" ", gap) if "," in gap else gap
    if gap.strip() in (",", "(", ", aged", "aged"):
        return 1
    return sum(
        COMMA_COST if token in ",;:.–—" else CONJUNCTION_COST if token.lower() in CONJUNCTIONS else 1
        for token in BINDING_TOKEN.findall(gap)
    )


def name_finder(target: Article, source: Article) -> NameFinder:
    """A function that finds the names of either text in a span, in order; adjacent words are one name."""
    (target_names, target_capitalized), (source_names, source_capitalized) = (
        _capitalized_words(target),
        _capitalized_words(source),
    )
    known = target_names | source_names | target_capitalized | source_capitalized

    def named(article: Article, span: Span) -> list[tuple[Span, frozenset[str]]]:
        found: list[Span] = []
        for match in WORD.finditer(article.text, span.start, span.end):
            if not match.group()[0].isupper() or _normalized(match.group()) not in known:
                continue
            if HYPHENATED_SUFFIX.match(article.text, match.end()):
                continue  # "a Holm-based doctor"
            if found and article.text[found[-1].end : match.start()] in (" ", "-"):
                found[-1] = Span(found[-1].start, match.end())
            else:
                found.append(Span(*match.span()))
        return [(span, frozenset(map(_normalized, WORD.findall(article.text_of(span)))) & known) for span in found]

    return named


HYPHENATED_SUFFIX = pattern(r"-[a-z]")
ORDINALS_AND_DATE_WORDS = word_set("first second third fourth") | MONTHS.keys() | WEEKDAYS.keys()
"""Stop words that can distinguish two items of one sentence."""
CONTENT_TOKEN = pattern(rf"{WORD.pattern}|\d[\d.,]*")


def content_words(article: Article, span: Span) -> list[tuple[Span, frozenset[str]]]:
    """The content words of a span with their stems or events, numbers included."""
    return [
        (Span(*match.span()), frozenset((EVENT_OF_WORD.get(word) or stem(word),)))
        for match in CONTENT_TOKEN.finditer(article.text, span.start, span.end)
        if (word := match.group().lower()) in ORDINALS_AND_DATE_WORDS
        or (word not in STOP_WORDS and len(word) > 1 and sameness.noun_class(word) != sameness.PERSON)
    ]
