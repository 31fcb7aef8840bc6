"""A number is broken down into its parts right beside it, and the parts do not add up to it.

Compares "640 jobs, 410 in Derby and 230 in Hull", "64 witnesses: 41 residents and 23 officials", "17 boats (nine new,
five old and three rebuilt)", "1,860 shelters, of which 1,320 are run by one firm and 540 by another" and "420 pupils
sat it; 378 passed and 42 failed". Nothing says explicitly that the row is complete, yet every reader will add it up.
(Parts in the sentences after the number are for the rule `equation`.)

So a finding, mostly a warning, is raised only where the row ends in "and" or with its bracket and comes near the
number: a row far from it is about something else. Silent where the parts have nouns of their own that are no kind of
the whole's, where something else happened to them, on plans and rates, and where a part has no number ("the rest").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.model import Article, Figure, Kind, Outcome, Severity, Span, Tick
from checks.outcome_events import EVENT_OF_WORD
from checks.pattern import pattern
from checks.relations.singles import singles_told
from checks.rule import Example, Rule
from checks.rules._text import figures_between, stated_value, text_after, text_before
from checks.rules.sums._breakdown import (
    HAD,
    PLEDGED,
    Breakdown,
    adds_up,
    breakdown_finding,
    breakdown_outcomes,
    compounds,
    finding_if_unrounded,
    hardly_rounded,
    has_noun,
    is_kind,
    is_plainly_off,
    plain_figures_by_sentence,
    plausible_interval,
)
from checks.rules.sums._rows import BARE, BY_PLACE, PART_OF, Row, is_exhaustive, read_row
from checks.sameness import EVENT_OF_NOUN, counted_entity, counted_entity_in, is_person, may_be_part, same_unit

NEAR_BY, ELLIPTIC, SET_OUT = (
    (Fraction(4, 5), Fraction(5, 4)),
    (Fraction(2, 3), Fraction(3, 2)),
    (Fraction(1, 2), Fraction(2)),
)
SHARES = {"comma": NEAR_BY, "of": (Fraction(9, 10), Fraction(2)), "mark": SET_OUT, "closed": SET_OUT}
"""Shares of the whole between which a row is taken as a breakdown of it, by the kind of connection."""
OWN_VERBS_TOLERANCE = Fraction(1, 5)
"""Relative error allowed where each part has a verb of its own, since they may overlap."""
SAID_BY = pattern(r"^(?:\s(?:of\s)?[a-z]+){0,2}?\s(in|at|from|near|on|with|without)\s")
PLACED = frozenset(("in", "at", "from", "near", "on"))
OVERLAPS = pattern(r"^\s(?:[a-z]+\s){0,2}?(?:have|has|had|say|said|own|use|like|want|think|speak|know)\b")
ANSWERS = pattern(
    r"^\s(?:[a-z]+\s){0,1}?(?:mention|cite|nam|list|blam|complain|report|support|favou?r|back|describ|choos|chose)(?:e|s|ed)?\b"
)
"""Things that each respondent may do more than once, so that parts overlap."""
MIN_WHOLE = 5  # below this, small numbers stand side by side by chance
MAX_GAP = 120  # characters from the number to the row beside it
MAX_PARTS = 9  # parts of a row; more are a table

TIE = pattern(
    r"(?P<of>\bof (?:whom|which|them|these|those)\b,?\s)|(?P<closed>\b(?:made up of|composed of|consist(?:s|ed|ing) of"
    r"|compris(?:es|ed|ing|e)|broken down into|namely)\s)"
    r"|(?P<split>\b(?:split|divided|shared|spread)\b[^.,;:()]{0,40}?\s(?=[\d£$€a-z]))"
    r"|(?P<mark>:\s|;\s|\s[-–—]{1,2}\s(?!with\b)|—|\s\()"
    r"|(?P<comma>,\s(?:with\s|(?:it |they )?ha(?:s|d|ve)\s)?)"
)
AMONG = pattern(r"^(?:among|of)\s(?:(?:the|those|these|all|some|its|their)\s)*$", re.IGNORECASE)
SOME_OF = pattern(r"\b(?:of|among) (?:[\w'’,.-]+ ){1,6}$", re.IGNORECASE)
VERBS = r"[a-z]+ed|are|were|have|had|will|went|won|came"
ITS_VERB = pattern(rf"^\s(?:{VERBS})\b")
PHRASE = pattern(r"^\s(?:[a-z]+\s){0,3}?(for|in|on|to|at|from|by|with|against)\s")
ELLIPSIS = pattern(
    r"^\s(?:(?:people|each)\s)?(?:in|at|from|for|by|on|to|with|against"
    r"|of (?:them|whom|which|the (?:dead|injured|\w+ed))|abroad|overseas|elsewhere|here|there|male|female)\b"
    r"|^[.,;)]|^\sand\b"
    rf"|^\s(?:{VERBS})\b",
)
ROW_BEFORE = pattern(
    r"\b(?:compris(?:es?|ed|ing)|includ(?:es?|ed|ing)|consist(?:s|ed|ing)? of|made up of) [£$€]?$", re.I
)
FURTHER = pattern(r"\b(?:and|with) (?:a further|an additional) $", re.IGNORECASE)
ADDED_TO_IT = pattern(r"\b(?:a further|another|an additional|an extra) [£$€]?$", re.IGNORECASE)
OF_OTHERS = pattern(r"(?:of|among|amongst) (?:those|these|them|whom)\b", re.IGNORECASE)
OF_A_GROUP = pattern(r"(?:of|among|amongst) (?:the|its|their|his|her|all)\b[^\d,;:]{2,80},", re.IGNORECASE)
COMPARING = pattern(
    r"\b(?:compared|than|versus|previous|earlier|last year|respectively|down from|up from|each|every|per|average"
    r"|(?:young|old|eld|high|low|small|larg|long|short|fast|slow)est)\b"
)
PART_ITSELF = pattern(r"\bof (?:that|this|it),? (?:about |some )?[£$€]?$", re.IGNORECASE)
OF_THE = pattern(r" of (?:the|its|his|her|their|those|these) ")
YEAR = pattern(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole and the row beside it. `tie` is how the text connects them: "closed", "of", "mark" or "comma"."""

    whole: Figure
    row: Row
    tie: str


