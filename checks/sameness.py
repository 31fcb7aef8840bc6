"""Do two statements speak of the same thing? Same, different, or unsure.

Every rule that ties two figures together asks here first. What a figure speaks of is a `Thing`: the noun counted, as
one with its synonyms ("individuals" and "people" are persons; "arrests" are persons held), what befell it ("killed",
"arrested"; see `checks.outcome_events`) and the words that narrow it ("South American"). A noun may be a kind of
another: men are people, so a count of men may be a part of a count of people and is never a contradiction of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from checks.budget import spend
from checks.model import Article, Figure, Kind, Moment
from checks.outcome_events import FATE, excludes, fates, nearest
from checks.passage_index import STOP_WORDS, WORD, stem
from checks.pattern import pattern


class Sameness(StrEnum):
    SAME = "same"
    DIFFERENT = "different"
    UNSURE = "unsure"


PERSON = "person"

SYNONYMS = {
    "person": """person people persons individual individuals human humans folk folks soul victim victims casualty
        casualties others other suspect suspects member members aboard""",
    "man": "man men male males gentleman gentlemen",
    "woman": "woman women female females lady ladies",
    "boy": "boy boys",
    "girl": "girl girls",
    "child": "child children kid kids youngster youngsters minor minors infant infants baby babies",
    "teenager": "teenager teenagers teen teens youth youths",
    "adult": "adult adults grown-up grown-ups",
    "officer": "officer officers policeman policemen policewoman policewomen constable constables",
    "soldier": "soldier soldiers troop troops serviceman servicemen",
    "worker": "worker workers employee employees staff labourer labourers laborer laborers",
    "job": "job jobs post posts position positions role roles",
    "student": "student students undergraduate undergraduates",
    "pupil": "pupil pupils schoolchild schoolchildren",
    "country": "country countries nation nations",
    "state": "state states",
    "company": "company companies firm firms business businesses corporation corporations",
    "car": "car cars automobile automobiles",
    "vehicle": "vehicle vehicles",
    "home": "home homes house houses household households property properties",
    "accident": "accident accidents crash crashes collision collisions",
    "match": "match matches game games fixture fixtures fight fights bout bouts",
    "lawmaker": "mp mps lawmaker lawmakers legislator legislators deputy deputies",
    "film": "film films movie movies",
    "shop": "shop shops store stores outlet outlets branch branches",
    "airline": "airline airlines carrier carriers",
    "bank": "bank banks lender lenders",
    "prison": "prison prisons jail jails",
    "protester": "protester protesters protestor protestors demonstrator demonstrators marcher marchers",
    "attacker": "attacker attackers assailant assailants gunman gunmen",
    "firefighter": "firefighter firefighters fireman firemen",
    "prize": "prize prizes award awards trophy trophies",
    "city": "city cities town towns",
    "year": "year years",
    "visitor": "visitor visitors",
}
"""Words that news uses for one another. A word of two classes would tie what does not belong together: none is."""

CLASS = {word: name for name, words in SYNONYMS.items() for word in words.split()}

KIND_OF = {
    "state": "country",  # or a part of one, as in America
    "man": PERSON,
    "woman": PERSON,
    "child": PERSON,
    "teenager": PERSON,
    "adult": PERSON,
    "boy": "child",
    "girl": "child",
    "officer": PERSON,
    "soldier": PERSON,
    "worker": PERSON,
    "student": PERSON,
    "pupil": "child",
    "lawmaker": PERSON,
    "visitor": PERSON,
    "son": PERSON,
    "daughter": PERSON,
    "brother": PERSON,
    "sister": PERSON,
    "friend": PERSON,
    "priest": PERSON,
    "spy": PERSON,
    "thief": PERSON,
    "guest": PERSON,
    "crew": PERSON,
    "fugitive": PERSON,
    "detective": PERSON,
    "executive": PERSON,
    "relative": PERSON,
    "captive": PERSON,
    "bishop": PERSON,
    "judge": PERSON,
    "car": "vehicle",
}

VEHICLES = frozenset(
    ("pickup", "van", "lorry", "truck", "suv", "sedan", "coupe", "saloon", "hatchback", "bus", "coach", "motorcycle")
)

FATED = {
    "arrest": "held",
    "detention": "held",
    "detainee": "held",
    "prisoner": "held",
    "death": "dead",
    "fatality": "dead",
    "killing": "dead",
    "murder": "dead",
    "dead": "dead",
    "injury": "hurt",
    "injured": "hurt",
    "wounded": "hurt",
    "conviction": "convicted",
    "survivor": "safe",
}
"""Nouns that count persons by what befell them."""

LIVES = pattern(
    r"\b(?:claim\w*|cost\w*|los[et]\w*|t(?:ake|aking|ook)) (?:the |at least |more than |about )?$", re.IGNORECASE
)
"""Words with which a count of lives is one of the dead."""

MATTERS = {
    word: name
    for name, words in {
        "jail": "jail jailed jailing sentence sentenced sentences imprisoned imprisonment prison term bars",
        "pay": "pay pays paid paying payment payout payments payouts settle settled settlement compensation damages",
        "rise": """rise rises rose risen rising increase increased increases climb climbed jump jumped growth grew grow
            hike surge surged soared""",
        "fall": "fall falls fell fallen falling drop dropped drops decline declined decrease decreased slump slumped",
        "sale": """deal takeover acquire acquired acquisition buy buys bought purchase purchased merger sale sold sell
            price fee transfer signed signing""",
        "fine": "fine fined fines penalty penalties",
        "fund": "grant grants funding fund funds funded donation donated",
        "weigh": "weight weigh weighs weighed weighing heavy",
        "long": "long length stretch",
        "high": "tall high height",
        "far": "distance away journey trip",
        "marry": "marriage married marry wed wedding",
        "walkout": "strike strikes walkout walkouts stoppage stoppages",
        "ban": "ban banned suspended suspension barred",
        "serve": "career service served serve tenure reign spell worked work",
    }.items()
    for word in words.split()
}
"""Words by which a sum, a length or a time is told again: "jailed for eight years", "the eight-year sentence"."""


def matter(word: str) -> str:
    """What a verb or noun beside a figure is about, folded with the words that tell of the same."""
    word = word.lower()
    return MATTERS.get(word) or stem(word)


_PERSONS = """
    rebel fan refugee guest thief nurse pilot athlete hostage inmate juvenile pensioner patient relative friend
    neighbour neighbor parent mother father son daughter brother sister twin sibling wife husband spouse couple
    crew briton staff civilian militant insurgent jihadist extremist monk nun priest bishop imam clerk vet medic
    cop guard recruit cadet captive slave native local resident migrant immigrant delegate candidate applicant
    client user survivor witness aide expert scientist doctor lawyer journalist artist actor actress author teen
    schoolgirl schoolboy toddler newborn official witness spectator graduate
