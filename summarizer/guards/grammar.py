"""Rejects a sentence that is not well-formed English.

Small models drop the auxiliary ("The plan approved by the council."), leave a name or a coordination without a
predicate, quote half a sentence and stop, and repeat the speaker at the end. The parse of language/parsing.py shows
these; the article is not consulted.

A sentence passes if a finite verb carries it, its quotations are more than fragments, and no two words stand side by
side that cannot.
"""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejection_for
from summarizer.language.clauses import Clause, head
from summarizer.language.parsing import QUOTED, ParsedSentence, parse
from summarizer.language.tagging import Tag, Token

_ARTICLES = frozenset("a an the".split())
_INVARIABLE_NOUNS = frozenset("news series species headquarters crossroads means".split())  # singular in -s
_POSSESSED_TWICE = re.compile(r"\b(his|her|its|their) \w+ of \1\b")
_POSSESSED_QUOTATION = re.compile(r" 's [\"“] (?:an?|the) ")  # said Torley's "a disgrace"
_ENDS_IN_SAYING = re.compile(r"\bwhat (?:it|he|she|they) (?:says?|said|views?|viewed|calls?|called) \.$")
_PASSIVE_PARTICIPLES = frozenset(
    "killed arrested injured wounded jailed identified detained hospitalised hospitalized taken seen known given shown "
    "stolen driven written held suspended charged fined sentenced accused expelled banned sacked convicted rescued "
    "evacuated abducted kidnapped trapped stabbed beheaded".split()
)
"""Participles that are hardly ever active past tenses: without "was" they carry no sentence."""


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence that is not well formed. The article is not consulted, so there is no evidence."""
    return rejection_for(ungrammaticality(sentence.text))


def ungrammaticality(sentence: str) -> str:
    """What is wrong with a sentence's grammar; empty where nothing is."""
    parsed = parse(sentence)
    if _is_quoted_fragment(sentence):
        return "quotes half a sentence and says nothing else"
    name = _name_without_predicate(parsed)
    if name:
        return f"names {name} and says nothing of it"
    return "is not put together as a sentence" if _is_malformed(parsed) else ""


def _is_quoted_fragment(sentence: str) -> bool:
    """Whether a sentence is a quotation without a verb and its speaker."""
    quotations = QUOTED.findall(sentence)
    outside = parse(QUOTED.sub("", sentence)).clauses
    only_speaker = bool(outside) and all(clause.verb == "say" for clause in outside)
    return sentence[:1] in '"“' and only_speaker and not any(parse(quotation).clauses for quotation in quotations)


def _name_without_predicate(parsed: ParsedSentence) -> str:
    """A name that opens the sentence and is no verb's subject: "Dunmore, the mayor of Torley resigned"; else empty."""
    if not parsed.words or parsed.words[0].tag not in (Tag.PROPN, Tag.NOUN, Tag.DET):
        return ""
    mark = next((index for index, word in enumerate(parsed.words) if word.tag is Tag.PUNCT), 0)
    opening = parsed.words[:mark]
    if (
        not mark
        or parsed.words[mark].text != ","
        or any(word.tag in (Tag.VERB, Tag.AUX, Tag.CCONJ) for word in opening)
    ):
        return ""
    names = [word.text for word in opening if word.text[0].isupper() and word.tag in (Tag.PROPN, Tag.NOUN)]
    first_subject = next((clause.subject for clause in parsed.clauses if clause.finite and clause.subject), ())
    subject_head = head(first_subject)
    if (
        subject_head is None
        or subject_head.tag is not Tag.PROPN
        or any(word.tag is Tag.CCONJ for word in first_subject)
    ):
        return ""
    subject_words = {id(word) for clause in parsed.clauses for word in clause.subject}
    return " ".join(names) if subject_words and not any(id(word) in subject_words for word in opening) else ""


