"""Rejects a sentence with a clause that no sentence of the article supports.

Small models keep the article's words and exchange their roles: "Torley beat Dunmore" from "Dunmore beat Torley", one
speaker's words attributed to another, a place or a date given to the wrong event, a plan reported as done. So each
clause (language/clauses.py) has to match ONE sentence of the article: the same verb, the same subject or one that
stands for it, and the whole complement (argument_match.py). A clause may add a word from elsewhere ("the town of
Dunmore") if the article has it right beside a word that the clause shares. Quotations must be verbatim, and two clauses
may be linked ("after", "because", "that") only where one sentence of the article supports both.

A sentence passes if every clause outside quotation marks has such a sentence. One that cannot be analysed this way is
rejected too: there are other drafts, and the article's own sentences.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise, takewhile

from summarizer.guards.argument_match import (
    CONNECTIVE_LEMMAS,
    LIGHT_VERBS,
    content_lemmas,
    has_pronoun_subject,
    is_ranking,
    mismatch,
    resolve_pronoun,
)
from summarizer.guards.factuality import is_attributed
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejection_for
from summarizer.guards.location import unsupported_location
from summarizer.guards.possession import unsupported_possession
from summarizer.language.clauses import Clause, head
from summarizer.language.grounding import SourceIndex, normalized
from summarizer.language.lexicon import CALENDAR_NAMES
from summarizer.language.parsing import QUOTED, ParsedSentence, ParsedSource, parse
from summarizer.language.tagging import Tag, Token, lemmatize

MIN_SHARED_CONTENT = 0.5  # share, 0 to 1, of a clause's content words that a sentence needs to be compared with it
MIN_VERBATIM_WORDS = 3  # a quotation of so many words must be the article's own, in order; a shorter one is emphasis
_QUOTATION_PREFIX = 6  # words by which a quotation is found in the article, and shown in a message

_UNCERTAIN_MODIFIERS = frozenset(
    "alleged suspected purported would-be attempted potential possible proposed former planned apparent accused".split()
)
_SUBORDINATORS = frozenset(
    "after before because since when until if unless despite following although though as".split()
)
_COMPOUND_MODIFIER = re.compile(  # "Dunmore-led" of "a Dunmore-led council", and the words that follow
    r"(?<![\w-])((?:\w+-){1,3}(?:led|run|based|backed|born|owned|held|funded|controlled|dominated|trained|listed))"
    r"((?:\s+[\w'’-]+){1,4})",
    re.IGNORECASE,
)
_OPINION_VERBS = frozenset(
    lemmatize(verb) for verb in "argue say claim believe think suggest insist complain allege".split()
)
_RELATIVE_DATE = re.compile(
    r"\b(?:days?|weeks?|months?|years?|decades?|hours?) (?:earlier|later|before|after)\b|\bthe (?:next|following) \w+",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("he she it they his her its their him them".split())

Support = Mapping[int, frozenset[int]]
"""For the index of each clause's verb, the indices of the article's sentences that support the clause."""


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence with a clause that no sentence of the article supports."""
    reason = unsupported_clause(sentence.text, source.index, source.shown, sentence.preceding)
    return rejection_for(reason, sentence.evidence if reason else ())


