"""Each tie in many phrasings of ours: ticked as it is, questioned when one figure is another."""

from __future__ import annotations

import pytest

from checks.model import Finding, Severity, Tick
from checks.read import read
from checks.registry import catalogue
from checks.run import check_article, without_promo

# rule, text with a gap, what fits, what does not
PHRASINGS = (
    (
        "multiple",
        "Passenger numbers at the station fell from 2 million to 1.5 million, a slump of {}.",
        "a quarter",
        "a half",
    ),
    ("multiple", "Sales increased {}, from 2,000 to 10,000.", "fivefold", "threefold"),
    ("average", "The 14 winners shared a £2.8m jackpot, taking home {} each.", "£200,000", "£300,000"),
    ("percent-change", "Output at the mine fell {} to 412,000 tonnes from 503,000 tonnes.", "18%", "28%"),
    ("percent-change", "The charity raised £64,000, a {} increase on the £52,000 it raised in 1998.", "23%", "33%"),
    ("percent-change", "House prices in the town have climbed from £182,000 to £211,000, up {}.", "16%", "26%"),
    ("percent-change", "Attendance was up {} at 48,200, compared with 44,100 the previous season.", "9.3%", "19.3%"),
    ("percent-change", "Last year 1,940 foxes were counted, {} fewer than the 2,310 of the year before.", "16%", "26%"),
    ("percent-change", "The council's budget will grow by {}, from £41m this year to £44m next year.", "7.3%", "17.3%"),
    ("percent-change", "The price of a loaf has gone from 82p to 95p, an increase of {}.", "16%", "26%"),
    ("percent-change", "Revenue slid {} to €3.4m against €4.1m a year ago.", "17 per cent", "27 per cent"),
    (
        "percent-change",
        "Passenger numbers increased {} in May to 612,000 from 560,000 in the same month last year.",
        "9.3 percent",
        "19.3 percent",
    ),
    ("percent-change", "Membership has shrunk by more than {}, from 9,200 to 6,100.", "30%", "40%"),
    ("percent-change", "Pre-tax profits rose to £8.2m (2003: £6.9m), an increase of {}.", "19%", "29%"),
    (
        "percent-change",
        "The number of complaints dropped from 812 to 640, a fall of {}, the watchdog said.",
        "21%",
        "31%",
    ),
    ("percent-change", "Its shares have lost {} of their value, falling from 412p to 260p.", "37%", "57%"),
    ("percent-change", "Wheat yields were 7.2 tonnes a hectare, {} higher than the 6.6 tonnes of 1999.", "9%", "19%"),
    (
        "percent-change",
        "sales at the chain rose {} to $5.2 billion from $4.7 billion a year earlier , the company said .",
        "11 percent",
        "21 percent",
    ),
    ("percent-change", "It sold 31,200 cars in June, up {} on the 27,900 sold a year earlier.", "12%", "22%"),
    ("percent-change", "Fees went up from £3,290 to £9,000, a rise of {}.", "174%", "74%"),
    ("percent-change", "Turnover increased by {} to £12.4m (£11.1m in 2007).", "12%", "22%"),
    ("percent-change", "Net income fell {}, to $71 million from $98 million.", "28 percent", "48 percent"),
    ("percent-change", "The average wait was 22 days, down {} from 31 days.", "29%", "19%"),
    ("multiple", "The budget has doubled from £{} to £8.2m in four years.", "4.1m", "6.1m"),
    ("multiple", "Visitor numbers tripled to 36,000 from {}.", "12,000", "18,000"),
    ("multiple", "It sold 9,000 copies, three times as many as the {} it had printed at first.", "3,000", "4,500"),
    ("multiple", "The price has quadrupled, from {} to £48.", "£12", "£21"),
    ("multiple", "Numbers have almost doubled from {} to 790.", "410", "610"),
    ("multiple", "The debt is £9m, double the {} reported in May.", "£4.5m", "£6.5m"),
    ("multiple", "The number of deaths has halved from {} to 61.", "124", "214"),
    ("multiple", "Applications more than doubled, to {} from 2,100.", "4,500", "3,500"),
    ("multiple", "Output rose tenfold, from {} tonnes to 4,100 tonnes.", "400", "700"),
    ("multiple", "The grant was cut by half to £40,000 from £{}.", "80,000", "60,000"),
    ("fraction-and-percent", "Some {} of those asked, or 34%, said no.", "a third", "a quarter"),
    ("fraction-and-percent", "Just over {} (52%) of the trees survived.", "half", "two-thirds"),
    ("fraction-and-percent", "One in three ({}) had never voted.", "33%", "43%"),
    ("fraction-and-percent", "{} per cent - almost two-thirds - backed the ban.", "64", "54"),
    ("fraction-and-percent", "Almost four in ten ({}) teachers want to leave.", "38%", "58%"),
    ("fraction-and-percent", "A fifth of adults - {} - smoke.", "20%", "30%"),
    ("fraction-and-percent", "Two out of five homes ({}) have a cat.", "40%", "60%"),
    ("fraction-and-percent", "More than three quarters of them ({}) said yes.", "78%", "68%"),
    ("share-of-whole", "Of the 420 schools, 63 ({}) failed.", "15%", "25%"),
    ("share-of-whole", "{} of the 420 schools, or 63, failed.", "Fifteen per cent", "Twenty-five per cent"),
    ("share-of-whole", "In all, 63 of 420 schools failed, or {}.", "15%", "25%"),
    ("share-of-whole", "Just 63 out of 420 schools - {} - failed.", "15%", "25%"),
    ("share-of-whole", "The party won 312 of the 520 seats, {} of the total.", "60%", "70%"),
    ("share-of-whole", "Some 1,240 people, {} of the 3,100 who took part, said no.", "40%", "60%"),
    ("share-of-whole", "Women hold 52 of the 130 seats ({}).", "40%", "50%"),
    ("share-of-whole", "A total of 63 schools ({} of the 420 inspected) failed.", "15%", "25%"),
    ("share-of-whole", "The survey asked 1,240 people. Of those, 310 - {} - had been robbed.", "25%", "35%"),
    ("share-of-whole", "The levy raised £3m of the £12m needed, or {}.", "25%", "35%"),
    ("share-of-whole", "That is {} of the 3,100 staff, or 1,240 people.", "40%", "60%"),
    ("share-of-whole", "It passed with 412 votes out of 640, that is {}.", "64%", "74%"),
    ("average", "The team scored 84 goals in 42 games, an average of {} a game.", "two", "three"),
    ("average", "The bill of £4.2m works out at £{} for each of the 12,000 residents.", "350", "530"),
    ("average", "She drove 2,100 miles in seven days, or {} miles a day.", "300", "500"),
    ("average", "The 40 workers will share £120,000, or £{} each.", "3,000", "5,000"),
    ("average", "The deal is worth £26m over four years, or {} a year.", "£6.5m", "£5.6m"),
    ("average", "A bonus of £600,000 was paid to 300 staff, an average of {} each.", "£2,000", "£3,000"),
    ("unit-conversion", "The lake is 12 miles ({}) long.", "19km", "29km"),
    ("unit-conversion", "It weighs {} (3.3lb).", "1.5kg", "2.5kg"),
    ("unit-conversion", "Winds of 100 km/h ({}) were recorded.", "62 mph", "82 mph"),
    ("unit-conversion", "Temperatures fell to -10C ({}).", "14F", "24F"),
    ("unit-conversion", "The 6ft 3in ({}) forward signed.", "1.9m", "1.7m"),
    ("unit-conversion", "The pipe carries 1,000 gallons ({}) an hour.", "4,546 litres", "5,446 litres"),
    ("unit-conversion", "A 26.2-mile ({}) race.", "42.2km", "24.2km"),
    ("unit-conversion", "The plane flew at 35,000ft ({}).", "10,700m", "17,000m"),
    ("unit-conversion", "some 20 centimetres ( {} ) of snow fell .", "8 inches", "18 inches"),
    ("unit-conversion", "The reserve covers 1,200 square miles ({}).", "3,100 sq km", "1,300 sq km"),
    ("unit-conversion", "The ditch is six feet ({}) deep.", "1.8m", "2.8m"),
    ("unit-conversion", "The wave was 10 metres, or {}, high.", "33 feet", "43 feet"),
    ("unit-conversion", "Between 10 and 15 miles (16-{}) of road.", "24km", "42km"),
    ("unit-conversion", "The quake was at a depth of 10 km ({}).", "6.2 miles", "9.2 miles"),
    ("unit-conversion", "The stone weighs two tonnes ({}).", "4,400lb", "2,400lb"),
    ("unit-conversion", "A 50-metre-long (164ft) yacht and a {} (98ft) tender.", "30-metre", "40-metre"),
    ("unit-conversion", "It was 40 degrees Celsius ({} degrees Fahrenheit) in the shade.", "104", "114"),
    ("unit-conversion", "about 1.5m (5ft) of water and {} (2ft) of mud", "60cm", "90cm"),
    ("exchange-rate", "It sold for $2.4m ({}) in May.\n\nA second went for $1.2m (£750,000).", "£1.5m", "£2.5m"),
    ("exchange-rate", "The firm paid €40m ($52m) for the mill, and {} ($26m) for the dock.", "€20m", "€30m"),
    ("exchange-rate", "He paid 2 million yen ({}) for it in 2017.", "$18,000", "$180,000"),
    ("exchange-rate", "The loan of $500m ({}) was approved in 2010.", "£310m", "£31m"),
    ("exchange-rate", "The fine was 1.2 million euros ({} dollars) in 2017.", "1.4 million", "14 million"),
    ("exchange-rate", "It cost A$3m ({}; £1.3m) in 2003.", "US$2.1m", "US$21m"),
    ("exchange-rate", "The film took $58.2 million ({} million pounds) at home in 2006.", "31.2", "13.2"),
    ("exchange-rate", "A prize of Rs 50 lakh ({}) was given in 2019.", "$70,000", "$7"),
    ("weekday-and-date", "He died on {} 14 July 1998.", "Tuesday", "Wednesday"),
    ("weekday-and-date", "The hearing is on {}, July 14, 1998.", "Tuesday", "Wednesday"),
    ("weekday-and-date", "It opened on {} the 14th of July 1998.", "Tuesday", "Wednesday"),
    ("weekday-and-date", "Shows: {} 3 March, Wed 4 March and Thu 5 March.", "Tue", "Mon"),
    ("weekday-and-date", "The strike begins on {} 9 October and ends on Friday 13 October.", "Monday", "Tuesday"),
    ("duration", "He was mayor from 1979 to 1991, {} years in all.", "12", "21"),
    ("duration", "The {}-year war (1954-1962) cost many lives.", "eight", "18"),
    ("duration", "She worked there for {} years, from 1961 until 1973.", "12", "21"),
    ("duration", "Over {} years between 1990 and 2005 the trees were felled.", "15", "25"),
    ("duration", "It was built in 1903 and demolished in 1953, {} years later.", "50", "40"),
    ("duration", "During his {} years in office, from 1945 to 1951, he built homes.", "six", "16"),
    ("duration", "The reign lasted {} years (1837-1901).", "64", "46"),
    ("age-and-years", "The poet, born in 1903, died in 1950 at the age of {}.", "46", "64"),
    ("age-and-years", "He was born in 1903 and died in 1950, aged {}.", "47", "74"),
    ("age-and-years", "In 1970, aged {}, she joined the police. She was born in Hull in 1951.", "19", "29"),
)

