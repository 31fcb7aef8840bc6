"""Sums: parts that do not make up their whole."""