def unsupported_clause(
    sentence: str, source_index: SourceIndex, shown: Sequence[int] | None = None, preceding: str = ""
) -> str:
    """Why the article does not support a sentence, clause by clause; empty where it does.

    `shown` are indices of the article's sentences that its writer was shown, None for the whole story; `preceding` is
    the sentence before it in the draft, in which a pronoun may have its antecedent.
    """
    source = ParsedSource(source_index, source_index.story_sentences if shown is None else tuple(shown))
    misquoted = _altered_quotation(sentence, source_index)
    if misquoted:
        return f'the article does not have the words "{misquoted}" so'
    draft = parse(sentence)
    compound = _exchanged_compound(sentence, source_index)
    if compound:
        return f'the article has something else than "{compound}"'
    unsupported = unsupported_possession(draft, source) or unsupported_location(draft, source)
    if unsupported:
        return f'the article does not have "{unsupported}"'
    modifier = _dropped_uncertainty(draft, source)
    if modifier:
        return f'leaves out the article\'s "{modifier}"'
    repeated = _repeated_name(draft, source)
    if repeated:
        return f"has {repeated} twice"
    dated_noun = _misattached_year(draft, source)
    if dated_noun:
        return f'the article does not have "{dated_noun}"'
    support: dict[int, frozenset[int]] = {}
    for clause in draft.clauses:
        if clause.verb_index in draft.quoted_indices:
            continue
        other_number = _number_change(clause, source_index)
        if other_number:
            return other_number
        if not _search_keys(clause, draft, preceding):
            if is_ranking(clause):
                return f'"{draft.words[clause.verb_index].text}" ranks what the article cannot be asked about'
            continue
        supporting, reason = _supporting_sentences(clause, draft, source, preceding)
        if not supporting:
            return reason
        support[clause.verb_index] = supporting
    if not support:
        return "has no verb that can be told"
    stray = _unsupported_word(draft, support, source) or _misplaced_date(draft, support, source)
    if stray:
        return f'the article does not have "{stray}" where it tells the rest'
    if _is_only_direct_speech(draft, support, source):
        return "tells as a fact what somebody says in the article"
    return _unsupported_link(draft, support) or _wrong_speaker(sentence, draft, support, source, preceding)


def _supporting_sentences(
    clause: Clause, draft: ParsedSentence, source: ParsedSource, preceding: str
) -> tuple[frozenset[int], str]:
    """Indices of the article's sentences that support a clause, and how the nearest of the others differs from it."""
    keys = _search_keys(clause, draft, preceding)
    keys_without_subject = content_lemmas(clause, include_subject=False)
    supporting: list[int] = []
    reason, best_share = f'no sentence of the article has "{draft.words[clause.verb_index].text}" of this', 0.0
    for sentence_index in source.sentence_indices:
        source_sentence = source[sentence_index]
        share = len(keys & source_sentence.lemmas) / len(keys)
        if not source_sentence.lowercase_words.isdisjoint(_PRONOUNS):  # its subject may be a pronoun
            share = max(
                share,
                len(keys_without_subject & source_sentence.lemmas) / len(keys_without_subject)
                if keys_without_subject
                else float(clause.verb == "say"),
            )
        has_verb = clause.verb in source_sentence.lemmas or clause.verb in LIGHT_VERBS or clause.verb == "say"
        if share < MIN_SHARED_CONTENT or not has_verb:
            continue
        difference = mismatch(clause, draft, sentence_index, source, preceding)
        if not difference:
            supporting.append(sentence_index)
        elif share > best_share:
            best_share, reason = share, difference
    return frozenset(supporting), reason


def _number_change(clause: Clause, source_index: SourceIndex) -> str:
    """The rejection of a subject in the singular where the article only has the plural, or the other way round."""
    subject = head(clause.subject)
    if subject is None or subject.tag is not Tag.NOUN or subject.lower in source_index.vocabulary:
        return ""
    if f"{subject.lower}s" in source_index.vocabulary:
        return f'the article has more than one "{subject.text}"'
    if subject.lower.endswith("s") and subject.lower[:-1] in source_index.vocabulary:
        return f'the article has one of what it calls "{subject.text}"'
    return ""


def _search_keys(clause: Clause, draft: ParsedSentence, preceding: str) -> frozenset[str]:
    """The keys of a clause's content words, with the antecedent of a pronoun that is its subject."""
    subject = resolve_pronoun(clause, draft, preceding)
    return content_lemmas(clause) | (
        frozenset([subject.lemma]) if subject is not None and subject.lemma else frozenset()
    )


