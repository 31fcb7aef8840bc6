"""An owner that the article does not give: "Crane's son" of a story in which another has the son.

Not a guard of its own: clause_support.py asks it. Small models attach what they report to the nearest name: another
man's son, a city's search chief who is the country's. What a draft has as a name's, the article must have as that
name's, in one of the ways in which it can: "the port's master", "the Torley master", "the master of the port", or a
possessive pronoun soon after the name.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from checks.names import country_of
from summarizer.language.parsing import ParsedSentence, ParsedSource
from summarizer.language.tagging import Tag, Token

MAX_OWNED_WORDS = 3  # words after the owner that can name what is owned
WORDS_AFTER_OWNER = 5  # words after the article's "Torley's" in which what is owned must stand
WORDS_BEFORE_OWNER = 5  # words before the name in which "of" must stand: "the master of the old port of Torley"
ADJACENT_WORDS = (
    2  # words before that "of", or after a name without "'s", in which it must: "the Torley harbour master"
)
SENTENCES_AFTER_OWNER = 1  # sentences after the name in which "his" may still refer to it
_LINKING_PREPOSITIONS = frozenset("of for in at from by to on with".split())
_POSSESSIVE_PRONOUNS = frozenset("his her its their whose".split())
_PHRASE_BOUNDARIES = (Tag.PUNCT, Tag.VERB, Tag.AUX, Tag.CCONJ, Tag.RELATIVIZER, Tag.SUBORDINATOR)


def unsupported_possession(draft: ParsedSentence, source: ParsedSource) -> str:
    """An owner in the draft with what the article does not give it ("Crane's son"); empty where there is none."""
    for index, word in enumerate(draft.words[1:], start=1):
        owner = draft.words[index - 1]
        if not _is_possessive_mark(word) or index in draft.quoted_indices or not _is_name(owner, source):
            continue
        owned = [token for token in _phrase_from(draft.words, index + 1) if token.lemma][:MAX_OWNED_WORDS]
        # of "Torley's French coach", the coach
        owned = [token for token in owned if token.tag is not Tag.PROPN] or owned
        owned_keys = {token.lemma for token in owned}
        if owned_keys and not any(
            _supports(owner, owned_keys, sentence_index, source) for sentence_index in source.evidence_indices
        ):
            return f"{owner.text}'s {owned[0].text}"
    return ""


def _is_name(owner: Token, source: ParsedSource) -> bool:
    """Whether the owner is a name; a capital alone does not make one at the beginning of a sentence."""
    return (
        bool(owner.lemma) and owner.text[0].isupper() and (owner.tag is Tag.PROPN or owner.lemma in source.name_lemmas)
    )


def _is_possessive_mark(word: Token) -> bool:
    return word.lower == "'s" and word.tag is Tag.ADP


def _phrase_from(words: Sequence[Token], start: int) -> Iterator[Token]:
    """The words from `start` on, up to the end of the noun phrase and at most MAX_OWNED_WORDS + 1."""
    return takewhile(lambda word: word.tag not in _PHRASE_BOUNDARIES, words[start : start + MAX_OWNED_WORDS + 1])


def _supports(owner: Token, owned_keys: set[str], sentence_index: int, source: ParsedSource) -> bool:
    """Whether a sentence of the article, with the one after it, gives the owner one of what has these keys."""
    words = source[sentence_index].words
    owner_indices = [index for index, word in enumerate(words) if _is_same_owner(word, owner)]
    for index in owner_indices:
        has_mark = index + 1 < len(words) and _is_possessive_mark(words[index + 1])
        reach = WORDS_AFTER_OWNER if has_mark else ADJACENT_WORDS
        if owned_keys & {word.lemma for word in words[index + 1 : index + 2 + reach]}:
            return True
        link_indices = (
            link
            for link in range(max(0, index - WORDS_BEFORE_OWNER), index)
            if words[link].lower in _LINKING_PREPOSITIONS
        )
        if any(
            owned_keys & {word.lemma for word in words[max(0, link - ADJACENT_WORDS) : link]} for link in link_indices
        ):
            return True
    if not owner_indices:
        return False
    end = min(sentence_index + SENTENCES_AFTER_OWNER + 1, len(source.index.article.sentences))
    return any(
        word.lower in _POSSESSIVE_PRONOUNS
        and owned_keys & {other.lemma for other in sentence.words[index + 1 : index + 2 + MAX_OWNED_WORDS]}
        for sentence in [source[following] for following in range(sentence_index, end)]
        for index, word in enumerate(sentence.words)
    )


def _is_same_owner(word: Token, owner: Token) -> bool:
    """Whether a word is the owner's name, or another form of the same country's: "Norwegian" for "Norway"."""
    if word.lemma == owner.lemma:
        return True
    country = country_of(owner.text)
    return bool(country) and country_of(word.text) == country
