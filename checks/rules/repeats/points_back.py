"""Words that refer back to a count, a sum or a length give another value than the one stated before.

Compares "the 46 passengers", "none of the 46", "the eight-lane pool" and "the £75,000 penalty" with what was stated
before: a definite article before a number says that the number is known. A value that the article has stated is ticked.
A value that it has not stated, where it has stated one other of the same thing, is questioned.

Silent where the words themselves say which ones are meant ("the 14 people who stayed"), on "the other 12" and "her two
sons", where a part was stated and the whole is meant ("three of the four"), where others stood beside the first ("a
father and three children ... the four"), where the text explains the difference, on figures of two years, and where one
is more than three times the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from operator import ne

from checks.digit_slips import Slip, slip_between
from checks.model import Article, Figure, Finding, Hedge, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import join_items
from checks.passage_index import STOP_WORDS, neighbouring_figures, stem
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.repeats._agreement import equality_text, may_agree
from checks.rules.repeats._one_fact import A_NEW, ALSO, ALTERNATIVES, ONE_MORE, PERIOD, is_among_others, is_expected
from checks.sameness import (
    PERSON,
    CountedEntity,
    counted_entity,
    counted_entity_in,
    is_kind_of,
    is_person,
    noun_class,
    topic_of,
)

COUNTS = (Kind.COUNT, Kind.NUMBER)
KINDS = (*COUNTS, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT)
BODY_ZONES = (Zone.BODY, Zone.LIST)
VAGUE = frozenset(("both", "one", "several", "dozens", "scores", "hundreds", "thousands", "millions", "none", "no"))
MAX_SENTENCES_BACK = 2  # sentences that "all 46" without a noun looks back
MAX_RATIO = 3  # between the two values; further apart, they are of two things
YEAR_CHARS = 40  # characters around a figure in which a year dates it
MIN_TELLING_COUNT = 10  # from this count on, one differing digit is evidence of a slip

POINTING = pattern(
    r"(?:\b(?:the|these|those|all|his|her|their|its|our|[A-Z]\w+[’']s?)"
    r"(?: (?:full|whole|entire|huge|massive|total|combined|planned|proposed|same))? [£$€]?)$",
    re.IGNORECASE,
)
"""Words right before a figure that say that it was told before."""
A = pattern(r"\b(?:an?|such an?) [£$€]?$", re.IGNORECASE)
"""So may "a 7.8% rise", where prices rose by so much and nothing else did."""
SUMS = (Kind.MONEY, Kind.PERCENT)
MAX_EXPLAINING = 10  # sentences or figures between two values that are searched for what explains the difference
MAX_EXPLAINING = 10  # sentences or figures searched for what explains the difference of two counts
MAX_RISE_GAP = 18  # characters between "rose" and the share by which something rose
OWN = pattern(r"(?:\b(?:his|her|their|its|our)|[’']s?) [£$€]?$", re.IGNORECASE)
"""A possessive, which may also introduce something new."""
OWNER = pattern(r"\b([A-Z]\w+)[’']s? [£$€]?$")
SUBJECT = pattern(
    r"(?:^|[.!?:;,“\"]\s?|\bthat )[\"“]?(?:(?:all|none of|each of|every one of|of|for|and|but) )?"
    r"(?:the|these|those|all|its|our|their) $",
    re.IGNORECASE,
)
OF_THE = pattern(r"\bof (?:the|its|his|her|their|these|those)(?: total| whole| full)? $", re.IGNORECASE)
SOME_OF_THE = pattern(r"\b(?:\d+|one|two|three|four|five|six|seven|eight|nine|ten) of the $", re.IGNORECASE)
FOR = pattern(r"\bfor $", re.IGNORECASE)  # "fought the fire for nine hours ... the six-hour operation"
THOSE = pattern(r"\b(?:those|these) $", re.IGNORECASE)
OF_THEM = pattern(r"^ of (?:them|whom|the)\b")
APART = pattern(
    r"\b(?:another|others?|further|additional|extra|next|than|remaining|previous|earlier|first|last|past|top"
    r"|also|can|could|would|may|might|second|third|fourth|fifth)\b",
    re.IGNORECASE,
)
APART_AFTER = pattern(
    r"^\s(?:[\w-]+ )?"
    r"(?:more|others?|fewer|less|extra|additional|further|each|earlier|ago|later|to go|left|remaining)\b",
    re.IGNORECASE,
)
PART_AFTER = pattern(r"^\s(?:[\w-]+ )?of (?:them|us|whom|which|the|those|these|his|her|its|their)\b", re.IGNORECASE)
"""Words that separate a figure from later ones."""
AND = pattern(
    r"\b(?:(?:and|including|plus)(?: (?:his|her|their|its|the|\w+[’']s))?|with (?:his|her|their|its))"
    r" (?:at least )?$|, $",
    re.IGNORECASE,
)
AND_AFTER = pattern(r"^(?: [\w-]+){0,4},? (?:and|as well as|plus|including) (?:an?|one|two|three|the|his|her)\b")
"""Others beside them: "a father and his three children", "two men and a boy"."""
BY_THEMSELVES = pattern(
    r" (?:of an?|who|that|which|where"
    r"|(?:in|from|at|on|for)(?! (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec|Mon|Tue|Wed"
    r"|Thu|Fri|Sat|Sun|\d|the (?:spring|summer|autumn|winter|weekend)|an? ))|[a-z]+ing"
    r"|[a-z]+ed (?:by|in|on|at|to|with|from|as)) ",
    re.IGNORECASE,
)
"""After the noun: words that say which ones are meant."""
ALONE = pattern(
    r"^(?:[,.;:]|$| (?:who|that|which|had|were|was|are|is|will|would|have|has|to|of|on|aboard|in|at|from|died|survived"
    r"|said|and|but|could|can|did|do|lost|made|voted|took|went|injured|killed|dead|hurt)\b)"
)
"""After a count without a noun."""
WHICH = pattern(r"^ (?:who|that|which|whose)\b")
HYPHENED = pattern(r"^-\w+ ((?:[\w’'-]+ ){0,2}[\w-]+)")
NAMED = pattern(r"\b[A-Z]")
OF_ANOTHER = pattern(r"^(?: [\w-]+){1,2} (?:in|of|at|from|for|on) (?:the )?[A-Z]")
IN_WHAT = pattern(r"^ [a-z]+ (?:in|of) (?:the |its |their )?([a-z]{3,})")
"""The thing that rises: "the 7.5% rise in fares"."""
NO_THING = ("-time", "-way", "-star", "-year", "-day")  # "the six-time winner"
LIVED = frozenset("history existence tradition past reign career marriage lifetime".split())
"""Nouns whose length may be stated for the first time with them: "the county's 112-year history"."""
WORD = pattern(r"[^\W\d_]+")
DEAD = ("victim", "body", "corpse", "life")
KIN = frozenset(
    """son daughter child brother sister friend parent boy girl relative sibling grandchild wife husband twin other
    colleague neighbour neighbor""".split()
)
CALLED_ALIKE = tuple(
    frozenset(map(stem, words.split()))
    for words in (
        "building block tower house property home hotel flats skyscraper",
        "ship boat ferry vessel yacht tanker trawler liner freighter",
    )
)
"""Sets of nouns that a story uses for one thing."""
AT_LEAST, AT_MOST = (Hedge.AT_LEAST, Hedge.MORE_THAN, Hedge.JUST_OVER), (Hedge.AT_MOST, Hedge.LESS_THAN, Hedge.NEARLY)


class Earlier:
    """The figures that an article has stated up to the sentence being read."""

    def __init__(self, article: Article) -> None:
        self.article = article
        self.by_sort: dict[tuple[object, ...], list[Figure]] = defaultdict(list)
        self.values: dict[Fraction, list[Figure]] = defaultdict(list)
        self.counts: list[Figure] = []

    def add(self, figure: Figure) -> None:
        for value in (figure.value, figure.second):
            if value is not None:
                self.values[value].append(figure)
        if _may_be_told(figure):
            self.by_sort[sort(figure)].append(figure)
            if figure.kind in COUNTS:
                self.counts.append(figure)

    def front(self, figure: Figure) -> str:
        start = self.article.sentences[figure.sentence].span.start
        return self.article.text[max(start, figure.span.start - 60) : figure.span.start]

    def behind(self, figure: Figure) -> str:
        end = self.article.sentences[figure.sentence].span.end
        return self.article.text[figure.span.end : min(end, figure.span.end + 60)]

    def sentence(self, figure: Figure) -> str:
        return self.article.words(self.article.sentences[figure.sentence].span)


def check(article: Article) -> Iterator[Outcome]:
    earlier = Earlier(article)
    for figure in article.figures:
        if figure.kind is Kind.NAME or figure.value is None or figure.zone is Zone.PROMO:
            continue
        if figure.zone in BODY_ZONES and not figure.hedge and _may_be_told(figure):
            front = earlier.front(figure)
            if POINTING.search(front) or (figure.kind in SUMS and A.search(front) and not APART.search(front)):
                yield from _outcome(figure, earlier)
        earlier.add(figure)


def _may_be_told(figure: Figure) -> bool:
    """Whether the figure is plain enough to be compared."""
    if figure.kind not in KINDS or figure.is_range or figure.words.lower() in VAGUE or not figure.value:
        return False
    return figure.kind not in COUNTS or figure.value > 1


def sort(figure: Figure) -> tuple[object, ...]:
    """The key that two figures must share to be compared at all."""
    if figure.kind not in COUNTS:
        return (figure.kind, figure.unit, figure.per)
    head = counted_entity(figure).head
    return ("count", PERSON if head in DEAD or (head and is_person(head)) else _canonical_noun(head))


def _canonical_noun(head: str) -> str:
    """A canonical noun for things that a story calls by several words, such as ship and ferry."""
    head_stem = stem(head)
    return next((min(words) for words in CALLED_ALIKE if head_stem in words), head)


def _outcome(figure: Figure, earlier: Earlier) -> Iterator[Outcome]:
    """A tick for a value stated before, or a finding where only another value was stated."""
    if figure.kind is Kind.NUMBER and SOME_OF_THE.search(earlier.front(figure)):
        return  # "33 votes to 24; two abstained and four of the 63 were absent"
    same = earlier.by_sort[sort(figure)][-MAX_COMPARED:]
    for other in reversed(same):
        if may_agree(other, figure):
            if other.sentence != figure.sentence and _is_told_again(other, figure, earlier):
                yield _tick(other, figure, earlier.article)
            return
    if figure.kind in COUNTS and not _is_new(figure, earlier):
        return
    candidates = _contradicting_figures(figure, same, earlier)
    if len({other.value for other in candidates}) == 1:
        first = next((other for other in reversed(candidates) if not _is_apart(other, figure, earlier)), None)
        if first is not None:
            yield _finding(first, figure, earlier.article)


MAX_COMPARED = 40  # latest figures of one sort that are searched


def _is_told_again(first: Figure, second: Figure, earlier: Earlier) -> bool:
    """Whether an equal figure states the same fact, for a tick: the same people or things, or the same matter."""
    if second.kind in COUNTS:
        return bool(counted_entity(second).head) and _same_thing(earlier.article, first, second)
    return bool(_is_beside(_heads(second, earlier), first, earlier))


def _is_new(figure: Figure, earlier: Earlier) -> bool:
    """Whether the article has not stated this value, other than as a compound ("the nine-storey block")."""
    stated = earlier.values.get(figure.value or Fraction(0), [])
    if not stated:
        return True
    small = (figure.value or 0) <= 12
    return small and not any(
        occurrence.kind in COUNTS and earlier.behind(occurrence)[:1] != "-" for occurrence in stated
    )


def _contradicting_figures(figure: Figure, same: list[Figure], earlier: Earlier) -> list[Figure]:
    """The earlier figures of the thing that this figure refers to, all of one value.

    Empty where they have several values, since it is unknown which is meant.
    """
    if figure.kind not in COUNTS:
        heads = _heads(figure, earlier)[:1] if A.search(earlier.front(figure)) else _heads(figure, earlier)
        if heads and A.search(earlier.front(figure)):
            if any(each.kind is figure.kind for each in neighbouring_figures(figure, earlier.article)):
                return []  # "a £1,800 fine and £200 in costs"
            start = figure.kind is Kind.MONEY and A_NEW.fullmatch(earlier.front(figure))
            if start or OF_ANOTHER.match(earlier.behind(figure)):
                return []  # "a 55% stake in Astor"
            return [other for other in same if _is_beside(heads, other, earlier, MAX_RISE_GAP)]
        if figure.kind is Kind.DURATION and THOSE.search(earlier.front(figure)):
            return [
                other for other in same if figure.sentence - other.sentence <= MAX_SENTENCES_BACK
            ]  # "in those 21 years"
        candidates = [other for other in same if _is_beside(heads, other, earlier)]
        if not candidates and figure.kind is Kind.DURATION and not LIVED.isdisjoint(heads):
            return []
        what = IN_WHAT.match(earlier.behind(figure)) if figure.kind is Kind.PERCENT else None
        if what:
            return [other for other in candidates if _is_beside([what[1]], other, earlier)]
        if candidates or heads:
            adjective = earlier.behind(figure)[:1] == "-" or "-" in figure.words
            if adjective and figure.kind is Kind.DURATION and len({other.value for other in same}) == 1:
                candidates = candidates or [other for other in same if FOR.search(earlier.front(other))]
            return candidates or [other for other in same if adjective and slip_between(other, figure)]
        the = not A.search(earlier.front(figure))
        return [other for other in same if the and figure.kind is Kind.MONEY and _differ_by_one_slip(other, figure)]
    head = counted_entity(figure).head
    if not head:
        if OWN.search(earlier.front(figure)) or not ALONE.match(earlier.behind(figure)):
            return []  # "his 66"
        if WHICH.match(earlier.behind(figure)):
            return []  # "the 13 who are missing": a group that the words themselves define
        recent = [other for other in earlier.counts[-MAX_COMPARED:] if earlier.behind(other)[:1] != "-"]
        near = [other for other in recent if figure.sentence - other.sentence <= MAX_SENTENCES_BACK]
        if len({other.value for other in near}) == 1:
            return near
        return [
            other for other in recent if (other.value or 0) >= MIN_TELLING_COUNT and _differ_by_one_slip(other, figure)
        ]
    candidates = [other for other in same if _same_thing(earlier.article, other, figure)]
    candidates = [other for other in candidates if not OF_THEM.match(earlier.behind(other))] or candidates
    if len({other.value for other in candidates}) > 1:
        return [other for other in candidates if _differ_by_one_slip(other, figure)]
    large = (figure.value or 0) >= MIN_TELLING_COUNT * MIN_TELLING_COUNT
    if earlier.behind(figure)[:1] == "-":
        return candidates  # "her 318-page report"
    if candidates or (figure.value or 0) < MIN_TELLING_COUNT or not (large or SUBJECT.search(earlier.front(figure))):
        return candidates
    persons = is_person(head)
    return [
        other
        for other in earlier.counts[-MAX_COMPARED:]
        if other.noun and _differ_by_one_slip(other, figure) and is_person(counted_entity(other).head) == persons
    ]


def _heads(figure: Figure, earlier: Earlier) -> list[str]:
    """The noun after a sum or a length, with a word before it: "penalty" of "the £75,000 penalty"."""
    found: list[str] = []
    behind = earlier.behind(figure)
    if behind[:1] in (",", ".", ";", ":"):
        return found
    for match in WORD.finditer(behind):
        word = match.group()
        if len(found) == 2 or word.lower() in STOP_WORDS or word[0].isupper():
            break
        found.append(word)
    return found


def _classes(words: list[str]) -> set[str]:
    """The stems, subject matters and noun classes of the words, which match across synonyms."""
    return {each for word in words for each in (stem(word), topic_of(word), noun_class(word))}


def _is_beside(heads: list[str], figure: Figure, earlier: Earlier, reach: int = 60) -> bool:
    """Whether one of these nouns, or a verb of the same matter, stands beside a figure."""
    beside = _classes(WORD.findall(earlier.front(figure)[-reach:]) + WORD.findall(earlier.behind(figure)[:reach]))
    return any(_classes([head]) & beside for head in heads)


def _thing_counted(article: Article, figure: Figure) -> CountedEntity:
    """The thing that a figure counts, read in its sentence."""
    if figure.noun and figure.noun.head in DEAD:
        return CountedEntity(PERSON, "dead")
    return counted_entity_in(article, figure)


def _same_thing(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the second, which refers back, may mean what the first counts."""
    first_thing, second_thing = _thing_counted(article, first), _thing_counted(article, second)
    if not is_person(second_thing.head):
        return _canonical_noun(first_thing.head) == _canonical_noun(second_thing.head)
    second_type = (
        second_thing if second_thing.event and second.noun and second.noun.head in DEAD else counted_entity(second)
    )
    if second_type.event and second_type.event != first_thing.event:
        return False
    if first_thing.head == second_thing.head:
        return True
    if first_thing.event and not second_type.event and second_thing.head != PERSON:
        return False  # "five people died ... all five men were charged"
    return PERSON in (first_thing.head, second_thing.head) and not {first_thing.head, second_thing.head} & KIN


