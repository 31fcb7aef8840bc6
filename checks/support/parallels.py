"""Finds a figure that the target ties to the words of another figure of the same series.

"The council will spend £12m on cycle lanes and £34m on roads": each figure of such a series has words that stand nearer
to it than to the others, before it ("wages £275m") or behind it ("£34m on roads"). They may be any content words; that
of names is also looked at in `checks.support.binding` and `checks.support.holders`. "£34m on cycle lanes" has the value
of the one and the words of the other.

A series is what stands in one sentence: figures of one type of quantity with a comma or a conjunction between them.
Figures with neither in between ("rose to £46m from £39m", "180 of the 240") or with no content word in between ("74 and
79") are one member of it. What cannot be told to belong to one of two figures is evidence for neither.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import NamedTuple

from checks import sameness
from checks.model import Article, Figure, Kind, Span
from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import STOP_WORDS, WORD, neighbouring_figures, stem
from checks.pattern import pattern
from checks.support.agreement import compare_values, quantity_type
from checks.support.binding import CONJUNCTIONS, RESPECTIVELY
from checks.support.holders import IRREGULAR_PASTS
from checks.support.verdict import COUNTS, SKIPPED_KINDS
from checks.word_set import word_set

SINGLE_KINDS = (Kind.AGE, Kind.SCORE, Kind.RATIO, Kind.FRACTION, Kind.ORDINAL)
"""Kinds that are judged by the person, the sides or the whole that they belong to."""
MAX_MEMBERS = 12
"""With more figures of one type in a sentence the text is a table."""
MAX_SAID_PHRASES = 3
"""The most phrases behind a figure of the target that are taken to be about it."""
MAX_RATIO = 10
"""A count that is more times another is of no one series with it."""
WINDOW = 240
"""Characters read before the first and behind the last figure of a series."""
ORDER_WORDS = word_set("first second third fourth")
"""Stop words that tell two members of a series apart."""
ANYBODY = word_set("people person persons")
"""Words that tell nobody from anybody."""
PREPOSITIONS = frozenset(
    "of in on at for from to by with within among amongst between over under after before during against about as into"
    " through since until around across near towards toward without".split()
)
PLACE_PREPOSITIONS = word_set("in at on near across around within")
IRREGULAR_PARTICIPLES = """been begun bitten blown borne broken chosen come done drawn driven eaten fallen flown
    forgotten frozen given gone grown hidden known ridden risen run seen shaken shown spoken stolen struck sung sunk
    sworn taken thrown torn woken worn woven written"""
PAST_FORMS = frozenset(f"{IRREGULAR_PASTS} {IRREGULAR_PARTICIPLES}".split())
SMALL_NUMBERS = word_set("two three four five six seven eight nine ten eleven twelve")
"""Number words that may tell two members apart, as in "more than nine hours"; "one" may stand for any noun."""
SUBORDINATE = pattern(
    r"[,;(–—] ?(?:(?:of|in|for|from|by|with|among) )?(?:which|who|whom|whose|where|when|including)\b[^,;]*$"
    r"|\b(?:after|because|when|if|until|unless|although|once)\b[^,;]*$"
)
"""The beginning of a clause about what stands before it: "£195,000, of which £120,000"."""
WHOLE_BEFORE = pattern(r"(?:^|\W)Of (?:the |its |their |all )*(?:[a-z]+ )?$|\btotal of (?:[a-z]+ )?$")
COMPARED_BEHIND = pattern(r" (?:[a-z]+ )?(?:more|fewer|less(?! so)|further|extra|additional)\b")
CHANGE = pattern(
    r"\b(?:rise|increase|fall|drop|decline|jump|gain|cut|loss) (?:of|from|on|to)\b|[,;] (?:up|down)\b"
    r"|[,;–—] (?:up |down )?(?:from|to) "
)
"""What makes one figure of the next another value of the same thing: "396 times, a tenth more than the 360"."""
LAST_CONJUNCT = pattern(r"^.*\b(?:and|but|while|whereas)\b", re.DOTALL)
SHARED_SUBJECT = pattern(
    rf"\W*(?:(?:and|but|while|or) )?(?:now|then|also|later|had|has|have|was|were|is|are|will|would|[a-z]+(?:ed|ing)"
    rf"|{'|'.join(IRREGULAR_PASTS.split())})\b"
)
"""The beginning of a second predicate, whose subject stands before the first: "and pulled 79 from the water"."""
CIRCUMSTANCE = word_set("when after as who which where while because since if before until")
"""Words that begin a clause about the whole sentence."""
TOKEN = pattern(rf"{WORD.pattern}|\d[\d.,]*\d|\d|[,;:.–—()]")


class Word(NamedTuple):
    """A content word: its stem or event, whether it may be the past form of a verb, and where it stands.

    `chunk` is the offset of the phrase that it belongs to, `preposition` what introduces that ("" for nothing).
    """

    stem: str
    is_verb: bool
    preposition: str
    chunk: int


@dataclass(slots=True)
class Member:
    """A member of a series: its figures, the words of its own before and behind them, and those that may be its own."""

    figures: list[Figure]
    before: list[Word] = field(default_factory=list)
    behind: list[Word] = field(default_factory=list)
    perhaps: list[Word] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return Span(self.figures[0].span.start, self.figures[-1].span.end)

    @property
    def own(self) -> list[Word]:
        return self.before + self.behind

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in (*self.own, *self.perhaps))


class Mismatch(NamedTuple):
    """`source_figure` has the value; the words of the target are those of `other`."""

    source_figure: Figure
    other: Figure


def find_mismatch(figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article) -> Mismatch | None:
    """The figure of a series whose words the target has beside the value of another; None if there is none.

    `agreeing` are the figures of the source that have the value: each of them has to belong to another's words.
    """
    if not 0 < len(agreeing) <= MAX_MEMBERS or figure.kind in SINGLE_KINDS or figure.second is not None:
        return None
    if RESPECTIVELY.search(target.text_of(target.sentences[figure.sentence].span)):
        return None
    said = _member_with(figure, series_of(figure, target, max_phrases=MAX_SAID_PHRASES))
    found = [_mismatch_with(said, agreeing_figure, source) for agreeing_figure in agreeing]
    mismatches = [mismatch for mismatch in found if mismatch is not None]
    if len(mismatches) < len(agreeing):
        return None
    return mismatches[0]


def series_of(figure: Figure, article: Article, *, max_phrases: int = 1) -> list[Member]:
    """The members of the series to which a figure belongs, in text order; only its own where it has no other.

    What stands behind the last one is its own for so many phrases that a preposition introduces.
    """
    sentence = article.sentences[figure.sentence].span
    peers = [
        other
        for other in neighbouring_figures(figure, article)
        if other.kind not in SKIPPED_KINDS and other.value is not None and _are_of_one_type(figure, other)
    ]
    figures = sorted([figure, *peers], key=lambda other: other.span)
    members = [Member([figures[0]])]
    for other in figures[1:]:
        gap = Span(members[-1].span.end, max(other.span.start, members[-1].span.end))
        if _is_one_member(gap, article):
            members[-1].figures.append(other)
        else:
            members.append(Member([other]))
    for left, right in pairwise(members):
        _share_out(Span(left.span.end, right.span.start), left, right, article)
    first, last = members[0], members[-1]
    for member in members:
        for each, following in pairwise(member.figures):
            member.perhaps += _words(article, Span(each.span.end, following.span.start))
    _read_lead(Span(max(sentence.start, first.span.start - WINDOW), first.span.start), first, article)
    _read_tail(Span(last.span.end, min(sentence.end, last.span.end + WINDOW)), last, article, max_phrases)
    return members


def _are_of_one_type(figure: Figure, other: Figure) -> bool:
    if other.kind in SINGLE_KINDS:
        return False
    if quantity_type(figure) == quantity_type(other):
        is_converted = figure.unit != other.unit and figure.kind is not Kind.DURATION  # "£710m, or about $920m"
        return not is_converted and (figure.kind is other.kind or (figure.kind in COUNTS and other.kind in COUNTS))
    # "12 years and his brother seven"
    return other.kind is Kind.NUMBER and other.noun is None and other.span > figure.span and figure.kind not in COUNTS


def _member_with(figure: Figure, members: Sequence[Member]) -> Member:
    return next(member for member in members if figure in member.figures)


def _mismatch_with(said: Member, source_figure: Figure, source: Article) -> Mismatch | None:
    if RESPECTIVELY.search(source.text_of(source.sentences[source_figure.sentence].span)):
        return None
    members = series_of(source_figure, source)
    if not 1 < len(members) <= MAX_MEMBERS:
        return None
    own = _member_with(source_figure, members)
    if _is_apart(own, source):
        return None
    others = [each for other in members if other is not own for each in other.figures]
    if any(compare_values(each, other)[0] for each in said.figures for other in others):
        return None  # "£67m of the £87m"
    for other in members:
        if other is own or not _are_comparable(own, other, source_figure, source):
            continue
        second = max(own, other, key=lambda member: member.span)
        if SHARED_SUBJECT.match(_clause_before(second, source)):
            own_words = replace(own, before=[], perhaps=own.before + own.perhaps)
            is_of_other = _is_told_as_other(said, own_words, replace(other, before=[]))
        else:
            is_of_other = _has_phrase_of(said, own, other) or _is_told_as_other(said, own, other)
        if is_of_other:
            return Mismatch(source_figure, other.figures[0])
    return None


def _are_comparable(own: Member, other: Member, source_figure: Figure, source: Article) -> bool:
    """Whether two members stand side by side: neither is part, change or aside of the other, nor as much as it."""
    if any(compare_values(source_figure, each)[0] for each in other.figures) or _is_apart(other, source):
        return False
    if not _are_parallel(source_figure, other, source) or _clause_start(own, source) != _clause_start(other, source):
        return False
    first, second = sorted((own, other), key=lambda member: member.span)
    gap = source.text[first.span.end : second.span.start]
    return CHANGE.search(LAST_CONJUNCT.sub("", gap)) is None


def _clause_before(member: Member, article: Article) -> str:
    """What stands between the last comma or conjunction and a member of a series."""
    start = max(_sentence_start(member, article), member.span.start - WINDOW)
    for separator, _ in reversed(_separators(Span(start, member.span.start), article)):
        clause = article.text[separator.end : member.span.start]
        if clause.strip():
            return clause
    return article.text[start : member.span.start]


def _sentence_start(member: Member, article: Article) -> int:
    return article.sentences[member.figures[0].sentence].span.start


def _is_apart(member: Member, article: Article) -> bool:
    """Whether a figure is the whole of the others or a difference from another."""
    start = max(_sentence_start(member, article), member.span.start - WINDOW)
    if WHOLE_BEFORE.search(article.text[start : member.span.start]):
        return True
    return COMPARED_BEHIND.match(article.text, member.span.end) is not None


def _clause_start(member: Member, article: Article) -> int:
    """Where the clause about something else begins to which a figure belongs; -1 if it belongs to none."""
    start = max(_sentence_start(member, article), member.span.start - WINDOW)
    found = SUBORDINATE.search(article.text[start : member.span.start])
    return start + found.start() if found is not None else -1


def _are_parallel(figure: Figure, other: Member, article: Article) -> bool:
    """Whether a figure and one of another member are of one sort and size."""
    if figure.kind not in (*COUNTS, Kind.DURATION):
        return True
    return any(
        _similar_in_size(figure, each) and sameness.entity_agreement(figure, each, article, article) >= 0
        for each in other.figures
    )


def _similar_in_size(figure: Figure, other: Figure) -> bool:
    low, high = sorted((figure.value or 0, other.value or 0))
    return high <= MAX_RATIO * low


def _is_told_as_other(said: Member, own: Member, other: Member) -> bool:
    """Whether the words that tell the two members apart, as far as the target has any, are the other's."""
    said_stems = frozenset(word.stem for word in said.own)
    evidence, evident = frozenset[str](), list[Word]()
    for slot, own_slot in ((other.before, own.before), (other.behind, own.behind)):
        if all(word.stem in other.stems for word in own_slot):
            continue  # "£40m in Peru and £60m in Chile": what stands before the first one is said of both
        telling = [word.stem for word in slot if word.stem not in own.stems]
        shared = said_stems.intersection(telling)
        if not _has_both_sides(slot, own_slot, said_stems):
            continue
        if shared and (telling[0] in shared or 2 * len(shared) >= len(telling)):
            evidence |= shared
            evident += slot
    if not evidence:
        return False
    defence = [word for word in (*own.own, *own.perhaps) if word.stem in said.stems - other.stems]
    return not _tells_apart(defence, evident, own, other)


