"""A count that does not fit "the other", "the third" or "a seventh" after it.

Compares "three bones could be human. Two are of the 15th century, the other of the 17th", "two tourists: one was
released and the other died", "she saw three boys. Two of the boys rode, with the third on the back" and "six men were
jailed. A seventh man was fined". "The other" has no number of its own, yet means exactly one: two and the other make
three.

Silent where another count comes in between, where the groups themselves are meant ("teams of five, one from Ash, the
other from Elm"), on "the other two", and on an ordinal whose count may have begun elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from checks.figures.ordinals import ORDINALS
from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.pattern import pattern
from checks.relations.singles import count_singles
from checks.rule import Example, Rule
from checks.rules._text import figures_between

_VERB = (
    r"(?:is|was|has|had|will|would|could|may|went|came|lost|won|left|sank|fell|fled|hit|ran|took|made|held|sold|shut|rose"
    r"|began|got|gave|met|cost|broke|drove|flew|sat|stood|stayed|said|[a-z]{2,}ed)"
)
_ORDINALS = "second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth"
LAST_MEMBER = pattern(
    rf"(?:[,;:.–—]\s|\s-\s|\b(?:and|while|but|with|whereas)\s)(?P<last>the\s(?:other(?=\s(?:{_VERB}|to|in|at|from|by|with"
    rf"|between|for)\b|[,.;])|(?P<ordinal>{_ORDINALS})(?=\s(?:{_VERB}|on|in|at)\b)))",
    re.IGNORECASE,
)
"""The last member of a group, mentioned by itself ("the other sank", "with the third on the back"), as `last`."""
NEXT_ORDINAL = pattern(rf"\b[Aa]n?\s(?P<ordinal>{_ORDINALS})\s(?P<noun>[a-z]+)\b")
"""One more member after a counted group: "a seventh man"."""
OF_GROUP = pattern(r" of (?:the|them|those|these|whom|which|his|her|its|their)\b ?")
SINGLE = pattern(
    r"\bone(?= (?:of (?:them|whom|which|the)|from|in|at|by|to|near|on(?! (?:the|page))|for|with|who|which|that|outside"
    rf"|inside|after|before|against|about|between|a|an|{_VERB})\b)",
    re.IGNORECASE,
)
THE_FIRST = pattern(r"\bthe first\b", re.IGNORECASE)
THE_NTH = pattern(rf"\bthe (?P<place>{_ORDINALS})\b", re.IGNORECASE)
OF_WHOLE_GROUP = pattern(r"\bof (?:the|its|their|his|her) (?:[a-z]+ )?$")
AFTER_GROUPS_OF = pattern(r"\b[a-z]+s of $")
MAX_SENTENCES_TO_COUNT = 2  # sentences from the count of all to "the other"
MAX_COUNT = 20  # size of a group of which a story would mention one member by itself
MAX_DIFFERENCE = 5  # between two counts; beyond it they hardly belong together
MIN_ORDINAL = 4  # a lower one may count people mentioned one by one: "One was held ... a third man"


class OneMore(NamedTuple):
    """A count of a whole group, a counted part of it, and the member that completes it."""

    whole: Figure
    part: Span
    value: int  # of the part
    last_member: Span  # "the other"


def check(article: Article) -> Iterator[Outcome]:
    counts = [figure for figure in article.figures if _is_count(figure)]
    for sentence_index, sentence in enumerate(article.sentences):
        for last_match in LAST_MEMBER.finditer(article.text, max(0, sentence.span.start - 2), sentence.span.end):
            last_member = Span(*last_match.span("last"))
            one_more = _completed_by(article, counts, last_member, sentence_index, last_match["ordinal"])
            if one_more is not None:
                yield from _outcome(article, one_more)
        for ordinal_match in NEXT_ORDINAL.finditer(article.text, *sentence.span):
            yield from _next_ordinal_outcomes(article, counts, ordinal_match, sentence_index)


def _is_count(figure: Figure) -> bool:
    """Whether it counts a group that is small enough for one of its members to be mentioned by itself."""
    value = figure.value
    is_plain = figure.kind in (Kind.COUNT, Kind.NUMBER) and not figure.is_range and not figure.hedge.value
    return is_plain and value is not None and value.denominator == 1 and 1 <= value <= MAX_COUNT


def _completed_by(
    article: Article, counts: Sequence[Figure], last_member: Span, sentence_index: int, ordinal: str | None
) -> OneMore | None:
    """The counts that `last_member` ("the other", "the third") completes; None where it is unclear which they are."""
    preceding = [
        figure
        for figure in counts
        if figure.span.end <= last_member.start
        and figure.sentence >= sentence_index - MAX_SENTENCES_TO_COUNT
        and (figure.value or 0) > 1
    ]
    if not preceding:
        return None
    first_matches = list(THE_FIRST.finditer(article.text, preceding[-1].span.end, last_member.start)) if ordinal else []
    single_spans = [
        Span(*match.span()) for match in SINGLE.finditer(article.text, preceding[-1].span.end, last_member.start)
    ]
    if first_matches:
        whole, part, value = preceding[-1], Span(*first_matches[-1].span()), 1
    elif single_spans:
        whole, part, value = preceding[-1], single_spans[-1], 1
        if _is_row_item(article, preceding, part):
            return None
    elif len(preceding) > 1 and sentence_index - preceding[-1].sentence <= 1:
        *_, whole, partial_count = preceding
        if OF_GROUP.fullmatch(article.text, whole.span.end, partial_count.span.start):  # "two of the three boys rode"
            whole, partial_count = partial_count, whole
        elif not _is_part(article, partial_count, whole):
            return None
        part, value = partial_count.span, int(partial_count.value or 0)
    else:
        return None
    if AFTER_GROUPS_OF.search(article.text[max(0, whole.span.start - 20) : whole.span.start]):
        return None
    if ordinal and (
        ORDINALS[ordinal.lower()] != value + 1 or _has_later_ordinal(article, last_member, sentence_index, value + 2)
    ):
        return None
    return OneMore(whole, part, value, last_member)


def _is_row_item(article: Article, preceding: Sequence[Figure], single: Span) -> bool:
    """Whether the last count is itself a part, as `single` is: "two lay in Ash, one in Elm and the other here"."""
    last_count = preceding[-1]
    if not article.text[last_count.span.end : single.start].rstrip().endswith(","):
        return False
    if OF_GROUP.match(article.text, last_count.span.end):
        return True
    for figure in preceding[:-1]:
        is_larger = (figure.value or 0) > (last_count.value or 0)
        if is_larger and last_count.noun is None:
            return True
        has_same_noun = (
            last_count.noun is not None and figure.noun is not None and figure.noun.head == last_count.noun.head
        )
        if has_same_noun and figure.value == (last_count.value or 0) + 2:
            return True
    return False


def _has_later_ordinal(article: Article, last_member: Span, sentence: int, min_value: int) -> bool:
    """Whether a later ordinal follows: "The second is dear, and the third is slow"."""
    end = article.sentences[min(sentence + 1, len(article.sentences) - 1)].span.end
    return any(
        ORDINALS[match["place"].lower()] >= min_value for match in THE_NTH.finditer(article.text, last_member.end, end)
    )


def _is_part(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether one count is part of another: it has no noun, the same noun, or "of them" after it."""
    if (part.value or 0) >= (whole.value or 0):
        return False  # "two bases, the two US bases"
    if part.noun is None:
        return True
    has_group_phrase = bool(OF_GROUP.match(article.text, part.span.end))
    return has_group_phrase if whole.noun is None else part.noun.head == whole.noun.head


