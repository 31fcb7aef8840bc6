"""Detects the language of a text by its function words, and its locale by spelling, abbreviations and dates."""

from __future__ import annotations

from checks.pattern import pattern
from checks.word_set import word_set

_WORD = pattern(r"[^\W\d_]+")
_SAMPLE_CHARACTERS = 6000  # from the start of the text; enough to decide
_ENGLISH_WORDS = word_set("""
    the of and to in a is was that for on with as by at from his her he she it its they were are be been has
    have had not but or an who said which this their after will would more than about into up out when there we
    you i
    """)
_FUNCTION_WORDS = {
    "de": word_set("""
        der die das und ist nicht ein eine mit von zu den dem des auf für im sich als auch wurde haben hat
        es
        """),
    "fr": word_set("""
        le la les des et est une dans que qui pour pas sur au par avec du ce sont il elle ont été aux plus
        """),
    "es": word_set("""
        el la los las de y que en un una por con para no se su del al es como más fue han ha sus
        """),
    "it": word_set("""
        il lo la gli di e che in un una per con non si del della dei è sono come più ha nel alla
        """),
    "pt": word_set("o a os as de e que em um uma por com para não se do da dos das é no na foi mais ao"),
    "nl": word_set("""
        de het een en van in is dat op te met voor niet zijn aan er door was worden naar heeft ook bij
        """),
}
_BRITISH_SPELLINGS = word_set("""
    colour colours favour favourite labour honour honours neighbour neighbours behaviour harbour humour rumours
    centre centres theatre theatres metre metres kilometre kilometres litre litres programme programmes defence
    licence offence travelled travelling cancelled cancelling fuelled modelling labelled organise organised
    organisation organisations organisers realise realised recognise recognised emphasise emphasised apologise
    apologised criticised criticise analysed tyre tyres kerb aluminium cheque cheques grey storey pounds whilst
    towards councillor councillors councils favourites mum jewellery ageing fulfil enrol sceptical cosy
    moustache plough manoeuvre maths
    """)
_AMERICAN_SPELLINGS = word_set("""
    color colors favor favorite labor honor honors neighbor neighbors behavior harbor humor rumors center
    centers theater theaters meter meters kilometer kilometers liter liters program programs defense license
    offense traveled traveling canceled canceling fueled modeling labeled organize organized organization
    organizations organizers realize realized recognize recognized emphasize emphasized apologize apologized
    criticized criticize analyzed tire tires curb aluminum gray percent favorites mom jewelry aging fulfill
    enroll skeptical cozy mustache plow maneuver math gotten
    """)
_BRITISH_SIGNS = ("£", "per cent", "Mr ", "Mrs ", "Ms ", "Dr ")
_AMERICAN_SIGNS = ("Mr. ", "Mrs. ", "Ms. ", "Dr. ", "Sen. ", "Gov. ", "Rep. ", "U.S.", "a.m.", "p.m.")
_SHORT_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_MONTH_NAMES = f"(?:{'|'.join(_SHORT_MONTHS)})"
_DAY_FIRST = pattern(rf"\d(?:st|nd|rd|th)? {_MONTH_NAMES}")
_NUMERIC_DATE = pattern(
    r"(?<![\d/.-])(\d{1,2})(?:(?<=day \d)[.-]\d{1,2}|/\d{1,2}(?:/(?:\d{4}|\d\d))?|([.-])\d{1,2}\2\d{4})(?!\d|[.,]\d|%)"
)
_DATE_SEPARATOR = pattern(r"[.-]\d")  # a cheap test: "3.5.2024" has it and most texts do not
_MONTH_FIRST = pattern(rf"{_MONTH_NAMES}[a-z]{{0,6}}\.? \d{{1,2}}(?!\d)")


def detect_language_and_locale(text: str) -> tuple[str, str]:
    """Returns the ISO 639-1 code of the language ("und" if unknown) and the locale, "en-GB" or "en-US"."""
    sample = text[:_SAMPLE_CHARACTERS]
    words = list(map(str.lower, _WORD.findall(sample)))
    return _detect_language(words), _detect_locale(sample, words)


def _detect_language(words: list[str]) -> str:
    """Returns the language code: English unless the words clearly show another, so that short texts are English."""
    total = len(words)
    english_count = sum(map(_ENGLISH_WORDS.__contains__, words))
    if english_count * 5 >= total:
        return "en"
    counts = {code: sum(word in common for word in words) for code, common in _FUNCTION_WORDS.items()}
    best = max(counts, key=lambda code: counts[code])
    if total >= 4 and counts[best] > 2 * english_count and counts[best] * 10 >= total:
        return best
    foreign = sum(not word.isascii() for word in words)
    return "und" if (total >= 30 and english_count * 25 < total) or 2 * foreign > total else "en"


def _detect_locale(sample: str, words: list[str]) -> str:
    """Returns "en-US" where American signs outnumber British ones, else "en-GB"."""
    british = _count_spellings(_BRITISH_SPELLINGS, words) + sum(map(sample.count, _BRITISH_SIGNS))
    american = _count_spellings(_AMERICAN_SPELLINGS, words) + sum(map(sample.count, _AMERICAN_SIGNS))
    if any(month in sample for month in _SHORT_MONTHS):
        british += len(_DAY_FIRST.findall(sample))
        american += len(_MONTH_FIRST.findall(sample))
    if american == british:  # a numeric date decides where nothing else does; slashes are more usual in American text
        dated = "/" in sample or _DATE_SEPARATOR.search(sample)
        firsts = [int(day) for day, _ in _NUMERIC_DATE.findall(sample)] if dated else []
        return "en-US" if firsts and max(firsts) <= 12 else "en-GB"
    return "en-US" if american > british else "en-GB"


def _count_spellings(spellings: frozenset[str], words: list[str]) -> int:
    return 0 if spellings.isdisjoint(words) else sum(word in spellings for word in words)
