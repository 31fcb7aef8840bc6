"""Reads a text into an Article: its layout, its figures and moments in one pass, its listings."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime

from checks import listings
from checks import text as layouts
from checks.figures import grammar, moments
from checks.figures.tokens import Tokens
from checks.model import Article, Figure, Moment, Paragraph, Zone
from checks.pattern import pattern
from checks.text import KnownZones, Layout

_BLANK = r"[\xa0\u2000-\u200a\u202f\u205f\u3000]"
_OTHER_BLANK = pattern(rf"(?<!\d){_BLANK}|{_BLANK}(?!\d)")  # but between digits, which it groups: "12 000"
_BREAK = pattern(rf"{layouts.LINE_BREAK.pattern}|\t")


def read(
    text: str,
    *,
    zones: KnownZones | None = None,
    published: date | str | None = None,
    locale: str | None = None,
) -> Article:
    """The article that `text` is; offsets are those of `text` as given. Its own text is as long, with plain spaces for
    line breaks inside paragraphs and for blanks that do not break. Take out beforehand what prints nothing (soft
    hyphens, zero-width spaces): words with it are other words.

    `zones` are known beforehand for parts of the text, as (start, end, zone); the rest is told by its words.
    `published`, a day as `day_of` takes it, is what "yesterday" is resolved by. `locale`, "en-GB" or "en-US", decides
    what 3/5/2024 means; by default the article's own spelling decides. Raises ValueError for a `published` that is no
    day, and TypeError for a `text` that is none.
    """
    if not isinstance(text, str):
        raise TypeError(f"an article is a text (str), not {type(text).__name__}; bytes are to be decoded first")
    breaks = tuple(found.start() for found in re.finditer("\n", text))
    text = _OTHER_BLANK.sub(" ", text)
    layout = layouts.split(text, zones)
    text = _on_one_line_each(text, layout.paragraphs)
    day = day_of(published)
    locale = locale or layout.locale
    place = _placing(layout)
    figures: list[Figure] = []
    dated: list[Moment] = []
    for paragraph in layout.paragraphs:
        tokens = Tokens(text, *paragraph.span)
        rivals = list(moments.read(tokens, locale, day))
        figures.extend(grammar.read(tokens, [moment.span for moment in rivals], place))
        dated.extend(rivals)
    return Article(
        text=text,
        paragraphs=layout.paragraphs,
        sentences=layout.sentences,
        quotations=layout.quotations,
        figures=tuple(figures),
        moments=tuple(_placed(moment, place) for moment in _free_of(dated, figures)),
        listings=tuple(listings.find(text, layout)),
        datelines=layout.datelines,
        published=day,
        locale=locale,
        language=layout.language,
        breaks=breaks,
    )


def day_of(published: date | str | None) -> date | None:
    """The day of a date, of a time ("2024-05-31T10:00:00Z": the day where that is stated), or of "2024-05-31".

    ValueError for a text that is none, TypeError for what is no text either.
    """
    if published is not None and not isinstance(published, (str, date)):
        raise TypeError(f"the day of publication is a date or a text (str), not {type(published).__name__}")
    if isinstance(published, str):
        try:
            published = datetime.fromisoformat(published.strip())
        except ValueError:
            raise ValueError(f"{published!r} is no day: write it as year-month-day, for example 2024-05-31") from None
    return published.date() if isinstance(published, datetime) else published


def _on_one_line_each(text: str, paragraphs: Sequence[Paragraph]) -> str:
    """With spaces for line breaks inside paragraphs: what the rules look for may stand across two lines."""
    made, end = [], 0
    for paragraph in paragraphs:
        first, last = paragraph.span.start, paragraph.span.end
        made += [text[end:first], _BREAK.sub(" ", text[first:last])]
        end = last
    return "".join([*made, text[end:]])


def _placing(layout: Layout) -> Callable[[int], tuple[int, Zone, bool]]:
    """Tells for an offset its sentence, its zone, and whether it stands inside quotation marks."""
    sentences = layout.sentences
    starts = [sentence.span.start for sentence in sentences]
    opened = [quotation.start for quotation in layout.quotations]

    def place(position: int) -> tuple[int, Zone, bool]:
        index = max(bisect_right(starts, position) - 1, 0)
        quotation = bisect_right(opened, position) - 1
        quoted = quotation >= 0 and position < layout.quotations[quotation].end
        return index, sentences[index].zone if sentences else Zone.BODY, quoted

    return place


def _free_of(moments: list[Moment], figures: list[Figure]) -> list[Moment]:
    """The moments that no figure has taken the words of."""
    if not moments or not figures:
        return moments
    starts = [figure.span.start for figure in figures]
    kept = []
    for moment in moments:
        index = bisect_right(starts, moment.span.end - 1) - 1
        if index < 0 or not figures[index].span.overlaps(moment.span):
            kept.append(moment)
    return kept


def _placed(moment: Moment, place: Callable[[int], tuple[int, Zone, bool]]) -> Moment:
    sentence, zone, quoted = place(moment.span.start)
    return replace(moment, sentence=sentence, zone=zone, quoted=quoted)
