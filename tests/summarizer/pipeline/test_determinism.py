"""Scores are the same in every process, although the iteration order of sets differs between processes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
from pathlib import Path
import checks
from summarizer.guards.candidate import SummaryCandidate, Origin
from summarizer.language.grounding import ground, index_article
from summarizer.pipeline.salience import rank
from summarizer.pipeline.selection import importance, utility
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.score import support

for path in sorted(Path("samples").rglob("*.txt")):
    index = index_article(checks.read(path.read_text("utf-8")))
    sentences = [index.article.text_of(index.article.sentences[number].span) for number in index.story_sentences]
    stem_importance = importance(index, sentences)
    print(sorted(stem_importance.items()))
    ranks = rank(index, [index.story_sentences[:2], index.story_sentences[1:3]])
    print(ranks)
    for first in range(len(sentences) - 2):
        text = " ".join(" ".join(sentences[first : first + 3]).split())
        grounding = ground(text, index)
        salience = ranks[grounding.sources[0]].picked if grounding.sources else 0.0
        candidate = SummaryCandidate(
            text, Origin.KEPT, 0, 0, grounding.stems, grounding.sources, False, salience=salience,
            presupposed=grounding.stems,
        )
        print(grounding.sources, utility([candidate]))
    parsed_article = ParsedArticle(index)
    for alignment in align([" ".join(sentence.split()[::2]) for sentence in sentences[:2]], parsed_article):
        print(alignment.pairs, support(alignment, parsed_article))
"""


def test_sources_importance_salience_support_and_utility_do_not_depend_on_the_process() -> None:
    def output(hash_seed: str) -> str:
        completed = subprocess.run(
            [sys.executable, "-c", PROGRAM],
            cwd=Path(__file__).parents[3],
            env=os.environ | {"PYTHONHASHSEED": hash_seed},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        return completed.stdout

    first = output("1")
    assert len(first.splitlines()) > 100
    assert output("2") == first
