"""The words beside a figure that say how it is meant: some of a whole, an earlier value, one that has changed."""

from __future__ import annotations

import re

from checks.pattern import pattern


def _words(lines: str, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    """A pattern of the alternatives of several lines."""
    alternatives = "|".join(line.strip() for line in lines.strip().splitlines())
    return pattern(f"{before}(?:{alternatives}){after}", re.IGNORECASE)


PARTIAL_AFTER = pattern(
    r"(?: (?!out\b)[a-z-]+){0,2} (?:of (?:the|them|those|these|whom|which|its|his|her|their)|others?|more)\b",
    re.IGNORECASE,
)
"""After a figure that counts some of a whole: "six of them"."""
PARTIAL_BEFORE = _words(
    """
    another|other|further|additional|extra|next|every|each|per
    including|include[ds]?|among (?:them|whom)|of (?:them|whom)
    the (?:last|first|final|other|remaining)
    """,
    after=r"(?: (?:about|some|at least))? ?$",
)
EARLIER = _words(
    """
    up|down|rather than|instead of|than|compared with|compared to|against|from|previous(?:ly)?|earlier
    original(?:ly)?|initial(?:ly)?|a year (?:ago|earlier)|last (?:year|season|month|week)
    record of|mark of|peak of|costed at|had been|not
    """,
    after=r" (?:an? |the |about |some |its )?$",
)
"""Before a figure that a newer one has replaced: "up from 12"."""
POSTPONED = _words(
    "rather than|instead of|original(?:ly)?|initial(?:ly)?|previous(?:ly)?|not|(?:moved|back|forward|postponed) from",
    after=r" (?:an? |the |for |on |set for |planned for |scheduled for )*$",
)
"""Before a date that no longer holds."""
ELSEWHEN = _words(
    r"""
    a year (?:ago|earlier|before)|last (?:year|season|month|week|time|summer|winter|spring|autumn)
    the (?:day|night) before
    (?:the )?previous|old record|in (?:19|20)\d\d|since (?:19|20)\d\d|ago|earlier (?:this|that)|by 20\d\d
    next (?:year|season|month)(?!['’]s)
    """
)
"""Beside a figure of another time."""
SUBCLAUSE = pattern(
    r"[;:—]| (?:after|when|while|before|but|who|which|that|to (?!(?:an?|the|about|some|around|just|only"
    r"|nearly|almost|over|under|more|less|fewer|at|as|between|record)\b)(?=[a-z]))\b ?",
    re.IGNORECASE,
)
"""Where another clause begins, which a phrase of time before it does not belong to: "since 1986 after a 3-1 win"."""
INTERIM = _words(
    r"""
    half-?time|the break|led|lead|ahead|made it|set|sets|quarter|interval|first half
    equalised|equalized|level|deficit|last (?:year|season|month|week|time)|previous|earlier|in (?:19|20)\d\d
    had (?:[a-z]+ed|won|beaten|lost)|panel|committee
    """
)
"""In the clause of a score that is not the result."""
LEG = _words("legs?|aggregate|reverse fixture")
"""In the sentence of a score of which there are two."""
EXTREME = _words(
    """
    (?:lowest|highest|worst|best|fewest|most|largest|smallest|hardest[- ]hit|strongest|weakest)
    """,
    before=r"\b(?:was|were|is|are|had) (?:the )?",
    after=r" ?(?:in|among|for|at|with|of) [^.;]{0,50}$",
)
"""Before the figure of one part among many: "unemployment was lowest in the south, at 3 percent"."""
PLANNED = _words(
    r"""
    (?:plans?|planned|planning|hop(?:es|ing)|wants?|due|scheduled) (?:for|to|an?|another|its|their)
    (?:an?|the) (?:larger|bigger|smaller|second|further|follow-up|new) (?:trial|study|survey|test|round|phase|scheme)
    """,
    after=r"\b[^.;]{0,50}$",
)
"""Before a figure of something that is yet to come."""
POSSIBLE = _words(
    r"""
    up to|faces?|could|may|might|maximum|at most|as many as|would|threat\w*|sought|seeking|asked for
    demand\w*|claim (?:for|of)|wants?|seeks?|probably|likely
    predict\w*|economists|recommended|carries|expect\w*|forecast\w*|target(?: of)?|goal of|if
    """
)
"""Before a figure that is a bound or a wish."""
POSSIBLE_DAY = _words("could|may|might|if|as early as|no later than|by|until|hop\\w+|want\\w*")
"""Before a date that is one."""
RISEN = _words(
    """
    (?:rose|risen|rises|rising|grew|grown|grows|climbed|increased|jumped|fell|fallen|dropped) (?:again )?(?:to|from|by)
    (?:cut|reduced|lowered|raised|lifted) (?:to|from|by|up|down|its|their|his|her|the)
    (?:up|down) (?:to|from|by)|doubled|tripled|(?:ha[sd]|have) (?:risen|grown|climbed|increased|fallen|dropped)
    """,
    after=r"[^.;,]{0,40}$",
)
"""Before a figure of a later story that has grown or shrunk; and behind it."""
RISEN_FROM = pattern(r"[^.;]{0,25}\b(?:up|down|rising|increased?|compared) (?:from|with)\b", re.IGNORECASE)
REVISED = _words(
    """
    (?:moved|revised) (?:to|from|by|up|down|its|their|his|her|the)
    sweetened|revised|updated|corrected|now (?:at|stands?|covers?|totals?|put|says?|confirmed)
    extend(?:ed)?|lengthen(?:ed)?|shorten(?:ed)?|overturned (?:on|by|the|a|his|her)
    postponed|brought forward|put back|rescheduled
    died (?:overnight|later|of (?:their|his|her))|more bodies|succumbed|rather than|instead of
    final (?:count|tally|toll|results?)|complete (?:returns|count|results)
    earlier (?:said|reported|put|count|figures?|estimates?|toll)|(?:had|have) (?:earlier|previously|first) (?:said|put)
    """
)
"""Beside a figure of a later story that has changed."""
PROVISIONAL = _words(
    """
    so far|at least|preliminary|provisional(?:ly)?|uncounted|precincts reporting|not (?:yet )?contained
    (?:early|first|initial|partial) (?:counts?|estimates?|figures?|returns|results|reports?)
    (?:expected|feared|likely) to (?:rise|grow|climb|increase)|(?:could|may|might) (?:rise|grow|climb|increase)
    still (?:being counted|searching|missing|burning|trapped)
    """
)
"""In the sentence of an earlier story's figure that is not final."""
_SAYING = r"(?:says?|said|claim(?:s|ed)?|puts?|estimat(?:es?|ed)|count(?:s|ed)?|reckon(?:s|ed)?|report(?:s|ed)?|spoke)"
_PARTISANS = (
    r"(?:organi[sz]ers?|unions?|opposition|activists?|campaigners?|rebels?|separatists?|insurgents?|protest[eo]rs?"
    r"|critics?|strikers?|rights groups?|witnesses|residents)"
)
_OFFICIALS = (
    r"(?:police|officials?|authorit(?:y|ies)|ministry|minister|government|army|military|company|management|governor|mayor"
    r"|prosecutors?|council|spokes(?:man|woman|person))"
)


def _sayer(who: str) -> re.Pattern[str]:
    """A pattern of somebody who gives a figure: "the union said", "according to police"."""
    return pattern(
        rf"\b{who}(?: [a-z]+)?,? {_SAYING}\b|\b(?:according to|{_SAYING}(?: by)?) (?:the )?(?:[\w-]+ )?{who}\b",
        re.IGNORECASE,
    )


_SAYS = r"(?:said|says|say|claims?|claimed|reckons?|estimates?|estimated|puts?|reported|reports)"
SAYER = pattern(rf"\b((?:[\w'’-]+ ){{0,3}}[\w'’-]+),? {_SAYS}\b|\baccording to ((?:[\w'’-]+ ){{0,3}}[\w'’-]+)")
"""Up to four words that may name who gives a figure."""
MAX_LETTERS = 3  # of words that name nobody
POLL = pattern(
    r"\b([A-Z]\w+)(?:'s|’s)? (?:opinion )?(?:poll|survey)\b"
    r"|\b(?:poll|survey)\b[^.;]{0,30}? (?:by|from|of) (?:the )?([A-Z]\w+)"
    r"|\b([A-Z]\w+) (?:asked|polled|surveyed|interviewed)\b"
)
"""A poll and who has taken it."""
PARTISAN, OFFICIAL = _sayer(_PARTISANS), _sayer(_OFFICIALS)
"""In the sentence of a figure that one side gives: the other side's is another, and no contradiction."""


def is_of_another_time(before: str, after: str) -> bool:
    """Whether the words of its sentence before a figure, or those behind it, give it another time than the report's.

    A phrase between commas does not: "in 2020" says nothing of the sum in "the firm whose dam burst in 2020, had
    offered $2 million", but it does in "In 2020, the firm offered $2 million".
    """
    opening, *others = SUBCLAUSE.split(before)[-1].split(",")
    if others and ELSEWHEN.match(opening):
        return True
    beside = ELSEWHEN.search((others or [opening])[-1][-40:])
    return bool(beside and not beside.group().lower().startswith("since")) or bool(ELSEWHEN.search(after[:30]))


def sayers_in(passage: str) -> frozenset[str]:
    """The words of a sentence, in lower case, that name who says it: "union", "federation"."""
    found = [match[1] or match[2] for match in SAYER.finditer(passage)]
    return frozenset(word.lower() for words in found for word in words.split() if len(word) > MAX_LETTERS)


def source_of(passage: str, poll: re.Match[str] | None) -> str:
    """Who gives the figures of a sentence, as in `Fact`: who has taken a poll, one side, or the authorities."""
    if poll:
        return (poll[1] or poll[2] or poll[3]).lower()
    return "partisan" if PARTISAN.search(passage) else "official" if OFFICIAL.search(passage) else ""


def own_clause(passage: str, start: int, end: int) -> str:
    """The words of a sentence that are of one clause with the figure at start:end."""
    return SUBCLAUSE.split(passage[:start])[-1] + passage[start:end] + SUBCLAUSE.split(passage[end:])[0]
