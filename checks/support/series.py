"""Finds a figure of a series that has the words of another figure of that series in the target.

In "The council will spend £12m on cycle lanes and £34m on roads", a series, each figure has words that belong to it
rather than to the others, before it ("wages £275m") or after it ("£34m on roads"). They may be any content words; names
are also checked in `checks.support.binding` and `checks.support.attribution`. "£34m on cycle lanes" has the value of
one figure and the words of the other.

A series consists of the figures of one sentence that are of one type of quantity, with a comma or a conjunction between
them. Figures with neither in between ("rose to £46m from £39m", "180 of the 240") or with no content word in between
("74 and 79") are one member. Words that may belong to either of two figures are evidence for neither.
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
from checks.support.attribution import IRREGULAR_PASTS
from checks.support.binding import CONJUNCTIONS, RESPECTIVELY
from checks.support.verdict import COUNTS, SKIPPED_KINDS
from checks.word_set import word_set

KINDS_WITHOUT_SERIES = (Kind.AGE, Kind.SCORE, Kind.RATIO, Kind.FRACTION, Kind.ORDINAL)
"""Kinds that form no series, as they are judged by the person, the sides or the whole that they belong to."""
MAX_MEMBERS = 12
"""Most figures of one type in a sentence: a text with more is a table."""
MAX_TARGET_PHRASES = 3
"""Most phrases after a figure of the target that are considered to be about it."""
MAX_SERIES_RATIO = 10
"""Largest ratio of two counts of one series."""
SERIES_WINDOW = 240
"""Most characters read before the first and after the last figure of a series."""
ORDINAL_WORDS = word_set("first second third fourth")
"""Stop words that can distinguish two members of a series."""
GENERIC_PERSON_NOUNS = word_set("people person persons")
"""Nouns that do not distinguish one person from another."""
PREPOSITIONS = frozenset(
    "of in on at for from to by with within among amongst between over under after before during against about as into"
    " through since until around across near towards toward without".split()
)
PLACE_PREPOSITIONS = word_set("in at on near across around within")
IRREGULAR_PARTICIPLES = """been begun bitten blown borne broken chosen come done drawn driven eaten fallen flown
    forgotten frozen given gone grown hidden known ridden risen run seen shaken shown spoken stolen struck sung sunk
    sworn taken thrown torn woken worn woven written"""
PAST_FORMS = frozenset(f"{IRREGULAR_PASTS} {IRREGULAR_PARTICIPLES}".split())
SMALL_NUMBER_WORDS = word_set("two three four five six seven eight nine ten eleven twelve")
"""Number words that can distinguish two members, as in "more than nine hours"; not "one", a pronoun for any noun."""
SUBORDINATE_CLAUSE = pattern(
    r"[,;(–—] ?(?:(?:of|in|for|from|by|with|among) )?(?:which|who|whom|whose|where|when|including)\b[^,;]*$"
    r"|\b(?:after|because|when|if|until|unless|although|once)\b[^,;]*$"
)
"""The beginning of a clause about what precedes it: "£195,000, of which £120,000"."""
WORDS_BEFORE_TOTAL = pattern(r"(?:^|\W)Of (?:the |its |their |all )*(?:[a-z]+ )?$|\btotal of (?:[a-z]+ )?$")
COMPARISON_AFTER = pattern(r" (?:[a-z]+ )?(?:more|fewer|less(?! so)|further|extra|additional)\b")
CHANGE_BETWEEN = pattern(
    r"\b(?:rise|increase|fall|drop|decline|jump|gain|cut|loss) (?:of|from|on|to)\b|[,;] (?:up|down)\b"
    r"|[,;–—] (?:up |down )?(?:from|to) "
)
"""Words between two figures that are values of the same thing: "396 times, a tenth more than the 360"."""
LAST_CONJUNCT = pattern(r"^.*\b(?:and|but|while|whereas)\b", re.DOTALL)
SHARED_SUBJECT = pattern(
    rf"\W*(?:(?:and|but|while|or) )?(?:now|then|also|later|had|has|have|was|were|is|are|will|would|[a-z]+(?:ed|ing)"
    rf"|{'|'.join(IRREGULAR_PASTS.split())})\b"
)
"""The beginning of a second predicate of the same subject: "and pulled 79 from the water"."""
CLAUSE_OPENERS = word_set("when after as who which where while because since if before until")
"""Words that begin a clause about the whole sentence."""
SERIES_TOKEN = pattern(rf"{WORD.pattern}|\d[\d.,]*\d|\d|[,;:.–—()]")


class Word(NamedTuple):
    """A content word: its stem or event, and whether it may be the past form of a verb.

    `phrase_start` is the offset of its phrase, `preposition` what introduces that phrase ("" if nothing does).
    """

    stem: str
    is_verb: bool
    preposition: str
    phrase_start: int


@dataclass(slots=True)
class Member:
    """A member of a series: its figures, the words that belong to it before and after them, and those that may."""

    figures: list[Figure]
    preceding: list[Word] = field(default_factory=list)
    following: list[Word] = field(default_factory=list)
    uncertain: list[Word] = field(default_factory=list)

    @property
    def span(self) -> Span:
        return Span(self.figures[0].span.start, self.figures[-1].span.end)

    @property
    def words(self) -> list[Word]:
        return self.preceding + self.following

    @property
    def stems(self) -> frozenset[str]:
        return frozenset(word.stem for word in (*self.words, *self.uncertain))


class SeriesMismatch(NamedTuple):
    """The source's figure with the target's value, and the other one of its series, which has the target's words."""

    source_figure: Figure
    other: Figure


