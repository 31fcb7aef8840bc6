"""Summaries without a model, for the process that writes them. What happens depends on a word of the article."""

from __future__ import annotations

import os
import time
from dataclasses import replace
from pathlib import Path

from summarizer.models.errors import NoNetwork
from summarizer.pipeline.result import Coverage, Form, Summary
from summarizer.web.streaming import DraftProgress, PartsRead, SentenceVerdict, ShownSentence, SummaryCancelled

NO_NETWORK, DIES = "Robinson", "Icarus"
WAITS = "Penelope"  # waits until it is stopped; a folder follows, in which the files below say how far it has come
STUCK = "Sisyphus"  # never ends; a folder follows too
BEGUN, ENDED = "begun", "ended"
PAUSES = "Odysseus"  # waits after the first sentence until the file below is in the folder that follows
GO_ON = "go-on"


def write(article, limits, report, stopped, *, model, endpoint) -> Summary:
    """As `summarizer.web.streaming.write_summary`."""
    if NO_NETWORK in article.text:
        raise NoNetwork("The model could not be fetched: try again.")
    if DIES in article.text:
        os._exit(1)
    if WAITS in article.text:
        folder = Path(article.text.split()[-1])
        (folder / BEGUN).touch()
        while not stopped():
            time.sleep(0.01)
        (folder / ENDED).touch()
        raise SummaryCancelled
    if STUCK in article.text:
        (Path(article.text.split()[-1]) / BEGUN).touch()
        time.sleep(3600)
    found = ShownSentence("The walkers were found.")
    report(DraftProgress((found,)))
    found = replace(found, verdict=SentenceVerdict.PASSED)
    report(DraftProgress((found,)))
    if PAUSES in article.text:
        while not (Path(article.text.split()[-1]) / GO_ON).exists():
            if stopped():
                raise SummaryCancelled
            time.sleep(0.01)
    covered = ShownSentence(
        "The walkers covered 7 miles.", SentenceVerdict.REJECTED, "the article has no 7", "unsupported-figure"
    )
    report(DraftProgress((found, covered)))
    report(PartsRead(1, 1))
    form = Form(limits.get("form", "summary"))
    return Summary(article, (), reason="Nothing could be supported.", form=form, coverage=Coverage(1, 1, 0.0))
