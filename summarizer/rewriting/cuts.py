"""Sentence compression by rules: which phrases of an article's sentence may be deleted, and the text without them.

Whole dependents of the parse may be deleted: appositions, non-restrictive, participle and adverbial clauses, initial
adverbials before a comma and, in a headline, circumstances of place, time and manner. Attributions, negations,
allegations and restrictions stay.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import groupby
from typing import TYPE_CHECKING

from checks.figures import calendar_words
from checks.figures.calendar_words import WEEKDAY_NAMES
from summarizer.language.parsing import ParsedSentence
from summarizer.support.features import ALLEGATIONS, CONDITIONS, NEGATIONS, QUOTES, RESTRICTIONS, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

MIN_KEPT_WORDS = 7  # that must remain of a sentence in a summary
MIN_HEADLINE_WORDS = 5  # that must remain of a headline
SET_OFF = frozenset("advmod npadvmod prep advcl relcl acl appos".split())
"""Labels of dependents that may be deleted where marks set them off: appositions, clauses, initial adverbials."""
TIMES = WEEKDAY_NAMES | frozenset("today yesterday week weekend morning afternoon evening night earlier".split())
END_MARKS = frozenset((".", "!", "?", "...", "…", ")", *QUOTES, "'", "’"))
MONTHS = frozenset(calendar_words.MONTHS)
PERIODS = TIMES | MONTHS | frozenset("day month year season summer autumn winter spring ago".split())
BINDING_PREPOSITIONS = frozenset("of to than as between without except like unlike per".split())
"""Prepositions whose phrase is more than a circumstance: without it the rest changes its meaning."""
CIRCUMSTANTIAL_PREPOSITIONS = frozenset("in at near after before during since until within".split())
QUANTIFIERS = frozenset("all every each any no both most".split())
NEEDED_ARTICLE_NOUNS = PERIODS | frozenset("age time hour minute second rest number total lot few".split())
"""Nouns whose article a headline needs: "twice a year", "at the age of 88"."""
NEEDED_WORDS = frozenset("only even just nearly almost where when why how as so too very".split())
QUALIFYING = (
    ALLEGATIONS
    | NEGATIONS
    | CONDITIONS
    | frozenset("accord only except unlike view opinion theory deny dispute doubt".split())
)
"""Words whose deletion makes a sentence claim more than the article does."""
_DASH = re.compile(r"(?:--|–|—)")
_OPENS_CLAUSE = re.compile(r",\s+(?:but|so|who|which|where|while|when|according)\b")
_SAYS_WHO = re.compile(
    r",\s[^,;:]{1,60}\b(?:said|says|show(?:s|ed)|suggest(?:s|ed)|told|added|found|reported)\b[^,;:]{0,30}$"
)
_ENDS_IN_CONJUNCTION = re.compile(r"\b(?:and|or|but|that|because|if|when|while),?$")
_SECOND_FULL_STOP = re.compile(r"(?<=[A-Za-z])\.\.$")  # after "Co."
_COMMA_WITHIN_QUOTES = re.compile(r""",["'”’]$""")
_INDEFINITE_ARTICLE = re.compile(r"(?:^A|\ba)n?$")
_VOWEL_SOUND = re.compile(
    r"""
      [aei] (?!u) | au | o (?! n(?:e|ce)\b )
    | u (?! ni(?![mn]) | nanim | s(?:[aeiu]|\b) | k\b | n\b | ti | topi )
    | hour | honou?r | heir | honest
    | (?-i: [FHLMNRSX] (?= [A-Z]+\b | - ) )  # letters read out one by one: "an FBI agent"
    | 8 | 1[18]\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
_SPACE_BEFORE_MARK = re.compile(r"\s+([,.;:!?])")


def headline_phrases(sentence: ParsedSentence) -> list[frozenset[int]]:
    """The phrases that may be deleted in a headline: also circumstances that no mark sets off, and second verbs.

    Bounds of numbers, attributions, negations and conditions stay.
    """
    found = [
        phrase
        for token, phrase in _phrases(sentence)
        if token.head.dep_ not in ("acl", "amod")  # "a poll published on Tuesday"
        and (
            is_set_off(sentence, token, phrase)
            or _is_circumstance(sentence, token, phrase)
            or _describes_somebody_new(token)
        )
    ]
    return [
        phrase
        for phrase in dict.fromkeys([*found, *_second_verbs(sentence), *_tails(sentence)])
        if not any(sentence.lemmas[each] in SPEECH and sentence.tokens[each].pos_ == "VERB" for each in phrase)
        and leaves_enough(sentence, phrase, MIN_HEADLINE_WORDS)
    ]


def droppable_articles(sentence: ParsedSentence) -> frozenset[int]:
    """Token indices of the articles that a headline omits: not of "the first", "twice a year", "the age of 88"."""
    return frozenset(
        token.i
        for token in sentence.tokens
        if token.lower_ in ("the", "a", "an")
        and token.dep_ == "det"
        and token.head.i > token.i
        and sentence.lemmas[token.head.i] not in NEEDED_ARTICLE_NOUNS
        and not any(
            other.tag_ in ("JJS", "RBS") or other.lower_ in RESTRICTIONS or other.pos_ == "NUM" or other.text in QUOTES
            for other in sentence.tokens[token.i + 1 : token.head.i + 1]
        )
    )


def _tails(sentence: ParsedSentence) -> Iterator[frozenset[int]]:
    """Each stretch from a comma, colon or dash to the end on which the rest does not depend."""
    end = len(sentence) - len(end_marks(sentence))
    for mark in sentence.tokens[1:end]:
        tail = frozenset(range(mark.i + 1, end))
        if not tail or not (mark.text in (",", ";", ":") or _DASH.fullmatch(mark.text)):
            continue
        is_needed = any(
            token.head.i == token.i or (token.head.i not in tail and token.dep_ in ("nsubj", "nsubjpass", "conj"))
            for token in sentence.tokens[mark.i + 1 : end]
        ) or any(token.head.i in tail for token in sentence.tokens[: mark.i])
        if not is_needed and may_go(sentence, tail):
            yield tail | {mark.i}


def _describes_somebody_new(token: Token) -> bool:
    """Whether it is a clause that describes somebody new: "four men who sold wine were jailed".

    In "pupils who walk to school" the clause restricts the noun. Only a noun with "a" or a number, or the subject of a
    verb in the past tense, counts as new.
    """
    if token.dep_ not in ("relcl", "acl"):
        return False
    noun = token.head
    if any(child.lower_ in QUANTIFIERS | {"the"} for child in noun.children) or noun.dep_ == "conj":
        return False
    if any(child.lower_ in ("a", "an") or child.pos_ == "NUM" for child in noun.children):
        return True
    return noun.dep_ in ("nsubj", "nsubjpass") and noun.head.tag_ == "VBD"


def _phrases(sentence: ParsedSentence) -> Iterator[tuple[Token, frozenset[int]]]:
    """Each token with its subtree, if that may be deleted and is not part of a negated statement's scope."""
    for token in sentence.tokens:
        phrase = frozenset(range(token.left_edge.i, token.right_edge.i + 1)) - end_marks(sentence)
        if phrase and token.head.i not in phrase and may_go(sentence, phrase) and not bounds_negation(token):
            yield token, phrase


def may_go(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether a phrase has no qualifying word and does not split a quotation or compound."""
    return not any(sentence.lemmas[number] in QUALIFYING for number in phrase) and is_whole(sentence, phrase)


def _second_verbs(sentence: ParsedSentence) -> Iterator[frozenset[int]]:
    """Each "and" with the second of two coordinate verbs and its subtree: "was arrested and taken to Torley"."""
    for token in sentence.tokens:
        if token.dep_ != "conj" or token.pos_ not in ("VERB", "AUX") or token.head.pos_ not in ("VERB", "AUX"):
            continue
        conjunction = next(
            (child for child in token.head.children if child.lower_ == "and" and child.i < token.i), None
        )
        if conjunction is not None:
            phrase = frozenset(range(conjunction.i, token.right_edge.i + 1)) - end_marks(sentence)
            if token.head.i not in phrase and may_go(sentence, phrase):
                yield phrase


def _is_circumstance(sentence: ParsedSentence, token: Token, phrase: Collection[int]) -> bool:
    """Whether it says where, when, why or how, and its head is complete without it."""
    head = token.head
    if token.lower_ in NEEDED_WORDS:
        return False
    following = sentence.tokens[max(phrase) + 1 :][:1]
    if following and following[0].pos_ in ("DET", "NOUN", "PROPN", "NUM", "ADJ") and min(phrase):
        return False  # "on board" of "on board a ferry"
    if token.dep_ == "advcl":
        return not any(child.lower_ == "to" for child in token.children)  # "came back to win"
    if token.dep_ in ("relcl", "acl", "appos") and head.pos_ == "PROPN":
        return True
    if token.dep_ in ("npadvmod", "advmod"):
        return head.pos_ == "VERB" and any(sentence.lemmas[number] in PERIODS for number in phrase)
    if token.dep_ != "prep" or token.lower_ in BINDING_PREPOSITIONS:
        return False
    if head.pos_ == "PROPN" and any(child.pos_ == "PROPN" for child in token.children):
        return False  # "the Department for Transport"
    if head.pos_ in ("NOUN", "PROPN"):
        return not any(
            child.lower_ in QUANTIFIERS | RESTRICTIONS or child.tag_ in ("JJS", "RBS") for child in head.children
        )
    has_complement = any(
        child.dep_ in ("dobj", "attr", "acomp", "ccomp", "xcomp", "nsubjpass", "oprd") for child in head.children
    )
    may_stand_bare = head.dep_ == "xcomp" and token.lower_ in CIRCUMSTANTIAL_PREPOSITIONS  # "agreed to merge"
    return head.pos_ in ("VERB", "AUX") and (has_complement or may_stand_bare or token.i > head.i + 1)


def is_set_off(sentence: ParsedSentence, token: Token, phrase: Collection[int]) -> bool:
    """Whether marks, or a mark and an end of the sentence, enclose a dependent that is not an argument."""
    if token.dep_ not in SET_OFF or token.lower_ in NEEDED_WORDS:
        return False
    first, last = min(phrase), max(phrase)
    opens = first == 0
    ends = all(other.is_punct for other in sentence.tokens[last + 1 :])
    marked_before = first > 0 and sentence.tokens[first - 1].is_punct
    marked_after = last + 1 < len(sentence) and sentence.tokens[last + 1].is_punct
    return (opens and marked_after) or (marked_before and (marked_after or ends))


def bounds_negation(token: Token) -> bool:
    """Whether it limits a negation to a time or place: "Before the crash the ferry had never ..."."""
    return token.dep_ in ("prep", "advcl", "npadvmod") and any(
        other.lower_ in NEGATIONS or other.dep_ == "neg" for other in token.head.subtree if other not in token.subtree
    )


def end_marks(sentence: ParsedSentence) -> frozenset[int]:
    """Token indices of the end mark of the sentence and of what closes after it."""
    end = len(sentence)
    while end and sentence.tokens[end - 1].text in END_MARKS:
        end -= 1
    return frozenset(range(end, len(sentence)))


def is_whole(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether a phrase does not split a compound, quotation or pair of brackets, and lies outside quotations."""
    tokens = [sentence.tokens[number] for number in phrase]
    first, last = sentence.tokens[min(phrase)], sentence.tokens[max(phrase)]
    before = sentence.tokens[first.i - 1] if first.i else None
    after = sentence.tokens[last.i + 1] if last.i + 1 < len(sentence) else None
    if before is not None and (before.text == "-" or not (before.whitespace_ or before.is_punct)):
        return False  # half of a compound
    if after is not None and (after.text == "-" or not (last.whitespace_ or after.is_punct)):
        return False
    if sum(token.text in QUOTES for token in sentence.tokens[: first.i]) % 2:
        return False  # quotations stay verbatim
    quotes = sum(token.text in QUOTES for token in tokens)
    return quotes % 2 == 0 and sum(token.text == "(" for token in tokens) == sum(token.text == ")" for token in tokens)


def leaves_enough(sentence: ParsedSentence, removed: Collection[int], min_words: int) -> bool:
    return sum(not token.is_punct and token.i not in removed for token in sentence.tokens) >= min_words


def without(sentence: ParsedSentence, removed: Collection[int]) -> str:
    """The text without these tokens, with its punctuation repaired where they were and a capital at its start."""
    text = ""
    for start, end in _kept_runs(sentence, removed):
        text = _joined(text, sentence.text[start:end])
    text = _SPACE_BEFORE_MARK.sub(r"\1", text.strip())
    text = _SECOND_FULL_STOP.sub(".", text)
    if sentence.text.endswith(".") and text[-1:].isalnum():
        text += "."  # that of "Co." also ended the sentence
    first = sentence.tokens[0]
    if first.i in removed and not text[1:2].isupper():  # eBay
        text = text[:1].upper() + text[1:]
    return text


def _kept_runs(sentence: ParsedSentence, removed: Collection[int]) -> Iterator[tuple[int, int]]:
    """The stretches of text between removed tokens, as character offsets (start, exclusive end)."""
    for is_removed, run in groupby(sentence.tokens, key=lambda token: token.i in removed):
        if not is_removed:
            tokens = list(run)
            yield tokens[0].idx, tokens[-1].idx + len(tokens[-1])


def _joined(before: str, after: str) -> str:
    """Two stretches joined where text between them was deleted; of the marks that set it off, the stronger stays."""
    left, right = before.rstrip(), after.lstrip()
    if not left:
        return re.sub(r"^(?:[,;:]|--|–|—)+\s*", "", right)
    if left.endswith("(") and right.startswith(")"):
        left, right = left[:-1].rstrip(), right[1:].lstrip()
    mark = _DASH.match(right)
    if re.search(r"(?:--|–|—)$", left) and (mark or right[:1] in tuple(".!?")):
        left = re.sub(r"\s*(?:--|–|—)$", "", left)
        right = right[mark.end() :].lstrip() if mark else right
    if article := _INDEFINITE_ARTICLE.search(left):
        left = left[: article.start() + 1] + "n" * bool(_VOWEL_SOUND.match(right))
    if (left.endswith("(") and right[:1] in tuple(",;:")) or (_COMMA_WITHIN_QUOTES.search(left) and right[:1] == ","):
        right = right[1:].lstrip()
    if left.endswith((";", ":")) and right.startswith(")"):
        left = left[:-1].rstrip()
    if right.startswith(".,"):  # in "Richmond Hill, Ont., where" the full stop of "Ont." goes too
        left, right = left.removesuffix(","), right[1:]
    if left.endswith((";", ":", "--", "–", "—")) and right.startswith(","):
        right = right[1:].lstrip()
    if right.startswith(",") and _ENDS_IN_CONJUNCTION.search(left):
        left, right = left.rstrip(","), right[1:].lstrip()
    if left.endswith(",") and (right[:1] in tuple(",.;:!?)") or _DASH.match(right)):
        left = left[:-1]
        if right.startswith(",") and not _OPENS_CLAUSE.match(right) and not _SAYS_WHO.match(right):
            right = right[1:].lstrip()
    return left + ("" if right[:1] in tuple(",.;:!?)") or left.endswith("(") else " ") + right
