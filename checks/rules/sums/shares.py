"""Shares of one whole do not make up a hundred per cent.

Adds up "64% sand, 27% lime and 9% ash", "71.2% were against and 28.8% in favour" and "by 58% to 42%". A poll of 68, 4
and 25 per cent was corrected this way: it should have been 71.

Percentages that are next to each other seldom share a whole: people who own a phone may own a bicycle too. So the text
must show that the shares exclude one another: opposite answers, what a thing is made of, who pays or holds it. A sum
above a hundred is then an error. A sum below is a warning where the text divides one thing up, and is ignored in
opinion polls, since some do not know. Silent on changes, discounts and shares of different things.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise, takewhile

from checks.model import Article, Figure, Finding, Kind, Outcome, Severity, Span, Tick
from checks.number_format import format_sum, number
from checks.pattern import pattern
from checks.precision import printed_step
from checks.rule import Example, Rule
from checks.rules._text import figures_between
from checks.rules.sums._breakdown import ROW_LINK
from checks.word_set import word_set

OPPOSITES = tuple(
    (pattern(rf"\b(?:{one})\b", re.IGNORECASE), pattern(rf"\b(?:{other})\b", re.IGNORECASE))
    for one, other in (
        (r"against|oppos(?:ed?|ing)|reject(?:ed|ing)?", r"in favou?r|for|support(?:ed|ing)?|back(?:ed|ing)?|approved?"),
        (r"yes", r"no"),
        (r"agree[ds]?|agreeing", r"disagree[ds]?|disagreeing"),
        (r"approv(?:ed?|es|ing)", r"disapprov(?:ed?|es|ing)"),
        (r"leave", r"remain|stay"),
        (r"m[ae]n|male|boys", r"wom[ae]n|female|girls"),
        (r"true", r"false"),
    )
)
"""Answers of which nobody gives both."""
UNDECIDED = pattern(
    r"\b(?:(?:do|did|does) not|don['’]t|didn['’]t) know|\bunsure\b|\bnot sure\b|\bundecided\b|\bno opinion\b|\babstain"
    r"|\brefused\b|\bneither\b",
    re.IGNORECASE,
)
SHARE_BASE = pattern(r"\s(?:of|among|for|with)\s(?:all\s|the\s|likely\s|registered\s)*(?P<base>[\w-]+(?:\s[\w-]+)?)")
"""The base of a share, where the words after it say so: "72 percent of Democrats"."""
NOT_A_MATERIAL = (
    r"(?!(?:of|in|on|at|to|for|by|with|from|a|an|the|who|that|which|did|do|does|is|are|was|were|be|had|have|has|would|will"
    r"|could|can|say|says|said|think|thought|wants?|believe|feel|felt|chose|gave|got|went|came|on|and|or|[a-z]+ed"
    r"|(?:dis)?approv(?:e|es|ing)|support(?:s|ing)?|oppos(?:e|es|ing)|favou?r(?:s|ing)?|back(?:s|ing)?|saying"
    r"|white|black|male|female|hispanic|latino|asian|minority|poor|conservative|liberal)\b)"
)
"""Excludes words that are no material: people's answers, and attributes of which one person has several."""
MATERIAL = pattern(rf"^\s{NOT_A_MATERIAL}(?:[a-z][a-z-]*\s)?[a-z][a-z-]+(?=[,.;:)]|\s(?:and|or|with)\b|$)", re.I)
CHANGE_AFTER_SHARE = pattern(
    r"^\s(?:\w+\s)?(?:increase|rise|fall|drop|cut|discount|growth|decline|decrease|gain|loss|stake|chance|interest|majority"
    r"|more|less|higher|lower|up|down|year|off|swing|turnout|tax|duty|rate|likely|lead|margin)",
    re.IGNORECASE,
)
DIVISION_WORD = pattern(
    r"\b(?:split|divided|funded|financed|owned|held|shared|made (?:up )?(?:of|from)|composed|comprise[sd]?"
    r"|consist(?:s|ed)?|mix(?:ture)?|blend|contain(?:s|ed|ing)?|diet)\b",
    re.IGNORECASE,
)
MAKES_UP = pattern(r"\b(?:ma(?:k|d)e(?:s)? up|making up|account(?:s|ed)? for|compris(?:e|es|ed))\b", re.IGNORECASE)
AND_NEXT_HOLDER = pattern(r"\band (?:the )?[a-z]+ (?:for |about |just )?$")  # "women made up 56% of them and men 44%"
SHARED_PREPOSITION = pattern(r"^\s(?:is\s|are\s|was\s|were\s|will be\s)?(?:\w+\s)?(by|in|from)\s", re.IGNORECASE)
VOTE_WORD = pattern(
    r"\b(?:vot(?:ed?|es|ers)|referendum|ballot|poll|won|beat|backed|decided|passed|approved|rejected)\b", re.I
)
COMPARISON_WORD = pattern(
    r"\b(?:than|compared|from|up|down|rose|fell|as against|against the|versus|last year)\b", re.IGNORECASE
)
RESPONDENT_NOUNS = word_set("voters people those them respondents vote votes adults residents members it a an")
MAX_ANSWER_LENGTH = 60  # characters after the last share of a row that are read as its answer
MAX_SHARES = 40  # shares in one row; more are a table
MAX_GAP_BETWEEN_SHARES = 80  # characters between two shares of a row
HUNDRED = Fraction(100)


