"""A number of years that the two years it lies between do not give.

Ties "for 12 years, between 1961 and 1973", "an 18-year lease from 1952 to 1970", "in 1998, 70 years after it was
built in 1928" and "eight years later, in 1929". Years may be counted with both ends or from the middle of one to the
middle of the other, so that a year more or less is let through.

Silent where the years belong to another statement, where one of the two is missing, and on "10 years ago", which is for
another rule.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Outcome, Severity, Span, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import lexicon, plain_words
from checks.rules.calendar._stretch import Bond, bond
from checks.rules.calendar._years import MANY, Period, Year, in_sentences, in_years, periods, stated_years, years

CLOSE = 45  # characters between a duration and the period that it is the length of
FAR = 12  # sentences, where the text says that it took so long
FAR_OFF = 3  # a length so many times another is no slip for it: it belongs to something else
SENTENCES = 3  # how far back the first year of "six years later" may stand
AND_DAYS = pattern(r"^\s+and\s+\w+\s+(?:days?|weeks?|months?)\b")
TAKES = lexicon("take takes took taken wait waited")
IN_PARTS = pattern(r"\b(?:spells|stints|stretches|terms|phases|on and off|intermittently)\b")
RELATIVE = lexicon("ago after before later older")
PRONOUN = pattern(r"[\"“]?(?:They|He|She|It)\b")
STAYED = pattern(r"\bfor (?:the (?:next|following) )?$")
UNTIL = pattern(r",? (?:until|till|before|when|and)\b")
BREAKS = lexicon("average spent who while but whose although because aged age old again then another further")


LATER = pattern(r" (?:(?:later|earlier|afterwards|on),? (?!in\b)[a-z]|(?:earlier|before)[.;])")
OF_LIFE = pattern(r" of (?:marriage|service|teaching|experience|practice|friendship|training|study|work)\b")
"""What years are of that need not be those between the two."""
OF_MORE = pattern(r"\bof (?:the|those|these|his|her|its|their|our|my|\S+['’]s) (?:first |last |final )?$")
"""Before a length of which the two years hold a part."""
ONWARDS = lexicon("some about nearly almost just over more than exactly a full or all of")
"""Words between a year and "six years later" where nothing else befell then."""
AT_ONCE = 8  # words between the first year and the last of "founded in 1871, closed in 1951 after 80 years"
FISCAL = pattern(r"(?:19|20)\d\d[-–/]\d\d")


def check(article: Article) -> Iterator[Outcome]:
    durations = [one for one in article.figures if in_years(one) is not None]
    if not durations:
        return
    stated = years(article)
    dated = in_sentences(stated)
    spans: dict[int, list[Period]] = {}
    for one in periods(article, stated):
        spans.setdefault(one.sentence, []).append(one)
    for duration in durations:
        if LATER.match(article.text, duration.span.end) or OF_LIFE.match(article.text, duration.span.end):
            continue  # "Five years later she won": counted from what was told before
        front = article.text[max(0, duration.span.start - CLOSE) : duration.span.start]
        if OF_MORE.search(front):
            continue  # "from 1990 to 1994, four of his seven years in office"
        found = spans.get(duration.sentence, [])[:MANY]
        period = _period_of(article, duration, [one for one in found if not _is_fiscal(article, one)])
        if period is not None:
            yield from _judged(duration, period.start, period.end, period.spans, Severity.ERROR)
            continue
        if _is_from_last(article, duration, dated):
            continue
        pair = _pair_of(article, duration, dated)
        sure = pair is not None
        here = dated.get(duration.sentence, [])
        if len(here) == 2 and FISCAL.fullmatch(article.text[here[0].span.start : here[1].span.end]):
            here = []
        if pair is None and len(here) == 2:
            tied = bond(article, duration, here[0].span, here[1].span)
            pair, sure = (here[0], here[1]) if tied is not Bond.NONE else None, tied is Bond.SURE
        if pair is None and len(here) == 1 and _goes_on(article, duration):
            before = dated.get(duration.sentence - 1, [])
            if len(before) == 1 and before[0].year < here[0].year:
                pair, sure = (before[0], here[0]), True
        if pair is not None:
            first, second = sorted(pair, key=lambda one: one.year)
            spoken = tuple(sorted((first.span, second.span)))
            said = _judged(duration, first.year, second.year, spoken, Severity.WARNING)
            close = FAR_OFF * stated_years(duration) >= second.year - first.year > 0
            close = close and stated_years(duration) <= FAR_OFF * (second.year - first.year)
            yield from (one for one in said if (sure and close) or isinstance(one, Tick))


def _is_fiscal(article: Article, period: Period) -> bool:
    """ "The balance of £68m in 2026-27": a financial year."""
    return FISCAL.fullmatch(article.words(period.span)) is not None and period.end - period.start == 1


def _goes_on(article: Article, duration: Figure) -> bool:
    """ "In 1964 he married ... They were together for 51 years until her death in 2015"."""
    start = article.sentences[duration.sentence].span.start
    front = article.text[max(start, duration.span.start - 12) : duration.span.start]
    behind = article.text[duration.span.end : duration.span.end + 10]
    told = STAYED.search(front) and UNTIL.match(behind)
    return bool(told) and bool(PRONOUN.match(article.text, start)) and not duration.hedge


def _period_of(article: Article, duration: Figure, spans: list[Period]) -> Period | None:
    """The period right beside the duration, with nothing between that starts a statement of its own."""
    behind = plain_words(article.text[duration.span.end : duration.span.end + 12])[:1]
    if behind and (behind[0] in RELATIVE or behind[0] in {"old", "earlier"}):
        return None
    for period in spans:
        if period.span.start >= duration.span.end:
            gap = article.text[duration.span.end : period.span.start]
        elif period.span.end <= duration.span.start:
            gap = article.text[period.span.end : duration.span.start]
        else:
            continue
        if len(gap) > 2 * CLOSE:
            continue
        gap = AND_DAYS.sub("", gap)
        words = plain_words(gap)
        own = (
            BREAKS.isdisjoint(words)
            and RELATIVE.isdisjoint(words[:2])
            and not any(map(str.isdigit, gap))
            and ")" not in gap[1:]
        )
        if own and len(gap) <= CLOSE and not IN_PARTS.search(article.text, period.span.end, period.span.end + CLOSE):
            return period
    return None


def _pair_of(article: Article, duration: Figure, stated: dict[int, list[Year]]) -> tuple[Year, Year] | None:
    """The two years of "in 1998, 70 years after it was built in 1928" and "in 1921 ... eight years later"."""
    behind = plain_words(article.text[duration.span.end : duration.span.end + 30])[:3]
    here = stated.get(duration.sentence, [])
    before = [one for one in here if one.span.end <= duration.span.start]
    after = [one for one in here if one.span.start >= duration.span.end]
    if behind[:1] == ["later"] and len(before) > 1 and not after:
        return before[-2], before[-1]  # "built in 1928 and pulled down in 1998, 70 years later"
    led_by = plain_words(article.text[max(0, duration.span.start - 8) : duration.span.start])[-1:]
    if led_by == ["after"] and len(before) > 1 and not after and behind[:1] not in (["of"], ["in"]):
        return before[-2], before[-1]  # "founded in 1871, closed in 1951 after 80 years"
    if not behind or not after:
        return None
    if behind[0] == "until" and len(before) == 1 and _is_near(article, duration, after[0], 40):
        return before[0], after[0]
    if behind[0] == "after" and before:
        return (before[-1], after[0]) if _is_near(article, duration, after[0], 70) else None
    if behind[0] == "before" and (before or after):
        taken = plain_words(article.text[max(0, duration.span.start - 30) : duration.span.start])[-4:]
        earlier = before or ([] if TAKES.isdisjoint(taken) else _so_far(duration, after[0], stated, FAR))
        return (earlier[-1], after[0]) if earlier and _is_near(article, duration, after[0], 70) else None
    if behind[0] == "later" or behind[:2] == ["on", "in"]:
        earlier = before or _so_far(duration, after[0], stated, SENTENCES)
        if earlier and _is_near(article, duration, after[0], 14) and earlier[-1].year < after[0].year:
            return earlier[-1], after[0]
    return None


def _is_from_last(article: Article, duration: Figure, stated: dict[int, list[Year]]) -> bool:
    """ "They met in 2000, married in 2003 and divorced six years later": an end that is given no year.

    So is "born in 1950, he joined at 18 and left in 1990 after 22 years" a beginning that is given none.
    """
    here = stated.get(duration.sentence, [])
    before = [one for one in here if one.span.end <= duration.span.start]
    if len(before) < 2 or len(before) < len(here):
        return False
    between = set(plain_words(article.text[before[-1].span.end : duration.span.start])) - ONWARDS
    if plain_words(article.text[duration.span.end : duration.span.end + 10])[:1] == ["later"]:
        return bool(between)
    led_by = plain_words(article.text[max(0, duration.span.start - 8) : duration.span.start])[-1:]
    return led_by == ["after"] and (between != {"after"} or not _is_one_stay(article, before[-2], before[-1]))


def _is_one_stay(article: Article, first: Year, last: Year) -> bool:
    """Does nothing begin or befall between the two years that a length told behind them may count from?"""
    gap = article.text[first.span.end : last.span.start]
    born = plain_words(article.text[max(0, first.span.start - 12) : first.span.start])[-2:-1] == ["born"]
    return not born and len(plain_words(gap)) <= AT_ONCE and not any(map(str.isdigit, gap))


def _so_far(duration: Figure, end: Year, stated: dict[int, list[Year]], back: int) -> list[Year]:
    """The years some sentences before the duration, and before the year that it leads to."""
    sentences = range(max(0, duration.sentence - back), duration.sentence)
    return [one for sentence in sentences for one in stated.get(sentence, []) if one.year < end.year]


def _is_near(article: Article, duration: Figure, year: Year, reach: int) -> bool:
    gap = article.text[duration.span.end : year.span.start]
    return len(gap) <= reach and ";" not in gap and BREAKS.isdisjoint(plain_words(gap))


def _judged(
    duration: Figure, first: int, second: int, spoken: tuple[Span, ...], severity: Severity
) -> Iterator[Outcome]:
    said = in_years(duration)
    apart = second - first
    if said is None or apart <= 0:
        return
    spans = tuple(sorted((duration.span, *spoken)))
    exact = stated_years(duration)
    arithmetic = f"{second} - {first} = {apart}"
    if said.meets(Interval(Fraction(apart - 1), Fraction(apart))) and (
        abs(exact - apart) <= 1 or abs(exact - apart) <= exact / 5
    ):
        if round(exact) == apart or not said.is_exact:
            yield Tick(f"{first} to {second} is {duration.words}.", spans, arithmetic)
        return
    if said.meets(Interval(Fraction(apart - 1), Fraction(apart + 1))):
        return
    yield Finding(
        severity,
        f"From {first} to {second} is {apart} years, and the text says {duration.words}.",
        spans,
        f"{arithmetic} (allowed: {apart - 1} to {apart + 1}), not {number(round(exact, 1))}",
        (
            f"{duration.words} -> {apart} years",
            f"{second} -> {first + round(exact)}",
            f"{first} -> {second - round(exact)}",
        ),
        f"Which of {duration.words}, {first} and {second} is another figure?",
    )


EXAMPLES = (
    Example(
        "years spent", "The side, formed in 1911, won the shield in 1962 after 40 years in the top league.", "silent"
    ),
    Example("another time", "She edited it from 2003 to 2008 and again for two years from 2012.", "silent"),
    Example(
        "a part of more years",
        "She sang under him from 1971 to 1976, five of her eleven years at the opera.",
        "silent",
    ),
    Example(
        "two years of victories",
        "Oduya won the bay race for the fourth time in nine years, after wins in 2015, 2018 and 2021.",
        "silent",
    ),
    Example("two years side by side", "In twelve years he had won twice, in 2014 and 2018.", "silent"),
    Example("what came later", "The firm was founded in 1988, listed in 1995 and sold four years later.", "silent"),
    Example(
        "what came later, with the first told last",
        "The firm was listed in May 1995, having been founded in 1988, and was sold four years later.",
        "silent",
    ),
    Example(
        "a start at an age", "Born in 1948, he went down the pit at 16 and left it in 1989 after 25 years.", "silent"
    ),
    Example("an end without a year", "He came in 1974, rose to head in 1989 and left after 28 years.", "silent"),
    Example("a start without a year", "Born in 1948, he became a miner and retired in 1989 after 25 years.", "silent"),
    Example(
        "years of marriage",
        "She was born May 3, 1934, and died Nov. 2, 2014, at age 80, after 58 years of marriage.",
        "silent",
    ),
    Example(
        "a financial year",
        "A three-year programme has saved £212m, with £90m to come this year and the balance of £68m in 2026-27.",
        "silent",
    ),
    Example(
        "so long after",
        "Five years later she won the title, and in 1960 she won it again with a record that stood until 1967.",
        "silent",
    ),
    Example(
        "in two sentences",
        "In 1964 he married Ann Ode. They were together for 57 years until her death in 2015.",
        "warning",
    ),
    Example(
        "in two sentences, right",
        "In 1964 he married Ann Ode. They were together for 51 years until her death in 2015.",
        "tick",
    ),
    Example(
        "of somebody else",
        "In 1964 he married Ann Ode. Her mother was a teacher for 12 years until her death in 2015.",
        "silent",
    ),
    Example("for, between and", "She ran the clinic for 12 years, between 1968 and 1973.", "error"),
    Example("an adjective", "The estate had a 18-year lease from 1952 to 1980.", "error"),
    Example("the years first", "From 1985 to 1998, for nine years, the mill stood empty.", "error"),
    Example("after", "In 1998, 60 years after the bridge was opened in 1928, it was closed.", "warning"),
    Example("later", "He took office in 1921. Eleven years later, in 1929, he resigned.", "warning"),
    Example("later, at the end", "It was built in 1928 and pulled down in 1998, 60 years later.", "warning"),
    Example("later, at the end, right", "It was built in 1928 and pulled down in 1998, 70 years later.", "tick"),
    Example("before", "The mill burned down in 1931. It took 14 years before it reopened, in 1940.", "warning"),
    Example("before, right", "The mill burned down in 1931. It took nine years before it reopened, in 1940.", "tick"),
    Example(
        "before an event of its own",
        "The mill was built in 1931. He bought it six years before he died in 1990.",
        "silent",
    ),
    Example("a career of", "She played her first match in 2003 and her last in 2020, a career of 27 years.", "warning"),
    Example("a career of, right", "She played first in 2003 and last in 2020, a career of 17 years.", "tick"),
    Example("until", "Killed in 1992, she lay unnamed for 37 years until a match in 2019.", "warning"),
    Example("until, right", "Killed in 1992, she lay unnamed for 27 years until a match in 2019.", "tick"),
    Example("in separate spells", "She spent six years in jail between 1999 and 2012, in three spells.", "silent"),
    Example("for, between and, right", "She ran the clinic for 12 years, between 1961 and 1973.", "tick"),
    Example("an adjective, right", "The estate had a 18-year lease from 1952 to 1970.", "tick"),
    Example("after, right", "In 1998, 70 years after the bridge was opened in 1928, it was closed.", "tick"),
    Example("later, right", "He took office in 1921. Eight years later, in 1929, he resigned.", "tick"),
    Example("more than", "It took over nine years, from 1931 to 1940, to finish the dam.", "tick"),
    Example("both years counted", "She ran the clinic for 13 years, between 1961 and 1973.", "silent"),
    Example("another statement", "He was jailed for 12 years in 1979 for fraud between 1971 and 1974.", "silent"),
    Example("one year", "She ran the clinic for 12 years from 1961.", "silent"),
    Example("ago", "The bridge was opened 70 years ago, in 1928.", "silent"),
    Example("an age", "A man of 72 was tried for thefts between 1952 and 1970.", "silent"),
)

RULE = Rule(code="DU01", slug="duration", scope="article", check=check, examples=EXAMPLES)
