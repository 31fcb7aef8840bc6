"""Decides whether two figures count the same entity: same, different, or unsure.

Every rule that ties two figures together asks here first. What a figure counts is a `CountedEntity`: the class of its
noun ("individuals" and "people" are persons; "arrests" are persons held), the event ("killed", "arrested"; see
`checks.outcome_events`) and the modifiers ("South American"). A noun may be a hyponym of another: men are people, so a
count of men may be a part of a count of people and never contradicts it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache

from checks.budget import spend
from checks.figures.inflection import singular
from checks.model import Article, Figure, Kind, Moment
from checks.outcome_events import EVENT_OF_WORD, are_exclusive, events_near, nearest_event
from checks.passage_index import STOP_WORDS, WORD, stem
from checks.pattern import pattern
from checks.word_set import word_set


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
"""Synonyms in news, by class. A word in two classes would relate unrelated things, so each stands in one."""

PEOPLE_BY_OUTCOME = word_set("dead killed injured wounded dying missing")  # "the dead", after "84 people"
CLASS_OF_WORD = {word: name for name, words in SYNONYMS.items() for word in words.split()}

HYPERNYM = {
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

EVENT_OF_NOUN = {
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
"""Nouns that count persons by an event: arrests, deaths, survivors."""

EVENT_ADJECTIVES = word_set("hurt missing ill sick stuck unharmed unhurt")
"""Words behind a count whose noun is left out, as in headlines: "Nine hurt in coach fire"."""

LIVES_LOST = pattern(
    r"\b(?:claim\w*|cost\w*|los[et]\w*|t(?:ake|aking|ook)) (?:the |at least |more than |about )?$", re.IGNORECASE
)
"""Words before a count of lives that make it a count of the dead."""

TOPIC_OF_WORD = {
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
"""Words that say what a sum, length or duration is about, by topic: "jailed for eight years", "eight-year sentence"."""


def topic_of(word: str) -> str:
    """The topic of a verb or noun beside a figure: the same for all words of TOPIC_OF_WORD's topic, else the stem."""
    word = word.lower()
    return TOPIC_OF_WORD.get(word) or stem(word)