def find_series_mismatch(
    figure: Figure, agreeing: Sequence[Figure], target: Article, source: Article
) -> SeriesMismatch | None:
    """The two source figures of which the target has one's value and the other's words; None if there are none.

    `agreeing` are the source's figures with the value; the target has to have another's words for each of them.
    """
    if not 0 < len(agreeing) <= MAX_MEMBERS or figure.kind in KINDS_WITHOUT_SERIES or figure.second is not None:
        return None
    if RESPECTIVELY.search(target.text_of(target.sentences[figure.sentence].span)):
        return None
    target_member = _member_with(figure, series_of(figure, target, max_phrases=MAX_TARGET_PHRASES))
    found = [_series_mismatch(target_member, agreeing_figure, source) for agreeing_figure in agreeing]
    mismatches = [mismatch for mismatch in found if mismatch is not None]
    if len(mismatches) < len(agreeing):
        return None
    return mismatches[0]


def series_of(figure: Figure, article: Article, *, max_phrases: int = 1) -> list[Member]:
    """The members of the series that a figure belongs to, in text order; only one if it is in no series.

    Up to `max_phrases` prepositional phrases after the last member belong to it.
    """
    sentence = article.sentences[figure.sentence].span
    peers = [
        other
        for other in neighbouring_figures(figure, article)
        if other.kind not in SKIPPED_KINDS and other.value is not None and _may_be_in_one_series(figure, other)
    ]
    figures = sorted([figure, *peers], key=lambda other: other.span)
    members = [Member([figures[0]])]
    for other in figures[1:]:
        gap = Span(members[-1].span.end, max(other.span.start, members[-1].span.end))
        if _belong_to_one_member(gap, article):
            members[-1].figures.append(other)
        else:
            members.append(Member([other]))
    for left, right in pairwise(members):
        _assign_words_between(Span(left.span.end, right.span.start), left, right, article)
    first, last = members[0], members[-1]
    for member in members:
        for each, following in pairwise(member.figures):
            member.uncertain += _content_words(article, Span(each.span.end, following.span.start))
    _assign_words_before(Span(max(sentence.start, first.span.start - SERIES_WINDOW), first.span.start), first, article)
    _assign_words_after(
        Span(last.span.end, min(sentence.end, last.span.end + SERIES_WINDOW)), last, article, max_phrases
    )
    return members


def _may_be_in_one_series(figure: Figure, other: Figure) -> bool:
    """Whether both are of one type of quantity and unit; durations may have two units."""
    if other.kind in KINDS_WITHOUT_SERIES:
        return False
    if quantity_type(figure) == quantity_type(other):
        is_converted = figure.unit != other.unit and figure.kind is not Kind.DURATION  # "£710m, or about $920m"
        return not is_converted and (figure.kind is other.kind or (figure.kind in COUNTS and other.kind in COUNTS))
    # "12 years and his brother seven"
    return other.kind is Kind.NUMBER and other.noun is None and other.span > figure.span and figure.kind not in COUNTS


