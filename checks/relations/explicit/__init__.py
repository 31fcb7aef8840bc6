"""Equations whose members the words name: "sold for £412,000, £57,000 above its guide price of £365,000".

Each module reads one way of wording such an equation and yields its members in the order of their roles, whether or
not the equation holds.
"""
