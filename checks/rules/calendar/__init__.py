"""Days, years, ages and the time between them."""