# Texts with many figures in which nothing contradicts anything.
INNOCENT = (
    "The council sold 40 of its 210 flats last year and 12% of the tenants moved out within six months.",
    "Turnover rose 9% to £41m, and the firm, which has 310 staff, opened 12 shops from Hull to Bath.",
    "He was jailed for nine years in 1998 for a theft in 1994, and freed in 2003, four years before his death.",
    "The path is 12 miles long. The 5km loop around the lake takes two hours (one by bicycle).",
    "Town won 3-1 after losing 2-0 in the first leg, and meet Rovers, who drew 1-1, on Friday 3 May.",
    "She is 41. Her mother, born in 1939, moved to York in 1962 at the age of 23 with £40 (about a week's wage).",
    "Prices have doubled since 1990, rents have risen from £300 to £900, and wages by a fifth.",
    "Some 60% of voters backed the plan in May, against 52% in June, when 1,012 people were asked.",
    "The bill was £1.2bn, or £400m more than planned; repairs alone came to $90m.",
    "Nearly half of the 300 trees were felled; 31% were oaks, a third of them older than 100 years.",
    "It costs $49 (£45 in shops) and weighs 2kg, half as much as the old one, which sold for $99 (£79).",
    "The index fell 31 points on Monday and 0.4% on Tuesday, when it stood at 4,102.5.",
)


