"""Finds the figures and dates that changed between two versions of a story.

Sentences that stand in both versions are left out. In the edited ones, a figure of the new version is paired with the
figure of the old version that it replaces: where only figures and dates of a sentence were edited, the one at the same
position; else one of the same quantity type and entity in similar words, with another value, where neither of the two
values stands in the other's sentence.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from checks import outcome_events, passage_index
from checks.article_cache import cached_per_article, cached_per_article_pair
from checks.model import Article, Figure, Kind, Moment, Span, Zone
from checks.names import is_title
from checks.part_roles import are_both_wholes, roles_conflict
from checks.passage_index import Passages, Statement
from checks.pattern import pattern
from checks.sameness import entity_agreement
from checks.support import dates
from checks.support.agreement import DISTINCTIVE_VALUE, compare_values, same_quantity_type
from checks.support.binding import index_sharing_most_words

MIN_SIMILARITY = 0.5
"""Least similarity of the surrounding words (0 to 1) at which one figure is taken to have replaced another."""
SIMILARITY_MARGIN, MAX_ALIKE = 0.1, 8
"""Figures of a sentence that differ by less, and how many of them, are compared by the words bound to them."""
MIN_WHOLE_SIMILARITY = 0.15
"""Least similarity of the surrounding words where both figures are wholes of which parts are named."""
MIN_HEADLINE_SIMILARITY = 0.15
"""Least similarity for a figure of the headline, which tells the story's main fact in a few words."""


@dataclass(frozen=True, slots=True)
class Change:
    """`old` stood in the earlier version where `new` stands now."""

    new: Statement
    old: Statement


@cached_per_article_pair
def changes(target: Article, source: Article) -> tuple[Change, ...]:
    """The figures and dates of the new version (`target`) that replace others of the old one, in text order."""
    return tuple(_changes(target, source))


def _changes(target: Article, source: Article) -> Iterator[Change]:
    new, old = passage_index.index_passages(target), passage_index.index_passages(source)
    new_sentences, old_sentences = _sentences(target), _sentences(source)
    edited, dropped = _indices_not_among(new_sentences, old_sentences), _indices_not_among(old_sentences, new_sentences)
    candidates = [other for other in _statements(source) if other.sentence in dropped]
    replaced: set[Statement] = set()
    in_place = _paired_by_position(target, source, edited, dropped)
    for statement in _statements(target):
        if statement.sentence not in edited:
            continue
        if statement in in_place:
            predecessor = in_place[statement]
            if predecessor not in replaced and not _same_statement(statement, predecessor):
                replaced.add(predecessor)
                yield Change(statement, predecessor)
            continue
        if _is_retrospective(statement, target):
            continue  # "police had said that 10 died" is no new toll
        rivals = [
            other for other in candidates if _replaces(statement, other, target, source) and other not in replaced
        ]
        similarities = passage_index.context_similarity(new, statement, old, rivals)
        best = _closest(statement, list(zip(similarities, rivals, strict=True)), target, source)
        if best[1] is not None and best[0] >= _min_similarity(statement, best[1], target, source):
            replaced.add(best[1])
            yield Change(statement, best[1])


def _closest(
    new: Statement, rivals: list[tuple[float, Statement]], target: Article, source: Article
) -> tuple[float, Statement | None]:
    """The most similar rival with its similarity; of those of its sentence that are nearly as similar, the one that
    shares most of the words bound to the figure."""
    best = max(rivals, key=lambda rival: rival[0], default=None)
    if best is None:
        return 0.0, None
    if not isinstance(new, Figure):
        return best
    alike = [
        (similarity, old)
        for similarity, old in rivals
        if isinstance(old, Figure) and old.sentence == best[1].sentence and best[0] - similarity <= SIMILARITY_MARGIN
    ]
    if len(alike) < 2 or not isinstance(best[1], Figure):
        return best
    index = index_sharing_most_words(new, [old for _, old in alike[:MAX_ALIKE]], target, source)
    return best if index is None else alike[index]


