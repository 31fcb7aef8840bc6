"""Decides whether two figures of different value state one fact, from the words around them and their digits.

Two figures in similar sentences seldom state one fact. So there are four kinds of evidence, each with its own function:
swapped digits (`_swapped`), words that refer back to an earlier figure (`_refers_back`), the same toll in other words
(`_same_toll`), and sentences with much the same words (`_same_words`). The evidence against is examined first: another
period, another place or person, a word that separates the two, a difference that the text explains.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice
from operator import ne

from checks import passage_index
from checks.digit_slips import Slip, printed_digits, slip_between
from checks.model import Article, Figure, Kind, Span
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.sameness import (
    PERSON,
    CountedEntity,
    Sameness,
    compare_entities,
    counted_entity,
    counted_entity_in,
    is_person,
    same_unit,
    topic_of,
)

COUNTS = (Kind.COUNT, Kind.NUMBER)
SMALL_COUNT = 3  # counts up to here ("two men") stand in every story and identify nothing
MAX_RATIO = Fraction(5, 2)  # between two values of one fact where no slip of digits explains the difference
MAX_SLIP_RATIO = 20  # between two values of one fact, whatever explains the difference
SWAP_DIGITS = 3  # digits from which swapped digits are hardly ever chance
FORECAST_CHARS = 60  # characters around a figure searched for words of forecasting
CONTEXT_WORDS = 6  # words around a figure that say what it is
ADJACENT_SENTENCES = 3  # distance in sentences within which a fact is repeated at once
NEARBY_SENTENCES = 10  # distance in sentences within the same part of a story
ALL_SENTENCES_BACK = 2  # sentences that "all nine" looks back
MAX_RATIO_ONLY_TWO = Fraction(19, 10)  # between two values that are the only ones of their sort in the article
MAX_RATIO_TOLL = Fraction(3, 2)  # between two values of one toll; further apart, they are of two events
MAX_SENTENCES_BETWEEN = 4  # sentences between two figures, up to which all are searched for an explanation
MAX_VALUES_COMPARED = 4  # other values of a sort that are examined
LIST_FIGURES = 4  # figures in a sentence from which it is a list of facts
TABLE_FIGURES = 40  # figures in a sentence from which it is a table that lost its lines
MAX_OTHERS_LONG = 6  # other values of the sort, for figures of three digits or more
MAX_OTHERS = 2  # other values of the sort in the article, beyond which swapped digits may be chance

MIN_FIT_LONG_SWAP = 0.03  # share of common words, for swapped digits in a long figure
MIN_FIT_ONLY_TWO = 0.05  # the same, where no other figure of the sort is stated
MIN_FIT_SWAPPED = 0.1  # the same, for two swapped digits
MIN_FIT_REPEATED = 0.2  # the same, for a fact repeated in like words
MIN_FIT_DIGIT_LOST = 0.25  # the same, for a lost digit
MIN_FIT_TWO_NOUNS = 0.35  # the same, where two different nouns may stand for one thing

APART_BEFORE = pattern(
    r"\b(?:another|other|further|additional|extra|next|than|from|rose|risen|rise|fell|fallen|down|up(?! to)|increased?"
    r"|had (?:stood at|been|reached)|since|initially|originally|reports spoke of|revised"
    r"|average|each|every|per|between|remaining"
    r"|previous|earlier)"
    r"(?: to| by| of)?\s[£$€]?$",
    re.IGNORECASE,
)
ANOTHER = pattern(
    r"\b(?:another|other|further|(?<!more )(?<!less )(?<!fewer )than|in addition to(?: the)?"
    r"|(?:rise|increase|fall|drop|decrease) of)\s[£$€]?$|[a-z][’']s (?:is|was|are|were) [£$€]?$",
    re.IGNORECASE,
)
CELL = pattern(r"(?:\s[-–—:|]\s|[(\[]|\b(?:rest|remainder|others),? )[£$€]?$")
APART_AFTER = pattern(
    r"^\s(?:[a-z]+ )?(?:more|others?|fewer|less|extra|additional|further|each|earlier|ago|later)\b"
    r"|^\s(?:[a-z]+ )?(?:behind|ahead|clear|adrift|apart|short|up|down|off|shy)\b(?! the\b)"
    r"|^\s(?:[a-z]+ ){1,2}(?:already|still)\b|^ [a-z]+, (?:including|counting) the\b",
    re.IGNORECASE,
)
PERIOD = pattern(
    r"\b(?:last|previous|next|this|a|the same|following) (?:year|month|week|quarter|season)\b|\b(?:19|20)\d\d\b"
    r"|\bso far\b|\b(?:year|month|week|season) (?:earlier|before|ago)\b"
    r"|\b(?:previous(?:ly)?|earlier)\b|\bcompared\b|\bestimate[sd]?\b",
    re.IGNORECASE,
)
EXPECTED = pattern(
    r"^(?: [\w-]+){0,7} (?:expected|forecasts?|predicted|estimated|projected|hoped|planned|targeted|sought|feared"
    r"|needed|required|asked for|anticipated)\b",
)
EXPECTING = pattern(
    r"\b(?:(?:expected|forecast|predicted|projected)(?: [\w’'-]+){0,5}"
    r"|(?:estimate|expectation|target|goal|limit|consensus|guidance)s?(?: of)?(?: the| an?)?) [£$€]?$"
)
"""Words with which a figure is what somebody thought it would be."""
WITH = pattern(r"\b(?:with|and|plus|alongside|besides|including)(?: (?:the|his|her|their|its|another))? $")
"""Before a count of people who are mentioned beside others."""
AND_ANOTHER = pattern(r"(?: [\w-]+){1,2} (?:and|as well as|plus) (?:an?|one|two|three|the|his|her|their|its) ")
IN_A_PLACE = pattern(
    r"\b(?:in|at|on|from|near|of) (?:the )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March"
    r"|April|May|June|July|August|September|October|November|December)([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
)
A_NEW = pattern(r"[\"“]?An? [£$€]?$")
OPENS_AT = pattern(
    r"[\"“]?(?:At|In|On|Near|Outside|Inside|Around) (?:the |an? |its |his |her )?((?:[\w’'-]+ ){0,2}?[\w’'-]+)(?= \d|,)"
)
"""A place at the start of a sentence."""
OF_THEM = pattern(r"^ of (?:us|them|you)\b")
OF_WHOM = pattern(r"^(?: [\w-]+)? of (?:whom|which)\b")
"""A subgroup of those just mentioned: "216 of whom are girls" counts nobody new."""
PLEDGED = pattern(r"\b(?:would|could|might|should|wants?|hopes?|aims?|plans?|if|unless|will)\b", re.IGNORECASE)
POINTS_BACK = pattern(r"\b(?:all|all of the|all the|those|these)\s$", re.IGNORECASE)
DEFINITE = pattern(
    r"(?:\b(?:the|this|these|those|his|her|their|its|our|whose)|[A-Z]\w+[’']s?)"
    r"(?: (?:full|whole|entire|huge|massive|record|total|combined|planned|proposed))? [£$€]?$",
    re.IGNORECASE,
)
NAMED = pattern(r"^(?:-| )([a-z]+)(?: ([a-z]+))?")
PART_OF = pattern(r"^(?: \w+)? (?:out )?of (?:the|those|these|them|its|his|her|their)\b")
TOTAL = pattern(r"\btotal of $", re.IGNORECASE)
ALSO = pattern(r"\balso\b", re.IGNORECASE)
OF_A_PLACE = pattern(r"^(?: [\w-]+){1,2} (?:in|at|from|of|on) ([A-Z]\w+)")
ONE_MORE = pattern(
    r"\b(?:another|a (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)|one (?:more|other)|one of)\b",
    re.IGNORECASE,
)
OTHER_EVENT = pattern(
    r"\b(?:last|previous|similar|separate|another|other|recent|ago|since|earlier|meanwhile|elsewhere|in total|so far"
    r"|an? (?:attack|bomb\w*|blast|explosion|crash|fire|accident|collision|shooting|clash|flood|storm|earthquake))\b"
    r"|\b(?:19|20)\d\d\b",
    re.IGNORECASE,
)

SOMEWHERE = pattern(r"\b(?:worst|hardest) hit\b|\balone\b|\b(?:district|province|county|village)\b", re.IGNORECASE)
"""A toll of one place among others."""
CLOCK = pattern(r"\d{1,2}(?:[.:]\d\d)?\s?(?:[ap]\.?m\.?)?:?(?=\s)", re.IGNORECASE)
WORDS = pattern(r"[^\W\d_]+")
NAME = pattern(r"\b[A-Z][A-Za-z]+")
ALTERNATIVES = tuple(
    frozenset(words.split())
    for words in (
        "north south east west northern southern eastern western central",
        "first second third fourth",
        "men women boys girls male female males females adults children",
        "larger smaller bigger largest smallest biggest",
        "domestic foreign international overseas local",
        "public private state independent",
        "urban rural",
        "upper lower",
        "home away",
        "morning afternoon evening night",
        "summer winter spring autumn",
        "old new existing former",
        "civilians soldiers troops police militants rebels",
    )
)
"""Sets of which a story tells one after the other: sentences that name other members speak of other facts."""
LABEL = pattern(r"\s[A-Z]\w+ $")

Sort = tuple[object, ...]


@dataclass(frozen=True, slots=True)
class SentenceWords:
    """What a sentence says besides its figures, computed once and reused for all comparisons."""

    words: frozenset[str]
    names: frozenset[str]
    inner: frozenset[str]  # the names without the first word, whose capital is no sign of one
    periods: frozenset[str]  # the words that say when: "last year", "2019"
    is_pledge: bool
    says_also: bool
    of_another_event: bool


def read_sentence(text: str) -> SentenceWords:
    """The words, names, periods and markers of a sentence."""
    return SentenceWords(
        frozenset(WORDS.findall(text.lower())),
        frozenset(NAME.findall(text)),
        frozenset(NAME.findall(text.partition(" ")[2])),
        frozenset(found.lower() for found in PERIOD.findall(text)),
        bool(PLEDGED.search(text)),
        bool(ALSO.search(text)),
        bool(OTHER_EVENT.search(text)),
    )


@dataclass(frozen=True, slots=True)
class Story:
    """An article with its figures grouped by sentence and by sort, computed once."""

    article: Article
    index: Passages
    rows: dict[int, list[Figure]]
    values: dict[Sort, dict[Fraction, list[int]]]  # the sentences that state each value of each sort of figure
    things: dict[Span, CountedEntity]
    digits: dict[Span, str]
    aparts: dict[Span, bool]
    tellings: dict[int, SentenceWords]
    nears: dict[Span, dict[str, float]]
    stemmed: dict[int, frozenset[str]]
    """Read for few of the figures and sentences, and kept: the last six fill as they are asked for."""

    def sentence(self, figure: Figure) -> str:
        return self.article.words(self.article.sentences[figure.sentence].span)

    def paragraph(self, figure: Figure) -> str:
        """The first characters of the figure's paragraph."""
        start = self.article.paragraphs[self.article.sentences[figure.sentence].paragraph].span.start
        return self.article.text[start : start + 12]

    def telling(self, figure: Figure) -> SentenceWords:
        found = self.tellings.get(figure.sentence)
        if found is None:
            found = self.tellings[figure.sentence] = read_sentence(self.sentence(figure))
        return found

    def thing(self, figure: Figure) -> CountedEntity:
        found = self.things.get(figure.span)
        if found is None:
            found = self.things[figure.span] = counted_entity(figure)
        return found

    def printed(self, figure: Figure) -> str:
        """The figure's digits as printed."""
        found = self.digits.get(figure.span)
        if found is None:
            found = self.digits[figure.span] = printed_digits(figure)
        return found

    def is_apart(self, figure: Figure) -> bool:
        """Whether the figure stands in a list of figures, or the words beside it separate it from an earlier one."""
        found = self.aparts.get(figure.span)
        if found is None:
            found = self.aparts[figure.span] = _is_in_crowded_sentence(self, figure) or _set_apart(self, figure)
        return found

    def sort(self, figure: Figure) -> Sort:
        """The key that two figures must share to be compared at all."""
        if figure.kind in COUNTS:
            return ("count", self.thing(figure).head)
        return (figure.kind, figure.unit, figure.per)

    def counts_the_same(self, first: Figure, second: Figure) -> bool:
        """Whether both figures have the same measure and, for counts, count the same thing."""
        if not same_unit(first, second):
            return False
        if first.kind not in COUNTS:
            return True
        first_thing = self.thing(first)
        return bool(first_thing.head) and compare_entities(first_thing, self.thing(second)) is Sameness.SAME

    def front(self, figure: Figure) -> str:
        """Up to 30 characters of the sentence before a figure."""
        start = self.article.sentences[figure.sentence].span.start
        return self.article.text[max(start, figure.span.start - 30) : figure.span.start]

    def behind(self, figure: Figure) -> str:
        """The 30 characters after a figure."""
        return self.article.text[figure.span.end : figure.span.end + 30]

    def beside(self, figure: Figure) -> set[str]:
        """The stems of the words near a figure in its sentence."""
        position = self.index.word_index(figure)
        return {
            word.stem
            for word in self.index.sentences[figure.sentence]
            if abs(word.word_index - position) <= CONTEXT_WORDS
        }

    def near(self, figure: Figure) -> dict[str, float]:
        """The stems of the figure's sentence, each with its proximity to the figure."""
        found = self.nears.get(figure.span)
        if found is None:
            found = self.nears[figure.span] = self.index.near(figure)
        return found

    def stems(self, sentence: int) -> frozenset[str]:
        found = self.stemmed.get(sentence)
        if found is None:
            words = self.index.sentences[sentence] if 0 <= sentence < len(self.index.sentences) else ()
            found = self.stemmed[sentence] = frozenset(word.stem for word in words)
        return found

    def closeness(self, first: Figure, second: Figure) -> float:
        """`passages.closeness` of two figures of one text, read from the other's sentence and its neighbours alone."""
        weights, second_weights = self.index.weights, self.near(second)
        before, behind = self.stems(second.sentence - 1), self.stems(second.sentence + 1)
        whole = found = 0.0
        for stem, near in self.near(first).items():
            weight = near * weights[stem]
            whole += weight
            found += weight * max(
                second_weights.get(stem, 0.0),
                passage_index.PRECEDING_WEIGHT if stem in before else 0.0,
                passage_index.FOLLOWING_WEIGHT if stem in behind else 0.0,
            )
        return found / whole if whole else 0.0

    def fit(self, first: Figure, second: Figure) -> float:
        """The smaller of the two directions' closeness, from 0 to 1."""
        return min(self.closeness(first, second), self.closeness(second, first))

    def others(self, first: Figure, second: Figure) -> int:
        """The number of other values of the sort in the article; the more there are, the less a likeness proves."""
        stated = (self.values.get(each, {}) for each in {self.sort(first), self.sort(second)})
        return max(len(values) - (first.value in values) - (second.value in values) for values in stated)

    def is_only_one_before(self, first: Figure, second: Figure) -> bool:
        """Whether no other value of the sort than the first was stated before the sentence of the second."""
        for each in {self.sort(first), self.sort(second)}:
            for value, sentences in islice(self.values.get(each, {}).items(), MAX_VALUES_COMPARED):
                if value != first.value and sentences[0] < second.sentence:
                    return False
        return True


