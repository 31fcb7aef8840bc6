"""Figures that the words tie together in an equation that does not hold.

Sums and differences, changes and shares in per cent, multiples, rates with their totals, and years between two dates
are recognised by the words around the figures, with odds learned from annotated news (`checks.relations`). The words
are judged first, with the values masked; after that come how unlikely a fit by chance is, or how much a misfit looks
like a slip. A difference that the words spell out ("£47,000 above its guide price of £365,000") needs lower odds. Then
the arithmetic decides: printed digits are taken literally unless a hedge says otherwise, and the last place of a result
may be rounded or cut off.

A finding gives the value that the other figures produce for one of them, and the single changes that would correct it.
"""

from __future__ import annotations

from calendar import day_name
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from checks.model import Article, Figure, Finding, Kind, Outcome, ProposedRelation, Tick
from checks.number_format import format_in_unit, number
from checks.questions import why_no_fit
from checks.relations import equations
from checks.relations.frames import Frame
from checks.relations.judge import verdicts_of
from checks.relations.moments_in_days import days_between, weekday_of
from checks.relations.proposed import proposed_verdicts
from checks.relations.verdicts import Verdict
from checks.rule import Example, Rule
from checks.rules._ages import is_age_in_year
from checks.rules._change_verbs import DOWN
from checks.rules._printed import ROUNDED_ONLY

SHOWN_DECIMALS = 1  # decimals of a computed percentage or multiple
LEVEL_PREPOSITIONS = frozenset((("to",), ("at",)))


def check(article: Article) -> Iterator[Outcome]:
    verdicts = verdicts_of(article).equations
    yield from _outcomes(
        [verdict for verdict in verdicts if verdict.holds or not _ends_in_unrelated_year(article, verdict)]
    )


def check_proposed(article: Article, relations: Sequence[ProposedRelation]) -> Iterator[Outcome]:
    yield from _outcomes(proposed_verdicts(article, relations).equations)


def _outcomes(verdicts: Sequence[Verdict]) -> Iterator[Outcome]:
    for verdict in filter(None, map(_as_stated_change, verdicts)):
        spans = tuple(sorted(frame.statement.span for frame in verdict.members))
        left, right = _sides(verdict)
        stated = verdict.members[equations.stated_index(verdict.kind)].statement.words
        if verdict.holds:
            message = f"{left} = {right}, which is {stated}." if right != stated else f"{left} = {stated}."
            yield Tick(message, spans, f"{left} = {right}", relation=verdict.relation)
        else:
            remark = ROUNDED_ONLY if equations.fits_if_rounded(verdict.kind, verdict.members) else ""
            yield Finding(
                verdict.severity,
                f"{left} = {right}, and the text says {stated}.{remark}",
                spans,
                f"{left} = {right}, not {stated}",
                tuple(_repairs(verdict)),
                why_no_fit(*(frame.statement.words for frame in verdict.members)),
                relation=verdict.relation,
            )


def _ends_in_unrelated_year(article: Article, verdict: Verdict) -> bool:
    """Whether a span runs from a birth to a year that the age is not tied to: "who is 27, signed until 2028"."""
    if verdict.kind != "span":
        return False
    _, end, age = verdict.members
    if age.figure is None or age.figure.kind is not Kind.AGE or end.statement.sentence != age.statement.sentence:
        return False
    return not is_age_in_year(article, age.figure, end.statement.span)


def _as_stated_change(verdict: Verdict) -> Verdict | None:
    """The verdict, as a change where its share is of what was lost: "lost a third, falling to 200p from 300p".

    None where the loss does not fit, but the share of what is left does or rounding may be the reason.
    """
    if verdict.kind != "share":
        return verdict
    part, whole, share = verdict.members
    states_both_levels = part.before[-1:] in LEVEL_PREPOSITIONS and whole.before[-1:] == ("from",)
    states_loss = states_both_levels and share.before[-1:] and share.before[-1] in DOWN
    if not states_loss:
        return verdict
    members = whole, part, share
    holds = equations.holds("change", members)
    if not holds and (verdict.holds or equations.is_within_rounding("change", members)):
        return None
    return replace(verdict, kind="change", members=members, holds=holds)


