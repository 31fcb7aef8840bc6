"""A part and a whole that do not give the stated percentage.

Ties "4% of boats - 19 out of 480", "36% of the 75 cases (27)", "27 jobs, or 36% of its workforce of 75" and "27 cases,
or 36%" with the 75 in a nearby sentence. The percentage may be any value that its printed digits allow, and half a
digit more; so may the two numbers. Where the whole is elsewhere, every nearby count of the same thing is tried, and
there is a finding only if none fits. A tick needs the quotient of the printed numbers, rounded or truncated; a
percentage that is close, and fits only if the round numbers were rounded, gets neither a tick nor a finding.

Silent where the percentage is of something else, where it is a change, and where no whole is stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from checks.model import Article, Figure, Finding, Interval, Kind, Outcome, Severity, Tick
from checks.number_format import format_in_unit, format_interval, number
from checks.pattern import pattern
from checks.precision import printed_number
from checks.questions import why_no_fit
from checks.rule import Example, Rule
from checks.rules._printed import ROUNDED_ONLY, interval_around, printed_interval, significant_step
from checks.rules._text import figures_around, spans, text_before
from checks.rules.changes._levels import rounded
from checks.rules.changes._portions import Portion, may_count, portions, share_arithmetic

MAX_WHOLE_RATIO = Fraction(2)
"""The whole may be this many times the expected one, or the reverse; beyond this the share is of something else."""

NOT_A_SHARE_TAIL = pattern(
    r" (?:(?:and|or) )?(?:more|less|fewer|higher|lower|above|below|up|down|over|under|better|upwards|mark|threshold)\b"
)
"""Words after a percentage that is not a share but a change, or a limit such as "75% and above"."""


ECONOMY_TAIL = pattern(r" of (?:the |its |their )?(?:GDP|GNP|[Gg]ross)\b")
"""Text after a percentage of the whole economy, not of a nearby sum: "$59bn, equivalent to 52% of GDP"."""


def check(article: Article) -> Iterator[Outcome]:
    for portion in portions(article):
        # "95% were housed in one of the six towns" says nothing of the six
        is_percentage = portion.ratio.kind is Kind.PERCENT and portion.part.words.lower() != "one"
        text_after_ratio = article.text[portion.ratio.span.end : portion.ratio.span.end + 24]
        if (
            is_percentage
            and not NOT_A_SHARE_TAIL.match(text_after_ratio)
            and not (ECONOMY_TAIL.match(text_after_ratio) and not portion.names_whole)
        ):
            yield from _outcomes(article, portion)


def _percent_interval(part: Interval, whole: Interval) -> Interval | None:
    """The percentages that a part and a whole allow; None where the whole has no bounds."""
    low, high = part
    least, most = whole
    if least is None or most is None or least <= 0:
        return None
    return Interval(None if low is None else low * 100 / most, None if high is None else high * 100 / least)


def _is_rounded_quotient(part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether the percentage is the quotient of the two numbers, rounded or truncated."""
    assert percent.value is not None
    quotient = _percent_interval(_printed_interval(part), _printed_interval(whole))
    if percent.hedge:
        return _is_close(part, whole, percent)
    digits = printed_number(percent.value, percent.words)
    step = Fraction(1, 10**digits.decimals) if digits is not None else min(Fraction(1), percent.value / 10)
    low, high = quotient or percent.interval
    return low is not None and high is not None and percent.value - step / 2 <= high and low < percent.value + step


def _printed_interval(figure: Figure) -> Interval:
    """The interval of a number: half its last place each way if it is hedged or in millions and such, else exact."""
    assert figure.value is not None
    digits = printed_number(figure.value, figure.words)
    if figure.hedge:
        return printed_interval(figure)
    if digits is None or digits.scale in (None, 1):
        return Interval.exact(figure.value)
    return interval_around(figure.value, digits.scale / 10**digits.decimals / 2)


