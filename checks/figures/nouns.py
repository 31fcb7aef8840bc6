"""Finds the counted noun (what a number counts, in the text's words), and the verb for what happened to it.

"12 South American countries" counts countries, "18 of the 144 suspects" suspects, "three or four boats" boats. "144
were arrested" has no noun but a predicate. There is no tagger here: a noun phrase is what stands between the number and
the first word that cannot be part of one, and its head is the first plural in it (for "one": the last word).
"""

from __future__ import annotations

from typing import NamedTuple

from checks.figures import calendar_words
from checks.figures.inflection import PARTICIPLES, UNCHANGED, is_plural, lemma, singular
from checks.figures.number_words import BELOW_HUNDRED
from checks.figures.tokens import DASHES, Tokens, word_set
from checks.figures.units import SCALE_LETTERS, SCALE_WORDS
from checks.model import Noun, Span

_MAX_PHRASE = 8  # words examined after the number

# Words that cannot stand inside "12 <...> countries": function words, and verbs that often follow a noun directly.
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
# Words between number and noun that do not describe the thing.
_SKIPPED = word_set("more other further additional extra new such")
_SKIPPED_AFTER_OF = _SKIPPED | word_set("of a the these those its his their her our my your all")
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

_STATE_ADJECTIVES = word_set("dead injured wounded missing hurt homeless")  # "12 dead" says what happened to the 12
_BE_FORMS = word_set("is are was were be been being get gets got getting")
_AUXILIARIES = word_set("have has had having will would may might could must should to")
_ADVERBS = word_set("""
    also already still now reportedly later since then currently all both either not never so far
    """)