def _has_both_sides(words: Sequence[Word], own_words: Sequence[Word], said_stems: frozenset[str]) -> bool:
    """Whether words of both sides of a verb that one's own words leave out are said, where it has words on both.

    "United paid Leeds £3m and Chelsea £5m" may leave out who paid or who was paid.
    """
    if any(word.is_verb for word in own_words):
        return True
    verb = max((index for index, word in enumerate(words) if word.is_verb), default=0)
    sides = [_stems([word for word in side if not word.is_verb]) for side in (words[:verb], words[verb + 1 :])]
    return not all(sides) or all(side & said_stems for side in sides)


def _tells_apart(defence: Sequence[Word], evident: Sequence[Word], own: Member, other: Member) -> bool:
    """Whether words that the target shares with its own figure tell it from the other, and are not left out there."""
    has_verb = any(word.is_verb for word in evident)
    for word in defence:
        slot, other_slot = (own.before, other.before) if word in own.before else (own.behind, other.behind)
        if (word.is_verb and not has_verb) or (word in slot and not other_slot):
            continue
        return True
    return False


def _has_phrase_of(said: Member, own: Member, other: Member) -> bool:
    """Whether the target has a phrase of the other's for one of its own: "of children" for "of adults"."""
    sides = (other.before, own.before), (other.behind, own.behind)
    for (slot, own_slot), (far_slot, own_far_slot) in zip(sides, reversed(sides), strict=True):
        own_far_stems, far_stems = _stems(own_far_slot) - other.stems, _stems(far_slot) - own.stems
        if far_stems and own_far_stems & said.stems and not far_stems & said.stems:
            continue  # "searched 50 sites" for "searched 50 locations" is another word for the same
        if not _has_both_sides(slot, own_slot, _stems(said.own)):
            continue
        for words in _phrases(slot):
            own_words = next((each for each in _phrases(own_slot) if each[0].preposition == words[0].preposition), None)
            if own_words is None:
                continue
            telling = {word.stem for word in words} - own.stems
            own_telling = {word.stem for word in own_words} - other.stems
            if telling and own_telling and _says(said, telling, own_telling, own_words[-1].stem):
                return True
    return False


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words)


