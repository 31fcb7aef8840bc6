"""Sums: parts that do not add up to their whole."""
