"""Changes from one level to another, and comparisons of two levels: differences, shares, multiples and rates.

A *level* is an amount that is compared, at one time or of one side, as opposed to the size of the change between two:
"rose 5% to £840 from £800" has the levels £840 and £800, the *ends* of the change, and its size, 5%.
"""
