"""A number in a form that no number has.

"£217,00", "2046,115" and "12,50,0" have lost or gained a digit, or use a comma for the decimal point. Nothing else in
the article can make such a figure right, so it is reported alone and no other rule uses it. A continental decimal comma
with one digit ("2,5") is only a warning, and so is an ordinal with the ending of another ("22th").

Silent on numbers that are grouped by thousands or, as in India, by lakhs and crores, on dates, clock times, scores and
phone numbers.
"""

from __future__ import annotations

from collections.abc import Iterator

from checks.figures.names_and_codes import LABELS, PLURAL_LABELS
from checks.model import Article, Figure, Finding, Kind, NotChecked, Outcome, Severity, Span
from checks.pattern import pattern
from checks.rule import Example, Rule
from checks.rules._text import plain_words
from checks.word_set import word_set

# Starts with the digit, not with a lookbehind, so that the search is faster.
ORDINAL = pattern(r"(\d(?<![\w.,/-]\d)\d{0,3})(st|nd|rd|th)(?![\w])")
WEIGHT_WORDS = word_set("lost lose losing shed weigh weighs weighed weighing weight lb stone heavier lighter")
"""Words near which "st" may mean stones."""
DAY_AND_YEAR = pattern(r"(?:0?[1-9]|[12]\d|3[01]),(?:19|20)\d\d")
DIGITS_IN_A_ROW = pattern(r"\d(?:,\d){2,}")
IDENTIFIER_ROW = pattern(r"\d{4,},\d{4,}(?:,\d{4,})+")
ENDINGS = {"1": "st", "2": "nd", "3": "rd"}


def check(article: Article) -> Iterator[Outcome]:
    yield from _ordinals(article)
    commas = [figure for figure in article.figures if figure.kind is Kind.UNREAD and _has_decimal_comma(figure)]
    if len(commas) >= MIN_HOUSE_STYLE_COMMAS and not DECIMAL_POINT.search(article.text):
        spans = tuple(figure.span for figure in commas)
        yield NotChecked("the text writes its decimals with a comma, and only points are read", spans)
        return
    for figure in article.figures:
        if figure.kind is Kind.UNREAD and "," in figure.words and not _is_several(article, figure):
            yield Finding(
                Severity.WARNING if _has_decimal_comma(figure) else Severity.ERROR,
                f"“{figure.words}” is not how a number is written.",
                (figure.span,),
                f"{figure.words}: {figure.reason}" if figure.reason else figure.words,
                question=f"What should “{figure.words}” be?",
            )


def _is_several(article: Article, figure: Figure) -> bool:
    """Whether these are several numbers without a space: "July 13,2022", "sections 8,19", "1-6,4-6", identifiers."""
    if any(shape.fullmatch(figure.words) for shape in (DAY_AND_YEAR, DIGITS_IN_A_ROW, IDENTIFIER_ROW)):
        return True
    start, end = figure.span
    if SCORE_BEFORE.search(article.text, max(0, start - 3), start) or SCORE_AFTER.match(article.text, end):
        return True
    words_before = plain_words(article.text[max(0, figure.span.start - 20) : figure.span.start])
    return bool(words_before) and words_before[-1] in LABELS | PLURAL_LABELS


SCORE_BEFORE, SCORE_AFTER = pattern(r"\b\d[-–]$"), pattern(r"[-–]\d\b")  # around the figures of two scores
MIN_HOUSE_STYLE_COMMAS = 3  # decimal commas of a text in which they are the house style, as in South Africa
DECIMAL_POINT = pattern(r"\d\.\d")


def _ordinals(article: Article) -> Iterator[Outcome]:
    """Questions ordinals with the ending of another number: "22th", "11st"."""
    measures = [figure.span for figure in article.figures if figure.kind is Kind.MEASURE]
    for match in ORDINAL.finditer(article.text):
        digits, ending = match[1], match[2]
        right = "th" if digits[-2:-1] == "1" else ENDINGS.get(digits[-1], "th")
        if ending == "st" and not WEIGHT_WORDS.isdisjoint(
            plain_words(article.text[max(0, match.start() - 60) : match.end() + 40])
        ):
            continue  # "lost 2st": stones
        if digits[-1] != "1" and any(span.overlaps(Span(*match.span())) for span in measures):
            continue  # "Tom Ash, 17st, was carried off"
        if ending != right:
            yield Finding(
                Severity.WARNING,
                f"“{match.group()}” is read as “{digits}{right}”.",
                (Span(*match.span()),),
                repairs=(f"{match.group()} -> {digits}{right}",),
                question=f"Should this be “{digits}{right}”, or is the number itself wrong?",
            )


def _has_decimal_comma(figure: Figure) -> bool:
    """Whether one digit follows the last comma, the decimal point of other languages: "2,5"."""
    return len(figure.words.rpartition(",")[2].strip("%")) == 1


EXAMPLES = (
    Example("sets without a space", "She lost to Oduya 1-6,4-6 in the third round.", "silent"),
    Example(
        "the way of a paper",
        "Output grew by 2,4% in June. Metals were 7,1% higher, and sales came to R68,4-billion.",
        "silent",
    ),
    Example("a nought that is missing", "He was paid £217,00 for the book.", "error"),
    Example("a comma in the wrong place", "Some 2046,115 votes were cast.", "error"),
    Example("the ending of another ordinal", "She came 22th of 40.", "warning"),
    Example("a teen", "She came 11st of 40.", "warning"),
    Example("ordinals", "She came 22nd, he 11th, they 13th, 21st, 3rd and 112th.", "silent"),
    Example("a date without its space", "The fair opens on July 13,2022 in Leeds.", "silent"),
    Example("sections without their space", "It breaches sections 8,19 of the Act.", "silent"),
    Example("identifiers of pictures", "[gallery ids=1949609,1949608,1949607]", "silent"),
    Example("a row of digits", "They asked about issues 3,4,5 of the paper.", "silent"),
    Example("stones", "She lost 2st in a year and weighs 12st now.", "silent"),
    Example("stones behind a name", "Prop Tom Ash, 17st, was carried off.", "silent"),
    Example("pence of old", "The fare was 4d in 1950.", "silent"),
    Example("grouped by thousands", "He was paid £217,000 for the book.", "silent"),
    Example("grouped by lakhs", "Some 20,46,115 votes were cast in Delhi.", "silent"),
    Example("a list of numbers", "Rooms 14, 15 and 16 are free.", "silent"),
    Example("pence", "He was paid £217.50 for the book.", "silent"),
)

RULE = Rule(code="MF01", slug="malformed-figure", scope="article", relation="form", check=check, examples=EXAMPLES)