def _says(said: Member, telling: set[str], own_telling: set[str], head: str) -> bool:
    """Whether the target has the telling words, and of its own figure's none but the head that they may share."""
    for words in _phrases(said.own):
        stems = {word.stem for word in words}
        if 2 * len(stems & telling) >= len(telling):
            kept = said.stems & own_telling
            if not kept or (len(own_telling) > 1 and kept == {head} and head in stems):
                return True
    return False


def _phrases(words: Sequence[Word]) -> list[list[Word]]:
    """The phrases that words form, without the verbs."""
    phrases: dict[int, list[Word]] = {}
    for word in words:
        if not word.is_verb:
            phrases.setdefault(word.chunk, []).append(word)
    return list(phrases.values())


def _is_one_member(gap: Span, article: Article) -> bool:
    return not _separators(gap, article) or not _words(article, gap)


def _separators(span: Span, article: Article) -> list[tuple[Span, bool]]:
    """The commas and conjunctions of a span, each with whether it is a conjunction or a semicolon."""
    found = []
    for match in TOKEN.finditer(article.text, span.start, span.end):
        token = match.group().lower()
        if token in CONJUNCTIONS or token in ",;:.–—":
            found.append((Span(*match.span()), token in CONJUNCTIONS or token == ";"))
    return found