"""
PERSONS = frozenset(_PERSONS.split())
PERSON_ENDINGS = ("er", "or", "ist", "ian", "ee", "ant", "man", "woman", "ese", "ite", "person", "voter", "an")
NOT_PERSONS = """
    number order paper letter water border winter summer quarter centre center tower computer theatre theater chapter
    offer power tier layer corner shoulder finger helicopter newspaper poster server printer transfer river trailer
    container factor sector motor tractor reactor error door floor plant restaurant tournament grant committee fee
    degree tree guarantee coffee can loan plan ban van clan pan scan span hectare hour metre meter disaster encounter
    website site campsite suite satellite favourite opposite composite
    elephant tiger panther otter beaver badger hamster oyster lobster spider rooster alligator condor jaguar cormorant
    pheasant pelican toucan orangutan termite parakeet ant goose geese
    tanker bomber scooter cruiser freighter trawler destroyer carrier airliner liner clipper cutter digger harvester
    bulldozer caravan van minivan charger filter freezer burner boiler cooker router scanner sensor monitor detector
    projector elevator escalator generator ventilator simulator calculator indicator speaker skyscraper bunker shelter
    crater glacier boulder flower cucumber pepper burger banner folder locker shutter ladder slipper sweater trouser
    hydrant pendant pollutant implant transplant covenant ocean organ slogan turban jubilee marquee decree knee
    corridor meteor tremor mirror razor anchor tumor meteorite cheese sticker tracker voucher teller cluster feeder
    blister bumper heater hammer drawer mortar cylinder computer
