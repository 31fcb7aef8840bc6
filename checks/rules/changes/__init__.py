"""From one level to another, and how two levels compare: changes, differences, shares, multiples and rates."""
