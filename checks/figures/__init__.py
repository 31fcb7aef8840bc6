"""The grammar of figures: one pass in which every kind of quantity, name, code and moment competes for the text.

Where a line belongs:

| to add | file |
|---|---|
| a currency, a unit, a scale word | `units.py` |
| a number word | `number_words.py` |
| an idiom such as "half a million", "dozens" | `number_words.py`, and `idioms.py` for what it must not be taken for |
| a hedge ("getting on for"), what a hedge allows | `hedges.py` |
| something that is no quantity (a road, an index) | `names_and_codes.py` |
| a month, a feast, a season | `calendar_words.py` |
| a way to write a date, a year or decade, a clock time | `dates.py`, `years.py`, `clock_times.py` |
| periods, relative days, what a moment says | `moments.py` |
| a word that ends a counted phrase, an event verb | `nouns.py` |
| an irregular plural or participle | `inflection.py` |
| a kind of figure | a reader beside `ages.py` and `scores.py`, offered in `grammar.py` |

How a figure comes about: `tokens` -> a numeral (`numbers`) -> with its unit an amount (`amounts`, `unit_spellings`) ->
two of them a range (`ranges`) -> each kind proposes a reading (`ages`, `scores`, `shares`, `ordinals`, `lapses`,
`names_and_codes`), the longest wins (`grammar`) -> hedge, interval, counted noun and predicate (`context`, `hedges`,
`nouns`).
"""
