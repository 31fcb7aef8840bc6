"""Past exchange rates, and the currencies that a text may mean by a name that several countries use.

A peso may be Mexican, Philippine or Chilean. Where the text names one of the countries, the amount is compared with
that country's rates; where it names none, with those of all of them.
"""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from checks.article_cache import cached_per_article
from checks.figures.units import CURRENCY_NAMES
from checks.model import Article, Figure, Interval
from checks.pattern import pattern
from checks.rules.conversions._yearly_rates import rate_in_years

_RATE_TABLE = """
USD 1 1        | GBP 0.38 0.96  | EUR 0.62 1.22  | JPY 75 165      | CHF 0.72 1.9   | AUD 0.66 2.1   | CAD 0.9 1.63
NZD 0.8 2.6    | CNY 5 9        | HKD 7.6 8      | SGD 1.15 1.95   | INR 28 96      | PKR 28 320     | LKR 48 380
NPR 48 155     | BDT 34 135     | MUR 16 48      | SCR 5 20        | SEK 5.5 11.6   | NOK 4.9 12     | DKK 4.6 9.2
ISK 55 150     | PLN 2 5.2      | CZK 14 42      | SKK 20 52       | HUF 70 400     | UAH 1 48       | KZT 50 600
KRW 650 2000   | TWD 24 36      | THB 23 57      | MYR 2.4 4.9     | PHP 24 62      | IDR 1700 18500 | VND 9000 29000
ILS 2.5 5      | AED 3.6 3.75   | SAR 3.7 3.8    | QAR 3.6 3.7     | YER 10 2000    | MAD 7 12       | EGP 3 56
LBP 1400 90000 | SYP 11 15000   | SDG 2 2600     | ZAR 2.5 20      | NGN 8 1900     | KES 20 175     | TZS 190 3000
UGX 400 4300   | SOS 500 36000  | ETB 4 190      | RWF 140 1500    | BIF 240 3000   | GNF 600 10000  | DJF 170 180
KMF 340 500    | XOF 230 800    | FRF 4 9        | BEF 26 52       | MXN 3 26       | BRL 0.8 6.6    | ARS 1 1600
CLP 350 1050   | COP 800 5200   | UYU 8 46       | DOP 12 66       | CUP 1 600      | JMD 20 175
"""
"""The smallest and the largest amount of a currency that a dollar has bought since the 1990s (pounds: since the 1970s),
slightly widened. Rates outside are impossible; currencies that have been redenominated are left out.
"""


def _ranges(table: str) -> dict[str, Interval]:
    """The rates of a table with cells of "code smallest largest"."""
    cells = (cell.split() for cell in table.replace("\n", "|").split("|") if cell.strip())
    return {code: Interval(Fraction(low), Fraction(high)) for code, low, high in cells}


RATES = _ranges(_RATE_TABLE)


class Country(NamedTuple):
    """A pattern for the names of a country in texts, and the code of its currency."""

    name_pattern: re.Pattern[str]
    currency: str


def _countries(table: str) -> tuple[Country, ...]:
    """The countries of a table with lines of "currency names"."""
    found = []
    for line in table.strip().splitlines():
        currency, names = line.split(maxsplit=1)
        found.append(Country(pattern(rf"\b(?:{names})", re.IGNORECASE), currency))
    return tuple(found)


COUNTRIES_OF_CURRENCY_NAME = {
    "peso": _countries("""
MXN Mexic
PHP Philippine|Filipin|Manila|Cebu|Mindanao|Luzon
ARS Argentin|Buenos Aires
CLP Chile|Santiago
COP Colombia|Bogot
UYU Urugua|Montevideo
DOP Dominican
CUP Cuba|Havana
"""),
    "rupee": _countries("""
INR India|Delhi|Mumbai|Bengaluru|Bangalore|Kolkata|Chennai|crores?\\b|lakhs?\\b
PKR Pakistan|Karachi|Lahore|Islamabad|Peshawar|Rawalpindi|Quetta
LKR Sri Lanka|Colombo\\b
NPR Nepal|Kathmandu
MUR Mauriti
SCR Seychell
"""),
    "franc": _countries("""
CHF Swiss|Switzerland|Zurich|Geneva|Basel|Bern\\b
FRF French|France|Paris
BEF Belgi|Luxembourg
XOF CFA|Senegal|Ivory Coast|Cote d|Ivor|Mali\\b|Malian|Niger\\b|Burkina|Benin|Togo|Cameroon|Gabon|Chad|Congo
RWF Rwanda|Kigali
BIF Burundi
GNF Guinea
DJF Djibouti
KMF Comor
"""),
    "dollar": _countries("""
USD (?!)
AUD Austral|Sydney|Melbourne|Brisbane|Perth\\b|Adelaide
CAD Canad|Toronto|Ontario|Vancouver|Montreal|Ottawa|Alberta
NZD New Zealand|Auckland|Wellington\\b
SGD Singapore
"""),
    "pound": _countries("""
GBP (?!)
EGP Egypt|Cairo
LBP Leban|Beirut
SYP Syria|Damascus
SDG Sudan
"""),
    "riyal": _countries("""
SAR Saudi|Riyadh
QAR Qatar|Doha
YER Yemen
"""),
    "dirham": _countries("""
AED UAE|Emirat|Dubai|Abu Dhabi
MAD Morocc|Rabat|Casablanca
"""),
    "crown": _countries("""
CZK Czech|Prague
SKK Slovak
SEK Swed|Stockholm
NOK Norw|Oslo
DKK Danish|Denmark|Danes|Copenhagen
ISK Iceland|Reykjav
"""),
    "lira": _countries("""
TRY Turk|Ankara|Istanbul|Izmir
LBP Leban|Beirut
SYP Syria|Damascus
ITL Ital|Rome|Milan
"""),
    "shilling": _countries("""
KES Kenya|Nairobi|Mombasa
TZS Tanzania|Dar es Salaam|Dodoma|Zanzibar
UGX Uganda|Kampala
SOS Somali|Mogadishu
"""),
}
"""The countries that use a currency name, by that name. `(?!)` matches no country: see `NAMES_WITH_DEFAULT_COUNTRY`."""