def check(article: Article) -> Iterator[Outcome]:
    figures = plain_figures_by_sentence(article)
    for index, row in figures.items():
        for whole in sorted((*row, *compounds(article, index)), key=lambda figure: figure.span):
            layout = _layout_of(article, whole)
            if layout:
                yield from _outcomes(article, layout)
                break


def _breaks_down_a_part(article: Article, whole: Figure, row: Row) -> bool:
    """Whether the row makes what is said to be some of the whole: "on five of the seven counts: three of ..."."""
    sentence = article.sentences[whole.sentence].span
    ahead = figures_between(article, sentence.start, whole.span.start)
    if not ahead or not OF_THE.fullmatch(article.text, ahead[-1].span.end, whole.span.start):
        return False
    return ahead[-1].value == sum(map(stated_value, row.parts))


def _layout_of(article: Article, whole: Figure) -> Layout | None:
    """The row that breaks the whole down in the same sentence; None where there is none."""
    if not _may_be_whole(article, whole):
        return None
    end = article.sentences[whole.sentence].span.end
    like = _same_measure_after(article, whole)
    if not like:
        return None
    for tie in TIE.finditer(article.text, whole.span.end, min(end, whole.span.end + MAX_GAP)):
        if tie.end() > like[-1].span.start:
            return None
        least = min((stated_value(f) for f in like if f.span.start > tie.start()), default=Fraction(0))
        if any(
            f.span.start < tie.start() and stated_value(f) >= least and not _is_of_another_kind(article, f, whole)
            for f in like
        ):
            return None
        row = read_row(article, tie.end(), whole)
        if row is None or len(row.parts) < 2:
            continue
        if any(f.span.start < tie.start() and stated_value(f) == sum(map(stated_value, row.parts)) for f in like):
            return None  # "17 men and six women were held at nine addresses: four in Ely, three in Ash, two in Rye"
        if _breaks_down_a_part(article, whole, row):
            return None
        how = tie.lastgroup or ""
        if how == "comma" and _opens_with_whole(article, whole):
            how = "of"
        layout = Layout(whole, row, "mark" if how == "split" else how)
        bracket = article.text[row.end : row.end + 1] == ")"
        if layout.tie == "comma" and _is_in_a_row(article, whole, row):
            return None
        if _is_complete(article, layout, like, bracket) and _is_of_the_whole(article, layout):
            return layout
    return None