_PERSONS = """
    rebel fan refugee guest thief nurse pilot athlete hostage inmate juvenile pensioner patient relative friend
    neighbour neighbor parent mother father son daughter brother sister twin sibling wife husband spouse couple
    crew briton staff civilian militant insurgent jihadist extremist monk nun priest bishop imam clerk vet medic
    cop guard recruit cadet captive slave native local resident migrant immigrant delegate candidate applicant
    client user survivor witness aide expert scientist doctor lawyer journalist artist actor actress author teen
    schoolgirl schoolboy toddler newborn official witness spectator graduate pilgrim devotee nomad
"""
PERSON_NOUNS = frozenset(_PERSONS.split())
PERSON_ENDINGS = ("er", "or", "ist", "ee", "ant", "ese", "ite", "person", "an")
NOT_PERSON_ENDINGS = ("meter", "metre", "committee", "paper", "letter", "power", "tower", "plant", "quarter", "site")
NOT_PERSON_NOUNS = """
    number order water border winter summer centre center computer theatre theater chapter
    offer layer corner shoulder finger helicopter poster server printer transfer river trailer
    container factor sector motor tractor reactor error floor restaurant tournament grant
    degree guarantee coffee hectare hour disaster encounter
    suite satellite favourite
    elephant tiger panther otter beaver badger hamster oyster lobster spider rooster alligator condor jaguar cormorant
    pheasant pelican toucan orangutan termite parakeet goose geese
    tanker bomber scooter cruiser freighter trawler destroyer carrier airliner liner clipper cutter digger harvester
    bulldozer caravan minivan charger filter freezer burner boiler cooker router scanner sensor monitor detector
    projector elevator escalator generator ventilator simulator calculator indicator speaker skyscraper bunker shelter
    crater glacier boulder flower cucumber pepper burger banner folder locker shutter ladder slipper sweater trouser
    hydrant pendant pollutant covenant ocean organ slogan turban jubilee marquee decree
    corridor meteor tremor mirror razor anchor tumor meteorite cheese sticker tracker voucher teller cluster feeder
    blister bumper heater hammer drawer mortar cylinder
    answer matter chamber career dinner tender merger takeover handover turnover hangover changeover layover leftover
    crossover rollover holdover disorder reminder waiver danger gender manner surrender slaughter laughter
    filibuster register roster semester weather thunder temper wonder blunder maneuver barrier charter
    heist assist twist wrist waist playlist shortlist checklist wishlist blacklist waitlist
    warrant pageant variant constant instant quadrant remnant determinant contaminant lubricant coolant propellant
    stimulant deodorant disinfectant croissant currant
    misdemeanor rumor favor color flavor humor honor odor vapor terror horror metaphor denominator descriptor vector
    harbor interior exterior armor temblor
    rupee levee entree soiree melee pedigree spree chimpanzee manatee lychee
    diocese favorite granite appetite invite dynamite graphite
    cancer fever bladder liver tumour tuber clover ginger lumber timber leather feather whisker butter cider lager
    bean soybean saucepan cardigan catamaran lifespan timespan wingspan trashcan
    launcher howitzer interceptor minesweeper canister chopper copter fryer dryer mixer blender toaster cooler diaper
    laser lever trigger stroller stretcher sneaker zipper wrapper wafer saucer pier sewer sprinkler propeller rotor
    processor compressor refrigerator radiator excavator incinerator respirator defibrillator incubator transistor
    accelerator adapter booster transformer thriller blockbuster bestseller cliffhanger sparkler twister
    outlier prayer cover counter binder ledger buffer marker planter powder shower soccer sweetener wiper
"""
PERSON_ENDING_EXCEPTIONS = frozenset(NOT_PERSON_NOUNS.split()) | VEHICLES
"""Nouns with the ending of a person noun that do not mean persons."""


_ANYTHING = """
    option item case thing piece unit kind type sort form example entry choice candidate group body outfit entity
    place site spot location point area edition time step stage part element project scheme task
"""
GENERIC_NOUNS = frozenset(_ANYTHING.split())
"""Generic nouns that may refer to whatever was named before: "one of 15 options" of 15 cities."""


@dataclass(frozen=True, slots=True)
class CountedEntity:
    """What a figure counts. `head` is "" where the text leaves it out ("18 were directly involved", "111 others")."""

    head: str
    event: str = ""
    modifiers: frozenset[str] = frozenset()


def noun_class(word: str) -> str:
    """The class of a noun with its synonyms: "person" for "individuals", "country" for "nations"; else its singular."""
    word = word.lower()
    return CLASS_OF_WORD.get(word) or CLASS_OF_WORD.get(singular(word)) or singular(word)


def is_person(head: str) -> bool:
    """Whether a noun class means a person: by the tables, else by its ending."""
    return (
        head == PERSON
        or head in PERSON_NOUNS
        or is_kind_of(head, PERSON)
        or (
            len(head) > 4
            and head.endswith(PERSON_ENDINGS)
            and not head.endswith(NOT_PERSON_ENDINGS)
            and head not in PERSON_ENDING_EXCEPTIONS
        )
    )


def may_name(word: str, noun: str) -> bool:
    """Whether a word may name again what a noun counts: "victims" or "the dead" for "84 people".

    >>> may_name("dead", "people"), may_name("victims", "people"), may_name("dead", "shop")
    (True, True, False)
    """
    head = noun_class(noun)
    return bool(noun) and (noun_class(word) == head or (word in PEOPLE_BY_OUTCOME and is_person(head)))


def counts_people(noun: str) -> bool:
    """Whether a noun counts people. Jobs and bodies do, too: "340 posts. Elm loses 185 people, ..."."""
    return noun in JOB_NOUNS or noun == "body" or is_person(noun)


