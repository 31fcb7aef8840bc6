"""What each rule did on the evaluation data. Written by bench/measure_rules.py: do not edit.

The data are the development halves that the rules were written against, so that other texts will give somewhat less.
Digest of the data: 2a7b144c2eea3d96837d98b2176f8964d35645b1d0e2b5ba3bd159d584d9885c
"""

from __future__ import annotations

from checks.rule import Measured

MEASURED: dict[str, Measured] = {
    "age-and-years": Measured(7, 7, 7, 7, (("age birth", 5, 5),)),
    "average": Measured(2, 2, 2, 2, (("rate average", 3, 8),)),
    "count-and-list": Measured(11, 11, 13, 11, (("count vs list", 13, 18),)),
    "counted-list": Measured(1, 1, 3, 1, ()),
    "duration": Measured(6, 6, 5, 5, (("duration", 7, 7),)),
    "equation": Measured(
        24,
        22,
        39,
        20,
        (
            ("part whole sum", 8, 17),
            ("pct change", 8, 8),
            ("pct of", 9, 10),
            ("difference", 4, 9),
            ("multiple", 6, 6),
            ("date order", 1, 3),
        ),
    ),
    "exchange-rate": Measured(15, 14, 8, 8, (("currency conversion", 6, 6),)),
    "fraction-and-percent": Measured(7, 7, 7, 7, (("fraction", 7, 7),)),
    "headline-and-body": Measured(10, 10, 15, 10, (("headline body", 13, 16),)),
    "list-within-list": Measured(1, 1, 1, 1, ()),
    "malformed-figure": Measured(1, 0, 0, 0, ()),
    "multiple": Measured(3, 3, 3, 3, (("multiple", 6, 6),)),
    "part-of-whole": Measured(7, 6, 6, 6, (("subset", 8, 8),)),
    "parts-and-whole": Measured(4, 4, 2, 2, (("subset", 8, 8),)),
    "people-and-ages": Measured(2, 2, 5, 2, (("count vs list", 13, 18),)),
    "percent-change": Measured(9, 9, 11, 8, (("pct change", 8, 8), ("pct of", 9, 10))),
    "remainder": Measured(2, 2, 2, 2, ()),
    "result-twice": Measured(1, 1, 1, 1, ()),
    "same-fact": Measured(11, 7, 15, 7, (("repeated fact", 5, 14),)),
    "share-of-whole": Measured(3, 3, 2, 2, (("pct of", 9, 10),)),
    "shares-of-a-hundred": Measured(6, 6, 6, 6, (("pct sum", 7, 8),)),
    "unit-conversion": Measured(17, 17, 16, 16, (("unit conversion", 16, 16),)),
    "weekday-and-date": Measured(13, 12, 11, 11, (("weekday date", 10, 10), ("date order", 1, 3))),
    "age-of-another": Measured(1, 1, 0, 0, ()),
    "date-against-article": Measured(
        159,
        156,
        0,
        0,
        (("date exchanged", 78, 80), ("date-from-article exchanged", 60, 84), ("wrong date in a real summary", 14, 15)),
    ),
    "figure-not-stated": Measured(
        71,
        68,
        0,
        0,
        (
            ("value exchanged", 74, 80),
            ("wrong value in a real summary", 40, 49),
            ("scale exchanged", 19, 19),
            ("wrong date in a real summary", 14, 15),
        ),
    ),
    "name-not-in-article": Measured(86, 84, 0, 0, (("name exchanged", 77, 84),)),
    "other-bound": Measured(42, 42, 0, 0, (("bound exchanged", 42, 44),)),
    "other-code": Measured(5, 5, 0, 0, ()),
    "other-fate": Measured(8, 8, 0, 0, (("wrong counted-thing in a real summary", 12, 17),)),
    "other-thing": Measured(24, 22, 0, 0, ()),
    "other-unit": Measured(91, 91, 0, 0, (("unit exchanged", 93, 94),)),
    "other-value": Measured(
        123,
        122,
        0,
        0,
        (
            ("value exchanged", 74, 80),
            ("value-from-article exchanged", 72, 90),
            ("wrong value in a real summary", 40, 49),
            ("scale exchanged", 19, 19),
        ),
    ),
    "values-exchanged": Measured(1, 1, 0, 0, ()),
}
