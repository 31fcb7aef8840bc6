"""Do two figures of different value state one fact, as far as the words and the digits tell?

Two that merely stand in like sentences seldom do. So there are four kinds of evidence, a function each: digits that
changed places (`_swapped`), words that point back to what was told before (`_points_back`), the same toll told in other
words (`_same_toll`), and sentences that say much the same (`_same_words`). What speaks against it comes first: another
period, another place or person, a word that sets the two apart, a difference that the text accounts for.
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
from checks.digit_slips import Slip, digits, slip
from checks.model import Article, Figure, Kind, Span
from checks.passage_index import Passages
from checks.pattern import pattern
from checks.sameness import PERSON, Sameness, Thing, is_person, matter, same, same_measure, thing, thing_in

COUNTS = (Kind.COUNT, Kind.NUMBER)
SMALL = 3  # "two men" stand in every story: up to here a count says too little to be tied to its like
FAR = Fraction(5, 2)  # how many times the one may be the other, where no slip explains it
TOO_FAR = 20  # how many times the one may be the other at all
LONG = 3  # digits from which a swap is hardly ever chance
AHEAD = 60  # characters each side of a figure in which it is called a forecast
BESIDE = 6  # words each side of a figure that say what it is
NEXT, NEAR = 3, 10  # sentences from the one to the other: told again at once, and in the same part of the story
BACK_TO = 2  # sentences that "all nine" looks back
TWICE = Fraction(19, 10)  # how many times the one may be the other of two that stand alone of their sort
UPDATED = Fraction(3, 2)  # how many times one toll may be the other: further apart they are of two disasters
CROWD, MANY = 4, 40  # figures in a sentence from which it is a list of facts; from which it is a table without lines
MANY_OTHERS = 6  # the same, of three digits
FEW = 2  # other values of its sort in the article, from which a swap of two digits may be chance

ANY, SLIGHT, FAINT, LIKELY, CLOSE, ALIKE = 0.03, 0.05, 0.1, 0.2, 0.25, 0.35
"""What share of the words around the two must be the same: with many digits swapped, where no other of its sort is
stated, with two digits swapped, told again, with a digit lost, and where two nouns stand for one thing."""

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
"""Before a count of some who are told of beside others."""
AND_ANOTHER = pattern(r"(?: [\w-]+){1,2} (?:and|as well as|plus) (?:an?|one|two|three|the|his|her|their|its) ")
IN_A_PLACE = pattern(
    r"\b(?:in|at|on|from|near|of) (?:the )?(?!(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|January|February|March"
    r"|April|May|June|July|August|September|October|November|December)([A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,2})"
)
A_NEW = pattern(r"[\"“]?An? [£$€]?$")
OPENS_AT = pattern(
    r"[\"“]?(?:At|In|On|Near|Outside|Inside|Around) (?:the |an? |its |his |her )?((?:[\w’'-]+ ){0,2}?[\w’'-]+)(?= \d|,)"
)
"""Where a sentence says first of all where it was."""
OF_THEM = pattern(r"^ of (?:us|them|you)\b")
OF_WHOM = pattern(r"^(?: [\w-]+)? of (?:whom|which)\b")
"""Some of those just told of: "216 of whom are girls" is no number of others that eat at the school."""
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
class Telling:
    """What a sentence says besides its figures, read once however many figures are compared with those in it."""

    words: frozenset[str]
    names: frozenset[str]
    inner: frozenset[str]  # the names without the first word, whose capital is no sign of one
    periods: frozenset[str]  # the words that say when: "last year", "2019"
    is_pledge: bool
    says_also: bool
    of_another_event: bool


def telling(text: str) -> Telling:
    return Telling(
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
    """An article with its figures by sentence, gathered once."""

    article: Article
    index: Passages
    rows: dict[int, list[Figure]]
    values: dict[Sort, dict[Fraction, list[int]]]  # the sentences that state each value of each sort of figure
    things: dict[Span, Thing]
    digits: dict[Span, str]
    aparts: dict[Span, bool]
    tellings: dict[int, Telling]
    nears: dict[Span, dict[str, float]]
    stemmed: dict[int, frozenset[str]]
    """Read for few of the figures and sentences, and kept: the last six fill as they are asked for."""

    def sentence(self, figure: Figure) -> str:
        return self.article.words(self.article.sentences[figure.sentence].span)

    def paragraph(self, figure: Figure) -> str:
        """The first words of the paragraph in which a figure stands."""
        start = self.article.paragraphs[self.article.sentences[figure.sentence].paragraph].span.start
        return self.article.text[start : start + 12]

    def telling(self, figure: Figure) -> Telling:
        found = self.tellings.get(figure.sentence)
        if found is None:
            found = self.tellings[figure.sentence] = telling(self.sentence(figure))
        return found

    def thing(self, figure: Figure) -> Thing:
        found = self.things.get(figure.span)
        if found is None:
            found = self.things[figure.span] = thing(figure)
        return found

    def printed(self, figure: Figure) -> str:
        """Its digits."""
        found = self.digits.get(figure.span)
        if found is None:
            found = self.digits[figure.span] = digits(figure)
        return found

    def is_apart(self, figure: Figure) -> bool:
        """Does it stand among many, or do the words beside it say that it is another than the one before?"""
        found = self.aparts.get(figure.span)
        if found is None:
            found = self.aparts[figure.span] = _crowded(self, figure) or _set_apart(self, figure)
        return found

    def sort(self, figure: Figure) -> Sort:
        """What two figures must have in common to be compared at all."""
        if figure.kind in COUNTS:
            return ("count", self.thing(figure).head)
        return (figure.kind, figure.unit, figure.per)

    def counts_the_same(self, one: Figure, other: Figure) -> bool:
        if not same_measure(one, other):
            return False
        if one.kind not in COUNTS:
            return True
        mine = self.thing(one)
        return bool(mine.head) and same(mine, self.thing(other)) is Sameness.SAME

    def front(self, figure: Figure) -> str:
        """The few words in front of a figure."""
        start = self.article.sentences[figure.sentence].span.start
        return self.article.text[max(start, figure.span.start - 30) : figure.span.start]

    def behind(self, figure: Figure) -> str:
        return self.article.text[figure.span.end : figure.span.end + 30]

    def beside(self, figure: Figure) -> set[str]:
        """The stems of the words around a figure."""
        here = self.index.word_index(figure)
        return {word.stem for word in self.index.sentences[figure.sentence] if abs(word.word_index - here) <= BESIDE}

    def near(self, figure: Figure) -> dict[str, float]:
        """The stems of a figure's sentence, and how near each stands to it."""
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

    def closeness(self, one: Figure, other: Figure) -> float:
        """`passages.closeness` of two figures of one text, read from the other's sentence and its neighbours alone."""
        weights, there = self.index.weights, self.near(other)
        before, behind = self.stems(other.sentence - 1), self.stems(other.sentence + 1)
        whole = found = 0.0
        for stem, near in self.near(one).items():
            weight = near * weights[stem]
            whole += weight
            found += weight * max(
                there.get(stem, 0.0),
                passage_index.PRECEDING_WEIGHT if stem in before else 0.0,
                passage_index.FOLLOWING_WEIGHT if stem in behind else 0.0,
            )
        return found / whole if whole else 0.0

    def fit(self, one: Figure, other: Figure) -> float:
        return min(self.closeness(one, other), self.closeness(other, one))

    def others(self, one: Figure, other: Figure) -> int:
        """How many values besides these two the article states of their sort: the more, the less a likeness says."""
        stated = (self.values.get(each, {}) for each in {self.sort(one), self.sort(other)})
        return max(len(values) - (one.value in values) - (other.value in values) for values in stated)

    def is_only_one_before(self, one: Figure, other: Figure) -> bool:
        """Has the article stated no other value of the sort than `one`, when it comes to the sentence of `other`?"""
        for each in {self.sort(one), self.sort(other)}:
            for value, sentences in islice(self.values.get(each, {}).items(), CROWD):
                if value != one.value and sentences[0] < other.sentence:
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
FEW_OF_THEM = 10
"""A small number told of with "one of the two" may be of a sort of its own: two of five."""


