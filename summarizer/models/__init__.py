"""Which models there are, where they lie, and how they come here. Nothing here imports an engine."""
