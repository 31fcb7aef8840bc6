"""A count that does not fit "the other", "the third" or "a seventh" after it.

Ties "three bones could be human. Two are of the 15th century, the other of the 17th", "two tourists: one was released
and the other died", "she saw three boys. Two of the boys rode, with the third on the back" and "six men were jailed. A
seventh man was fined". "The other" has no number of its own, yet stands for exactly one: two and the other make three.

Silent where another count stands between, where the groups themselves are meant ("teams of five, one from Ash, the
other from Elm"), on "the other two", and on an ordinal whose count may have begun elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checks.figures.ordinals import ORDINALS
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.relations.singles import singles_told
from checks.rule import Example, Rule
from checks.rules._text import figures_between

_VERB = (
    r"(?:is|was|has|had|will|would|could|may|went|came|lost|won|left|sank|fell|fled|hit|ran|took|made|held|sold|shut|rose"
    r"|began|got|gave|met|cost|broke|drove|flew|sat|stood|stayed|said|[a-z]{2,}ed)"
)
_ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
THE_OTHER = pattern(
    rf"(?:[,;:.–—]\s|\s-\s|\b(?:and|while|but|with|whereas)\s)(?P<last>the\s(?:other(?=\s(?:{_VERB}|to|in|at|from|by|with"
    rf"|between|for)\b|[,.;])|(?P<ordinal>{_ORDINALS})(?=\s(?:{_VERB}|on|in|at)\b)))",
    re.IGNORECASE,
)
"""The last one of a group, mentioned by itself ("the other sank", "with the third on the back"): the group `last`."""
A_FURTHER = pattern(rf"\b[Aa]n?\s(?P<ordinal>{_ORDINALS})\s(?P<noun>[a-z]+)\b")
"""One more after a counted group: "a seventh man"."""
OF_THEM = pattern(r" of (?:the|them|those|these|whom|which|his|her|its|their)\b ?")
ONE = pattern(
    r"\bone(?= (?:of (?:them|whom|which|the)|from|in|at|by|to|near|on(?! (?:the|page))|for|with|who|which|that|outside"
    rf"|inside|after|before|against|about|between|a|an|{_VERB})\b)",
    re.IGNORECASE,
)
FIRST = pattern(r"\bthe first\b", re.IGNORECASE)
NTH = pattern(rf"\bthe (?P<place>{_ORDINALS})\b", re.IGNORECASE)
OF_ALL = pattern(r"\bof (?:the|its|their|his|her) (?:[a-z]+ )?$")
OF_A_GROUP = pattern(r"\b[a-z]+s of $")
NEARBY = 2  # sentences from the count of all to "the other"
MAX_COUNT = 20  # size of a group of which a story would mention one member by itself
MAX_MISS = 5  # difference beyond which the two hardly belong together
MIN_ORDINAL = 4  # a lower one may count people who are mentioned one by one: "One was held ... a third man"


class OneMore(NamedTuple):
    """A count of all, a part of them that is counted, and the one that completes it."""

    whole: Figure
    part: Span
    value: int  # of the part
    last: Span  # "the other"


def check(article: Article) -> Iterator[Outcome]:
    counts = [figure for figure in article.figures if _is_count(figure)]
    for number, sentence in enumerate(article.sentences):
        for last in THE_OTHER.finditer(article.text, max(0, sentence.span.start - 2), sentence.span.end):
            found = _completed_by(article, counts, Span(*last.span("last")), number, last["ordinal"])
            if found is not None:
                yield from _judged(article, found)
        for further in A_FURTHER.finditer(article.text, *sentence.span):
            yield from _further(article, counts, further, number)


def _is_count(figure: Figure) -> bool:
    """Whether it counts a group that is small enough for one of its members to be mentioned by itself."""
    value = figure.value
    is_plain_quantity = figure.kind in (Kind.COUNT, Kind.NUMBER) and not figure.is_range and not figure.hedge.value
    return is_plain_quantity and value is not None and value.denominator == 1 and 1 <= value <= MAX_COUNT


def _completed_by(
    article: Article, counts: Sequence[Figure], last: Span, sentence: int, ordinal: str | None
) -> OneMore | None:
    """The counts that "the other" or "the third" (`last`) completes; None where it is unclear which those are."""
    ahead = [
        figure
        for figure in counts
        if figure.span.end <= last.start and figure.sentence >= sentence - NEARBY and (figure.value or 0) > 1
    ]
    if not ahead:
        return None
    firsts = list(FIRST.finditer(article.text, ahead[-1].span.end, last.start)) if ordinal else []
    singles = [Span(*found.span()) for found in ONE.finditer(article.text, ahead[-1].span.end, last.start)]
    if firsts:
        whole, part, value = ahead[-1], Span(*firsts[-1].span()), 1
    elif singles:
        whole, part, value = ahead[-1], singles[-1], 1
        if _is_in_a_row(article, ahead, part):
            return None
    elif len(ahead) > 1 and sentence - ahead[-1].sentence <= 1:
        *_, whole, some = ahead
        if OF_THEM.fullmatch(article.text, whole.span.end, some.span.start):  # "two of the three boys rode"
            whole, some = some, whole
        elif not _is_part(article, some, whole):
            return None
        part, value = some.span, int(some.value or 0)
    else:
        return None
    if OF_A_GROUP.search(article.text[max(0, whole.span.start - 20) : whole.span.start]):
        return None
    if ordinal and (ORDINALS[ordinal.lower()] != value + 1 or _goes_further(article, last, sentence, value + 2)):
        return None
    return OneMore(whole, part, value, last)


def _is_in_a_row(article: Article, ahead: Sequence[Figure], one: Span) -> bool:
    """Whether the last count is itself a part, beside one: "two lay in Ash, one in Elm and the other here"."""
    last = ahead[-1]
    if not article.text[last.span.end : one.start].rstrip().endswith(","):
        return False
    if OF_THEM.match(article.text, last.span.end):
        return True
    for figure in ahead[:-1]:
        is_larger = (figure.value or 0) > (last.value or 0)
        if is_larger and last.noun is None:
            return True
        is_of_one = last.noun is not None and figure.noun is not None and figure.noun.head == last.noun.head
        if is_of_one and figure.value == (last.value or 0) + 2:
            return True
    return False


def _goes_further(article: Article, last: Span, sentence: int, place: int) -> bool:
    """Whether a later ordinal follows: "The second is dear, and the third is slow"."""
    end = article.sentences[min(sentence + 1, len(article.sentences) - 1)].span.end
    return any(ORDINALS[found["place"].lower()] >= place for found in NTH.finditer(article.text, last.end, end))


def _is_part(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether one count is part of another: it has no noun, the same noun, or "of them" behind it."""
    if (part.value or 0) >= (whole.value or 0):
        return False  # "two bases, the two US bases"
    if part.noun is None:
        return True
    said = bool(OF_THEM.match(article.text, part.span.end))
    return said if whole.noun is None else part.noun.head == whole.noun.head


