"""The clauses of a tagged sentence, by word order and closed word classes: verb, subject, complement, verb group.

No parser: the subject of a verb is the noun phrase that ends before it, and its complement runs to the next verb. That
errs now and then; but a shortened sentence mostly keeps the order of the original, so that both are misread alike, and
all that is wanted is to compare the two (guards/clause_support.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from summarizer.language.lexicon import (
    BASE_FORMS,
    BE_FORMS,
    DO_FORMS,
    HAVE_FORMS,
    MEDIAL_MODIFIERS,
    MODALS,
    SPEECH_VERBS,
)
from summarizer.language.tagging import Tag, Token, lemmatize

MAX_TITLE_TOKENS = 9  # of a title in quotation marks
MAX_ASIDE_TOKENS = 25  # between two commas, dashes or brackets
MAX_COORDINATION_TOKENS = 12  # from a verb to the "and" before the verb that shares its subject

_INTENTION_NOUNS = frozenset(
    lemmatize(noun)
    for noun in "plan attempt effort bid proposal decision vow promise threat intention refusal offer".split()
)
"""Lemmas of nouns that govern an infinitive: "a plan to build a pier"."""
_NUMBER_MODIFIERS = frozenset("up over under about around above below between".split())
_PARTITIVE_NOUNS = frozenset(
    "series number group couple pair team set crowd majority handful range string lot bunch gang dozens hundreds "
    "thousands millions scores".split()
)
"""Nouns whose "of" does not end the core of a phrase: "a series of photos" is about the photos."""
_CLOSING_QUOTES = ('"', "”")
_OPENING_QUOTES = ('"', "“")
_ASIDE_OPENS = (",", "--", "–", "—", "(")
_ASIDE_CLOSES = (",", "--", "–", "—", ")")
_SENTENCE_BREAKS = (".", ";", ":", "!", "?")


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with its arguments. The tokens are those of the sentence; indices are into its tokens."""

    verb_index: int
    verb: str  # lemma; "be" or "have" for an auxiliary that stands as a main verb
    subject: tuple[Token, ...]  # in order; empty where word order does not tell
    complement: tuple[Token, ...]  # what follows, up to the next verb or clause
    verb_group: tuple[str, ...]  # auxiliaries, adverbs and governing verbs before the verb, nearest first, lower case
    passive: bool | None  # None where the form does not tell
    finite: bool  # False for "to build", "building": their subject stands elsewhere


def find_clauses(tokens: Sequence[Token]) -> Iterator[Clause]:
    """The clauses of a sentence, in order. They hold the very tokens given, which may be compared by identity."""
    found: list[Clause] = []
    for index, token in enumerate(tokens):
        if token.tag is Tag.VERB:
            found.append(_clause(tokens, index, token.lemma))
        elif token.tag is Tag.AUX and token.lower in BE_FORMS | HAVE_FORMS and _is_main_verb(tokens, index):
            found.append(_clause(tokens, index, "be" if token.lower in BE_FORMS else "have"))
    for number, clause in enumerate(found):  # "said the plane landed": the plane is the subject of "landed" alone
        following = {id(token) for token in tokens[clause.verb_index + 1 :]}
        later_subjects = {
            id(token)
            for later in found[number + 1 :]
            if later.finite and later.subject
            if id(later.subject[0]) in following and not is_relative_clause(tokens, later)
            for token in later.subject
        }
        yield replace(clause, complement=tuple(token for token in clause.complement if id(token) not in later_subjects))


def is_relative_clause(tokens: Sequence[Token], clause: Clause) -> bool:
    """Whether a relativizer or "that" stands between a clause's subject and its verb: "a clerk who works there"."""
    after_subject = takewhile(lambda token: token is not clause.subject[-1], reversed(tokens[: clause.verb_index]))
    return any(token.tag in (Tag.RELATIVIZER, Tag.COMPLEMENTIZER) for token in after_subject)


def _is_main_verb(tokens: Sequence[Token], index: int) -> bool:
    """Whether an auxiliary helps no verb: none follows it but for adverbs."""
    for token in tokens[index + 1 :]:
        if token.tag in (Tag.VERB, Tag.AUX):
            return False
        if token.tag not in (Tag.ADV, Tag.NEGATION) and token.lower not in MEDIAL_MODIFIERS:
            return True
    return True


