"""A lead in points that is not the difference of the two shares.

Ties "leads Elm by 7 points, 48% to 41%", "a 16-point lead, 50% to 34%", "up three points 46-43", "by four points
(50%-46%) and Oak by two (49%-47%)", "on 51% and his rival on 44%, a lead of seven points" and, a sentence or two apart,
"is leading Elm by six points. The poll has Ash at 43% and Elm at 37%". It also ties a lead to shares given just before
it, "49% back Ash, compared to 47% who back Elm. The two-point margin", and a net rating to its two sides, "the approval
of 42% and the disapproval of 53.3%, for a net rating of -11.3 points". Of more than two shares it takes the two
largest, or the one right before the lead and the one right after it, "on 44%, 20 points ahead of Elm on 24%". Pollsters
subtract before they round, so a lead that is one point off is not questioned.

Silent where any two shares of the sentence give the lead, where there are other figures between the lead and the
shares, where the shares are of different times, and, for shares in another sentence, where that sentence does not name
both sides again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import NamedTuple

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Tick
from checks.number_format import counted, number
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._printed import significant_step
from checks.rules._text import figures_between

LEAD_TAIL = pattern(
    r"(?:[- ]points?)?[- ](?:(?:national|overall|clear|solid|narrow|wide|big|slim) )?"
    r"(?:lead|advantage|edge|margin(?! of error))\b"
)
AHEAD_TAIL = pattern(r"(?: (?:percentage )?points?)? (?:ahead|clear|behind|up on|in the hole|under ?water)\b")
LEAD_BEFORE = pattern(
    r"\b(?:lead(?:s|ing)?|led|trail(?:s|ed|ing)?|ahead|behind|won|wins|beats?|carried|favou?r(?:s|ed)?|prefer(?:s|red)?)\b"
    r"[^.;:\d]{0,60}\bby (?:just |only |about |some )?$"
    r"|\b(?:lead|advantage|margin|edge|gap) (?:was |is )?(?:of )?(?:just |only |about |some )?$"
    r"|\bnet (?:[a-z]+ ){0,2}(?:rating|score|(?:dis)?approval|favou?rability) (?:of|at|is|was) "
    r"(?:minus |negative )?[-–−]?$"
)
BY_BEFORE = pattern(r"\b(?:by|up|down) (?:a full |just |only |about |some )?$")
LEAD_TO_SHARES = pattern(r"(?:[- ](?:percentage )?points?)?(?:,| \(|, at| at|:)? ?")
"""Text between a lead and the shares that follow it directly: "up three points 46-43"."""
SIDE_KINDS = (Kind.PERCENT, Kind.SCORE, Kind.RATIO)
PAIR = 2
MAX_SUM_OF_SHARES = 101  # per cent: two shares of one whole, each rounded up by half a point
LEAD_REACH = 80  # characters before a figure in which words for a lead are looked for
OTHER_STATEMENT = pattern(r"\b(?:from|up|down|rose|fell|since|error|undecided|than|half|after|earlier|margin of)\b")
TO_ARTICLE = pattern(r"\bto an? ")
MAX_GAP_TO_LEAD = 45  # characters between the shares and a lead after them
NAME = pattern(r"\b[A-Z][\w’'-]+(?: [A-Z][\w’'-]+){0,4}")
DEFINITE_BEFORE = pattern(r"(?:\b(?:[Tt]he|[Tt]hat|[Tt]his)|['’]s?) $")  # "the six-point lead": known already
SENTENCES_TO_SHARES = 2  # sentences between the lead and the shares
MAX_MISS_ELSEWHERE = 5  # points: shares in another sentence that differ more are of another poll
LEAD_TO_LATER_SHARES = pattern(
    r"(?:(?! and )(?:[^.;]|(?<=\b[MDS][rst])\.|(?<=\bMrs)\.|(?<=\b(?:Gov|Sen|Rep))\.)){0,90}?"
    r"(?:[,(:–—-]|\b(?:with|at|on)) ?$"
)
SHARE_TO_LEAD, LEAD_TO_OTHER_SHARE = pattern(r",? (?:an? )?"), pattern(r"[^,.;:\d]{0,50}\b(?:on|at|with) ")
"""Text between a share and the lead right after it, and between the lead and the other share: "ahead of Elm on"."""
BETWEEN_SHARES = pattern(
    r" ?[-–—] ?$|[^.;]{0,60}?(?:\b(?:to|against|versus|compared with|compared to|while|with|and)\b|,)[^.;]{0,60}$"
)


class Shares(NamedTuple):
    """Two shares in per cent, and the figures that state them: a single one for "48 to 41 per cent"."""

    figures: tuple[Figure, ...]
    first: Fraction
    second: Fraction


def check(article: Article) -> Iterator[Outcome]:
    for lead in article.figures:
        if lead.value is None or lead.is_range or lead.hedge.value:
            continue
        shares = _shares_right_after(article, lead) or (
            _shares_of_lead(article, lead) if _is_lead(article, lead) else None
        )
        if shares is None:
            continue
        smaller, larger = sorted((shares.first, shares.second))
        difference, points, step = larger - smaller, abs(lead.value), significant_step(lead.value, lead.words)
        arithmetic = f"{number(larger)} - {number(smaller)} = {number(difference)}"
        spans = tuple(sorted((lead.span, *(figure.span for figure in shares.figures))))
        sides = "shares" if len(shares.figures) > 1 or shares.figures[0].kind is Kind.PERCENT else "sides"
        if difference == points:
            yield Tick(f"The two {sides} are {counted(difference, 'point')} apart.", spans, arithmetic)
        elif (
            abs(difference - points) > step
            and (shares.figures[0].sentence == lead.sentence or abs(difference - points) <= MAX_MISS_ELSEWHERE)
            and not _has_fitting_pair(article, shares, points, step)
        ):
            stated_lead = counted(points, "point")
            yield Finding(
                Severity.WARNING,
                f"The two {sides} are {counted(difference, 'point')} apart, and the text says {stated_lead}.",
                spans,
                f"{arithmetic}, not {number(points)}",
                (f"{lead.words} -> {'-' if lead.value < 0 else ''}{number(difference)}",),
                f"The lead of {stated_lead} does not fit the two {sides}. "
                "Is one of them wrong, or about something else?",
            )


def _has_fitting_pair(article: Article, shares: Shares, points: Fraction, step: Fraction) -> bool:
    """Whether any two percentages of the sentence differ by the stated lead."""
    sentence = article.sentences[shares.figures[0].sentence].span
    values = [
        figure.value
        for figure in figures_between(article, sentence.start, sentence.end)
        if figure.kind is Kind.PERCENT and figure.value is not None
    ]
    return any(abs(abs(first - second) - points) <= step for first, second in combinations(values, 2))


def _is_lead(article: Article, figure: Figure) -> bool:
    """Whether a figure is a number of points by which one side leads another."""
    if not _is_in_points(figure) or figure.unit == "basis point":
        return False
    start = max(article.sentences[figure.sentence].span.start, figure.span.start - LEAD_REACH)
    return bool(
        LEAD_TAIL.match(article.text, figure.span.end)
        or AHEAD_TAIL.match(article.text, figure.span.end)
        or LEAD_BEFORE.search(article.text[start : figure.span.start])
    )


def _shares_right_after(article: Article, lead: Figure) -> Shares | None:
    """The two shares that directly follow a number of points after "by", "up" or "down"; else None.

    A bare number counts as points if the two shares follow in brackets, with percent signs.
    """
    if not BY_BEFORE.search(article.text, max(0, lead.span.start - LEAD_REACH), lead.span.start):
        return None
    figures_after = figures_between(article, lead.span.end, article.sentences[lead.sentence].span.end)
    pair = next((figure for figure in figures_after if not _is_in_points(figure)), None)
    if pair is None or pair.kind not in SIDE_KINDS or pair.value is None:
        return None
    gap = article.text[lead.span.end : pair.span.start]
    is_bare = lead.kind is Kind.NUMBER and gap == " (" and pair.kind is Kind.PERCENT and pair.second is not None
    if not (_is_in_points(lead) or is_bare) or not LEAD_TO_SHARES.fullmatch(gap):
        return None
    if pair.kind is Kind.PERCENT:
        return _first_two_shares(article, figures_after[figures_after.index(pair) :])
    return _shares_in_one_figure(pair)


def _shares_in_one_figure(pair: Figure) -> Shares | None:
    """The two shares of one figure, "48 to 41 per cent" or "45/41"; None where they add up to more than a whole."""
    if pair.value is None or pair.second is None or min(pair.value, pair.second) <= 0:
        return None
    may_be_shares = pair.kind is Kind.PERCENT or pair.value + pair.second <= MAX_SUM_OF_SHARES
    return Shares((pair,), pair.value, pair.second) if may_be_shares else None


def _shares_of_lead(article: Article, lead: Figure) -> Shares | None:
    """The two shares whose difference the lead is; None where that is not clear."""
    sentence = article.sentences[lead.sentence].span
    shares_before = [
        figure for figure in figures_between(article, sentence.start, lead.span.start) if figure.kind is Kind.PERCENT
    ]
    figures_after = figures_between(article, lead.span.end, sentence.end)
    is_share_next_to_lead = (
        bool(shares_before)
        and SHARE_TO_LEAD.fullmatch(article.text, shares_before[-1].span.end, lead.span.start) is not None
    )
    if is_share_next_to_lead and any(figure.kind is Kind.PERCENT for figure in figures_after):
        between = article.text[lead.span.end : figures_after[0].span.start]
        is_other_side = LEAD_TO_OTHER_SHARE.fullmatch(between) and not OTHER_STATEMENT.search(between)
        return _shares_of_two(shares_before[-1], figures_after[0]) if is_other_side else None
    pair = _first_two_shares(article, figures_after)
    if pair is not None:
        between = article.text[lead.span.end : pair.figures[0].span.start]
        return pair if LEAD_TO_LATER_SHARES.match(between) and not OTHER_STATEMENT.search(between) else None
    if shares_before:
        between = article.text[shares_before[-1].span.end : lead.span.start]
        is_lead_of_shares = (
            len(between) <= MAX_GAP_TO_LEAD and not OTHER_STATEMENT.search(between) and not TO_ARTICLE.search(between)
        )
        return _two_largest(article, shares_before) if is_lead_of_shares else None
    if sum(map(_is_in_points, figures_between(article, sentence.start, sentence.end))) > 1:
        return None  # "a two-point lead in Torley and one of five in Ash"
    if lead.sentence and DEFINITE_BEFORE.search(article.text[sentence.start : lead.span.start]):
        previous = article.sentences[lead.sentence - 1].span
        found = _first_two_shares(article, figures_between(article, previous.start, previous.end), max_candidates=2)
        if found is not None and not OTHER_STATEMENT.search(article.text_of(previous)):
            return found
    last = min(lead.sentence + SENTENCES_TO_SHARES, len(article.sentences) - 1)
    found = _first_two_shares(article, figures_between(article, sentence.end, article.sentences[last].span.end))
    if found is None:
        return None
    later_sentence = article.text_of(article.sentences[found.figures[0].sentence].span)
    return found if _names_both_sides(article, lead, later_sentence) else None


def _two_largest(article: Article, shares: Sequence[Figure]) -> Shares | None:
    """The two largest of the shares before a lead; None where they are not shares of one whole at one time."""
    if len(shares) <= PAIR:
        return _first_two_shares(article, shares)
    between_shares = article.text[shares[0].span.end : shares[-1].span.start]
    if sum(figure.value or MAX_SUM_OF_SHARES for figure in shares) > MAX_SUM_OF_SHARES or OTHER_STATEMENT.search(
        between_shares
    ):
        return None
    first, second = sorted(sorted(shares, key=lambda figure: figure.value or 0)[-PAIR:], key=lambda figure: figure.span)
    return _shares_of_two(first, second)


def _shares_of_two(first: Figure, second: Figure) -> Shares | None:
    """The shares of two figures; None where one of them is a range or not a percentage."""
    if any(
        figure.kind is not Kind.PERCENT or figure.is_range or figure.second is not None for figure in (first, second)
    ):
        return None
    return Shares((first, second), first.value, second.value) if first.value and second.value else None


def _names_both_sides(article: Article, lead: Figure, other_sentence: str) -> bool:
    """Whether another sentence names the sides again: the two names before the lead, or the one on each side of it."""
    sentence = article.sentences[lead.sentence].span
    before = NAME.findall(article.text[sentence.start : lead.span.start])[-2:]
    sides = [before, [*before[-1:], *NAME.findall(article.text[lead.span.end : sentence.end])[:1]]]
    words = {word for name in NAME.findall(other_sentence) for word in name.split()}
    return any(len(pair) == 2 and all(not words.isdisjoint(name.split()) for name in pair) for pair in sides)


def _first_two_shares(article: Article, figures: Sequence[Figure], max_candidates: int | None = None) -> Shares | None:
    """The first two shares among some figures, if they are in one sentence and no points come before them.

    None where there are more percentages and points than `max_candidates`.
    """
    candidates = [figure for figure in figures if figure.kind in (Kind.PERCENT, Kind.RATIO) or _is_in_points(figure)]
    if max_candidates is not None and len(candidates) > max_candidates:
        return None
    candidates = candidates[:2]
    if not candidates:
        return None
    first = candidates[0]
    if first.kind in SIDE_KINDS and first.second is not None:
        return _shares_in_one_figure(first)
    if any(figure.kind is not Kind.PERCENT or figure.value is None for figure in candidates):
        return None
    second = candidates[-1]
    if second is first or second.is_range or first.sentence != second.sentence:
        return None
    between = article.text[first.span.end : second.span.start]
    if (
        first.value is None
        or second.value is None
        or not BETWEEN_SHARES.match(between)
        or OTHER_STATEMENT.search(between)
    ):
        return None
    return Shares((first, second), first.value, second.value)


def _is_in_points(figure: Figure) -> bool:
    """Whether the figure is a number of points, also as the first modifier: "a 16-point lead"."""
    noun = figure.noun
    return figure.kind is Kind.POINTS or (noun is not None and (noun.head == "point" or "point" in noun.modifiers[:1]))


EXAMPLES = (
    Example("of three parties", "Ash has 43%, Elm 34% and Orr 15%, a nine-point lead for Ash.", "tick"),
    Example("of three parties, wrong", "Ash has 43%, Elm 34% and Orr 15%, a six-point lead for Ash.", "warning"),
    Example("of three parties, another two", "Ash has 43%, Elm 34% and Orr 15%, a Labour lead of 19 points.", "silent"),
    Example("between the two shares", "Ash is on 47%, 13 points ahead of Elm on 34%, with Orr on 9%.", "tick"),
    Example(
        "between the two shares, wrong", "Ash is on 47%, 17 points ahead of Elm on 34%, with Orr on 9%.", "warning"
    ),
    Example(
        "behind a lead, two others", "Ash is on 47%, 13 points clear of Elm, while Orr has 9% and Lowe 5%.", "silent"
    ),
    Example("shares of different things", "With turnout at 80%, Ash has 43% and Elm 34%, a six-point lead.", "silent"),
    Example("a margin", "She was better suited by a 52-point margin, 71 percent to 19 percent.", "tick"),
    Example("a margin, wrong", "She was better suited by a 52-point margin, 71 percent to 29 percent.", "warning"),
    Example(
        "over whom",
        "Mrs. Ash has a 46-point lead over Mr. Elm's ticket with Gov. Ian Moor, 66 percent to 30 percent.",
        "warning",
    ),
    Example(
        "a margin of error", "It has a 3-point margin of error, and 48 percent were for, 41 percent against.", "silent"
    ),
    Example("by so many points", "In a two-way race Ash leads Elm by 9 points, 48% to 41%.", "warning"),
    Example("by so many points, right", "In a two-way race Ash leads Elm by 7 points, 48% to 41%.", "tick"),
    Example("an adjective", "Senator Ash has a 26-point lead over Elm, 50% to 34%, the poll found.", "warning"),
    Example("an adjective, right", "Senator Ash has a 16-point lead over Elm, 50% to 34%, the poll found.", "tick"),
    Example("favoured by so many", "Women favour Ann Ash by 14 points, 52 per cent to 38.5 per cent.", "silent"),
    Example("favoured by so many, right", "Women favour Ann Ash by 14 points, 52 per cent to 38 per cent.", "tick"),
    Example("rounded after the subtraction", "Ash leads Elm by 6 points, 48% to 41%.", "silent"),
    Example(
        "in the next sentence",
        "Ann Ash is leading Bo Elm by nine points. A poll has Ash at 43% of likely voters, while Elm has 37%.",
        "warning",
    ),
    Example(
        "in the next sentence, right",
        "Ann Ash is leading Bo Elm by six points. A poll has Ash at 43% of likely voters, while Elm has 37%.",
        "tick",
    ),
    Example(
        "two others",
        "Ann Ash is leading Bo Elm by nine points. In Torley it is Cy Orr at 43% and Di Lowe at 37%.",
        "silent",
    ),
    Example(
        "a lead of two others",
        "Cy Orr is ahead of Di Lowe, and Ann Ash nine points ahead of Bo Elm. Orr has 43%, while Lowe has 37%.",
        "silent",
    ),
    Example("up so many", "A poll in May had Ash up 29 points 57-38 among pupils.", "warning"),
    Example("up so many, right", "A poll in May had Ash up 19 points 57-38 among pupils.", "tick"),
    Example("in a row", "Ash beat Orr by four points (50%-46%) and Elm by six (49%-47%) in May.", "warning"),
    Example("from three to five", "Ash is up three points from 46-43 in May.", "silent"),
    Example("a game", "Ann Ash scored 19 points (7-12 shooting) and Elm was up by nine.", "silent"),
    Example("narrow", "Ash holds a one-point lead in Torley, at 48/47, and is six points up in Elm.", "tick"),
    Example("others by so many", "Ash leads by 11 points among women, by 54%-41% among men who work.", "silent"),
    Example(
        "among women",
        "Ann Ash leads Bo Elm by six points, and by 15 among women, 55% to 40%.",
        "silent",
    ),
    Example(
        "leads in two states",
        "Ann Ash has a two-point lead over Bo Elm in Torley and one of five points in Skerra. Later Ash led Elm 46-41 "
        "percent in Lorne.",
        "silent",
    ),
    Example(
        "a lead or more", "It falls from 73% in one town to 45% in others (a gap of four or more points).", "silent"
    ),
    Example("a lead that has grown", "Ash leads Elm by six points, up from 2% in May and 1% in June.", "silent"),
    Example(
        "the lead that was told",
        "Forty-nine percent of voters back Ash, compared to 47% who support Elm. The four point margin is not much.",
        "warning",
    ),
    Example(
        "the lead that was told, right",
        "Forty-nine percent of voters back Ash, compared to 47% who support Elm. The two point margin is not much.",
        "tick",
    ),
    Example(
        "the lead of another time",
        "Ash has risen from 45% to 49% in a month. The seven point margin over Elm is the widest so far.",
        "silent",
    ),
    Example(
        "one of several",
        "Ash has 49%, compared to 47% for Elm and 4% for Orr. The nine point margin of May has gone.",
        "silent",
    ),
    Example(
        "a net rating",
        "Ash has the approval of 42 percent and the disapproval of 53.3 percent, for a net rating of -13.1 points.",
        "warning",
    ),
    Example(
        "a net rating, right",
        "Ash has the approval of 42 percent and the disapproval of 53.3 percent, for a net rating of -11.3 points.",
        "tick",
    ),
    Example("a match", "Ash let a 19-point lead slip against Elm and made 41% of its throws, Elm 37%.", "silent"),
)

RULE = Rule(
    code="PC06",
    slug="lead",
    scope="article",
    relation="difference",
    check=check,
    examples=EXAMPLES,
)
