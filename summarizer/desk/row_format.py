"""The formats in which the rows of a dataset are written."""

from __future__ import annotations

from enum import StrEnum


class RowFormat(StrEnum):
    JSON_LINES = "jsonl"
    PARQUET = "parquet"
