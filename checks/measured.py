"""What each rule did on the evaluation data. Written by bench/measure_rules.py: do not edit.

The data are the development halves that the rules were written against, so that other texts will give somewhat less.
Digest of the data: 6fcdf9ea08d81010d76691b76c9bbf61fb9b8e4a6483a63743280630fc3cd9a6
"""

from __future__ import annotations

from checks.rule import Measured

MEASURED: dict[str, Measured] = {
    "additions": Measured(2, 2, 3, 2, ()),
    "age-and-years": Measured(6, 6, 6, 6, (("age birth", 5, 5),)),
    "average": Measured(3, 3, 3, 3, (("rate average", 8, 8),)),
    "count-and-list": Measured(10, 10, 10, 10, (("count vs list", 15, 18),)),
    "difference": Measured(1, 1, 1, 1, ()),
    "duration": Measured(5, 5, 5, 5, (("duration", 6, 7),)),
    "exchange-rate": Measured(14, 13, 7, 7, (("currency conversion", 6, 6),)),
    "fraction-and-percent": Measured(7, 7, 7, 7, (("fraction", 7, 7),)),
    "gap": Measured(4, 4, 5, 4, (("difference", 7, 9),)),
    "groups-and-everybody": Measured(2, 2, 2, 2, ()),
    "headline-and-body": Measured(11, 11, 13, 11, (("headline body", 12, 16),)),
    "level-elsewhere": Measured(2, 2, 2, 2, (("difference", 7, 9),)),
    "list-within-list": Measured(1, 1, 1, 1, ()),
    "malformed-figure": Measured(1, 0, 0, 0, ()),
    "multiple": Measured(8, 8, 7, 7, (("multiple", 6, 6),)),
    "part-of-whole": Measured(4, 4, 4, 4, (("subset", 6, 8),)),
    "parts-and-whole": Measured(3, 3, 1, 1, ()),
    "people-and-ages": Measured(5, 5, 5, 5, (("count vs list", 15, 18),)),
    "percent-change": Measured(11, 9, 8, 8, (("pct change", 8, 8),)),
    "points-and-percent": Measured(6, 6, 6, 6, (("pct of", 9, 10),)),
    "points-scored": Measured(2, 2, 2, 2, (("score", 5, 6),)),
    "rate": Measured(5, 5, 5, 5, (("rate average", 8, 8),)),
    "remainder": Measured(3, 3, 3, 3, ()),
    "result-twice": Measured(1, 1, 1, 1, ()),
    "results-and-games": Measured(2, 2, 3, 2, ()),
    "running-count": Measured(0, 0, 2, 0, (("date order", 1, 3), ("ordinal count", 0, 1))),
    "running-score": Measured(1, 1, 1, 1, ()),
    "said-twice": Measured(7, 7, 8, 7, (("repeated fact", 7, 14),)),
    "sets": Measured(1, 1, 1, 1, ()),
    "share-of-whole": Measured(5, 4, 2, 2, (("pct of", 9, 10),)),
    "shares-of-a-hundred": Measured(6, 6, 6, 6, (("pct sum", 7, 8),)),
    "split": Measured(0, 0, 3, 0, ()),
    "table-order": Measured(0, 0, 1, 0, (("ranking order", 0, 1),)),
    "time-since": Measured(1, 1, 1, 1, ()),
    "total": Measured(1, 1, 1, 1, ()),
    "unit-conversion": Measured(17, 17, 16, 16, (("unit conversion", 16, 16),)),
    "weekday-and-date": Measured(12, 12, 11, 11, (("weekday date", 10, 10), ("date order", 1, 3))),
    "age-of-another": Measured(1, 1, 0, 0, ()),
    "date-against-article": Measured(
        165,
        159,
        0,
        0,
        (("date exchanged", 78, 80), ("date-from-article exchanged", 59, 84), ("wrong date in a real summary", 14, 15)),
    ),
    "figure-not-stated": Measured(
        68,
        62,
        0,
        0,
        (
            ("value exchanged", 76, 80),
            ("wrong value in a real summary", 40, 49),
            ("scale exchanged", 19, 19),
            ("wrong date in a real summary", 14, 15),
        ),
    ),
    "name-not-in-article": Measured(101, 91, 0, 0, (("name exchanged", 76, 84),)),
    "other-bound": Measured(36, 36, 0, 0, (("bound exchanged", 40, 44),)),
    "other-code": Measured(5, 5, 0, 0, ()),
    "other-fate": Measured(12, 10, 0, 0, (("wrong counted-thing in a real summary", 11, 17),)),
    "other-thing": Measured(41, 32, 0, 0, ()),
    "other-unit": Measured(91, 91, 0, 0, (("unit exchanged", 94, 94),)),
    "other-value": Measured(
        133,
        128,
        0,
        0,
        (
            ("value exchanged", 76, 80),
            ("value-from-article exchanged", 70, 90),
            ("wrong value in a real summary", 40, 49),
            ("scale exchanged", 19, 19),
        ),
    ),
}
