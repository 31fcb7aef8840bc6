"""The words that say what a figure measures: the jobless rate, the turnout, the price paid, the strength of a quake.

Two stories word one measure differently ("unemployment of 5 percent", "5 percent out of work"), so their figures are
compared by it. Read from the figure's sentence, within some words of the figure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from checks.figures.calendar_words import MONTH_NAMES
from checks.pattern import pattern
from checks.word_set import word_set

MAX_BEFORE, MAX_AFTER = 110, 60  # characters beside a figure that are searched
PHRASE = 32  # characters beside a figure that belong to its phrase
PHRASE_END = pattern(r"[,;:()—]| (?:after|for stealing|when|while|who|which|that) ")

_MEASURES = {
    "joblessness": r"unemploy\w+|jobless\w*|out of work|without (?:a job|work)"
    r"|(?:looking|searching) for (?:work|a job)|seeking work|job-?seekers",
    "inflation": r"inflation|consumer prices|cost of living|price index",
    "interest": r"(?:interest|lending|key|base|benchmark|mortgage|borrowing) (?:rates?|costs?)",
    "growth": r"""gdp|gross domestic product|economic (?:growth|output)
        econom(?:y|ies) (?:grew|expanded|shrank|contracted)""",
    "turnout": r"turnout|voted|cast (?:a |their )?(?:ballots?|votes?)|went to the polls|electorate",
    "support": r"support\w*|approv\w+|backed|backs|back|favou?r\w*|in favou?r|agreed?|popular\w*|polled",
    "stake": r"stakes?|shareholding|holding|shares? of the company|owns?|owned",
    "share price": r"""shares (?:rose|fell|jumped|dropped|slid|climbed|gained|lost|closed|were)
        stock (?:rose|fell|jumped)""",
    "profit": r"profits?|earnings|earned|net income",
    "loss": r"loss(?:es)?|lost|in the red",
    "revenue": r"revenues?|turnover|sales|takings|took",
    "reduction": r"""cuts?|reduc\w+|lower(?:ed|s|ing)?|less (?:often|likely)|fewer|falls?
        fell|drop(?:s|ped)?|declin\w+|protect\w*|prevent\w*|effective\w*
        efficacy|halv\w+""",
    "price paid": r"""sold|sells?|sale|went (?:for|under)|go(?:es|ing)? for|fetch\w*|hammer|bought|buy\w*|paid|pays?
        acquir\w+|purchas\w+|changed hands|takeover|bid|price""",
    "cost": r"costs?|costing|budget\w*|price tag|worth|spend\w*|spent|bill",
    "grant": r"grants?|awarded|fund(?:s|ed|ing)?|donat\w+|gift|gave|won|secured|subsid\w+",
    "penalty": r"fin(?:e|es|ed)|penalt(?:y|ies)|penalised|penalized",
    "damages": r"damages|compensation|settle(?:d|ment)|payout",
    "theft": r"stole\w*|steal\w*|theft|robb\w+|embezzl\w+|loot\w*|fraud|swindl\w+|defraud\w+|bribes?",
    "money raised": r"rais(?:e|ed|es|ing)|collect\w+|appeal|fundrais\w+",
    "hostages": r"hostages?|captives?|kidnapp\w*|abduct\w*",
    "aboard": r"aboard|on board|passengers and crew|carrying|occupants",
    "attendance": r"""in front of|crowds?|attend\w*|spectators?|fans|audiences?|stadium|arena|concert-?goers|turnout
        visit(?:ed|ors?)|turned (?:out|up)
        (?:through|past|at) the (?:gates?|turnstiles?)
        took part|taken part|take part|taking part|gather\w*|march(?:ed|ers?|ing)|packed|filled|lined|rall(?:y|ied)
        watched|organi[sz]ers|festival-?goers|worshippers|revellers|demonstrat\w+|protest\w*""",
    "evacuation": r"""evacuat\w+|displac\w+|fled|flee\w*|forced from|driven from|had to leave|told to leave
        left their homes""",
    "power cut": r"power|electricity|outages?|blackout|in the dark",
    "jobs lost": r"""redundan\w+|lay-?offs?|laid off|la(?:y|ying) off|job (?:cuts|losses)|shed\w*
        cut\w*|axe\w*|do away with|lose their jobs""",
    "magnitude": r"magnitude|richter|on (?:its|the) scale",
    "snow": r"snow\w*|blizzard|drifts",
    "rain": r"rain\w*|downpour|cloudburst",
    "depth": r"deep|depth|below the surface|underground|beneath",
    "height": r"tall|high|height|summit|peak\w*|storeys?|above",
    "length": r"long|length|runs for",
    "distance": r"away|distance|journey|trek|swam|walked|cycled|off the coast",
    "width": r"wide|width|across|broad",
    "speed": r"winds?|gusts?|speeds?|doing|travelling|traveling",
    "jail term": r"jail\w*|prison|sentenc\w+|behind bars|imprison\w+|custody",
    "ban": r"bann?(?:ed|s)?|suspen\w+|disqualif\w+|barred",
    "delay": r"delay\w*|late|behind schedule|held up|wait\w*",
    "burnt area": r"burn\w*|scorch\w*|charred|destroyed|fires?|blaze|wildfire|flames",
    "seizure": r"seiz\w+|haul|drugs?|cocaine|heroin|cannabis|contraband|impound\w+|confiscat\w+",
    "weight": r"weigh\w*|weight|heavy",
    "finish": r"winning time|finish\w*|crossed the line|completed|won|record|clock\w*",
    "temperature": r"temperatures?|degrees|heat\w*|cold\w*|mercury|thermomet\w+",
}  # fmt: skip
MEASURES = {
    name: pattern(rf"\b(?:{'|'.join(part.strip() for part in words.splitlines())})\b")
    for name, words in _MEASURES.items()
}
"""By measure, its words, in lower case."""


CONTRASTING = word_set(
    """profit loss revenue cost inflation interest growth turnout joblessness stake penalty damages theft depth
    height rain snow speed weight"""
) | {"share price"}
"""Measures of which a figure has one; words of others ("won", "bought", "cut") are said of many things."""
_PERIOD = r"(?:quarter|half|innings|day|round|leg|phase|stage|game|test|week|month)"
_QUALIFIERS = {
    "capacity": r"seats|seating|-seat(?:er)?|capacity|room for|(?:can|could) hold",
    "core": r"core|underlying|excluding|stripping out|not counting",
    "group": r"among (?:those|voters|women|men|people) (?:aged|under|over|between|in)"
    r"|youth|young(?:er)?|under-?\d\ds?|pensioners",
    "population": r"inhabitants|population|home to",
    "estimate": r"estimate[ds]?|valued at|guide price|asking price|reserve price|insured for",
    "average": r"average|mean|median|typical|per (?:head|person|capita)|apiece|each",
    "region": r"(?:district|province|region|county|canton|borough) of|in the (?:north|south|east|west)\w*",
    "court_costs": r"in (?:legal |court )?costs|(?:legal|court) (?:costs|fees)",
    "operating": r"operating|gross|pre-?tax|before tax|adjusted",
    "suspended": r"suspended|minimum (?:term|of)",
    "served": r"served|serving|spent|behind bars for",
    "career": r"for (?:his|her|their) country|career|all-time|international goals",
    "alone": r"alone",
    "new": r"\0[^.,;]{0,12} new(?:ly)? (?:\w+ )?(?:species|cases|infections|deaths|members|orders|customers)",
    "monthly": rf"on the month|month-on-month|from (?:{'|'.join(sorted(MONTH_NAMES))})|monthly",
    "destroyed": r"destroy\w*|flattened|razed|gutted|rubble|burn(?:ed|t) (?:down|to)|demolished|levell?ed",
    "damaged": r"damag\w*",
    "cancelled": r"cancel\w*|scrapp\w*|grounded|called off",
    "delayed": r"delay\w*|held up|running late",
    "asked": r"claim (?:for|of)|demand\w*|want\w*|seek\w*|ask(?:s|ed|ing)? for|press(?:es|ed|ing)? for",
    "offered": r"offer\w*",
    "sold": r"sold|sells?|selling",
    "first": rf"first {_PERIOD}",
    "second": rf"second {_PERIOD}",
    "third": rf"third {_PERIOD}",
    "half": r"half-year|six months|first-half",
    "quarter": r"quarterly|in the (?:latest )?quarter|last quarter",
    "heat": r"heats?|(?:semi|quarter)-?finals?|qualifying",
    "final": r"the final",
    "adults": r"adults?",
    "children": r"children|child|kids",
    "kept": r"keeps?|kept|retain\w*|remaining|still (?:has|owns|holds)",
}
QUALIFIER = pattern("|".join(rf"(?P<{name}>(?<!\w)(?:{words})(?!\w))" for name, words in _QUALIFIERS.items()))
"""Lower-case words that qualify a figure, by kind: a figure that has some is not the one that has none."""
REGION = frozenset(("region",))
SHARES = frozenset(("percent", "points"))
"""Kinds of figures of which each region has its own; others are told of where they happened."""
CONTRARY = (
    frozenset(("destroyed", "damaged")),
    frozenset(("cancelled", "delayed")),
    frozenset(("asked", "offered")),
    frozenset(("sold", "kept")),
    frozenset(("heat", "final")),
    frozenset(("adults", "children")),
    frozenset(("first", "second", "third")),
    frozenset(("half", "second", "third", "quarter")),
)
"""Qualifications that may also go without saying: they tell two figures apart only where each has another."""
STATES = frozenset().union(*CONTRARY)
IN_PHRASE = frozenset(("estimate", "average", "court_costs", "alone", "new", "served"))
"""Qualifications that must stand in the figure's own phrase."""
QUALIFYING = pattern(r"(?:[^\d;]|(?<=under )\d\d|(?<=over )\d\d|(?<=aged )\d\d){0,80}$"), pattern(r"[^\d;]{0,32}")
"""The words before a figure and behind it that may qualify it, up to another figure."""


