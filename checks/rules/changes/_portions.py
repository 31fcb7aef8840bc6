"""Reads the statements of a portion, once for all rules that judge them: a ratio, a part and the whole.

"27 of the 75 boats, or 36%" is a `Portion`, and so are "a third of the 90 guests - 30 -" and "75 were asked. Of those,
27 (36%) agreed". The ratio is a percentage or a fraction in words. It is tied to its part by restating it
(`is_aside`), and to its whole by "of": with the number ("of the 75", "of its workforce of 75"), with a pronoun ("of
them", "of whom"), or with the noun that a nearby number counts ("of burglaries").
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise
from typing import NamedTuple

from checks.article_cache import cached_per_article
from checks.model import Article, Figure, Kind
from checks.number_format import number
from checks.passage_index import STOP_WORDS, stem
from checks.pattern import pattern
from checks.rules._change_verbs import SECOND_SIDE
from checks.rules._text import figures_by_sentence, plain_words, text_between
from checks.rules.changes._change_roles import CHANGE_NOUNS, CHANGE_WORDS
from checks.rules.changes._levels import QUANTITY_KINDS
from checks.sameness import may_be_part
from checks.word_set import word_set

WORDS_BEFORE_WHOLE = word_set(
    """of out from the its their his her our your my these those a an all some about around roughly nearly almost more
    less than over under just or so total overall combined estimated every"""
)
"""Words that may come between "of" and the whole."""
ARTICLES = word_set("the a an its their his her our")
NON_NOUN_WORDS = word_set("of in on at for with by from to and or who which that were was are is had")
WHOLE_NOUNS = word_set(
    """workforce staff payroll headcount total population fleet membership electorate estate budget turnover sample
    network audience stock crew intake roll what sum amount bill cost price money it them those"""
)
"""Nouns that name a whole before its size: "of its workforce of 2,500"."""
RESTATING_WORDS = word_set(
    """or of that is this which equates equivalent equal to equals equalling represents representing about around nearly
    just over under almost some roughly more less than at least a an the i e only means meaning making made up are were
    was he she they it fewer well approximately"""
)
"""Words that may come between a quantity and its restatement in other terms."""
MAKE_FORMS = word_set("made making")
CONTRAST_WORDS = word_set("and while but whereas compared with against from by also another whose plus")
REPRESENTING_VERBS = pattern(r"\b(?:accounting for|making up|constituting|comprising)\b")
"""Words that, like "representing", introduce the same quantity in other terms."""
SHARE_PREDICATE = pattern(
    r"(?: [\w'’-]+){0,4} (?:(?:will|would|could|may|might) )?(?:is|are|was|were|be|makes? up|made up|accounts? for"
    r"|accounted for|represents?|represented|covers?|covered|equals?|equalled|amounts? to|amounted to|constitutes?)"
    r"(?: only| just| about| around| nearly| almost| some| roughly| less than| more than| over| under)* (?:an? |the )?"
)
"""Text between a part and its share of a whole that follows: "The 27 boats make up 36% of the 75"."""
REPORTING_WORDS = word_set(
    "according say says said expect expects expected predict predicts predicted forecast forecasts"
)
"""Words between a claim and how many make it: "rates will fall to 1.75%, according to 14 of the 25 economists"."""
WHOLE_PRONOUNS = word_set("them these those whom which")
UNCOUNTED_NOUNS = word_set("average normal total overall gross capacity")
EMPLOY_FORMS = word_set("employ employs employed employing")
WORKFORCE_NOUNS = word_set("workforce staff payroll headcount employee worker")
WHOLE_MODIFIERS = word_set("total global worldwide entire current overall whole")
EQUATIVE_VERBS = word_set("is was are were equals represents equalled to represented")
RESTATING_VERBS = word_set("equates equals equal equivalent represents amounts means is or")

ALL_BUT = pattern(r"\b[Aa]ll but \S+ of [^.;]*$")
OF_THOSE_WHO = pattern(
    r"\s(?:[a-z]+\s)?of (?:those|the ones) (?:on|in|who|whose|with|without|at|from|aged|under|over|given)\b"
)
OF_THE_REST = pattern(r"[\"“]?(?:Of|Among) the (?:rest|others?|remainder|remaining)\b")
ASIDE_OPENING = pattern(
    r"^(?P<noun>[^,;:.()–—]{0,80}?)(?P<mark>\s?\(|,|\s?[–—]|\s--?\s|\s-|(?=\bor\b))(?P<gloss>[^(;:]*)$"
)
NAMED_RATIO = pattern(
    r"^\s?(?:or |just |only |that is )?(?:an? |the )(?:\w+ )?"
    r"(?:rate|share|stake|proportion|turnout|figure|response|percentage|majority) of (?:\w+ ){0,2}$"
)
BE_FORMS = word_set("is was are were")
PREDICATE = pattern(r"^\s(?!(?:of|in|on|at|for|by|and|or|but|as)\b)[a-z]+")
ASIDE_END = pattern(
    r"^(?:\s(?:of (?:them|these|those|the total)|in all|in total|altogether|[a-z-]+){0,2})?"
    r"(?:\s?[,.;:)–—]|\s--?\s|\s*$)"
)
OF_WHOLE_TAIL = pattern(r"^ of (?:the|its|their|all|his|her|a total)\b")
OF_PART_TAIL = pattern(r"^ of (?:them|these|those|whom|which)\b")
OF_BEFORE = pattern(r"\bof (?:(?:the|its|their|his|her|these|those|all) )?$")
EARLIER_LEVEL = pattern(
    r"\b(?:from|than|against|up on|down on|compared (?:with|to))(?: (?:the|a|about|some|last year[’']s))? [£$€]?$"
)
"""Words before the level of another time."""
LIST_GAP = pattern(r"(?: [A-Za-z-]+){0,4},? and ")
"""Text between two parts such as "210 houses and 130 flats"."""
SIGNS = frozenset("+-−")
SIDE_BEFORE = pattern(r"(?:\d\s?(?:%|percent|per cent)\s?(?:to|[-–])|\d(?: to|[-–]))\s?$")
DIFFERENCE_NOUNS = word_set("difference margin lead gap")
PEOPLE_OF_A_PLACE = word_set("population electorate")
MAX_OPENING_WORDS = 3  # words of a sentence within which "of the 75" opens it
MAX_GAP_TO_PART = 90  # characters between the ratio and "27 of the 75"
MAX_FIGURES = 40  # figures of one sentence that are read
SENTENCES_BACK_UNNAMED = 2  # sentences back to a whole that is not named
SENTENCES_BACK_SAME_NOUN = 8  # sentences back to a whole with the same noun
MAX_WHOLES = 3  # wholes among which the text may mean one
SENTENCES_TO_NAMED_WHOLE = 4  # sentences on each side to a whole that is only named

CountsBySentence = dict[int, list[Figure]]  # by sentence


class Portion(NamedTuple):
    """A ratio, its part and the counts that may be its whole; `names_whole` if the statement itself names the whole."""

    ratio: Figure
    part: Figure
    wholes: tuple[Figure, ...]
    names_whole: bool = True


@cached_per_article
def portions(article: Article) -> tuple[Portion, ...]:
    """Every portion that is stated with its part and its whole, in text order."""
    return tuple(_read_portions(article))


def _read_portions(article: Article) -> Iterator[Portion]:
    """Yields the portions sentence by sentence."""
    counts: CountsBySentence = {}
    for figure in article.figures:
        if may_count(figure):
            counts.setdefault(figure.sentence, []).append(figure)
    for _, figures in figures_by_sentence(article):
        for index, ratio in enumerate(figures):
            if ALL_BUT.search(article.text, max(0, ratio.span.start - 80), ratio.span.start):
                continue  # "all but 200 of the 1,250 took part, a turnout of 84%"
            if is_one_of_two_sides(article, ratio):
                continue
            if is_ratio(ratio) and not is_change(article, ratio, figures[index - 1] if index else None):
                portion = _portion_with_whole_nearby(article, figures, index, counts) or _portion_with_distant_whole(
                    article, figures, index, counts
                )
                if portion:
                    yield portion


def is_ratio(figure: Figure) -> bool:
    """Whether the figure is a percentage or a fraction in words; "+0.15%" is a change."""
    is_signed = figure.words[:1] in SIGNS
    return figure.kind in (Kind.PERCENT, Kind.FRACTION) and bool(figure.value) and not figure.is_range and not is_signed


def is_one_of_two_sides(article: Article, ratio: Figure) -> bool:
    """Whether a percentage is the result of one of two sides, not a portion of a count: "by 33 points (66% to 33%)"."""
    text = article.text
    front = text[max(0, ratio.span.start - 16) : ratio.span.start]
    return SECOND_SIDE.match(text, ratio.span.end) is not None or SIDE_BEFORE.search(front) is not None


def may_count(figure: Figure) -> bool:
    """Whether the figure may be a count; "of the 95 members, 23, voted" may have been read as an age."""
    is_countable = figure.kind in QUANTITY_KINDS or (figure.kind is Kind.AGE and figure.words.isdigit())
    return is_countable and bool(figure.value) and not figure.is_range and not figure.per


def is_change(article: Article, ratio: Figure, before: Figure | None) -> bool:
    """Whether the ratio is a rise or fall, not a portion: "fell 12%", "a 12% rise"."""
    tail = article.text[ratio.span.end : ratio.span.end + 20]
    if any(word in CHANGE_NOUNS for word in plain_words(tail)[:1]):
        return True
    start = max(ratio.span.start - 30, before.span.end if before is not None else 0)
    return not CHANGE_WORDS.isdisjoint(
        plain_words(article.text[start : ratio.span.start])[-3:]
    ) and not OF_WHOLE_TAIL.match(tail)


def may_be_part_of(part: Figure, whole: Figure) -> bool:
    """Whether the two are in one measure and the part is no more than the whole."""
    if not may_count(part) or not may_count(whole):
        return False
    if (part.value or 0) > (whole.value or 0):
        return False
    if Kind.AGE in (part.kind, whole.kind) or part.noun is None or whole.noun is None:
        count_kinds = (Kind.COUNT, Kind.NUMBER, Kind.AGE)
        same_kind = part.kind is whole.kind or (part.kind in count_kinds and whole.kind in count_kinds)
        return same_kind and (part.unit == whole.unit or None in (part.unit, whole.unit) or Kind.AGE in (part.kind,))
    return may_be_part(part, whole) or may_be_part(whole, part)


def is_stated_part(article: Article, part: Figure, whole: Figure) -> bool:
    """Whether the text states the first as a part of the second.

    As in "19 out of 480", "92,000 boats - out of a total of 1.4 million" and "330 of the force's 1,100".
    """
    gap = text_between(article, part, whole)
    if len(gap) > 50 or "(" in gap or any(mark in gap for mark in ".;:"):
        return False
    words = plain_words(gap)
    if "of" not in words or not _same_measure(part, whole) or (part.value or 0) > (whole.value or 0):
        return False
    cut = words.index("out") if "out" in words else words.index("of")
    named = words[cut:]
    if named[-1:] == ["s"] and len(named) <= 5:
        named = named[:-2]
    described = named[1:2] and named[1] in ARTICLES and len(named) <= 4 and NON_NOUN_WORDS.isdisjoint(named[1:])
    return cut <= 2 and (WORDS_BEFORE_WHOLE.issuperset(named) or bool(described))  # "of an agreed 650"


def _same_measure(part: Figure, whole: Figure) -> bool:
    """Whether the two figures count in one unit."""
    count_kinds = (Kind.COUNT, Kind.NUMBER, Kind.AGE)
    if part.kind in count_kinds and whole.kind in count_kinds:
        return may_count(part) and may_count(whole)
    if part.kind in count_kinds and whole.kind in (Kind.DURATION, Kind.MEASURE):  # "171 of the 923 months"
        is_of_unit = part.noun is None or part.noun.head == whole.unit
        return is_of_unit and may_count(part) and bool(whole.value) and not whole.is_range
    return part.kind is whole.kind and part.unit == whole.unit and may_count(part) and may_count(whole)


def is_ratio_of(article: Article, ratio: Figure, whole: Figure) -> bool:
    """Whether the text states the ratio as one of the whole: "36% of the 75", "36% of its workforce of 75"."""
    words = plain_words(text_between(article, ratio, whole))
    if not words or words[0] != "of" or len(words) > 6 or not may_count(whole):
        return False
    if words[-1] == "of" and not WHOLE_NOUNS.isdisjoint(words[1:-1]):
        return True
    if words[-1] == "s" and len(words) <= 5:  # "36% of the town's 75 shops"
        words = words[:-2]
    return WORDS_BEFORE_WHOLE.issuperset(words)


def is_aside(article: Article, figure: Figure, other: Figure) -> bool:
    """Whether the second figure restates the first: "(27)", ", or 27", "- 27 -", ", 27 in all,"."""
    aside = ASIDE_OPENING.match(text_between(article, figure, other))
    if aside is None:
        return False
    noun, mark = plain_words(aside["noun"]), aside["mark"].strip()
    gloss = REPRESENTING_VERBS.sub("representing", aside["gloss"])
    tail = article.text[other.span.end : other.span.end + 30]
    if mark and NAMED_RATIO.match(gloss.lower()) and is_ratio(other):
        return len(noun) <= 6 and CONTRAST_WORDS.isdisjoint(noun)
    words = plain_words(gloss)
    if is_ratio(other) and not BE_FORMS.isdisjoint(words) and ("at" in words or PREDICATE.match(tail)):
        return False  # "the fire, at 22,300 hectares, is 85 per cent contained"
    if "up" in words and MAKE_FORMS.isdisjoint(words):
        return False  # "38%, up two points"
    is_closing_ratio = is_ratio(other) and (
        words == ["or"] or (mark == "(" and not words)
    )  # "27 had to wait a day, or 36%"
    contrast_words = (
        CONTRAST_WORDS - {"from", "by", "with"} if is_closing_ratio and mark == "(" else CONTRAST_WORDS
    )  # "13 of 20 from the field (65%)"
    if (
        not RESTATING_WORDS.issuperset(words)
        or not contrast_words.isdisjoint(noun)
        or len(noun) > (12 if is_closing_ratio else 4)
    ):
        return False
    if mark == "(":
        return ")" not in gloss
    if "or" in words or "equivalent" in words or "represents" in words or "representing" in words:
        return True
    if "which" in words or "that" in words:
        return len(words) > 1
    if len(words) > 3:
        return False
    return _is_closed(other, tail)


def _is_closed(figure: Figure, tail: str) -> bool:
    """Whether the aside ends after the figure; "27 boats, 40% of them red," is about the 27."""
    if not is_ratio(figure):
        return ASIDE_END.match(tail) is not None
    return not OF_PART_TAIL.match(tail) and bool(ASIDE_END.match(tail) or OF_WHOLE_TAIL.match(tail))


def _portion_with_whole_nearby(
    article: Article, figures: list[Figure], index: int, counts: CountsBySentence
) -> Portion | None:
    """The portion whose part and whole are right next to the ratio, or in a neighbouring sentence; None for none."""
    ratio = figures[index]
    before = [
        figure
        for figure in figures[max(0, index - 3) : index]
        if article.text[figure.span.end : figure.span.end + 1] != "-"
    ]
    before, after = before[-2:], figures[index + 1 : index + 3]  # without "3-pointers"
    if after and is_ratio_of(article, ratio, after[0]):
        whole = after[0]
        if before and _is_of_whole(article, before[-1], whole, ratio):
            return Portion(ratio, before[-1], (whole,))  # "27, or 36% of the 75"
        if len(after) == 2 and may_be_part_of(after[1], whole) and _restates(article, whole, after[1]):
            return Portion(ratio, after[1], (whole,))  # "36% of the 75 (27)"
        return None
    if len(after) == 2 and is_stated_part(article, *after) and _is_restated_by(article, ratio, after[0]):
        return Portion(ratio, after[0], (after[1],))  # "36% of boats - 27 out of 75"
    if len(before) == 2 and is_stated_part(article, *before) and _is_restated_after(article, before[1], ratio):
        return Portion(ratio, before[0], (before[1],))  # "27 of the 75, or 36%"
    return _in_sentence_before(article, figures, index, counts) or _in_next_sentence(article, figures, index, counts)


def _is_of_whole(article: Article, part: Figure, whole: Figure, ratio: Figure) -> bool:
    """Whether the words say that a part is the ratio of the whole that follows it."""
    gap = text_between(article, part, ratio)
    if SHARE_PREDICATE.fullmatch(gap) and CONTRAST_WORDS.isdisjoint(plain_words(gap)):
        return _may_belong_to(part, whole, ratio)
    if not is_aside(article, part, ratio):
        return False
    return _may_belong_to(part, whole, ratio) or (
        REPRESENTING_VERBS.search(gap) is not None and _same_measure(part, whole)
    )


def _in_sentence_before(
    article: Article, figures: list[Figure], index: int, counts: CountsBySentence
) -> Portion | None:
    """The portion of the last two counts of the previous sentence: "73 of the 105 came. That is 70%"; else None."""
    ratio = figures[index]
    last = counts.get(ratio.sentence - 1, [])[-2:]
    if index or len(last) < 2:
        return None
    start = article.sentences[ratio.sentence].span.start
    words = plain_words(article.text[start : ratio.span.start])
    if words[:1] not in (["that"], ["this"]) or not RESTATING_WORDS.issuperset(words):
        return None
    return Portion(ratio, last[0], (last[1],)) if is_stated_part(article, *last) else None


def _restates(article: Article, whole: Figure, part: Figure) -> bool:
    """Whether the part repeats the ratio of the whole: "36% of the 75 (27)", "a third of the 90, 30 in all"."""
    tail = article.text[part.span.end : part.span.end + 12]
    is_total = tail.startswith((" in all", " in total", " of them"))
    gap = text_between(article, whole, part)
    is_separate = set(gap) & set(";:(") or not CONTRAST_WORDS.isdisjoint(plain_words(gap))
    return is_aside(article, whole, part) or (is_total and len(gap) < MAX_GAP_TO_PART and not is_separate)


def _may_belong_to(part: Figure, whole: Figure, ratio: Figure) -> bool:
    """Whether the part may be taken from the whole, by unit for a workforce and the like, else by noun."""
    if ratio.noun is not None and ratio.noun.head in WHOLE_NOUNS:
        return _same_measure(part, whole)
    return may_be_part_of(part, whole)


def _is_restated_by(article: Article, ratio: Figure, part: Figure) -> bool:
    """Whether "27 of the 75" repeats the percentage before it."""
    gap = text_between(article, ratio, part)
    words = plain_words(gap)
    if ";" in gap:
        return False  # "the one made 16 of 40, or 40 percent; the other made nine of 30"
    start = article.sentences[ratio.sentence].span.start
    if "turnout" in plain_words(article.text[max(start, ratio.span.start - 30) : ratio.span.start]):
        words = words[1:] if words[:1] == ["with"] else words  # "Turnout was 40%, with 80 of the 200 voting"
    separating_words = CONTRAST_WORDS | REPORTING_WORDS | DIFFERENCE_NOUNS
    return (
        len(gap) <= MAX_GAP_TO_PART
        and len(words) <= 9
        and separating_words.isdisjoint(words)
        and CHANGE_WORDS.isdisjoint(words)
    )


def _is_restated_after(article: Article, whole: Figure, ratio: Figure) -> bool:
    """Whether the ratio repeats the part and whole before it: "27 of the 75 boats were new, 36%"."""
    if is_aside(article, whole, ratio):
        return True
    gap = text_between(article, whole, ratio)
    words = plain_words(gap)
    if len(gap) > MAX_GAP_TO_PART or len(words) > 9 or not CONTRAST_WORDS.isdisjoint(words):
        return False
    is_opened = gap.rstrip()[-1:] in {",", "(", "-", "–", "—"} or words[-1:] == ["or"] or "average" in words
    is_opened = is_opened or bool(NAMED_RATIO.match(re.split(r"[,–—]|\s--?\s", gap)[-1].lower()))
    tail = article.text[ratio.span.end : ratio.span.end + 30]
    return is_opened and _is_closed(ratio, tail)


def _in_next_sentence(article: Article, figures: list[Figure], index: int, counts: CountsBySentence) -> Portion | None:
    """The portion whose counts follow in the next sentence; None for none.

    As in "... 7% of the stock. This equates to 92,000 boats, out of a total of 1.4 million".
    """
    ratio = figures[index]
    following = counts.get(ratio.sentence + 1, [])[:2]
    if index != len(figures) - 1 or len(following) < 2 or not is_stated_part(article, *following):
        return None
    start = article.sentences[ratio.sentence + 1].span.start
    words = plain_words(article.text[start : following[0].span.start])
    if words and len(words) <= 5 and not RESTATING_VERBS.isdisjoint(words) and RESTATING_WORDS.issuperset(words):
        return Portion(ratio, following[0], (following[1],))
    return None


def _portion_with_distant_whole(
    article: Article, figures: list[Figure], index: int, counts: CountsBySentence
) -> Portion | None:
    """The portion whose part is next to the ratio and whose whole is elsewhere; None for none."""
    ratio = figures[index]
    if OF_THE_REST.match(article.text, article.sentences[ratio.sentence].span.start):
        return None  # of what is left of the whole
    before = [figure for figure in figures[max(0, index - 3) : index] if may_count(figure) and figure.value != 1]
    part = None
    if before and _is_equated(article, before[-1], ratio):
        part = before[-1]
    elif index + 1 < len(figures) and may_count(figures[index + 1]) and is_aside(article, ratio, figures[index + 1]):
        part = figures[index + 1]
    if part is None:
        return None
    if OF_THOSE_WHO.match(article.text, part.span.end):
        return None  # "eight of those on the placebo, or 2.5%": how many were on it is not stated here
    whole = _whole_named_first(article, figures, part)
    antecedents = (whole,) if whole is not None else _antecedents(article, part, ratio, counts)
    if antecedents:
        return Portion(ratio, part, antecedents, names_whole=len(antecedents) == 1)
    wholes = _wholes_by_name(article, figures, index, part, counts) or _nearby_wholes(article, ratio, part, counts)
    return Portion(ratio, part, wholes, names_whole=False) if wholes else None


def _is_equated(article: Article, part: Figure, ratio: Figure) -> bool:
    """Whether the ratio restates the part: "27, or 36%", "The 27 were 36% of the fleet"."""
    words = plain_words(text_between(article, part, ratio))
    is_predicate = len(words) <= 4 and bool(words) and words[-1] in EQUATIVE_VERBS and CONTRAST_WORDS.isdisjoint(words)
    is_of_whole = OF_WHOLE_TAIL.match(article.text[ratio.span.end : ratio.span.end + 20])
    return is_aside(article, part, ratio) or (is_predicate and is_of_whole is not None)


def _whole_named_first(article: Article, figures: list[Figure], part: Figure) -> Figure | None:
    """The whole before the part: "Of the 75 boats, 27"; None for none."""
    index = next(index for index, figure in enumerate(figures) if figure is part)
    if not index:
        return None
    whole = figures[index - 1]
    start = article.sentences[whole.sentence].span.start
    before = plain_words(article.text[max(start, whole.span.start - 25) : whole.span.start])
    gap = text_between(article, whole, part)
    if len(before) > MAX_OPENING_WORDS and not article.text[start : whole.span.start].rstrip().lower().endswith(
        (", of", ", of the")
    ):
        return None  # "responses in a borough of 167,000, and 763 of those"
    leads = before[-1:] == ["of"] or (before[-2:-1] == ["of"] and before[-1] in WORDS_BEFORE_WHOLE)
    return whole if leads and "," in gap and len(plain_words(gap)) <= 8 and may_be_part_of(part, whole) else None


def _antecedents(article: Article, part: Figure, ratio: Figure, counts: CountsBySentence) -> tuple[Figure, ...]:
    """The wholes that a pronoun refers to: "75 were asked. Of those, 27", "75 boats, of which 27"."""
    start = article.sentences[part.sentence].span.start
    first = min(part, ratio, key=lambda figure: figure.span)
    before = plain_words(article.text[max(start, first.span.start - 25) : first.span.start])[-4:]
    words_after = [plain_words(article.text[figure.span.end : figure.span.end + 14])[:2] for figure in (part, ratio)]
    is_after_pronoun = any(word == "of" and next_word in WHOLE_PRONOUNS for word, next_word in pairwise(before))
    if words_after[1][:1] == ["of"] and not WHOLE_PRONOUNS.union(WHOLE_NOUNS).issuperset(words_after[1][1:]):
        return ()  # "49,000 of them remain, 1.4 percent of the nation's farmers"
    if not is_after_pronoun and not any(
        words[:1] == ["of"] and words[1:] and words[1] in WHOLE_PRONOUNS for words in words_after
    ):
        return ()
    for sentence in (part.sentence, part.sentence - 1):
        earlier = [figure for figure in counts.get(sentence, []) if figure.span.end <= first.span.start]
        wholes = [figure for figure in earlier if may_be_part_of(part, figure) and figure.kind is not Kind.AGE]
        if any(LIST_GAP.fullmatch(text_between(article, figure, other)) for figure, other in pairwise(wholes)):
            return ()  # "30,000 cars in Spain and 20,000 in Italy, a third of them": of both
        if wholes:
            return tuple(wholes)
    return ()


def _wholes_by_name(
    article: Article, figures: list[Figure], index: int, part: Figure, counts: CountsBySentence
) -> tuple[Figure, ...]:
    """The nearby counts of what the ratio names: "36% of burglaries (27 cases)", "27 jobs, or 36% of its staff"."""
    ratio = figures[index]
    end = ratio.span.end + 60
    if index + 1 < len(figures):
        end = min(end, figures[index + 1].span.start)
    words = plain_words(article.text[ratio.span.end : end].partition("(")[0])[:7]
    if words[:1] != ["of"]:
        return ()
    if ratio.noun is not None and ratio.noun.head in WORKFORCE_NOUNS:
        return _workforces(article, ratio, part, counts)
    things = {stem(word) for word in words[1:] if word not in STOP_WORDS and word not in UNCOUNTED_NOUNS}
    return tuple(
        figure
        for figure in _larger_counts(ratio, part, counts)
        if _same_measure(part, figure)
        and things & _nouns_after(article, figure)
        and not _is_other_part_or_time(article, figure, ratio)
        and not (figure.sentence > ratio.sentence and _have_same_noun(part, figure))
    )


def _have_same_noun(part: Figure, other: Figure) -> bool:
    """Whether two figures have the same noun: the votes of one candidate and, further down, those of another."""
    return part.noun is not None and other.noun is not None and part.noun.head == other.noun.head


def _nearby_wholes(article: Article, ratio: Figure, part: Figure, counts: CountsBySentence) -> tuple[Figure, ...]:
    """The few previous counts of the same thing, where the percentage names no whole or only "the total"."""
    words_after = plain_words(article.text[ratio.span.end : ratio.span.end + 40])[:4]
    if words_after[:1] == ["of"] and (
        WHOLE_NOUNS.isdisjoint(words_after) or not PEOPLE_OF_A_PLACE.isdisjoint(words_after)
    ):
        return ()  # of something that has not been counted close by
    if words_after[:1] != ["of"] and is_change(article, part, None):
        return ()  # "up 8p, or 6%, to 140p"
    found = [
        figure
        for figure in _larger_counts(ratio, part, counts, SENTENCES_BACK_UNNAMED, 0)
        if may_be_part_of(part, figure)
        and not _is_of_other_statement(article, figure, part)
        and not _is_other_part_or_time(article, figure, ratio)
    ]
    if part.noun is None and part.kind in (Kind.COUNT, Kind.NUMBER, Kind.AGE):
        found = [figure for figure in found if figure.noun is not None and figure.span.end <= ratio.span.start][-1:]
    if not found:
        distant = _larger_counts(ratio, part, counts, SENTENCES_BACK_SAME_NOUN, 0)
        found = [
            figure
            for figure in distant
            if may_be_part_of(part, figure)
            and _have_same_noun(part, figure)
            and not _is_other_part_or_time(article, figure, ratio)
        ][-1:]
    return tuple(found) if len(found) <= MAX_WHOLES else ()


def _is_of_other_statement(article: Article, whole: Figure, part: Figure) -> bool:
    """Whether the whole belongs to another statement, such as "29 of the 30" where the part counts schools."""
    if whole.noun is not None or part.noun is None or whole.sentence == part.sentence:
        return False
    before = article.text[max(0, whole.span.start - 12) : whole.span.start]
    tail = article.text[whole.span.end : whole.span.end + 20]
    if article.text.startswith("Of ", article.sentences[whole.sentence].span.start):
        return True  # "Of the 2.1 million homes 550 are listed"
    return bool(OF_BEFORE.search(before) or OF_WHOLE_TAIL.match(tail))


def _is_other_part_or_time(article: Article, count: Figure, ratio: Figure) -> bool:
    """Whether a count is one part among others, or the level of another time.

    As in "2.1 million, or 51%, to 1.9 million, or 47%", "210 houses and 130 flats" and "to £1.35bn from £1.25bn".
    """
    index = bisect_left(article.figures, count.span, key=lambda figure: figure.span)
    before, after = article.figures[max(0, index - 1) : index], article.figures[index + 1 : index + 2]
    if any(is_ratio(figure) and figure is not ratio and is_aside(article, count, figure) for figure in after):
        return True
    lead = article.text[max(0, count.span.start - 30) : count.span.start]
    if EARLIER_LEVEL.search(lead):
        return True
    neighbours = [(figure, count) for figure in before] + [(count, figure) for figure in after]
    return any(
        may_count(first) and may_count(second) and _same_measure(first, second) and LIST_GAP.fullmatch(gap)
        for first, second in neighbours
        if len(gap := text_between(article, first, second)) < MAX_GAP_TO_PART
    )


def _larger_counts(
    ratio: Figure,
    part: Figure,
    counts: CountsBySentence,
    back: int = SENTENCES_TO_NAMED_WHOLE,
    forward: int = SENTENCES_TO_NAMED_WHOLE,
) -> Iterator[Figure]:
    """Yields the nearby counts that are larger than the part."""
    for sentence_index in range(ratio.sentence - back, ratio.sentence + forward + 1):
        for figure in counts.get(sentence_index, [])[:MAX_FIGURES]:
            if figure is not part and (figure.value or 0) > (part.value or 0):
                yield figure


def _workforces(article: Article, ratio: Figure, part: Figure, counts: CountsBySentence) -> tuple[Figure, ...]:
    """The nearby sizes of a workforce, "employs 6,200 people"; none where the share is of the staff of a place."""
    assert ratio.noun is not None
    tail = article.text[ratio.noun.span.end : ratio.noun.span.end + 4]
    if not WHOLE_MODIFIERS.issuperset(ratio.noun.modifiers) or tail == " in ":
        return ()
    return tuple(figure for figure in _larger_counts(ratio, part, counts) if _is_workforce_size(article, figure))


def _is_workforce_size(article: Article, figure: Figure) -> bool:
    """Whether the figure is the size of a whole workforce."""
    start = article.sentences[figure.sentence].span.start
    before = plain_words(article.text[max(start, figure.span.start - 40) : figure.span.start])[-4:]
    after = plain_words(article.text[figure.span.end : figure.span.end + 30])[:3]
    is_employed = not EMPLOY_FORMS.isdisjoint(before) or before[-2:] in (["workforce", "of"], ["staff", "of"])
    return is_employed and "in" not in after  # "employs 400 people in Leeds" is a part of the staff


def _nouns_after(article: Article, figure: Figure) -> set[str]:
    """The words right after a figure, which say what it counts."""
    words = plain_words(article.text[figure.span.end : figure.span.end + 40])[:4]
    return {stem(word) for word in words if word not in STOP_WORDS}


def share_arithmetic(part: Figure, whole: Figure) -> str:
    """The arithmetic of a share, as messages show it: "27 / 75 = 36%"."""
    exact = (part.value or Fraction(0)) * 100 / (whole.value or Fraction(1))
    return f"{number(part.value or 0)} / {number(whole.value or 1)} = {number(round(exact, 2))}%"