def _share_out(gap: Span, left: Member, right: Member, article: Article) -> None:
    """Gives the words between two members of a series to the one on their side of the comma or conjunction."""
    separators = _separators(gap, article)
    first, last = separators[0][0], separators[-1][0]
    if not _words(article, Span(gap.start, first.start)):
        right.before += _words(article, Span(first.end, gap.end))
        return
    if not _words(article, Span(last.end, gap.end)):
        conjunctions = [span for span, is_conjunction in separators if is_conjunction]
        if not conjunctions or conjunctions[-1] == last:
            left.behind += _words(article, Span(gap.start, first.start))
            left.perhaps += _words(article, Span(first.end, last.start))
            return
    conjunctions = [span for span, is_conjunction in separators if is_conjunction]
    if len(conjunctions) == 1:
        first = last = conjunctions[0]
    left.behind += _words(article, Span(gap.start, first.start))
    right.before += _words(article, Span(last.end, gap.end))
    between = _words(article, Span(first.end, max(first.end, last.start)))
    left.perhaps += between
    right.perhaps += between


def _read_lead(lead: Span, first: Member, article: Article) -> None:
    """Reads what stands before the first member: its own from the last comma on that has words behind it."""
    start = lead.start
    for separator, _ in reversed(_separators(lead, article)):
        if article.text_of(separator).lower() != "and" and _words(article, Span(separator.end, lead.end)):
            start = separator.end  # "and" may join two nouns: "exports of goods and services"
            break
    first.before = _words(article, Span(start, lead.end))
    first.perhaps += _words(article, Span(lead.start, start))


