"""News summaries from a local model, and the commands, reports and web page around them.

import summarizer

summary = summarizer.summarize(text)  # .text, .sentences, .drafts, .rejected, .sheet
"""

from __future__ import annotations

from functools import lru_cache
from threading import Lock
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from checks.model import Article, Sheet, TieReading
    from summarizer.engines import Engine
    from summarizer.engines.embedded.figure_judge import FigureJudge
    from summarizer.models.endpoints import EndpointOptions
    from summarizer.pipeline.long_documents import Progress
    from summarizer.pipeline.result import Form, Summary

__all__ = ["document", "loaded", "read_figures", "summarize"]


def summarize(
    text_or_article: str | Article,
    *,
    model: str | Engine = "smollm2-135m",
    sentences: int | None = None,
    words: int | None = None,
    seed: int = 0,
    form: Form | str = "summary",
    with_drafts: bool = False,
    progress: Progress | None = None,
    endpoint: EndpointOptions | None = None,
) -> Summary:
    """Returns a summary of at most so many sentences and words whose figures, dates and names the article supports.

    Where neither is limited, it has three sentences at most, or four where these have 120 words together.
    `model` is a name, a path or a loaded engine (`summarizer.engines.load`); an engine loaded by name is kept for the
    next call. `endpoint` holds the options of a model that a server runs (`ollama:NAME`, `URL#NAME`). `progress` is
    called with the number of parts of a long article that were read and the number of parts in all. The same seed on
    the same machine gives the same text. `form` may also be "headline", one line of at most 12 words without a full
    stop, or "standfirst", one sentence of at most 30 words; these take no other limits. Of most stories the embedded
    model writes no drafts, since it can tell what their first sentences are worth: `with_drafts` has it write some all
    the same, for `.drafts` and `.rejected`; the text does not change. A summary without sentences says why in
    `.reason`.
    Raises ValueError for limits beyond 1 to 20 sentences and 1 to 2,000 words or beside such a form and for a seed
    below 0, and
    summarizer.models.ModelError where the model cannot be fetched or run.
    """
    import checks
    from summarizer.limits import require_limits
    from summarizer.pipeline import summarize
    from summarizer.pipeline.result import Form

    form = Form(form)
    require_limits(sentences, words, seed)
    if form is not Form.SUMMARY and (sentences is not None or words is not None):
        raise ValueError(f"a {form} has limits of its own: give neither sentences nor words")
    article = text_or_article if isinstance(text_or_article, checks.Article) else checks.read(text_or_article)
    engine = loaded(model, endpoint) if isinstance(model, str) else model
    return summarize.summarize(
        article,
        engine,
        sentences=sentences,
        words=words,
        seed=seed,
        form=form,
        with_drafts=with_drafts,
        progress=progress,
    )


def document(sheet: Sheet, name: str = "", *, summary: Summary | None = None, source_name: str = "") -> dict[str, Any]:
    """What `--format json` writes, of a check or a comparison; with the article's `summary`, that of `summarize`.

    It holds what JSON can hold, and docs/json.md describes it. `name` is the article's, `source_name` that of the text
    that it is compared with.
    """
    from summarizer.reports.data import sheet_data, summary_data

    return sheet_data(sheet, name, source_name) if summary is None else summary_data(summary, sheet, name)


def read_figures(text_or_article: str | Article) -> TieReading | None:
    """How likely the embedded model takes the figures of an article to be tied; None of one that is not in English.

    `checks.check_article(article, reading=...)` weighs it. Threads take turns. Raises summarizer.models.ModelError
    where the model cannot be fetched or run.
    """
    import checks
    from summarizer.models.catalogue import DEFAULT
    from summarizer.pipeline import figure_reader

    article = text_or_article if isinstance(text_or_article, checks.Article) else checks.read(text_or_article)
    with _LOAD_LOCK:
        return figure_reader.read_figures(_figure_judge(), article, DEFAULT)


@lru_cache(maxsize=1)
def _figure_judge() -> FigureJudge:
    from summarizer import engines

    return engines.load_figure_judge()


_LOAD_LOCK = Lock()


def loaded(model: str, endpoint: EndpointOptions | None = None) -> Engine:
    """The engine of a model, by name; the last one is kept for the next call from any thread."""
    with _LOAD_LOCK:  # two threads that ask for the same model load it once
        return _load(model, endpoint)


@lru_cache(maxsize=1)
def _load(model: str, endpoint: EndpointOptions | None) -> Engine:
    from summarizer import engines

    return engines.load(model, endpoint=endpoint)