def _unsupported_word(draft: ParsedSentence, support: Support, source: ParsedSource) -> str:
    """A content word that is in no clause and in none of the sentences that support the clauses; empty where none."""
    in_clauses = {
        id(word)
        for clause in draft.clauses
        for word in (*clause.subject, *clause.complement, draft.words[clause.verb_index])
    }
    source_keys = frozenset[str]().union(
        *(source[sentence_index].lemmas for supporting in support.values() for sentence_index in supporting)
    )
    for index, word in enumerate(draft.words):
        if (
            word.lemma
            and index not in draft.quoted_indices
            and id(word) not in in_clauses
            and word.lemma not in source_keys
            and word.lemma not in CONNECTIVE_LEMMAS
        ):
            return word.text
    return ""


def _unsupported_link(draft: ParsedSentence, support: Support) -> str:
    """The rejection of two linked clauses ("after", "to", "that") that no one sentence of the article supports both."""
    clause_at = {clause.verb_index: clause for clause in draft.clauses}
    for first, second in pairwise(sorted(support)):
        if support[first] & support[second]:
            continue
        between = [
            *_subordinator_before(clause_at[first], draft),
            *(word.lower for word in draft.words[first:second]),
        ]
        link = next((word for word in between if word in _SUBORDINATORS), "")
        if not link and clause_at[first].verb != "say":
            if not clause_at[second].finite:
                link = draft.words[second].lower
            elif "that" in between or not _has_clause_boundary(draft.words[first + 1 : second]):
                link = "that"
        if link:
            return f'ties together with "{link}" what the article does not'
    return ""


def _subordinator_before(clause: Clause, draft: ParsedSentence) -> list[str]:
    """The "after" of "A day after the port closed, the ferry sank", as a list; empty where there is none."""
    if not clause.subject:
        return []
    start = next((index for index, word in enumerate(draft.words) if word is clause.subject[0]), 0)
    return [word.lower for word in draft.words[max(0, start - 1) : start] if word.tag is Tag.SUBORDINATOR]


def _has_clause_boundary(between: Sequence[Token]) -> bool:
    """Whether a mark, "and", "who" or the like stands between two verbs, so that they make separate statements."""
    return any(word.tag in (Tag.PUNCT, Tag.CCONJ, Tag.RELATIVIZER, Tag.SUBORDINATOR) for word in between)


def _wrong_speaker(sentence: str, draft: ParsedSentence, support: Support, source: ParsedSource, preceding: str) -> str:
    """The rejection of words attributed to somebody who does not say them in the article; empty where nobody is.

    Who speaks and what is said must stand in one sentence of the article, or in neighbouring ones where nobody else
    speaks.
    """
    for speech in draft.clauses:
        if speech.verb != "say" or speech.verb_index not in support:
            continue
        antecedent = resolve_pronoun(speech, draft, preceding)
        speaker = {word.lemma for word in (*speech.subject, antecedent) if word is not None and word.lemma}
        pronoun = next((word.lower for word in speech.subject if word.lower in ("he", "she")), "")
        if (
            pronoun
            and not speaker
            and not any(
                _has_pronoun_speaker(pronoun, source[speech_index]) for speech_index in support[speech.verb_index]
            )
        ):
            return "the article has another say this"
        reported = [supporting for verb_index, supporting in support.items() if verb_index != speech.verb_index]
        reported += [frozenset(_sentences_quoting(quotation, source)) for quotation in QUOTED.findall(sentence)]
        if not any(
            all(
                any(_is_spoken_by(speaker, speech_index, index, source) for index in supporting)
                for supporting in reported
                if supporting
            )
            for speech_index in support[speech.verb_index]
        ):
            return "the article has another say this"
    return ""


def _is_only_direct_speech(draft: ParsedSentence, support: Support, source: ParsedSource) -> bool:
    """Whether a sentence without a speaker has a clause that the article has in somebody's direct speech only."""
    if draft.quoted_indices or is_attributed(draft):
        return False
    return any(
        all(source.is_direct_speech(sentence_index, clause.verb) for sentence_index in support[clause.verb_index])
        for clause in draft.clauses
        if clause.verb_index in support
    )


def _has_pronoun_speaker(pronoun: str, source_sentence: ParsedSentence) -> bool:
    """Whether "he", or "she", says something in a sentence of the article."""
    return any(
        clause.verb == "say" and pronoun in {word.lower for word in clause.subject}
        for clause in source_sentence.clauses
    )


