"""Finds the levels of a change, its ends, that its own clause leaves out.

"The club had 500 boats in 2019 and now has 425, a drop of 15%": the drop summarises the two levels before it. They may
also be in the previous sentence ("A ticket is £2.50, up from £2. The 25% rise ..."), and a pronoun may refer to one of
them ("By May it had doubled to 90"). A level is used only where no other one is possible.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from fractions import Fraction
from itertools import islice
from typing import NamedTuple

from checks.figures.calendar_words import MONTHS, SHORT_MONTHS, WEEKDAYS
from checks.model import Article, Figure, Kind
from checks.pattern import pattern
from checks.precision import DIGITS
from checks.rules._text import plain_words
from checks.rules.changes._change_roles import (
    CHANGE_NOUNS,
    CHANGE_WORDS,
    DIFFERENCE_ADJECTIVES,
    FORECAST_WORDS,
    PIECE_BOUNDARY,
    SUBJECTLESS_WORDS,
    direction,
)
from checks.rules.changes._levels import QUANTITY_KINDS, Level, Move, are_comparable, is_in_points_of
from checks.word_set import word_set

SUMMARY_WORDS = CHANGE_NOUNS | word_set(
    """a an the or by that is was it this which represents representing marks means equates equivalent to of up down
    about around nearly almost just some more than over under only roughly down well close premium discount saving
    difference annual year-on-year year on making and so an"""
)
"""Words before a change that summarises two levels: "that is a rise of", ", or down by"."""
QUANTITY_COMPARATIVES = word_set("more fewer less")
BASE_PREPOSITIONS = word_set("on over from since than against")
EARLIER_TIME_WORDS = word_set(
    "last previous prior year a the before earlier ago then same month week period day figure"
)
ANAPHORIC_WORDS = word_set("it that this they number figure total toll")
TIME_REFERENCE = pattern(
    r"\b(?:(?:19|20)\d\d|last|previous|previously|prior|earlier|ago|before|now|today|then|"
    r"used to|stood|originally|initially)\b"
)
COMPARISON = pattern(r"\b(?:compared|against|versus|vs|from)\b")
PAST_LEVEL = pattern(
    r"^(?:it|they|the \w+) (?:had (?:been|stood at)|was|were|stood at|used to be)(?: at| just| about)? ?$"
)
CLAUSE_END = pattern(r"[;.]\s|, (?:and|but|while|as|with)\b")
PART_TO_WHOLE = pattern(r" (?:[a-z]+ )?(?:out )?of (?:(?:the|its|their|all|his|her|a total of|about|some) )*[£$€]?")
AMOUNT_TO_PERCENT = pattern(r"(?: points?)?(?:,? or | \()(?:about |nearly |almost |just over )?")
"""Text between an amount and the same change as a percentage: "fell $4.1 billion or 40.1 percent to $6.1 billion"."""
CHANGE_AFTER_LEVEL = pattern(r"(?: [a-z]+| of (?:its|the|their) [£$€]?[\d,.]+(?: [a-z]+)?){0,2}, (?:up|down)\b")
THOUSAND = 1000
REACH_BEFORE, REACH_AFTER = 120, 60  # characters before and after the size of a change that are read for cues
PRONOUN_REACH = 40  # characters before the size of a change in which a pronoun for its earlier level is looked for
MAX_CANDIDATES = 3  # levels of a sentence for the two ends of a change; with more it is unclear which are meant anyway
MAX_GAP_TO_WHOLE = 40  # characters between a part and its whole
MAX_CHANGE_RATIO = 4  # a change across sentences may be this many times the difference of its ends, or the reverse
LINKING_WORDS = (
    SUBJECTLESS_WORDS
    | CHANGE_WORDS
    | MONTHS.keys()
    | SHORT_MONTHS.keys()
    | WEEKDAYS.keys()
    | word_set(
        """there there's before earlier ago previous prior same period quarter during between years months weeks
        days with today gone went go goes come came stood stands ended ending closed opened started began became
        become reached compared against versus vs from than only whereas while but when first second time early
        late spring summer autumn winter season decade per cost costs s"""
    )
)
"""Words between two levels that name no other subject."""


class MoveContext(NamedTuple):
    """What is known when the ends of a move are looked for: the article, all its levels, and the moves before."""

    article: Article
    levels_by_sentence: dict[int, list[Level]]
    earlier_moves: list[Move]


def with_ends(context: MoveContext, move: Move, start: int, end: int) -> Move | None:
    """The move with its direction and the ends that its clause leaves out; None where it states no change.

    Its clause lies between `start` and `end`. The move is changed in place.
    """
    _set_later_level(context.article, move)
    _correct_roles(context.article, move)
    if not move.spans:
        return None
    text, size = context.article.text, move.size
    anchor = size.span if size is not None else move.spans[0]
    words_after = plain_words(CLAUSE_END.split(text[anchor.end : min(end, anchor.end + REACH_AFTER)], maxsplit=1)[0])
    move.direction = direction(plain_words(text[max(start, anchor.start - REACH_BEFORE) : anchor.start]), words_after)
    if size is not None and (move.before is None or move.after is None):
        _gather_ends(context, move, size)
    _unify_scales(move)
    has_size_or_base = move.percent is not None or move.multiple is not None or move.before is not None
    return move if has_size_or_base or len(move.spans) > 1 else None


def _set_later_level(article: Article, move: Move) -> None:
    """Sets the later level of a change to the level stated first.

    As in "Rents were £840, up 5% from £800" and "down 8%, with 46 thefts against 50". In "lost 300 of its 4,000 boats,
    compared with 150" the later level is the 300.
    """
    others = [part for part in (move.before, move.amount) if part is not None]
    if move.after is not None or not others:
        return
    first = min(part.span.start for part in others)
    move.after = next(
        (
            level
            for level in reversed(move.unassigned)
            if level.span.start < first
            and not _is_whole(article, level, move.unassigned)
            and all(are_comparable(level, part) or is_in_points_of(part, level) for part in others)
        ),
        None,
    )


def _unify_scales(move: Move) -> None:
    """Reads both ends in one scale: "To 10 million tonnes from 12.5" is from 12.5 million."""
    before, after = move.before, move.after
    if before is not None and after is not None:
        move.before, move.after = _with_scale_of(before, after), _with_scale_of(after, before)


def _with_scale_of(level: Level, other_end: Level) -> Level:
    """The level in the thousands or millions of the other end, if its own number has no scale."""
    other_digits = DIGITS.search(other_end.words)
    is_bare = level.figure.kind is Kind.NUMBER and level.figure.noun is None and not level.figure.is_range
    if not is_bare or other_digits is None or not 0 < level.value * THOUSAND / 2 < other_end.value:
        return level
    printed_value = Fraction(other_digits.group().rstrip(",").replace(",", ""))
    scale = (other_end.figure.value or other_end.value) / printed_value if printed_value else Fraction(1)
    if scale < THOUSAND:
        return level
    return level._replace(value=level.value * scale, interval=level.interval.times(scale))


def _is_whole(article: Article, level: Level, others: Iterable[Level]) -> bool:
    """Whether the level is the whole of a part stated right before it: "1,428 of its 34,000 trains"."""
    return any(
        are_comparable(part, level)
        and part.value < level.value
        and PART_TO_WHOLE.fullmatch(article.text[part.span.end : level.span.start])
        for part in others
        if part.span.end <= level.span.start <= part.span.end + MAX_GAP_TO_WHOLE
    )


def _correct_roles(article: Article, move: Move) -> None:
    """Corrects roles that cannot be right, given the values.

    The 240 in "up 240 to 310" is the earlier level, not an amount, if as an amount it would be more than half of the
    310. The 12 in "doubled: it was 12" is the earlier level.
    """
    amount, after = move.amount, move.after
    if move.before is None and amount is not None and after is not None and move.percent is not None:
        percentage = move.percent.value
        if (
            are_comparable(amount, after)
            and amount.value < after.value < 2 * amount.value
            and percentage is not None
            and percentage < 100
            and not AMOUNT_TO_PERCENT.fullmatch(
                article.text, amount.span.end, max(amount.span.end, move.percent.span.start)
            )
        ):
            move.before, move.amount = amount, None
    before = move.before
    if after is None and before is not None and amount is not None and move.percent is not None:
        percentage = move.percent.value or Fraction(0)  # "raised £64,000, a 23% increase on £52,000"
        max_amount = max(3 * percentage, Fraction(50)) * before.value
        is_implausible = amount.value * 100 * 3 > 100 * before.value and amount.value * 100 != percentage * before.value
        is_change_next = CHANGE_AFTER_LEVEL.match(article.text, amount.span.end)  # "lost 300 boats, up 50% on 200"
        if are_comparable(amount, before) and (amount.value * 100 > max_amount or (is_implausible and is_change_next)):
            move.after, move.amount = amount, None
    if move.multiple is not None and move.before is None and after is not None:
        start = next(
            (
                level
                for level in move.unassigned
                if level.span.start < after.span.start and are_comparable(level, after)
            ),
            None,
        )
        if start is not None and start.span.start > move.multiple.span.end:
            move.before = start


def _gather_ends(context: MoveContext, move: Move, size: Figure) -> None:
    """Sets the ends that are stated outside the clause of the change."""
    if _is_summary(context.article, move, size):
        if move.before is not None:
            found = _only_candidate(context, move, size, other_end=move.before)
            if found is not None:
                _set_ends(move, move.before, found)
        elif move.direction and (pair := _summarised_levels(context, move, size)):
            low, high = sorted(pair, key=lambda level: level.value)
            _set_ends(move, *((low, high) if move.direction > 0 else (high, low)))
    elif move.after is not None and move.before is None:
        before = _antecedent(context, move, size) or _level_in_next_sentence(context, move)
        if before is not None:
            _set_ends(move, before, move.after)


def _set_ends(move: Move, before: Level, after: Level) -> None:
    """Sets both ends, unless one is in another sentence and they do not fit, or they make the amount implausible."""
    is_across_sentences = {before.figure.sentence, after.figure.sentence} != {move.sentence}
    if is_across_sentences and not _is_likely(move, before, after):
        return
    is_amount_an_end = move.amount is not None and move.amount.figure in (before.figure, after.figure)
    if is_amount_an_end and max(before.value, after.value) > 3 * min(before.value, after.value):
        return  # "shed 5p, down 2% from 255p"
    move.before, move.after, move.has_distant_end = before, after, is_across_sentences
    if is_amount_an_end:
        move.amount = None  # "lost 300 boats, up 50% from 200": the 300 is a level, of losses


def _is_likely(move: Move, before: Level, after: Level) -> bool:
    """Whether the difference of the two levels is near the stated change, so that they may be its ends."""
    if before.value <= 0 or after.value <= 0:
        return False
    difference, stated_change = abs(after.value - before.value), Fraction(0)
    if move.percent is not None:
        stated_change = before.value * (move.percent.value or 0) / 100
    elif move.amount is not None:
        stated_change = move.amount.value / (100 if move.amount.figure.unit == "basis point" else 1)
    elif move.multiple is not None and move.multiple.value is not None:
        times = move.multiple.value if move.multiple.kind is Kind.MULTIPLE else 1 + move.multiple.value
        return times / 2 <= max(after.value / before.value, before.value / after.value) <= times * 2
    return stated_change / MAX_CHANGE_RATIO <= difference <= stated_change * MAX_CHANGE_RATIO


def _is_summary(article: Article, move: Move, size: Figure) -> bool:
    """Whether the change summarises levels stated before it: ", a rise of 5%", "That is 5% more.", "The 5% rise"."""
    start = article.sentences[move.sentence].span.start
    last_figure = _last_figure_before(article, size)
    last_figure_end = last_figure.span.end if last_figure is not None else start
    lead = article.text[last_figure_end : size.span.start]
    pieces = PIECE_BOUNDARY.split(lead)
    words = plain_words(lead if last_figure_end == start else pieces[-1])
    if (
        (last_figure_end != start and len(pieces) == 1 and words[:1] != ["or"])
        or not SUMMARY_WORDS.issuperset(words)
        or len(words) > 8
    ):
        return False
    if last_figure_end == start and not words:
        return False
    words_after = plain_words(PIECE_BOUNDARY.split(article.text[size.span.end : size.span.end + REACH_AFTER])[0])
    has_cue_before = not CHANGE_NOUNS.isdisjoint(words) or words[-1:] in (["up"], ["down"])
    has_cue_after = words_after[:1] and (
        words_after[0] in CHANGE_NOUNS
        or words_after[0] in DIFFERENCE_ADJECTIVES
        or words_after[0] in QUANTITY_COMPARATIVES
    )
    has_cue_as_second_word = words_after[1:2] and words_after[1] in CHANGE_NOUNS | QUANTITY_COMPARATIVES
    if not (has_cue_before or has_cue_after or has_cue_as_second_word):
        return False
    base_index = next((index for index, word in enumerate(words_after[:4]) if word in BASE_PREPOSITIONS), None)
    return (
        move.before is not None
        or base_index is None
        or EARLIER_TIME_WORDS.issuperset(words_after[base_index + 1 : base_index + 5])
    )


def _last_figure_before(article: Article, size: Figure) -> Figure | None:
    """The last figure before the change in its sentence; None for none."""
    index = bisect_left(article.figures, size.span.start, key=lambda figure: figure.span.start)
    figure = article.figures[index - 1] if index else None
    return figure if figure is not None and figure.sentence == size.sentence else None


def _may_be_end(level: Level, move: Move, size: Figure) -> bool:
    """Whether a level may be an end of the change, by its kind."""
    if level.figure is size:
        return False
    if move.amount is not None and move.percent is None:
        return are_comparable(level, move.amount) or is_in_points_of(move.amount, level)
    return level.figure.kind in QUANTITY_KINDS or (move.multiple is not None and level.figure.kind is Kind.PERCENT)


def _candidates(
    context: MoveContext, sentence: int, move: Move, size: Figure, other_end: Level | None = None
) -> list[Level]:
    """The first levels of a sentence that may be an end of the change, at most MAX_CANDIDATES."""
    levels = (
        level
        for level in context.levels_by_sentence.get(sentence, ())
        if (sentence < move.sentence or level.span.end <= size.span.start)
        and _may_be_end(level, move, size)
        and (other_end is None or (are_comparable(level, other_end) and level.figure is not other_end.figure))
    )
    return list(islice(levels, MAX_CANDIDATES))


def _only_candidate(context: MoveContext, move: Move, size: Figure, other_end: Level) -> Level | None:
    """The only level in this sentence, or else in the previous one, that may be the missing end; else None."""
    for sentence in (move.sentence, move.sentence - 1):
        found = _candidates(context, sentence, move, size, other_end)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _summarised_levels(context: MoveContext, move: Move, size: Figure) -> list[Level] | None:
    """The two levels that a change summarises, from this sentence or the two before; None where that is unclear."""
    in_sentence, in_previous = (
        _candidates(context, sentence_index, move, size) for sentence_index in (move.sentence, move.sentence - 1)
    )
    if not in_sentence and move.sentence and context.earlier_moves:
        last_move = context.earlier_moves[-1]
        has_ends_only = last_move.before is not None and last_move.after is not None and last_move.size is None
        if has_ends_only and last_move.sentence == move.sentence - 1 and last_move.before and last_move.after:
            return [last_move.before, last_move.after] if _may_be_end(last_move.before, move, size) else None
    if not in_sentence and len(in_previous) == 1:
        in_previous = [*_candidates(context, move.sentence - 2, move, size), *in_previous]
    pair = in_sentence if len(in_sentence) > 1 else [*in_previous, *in_sentence]
    if len(pair) != 2 or not are_comparable(*pair) or pair[0].figure.hedge or pair[0].value == pair[1].value:
        return None
    text = context.article.text[pair[0].span.end : pair[1].span.start]
    if not _is_one_subject(pair[0], text):
        return None
    text_to_size = context.article.text[pair[1].span.end : size.span.start]
    if not FORECAST_WORDS.isdisjoint(plain_words(text + " " + text_to_size)):
        return None
    first, last = (context.article.sentences[level.figure.sentence].span for level in pair)
    if COMPARISON.search(text):
        return pair
    is_bare = plain_words(context.article.text[size.span.start - 8 : size.span.start])[-1:] in (["up"], ["down"])
    has_time_reference = TIME_REFERENCE.search(context.article.text[first.start : last.end].lower())
    return pair if has_time_reference and not is_bare else None  # "oil was at $76 and gas at $2, down 1%" has one level


def _is_one_subject(first: Level, text: str) -> bool:
    """Whether the text between two levels names no other subject: "in 2019 and now has", "compared with"."""
    words = plain_words(text)
    if words[:1] == ["of"] or "out of" in text:
        return False  # a part and its whole
    noun = first.figure.noun
    own_words = {noun.head, f"{noun.head}s", *noun.modifiers} if noun is not None else set()
    own_words |= set(words[:1]) if noun is not None else set()
    return LINKING_WORDS.issuperset(word for word in words if word not in own_words)


def _antecedent(context: MoveContext, move: Move, size: Figure) -> Level | None:
    """The only level of the previous sentence, if a pronoun refers to it; else None.

    As in "In May it had 45. By June it had trebled to 135".
    """
    start = context.article.sentences[move.sentence].span.start
    words = plain_words(context.article.text[max(start, size.span.start - PRONOUN_REACH) : size.span.start])
    if ANAPHORIC_WORDS.isdisjoint(words[-4:]) or _last_figure_before(context.article, size) is not None:
        return None
    found = _candidates(context, move.sentence - 1, move, size, other_end=move.after)
    return found[0] if len(found) == 1 else None


def _level_in_next_sentence(context: MoveContext, move: Move) -> Level | None:
    """The earlier level from the next sentence, as in "... to 4%. It had stood at 4.25% since May."; else None."""
    next_levels = context.levels_by_sentence.get(move.sentence + 1, ())
    if not next_levels or move.after is None or not are_comparable(next_levels[0], move.after):
        return None
    start = context.article.sentences[move.sentence + 1].span.start
    lead = context.article.text[start : next_levels[0].span.start].lower()
    return next_levels[0] if PAST_LEVEL.match(lead) else None
