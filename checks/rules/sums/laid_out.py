"""A number is broken down into parts right next to it, and the parts do not add up to it.

Compares "640 jobs, 410 in Derby and 230 in Hull", "64 witnesses: 41 residents and 23 officials", "17 boats (nine new,
five old and three rebuilt)", "1,860 shelters, of which 1,320 are run by one firm and 540 by another" and "420 pupils
sat it; 378 passed and 42 failed". Nothing says explicitly that the row is complete, yet every reader will add it up.
(Parts in later sentences are left to the rule `equation`.)

So a finding, mostly a warning, is raised only where the row closes with "and" or a bracket and its sum is close to the
number: a sum far from it is of something else. Silent where the parts have nouns that are not kinds of the whole's
noun, where something else happened to them, on plans and rates, and where a part has no number ("the rest").
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from checks.model import Article, Figure, Kind, Outcome, Severity, Span, Tick
from checks.outcome_events import EVENT_OF_WORD
from checks.pattern import pattern
from checks.relations.singles import count_singles
from checks.rule import Example, Rule
from checks.rules._text import figures_between, stated_value, text_after, text_before
from checks.rules.sums._breakdown import (
    NEXT_PREDICATE,
    PLAN_WORDS,
    Breakdown,
    adds_up,
    breakdown_finding,
    breakdown_outcomes,
    finding_if_unrounded,
    has_noun,
    hyphenated_counts,
    is_kind,
    is_plainly_off,
    is_unlikely_rounding,
    nouns_differ,
    plain_figures_by_sentence,
    plausible_interval,
)
from checks.rules.sums._rows import FIGURE_FIRST, PART_OF, PHRASE_AFTER_PART, Row, is_exhaustive, read_row
from checks.sameness import EVENT_OF_NOUN, counted_entity, counted_entity_in, is_person, may_be_part, same_unit
from checks.word_set import word_set

NEAR_WHOLE_SHARES, ELLIPTIC_ROW_SHARES, MARKED_ROW_SHARES = (
    (Fraction(4, 5), Fraction(5, 4)),
    (Fraction(2, 3), Fraction(3, 2)),
    (Fraction(1, 2), Fraction(2)),
)
SHARE_RANGES = {
    "comma": NEAR_WHOLE_SHARES,
    "of": (Fraction(9, 10), Fraction(2)),
    "mark": MARKED_ROW_SHARES,
    "closed": MARKED_ROW_SHARES,
}
"""Smallest and largest sum of a row that is taken for a breakdown, as shares of the whole, by kind of cue."""
OWN_VERBS_TOLERANCE = Fraction(1, 5)
"""Relative difference above which parts that each have their own verb are not questioned, as they may overlap."""
DESCRIBED_BY = pattern(r"^(?:\s(?:of\s)?[a-z]+){0,2}?\s(in|at|from|near|on|with|without)\s")
PLACE_PREPOSITIONS = frozenset(("in", "at", "from", "near", "on"))
OVERLAPPING_VERB = pattern(r"^\s(?:[a-z]+\s){0,2}?(?:have|has|had|say|said|own|use|like|want|think|speak|know)\b")
TWO_WORDS_AFTER = pattern(r"^\s([a-z]+)(?:\s([a-z]+))?")
REPEATABLE_VERBS = word_set(
    """mention mentions mentioned cite cites cited name names named list lists listed raise raises raised
    blame blames blamed complain complains complained report reports reported describe describes described
    identify identifies identified highlight highlights highlighted suggest suggests suggested
    recommend recommends recommended request requests requested support supports supported back backs backed
    favor favors favored favour favours favoured endorse endorses endorsed welcome welcomes welcomed
    praise praises praised admire admires admired criticise criticises criticised criticize criticizes criticized
    condemn condemns condemned like likes liked dislike dislikes disliked love loves loved enjoy enjoys enjoyed
    hate hates hated fear fears feared prefer prefers preferred choose chooses chose pick picks picked
    use uses used own owns owned speak speaks spoke visit visits visited read reads watch watches watched
    buy buys bought play plays played"""
)
"""What a respondent may do to several things, so that parts overlap: "140 cited noise and 125 cited litter"."""
MIN_ROW_WHOLE = 5  # smaller numbers come next to each other by chance
MAX_GAP_TO_ROW = 120  # characters from the whole to the cue of its row
MAX_ROW_PARTS = 9  # more are a table

ROW_CUE = pattern(
    r"(?P<of>\bof (?:whom|which|them|these|those)\b,?\s)|(?P<closed>\b(?:made up of|composed of|consist(?:s|ed|ing) of"
    r"|compris(?:es|ed|ing|e)|broken down into|namely)\s)"
    r"|(?P<split>\b(?:split|divided|shared|spread)\b[^.,;:()]{0,40}?\s(?=[\d£$€a-z]))"
    r"|(?P<mark>:\s|;\s|\s[-–—]{1,2}\s(?!with\b)|—|\s\()"
    r"|(?P<comma>,\s(?:with\s|(?:it |they )?ha(?:s|d|ve)\s)?)"
)
AMONG_OPENING = pattern(r"^(?:among|of)\s(?:(?:the|those|these|all|some|its|their)\s)*$", re.IGNORECASE)
SOME_OF = pattern(r"\b(?:of|among) (?:[\w'’,.-]+ ){1,6}$", re.IGNORECASE)
VERBS = r"[a-z]+ed|are|were|have|had|will|went|won|came"
VERB_AFTER_FIGURE = pattern(rf"^\s(?:{VERBS})\b")
PHRASE_AFTER_FIGURE = pattern(r"^\s(?:[a-z]+\s){0,3}?(for|in|on|to|at|from|by|with|against)\s")
OMITTED_NOUN = pattern(
    r"^\s(?:(?:people|each)\s)?(?:in|at|from|for|by|on|to|with|against"
    r"|of (?:them|whom|which|the (?:dead|injured|\w+ed))|abroad|overseas|elsewhere|here|there|male|female)\b"
    r"|^[.,;)]|^\sand\b"
    rf"|^\s(?:{VERBS})\b",
)
ROW_VERB = pattern(r"\b(?:compris(?:es?|ed|ing)|includ(?:es?|ed|ing)|consist(?:s|ed|ing)? of|made up of) [£$€]?$", re.I)
FURTHER_ITEM = pattern(r"\b(?:and|with) (?:a further|an additional) $", re.IGNORECASE)
ADDED_ITEM = pattern(r"\b(?:a further|another|an additional|an extra) [£$€]?$", re.IGNORECASE)
REST_LEAD_IN = pattern(r"\bthe (?:other|remaining|rest,?|remainder,?) [£$€]?$", re.IGNORECASE)
OF_THOSE_OPENING = pattern(r"(?:of|among|amongst) (?:those|these|them|whom)\b", re.IGNORECASE)
OF_GROUP_OPENING = pattern(r"(?:of|among|amongst) (?:the|its|their|his|her|all)\b[^\d,;:]{2,80},", re.IGNORECASE)
COMPARISON_OR_RATE = pattern(
    r"\b(?:compared|than|versus|previous|earlier|last year|respectively|down from|up from|each|every|per|average"
    r"|(?:young|old|eld|high|low|small|larg|long|short|fast|slow)est)\b"
)
PART_OF_PREVIOUS = pattern(r"\bof (?:that|this|it),? (?:about |some )?[£$€]?$", re.IGNORECASE)
MARK_BEFORE_ROW = pattern(r"[:(–—]|\s-")
OF_WHOLE = pattern(r" of (?:the|its|his|her|their|those|these|(?:the )?(?:[\w-]+ ){0,2}[\w-]+['’]s) ")
YEAR = pattern(r"\b(?:19|20)\d\d\b")


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole and the row next to it. `cue_kind` is how the text connects them: "closed", "of", "mark" or "comma"."""

    whole: Figure
    row: Row
    cue_kind: str