def story_of(article: Article, figures: Iterable[Figure]) -> Story:
    """`figures` are those that may be told twice."""
    index = passage_index.index_passages(article)
    rows: dict[int, list[Figure]] = defaultdict(list)
    for figure in article.figures:
        if figure.kind is not Kind.NAME:
            rows[figure.sentence].append(figure)
    story = Story(article, index, rows, defaultdict(lambda: defaultdict(list)), {}, {}, {}, {}, {}, {})
    for figure in figures:
        story.values[story.sort(figure)][figure.value or Fraction(0)].append(figure.sentence)
    return story


ONE_OF = pattern(r"\b(?:one|some|each|any|either|both) of (?:the|its|their|his|her) $", re.IGNORECASE)
SMALL_PART = 10
"""Below this, a number after "one of the" may count a subgroup of its own: two of five."""


def is_one_fact(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the second figure, which differs from the first, is meant to state the same fact."""
    if is_year(first) or is_year(second) or _at_other_times(story, first, second):
        return False
    if ONE_OF.search(story.front(second)) and (second.value or 0) < SMALL_PART:
        return False
    if not same_unit(first, second) or len({bool(OF_WHOM.match(story.behind(each))) for each in (first, second)}) > 1:
        return False
    how = slip_between(first, second) if _may_be_slip(story.printed(first), story.printed(second)) else Slip.NONE
    if not _within(first, second, MAX_SLIP_RATIO if how else MAX_RATIO) or _state_each_other(story, first, second):
        return False
    if is_expected(story.article, first) != is_expected(story.article, second) or _at_other_places(
        story, first, second
    ):
        return False
    if how is Slip.SWAP or (how is Slip.DIGIT and _is_long(first, second)):
        return _swapped(story, first, second)
    if story.is_apart(first) or story.is_apart(second):
        return False
    if is_parallel(story, first, second) or _name_alternatives(story, first, second):
        return False
    first_periods, second_periods = story.telling(first).periods, story.telling(second).periods
    has_evidence = _same_toll(story, first, second)
    if not has_evidence and (first_periods == second_periods or not first_periods or not second_periods):
        has_evidence = _refers_back(story, first, second) or (
            first_periods == second_periods
            and (_same_words(story, first, second) or _are_only_two_of_sort(story, first, second))
        )
    return has_evidence and not _is_explained(story, first, second)


def is_year(figure: Figure) -> bool:
    """A bare "1815" that was not read as a year."""
    return figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in ("17", "18", "19", "20")


def _at_other_times(story: Story, first: Figure, second: Figure) -> bool:
    """Whether their paragraphs begin with different clock times: "2.30pm: Ten engines", "4.15pm: Fourteen engines"."""
    times = [CLOCK.match(story.paragraph(figure)) for figure in (first, second)]
    return all(times) and len({time.group() for time in times if time}) > 1


def is_expected(article: Article, figure: Figure) -> bool:
    """Whether the figure is a forecast: "the $1.41 a share that analysts had expected"."""
    bounds = article.sentences[figure.sentence].span
    front = article.text[max(bounds.start, figure.span.start - FORECAST_CHARS) : figure.span.start]
    behind = article.text[figure.span.end : min(bounds.end, figure.span.end + FORECAST_CHARS)]
    return bool(EXPECTING.search(front) or EXPECTED.match(behind))


def is_among_others(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the sentence mentions more people than it counts: "Reed, 34, and her sons ... All five ..."."""
    if (second.value or 0) <= (first.value or 0):
        return False
    sentence = article.sentences[first.sentence].span
    front = article.text[max(sentence.start, first.span.start - 30) : first.span.start]
    named = any(each.kind is Kind.AGE for each in passage_index.neighbouring_figures(first, article))
    named = named or bool(AND_ANOTHER.match(article.text, first.span.end))  # "five boys and their teacher ... all six"
    return named or (WITH.search(front) is not None and " and " in article.words(sentence))


def _at_other_places(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the two are of different places: "at the fire station 46 people ... at the lido 64 people"."""
    found = [OPENS_AT.match(story.sentence(figure)) for figure in (first, second)]
    places = [set(WORDS.findall(each[1].lower())) for each in found if each]
    if len(places) > 1 and places[0] - places[1] and places[1] - places[0]:
        return True
    if second.sentence - first.sentence != 1 or DEFINITE.search(story.front(second)):
        return False
    first_places, second_places = (set(IN_A_PLACE.findall(story.sentence(figure))) for figure in (first, second))
    return (
        bool(first_places and second_places and not first_places & second_places)
        or A_NEW.fullmatch(story.front(second)) is not None
    )


def _within(first: Figure, second: Figure, times: Fraction | int) -> bool:
    """Whether both values are large enough to be telling, and neither is more than `times` the other."""
    first_value, second_value = first.value or Fraction(0), second.value or Fraction(0)
    small, large = sorted(
        (first_value.numerator * second_value.denominator, second_value.numerator * first_value.denominator)
    )
    if large * times.denominator > times.numerator * small:
        return False
    return max(first_value, second_value) > (SMALL_COUNT if first.kind in COUNTS else 1)


def _may_be_slip(a: str, b: str) -> bool:
    """Whether two digit strings can differ by a slip; a cheap test that spares most pairs the full comparison."""
    if len(a) == len(b) > 1:
        differing = sum(map(ne, a, b))
        return differing == 1 or (differing == 2 and sorted(a) == sorted(b))
    return abs(len(a) - len(b)) == 1


def _is_long(first: Figure, second: Figure) -> bool:
    """Whether both have equally many digits, four or more, so that one changed digit weighs as much as a swap."""
    first_digits, second_digits = printed_digits(first).rstrip("0"), printed_digits(second).rstrip("0")
    if first.kind not in (*COUNTS, Kind.MONEY):
        return False  # times of one race and lengths of one street are near each other
    if first.kind is Kind.NUMBER and "." in first.words:
        return False  # so are the times of two who ran it
    return len(first_digits) == len(second_digits) > SWAP_DIGITS


def _swapped(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the two differ by swapped digits in like surroundings.

    Two independent figures of a story hardly ever have swapped digits, so that this is strong evidence of a slip.
    """
    first_periods, second_periods = story.telling(first).periods, story.telling(second).periods
    if (
        _is_called_another(story, first)
        or _is_called_another(story, second)
        or (first_periods and second_periods and first_periods != second_periods)
    ):
        return False
    if _name_alternatives(story, first, second):
        return False
    if all(len(story.values[story.sort(f)].get(f.value or Fraction(0), ())) > 1 for f in (first, second)):
        return False  # each is repeated, so they are two facts
    likeness = compare_entities(story.thing(first), story.thing(second)) if first.kind in COUNTS else Sameness.SAME
    fit = story.fit(first, second)
    beside = story.beside(first) & story.beside(second)
    if likeness is Sameness.DIFFERENT:
        return fit >= MIN_FIT_TWO_NOUNS and len(beside) > 1
    long = len(printed_digits(first).strip("0")) >= SWAP_DIGITS
    if not long and likeness is Sameness.UNSURE and bool(story.thing(first).head) != bool(story.thing(second).head):
        return False  # "left school at 14", "four of the 41 films"
    if DEFINITE.search(story.front(second)) and story.is_only_one_before(first, second):
        return True
    if long and first.kind in COUNTS and not story.others(first, second):
        return True
    if story.others(first, second) > (MAX_OTHERS_LONG if long else MAX_OTHERS):
        return False  # of a price list, or of a report of results, two are near each other by chance
    if long or first.kind is Kind.MONEY:
        return fit >= (
            MIN_FIT_LONG_SWAP if likeness is Sameness.SAME and first.kind in (*COUNTS, Kind.MONEY) else MIN_FIT_SWAPPED
        )
    least = MIN_FIT_REPEATED if first.kind is Kind.PERCENT else MIN_FIT_SWAPPED
    if in_a_list(story, first, second):
        return False
    return fit >= least and bool(beside) and story.others(first, second) <= MAX_OTHERS


def _refers_back(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the second figure refers back to the first: "all 18 people", "the 18 people", "the £4m payment"."""
    start = story.article.sentences[second.sentence].span.start
    if (
        OF_THEM.match(story.behind(second))
        or not _within(first, second, MAX_RATIO)
        or _is_of_another_place(story, first, second)
    ):
        return False
    if PLEDGED.search(story.article.text[start : second.span.start]):
        return False
    front = story.front(second)
    if POINTS_BACK.search(front) and second.kind in COUNTS:
        return second.sentence - first.sentence <= ALL_SENTENCES_BACK and (
            story.counts_the_same(first, second) or _are_only_persons_counted(story, first, second)
        )
    if not DEFINITE.search(front) or not story.is_only_one_before(first, second):
        return False
    if second.kind not in COUNTS:
        return _same_matter(story, first, second)
    if story.behind(second).startswith("-"):
        return False  # "the 150-seat aircraft" is an aircraft
    first_thing, second_thing = story.thing(first), story.thing(second)
    return (
        story.counts_the_same(first, second)
        and first_thing.event == second_thing.event
        and story.fit(first, second) >= MIN_FIT_SWAPPED
    )


def _is_of_another_place(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the second figure is of a place that the first is not: "all the four seats in Amethi"."""
    place = OF_A_PLACE.match(story.behind(second))
    return place is not None and place[1] not in story.sentence(first)


def _are_only_persons_counted(story: Story, first: Figure, second: Figure) -> bool:
    """Whether no other persons are counted between the two: "nine miners ... all eleven"."""
    head = story.thing(first).head
    if story.thing(second).head or not is_person(head) or is_among_others(story.article, first, second):
        return False  # "she and her sons were rescued with two neighbours"
    counted = [f for index in range(first.sentence, second.sentence + 1) for f in story.rows.get(index, ())]
    persons = [
        f for f in counted if f.kind in COUNTS and f.value != 1 and (not f.noun or is_person(story.thing(f).head))
    ]
    return persons == [first, second]


def _same_matter(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the noun after the second ("the £4m payment") matches a word beside the first ("will pay £5m")."""
    named = NAMED.match(story.behind(second))
    if named is None:
        return False
    bounds = story.article.sentences[first.sentence].span
    around = story.article.text[max(bounds.start, first.span.start - 60) : first.span.start]
    around += story.article.text[first.span.end : min(bounds.end, first.span.end + 60)]
    first_matters = {topic_of(word) for word in WORDS.findall(around) if word.lower() not in passage_index.STOP_WORDS}
    return any(
        word and word not in passage_index.STOP_WORDS and topic_of(word) in first_matters for word in named.groups()
    )


def _same_toll(story: Story, first: Figure, second: Figure) -> bool:
    """Whether both state one toll: "killed 14 people" and "the 15 victims", "the death toll stands at 15"."""
    if first.kind not in COUNTS or first.hedge or second.hedge or first.quoted != second.quoted:
        return False
    first_thing, second_thing = counted_entity_in(story.article, first), counted_entity_in(story.article, second)
    if (
        first_thing.event != second_thing.event
        or not first_thing.event
        or {first_thing.head, second_thing.head} - {PERSON, ""}
    ):
        return False
    if first_thing.modifiers or second_thing.modifiers or not _within(first, second, MAX_RATIO_TOLL):
        return False
    if any(PART_OF.match(story.behind(figure)) for figure in (first, second)):
        return False  # "thirteen of the dead were passengers"
    if any(figure.kind is Kind.NUMBER and "toll" not in story.front(figure) for figure in (first, second)):
        return False  # the number of a heading, a page
    if story.is_apart(first) or story.is_apart(second):
        return False
    return not any(
        story.telling(figure).of_another_event or SOMEWHERE.search(story.sentence(figure)) for figure in (first, second)
    )


def _same_words(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the sentences around the two share most of their words, and their people and places."""
    if (
        not story.counts_the_same(first, second)
        or names_differ(story, first, second)
        or story.others(first, second) > MAX_OTHERS
    ):
        return False
    if _is_total_of(story, first, second):
        return False
    fit = story.fit(first, second)
    shared = len(story.beside(first) & story.beside(second))
    if fit < MIN_FIT_REPEATED or shared < 2:
        return False
    if first.kind is Kind.COUNT and slip_between(first, second) is Slip.DIGIT:
        return fit >= MIN_FIT_DIGIT_LOST
    if story.telling(first).is_pledge or story.telling(second).is_pledge:
        return False
    if not _within(first, second, MAX_RATIO) or (
        first.kind in COUNTS and min(first.value or 0, second.value or 0) <= SMALL_COUNT
    ):
        return False
    if first.kind in (*COUNTS, Kind.DURATION) and _same_phrase(story, first, second):
        return True
    alone = story.is_only_one_before(first, second) and story.others(first, second) < MAX_OTHERS
    return shared > 2 and alone and first.hedge == second.hedge


def _is_total_of(story: Story, first: Figure, second: Figure) -> bool:
    """Whether exactly one of the two is "a total of" or stands beside "also"."""
    return len({bool(TOTAL.search(story.front(f)) or story.telling(f).says_also) for f in (first, second)}) > 1


def in_a_list(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the second stands in the very next sentence and does not refer back, as the next item of a list does."""
    return second.sentence - first.sentence == 1 and not DEFINITE.search(story.front(second))


def _are_only_two_of_sort(story: Story, first: Figure, second: Figure) -> bool:
    """Whether these are the only two figures of their sort, near each other and in words of one matter."""
    if story.others(first, second) or first.hedge != second.hedge or not story.counts_the_same(first, second):
        return False
    if first.kind in COUNTS and min(first.value or 0, second.value or 0) <= SMALL_COUNT:
        return False
    adjectives = {story.behind(figure).startswith("-") for figure in (first, second)}
    if len(adjectives) > 1 or any(PART_OF.search(story.behind(figure)) for figure in (first, second)):
        return False  # "the 150-seat aircraft" is an aircraft
    if any(story.telling(figure).is_pledge for figure in (first, second)) or names_differ(story, first, second):
        return False
    if (
        _is_of_another_place(story, first, second)
        or _is_total_of(story, first, second)
        or in_a_list(story, first, second)
    ):
        return False
    if not story.beside(first) & story.beside(second):
        return False
    fit, gap = story.fit(first, second), second.sentence - first.sentence
    if gap <= ADJACENT_SENTENCES and fit >= MIN_FIT_SWAPPED:
        return _within(first, second, MAX_RATIO_ONLY_TWO)
    return gap < NEARBY_SENTENCES and fit >= MIN_FIT_ONLY_TWO and _within(first, second, MAX_RATIO_TOLL)


def _same_phrase(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the content word in front of both is the same: "her partner of 25 years"."""
    fronts = (WORDS.findall(story.front(figure)[-25:].lower())[-4:] for figure in (first, second))
    first_word, second_word = (
        next((word for word in reversed(f) if word not in passage_index.STOP_WORDS), "") for f in fronts
    )
    return bool(first_word) and first_word == second_word


def _state_each_other(story: Story, first: Figure, second: Figure) -> bool:
    """Whether either sentence states the other's value too: "19 seats out of 24" and "19 out of 24 seats"."""
    pairs = ((first, second), (second, first))
    return any(beside.value == companion.value for figure, companion in pairs for beside in story.rows[figure.sentence])


def is_parallel(story: Story, first: Figure, second: Figure) -> bool:
    """Whether further figures beside the two differ as well: "killed three, hurt 23" and "killed four, hurt 20".

    Then two facts are stated in one form.
    """
    beside: list[dict[object, set[Fraction]]] = []
    for figure in (first, second):
        found: dict[object, set[Fraction]] = defaultdict(set)
        for companion in story.rows[figure.sentence]:
            if companion is not figure and companion.value:
                found[story.thing(companion).event or story.sort(companion)].add(companion.value)
        beside.append(found)
    return any(not values & beside[1][key] for key, values in beside[0].items() if key in beside[1])


def _name_alternatives(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the sentences name different members of one set of alternatives: "men" and "women"."""
    first_words, second_words = story.telling(first).words, story.telling(second).words
    return any(
        first_words & words and second_words & words and not first_words & second_words & words
        for words in ALTERNATIVES
    )


def _is_explained(story: Story, figure: Figure, other: Figure) -> bool:
    """Whether the text explains the difference: three were dismissed, a fourth resigned, "the four"."""
    difference = abs((figure.value or Fraction(0)) - (other.value or Fraction(0)))
    first, last = sorted((figure.sentence, other.sentence))
    sentences = [
        *(range(first, last) if last - first <= MAX_SENTENCES_BETWEEN else [first]),
        *range(last, last + 1 + ALL_SENTENCES_BACK),
    ]
    for index in sentences:
        if index >= len(story.article.sentences):
            break
        if difference != 1 and any(f.value == difference and f.kind in COUNTS for f in story.rows.get(index, ())):
            return True
        if (
            difference == 1
            and figure.kind in COUNTS
            and ONE_MORE.search(story.article.words(story.article.sentences[index].span))
        ):
            return True
    return False


def _is_called_another(story: Story, figure: Figure) -> bool:
    """Whether the words beside the figure call it another one, or a part."""
    return bool(ANOTHER.search(story.front(figure)) or APART_AFTER.match(story.behind(figure)))


def _is_in_crowded_sentence(story: Story, figure: Figure) -> bool:
    """Whether the sentence counts many things, like a table in prose, or the figure is part of a name ("Euro 6")."""
    return bool(LABEL.search(story.front(figure))) or len(story.rows[figure.sentence]) > LIST_FIGURES


def names_differ(story: Story, first: Figure, second: Figure) -> bool:
    """Whether the sentences name different people or places.

    A sentence's first word is left out, since its capital is no sign of a name.
    """
    first_sentence, second_sentence = story.telling(first), story.telling(second)
    return bool(first_sentence.inner and second_sentence.inner) and not first_sentence.names & second_sentence.names


def _set_apart(story: Story, figure: Figure) -> bool:
    """Whether the words beside a figure separate it from an earlier one, or place it in a table."""
    front = story.front(figure)
    return bool(APART_BEFORE.search(front) or CELL.search(front) or APART_AFTER.match(story.behind(figure)))