def _differ_by_one_slip(first: Figure, second: Figure) -> bool:
    """Whether the two differ by one digit changed, lost or swapped."""
    a, b = str(first.value), str(second.value)
    return (len(a) == len(b) > 1 and sum(map(ne, a, b)) == 1) or bool(slip_between(first, second))


def _is_apart(first: Figure, second: Figure, earlier: Earlier) -> bool:
    """Whether the words say that the second figure is another than the first."""
    if first.sentence == second.sentence or (
        second.value == 2 and second.sentence - first.sentence > MAX_SENTENCES_BACK
    ):
        return True
    small, large = sorted((first.value or Fraction(0), second.value or Fraction(0)))
    if large > MAX_RATIO * small and not slip_between(first, second):
        return True
    front, behind = earlier.front(second), earlier.behind(second)
    if OWN.search(front) and not _differ_by_one_slip(first, second):
        return True
    owner = OWNER.search(front)
    if owner and owner[1] not in earlier.sentence(first):
        return True
    article = earlier.article
    if _is_part_of_all(first, second, article) or is_expected(article, first) != is_expected(article, second):
        return True
    if second.kind in COUNTS and is_among_others(article, first, second):
        return True
    if _are_of_other_times_or_sides(first, second, earlier) or _is_another_thing(first, second, behind, earlier):
        return True
    if slip_between(first, second) is Slip.SWAP:
        return False
    return (
        _is_bound(first, second, earlier)
        or _is_of_others(first, second, earlier)
        or _is_explained(first, second, earlier)
    )