@lru_cache(maxsize=64)
def _named_in(passage: str) -> tuple[str, ...]:
    """The measures that a sentence in lower case names anywhere: looked for once, however many figures it has."""
    return tuple(name for name, words in MEASURES.items() if words.search(passage))


class NamedMeasures(NamedTuple):
    """The measures that words beside a figure name."""

    near: frozenset[str]
    phrase: frozenset[str]  # those of its own phrase


def qualifiers_of(passage: str, start: int, end: int) -> frozenset[str]:
    """The qualifications in the words around the figure at start:end of its sentence."""
    before, after = QUALIFYING[0].search(passage[max(0, start - MAX_BEFORE) : start]), QUALIFYING[1].match(passage, end)
    words = f"{before.group() if before else ''}\0{after.group() if after else ''}"
    figure = words.index("\0")
    return frozenset(
        found.lastgroup or ""
        for found in QUALIFIER.finditer(words.lower())
        if found.lastgroup not in IN_PHRASE or (found.start() >= figure - PHRASE and found.end() <= figure + PHRASE)
    )


def measures_near(passage: str, start: int, end: int) -> NamedMeasures:
    """The measures that the words beside the figure at start:end of its sentence name."""
    if len(lower := passage.lower()) == len(passage):
        passage = lower
    low, high = max(0, start - MAX_BEFORE), min(len(passage), end + MAX_AFTER)
    near = frozenset(name for name in _named_in(passage) if MEASURES[name].search(passage, low, high))
    before = PHRASE_END.split(passage[max(0, start - PHRASE) : start])[-1]
    after = PHRASE_END.split(passage[end : end + PHRASE])[0]
    phrase = f"{before}\0{after}"  # no word reaches over the figure
    return NamedMeasures(near, frozenset(name for name in near if MEASURES[name].search(phrase)))
