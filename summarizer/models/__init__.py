"""Which models there are, where they lie, and how they come here. Nothing here imports an engine."""

from summarizer.models.errors import ModelError

__all__ = ["ModelError"]