def _clause(tokens: Sequence[Token], verb_index: int, verb: str) -> Clause:
    group = _verb_group(tokens, verb_index)
    form = tokens[verb_index].lower
    is_gerund = form.endswith("ing") and form not in BASE_FORMS and not set(group) & BE_FORMS
    finite = form == "according" or (not is_gerund and "to" not in group)
    may_be_participle = form.endswith("ed") or form in BASE_FORMS
    passive: bool | None = False
    if may_be_participle and set(group) & BE_FORMS:
        passive = True
    elif (
        may_be_participle and not set(group) & (HAVE_FORMS | MODALS | DO_FORMS) and not _has_object(tokens, verb_index)
    ):
        passive = None
    return Clause(
        verb_index,
        verb,
        tuple(find_subject(tokens, verb_index)),
        tuple(_complement(tokens, verb_index)),
        tuple(group),
        passive,
        finite,
    )


def _has_object(tokens: Sequence[Token], verb_index: int) -> bool:
    following = next((token.tag for token in tokens[verb_index + 1 :] if token.tag is not Tag.ADV), Tag.PUNCT)
    return following in (Tag.DET, Tag.PROPN, Tag.NUM, Tag.PRON, Tag.NOUN, Tag.COMPLEMENTIZER)


def _verb_group(tokens: Sequence[Token], verb_index: int) -> list[str]:
    """What governs a verb from before it, nearest first; lemmas of governing verbs and nouns, else lower case.

    A bare form behind "and" has the group of the verb that it is coordinated with: "would start and cost".
    """
    group: list[str] = []
    for index in range(verb_index - 1, -1, -1):
        token = tokens[index]
        if token.tag in (Tag.AUX, Tag.NEGATION, Tag.ADV, Tag.INFINITIVE_MARKER):
            group.append(token.lower)
        elif group and group[-1] == "to" and (token.tag is Tag.VERB or token.lemma in _INTENTION_NOUNS):
            group.append(token.lemma)  # "plans to build", "no plan to build"
            if token.tag is not Tag.VERB:
                break
        elif token.tag is Tag.CCONJ and not group and not _is_irregular_past(tokens[verb_index]):
            earlier = _verb_before(tokens, index)
            is_inflected = tokens[verb_index].lower.endswith(("ed", "ing", "s"))
            return [] if earlier is None or is_inflected else _verb_group(tokens, earlier)
        else:
            break
    return group


def _is_irregular_past(token: Token) -> bool:
    return token.lower in BASE_FORMS.keys() - BASE_FORMS.values()


def _verb_before(tokens: Sequence[Token], index: int) -> int | None:
    """Index of the nearest verb before a token."""
    return next((earlier for earlier in range(index - 1, -1, -1) if tokens[earlier].tag is Tag.VERB), None)


def _complement(tokens: Sequence[Token], verb_index: int) -> Iterator[Token]:
    ends = (Tag.VERB, Tag.SUBORDINATOR, Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.AUX)
    return takewhile(lambda token: token.tag not in ends, tokens[verb_index + 1 :])


def find_subject(tokens: Sequence[Token], verb_index: int) -> list[Token]:
    """The noun phrase that is the subject of the verb at `verb_index`, in order; empty where order does not tell."""
    if tokens[verb_index].lower == "according":
        return _inverted_subject(tokens, verb_index)
    index = verb_index - 1  # of the last token before the verb group
    while index >= 0 and (tokens[index].tag in (Tag.AUX, Tag.ADV, Tag.NEGATION) or _is_medial_modifier(tokens, index)):
        index -= 1
    if index < 0:
        return _inverted_subject(tokens, verb_index)
    before = tokens[index]
    if before.tag in (Tag.INFINITIVE_MARKER, Tag.CCONJ) or before.lower == "but":
        earlier = _verb_before(tokens, index)
        if earlier is None or (before.tag is Tag.CCONJ and index - earlier > MAX_COORDINATION_TOKENS):
            return []
        return find_subject(tokens, earlier)
    if before.tag in (Tag.RELATIVIZER, Tag.COMPLEMENTIZER):
        return _antecedent(tokens, index)
    title_start = _title_start(tokens, index)
    if title_start is not None:  # 'the film "The Quay" won': the film and its title
        return [*_noun_phrase_before(tokens, title_start - 1), *tokens[title_start + 1 : index]]
    if before.tag is Tag.PUNCT:
        speaker = _inverted_subject(tokens, verb_index) if before.text in _CLOSING_QUOTES else []
        after_speaker = tokens[verb_index + 1 + len(speaker) : verb_index + 2 + len(speaker)]
        if speaker and (not after_speaker or after_speaker[0].tag is Tag.PUNCT):
            return speaker  # 'the ferry, which sank," said Kelso'
        return _subject_with_aside(tokens, index) or _inverted_subject(tokens, verb_index)
    if before.tag is Tag.SUBORDINATOR:
        return []
    return _subject_ending_at(tokens, index)


