"""Which sentences need the context that precedes them: anaphora and presuppositions, by patterns and the parse."""

from __future__ import annotations

import re
from itertools import takewhile

from checks import names
from checks.figures.calendar_words import MONTHS, WEEKDAY_NAMES
from summarizer.language.parsing import ParsedSentence
from summarizer.language.quotations import QUOTED

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)?")
_MIN_WORDS_BEFORE_PRONOUN = 4  # after so many words a pronoun may refer to one of them, even to no name
_ANAPHORIC_START = re.compile(
    r"(?:he|she|they|him|her|his|their|theirs|hers|its|it|this|that|these|those|but|and|or|so|however|meanwhile|also|"
    r"moreover|furthermore|instead|then|thus|therefore|still|yet|nevertheless|nonetheless|besides|both|another|others?|"
    r"such|one (?:is|was|has|had|of them)|there|here|among them|as a result|in addition|"
    r"in (?:fact|short|turn|contrast|particular|response|return|the process|doing so|other (?:ways|words|cases|areas))"
    r"(?=[, ])|"
    r"(?:by contrast|for (?:instance|example)|more importantly|at the same time|similarly|likewise|accordingly|indeed"
    r"|later|earlier|(?:\w+ ){0,2}(?:minute|hour|day|week|month|year)s? (?:later|earlier|(?:after|before) that)"
    r"|the (?:next|following|same) (?:minute|hour|day|night|morning|afternoon|evening|weekend|week|month|year))(?=,)|"
    r"consequently|to that end|after that|since then|until then|by then|"
    r"at that (?:time|point)|that said|not so|"
    r"(?:under|after|before|with|without|in|on|by|from|for|of|to) (?:it|them|him)(?=,| [a-z]+ )|"
    r"the (?:two|pair|trio|duo|other|move|incident)|"
    r"neither(?!\b[^.]{0,60} nor\b)|none(?= (?:was|were|is|are|has|have|had|of (?:them|these|those))\b)|"
    r"the (?:reason|result|answer|upshot|catch|idea|problem|point)(?=:)|"
    r"the (?:latter|former)(?= (?:is|was|has|had|will|would|can|could|may|said|says|won|lost|did|does)\b))\b",
    re.IGNORECASE,
)
_TRAILING_SPEAKER = re.compile(
    r",[\"”’]? (?:he|she|they) (?:also )?(?:said|says|added|adds|told|wrote|explained|noted|warned)\b[^.,]*\.?[\"”]?$"
)
_EXISTENTIAL_START = re.compile(
    r"(?:there|here) (?:is|are|was|were|has been|have been|had been|will be)\b"
    r"|it (?:is|was|has been|had been|will be)(?: not| also| now| still| already)?"
    r" (?:(?:feared|understood|thought|believed|hoped|said|reported|known|alleged|estimated|claimed|unclear)\b(?! to)"
    r"|(?:important|difficult|hard|easy|possible|impossible|clear|necessary|time|common|rare|worth|likely that"
    r"|the (?:first|second|third|latest|last) time|no (?:secret|surprise)|more than|nearly|almost)\b)",
    re.IGNORECASE,
)
"""Not "It is not expected to open", where "it" refers to something mentioned before."""
_PERSONAL_PRONOUN = re.compile(r"\b(?:he|she|him|her|his|hers)\b", re.IGNORECASE)
_ADVERBIAL_START = re.compile(
    r"(?:In|At|On|For|As|After|Before|Since|When|While|With|During|Despite|Though|Now|By)\b", re.I
)
_SUBJECT_AFTER_COMMA = re.compile(r", (?:.*\b[A-Z]|the |an? )")
_INITIAL_WORDS = frozenset(
    "a an the in at on for by of as to with now then when while after before since during despite though although if "
    "once until police officials authorities some "
    "many most more few several no not each every all both half one two three four five".split()
)
"""Words that are capitalised because they start a sentence and do not name anybody."""
_PERIOD_NOUN = (
    "week|month|year|season|summer|autumn|winter|spring|morning|afternoon|evening|weekend|century|decade|time"
)
_DEMONSTRATIVE = re.compile(
    rf"(?i)\b(?:(?:this|these) (?!(?:{_PERIOD_NOUN})\b)[a-z]{{3,}}|that[.;,]|(?:just|any|no) such \w|such an? \w+[.,])"
)
_PERSONAL_SUBJECTS, _POSSESSIVES = frozenset("he she it they".split()), frozenset("his her its their".split())
_TIME_WORDS = {*WEEKDAY_NAMES, *MONTHS, *"day week weekend month year morning afternoon evening night time".split()}
_DEMONSTRATIVES, _NOMINAL_LABELS = {*"this that these those".split()}, {*"nsubj nsubjpass dobj pobj".split()}
_ADDITIVE = re.compile(r"\b(?:also(?! known)|added that|(?:said|did|says|does) the same)\b")
_UNIQUE_NOUNS = frozenset(
    "government president police army parliament senate congress economy world internet pope queen king weather sun "
    "moon earth".split()
)
"""Nouns that a reader can identify without an introduction."""