def _is_malformed(parsed: ParsedSentence) -> bool:
    """Whether no verb can carry the sentence, or words stand side by side that cannot."""
    lower_text = " ".join(word.lower for word in parsed.words)
    outside = [clause for clause in parsed.clauses if clause.verb_index not in parsed.quoted_indices]
    if outside and all(_is_only_modifier(clause, parsed) for clause in outside):
        return True
    if outside and _POSSESSED_QUOTATION.search(" ".join(word.text for word in parsed.words)):
        return True
    if _has_only_relative_verb(outside, parsed):
        return True
    if _ENDS_IN_SAYING.search(lower_text):
        return True
    if _has_second_predicate(parsed):
        return True
    last_clause = parsed.clauses[-1] if parsed.clauses else None
    ends_in_speaker = (
        last_clause is not None
        and last_clause.verb == "say"
        and any(word.tag is Tag.PRON for word in last_clause.subject)
    )
    if ends_in_speaker and parsed.words[-2:] and parsed.words[-2].lemma == "say" and parsed.clauses[0].verb == "say":
        return len([clause for clause in parsed.clauses if clause.verb == "say"]) > 1
    if any(_cannot_follow(word, following, parsed) for word, following in pairwise(parsed.words)):
        return True
    if _POSSESSED_TWICE.search(lower_text) or any(_disagrees(clause, parsed) for clause in parsed.clauses):
        return True
    return any(
        verb.tag is Tag.VERB
        and conjunction.tag is Tag.CCONJ
        and preposition.tag is Tag.ADP
        and preposition.lower in ("for", "of", "by")
        for verb, conjunction, preposition in zip(parsed.words, parsed.words[1:], parsed.words[2:], strict=False)
    )


def _has_only_relative_verb(outside: list[Clause], parsed: ParsedSentence) -> bool:
    """Whether the only finite verb outside quotation marks belongs to a relative clause or that-clause.

    "The statement on Friday that she will not stand.", "The people who raised it to an art."
    """
    finite = [clause for clause in outside if clause.finite]
    before_verb = parsed.words[: finite[0].verb_index] if len(finite) == 1 else ()
    before_verb_unquoted = [
        word for index, word in enumerate(before_verb) if index > 1 and index not in parsed.quoted_indices
    ]
    after_last_mark = takewhile(lambda word: word.tag is not Tag.PUNCT, reversed(before_verb_unquoted))
    return any(word.tag is Tag.COMPLEMENTIZER for word in before_verb_unquoted) or any(
        word.tag is Tag.RELATIVIZER for word in after_last_mark
    )


def _cannot_follow(word: Token, following: Token, parsed: ParsedSentence) -> bool:
    """Whether an article stands before a word that cannot follow it, or "and" at the end of the sentence."""
    if word.lower in _ARTICLES and following.tag in (Tag.ADP, Tag.CCONJ, Tag.AUX) and following.lower != "'s":
        return True
    return word.tag is Tag.CCONJ and following is parsed.words[-1] and following.text == "."


def _has_second_predicate(parsed: ParsedSentence) -> bool:
    """Whether a second verb follows a comma that closes nothing: "The film was shown in May, will tour in June."."""
    marks = [
        index for index, word in enumerate(parsed.words) if word.tag is Tag.PUNCT and index not in parsed.quoted_indices
    ]
    comma = next((index for index in marks if parsed.words[index].text == ","), None)
    if comma is None or comma + 1 >= len(parsed.words) or parsed.words[comma + 1].tag is not Tag.AUX:
        return False
    opens_clause = any(
        word.tag in (Tag.SUBORDINATOR, Tag.RELATIVIZER, Tag.COMPLEMENTIZER) for word in parsed.words[:comma]
    )
    return not opens_clause and any(
        clause.finite and clause.verb_index < comma and clause.verb != "say" for clause in parsed.clauses
    )


def _is_only_modifier(clause: Clause, parsed: ParsedSentence) -> bool:
    """Whether a verb only modifies a noun: "The attack claimed by the group", "parents waiting at the gate"."""
    if not clause.finite:
        return True
    following = [*parsed.words[clause.verb_index + 1 : clause.verb_index + 3], *parsed.words[-1:]]
    has_agent = following[0].lower == "by" and following[1].tag is not Tag.NUM  # not "passed by 31 votes"
    return clause.passive is None and (has_agent or parsed.words[clause.verb_index].lower in _PASSIVE_PARTICIPLES)


def _disagrees(clause: Clause, parsed: ParsedSentence) -> bool:
    """Whether a plural noun stands right before a singular verb: "Bees shivers"."""
    subject_head, verb = head(clause.subject), parsed.words[clause.verb_index].lower
    if (
        subject_head is None
        or subject_head is not parsed.words[clause.verb_index - 1]
        or subject_head.tag is not Tag.NOUN
    ):
        return False
    is_singular_verb = (
        verb.endswith("s") and not verb.endswith("ss") and not clause.verb_group and clause.verb not in ("be", "have")
    )
    is_plural_noun = (
        subject_head.lower.endswith("s")
        and not subject_head.lower.endswith(("ss", "us", "is", "ics"))
        and subject_head.lower not in _INVARIABLE_NOUNS
    )
    return is_singular_verb and is_plural_noun


GUARD = Guard("grammar", 70, check)
