"""Finds the counted noun (what a number counts, in the words of the text), and the verb for what happened to it.

"12 South American countries" counts countries, "18 of the 144 suspects" suspects, "three or four boats" boats. "144
were arrested" has no noun but a predicate. There is no part-of-speech tagger: a noun phrase runs from the number to the
first word that cannot be part of one, and its head is its first plural (after "one": its last word).
"""

from __future__ import annotations

from typing import NamedTuple

from checks.figures import calendar_words
from checks.figures.inflection import EVENT_LEMMAS, INVARIANT_NOUNS, is_plural, participle_lemma, singular
from checks.figures.number_words import BELOW_HUNDRED
from checks.figures.tokens import DASHES, Tokens
from checks.figures.units import SCALE_LETTERS, SCALE_WORDS
from checks.model import Noun, Span
from checks.word_set import word_set

_MAX_PHRASE = 8  # words examined after the number

# Words that cannot occur inside "12 <...> countries": function words, and verbs that often follow a noun directly.
PHRASE_BOUNDARIES = word_set("""
    a an the this that these those my your his her its our their whose which who whom what where when why how
    whether i you he she it we they me him us them himself herself itself themselves each every either neither both
    all and or but nor so yet if than as because since until unless while although though of in on at by for from to
    into onto with without within during before after over under above below between among amongst through across
    along around about against towards toward upon off out up down per via near behind beyond inside outside despite
    except including like throughout beside besides is are was were be been being am isn't aren't wasn't weren't
    have has had having haven't hasn't hadn't do does did don't doesn't didn't will would can could may might must
    shall should won't wouldn't can't couldn't not never no also only just even still already again then now today
    yesterday tomorrow tonight here there ago later earlier together apart away back instead too once twice when
    yesterday's said says say told tells took take takes taken went goes go gone got get gets came come comes gave
    give gives made make makes found find finds saw see sees knew know knows thought think thinks left leave leaves
    felt feel began begin became become becomes kept keep held hold holds stood stand lost lose won win wins fell
    fall rose rise led lead met meet ran run runs paid pay sent send spent spend broke break brought bring bought
    buy sold sell built build wrote write spoke speak put set hit let cut died dies die fled flee need needs want
    wants want seem seems show shows showed shown remain remains remained help helps appear appears include
    includes agree agree shared per-cent whereas versus vs ie eg etc respectively each apiece
    altogether ahead clear short high wide tall deep long old abroad overall online
    nationwide worldwide overnight elsewhere according due such much very last next thanks
    struck sat swept drove flew grew drew threw blew chose froze woke swore tore wore shook forgot hid slid rode drank
    sang sank swam rang swung hung dug fought caught taught sought dealt meant slept wept crept bent bled sped
    overtook underwent withdrew arose awoke undertook beat lay laid lied burst overcame foresaw underlines
    """)
_NOUN_OR_VERB = word_set("lives works uses supports backs plans votes owns comes depends faces")
# These end the phrase unless a noun follows: "six feet long", "12 abroad"; but "two long runs", "40 online shops".
_BOUNDARY_OR_ADJECTIVE = word_set("""
    short long old high deep wide tall clear abroad overall online nationwide worldwide overnight live elsewhere
    """)
_NUMBER_WORDS = BELOW_HUNDRED.keys() - {"one"}  # "up from 41 four years ago" does not count years
# Before one of these the second of two plurals is a verb: "nine fouls proves it".
_OBJECT_STARTS = word_set("it the a an that his her its their him them us you me no")
# Words between a number and its noun that are not modifiers of the noun.
_NOT_DESCRIBING = word_set("more other further additional extra new such")
_NOT_DESCRIBING_AFTER_OF = _NOT_DESCRIBING | word_set("of a the these those its his their her our my your all")
_AFTER_A_HYPHEN = word_set("strong something odd plus ish")  # "a 12-strong team", "30-something men": not nouns
_AFTER_A_VERB = word_set("the a an that this his her their its to from in on at up as next for it them him us me")
_NOUNS_IN_ING = word_set("""
    building meeting wedding hearing killing shooting morning evening training painting ring king thing warning ruling
    sibling wing spring string offering filing listing sitting reading setting rating crossing landing opening feeling
    being drawing recording stabbing bombing beating hanging outing inning earring ceiling parking bearing viewing
    briefing gathering posting finding saving earning offspring screening swing sting fling something anything nothing
    """)