def is_one_fact(story: Story, one: Figure, other: Figure) -> bool:
    """Is the second figure, which differs from the first, meant to state the same?"""
    if is_year(one) or is_year(other) or _at_other_times(story, one, other):
        return False
    if ONE_OF.search(story.front(other)) and (other.value or 0) < FEW_OF_THEM:
        return False
    if not same_measure(one, other) or len({bool(OF_WHOM.match(story.behind(each))) for each in (one, other)}) > 1:
        return False
    how = slip(one, other) if _may_be_slip(story.printed(one), story.printed(other)) else Slip.NONE
    if not _within(one, other, TOO_FAR if how else FAR) or _both_say_both(story, one, other):
        return False
    if is_expected(story.article, one) != is_expected(story.article, other) or _at_other_places(story, one, other):
        return False
    if how is Slip.SWAP or (how is Slip.DIGIT and _is_long(one, other)):
        return _swapped(story, one, other)
    if story.is_apart(one) or story.is_apart(other):
        return False
    if is_parallel(story, one, other) or _alternative(story, one, other):
        return False
    mine, theirs = story.telling(one).periods, story.telling(other).periods
    told = _same_toll(story, one, other)
    if not told and (mine == theirs or not mine or not theirs):
        told = _points_back(story, one, other) or (
            mine == theirs and (_same_words(story, one, other) or _only_two(story, one, other))
        )
    return told and not _accounted_for(story, one, other)