def check(article: Article) -> Iterator[Outcome]:
    figures = plain_figures_by_sentence(article)
    for index, row in figures.items():
        for whole in sorted((*row, *hyphenated_counts(article, index)), key=lambda figure: figure.span):
            layout = _layout_of(article, whole)
            if layout:
                yield from _outcomes(article, layout)
                break


def _breaks_down_other(article: Article, whole: Figure, row: Row) -> bool:
    """Whether a part precedes the whole, and the row adds up to that part or goes on from it.

    As in "on five of the seven counts: three of ..." and "eight of the 20 are in Ash, seven in Ely and five here".
    """
    sentence = article.sentences[whole.sentence].span
    preceding = figures_between(article, sentence.start, whole.span.start)
    if not preceding or not OF_WHOLE.fullmatch(article.text, preceding[-1].span.end, whole.span.start):
        return False
    goes_on = not MARK_BEFORE_ROW.search(article.text[whole.span.end : row.start]) and row.sum != whole.value
    return goes_on or preceding[-1].value == row.sum


def _is_item_of_other_whole(article: Article, whole: Figure, row: Row) -> bool:
    """Whether the whole and the row make another figure that counts the same: all are parts of that.

    As in "410 drivers ... Ash, with 185 drivers, is the largest; Elm has 142 and Oak 83".
    """
    total = row.sum + stated_value(whole)
    return row.sum != whole.value and any(
        figure.value == total
        and whole.noun is not None
        and figure.noun is not None
        and figure.noun.head == whole.noun.head
        for figure in article.figures
    )


