"""Changes from one level to another, and comparisons of two levels: differences, shares, multiples and rates."""
