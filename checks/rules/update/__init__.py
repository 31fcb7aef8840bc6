"""A story against its earlier version."""
