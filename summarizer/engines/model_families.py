"""How each family of models is asked for a summary: prefix, instruction or the bare article.

The embedded model has its own words, those of its training (`summarizer.engines.prompt`).
"""

from __future__ import annotations

from summarizer.models import catalogue
from summarizer.engines import prompt

# model_type of the configuration -> family; all else that has a chat template is "chat".
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
    """ "t5" (takes a prefix), "flan-t5" (takes an instruction), "bart" (takes the bare text) or "chat"."""
    family = FAMILIES.get(model_type, "chat")
    return "flan-t5" if family == "t5" and "flan" in name.lower() else family


def turns(name: str, article: str, *, sentences: int, words: int) -> list[dict[str, str]]:
    """The conversation that asks a chat model for a summary."""
    if name in catalogue.EMBEDDED:
        return prompt.messages(article, sentences=sentences, words=words)
    wanted = INSTRUCTION.format(sentences=sentences, words=words)
    return [{"role": "user", "content": f"{wanted}\n\n{article.strip()}"}]


def text(family: str, article: str, *, sentences: int, words: int) -> str:
    """What a model without conversations is given."""
    if family == "t5":
        return f"summarize: {article.strip()}"
    if family == "flan-t5":
        return f"{INSTRUCTION.format(sentences=sentences, words=words)}\n\n{article.strip()}"
    if family == "bart":
        return article.strip()
    return f"{article.strip()}\n\nTL;DR:"
