"""Splits a text into paragraphs with zones, sentences, quotations and datelines, and detects language and locale.

A paragraph is a line, as in pasted copy; lines that were wrapped at a fixed width are joined. The zone of a paragraph
(its function in the article) follows from its own words and its position:

* promo, byline and caption lines are recognised by their first words ("ALSO READ:", "By Ann Lee", "Photo:");
* the headline is the first line before the story that looks like a title: no full stop, and a story follows. A short
  line before it ("Crime & Courts") is a section label, which is promo; lines between it and the story are standfirst;
* a short line without a full stop inside the story is a subhead. Subheads are treated like section labels, hence as
  promo, unless they contain a digit ("Rovers 3-2 Town") and so may belong to the story. Several of them after a colon
  are a list.

A text without a title, such as a single paragraph, is all body: a first sentence is never taken for a headline.
Everything runs in linear time, and nothing is normalised, so that offsets stay those of the text as given.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checks.model import Paragraph, Sentence, Span, Zone
from checks.text.datelines import find_datelines
from checks.text.language import detect_language_and_locale
from checks.text.paragraphs import LINE_BREAK, paragraph_spans
from checks.text.quotations import find_quotations
from checks.text.sentences import split_sentences
from checks.text.zones import classify_paragraphs

__all__ = ["LINE_BREAK", "KnownZones", "Layout", "split"]

KnownZones = Mapping[tuple[int, int], Zone] | Iterable[tuple[int, int, Zone]]


class Layout(NamedTuple):
    """How a text is laid out. All spans are offsets into the text given to `split`."""

    paragraphs: tuple[Paragraph, ...]
    sentences: tuple[Sentence, ...]  # a dateline is a sentence of its own, in the zone DATELINE
    quotations: tuple[Span, ...]  # between the marks, the marks left out; in text order, never nested
    datelines: tuple[Span, ...]  # "LYON, France –", dash included
    language: str  # "en", another ISO 639-1 code, or "und" when it is neither English nor known
    locale: str  # "en-GB" or "en-US"


def split(text: str, zones: KnownZones | None = None) -> Layout:
    """Returns the layout of `text`.

    `zones` gives the zones that the caller knows; the other paragraphs are classified by their words.

    >>> [paragraph.zone.value for paragraph in split("Two held\\n\\nPolice held two men on Monday.").paragraphs]
    ['headline', 'body']
    """
    spans = list(paragraph_spans(text))
    zones_by_paragraph = classify_paragraphs(text, spans)
    starts = [span.start for span in spans]
    for start, end, zone in _iterate_zones(zones):
        for index in range(bisect_left(starts, start), bisect_left(starts, end)):
            zones_by_paragraph[index] = zone
    number = 0
    paragraphs = []
    for span, zone in zip(spans, zones_by_paragraph, strict=True):
        number += zone is Zone.BODY
        paragraphs.append(Paragraph(span, zone, number if zone is Zone.BODY else None))
    datelines = tuple(find_datelines(text, paragraphs))
    return Layout(
        tuple(paragraphs),
        tuple(split_sentences(text, paragraphs, datelines)),
        tuple(find_quotations(text, paragraphs)),
        datelines,
        *detect_language_and_locale(text),
    )


def _iterate_zones(zones: KnownZones | None) -> Iterator[tuple[int, int, Zone]]:
    """Yields (start, end, zone) from either form of `zones`."""
    if isinstance(zones, Mapping):
        for (start, end), zone in zones.items():
            yield start, end, zone
    elif zones is not None:
        yield from zones
