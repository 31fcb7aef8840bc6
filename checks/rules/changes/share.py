"""X of Y is not Z per cent.

Ties "4% of boats - 19 out of 480", "36% of the 75 cases (27)" and "27 cases, or 36%" with the 75 in a sentence nearby.
The percentage stands for what its printed digits allow and half a digit more; so do the two numbers. Where the whole
stands elsewhere, every count of the same thing close by is tried, and only if none fits is there a question.

Silent where the percentage is of something else, where it is a change, and where no whole is stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Span, Tick
from checks.passages import STOP, stem
from checks.rule import Example, Rule
from checks.rules._printed import between, by_sentence, lexicon, plain_words, spans, step_of
from checks.rules.changes._cues import AMOUNT_NOUNS, DOWN, UP
from checks.wording import in_unit, number, spread

OF = lexicon("of out from the its their his her our these those all a an total some about around more than nearly over")
LINK = lexicon(
    """or of that is this which equates equivalent equal to equals equalling represents representing
    about around nearly just over under almost some roughly more less
    than at least a an the i e only means making made up are were was he she they it"""
)
EQUALS = lexicon("equates equals equal equivalent represents amounts means is or")
NO_THINGS = lexicon("average normal total overall gross capacity")
APART = lexicon("and while but whereas compared with against from by also another whose")
COUNTED = (Kind.COUNT, Kind.NUMBER, Kind.MONEY, Kind.MEASURE)
NEAR = 90  # characters between the percentage and the pair
MANY = 40  # figures of one sentence that are looked at
SENTENCES = 4  # how far away the whole may stand


Counted = dict[int, list[Figure]]  # by sentence


class Share(NamedTuple):
    percent: Figure
    part: Figure
    wholes: tuple[Figure, ...]
    here: bool  # does the whole stand in the statement itself?


def check(article: Article) -> Iterator[Outcome]:
    counted: Counted = {}
    for figure in article.figures:
        if _may_count(figure):
            counted.setdefault(figure.sentence, []).append(figure)
    for sentence, figures in by_sentence(article):
        for percent in figures:
            if percent.kind is Kind.PERCENT and not percent.is_range and not _is_change(article, percent):
                share = _share(article, sentence, figures, percent, counted)
                if share:
                    yield from _judged(share)


def _is_change(article: Article, percent: Figure) -> bool:
    """A rise or fall by so much per cent is no share."""
    before = plain_words(article.text[max(0, percent.span.start - 30) : percent.span.start])[-3:]
    behind = plain_words(article.text[percent.span.end : percent.span.end + 20])[:1]
    return any(word in UP | DOWN for word in before) or any(word in AMOUNT_NOUNS for word in behind)


def _share(article: Article, sentence: int, figures: list[Figure], percent: Figure, counted: Counted) -> Share | None:
    place = next(at for at, figure in enumerate(figures) if figure is percent)
    for first, second in ((place + 1, place + 2), (place - 2, place - 1)):
        if first >= 0 and second < len(figures):
            part, whole = figures[first], figures[second]
            if _is_part_of(article, part, whole) and _is_linked(article, percent, part, whole):
                return Share(percent, part, (whole,), True)
    # "27, or 36% of the 75" and "36% of the 75 (27)"
    if 0 < place < len(figures) - 1 and _may_count(figures[place - 1]) and _is_of(article, percent, figures[place + 1]):
        part, whole = figures[place - 1], figures[place + 1]
        if _is_aside(article, part, percent) and _alike(part, whole):
            return Share(percent, part, (whole,), True)
    # "Of the 75, 27 (36%)" and "75 were asked. Of those, 27 - 36% -"
    if place and _may_count(figures[place - 1]) and _is_aside(article, figures[place - 1], percent):
        of_whole = _whole_named_first(article, figures, place, counted)
        if of_whole is not None:
            return Share(percent, figures[place - 1], (of_whole,), True)
    if place + 2 < len(figures) and _is_of(article, percent, figures[place + 1]) and _may_count(figures[place + 2]):
        part, whole = figures[place + 2], figures[place + 1]
        if _is_aside(article, whole, part) and _alike(part, whole):
            return Share(percent, part, (whole,), True)
    return _in_next_sentence(article, figures, place, counted) or _with_distant_whole(
        article, sentence, figures, place, counted
    )


def _in_next_sentence(article: Article, figures: list[Figure], place: int, counted: Counted) -> Share | None:
    """ "... 7% of the stock. This equates to 92,000 boats, out of a total of 1.4 million"."""
    percent = figures[place]
    following = counted.get(percent.sentence + 1, [])[:2]
    if place != len(figures) - 1 or len(following) < 2 or not _is_part_of(article, *following):
        return None
    start = article.sentences[percent.sentence + 1].span.start
    words = plain_words(article.text[start : following[0].span.start])
    if words and len(words) <= 5 and not EQUALS.isdisjoint(words):
        return Share(percent, following[0], (following[1],), True)
    return None


def _whole_named_first(article: Article, figures: list[Figure], place: int, counted: Counted) -> Figure | None:
    part = figures[place - 1]
    start = article.sentences[part.sentence].span.start
    if place >= 2:
        whole = figures[place - 2]
        before = plain_words(article.text[max(start, whole.span.start - 25) : whole.span.start])
        gap = article.text[whole.span.end : part.span.start]
        own = before[-1:] == ["of"] or before[-2:-1] == ["of"]
        if own and "," in gap and len(plain_words(gap)) <= 8 and _alike(part, whole):
            return whole
    before = plain_words(article.text[start : part.span.start])
    if before[:1] == ["of"] and before[1:2] in (["those"], ["these"], ["them"], ["whom"]) and len(before) <= 4:
        earlier = [one for one in counted.get(part.sentence - 1, []) if _alike(part, one)]
        if len(earlier) == 1:
            return earlier[0]
    return None


def _may_count(figure: Figure) -> bool:
    return figure.kind in COUNTED and bool(figure.value) and not figure.is_range


def _alike(part: Figure, whole: Figure) -> bool:
    """Of one kind and unit, the part no more than the whole."""
    if not _may_count(part) or not _may_count(whole):
        return False
    plain = (Kind.COUNT, Kind.NUMBER)
    return (part.unit == whole.unit or None in (part.unit, whole.unit)) and (
        part.kind is whole.kind or (part.kind in plain and whole.kind in plain)
    )


def _is_part_of(article: Article, part: Figure, whole: Figure) -> bool:
    """ "19 out of 480", "92,000 boats - out of a total of 1.4 million", "27 of the 75"."""
    gap = between(article, part, whole)
    if len(gap) > 50 or not _alike(part, whole):
        return False
    words = plain_words(gap)
    if "of" not in words or "(" in gap or any(mark in gap for mark in ".;:"):
        return False
    cut = words.index("out") if "out" in words else words.index("of")
    named = words[cut:]
    if named[-1:] == ["s"] and len(named) <= 5:  # "330 of the force's 1,100"
        named = named[:-2]
    return cut <= 2 and OF.issuperset(named)


def _is_linked(article: Article, percent: Figure, part: Figure, whole: Figure) -> bool:
    """Does the percentage stand beside "19 out of 480", with nothing between that speaks of something else?"""
    first, second = (percent, part) if percent.span.start < part.span.start else (whole, percent)
    gap = between(article, first, second)
    words = plain_words(gap)
    return len(gap) <= NEAR and len(words) <= 9 and APART.isdisjoint(words) and (UP | DOWN).isdisjoint(words)


def _is_of(article: Article, percent: Figure, whole: Figure) -> bool:
    """ "36% of the 75"."""
    words = plain_words(between(article, percent, whole))
    return bool(words) and words[0] == "of" and len(words) <= 4 and OF.issuperset(words) and _may_count(whole)


def _is_aside(article: Article, one: Figure, other: Figure) -> bool:
    """ "(27)", ", or 27", "- 27 -": the second is the first in another shape."""
    gap = between(article, one, other)
    noun, bracket, gloss = gap.partition("(")
    if bracket:
        return len(plain_words(noun)) <= 4 and LINK.issuperset(plain_words(gloss))
    words = plain_words(gap)
    if gap.rstrip().endswith(",") and len(words) <= 3 and other.kind is Kind.PERCENT:
        return plain_words(article.text[other.span.end : other.span.end + 8])[:1] == ["of"]  # "27 boats, 36% of the 75"
    cut = next((at for at, word in enumerate(words) if word in {"or", "which", "equivalent", "equal", "that"}), None)
    if cut is None:
        return len(words) <= 3 and gap.rstrip().endswith(("-", "–", "—"))
    return cut <= 4 and LINK.issuperset(words[cut:])


def _with_distant_whole(
    article: Article, sentence: int, figures: list[Figure], place: int, counted: Counted
) -> Share | None:
    """ "36% of burglaries (27 cases)" or "27 cases, or 36% of burglaries": the whole is a count of them close by."""
    percent = figures[place]
    behind = article.text[percent.span.end : percent.span.end + 60]
    if place + 1 < len(figures):
        behind = article.text[percent.span.end : min(percent.span.end + 60, figures[place + 1].span.start)]
    words = plain_words(behind.partition("(")[0])[:7]
    if words[:1] != ["of"]:
        return None
    things = {stem(word) for word in words[1:] if word not in STOP and word not in NO_THINGS}
    part = None
    if place + 1 < len(figures) and "(" in behind and _is_aside(article, percent, figures[place + 1]):
        part = figures[place + 1]
    elif place and _is_aside(article, figures[place - 1], percent):
        part = figures[place - 1]
    if part is None or not things or part.kind not in COUNTED or not part.value:
        return None
    wholes = tuple(
        one
        for near in range(sentence - SENTENCES, sentence + SENTENCES + 1)
        for one in counted.get(near, [])[:MANY]
        if one is not part
        and _alike(part, one)
        and (one.value or 0) > (part.value or 0)
        and things & _counts(article, one)
    )
    return Share(percent, part, wholes, False) if wholes else None


def _counts(article: Article, figure: Figure) -> set[str]:
    """The words right behind a figure, which say what it counts."""
    words = plain_words(article.text[figure.span.end : figure.span.end + 40])[:4]
    return {stem(word) for word in words if word not in STOP}


def _percent(part: Figure, whole: Figure) -> Interval | None:
    low, high = part.interval
    least, most = whole.interval
    if low is None or high is None or least is None or most is None or least <= 0:
        return None
    return Interval(low * 100 / most, high * 100 / least)


def _is_near(part: Figure, whole: Figure, percent: Figure, step: Fraction) -> bool:
    """Do the numbers give the percentage as they stand, and not only by their rounding?"""
    assert part.value is not None
    assert whole.value is not None
    assert percent.value is not None
    exact = part.value * 100 / whole.value
    return abs(exact - percent.value) <= max(2 * step, percent.value / 10)


def _judged(share: Share) -> Iterator[Outcome]:
    percent, part = share.percent, share.part
    assert percent.value is not None
    step = step_of(percent.value, percent.words)
    low, high = percent.interval
    wide = Interval(None if low is None else low - step / 2, None if high is None else high + step / 2)
    close = False
    for whole in share.wholes:
        real = _percent(part, whole)
        if real is None or real.meets(percent.interval):
            if real is not None and _is_near(part, whole, percent, step):
                yield Tick(
                    f"{part.words} of {whole.words} is {percent.words}.",
                    _spans(percent, part, whole),
                    _sum(part, whole),
                )
            return
        close = close or real.meets(wide)
    if close:
        return
    assert part.value is not None
    expected = part.value * 100 / percent.value if percent.value else part.value
    whole = min(share.wholes, key=lambda one: abs((one.value or Fraction(0)) - expected))
    assert whole.value is not None
    exact = part.value * 100 / whole.value
    far = abs(exact - percent.value) > max(2 * step, percent.value / 10)
    real = _percent(part, whole)
    assert real is not None
    yield Finding(
        Severity.ERROR if share.here and far else Severity.WARNING,
        f"{part.words} of {whole.words} is {number(round(exact, 2))}%, and the text says {percent.words}.",
        _spans(percent, part, whole),
        f"{_sum(part, whole)} (allowed: {spread(_two_digits(real))}%), not {percent.words}",
        (
            f"{percent.words} -> {number(round(exact, 1))}%",
            f"{part.words} -> {in_unit(round(whole.value * percent.value / 100), part)}",
        ),
        f"Which of {part.words}, {whole.words} and {percent.words} is another figure?",
    )


def _two_digits(interval: Interval) -> Interval:
    assert interval.low is not None
    assert interval.high is not None
    return Interval(round(interval.low, 2), round(interval.high, 2))


def _sum(part: Figure, whole: Figure) -> str:
    exact = (part.value or Fraction(0)) * 100 / (whole.value or Fraction(1))
    return f"{number(part.value or 0)} / {number(whole.value or 1)} = {number(round(exact, 2))}%"


def _spans(*figures: Figure) -> tuple[Span, ...]:
    return tuple(sorted(spans(*figures)))


EXAMPLES = (
    Example("whose whole it is", "In all 330 of the force's 1,100 officers, 40%, are women.", "error"),
    Example("whose whole it is, right", "In all 330 of the force's 1,100 officers, 30%, are women.", "tick"),
    Example("out of", "Only 9% of councillors - 19 out of 480 - are under 30.", "error"),
    Example("of the, and the share in brackets", "Of the flats, 40 of the 160 units (35%) are empty.", "error"),
    Example("the share of a stated whole", "Ladders were used in 46% of the 75 cases (27).", "error"),
    Example("or", "Some 27 pupils, or 46% of the 75, stayed at home.", "error"),
    Example("the whole first", "Of the 75 boats, 27 (46%) were new.", "error"),
    Example("of those", "The survey asked 75 people. Of those, 27 (46%) had been robbed.", "error"),
    Example("of those, right", "The survey asked 75 people. Of those, 27 (36%) had been robbed.", "tick"),
    Example(
        "the whole stands before",
        "The force recorded 75 burglaries. Tools were found in 46% of burglaries (27 cases).",
        "warning",
    ),
    Example(
        "in the next sentence",
        "Old boats are 9% of the fleet. This equates to 92,000 boats out of a total of 1.4m.",
        "error",
    ),
    Example("out of, right", "Only 4% of councillors - 19 out of 480 - are under 30.", "tick"),
    Example("in brackets, right", "Of the flats, 40 of the 160 units (25%) are empty.", "tick"),
    Example("or, right", "Some 27 pupils, or 36% of the 75, stayed at home.", "tick"),
    Example(
        "the whole stands before, right",
        "The force recorded 75 burglaries. Tools were found in 36% of burglaries (27 cases).",
        "tick",
    ),
    Example("a share of something else", "Some 19 out of 480 councillors are under 30, and 41% are women.", "silent"),
    Example("a change", "The list grew 12% as 11 of the 40 clinics closed.", "silent"),
    Example("no whole", "Tools were found in 36% of burglaries (27 cases).", "silent"),
    Example("no part", "Only 4% of the 480 councillors are under 30.", "silent"),
    Example("a score rate", "She hit 40 of 60 shots and 90% is the record.", "silent"),
)

RULE = Rule(code="SH01", slug="share-of-whole", scope="article", check=check, examples=EXAMPLES, aliases=("pct-of",))
