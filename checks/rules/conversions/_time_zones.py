"""Offsets of time zones and places from UTC, in minutes."""

from __future__ import annotations

import re
from fractions import Fraction
from typing import NamedTuple

from checks.pattern import pattern
from checks.word_set import word_set


class Offset(NamedTuple):
    """An offset from UTC and when it holds: "w" in the northern winter, "s" in its summer, "" all year or unknown."""

    minutes: int
    season: str

    def may_coincide_with(self, other: Offset) -> bool:
        """Whether both may hold on one day."""
        return not self.season or not other.season or self.season == other.season


Offsets = tuple[Offset, ...]


def _table(lines: str) -> dict[str, Offsets]:
    """Offsets by name. A line is `name, name | offset offset`: hours, with w or s for the season."""
    offsets: dict[str, Offsets] = {}
    for line in lines.strip().splitlines():
        names, hours = line.split(" | ")
        zone_offsets = tuple(
            Offset(int(Fraction(hour.rstrip("ws")) * 60), hour.lstrip("-0123456789.")) for hour in hours.split()
        )
        offsets.update(dict.fromkeys(names.strip().split(", "), zone_offsets))
    return offsets


ZONES = _table("""
gmt, utc, ut, greenwich mean time, coordinated universal time, zulu | 0
bst, british summer time | 1s 6
uk time, british time, london time | 0w 1s
wet, western european time | 0w
west, western european summer time | 1s
cet, central european time | 1w
cest, central european summer time | 2s
eet, eastern european time | 2w
eest, eastern european summer time | 3s
wat, west africa time | 1
cat, central africa time, sast | 2
eat, east africa time, msk, trt | 3
gst | 4
pkt | 5
ist | 5.5 1s 2w
npt | 5.75
ict, wib | 7
wita, awst, hkt, sgt, pht, myt | 8
jst, kst, wit | 9
acst | 9.5
acdt | 10.5
aest, australian eastern standard time | 10
aedt, australian eastern daylight time | 11
aet | 10 11
nzst | 12
nzdt | 13
est, eastern standard time | -5w
edt, eastern daylight time | -4s
et, eastern, eastern time, us eastern time, us east coast time, new york time | -5w -4s
cst, central standard time | -6w 8
cdt, central daylight time | -5s
ct, central, central time | -6w -5s
mst, mountain standard time | -7
mdt, mountain daylight time | -6s
mt, mountain, mountain time | -7w -6s
pst, pacific standard time | -8w
pdt, pacific daylight time | -7s
pt, pacific, pacific time, us west coast time | -8w -7s
akst | -9w
akdt | -8s
hst, hawaii time | -10
ast, atlantic standard time | -4w 3
adt, atlantic daylight time | -3s
nst | -3.5w
ndt | -2.5s
brt, art | -3
""")
WINTER_NAMES = (
    word_set("est cst mst pst akst ast cet eet wet")
    | {f"{region} standard time" for region in ("eastern", "central", "mountain", "pacific", "atlantic")}
    | {f"{region} european time" for region in ("central", "eastern", "western")}
)
"""Names of winter (standard) time that are often used in summer, too."""

ZONE = pattern(
    r"(?<![\w-])(?:" + "|".join(re.escape(name) for name in sorted(ZONES, key=len, reverse=True)) + r")(?![\w-])",
    re.IGNORECASE,
)

