"""The recipe of the embedded model's adapter: pairs -> train -> evaluate -> export. See docs/model-card.md."""