def _judged(article: Article, found: OneMore) -> Iterator[Outcome]:
    """The tick or finding on a count of all, the counted part and the last one."""
    whole, makes = int(found.whole.value or 0), found.value + 1
    spans = tuple(sorted((found.whole.span, found.part, found.last)))
    part, last = article.text_of(found.part), article.text_of(found.last)
    arithmetic = f"{found.value} + 1 = {makes}"
    if whole == makes:
        yield Tick(f'"{part}" and "{last}" make {found.whole.words}.', spans, arithmetic)
    elif abs(whole - makes) <= MAX_MISS:
        yield Finding(
            Severity.WARNING,
            f'"{part}" and "{last}" make {makes}, and the text says {found.whole.words}.',
            spans,
            f"{arithmetic}, not {whole}",
            (f"{found.whole.words} -> {makes}", f"{part} -> {whole - 1}"),
            f"Were there {makes} or {whole}?",
        )


def _further(article: Article, counts: Sequence[Figure], further: re.Match[str], sentence: int) -> Iterator[Outcome]:
    """The outcome for "a seventh man" after a count of men: six men is right, eight is not."""
    place, noun = ORDINALS[further["ordinal"].lower()], further["noun"]
    ahead = [
        figure
        for figure in counts
        if figure.span.end <= further.start() and sentence - 1 <= figure.sentence and (figure.value or 0) > 1
    ]
    if not ahead or ahead[-1].noun is None or not _are_same(noun, ahead[-1].noun.head, article, ahead[-1]):
        return
    before = ahead[-1]
    assert before.value is not None
    if OF_ALL.search(article.text[max(0, before.span.start - 30) : before.span.start]):
        return  # "four of the present nine judges; a fifth judge"
    spans = (before.span, Span(further.start(), further.end()))
    if before.value == place - 1:
        yield Tick(f'After {before.words}, there is "{further[0]}".', spans, f"{place - 1} + 1 = {place}")
        return
    between = figures_between(article, before.span.end, further.start())
    named_singly = singles_told(article, before.sentence, sentence, (Span(*further.span()),))
    if place >= MIN_ORDINAL and place <= before.value <= place + MAX_MISS and not named_singly and not between:
        yield Finding(
            Severity.WARNING,
            f'{before.words} are counted before "{further[0]}".',
            spans,
            f"{int(before.value)} + 1 = {int(before.value) + 1}, not {place}",
            (f"{before.words} -> {place - 1}",),
            f"Were there {place - 1} before, or {int(before.value)}?",
        )