_VERBS_BEFORE = {  # verbs before the number: "killing 12", "arrested 144 people"
    form: lemma
    for lemma, forms in {
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
_EVENT_NOUNS = {  # nouns before "of" and the number: "the arrest of 144 people"
    "arrest": "arrest", "arrests": "arrest", "death": "die", "deaths": "die", "killing": "kill", "killings": "kill",
    "murder": "murder", "murders": "murder", "rescue": "rescue", "detention": "detain", "evacuation": "evacuate",
    "kidnapping": "kidnap", "abduction": "abduct", "deportation": "deport", "execution": "execute",
    "release": "release", "loss": "lose", "theft": "steal", "seizure": "seize", "hiring": "hire",
    "conviction": "convict",
}  # fmt: skip


class NounPhrase(NamedTuple):
    """A noun phrase by token positions; `head` is -1 where there is only a pronoun ("18 of them")."""

    head: int
    first: int
    last: int
    # Where its own modifiers end, if it shares a noun that comes later: "1,500 full-time and 300 part-time jobs".
    modifiers_end: int = -1


def find_phrase(tokens: Tokens, i: int, plural: bool) -> NounPhrase | None:
    """Returns the noun phrase that a number before token `i` counts."""
    words = tokens.words
    if words[i] in DASHES and tokens.is_attached(i) and tokens.is_attached(i + 1):
        return _compound_noun(tokens, i + 1)
    start = i
    if words[i] == "of":
        if words[i + 1] in _ANTECEDENTS and not _is_determiner_of_phrase(tokens, i + 2):
            return NounPhrase(-1, i + 1, i + 2)
        plural = True
    skipped = _SKIPPED if words[i] != "of" else _SKIPPED_AFTER_OF
    while i < start + _MAX_PHRASE and (
        words[i] in skipped
        or (
            i > start
            and (tokens.is_number(i) or words[i] in _NUMBER_WORDS or (tokens.is_number(i - 1) and _is_scale(tokens, i)))
        )
    ):
        i += 1
    if (
        i > start
        and words[start] == "of"
        and (
            words[i] == "one"
            or (words[i] in _CALENDAR_NAMES and tokens.is_capital(i))
            or words[i + 1] in ("ago", "earlier")
        )
    ):
        return None  # "the 1,540 of April", "of a year ago"
    first = i
    last_candidate = -1
    end = i + _MAX_PHRASE  # a noun further off is not counted, and so no text is read twice
    while i < end:
        word = words[i]
        if word in DASHES and tokens.is_attached(i) and tokens.is_attached(i + 1):
            i += 1
            continue
        if plural and tokens.is_capital(i) and (model_end := _after_model_name(tokens, i)):
            i = model_end
            continue
        if plural and i > first and _joins_modifiers(tokens, i):
            i += 1
            continue
        if i > first and words[start] == "of" and tokens.is_number(i):
            i += 1
            while tokens.is_attached(i) and words[i].isalpha():
                i += 1
            first = i  # "two-thirds of the combined 4.3m sales"
            continue
        if i == first and (numbers_end := _after_number_compound(tokens, i)):
            i = first = numbers_end
            continue
        if word in _BOUNDARY_OR_ADJECTIVE and _is_lower_noun_run(tokens, i + 1):
            last_candidate = i
            i += 1  # "a dozen short stories"
            continue
        if i == first and word == "wins" and plural:
            return NounPhrase(i, first, i + 1)
        if (
            not word[:1].isalpha()
            or word in PHRASE_BOUNDARIES
            or word in _NUMBER_WORDS
            or ("'" in word and not word.endswith("'s"))
        ):
            break
        if word in ("times", "time") and i == first:
            return NounPhrase(i, first, i + 1)
        if not plural and i > first and is_plural(word) and word not in UNCHANGED and words[i + 1].isalpha():
            break  # "one proposal asks ..."
        if word.endswith("'s") and (tokens.is_number(i + 1) or words[i + 1] in _NUMBER_WORDS) and words[start] == "of":
            i = first = i + 2  # "two-thirds of the island's 9,000 inhabitants"
            continue
        if word in _NOUN_OR_VERB and i > first and words[start] == "of":
            break  # "a third of the population lives in towns"
        is_possessive = (
            word.endswith("'s")
            and words[start] == "of"
            and words[i + 1].isalpha()
            and words[i + 1] not in PHRASE_BOUNDARIES
        )
        if is_possessive and end - i > 1:
            i = first = i + 1  # "three of the country's biggest banks"
            continue
        if word.endswith(("'s", "s'")) or (words[i + 1] == "'" and tokens.is_attached(i + 1) and is_plural(word)):
            return NounPhrase(i, first, i + 1)
        if word == "accused" and (words[i + 1] in _OBJECT_STARTS or words[i + 1] == "of" or tokens.is_capital(i + 1)):
            break  # "two accused him of it"
        if plural and is_plural(word) and words[i + 1] not in DASHES:
            j = i
            while _is_lower_plural(tokens, j + 1) and words[j + 2] not in _OBJECT_STARTS:
                j += 1
            if _is_result_line_name(tokens, j):
                return None  # "Wolves 29 Weston Stags 22"
            if word in UNCHANGED and j == i and _is_lower_noun_run(tokens, i + 1):
                i += 1  # "12 police officers"
                continue
            return NounPhrase(j, first, j + 1)
        if not plural and i > first and word.endswith("ed") and words[i - 1] not in DASHES:
            break
        last_candidate = i
        i += 1
    if last_candidate >= 0 and _is_result_line_name(tokens, last_candidate):
        return None  # "Rovers 3 Town 1"
    if not plural and last_candidate == first and is_plural(words[first]) and words[first] not in UNCHANGED:
        return None  # "that one costs more"
    return _end_without_plural(tokens, first, last_candidate, plural)


def _is_scale(tokens: Tokens, i: int) -> bool:
    """Whether it is a scale, like the "m" of "1.3m of the 2.6m doses", the "million" of "half of the 3 million"."""
    return tokens.words[i] in (SCALE_LETTERS if tokens.is_attached(i) else SCALE_WORDS)


def to_noun(tokens: Tokens, phrase: NounPhrase) -> Noun:
    """Returns the noun of a phrase that has a head."""
    words = tokens.words
    phrase_span = Span(tokens.starts[phrase.first], tokens.ends[phrase.last - 1])
    end = phrase.modifiers_end if phrase.modifiers_end >= 0 else phrase.head
    modifiers = tuple(word for word in words[phrase.first : end] if word[0].isalpha())
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
    return is_plural(word) and word not in PHRASE_BOUNDARIES and word not in UNCHANGED and not tokens.is_capital(i)


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


def _end_without_plural(tokens: Tokens, first: int, last: int, plural: bool) -> NounPhrase | None:
    """Returns the phrase that ended without a plural: its last word, unless an adjective, an adverb or a verb."""
    if last > first and _has_an_object(tokens, last + 1):
        last -= 1  # "one dose cost £2,100"
    while last >= first:
        word = tokens.words[last]
        if word in DASHES:
            last -= 1
            continue
        if (
            not plural
            and word.endswith("ing")
            and word not in _NOUNS_IN_ING
            and tokens.words[last + 1] in _AFTER_A_VERB
        ):
            last -= 1  # "one person echoing that view"
            continue
        if word.endswith(_ADJECTIVE_ENDINGS) and (plural or word.endswith(("ly", "ed"))):
            if plural:
                return None
            last -= 1
            continue
        return NounPhrase(last, first, last + 1) if len(word) > 1 else None
    return None


def _has_an_object(tokens: Tokens, i: int) -> bool:
    """Whether an object begins at token `i`, so that the word before it is a verb and not a noun."""
    word = tokens.words[i]
    return tokens.is_number(i) or word in ("$", "£", "€", "the", "his", "her", "their", "its", "him", "them")


def predicate(tokens: Tokens, first: int, last: int) -> str | None:
    """Returns the lemma of the verb for what is counted: after the phrase (from `last`) or before it (`first`)."""
    words = tokens.words
    if last and words[last - 1] in _STATE_ADJECTIVES:
        return PARTICIPLES[words[last - 1]]
    j = last
    passive = False
    while words[j] in _BE_FORMS or words[j] in _AUXILIARIES or words[j] in _ADVERBS:
        passive = passive or words[j] in _BE_FORMS
        j += 1
        if j > last + 5:
            return None
    word = words[j]
    if word.endswith("ly") and len(word) > 4:
        j += 1
        word = words[j]
    if word in PARTICIPLES and (
        passive or word in ("dead", "died", "missing", "fled", "injured", "hurt", "killed", "wounded")
    ):
        return PARTICIPLES[word]
    if word.endswith("ed") and len(word) > 4 and (passive or (j == last and lemma(word) in _EVENT_VERBS)):
        return lemma(word)
    if first > 1 and words[first - 1] == "of":
        return _EVENT_NOUNS.get(words[first - 2])
    return _VERBS_BEFORE.get(words[first - 1]) if first else None
