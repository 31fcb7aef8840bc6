"""Repeats: one fact stated twice, with different values."""