def _layout_of(article: Article, whole: Figure) -> Layout | None:
    """The row that breaks the whole down in the same sentence; None where there is none."""
    if not _may_be_whole(article, whole):
        return None
    end = article.sentences[whole.sentence].span.end
    same_measure = _same_measure_after(article, whole)
    if not same_measure:
        return None
    for cue in ROW_CUE.finditer(article.text, whole.span.end, min(end, whole.span.end + MAX_GAP_TO_ROW)):
        if cue.end() > same_measure[-1].span.start:
            return None
        before_cue = [figure for figure in same_measure if figure.span.start < cue.start()]
        smallest = min(
            (stated_value(figure) for figure in same_measure if figure.span.start > cue.start()), default=Fraction(0)
        )
        if any(
            stated_value(figure) >= smallest and not _is_of_another_kind(article, figure, whole)
            for figure in before_cue
        ):
            return None
        row = read_row(article, cue.end(), whole)
        if row is None or len(row.parts) < 2:
            continue
        if REST_LEAD_IN.search(text_before(article, row.parts[0], 24)):
            return None  # "14 pupils and seven teachers; the other three were a driver and two guides"
        if row.sum in map(stated_value, before_cue):
            return None  # "17 men and six women were held at nine addresses: four in Ely, three in Ash, two in Rye"
        if _breaks_down_other(article, whole, row) or _is_item_of_other_whole(article, whole, row):
            return None
        cue_kind = cue.lastgroup or ""
        if cue_kind == "comma" and _opens_sentence(article, whole):
            cue_kind = "of"
        layout = Layout(whole, row, "mark" if cue_kind == "split" else cue_kind)
        has_bracket = article.text[row.end : row.end + 1] == ")"
        is_separated = layout.cue_kind == "comma" or cue.group().strip() == ";"
        if is_separated and _is_item_itself(article, whole, row):
            return None
        if _is_complete(article, layout, same_measure, has_bracket) and _is_of_the_whole(article, layout):
            return layout
    return None


def _is_item_itself(article: Article, whole: Figure, row: Row) -> bool:
    """Whether the whole is an item of the row: "£74,000 for the roof, £45,000 for pipes and £31,000 for doors".

    Also where the next figure adds to it: "the tax will raise £3m, a further £1m from fees and the rest from cuts".
    """
    if ADDED_ITEM.search(text_before(article, row.parts[0], 20)):
        return True
    whole_phrase, *part_phrases = (
        PHRASE_AFTER_FIGURE.match(article.text[figure.span.end : figure.span.end + 30])
        for figure in (whole, *row.parts)
    )
    prepositions = {phrase[1] for phrase in part_phrases if phrase}
    return whole_phrase is not None and whole_phrase[1] in prepositions


