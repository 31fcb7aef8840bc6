"""The grammar of figures: one pass over the text, in which readings as a quantity, name, code or moment compete.

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
| a kind of figure | a reader module next to `ages.py` and `scores.py`, called in `grammar.py` |

How a figure is read: `tokens` are read as a numeral (`numbers`), which with its unit is an amount (`amounts`,
`unit_spellings`); two amounts may be a range (`ranges`). Each kind of figure proposes a reading (`ages`, `scores`,
`shares`, `ordinals`, `stopwatch_times`, `names_and_codes`), and the longest wins (`grammar`). Hedge, interval, counted
noun and predicate are added last (`figure_building`, `hedges`, `nouns`).
"""