"""
UNLIKE_PERSONS = frozenset(NOT_PERSONS.split())
"""Nouns with the ending of a word for a person that are none."""


_ANYTHING = """
    option item case thing piece unit kind type sort form example entry choice candidate group body outfit entity
    place site spot location point area edition time step stage part element project scheme task
"""
ANYTHING = frozenset(_ANYTHING.split())
"""Nouns that stand for whatever was named before: "one of 15 options", of 15 cities."""


@dataclass(frozen=True, slots=True)
class Thing:
    """What a figure counts: `head` "" where the text leaves it out ("18 were directly involved", "111 others")."""

    head: str
    fate: str = ""
    modifiers: frozenset[str] = frozenset()


def noun_class(word: str) -> str:
    """A noun folded with its synonyms: "individuals" is "person", "nations" is "country"."""
    word = word.lower()
    return CLASS.get(word) or CLASS.get(_singular(word)) or _singular(word)


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) else word


def is_person(head: str) -> bool:
    """Is this a word for a person? By the table, else by its ending; unknown words are none."""
    return (
        head == PERSON
        or head in PERSONS
        or is_kind_of(head, PERSON)
        or (len(head) > 4 and head.endswith(PERSON_ENDINGS) and head not in UNLIKE_PERSONS)
    )


def is_kind_of(part: str, whole: str) -> bool:
    """Is every one of the first also one of the second: are boys children, are children people?"""
    if whole == "vehicle" and part in VEHICLES:
        return True
    above = KIND_OF.get(part)
    while above and above != whole:
        spend()
        above = KIND_OF.get(above)
    return above is not None


def thing(figure: Figure) -> Thing:
    """What a figure counts, as far as its noun and its verb tell."""
    spend()
    noun = figure.noun
    return _thing(noun.head if noun else None, noun.modifiers if noun else (), figure.predicate or "")


@lru_cache(maxsize=1 << 12)
def _thing(noun: str | None, said_of_it: tuple[str, ...], verb: str) -> Thing:
    fate = fate_of(verb)
    if noun is None:
        return Thing("", fate)
    head = noun_class(noun)
    if head in FATED:
        return Thing(PERSON, FATED[head], frozenset(map(stem, said_of_it)))
    fates = [FATE[word] for word in said_of_it if word in FATE]
    modifiers = frozenset(stem(word) for word in said_of_it if word not in FATE)
    return Thing(head, fate or (fates[0] if fates else ""), modifiers)


def thing_in(article: Article, figure: Figure) -> Thing:
    """What a figure counts, its fate read from its sentence where its own words do not tell it."""
    own = thing(figure)
    if own.head == "life" and LIVES.search(article.text, max(0, figure.span.start - 30), figure.span.start):
        return replace(own, head=PERSON, fate="dead")
    if own.fate or figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return own
    sentence = article.sentences[figure.sentence].span
    return replace(own, fate=nearest(fates(article.text, sentence, figure.span)))


def fate_of(verb: str) -> str:
    """The fate that a verb names, given in any form: "free", "freed" and "frees" are one."""
    forms = (verb, f"{verb}d", f"{verb}ed", f"{verb}s")
    return next((FATE[form] for form in forms if form in FATE), "")


def same_measure(one: Figure, other: Figure) -> bool:
    """Are both stated in one unit, so that they may be added or compared at all?"""
    spend()
    if one.kind is Kind.COUNT or other.kind is Kind.COUNT:
        return one.kind in (Kind.COUNT, Kind.NUMBER) and other.kind in (Kind.COUNT, Kind.NUMBER)
    return one.kind is other.kind and one.unit == other.unit and one.per == other.per


def same_thing(one: Figure, other: Figure) -> Sameness:
    """Do two figures state the same quantity, going by what they count? Context is for the rule to weigh."""
    if not same_measure(one, other):
        return Sameness.DIFFERENT
    return same(thing(one), thing(other))


def same(one: Thing, other: Thing) -> Sameness:
    if one.fate and other.fate and one.fate != other.fate:
        return Sameness.DIFFERENT
    if not one.head or not other.head:
        return Sameness.UNSURE
    if one.head != other.head:
        related = is_kind_of(one.head, other.head) or is_kind_of(other.head, one.head)
        persons = PERSON in (one.head, other.head) and is_person(one.head) and is_person(other.head)
        return Sameness.UNSURE if related or persons else Sameness.DIFFERENT
    if one.modifiers <= other.modifiers or other.modifiers <= one.modifiers:
        return Sameness.SAME
    return Sameness.UNSURE


ORDERED = pattern(r"(?:[ -]+(?:successive|consecutive|straight))?[ -]+([^\W\d_]+)(?:[ -]+([^\W\d_]+))?", re.IGNORECASE)


def ordered(figure: Figure, article: Article) -> frozenset[str]:
    """The stems of the two words behind an ordinal, which say what it orders: "fourth term", "third longest match"."""
    found = ORDERED.match(article.text, figure.span.end)
    words = [word for word in found.groups() if word and word.lower() not in STOP_WORDS] if found else []
    # Of a title ("the 8th Holm Film Days") the noun comes last, and of "edition" and "time" anything is one.
    told = words and not words[0][0].isupper() and words[0].lower() not in ANYTHING
    return frozenset(map(matter, words)) if told else frozenset()


NO_THINGS = frozenset(("more", "fewer", "less", "further", "extra"))
"""What stands behind a count and says how it compares, not what it counts: "six fewer than before"."""


JOBS = frozenset("job post role position".split())
"""Counted for the people who have them: "350 of its 2,800 jobs", "employs 2,800 people"."""


def same_counted(figure: Figure, other: Figure, target: Article, source: Article) -> int:
    """Do both count the same thing? 1 yes, -1 no, 0 cannot be told. What befell those counted is asked elsewhere."""
    if figure.kind is Kind.ORDINAL and other.kind is Kind.ORDINAL:
        mine_of, theirs_of = ordered(figure, target), ordered(other, source)
        return 0 if not mine_of or not theirs_of else 1 if mine_of & theirs_of else -1
    mine, theirs = thing(figure), thing(other)
    if not mine.head or not theirs.head or not NO_THINGS.isdisjoint((mine.head, theirs.head)):
        return 0
    if mine.head == theirs.head or stem(mine.head) == stem(theirs.head):
        return 1
    if all(is_person(one.head) or one.head in JOBS for one in (mine, theirs)):
        return 0
    if is_kind_of(mine.head, theirs.head) or is_kind_of(theirs.head, mine.head):
        return 0
    if stem(mine.head) in theirs.modifiers or stem(theirs.head) in mine.modifiers:
        return 0
    if mine.head in ANYTHING or theirs.head in ANYTHING:
        return 0
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) and _mentions(source, other, mine.head):
        return 0  # "of the film's profit", "of the profit from the film": which noun is the thing, grammar cannot tell
    return -1


def _mentions(article: Article, figure: Figure, head: str) -> bool:
    """Does a figure's sentence have this noun within a few words behind it?"""
    end = min(figure.span.end + 60, article.sentences[figure.sentence].span.end)
    return stem(head) in map(stem, WORD.findall(article.text, figure.span.end, end))


def may_be_part(part: Figure, whole: Figure) -> bool:
    """Can the first count some of what the second counts: men of people, Cadillacs of vehicles, £18m of £54m?"""
    if not same_measure(part, whole):
        return False
    if part.kind not in (Kind.COUNT, Kind.NUMBER):
        return True
    a, b = thing(part), thing(whole)
    if excludes(a.fate, b.fate):
        return False
    if not a.head or not b.head or a.head == b.head or is_kind_of(a.head, b.head):
        return True
    return is_person(a.head) and is_person(b.head)


def same_period(one: Moment, other: Moment) -> Sameness:
    """Do two moments name one period, as far as both say it?"""
    pairs = ((one.year, other.year), (one.month, other.month), (one.day, other.day), (one.weekday, other.weekday))
    stated = [(a, b) for a, b in pairs if a is not None and b is not None]
    if any(a != b for a, b in stated):
        return Sameness.DIFFERENT
    return Sameness.SAME if stated and one.granularity is other.granularity else Sameness.UNSURE
