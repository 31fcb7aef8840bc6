"""The known models, where they are stored, and how they are downloaded. Nothing here imports an engine."""

from summarizer.models.errors import ModelError

__all__ = ["ModelError"]
