"""The grammar of figures: one pass in which readings of every kind of quantity, name, code and moment compete.

Where to add what:

| to add | file |
|---|---|
| a currency, a unit, a scale word | `units.py` |
| a number word | `number_words.py` |
| an idiom ("half a million", "dozens") | `number_words.py`; `idioms.py` for its other meanings |
| a hedge ("getting on for"), what a hedge allows | `hedges.py` |
| a number that is not a quantity (a road, an index) | `names_and_codes.py` |
| a month, a holiday, a season | `calendar_words.py` |
| a way to write a date, a year or decade, a clock time | `dates.py`, `years.py`, `clock_times.py` |
| periods, relative days, what a moment says | `moments.py` |
| a word that ends a counted phrase, an event verb | `nouns.py` |
| an irregular plural or participle | `inflection.py` |
| a kind of figure | a reader beside `ages.py` and `scores.py`, offered in `grammar.py` |

How a figure is read: `tokens` -> a numeral (`numbers`) -> with its unit an amount (`amounts`, `unit_spellings`) ->
two of them a range (`ranges`) -> each kind proposes a reading (`ages`, `scores`, `shares`, `ordinals`,
`stopwatch_times`, `names_and_codes`), the longest wins (`grammar`) -> hedge, interval, counted noun and
predicate (`context`, `hedges`, `nouns`).
"""