def _member_with(figure: Figure, members: Sequence[Member]) -> Member:
    return next(member for member in members if figure in member.figures)


def _series_mismatch(target_member: Member, source_figure: Figure, source: Article) -> SeriesMismatch | None:
    if RESPECTIVELY.search(source.text_of(source.sentences[source_figure.sentence].span)):
        return None
    members = series_of(source_figure, source)
    if not 1 < len(members) <= MAX_MEMBERS:
        return None
    member = _member_with(source_figure, members)
    if _is_total_or_difference(member, source):
        return None
    others = [each for other in members if other is not member for each in other.figures]
    if any(compare_values(each, other)[0] for each in target_member.figures for other in others):
        return None  # in "£67m of the £87m" the target has both figures
    for other in members:
        if other is member or not _are_comparable(member, other, source_figure, source):
            continue
        second = max(member, other, key=lambda member: member.span)
        if SHARED_SUBJECT.match(_clause_before(second, source)):
            member_words = replace(member, preceding=[], uncertain=member.preceding + member.uncertain)
            is_of_other = _has_words_of_other(target_member, member_words, replace(other, preceding=[]))
        else:
            is_of_other = _has_phrase_of_other(target_member, member, other) or _has_words_of_other(
                target_member, member, other
            )
        if is_of_other:
            return SeriesMismatch(source_figure, other.figures[0])
    return None


def _are_comparable(member: Member, other: Member, source_figure: Figure, source: Article) -> bool:
    """Whether two members are coordinate: neither is the total, a part or a change of the other, nor in a subclause."""
    if any(compare_values(source_figure, each)[0] for each in other.figures) or _is_total_or_difference(other, source):
        return False
    if not _are_parallel(source_figure, other, source) or _clause_start(member, source) != _clause_start(other, source):
        return False
    first, second = sorted((member, other), key=lambda member: member.span)
    gap = source.text[first.span.end : second.span.start]
    return CHANGE_BETWEEN.search(LAST_CONJUNCT.sub("", gap)) is None


def _clause_before(member: Member, article: Article) -> str:
    """The text from the last comma or conjunction before a member to that member."""
    start = max(_sentence_start(member, article), member.span.start - SERIES_WINDOW)
    for separator, _ in reversed(_separators(Span(start, member.span.start), article)):
        clause = article.text[separator.end : member.span.start]
        if clause.strip():
            return clause
    return article.text[start : member.span.start]


def _sentence_start(member: Member, article: Article) -> int:
    return article.sentences[member.figures[0].sentence].span.start


def _is_total_or_difference(member: Member, article: Article) -> bool:
    """Whether a member is the total of the others or a difference from another."""
    start = max(_sentence_start(member, article), member.span.start - SERIES_WINDOW)
    if WORDS_BEFORE_TOTAL.search(article.text[start : member.span.start]):
        return True
    return COMPARISON_AFTER.match(article.text, member.span.end) is not None


def _clause_start(member: Member, article: Article) -> int:
    """The offset of the subordinate clause that a member belongs to; -1 if it belongs to none."""
    start = max(_sentence_start(member, article), member.span.start - SERIES_WINDOW)
    found = SUBORDINATE_CLAUSE.search(article.text[start : member.span.start])
    return start + found.start() if found is not None else -1


def _are_parallel(figure: Figure, other: Member, article: Article) -> bool:
    """Whether a figure and one of another member are of a similar entity and size."""
    if figure.kind not in (*COUNTS, Kind.DURATION):
        return True
    return any(
        _are_similar_in_size(figure, each) and sameness.entity_agreement(figure, each, article, article) >= 0
        for each in other.figures
    )


def _are_similar_in_size(figure: Figure, other: Figure) -> bool:
    low, high = sorted((figure.value or 0, other.value or 0))
    return high <= MAX_SERIES_RATIO * low


