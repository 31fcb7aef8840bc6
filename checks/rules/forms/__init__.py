"""Figures in an impossible written form, and rows of figures that are out of order."""
