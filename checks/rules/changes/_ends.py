"""The ends of a change that its own clause leaves out.

"The club had 500 boats in 2019 and now has 425, a drop of 15%": the drop summarises two levels before it. They may
stand in the previous sentence as well ("A ticket is £2.50, up from £2. The 25% rise ..."), and a pronoun may refer to
one of them ("By May it had doubled to 90"). An end is taken only where exactly one level can be it.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import NamedTuple

from checks.figures.calendar_words import MONTHS, SHORT_MONTHS, WEEKDAYS
from checks.model import Article, Figure, Kind
from checks.pattern import pattern
from checks.precision import DIGITS
from checks.rules._text import plain_words
from checks.rules.changes._change_roles import AMOUNT_NOUNS, BREAK, EXPECTED, FIRMER, OF_SENTENCE, UP_OR_DOWN, direction
from checks.rules.changes._parts import Level, Move, comparable, in_points
from checks.word_set import word_set

SUMMING = AMOUNT_NOUNS | word_set(
    """a an the or by that is was it this which represents representing marks means equates equivalent to of up down
    about around nearly almost just some more than over under only roughly down well close premium discount saving
    difference annual year-on-year year on making and so an"""
)
"""Words that lead to a change which summarises what was said: "that is a rise of", ", or down by"."""
SHORTER = word_set("more fewer less")
BASES = word_set("on over from since than against")
THE_YEAR_BEFORE = word_set("last previous prior year a the before earlier ago then same month week period day figure")
POINTING = word_set("it that this they number figure total toll")
THEN_AND_NOW = pattern(
    r"\b(?:(?:19|20)\d\d|last|previous|previously|prior|earlier|ago|before|now|today|then|"
    r"used to|stood|originally|initially)\b"
)
COMPARED = pattern(r"\b(?:compared|against|versus|vs|from)\b")
HAD_BEEN = pattern(
    r"^(?:it|they|the \w+) (?:had (?:been|stood at)|was|were|stood at|used to be)(?: at| just| about)? ?$"
)
CLAUSE_END = pattern(r"[;.]\s|, (?:and|but|while|as|with)\b")
OF_A_WHOLE = pattern(r" (?:[a-z]+ )?(?:out )?of (?:(?:the|its|their|all|his|her|a total of|about|some) )*[£$€]?")
SAID_AGAIN = pattern(r"(?: points?)?(?:,? or | \()(?:about |nearly |almost |just over )?")
"""Between an amount and the percentage that it is: "fell $4.1 billion or 40.1 percent to $6.1 billion"."""
UP_OR_DOWN_NEXT = pattern(r"(?: [a-z]+| of (?:its|the|their) [£$€]?[\d,.]+(?: [a-z]+)?){0,2}, (?:up|down)\b")
THOUSAND = 1000
MAX_GAP = 40  # characters between a part and its whole
MAX_RATIO = 4  # times that a change across sentences may differ from what its ends give
LINKING = (
    OF_SENTENCE
    | UP_OR_DOWN
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
"""Words between two levels that name nothing else."""
COUNTING = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)


class Around(NamedTuple):
    """The context of a move: all levels by sentence, and the moves before it."""

    article: Article
    levels: dict[int, list[Level]]
    earlier: list[Move]


def with_ends(around: Around, move: Move, floor: int, end: int) -> Move | None:
    """The move with its direction and the ends that its clause leaves out; None where it states nothing."""
    _take_passed_level(around.article, move)
    _correct_roles(around.article, move)
    if not move.spans:
        return None
    text, size = around.article.text, move.size
    anchor = size.span if size is not None else move.spans[0]
    behind = plain_words(CLAUSE_END.split(text[anchor.end : min(end, anchor.end + 60)], maxsplit=1)[0])
    move.direction = direction(plain_words(text[max(floor, anchor.start - 120) : anchor.start]), behind)
    if size is not None and (move.before is None or move.after is None):
        _gather_ends(around, move, size)
    _take_scale(move)
    named = move.percent is not None or move.multiple is not None or move.before is not None
    return move if named or len(move.spans) > 1 else None


def _take_passed_level(article: Article, move: Move) -> None:
    """Sets the level after a change that stands before it.

    As in "Rents were £840, up 5% from £800" and "down 8%, with 46 thefts against 50". In "lost 300 of its 4,000 boats,
    compared with 150" it is the 300.
    """
    others = [part for part in (move.before, move.amount) if part is not None]
    if move.after is not None or not others:
        return
    first = min(part.span.start for part in others)
    move.after = next(
        (
            level
            for level in reversed(move.loose)
            if level.span.start < first
            and not _is_whole(article, level, move.loose)
            and all(comparable(level, part) or in_points(part, level) for part in others)
        ),
        None,
    )


def _take_scale(move: Move) -> None:
    """Gives both ends one scale: "To 10 million tonnes from 12.5"."""
    before, after = move.before, move.after
    if before is not None and after is not None:
        move.before, move.after = _scaled(before, after), _scaled(after, before)


def _scaled(level: Level, like: Level) -> Level:
    """A bare level in the thousands or millions of the other end."""
    printed = DIGITS.search(like.words)
    bare = level.figure.kind is Kind.NUMBER and level.figure.noun is None and not level.figure.is_range
    if not bare or printed is None or not 0 < level.value * THOUSAND / 2 < like.value:
        return level
    shown = Fraction(printed.group().rstrip(",").replace(",", ""))
    scale = (like.figure.value or like.value) / shown if shown else Fraction(1)
    if scale < THOUSAND:
        return level
    return level._replace(value=level.value * scale, interval=level.interval.times(scale))


def _is_whole(article: Article, level: Level, others: Iterable[Level]) -> bool:
    """Whether a part of the level stands right before it: "1,428 of its 34,000 trains"."""
    return any(
        comparable(part, level)
        and part.value < level.value
        and OF_A_WHOLE.fullmatch(article.text[part.span.end : level.span.start])
        for part in others
        if part.span.end <= level.span.start <= part.span.end + MAX_GAP
    )


def _correct_roles(article: Article, move: Move) -> None:
    """Corrects roles that the sizes rule out.

    "Up 240 to 310" is a start where the change would more than double it; "it was 12" is a start after "doubled".
    """
    amount, after = move.amount, move.after
    if move.before is None and amount is not None and after is not None and move.percent is not None:
        share = move.percent.value
        if (
            comparable(amount, after)
            and amount.value < after.value < 2 * amount.value
            and share is not None
            and share < 100
            and not SAID_AGAIN.fullmatch(article.text, amount.span.end, max(amount.span.end, move.percent.span.start))
        ):
            move.before, move.amount = amount, None
    before = move.before
    if after is None and before is not None and amount is not None and move.percent is not None:
        share = move.percent.value or Fraction(0)  # "raised £64,000, a 23% increase on £52,000"
        most = max(3 * share, Fraction(50)) * before.value
        implausible = amount.value * 100 * 3 > 100 * before.value and amount.value * 100 != share * before.value
        going = UP_OR_DOWN_NEXT.match(article.text, amount.span.end)  # "lost 300 boats, up 50% on 200"
        if comparable(amount, before) and (amount.value * 100 > most or (implausible and going)):
            move.after, move.amount = amount, None
    if move.multiple is not None and move.before is None and after is not None:
        start = next(
            (level for level in move.loose if level.span.start < after.span.start and comparable(level, after)), None
        )
        if start is not None and start.span.start > move.multiple.span.end:
            move.before = start


def _gather_ends(around: Around, move: Move, size: Figure) -> None:
    """Finds the ends that stand outside the clause of the change."""
    if sums_up(around.article, move, size):
        if move.before is not None:
            found = _only_candidate(around, move, size, like=move.before)
            if found is not None:
                _set_ends(move, move.before, found)
        elif move.direction and (pair := _pair(around, move, size)):
            low, high = sorted(pair, key=lambda level: level.value)
            _set_ends(move, *((low, high) if move.direction > 0 else (high, low)))
    elif move.after is not None and move.before is None:
        start = _pointed_at(around, move, size) or _had_been(around, move)
        if start is not None:
            _set_ends(move, start, move.after)


def _set_ends(move: Move, before: Level, after: Level) -> None:
    """Sets both ends, unless they are in other sentences and unlikely, or would make the amount implausible."""
    crosses = {before.figure.sentence, after.figure.sentence} != {move.sentence}
    if crosses and not _is_likely(move, before, after):
        return
    lost = move.amount is not None and move.amount.figure in (before.figure, after.figure)
    if lost and max(before.value, after.value) > 3 * min(before.value, after.value):
        return  # "shed 5p, down 2% from 255p"
    move.before, move.after, move.is_gathered = before, after, crosses
    if lost:
        move.amount = None  # "lost 300 boats, up 50% from 200": of the losses, a level


def _is_likely(move: Move, before: Level, after: Level) -> bool:
    """Whether the two levels are about as far apart as the text says, so that they may be the ends."""
    if before.value <= 0 or after.value <= 0:
        return False
    apart, stated_change = abs(after.value - before.value), Fraction(0)
    if move.percent is not None:
        stated_change = before.value * (move.percent.value or 0) / 100
    elif move.amount is not None:
        stated_change = move.amount.value / (100 if move.amount.figure.unit == "basis point" else 1)
    elif move.multiple is not None and move.multiple.value is not None:
        times = move.multiple.value if move.multiple.kind is Kind.MULTIPLE else 1 + move.multiple.value
        return times / 2 <= max(after.value / before.value, before.value / after.value) <= times * 2
    return stated_change / MAX_RATIO <= apart <= stated_change * MAX_RATIO


def sums_up(article: Article, move: Move, size: Figure) -> bool:
    """Whether the change summarises what was said before it: ", a rise of 5%", "That is 5% more.", "The 5% rise"."""
    start = article.sentences[move.sentence].span.start
    last = max((figure.span.end for figure in _figures_before(article, size)), default=start)
    lead = article.text[last : size.span.start]
    pieces = BREAK.split(lead)
    words = plain_words(lead if last == start else pieces[-1])
    if (last != start and len(pieces) == 1 and words[:1] != ["or"]) or not SUMMING.issuperset(words) or len(words) > 8:
        return False
    if last == start and not words:
        return False
    behind = plain_words(BREAK.split(article.text[size.span.end : size.span.end + 60])[0])
    led = not AMOUNT_NOUNS.isdisjoint(words) or words[-1:] in (["up"], ["down"])
    named = behind[:1] and (behind[0] in AMOUNT_NOUNS or behind[0] in FIRMER or behind[0] in SHORTER)
    counted = behind[1:2] and behind[1] in AMOUNT_NOUNS | SHORTER
    if not (led or named or counted):
        return False
    base = next((index for index, word in enumerate(behind[:4]) if word in BASES), None)
    return move.before is not None or base is None or THE_YEAR_BEFORE.issuperset(behind[base + 1 : base + 5])


def _figures_before(article: Article, size: Figure) -> Iterable[Figure]:
    """The figures of the sentence before the change."""
    return (
        figure for figure in article.figures if figure.sentence == size.sentence and figure.span.end <= size.span.start
    )


def _may_be_end(level: Level, move: Move, size: Figure) -> bool:
    """Whether a level may be an end of the change, by its kind."""
    if level.figure is size:
        return False
    if move.amount is not None and move.percent is None:
        return comparable(level, move.amount) or in_points(move.amount, level)
    return level.figure.kind in COUNTING or (move.multiple is not None and level.figure.kind is Kind.PERCENT)


def _candidates(around: Around, sentence: int, move: Move, size: Figure, like: Level | None = None) -> list[Level]:
    """The levels of a sentence that may be an end of the change."""
    return [
        level
        for level in around.levels.get(sentence, ())
        if (sentence < move.sentence or level.span.end <= size.span.start)
        and _may_be_end(level, move, size)
        and (like is None or (comparable(level, like) and level.figure is not like.figure))
    ]


def _only_candidate(around: Around, move: Move, size: Figure, like: Level) -> Level | None:
    """The only level in this sentence, or else in the previous one, that may be the other end; None for none."""
    for sentence in (move.sentence, move.sentence - 1):
        found = _candidates(around, sentence, move, size, like)
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _pair(around: Around, move: Move, size: Figure) -> list[Level] | None:
    """The two levels that a change summarises, from this sentence or the ones before; None where that is unclear."""
    own, before = (
        _candidates(around, sentence_index, move, size) for sentence_index in (move.sentence, move.sentence - 1)
    )
    if not own and move.sentence and around.earlier:
        last = around.earlier[-1]
        ended = last.before is not None and last.after is not None and last.size is None
        if ended and last.sentence == move.sentence - 1 and last.before and last.after:
            return [last.before, last.after] if _may_be_end(last.before, move, size) else None
    if not own and len(before) == 1:
        before = [*_candidates(around, move.sentence - 2, move, size), *before]
    pair = own if len(own) > 1 else [*before, *own]
    if len(pair) != 2 or not comparable(*pair) or pair[0].figure.hedge or pair[0].value == pair[1].value:
        return None
    text = around.article.text[pair[0].span.end : pair[1].span.start]
    if not _is_one_subject(pair[0], text):
        return None
    behind = around.article.text[pair[1].span.end : size.span.start]
    if not EXPECTED.isdisjoint(plain_words(text + " " + behind)):
        return None
    first, last_one = (around.article.sentences[level.figure.sentence].span for level in pair)
    if COMPARED.search(text):
        return pair
    bare = plain_words(around.article.text[size.span.start - 8 : size.span.start])[-1:] in (["up"], ["down"])
    dated = THEN_AND_NOW.search(around.article.text[first.start : last_one.end].lower())
    return pair if dated and not bare else None  # "oil was at $76 and gas at $2, down 1%" has one level


def _is_one_subject(first: Level, text: str) -> bool:
    """Whether the text between two levels stays with the same thing: "in 2019 and now has", "compared with"."""
    words = plain_words(text)
    if words[:1] == ["of"] or "out of" in text:
        return False  # a part and its whole
    noun = first.figure.noun
    own = {noun.head, f"{noun.head}s", *noun.modifiers} if noun is not None else set()
    own |= set(words[:1]) if noun is not None else set()
    return LINKING.issuperset(word for word in words if word not in own)


def _pointed_at(around: Around, move: Move, size: Figure) -> Level | None:
    """The only level of the previous sentence, where a pronoun refers to it; else None.

    As in "In May it had 45. By June it had trebled to 135".
    """
    start = around.article.sentences[move.sentence].span.start
    words = plain_words(around.article.text[max(start, size.span.start - 40) : size.span.start])
    if POINTING.isdisjoint(words[-4:]) or any(True for _ in _figures_before(around.article, size)):
        return None
    found = _candidates(around, move.sentence - 1, move, size, like=move.after)
    return found[0] if len(found) == 1 else None


def _had_been(around: Around, move: Move) -> Level | None:
    """The level before, stated in the next sentence: "... to 4%. It had stood at 4.25% since May."; else None."""
    following = around.levels.get(move.sentence + 1, ())
    if not following or move.after is None or not comparable(following[0], move.after):
        return None
    start = around.article.sentences[move.sentence + 1].span.start
    lead = around.article.text[start : following[0].span.start].lower()
    return following[0] if HAD_BEEN.match(lead) else None