def check(article: Article) -> Iterator[Outcome]:
    row: list[Figure] = []
    for figure in (figure for figure in article.figures if figure.kind is Kind.PERCENT and figure.value is not None):
        if figure.second is not None:
            yield from _vote_outcome(article, figure)
            continue
        if row and not _continues_row(article, row[-1], figure):
            yield from _compare(article, row)
            row = []
        row.append(figure)
    yield from _compare(article, row)


def _continues_row(article: Article, first: Figure, second: Figure) -> bool:
    """Whether the second share continues the row of the first."""
    gap = article.text[first.span.end : second.span.start]
    if first.sentence != second.sentence or len(gap) > MAX_GAP_BETWEEN_SHARES or COMPARISON_WORD.search(gap):
        return False
    start = article.sentences[first.sentence].span.start
    return bool(
        ROW_LINK.search(gap) or (AND_NEXT_HOLDER.search(gap) and MAKES_UP.search(article.text, start, first.span.start))
    )


def _vote_outcome(article: Article, figure: Figure) -> Iterator[Outcome]:
    """The outcome for "by 55% to 45%", which is a vote of two sides, not a range."""
    if figure.value is None or figure.second is None:
        return
    preceding_text = article.text[article.sentences[figure.sentence].span.start : figure.span.start]
    if not VOTE_WORD.search(preceding_text) or not preceding_text.rstrip().endswith("by"):
        return
    yield from _outcomes((figure.span,), (figure.value, figure.second), is_divided=False, are_exclusive=True)


def _compare(article: Article, row: Sequence[Figure]) -> Iterator[Outcome]:
    """The outcome for a row of shares, where the text shows that they exclude one another."""
    if not 1 < len(row) <= MAX_SHARES:
        return
    sentence = article.sentences[row[0].sentence].span
    texts_after = [article.text[figure.span.end : min(figure.span.end + 40, sentence.end)] for figure in row]
    if any(CHANGE_AFTER_SHARE.match(text) for text in texts_after) or all(
        text.startswith(" among ") for text in texts_after
    ):
        return  # "59% among independents and 47% among Republicans": each is of a whole of its own
    opposite_row = _opposite_answers(article, row, sentence.end)
    if opposite_row:
        row = opposite_row
    total = sum(f.value or 0 for f in row)
    sentence_figures = figures_between(article, sentence.start, sentence.end)
    if any(f.kind is Kind.PERCENT and f.value == total for f in sentence_figures):
        return  # "7.5% over two years, split into 4.5% now and 3% next April"
    if total != HUNDRED and len({base for text in texts_after if (base := _share_base(text))}) > 1:
        return
    words = article.text[max(sentence.start, row[0].span.start - 90) : min(sentence.end, row[-1].span.end + 60)]
    are_materials = all(MATERIAL.match(text) for text in texts_after)
    prepositions = [found[1].lower() if (found := SHARED_PREPOSITION.match(text)) else "" for text in texts_after]
    is_parallel = len(set(prepositions)) == 1 and bool(prepositions[0])
    is_divided = bool(DIVISION_WORD.search(words)) and (are_materials or is_parallel)
    names_opposites = any(one.search(words) and other.search(words) for one, other in OPPOSITES)
    is_divided = (is_divided and not opposite_row) or bool(MAKES_UP.search(words) and names_opposites)
    are_exclusive = is_divided or bool(opposite_row)
    if are_exclusive or are_materials or total == HUNDRED:
        yield from _outcomes([f.span for f in row], [f.value or Fraction(0) for f in row], is_divided, are_exclusive)


def _opposite_answers(article: Article, row: Sequence[Figure], sentence_end: int) -> Sequence[Figure]:
    """Two neighbouring shares with opposite answers, and the undecided after them; empty if there are none.

    Shares in brackets do not count, as they belong to the words before them: "Most are women (55%), the others men
    (57%)".
    """
    text_ends = [*(figure.span.start for figure in row[1:]), min(sentence_end, row[-1].span.end + MAX_ANSWER_LENGTH)]
    answer_texts = [article.text[figure.span.end : end] for figure, end in zip(row, text_ends, strict=True)]
    for place, (first, second) in enumerate(pairwise(answer_texts)):
        if ")" in (first[:1], second[:1]):
            continue
        for one, other in OPPOSITES:
            side_matches = [(bool(one.search(words)), bool(other.search(words))) for words in (first, second)]
            if side_matches in ([(True, False), (False, True)], [(False, True), (True, False)]):
                undecided = takewhile(lambda words: UNDECIDED.search(words) is not None, answer_texts[place + 2 :])
                return row[place : place + 2 + len(list(undecided))]
    return ()