def _has_words_of_other(target_member: Member, member: Member, other: Member) -> bool:
    """Whether the target has words that distinguish the other member from this one, and none that do the reverse."""
    target_stems = frozenset(word.stem for word in target_member.words)
    evidence, evidence_words = frozenset[str](), list[Word]()
    for other_side, member_side in ((other.preceding, member.preceding), (other.following, member.following)):
        if all(word.stem in other.stems for word in member_side):
            continue  # "£40m in Peru and £60m in Chile": what precedes the first one is about both
        distinctive = [word.stem for word in other_side if word.stem not in member.stems]
        shared = target_stems.intersection(distinctive)
        if not _has_both_sides(other_side, member_side, target_stems):
            continue
        if shared and (distinctive[0] in shared or 2 * len(shared) >= len(distinctive)):
            evidence |= shared
            evidence_words += other_side
    if not evidence:
        return False
    shared_words = [
        word for word in (*member.words, *member.uncertain) if word.stem in target_member.stems - other.stems
    ]
    return not _supports_member(shared_words, evidence_words, member, other)


def _has_both_sides(words: Sequence[Word], member_words: Sequence[Word], target_stems: frozenset[str]) -> bool:
    """Whether the target has words of both sides of a verb that is stated for `words` only, if these have both sides.

    "United paid Leeds £3m and Chelsea £5m" may leave out who paid or who was paid.
    """
    if any(word.is_verb for word in member_words):
        return True
    verb = max((index for index, word in enumerate(words) if word.is_verb), default=0)
    sides = [_stems([word for word in side if not word.is_verb]) for side in (words[:verb], words[verb + 1 :])]
    return not all(sides) or all(side & target_stems for side in sides)


def _supports_member(
    shared_words: Sequence[Word], evidence_words: Sequence[Word], member: Member, other: Member
) -> bool:
    """Whether a word that the target shares with this member distinguishes it from the other one.

    A verb that the evidence lacks, or a word on a side where the other member has none, may have been left out there.
    """
    has_verb = any(word.is_verb for word in evidence_words)
    for word in shared_words:
        member_side, other_side = (
            (member.preceding, other.preceding) if word in member.preceding else (member.following, other.following)
        )
        if (word.is_verb and not has_verb) or (word in member_side and not other_side):
            continue
        return True
    return False


def _has_phrase_of_other(target_member: Member, member: Member, other: Member) -> bool:
    """Whether the target has a phrase of the other member in place of this one's: "of children" for "of adults"."""
    sides = (other.preceding, member.preceding), (other.following, member.following)
    for (other_side, member_side), (far_other_side, far_member_side) in zip(sides, reversed(sides), strict=True):
        far_member_stems, far_other_stems = _stems(far_member_side) - other.stems, _stems(far_other_side) - member.stems
        if far_other_stems and far_member_stems & target_member.stems and not far_other_stems & target_member.stems:
            continue  # "searched 50 sites" for "searched 50 locations" is another word for the same
        if not _has_both_sides(other_side, member_side, _stems(target_member.words)):
            continue
        for words in _phrases(other_side):
            member_words = next(
                (each for each in _phrases(member_side) if each[0].preposition == words[0].preposition), None
            )
            if member_words is None:
                continue
            distinctive = {word.stem for word in words} - member.stems
            member_distinctive = {word.stem for word in member_words} - other.stems
            if (
                distinctive
                and member_distinctive
                and _has_distinctive_words(target_member, distinctive, member_distinctive, member_words[-1].stem)
            ):
                return True
    return False


def _stems(words: Sequence[Word]) -> frozenset[str]:
    return frozenset(word.stem for word in words)


def _has_distinctive_words(
    target_member: Member, distinctive: set[str], member_distinctive: set[str], head: str
) -> bool:
    """Whether the target has the other's distinctive words, and none of this member's but a head noun they share."""
    for words in _phrases(target_member.words):
        stems = {word.stem for word in words}
        if 2 * len(stems & distinctive) >= len(distinctive):
            shared = target_member.stems & member_distinctive
            if not shared or (len(member_distinctive) > 1 and shared == {head} and head in stems):
                return True
    return False


def _phrases(words: Sequence[Word]) -> list[list[Word]]:
    """The words by phrase, in text order, without the verbs."""
    phrases: dict[int, list[Word]] = {}
    for word in words:
        if not word.is_verb:
            phrases.setdefault(word.phrase_start, []).append(word)
    return list(phrases.values())


