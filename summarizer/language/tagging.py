"""Rule-based tokenisation, part-of-speech tagging and lemmatisation of one English sentence.

No statistical tagger: closed classes are listed (lexicon.py); a verb is recognised by its ending, by a list of the
verbs that news uses most, and by the tokens around it. It errs now and then; clauses.py says why that suffices.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum, auto
from functools import lru_cache
from itertools import takewhile

from checks.outcome_events import EVENT_OF_WORD
from checks.passage_index import STOP_WORDS, stem
from summarizer.language.lexicon import (
    ADVERBS,
    AMBIGUOUS_FORMS,
    AUXILIARIES,
    BASE_FORMS,
    BE_FORMS,
    CALENDAR_NAMES,
    DETERMINERS,
    DO_FORMS,
    MEDIAL_MODIFIERS,
    MODALS,
    NEGATIONS,
    NUMBER_WORDS,
    PAST_FORMS,
    PREPOSITIONS,
    PRONOUNS,
    RELATIVIZERS,
    SPEECH_VERBS,
    SUBJECT_PRONOUNS,
    SUBORDINATORS,
    VERB_BASES,
)

MAX_SPEAKER_TOKENS = 8  # words after the comma in ", officials in the town say"

_DASHES = frozenset(("--", "–", "—"))
_TOKEN = re.compile(
    r"""
    [A-Za-z]\.(?:[A-Za-z]\.)+                      # U.S.
    | [A-Z]\.(?=\ ?[A-Z])                           # an initial
    | (?:Mr|Mrs|Ms|Dr|Sen|Rep|Gov|Lt|Col|Gen|Sgt|Maj|Capt|Prof|St|Rev|Jr|Sr|Inc|Ltd|Co)\.
    | No\.(?=\ ?\d)                                  # No. 1
    | \d[\d,.]*(?:-[^\W\d_]+)+                     # 17-year-old
    | [$£€]?\d[\d,.]*\d%? | \d%?
    | [^\W_]+(?:['’.&-][^\W_]+)*['’]?
    | -- | [,;:()"“”–—.!?]
    """,
    re.VERBOSE,
)
_OPENING_SINGLE_QUOTE = re.compile(r"(?:^|[\s(])['‘]")
_PLURAL_POSSESSIVE = re.compile(r"[sS]' \w")
_CLITICS = ("'s", "'re", "'ve", "'ll", "'d")

_NON_ADVERBS_IN_LY = frozenset(
    "family italy july supply apply rely reply multiply comply imply fly assembly anomaly".split()
)
_NON_VERBS_IN_ED = frozenset(
    "need bed red hundred united speed seed feed breed indeed exceed proceed succeed weed wed led fed shed sacred "
    "hatred kindred embed".split()
)
_NON_VERBS_IN_ING = frozenset(
    "king ring thing nothing something anything everything spring string wing being during morning evening building "
    "meeting hearing wedding king sterling according including following ceiling".split()
)
_PREPOSITION_OR_SUBORDINATOR = frozenset("after before since until as".split())
_SPEECH_OR_ACTION_FORMS = frozenset(
    "post posts posted posting add adds added adding report reports reported write writes wrote written".split()
)
"""Forms of verbs that report speech unless a thing follows: "posted that ..." but "posted a photo"."""
_COUNTRY_LEMMAS = {
    "US": "states",
    "U.S.": "states",
    "USA": "states",
    "States": "states",
    "UK": "kingdom",
    "U.K.": "kingdom",
    "Kingdom": "kingdom",
    "United": "",  # of States, Kingdom, Nations: those carry the meaning
}


class Tag(StrEnum):
    """Part of speech: universal tags (universaldependencies.org/u/pos), and finer ones for words that open clauses."""

    VERB = auto()  # main verbs, participles included
    AUX = auto()
    PROPN = auto()
    NOUN = auto()  # also adjectives, and any other content word
    NUM = auto()
    DET = auto()  # also quantifiers and possessive pronouns
    ADP = auto()  # prepositions, and the possessive marker "'s"
    INFINITIVE_MARKER = auto()  # "to" before a verb
    PRON = auto()
    ADV = auto()
    NEGATION = auto()  # also "nobody", "nothing"
    CCONJ = auto()  # "and", "or"
    COMPLEMENTIZER = auto()  # "that", whatever its use
    RELATIVIZER = auto()  # "who", "which", "whom", "whose"
    SUBORDINATOR = auto()  # opens a clause with a subject of its own; also "but", "so"
    PUNCT = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A word, number, clitic or punctuation mark."""

    text: str
    tag: Tag
    lemma: str = ""  # what it is compared by, see `lemmatize`; empty for function words, numbers and punctuation

    @property
    def lower(self) -> str:
        return self.text.lower()


@lru_cache(maxsize=1 << 14)
def lemmatize(word: str) -> str:
    """Returns the form by which two words are compared.

    It is the outcome that the word names ("killed", "deaths": "dead"), else the stem of its base form, the same for
    British and American spelling.
    """
    lower = word.lower().rstrip("'")
    base = BASE_FORMS.get(lower, lower)
    american = re.sub(r"our(?=s?$|ed$|ing$|ite|able)", "or", re.sub(r"is(?=e[ds]?$|ing$|ation)", "iz", base))
    return EVENT_OF_WORD.get(lower) or stem(american)


_CLAUSE_TAKING_VERBS = frozenset(["say"]) | frozenset(
    lemmatize(verb)
    for verb in "think believe show suggest fear hope know mean find argue warn claim allege expect".split()
)
"""Lemmas of verbs after which a clause with a verb of its own may follow without "that"."""
_SPEECH_STEMS = frozenset(stem(verb) for verb in SPEECH_VERBS)


@lru_cache(maxsize=4096)
def tag(text: str) -> tuple[Token, ...]:
    """Splits a sentence into tokens and gives each its tag and lemma."""
    words = list(_tokenize(text))
    tags: list[Tag] = []
    for index in range(len(words)):
        tags.append(_tag_left_to_right(words, index, tags))
    _retag_directional_to(tags)
    _tag_missing_verbs(words, tags)
    _retag_attributive_verbs(words, tags)
    _retag_plural_nouns(words, tags)
    _retag_prepositions(words, tags)
    tokens: list[Token] = []
    for word, word_tag in zip(words, tags, strict=True):
        is_speech = word_tag is Tag.VERB and _may_report_speech(word, tokens, tags)
        tokens.append(Token(word, word_tag, _lemma(word, word_tag, is_speech=is_speech)))
    return tuple(tokens)


# Tokenisation


def _tokenize(text: str) -> Iterator[str]:
    text = text.replace("’", "'")
    in_single_quotes = False  # a word in -s' before the closing mark is no possessive
    for match in _TOKEN.finditer(text):
        token = match.group()
        in_single_quotes |= bool(_OPENING_SINGLE_QUOTE.match(text, max(0, match.start() - 2)))
        if _PLURAL_POSSESSIVE.match(text, match.end() - 2) and not in_single_quotes:
            yield from (token[:-1], "'s")  # "the drivers' union"
        else:
            yield from _split_clitics(token)
        in_single_quotes &= not token.endswith("'")


def _split_clitics(token: str) -> list[str]:
    if len(token) > 1 and token.endswith(".") and token.count(".") == 1:  # an initial or a title
        token = token[:-1]
    for clitic in _CLITICS:
        if token.lower().endswith(clitic) and len(token) > len(clitic):
            return [token[: -len(clitic)], token[-len(clitic) :]]
    return [token.rstrip("'") or token]


# The first pass, from left to right


def _tag_left_to_right(words: Sequence[str], index: int, previous_tags: Sequence[Tag]) -> Tag:
    """The tag of a word from its form, the tags before it and the words around it."""
    word, lower = words[index], words[index].lower()
    last = previous_tags[-1] if previous_tags else Tag.PUNCT
    if not word[0].isalnum() and word[0] not in "$£€'":
        return Tag.PUNCT
    if lower == "'s":  # "it's" is a verb; after a noun it marks the possessive
        return Tag.AUX if last in (Tag.PRON, Tag.COMPLEMENTIZER, Tag.RELATIVIZER) else Tag.ADP
    if (lower in NEGATIONS and lower != "no") or lower.endswith("n't"):
        return Tag.NEGATION if lower not in MODALS else Tag.AUX
    if lower in AUXILIARIES and not (word[0].isupper() and previous_tags and lower in ("may", "will")):
        return Tag.AUX
    if lower == "to":
        return Tag.INFINITIVE_MARKER
    if lower == "that":
        return Tag.COMPLEMENTIZER
    if lower in ("and", "or", "&"):
        return Tag.CCONJ
    if word == "US":
        return Tag.PROPN
    for closed_class, class_tag in (
        (DETERMINERS, Tag.DET),
        (RELATIVIZERS, Tag.RELATIVIZER),
        (SUBORDINATORS, Tag.SUBORDINATOR),
        (PRONOUNS, Tag.PRON),
    ):
        if lower in closed_class:
            return class_tag
    if word[0].isdigit() or word[0] in "$£€" or lower in NUMBER_WORDS:
        return Tag.NUM
    if lower in PREPOSITIONS and not word.isupper():
        return Tag.ADP
    if lower in ADVERBS or (lower.endswith("ly") and len(lower) > 4 and lower not in _NON_ADVERBS_IN_LY):
        return Tag.ADV
    if word[0].isupper() and (
        (previous_tags and last is not Tag.PUNCT) or lower in CALENDAR_NAMES or _is_capitalised(words, index + 1)
    ):
        return Tag.PROPN
    if _looks_like_verb(words, index, previous_tags):
        return Tag.VERB
    return Tag.PROPN if word[0].isupper() and previous_tags else Tag.NOUN


def _is_capitalised(words: Sequence[str], index: int) -> bool:
    """Whether a word has a capital; past the end, whether the last one has."""
    return words[min(index, len(words) - 1)][:1].isupper()


def _looks_like_verb(words: Sequence[str], index: int, previous_tags: Sequence[Tag]) -> bool:
    """Whether an open-class word is a verb, from its form and its neighbours."""
    lower = words[index].lower()
    last = previous_tags[-1] if previous_tags else Tag.PUNCT
    following = words[index + 1].lower() if index + 1 < len(words) else "."
    if "-" in lower and not lower.startswith(("re-", "co-")):
        return False  # "short-sighted"
    if lower == "according" or (lower.endswith("ed") and len(lower) > 3 and lower not in _NON_VERBS_IN_ED):
        return True
    if lower in PAST_FORMS:
        return True
    if lower in AMBIGUOUS_FORMS:
        return last not in (Tag.DET, Tag.ADP, Tag.NUM)
    if lower.endswith("ing") and len(lower) > 4 and lower not in _NON_VERBS_IN_ING:
        return last is not Tag.DET and not (last is Tag.NOUN and following == "of")
    return _looks_like_present_form(words, index, previous_tags, following)


def _looks_like_present_form(words: Sequence[str], index: int, previous_tags: Sequence[Tag], following: str) -> bool:
    """Whether a word that may be a noun too is a base form or third person singular."""
    lower = words[index].lower()
    last = previous_tags[-1] if previous_tags else Tag.PUNCT
    governor = next((each for each in reversed(previous_tags) if each not in (Tag.ADV, Tag.NEGATION)), Tag.PUNCT)
    auxiliary = next((word for word in reversed(words[:index]) if word.lower() not in ADVERBS | NEGATIONS), "").lower()
    if governor is Tag.AUX and auxiliary in MODALS | DO_FORMS:
        return True  # "will" and "did" take a base form
    if governor is Tag.INFINITIVE_MARKER and (following in DETERMINERS or following in PRONOUNS):
        return True
    if governor in (Tag.INFINITIVE_MARKER, Tag.AUX) and (lower in VERB_BASES or lower.endswith(("ise", "ize", "ify"))):
        return True
    if not _possible_bases(lower) & VERB_BASES or last in (Tag.DET, Tag.ADP, Tag.NUM, Tag.CCONJ):
        return False
    if last is Tag.PRON and words[index - 1].lower() in SUBJECT_PRONOUNS:
        return True  # "when they fly"
    if last is not Tag.PRON and _clause_has_verb(words, previous_tags):
        return False  # "will play a few tracks at the festival": one finite verb to a clause
    takes_complement = _may_follow_verb(words, index + 1, following) or lower in ("says", "say")
    if lower.endswith("s"):
        subject_ends = (Tag.NOUN, Tag.PROPN, Tag.PRON, Tag.RELATIVIZER, Tag.COMPLEMENTIZER, Tag.PUNCT, Tag.ADV)
        return last in subject_ends and takes_complement
    closes_aside = last is Tag.PUNCT and words[index - 1] in _DASHES and words[index - 1] in words[: index - 1]
    if closes_aside and following not in _DASHES:
        return True  # "two airports -- Torley and Dunmore -- conduct full checks"
    previous = words[index - 1].lower() if index > 0 else ""
    plural_subject = previous.endswith("s") or previous in ("people", "police", "they")
    return takes_complement and (plural_subject or last is Tag.RELATIVIZER)


def _may_follow_verb(words: Sequence[str], index: int, lower: str) -> bool:
    """Whether the word at `index`, in lower case `lower`, may open what a verb takes: an object, a phrase, a clause."""
    return (
        lower in DETERMINERS
        or lower in PREPOSITIONS
        or lower in ("to", "that", '"', "“", "not")
        or lower in PRONOUNS
        or lower in SUBORDINATORS
        or lower in BE_FORMS
        or lower[:1].isdigit()
        or lower in NUMBER_WORDS
        or _is_capitalised(words, index)
        or lower.endswith("ly")
    )


def _possible_bases(lower: str) -> set[str]:
    """The base forms that a present form may come from."""
    bases = {lower, lower[:-1] if lower.endswith("s") else lower, lower[:-2] if lower.endswith("es") else lower}
    return bases | ({lower[:-3] + "y"} if lower.endswith("ies") else set())


def _clause_has_verb(words: Sequence[str], previous_tags: Sequence[Tag]) -> bool:
    """Whether the clause so far has a verb, other than one of saying or thinking that takes a clause."""
    for index in range(len(previous_tags) - 1, -1, -1):
        if previous_tags[index] in (
            Tag.PUNCT,
            Tag.SUBORDINATOR,
            Tag.RELATIVIZER,
            Tag.COMPLEMENTIZER,
            Tag.CCONJ,
        ):
            return False
        if previous_tags[index] is Tag.VERB:
            return _lemma(words[index], Tag.VERB, is_speech=True) not in _CLAUSE_TAKING_VERBS
    return False


# Corrections, in the order in which `tag` makes them


def _retag_directional_to(tags: list[Tag]) -> None:
    """Makes "to" a preposition before a noun phrase: "to Torley"."""
    for index, following in enumerate(tags[1:]):
        if tags[index] is Tag.INFINITIVE_MARKER and following in (Tag.DET, Tag.PROPN, Tag.NUM, Tag.PRON):
            tags[index] = Tag.ADP


def _tag_missing_verbs(words: Sequence[str], tags: list[Tag]) -> None:
    """Finds a verb for each clause that has none yet: "the price rises", "rescuers hoist the bags"."""
    start = 0
    for end in range(len(tags) + 1):
        opens_clause = end < len(tags) and (
            tags[end] in (Tag.SUBORDINATOR, Tag.RELATIVIZER, Tag.COMPLEMENTIZER) or words[end] in ".;:"
        )
        if end < len(tags) and not opens_clause and not _precedes_speaker(words, tags, end):
            continue
        has_finite_verb = any(
            tags[index] is Tag.AUX or (tags[index] is Tag.VERB and not words[index].lower().endswith("ing"))
            for index in range(start, end)
        )
        if not has_finite_verb:
            verb_index = _likeliest_verb(words, tags, start, end)
            if verb_index is not None:
                tags[verb_index] = Tag.VERB
        start = end + 1


def _precedes_speaker(words: Sequence[str], tags: Sequence[Tag], index: int) -> bool:
    """Whether a token is the comma before a closing attribution: ", officials say"."""
    rest = [word for word in words[index + 1 :] if word[0].isalnum()]
    ends_in_speech_verb = bool(rest) and _lemma(rest[-1], Tag.VERB, is_speech=True) == "say"
    return (
        words[index] == ","
        and ends_in_speech_verb
        and len(rest) <= MAX_SPEAKER_TOKENS
        and tags[index + 1 :].count(Tag.VERB) == 1
    )


def _likeliest_verb(words: Sequence[str], tags: Sequence[Tag], start: int, end: int) -> int | None:
    """Index of the word tagged as a noun that is most likely the verb of words[start:end]; None where none is.

    First a listed verb after another noun, then a word in -s before a noun phrase, then one such after an apposition.
    """
    after_noun = [
        index for index in range(start + 1, end) if tags[index] is Tag.NOUN and tags[index - 1] in (Tag.NOUN, Tag.PROPN)
    ]
    listed = [index for index in after_noun if _possible_bases(words[index].lower()) & VERB_BASES]
    before_noun_phrase = [
        index
        for index in after_noun
        if words[index].endswith("s")
        and index + 1 < end
        and tags[index + 1] in (Tag.DET, Tag.NUM, Tag.PROPN, Tag.PRON, Tag.INFINITIVE_MARKER)
    ]
    after_apposition = [
        index
        for index in range(start + 3, end - 1)
        if words[index - 1] == "," and "," in words[start : index - 1] and tags[index] is Tag.NOUN
        if words[index].islower() and words[index].endswith("s") and tags[index + 1] in (Tag.DET, Tag.NUM)
    ]
    return next(iter([*listed, *before_noun_phrase, *after_apposition]), None)


def _retag_attributive_verbs(words: Sequence[str], tags: list[Tag]) -> None:
    """Makes a participle that describes the following noun no verb: "an alleged dealer", "the doomed airliner"."""
    for index in range(len(tags)):
        if tags[index] is Tag.VERB and _is_attributive(words, tags, index):
            tags[index] = Tag.NOUN


def _is_attributive(words: Sequence[str], tags: Sequence[Tag], index: int) -> bool:
    lower = words[index].lower()
    if not lower.endswith(("ed", "ing")) and lower not in BASE_FORMS:
        return False
    if index + 1 >= len(words) or tags[index + 1] not in (Tag.NOUN, Tag.PROPN):
        return False
    before = index - 1
    while before >= 0 and tags[before] is Tag.ADV:
        before -= 1
    return before >= 0 and (
        tags[before] is Tag.DET
        or (tags[before] in (Tag.ADP, Tag.NUM) and lower.endswith("ed"))
        or (tags[before] is Tag.VERB and words[before].endswith("ing"))
        or (tags[before] is Tag.ADP and words[before] == "'s")
    )


def _retag_plural_nouns(words: Sequence[str], tags: list[Tag]) -> None:
    """Makes a plural that was taken for a verb the subject of the next one: "police forces in the county have"."""
    for index in range(1, len(tags)):
        if _is_plural_subject(words, tags, index):
            tags[index] = Tag.NOUN


def _is_plural_subject(words: Sequence[str], tags: Sequence[Tag], index: int) -> bool:
    """Whether a supposed verb in -s follows a noun, takes a prepositional phrase and is followed by a finite verb."""
    if tags[index - 1] is not Tag.NOUN or tags[index] is not Tag.VERB or tags[index + 1 : index + 2] != [Tag.ADP]:
        return False
    lower = words[index].lower()
    if not lower.endswith("s") or lower == "says" or words[index - 1].lower().endswith("s"):
        return False
    phrase_tags = (Tag.DET, Tag.NOUN, Tag.PROPN, Tag.NUM, Tag.ADP)
    after = next((other for other in range(index + 1, len(tags)) if tags[other] not in phrase_tags), 0)
    if not after or tags[after - 1] is Tag.ADP:
        return False
    takes_object = tags[after] is Tag.VERB and tags[after + 1 : after + 2] in ([Tag.DET], [Tag.NUM], [Tag.PRON])
    return tags[after] is Tag.AUX or (takes_object and words[after].lower().endswith("ed"))


def _retag_prepositions(words: Sequence[str], tags: list[Tag]) -> None:
    """Makes "after" and its like prepositions where no clause follows: "after a storm"."""
    for index, word in enumerate(words):
        if (
            tags[index] is Tag.SUBORDINATOR
            and word.lower() in _PREPOSITION_OR_SUBORDINATOR
            and not _verb_follows(tags, index)
        ):
            tags[index] = Tag.ADP


def _verb_follows(tags: Sequence[Tag], index: int) -> bool:
    clause_ends = (Tag.PUNCT, Tag.SUBORDINATOR, Tag.RELATIVIZER)
    rest = takewhile(lambda following: following not in clause_ends, tags[index + 1 :])
    return any(following in (Tag.VERB, Tag.AUX) for following in rest)


# Lemmas


def _may_report_speech(verb: str, previous: Sequence[Token], tags: Sequence[Tag]) -> bool:
    """Whether a verb of speaking, if `verb` is one, reports what somebody says.

    Not in the passive ("was reported"), and not with a verb such as "post" that a noun phrase follows in mid-clause.
    """
    helper = next(
        (
            token.lower
            for token in reversed(previous)
            if token.tag not in (Tag.ADV, Tag.NEGATION) and token.lower not in MEDIAL_MODIFIERS
        ),
        "",
    )
    if helper in BE_FORMS:
        return False
    mid_clause = bool(previous) and (previous[-1].tag is not Tag.PUNCT or verb.lower() == "adding")
    if mid_clause and verb.lower() in _SPEECH_OR_ACTION_FORMS:
        following = tags[len(previous) + 1 : len(previous) + 2]
        return not following or following[0] not in (Tag.DET, Tag.NUM)  # "posted a photo"
    return True


def _lemma(word: str, word_tag: Tag, *, is_speech: bool) -> str:
    """The lemma of a word with this tag; "say" for a verb of speaking that reports speech (`is_speech`)."""
    lower = word.lower()
    if word_tag is Tag.VERB:
        lemma = lemmatize(lower)
        speaks = BASE_FORMS.get(lower, lower) in SPEECH_VERBS or lemma in _SPEECH_STEMS
        return "say" if is_speech and speaks else lemma
    if word_tag in (Tag.NOUN, Tag.PROPN):
        if lower in CALENDAR_NAMES:
            return f"{lower}."  # not stemmed, and unlike any stem: May is no mayor
        if word in _COUNTRY_LEMMAS:
            return _COUNTRY_LEMMAS[word]
        if lower in STOP_WORDS or len(lower) < 2:
            return ""
        is_name = word_tag is Tag.PROPN or word[0].isupper()
        return lemmatize(lower[:-1] if is_name and lower.endswith(("ian", "ican", "ean")) else lower)  # India, Indian
    return ""