def _are_same(singular: str, head: str, article: Article, figure: Figure) -> bool:
    """Whether a noun is the singular of what a figure counts."""
    plural = article.text_of(figure.noun.span).lower() if figure.noun else ""
    return singular in (head, plural) or plural in (f"{singular}s", f"{singular}es")


EXAMPLES = (
    Example(
        "in the next sentence", "Only five bones could be human. Two are old; the other is from the war.", "warning"
    ),
    Example(
        "in the next sentence, right",
        "Only three bones could be human. Two are old; the other is from the war.",
        "tick",
    ),
    Example("one and the other", "Four tourists were hurt – one was sent home and the other died.", "warning"),
    Example("one and the other, right", "Two tourists were hurt – one was sent home and the other died.", "tick"),
    Example(
        "two of those, with the third",
        "She saw five boys before the fire. Two of the boys rode, with the third on the back.",
        "warning",
    ),
    Example(
        "two of those, with the third, right",
        "She saw three boys before the fire. Two of the boys rode, with the third on the back.",
        "tick",
    ),
    Example("two of the three", "Two of the four boats sank and the other was towed to Torley.", "warning"),
    Example("two of the three, right", "Two of the three boats sank and the other was towed to Torley.", "tick"),
    Example("a seventh", "Eight men were jailed on Monday. A seventh man was fined.", "warning"),
    Example("a seventh, right", "Six men were jailed on Monday. A seventh man was fined.", "tick"),
    Example("four of nine", "Four of the present nine judges sat there. A fifth judge came in May.", "silent"),
    Example(
        "the second of three",
        "Three things help: The first is money. The second is leave, and the third is care.",
        "silent",
    ),
    Example("told one by one", "Five men were held. One is from Ash, another from Elm. A fourth man fled.", "silent"),
    Example("a fourth, of some told elsewhere", "Two men were held. A fourth man is sought.", "silent"),
    Example("the other two", "Five boats left. Two sank and the other three were towed.", "silent"),
    Example("of whom two met", "Four boats took part. Two collided: one sank and the other was towed.", "tick"),
    Example("a goal each", "Four goals fell in two matches, one of them in Ash and the other in Elm.", "tick"),
    Example("on the one hand", "Four members spoke. On the one hand it was dear, on the other it was quick.", "silent"),
    Example("four of them", "Four of his victims were bowled, one was run out and the other was caught.", "silent"),
    Example(
        "the first and the second", "Four plans, the first in May and the second in June, were rejected.", "warning"
    ),
    Example(
        "the first and the second, right", "Two plans, the first in May and the second in June, were rejected.", "tick"
    ),
    Example("the first of three", "Three plans, the first in May and the third in June, were rejected.", "silent"),
    Example("told twice", "They fired at two bases. Of the two US bases it hit a hut, and the other is old.", "silent"),
    Example("two bases, one near", "They fired at two bases, one near Ash and the other in the west.", "tick"),
    Example("teams of five", "They played in teams of five, one from Ash and the other from Elm.", "silent"),
    Example("another thing", "Six pupils wrote two essays, on one page each, and the other was told.", "silent"),
    Example("one or the other", "He saw four boats and took one or the other.", "silent"),
)

RULE = Rule(code="PW16", slug="one-more", scope="article", relation="sum", check=check, examples=EXAMPLES)