PLACES = _table("""
iceland, senegal, ghana, mali, ivory coast, burkina faso, liberia, sierra leone, gambia, guinea, togo | 0
britain, uk, u.k, united kingdom, london, england, scotland, wales, ireland, dublin, portugal, lisbon | 0w 1s
nigeria, lagos, abuja, algeria, algiers, tunisia, tunis, morocco, niger, chad, cameroon, gabon, angola, benin, congo | 1
france, paris, germany, berlin, spain, madrid, italy, rome, netherlands, belgium, brussels, austria, vienna | 1w 2s
switzerland, geneva, poland, warsaw, czech republic, hungary, slovakia, slovenia, croatia, bosnia, serbia | 1w 2s
kosovo, albania, montenegro, macedonia, norway, oslo, sweden, stockholm, denmark, copenhagen, malta | 1w 2s
south africa, johannesburg, zimbabwe, zambia, malawi, mozambique, botswana, rwanda, burundi, congo, libya, sudan | 2
egypt, cairo | 2 3s
greece, athens, finland, helsinki, estonia, latvia, lithuania, romania, bulgaria, moldova, cyprus | 2w 3s
ukraine, kiev, kyiv, israel, jerusalem, tel aviv, gaza, west bank, lebanon, beirut | 2w 3s
jordan, syria, damascus | 2w 3s 3
turkey, istanbul, ankara | 2w 3s 3
iraq, baghdad, saudi arabia, riyadh, kuwait, qatar, doha, bahrain, yemen | 3
kenya, nairobi, ethiopia, uganda, tanzania, somalia, eritrea, djibouti, madagascar, south sudan, belarus | 3
russia, moscow, st petersburg | 3 4
iran, tehran | 3.5 4.5s
uae, emirates, dubai, abu dhabi, oman, armenia, azerbaijan, mauritius | 4
georgia | 4 -5w -4s
afghanistan, kabul | 4.5
pakistan, karachi, islamabad, lahore, uzbekistan, turkmenistan, tajikistan, maldives | 5
india, delhi, mumbai, sri lanka, colombo | 5.5
nepal, kathmandu | 5.75
bangladesh, dhaka, kyrgyzstan, bhutan | 6
kazakhstan | 5 6
myanmar, burma | 6.5
thailand, bangkok, vietnam, hanoi, cambodia, laos | 7
indonesia, jakarta | 7 8 9
china, beijing, shanghai, hong kong, taiwan, taipei, singapore, malaysia, kuala lumpur, philippines, manila | 8
mongolia, brunei | 8
japan, tokyo, south korea, north korea, seoul, pyongyang, east timor | 9
australia | 8 9.5 10 10.5 11
sydney, melbourne, canberra | 10 11
papua new guinea, guam | 10
solomon islands, vanuatu, new caledonia | 11
new zealand, wellington, auckland, christchurch | 12 13
fiji, tuvalu, kiribati, nauru, marshall islands | 12 13
micronesia, palau | 9 10 11
samoa, tonga | 13 14 -11
brazil, sao paulo, rio de janeiro | -2 -3 -4
argentina, buenos aires, uruguay | -3
chile, santiago | -3 -4
bolivia, la paz, guyana, puerto rico, dominican republic, barbados, trinidad | -4
venezuela, caracas | -4 -4.5
haiti, cuba, bahamas, bermuda | -5w -4s -4w -3s
colombia, bogota, peru, lima, ecuador, quito, panama, jamaica | -5
mexico | -6 -5s -7 -8
guatemala, honduras, el salvador, nicaragua, costa rica | -6
new york, washington, boston, miami, florida, atlanta, philadelphia, detroit, toronto, ottawa, montreal | -5w -4s
wall street, new jersey, connecticut, massachusetts, michigan, indiana, kentucky | -5w -4s
virginia, maryland, ohio, pennsylvania, north carolina, south carolina | -5w -4s
alabama, tennessee, arkansas, kansas, nebraska, mississippi, illinois | -6w -5s -5w -4s
chicago, houston, dallas, texas, new orleans, louisiana, minnesota, wisconsin, oklahoma, iowa, missouri | -6w -5s
denver, colorado, utah, montana, new mexico | -7w -6s
arizona | -7
california, los angeles, san francisco, seattle, las vegas, nevada, oregon, vancouver | -8w -7s
alaska, anchorage | -9w -8s
hawaii | -10
united states, u.s, us, america, canada | -5w -4s -6w -5s -7w -6s -8w -7s -9w -8s -10
""")
PLACE = pattern(
    r"(?<![\w.-])(?:" + "|".join(re.escape(name) for name in sorted(PLACES, key=len, reverse=True)) + r")(?!\w)",
    re.IGNORECASE,
)


PLACE_OF_ADJECTIVE = dict(
    pair.split("=")
    for pair in (
        "australian=australia brazilian=brazil chinese=china egyptian=egypt french=france german=germany greek=greece "
        "indian=india indonesian=indonesia iranian=iran iraqi=iraq irish=ireland israeli=israel italian=italy "
        "japanese=japan kenyan=kenya korean=seoul malaysian=malaysia mexican=mexico nigerian=nigeria "
        "pakistani=pakistan philippine=philippines polish=poland portuguese=portugal russian=russia "
        "saudi=riyadh spanish=spain swedish=sweden swiss=switzerland thai=thailand turkish=turkey ukrainian=ukraine"
    ).split()
)
"""The places that adjectives such as "Indian" in "Indian time" refer to."""
ADJECTIVE_BEFORE_TIME = pattern(r"\b([A-Z][a-z]+)(?= time\b)")


def zone_in(text: str) -> re.Match[str] | None:
    """The first time zone named in a short text; abbreviations only in capitals."""
    return next((found for found in ZONE.finditer(text) if len(found[0]) > 4 or found[0].isupper()), None)


def place_offsets(text: str) -> Offsets:
    """The offsets of all places named in a text; empty if it names no known place."""
    named = {found[0].lower() for found in PLACE.finditer(text) if found[0][0].isupper() and found[0] != "Us"}
    named.update(
        PLACE_OF_ADJECTIVE[name]
        for found in ADJECTIVE_BEFORE_TIME.finditer(text)
        if (name := found[1].lower()) in PLACE_OF_ADJECTIVE
    )
    return tuple(sorted({offset for name in named for offset in PLACES[name]}))
