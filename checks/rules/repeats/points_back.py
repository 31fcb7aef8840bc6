"""Words that point back to a count, a sum or a length give another one than was told.

Ties "the 46 passengers", "none of the 46", "the eight-lane pool" and "the £75,000 penalty" to what was told before:
what is called *the* so many has been told. A value that the article has stated is ticked. One that it has not, where it
has told one other of the same thing, is questioned.

Silent where the words say themselves which ones are meant ("the 14 people who stayed"), on "the other 12" and "her two
sons", where a part was told and the whole is meant ("three of the four"), where others stood beside the first ("a
father and three children ... the four"), where the text tells the difference, on figures of two years, and where the
one is more than three times the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator
from fractions import Fraction
from operator import ne

from checks.digit_slips import Slip, slip
from checks.model import Article, Figure, Finding, Hedge, Kind, Outcome, Severity, Tick, Zone
from checks.number_format import listed
from checks.passage_index import STOP_WORDS, neighbouring_figures, stem
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules.repeats._agreement import agree, as_equal
from checks.rules.repeats._one_fact import A_NEW, ALSO, ALTERNATIVES, ONE_MORE, PERIOD, is_among_others, is_expected
from checks.sameness import PERSON, Thing, is_kind_of, is_person, matter, noun_class, thing, thing_in

COUNTS = (Kind.COUNT, Kind.NUMBER)
KINDS = (*COUNTS, Kind.MONEY, Kind.MEASURE, Kind.DURATION, Kind.PERCENT)
TOLD = (Zone.BODY, Zone.LIST)
VAGUE = frozenset(("both", "one", "several", "dozens", "scores", "hundreds", "thousands", "millions", "none", "no"))
REACH = 2  # sentences that "all 46" without a noun looks back
FAR = 3  # how many times the one may be the other
WHEN = 40  # characters beside a figure in which a year says when it was
COUNTED = 10  # from here on a digit tells

POINTING = pattern(
    r"(?:\b(?:the|these|those|all|his|her|their|its|our|[A-Z]\w+[’']s?)"
    r"(?: (?:full|whole|entire|huge|massive|total|combined|planned|proposed|same))? [£$€]?)$",
    re.IGNORECASE,
)
"""Words right before a figure that say that it was told before."""
A = pattern(r"\b(?:an?|such an?) [£$€]?$", re.IGNORECASE)
"""So may "a 7.8% rise", where prices rose by so much and nothing else did."""
SUMS = (Kind.MONEY, Kind.PERCENT)
TIGHT = 18  # characters between "rose" and the share by which
OWN = pattern(r"(?:\b(?:his|her|their|its|our)|[’']s?) [£$€]?$", re.IGNORECASE)
"""Those may tell something for the first time as well."""
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
"""What sets a figure apart from those told after it."""
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
"""What follows the noun and says which ones are meant."""
ALONE = pattern(
    r"^(?:[,.;:]|$| (?:who|that|which|had|were|was|are|is|will|would|have|has|to|of|on|aboard|in|at|from|died|survived"
    r"|said|and|but|could|can|did|do|lost|made|voted|took|went|injured|killed|dead|hurt)\b)"
)
"""What follows a count without a noun."""
WHICH = pattern(r"^ (?:who|that|which|whose)\b")
HYPHENED = pattern(r"^-\w+ ((?:[\w’'-]+ ){0,2}[\w-]+)")
NAMED = pattern(r"\b[A-Z]")
OF_ANOTHER = pattern(r"^(?: [\w-]+){1,2} (?:in|of|at|from|for|on) (?:the )?[A-Z]")
IN_WHAT = pattern(r"^ [a-z]+ (?:in|of) (?:the |its |their )?([a-z]{3,})")
"""Of what the rise is: "the 7.5% rise in fares"."""
NO_THING = ("-time", "-way", "-star", "-year", "-day")  # "the six-time winner"
LIVED = frozenset("history existence tradition past reign career marriage lifetime".split())
"""What has a length of its own, told for the first time with it: "the county's 112-year history"."""
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
"""Things that a story calls now this, now that."""
AT_LEAST, AT_MOST = (Hedge.AT_LEAST, Hedge.MORE_THAN, Hedge.JUST_OVER), (Hedge.AT_MOST, Hedge.LESS_THAN, Hedge.NEARLY)


class Earlier:
    """What an article has stated so far."""

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
        if figure.zone in TOLD and not figure.hedge and _may_be_told(figure):
            front = earlier.front(figure)
            if POINTING.search(front) or (figure.kind in SUMS and A.search(front) and not APART.search(front)):
                yield from _judged(figure, earlier)
        earlier.add(figure)


def _may_be_told(figure: Figure) -> bool:
    if figure.kind not in KINDS or figure.is_range or figure.words.lower() in VAGUE or not figure.value:
        return False
    return figure.kind not in COUNTS or figure.value > 1


def sort(figure: Figure) -> tuple[object, ...]:
    """What two figures must have in common to be compared at all."""
    if figure.kind not in COUNTS:
        return (figure.kind, figure.unit, figure.per)
    head = thing(figure).head
    return ("count", PERSON if head in DEAD or (head and is_person(head)) else _called(head))


def _called(head: str) -> str:
    """One name for what a story calls now a ship, now a ferry."""
    told = stem(head)
    return next((min(words) for words in CALLED_ALIKE if told in words), head)


def _judged(figure: Figure, earlier: Earlier) -> Iterator[Outcome]:
    if figure.kind is Kind.NUMBER and SOME_OF_THE.search(earlier.front(figure)):
        return  # "33 votes to 24; two abstained and four of the 63 were absent"
    same = earlier.by_sort[sort(figure)][-MANY:]
    for other in reversed(same):
        if agree(other, figure):
            if other.sentence != figure.sentence and _is_told_again(other, figure, earlier):
                yield _tick(other, figure, earlier.article)
            return
    if figure.kind in COUNTS and not _is_new(figure, earlier):
        return
    told = _told_otherwise(figure, same, earlier)
    if len({other.value for other in told}) == 1:
        first = next((other for other in reversed(told) if not _is_apart(other, figure, earlier)), None)
        if first is not None:
            yield _finding(first, figure, earlier.article)


MANY = 40  # figures of a sort that are looked through, the last told


def _is_told_again(one: Figure, other: Figure, earlier: Earlier) -> bool:
    """For a tick: the same persons or things, or a sum, a length or a time of the same matter."""
    if other.kind in COUNTS:
        return bool(thing(other).head) and _same_thing(earlier.article, one, other)
    return bool(_is_beside(_heads(other, earlier), one, earlier))


def _is_new(figure: Figure, earlier: Earlier) -> bool:
    """Has the article not stated this value, unless as a number of other things ("the nine-storey block")?"""
    stated = earlier.values.get(figure.value or Fraction(0), [])
    if not stated:
        return True
    small = (figure.value or 0) <= 12
    return small and not any(one.kind in COUNTS and earlier.behind(one)[:1] != "-" for one in stated)


def _told_otherwise(figure: Figure, same: list[Figure], earlier: Earlier) -> list[Figure]:
    """What was told of the thing that a figure points to: of one value, or nobody knows which is meant."""
    if figure.kind not in COUNTS:
        heads = _heads(figure, earlier)[:1] if A.search(earlier.front(figure)) else _heads(figure, earlier)
        if heads and A.search(earlier.front(figure)):
            if any(each.kind is figure.kind for each in neighbouring_figures(figure, earlier.article)):
                return []  # "a £1,800 fine and £200 in costs"
            start = figure.kind is Kind.MONEY and A_NEW.fullmatch(earlier.front(figure))
            if start or OF_ANOTHER.match(earlier.behind(figure)):
                return []  # "a 55% stake in Astor"
            return [other for other in same if _is_beside(heads, other, earlier, TIGHT)]
        if figure.kind is Kind.DURATION and THOSE.search(earlier.front(figure)):
            return [other for other in same if figure.sentence - other.sentence <= REACH]  # "in those 21 years"
        told = [other for other in same if _is_beside(heads, other, earlier)]
        if not told and figure.kind is Kind.DURATION and not LIVED.isdisjoint(heads):
            return []
        what = IN_WHAT.match(earlier.behind(figure)) if figure.kind is Kind.PERCENT else None
        if what:
            return [other for other in told if _is_beside([what[1]], other, earlier)]
        if told or heads:
            adjective = earlier.behind(figure)[:1] == "-" or "-" in figure.words
            if adjective and figure.kind is Kind.DURATION and len({other.value for other in same}) == 1:
                told = told or [other for other in same if FOR.search(earlier.front(other))]
            return told or [other for other in same if adjective and slip(other, figure)]
        the = not A.search(earlier.front(figure))
        return [other for other in same if the and figure.kind is Kind.MONEY and _one_digit(other, figure)]
    head = thing(figure).head
    if not head:
        if OWN.search(earlier.front(figure)) or not ALONE.match(earlier.behind(figure)):
            return []  # "his 66"
        if WHICH.match(earlier.behind(figure)):
            return []  # "the 13 who are missing": those of whom this is told, and no others
        recent = [other for other in earlier.counts[-MANY:] if earlier.behind(other)[:1] != "-"]
        near = [other for other in recent if figure.sentence - other.sentence <= REACH]
        if len({other.value for other in near}) == 1:
            return near
        return [other for other in recent if (other.value or 0) >= COUNTED and _one_digit(other, figure)]
    told = [other for other in same if _same_thing(earlier.article, other, figure)]
    told = [other for other in told if not OF_THEM.match(earlier.behind(other))] or told
    if len({other.value for other in told}) > 1:
        return [other for other in told if _one_digit(other, figure)]
    large = (figure.value or 0) >= COUNTED * COUNTED
    if earlier.behind(figure)[:1] == "-":
        return told  # "her 318-page report"
    if told or (figure.value or 0) < COUNTED or not (large or SUBJECT.search(earlier.front(figure))):
        return told
    persons = is_person(head)
    return [
        other
        for other in earlier.counts[-MANY:]
        if other.noun and _one_digit(other, figure) and is_person(thing(other).head) == persons
    ]


def _heads(figure: Figure, earlier: Earlier) -> list[str]:
    """The noun behind a sum or a length, with a word before it: "penalty" of "the £75,000 penalty"."""
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
    return {each for word in words for each in (stem(word), matter(word), noun_class(word))}


def _is_beside(heads: list[str], figure: Figure, earlier: Earlier, reach: int = 60) -> bool:
    """Does one of these nouns, or a verb of the same matter, stand beside a figure?"""
    beside = _classes(WORD.findall(earlier.front(figure)[-reach:]) + WORD.findall(earlier.behind(figure)[:reach]))
    return any(_classes([head]) & beside for head in heads)


def _counted(article: Article, figure: Figure) -> Thing:
    if figure.noun and figure.noun.head in DEAD:
        return Thing(PERSON, "dead")
    return thing_in(article, figure)


def _same_thing(article: Article, one: Figure, other: Figure) -> bool:
    """May the second, which points back, mean what the first counts?"""
    told, meant = _counted(article, one), _counted(article, other)
    if not is_person(meant.head):
        return _called(told.head) == _called(meant.head)
    own = meant if meant.fate and other.noun and other.noun.head in DEAD else thing(other)
    if own.fate and own.fate != told.fate:
        return False
    if told.head == meant.head:
        return True
    if told.fate and not own.fate and meant.head != PERSON:
        return False  # "five people died ... all five men were charged"
    return PERSON in (told.head, meant.head) and not {told.head, meant.head} & KIN


def _one_digit(one: Figure, other: Figure) -> bool:
    """Is the one the other with a digit changed, lost or swapped?"""
    a, b = str(one.value), str(other.value)
    return (len(a) == len(b) > 1 and sum(map(ne, a, b)) == 1) or bool(slip(one, other))


def _is_apart(one: Figure, other: Figure, earlier: Earlier) -> bool:
    """Do the words say that the second is another than the first?"""
    if one.sentence == other.sentence or (other.value == 2 and other.sentence - one.sentence > REACH):
        return True
    small, large = sorted((one.value or Fraction(0), other.value or Fraction(0)))
    if large > FAR * small and not slip(one, other):
        return True
    front, behind = earlier.front(other), earlier.behind(other)
    if OWN.search(front) and not _one_digit(one, other):
        return True
    owner = OWNER.search(front)
    if owner and owner[1] not in earlier.sentence(one):
        return True
    article = earlier.article
    if _is_part_of_all(one, other, article) or is_expected(article, one) != is_expected(article, other):
        return True
    if other.kind in COUNTS and is_among_others(article, one, other):
        return True
    if _told_apart(one, other, earlier) or _is_another_thing(one, other, behind, earlier):
        return True
    if slip(one, other) is Slip.SWAP:
        return False
    return _is_bound(one, other, earlier) or _is_of_others(one, other, earlier) or _accounted_for(one, other, earlier)


def _is_part_of_all(one: Figure, other: Figure, article: Article) -> bool:
    """ "Of 1,000 people asked ... among the 480 men": some of those told of, counted for the first time."""
    told, meant = _counted(article, one), _counted(article, other)
    fewer = (other.value or 0) < (one.value or 0)
    return fewer and is_kind_of(meant.head, told.head) and not _one_digit(one, other)


def _is_bound(one: Figure, other: Figure, earlier: Earlier) -> bool:
    """Did the first say "more than 40", and 46 are more?"""
    grew = (other.value or 0) > (one.value or 0)
    if one.hedge is Hedge.AT_LEAST and _counted(earlier.article, other).fate:
        return False  # "at least 20 were hurt ... the 50 injured"
    return one.hedge in (AT_LEAST if grew else AT_MOST)


def _is_of_others(one: Figure, other: Figure, earlier: Earlier) -> bool:
    """Does either say "others", "each", "first", or did the first stand among others that the second counts too?"""
    front, behind = earlier.front(one), earlier.behind(one)
    if APART.search(front[-20:]) or APART_AFTER.match(behind) or APART_AFTER.match(earlier.behind(other)):
        return True
    if PART_AFTER.match(earlier.behind(other)) or (PART_AFTER.match(behind) and not _one_digit(one, other)):
        return True
    if other.kind not in COUNTS or (other.value or 0) < (one.value or 0):
        return False
    if AND.search(front) or AND_AFTER.search(behind):
        return True
    of_the = OF_THE.search(earlier.front(other))
    if of_the and OF_THE.search(front) and not slip(one, other):
        return True  # "two of the 15 members ... twelve of the 45 members": each is a whole of its own
    return bool(of_the) and any(each.value == one.value for each in neighbouring_figures(other, earlier.article))


def _told_apart(one: Figure, other: Figure, earlier: Earlier) -> bool:
    """Do the sentences speak of two times or two sides?"""
    first, second = earlier.sentence(one), earlier.sentence(other)
    if ALSO.search(first) or ALSO.search(second):
        return True
    adjective = other.kind in COUNTS and earlier.behind(other)[:1] == "-"  # "the 60-child trial" says which
    when = "" if adjective else earlier.front(other)[-WHEN:] + "; " + earlier.behind(other)[:WHEN]
    when = second if OWN.search(earlier.front(other)) else when
    if {each.lower() for each in PERIOD.findall(when)} - {each.lower() for each in PERIOD.findall(first)}:
        return True
    mine, theirs = (set(WORD.findall(each.lower())) for each in (first, second))
    return any(mine & words and theirs & words and not mine & theirs & words for words in ALTERNATIVES)


def _is_another_thing(one: Figure, other: Figure, behind: str, earlier: Earlier) -> bool:
    """ "The 18-hole course" where nine holes were told of no course, "the six new lines" where no lines were new."""
    told = WORD.findall(earlier.sentence(one))
    hyphened = HYPHENED.match(behind)
    if hyphened:
        if NAMED.search(hyphened[1]) or behind.startswith(NO_THING):
            return True
        heads = [word for word in WORD.findall(hyphened[1]) if word.lower() not in STOP_WORDS]
        if other.kind not in COUNTS or slip(one, other) or _classes(heads) & _classes(told):
            return False
        here, there = set(map(stem, heads)), set(map(stem, told))
        return not any(here & words and there & words for words in CALLED_ALIKE)
    if other.kind not in COUNTS or other.noun is None:
        return False
    ends = max(other.noun.span.end, other.span.end)
    return bool(thing(other).modifiers - _classes(told)) or bool(BY_THEMSELVES.match(earlier.article.text, ends))


def _accounted_for(one: Figure, other: Figure, earlier: Earlier) -> bool:
    """Does the text tell the difference: three were dismissed, a fourth resigned, "the four"?"""
    apart, article = abs((one.value or Fraction(0)) - (other.value or Fraction(0))), earlier.article
    if apart == 1:
        between = article.sentences[one.sentence : min(other.sentence + REACH, one.sentence + COUNTED)]
        return one.kind in COUNTS and any(ONE_MORE.search(article.words(sentence.span)) for sentence in between)
    at = bisect_left(article.figures, other.span, key=lambda figure: figure.span)
    after = [each for each in article.figures[at + 1 : at + COUNTED] if each.sentence - other.sentence <= REACH]
    before = [each for each in earlier.values.get(apart, ()) if each.sentence >= one.sentence - 1]
    return any(
        each.value == apart and not OF_THEM.match(earlier.behind(each)) and _may_add(each, other)
        for each in (*before, *after)
    )


def _may_add(one: Figure, other: Figure) -> bool:
    if one.kind in COUNTS and other.kind in COUNTS:
        mine, theirs = thing(one).head, thing(other).head
        if not mine and one.predicate and theirs and not is_person(theirs):
            return False  # "three were missing" is of no storeys
        return not mine or not theirs or mine == theirs
    return one.kind is other.kind and one.unit == other.unit


def _tick(one: Figure, other: Figure, article: Article) -> Tick:
    here, there = (article.place(each.span.start) for each in (one, other))
    return Tick(f"{other.words} in {there} points back to {here}.", (one.span, other.span), as_equal(one, other))


def _finding(one: Figure, other: Figure, article: Article) -> Finding:
    here, there = (article.place(each.span.start) for each in (one, other))
    return Finding(
        Severity.WARNING,
        f"{there.capitalize()} points back to {other.words}, and what was told in {here} is {one.words}.",
        (one.span, other.span),
        f"{one.words} is not {other.words}",
        (f"{here}: {one.words} -> {other.words}", f"{there}: {other.words} -> {one.words}"),
        f"Are these the same? If so, is it {listed((one.words, other.words), 'or')}?",
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
