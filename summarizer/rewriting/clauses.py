"""Whether a line cut from a sentence, such as a headline, is a complete clause, by its form alone.

The parser finds a structure in every fragment: it makes a noun the head of "when" in "were killed when coach", and
"voted by 34 to 19" has a verb. So it is checked whether each conjunction has a verb, each verb of GOVERNED its
complement and each colon a preceding clause, and whether a comma separates a subject from its verb.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from summarizer.language.parsing import ParsedSentence

if TYPE_CHECKING:
    from spacy.tokens import Token

BREAKS_OFF, NO_MAIN_CLAUSE = "breaks off", "has no main clause"
SUBJECTS = frozenset("nsubj nsubjpass csubj csubjpass expl".split())
VERBS = frozenset(("VERB", "AUX"))
FINITE = frozenset("VBD VBZ VBP MD".split())
CONTINUATION_MARKS = frozenset((",", ";", ":", "-", "–", "—"))
OBJECTS = frozenset("dobj ccomp xcomp oprd attr dative".split())
NEVER_LAST = frozenset("CCONJ SCONJ DET".split())
GOVERNED: Mapping[str, frozenset[str]] = {
    "vote": frozenset("on for against in out down to".split()),
    "sentence": frozenset(("to", "for")),
    "charge": frozenset("with over for in".split()),
    "accuse": frozenset(("of",)),
    "convict": frozenset("of for over on in".split()),
    "put": frozenset("in into on onto at to under against up down off out forward before over through".split()),
}
"""Prepositions and particles of a verb's essential complement: "sentenced at Leeds Crown Court" lacks it."""


def clause_fault(sentence: ParsedSentence) -> str:
    """Why the line is not a complete clause; empty if it is one."""
    words = [token for token in sentence.tokens if not token.is_punct]
    if not words:
        return "has no words"
    last = words[-1]
    is_unfinished = last.pos_ in NEVER_LAST or last.tag_ in ("POS", "PRP$", "WRB", "WDT")
    if is_unfinished or last.lower_ in ("the", "a", "an", "to"):
        return BREAKS_OFF
    if not _has_main_clause(sentence):
        return NO_MAIN_CLAUSE
    if any(_lacks_governed(token, lemma) for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True)):
        return "lacks what its verb needs"
    if any(map(_is_stranded, words)):
        return "lacks what a word leads up to"
    if parts_subject_from_verb(sentence):
        return "has a comma between subject and verb"
    if any(token.text == ":" and not _has_clause_before(sentence, token.i) for token in sentence.tokens[:-1]):
        return "has no clause before its colon"
    leads_on = any(token.text in CONTINUATION_MARKS for token in sentence.tokens[last.i + 1 :])
    return "ends in a mark that leads on" if leads_on else ""


def _has_main_clause(sentence: ParsedSentence) -> bool:
    """Whether the only root is a finite verb with a subject, and no subordinator introduces it."""
    roots = [token for token in sentence.tokens if token.head.i == token.i]
    if len(roots) != 1 or roots[0].pos_ not in VERBS:
        return False
    root = roots[0]
    children = list(root.children)
    if any(child.dep_ == "mark" or (child.tag_ == "WRB" and child.dep_ == "advmod") for child in children):
        return False  # "While Ash had an exceptional night"
    if not any(child.dep_ in SUBJECTS for child in children):
        return False
    is_finite = root.tag_ in FINITE or any(
        child.dep_ in ("aux", "auxpass") and child.tag_ in FINITE for child in children
    )
    return is_finite or (root.tag_ in ("VBN", "VB") and any(child.dep_ == "dobj" for child in children))


def _is_stranded(token: Token) -> bool:
    """Whether it is a subordinating conjunction without a verb: "were killed when a coach"."""
    introduces = token.dep_ == "mark" or (token.tag_ == "WRB" and token.dep_ == "advmod" and token.lower_ != "how")
    has_verb = token.head.pos_ in VERBS or any(child.dep_ in ("cop", "aux", "auxpass") for child in token.head.children)
    return introduces and not has_verb


def _is_in_relative_clause(token: Token) -> bool:
    """Whether its complement may precede it: "the deal they voted for", "what it looks like"."""
    return any(each.dep_ in ("relcl", "ccomp", "pcomp", "csubj", "acl", "advcl", "xcomp") for each in token.ancestors)


def _lacks_governed(token: Token, lemma: str) -> bool:
    """Whether a verb of GOVERNED has no object or complement: "was sentenced at Leeds Crown Court"."""
    if lemma not in GOVERNED or token.pos_ != "VERB" or _is_in_relative_clause(token):
        return False
    objects = frozenset(("xcomp", "ccomp")) if lemma == "put" else OBJECTS
    return not any(
        child.dep_ in objects or (child.i > token.i and child.lower_ in GOVERNED[lemma]) for child in token.children
    )


def parts_subject_from_verb(sentence: ParsedSentence) -> bool:
    """Whether a single comma separates a subject from its verb, as where half of an aside was deleted."""
    tokens = sentence.tokens
    for token in tokens:
        if token.dep_ in SUBJECTS and token.head.pos_ in VERBS and token.i < token.head.i:
            commas = sum(each.text == "," for each in tokens[token.i + 1 : token.head.i])
            if commas == 1 and not any(child.dep_ == "conj" for child in token.children):
                return True
    return False


def _has_clause_before(sentence: ParsedSentence, end: int) -> bool:
    """Whether a verb with its subject precedes this token index."""
    return any(token.dep_ in SUBJECTS and token.head.pos_ in VERBS and token.head.i < end for token in sentence.tokens)