def is_year(figure: Figure) -> bool:
    """A bare "1815" that was not read as a year."""
    return figure.kind is Kind.NUMBER and len(figure.words) == 4 and figure.words[:2] in ("17", "18", "19", "20")


def _at_other_times(story: Story, one: Figure, other: Figure) -> bool:
    """Do their paragraphs begin with two clock times: "2.30pm: Ten engines", "4.15pm: Fourteen engines"?"""
    times = [CLOCK.match(story.paragraph(figure)) for figure in (one, other)]
    return all(times) and len({time.group() for time in times if time}) > 1


def is_expected(article: Article, figure: Figure) -> bool:
    """ "$1.47 a share ... the $1.41 a share that analysts had expected"."""
    bounds = article.sentences[figure.sentence].span
    front = article.text[max(bounds.start, figure.span.start - AHEAD) : figure.span.start]
    behind = article.text[figure.span.end : min(bounds.end, figure.span.end + AHEAD)]
    return bool(EXPECTING.search(front) or EXPECTED.match(behind))


def is_among_others(article: Article, one: Figure, other: Figure) -> bool:
    """ "Reed, 34, and her sons were rescued with two neighbours. All five ...": were more told of than are counted?"""
    if (other.value or 0) <= (one.value or 0):
        return False
    sentence = article.sentences[one.sentence].span
    front = article.text[max(sentence.start, one.span.start - 30) : one.span.start]
    named = any(each.kind is Kind.AGE for each in passage_index.neighbouring_figures(one, article))
    named = named or bool(AND_ANOTHER.match(article.text, one.span.end))  # "five boys and their teacher ... all six"
    return named or (WITH.search(front) is not None and " and " in article.words(sentence))


def _at_other_places(story: Story, one: Figure, other: Figure) -> bool:
    """ "At the fire station 46 people signed ... At the lido 64 people signed", "12 on Elm Road ... 21 on Oak Road"."""
    found = [OPENS_AT.match(story.sentence(figure)) for figure in (one, other)]
    places = [set(WORDS.findall(each[1].lower())) for each in found if each]
    if len(places) > 1 and places[0] - places[1] and places[1] - places[0]:
        return True
    if other.sentence - one.sentence != 1 or DEFINITE.search(story.front(other)):
        return False
    mine, theirs = (set(IN_A_PLACE.findall(story.sentence(figure))) for figure in (one, other))
    return bool(mine and theirs and not mine & theirs) or A_NEW.fullmatch(story.front(other)) is not None


def _within(one: Figure, other: Figure, times: Fraction | int) -> bool:
    """Are both telling, and neither more than so many times the other?"""
    mine, theirs = one.value or Fraction(0), other.value or Fraction(0)
    small, large = sorted((mine.numerator * theirs.denominator, theirs.numerator * mine.denominator))
    if large * times.denominator > times.numerator * small:
        return False
    return max(mine, theirs) > (SMALL if one.kind in COUNTS else 1)