def _is_in_a_row(article: Article, whole: Figure, row: Row) -> bool:
    """Whether the number is itself an item: "£74,000 for the roof, £45,000 for pipes and £31,000 for doors".

    Also where the next one adds to it: "the tax will raise £3m, a further £1m comes from fees and the rest from cuts".
    """
    if ADDED_TO_IT.search(text_before(article, row.parts[0], 20)):
        return True
    own, *others = (
        PHRASE.match(article.text[figure.span.end : figure.span.end + 30]) for figure in (whole, *row.parts)
    )
    return own is not None and any(other is not None and other[1] == own[1] for other in others)


def _is_complete(article: Article, layout: Layout, like: Sequence[Figure], bracket: bool) -> bool:
    """Whether the row gives every part with its number, and nothing else after the whole could be a part."""
    row = layout.row
    span = Span(row.parts[0].span.start, article.sentences[layout.whole.sentence].span.end)
    if not 2 <= len(row.parts) <= MAX_PARTS or row.open_ or not (row.ended or bracket):
        return False
    others = [figure for figure in like if figure not in row.parts and figure.span.start >= row.end]
    if COMPARING.search(article.text[row.start : row.end]) or (not bracket and others):
        return False
    return bracket or not re.search(
        r"\b(?:rest|others?|remainder)\b(?!\s*,?\s*\d)", article.text_of(Span(row.end, span.end))
    )


def _is_of_the_whole(article: Article, layout: Layout) -> bool:
    """Whether the parts can be parts of the whole, by their nouns and by what happened to them."""
    whole, parts = layout.whole, layout.row.parts
    marked = layout.tie != "comma"
    if _other_event(article, whole, parts) and not (
        layout.tie in ("of", "closed") or _opens_with_whole(article, whole)
    ):
        return False
    if marked:
        return True
    if not BARE.match(article.text[layout.row.start : parts[0].span.start]):
        return False  # "Oxley made $3m, Penn $2m and Corley $1m": the number is one of the row itself
    fits = all(
        (may_be_part(f, whole) or _omits_noun(article, f)) and (_omits_noun(article, f) or is_kind(article, f, whole))
        for f in parts
    )
    elliptic = all(
        part.noun is None or part.noun.span.start < part.span.start or _omits_noun(article, part) for part in parts
    )
    return fits and (elliptic or _nouns_differ(parts))


def _may_be_whole(article: Article, whole: Figure) -> bool:
    """Whether the number may be a whole rather than a part, a rate or a decimal."""
    if OF_OTHERS.match(article.text_of(article.sentences[whole.sentence].span)):
        return False  # "Of those arrested, 31 were held for ..., 17 for ...": the 31 are a part themselves
    if OF_A_GROUP.fullmatch(text_before(article, whole, 400).strip()):
        return False  # "Of the jobs to go, 131 are at sea, 72 in ports and 35 in offices": the same
    if ROW_BEFORE.search(text_before(article, whole, 30)):
        return False  # "comprise 14,500 teachers, 9,000 in police and ...": the first of a row itself
    if counted_entity(whole).head == "medal":
        return False  # gold, silver and bronze have a rule of their own
    if PART_ITSELF.search(text_before(article, whole, 16)):
        return False  # "Of that, $742,150 came from Hall; $398,200 from Lowe; and $144,250 from Pike"
    if PART_OF.match(text_after(article, whole, 20)):
        return False  # "nine of the raids were in Penn, three in Ely": a part itself
    counted = (
        whole.kind is not Kind.NUMBER
        or bool(counted_entity_in(article, whole).event)
        or _opens_with_whole(article, whole)
        or _is_some_of(article, whole)
    )
    broken = whole.kind in (Kind.COUNT, Kind.NUMBER) and stated_value(whole).denominator > 1  # "16.3 overs"
    return whole.kind is not Kind.PERCENT and stated_value(whole) >= MIN_WHOLE and counted and not broken


def _opens_with_whole(article: Article, whole: Figure) -> bool:
    """Whether the sentence opens with the whole: "of the 9,214 who set off, ..."."""
    return bool(AMONG.match(text_before(article, whole, 400).strip() + " "))


def _is_some_of(article: Article, whole: Figure) -> bool:
    """Whether the number is part of one just before it: "of the firm's 140 drivers, 31 will lose their jobs"."""
    of = SOME_OF.search(text_before(article, whole, 60))
    return bool(of and ITS_VERB.match(text_after(article, whole)))


def _same_measure_after(article: Article, whole: Figure) -> list[Figure]:
    """The figures after a whole in its sentence with the same measure, without "one firm" and "one of"."""
    behind = figures_between(article, whole.span.end, article.sentences[whole.sentence].span.end)
    return [f for f in behind if f.value is not None and f.value > 1 and same_unit(f, whole)]