def _is_part_of_all(first: Figure, second: Figure, article: Article) -> bool:
    """Whether the second counts a subgroup for the first time: "of 1,000 people asked ... the 480 men"."""
    first_thing, second_thing = _thing_counted(article, first), _thing_counted(article, second)
    fewer = (second.value or 0) < (first.value or 0)
    return fewer and is_kind_of(second_thing.head, first_thing.head) and not _differ_by_one_slip(first, second)


def _is_bound(first: Figure, second: Figure, earlier: Earlier) -> bool:
    """Whether the first is a bound that the second satisfies: "more than 40" and 46."""
    grew = (second.value or 0) > (first.value or 0)
    if first.hedge is Hedge.AT_LEAST and _thing_counted(earlier.article, second).event:
        return False  # "at least 20 were hurt ... the 50 injured"
    return first.hedge in (AT_LEAST if grew else AT_MOST)


def _is_of_others(first: Figure, second: Figure, earlier: Earlier) -> bool:
    """Whether either says "others", "each" or "first", or the first stood among others that the second includes."""
    front, behind = earlier.front(first), earlier.behind(first)
    if APART.search(front[-20:]) or APART_AFTER.match(behind) or APART_AFTER.match(earlier.behind(second)):
        return True
    if PART_AFTER.match(earlier.behind(second)) or (
        PART_AFTER.match(behind) and not _differ_by_one_slip(first, second)
    ):
        return True
    if second.kind not in COUNTS or (second.value or 0) < (first.value or 0):
        return False
    if AND.search(front) or AND_AFTER.search(behind):
        return True
    of_the = OF_THE.search(earlier.front(second))
    if of_the and OF_THE.search(front) and not slip_between(first, second):
        return True  # "two of the 15 members ... twelve of the 45 members": each is a whole of its own
    return bool(of_the) and any(each.value == first.value for each in neighbouring_figures(second, earlier.article))


