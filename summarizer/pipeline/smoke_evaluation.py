"""A smoke evaluation of a model: it summarises 20 articles of our own, and its drafts are compared with them.

It shows whether a model is usable before it is trusted with a newsroom's stories, not how good it is: the articles are
short, few, and known to whoever changes the rules.
"""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import checks
from checks.model import Article, Severity
from summarizer.engines.abilities import is_served
from summarizer.engines.interface import Engine
from summarizer.language.grounding import index_article, is_copied
from summarizer.models.errors import EngineFailed
from summarizer.pipeline.result import Summary
from summarizer.pipeline.summarize import summarize
from summarizer.pipeline.verification import draft_sentences

FOLDERS = ("clean", "flawed")
Progress = Callable[[int, int], None]  # articles done, articles in all


@dataclass(frozen=True, slots=True)
class ArticleCheck:
    """The result for one article. Counts are over the drafts as the model wrote them, before any check."""

    name: str
    seconds: float
    drafts: int
    figures: int
    unsupported: int  # errors and warnings on figures, dates and names that the article does not support
    sentences: int
    copied: int  # sentences that the article has word for word
    rejected: int  # distinct sentences that failed the check
    printed: int  # sentences of the summary
    own: int  # printed sentences that the model wrote


@dataclass(frozen=True, slots=True)
class ModelCheck:
    """The result for one model. `peak_bytes` is the peak memory of this process, without that of a server."""

    model: str
    revision: str
    articles: tuple[ArticleCheck, ...]
    failed: tuple[tuple[str, str], ...]  # (article, reason) where there is no result
    peak_bytes: int
    is_served: bool


def smoke_articles() -> list[tuple[str, str]]:
    """Returns names and texts of the 20 articles: from the wheel, or from the checkout next to this package."""
    package = Path(__file__).parents[1]
    folder = next(folder for folder in (package / "samples", package.parent / "samples") if folder.is_dir())
    paths = [path for name in FOLDERS for path in sorted((folder / name).glob("*.txt"))]
    return [(path.stem, path.read_text("utf-8")) for path in paths]


def check_model(
    engine: Engine,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    articles: Sequence[tuple[str, str]] | None = None,
) -> ModelCheck:
    """Has a model summarise the articles and returns the counts; articles that fail are listed with the reason."""
    texts = smoke_articles() if articles is None else articles
    done: list[ArticleCheck] = []
    failed: list[tuple[str, str]] = []
    for number, (name, text) in enumerate(texts, 1):
        article = checks.read(text)
        started = time.perf_counter()
        try:
            summary = summarize(article, engine, seed=seed, with_drafts=True)
        except EngineFailed as error:
            failed.append((name, str(error)))
        else:
            seconds = time.perf_counter() - started
            if summary.drafts:
                done.append(measured(name, article, summary, seconds))
            else:
                failed.append((name, summary.reason))
        if progress is not None:
            progress(number, len(texts))
    return ModelCheck(engine.name, engine.revision, tuple(done), tuple(failed), peak_bytes(), is_served(engine))


def measured(name: str, article: Article, summary: Summary, seconds: float) -> ArticleCheck:
    """Returns the counts for one article."""
    index = index_article(article)
    figures = unsupported = sentences = copied = 0
    for draft in summary.drafts:
        read = checks.read(draft.text)
        sheet = checks.compare(article, read)
        figures += len(read.figures) + len(read.moments)
        unsupported += sum(finding.severity is not Severity.NOTE for finding in sheet.findings)
        texts = [read.text_of(span) for span in draft_sentences(read)]
        sentences += len(texts)
        copied += sum(is_copied(text, index) for text in texts)
    own = sum(sentence.draft is not None for sentence in summary.sentences)
    return ArticleCheck(
        name,
        seconds,
        len(summary.drafts),
        figures,
        unsupported,
        sentences,
        copied,
        len(summary.rejected),
        len(summary.sentences),
        own,
    )


def peak_bytes() -> int:
    """Returns the peak memory of this process; 0 if the system does not report it."""
    try:
        import resource
    except ImportError:
        import psutil

        return int(getattr(psutil.Process(os.getpid()).memory_info(), "peak_wset", 0))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