def _is_of_another_kind(article: Article, figure: Figure, whole: Figure) -> bool:
    """Whether the two count things that nobody would add up: "900 volunteers at 42 hospitals"."""
    figure_head, whole_head = counted_entity(figure).head, counted_entity(whole).head
    return (
        has_noun(article, figure)
        and is_person(whole_head)
        and not is_person(figure_head)
        and figure_head not in EVENT_OF_NOUN
    )


def _omits_noun(article: Article, part: Figure) -> bool:
    """Whether the noun is left out after a part: "20 from Penn", "15 play abroad"."""
    return bool(ELLIPSIS.match(article.text[part.span.end : part.span.end + 30]))


def _nouns_differ(row: Sequence[Figure]) -> bool:
    """Whether the parts count different things."""
    nouns = [part.noun and (part.noun.head, part.noun.modifiers) for part in row]
    return None not in nouns and len(set(nouns)) == len(nouns)


def _other_event(article: Article, whole: Figure, row: Sequence[Figure]) -> bool:
    """Whether something else happened to the parts: "23 people died, 40 were hurt and 12 are missing"."""
    whole_event = counted_entity_in(article, whole).event
    words = article.text[row[0].span.end : article.sentences[row[-1].sentence].span.end].lower()
    part_events = {EVENT_OF_WORD[word] for word in re.findall(r"[a-z]+", words) if word in EVENT_OF_WORD} | {
        counted_entity(part).event for part in row
    }
    return bool(whole_event) and bool(part_events - {whole_event, ""})


def _has_no_further_part(article: Article, layout: Layout, as_one: bool) -> bool:
    """Whether no further part can follow. After a comma, one statement must apply to all parts."""
    return is_exhaustive(article, layout.row, as_one=False) and (as_one or layout.tie != "comma")


def _outcomes(article: Article, layout: Layout) -> Iterator[Outcome]:
    """The outcome for a whole and the row beside it."""
    whole, parts, closed = layout.whole, layout.row.parts, layout.tie in ("closed", "of")
    breakdown = Breakdown(whole, parts, closed=True, disjoint=True)
    if adds_up(breakdown):
        yield from (outcome for outcome in breakdown_outcomes(breakdown, article) if isinstance(outcome, Tick))
        return
    span = article.sentences[parts[0].sentence].span
    words = article.text[min(whole.span.start, span.start) : span.end]
    if PLEDGED.search(article.text[whole.span.end : parts[-1].span.start]) or len(YEAR.findall(words)) > 1:
        return
    lacking = stated_value(whole) - sum(map(stated_value, parts))
    stated = (whole.span, *(part.span for part in parts))
    if (
        0
        < lacking
        <= singles_told(article, parts[0].sentence, min(parts[-1].sentence + 1, len(article.sentences) - 1), stated)
    ):
        return  # "of the 26 species, 17 declined and eight did better. One was level"
    if COMPARING.search(article.text[whole.span.end : parts[0].span.start]):
        return  # "15 farms and three flocks, the smallest of them 22 chickens and a goose"
    if ";" in article.text[whole.span.end : parts[0].span.start] and any(
        stated_value(part) > stated_value(whole) for part in parts
    ):
        return  # "a son; seven grandchildren; 11 great-grandchildren; and a brother"
    nearest, furthest = SHARES[layout.tie]
    if layout.tie == "comma" and whole.kind is Kind.COUNT and all(_omits_noun(article, part) for part in parts):
        nearest, furthest = ELLIPTIC
    if not nearest <= breakdown.share <= furthest:
        return
    as_one = is_exhaustive(article, layout.row, as_one=True)
    if layout.tie == "comma":
        as_one = as_one and bool(BY_PLACE.match(text_after(article, parts[0])))
    elif layout.tie != "of":
        as_one = as_one or not any(OVERLAPS.match(text_after(article, part)) for part in parts)
    last = text_before(article, parts[-1], 30)
    if breakdown.sum > stated_value(whole) and (FURTHER.search(last) or HAD.search(last)):
        return  # "14 fires, of which nine were out of control, and a further 11 in Ely"
    if _are_of_two_sorts(article, parts):
        return  # "12 boats, nine of them from Ely and five with sails"
    if any(ANSWERS.match(text_after(article, part)) for part in parts):
        return  # "140 mentioned noise and 125 mentioned litter"
    if not as_one and abs(breakdown.share - 1) > OWN_VERBS_TOLERANCE:
        return  # "of the 40 pupils, 30 speak French and 20 speak Spanish"
    (least, most), total = plausible_interval(whole), breakdown.total
    plainly = is_plainly_off(breakdown)
    if (most is not None and total.low is not None and total.low > most) or (
        plainly and breakdown.sum > stated_value(whole)
    ):
        yield breakdown_finding(breakdown, article, Severity.ERROR if closed else Severity.WARNING, "more than")
    elif (
        (least is not None and total.high is not None and total.high < least)
        or (plainly and breakdown.sum < stated_value(whole))
    ) and _has_no_further_part(article, layout, as_one):
        yield breakdown_finding(breakdown, article, Severity.ERROR if closed else Severity.WARNING, "short of")
    elif hardly_rounded(breakdown) and _has_no_further_part(article, layout, as_one):
        how = "more than" if breakdown.sum > stated_value(whole) else "short of"
        yield breakdown_finding(breakdown, article, Severity.WARNING, how)
    elif closed and breakdown.sum > stated_value(whole):
        yield from finding_if_unrounded(breakdown, article)