def _share_base(text: str) -> str:
    """The base of a share, if the words after it name one; "" where it is the voters or people asked in general."""
    found = SHARE_BASE.match(text)
    return found["base"].lower() if found and found["base"].split()[0].lower() not in RESPONDENT_NOUNS else ""


def _outcomes(
    spans: Sequence[Span], shares: Sequence[Fraction], is_divided: bool, are_exclusive: bool
) -> Iterator[Outcome]:
    """A tick or a finding on shares, or nothing.

    `is_divided`: the text divides a whole into them. `are_exclusive`: they certainly exclude one another.
    """
    total, step = sum(shares, Fraction(0)), max(map(printed_step, shares))
    slack = step * len(shares) / 2
    if abs(total - HUNDRED) <= slack:
        yield Tick(f"The shares make {number(total)}%.", tuple(spans), f"{format_sum(shares)} = {number(total)}")
        return
    is_over, gap = total > HUNDRED, abs(total - HUNDRED)
    if not is_over and not is_divided:
        return
    corrected = [share - gap if is_over else share + gap for share in shares]
    yield Finding(
        Severity.ERROR if is_over and are_exclusive else Severity.WARNING,
        f"The shares add up to {number(total)}%, {number(gap)} points {'over' if is_over else 'short of'} a hundred.",
        tuple(spans),
        f"{format_sum(shares)} = {number(total)} (allowed: {number(HUNDRED - slack)} to {number(HUNDRED + slack)})",
        tuple(f"{number(a)}% -> {number(b)}%" for a, b in zip(shares, corrected, strict=True) if b > 0),
        f"Is one of the shares wrong, or {'do they overlap' if is_over else 'is one left out'}?",
    )


EXAMPLES = (
    Example(
        "of wholes of their own",
        "The figure drops to 59% among men who rejected it and 47% among women who were in favour.",
        "silent",
    ),
    Example(
        "of groups that answered alike",
        "Some 81 percent of Hill party members approved, while 34 percent of independents were against it.",
        "silent",
    ),
    Example("what each group thinks, in brackets", "Most men (72%) and most women (65%) were in favour.", "silent"),
    Example("attributes of one crew", "The crew was 95 percent white and 95 percent male.", "silent"),
    Example(
        "answers to other questions",
        "Though 66% said it was true, just 36% were in favour and 61% against.",
        "silent",
    ),
    Example("a vote and how much is counted", "He won 66% of the vote against 34% for her, with 99% in.", "silent"),
    Example("with those who do not know", "Some 68% were in favour, 25% against and 14% did not know.", "error"),
    Example("opinion divided", "Members are divided: 46% support the plan and 47% oppose it.", "silent"),
    Example("shares of a share", "The offer of 7.5% over two years is split into 4.5% now and 3% in May.", "silent"),
    Example("two groups", "Some 62% of the boys could go alone, as against 52% of the girls.", "silent"),
    Example("what a thing is made of exceeds it", "The scarf was sold as 70% wool and 40% silk.", "warning"),
    Example("opposite answers exceed everybody", "Some 71.2% were against and 32.8% in favour of the plan.", "error"),
    Example("two sides of a vote exceed it", "Members voted by 58% to 52% to leave the league.", "error"),
    Example(
        "a thing divided up leaves a part unnamed",
        "The post is financed 75% by the club and 15% by the town.",
        "warning",
    ),
    Example("what makes the hundred is ticked", "The scarf was sold as 70% wool and 30% silk.", "tick"),
    Example("of one whole", "Women made up 56% of those who replied and men 54%.", "error"),
    Example("of one whole, right", "Women made up 56% of those who replied and men 44%.", "tick"),
    Example("rounding is allowed for", "The drink was made of 33% milk, 33% cream and 33% water.", "tick"),
    Example("a poll may leave some undecided", "In the poll 51% said yes and 38% said no.", "silent"),
    Example("groups that overlap are left alone", "Some 80% own a phone and 60% own a bicycle.", "silent"),
    Example("changes are no shares", "Sales rose 70% and profits 60% in the year.", "silent"),
)

RULE = Rule(
    code="PW07",
    slug="shares-of-a-hundred",
    scope="article",
    relation="sum",
    check=check,
    examples=EXAMPLES,
    aliases=("pct-sum",),
)
