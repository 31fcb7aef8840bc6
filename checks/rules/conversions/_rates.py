"""Exchange rates of the past, and the currency that a text means by a name that several countries use.

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

PER_DOLLAR = {
    "USD": ("1", "1"),
    "GBP": ("0.38", "0.96"),
    "EUR": ("0.62", "1.22"),
    "JPY": ("75", "165"),
    "CHF": ("0.72", "1.9"),
    "AUD": ("0.66", "2.1"),
    "CAD": ("0.9", "1.63"),
    "NZD": ("0.8", "2.6"),
    "CNY": ("5", "9"),
    "HKD": ("7.6", "8"),
    "SGD": ("1.15", "1.95"),
    "INR": ("28", "96"),
    "SEK": ("5.5", "11.6"),
    "NOK": ("4.9", "12"),
    "DKK": ("4.6", "9.2"),
    "KRW": ("650", "2000"),
    "ZAR": ("2.5", "20"),
    "MXN": ("3", "26"),
    "PLN": ("2", "5.2"),
    "CZK": ("14", "42"),
    "ILS": ("2.5", "5"),
    "THB": ("23", "57"),
    "MYR": ("2.4", "4.9"),
    "PHP": ("24", "62"),
    "TWD": ("24", "36"),
    "AED": ("3.6", "3.75"),
    "SAR": ("3.7", "3.8"),
}
"""The least and the most of a currency that a dollar has bought since the 1990s (pounds: since the 1970s), slightly
widened. Used only to reject impossible rates; currencies that have been redenominated or have lost most of their value
are left out.
"""

RATES = {code: Interval(Fraction(low), Fraction(high)) for code, (low, high) in PER_DOLLAR.items()}


class Country(NamedTuple):
    """A country, as texts name it, and the range of its currency that a dollar has bought."""

    named: re.Pattern[str]
    rate: Interval


def _countries(table: str) -> tuple[Country, ...]:
    """The countries of a table with lines of "least most names"."""
    found = []
    for line in table.strip().splitlines():
        low, high, names = line.split(maxsplit=2)
        rate = Interval(Fraction(low), Fraction(high))
        found.append(Country(pattern(rf"\b(?:{names})", re.IGNORECASE), rate))
    return tuple(found)


SHARED = {
    "peso": _countries("""
3 26 Mexic
24 62 Philippine|Filipin|Manila|Cebu|Mindanao|Luzon
1 1600 Argentin|Buenos Aires
350 1050 Chile|Santiago
800 5200 Colombia|Bogot
8 46 Urugua|Montevideo
12 66 Dominican
1 600 Cuba|Havana
"""),
    "rupee": _countries("""
28 96 India|Delhi|Mumbai|Bengaluru|Bangalore|Kolkata|Chennai|crores?\\b|lakhs?\\b
28 320 Pakistan|Karachi|Lahore|Islamabad|Peshawar|Rawalpindi|Quetta
48 380 Sri Lanka|Colombo\\b
48 155 Nepal|Kathmandu
16 48 Mauriti
5 20 Seychell
"""),
    "franc": _countries("""
0.72 1.9 Swiss|Switzerland|Zurich|Geneva|Basel|Bern\\b
4 9 French|France|Paris
26 52 Belgi|Luxembourg
230 800 CFA|Senegal|Ivory Coast|Cote d|Ivor|Mali\\b|Malian|Niger\\b|Burkina|Benin|Togo|Cameroon|Gabon|Chad|Congo
140 1500 Rwanda|Kigali
240 3000 Burundi
600 10000 Guinea
170 180 Djibouti
340 500 Comor
"""),
    "dollar": _countries("""
1 1 (?!)
0.66 2.1 Austral|Sydney|Melbourne|Brisbane|Perth\\b|Adelaide
0.9 1.63 Canad|Toronto|Ontario|Vancouver|Montreal|Ottawa|Alberta
0.8 2.6 New Zealand|Auckland|Wellington\\b
1.15 1.95 Singapore
"""),
    "pound": _countries("""
0.38 0.96 (?!)
3 56 Egypt|Cairo
1400 90000 Leban|Beirut
11 15000 Syria|Damascus
2 2600 Sudan
"""),
    "riyal": _countries("""
3.7 3.8 Saudi|Riyadh
3.6 3.7 Qatar|Doha
10 2000 Yemen
"""),
    "dirham": _countries("""
3.6 3.75 UAE|Emirat|Dubai|Abu Dhabi
7 12 Morocc|Rabat|Casablanca
"""),
    "crown": _countries("""
14 42 Czech|Prague
20 52 Slovak
5.5 11.6 Swed|Stockholm
4.9 12 Norw|Oslo
4.6 9.2 Danish|Denmark|Danes|Copenhagen
55 150 Iceland|Reykjav
"""),
}
"""By currency name: the countries that use it, with their rates as above. `(?!)` matches no country: see
`NO_COUNTRY_NEEDED`.
"""

NO_COUNTRY_NEEDED = frozenset(("dollar", "pound"))
"""For these the first country need not be named: a dollar may be American whatever other country the text names."""
WORDS = {
    name: name if name in SHARED else "crown"
    for name in "peso rupee franc dollar pound riyal dirham krona krone kroner koruna".split()
}
NAME = pattern(r"(?P<of>[a-z]+ )?(?:(?<![a-z])(?P<sign>\$|rs(?![a-z]))|\b(?P<word>" + "|".join(WORDS) + r")s?\b)")
SIGNS = {"$": "dollar", "rs": "rupee"}


def rates(article: Article, figure: Figure) -> Interval | None:
    """What a dollar may have bought of the figure's currency, over all its possible countries; None if unknown."""
    name = shared_name(figure)
    if not name:
        return RATES.get(figure.unit or "")
    meant = _rates_by_name(article)[name]
    nothing = Fraction(0)
    return Interval(min(rate.low or nothing for rate in meant), max(rate.high or nothing for rate in meant))


def is_settled(article: Article, figure: Figure) -> bool:
    """Whether the figure's currency is that of one country only, or of one country by default."""
    name = shared_name(figure)
    return not name or name in NO_COUNTRY_NEEDED or len(_rates_by_name(article)[name]) == 1


def shared_name(figure: Figure) -> str:
    """The currency name that several countries use; "" where the figure names the country: "US$5m"."""
    found = NAME.search(figure.words.lower())
    if found is None or (found["of"] and found.group() in CURRENCY_NAMES):
        return ""
    return SIGNS.get(found["sign"]) or WORDS[found["word"]]


@cached_per_article
def _rates_by_name(article: Article) -> dict[str, tuple[Interval, ...]]:
    """By currency name: the rates of the countries that the text names, or of all of them where it names none."""
    found = {}
    for name, countries in SHARED.items():
        named = [country.rate for country in countries if country.named.search(article.text)]
        if name in NO_COUNTRY_NEEDED:
            named.insert(0, countries[0].rate)
        found[name] = tuple(named) or tuple(country.rate for country in countries)
    return found