def _may_be_slip(a: str, b: str) -> bool:
    """A look at the digits, to save the reckoning for most pairs."""
    if len(a) == len(b) > 1:
        differing = sum(map(ne, a, b))
        return differing == 1 or (differing == 2 and sorted(a) == sorted(b))
    return abs(len(a) - len(b)) == 1


def _is_long(one: Figure, other: Figure) -> bool:
    """One digit of four or more is another: as telling as a swap."""
    mine, theirs = digits(one).rstrip("0"), digits(other).rstrip("0")
    if one.kind not in (*COUNTS, Kind.MONEY):
        return False  # times of one race and lengths of one street are near each other
    if one.kind is Kind.NUMBER and "." in one.words:
        return False  # so are the times of two who ran it
    return len(mine) == len(theirs) > LONG


def _swapped(story: Story, one: Figure, other: Figure) -> bool:
    """Digits that changed places. In hundreds of thousands of words of news, two independent figures hardly ever do."""
    mine, theirs = story.telling(one).periods, story.telling(other).periods
    if _is_another(story, one) or _is_another(story, other) or (mine and theirs and mine != theirs):
        return False
    if _alternative(story, one, other):
        return False
    if all(len(story.values[story.sort(f)].get(f.value or Fraction(0), ())) > 1 for f in (one, other)):
        return False  # each is told again: two facts
    likeness = same(story.thing(one), story.thing(other)) if one.kind in COUNTS else Sameness.SAME
    fit = story.fit(one, other)
    beside = story.beside(one) & story.beside(other)
    if likeness is Sameness.DIFFERENT:
        return fit >= ALIKE and len(beside) > 1
    long = len(digits(one).strip("0")) >= LONG
    if not long and likeness is Sameness.UNSURE and bool(story.thing(one).head) != bool(story.thing(other).head):
        return False  # "left school at 14", "four of the 41 films"
    if DEFINITE.search(story.front(other)) and story.is_only_one_before(one, other):
        return True
    if long and one.kind in COUNTS and not story.others(one, other):
        return True
    if story.others(one, other) > (MANY_OTHERS if long else FEW):
        return False  # of a price list, or of a report of results, two are near each other by chance
    if long or one.kind is Kind.MONEY:
        return fit >= (ANY if likeness is Sameness.SAME and one.kind in (*COUNTS, Kind.MONEY) else FAINT)
    least = LIKELY if one.kind is Kind.PERCENT else FAINT
    if in_a_list(story, one, other):
        return False
    return fit >= least and bool(beside) and story.others(one, other) <= FEW


def _points_back(story: Story, one: Figure, other: Figure) -> bool:
    """Does "all 18 people", just after, or "the 18 people", "the £4m payment" speak of what was told before?"""
    start = story.article.sentences[other.sentence].span.start
    if OF_THEM.match(story.behind(other)) or not _within(one, other, FAR) or _of_a_place(story, one, other):
        return False
    if PLEDGED.search(story.article.text[start : other.span.start]):
        return False
    front = story.front(other)
    if POINTS_BACK.search(front) and other.kind in COUNTS:
        return other.sentence - one.sentence <= BACK_TO and (
            story.counts_the_same(one, other) or _only_ones(story, one, other)
        )
    if not DEFINITE.search(front) or not story.is_only_one_before(one, other):
        return False
    if other.kind not in COUNTS:
        return _same_matter(story, one, other)
    if story.behind(other).startswith("-"):
        return False  # "the 150-seat aircraft" is an aircraft
    mine, theirs = story.thing(one), story.thing(other)
    return story.counts_the_same(one, other) and mine.fate == theirs.fate and story.fit(one, other) >= FAINT


def _of_a_place(story: Story, one: Figure, other: Figure) -> bool:
    """ "All the four seats in Amethi", where the first was told of no Amethi."""
    place = OF_A_PLACE.match(story.behind(other))
    return place is not None and place[1] not in story.sentence(one)