def _is_spoken_by(speaker: set[str], speech_index: int, sentence_index: int, source: ParsedSource) -> bool:
    """Whether a sentence of the article has words of the speaker (keys) of the sentence at `speech_index`.

    It has if it is that sentence, or a neighbouring one that goes on with the speech or names no other speaker.
    """
    if sentence_index == speech_index:
        return True
    source_sentence = source[sentence_index]
    speeches = [clause for clause in source_sentence.clauses if clause.verb == "say"]
    is_speech = bool(speeches or source_sentence.quoted_indices)  # else the writer of the article says it
    if not speeches and not _continues_speech(source_sentence, speaker):
        return False
    return (
        is_speech
        and abs(sentence_index - speech_index) == 1
        and all(has_pronoun_subject(clause) or speaker & {word.lemma for word in clause.subject} for clause in speeches)
    )


def _continues_speech(source_sentence: ParsedSentence, speaker: set[str]) -> bool:
    """Whether a sentence is all quotation, or what stands outside of it is about the speaker: "She smiled"."""
    outside = [
        word
        for index, word in enumerate(source_sentence.words)
        if index not in source_sentence.quoted_indices and word.tag is not Tag.PUNCT
    ]
    keys = {word.lemma for word in outside if word.lemma}
    return not keys or not speaker.isdisjoint(keys) or any(word.tag is Tag.PRON for word in outside)


def _sentences_quoting(quotation: str, source: ParsedSource) -> Iterator[int]:
    """Indices of the article's sentences that have a quotation, or its first words."""
    prefix = " ".join(normalized(quotation).split()[:_QUOTATION_PREFIX])
    return (
        sentence_index
        for sentence_index in source.sentence_indices
        if prefix and f" {prefix} " in f" {normalized(source.text(sentence_index))} "
    )


def _altered_quotation(sentence: str, source_index: SourceIndex) -> str:
    """The first words of a quotation that the article does not have verbatim, or not as a quotation; else empty.

    One or two words may be the draft's own emphasis, unless they are the article's and it does not quote them. In
    "people argued that the bridge was safe", said by somebody, the speaker does not say "the bridge was safe".
    """
    for quotation in QUOTED.findall(sentence):
        words, length = normalized(quotation), len(quotation.split())
        in_article = f" {words} " in source_index.normalized_text
        source_quotations = [text for text in _quotations(source_index) if f" {words} " in text]
        if length < MIN_VERBATIM_WORDS and (source_quotations or not quotation.islower() or not in_article):
            continue
        if (
            length < MIN_VERBATIM_WORDS
            or not in_article
            or (source_quotations and all(_reports_opinion(text, words) for text in source_quotations))
        ):
            ellipsis = " ..." if length > _QUOTATION_PREFIX else ""
            return " ".join(quotation.split()[:_QUOTATION_PREFIX]) + ellipsis
    return ""


def _quotations(source_index: SourceIndex) -> list[str]:
    """The article's text inside quotation marks, single ones included, normalized, with a space at either end."""
    article = source_index.article
    single = re.findall(r"(?<!\w)['‘]([^'‘’]{2,80})['’](?!\w)", article.text)
    return [f" {normalized(text)} " for text in (*(article.words(span) for span in article.quotations), *single)]


def _reports_opinion(quotation: str, words: str) -> bool:
    """Whether a quotation has the words as what others say or think."""
    before = quotation[: quotation.index(f" {words} ")].split()[-2:]
    return bool(before) and before[-1] == "that" and lemmatize(before[0]) in _OPINION_VERBS