def _sides(verdict: Verdict) -> tuple[str, str]:
    """The computation and its result, as text."""
    members = verdict.members
    words = [frame.statement.words for frame in members]
    if verdict.kind == "span":
        return _sides_of_span(verdict)
    values = equations.solve_for_each_member(verdict.kind, [equations.nominal_value(frame) for frame in members])
    result = values[equations.stated_index(verdict.kind)] or Fraction(0)
    if verdict.kind == "sum":
        return " + ".join(words[1:]), _in_unit(result, members[0])
    if verdict.kind == "mean":
        return f"the average of {_listed(members[1:])}", _in_unit(round(result, SHOWN_DECIMALS), members[0])
    rounded = number(round(result, SHOWN_DECIMALS))
    if verdict.kind == "change":
        return f"from {words[0]} to {words[1]}", f"{rounded}%"
    if verdict.kind == "gain":
        return f"{words[0]} on the way to {words[1]}", f"{rounded}%"
    if verdict.kind == "share":
        return f"{words[0]} of {words[1]}", f"{rounded}%"
    if verdict.kind == "times":
        return f"{words[0]} / {words[1]}", f"{rounded} times"
    return f"{words[0]} x {words[1]}", _in_unit(result, members[2])


def _sides_of_span(verdict: Verdict) -> tuple[str, str]:
    """The two moments and the time between them, as text."""
    *ends, length = verdict.members
    words = [_moment_in_words(moment) for moment in ends]
    result, unit = days_between(*ends), length.unit or "year"
    if unit == "day" and equations.nominal_value(length) == result + 1:
        return f"{words[0]} to {words[1]}, counting both", _with_unit(int(result) + 1, "day")
    is_to_the_day = unit == "year" and all(end.kind == "date" for end in ends)
    return f"{words[0]} to {words[1]}", _length(result, "month" if is_to_the_day else unit)


def _moment_in_words(moment: Frame) -> str:
    """A moment as printed; a clock time with its weekday."""
    weekday = weekday_of(moment) if moment.kind == "time" else None
    return moment.statement.words if weekday is None else f"{moment.statement.words} on {day_name[weekday]}"


def _length(days: Fraction, unit: str) -> str:
    """A duration in its unit; hours, minutes, months and weeks together with the next larger or smaller unit."""
    if unit in ("hour", "minute"):
        return _in_two_units(round(days * 24 * 60), 60, "hour", "minute")
    if unit == "month":
        return _in_two_units(round(days / equations.DAYS["month"]), 12, "year", "month")
    if unit == "week":
        return _in_two_units(round(days), 7, "week", "day")
    return _with_unit(round(days / equations.DAYS[unit]), unit)


def _in_two_units(amount: int, size: int, larger: str, smaller: str) -> str:
    """An amount of the smaller unit, in both units: `size` of the smaller make one of the larger."""
    whole, remainder = divmod(amount, size)
    parts = [_with_unit(count, unit) for count, unit in ((whole, larger), (remainder, smaller)) if count]
    return " and ".join(parts) or _with_unit(0, smaller)


def _with_unit(count: int, unit: str) -> str:
    return f"{count} {unit}{'' if count == 1 else 's'}"


def _in_unit(value: Fraction, frame: Frame) -> str:
    return format_in_unit(value / frame.scale, frame.figure) if isinstance(frame.figure, Figure) else number(value)


def _repairs(verdict: Verdict) -> Iterator[str]:
    """For each member the value that would make the equation hold, as finely as it is printed.

    For a span only the duration, which in days may count both the first and the last day.
    """
    if verdict.kind == "span":
        duration = verdict.members[2]
        yield f"{duration.statement.words} -> {_sides(verdict)[1]}"
        if duration.unit == "day":
            days = days_between(verdict.members[0], verdict.members[1])
            yield f"{duration.statement.words} -> {_with_unit(int(days) + 1, 'day')}"
        return
    for frame, value in zip(verdict.members, equations.repairs_of(verdict.kind, verdict.members), strict=True):
        if value is not None and frame.figure is not None and frame.kind not in ("fraction", "multiple"):
            yield f"{frame.statement.words} -> {_in_unit(value, frame)}"