def _outcome(article: Article, one_more: OneMore) -> Iterator[Outcome]:
    """The tick or finding on a whole group, the counted part and the last member."""
    whole, total = int(one_more.whole.value or 0), one_more.value + 1
    spans = tuple(sorted((one_more.whole.span, one_more.part, one_more.last_member)))
    part, last_member = article.text_of(one_more.part), article.text_of(one_more.last_member)
    arithmetic = f"{one_more.value} + 1 = {total}"
    if whole == total:
        yield Tick(f'"{part}" and "{last_member}" make {one_more.whole.words}.', spans, arithmetic)
    elif abs(whole - total) <= MAX_DIFFERENCE:
        yield Finding(
            Severity.WARNING,
            f'"{part}" and "{last_member}" make {total}, and the text says {one_more.whole.words}.',
            spans,
            f"{arithmetic}, not {whole}",
            (f"{one_more.whole.words} -> {total}", f"{part} -> {whole - 1}"),
            f"Were there {total} or {whole}?",
        )


def _next_ordinal_outcomes(
    article: Article, counts: Sequence[Figure], ordinal_match: re.Match[str], sentence: int
) -> Iterator[Outcome]:
    """The outcome for "a seventh man" after a count of men: six men is right, eight is not."""
    ordinal_value, noun = ORDINALS[ordinal_match["ordinal"].lower()], ordinal_match["noun"]
    preceding = [
        figure
        for figure in counts
        if figure.span.end <= ordinal_match.start() and sentence - 1 <= figure.sentence and (figure.value or 0) > 1
    ]
    if (
        not preceding
        or preceding[-1].noun is None
        or not _is_singular_of(noun, preceding[-1].noun.head, article, preceding[-1])
    ):
        return
    group = preceding[-1]
    assert group.value is not None
    if OF_WHOLE_GROUP.search(article.text[max(0, group.span.start - 30) : group.span.start]):
        return  # "four of the present nine judges; a fifth judge"
    spans = (group.span, Span(ordinal_match.start(), ordinal_match.end()))
    if group.value == ordinal_value - 1:
        yield Tick(
            f'After {group.words}, there is "{ordinal_match[0]}".', spans, f"{ordinal_value - 1} + 1 = {ordinal_value}"
        )
        return
    counts_between = figures_between(article, group.span.end, ordinal_match.start())
    unnumbered_members = count_singles(article, group.sentence, sentence, (Span(*ordinal_match.span()),))
    if (
        ordinal_value >= MIN_ORDINAL
        and ordinal_value <= group.value <= ordinal_value + MAX_DIFFERENCE
        and not unnumbered_members
        and not counts_between
    ):
        yield Finding(
            Severity.WARNING,
            f'{group.words} are counted before "{ordinal_match[0]}".',
            spans,
            f"{int(group.value)} + 1 = {int(group.value) + 1}, not {ordinal_value}",
            (f"{group.words} -> {ordinal_value - 1}",),
            f"Were there {ordinal_value - 1} before, or {int(group.value)}?",
        )


def _is_singular_of(singular: str, head: str, article: Article, figure: Figure) -> bool:
    """Whether a noun is the singular of the noun that a figure counts."""
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