def _are_of_other_times_or_sides(figure: Figure, other: Figure, earlier: Earlier) -> bool:
    """Whether the sentences are about two times or two alternatives."""
    first, second = earlier.sentence(figure), earlier.sentence(other)
    if ALSO.search(first) or ALSO.search(second):
        return True
    adjective = other.kind in COUNTS and earlier.behind(other)[:1] == "-"  # "the 60-child trial" says which
    when = "" if adjective else earlier.front(other)[-YEAR_CHARS:] + "; " + earlier.behind(other)[:YEAR_CHARS]
    when = second if OWN.search(earlier.front(other)) else when
    if {each.lower() for each in PERIOD.findall(when)} - {each.lower() for each in PERIOD.findall(first)}:
        return True
    figure_words, other_words = (set(WORD.findall(each.lower())) for each in (first, second))
    return any(
        figure_words & words and other_words & words and not figure_words & other_words & words
        for words in ALTERNATIVES
    )


def _is_another_thing(first: Figure, second: Figure, behind: str, earlier: Earlier) -> bool:
    """Whether the noun that the second refers to was not counted by the first.

    "The 18-hole course" where nine holes belonged to no course, "the six new lines" where no lines were new.
    """
    sentence_words = WORD.findall(earlier.sentence(first))
    hyphened = HYPHENED.match(behind)
    if hyphened:
        if NAMED.search(hyphened[1]) or behind.startswith(NO_THING):
            return True
        heads = [word for word in WORD.findall(hyphened[1]) if word.lower() not in STOP_WORDS]
        if second.kind not in COUNTS or slip_between(first, second) or _classes(heads) & _classes(sentence_words):
            return False
        head_stems, told_stems = set(map(stem, heads)), set(map(stem, sentence_words))
        return not any(head_stems & words and told_stems & words for words in CALLED_ALIKE)
    if second.kind not in COUNTS or second.noun is None:
        return False
    ends = max(second.noun.span.end, second.span.end)
    return bool(counted_entity(second).modifiers - _classes(sentence_words)) or bool(
        BY_THEMSELVES.match(earlier.article.text, ends)
    )


