"""Quantities that are stated in two units or two currencies."""