def _are_of_two_sorts(article: Article, parts: Sequence[Figure]) -> bool:
    """Whether one part is described by its place and another by what it has, so that they may overlap."""
    said = [SAID_BY.match(text_after(article, part)) for part in parts]
    sorts = {"place" if match[1] in PLACED else match[1] for match in said if match}
    return "place" in sorts and len(sorts) > 1


EXAMPLES = (
    Example(
        "the first of several parts",
        "To fill a £6.4m hole the tax will raise £3.1m, a further £1.2m will come from reserves and the remaining "
        "£2.1m from cuts.",
        "silent",
    ),
    Example(
        "the row of some of the whole",
        "A jury found him guilty on five of the seven counts against him — three of fraud and two of theft.",
        "silent",
    ),
    Example(
        "the row of a number that stands nearer",
        "Seventeen men and six women were held at nine addresses: four in Norwick, three in Thornby and two in Ash.",
        "tick",
    ),
    Example(
        "one more in the next sentence",
        "Of the 26 species, 17 declined and eight did better. One was level.",
        "silent",
    ),
    Example("fits only by rounding", "Of the $10m, $7m goes to schools and $4m to roads.", "warning"),
    Example("round amounts", "Of the $10m, $7m goes to schools and $3m to roads.", "tick"),
    Example("three rounded parts", "It gave £4.2m in three parts: £1.8m, £1.5m and £1.1m.", "warning"),
    Example(
        "three rounded parts, off by a digit", "It gave £4.2m: £1.8m to Ely, £1.5m to Ware and £1m to Holm.", "silent"
    ),
    Example(
        "parts of a group told of before",
        "The line cut 240 jobs. Of the jobs to go, 131 are at sea, 72 in ports and 35 in the head office.",
        "silent",
    ),
    Example("where from, and with what", "The fair drew 14 boats, nine of them from Ely and six with sails.", "silent"),
    Example("where from alone", "The fair drew 14 boats, nine of them from Ely and six from Ware.", "warning"),
    Example(
        "deaths that something is linked to",
        "Smog is linked to 14 deaths, nine of them in Ely and six in Ware.",
        "warning",
    ),
    Example(
        "deaths that something is linked to, right",
        "Smog is linked to 15 deaths, nine of them in Ely and six in Ware.",
        "tick",
    ),
    Example(
        "some of those before it, without their noun",
        "Of the firm's 140 drivers, 31 will lose their jobs: 19 in Hull, eight in Goole and five in Selby.",
        "warning",
    ),
    Example(
        "some of those before it, all told",
        "Of the firm's 140 drivers 31 will lose their jobs: 19 in Hull, eight in Goole and four in Selby.",
        "tick",
    ),
    Example(
        "the smallest of them",
        "There have been 15 egg farms, nine turkey farms and three flocks, the smallest of them 22 chickens and a "
        "goose.",
        "silent",
    ),
    Example(
        "a part itself",
        "She took $1,284,600. Of that, $742,150 came from Hall in 126 steps; $398,200 from Lowe in 61; and $144,250 "
        "from Pike.",
        "silent",
    ),
    Example(
        "a row of its own",
        "He is survived by a son, Paul; seven grandchildren; 11 great-grandchildren; and a brother, Leonard, 88.",
        "silent",
    ),
    Example(
        "the first of a row",
        "The new posts comprise 14,500 teachers, 9,000 in police, 5,200 in health and 3,300 in other offices.",
        "silent",
    ),
    Example(
        "beside the whole",
        "Crews fought 14 fires in Penn, of which nine were out of control at noon, and a further 11 in Ely.",
        "silent",
    ),
    Example("ages", "It has 85 volunteers on the rota, the youngest of them 16 and the oldest 88.", "silent"),
    Example(
        "a part with an and of its own",
        "Of the £290m, £120m will be spent on care, £75m on parks and pools, and £75m on everything else.",
        "error",
    ),
    Example(
        "a part with an and of its own, right",
        "Of the £270m, £120m will be spent on care, £75m on parks and pools, and £75m on everything else.",
        "tick",
    ),
    Example(
        "a part with an and and nothing behind it",
        "Of the £290m, £120m will be spent on care, £75m on parks and pools, which are many.",
        "silent",
    ),
    Example("answers may overlap", "Of the 230 who wrote in, 140 mentioned noise and 125 mentioned litter.", "silent"),
    Example(
        "places that do not make up the number are questioned",
        "The mill will shed 640 jobs, 410 in Oxley and 250 in Penn.",
        "warning",
    ),
    Example(
        "kinds after a colon that do not make up the number are questioned",
        "The inquiry heard 64 witnesses: 44 residents and 23 officials.",
        "warning",
    ),
    Example(
        "what is said of them all and is not all of them is an error",
        "The town has 1,860 benches; of these, 1,320 are kept by a firm and 515 by the town.",
        "error",
    ),
    Example(
        "people by country, one of them alone, are added up",
        "A boat with nine sailors - four Greeks, two Turks, an Egyptian and a Maltese - sank off Penn.",
        "warning",
    ),
    Example(
        "a squad named by its size is laid out too",
        "Penn named a 24-man squad: three keepers, eight defenders, nine midfielders and six forwards.",
        "warning",
    ),
    Example(
        "what closes with its bracket is complete",
        "The club sold 22 boats (10 new, seven old, seven rebuilt), four more than in May.",
        "warning",
    ),
    Example(
        "round numbers that are off by more than rounding are questioned",
        "The trust has spent £54,000 on the wood: £30,000 on trees, £18,000 on fences and £9,000 on staff.",
        "warning",
    ),
    Example(
        "round numbers that are off by little are left alone",
        "The county has 120,000 homes: 80,000 in towns, 30,000 in villages and 11,400 on farms.",
        "silent",
    ),
    Example("a row in brackets is ticked", "The club sold 22 boats (10 new, five old, seven rebuilt) in May.", "tick"),
    Example(
        "the number may be one of a row itself",
        "The firm had sales of $4.85bn. Snacks brought in $2.6bn, drinks $1.45bn and pets $400m.",
        "silent",
    ),
    Example(
        "those who do one thing may do another",
        "Of the 40 pupils asked, 30 speak French and 20 speak Spanish.",
        "silent",
    ),
    Example(
        "what is planned comes on top", "It has 60 shops, 24 of them in Penn, and plans another 20 in Hull.", "silent"
    ),
    Example(
        "two sorts that leave others out",
        "The club has 25 players, 12 under contract until May and eight from abroad.",
        "silent",
    ),
    Example(
        "some of them are not all of them",
        "Of the 8,590 shops that must move, 2,000 are still open while 3,000 have closed.",
        "silent",
    ),
    Example(
        "parts that make up the number are ticked",
        "The town has 1,860 benches, of which 1,320 are kept by a firm, 345 by a club and 195 by the town.",
        "tick",
    ),
    Example(
        "a row of other things is left alone", "The mill sold 640 looms, 410 chairs and 250 rugs at Penn.", "silent"
    ),
    Example(
        "the first of three amounts is no whole",
        "She took $3.6 million in unspent money, $2.5 million from a fund and $600,000 in fines.",
        "silent",
    ),
    Example(
        "a row far from the number is left alone", "The mill has 640 looms, 110 in Oxley and 50 in Penn.", "silent"
    ),
    Example(
        "what befell others is left alone",
        "The blast killed 44 people, 30 were hurt and 12 are missing.",
        "silent",
    ),
    Example(
        "the first part of another number is no whole",
        "Of those asked at the fair, 31 were held for theft, 17 for fraud and nine for arson.",
        "silent",
    ),
    Example(
        "a part without a number leaves the row open",
        "The mill shed 640 jobs, 410 in Oxley and 150 in Penn and the rest abroad.",
        "silent",
    ),
)

RULE = Rule(code="PW11", slug="laid-out", scope="article", relation="sum", check=check, examples=EXAMPLES)
