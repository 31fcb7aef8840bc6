"""Trains the embedded model's adapters and heads, and the tables of boosted trees. See docs/model-card.md.

The adapter for drafts: pairs -> train -> evaluate -> export. The judges: labels -> editors, claims, figures (all of
which use tuning) -> sentences. The tables: labels -> tables, preferences.
"""
