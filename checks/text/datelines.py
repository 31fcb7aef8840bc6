"""Finds the dateline, the words before the first sentence of a story: "LYON, France –"."""

from __future__ import annotations

from collections.abc import Iterator

from checks.model import Paragraph, Span
from checks.pattern import pattern
from checks.word_set import word_set

_AGENCY_IN_BRACKETS = (
    r"\(\ ?(?:CNN|Reuters|AP|AFP|PTI|IANS|ANI|UNI|UPI|DPA|dpa|EFE|TASS|Xinhua|Bloomberg|BBC(?: News)?|PA(?: Media)?"
    r"|CBC|NPR|ABC|NBC|CBS|KUNA|WAM|AAP|cnn|reuters|ap|afp)\ ?\)"
)
_MONTH = r"(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*\.?"
_DATE = rf"(?:,? \d{{1,2}})?(?:,? {_MONTH})?(?: \d{{1,2}})?(?:,? \d{{4}})?"
_DAY_AND_AGENCY = rf", {_MONTH} \d{{1,2}}(?:,? \d{{4}})?:? ?(?:{_AGENCY_IN_BRACKETS}|\([A-Z]{{2,10}}\))"
_PLACE_PARTICLES = word_set("of de del la le el al upon on the sur am")
_WORD = pattern(r"[^\W\d_]+")
_HYPHENATED_PARTICLE = pattern(r"-[a-z]+-")  # Aix-en-Provence, Stoke-by-Nayland
_DASH = r"[^\S\n]{0,3}(?:--|[–—-])? ?"  # after an agency, with or without spaces
DATELINE = pattern(
    # (CNN)The / (CNN) --
    rf"{_AGENCY_IN_BRACKETS}{_DASH}"
    # (Sunday Courier) --
    r"|\([A-Z][\w.&'’ -]{1,30}\) ?(?:--|[–—]) ?(?=[A-Z\"“‘'])"
    # New Delhi, Jun 28 (PTI) / (Eds: adding reaction) Elm/Ash, Jun 28 (PTI)
    rf"|[^!?\n]{{1,64}}?{_DAY_AND_AGENCY}{_DASH}"
    # hong kong ( cnn ) / LONDON (Reuters) -
    rf"|[A-Za-z][\w.,'’ -]{{1,40}}?{_DATE}:? ?{_AGENCY_IN_BRACKETS}{_DASH}"
    # LYON, France – / NEW YORK, May 3 —
    rf"|[A-Z][A-Z.'’-]+(?: [A-Z][A-Z.'’-]+)*(?:, [A-Z][\w.'’ ]{{1,25}}?)?{_DATE} ?(?:--|[–—]| - ) ?(?=[A-Z\"“‘'])"
    # Genoa (GNS) -
    rf"|[A-Z][\w.,'’ -]{{1,40}}?{_DATE} \([A-Z]{{2,10}}\) ?(?:--|[–—-]) ?"
    # Moscow -- Russia's
    rf"|[A-Z][\w.'’]+(?:,? [A-Z][\w.'’]+){{0,3}} (?:--|—|–) (?=[A-Z\"“‘'])"
)
_ENDS_WITH_DAY_AND_AGENCY = pattern(rf"{_DAY_AND_AGENCY}{_DASH}$")
_BRACKET_OR_DASH = pattern(r"[(–—-]")  # every dateline has one
_MAX_DATELINE = 80  # characters


def find_datelines(text: str, paragraphs: list[Paragraph]) -> Iterator[Span]:
    """Yields the dateline of the story, if it has one: where, when and by which agency it was filed."""
    for paragraph in paragraphs:
        if paragraph.number == 1:
            found = _dateline(text, paragraph.span)
            if found is not None:
                yield found
            return


def opens_with_dateline(text: str, line: Span) -> bool:
    """Whether a line opens with a dateline, and so is the first line of the story rather than a headline."""
    return _dateline(text, line) is not None


def _dateline(text: str, line: Span) -> Span | None:
    """Returns the dateline at the start of the line, without trailing space; None if there is none."""
    start, end = line
    if not _BRACKET_OR_DASH.search(text, start, min(end, start + _MAX_DATELINE)):
        return None
    found = DATELINE.match(text, start, end)
    if found is None or found.end() - found.start() > _MAX_DATELINE:
        return None
    # Before a day and an agency may also be a note or the end of a headline: "distributors Lorne, Feb 11 (PTI)".
    if not _is_capitalised_like_place(found.group()) and not _ENDS_WITH_DAY_AND_AGENCY.search(found.group()):
        return None
    return Span(found.start(), found.start() + len(found.group().rstrip()))


def _is_capitalised_like_place(words: str) -> bool:
    """Whether all words have capitals, as the names of places do, or none has, as in text without capitals."""
    names = _WORD.findall(_HYPHENATED_PARTICLE.sub("-", words.partition("(")[0]))
    lowercase = [word for word in names if word.islower() and word not in _PLACE_PARTICLES]
    return not lowercase or len(lowercase) == len(names)