def _is_close(part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether the percentage is within a tenth of the quotient of the two numbers."""
    assert part.value is not None
    assert whole.value is not None
    assert percent.value is not None
    exact = part.value * 100 / whole.value
    return abs(exact - percent.value) <= max(2 * significant_step(percent.value, percent.words), percent.value / 10)


def _outcomes(article: Article, share: Portion) -> Iterator[Outcome]:
    """Yields a tick if one of the possible wholes fits, else a finding on the whole that comes nearest."""
    percent, part = share.ratio, share.part
    assert percent.value is not None
    step = significant_step(percent.value, percent.words)
    low, high = percent.interval
    widened = Interval(None if low is None else low - step / 2, None if high is None else high + step / 2)
    has_close_fit = False
    for whole in share.wholes:
        allowed = _percent_interval(part.interval, whole.interval)
        if allowed is None or allowed.overlaps(percent.interval):
            if allowed is not None and _is_rounded_quotient(part, whole, percent):
                yield Tick(
                    f"{part.words} of {whole.words} is {percent.words}.",
                    spans(percent, part, whole),
                    share_arithmetic(part, whole),
                )
            elif (
                allowed is not None
                and share.names_whole
                and not any(figure.hedge for figure in (percent, part, whole))
                and not _is_close(part, whole, percent)
            ):
                yield _finding(share, whole, Severity.WARNING, ROUNDED_ONLY)
            return
        has_close_fit = has_close_fit or allowed.overlaps(widened)
    if has_close_fit:
        return
    assert part.value is not None
    expected = part.value * 100 / percent.value if percent.value else part.value
    plausible = [
        candidate
        for candidate in share.wholes
        if 1 / MAX_WHOLE_RATIO <= expected / (candidate.value or 1) <= MAX_WHOLE_RATIO
    ]
    if not share.names_whole and (not plausible or _is_share_of_other_figure(article, share)):
        return
    whole = min(share.wholes, key=lambda candidate: abs((candidate.value or Fraction(0)) - expected))
    assert whole.value is not None
    if _is_change_to(article, part, whole, percent):
        return
    is_far = share.names_whole and not _is_close(part, whole, percent)
    yield _finding(share, whole, Severity.ERROR if is_far else Severity.WARNING)


def _finding(share: Portion, whole: Figure, severity: Severity, remark: str = "") -> Finding:
    """The finding for a portion whose percentage is not that of the part in the whole; `remark` ends its message."""
    percent, part = share.ratio, share.part
    assert part.value is not None
    assert whole.value is not None
    assert percent.value is not None
    exact, allowed = part.value * 100 / whole.value, _percent_interval(part.interval, whole.interval)
    assert allowed is not None
    return Finding(
        severity,
        f"{part.words} of {whole.words} is {number(round(exact, 2))}%, and the text says {percent.words}.{remark}",
        spans(percent, part, whole),
        f"{share_arithmetic(part, whole)} (allowed: {format_interval(rounded(allowed, 2))}%), not {percent.words}",
        (
            f"{percent.words} -> {number(round(exact, 1))}%",
            f"{part.words} -> {format_in_unit(round(whole.value * percent.value / 100), part)}",
        ),
        why_no_fit(part.words, whole.words, percent.words),
    )


def _is_change_to(article: Article, part: Figure, whole: Figure, percent: Figure) -> bool:
    """Whether the whole is the level after a change by the part: "put on 75p, or 6.2%, to 1,285p"."""
    if whole.span < percent.span or not text_before(article, whole, 4).endswith((" to ", " at ")):
        return False
    amount, level, stated = (figure.value or Fraction(0) for figure in (part, whole, percent))
    return any(
        before > 0 and abs(amount * 100 / before - stated) <= significant_step(stated, percent.words)
        for before in (level - amount, level + amount)
    )


def _is_share_of_other_figure(article: Article, share: Portion) -> bool:
    """Whether the part is the stated share of any other figure of the article."""
    for figure in figures_around(article, share.part):
        if may_count(figure) and figure.unit == share.part.unit and (figure.value or 0) > (share.part.value or 0):
            allowed = _percent_interval(share.part.interval, figure.interval)
            if allowed is None or allowed.overlaps(share.ratio.interval):
                return True
    return False


EXAMPLES = (
    Example("a percentage too low, of a round number", "She holds 140 of the 2,000 seats, or 6%.", "silent"),
    Example("a percentage cut off", "She holds 139 of the 2,000 seats, or 6%.", "tick"),
    Example("of a round sum", "The £1.2bn is 5% of the £26bn that the line has borrowed.", "tick"),
    Example("hedged", "Nearly 2,000 of its 16,500 drivers, or about 12%, will go.", "tick"),
    Example("of both", "Some 41,200 people voted Yes and 34,900 voted No, or 54.1 per cent in favour.", "silent"),
    Example(
        "a percentage without its sign",
        "Some 33,420 were for it and 28,700 against. That is 53.8 per cent to 46.2, a margin of 4,720.",
        "silent",
    ),
    Example(
        "what each side got",
        "The Reds won by a 75-point margin in May. In June the margin was 33 points (66% to 33%).",
        "silent",
    ),
    Example("a price beside it", "Adler, +0.15%, measures sales at 80 of the top 100 shops.", "silent"),
    Example(
        "two candidates and their shares",
        "Obey has 62 million votes (51 percent); Reade has 59 million votes (48 percent).",
        "silent",
    ),
    Example(
        "of the farmers of a country",
        "Nearly 900,000 smallholders worked there. Only 49,000 of them remain, 1.4 percent of the nation's farmers.",
        "silent",
    ),
    Example(
        "of a population that is not told",
        "Nearly 130 million were at risk. The report names 52 million people, 27% of the population.",
        "silent",
    ),
    Example("a difference", "Sand has 26.1 percent, a difference of 3 out of 1,097 votes.", "silent"),
    Example("what it led to", "Ash put on 75p, or 6.2%, to 1,285p on Friday.", "silent"),
    Example(
        "of those who",
        "Side effects led 16 of those on the drug, or 5%, and eight of those on the placebo, or 2.5%, to drop out.",
        "silent",
    ),
    Example("all but so many", "All but 200 of the 1,250 nurses took part, a turnout of 84%.", "silent"),
    Example(
        "of the rest",
        "A total of 217 people came, but 31 were turned away. Of the rest, 54 were new, or 29 per cent.",
        "silent",
    ),
    Example(
        "how many say so",
        "The bank will cut its rate to 1.75%, the lowest on record, according to 14 of the 25 economists we asked.",
        "silent",
    ),
    Example(
        "of what the economy makes",
        "Its debt is £59bn, equivalent to 52% of GDP. The city's own debt is put at £65bn, 56% of GDP.",
        "silent",
    ),
    Example(
        "two sides of one vote",
        "Harrow got 1,402,330 votes, or 52.4 percent, to 1,241,908, or 46.4 percent, for Lindt.",
        "silent",
    ),
    Example(
        "of two together",
        "Bramley Estates planned 180 houses and 120 flats. It promised that 35 per cent, 105 homes, would be cheap.",
        "silent",
    ),
    Example(
        "of another side",
        "The Hawks made 12 of 40 3-pointers, or 25 percent; the Owls made nine of 36, or 25 percent.",
        "error",
    ),
    Example(
        "a limit",
        "A total of 1,68,239 students got a distinction (75% and above), 2,94,410 a first class and the rest passed.",
        "silent",
    ),
    Example(
        "of those just told",
        "The council drew 1,316 responses in a borough of 167,000, and 763 of those, or 58 per cent, were against.",
        "tick",
    ),
    Example(
        "how full it is",
        "Together the dams hold 880m litres. Groenberg, the largest with a capacity of 480m, is at 68%.",
        "silent",
    ),
    Example(
        "a state",
        "The North fire covers 51,500 hectares. The Tarro fire, at 22,300 hectares, is 85 per cent contained.",
        "silent",
    ),
    Example("one of them", "In the county 900 families or 95% were housed in one of the six towns.", "silent"),
    Example(
        "of another whole",
        "It was used in 29 cases. Of those accused 31% (20 people) drank.",
        "silent",
    ),
    Example("of so many months", "Of the record, only 171 of the 923 months (28.5 percent) were wetter.", "error"),
    Example(
        "of so many months, right", "Of the record, only 171 of the 923 months (18.5 percent) were wetter.", "tick"
    ),
    Example("making up", "The 848 sailors fell ill, making up 38 percent of the 3,026 cases of last week.", "error"),
    Example(
        "making up, right", "The 848 sailors fell ill, making up 28 percent of the 3,026 cases of last week.", "tick"
    ),
    Example("would cover", "The $28 billion would cover 12 percent of the $64 billion that towns spend.", "error"),
    Example(
        "would cover, right", "The $8 billion would cover 12.5 percent of the $64 billion that towns spend.", "tick"
    ),
    Example("and others", "Some 1,000 jobs were kept, while 50 percent of the 3,000 others were cut.", "silent"),
    Example("fits only if rounded", "The yard took on 40 people, 25 per cent of its staff of 200.", "warning"),
    Example("whose whole it is", "In all 330 of the force's 1,100 officers, 40%, are women.", "error"),
    Example("whose whole it is, right", "In all 330 of the force's 1,100 officers, 30%, are women.", "tick"),
    Example("out of", "Only 9% of councillors - 19 out of 480 - are under 30.", "error"),
    Example("of the, and the share in brackets", "Of the flats, 40 of the 160 units (35%) are empty.", "error"),
    Example("the share of a stated whole", "Ladders were used in 46% of the 75 cases (27).", "error"),
    Example("or", "Some 27 pupils, or 46% of the 75, stayed at home.", "error"),
    Example("the whole first", "Of the 75 boats, 27 (46%) were new.", "error"),
    Example("of those", "The survey asked 75 people. Of those, 27 (46%) had been robbed.", "error"),
    Example("of its workforce of", "The yard will shed 300 posts, 21% of its workforce of 2,500.", "error"),
    Example("of its workforce of, right", "The yard will shed 300 posts, 12% of its workforce of 2,500.", "tick"),
    Example("whom it employs", "The line employs 8,300 people. It will cut 830 jobs, 20% of its staff.", "warning"),
    Example("whom it employs, right", "The line employs 8,300 people. It will cut 830 jobs, 10% of its staff.", "tick"),
    Example("a rate of", "Out of 1,612 complaints, 481 were upheld - a rate of 40%.", "error"),
    Example("a rate of, right", "Out of 1,612 complaints, 481 were upheld - a rate of 30%.", "tick"),
    Example("of whom", "The drug was given to 480 people, of whom 432 (70%) slept better.", "error"),
    Example("the only ones", "The list had 68,300 names. Now 4,102 names, or 9%, were struck off.", "warning"),
    Example("the only ones, right", "The list had 68,300 names. Now 4,102 names, or 6%, were struck off.", "tick"),
    Example("of a larger sum", "It owes £840m. Of £4.2bn in all art got £168m, four per cent of the total.", "tick"),
    Example("that is", "In May 73,500 of the 105,000 callers got through. That is 74%, a record.", "warning"),
    Example("that is, right", "In May 73,500 of the 105,000 callers got through. That is 70%, a record.", "tick"),
    Example("of an agreed sum", "The town paid £260,000 of an agreed £650,000, or 50 per cent.", "error"),
    Example("far from any", "The list had 68,300 names. Another 4,102 names, or 60%, were struck off.", "silent"),
    Example("pence up", "The offer was 240p, which sent the shares up 8p, or 6%, to 141p.", "silent"),
    Example("points up", "The Greens were on 38%, up two points, and the Reds on 33%, down three.", "silent"),
    Example("those of one place", "It employs 300 people in Ely and will cut 830 jobs, 10% of its staff.", "silent"),
    Example("a share of the part", "Of the 75 boats, 27 are new, 40% of them red.", "silent"),
    Example("of those, right", "The survey asked 75 people. Of those, 27 (36%) had been robbed.", "tick"),
    Example(
        "the whole stands before",
        "The force recorded 75 burglaries. Tools were found in 46% of burglaries (27 cases).",
        "warning",
    ),
    Example(
        "in the next sentence",
        "Old boats are 9% of the fleet. This equates to 92,000 boats out of a total of 1.4m.",
        "error",
    ),
    Example("out of, right", "Only 4% of councillors - 19 out of 480 - are under 30.", "tick"),
    Example("in brackets, right", "Of the flats, 40 of the 160 units (25%) are empty.", "tick"),
    Example("or, right", "Some 27 pupils, or 36% of the 75, stayed at home.", "tick"),
    Example(
        "the whole stands before, right",
        "The force recorded 75 burglaries. Tools were found in 36% of burglaries (27 cases).",
        "tick",
    ),
    Example("a share of something else", "Some 19 out of 480 councillors are under 30, and 41% are women.", "silent"),
    Example("a change", "The list grew 12% as 11 of the 40 clinics closed.", "silent"),
    Example(
        "more than before", "Homes cost £392,000. Inland the average is £296,000, or 64% more than in 2014.", "silent"
    ),
    Example("no whole", "Tools were found in 36% of burglaries (27 cases).", "silent"),
    Example("no part", "Only 4% of the 480 councillors are under 30.", "silent"),
    Example("a score rate", "She hit 40 of 60 shots and 90% is the record.", "silent"),
)

RULE = Rule(
    code="SH01",
    slug="share-of-whole",
    scope="article",
    relation="share",
    check=check,
    examples=EXAMPLES,
    aliases=("pct-of",),
)
