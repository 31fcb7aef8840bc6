"""Reads label files (bench/labels), and the texts of the articles that they name by a hash."""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from checks.model import Article, Span
from summarizer.rewriting.prefixes import without_opening

SUPPORTED, BROKEN = "S", "B"  # verdicts on a sentence of a draft; the others are misleading and false
FOLDS = 5  # of the articles, for cross-validation


def article_key(text: str) -> str:
    """Returns the name by which labels refer to an article: the first 16 digits of the SHA-256 of its text."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fold_of(key: str) -> int:
    """Returns the fold, below FOLDS, that all examples of an article are in, by its `article_key`."""
    return int(key, 16) % FOLDS


def read_records(path: Path) -> Iterator[Any]:
    """Yields the records of a .jsonl or .jsonl.gz file."""
    content = gzip.decompress(path.read_bytes()) if path.suffix == ".gz" else path.read_bytes()
    yield from (json.loads(line) for line in content.decode().splitlines())


def read_articles(paths: Iterable[Path]) -> dict[str, str]:
    """Returns the texts of files of {"article": text}, by their `article_key`."""
    records = (record for path in paths for record in read_records(path))
    return {article_key(record["article"]): record["article"] for record in records}


def read_drafts(paths: Iterable[Path]) -> dict[str, tuple[str, Sequence[str]]]:
    """Returns the articles of files of {"article": text, "drafts": [text]}, each with its drafts, by `article_key`."""
    return {
        article_key(record["article"]): (record["article"], record["drafts"])
        for path in paths
        for record in read_records(path)
    }


def texts_of_sentences(article: Article, starts: Sequence[int]) -> list[str] | None:
    """Returns the sentences that start at these offsets, each on one line.

    None where no sentence starts at one of them: the article was split into other sentences when it was labelled.
    """
    spans = {sentence.span.start: sentence.span for sentence in article.sentences}
    if any(start not in spans for start in starts):
        return None
    return [" ".join(article.text_of(spans[start]).split()) for start in starts]


def sentence_text(article: Article, span: Span) -> str:
    """Returns a sentence of an article as the model reads it: on one line, without a dateline."""
    return without_opening(" ".join(article.text_of(span).split()))