def _subject_ending_at(tokens: Sequence[Token], end: int) -> list[Token]:
    """The noun phrase that ends at an index, with the noun that it modifies or the aside that stands before it."""
    phrase = _noun_phrase_before(tokens, end)
    before = end - len(phrase)
    if phrase and phrase[0].tag is Tag.ADP and before > 0 and tokens[before].text == ",":
        return [
            *_subject_with_aside(tokens, before),
            *phrase,
        ]  # "the decree, or order, against the minister was issued"
    while (noun_index := _modified_noun(tokens, before, phrase)) is not None:
        modified = _noun_phrase_before(tokens, noun_index)
        phrase = [*modified, *tokens[noun_index + 1 : before + 1], *phrase]
        before = noun_index - len(modified)
    return phrase


def _is_medial_modifier(tokens: Sequence[Token], index: int) -> bool:
    """Whether a token is the "first" of "was first told" or the "both" of "who both left"."""
    return tokens[index].lower in MEDIAL_MODIFIERS and tokens[max(0, index - 1)].tag in (Tag.AUX, Tag.RELATIVIZER)


def _antecedent(tokens: Sequence[Token], relativizer_index: int) -> list[Token]:
    """The noun phrase before a relativizer or "that", over punctuation and brackets: "Kelso (right), who"."""
    index = relativizer_index - 1
    while index >= 0 and tokens[index].tag is Tag.PUNCT:
        opening = [other for other in range(index) if tokens[other].text == "("] if tokens[index].text == ")" else []
        index = (opening[-1] if opening else index) - 1
    return _noun_phrase_before(tokens, index)


def _modified_noun(tokens: Sequence[Token], verb_index: int, after: Sequence[Token]) -> int | None:
    """Index of the noun that a verb at `verb_index` only modifies, `after` being the phrase behind the verb; else None.

    "The film made by Kelso won", "a van carrying sheep crashed", "families who waited at the gate left", "a plan to
    build a pier failed".
    """
    if verb_index < 1 or tokens[verb_index].tag is not Tag.VERB:
        return None
    form, index = tokens[verb_index].lower, verb_index - 1
    while index > 0 and tokens[index].tag in (Tag.AUX, Tag.ADV, Tag.NEGATION):
        index -= 1
    follows_noun = index > 0 and tokens[index - 1].tag in (Tag.NOUN, Tag.PROPN)
    is_relative = tokens[index].tag in (Tag.RELATIVIZER, Tag.COMPLEMENTIZER)
    if is_relative and follows_noun and tokens[index - 1].lemma not in SPEECH_VERBS:
        return index - 1
    if tokens[index].tag is Tag.INFINITIVE_MARKER and index and tokens[index - 1].lemma in _INTENTION_NOUNS:
        return index - 1
    if index != verb_index - 1 or tokens[index].tag not in (Tag.NOUN, Tag.PROPN):
        return None
    is_participle = form.endswith(("ed", "en", "ne", "de"))
    modifies = form.endswith("ing") or (is_participle and bool(after) and after[0].tag is Tag.ADP)
    return index if modifies else None


def _title_start(tokens: Sequence[Token], end: int) -> int | None:
    """Index of the mark that opens the quoted title whose closing mark is at `end`; None where there is no title."""
    if tokens[end].text not in _CLOSING_QUOTES:
        return None
    for index in range(end - 1, max(-1, end - MAX_TITLE_TOKENS), -1):
        if tokens[index].text in _OPENING_QUOTES:
            return index if index < end - 1 else None
        if not tokens[index].text[0].isupper() and tokens[index].tag not in (Tag.DET, Tag.ADP, Tag.CCONJ):
            return None
    return None


def _subject_with_aside(tokens: Sequence[Token], mark_index: int) -> list[Token]:
    """The noun phrase before an aside that closes at `mark_index`, and the aside: "Kelso, captain of the ferry"."""
    if tokens[mark_index].text in _CLOSING_QUOTES and tokens[mark_index - 1].text == ",":
        mark_index -= 1
    if tokens[mark_index].text not in _ASIDE_CLOSES:
        return []
    for opening in range(mark_index - 1, max(0, mark_index - MAX_ASIDE_TOKENS), -1):
        if tokens[opening].text in _ASIDE_OPENS:
            return [*_noun_phrase_before(tokens, opening - 1), *tokens[opening:mark_index]]
        if tokens[opening].text in _SENTENCE_BREAKS:
            break
    return []


