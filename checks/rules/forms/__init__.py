"""Figures that are written in a way no figure is, and rows that are out of order."""
