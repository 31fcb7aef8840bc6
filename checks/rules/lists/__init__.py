"""Lists: counts that do not fit the names listed, and names that a longer list lacks."""