_ANTECEDENTS = frozenset(("them", "whom", "which", "these", "those", "us", "you"))
_ADJECTIVE_ENDINGS = ("ed", "ing", "ly", "al", "ous", "ive", "ful", "ic", "ish", "able", "ible", "less", "est", "ary")

_STATE_ADJECTIVES = word_set("dead injured wounded missing hurt homeless")  # "12 dead": what happened to the 12
_BE_FORMS = word_set("is are was were be been being get gets got getting")
_MAX_AUXILIARIES = 5  # words from the phrase to its verb: "have also now been"
_AUXILIARIES = word_set("have has had having will would may might could must should to")
_ADVERBS = word_set("""
    also already still now reportedly later since then currently all both either not never so far
    """)
_VERBS_BEFORE = {  # lemma of a verb before the number: "killing 12", "arrested 144 people"
    form: verb
    for verb, forms in {
        "kill": "killing killed kills kill",
        "injure": "injuring injured injures injure",
        "wound": "wounding wounded wounds wound",
        "hurt": "hurting hurt hurts",
        "arrest": "arresting arrested arrests arrest",
        "detain": "detaining detained detains detain",
        "charge": "charging charged charges charge",
        "rescue": "rescuing rescued rescues rescue",
        "evacuate": "evacuating evacuated evacuates evacuate",
        "displace": "displacing displaced displaces displace",
        "infect": "infecting infected infects infect",
        "seize": "seizing seized seizes seize",
        "free": "freeing freed frees free",
        "hire": "hiring hired hires hire",
        "destroy": "destroying destroyed destroys destroy",
        "damage": "damaging damaged damages damage",
    }.items()
    for form in forms.split()
}

# Verbs for what happens to people in the news, as participles also without "were": "dozens stranded", "31 jailed".
_EVENT_VERBS = frozenset(_VERBS_BEFORE.values()) | word_set("""
    strand trap jail sentence deport abduct kidnap treat hospitalise hospitalize suspend sack quarantine vaccinate
    convict evict rescue bury acquit execute murder poison ban fine ground
""")
_CALENDAR_NAMES = calendar_words.MONTHS.keys() | calendar_words.WEEKDAYS.keys()
_EVENT_NOUNS = {  # verb by the noun before "of" and the number: "the arrest of 144 people"
    "arrest": "arrest", "arrests": "arrest", "death": "die", "deaths": "die", "killing": "kill", "killings": "kill",
    "murder": "murder", "murders": "murder", "rescue": "rescue", "detention": "detain", "evacuation": "evacuate",
    "kidnapping": "kidnap", "abduction": "abduct", "deportation": "deport", "execution": "execute",
    "release": "release", "loss": "lose", "theft": "steal", "seizure": "seize", "hiring": "hire",
    "conviction": "convict",
}  # fmt: skip


class NounPhrase(NamedTuple):
    """A noun phrase by token positions, `end` exclusive; `head` is -1 for a pronoun ("18 of them")."""

    head: int
    start: int
    end: int
    # End of its own modifiers, if it shares a later noun: "1,500 full-time and 300 part-time jobs"; -1 if it does not.
    modifiers_end: int = -1


def find_phrase(tokens: Tokens, i: int, expects_plural: bool) -> NounPhrase | None:
    """Returns the noun phrase from token `i` on that the number before it counts; None if there is none.

    `expects_plural` is false after "one" and ordinals, whose nouns are singular.
    """
    words = tokens.words
    if words[i] in DASHES and tokens.is_attached(i) and tokens.is_attached(i + 1):
        return _compound_noun(tokens, i + 1)
    is_after_of = words[i] == "of"
    if is_after_of and words[i + 1] in _ANTECEDENTS and not _is_determiner_of_phrase(tokens, i + 2):
        return NounPhrase(-1, i + 1, i + 2)
    expects_plural = expects_plural or is_after_of
    start = _phrase_start(tokens, i, is_after_of)
    if is_after_of and _is_time(tokens, start):
        return None  # "the 1,540 of April", "of a year ago"
    return _read_phrase(tokens, start, expects_plural, is_after_of)


def _phrase_start(tokens: Tokens, start: int, is_after_of: bool) -> int:
    """Returns the position after the words, and numbers among them, that are not modifiers of the noun."""
    words = tokens.words
    not_describing = _NOT_DESCRIBING_AFTER_OF if is_after_of else _NOT_DESCRIBING
    i = start
    while i < start + _MAX_PHRASE and (words[i] in not_describing or (i > start and _belongs_to_number(tokens, i))):
        i += 1
    return i