def _is_explained(first: Figure, second: Figure, earlier: Earlier) -> bool:
    """Whether the text explains the difference: three were dismissed, a fourth resigned, "the four"."""
    difference, article = abs((first.value or Fraction(0)) - (second.value or Fraction(0))), earlier.article
    if difference == 1:
        end = min(second.sentence + MAX_SENTENCES_BACK, first.sentence + MAX_EXPLAINING)
        between = article.sentences[first.sentence : end]
        return first.kind in COUNTS and any(ONE_MORE.search(article.words(sentence.span)) for sentence in between)
    index = bisect_left(article.figures, second.span, key=lambda figure: figure.span)
    after = [
        each
        for each in article.figures[index + 1 : index + MAX_EXPLAINING]
        if each.sentence - second.sentence <= MAX_SENTENCES_BACK
    ]
    before = [each for each in earlier.values.get(difference, ()) if each.sentence >= first.sentence - 1]
    return any(
        each.value == difference and not OF_THEM.match(earlier.behind(each)) and _may_add(each, second)
        for each in (*before, *after)
    )


def _may_add(first: Figure, second: Figure) -> bool:
    """Whether the two count things that can be added up."""
    if first.kind in COUNTS and second.kind in COUNTS:
        first_head, second_head = counted_entity(first).head, counted_entity(second).head
        if not first_head and first.predicate and second_head and not is_person(second_head):
            return False  # "three were missing" is of no storeys
        return not first_head or not second_head or first_head == second_head
    return first.kind is second.kind and first.unit == second.unit