def _belong_to_one_member(gap: Span, article: Article) -> bool:
    """Whether two figures with this text in between are one member."""
    return not _separators(gap, article) or not _content_words(article, gap)


def _separators(span: Span, article: Article) -> list[tuple[Span, bool]]:
    """The punctuation and conjunctions of a span, each with whether it is a conjunction or a semicolon."""
    found = []
    for match in SERIES_TOKEN.finditer(article.text, span.start, span.end):
        token = match.group().lower()
        if token in CONJUNCTIONS or token in ",;:.–—":
            found.append((Span(*match.span()), token in CONJUNCTIONS or token == ";"))
    return found


def _assign_words_between(gap: Span, left: Member, right: Member, article: Article) -> None:
    """Assigns the words between two members to the one on their side of the comma or conjunction."""
    separators = _separators(gap, article)
    first, last = separators[0][0], separators[-1][0]
    if not _content_words(article, Span(gap.start, first.start)):
        right.preceding += _content_words(article, Span(first.end, gap.end))
        return
    if not _content_words(article, Span(last.end, gap.end)):
        conjunctions = [span for span, is_conjunction in separators if is_conjunction]
        if not conjunctions or conjunctions[-1] == last:
            left.following += _content_words(article, Span(gap.start, first.start))
            left.uncertain += _content_words(article, Span(first.end, last.start))
            return
    conjunctions = [span for span, is_conjunction in separators if is_conjunction]
    if len(conjunctions) == 1:
        first = last = conjunctions[0]
    left.following += _content_words(article, Span(gap.start, first.start))
    right.preceding += _content_words(article, Span(last.end, gap.end))
    between = _content_words(article, Span(first.end, max(first.end, last.start)))
    left.uncertain += between
    right.uncertain += between


def _assign_words_before(span_before: Span, first: Member, article: Article) -> None:
    """Assigns the words before the first member to it, from the last comma on; those before that are uncertain."""
    start = span_before.start
    for separator, _ in reversed(_separators(span_before, article)):
        if article.text_of(separator).lower() != "and" and _content_words(
            article, Span(separator.end, span_before.end)
        ):
            start = separator.end  # "and" may join two nouns: "exports of goods and services"
            break
    first.preceding = _content_words(article, Span(start, span_before.end))
    first.uncertain += _content_words(article, Span(span_before.start, start))


def _assign_words_after(span_after: Span, last: Member, article: Article, max_phrases: int) -> None:
    """Assigns the words after the last member to it, up to a comma or `max_phrases` phrases; the rest are uncertain."""
    end, prepositions = span_after.end, 0
    for match in SERIES_TOKEN.finditer(article.text, span_after.start, span_after.end):
        token = match.group().lower()
        if token in PREPOSITIONS:
            prepositions += 1
        if token in CONJUNCTIONS or token in CLAUSE_OPENERS or token in ",;:.–—" or prepositions > max_phrases:
            end = match.start()
            break
    last.following += _content_words(article, Span(span_after.start, end))
    last.uncertain += _content_words(article, Span(end, span_after.end))


def _content_words(article: Article, span: Span) -> list[Word]:
    """The content words of a span, numbers included."""
    words = list[Word]()
    preposition, phrase_start = "", span.start
    for match in SERIES_TOKEN.finditer(article.text, span.start, span.end):
        token = match.group().lower()
        is_compound = article.text[match.end() : match.end() + 1] == "-"  # "over-65s"
        if (token in PREPOSITIONS and not is_compound) or not token[0].isalnum() or token in CONJUNCTIONS:
            preposition = "in" if token in PLACE_PREPOSITIONS else token if token in PREPOSITIONS else ""
            phrase_start = match.end()
            continue
        if len(token) < 2 and not token.isdigit():
            continue
        if token in GENERIC_PERSON_NOUNS or (
            token in STOP_WORDS and token not in ORDINAL_WORDS and token not in SMALL_NUMBER_WORDS
        ):
            continue
        is_past = token in PAST_FORMS or (token.endswith("ed") and len(token) > len("aged"))
        is_verb = is_past and match.group().islower()  # not "United"
        words.append(Word(EVENT_OF_WORD.get(token) or stem(token), is_verb, preposition, phrase_start))
        if is_verb:
            preposition, phrase_start = "", match.end()
    return words
