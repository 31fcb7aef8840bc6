"""Finds the proper names of a text, and matches them against the names and words of another text.

A name is a run of capitalised words, with the particles between them ("Bank of England", "Ursula von der Leyen").
The first word of an English sentence always has a capital, so there a capital is no evidence: function words are
dropped, and any other word counts as a name only where something else says so (another capital follows, it has a
capital elsewhere in the text, it is a known country or nationality).

`find_support` matches a name against the words of a source. The same name has many forms: the surname alone, initials
for the full form ("UN", "United Nations"), the people for the country ("American", "America"), possessives and plurals,
other accents and hyphens. A first name that the source lacks is told apart from a name that it lacks altogether, since
writers know first names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from checks.figures.calendar_words import MONTH_NAMES, WEEKDAYS
from checks.model import Article, Sentence, Span, Zone
from checks.pattern import pattern
from checks.text import split
from checks.word_set import word_set


class Name(NamedTuple):
    """A proper name as it stands in a text."""

    span: Span
    words: str
    key: tuple[str, ...]  # the words a source must have: lower case, without accents, possessives, titles and particles
    doubtful_first: bool = False  # the first word of `key` begins a sentence, so its capital is no evidence


class Support(StrEnum):
    """In which form a source contains a name."""

    AS_WRITTEN = "as written"
    IN_WORDS = "its words"  # all its words, not together: "Mr Johnson, the education secretary"
    INITIALS = "initials"  # "UN" for "United Nations", or the other way round
    SAME_COUNTRY = "same country"  # "American" for "the US"
    SURNAME = "surname"  # the last word only: the source has no such first name
    PARTLY = "partly"  # some of its words
    NONE = ""  # nothing like it


class SourceIndex(NamedTuple):
    """The words of a source, indexed for `find_support`; made by `index_source`."""

    text: str  # the normalised words, separated and surrounded by single spaces
    words: frozenset[str]
    capitals: frozenset[str]  # words written with a capital; all words, where the text has hardly any capitals
    stems: frozenset[str]
    acronyms: frozenset[str]  # words written in capitals: "UN"
    initials: str  # the first letters of all words in order, without those of _LOWERCASE_WORDS
    all_initials: str  # the first letters of all words in order


_WORD = pattern(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.]*")


PARTICLES = word_set("of de del della di da do dos du la le las los el al van von der den bin ibn ben abu upon y e")
_LOWERCASE_WORDS = word_set("of the and for in on to a an de la & at by")
_TITLES = word_set(
    """mr mrs ms miss dr sir dame lord lady prof professor president prime minister chancellor secretary senator sen
    congressman congresswoman representative rep governor gov mayor king queen prince princess pope archbishop bishop
    judge justice general gen colonel col major captain capt sergeant sgt inspector chief officer detective
    superintendent constable pc lieutenant lt admiral commander ambassador councillor cllr director chairman chairwoman
    chair ceo captain coach manager actor actress singer star st saint former vice deputy acting"""
)
_CALENDAR = (
    MONTH_NAMES
    | WEEKDAYS.keys()
    | word_set("christmas easter gmt bst am pm est edt pst ist new year's i i'm i've i'll i'd ok")
)
_FUNCTION_WORDS = word_set(
    """
    the a an this that these those it its he she they we you his her their our your my him them us who whom
    whose which what when where why how if as at by for from in into of off on onto out over to up with without
    within after before during since until till under above below between among against about around across
    along through while although though because unless whether and or but nor so yet not no yes all any both
    each every few more most other some such one two three four five six seven eight nine ten many much several
    another either neither none nobody everyone someone something there here then than now also only even just
    still again already however meanwhile moreover furthermore instead otherwise therefore thus perhaps maybe
    indeed later earlier first second third last next police officials people is are was were be been being has
    have had do does did will would can could may might must shall should let get got make made say says said
    according despite following including yesterday today tomorrow once experts researchers scientists doctors
    critics residents workers voters shares sales figures meanwhile nearly almost about roughly approximately
    editor's
    """
)
_NOT_IN_KEY = _TITLES | PARTICLES | _FUNCTION_WORDS
# Countries and unions with the words for their people; the first word is the country's name, "_" stands for a space.
_COUNTRIES = """
    afghanistan afghan; albania albanian; algeria algerian; andorra andorran; angola angolan; argentina argentine
    argentinian; armenia armenian; australia australian aussie; austria austrian; azerbaijan azerbaijani azeri;
    bahamas bahamian; bahrain bahraini; bangladesh bangladeshi; barbados barbadian; belarus belarusian; belgium
    belgian; belize belizean; benin beninese; bhutan bhutanese; bolivia bolivian; bosnia bosnian; botswana; brazil
    brazilian; brunei; bulgaria bulgarian; burkina_faso; burundi burundian; cambodia cambodian; cameroon
    cameroonian; canada canadian; chad chadian; chile chilean; china chinese; colombia colombian; congo congolese;
    costa_rica costa_rican; croatia croatian croat; cuba cuban; cyprus cypriot; czech_republic czech czechia;
    denmark danish dane; djibouti; dominican_republic dominican; ecuador ecuadorian ecuadorean; egypt egyptian;
    el_salvador salvadoran; eritrea eritrean; estonia estonian; ethiopia ethiopian; fiji fijian; finland finnish
    finn; france french frenchman frenchwoman; gabon gabonese; gambia gambian; georgia georgian; germany german;
    ghana ghanaian; greece greek; grenada grenadian; guatemala guatemalan; guinea guinean; guyana guyanese; haiti
    haitian; honduras honduran; hungary hungarian; iceland icelandic icelander; india indian; indonesia indonesian;
    iran iranian; iraq iraqi; ireland irish irishman; israel israeli; italy italian; ivory_coast ivorian; jamaica
    jamaican; japan japanese; jordan jordanian; kazakhstan kazakh; kenya kenyan; kosovo kosovan; kuwait kuwaiti;
    kyrgyzstan kyrgyz; laos laotian; latvia latvian; lebanon lebanese; lesotho; liberia liberian; libya libyan;
    liechtenstein; lithuania lithuanian; luxembourg; macedonia macedonian; madagascar malagasy; malawi malawian;
    malaysia malaysian; maldives maldivian; mali malian; malta maltese; mauritania mauritanian; mauritius mauritian;
    mexico mexican; moldova moldovan; monaco; mongolia mongolian; montenegro montenegrin; morocco moroccan;
    mozambique mozambican; myanmar burma burmese; namibia namibian; nepal nepalese nepali; netherlands dutch holland
    dutchman; new_zealand kiwi new_zealander; nicaragua nicaraguan; niger nigerien; nigeria nigerian; north_korea
    north_korean; korea korean; norway norwegian; oman omani; pakistan pakistani; palestine palestinian; panama
    panamanian; paraguay paraguayan; peru peruvian; philippines philippine filipino; poland polish pole; portugal
    portuguese; qatar qatari; romania romanian; russia russian; rwanda rwandan; samoa samoan; saudi_arabia saudi;
    scotland scottish scots scot; senegal senegalese; serbia serbian serb; sierra_leone; singapore singaporean;
    slovakia slovak slovakian; slovenia slovenian slovene; somalia somali; south_africa south_african; south_korea
    south_korean; spain spanish spaniard; sri_lanka sri_lankan; sudan sudanese; suriname surinamese; sweden swedish
    swede; switzerland swiss; syria syrian; taiwan taiwanese; tajikistan tajik; tanzania tanzanian; thailand thai;
    togo togolese; tonga tongan; trinidad_and_tobago trinidadian; tunisia tunisian; turkey turkish turk türkiye
    turkiye; turkmenistan turkmen; uganda ugandan; ukraine ukrainian; united_arab_emirates uae emirati; uruguay
    uruguayan; uzbekistan uzbek; venezuela venezuelan; vietnam vietnamese; wales welsh welshman; yemen yemeni;
    zambia zambian; zimbabwe zimbabwean; england english englishman; europe european eu european_union; africa
    african; asia asian; united_kingdom britain uk british briton great_britain; united_states us usa america
    american united_states_of_america