def _tick(first: Figure, second: Figure, article: Article) -> Tick:
    """The tick of a figure that refers back to an equal one."""
    first_place, second_place = (article.place(each.span.start) for each in (first, second))
    return Tick(
        f"{second.words} in {second_place} points back to {first_place}.",
        (first.span, second.span),
        equality_text(first, second),
    )


def _finding(first: Figure, second: Figure, article: Article) -> Finding:
    """The finding of a figure that refers back to one of another value."""
    first_place, second_place = (article.place(each.span.start) for each in (first, second))
    return Finding(
        Severity.WARNING,
        f"{second_place.capitalize()} points back to {second.words}, "
        f"and what was told in {first_place} is {first.words}.",
        (first.span, second.span),
        f"{first.words} is not {second.words}",
        (f"{first_place}: {first.words} -> {second.words}", f"{second_place}: {second.words} -> {first.words}"),
        f"Are these the same? If so, is it {join_items((first.words, second.words), 'or')}?",
    )


EXAMPLES = (
    Example("a new sum", "The £3.2m offer was turned down. A £3.7m offer was taken.", "silent"),
    Example(
        "some of those asked",
        "Of 1,200 people asked, 48 per cent said yes. Among the 580 women it was 51 to 40.",
        "silent",
    ),
    Example(
        "what was expected",
        "Takings came to $2.61 a ticket. That was above the $2.54 a ticket that brokers had forecast.",
        "silent",
    ),
    Example(
        "others rescued beside them",
        "Joan Hale, 61, and her grandsons Ned, nine, and Rob, four, were pulled out with three hikers. All six are "
        "well.",
        "silent",
    ),
    Example(
        "some of all",
        "They approved the line by 33 votes to 24. Two members abstained and four of the 63 were absent.",
        "silent",
    ),
    Example(
        "of another group",
        "The most active quarter had a 21% lower risk than the least active.\n\nThe second most active group had a 13% "
        "lower risk.",
        "silent",
    ),
    Example("all", "A ferry ran aground with 87 people aboard.\n\nAll 97 passengers were taken off.", "warning"),
    Example("all, right", "A ferry ran aground with 87 people aboard.\n\nAll 87 people were taken off.", "tick"),
    Example(
        "none of the", "The trial took in 12 children.\n\nIt ended in May. None of the 15 had side effects.", "warning"
    ),
    Example(
        "an adjective", "The plan is for a pool with eight lanes.\n\nThe six-lane pool will open in May.", "warning"
    ),
    Example(
        "an adjective, right", "The plan is for a pool with eight lanes.\n\nThe eight-lane pool will open.", "tick"
    ),
    Example("those who", "Twelve people were saved.\n\nDivers are looking for the 13 who are missing.", "silent"),
    Example("another noun", "The chain is to close 46 bakeries.\n\nThe 56 branches are in the north.", "warning"),
    Example(
        "a sum", "The trust was fined £75,000 for it. It owes £400.\n\nIn May the £35,000 penalty was cut.", "warning"
    ),
    Example("a sum, right", "The firm was fined £75,000 for it.\n\nThe £75,000 penalty was cut on appeal.", "tick"),
    Example(
        "a rise",
        'Food prices rose 7.8% in the year to May.\n\n"A 5.8% rise in the cost of food is brutal," he said.',
        "warning",
    ),
    Example(
        "the age of a place",
        "Ann Lee ended his 14 years in the post.\n\nShe is the first woman in it in the town's 114-year history.",
        "silent",
    ),
    Example("a part of a fine", "He was fined £3,000.\n\nHe will pay an £1,800 fine and £1,200 in costs.", "silent"),
    Example(
        "so long",
        "They fought it for nine hours. Snow fell. It froze.\n\nA dog ran off. The five-hour operation was hard.",
        "warning",
    ),
    Example("not for so long", "He was held three days after the fire.\n\nThe six-day trial was fair.", "silent"),
    Example("what they are", "Four men died in a tank.\n\nThe five men cleaning the tank had no masks.", "silent"),
    Example("who they are", "Police held 14 miners.\n\nThe 12 miners who stayed below ground sang.", "silent"),
    Example("others beside them", "A father and his three children got lost.\n\nThe four sat down.", "silent"),
    Example("a fourth", "Three officers were dismissed and a fourth resigned.\n\nThe four officers sued.", "silent"),
    Example("the difference", "Doctors found 27 lenses. Ten more were loose.\n\nAll the 17 lenses stuck.", "silent"),
    Example("her own", "The firm cut off 660,000 customers.\n\nIt will pay its 1.2 million customers.", "silent"),
    Example("others", "At least four men were seen.\n\nTroops killed the three others.", "silent"),
    Example("another sum", "The club owes £17m.\n\nIt hopes for the £12m prize of promotion.", "silent"),
    Example("a part", "The party won 45 seats.\n\nIt has 45 of the 85 seats.", "silent"),
    Example("of a fire", "A storm killed 12 people in Peru.\n\nThe 15 victims of a fire in Ely were buried.", "silent"),
    Example("a rise of another", "Prices rose by 5%.\n\nThe 7.5% rise in fares came in May.", "silent"),
    Example("a rise of the same", "Fares rose by 5%.\n\nThe 7.5% rise in fares came in May.", "warning"),
    Example("another year", "Two men were jailed.\n\nIn 2007, the four men were held at the border.", "silent"),
)

RULE = Rule(code="RP05", slug="points-back", scope="article", check=check, examples=EXAMPLES)