def _exchanged_compound(sentence: str, source_index: SourceIndex) -> str:
    """A modifier like "Dunmore-led" with a noun that the article never has after it; empty where there is none.

    "A Dunmore-led party" is not supported by "the Dunmore-led Harbour council".
    """
    if not _COMPOUND_MODIFIER.search(sentence):
        return ""
    source_words: dict[str, set[str]] = {}
    for modifier, following in _COMPOUND_MODIFIER.findall(source_index.article.text):
        source_words.setdefault(modifier.lower(), set()).update(_without_possessive(word) for word in following.split())
    for modifier, following in _COMPOUND_MODIFIER.findall(sentence):
        first = following.split()[0]
        if modifier.lower() in source_words and _without_possessive(first) not in source_words[modifier.lower()]:
            return f"{modifier} {first}"
    return ""


def _without_possessive(word: str) -> str:
    """The word in lower case without a final "'s" or apostrophe."""
    return re.sub(r"['’]s?$", "", word.lower())


def _dropped_uncertainty(draft: ParsedSentence, source: ParsedSource) -> str:
    """A modifier like "alleged" that the article always has before a noun and the sentence has not; else empty."""
    for index, word in enumerate(draft.words):
        if (
            word.tag is not Tag.NOUN
            or not word.lemma
            or (index and draft.words[index - 1].lower in _UNCERTAIN_MODIFIERS)
        ):
            continue
        modifiers = [
            source_sentence.words[source_position - 1].lower if source_position else ""
            for source_sentence in (source[sentence_index] for sentence_index in source.sentence_indices)
            if word.lemma in source_sentence.lemmas
            for source_position, source_word in enumerate(source_sentence.words)
            if source_word.lemma == word.lemma
        ]
        if (
            modifiers
            and all(modifier in _UNCERTAIN_MODIFIERS for modifier in modifiers)
            and not _UNCERTAIN_MODIFIERS & draft.lowercase_words
        ):
            return modifiers[0]
    return ""


def _misplaced_date(draft: ParsedSentence, support: Support, source: ParsedSource) -> str:
    """A year or month that no supporting sentence has, all of them having a relative date instead; else empty."""
    dates = [
        word
        for word in draft.words
        if (word.tag is Tag.NUM and word.text in draft.lemmas) or word.lower in CALENDAR_NAMES
    ]
    for date in dates:
        key = date.lemma or date.text
        if all(
            supporting
            and not any(key in source[sentence_index].lemmas for sentence_index in supporting)
            and all(_RELATIVE_DATE.search(source.text(sentence_index)) for sentence_index in supporting)
            for supporting in support.values()
        ):
            return date.text
    return ""


def _misattached_year(draft: ParsedSentence, source: ParsedSource) -> str:
    """A year before a noun that the article does not have so: "2011 court" of "a court ... in a 2011 case"."""
    for index, year in enumerate(draft.words):
        if year.tag is not Tag.NUM or year.text not in draft.lemmas:
            continue
        noun_phrase = list(takewhile(lambda word: word.tag in (Tag.NOUN, Tag.PROPN), draft.words[index + 1 :]))
        keys = {word.lemma for word in noun_phrase if word.lemma}
        if keys and not any(
            keys & _keys_after(year.text, source[sentence_index]) for sentence_index in source.sentence_indices
        ):
            return f"{year.text} {noun_phrase[0].text}"
    return ""


def _keys_after(year: str, sentence: ParsedSentence) -> set[str]:
    """Keys of the three words after each mention of the year."""
    indices = [index for index, word in enumerate(sentence.words) if word.text == year]
    return {word.lemma for index in indices for word in sentence.words[index + 1 : index + 4]} - {""}


def _repeated_name(draft: ParsedSentence, source: ParsedSource) -> str:
    """A name that the sentence has more often than any sentence of the article; empty where there is none."""
    names = [
        word for index, word in enumerate(draft.words) if word.tag is Tag.PROPN and index not in draft.quoted_indices
    ]
    keys = [word.lemma for word in names if word.lemma]
    for name in names:
        count = keys.count(name.lemma)
        if count > 1:
            source_counts = (
                sum(word.lemma == name.lemma for word in source[sentence_index].words)
                for sentence_index in source.sentence_indices
            )
            if max(source_counts, default=0) < count:
                return name.text
    return ""


GUARD = Guard("clause-support", 100, check)