def is_kind_of(part: str, whole: str) -> bool:
    """Whether `whole` is a hypernym of `part`: of "boy", "child" and "person" are."""
    if whole == "vehicle" and part in VEHICLES:
        return True
    hypernym = HYPERNYM.get(part)
    while hypernym and hypernym != whole:
        spend()
        hypernym = HYPERNYM.get(hypernym)
    return hypernym is not None


def counted_entity(figure: Figure) -> CountedEntity:
    """What a figure counts, from its noun and its verb."""
    spend()
    noun = figure.noun
    return _counted_entity(noun.head if noun else None, noun.modifiers if noun else (), figure.predicate or "")


@lru_cache(maxsize=1 << 12)
def _counted_entity(noun: str | None, modifier_words: tuple[str, ...], verb: str) -> CountedEntity:
    event = event_of_verb(verb)
    if noun is None:
        return CountedEntity("", event)
    head = noun_class(noun)
    if head in EVENT_OF_NOUN:
        return CountedEntity(PERSON, EVENT_OF_NOUN[head], frozenset(map(stem, modifier_words)))
    if head in EVENT_ADJECTIVES:
        return CountedEntity("", EVENT_OF_WORD[head])
    events = [EVENT_OF_WORD[word] for word in modifier_words if word in EVENT_OF_WORD]
    modifiers = frozenset(stem(word) for word in modifier_words if word not in EVENT_OF_WORD)
    return CountedEntity(head, event or (events[0] if events else ""), modifiers)


def counted_entity_in(article: Article, figure: Figure) -> CountedEntity:
    """What a figure counts, with the event taken from its sentence where its own words do not name one."""
    entity = counted_entity(figure)
    if entity.head == "life" and LIVES_LOST.search(article.text, max(0, figure.span.start - 30), figure.span.start):
        return replace(entity, head=PERSON, event="dead")
    if entity.event or figure.kind not in (Kind.COUNT, Kind.NUMBER):
        return entity
    sentence = article.sentences[figure.sentence].span
    return replace(entity, event=nearest_event(events_near(article.text, sentence, figure.span)))


def event_of_verb(verb: str) -> str:
    """The event that a verb names, given as its lemma or stem; "" if it names none."""
    forms = (verb, f"{verb}d", f"{verb}ed", f"{verb}s")
    return next((EVENT_OF_WORD[form] for form in forms if form in EVENT_OF_WORD), "")


def same_unit(first: Figure, second: Figure) -> bool:
    """Whether both figures are stated in one unit, so that they may be added or compared at all."""
    spend()
    if first.kind is Kind.COUNT or second.kind is Kind.COUNT:
        return first.kind in (Kind.COUNT, Kind.NUMBER) and second.kind in (Kind.COUNT, Kind.NUMBER)
    return first.kind is second.kind and first.unit == second.unit and first.per == second.per


def compare_figures(first: Figure, second: Figure) -> Sameness:
    """Compares what two figures count and in which unit; the context is for the rule to weigh."""
    if not same_unit(first, second):
        return Sameness.DIFFERENT
    return compare_entities(counted_entity(first), counted_entity(second))


def compare_entities(first: CountedEntity, second: CountedEntity) -> Sameness:
    """Compares two counted entities by event, noun and modifiers."""
    if first.event and second.event and first.event != second.event:
        return Sameness.DIFFERENT
    if not first.head or not second.head:
        return Sameness.UNSURE
    if first.head != second.head:
        related = is_kind_of(first.head, second.head) or is_kind_of(second.head, first.head)
        persons = PERSON in (first.head, second.head) and is_person(first.head) and is_person(second.head)
        return Sameness.UNSURE if related or persons else Sameness.DIFFERENT
    if first.modifiers <= second.modifiers or second.modifiers <= first.modifiers:
        return Sameness.SAME
    return Sameness.UNSURE


AFTER_ORDINAL = pattern(
    r"(?:[ -]+(?:successive|consecutive|straight))?[ -]+([^\W\d_]+)(?:[ -]+([^\W\d_]+))?", re.IGNORECASE
)


