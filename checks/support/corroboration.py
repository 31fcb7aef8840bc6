"""How many values a sentence of the target has in common with each sentence of the source.

The sentence that has the other values of the target's sentence, too, is the one that is retold: "another 30mm may fall
on Friday" is what the source says of Friday, however alike the words are in which it tells of Wednesday's 92mm.
"""

from __future__ import annotations

from collections import Counter

from checks.model import Article, Figure, Granularity, Moment
from checks.support.agreement import quantity_type
from checks.support.attribution import moments_by_sentence


def corroboration(item: Figure | Moment, target: Article, source: Article) -> Counter[int]:
    """How many other figures and days of the item's sentence each sentence of the source states, by its index."""
    found = Counter[int]()
    for figure in target.figures:
        if figure.sentence == item.sentence and figure is not item and figure.value is not None:
            kind = quantity_type(figure)
            found.update(
                {
                    other.sentence
                    for other in source.figures
                    if other.value == figure.value and quantity_type(other) == kind
                }
            )
    source_moments = moments_by_sentence(source)
    for moment in moments_by_sentence(target).get(item.sentence, ()):
        if moment is not item and moment.granularity is not Granularity.TIME:
            found.update(
                sentence
                for sentence, moments in source_moments.items()
                if any(_is_same_day(moment, other) for other in moments)
            )
    return found


def _is_same_day(moment: Moment, other: Moment) -> bool:
    """Whether two moments name the same weekday, or the same day or month of the year."""
    if moment.weekday is not None and moment.weekday == other.weekday:
        return True
    return moment.month is not None and (moment.month, moment.day) == (other.month, other.day)