def _belongs_to_number(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is a number, or the scale of the one before it."""
    is_number = tokens.is_number(i) or tokens.words[i] in _NUMBER_WORDS
    return is_number or (tokens.is_number(i - 1) and _is_scale(tokens, i))


def _is_time(tokens: Tokens, i: int) -> bool:
    """Whether a time or "one", which are not counted, begins at token `i` after "of"."""
    word, following = tokens.words[i], tokens.words[i + 1]
    return word == "one" or (word in _CALENDAR_NAMES and tokens.is_capital(i)) or following in ("ago", "earlier")


def _read_phrase(tokens: Tokens, start: int, expects_plural: bool, is_after_of: bool) -> NounPhrase | None:
    """Returns the phrase that begins at token `start`, up to its first plural or the first word that cannot be in it.

    After a number or an owner within it ("the island's 9,000 inhabitants") it begins anew.
    """
    words = tokens.words
    i = start
    last_candidate = -1
    limit = i + _MAX_PHRASE  # a limit keeps the pass linear: no text is read twice
    while i < limit:
        word = words[i]
        if joint_end := _after_joint(tokens, i, start, expects_plural):
            i = joint_end
            continue
        if number_end := _after_inner_number(tokens, i, start, is_after_of):
            i = start = number_end
            continue
        if word in _BOUNDARY_OR_ADJECTIVE and _is_lower_noun_run(tokens, i + 1):
            last_candidate = i
            i += 1  # "a dozen short stories"
            continue
        if i == start and (word in ("times", "time") or (word == "wins" and expects_plural)):
            return NounPhrase(i, start, i + 1)
        if _ends_phrase(word) or _begins_predicate(tokens, i, start, expects_plural, is_after_of):
            break
        if is_after_of and (owner_end := _after_owner(tokens, i, limit)):
            i = start = owner_end
            continue
        if _is_possessive(tokens, i):
            return NounPhrase(i, start, i + 1)
        if expects_plural and is_plural(word) and words[i + 1] not in DASHES:
            head = _last_of_plurals(tokens, i)
            if _is_result_line_name(tokens, head):
                return None  # "Wolves 29 Weston Stags 22"
            if word in INVARIANT_NOUNS and head == i and _is_lower_noun_run(tokens, i + 1):
                i += 1  # "12 police officers"
                continue
            return NounPhrase(head, start, head + 1)
        if not expects_plural and i > start and word.endswith("ed") and words[i - 1] not in DASHES:
            break
        last_candidate = i
        i += 1
    return _end_without_plural(tokens, start, last_candidate, expects_plural)


def _after_joint(tokens: Tokens, i: int, start: int, expects_plural: bool) -> int:
    """Returns the position after a joining word or the name of a model within a phrase; 0 if there is none.

    These are the hyphen of "full-time", the "AK-47" of "14 AK-47 rifles", the "and" of "digital and physical sales".
    """
    if tokens.words[i] in DASHES and tokens.is_attached(i) and tokens.is_attached(i + 1):
        return i + 1
    if expects_plural and tokens.is_capital(i) and (model_end := _after_model_name(tokens, i)):
        return model_end
    return i + 1 if expects_plural and i > start and _joins_modifiers(tokens, i) else 0


def _after_inner_number(tokens: Tokens, i: int, start: int, is_after_of: bool) -> int:
    """Returns the position after a number at token `i` after which the phrase begins anew; 0 if there is none."""
    if i > start and is_after_of and tokens.is_number(i):
        i += 1
        while tokens.is_attached(i) and tokens.words[i].isalpha():
            i += 1
        return i  # "two-thirds of the combined 4.3m sales"
    return _after_number_compound(tokens, i) if i == start else 0


def _ends_phrase(word: str) -> bool:
    """Whether the word ends a phrase in any position."""
    return (
        not word[:1].isalpha()
        or word in PHRASE_BOUNDARIES
        or word in _NUMBER_WORDS
        or ("'" in word and not word.endswith("'s"))
    )


def _begins_predicate(tokens: Tokens, i: int, start: int, expects_plural: bool, is_after_of: bool) -> bool:
    """Whether token `i`, which may be a noun, is the verb after the phrase."""
    word, following = tokens.words[i], tokens.words[i + 1]
    if not expects_plural and i > start and is_plural(word) and word not in INVARIANT_NOUNS and following.isalpha():
        return True  # "one proposal asks ..."
    if word in _NOUN_OR_VERB and i > start and is_after_of:
        return True  # "a third of the population lives in towns"
    # "two accused him of it"
    return word == "accused" and (following in _OBJECT_STARTS or following == "of" or tokens.is_capital(i + 1))


def _after_owner(tokens: Tokens, i: int, limit: int) -> int:
    """Returns the position of what token `i` owns ("the island's [9,000 inhabitants]"); 0 if it is no such owner."""
    if not tokens.words[i].endswith("'s"):
        return 0
    following = tokens.words[i + 1]
    if tokens.is_number(i + 1) or following in _NUMBER_WORDS:
        return i + 2  # "two-thirds of the island's 9,000 inhabitants"
    may_be_owned = following.isalpha() and following not in PHRASE_BOUNDARIES
    return i + 1 if may_be_owned and limit - i > 1 else 0  # "three of the country's biggest banks"


def _is_possessive(tokens: Tokens, i: int) -> bool:
    """Whether the word is a possessive, in -'s or a plural with an apostrophe after it."""
    word = tokens.words[i]
    has_apostrophe_after = tokens.words[i + 1] == "'" and tokens.is_attached(i + 1)
    return word.endswith(("'s", "s'")) or (has_apostrophe_after and is_plural(word))


def _last_of_plurals(tokens: Tokens, i: int) -> int:
    """Returns the position of the last of consecutive plurals, the head; a plural followed by an object is a verb."""
    while _is_lower_plural(tokens, i + 1) and tokens.words[i + 2] not in _OBJECT_STARTS:
        i += 1
    return i


def _is_scale(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is a scale: the "m" of "1.3m of the 2.6m doses", the "million" of "half of the 3 million"."""
    return tokens.words[i] in (SCALE_LETTERS if tokens.is_attached(i) else SCALE_WORDS)


def to_noun(tokens: Tokens, phrase: NounPhrase) -> Noun:
    """Returns the noun of a phrase that has a head."""
    words = tokens.words
    phrase_span = Span(tokens.starts[phrase.start], tokens.ends[phrase.end - 1])
    end = phrase.modifiers_end if phrase.modifiers_end >= 0 else phrase.head
    modifiers = tuple(word for word in words[phrase.start : end] if word[0].isalpha())
    return Noun(singular(words[phrase.head]), phrase_span, modifiers)


def _after_model_name(tokens: Tokens, i: int) -> int:
    """Returns the position after the "AK-47" of "14 AK-47 rifles", if a plural follows; 0 if there is no such name."""
    if not (
        tokens.is_attached(i + 1)
        and tokens.is_attached(i + 2)
        and tokens.is_number(i + 2)
        and tokens.words[i + 1] in DASHES
    ):
        return 0
    return i + 3 if _is_lower_noun_run(tokens, i + 3) else 0


def _after_number_compound(tokens: Tokens, i: int) -> int:
    """Returns the position after the "10-tonne" of "three 10-tonne lorries", "20-year-old" of "two 20-year-old men"."""
    words = tokens.words
    if (
        not (tokens.is_number(i) or words[i] in BELOW_HUNDRED)
        or words[i + 1] not in DASHES
        or not tokens.is_attached(i + 1)
    ):
        return 0
    j = i + 1
    while words[j] in DASHES and tokens.is_attached(j) and tokens.is_attached(j + 1) and words[j + 1]:
        j += 2
    return j if j > i + 1 else 0


def _compound_noun(tokens: Tokens, i: int) -> NounPhrase | None:
    """Returns the "point" of "three-point range", the "man" of "a 10-man team"."""
    word = tokens.words[i]
    is_noun = len(word) > 1 and word.isalpha() and word not in PHRASE_BOUNDARIES and word not in _AFTER_A_HYPHEN
    return NounPhrase(i, i, i + 1) if is_noun else None


def _joins_modifiers(tokens: Tokens, i: int) -> bool:
    """Whether the "and" at token `i` is inside the phrase: "digital and physical sales", "Kia and Ford vehicles"."""
    words = tokens.words
    if words[i] not in ("and", "or", ",") or not words[i + 1].isalpha() or words[i + 1] in PHRASE_BOUNDARIES:
        return False
    return is_plural(words[i + 2]) and words[i + 2] not in PHRASE_BOUNDARIES and not is_plural(words[i + 1])


def _is_determiner_of_phrase(tokens: Tokens, i: int) -> bool:
    """Whether "these" or "those" before token `i` is the determiner of a noun rather than a pronoun."""
    return (
        tokens.words[i].isalpha()
        and tokens.words[i] not in PHRASE_BOUNDARIES
        and tokens.words[i - 1] in ("these", "those")
    )


def _is_lower_plural(tokens: Tokens, i: int) -> bool:
    """Whether token `i` is a lower-case plural in -s that may be the head of the phrase."""
    word = tokens.words[i]
    return (
        is_plural(word) and word not in PHRASE_BOUNDARIES and word not in INVARIANT_NOUNS and not tokens.is_capital(i)
    )


def _is_lower_noun_run(tokens: Tokens, i: int) -> bool:
    """Whether a plural follows within two words."""
    for j in (i, i + 1):
        word = tokens.words[j]
        if not word.isalpha() or word in PHRASE_BOUNDARIES:
            return False
        if is_plural(word):
            return True
    return False


def _is_result_line_name(tokens: Tokens, i: int) -> bool:
    """Whether token `i` names the other side of a result: "Wolves 29 Weston Stags 22"; not in "63,150 Model 3s"."""
    is_model = tokens.is_attached(i + 2) and tokens.words[i + 2].isalpha()
    return tokens.is_capital(i) and tokens.is_number(i + 1) and not is_model


def _end_without_plural(tokens: Tokens, start: int, candidate: int, expects_plural: bool) -> NounPhrase | None:
    """Returns the phrase that ended without a plural; its head is its last word that is no adjective, adverb or verb.

    `candidate` is the position of the last word that may be a noun; -1 if there is none.
    """
    if candidate >= 0 and _is_result_line_name(tokens, candidate):
        return None  # "Rovers 3 Town 1"
    if (
        not expects_plural
        and candidate == start
        and is_plural(tokens.words[start])
        and tokens.words[start] not in INVARIANT_NOUNS
    ):
        return None  # "that one costs more"
    if candidate > start and _has_an_object(tokens, candidate + 1):
        candidate -= 1  # "one dose cost £2,100"
    while candidate >= start:
        word = tokens.words[candidate]
        if word in DASHES:
            candidate -= 1
            continue
        if (
            not expects_plural
            and word.endswith("ing")
            and word not in _NOUNS_IN_ING
            and tokens.words[candidate + 1] in _AFTER_A_VERB
        ):
            candidate -= 1  # "one person echoing that view"
            continue
        if word.endswith(_ADJECTIVE_ENDINGS) and (expects_plural or word.endswith(("ly", "ed"))):
            if expects_plural:
                return None
            candidate -= 1
            continue
        return NounPhrase(candidate, start, candidate + 1) if len(word) > 1 else None
    return None


def _has_an_object(tokens: Tokens, i: int) -> bool:
    """Whether an object begins at token `i`, so that the word before it is a verb and not a noun."""
    word = tokens.words[i]
    return tokens.is_number(i) or word in ("$", "£", "€", "the", "his", "her", "their", "its", "him", "them")


def predicate(tokens: Tokens, start: int, end: int) -> str | None:
    """Returns the lemma of the verb for what happened to the counted things, None if there is none.

    The verb is looked for after the phrase (from token `end`) and before the number with its hedge (token `start`).
    """
    words = tokens.words
    if end and words[end - 1] in _STATE_ADJECTIVES:
        return EVENT_LEMMAS[words[end - 1]]
    j = end
    is_passive = False
    while words[j] in _BE_FORMS or words[j] in _AUXILIARIES or words[j] in _ADVERBS:
        is_passive = is_passive or words[j] in _BE_FORMS
        j += 1
        if j > end + _MAX_AUXILIARIES:
            return None
    word = words[j]
    if word.endswith("ly") and len(word) > 4:
        j += 1
        word = words[j]
    if word in EVENT_LEMMAS and (
        is_passive or word in ("dead", "died", "missing", "fled", "injured", "hurt", "killed", "wounded")
    ):
        return EVENT_LEMMAS[word]
    if word.endswith("ed") and len(word) > 4 and (is_passive or (j == end and participle_lemma(word) in _EVENT_VERBS)):
        return participle_lemma(word)
    if start > 1 and words[start - 1] == "of":
        return _EVENT_NOUNS.get(words[start - 2])
    return _VERBS_BEFORE.get(words[start - 1]) if start else None