def _only_ones(story: Story, one: Figure, other: Figure) -> bool:
    """ "Nine miners ... All eleven": are no other persons counted from the one to the other?"""
    head = story.thing(one).head
    if story.thing(other).head or not is_person(head) or is_among_others(story.article, one, other):
        return False  # "she and her sons were rescued with two neighbours"
    here = [f for at in range(one.sentence, other.sentence + 1) for f in story.rows.get(at, ())]
    persons = [f for f in here if f.kind in COUNTS and f.value != 1 and (not f.noun or is_person(story.thing(f).head))]
    return persons == [one, other]


def _same_matter(story: Story, one: Figure, other: Figure) -> bool:
    """Is the noun behind the second ("the £4m payment") what is told beside the first ("will pay £5m")?"""
    named = NAMED.match(story.behind(other))
    if named is None:
        return False
    bounds = story.article.sentences[one.sentence].span
    around = story.article.text[max(bounds.start, one.span.start - 60) : one.span.start]
    around += story.article.text[one.span.end : min(bounds.end, one.span.end + 60)]
    told = {matter(word) for word in WORDS.findall(around) if word.lower() not in passage_index.STOP_WORDS}
    return any(word and word not in passage_index.STOP_WORDS and matter(word) in told for word in named.groups())


def _same_toll(story: Story, one: Figure, other: Figure) -> bool:
    """ "Killed 14 people" and "the 15 victims", "claimed 15 lives", "the death toll stands at 15"."""
    if one.kind not in COUNTS or one.hedge or other.hedge or one.quoted != other.quoted:
        return False
    mine, theirs = thing_in(story.article, one), thing_in(story.article, other)
    if mine.fate != theirs.fate or not mine.fate or {mine.head, theirs.head} - {PERSON, ""}:
        return False
    if mine.modifiers or theirs.modifiers or not _within(one, other, UPDATED):
        return False
    if any(PART_OF.match(story.behind(figure)) for figure in (one, other)):
        return False  # "thirteen of the dead were passengers"
    if any(figure.kind is Kind.NUMBER and "toll" not in story.front(figure) for figure in (one, other)):
        return False  # the number of a heading, a page
    if story.is_apart(one) or story.is_apart(other):
        return False
    return not any(
        story.telling(figure).of_another_event or SOMEWHERE.search(story.sentence(figure)) for figure in (one, other)
    )


def _same_words(story: Story, one: Figure, other: Figure) -> bool:
    """Do the sentences around the two say much the same, of the same people and places?"""
    if not story.counts_the_same(one, other) or names_differ(story, one, other) or story.others(one, other) > FEW:
        return False
    if _is_total_of(story, one, other):
        return False
    fit = story.fit(one, other)
    shared = len(story.beside(one) & story.beside(other))
    if fit < LIKELY or shared < 2:
        return False
    if one.kind is Kind.COUNT and slip(one, other) is Slip.DIGIT:
        return fit >= CLOSE
    if story.telling(one).is_pledge or story.telling(other).is_pledge:
        return False
    if not _within(one, other, FAR) or (one.kind in COUNTS and min(one.value or 0, other.value or 0) <= SMALL):
        return False
    if one.kind in (*COUNTS, Kind.DURATION) and _same_phrase(story, one, other):
        return True
    alone = story.is_only_one_before(one, other) and story.others(one, other) < FEW
    return shared > 2 and alone and one.hedge == other.hedge


def _is_total_of(story: Story, one: Figure, other: Figure) -> bool:
    """Is one of them "a total of", or "also", and the other is not?"""
    return len({bool(TOTAL.search(story.front(f)) or story.telling(f).says_also) for f in (one, other)}) > 1


def in_a_list(story: Story, one: Figure, other: Figure) -> bool:
    """Is the second told in the very next sentence, without pointing back? Then it is the next item of a list."""
    return other.sentence - one.sentence == 1 and not DEFINITE.search(story.front(other))


