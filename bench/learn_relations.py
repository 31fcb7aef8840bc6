"""Learns the odds tables of `checks.relations` from annotated news and from news without annotation.

    python bench/learn_relations.py collect --annotated DIR ... --texts texts.json --out FOLDER [--part 0/2]
    python bench/learn_relations.py fit --data FOLDER ... --table checks/relations/odds_table.py

Needs lightgbm and numpy, which the project itself does not. A folder of annotated news holds `ties_*.jsonl.gz` as the tie
scorer reads it; `texts.json` is a list of plain texts. Three things are learned.

Which words tie figures (`context`): in news without annotation a candidate whose equation holds is a positive example, any
other one a negative. Few equations hold by chance, so where they hold tells what ties look like.

Which ties are ones (`tie`): candidates that hold, labelled by the annotators.

Which mismatches are slips (`slip`): positives are likely ties with one digit of one member edited, and the annotators'
ties edited likewise; negatives are all candidates that do not hold in the texts as published.
"""
