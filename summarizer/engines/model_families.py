"""How each family of models is asked for a summary: with a prefix, an instruction, a chat, or the bare article.

The embedded model has a prompt of its own, the one of its training (`summarizer.engines.prompt`).
"""

from __future__ import annotations

from typing import Any

from summarizer.engines import prompt
from summarizer.models import catalogue

# `model_type` of the configuration -> family; all others are "chat".
FAMILIES = {
    "t5": "t5",
    "mt5": "t5",
    "longt5": "t5",
    "umt5": "t5",
    "bart": "bart",
    "mbart": "bart",
    "led": "bart",
    "pegasus": "bart",
    "pegasus_x": "bart",
    "bigbird_pegasus": "bart",
    "marian": "bart",
    "prophetnet": "bart",
}
INSTRUCTION = "Summarise this news article in at most {sentences} sentences and {words} words. Write only the summary."


def family_of(model_type: str, name: str) -> str:
    """Returns "t5" (takes a prefix), "flan-t5" (an instruction), "bart" (the bare text) or "chat"."""
    family = FAMILIES.get(model_type, "chat")
    return "flan-t5" if family == "t5" and "flan" in name.lower() else family


def chat_messages(name: str, article: str, *, sentences: int, words: int) -> list[dict[str, str]]:
    """Returns the conversation that asks a chat model for a summary."""
    if name in catalogue.EMBEDDED:
        return prompt.messages(article, sentences=sentences, words=words)
    instruction = INSTRUCTION.format(sentences=sentences, words=words)
    return [{"role": "user", "content": f"{instruction}\n\n{article.strip()}"}]


def text_prompt(family: str, article: str, *, sentences: int, words: int) -> str:
    """Returns the prompt of a model without a chat template."""
    if family == "t5":
        return f"summarize: {article.strip()}"
    if family == "flan-t5":
        return f"{INSTRUCTION.format(sentences=sentences, words=words)}\n\n{article.strip()}"
    if family == "bart":
        return article.strip()
    return f"{article.strip()}\n\nTL;DR:"


def chat_template(source: str) -> Any:
    """Compiles a chat template as transformers does: in a sandbox, as it comes with the model."""
    from jinja2 import exceptions
    from jinja2.ext import loopcontrols
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    def raise_exception(message: str) -> None:
        raise exceptions.TemplateError(message)

    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True, extensions=[loopcontrols])
    environment.globals["raise_exception"] = raise_exception
    return environment.from_string(source)