def ordered_nouns(figure: Figure, article: Article) -> frozenset[str]:
    """The stems of the two words behind an ordinal, which say what it orders: "fourth term", "third longest match"."""
    match = AFTER_ORDINAL.match(article.text, figure.span.end)
    words = [word for word in match.groups() if word and word.lower() not in STOP_WORDS] if match else []
    # In a title ("the 8th Holm Film Days") the noun comes last, and generic nouns such as "edition" say nothing.
    names_order = words and not words[0][0].isupper() and words[0].lower() not in GENERIC_NOUNS
    return frozenset(map(topic_of, words)) if names_order else frozenset()


COMPARISON_WORDS = frozenset(("more", "fewer", "less", "further", "extra"))
"""Words behind a count that compare it and are not what it counts: "six fewer than before"."""


JOB_NOUNS = word_set("job post role position")
"""Nouns that are counted for the people who have the jobs: "350 of its 2,800 jobs", "employs 2,800 people"."""


def entity_agreement(figure: Figure, other: Figure, target: Article, source: Article) -> int:
    """1 if both count the same entity, -1 if they do not, 0 if unknown. Events are not compared."""
    if figure.kind is Kind.ORDINAL and other.kind is Kind.ORDINAL:
        figure_order, other_order = ordered_nouns(figure, target), ordered_nouns(other, source)
        return 0 if not figure_order or not other_order else 1 if figure_order & other_order else -1
    entity, other_entity = counted_entity(figure), counted_entity(other)
    if not entity.head or not other_entity.head or not COMPARISON_WORDS.isdisjoint((entity.head, other_entity.head)):
        return 0
    if entity.head == other_entity.head or stem(entity.head) == stem(other_entity.head):
        return 1
    if all(is_person(each.head) or each.head in JOB_NOUNS for each in (entity, other_entity)):
        return 0
    if is_kind_of(entity.head, other_entity.head) or is_kind_of(other_entity.head, entity.head):
        return 0
    if stem(entity.head) in other_entity.modifiers or stem(other_entity.head) in entity.modifiers:
        return 0
    if entity.head in GENERIC_NOUNS or other_entity.head in GENERIC_NOUNS:
        return 0
    if figure.kind not in (Kind.COUNT, Kind.NUMBER) and _mentions(source, other, entity.head):
        return 0  # "of the film's profit", "of the profit from the film": either noun may be the head
    return -1


def _mentions(article: Article, figure: Figure, head: str) -> bool:
    """Whether a figure's sentence has this noun within a few words behind the figure."""
    end = min(figure.span.end + 60, article.sentences[figure.sentence].span.end)
    return stem(head) in map(stem, WORD.findall(article.text, figure.span.end, end))


def may_be_part(part: Figure, whole: Figure) -> bool:
    """Whether the first may count some of what the second counts: men of people, £18m of £54m."""
    if not same_unit(part, whole):
        return False
    if part.kind not in (Kind.COUNT, Kind.NUMBER):
        return True
    part_entity, whole_entity = counted_entity(part), counted_entity(whole)
    if are_exclusive(part_entity.event, whole_entity.event):
        return False
    if (
        not part_entity.head
        or not whole_entity.head
        or part_entity.head == whole_entity.head
        or is_kind_of(part_entity.head, whole_entity.head)
    ):
        return True
    return is_person(part_entity.head) and is_person(whole_entity.head)


def compare_periods(first: Moment, second: Moment) -> Sameness:
    """Compares the year, month, day and weekday of two moments, as far as both state them."""
    pairs = (
        (first.year, second.year),
        (first.month, second.month),
        (first.day, second.day),
        (first.weekday, second.weekday),
    )
    stated = [(a, b) for a, b in pairs if a is not None and b is not None]
    if any(a != b for a, b in stated):
        return Sameness.DIFFERENT
    return Sameness.SAME if stated and first.granularity is second.granularity else Sameness.UNSURE
