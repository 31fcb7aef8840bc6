"""Decoding that all engines share: search, n-gram speculation, batching, and batching across jobs."""
