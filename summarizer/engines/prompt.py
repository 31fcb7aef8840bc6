"""The embedded model's prompt. Its adapter was trained with this wording, so any other wording costs quality.

The article is a single line, as the training data have no paragraph breaks. The limits follow it, so that a small model
still attends to them when it starts to write.
"""

from __future__ import annotations

SYSTEM = "You summarise news."


def messages(article: str, *, sentences: int, words: int) -> list[dict[str, str]]:
    """Returns the chat that asks for a summary of at most `sentences` sentences and `words` words."""
    return [{"role": "system", "content": SYSTEM}, {"role": "user", "content": request(article, sentences, words)}]


def request(article: str, sentences: int, words: int) -> str:
    """Returns the user's message of that chat."""
    limit = "one sentence" if sentences == 1 else f"at most {sentences} sentences"
    return f"{' '.join(article.split())}\n\nSummarise this in {limit} and {words} words."