def _listed(members: Sequence[Frame]) -> str:
    words = [frame.statement.words for frame in sorted(members, key=lambda frame: frame.start)]
    return f"{', '.join(words[:-1])} and {words[-1]}"


EXAMPLES = (
    Example(
        "items of one list",
        "The toll will be $43 for a car, $24 for a van and $1 for a bike.",
        "silent",
    ),
    Example(
        "what was lost, and the new level first",
        "The choir lost a quarter of its singers, falling to 45 from 60.",
        "tick",
    ),
    Example(
        "what was lost, wrong",
        "The choir lost a quarter of its singers, falling to 35 from 70.",
        "note",
    ),
    Example(
        "what was lost, and not what is left", "Elm fell to 60p from 240p, losing a quarter of its value.", "silent"
    ),
    Example(
        "the age of today and a year to come",
        "The 27-year-old goalkeeper, who was born in 1996, is bound to Torley until 2028.",
        "silent",
    ),
    Example("over New Year", "The strike lasted 181 days, from 1 September to 1 March.", "tick"),
    Example("over New Year, wrong", "The strike lasted nine days, from 30 December to 3 January.", "warning"),
    Example(
        "a half of a year",
        "Rents rose 2.1% in the first quarter and 4.2% in the second, and 6.4% in the half.",
        "silent",
    ),
    Example(
        "a change between two levels",
        "Sales at the chain rose 13% to $17.5 billion from $15.5 billion in the quarter.",
        "tick",
    ),
    Example(
        "a change between two levels, another percentage",
        "Profit fell 30% to $40 million from $50 million a year earlier.",
        "warning",
    ),
    Example(
        "a change by a fraction",
        "The pools had 120,000 visitors last year, down from 160,000 the year before, a fall of a quarter.",
        "tick",
    ),
    Example(
        "a change by another fraction",
        "The pools had 120,000 visitors last year, down from 160,000 the year before, a fall of a third.",
        "warning",
    ),
    Example(
        "a number that shares the unit of another one",
        "The plant sold 600 megawatts last year and 450 this year, a fall of 25 percent.",
        "tick",
    ),
    Example("a share of what stands behind its part", "Some 45 of the 230 boats, or 18%, were lost.", "warning"),
    Example("points, and no level", "Support fell from 54% to 43%, a drop of 12 points.", "silent"),
    Example("points that are rounded", "Turnout rose from 51.2% to 58.7%, up 8 points.", "silent"),
    Example(
        "a length of some days, the first and the last counted",
        "The four-day fair runs from June 5 to June 8.",
        "tick",
    ),
    Example(
        "a length that is rounded up",
        "The reign lasted 31 years, from 6 February 1952 to 8 September 1982.",
        "silent",
    ),
    Example(
        "a length in two units",
        "The trip took 3 hours 20 minutes, from 2pm to 5.20pm.",
        "tick",
    ),
    Example(
        "a length in two units that the times do not make",
        "The trip took 3 hours 20 minutes, from 2pm to 5.50pm.",
        "warning",
    ),
    Example(
        "a multiple in words",
        "The 337,000 new jobs were twice the 169,000 that economists had forecast.",
        "tick",
    ),
    Example(
        "a sum",
        "The crash killed 12 people: seven men and five women.",
        "tick",
    ),
    Example(
        "a sum, one short",
        "The crash killed 12 people: seven men and four women.",
        "warning",
    ),
    Example(
        "a difference",
        "It went for £412,000, £57,000 above its guide price of £365,000.",
        "warning",
    ),
    Example(
        "a difference, right",
        "It went for £412,000, £47,000 above its guide price of £365,000.",
        "tick",
    ),
    Example(
        "a change and where it began and ended",
        "Net debt fell by £21m to £29m from £41m.",
        "warning",
    ),
    Example(
        "a difference from what is not told",
        "The site has 13 million users, three million more than Slack, and nine offices.",
        "silent",
    ),
    Example(
        "parts, one of them a single one",
        "Of its 14 factories, nine are in Europe, four in Asia and one in Mexico.",
        "silent",
    ),
    Example(
        "some of a sum",
        "It hit the compound on 21 September. It killed 22 people, including 13 children and six women.",
        "silent",
    ),
    Example(
        "a total and two places",
        "A total of 60 people were arrested, 45 in Leeds and 25 in York.",
        "warning",
    ),
    Example(
        "what is more than a plan",
        "Profit was £412 million, £52 million more than the £350 million planned.",
        "warning",
    ),
    Example(
        "cents and dollars",
        "Brent fell 33 cents to $61.65 a barrel. The contract had closed at $61.98 on Tuesday.",
        "tick",
    ),
    Example(
        "cents and dollars, a wrong digit",
        "Oil rose 35 cents to $53.66 a barrel from $53.34 on Tuesday.",
        "warning",
    ),
    Example(
        "cents of another sum",
        "A litre of milk is 38 cents dearer. The dairy sold 61.65 million litres, and its share closed at $61.98.",
        "silent",
    ),
    Example(
        "men and shops",
        "Six officers and 11 civilians were hurt. In all, 17 shops were looted.",
        "silent",
    ),
    Example(
        "one among the others",
        "In May police found 15 people in a lorry. All 14 people, including one child, were in a trailer.",
        "silent",
    ),
    Example(
        "a rate with its total",
        "The chain sold 500 bikes at $300 each, for $250,000 in all.",
        "warning",
    ),
    Example(
        "a multiple",
        "Ticket prices tripled to $90 from $45.",
        "warning",
    ),
    Example(
        "two things beside each other",
        "The town has 3 schools and 14 shops. The village has 9 farms.",
        "silent",
    ),
    Example(
        "two changes",
        "Rents rose 4% in May and 5% in June.",
        "silent",
    ),
    Example(
        "two firms",
        "The firm employs 300 people in Leeds. Its rival made 40 tonnes of steel.",
        "silent",
    ),
    Example(
        "a year and a count",
        "The museum opened in 1950 and has 40 rooms.",
        "silent",
    ),
    Example(
        "in which of several",
        "She made 138 payments: 22 in the first year to 31, 36 and 46 in the following three.",
        "silent",
    ),
    Example(
        "a level of zero",
        "It had a record 16,420 guests in 2024, nearly 2 per cent more than the 0 of 2023.",
        "silent",
    ),
    Example(
        "a vote",
        "The bill passed by 60 votes to 40.",
        "silent",
    ),
)

# Rules that this one replaced: settings, `--ignore` and `copydesk explain` still know them.
# fmt: off
FORMER_NAMES = (
    "groups-and-everybody", "PW04",
    "total", "PW05",
    "results-and-games", "PW06",
    "additions", "PW08",
    "split", "PW09",
    "dead-and-survivors", "PW10",
    "taken-up", "PW12",
    "difference", "DF01",
    "gap", "DF02", "majority",
    "level-elsewhere", "DF03",
    "by-how-much", "DF04",
    "up-or-down", "DF05",
    "points-and-percent", "PC03",
    "apposed-change", "PC04",
    "share-in-reach", "SH02",
    "fraction-of-whole", "FR02",
    "rate", "RA01",
    "time-since", "DU02", "anniversary",
    "elapsed", "DU03",
    "one-now", "DU04",
    "date-order", "DT03",
)
# fmt: on

RULE = Rule(
    code="EQ01",
    slug="equation",
    scope="article",
    relation="sum",
    check=check,
    check_proposed=check_proposed,
    examples=EXAMPLES,
    aliases=FORMER_NAMES,
)