def _is_complete(article: Article, layout: Layout, same_measure: Sequence[Figure], has_bracket: bool) -> bool:
    """Whether every part has its number and is in the row, and no other figure after the whole could be a part."""
    row = layout.row
    end = article.sentences[layout.whole.sentence].span.end
    if len(row.parts) > MAX_ROW_PARTS or row.has_unnumbered or not (row.ends_with_and or has_bracket):
        return False
    later_figures = [figure for figure in same_measure if figure not in row.parts and figure.span.start >= row.end]
    if COMPARISON_OR_RATE.search(article.text[row.start : row.end]) or (not has_bracket and later_figures):
        return False
    return has_bracket or not re.search(
        r"\b(?:rest|others?|remainder)\b(?!\s*,?\s*\d)", article.text_of(Span(row.end, end))
    )


def _is_of_the_whole(article: Article, layout: Layout) -> bool:
    """Whether the items can be parts of the whole, by their nouns and by what happened to them."""
    whole, parts = layout.whole, layout.row.parts
    is_marked = layout.cue_kind != "comma"
    if _has_other_event(article, whole, parts) and not (
        layout.cue_kind in ("of", "closed") or _opens_sentence(article, whole)
    ):
        return False
    if is_marked:
        return True
    if not FIGURE_FIRST.match(article.text[layout.row.start : parts[0].span.start]):
        return False  # "Oxley made $3m, Penn $2m and Corley $1m": the number is an item of the row itself
    may_all_be_parts = all(
        (may_be_part(part, whole) or _omits_noun(article, part))
        and (_omits_noun(article, part) or is_kind(article, part, whole))
        for part in parts
    )
    omits_nouns = all(
        part.noun is None or part.noun.span.start < part.span.start or _omits_noun(article, part) for part in parts
    )
    return may_all_be_parts and (omits_nouns or nouns_differ(parts))


def _may_be_whole(article: Article, whole: Figure) -> bool:
    """Whether the number may be a whole rather than a part, a rate or a decimal."""
    if OF_THOSE_OPENING.match(article.text_of(article.sentences[whole.sentence].span)):
        return False  # "Of those arrested, 31 were held for ..., 17 for ...": the 31 are a part themselves
    if OF_GROUP_OPENING.fullmatch(text_before(article, whole, 400).strip()):
        return False  # "Of the jobs to go, 131 are at sea, 72 in ports and 35 in offices": the same
    if ROW_VERB.search(text_before(article, whole, 30)):
        return False  # "comprise 14,500 teachers, 9,000 in police and ...": the first of a row itself
    if counted_entity(whole).head == "medal":
        return False  # gold, silver and bronze have a rule of their own
    if PART_OF_PREVIOUS.search(text_before(article, whole, 16)):
        return False  # "Of that, $742,150 came from Hall; $398,200 from Lowe; and $144,250 from Pike"
    if PART_OF.match(text_after(article, whole, 20)):
        return False  # "nine of the raids were in Penn, three in Ely": a part itself
    is_counted = (
        whole.kind is not Kind.NUMBER
        or bool(counted_entity_in(article, whole).event)
        or _opens_sentence(article, whole)
        or _is_part_of_preceding(article, whole)
    )
    is_decimal = whole.kind in (Kind.COUNT, Kind.NUMBER) and stated_value(whole).denominator > 1  # "16.3 overs"
    return whole.kind is not Kind.PERCENT and stated_value(whole) >= MIN_ROW_WHOLE and is_counted and not is_decimal


def _opens_sentence(article: Article, whole: Figure) -> bool:
    """Whether the sentence opens with the whole: "of the 9,214 who set off, ..."."""
    return bool(AMONG_OPENING.match(text_before(article, whole, 400).strip() + " "))


