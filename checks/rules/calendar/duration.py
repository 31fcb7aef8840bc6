"""A number of years that does not equal the distance between the two years it spans.

Ties "for 12 years, between 1961 and 1973", "an 18-year lease from 1952 to 1970", "in 1998, 70 years after it was built
in 1928" and "eight years later, in 1929". Years may be counted with both ends or from the middle of one to the middle
of the other, so a difference of one year is allowed.

Silent where the years belong to another statement and where one of the two is missing ("10 years ago").
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from checks.model import Article, Figure, Finding, Interval, Outcome, Severity, Span, Tick
from checks.number_format import number
from checks.pattern import pattern
from checks.questions import why_no_fit
from checks.rule import Example, Rule
from checks.rules._text import plain_words
from checks.rules.calendar._duration_tie import TieStrength, tie_strength
from checks.rules.calendar._years import (
    MAX_PER_SENTENCE,
    Period,
    Year,
    in_sentences,
    in_years,
    periods,
    stated_years,
    years,
)
from checks.word_set import word_set

MAX_GAP = 45  # characters between a duration and its period
SENTENCES_BACK_TAKEN = 12  # sentences back to the first year, where the text says that something took so long
MAX_RATIO = 3  # a length so many times another belongs to something else and is no error for it
MAX_TO_RECENT = 2  # words from "the past 12 years" to their period
SENTENCES_BACK = 3  # sentences back to the first year of "six years later"
AND_DAYS = pattern(r"^\s+and\s+\w+\s+(?:days?|weeks?|months?)\b")
TAKES = word_set("take takes took taken wait waited")
IN_PARTS = pattern(r"\b(?:spells|stints|stretches|terms|phases|on and off|intermittently)\b")
RELATIVE = word_set("ago after before later older")
PRONOUN = pattern(r"[\"“]?(?:They|He|She|It)\b")
STAYED = pattern(r"\bfor (?:the (?:next|following) )?$")
UNTIL = pattern(r",? (?:until|till|before|when|and)\b")
BREAKS = word_set("average spent who while but whose although because aged age old again then another further")
"""Words that start another statement between a duration and its years."""


LATER = pattern(r" (?:(?:later|earlier|afterwards|on),? (?!in\b)[a-z]|(?:earlier|before)[.;])")
OF_LIFE = pattern(r" of (?:marriage|service|teaching|experience|practice|friendship|training|study|work)\b")
"""What the years are spent on, where they need not be the ones between the two stated years."""
OF_MORE = pattern(r"\bof (?:the|those|these|his|her|its|their|our|my|\S+['’]s) (?:first |last |final )?$")
"""Before a length of which the two years span only a part."""
ONWARDS = word_set("some about nearly almost just over more than exactly a full or all of")
"""Words between a year and "six years later" that name no other event."""
MAX_WORDS_OF_ONE_STAY = 8
"""Words between the first year and the last of "founded in 1871, closed in 1951 after 80 years"."""
EVERY = pattern(r"\b(?:every|each)\s$")
RECENT = pattern(r"\b(?:last|past|next|coming|recent|previous)\s$")
"""Before a length that ends or begins now, or at a time that was told of."""
LEVEL_OF_A_YEAR = pattern(r"\s(?:in|by|for)\s(?:19|20)\d\d\b")
"""Behind a length that is a level: "life expectancy rose from 69.9 years in 1959"."""
COMPARED = pattern(r"\s(?:below|above|shorter|longer|higher|lower|less|more)\b")
PREDICATES = word_set("was were is became served worked had has led held")
AFTER_WHICH = ("after", "which")
"""Between a period and a length that is told of what came then."""
ATTRIBUTE = pattern(r"\b(?:an?|the|his|her|its|their|my|our|\w+['’]s?)\s$")
"""Before a year that says which thing is meant: "a 2007 robbery", "after his 1995 acquittal"."""
NAMED_BY_YEAR = pattern(r"\s[a-z-]{3,}")
FISCAL = pattern(r"(?:19|20)\d\d[-–/]\d\d")


def check(article: Article) -> Iterator[Outcome]:
    durations = [figure for figure in article.figures if in_years(figure) is not None]
    if not durations:
        return
    stated = years(article)
    dated = in_sentences(stated)
    spans: dict[int, list[Period]] = {}
    for stated_period in periods(article, stated):
        spans.setdefault(stated_period.sentence, []).append(stated_period)
    for duration in durations:
        if LATER.match(article.text, duration.span.end) or OF_LIFE.match(article.text, duration.span.end):
            continue  # "Five years later she won": counted from an earlier sentence
        front = article.text[max(0, duration.span.start - MAX_GAP) : duration.span.start]
        if OF_MORE.search(front) or EVERY.search(front) or COMPARED.match(article.text, duration.span.end):
            continue  # "from 1990 to 1994, four of his seven years in office", "every four years from 2024 to 2044"
        if LEVEL_OF_A_YEAR.match(article.text, duration.span.end) and plain_words(front)[-1:] in (["from"], ["to"]):
            continue
        found = spans.get(duration.sentence, [])[:MAX_PER_SENTENCE]
        period = _period_of(
            article, duration, [stated_period for stated_period in found if not _is_fiscal(article, stated_period)]
        )
        if period is not None:
            yield from _judged(duration, period.start, period.end, period.spans, Severity.ERROR)
            continue
        if _lacks_an_end(article, duration, dated):
            continue
        pair = _pair_of(article, duration, dated)
        sure = pair is not None
        sentence_years = dated.get(duration.sentence, [])
        if len(sentence_years) == 2 and FISCAL.fullmatch(
            article.text[sentence_years[0].span.start : sentence_years[1].span.end]
        ):
            sentence_years = []
        if any(_names_something(article, year) for year in sentence_years):
            sentence_years = []
        if sentence_years and _is_of_another_predicate(article, duration, sentence_years[0]):
            sentence_years = []
        if sentence_years and AFTER_WHICH in pairwise(
            plain_words(article.text[sentence_years[-1].span.end : duration.span.start])
        ):
            sentence_years = []
        if pair is None and len(sentence_years) == 2 and not _is_kind_of_thing(article, duration):
            tied = tie_strength(article, duration, sentence_years[0].span, sentence_years[1].span)
            pair, sure = (
                (sentence_years[0], sentence_years[1]) if tied is not TieStrength.NONE else None,
                tied is TieStrength.CERTAIN,
            )
        if pair is None and len(sentence_years) == 1 and _continues_previous(article, duration):
            before = dated.get(duration.sentence - 1, [])
            if len(before) == 1 and before[0].year < sentence_years[0].year:
                pair, sure = (before[0], sentence_years[0]), True
        if pair is not None:
            first, second = sorted(pair, key=lambda year: year.year)
            spoken = tuple(sorted((first.span, second.span)))
            outcomes = _judged(duration, first.year, second.year, spoken, Severity.WARNING)
            close = MAX_RATIO * stated_years(duration) >= second.year - first.year > 0
            close = close and stated_years(duration) <= MAX_RATIO * (second.year - first.year)
            yield from (outcome for outcome in outcomes if (sure and close) or isinstance(outcome, Tick))


def _is_fiscal(article: Article, period: Period) -> bool:
    """Whether a period is a financial year: "The balance of £68m in 2026-27"."""
    return FISCAL.fullmatch(article.text_of(period.span)) is not None and period.end - period.start == 1


def _continues_previous(article: Article, duration: Figure) -> bool:
    """Whether the duration counts from the year of the previous sentence.

    As in "In 1964 he married ... They were together for 51 years until her death in 2015".
    """
    start = article.sentences[duration.sentence].span.start
    front = article.text[max(start, duration.span.start - 12) : duration.span.start]
    behind = article.text[duration.span.end : duration.span.end + 10]
    stayed = STAYED.search(front) and UNTIL.match(behind)
    return bool(stayed) and bool(PRONOUN.match(article.text, start)) and not duration.hedge


def _period_of(article: Article, duration: Figure, spans: list[Period]) -> Period | None:
    """The period next to the duration, with nothing between them that starts another statement; None for none."""
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
        if len(gap) > 2 * MAX_GAP:
            continue
        gap = AND_DAYS.sub("", gap)
        words = plain_words(gap)
        is_behind = period.span.start >= duration.span.end
        is_recent = RECENT.search(article.text, max(0, duration.span.start - 12), duration.span.start)
        if is_recent and (not is_behind or len(words) > MAX_TO_RECENT):
            continue  # "those born between 1981 and 1996, the last three years"
        if _is_kind_of_thing(article, duration) and (not is_behind or "," in gap):
            continue  # "from 2006 to 2011, reversing a 25-year decline"
        if _names_something(article, period) or any(
            one == "and" and other in PREDICATES for one, other in pairwise(words)
        ):
            continue  # "the 2012-2017 drought"; "served two decades there and was speaker from 1999 through 2007"
        if is_behind and gap.endswith("(") and "," in gap:
            continue  # "in the past three decades, following his father (1989-1993)"
        if not is_behind and AFTER_WHICH in pairwise(words):
            continue
        own = (
            BREAKS.isdisjoint(words)
            and RELATIVE.isdisjoint(words[:2])
            and not any(map(str.isdigit, gap))
            and ")" not in gap[1:]
        )
        if (
            own
            and len(gap) <= MAX_GAP
            and not IN_PARTS.search(article.text, period.span.end, period.span.end + MAX_GAP)
        ):
            return period
    return None


def _is_kind_of_thing(article: Article, duration: Figure) -> bool:
    """Whether a length says what kind of thing is meant: "a four-year college", "a 25-year decline"."""
    return duration.words.lower().endswith("-year") and article.text[duration.span.end : duration.span.end + 1] == " "


def _is_of_another_predicate(article: Article, duration: Figure, year: Year | Period) -> bool:
    """Whether the years behind a length are of what is said next: "served two decades and was speaker from"."""
    words = plain_words(article.text[duration.span.end : max(duration.span.end, year.span.start)])
    return any(one == "and" and other in PREDICATES for one, other in pairwise(words))


def _names_something(article: Article, year: Year | Period) -> bool:
    """Whether a year or period says which thing is meant and is no end of a length: "a 2007 robbery"."""
    front = article.text[max(0, year.span.start - 16) : year.span.start]
    return bool(ATTRIBUTE.search(front)) and bool(NAMED_BY_YEAR.match(article.text, year.span.end))


def _pair_of(article: Article, duration: Figure, stated: dict[int, list[Year]]) -> tuple[Year, Year] | None:
    """The two years of "in 1998, 70 years after it was built in 1928" or "in 1921 ... eight years later", or None."""
    behind = plain_words(article.text[duration.span.end : duration.span.end + 30])[:3]
    sentence_years = stated.get(duration.sentence, [])
    before = [year for year in sentence_years if year.span.end <= duration.span.start]
    after = [year for year in sentence_years if year.span.start >= duration.span.end]
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
    if behind[0] == "before":
        taken = plain_words(article.text[max(0, duration.span.start - 30) : duration.span.start])[-4:]
        earlier = before or (
            [] if TAKES.isdisjoint(taken) else _years_before(duration, after[0], stated, SENTENCES_BACK_TAKEN)
        )
        return (earlier[-1], after[0]) if earlier and _is_near(article, duration, after[0], 70) else None
    if behind[0] == "later" or behind[:2] == ["on", "in"]:
        earlier = before or _years_before(duration, after[0], stated, SENTENCES_BACK)
        if earlier and _is_near(article, duration, after[0], 14) and earlier[-1].year < after[0].year:
            return earlier[-1], after[0]
    return None


def _lacks_an_end(article: Article, duration: Figure, stated: dict[int, list[Year]]) -> bool:
    """Whether the duration starts or ends at an event without a year.

    As in "They met in 2000, married in 2003 and divorced six years later" and "born in 1950, he joined at 18 and left
    in 1990 after 22 years".
    """
    sentence_years = stated.get(duration.sentence, [])
    before = [year for year in sentence_years if year.span.end <= duration.span.start]
    if len(before) < 2 or len(before) < len(sentence_years):
        return False
    between = set(plain_words(article.text[before[-1].span.end : duration.span.start])) - ONWARDS
    if plain_words(article.text[duration.span.end : duration.span.end + 10])[:1] == ["later"]:
        return bool(between)
    led_by = plain_words(article.text[max(0, duration.span.start - 8) : duration.span.start])[-1:]
    return led_by == ["after"] and (between != {"after"} or not _spans_one_stay(article, before[-2], before[-1]))


def _spans_one_stay(article: Article, first: Year, last: Year) -> bool:
    """Whether no other event stands between the two years from which a later length could count."""
    gap = article.text[first.span.end : last.span.start]
    born = plain_words(article.text[max(0, first.span.start - 12) : first.span.start])[-2:-1] == ["born"]
    return not born and len(plain_words(gap)) <= MAX_WORDS_OF_ONE_STAY and not any(map(str.isdigit, gap))


def _years_before(duration: Figure, end: Year, stated: dict[int, list[Year]], back: int) -> list[Year]:
    """The years of the `back` sentences before the duration that are earlier than the year it leads to."""
    sentences = range(max(0, duration.sentence - back), duration.sentence)
    return [year for sentence in sentences for year in stated.get(sentence, []) if year.year < end.year]


def _is_near(article: Article, duration: Figure, year: Year, reach: int) -> bool:
    """Whether the year follows the duration within `reach` characters and the same statement."""
    gap = article.text[duration.span.end : year.span.start]
    return len(gap) <= reach and ";" not in gap and BREAKS.isdisjoint(plain_words(gap))


def _judged(
    duration: Figure, first: int, second: int, spoken: tuple[Span, ...], severity: Severity
) -> Iterator[Outcome]:
    """The tick or finding for a duration between two years; nothing where rounding leaves both open."""
    stated = in_years(duration)
    apart = second - first
    if stated is None or apart <= 0:
        return
    spans = tuple(sorted((duration.span, *spoken)))
    exact = stated_years(duration)
    arithmetic = f"{second} - {first} = {apart}"
    if stated.overlaps(Interval(Fraction(apart - 1), Fraction(apart))) and (
        abs(exact - apart) <= 1 or abs(exact - apart) <= exact / 5
    ):
        if round(exact) == apart or not stated.is_exact:
            yield Tick(f"{first} to {second} is {duration.words}.", spans, arithmetic)
        return
    if stated.overlaps(Interval(Fraction(apart - 1), Fraction(apart + 1))):
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
        why_no_fit(duration.words, str(first), str(second)),
    )


EXAMPLES = (
    Example(
        "which drought",
        "It is the worst start in 10 years, partly due to the 2012-2017 drought in the hills.",
        "silent",
    ),
    Example("what else he was", "He served two decades in the House and was speaker from 1999 through 2007.", "silent"),
    Example("levels of two years", "Life expectancy rose from 69.9 years in 1959 to 78.9 years in 2014.", "silent"),
    Example("how often", "Its posters had him stand every four years from 2024 until 2044.", "silent"),
    Example(
        "somebody else's years",
        "He would be the third of the family there in three decades, following his father (1989-1993).",
        "silent",
    ),
    Example("up to now", "For those born between 1981 and 1996, the last three years were good ones.", "silent"),
    Example("what changed", "Licences were up 9% from 2006 to 2011, reversing a 25-year decline.", "silent"),
    Example(
        "a kind of school", "Of those who began at a four-year college in 2006 only 59 percent left by 2012.", "silent"
    ),
    Example(
        "a robbery and a trial",
        "He was freed after nine years for a 2007 robbery that brought the time he escaped at his 1995 trial.",
        "silent",
    ),
    Example(
        "what came after it",
        "She served in the navy from 1988 to 1993, after which she joined the guard for about two years.",
        "silent",
    ),
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

RULE = Rule(code="DU01", slug="duration", scope="article", relation="span", check=check, examples=EXAMPLES)