def _read_tail(tail: Span, last: Member, article: Article, max_phrases: int) -> None:
    """Reads what stands behind the last member: its own up to the first comma and so many phrases."""
    end, prepositions = tail.end, 0
    for match in TOKEN.finditer(article.text, tail.start, tail.end):
        token = match.group().lower()
        if token in PREPOSITIONS:
            prepositions += 1
        if token in CONJUNCTIONS or token in CIRCUMSTANCE or token in ",;:.–—" or prepositions > max_phrases:
            end = match.start()
            break
    last.behind += _words(article, Span(tail.start, end))
    last.perhaps += _words(article, Span(end, tail.end))


def _words(article: Article, span: Span) -> list[Word]:
    """The content words of a span, numbers included."""
    words = list[Word]()
    preposition, chunk = "", span.start
    for match in TOKEN.finditer(article.text, span.start, span.end):
        token = match.group().lower()
        is_compound = article.text[match.end() : match.end() + 1] == "-"  # "over-65s"
        if (token in PREPOSITIONS and not is_compound) or not token[0].isalnum() or token in CONJUNCTIONS:
            preposition = "in" if token in PLACE_PREPOSITIONS else token if token in PREPOSITIONS else ""
            chunk = match.end()
            continue
        if len(token) < 2 and not token.isdigit():
            continue
        if token in ANYBODY or (token in STOP_WORDS and token not in ORDER_WORDS and token not in SMALL_NUMBERS):
            continue
        is_past = token in PAST_FORMS or (token.endswith("ed") and len(token) > len("aged"))
        is_verb = is_past and match.group().islower()  # not "United"
        words.append(Word(EVENT_OF_WORD.get(token) or stem(token), is_verb, preposition, chunk))
        if is_verb:
            preposition, chunk = "", match.end()
    return words
