"""The models: which ones exist, where their files are, and how these are downloaded. Nothing here imports an engine."""