def _only_two(story: Story, one: Figure, other: Figure) -> bool:
    """Are these the only two of their sort that the article states, near each other and in words of one matter?"""
    if story.others(one, other) or one.hedge != other.hedge or not story.counts_the_same(one, other):
        return False
    if one.kind in COUNTS and min(one.value or 0, other.value or 0) <= SMALL:
        return False
    adjectives = {story.behind(figure).startswith("-") for figure in (one, other)}
    if len(adjectives) > 1 or any(PART_OF.search(story.behind(figure)) for figure in (one, other)):
        return False  # "the 150-seat aircraft" is an aircraft
    if any(story.telling(figure).is_pledge for figure in (one, other)) or names_differ(story, one, other):
        return False
    if _of_a_place(story, one, other) or _is_total_of(story, one, other) or in_a_list(story, one, other):
        return False
    if not story.beside(one) & story.beside(other):
        return False
    fit, gap = story.fit(one, other), other.sentence - one.sentence
    if gap <= NEXT and fit >= FAINT:
        return _within(one, other, TWICE)
    return gap < NEAR and fit >= SLIGHT and _within(one, other, UPDATED)


def _same_phrase(story: Story, one: Figure, other: Figure) -> bool:
    """Is the telling word in front of both the same: "her partner of 25 years"?"""
    fronts = (WORDS.findall(story.front(figure)[-25:].lower())[-4:] for figure in (one, other))
    mine, theirs = (next((word for word in reversed(f) if word not in passage_index.STOP_WORDS), "") for f in fronts)
    return bool(mine) and mine == theirs


def _both_say_both(story: Story, one: Figure, other: Figure) -> bool:
    """Does either sentence state the other's value too: "19 seats out of 24" and "19 out of 24 seats"?"""
    pairs = ((one, other), (other, one))
    return any(beside.value == there.value for here, there in pairs for beside in story.rows[here.sentence])


def is_parallel(story: Story, one: Figure, other: Figure) -> bool:
    """Does something else of a sort stand beside either, with other values: "killed three, hurt 23" and "killed four,
    hurt 20"? Then two facts are told in one form.
    """
    beside: list[dict[object, set[Fraction]]] = []
    for figure in (one, other):
        found: dict[object, set[Fraction]] = defaultdict(set)
        for companion in story.rows[figure.sentence]:
            if companion is not figure and companion.value:
                found[story.thing(companion).fate or story.sort(companion)].add(companion.value)
        beside.append(found)
    return any(not values & beside[1][key] for key, values in beside[0].items() if key in beside[1])


def _alternative(story: Story, one: Figure, other: Figure) -> bool:
    mine, theirs = story.telling(one).words, story.telling(other).words
    return any(mine & words and theirs & words and not mine & theirs & words for words in ALTERNATIVES)


def _accounted_for(story: Story, one: Figure, other: Figure) -> bool:
    """Does the text tell of the difference: three were dismissed, a fourth resigned, "the four"?"""
    apart = abs((one.value or Fraction(0)) - (other.value or Fraction(0)))
    first, last = sorted((one.sentence, other.sentence))
    sentences = [*(range(first, last) if last - first <= CROWD else [first]), *range(last, last + 1 + BACK_TO)]
    for at in sentences:
        if at >= len(story.article.sentences):
            break
        if apart != 1 and any(f.value == apart and f.kind in COUNTS for f in story.rows.get(at, ())):
            return True
        if apart == 1 and one.kind in COUNTS and ONE_MORE.search(story.article.words(story.article.sentences[at].span)):
            return True
    return False


def _is_another(story: Story, figure: Figure) -> bool:
    return bool(ANOTHER.search(story.front(figure)) or APART_AFTER.match(story.behind(figure)))


def _crowded(story: Story, figure: Figure) -> bool:
    """Does the sentence count many things, as tables in prose do, or is this the number of a name ("Euro 6")?"""
    return bool(LABEL.search(story.front(figure))) or len(story.rows[figure.sentence]) > CROWD


def names_differ(story: Story, one: Figure, other: Figure) -> bool:
    """Do the sentences speak of other people or places? The capital of a sentence's first word is no sign of a name."""
    mine, theirs = story.telling(one), story.telling(other)
    return bool(mine.inner and theirs.inner) and not mine.names & theirs.names


def _set_apart(story: Story, figure: Figure) -> bool:
    """Do the words beside a figure say that it is another than the one before, or that it is in a table?"""
    front = story.front(figure)
    return bool(APART_BEFORE.search(front) or CELL.search(front) or APART_AFTER.match(story.behind(figure)))
