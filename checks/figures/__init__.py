"""The grammar of figures: one pass in which every kind of quantity, name, code and moment competes for the text.

Where a line belongs:

| to add | file |
|---|---|
| a currency, a unit, a scale word | `units.py` |
| a number word, an idiom such as "a dozen" | `numbers.py` |
| a hedge ("getting on for"), what a hedge allows | `hedges.py` |
| something that is no quantity (a road, an index) | `names_and_codes.py` |
| a month, a season, a way to write a date | `moments.py` |
| a noun or verb that ends a counted phrase | `nouns.py` |
| the order of the competition | `grammar.py` |
"""
