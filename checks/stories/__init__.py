"""Compares the stories of a batch: which tell of one event, and where their figures differ.

`digest` reduces an article to what the comparison needs, `grouping` finds the stories of one event, `evidence` weighs
whether two statements state one fact, and `differences` tells an update from a contradiction.
"""
