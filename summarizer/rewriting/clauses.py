"""Whether a line is a complete clause, by its form alone: what a headline that was cut from a sentence may lack.

The parser gives something to every fragment: it makes a noun the head of "when" in "were killed when coach", and
leaves "voted by 34 to 19" a verb. So it is asked of each word whether what it needs hangs on it: of a conjunction its
verb, of a preposition its complement, of an article its noun, of a verb its object, or what it governs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from summarizer.language.parsing import ParsedSentence

if TYPE_CHECKING:
    from spacy.tokens import Token

BREAKS_OFF, NO_MAIN_CLAUSE, LACKS_COMPLEMENT = "breaks off", "has no main clause", "lacks what its verb needs"
SUBJECTS = frozenset("nsubj nsubjpass csubj csubjpass expl".split())
VERBS = frozenset(("VERB", "AUX"))
NOMINAL = frozenset("NOUN PROPN PRON NUM ADJ SYM X".split())
FINITE = frozenset("VBD VBZ VBP MD".split())
COMPLEMENTS = frozenset(
    "dobj ccomp xcomp prep prt advcl oprd dative attr acomp obj pcomp agent advmod npadvmod".split()
)
OBJECTS = frozenset("dobj ccomp xcomp oprd attr dative obj".split())
NEVER_LAST = frozenset("CCONJ SCONJ DET".split())
NEEDS_OBJECT = frozenset(
    "announce appoint approve back ban blame condemn confirm defeat defend demand describe destroy expect favour favor "
    "find force gain give name need order put reject release reveal seek seize send set take tell "
    "unveil urge use want".split()
)
"""Verbs that say nothing without an object, unless in the passive."""
NEEDS_COMPLEMENT = frozenset(
    "agree appear ask attempt become believe claim decide depend hope include insist intend keep lead make "
    "plan pledge promise prove refuse rely remain say seem serve suggest tend threaten try vow warn".split()
)
"""Verbs that need something behind them: an object, a clause, a preposition."""
GOVERNED: Mapping[str, frozenset[str]] = {
    "vote": frozenset("on for against in out down to".split()),
    "sentence": frozenset(("to", "for")),
    "charge": frozenset("with over for in".split()),
    "accuse": frozenset(("of",)),
    "convict": frozenset("of for over on in".split()),
    "put": frozenset("in into on onto at to under against up down off out forward before over through".split()),
}
"""What follows a verb where its news is: "sentenced at Leeds Crown Court" does not say to what."""


def clause_fault(sentence: ParsedSentence) -> str:
    """Why the line is no complete clause; empty where it is one."""
    words = [token for token in sentence.tokens if not token.is_punct]
    if not words:
        return "has no words"
    last = words[-1]
    if (
        last.pos_ in NEVER_LAST
        or last.lower_ in ("the", "a", "an")
        or last.tag_ in ("POS", "PRP$", "WRB", "WDT")
        or last.lower_ == "to"
    ):
        return BREAKS_OFF
    if not _has_main_clause(sentence):
        return NO_MAIN_CLAUSE
    if any(_is_stranded(token) for token in words):
        return "lacks what a word leads up to"
    if any(token.tag_ == "VB" and _has_aux(token, "be") for token in words):
        return "has a verb in the wrong form"
    if any(_lacks_complement(token, sentence.lemmas) for token in words):
        return LACKS_COMPLEMENT
    if any(token.text == ":" and not _has_clause_before(sentence, token.i) for token in sentence.tokens[:-1]):
        return "has no clause before its colon"
    return "has a comma too many" if _has_dangling_comma(sentence) else ""


def has_participle_for_verb(sentence: ParsedSentence) -> bool:
    """Whether the root is a noun with a participle and nothing else is finite outside of subordinate clauses."""
    roots = [token for token in sentence.tokens if token.head.i == token.i]
    return len(roots) == 1 and any(
        child.dep_ == "acl" and child.tag_ == "VBN" and child.i > roots[0].i for child in roots[0].children
    )


def _has_main_clause(sentence: ParsedSentence) -> bool:
    """Whether there is one root: a finite verb with a subject before or behind it."""
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
    """Whether a word that leads up to another stands without it."""
    if token.dep_ == "mark" or (token.tag_ == "WRB" and token.dep_ == "advmod"):
        is_degree = token.lower_ == "how"
        return token.head.pos_ not in VERBS and not is_degree and not _has_verb(token.head)
    if token.dep_ == "det":
        return token.head.i < token.i or token.head.pos_ in VERBS | {"ADP", "CCONJ", "SCONJ", "PUNCT"}
    if token.lower_ == "because" and token.dep_ == "prep":
        return not any(child.lower_ == "of" for child in token.children)
    if token.dep_ == "prep" and token.pos_ in ("ADP", "SCONJ"):
        has_complement = any(not child.is_punct for child in token.children)
        return not has_complement and not _is_in_relative_clause(token)
    if token.dep_ == "cc":
        return not any(child.dep_ == "conj" and child.i > token.i for child in token.head.children)
    if token.dep_ == "advcl" and token.pos_ not in VERBS:
        return not _has_verb(token) and any(child.dep_ in ("mark", "advmod") for child in token.children)
    if token.dep_ in ("aux", "auxpass"):
        return token.head.pos_ not in VERBS
    return False


def _has_aux(token: Token, form: str) -> bool:
    """Whether this is the auxiliary right before the verb: "will be change"."""
    auxiliaries = [child for child in token.children if child.dep_ in ("aux", "auxpass")]
    return bool(auxiliaries) and auxiliaries[-1].lower_ == form


def _has_verb(token: Token) -> bool:
    return any(child.dep_ in ("cop", "aux", "auxpass") for child in token.children)


def _is_in_relative_clause(token: Token) -> bool:
    """Whether its complement stands before it: "the deal they voted for", "what it looks like"."""
    return any(each.dep_ in ("relcl", "ccomp", "pcomp", "csubj", "acl", "advcl", "xcomp") for each in token.ancestors)


def _lacks_complement(token: Token, lemmas: Iterable[str]) -> bool:
    """Whether a verb lacks what it says nothing without."""
    if token.pos_ != "VERB" or _is_in_relative_clause(token) or token.dep_ in ("relcl", "acl", "amod", "compound"):
        return False
    lemma = tuple(lemmas)[token.i]
    children = [child for child in token.children if not child.is_punct]
    is_passive = any(child.dep_ in ("auxpass", "nsubjpass") for child in children)
    if lemma in GOVERNED:
        governed = GOVERNED[lemma]
        has_object = not is_passive and lemma not in ("put",) and any(child.dep_ in OBJECTS for child in children)
        return not has_object and not any(
            (child.dep_ in ("prep", "prt", "advmod", "dative") and child.i > token.i and child.lower_ in governed)
            or child.dep_ in ("xcomp", "ccomp")
            or (child.dep_ == "advcl" and any(each.lower_ == "to" for each in child.children))
            for child in children
        )
    if lemma in NEEDS_OBJECT and not is_passive and token.tag_ != "VBN":
        has_any = any(child.dep_ in OBJECTS | {"prt"} for child in children)
        return not has_any and not (lemma in ("set", "give") and any(child.dep_ == "prep" for child in children))
    if lemma in NEEDS_COMPLEMENT and not is_passive:
        return not any(child.dep_ in COMPLEMENTS and (child.i > token.i or child.dep_ == "ccomp") for child in children)
    return False


def _has_clause_before(sentence: ParsedSentence, end: int) -> bool:
    """Whether a verb with its subject stands before this place."""
    return any(token.dep_ in SUBJECTS and token.head.pos_ in VERBS and token.head.i < end for token in sentence.tokens)


def _has_dangling_comma(sentence: ParsedSentence) -> bool:
    """Whether a comma ends the line, doubles, stands between subject and verb alone, or before "to" and a verb."""
    tokens = sentence.tokens
    words = [token.i for token in tokens if not token.is_punct]
    if any(token.text in (",", ";", ":", "-", "–", "—") for token in tokens[words[-1] + 1 :]):
        return True
    for token in tokens:
        if token.dep_ in SUBJECTS and token.head.pos_ in VERBS and token.i < token.head.i:
            between = [each for each in tokens[token.i + 1 : token.head.i] if each.text == ","]
            is_list = any(child.dep_ == "conj" for child in token.children)
            if len(between) == 1 and not is_list and tokens[between[0].i + 1].pos_ in VERBS:
                return True
    return any(
        comma.text == "," and to.lower_ == "to" and to.dep_ == "aux" and verb.head.i < comma.i and verb.dep_ == "xcomp"
        for comma, to, verb in zip(tokens, tokens[1:], tokens[2:], strict=False)
    )