def _min_similarity(new: Statement, old: Statement, target: Article, source: Article) -> float:
    """The least similarity at which `new` has replaced `old`. Two wholes of one entity or event need less: the words
    around a whole are often those of its parts."""
    if (
        isinstance(new, Figure)
        and isinstance(old, Figure)
        and are_both_wholes(new, old, target, source)
        and (entity_agreement(new, old, target, source) > 0 or _event(new, target) == _event(old, source) != "")
    ):
        return MIN_WHOLE_SIMILARITY
    return MIN_SIMILARITY


def _indices_not_among(sentences: list[str], others: list[str]) -> set[int]:
    """The indices of the sentences that do not stand among the others."""
    known = set(others)
    return {number for number, words in enumerate(sentences) if words not in known}


def _paired_by_position(
    target: Article, source: Article, edited: set[int], dropped: set[int]
) -> dict[Statement, Statement]:
    """The old statement at the position of each new one, in sentences that differ in figures and dates only."""
    old_statements = {
        masked_sentence: statements
        for masked_sentence, statements in _statements_by_masked_sentence(source, dropped).items()
        if statements
    }
    replaced: dict[Statement, Statement] = {}
    for masked_sentence, statements in _statements_by_masked_sentence(target, edited).items():
        for new, old in zip(statements, old_statements.get(masked_sentence, ()), strict=False):
            replaced[new] = old
    return replaced


def _statements_by_masked_sentence(
    article: Article, sentence_indices: set[int]
) -> dict[tuple[str, tuple[str, ...]], list[Statement]]:
    """The statements of each sentence, by its words with the statements masked and by their units.

    Where two sentences have the same key, the list is empty: which is which cannot be known.
    """
    by_sentence: dict[int, list[Statement]] = {}
    for statement in _statements(article):
        by_sentence.setdefault(statement.sentence, []).append(statement)
    by_masked_sentence: dict[tuple[str, tuple[str, ...]], list[Statement]] = {}
    for sentence_index in sorted(sentence_indices & set(by_sentence)):
        words, end, statements = [], article.sentences[sentence_index].span.start, by_sentence[sentence_index]
        for statement in statements:
            words.append(article.text[end : statement.span.start])
            end = max(end, statement.span.end)
        words.append(article.text[end : article.sentences[sentence_index].span.end])
        units = tuple(
            "date" if isinstance(statement, Moment) else statement.unit or "count" for statement in statements
        )
        masked_sentence = (" ".join("#".join(words).split()).lower(), units)
        by_masked_sentence[masked_sentence] = [] if masked_sentence in by_masked_sentence else statements
    return by_masked_sentence


def _same_statement(new: Statement, old: Statement) -> bool:
    if isinstance(new, Figure) and isinstance(old, Figure):
        return _same_value(new, old)
    return isinstance(new, Moment) and isinstance(old, Moment) and new.words == old.words


def stale_statements(target: Article, source: Article) -> Iterator[tuple[Change, Statement]]:
    """Figures and dates of the new version with a value that was changed elsewhere, each with that change."""
    yielded_ids: set[int] = set()
    found_changes = changes(target, source)
    replaced_ids = {id(change.new) for change in found_changes}
    old_sentences = frozenset(_sentences(source))
    new_sentences = _sentences(target)
    unchanged = [
        statement
        for statement in _statements(target)
        if id(statement) not in replaced_ids and not _is_retrospective(statement, target)
    ]
    for change in found_changes:
        for statement in unchanged:
            if id(statement) in yielded_ids:
                continue
            is_unchanged = new_sentences[statement.sentence] in old_sentences
            if _repeats_old_value(statement, change, is_unchanged, target):
                yielded_ids.add(id(statement))
                yield change, statement


