"""What an engine that can judge an article's sentences or figures is asked, and what it answers: plain data."""
