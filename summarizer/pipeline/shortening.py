"""Versions of a sentence within a number of words that are complete clauses, with what a reader loses by each."""

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
    """Up to MAX_VERSIONS versions of a sentence, those that lose least first, each with its own parse.

    `drop_articles` is passed on to `headline_cuts.lines`, `is_whole` to `is_complete`.
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
    """Whether a version of a sentence is a complete clause; `parsed` is the parse of the version.

    An article's sentence without deletions (`is_whole`) only must not break off: the parser may miss its verb.
    """
    if not line.removed and is_whole:
        return clause_fault(parsed) != BREAKS_OFF
    return headline_cuts.reads_as_before(sentence, line.removed, parsed) and not clause_fault(parsed)
