"""The text of `copydesk models list` and `copydesk models show`."""

from __future__ import annotations

from collections.abc import Iterable

from rich.text import Text

from summarizer.models.cache_folder import Speed
from summarizer.models.inventory import ListedModel, ModelDetails
from summarizer.reports.terminal import DEFAULT_WIDTH, ReportWriter, styled


def models_text(models: Iterable[ListedModel], width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """The downloaded models, then those that can be downloaded."""
    page = ReportWriter(width, colour)
    all_models = list(models)
    for is_downloaded, title in ((True, "Here"), (False, "Can be fetched: copydesk models pull NAME")):
        rows = [model for model in all_models if model.is_downloaded is is_downloaded]
        if rows:
            page.line(Text(title, "bold"))
            page.table((styled(model.name), styled(_about(model), "dim"), styled(model.note)) for model in rows)
            page.blank_line()
    page.line(
        "`--model` also takes any summariser of the Hugging Face hub, a folder, a GGUF file, ollama:NAME, or the "
        "URL#NAME of a server."
    )
    return page.text()


def model_text(shown: ModelDetails, width: int = DEFAULT_WIDTH, colour: bool = False) -> str:
    """One model with its files and the hashes that they have now."""
    page = ReportWriter(width, colour)
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
            "" if not shown.path else "as they came" if shown.is_intact else "CHANGED since they came: pull it again",
        ),
        ("speed", speed_text(model.speed) if model.speed else "not measured: `copydesk models bench` does"),
    )
    page.table((Text(name, "dim"), styled(value)) for name, value in facts if value)
    if shown.files:
        page.heading("FILES")
        page.table(
            (styled(name), styled(size_text(size), "dim"), styled(digest, "dim")) for name, size, digest in shown.files
        )
    return page.text()


def speed_text(speed: Speed) -> str:
    """A speed measurement on one line."""
    loading = f"loads in {speed.load_seconds:.1f} s, " if speed.load_seconds else ""
    memory = f", {speed.peak_megabytes:,} MB at its peak" if speed.peak_megabytes else ""
    return (
        f"{loading}reads {speed.read_per_second:,.0f} and writes {speed.write_per_second:,.0f} tokens a second{memory} "
        f"({speed.engine}, {speed.when})"
    )


def size_text(size: int) -> str:
    """A number of bytes for readers: "98 MB", "1.6 GB"."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{size / 1e6:.0f} MB" if size >= 5e5 else f"{size:,} bytes"


def _about(model: ListedModel) -> str:
    """Number of parameters, licence and size."""
    return ", ".join(filter(None, (model.parameters, model.licence, size_text(model.bytes) if model.bytes else "")))