def _inverted_subject(tokens: Sequence[Token], verb_index: int) -> list[Token]:
    """What follows a verb of speaking that nothing precedes, '"No," said the captain'; empty for other verbs."""
    if tokens[verb_index].lemma != "say":
        return []
    start = verb_index + (2 if tokens[verb_index].lower == "according" else 1)
    ends = (Tag.VERB, Tag.AUX, Tag.SUBORDINATOR, Tag.COMPLEMENTIZER, Tag.PUNCT, Tag.INFINITIVE_MARKER)
    return list(takewhile(lambda token: token.tag not in ends, tokens[start:]))


def _noun_phrase_before(tokens: Sequence[Token], end: int) -> list[Token]:
    """The longest run of tokens up to index `end`, inclusive, that a noun phrase may be made of."""
    phrase_tags = (Tag.NOUN, Tag.PROPN, Tag.NUM, Tag.DET, Tag.ADP, Tag.PRON, Tag.CCONJ, Tag.ADV)
    start = end + 1
    while start > 0 and tokens[start - 1].tag in phrase_tags:
        start -= 1
    while start <= end and tokens[start].tag in (Tag.CCONJ, Tag.ADV):
        start += 1
    return list(tokens[start : end + 1])


def phrase_cores(phrase: Sequence[Token]) -> list[list[Token]]:
    """The content words of each coordinate or apposition of a noun phrase, without what modifies them from behind.

    Of "Ruth Kelso, captain of the ferry" that is [Ruth, Kelso] and [captain]. A possessor is left out. Of a phrase that
    begins with a preposition ("in March the council") it is the last noun phrase.
    """
    number_index = next((index for index, token in enumerate(phrase[:3]) if token.tag is Tag.NUM), 0)
    if number_index and phrase[0].lower in _NUMBER_MODIFIERS:
        phrase = phrase[number_index:]  # "up to 80 crates at the quay": the crates
    if phrase and phrase[0].tag is Tag.ADP:
        start = max((index for index, token in enumerate(phrase) if token.tag is Tag.DET), default=len(phrase) - 1)
        phrase = phrase[start:]
    cores: list[list[Token]] = [[]]
    in_core = True
    for index, token in enumerate(phrase):
        if token.tag is Tag.PUNCT and not in_core and _is_between_names(phrase, index):
            continue
        if token.tag in (Tag.CCONJ, Tag.PUNCT):
            cores.append([])
            in_core = True
        elif token.lower == "of" and in_core and (not cores[-1] or cores[-1][-1].lower in _PARTITIVE_NOUNS):
            continue  # "nine of the 11 paintings", "a series of photos"
        elif _opens_modifier(token):
            in_core = False
        elif in_core and token.text == "'s":
            cores[-1] = []
        elif in_core and not _is_possessor(phrase, index) and (token.lemma or token.tag is Tag.PRON):
            cores[-1].append(token)
    return [core for core in cores if core]


def _opens_modifier(token: Token) -> bool:
    """Whether a token opens what modifies a noun from behind: a clause, an infinitive or a prepositional phrase."""
    opens_clause = (Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.SUBORDINATOR, Tag.VERB, Tag.INFINITIVE_MARKER)
    return token.tag in opens_clause or (token.tag is Tag.ADP and token.text != "'s")


def _is_possessor(phrase: Sequence[Token], index: int) -> bool:
    return index + 1 < len(phrase) and phrase[index + 1].text == "'s"


def _is_between_names(phrase: Sequence[Token], mark_index: int) -> bool:
    """Whether a comma separates a place from the place that it lies in: "the mayor of Torley, Ostmark"."""
    following = phrase[mark_index + 1] if mark_index + 1 < len(phrase) else phrase[mark_index]
    return mark_index > 0 and phrase[mark_index - 1].tag is Tag.PROPN and following.tag is Tag.PROPN


def head(phrase: Sequence[Token]) -> Token | None:
    """The head of a noun phrase: "boards" in "harbour boards in Torley", "Kelso" in "captain Ruth Kelso"."""
    cores = phrase_cores(phrase)
    return cores[0][-1] if cores else None


def mention_tokens(phrase: Sequence[Token]) -> list[Token]:
    """The tokens that may refer to what a noun phrase is about: its heads, and titles and first names before a name."""
    mentions = []
    for core in phrase_cores(phrase):
        mentions += core if core[-1].tag is Tag.PROPN else [core[-1]]
    return mentions
