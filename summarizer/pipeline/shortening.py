"""The versions of a sentence of at most so many words that are complete clauses, with what a reader loses by each."""

from __future__ import annotations

from collections.abc import Iterator

from summarizer.language.parsing import ParsedSentence
from summarizer.rewriting import headline_cuts
from summarizer.rewriting.clauses import BREAKS_OFF, clause_fault
from summarizer.rewriting.headline_cuts import Line
from summarizer.support.alignment import ParsedArticle

MAX_VERSIONS = 24  # of one sentence


def complete_lines(
    sentence: ParsedSentence,
    parsed_article: ParsedArticle,
    max_words: int,
    *,
    drop_articles: bool = False,
    is_whole: bool = False,
) -> Iterator[tuple[Line, ParsedSentence]]:
    """The MAX_VERSIONS versions of a sentence that lose least, those first, each as it is parsed alone.

    `drop_articles` as of `headline_cuts.lines`, `is_whole` as of `is_complete`.
    """
    complete = 0
    lines = headline_cuts.lines(sentence, max_words, drop_articles=drop_articles)
    for line, parsed in zip(lines, parsed_article.parse(line.text for line in lines), strict=True):
        if is_complete(sentence, line, parsed, is_whole=is_whole):
            yield line, parsed
            complete += 1
        if complete == MAX_VERSIONS:
            return


def is_complete(sentence: ParsedSentence, line: Line, parsed: ParsedSentence, *, is_whole: bool = True) -> bool:
    """Whether a version of a sentence is a complete clause, `parsed` as it stands there alone.

    A sentence that `is_whole` in the article need only not break off: the parser may fail to find its verb.
    """
    if not line.removed and is_whole:
        return clause_fault(parsed) != BREAKS_OFF
    return headline_cuts.reads_as_before(sentence, line.removed, parsed) and not clause_fault(parsed)
