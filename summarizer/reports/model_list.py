"""The models: which are here, which are known to suit the job, and one of them in full."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from summarizer.models.inventory import Listed, Shown
from summarizer.models.cache_folder import Speed
from summarizer.reports.terminal import WIDTH, Page, words


def models_text(models: Iterable[Listed], width: int = WIDTH, colour: bool = False) -> str:
    """Those that are here first, then those that could be fetched."""
    page = Page(width, colour)
    listed = list(models)
    for here, title in ((True, "Here"), (False, "Can be fetched: copydesk models pull NAME")):
        rows = [one for one in listed if one.here is here]
        if rows:
            page.line(Text(title, "bold"))
            page.rows((words(one.name), words(_about(one), "dim"), words(one.note)) for one in rows)
            page.gap()
    page.line("`--model` also takes any summariser of the Hugging Face hub, a folder or a GGUF file.")
    return page.text()


def model_text(shown: Shown, width: int = WIDTH, colour: bool = False) -> str:
    """A model with its files and their hashes, as they are now."""
    page = Page(width, colour)
    model = shown.model
    page.line(Text(model.name, "bold"), f"  {model.source.value}")
    facts = (
        ("about", _about(model)),
        ("note", model.note),
        ("revision", model.revision),
        ("family", model.family),
        ("here", str(shown.path) if shown.path else f"no: `copydesk models pull {model.name}` fetches it"),
        (
            "files",
            "" if not shown.path else "as they came" if shown.whole else "CHANGED since they came: pull it again",
        ),
        ("speed", said(model.speed) if model.speed else "not measured: `copydesk models bench` does"),
    )
    page.rows((Text(name, "dim"), words(value)) for name, value in facts if value)
    if shown.files:
        page.heading("FILES")
        page.rows(
            (words(name), words(size_of(size), "dim"), words(digest, "dim")) for name, size, digest in shown.files
        )
    return page.text()


def said(speed: Speed) -> str:
    """A measurement in a line."""
    return (
        f"loads in {speed.load_seconds:.1f} s, reads {speed.read_per_second:,.0f} and writes "
        f"{speed.write_per_second:,.0f} tokens a second, {speed.peak_megabytes:,} MB at its peak "
        f"({speed.engine}, {speed.when})"
    )


def size_of(size: int) -> str:
    """ "98 MB", "1.6 GB"."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB" if size >= 5e5 else f"{size:,} bytes"


def _about(model: Listed) -> str:
    return ", ".join(filter(None, (model.parameters, model.licence, size_of(model.bytes) if model.bytes else "")))