def _is_part_of_preceding(article: Article, whole: Figure) -> bool:
    """Whether the number is part of the one just before it: "of the firm's 140 drivers, 31 will lose their jobs"."""
    group_cue = SOME_OF.search(text_before(article, whole, 60))
    return bool(group_cue and VERB_AFTER_FIGURE.match(text_after(article, whole)))


def _same_measure_after(article: Article, whole: Figure) -> list[Figure]:
    """The figures above one that follow a whole in its sentence and have its unit; not "one firm" or "one of"."""
    following = figures_between(article, whole.span.end, article.sentences[whole.sentence].span.end)
    return [
        figure for figure in following if figure.value is not None and figure.value > 1 and same_unit(figure, whole)
    ]


def _is_of_another_kind(article: Article, figure: Figure, whole: Figure) -> bool:
    """Whether a figure counts things while the whole counts people: "900 volunteers at 42 hospitals"."""
    figure_head, whole_head = counted_entity(figure).head, counted_entity(whole).head
    return (
        has_noun(article, figure)
        and is_person(whole_head)
        and not is_person(figure_head)
        and figure_head not in EVENT_OF_NOUN
    )


def _omits_noun(article: Article, part: Figure) -> bool:
    """Whether a part's noun is left out: "20 from Penn", "15 play abroad"."""
    return bool(OMITTED_NOUN.match(article.text[part.span.end : part.span.end + 30]))


def _has_other_event(article: Article, whole: Figure, row: Sequence[Figure]) -> bool:
    """Whether something else happened to the parts: "23 people died, 40 were hurt and 12 are missing"."""
    whole_event = counted_entity_in(article, whole).event
    words = article.text[row[0].span.end : article.sentences[row[-1].sentence].span.end].lower()
    part_events = {EVENT_OF_WORD[word] for word in re.findall(r"[a-z]+", words) if word in EVENT_OF_WORD} | {
        counted_entity(part).event for part in row
    }
    return bool(whole_event) and bool(part_events - {whole_event, ""})


def _has_no_further_part(article: Article, layout: Layout, is_row_exhaustive: bool) -> bool:
    """Whether no further part can follow. After a comma, one statement must also apply to all parts."""
    return is_exhaustive(article, layout.row, one_statement=False) and (is_row_exhaustive or layout.cue_kind != "comma")


