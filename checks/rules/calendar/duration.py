"""A number of years that is not the distance between the two years it spans.

Ties "for 12 years, between 1961 and 1973", "an 18-year lease from 1952 to 1970", "in 1998, 70 years after it was built
in 1928" and "eight years later, in 1929". Years may be counted with both ends or from the middle of one to the middle
of the other, so a difference of one year is allowed.

Silent where the years belong to another statement, and where one of the two is missing ("10 years ago").
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
    interval_in_years,
    periods,
    stated_years,
    years,
    years_by_sentence,
)
from checks.word_set import word_set

MAX_GAP_TO_PERIOD = 45  # characters between a duration and its period
SENTENCES_BACK_TAKES = 12  # sentences back to the first year of "it took six years, until"
MAX_DURATION_RATIO = 3  # a duration this many times the distance of the years, or the reverse, is of something else
MAX_WORDS_AFTER_RECENT = 2  # words between "the past 12 years" and their period
SENTENCES_BACK = 3  # sentences back to the first year of "six years later"
AND_DAYS = pattern(r"^\s+and\s+\w+\s+(?:days?|weeks?|months?)\b")
TAKE_FORMS = word_set("take takes took taken wait waited")
INTERRUPTION_WORDS = pattern(r"\b(?:spells|stints|stretches|terms|phases|on and off|intermittently)\b")
RELATIVE = word_set("ago after before later older")
PRONOUN = pattern(r"[\"“]?(?:They|He|She|It)\b")
FOR_BEFORE = pattern(r"\bfor (?:the (?:next|following) )?$")
UNTIL_TAIL = pattern(r",? (?:until|till|before|when|and)\b")
STATEMENT_OPENERS = word_set(
    "average spent who while but whose although because aged age old again then another further"
)
"""Words that start another statement between a duration and its years."""


LATER_TAIL = pattern(r" (?:(?:later|earlier|afterwards|on),? (?!in\b)[a-z]|(?:earlier|before)[.;])")
ACTIVITY_TAIL = pattern(r" of (?:marriage|service|teaching|experience|practice|friendship|training|study|work)\b")
"""What the years were spent on; they need not be the years between the two stated ones."""
WHOLE_BEFORE = pattern(r"\bof (?:the|those|these|his|her|its|their|our|my|\S+['’]s) (?:first |last |final )?$")
"""Text before a duration of which the two years span only a part."""
WORDS_BEFORE_LATER = word_set("some about nearly almost just over more than exactly a full or all of")
"""Words between a year and "six years later" that do not name another event."""
MAX_WORDS_BETWEEN_ENDS = 8
"""Words between the first year and the last of "founded in 1871, closed in 1951 after 80 years"."""
EVERY_BEFORE = pattern(r"\b(?:every|each)\s$")
RECENT_BEFORE = pattern(r"\b(?:last|past|next|coming|recent|previous)\s$")
"""Text before a duration that ends or begins now, or at a time that was mentioned."""
YEAR_TAIL = pattern(r"\s(?:in|by|for)\s(?:19|20)\d\d\b")
"""Text after a duration that is the level of a year: "life expectancy rose from 69.9 years in 1959"."""
COMPARATIVE_TAIL = pattern(r"\s(?:below|above|shorter|longer|higher|lower|less|more)\b")
PREDICATES = word_set("was were is became served worked had has led held")
AFTER_WHICH = ("after", "which")
"""Words between a period and the duration of what came after it."""
DETERMINER_BEFORE = pattern(r"\b(?:an?|the|his|her|its|their|my|our|\w+['’]s?)\s$")
"""Text before a year that identifies something: "a 2007 robbery", "after his 1995 acquittal"."""
NOUN_TAIL = pattern(r"\s[a-z-]{3,}")
FINANCIAL_YEAR = pattern(r"(?:19|20)\d\d[-–/]\d\d")


def check(article: Article) -> Iterator[Outcome]:
    durations = [figure for figure in article.figures if interval_in_years(figure) is not None]
    if not durations:
        return
    stated = years(article)
    dated_years = years_by_sentence(stated)
    periods_by_sentence: dict[int, list[Period]] = {}
    for stated_period in periods(article, stated):
        periods_by_sentence.setdefault(stated_period.sentence, []).append(stated_period)
    for duration in durations:
        if LATER_TAIL.match(article.text, duration.span.end) or ACTIVITY_TAIL.match(article.text, duration.span.end):
            continue  # "Five years later she won": counted from an earlier sentence
        front = article.text[max(0, duration.span.start - MAX_GAP_TO_PERIOD) : duration.span.start]
        if (
            WHOLE_BEFORE.search(front)
            or EVERY_BEFORE.search(front)
            or COMPARATIVE_TAIL.match(article.text, duration.span.end)
        ):
            continue  # "from 1990 to 1994, four of his seven years in office", "every four years from 2024 to 2044"
        if YEAR_TAIL.match(article.text, duration.span.end) and plain_words(front)[-1:] in (["from"], ["to"]):
            continue
        sentence_periods = periods_by_sentence.get(duration.sentence, [])[:MAX_PER_SENTENCE]
        period = _period_of(
            article,
            duration,
            [stated_period for stated_period in sentence_periods if not _is_financial_year(article, stated_period)],
        )
        if period is not None:
            yield from _outcomes(duration, period.start, period.end, period.spans, Severity.ERROR)
            continue
        if _lacks_an_end(article, duration, dated_years):
            continue
        pair = _pair_of(article, duration, dated_years)
        is_certain = pair is not None
        sentence_years = dated_years.get(duration.sentence, [])
        if len(sentence_years) == 2 and FINANCIAL_YEAR.fullmatch(
            article.text[sentence_years[0].span.start : sentence_years[1].span.end]
        ):
            sentence_years = []
        if any(_is_year_attribute(article, year) for year in sentence_years):
            sentence_years = []
        if sentence_years and _is_of_other_predicate(article, duration, sentence_years[0]):
            sentence_years = []
        if sentence_years and AFTER_WHICH in pairwise(
            plain_words(article.text[sentence_years[-1].span.end : duration.span.start])
        ):
            sentence_years = []
        if pair is None and len(sentence_years) == 2 and not _is_attribute(article, duration):
            strength = tie_strength(article, duration, sentence_years[0].span, sentence_years[1].span)
            pair, is_certain = (
                (sentence_years[0], sentence_years[1]) if strength is not TieStrength.NONE else None,
                strength is TieStrength.CERTAIN,
            )
        if pair is None and len(sentence_years) == 1 and _continues_previous(article, duration):
            previous_years = dated_years.get(duration.sentence - 1, [])
            if len(previous_years) == 1 and previous_years[0].year < sentence_years[0].year:
                pair, is_certain = (previous_years[0], sentence_years[0]), True
        if pair is not None:
            first, second = sorted(pair, key=lambda year: year.year)
            year_spans = tuple(sorted((first.span, second.span)))
            outcomes = _outcomes(duration, first.year, second.year, year_spans, Severity.WARNING)
            is_close = MAX_DURATION_RATIO * stated_years(duration) >= second.year - first.year > 0
            is_close = is_close and stated_years(duration) <= MAX_DURATION_RATIO * (second.year - first.year)
            yield from (outcome for outcome in outcomes if (is_certain and is_close) or isinstance(outcome, Tick))


def _is_financial_year(article: Article, period: Period) -> bool:
    """Whether a period is a financial year: "The balance of £68m in 2026-27"."""
    return FINANCIAL_YEAR.fullmatch(article.text_of(period.span)) is not None and period.end - period.start == 1


def _continues_previous(article: Article, duration: Figure) -> bool:
    """Whether the duration counts from the year of the previous sentence.

    As in "In 1964 he married ... They were together for 51 years until her death in 2015".
    """
    start = article.sentences[duration.sentence].span.start
    front = article.text[max(start, duration.span.start - 12) : duration.span.start]
    text_after = article.text[duration.span.end : duration.span.end + 10]
    is_stay = FOR_BEFORE.search(front) and UNTIL_TAIL.match(text_after)
    return bool(is_stay) and bool(PRONOUN.match(article.text, start)) and not duration.hedge


def _period_of(article: Article, duration: Figure, sentence_periods: list[Period]) -> Period | None:
    """The period next to the duration, with nothing between them that starts another statement; None for none."""
    words_after = plain_words(article.text[duration.span.end : duration.span.end + 12])[:1]
    if words_after and (words_after[0] in RELATIVE or words_after[0] in {"old", "earlier"}):
        return None
    for period in sentence_periods:
        if period.span.start >= duration.span.end:
            gap = article.text[duration.span.end : period.span.start]
        elif period.span.end <= duration.span.start:
            gap = article.text[period.span.end : duration.span.start]
        else:
            continue
        if len(gap) > 2 * MAX_GAP_TO_PERIOD:
            continue
        gap = AND_DAYS.sub("", gap)
        words = plain_words(gap)
        is_after = period.span.start >= duration.span.end
        is_recent = RECENT_BEFORE.search(article.text, max(0, duration.span.start - 12), duration.span.start)
        if is_recent and (not is_after or len(words) > MAX_WORDS_AFTER_RECENT):
            continue  # "those born between 1981 and 1996, the last three years"
        if _is_attribute(article, duration) and (not is_after or "," in gap):
            continue  # "from 2006 to 2011, reversing a 25-year decline"
        if _is_year_attribute(article, period) or any(
            word == "and" and next_word in PREDICATES for word, next_word in pairwise(words)
        ):
            continue  # "the 2012-2017 drought"; "served two decades there and was speaker from 1999 through 2007"
        if is_after and gap.endswith("(") and "," in gap:
            continue  # "in the past three decades, following his father (1989-1993)"
        if not is_after and AFTER_WHICH in pairwise(words):
            continue
        is_one_statement = (
            STATEMENT_OPENERS.isdisjoint(words)
            and RELATIVE.isdisjoint(words[:2])
            and not any(map(str.isdigit, gap))
            and ")" not in gap[1:]
        )
        if (
            is_one_statement
            and len(gap) <= MAX_GAP_TO_PERIOD
            and not INTERRUPTION_WORDS.search(article.text, period.span.end, period.span.end + MAX_GAP_TO_PERIOD)
        ):
            return period
    return None


def _is_attribute(article: Article, duration: Figure) -> bool:
    """Whether a duration is an attribute of a noun: "a four-year college", "a 25-year decline"."""
    return duration.words.lower().endswith("-year") and article.text[duration.span.end : duration.span.end + 1] == " "


def _is_of_other_predicate(article: Article, duration: Figure, year: Year | Period) -> bool:
    """Whether the years after a duration belong to the next predicate: "served two decades and was speaker from"."""
    words = plain_words(article.text[duration.span.end : max(duration.span.end, year.span.start)])
    return any(word == "and" and next_word in PREDICATES for word, next_word in pairwise(words))


def _is_year_attribute(article: Article, year: Year | Period) -> bool:
    """Whether a year or period is an attribute of a noun, and so does not bound a duration: "a 2007 robbery"."""
    front = article.text[max(0, year.span.start - 16) : year.span.start]
    return bool(DETERMINER_BEFORE.search(front)) and bool(NOUN_TAIL.match(article.text, year.span.end))


def _pair_of(article: Article, duration: Figure, stated: dict[int, list[Year]]) -> tuple[Year, Year] | None:
    """The two years of "in 1998, 70 years after it was built in 1928" or "in 1921 ... eight years later", or None."""
    words_after = plain_words(article.text[duration.span.end : duration.span.end + 30])[:3]
    sentence_years = stated.get(duration.sentence, [])
    before = [year for year in sentence_years if year.span.end <= duration.span.start]
    after = [year for year in sentence_years if year.span.start >= duration.span.end]
    if words_after[:1] == ["later"] and len(before) > 1 and not after:
        return before[-2], before[-1]  # "built in 1928 and pulled down in 1998, 70 years later"
    previous_word = plain_words(article.text[max(0, duration.span.start - 8) : duration.span.start])[-1:]
    if previous_word == ["after"] and len(before) > 1 and not after and words_after[:1] not in (["of"], ["in"]):
        return before[-2], before[-1]  # "founded in 1871, closed in 1951 after 80 years"
    if not words_after or not after:
        return None
    if words_after[0] == "until" and len(before) == 1 and _is_near(article, duration, after[0], 40):
        return before[0], after[0]
    if words_after[0] == "after" and before:
        return (before[-1], after[0]) if _is_near(article, duration, after[0], 70) else None
    if words_after[0] == "before":
        words_before = plain_words(article.text[max(0, duration.span.start - 30) : duration.span.start])[-4:]
        earlier = before or (
            []
            if TAKE_FORMS.isdisjoint(words_before)
            else _years_before(duration, after[0], stated, SENTENCES_BACK_TAKES)
        )
        return (earlier[-1], after[0]) if earlier and _is_near(article, duration, after[0], 70) else None
    if words_after[0] == "later" or words_after[:2] == ["on", "in"]:
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
    between = set(plain_words(article.text[before[-1].span.end : duration.span.start])) - WORDS_BEFORE_LATER
    if plain_words(article.text[duration.span.end : duration.span.end + 10])[:1] == ["later"]:
        return bool(between)
    previous_word = plain_words(article.text[max(0, duration.span.start - 8) : duration.span.start])[-1:]
    return previous_word == ["after"] and (
        between != {"after"} or not _are_ends_of_one_stay(article, before[-2], before[-1])
    )


def _are_ends_of_one_stay(article: Article, first: Year, last: Year) -> bool:
    """Whether no other event is stated between the two years from which a later duration could count."""
    gap = article.text[first.span.end : last.span.start]
    born = plain_words(article.text[max(0, first.span.start - 12) : first.span.start])[-2:-1] == ["born"]
    return not born and len(plain_words(gap)) <= MAX_WORDS_BETWEEN_ENDS and not any(map(str.isdigit, gap))


def _years_before(duration: Figure, end: Year, stated: dict[int, list[Year]], back: int) -> list[Year]:
    """The years of the `back` sentences before the duration that are earlier than `end`."""
    sentences = range(max(0, duration.sentence - back), duration.sentence)
    return [year for sentence in sentences for year in stated.get(sentence, []) if year.year < end.year]


def _is_near(article: Article, duration: Figure, year: Year, reach: int) -> bool:
    """Whether the year follows the duration within `reach` characters and the same statement."""
    gap = article.text[duration.span.end : year.span.start]
    return len(gap) <= reach and ";" not in gap and STATEMENT_OPENERS.isdisjoint(plain_words(gap))


def _outcomes(
    duration: Figure, first: int, second: int, year_spans: tuple[Span, ...], severity: Severity
) -> Iterator[Outcome]:
    """Yields the tick or finding for a duration between two years; nothing where rounding leaves both possible."""
    allowed = interval_in_years(duration)
    distance = second - first
    if allowed is None or distance <= 0:
        return
    spans = tuple(sorted((duration.span, *year_spans)))
    exact = stated_years(duration)
    arithmetic = f"{second} - {first} = {distance}"
    if allowed.overlaps(Interval(Fraction(distance - 1), Fraction(distance))) and (
        abs(exact - distance) <= 1 or abs(exact - distance) <= exact / 5
    ):
        if round(exact) == distance or not allowed.is_exact:
            yield Tick(f"{first} to {second} is {duration.words}.", spans, arithmetic)
        return
    if allowed.overlaps(Interval(Fraction(distance - 1), Fraction(distance + 1))):
        return
    yield Finding(
        severity,
        f"From {first} to {second} is {distance} years, and the text says {duration.words}.",
        spans,
        f"{arithmetic} (allowed: {distance - 1} to {distance + 1}), not {number(round(exact, 1))}",
        (
            f"{duration.words} -> {distance} years",
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
