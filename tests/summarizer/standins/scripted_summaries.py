"""Summaries by the whole pipeline with a scripted engine, for the process that writes them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from unittest import mock

import summarizer
from summarizer.engines.base import broadcast
from summarizer.engines.interface import GREEDY, Finish, Generation, Options
from summarizer.models.errors import EngineFailed
from summarizer.pipeline.result import Summary
from summarizer.web import streaming


class LeadEngine:
    """An engine whose every draft is the first words of the prompt's second line, and one wrong sentence."""

    name = "scripted"
    revision = "1"
    context_length = 100_000
    defaults = GREEDY
    default_samples = 2

    def count(self, text: str) -> int:
        return len(text.split())

    def summary_prompt(self, article: str, *, sentences: int, words: int) -> str:
        return f"At most {sentences} sentences and {words} words.\n{article}"

    def max_article_tokens(self, options: Options) -> int:
        return self.context_length

    def chat_prompt(self, messages: Sequence[Any]) -> str:
        raise EngineFailed("no template")

    def generate(
        self,
        prompts: Sequence[str],
        *,
        n: int | Sequence[int] = 1,
        options: Options | Sequence[Options] = GREEDY,
        **rest: Any,
    ) -> list[list[Generation]]:
        counts = broadcast(n, len(prompts))
        return [[self._draft(prompt)] * count for prompt, count in zip(prompts, counts, strict=True)]

    def _draft(self, prompt: str) -> Generation:
        words = prompt.partition("\n")[2].split()[:20]
        text = f"{' '.join(words)}. A total of 97 people were held."
        return Generation(text, len(words), Finish.STOP, -0.3)

    def close(self) -> None:
        pass


def write(article, limits, report, stopped, *, model, endpoint) -> Summary:
    """As `summarizer.web.streaming.write_summary`."""
    with mock.patch.object(summarizer, "loaded", return_value=LeadEngine()):
        return streaming.write_summary(article, limits, report, stopped, model=model, endpoint=endpoint)