def depends_on_previous(sentence: str) -> bool:
    """Whether a sentence needs the preceding one to be understood: "He also said ...", "The latter won"."""
    if _TRAILING_SPEAKER.search(sentence):
        return True
    if _EXISTENTIAL_START.match(sentence):
        return False
    if _ANAPHORIC_START.match(sentence.lstrip("\"'“‘")):
        return True
    pronoun = _PERSONAL_PRONOUN.search(QUOTED.sub(" ", sentence))
    if pronoun is None:
        return False
    before = sentence[: pronoun.start()]
    if _ADVERBIAL_START.match(before) and _SUBJECT_AFTER_COMMA.search(sentence[pronoun.end() :]):
        return False  # "In her memoir, Ruth Kelso says"
    words = _WORD.findall(before)
    candidates = (word for word in words if word[0].isupper() and word.lower() not in _INITIAL_WORDS | _TIME_WORDS)
    has_name = any(names.country_of(word) is None for word in candidates)
    return not has_name and len(words) < _MIN_WORDS_BEFORE_PRONOUN


def presupposes_context(parsed: ParsedSentence) -> bool:
    """Whether a sentence refers to something introduced earlier: "The club is second", "this policy says", "it also".

    A definite noun phrase at its start needs no introduction if it has a name, a modifier that follows it, or a noun
    that everybody can identify ("the government").
    """
    outside = QUOTED.sub(" ", parsed.text)
    if _DEMONSTRATIVE.search(outside) or (_ADDITIVE.search(outside) and "only" not in outside):
        return True
    tokens = parsed.tokens
    if any(token.lower_ in _DEMONSTRATIVES and token.dep_ in _NOMINAL_LABELS for token in tokens if token.tag_ == "DT"):
        return True  # "All of this is a prelude"
    judgements = (token for token in tokens if token.dep_ == "ROOT" and token.pos_ == "ADJ")
    if any("nsubj" not in {child.dep_ for child in token.children} for token in judgements):
        return True  # "Pretty amazing, especially when you think of the storm"
    if _has_pronoun_subject_first(parsed):
        return True
    if not tokens or tokens[0].lower_ not in ("the", "these", "those"):
        return False
    phrase = list(takewhile(lambda token: token.pos_ in ("NOUN", "PROPN", "NUM", "ADJ"), tokens[1:]))
    if not phrase or phrase[-1].lower_ in _UNIQUE_NOUNS:
        return False
    is_country = names.country_of(" ".join(token.text for token in phrase)) is not None
    if not is_country and any(token.pos_ == "PROPN" and names.country_of(token.text) is None for token in phrase):
        return False  # "The Skerra ferry", but not "The Norwegians" or "The South Korean"
    return not any(child.i > phrase[-1].i and child.dep_ in ("prep", "relcl", "acl") for child in phrase[-1].children)


def _has_pronoun_subject_first(parsed: ParsedSentence) -> bool:
    """Whether "he", "they" or "their fans" is a subject that no noun before it can explain: "Last week it sank"."""
    for token in parsed.tokens:
        subject = token.head if token.lower_ in _POSSESSIVES and token.dep_ == "poss" else token
        if token.lower_ in _PERSONAL_SUBJECTS | _POSSESSIVES and subject.dep_ in ("nsubj", "nsubjpass"):
            return True
        is_possible_antecedent = token.pos_ in ("NOUN", "PROPN") and token.lower_ not in _TIME_WORDS
        if is_possible_antecedent and token.dep_ in ("nsubj", "nsubjpass", "pobj", "poss", "appos"):
            return False
    return False