def _outcomes(article: Article, layout: Layout) -> Iterator[Outcome]:
    """The outcome for a whole and the row next to it."""
    whole, parts, is_closed = layout.whole, layout.row.parts, layout.cue_kind in ("closed", "of")
    breakdown = Breakdown(whole, parts, is_closed=True, is_disjoint=True)
    if adds_up(breakdown):
        yield from (outcome for outcome in breakdown_outcomes(breakdown, article) if isinstance(outcome, Tick))
        return
    span = article.sentences[parts[0].sentence].span
    text = article.text[min(whole.span.start, span.start) : span.end]
    if PLAN_WORDS.search(article.text[whole.span.end : parts[-1].span.start]) or len(YEAR.findall(text)) > 1:
        return
    missing = stated_value(whole) - sum(map(stated_value, parts))
    stated_spans = (whole.span, *(part.span for part in parts))
    last_sentence = min(parts[-1].sentence + 1, len(article.sentences) - 1)
    if 0 < missing <= count_singles(article, parts[0].sentence, last_sentence, stated_spans):
        return  # "of the 26 species, 17 declined and eight did better. One was level"
    if COMPARISON_OR_RATE.search(article.text[whole.span.end : parts[0].span.start]):
        return  # "15 farms and three flocks, the smallest of them 22 chickens and a goose"
    if ";" in article.text[whole.span.end : parts[0].span.start] and any(
        stated_value(part) > stated_value(whole) for part in parts
    ):
        return  # "a son; seven grandchildren; 11 great-grandchildren; and a brother"
    min_share, max_share = SHARE_RANGES[layout.cue_kind]
    if layout.cue_kind == "comma" and whole.kind is Kind.COUNT and all(_omits_noun(article, part) for part in parts):
        min_share, max_share = ELLIPTIC_ROW_SHARES
    if not min_share <= breakdown.share <= max_share:
        return
    is_row_exhaustive = is_exhaustive(article, layout.row, one_statement=True)
    if layout.cue_kind == "comma":
        is_row_exhaustive = is_row_exhaustive and bool(PHRASE_AFTER_PART.match(text_after(article, parts[0])))
    elif layout.cue_kind != "of":
        is_row_exhaustive = is_row_exhaustive or not any(
            OVERLAPPING_VERB.match(text_after(article, part)) for part in parts
        )
    text_before_last = text_before(article, parts[-1], 30)
    if breakdown.sum > stated_value(whole) and (
        FURTHER_ITEM.search(text_before_last) or NEXT_PREDICATE.search(text_before_last)
    ):
        return  # "14 fires, of which nine were out of control, and a further 11 in Ely"
    if _may_overlap_by_description(article, parts):
        return  # "12 boats, nine of them from Ely and five with sails"
    if any(_may_do_several(article, part) for part in parts):
        return  # "140 mentioned noise and 125 mentioned litter"
    if not is_row_exhaustive and abs(breakdown.share - 1) > OWN_VERBS_TOLERANCE:
        return  # "of the 40 pupils, 30 speak French and 20 speak Spanish"
    (lower, upper), total = plausible_interval(whole), breakdown.total
    is_off = is_plainly_off(breakdown)
    if (upper is not None and total.low is not None and total.low > upper) or (
        is_off and breakdown.sum > stated_value(whole)
    ):
        yield breakdown_finding(breakdown, article, Severity.ERROR if is_closed else Severity.WARNING, "more than")
    elif (
        (lower is not None and total.high is not None and total.high < lower)
        or (is_off and breakdown.sum < stated_value(whole))
    ) and _has_no_further_part(article, layout, is_row_exhaustive):
        yield breakdown_finding(breakdown, article, Severity.ERROR if is_closed else Severity.WARNING, "short of")
    elif is_unlikely_rounding(breakdown) and _has_no_further_part(article, layout, is_row_exhaustive):
        direction = "more than" if breakdown.sum > stated_value(whole) else "short of"
        yield breakdown_finding(breakdown, article, Severity.WARNING, direction)
    elif is_closed and breakdown.sum > stated_value(whole):
        yield from finding_if_unrounded(breakdown, article)


def _may_do_several(article: Article, part: Figure) -> bool:
    """Whether those of a part do what they may do to several things: "140 cited noise", "140 people cited noise"."""
    words = TWO_WORDS_AFTER.match(text_after(article, part))
    return words is not None and not REPEATABLE_VERBS.isdisjoint(words.groups())


def _may_overlap_by_description(article: Article, parts: Sequence[Figure]) -> bool:
    """Whether one part is described by its place and another by a feature, so that they may overlap."""
    descriptions = [DESCRIBED_BY.match(text_after(article, part)) for part in parts]
    description_kinds = {"place" if match[1] in PLACE_PREPOSITIONS else match[1] for match in descriptions if match}
    return "place" in description_kinds and len(description_kinds) > 1


EXAMPLES = (
    Example(
        "an item itself, between semicolons",
        "A yard must give 43 square feet for a calf; 24 square feet for a pig; and 1 square foot for a hen.",
        "silent",
    ),
    Example(
        "the largest of several",
        "The firm has 410 drivers. Ash, with 185 drivers, is the largest yard; Elm has 142 and Oak 83.",
        "silent",
    ),
    Example(
        "a part before its whole",
        "Eight of the 20 boats are in Ash, seven in Elm and four in Oak.",
        "silent",
    ),
    Example(
        "the other ones are of a whole told before",
        "They held 14 pupils and seven teachers; the other three were a driver and two guides.",
        "silent",
    ),
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