"""
_COUNTRY_FORMS = [[form.replace("_", " ") for form in group.split()] for group in _COUNTRIES.split(";")]
_COUNTRY_OF = {form: group[0] for group in _COUNTRY_FORMS for form in group}
_FORMS_OF = {group[0]: tuple(group) for group in _COUNTRY_FORMS}
_COUNTRY_NAMES = frozenset(group[0] for group in _COUNTRY_FORMS) | {
    "britain",
    "uk",
    "us",
    "usa",
    "holland",
    "burma",
    "czechia",
    "uae",
}


def is_country(name: str) -> bool:
    """Whether this is the name of a country, not of its people.

    >>> is_country("Peru"), is_country("Peruvian")
    (True, False)
    """
    return _normalize(name).removeprefix("the ") in _COUNTRY_NAMES


def is_function_word(word: str) -> bool:
    """Whether this is a word that takes a capital only at the beginning of a sentence."""
    return _normalize(word) in _FUNCTION_WORDS


def is_title(word: str) -> bool:
    """Whether this is a title that stands before a name: "Mr", "President", "Chairman"."""
    return _normalize(word) in _TITLES


def is_particle(word: str) -> bool:
    """Whether this is a small word inside names ("de", "von", "Abu"); with a capital it is part of the name."""
    return _normalize(word) in PARTICLES


def country_of(name: str) -> str | None:
    """Returns the country that a name or the word for its people belongs to: "American" -> "united states"."""
    folded = _normalize(name).removeprefix("the ")
    return _COUNTRY_OF.get(folded) or _COUNTRY_OF.get(folded.removesuffix("s"))


# ---- names of a text -------------------------------------------------------------------------------------------------
def find_names(article: Article | str) -> tuple[Name, ...]:
    """Returns the proper names in text order, without those of title-case headlines and promotion."""
    text = article if isinstance(article, str) else article.text
    sentences = split(text).sentences if isinstance(article, str) else article.sentences
    found: list[Name] = []
    mid_sentence_words: set[str] = set()  # words written with a capital inside a sentence
    for sentence in sentences:
        if sentence.zone is Zone.PROMO or _is_in_title_case(text, sentence):
            continue
        for name in _names_in_sentence(text, sentence.span):
            found.append(name)
            mid_sentence_words.update(name.key[1:] if name.doubtful_first else name.key)
    return tuple(name for name in found if not _is_only_sentence_start(name, mid_sentence_words))


def _is_only_sentence_start(name: Name, mid_sentence_words: set[str]) -> bool:
    """Whether the name is a single word that begins a sentence, with no other evidence that it is a name."""
    if not name.doubtful_first or len(name.key) > 1:
        return False
    word = name.key[0]
    return word not in mid_sentence_words and word not in _COUNTRY_OF and word.removesuffix("s") not in _COUNTRY_OF


def _is_in_title_case(text: str, sentence: Sentence) -> bool:
    """Whether it is a headline or the like in which most words have a capital."""
    if sentence.zone not in (Zone.HEADLINE, Zone.STANDFIRST, Zone.PROMO, Zone.BYLINE, Zone.CAPTION):
        return False
    words = [word for word in _WORD.findall(text[sentence.span.start : sentence.span.end]) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _names_in_sentence(text: str, span: Span) -> Iterator[Name]:
    """Yields the names of the sentence at `span`."""
    run: list[re.Match[str]] = []
    pending: list[re.Match[str]] = []  # particles, part of the name only if a capital follows them
    for word in _WORD.finditer(text, span.start, span.end):
        word_text = word.group()
        if run and not _joins(text, (pending or run)[-1].end(), word.start()):
            yield from _trim_to_name(text, run, span.start)
            run, pending = [], []
        if word_text[0].isupper() or (run and not pending and word_text[0].isdigit() and len(word_text) <= 4):
            run += [*pending, word] if run else [word]
            pending = []
        elif run and word_text in PARTICLES and len(pending) < 3:
            pending.append(word)
        elif run:
            yield from _trim_to_name(text, run, span.start)
            run, pending = [], []
    if run:
        yield from _trim_to_name(text, run, span.start)


def _joins(text: str, end: int, start: int) -> bool:
    """Whether two words stand close enough to be one name."""
    gap = text[end:start]
    if gap in ("-", "‑", " & ", "&", "/", "'", "’") or gap.isspace():
        return True
    return gap == ". " and (text[end - 1].isupper() or _normalize(text[max(0, end - 4) : end].split()[-1]) in _TITLES)


def _is_capitalised_position(text: str, position: int, start: int) -> bool:
    """Whether any word at `position` would have a capital, after a full stop, colon, dash or opening quote."""
    while position > start and text[position - 1].isspace():
        position -= 1
    return position <= start or text[position - 1] in ".!?:;…\"“‘'(–—•*-"


def _trim_to_name(text: str, run: list[re.Match[str]], start: int) -> Iterator[Name]:
    """Yields the name in a run of capitalised words, without calendar words and sentence openers at its ends."""
    capital_expected = _is_capitalised_position(text, run[0].start(), start)
    while run:
        first, last = _normalize(run[0].group()), _normalize(run[-1].group())
        if (
            (first in _CALENDAR and not (first == "new" and len(run) > 1 and _normalize(run[1].group()) != "year"))
            or not first[0].isalpha()
            or (first in PARTICLES and (capital_expected or not run[0].group()[0].isupper()))
            or (capital_expected and _is_lowercase_function_word(run[0].group()))
        ):
            run, capital_expected = run[1:], False
        elif last in _CALENDAR or last in PARTICLES:
            run = run[:-1]
        else:
            break
    if not run:
        return
    normalized = [_normalize(word.group()) for word in run]
    key = tuple(
        form
        for form, word in zip(normalized, run, strict=True)
        if form[0].isalpha() and (form not in _NOT_IN_KEY or _is_acronym(word.group()))
    )
    if key:
        is_first_doubtful = capital_expected and key[0] == normalized[0]
        is_possessive = run[-1].group().endswith(("'s", "’s"))  # of "Glasgow's centre" the name is "Glasgow"
        span = Span(run[0].start(), run[-1].end() - 2 * is_possessive)
        yield Name(span, text[span.start : span.end], key, is_first_doubtful)


def _is_lowercase_function_word(word: str) -> bool:
    """Whether the word is a function word, and not an acronym spelt like one."""
    return _normalize(word) in _FUNCTION_WORDS and not _is_acronym(word)


def _is_acronym(word: str) -> bool:
    """Whether the word is written in capitals: "US" and "U.S." are not pronouns."""
    return len(word) > 1 and word.isupper()


def _normalize(word: str) -> str:
    """Returns the word in lower case, without accents, possessive ending and the full stops of initials."""
    word = word.lower().replace("’", "'").replace(".", "")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word.endswith("'s"):
        return word[:-2]
    return word.rstrip("'")


# ---- support ---------------------------------------------------------------------------------------------------------
def index_source(source: Article | str) -> SourceIndex:
    """Indexes the words of a source for `find_support`; do this once for many names."""
    text = source if isinstance(source, str) else source.text
    found = _WORD.findall(text)
    normalized = [_normalize(word) for word in found]
    capitals = frozenset(form for word, form in zip(found, normalized, strict=True) if word[0].isupper())
    words = frozenset(normalized)
    if len(capitals) * 20 < len(words):
        capitals = words
    acronyms = frozenset(
        form for word, form in zip(found, normalized, strict=True) if word[1:2].isupper() or "." in word
    )
    content = [word for word in normalized if word not in _LOWERCASE_WORDS]
    return SourceIndex(
        f" {' '.join(normalized)} ",
        words,
        capitals,
        frozenset(word[:5] for word in words if len(word) >= 6) | frozenset(word.removesuffix("s") for word in words),
        acronyms,
        "".join(word[0] for word in content if word),
        "".join(word[0] for word in normalized if word),
    )


def find_support(name: Name, source: SourceIndex | Article | str) -> Support:
    """Returns in which form the source contains the name; `Support.NONE`, which is falsy, if it does not."""
    index = source if isinstance(source, SourceIndex) else index_source(source)
    key = name.key
    if f" {' '.join(key)} " in index.text:
        return Support.AS_WRITTEN
    if _names_same_country(" ".join(key), index) or (len(key) == 1 and _names_same_country(key[0], index)):
        return Support.SAME_COUNTRY
    if _matches_initials(key, name.words, index):
        return Support.INITIALS
    contained = [_contains_word(word, index) for word in key]
    needed = contained[1:] if name.doubtful_first and len(key) > 1 else contained
    has_capital = any(word in index.capitals for word, is_contained in zip(key, contained, strict=True) if is_contained)
    if all(needed):
        return Support.IN_WORDS if has_capital or len(needed) == 1 else Support.PARTLY
    if not has_capital or needed.count(False) > 1:
        return Support.NONE
    return Support.SURNAME if needed[-1] and key[-1] in index.capitals else Support.PARTLY


def _contains_word(word: str, index: SourceIndex) -> bool:
    """Whether the source has the word, its plural or singular, a word with the same stem, or the same country."""
    if word in index.words or word.removesuffix("s") in index.stems or word + "s" in index.words:
        return True
    if len(word) >= 6 and word[:5] in index.stems:
        return True
    return _names_same_country(word, index)


def _names_same_country(words: str, index: SourceIndex) -> bool:
    """Whether the source names the country of `words` or its people in any form."""
    country = _COUNTRY_OF.get(words) or _COUNTRY_OF.get(words.removesuffix("s"))
    if country is None:
        return False
    forms = _FORMS_OF[country]
    return any(
        form in index.acronyms if form == "us" else f" {form} " in index.text or f" {form}s " in index.text
        for form in forms
    )


def _matches_initials(key: tuple[str, ...], words: str, index: SourceIndex) -> bool:
    """Whether one of the two is written as the initials of the other."""
    if len(key) == 1:
        letters = key[0].replace(".", "")
        is_acronym = sum(c.isupper() for c in words) >= 2 and len(letters) <= 6
        return is_acronym and len(letters) >= 2 and (letters in index.initials or letters in index.all_initials)
    initials = "".join(word[0] for word in key)
    return len(initials) >= 2 and initials in index.acronyms
