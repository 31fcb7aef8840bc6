"""The text of `copydesk models recommend`: the machine, the short list of larger models, and the proposed one."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from rich.text import Text

from summarizer.models.cache_folder import Speed
from summarizer.models.machine import Machine
from summarizer.models.recommended import RATE_SOURCE, RECOMMENDED, ModelProposal, Recommended, fits
from summarizer.reports.terminal import DEFAULT_WIDTH, ReportWriter, styled


def recommendation_text(
    machine: Machine,
    proposal: ModelProposal | None,
    runtimes: Sequence[tuple[str, Sequence[str]]],
    pulled: Collection[str],
    speeds: Mapping[str, Speed],
    width: int = DEFAULT_WIDTH,
    colour: bool = False,
) -> str:
    """The report. `runtimes` are the names of running servers, each with the values of --model that name its models."""
    page = ReportWriter(width, colour)
    page.line(Text("This machine", "bold"))
    gpu = machine.gpu
    unified_note = " of the memory" if gpu and gpu.is_unified else ""
    facts = [
        ("memory", f"{_gigabytes(machine.ram)}, {_gigabytes(machine.free_ram)} of it free, {machine.cores} cores"),
        (
            "graphics",
            f"{gpu.name}, {_gigabytes(gpu.bytes)}{unified_note}" if gpu else "no processor found that models run on",
        ),
    ]
    facts += [(name, ", ".join(models) or "runs, without models") for name, models in runtimes]
    if not runtimes:
        facts.append(("runtimes", "none runs: Ollama, LM Studio and llama-server were looked for"))
    page.table((Text(name, "dim"), styled(value)) for name, value in facts)
    page.heading("MODELS THAT INVENT LESS")
    page.table(
        (
            styled(model.name),
            styled(_about(model), "dim"),
            styled(_rates(model)),
            styled(_state(model, machine, pulled, speeds)),
        )
        for model in RECOMMENDED
    )
    page.blank_line()
    page.line(
        f"Rates: share of summaries with something invented, {RATE_SOURCE}, by its dates; the articles of 2026 are "
        "others, and harder. Memory is reckoned for 8192 tokens; nothing here was measured by Copydesk, except speeds."
    )
    page.heading("PROPOSED")
    for line in _proposal_lines(proposal, machine):
        page.line(line, indent=2)
    return page.text()


def _about(model: Recommended) -> str:
    size = f"{model.bytes / 1e9:.1f} GB to fetch, {model.memory / 1e9:.1f} GB of memory"
    return f"{model.size_label}, {model.licence}, {size}"


def _rates(model: Recommended) -> str:
    return ", ".join(f"{rate.percent:.1f}% ({rate.date})" for rate in model.rates)


def _state(model: Recommended, machine: Machine, pulled: Collection[str], speeds: Mapping[str, Speed]) -> str:
    speed = speeds.get(model.name)
    measured = f"{speed.write_per_second} tokens a second here" if speed else "speed not measured"
    if not fits(model, machine):
        needs = "needs a graphics processor" if model.needs_gpu else "needs more memory"
        return f"{needs}, {measured}"
    return f"fetched, {measured}" if model.name in pulled else measured


def _proposal_lines(proposal: ModelProposal | None, machine: Machine) -> list[str]:
    if proposal is None:
        return [f"None: {_gigabytes(machine.ram)} of memory are too little for any of these. Keep the embedded model."]
    lines = [f"{proposal.model.title}, {proposal.model.licence}" + ("" if proposal.fetch else ": it is here already")]
    if proposal.fetch:
        lines.append(proposal.fetch)
    lines.append(f"copydesk summarize story.txt --model {proposal.name}")
    if not proposal.fetch:
        lines.append("`--model better` stands for it.")
    else:
        lines.append("From then on `--model better` stands for it.")
    if machine.gpu is None:
        lines.append("Without a graphics processor it will be slow: `copydesk models check` says how slow.")
    return lines


def _gigabytes(size: int) -> str:
    return f"{size / 1e9:.0f} GB" if size >= 1e10 else f"{size / 1e9:.1f} GB"
