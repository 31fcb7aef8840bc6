"""The text of `copydesk models check`."""

from __future__ import annotations

from statistics import fmean

from rich.text import Text

from summarizer.models.cache_folder import Speed
from summarizer.pipeline.smoke_evaluation import ModelCheck
from summarizer.reports.model_list import speed_text
from summarizer.reports.terminal import DEFAULT_WIDTH, ReportWriter, styled


def model_check_text(
    checked: ModelCheck, speed: Speed | None = None, width: int = DEFAULT_WIDTH, colour: bool = False
) -> str:
    """The measurements of a model on the articles, in a few lines, and each article on which it failed."""
    page = ReportWriter(width, colour)
    articles, count = checked.articles, len(checked.articles) + len(checked.failed)
    page.line(Text(checked.model, "bold"), f"  {checked.revision}" if checked.revision else "")
    rows: list[tuple[str, str]] = [("summaries", f"{sum(a.printed > 0 for a in articles)} of {count} articles")]
    if articles:
        drafts = sum(article.drafts for article in articles)
        figures, sentences = sum(a.figures for a in articles), sum(a.sentences for a in articles)
        seconds = [article.seconds for article in articles]
        printed = sum(article.printed for article in articles)
        rows += [
            ("unsupported figures", f"{_share(sum(a.unsupported for a in articles), figures)} in {drafts} drafts"),
            ("copied", f"{_share(sum(a.copied for a in articles), sentences)} sentences of the drafts, word for word"),
            ("rejected", f"{sum(a.rejected for a in articles)} different sentences"),
            ("in its own words", f"{_share(sum(a.own for a in articles), printed)} sentences that were printed"),
            ("seconds", f"{fmean(seconds):.1f} an article, {min(seconds):.1f} to {max(seconds):.1f}"),
        ]
    memory = f"{checked.peak_bytes / 1e6:,.0f} MB at its peak" if checked.peak_bytes else "not known on this system"
    rows.append(("memory", f"{memory}, without the model's server" if checked.is_served else memory))
    if speed is not None:
        rows.append(("speed", speed_text(speed)))
    page.table((Text(name, "dim"), styled(value)) for name, value in rows)
    if checked.failed:
        page.heading("NO SUMMARY")
        page.table((styled(name), styled(reason)) for name, reason in checked.failed)
    page.blank_line()
    page.line("Figures, dates and names of the drafts as written: what a summary prints has passed the check.")
    return page.text()


def _share(part: int, whole: int) -> str:
    """A share in words: "3 of 12 (25%)"; "none" of nothing."""
    return f"{part} of {whole} ({100 * part / whole:.0f}%)" if whole else "none"
