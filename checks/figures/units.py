"""Tables of units, currencies and scale words.

To add one, add a line with all its spellings, in lower case. `Unit.factor` converts one unit exactly to the base unit
of its dimension (metre, kilogram, square metre, litre, metre per second, second, byte, ...); temperatures also have an
offset: kelvin = (value + offset) * factor.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from fractions import Fraction
from types import MappingProxyType
from typing import NamedTuple

NO_FACTOR = Fraction(1)  # for a unit that cannot be converted


class Unit(NamedTuple):
    """A canonical unit. Units of the same `dimension` can be converted into each other."""

    name: str
    dimension: str
    factor: Fraction
    offset: Fraction = Fraction(0)


def _unit_table(lines: str) -> tuple[dict[str, Unit], dict[str, Unit], dict[str, Unit]]:
    """Returns units by name, by spelling and by symbol.

    `lines` are of the form `name | dimension | factor [+ offset] | spellings | symbols`.

    Symbols are a unit only after digits: "5m", never "five m". Those with a capital are recognised only in that case
    ("5 W", "450 Nm") and take precedence over the same letters without ("ML", "ml"); a symbol of one letter must follow
    the digits without a space.
    """
    by_name: dict[str, Unit] = {}
    by_spelling: dict[str, Unit] = {}
    by_symbol: dict[str, Unit] = {}
    for line in lines.strip().splitlines():
        name, dimension, size, spellings, symbols = (cell.strip() for cell in line.split("|"))
        factor, _, offset = size.partition("+")
        unit = Unit(name, dimension, Fraction(factor), Fraction(offset or 0))
        by_name[name] = unit
        by_spelling.update(dict.fromkeys((name, *spellings.split(", ")) if spellings else (name,), unit))
        by_symbol.update(dict.fromkeys(symbols.split(), unit))
    return by_name, by_spelling, by_symbol


#   name | dimension | size in base units | spellings | symbols, which need digits before them
_UNITS = """
millimetre | length | 0.001 | millimetres, millimeter, millimeters | mm
decimetre | length | 0.1 | decimetres, decimeter, decimeters | dm
centimetre | length | 0.01 | centimetres, centimeter, centimeters, cm | cm cms
metre | length | 1 | metres, meter, meters | m
kilometre | length | 1000 | kilometres, kilometer, kilometers, km, kms | km k
micrometre | length | 0.000001 | micrometres, micrometer, micrometers, microns, micron | µm μm
nanometre | length | 0.000000001 | nanometres, nanometer, nanometers |
picometre | length | 0.000000000001 | picometres, picometer, picometers |
inch | length | 0.0254 | inches, ins | in " ″
foot | length | 0.3048 | feet, ft | ' ′
yard | length | 0.9144 | yards, yd, yds |
mile | length | 1609.344 | miles, mi |
nautical mile | length | 1852 | nautical miles |
light year | length | 9460730472580800 | light years, light-year, light-years | ly
furlong | length | 201.168 | furlongs |
square metre | area | 1 | square metres, square meter, square meters, square m, sq m, sq metres, sq metre, sqm | m² m2
square kilometre | area | 1000000 | square kilometres, square kilometer, square kilometers, square km, square kms, sq km, sq kms, sqkm | km² km2
square centimetre | area | 0.0001 | square centimetres, square centimeters, sq cm | cm² cm2
square foot | area | 0.09290304 | square feet, square ft, sq ft, sq feet, sqft | ft²
square yard | area | 0.83612736 | square yards, sq yd, sq yards |
square mile | area | 2589988.110336 | square miles, sq miles, sq mile, sq mi, square mi |
acre | area | 4046.8564224 | acres |
hectare | area | 10000 | hectares | ha
milligram | weight | 0.000001 | milligrams, milligramme, milligrammes | mg
microgram | weight | 0.000000001 | micrograms, microgrammes, mcg | µg μg
gram | weight | 0.001 | grams, gramme, grammes, gm, gms | g
kilogram | weight | 1 | kilograms, kilogramme, kilogrammes, kilo, kilos, kg, kgs | kg
tonne | weight | 1000 | tonnes, metric ton, metric tons, metric tonne, metric tonnes | t mt
ton | weight | 907.18474 | tons, short ton, short tons |
ounce | weight | 0.028349523125 | ounces, troy ounce, troy ounces | oz
pound | weight | 0.45359237 | lb, lbs | lb
stone | weight | 6.35029318 | stones | st
millilitre | volume | 0.001 | millilitres, milliliter, milliliters | ml
centilitre | volume | 0.01 | centilitres, centiliter, centiliters | cl
litre | volume | 1 | litres, liter, liters | l
cubic metre | volume | 1000 | cubic metres, cubic meter, cubic meters, cu m | m³ m3
cubic centimetre | volume | 0.001 | cubic centimetres, cubic centimeter, cubic centimeters | cc cm³
cubic kilometre | volume | 1000000000000 | cubic kilometres, cubic kilometer, cubic kilometers | km³ km3
cubic mile | volume | 4168181825440.579584 | cubic miles |
cubic foot | volume | 28.316846592 | cubic feet, cu ft |
pint | volume | 0.56826125 | pints |
fluid ounce | volume | 0.0284130625 | fluid ounces, fl oz, us fluid ounce |
quart | volume | 0.946352946 | quarts |
gallon | volume | 3.785411784 | gallons, gal, gals |
barrel | volume | 158.987294928 | barrels, bbl, bpd, b/d |
cup | volume | 0.2365882365 | cups |
tablespoon | volume | 0.01478676478125 | tablespoons, tbsp |
teaspoon | volume | 0.00492892159375 | teaspoons, tsp |
mile per hour | speed | 0.44704 | mph, miles per hour, mile per hour, miles an hour, mile an hour | mph
kilometre per hour | speed | 5/18 | kilometres per hour, kilometers per hour, kilometres an hour, kilometers an hour, km per hour, km an hour, kms per hour, kms an hour, kmh, kph, kmph | kph kmh kmph
metre per second | speed | 1 | metres per second, meters per second, metres a second |
knot | speed | 1852/3600 | knots | kt kts
revolution per minute | rotation | 1/60 | revolutions per minute, revolutions a minute | rpm
degree celsius | temperature | 1+273.15 | degrees celsius, celsius, degrees centigrade, degree centigrade, centigrade, degrees c, degree c, deg celsius, deg c, ° celsius, ° centigrade, celcius | °c c ℃
degree fahrenheit | temperature | 5/9+459.67 | degrees fahrenheit, fahrenheit, degrees f, degree f, deg fahrenheit, deg f, ° fahrenheit, degrees farenheit, farenheit | °f f ℉
kelvin | temperature | 1 | kelvins |
degree | angle | 1 | degrees, deg | °
second | duration | 1 | seconds, sec, secs | s sec
minute | duration | 60 | minutes, min, mins | min mins
hour | duration | 3600 | hours, hr, hrs | h hr hrs
day | duration | 86400 | days |
night | duration | 86400 | nights |
week | duration | 604800 | weeks, wk, wks |
fortnight | duration | 1209600 | fortnights |
month | duration | 2629746 | months, mths | mths
quarter | duration | 7889238 | |
year | duration | 31556952 | years, yr, yrs | yr yrs
decade | duration | 315569520 | decades |
century | duration | 3155695200 | centuries |
millisecond | duration | 0.001 | milliseconds | ms
bit | data | 1/8 | bits |
byte | data | 1 | bytes |
kilobyte | data | 1000 | kilobytes | kb
megabyte | data | 1000000 | megabytes | mb
gigabyte | data | 1000000000 | gigabytes | gb
terabyte | data | 1000000000000 | terabytes | tb
megabit | data | 125000 | megabits | Mb
gigabit | data | 125000000 | gigabits | Gb
terabit | data | 125000000000 | terabits | Tb
megabit per second | bandwidth | 1000000 | megabits per second, megabits a second | mbps
gigabit per second | bandwidth | 1000000000 | gigabits per second | gbps
megabyte per second | bandwidth | 8000000 | megabytes per second, megabytes a second | MBps
gigabyte per second | bandwidth | 8000000000 | gigabytes per second, gigabytes a second | GBps
hertz | frequency | 1 | | hz
kilohertz | frequency | 1000 | | khz
megahertz | frequency | 1000000 | | mhz
gigahertz | frequency | 1000000000 | | ghz
watt | power | 1 | watts | W
kilowatt | power | 1000 | kilowatts | kW kw
megawatt | power | 1000000 | megawatts | mw
gigawatt | power | 1000000000 | gigawatts | gw
terawatt | power | 1000000000000 | terawatts | tw
horsepower | power | 745.69987158227 | | hp
metric horsepower | power | 735.49875 | | PS
brake horsepower | power | 745.69987158227 | | bhp
joule | energy | 1 | joules |
watt hour | energy | 3600 | watt hours, watt-hours | wh
kilowatt hour | energy | 3600000 | kilowatt hours, kilowatt-hours, kilowatt-hour | kwh
megawatt hour | energy | 3600000000 | megawatt hours, megawatt-hours, megawatt-hour | mwh
gigawatt hour | energy | 3600000000000 | gigawatt hours, gigawatt-hours | gwh
terawatt hour | energy | 3600000000000000 | terawatt hours, terawatt-hours | twh
british thermal unit | energy | 1055.05585262 | british thermal units, btu, btus |
calorie | energy | 4.184 | calories, kcal | kcal
volt | voltage | 1 | volts | V
amp | current | 1 | amps, ampere, amperes | A
milliampere hour | charge | 3.6 | milliampere-hours, milliamp hours | mah
ampere hour | charge | 3600 | ampere-hours, amp hours | ah
newton | force | 1 | newtons | N
newton metre | torque | 1 | newton metres, newton meters, newton-metres, newton-meters | Nm
pound foot | torque | 1.3558179483314 | pound-feet, pound-foot, lb-ft, foot-pounds, ft-lb, ft-lbs |
decibel | loudness | 1 | decibels | db
pascal | pressure | 1 | pascals | Pa
kilopascal | pressure | 1000 | kilopascals | kpa
gigapascal | pressure | 1000000000 | gigapascals | gpa
pound per square inch | pressure | 6894.757293168 | pounds per square inch | psi
mile per gallon | fuel economy | 0.425143707 | miles per gallon, miles to the gallon | mpg
kilometre per litre | fuel economy | 1 | kilometres per litre, kilometers per liter, kilometer per liter, kilometres to the litre, km per litre, km per liter, km/l | kmpl
part per million | concentration | 0.000001 | parts per million | ppm
part per billion | concentration | 0.000000001 | parts per billion | ppb
megapixel | resolution | 1000000 | megapixels | mp
carat | carat | 1 | carats |
square inch | area | 0.00064516 | square inches, sq in |
hectolitre | volume | 100 | hectolitres, hectoliters |
kilolitre | volume | 1000 | kilolitres, kiloliters | kl
megalitre | volume | 1000000 | megalitres, megaliters | ML Ml
gigalitre | volume | 1000000000 | gigalitres, gigaliters | GL Gl
imperial gallon | volume | 4.54609 | imperial gallons, uk gallons |
us gallon | volume | 3.785411784 | us gallons |
acre foot | volume | 1233481.83754752 | acre feet, acre-feet |
cubic yard | volume | 764.554857984 | cubic yards, cu yd |
cubic inch | volume | 0.016387064 | cubic inches, cu in |
quintal | weight | 100 | quintals |
kilotonne | weight | 1000000 | kilotonnes |
megatonne | weight | 1000000000 | megatonnes | Mt
gigatonne | weight | 1000000000000 | gigatonnes | Gt
troy ounce | weight | 0.0311034768 | troy ounces, fine ounces |
short ton | weight | 907.18474 | short tons |
millibar | pressure | 100 | millibars | mbar
hectopascal | pressure | 100 | hectopascals | hpa
megapascal | pressure | 1000000 | megapascals | mpa
terahertz | frequency | 1000000000000 | | thz
kilojoule | energy | 1000 | kilojoules | kj
megajoule | energy | 1000000 | megajoules | mj
millijoule | energy | 0.001 | millijoules | mJ
milliwatt | power | 0.001 | milliwatts | mW
microsecond | duration | 0.000001 | microseconds | µs μs
nanosecond | duration | 0.000000001 | nanoseconds |
astronomical unit | length | 149597870700 | astronomical units |
parsec | length | 30856775814913673 | parsecs |
milligram per decilitre | concentration by volume | 1 | milligrams per decilitre, milligrams per deciliter, mg per dl |
"""  # noqa: E501, a unit is a line
UNITS, SPELLED_UNITS, ATTACHED_UNITS = _unit_table(_UNITS)

# A number with one of these is a share, not a measure.
PERCENT = ("%", "percent", "percents", "percentage", "per cent", "pc", "pct", "％")
POINTS = {
    "percentage point": "percentage point",
    "percentage points": "percentage point",
    "percent point": "percentage point",
    "% point": "percentage point",
    "% points": "percentage point",
    "pp": "percentage point",
    "ppt": "percentage point",
    "basis point": "basis point",
    "basis points": "basis point",
    "bps": "basis point",
    "bp": "basis point",
}


#   ISO code | signs and codes before or after the number | names, the first of which is used in messages
_CURRENCIES = """
USD | $, us$, $us, u.s.$, usd | dollar, dollars, us dollar, us dollars, united states dollar, united states dollars, american dollars, bucks, buck, usd
GBP | £, gbp, ukl, ps | pound, pounds, pound sterling, pounds sterling, british pounds, sterling, quid, gbp
EUR | €, eur | euro, euros, eur
JPY | ¥, jpy, ￥, y= | yen, japanese yen
CNY | rmb, cny, cn¥, 元 | yuan, chinese yuan, renminbi, rmb, kuai
INR | ₹, rs, inr, re | rupee, rupees, indian rupees, indian rupee
PKR | pkr | pakistani rupee, pakistani rupees
LKR | lkr | sri lankan rupee, sri lankan rupees
CHF | chf, sfr, swfr | swiss franc, swiss francs, francs, franc
AUD | a$, $a, au$, aud, aus$ | australian dollar, australian dollars
CAD | c$, $c, ca$, cad, cdn$ | canadian dollar, canadian dollars
JMD | j$, jmd | jamaican dollar, jamaican dollars
TTD | tt$, ttd | trinidad and tobago dollar, trinidad and tobago dollars
NZD | nz$, $nz, nzd | new zealand dollar, new zealand dollars
HKD | hk$, $hk, hkd | hong kong dollar, hong kong dollars
SGD | s$, $s, sg$, sgd | singapore dollar, singapore dollars, singaporean dollars
TWD | nt$, twd | taiwan dollar, taiwan dollars, taiwanese dollars
MXN | mx$, mex$, mxn$, mxn | mexican peso, mexican pesos, pesos, peso
ARS | ars, ar$ | argentine peso, argentine pesos, argentinian pesos
CLP | clp | chilean peso, chilean pesos
COP | cop | colombian peso, colombian pesos
BDT | ৳, tk, bdt | taka, takas, bangladeshi taka
NPR | npr | nepali rupee, nepali rupees, nepalese rupees
PHP | ₱, php | philippine peso, philippine pesos
BRL | r$, brl | brazilian real, real, reais, brazilian reais
ZAR | zar | rand, south african rand
BWP | bwp | pula
ZMW | zmw | kwacha, zambian kwacha
MWK | mwk | malawian kwacha
RUB | ₽, rub, rur | rouble, roubles, ruble, rubles, russian roubles, russian rubles
UAH | ₴, uah | hryvnia, hryvnias
TRY | ₺, try | turkish lira, lira, liras
ILS | ₪, ils, nis | shekel, shekels
KRW | ₩, krw | south korean won, won, korean won
KPW | kpw | north korean won
THB | ฿, thb | baht
MYR | rm, myr | malaysian ringgit, ringgit, ringgits, malaysian ringgits, malaysia ringgit, malaysia ringgits
IDR | rp, idr | rupiah
VND | ₫, vnd | dong
SEK | sek, skr | swedish krona, swedish kronor, swedish crowns, kronor, krona
NOK | nok, nkr | norwegian krone, norwegian kroner, norwegian crowns
DKK | dkk, dkr | danish krone, danish kroner, danish crowns, kroner, krone
ISK | isk | icelandic krona, icelandic kronur
PLN | pln, zł | zloty, zlotys, zloties
CZK | czk, kč | czech crown, czech crowns, czech koruna, koruna
HUF | huf | forint, forints
RON | ron | lei, leu
AED | aed, dh, dhs | dirham, dirhams, uae dirhams
SAR | sar | riyal, riyals, saudi riyals, saudi riyal
QAR | qar | qatari riyal, qatari riyals
IRR | irr | rial, rials, iranian rials
KWD | kwd | kuwaiti dinar, kuwaiti dinars
JOD | jod | jordanian dinar, jordanian dinars, jordanian jod
DZD | dzd | algerian dinars
EGP | egp, le, l.e, e£ | egyptian pound, egyptian pounds
LBP | lbp | lebanese pound, lebanese pounds
NGN | ₦, ngn | naira
KES | kes, ksh, kshs, sh, shs | kenyan shilling, kenyan shillings, shillings, shilling
TZS | tzs, tsh, tshs | tanzanian shilling, tanzanian shillings
UGX | ugx, ush, ushs | ugandan shilling, ugandan shillings
ETB | etb | birr, ethiopian birr
RWF | rwf, frw | rwandan franc, rwandan francs
XOF | xof, xaf, fcfa | cfa franc, cfa francs
GHS | ghs, gh₵, gh¢, ghc, ₵ | cedi, cedis, ghana cedis, ghanaian cedis
DEM | dm | mark, marks, deutschmarks, german marks
ESP | esp | peseta, pesetas, spanish pesetas
NLG | nlg | guilder, guilders, dutch guilders
FIM | fim | finnish markka, markka
MNT | mnt | tugrik, tugriks
CRC | ₡, crc | colon, colones
GEL | ₾, gel | lari
LAK | ₭, lak | kip
PYG | ₲, pyg | guarani
KZT | ₸, kzt | tenge
FRF | ff | french franc, french francs
ITL | itl | italian lira, italian lire, lire
HRK | hrk, kn | croatian kuna, kuna
BTC | btc, ₿ | bitcoin, bitcoins
"""  # noqa: E501, a currency is a line
CURRENCY_SIGNS: dict[str, str] = {}
CURRENCY_NAMES: dict[str, str] = {}
CURRENCY_TITLES: dict[str, str] = {}
for _line in _CURRENCIES.strip().splitlines():
    _code, _signs, _names = (_cell.strip() for _cell in _line.split("|"))
    CURRENCY_SIGNS.update(dict.fromkeys(_signs.split(", "), _code))
    CURRENCY_NAMES.update(dict.fromkeys(_names.split(", "), _code))
    CURRENCY_TITLES[_code] = _names.split(", ")[0]

# Minor units keep their own name ("50p" is 50 pence); the currency is the one of which they are a hundredth.
MINOR_UNITS = {"penny": "GBP", "cent": "USD", "sen": "MYR", "paisa": "INR", "kopeck": "RUB"}
MINOR_NAMES = {
    "pence": "penny",
    "penny": "penny",
    "pennies": "penny",
    "cents": "cent",
    "cent": "cent",
    "¢": "cent",
    "sen": "sen",
    "paise": "paisa",
    "paisa": "paisa",
    "kopecks": "kopeck",
    "kopiykas": "kopeck",
}
ATTACHED_MINOR_UNITS = {"p": "penny", "c": "cent", "¢": "cent"}  # right after digits: "50p", "99c"

# Scale words, and letters that are a scale right after digits ("3bn", "£5m").
SCALE_WORDS = {
    "hundred": 100,
    "thousand": 10**3,
    "million": 10**6,
    "billion": 10**9,
    "trillion": 10**12,
    "quadrillion": 10**15,
    "quintillion": 10**18,
    "sextillion": 10**21,
    "lakh": 10**5,
    "lakhs": 10**5,
    "lac": 10**5,
    "lacs": 10**5,
    "lkh": 10**5,
    "crore": 10**7,
    "crores": 10**7,
    "cr": 10**7,
}
SCALE_LETTERS = {
    "k": 10**3,
    "m": 10**6,
    "mn": 10**6,
    "mln": 10**6,
    "mil": 10**6,
    "mio": 10**6,
    "mill": 10**6,
    "b": 10**9,
    "bn": 10**9,
    "bln": 10**9,
    "tln": 10**12,
    "bil": 10**9,
    "t": 10**12,
    "tn": 10**12,
    "trn": 10**12,
    "cr": 10**7,
}


# Numbers that name aircraft.
AIRCRAFT = frozenset(("707", "717", "727", "737", "747", "757", "767", "777", "787"))


# Units by name from the house dictionary of the text being checked; they take precedence over `UNITS`.
_NO_UNITS: Mapping[str, Unit] = MappingProxyType({})
_house_units: ContextVar[Mapping[str, Unit]] = ContextVar("units of the house dictionary", default=_NO_UNITS)


@contextmanager
def with_house_units(house_units: Mapping[str, Unit]) -> Iterator[None]:
    """Lets `unit_named` find these units, too, within the context."""
    token = _house_units.set(house_units)
    try:
        yield
    finally:
        _house_units.reset(token)


def unit_named(name: str | None) -> Unit | None:
    """Returns the unit of this canonical name; None for a unit that cannot be converted."""
    return _house_units.get().get(name or "") or UNITS.get(name or "")


def to_base(value: Fraction, unit: str) -> tuple[str, Fraction] | None:
    """Returns a measure as (dimension, value in its base unit), None for a unit that cannot be converted.

    >>> to_base(Fraction(2), "mile")
    ('length', Fraction(402336, 125))
    """
    known = unit_named(unit)
    return (known.dimension, (value + known.offset) * known.factor) if known else None
