"""A summary, or any other text, against its source."""
