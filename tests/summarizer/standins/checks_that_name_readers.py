"""A check that says in its sheet who was to read the article's ties."""

from __future__ import annotations

from dataclasses import replace

from checks.model import Article, Reader, Sheet
from summarizer.desk.checking import CheckOptions, check_parsed


def check(article: Article, options: CheckOptions, name: str) -> Sheet:
    """The sheet; of an article with the word "alone" only where nobody reads it."""
    reader = options.reader
    if reader is not None and "alone" in article.text:
        raise ValueError(f"{reader.model} was to read it")
    sheet = check_parsed(article, replace(options, reader=None), name)
    return replace(sheet, reader=Reader(reader.model, passages=1, proposed=0)) if reader else sheet
