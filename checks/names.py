"""Finds the proper names of a text and asks whether another text bears them out.

A name is a run of capitalised words, with the particles between them ("Bank of England", "Ursula von der Leyen").
English gives every sentence a capital too, so the first word of a sentence is doubtful: function words are dropped
there, and any other word only counts as a name where something else says so (another capital follows, it is written
with a capital elsewhere in the text, it is a known country or nationality).

`supported` holds a name against the words of a source. Names are repeated in many forms, and all of these are the same
name: the surname alone, initials for the full form ("UN", "United Nations"), the people for the country ("American",
"America"), possessives and plurals, other accents and hyphens. A first name that the source lacks is told apart from a
name that it lacks altogether, since writers know first names.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from checks.model import Article, Sentence, Span, Zone
from checks.pattern import pattern
from checks.text import split


class Name(NamedTuple):
    """A proper name as it stands in a text."""

    span: Span
    words: str
    key: tuple[str, ...]  # its words that have to be borne out: lower case, no accents, possessives, titles, particles
    doubtful_first: bool = False  # the first word of `key` begins a sentence, so that its capital says nothing


class Support(StrEnum):
    """How a source bears a name out."""

    AS_WRITTEN = "as written"
    IN_WORDS = "its words"  # all its words, not together: "Mr Johnson, the education secretary"
    INITIALS = "initials"  # "UN" for "United Nations", or the other way round
    SAME_COUNTRY = "same country"  # "American" for "the US"
    SURNAME = "surname"  # the last word only: the source has no such first name
    PARTLY = "partly"  # some of its words
    NONE = ""  # nothing like it


class Known(NamedTuple):
    """What a source says, made ready for questions by `known`."""

    text: str  # its words, folded, a space between each and at both ends
    words: frozenset[str]
    capitals: frozenset[str]  # those written with a capital; all words, where the text has no capitals to speak of
    stems: frozenset[str]
    acronyms: frozenset[str]  # those written in capitals: "UN"
    initials: str  # of all words in order, the small ones left out
    all_initials: str


_WORD = pattern(r"(?:[A-Z]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d[\d,.]*")


def _words(spaced: str) -> frozenset[str]:
    return frozenset(spaced.split())


_PARTICLES = _words("of de del della di da do dos du la le las los el al van von der den bin ibn ben abu upon y e")
_SMALL = _words("of the and for in on to a an de la & at by")
_TITLES = _words(
    """mr mrs ms miss dr sir dame lord lady prof professor president prime minister chancellor secretary senator sen
    congressman congresswoman representative rep governor gov mayor king queen prince princess pope archbishop bishop
    judge justice general gen colonel col major captain capt sergeant sgt inspector chief officer detective
    superintendent constable pc lieutenant lt admiral commander ambassador councillor cllr director chairman chairwoman
    chair ceo captain coach manager actor actress singer star st saint former vice deputy acting"""
)
_CALENDAR = _words(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept sep oct nov dec mondays tuesdays wednesdays
    thursdays fridays saturdays sundays christmas easter gmt bst am pm est edt pst ist new year's i i'm i've
    i'll i'd ok"""
)
_FUNCTION_WORDS = _words(
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
_UNSAID = _TITLES | _PARTICLES | _FUNCTION_WORDS
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
_GROUPS = [[form.replace("_", " ") for form in group.split()] for group in _COUNTRIES.split(";")]
_COUNTRY_OF = {form: group[0] for group in _GROUPS for form in group}
_FORMS_OF = {group[0]: tuple(group) for group in _GROUPS}
_NATIONS = frozenset(group[0] for group in _GROUPS) | {
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
    """Is this the name of a country (not of its people)?

    >>> is_country("Peru"), is_country("Peruvian")
    (True, False)
    """
    return _folded(name).removeprefix("the ") in _NATIONS


def is_function_word(word: str) -> bool:
    """Is this a word that takes a capital only where it begins a sentence?"""
    return _folded(word) in _FUNCTION_WORDS


def is_title(word: str) -> bool:
    """Is this what somebody is called before a name: "Mr", "President", "Chairman"?"""
    return _folded(word) in _TITLES


def is_particle(word: str) -> bool:
    """Is this a small word within names ("de", "von", "Abu")? With a capital, it is as much of the name as the rest."""
    return _folded(word) in _PARTICLES


def country(name: str) -> str | None:
    """The country that a name or the word for its people belongs to: "American" -> "united states"."""
    folded = _folded(name).removeprefix("the ")
    return _COUNTRY_OF.get(folded) or _COUNTRY_OF.get(folded.removesuffix("s"))


# ---- names of a text -------------------------------------------------------------------------------------------------
def names(article: Article | str) -> tuple[Name, ...]:
    """The proper names of a text, in text order. Headlines in title case and promotion are left out."""
    text = article if isinstance(article, str) else article.text
    sentences = split(text).sentences if isinstance(article, str) else article.sentences
    found: list[Name] = []
    inner: set[str] = set()  # words written with a capital inside a sentence
    for sentence in sentences:
        if sentence.zone is Zone.PROMO or _in_title_case(text, sentence):
            continue
        for name in _in_sentence(text, sentence.span):
            found.append(name)
            inner.update(name.key[1:] if name.doubtful_first else name.key)
    return tuple(name for name in found if not _only_a_first_word(name, inner))


def _only_a_first_word(name: Name, inner: set[str]) -> bool:
    """A single word that begins a sentence, and nothing says that it is a name."""
    if not name.doubtful_first or len(name.key) > 1:
        return False
    word = name.key[0]
    return word not in inner and word not in _COUNTRY_OF and word.removesuffix("s") not in _COUNTRY_OF


def _in_title_case(text: str, sentence: Sentence) -> bool:
    if sentence.zone not in (Zone.HEADLINE, Zone.STANDFIRST, Zone.PROMO, Zone.BYLINE, Zone.CAPTION):
        return False
    words = [word for word in _WORD.findall(text[sentence.span.start : sentence.span.end]) if len(word) > 3]
    return len(words) > 2 and sum(word[0].isupper() for word in words) > 0.8 * len(words)


def _in_sentence(text: str, span: Span) -> Iterator[Name]:
    run: list[re.Match[str]] = []
    pending: list[re.Match[str]] = []  # particles, part of the name only if a capital follows them
    for word in _WORD.finditer(text, span.start, span.end):
        said = word.group()
        if run and not _joins(text, (pending or run)[-1].end(), word.start()):
            yield from _name(text, run, span.start)
            run, pending = [], []
        if said[0].isupper() or (run and not pending and said[0].isdigit() and len(said) <= 4):
            run += [*pending, word] if run else [word]
            pending = []
        elif run and said in _PARTICLES and len(pending) < 3:
            pending.append(word)
        elif run:
            yield from _name(text, run, span.start)
            run, pending = [], []
    if run:
        yield from _name(text, run, span.start)


def _joins(text: str, end: int, start: int) -> bool:
    """Do two words stand close enough to be one name?"""
    gap = text[end:start]
    if gap in ("-", "‑", " & ", "&", "/", "'", "’") or gap.isspace():
        return True
    return gap == ". " and (text[end - 1].isupper() or _folded(text[max(0, end - 4) : end].split()[-1]) in _TITLES)


def _opens(text: str, at: int, start: int) -> bool:
    """Would a word at `at` have a capital in any case, after a full stop, a colon, a dash or an opening quote?"""
    while at > start and text[at - 1].isspace():
        at -= 1
    return at <= start or text[at - 1] in ".!?:;…\"“‘'(–—•*-"


def _name(text: str, run: list[re.Match[str]], start: int) -> Iterator[Name]:
    opened = _opens(text, run[0].start(), start)
    while run:
        first, last = _folded(run[0].group()), _folded(run[-1].group())
        if (
            (first in _CALENDAR and not (first == "new" and len(run) > 1 and _folded(run[1].group()) != "year"))
            or not first[0].isalpha()
            or (first in _PARTICLES and (opened or not run[0].group()[0].isupper()))
            or (opened and _is_small(run[0].group()))
        ):
            run, opened = run[1:], False
        elif last in _CALENDAR or last in _PARTICLES:
            run = run[:-1]
        else:
            break
    if not run:
        return
    folded = [_folded(word.group()) for word in run]
    key = tuple(
        fold
        for fold, word in zip(folded, run, strict=True)
        if fold[0].isalpha() and (fold not in _UNSAID or _in_capitals(word.group()))
    )
    if key:
        doubtful = opened and key[0] == folded[0]
        owned = run[-1].group().endswith(("'s", "’s"))  # of "Glasgow's centre" the name is "Glasgow"
        span = Span(run[0].start(), run[-1].end() - 2 * owned)
        yield Name(span, text[span.start : span.end], key, doubtful)


def _is_small(word: str) -> bool:
    return _folded(word) in _FUNCTION_WORDS and not _in_capitals(word)


def _in_capitals(word: str) -> bool:
    """ "US" and "U.S." are no pronoun."""
    return len(word) > 1 and word.isupper()


def _folded(word: str) -> str:
    """Lower case, without accents, possessive and the full stops of initials."""
    word = word.lower().replace("’", "'").replace(".", "")
    if not word.isascii():
        word = "".join(c for c in unicodedata.normalize("NFKD", word) if not unicodedata.combining(c))
    if word.endswith("'s"):
        return word[:-2]
    return word.rstrip("'")


# ---- support ---------------------------------------------------------------------------------------------------------
def known(source: Article | str) -> Known:
    """What the source says, for `supported`; make it once for many questions."""
    text = source if isinstance(source, str) else source.text
    found = _WORD.findall(text)
    folded = [_folded(word) for word in found]
    capitals = frozenset(fold for word, fold in zip(found, folded, strict=True) if word[0].isupper())
    words = frozenset(folded)
    if len(capitals) * 20 < len(words):
        capitals = words
    acronyms = frozenset(fold for word, fold in zip(found, folded, strict=True) if word[1:2].isupper() or "." in word)
    main = [word for word in folded if word not in _SMALL]
    return Known(
        f" {' '.join(folded)} ",
        words,
        capitals,
        frozenset(word[:5] for word in words if len(word) >= 6) | frozenset(word.removesuffix("s") for word in words),
        acronyms,
        "".join(word[0] for word in main if word),
        "".join(word[0] for word in folded if word),
    )


def supported(name: Name, source: Known | Article | str) -> Support:
    """How `source` bears out `name`; `Support.NONE`, which is falsy, if it does not at all."""
    base = source if isinstance(source, Known) else known(source)
    key = name.key
    if f" {' '.join(key)} " in base.text:
        return Support.AS_WRITTEN
    if _same_country(" ".join(key), base) or (len(key) == 1 and _same_country(key[0], base)):
        return Support.SAME_COUNTRY
    if _by_initials(key, name.words, base):
        return Support.INITIALS
    stated = [_stated(word, base) for word in key]
    needed = stated[1:] if name.doubtful_first and len(key) > 1 else stated
    named = any(word in base.capitals for word, is_in in zip(key, stated, strict=True) if is_in)
    if all(needed):
        return Support.IN_WORDS if named or len(needed) == 1 else Support.PARTLY
    if not named or needed.count(False) > 1:
        return Support.NONE
    return Support.SURNAME if needed[-1] and key[-1] in base.capitals else Support.PARTLY


def _stated(word: str, base: Known) -> bool:
    if word in base.words or word.removesuffix("s") in base.stems or word + "s" in base.words:
        return True
    if len(word) >= 6 and word[:5] in base.stems:
        return True
    return _same_country(word, base)


def _same_country(words: str, base: Known) -> bool:
    nation = _COUNTRY_OF.get(words) or _COUNTRY_OF.get(words.removesuffix("s"))
    if nation is None:
        return False
    forms = _FORMS_OF[nation]
    return any(
        form in base.acronyms if form == "us" else f" {form} " in base.text or f" {form}s " in base.text
        for form in forms
    )


def _by_initials(key: tuple[str, ...], words: str, base: Known) -> bool:
    if len(key) == 1:
        letters = key[0].replace(".", "")
        upper = sum(c.isupper() for c in words) >= 2 and len(letters) <= 6
        return upper and len(letters) >= 2 and (letters in base.initials or letters in base.all_initials)
    short = "".join(word[0] for word in key)
    return len(short) >= 2 and short in base.acronyms
