"""Reads a text into an `Article`: its layout, its figures and moments in one pass, and its listings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime

from checks import listings
from checks import text as layouts
from checks.dictionary import NO_DICTIONARY, Dictionary
from checks.figures import grammar, moments
from checks.figures.tokens import Tokens
from checks.figures.vocabulary import vocabulary_of
from checks.model import Article, Figure, Moment, Paragraph, Table, Zone
from checks.pattern import pattern
from checks.tables import find_tables, without_tables
from checks.text import KnownZones, Layout
from checks.text.language import detect_language_and_locale

LOCALES = ("en-GB", "en-US")
_UNUSUAL_SPACE = r"[\xa0\u2000-\u200a\u202f\u205f\u3000]"
# Kept between digits, which it groups: "12 000".
_REPLACED_SPACE = pattern(rf"{_UNUSUAL_SPACE}(?:(?<!\d.)|(?!\d))")
_PARAGRAPH_BREAK = pattern(rf"{layouts.LINE_BREAK.pattern}|\t")


def read(
    text: str,
    *,
    zones: KnownZones | None = None,
    published: date | str | None = None,
    locale: str | None = None,
    tables: Iterable[Table] | None = None,
    dictionary: Dictionary = NO_DICTIONARY,
) -> Article:
    """Returns `text` as an `Article`; offsets are those of `text` as given.

    The article's own text has the same length, with plain spaces for line breaks inside paragraphs and for special
    spaces. Remove invisible characters (soft hyphens, zero-width spaces) beforehand: they make a word another word.

    `zones` gives the zones of parts of the text as (start, end, zone); the rest is classified by its words.
    `published`, in any form that `day_of` accepts, is the day that "yesterday" is relative to. `locale`, "en-GB" or
    "en-US", decides what 3/5/2024 means; by default the article's own spelling decides. `tables` are those whose cells
    the caller knows; by default they are looked for in the text. `dictionary` has what the house adds to the words that
    are known. Raises ValueError for a `published` that is not a day, for another `locale` and for an entry of the
    dictionary that cannot be read, and TypeError for a `text` or `dictionary` of another type.
    """
    if not isinstance(text, str):
        raise TypeError(f"an article is a text (str), not {type(text).__name__}; bytes are to be decoded first")
    if locale is not None and locale not in LOCALES:
        raise ValueError(f"locale is {locale!r}; it can be {' or '.join(map(repr, LOCALES))}")
    if not isinstance(dictionary, Dictionary):
        raise TypeError(f"dictionary is {dictionary!r}; it can be a checks.Dictionary")
    breaks = tuple(found.start() for found in re.finditer("\n", text))
    known_tables = tuple(find_tables(text) if tables is None else tables)
    text = _REPLACED_SPACE.sub(" ", text)
    layout = layouts.split(text, zones)
    text = _without_line_breaks(text, layout.paragraphs)
    day = day_of(published)
    vocabulary = vocabulary_of(dictionary)
    locale = locale or layout.locale
    locate = _locator(layout)
    figures: list[Figure] = []
    found_moments: list[Moment] = []
    for paragraph in layout.paragraphs:
        tokens = Tokens(text, *paragraph.span, vocabulary)
        paragraph_moments = list(moments.read(tokens, locale, day))
        figures.extend(grammar.read(tokens, [moment.span for moment in paragraph_moments], locate))
        found_moments.extend(paragraph_moments)
    return Article(
        text=text,
        paragraphs=layout.paragraphs,
        sentences=layout.sentences,
        quotations=layout.quotations,
        figures=tuple(figures),
        moments=tuple(_with_location(moment, locate) for moment in _not_overlapping(found_moments, figures)),
        listings=tuple(listings.find(text, layout)),
        datelines=layout.datelines,
        published=day,
        locale=locale,
        language=detect_language_and_locale(without_tables(text, known_tables))[0] if known_tables else layout.language,
        breaks=breaks,
        tables=known_tables,
        dictionary=dictionary,
    )


def day_of(published: date | str | None) -> date | None:
    """Returns the day of a date, a datetime or a text in ISO format ("2024-05-31", or "2024-05-31T10:00:00Z").

    Raises ValueError for a text that is not in this format, TypeError for any other type.
    """
    if published is not None and not isinstance(published, (str, date)):
        raise TypeError(f"the day of publication is a date or a text (str), not {type(published).__name__}")
    if isinstance(published, str):
        try:
            published = datetime.fromisoformat(published.strip())
        except ValueError:
            raise ValueError(f"{published!r} is no day: write it as year-month-day, for example 2024-05-31") from None
    return published.date() if isinstance(published, datetime) else published


def _without_line_breaks(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """Returns the text with spaces for line breaks inside paragraphs, since rules match phrases across lines."""
    parts, end = [], 0
    for paragraph in paragraphs:
        first, last = paragraph.span.start, paragraph.span.end
        parts += [text[end:first], _PARAGRAPH_BREAK.sub(" ", text[first:last])]
        end = last
    return "".join([*parts, text[end:]])


def _locator(layout: Layout) -> Callable[[int], tuple[int, Zone, bool]]:
    """Returns a function from an offset to its sentence index, its zone, and whether it is inside quotation marks."""
    sentences = layout.sentences
    starts = [sentence.span.start for sentence in sentences]
    quotation_starts = [quotation.start for quotation in layout.quotations]

    def locate(position: int) -> tuple[int, Zone, bool]:
        index = max(bisect_right(starts, position) - 1, 0)
        quotation = bisect_right(quotation_starts, position) - 1
        quoted = quotation >= 0 and position < layout.quotations[quotation].end
        return index, sentences[index].zone if sentences else Zone.BODY, quoted

    return locate


def _not_overlapping(moments: list[Moment], figures: list[Figure]) -> list[Moment]:
    """Returns the moments that overlap no figure."""
    if not moments or not figures:
        return moments
    starts = [figure.span.start for figure in figures]
    kept = []
    for moment in moments:
        index = bisect_right(starts, moment.span.end - 1) - 1
        if index < 0 or not figures[index].span.overlaps(moment.span):
            kept.append(moment)
    return kept


def _with_location(moment: Moment, locate: Callable[[int], tuple[int, Zone, bool]]) -> Moment:
    """Returns the moment with its sentence, zone and quoted flag filled in."""
    sentence, zone, quoted = locate(moment.span.start)
    return replace(moment, sentence=sentence, zone=zone, quoted=quoted)