def _repeats_old_value(statement: Statement, change: Change, is_unchanged: bool, target: Article) -> bool:
    old, new = change.old, change.new
    if isinstance(statement, Moment) and isinstance(old, Moment) and isinstance(new, Moment):
        same_date = statement.timex == old.timex and statement.timex != ""
        return (
            is_unchanged and same_date and len(_shared_words(statement, new, target)) >= (2 if new.day is None else 1)
        )
    if not (isinstance(statement, Figure) and isinstance(old, Figure) and isinstance(new, Figure)):
        return False
    if not _same_value(statement, old) or _same_value(statement, new):
        return False
    if new.kind is Kind.AGE and statement.kind is Kind.NUMBER and statement.noun is None:
        return is_unchanged and _refers_to_changed_value(statement, new, target)  # "who is 54"
    if not same_quantity_type(statement, new):
        return False
    entity_agrees = entity_agreement(statement, new, target, target)
    event, new_event = _event(statement, target), _event(new, target)
    if entity_agrees < 0 or (event and new_event and event != new_event):
        return False
    min_closeness = MIN_HEADLINE_SIMILARITY if statement.zone is Zone.HEADLINE else MIN_SIMILARITY
    if entity_agrees > 0 or (event and event == new_event) or _closeness(statement, new, target) >= min_closeness:
        return True
    return _same_measure_repeated(statement, target) or (
        is_unchanged and _refers_to_changed_value(statement, new, target)
    )


def _shared_words(first: Statement, second: Statement, article: Article) -> frozenset[str]:
    """The words around both statements: a shared date alone does not mean a shared event."""
    words = passage_index.index_passages(article)
    return frozenset(words.near(first)) & frozenset(words.near(second))


RETROSPECTIVE = pattern(
    r"\b(?:had (?:earlier|previously|first|originally|been|said|put)|earlier|previous(?:ly)?|original(?:ly)?"
    r"|initial(?:ly)?|at first|(?:up|down) from|rather than|instead of|revised|was to|were to"
    r"|(?:more|fewer|less) than the|compared with|last (?:year|week|month|season))\b",
    re.IGNORECASE,
)
CONTEXT_LENGTH = 60
"""Characters on either side of a value that are searched for retrospective words and names."""


def _is_retrospective(statement: Statement, article: Article) -> bool:
    """Whether the old value is presented as the old one: "officials had earlier said 12"."""
    start, end = article.sentences[statement.sentence].span
    around = article.text[
        max(start, statement.span.start - CONTEXT_LENGTH) : min(end, statement.span.end + CONTEXT_LENGTH)
    ]
    return RETROSPECTIVE.search(around) is not None


DEFINITE = pattern(r"\b(?:the|that|this|those|these|all) (?:same )?$", re.IGNORECASE)
INTERIM_SCORE = pattern(
    r"\b(?:half-?time|lead|led|ahead|made it|level|leg|minute|stage|set|quarter|interval|aggregate)\b", re.IGNORECASE
)


def _refers_to_changed_value(figure: Figure, new: Figure, article: Article) -> bool:
    """Whether an unchanged sentence refers to the changed value: "the nine", "that 4% rise", the same man's age."""
    if new.kind is Kind.AGE:
        return bool(_names_near(figure, article) & _names_near(new, article))
    if figure.kind is Kind.SCORE:
        return INTERIM_SCORE.search(article.text_of(article.sentences[figure.sentence].span)) is None
    if figure.noun is not None and new.noun is not None and figure.kind in (Kind.COUNT, Kind.NUMBER):
        return False  # "the nine judges" need not be the nine men
    return DEFINITE.search(article.text, max(0, figure.span.start - 12), figure.span.start) is not None


def _names_near(statement: Statement, article: Article) -> frozenset[str]:
    """The capitalised words near a statement, without titles."""
    start, end = article.sentences[statement.sentence].span
    around = article.text[
        max(start, statement.span.start - CONTEXT_LENGTH) : min(end, statement.span.end + CONTEXT_LENGTH)
    ]
    return frozenset(word for word in passage_index.WORD.findall(around) if word[0].isupper() and not is_title(word))


