"""How likely it is that the article bears a sentence out: one calibrated score, learned from labelled sentences."""