def said_by(slug: str, text: str) -> tuple[bool, bool]:
    """Does the rule tick, and does it question?"""
    outcomes = list(catalogue().find(slug).check(without_promo(read(text))))
    return any(isinstance(one, Tick) for one in outcomes), any(isinstance(one, Finding) for one in outcomes)


@pytest.mark.parametrize(("slug", "text", "fits", "differs"), PHRASINGS)
def test_a_tie_that_holds_is_ticked_and_not_questioned(slug: str, text: str, fits: str, differs: str) -> None:
    assert said_by(slug, text.replace("{}", fits)) == (True, False)


@pytest.mark.parametrize(("slug", "text", "fits", "differs"), PHRASINGS)
def test_a_tie_with_another_figure_is_questioned_with_its_arithmetic(
    slug: str, text: str, fits: str, differs: str
) -> None:
    changed = text.replace("{}", differs)
    outcomes = catalogue().find(slug).check(without_promo(read(changed)))
    findings = [one for one in outcomes if isinstance(one, Finding)]
    assert findings
    for finding in findings:
        assert finding.spans == tuple(sorted(finding.spans))
        assert finding.question.endswith("?")
        assert all(changed[span.start : span.end].strip() for span in finding.spans)


@pytest.mark.parametrize("text", INNOCENT)
def test_good_copy_full_of_figures_raises_nothing(text: str) -> None:
    sheet = check_article(text)
    assert not sheet.failures
    assert [finding.message for finding in sheet.findings if finding.severity is not Severity.NOTE] == []


@pytest.mark.parametrize(
    "text",
    [
        "Of the 230 who wrote in, 140 cited noise and 125 cited litter.",
        "Of the 230 who wrote in, 140 also praised the band and 125 the food.",
        "Of the 230 who write in, 140 people criticise the noise and 125 people describe litter.",
        "Of the 40 pupils at Torley, 24 speak French and 20 speak Spanish.",
    ],
)
def test_what_a_respondent_may_do_to_several_things_gives_parts_that_overlap(text: str) -> None:
    assert said_by("laid-out", text) == (False, False)


@pytest.mark.parametrize(
    "text",
    [
        "Of the 230 boats checked, 140 passed and 125 failed.",
        "Of the 230 who wrote in, 140 live in Torley and 125 live in Skerra.",
        "Of the 230 boats, 140 sank off Torley and 125 sank off Skerra.",
        "Of the 230 asked, 140 said yes and 125 said no.",
    ],
)
def test_what_can_be_done_once_gives_parts_that_add_up(text: str) -> None:
    assert said_by("laid-out", text) == (False, True)