PAST_REFERENCE = pattern(
    r"\b(?:had|was|were|first|earlier|previous|previously|originally|initial|initially|from|old)\b"
)


def _same_measure_repeated(figure: Figure, article: Article) -> bool:
    """Whether it is the changed sum or measure, and not about the past: "the £2.4m cost"."""
    if not figure.unit or figure.kind not in (Kind.MONEY, Kind.MEASURE):
        return False
    return PAST_REFERENCE.search(article.text_of(article.sentences[figure.sentence].span)) is None


def _closeness(statement: Statement, other: Statement, article: Article) -> float:
    passages: Passages = passage_index.index_passages(article)
    return passage_index.context_similarity(passages, other, passages, [statement])[0]


def _event(figure: Figure, article: Article) -> str:
    return _events_by_span(article)[figure.span]


@cached_per_article
def _events_by_span(article: Article) -> dict[Span, str]:
    """The event that each figure counts, by the figure's span; "" for none."""
    return {
        figure.span: outcome_events.nearest_event(
            outcome_events.events_near(article.text, article.sentences[figure.sentence].span, figure.span)
        )
        for figure in article.figures
    }


def _sentences(article: Article) -> list[str]:
    return [" ".join(article.text_of(sentence.span).split()) for sentence in article.sentences]


def _statements(article: Article) -> list[Statement]:
    figures = [f for f in article.figures if f.value is not None and f.kind not in (Kind.NAME, Kind.UNREAD)]
    statements: list[Statement] = [*figures, *article.moments]
    return sorted(
        (statement for statement in statements if statement.zone is not Zone.PROMO),
        key=lambda statement: statement.span,
    )


def _replaces(new: Statement, old: Statement, target: Article, source: Article) -> bool:
    if isinstance(new, Figure) and isinstance(old, Figure):
        if not same_quantity_type(new, old) or _same_value(new, old):
            return False
        if (old.value, old.second) in _values_by_sentence(target)[new.sentence]:
            return False
        if (new.value, new.second) in _values_by_sentence(source)[old.sentence]:
            return False
        if entity_agreement(new, old, target, source) < 0 or roles_conflict(new, old, target, source):
            return False
        new_event, old_event = _event(new, target), _event(old, source)
        # Of "nine dead and 32 missing", a new death toll replaces only the nine.
        return not new_event or not old_event or new_event == old_event
    if isinstance(new, Moment) and isinstance(old, Moment):
        if (
            old.words in _dates_by_sentence(target)[new.sentence]
            or new.words in _dates_by_sentence(source)[old.sentence]
        ):
            return False
        return dates.could_replace_date(new, old)
    return False


@cached_per_article
def _values_by_sentence(article: Article) -> dict[int, set[tuple[Fraction | None, Fraction | None]]]:
    """The values of the figures of each sentence, by sentence index."""
    values: dict[int, set[tuple[Fraction | None, Fraction | None]]] = defaultdict(set)
    for figure in article.figures:
        values[figure.sentence].add((figure.value, figure.second))
    return values


@cached_per_article
def _dates_by_sentence(article: Article) -> dict[int, set[str]]:
    """The words of the dates and times of each sentence, by sentence index."""
    words: dict[int, set[str]] = defaultdict(set)
    for moment in article.moments:
        words[moment.sentence].add(moment.words)
    return words


def _same_value(first: Figure, second: Figure) -> bool:
    """Whether both state one value; a large one may be rounded in either place: "£18m" for "£18.4m"."""
    if (first.value, first.second) == (second.value, second.second):
        return True
    if first.second is not None or second.second is not None or not same_quantity_type(first, second):
        return False
    is_large = min(first.value or 0, second.value or 0) >= DISTINCTIVE_VALUE
    return is_large and (compare_values(first, second)[0] or compare_values(second, first)[0])