NAMES_WITH_DEFAULT_COUNTRY = frozenset(("dollar", "pound"))
"""Names that may mean the first country's currency whatever countries the text names: a dollar may be American."""
CURRENCY_NAME_OF_WORD = {
    name: name if name in COUNTRIES_OF_CURRENCY_NAME else "crown"
    for name in "peso rupee franc dollar pound riyal dirham lira shilling krona krone kroner koruna".split()
}
CURRENCY_WORD = pattern(
    r"(?P<of>[a-z]+ )?(?:(?<![a-z])(?P<sign>\$|(?:rs|shs?)(?![a-z]))|\b(?P<word>"
    + "|".join(CURRENCY_NAME_OF_WORD)
    + r")s?\b)"
)
CURRENCY_NAME_OF_SIGN = {"$": "dollar", "rs": "rupee", "sh": "shilling", "shs": "shilling"}


def rates(article: Article, quote: Figure, base: Figure, years: range | None = None) -> tuple[Interval, ...]:
    """How much of the quote's currency one unit of the base's may have bought, for all currencies that may be meant.

    In the given years; in any year if none are given or the rates of those years are not known. Empty if no rate of one
    of the currencies is known.
    """
    quotes, bases = _per_dollar(article, quote, years), _per_dollar(article, base, years)
    found = []
    for quote_rate in quotes:
        for base_rate in bases:
            assert quote_rate.low is not None
            assert quote_rate.high is not None
            assert base_rate.low
            assert base_rate.high
            found.append(Interval(quote_rate.low / base_rate.high, quote_rate.high / base_rate.low))
    return tuple(found)


def _per_dollar(article: Article, figure: Figure, years: range | None) -> list[Interval]:
    """How much a dollar bought of each currency that the figure may mean; empty if that is unknown for one of them."""
    found = []
    for currency in _currencies(article, figure):
        rate = (rate_in_years(currency, years) if years else None) or RATES.get(currency)
        if rate is None:
            return []
        found.append(rate)
    return found


def rates_are_known(article: Article, figure: Figure, years: range) -> bool:
    """Whether the rates of all currencies that the figure may mean are known for these years."""
    return all(rate_in_years(currency, years) for currency in _currencies(article, figure))


def has_certain_currency(article: Article, figure: Figure) -> bool:
    """Whether the figure can mean only one currency, or one by default."""
    return shared_name(figure) in {"", *NAMES_WITH_DEFAULT_COUNTRY} or len(_currencies(article, figure)) == 1


def shared_name(figure: Figure) -> str:
    """The figure's currency name if several countries use it; "" if the figure names the country: "US$5m"."""
    found = CURRENCY_WORD.search(figure.words.lower())
    if found is None or (found["of"] and found.group() in CURRENCY_NAMES):
        return ""
    name = CURRENCY_NAME_OF_SIGN.get(found["sign"]) or CURRENCY_NAME_OF_WORD[found["word"]]
    is_one_of_them = any(country.currency == figure.unit for country in COUNTRIES_OF_CURRENCY_NAME[name])
    return name if is_one_of_them else ""  # texts do not call "Hong Kong dollars" just dollars


def _currencies(article: Article, figure: Figure) -> tuple[str, ...]:
    """The codes of the currencies that the figure may mean."""
    name = shared_name(figure)
    if not name:
        return (figure.unit or "",)
    by_name = _currencies_by_name(article)
    if name not in by_name:
        by_name[name] = _currencies_with_name(name, article.text)
    return by_name[name]


@cached_per_article
def _currencies_by_name(_: Article) -> dict[str, tuple[str, ...]]:
    """What `_currencies_with_name` returns for the names that were asked of an article so far."""
    return {}


def _currencies_with_name(name: str, text: str) -> tuple[str, ...]:
    """The currencies of this name: of the countries that the text names, or of all if it names none."""
    currencies = [country.currency for country in COUNTRIES_OF_CURRENCY_NAME[name] if country.name_pattern.search(text)]
    if name in NAMES_WITH_DEFAULT_COUNTRY:
        currencies.insert(0, COUNTRIES_OF_CURRENCY_NAME[name][0].currency)
    return tuple(currencies) or tuple(country.currency for country in COUNTRIES_OF_CURRENCY_NAME[name])
