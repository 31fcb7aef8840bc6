"""Rejects a misspelling of one of the article's words: "knowsingly" for "knowingly".

Small models write in subword tokens and now and then join a wrong one. A word that the article lacks, that begins and
ends like one of its words and differs from it by one letter in between, is taken for a misspelling. British and
American spellings of one word differ like that too and pass, as do short words and inflected forms.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from checks.model import Span
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source

MIN_LETTERS = 7  # shorter words are often two different ones: "staring" and "starring"
AFFIX_LETTERS = 3  # at either end that both words must share
WORD = re.compile(r"[^\W\d_]+")
VARIANT_LETTERS = frozenset(("s", "z", "u", "e", "c"))
"""Letters in which British and American spellings differ: organised, labours, ageing, defences."""


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a misspelling of one of the article's words; the evidence is the first place where it has that word."""
    found = _misspelt_word(sentence.text, source.article.text)
    if found is None:
        return None
    evidence = next(_mentions(found[1], source.article.text), None)
    return Rejection(_reason(*found), () if evidence is None else (evidence,))


def misspelling(sentence: str, article: str) -> str:
    """The first word of a sentence that misspells one of the article's, as a reason; empty where there is none."""
    found = _misspelt_word(sentence, article)
    return _reason(*found) if found else ""


def _reason(word: str, intended: str) -> str:
    return f'has "{word}" for "{intended}"'


def _misspelt_word(sentence: str, article: str) -> tuple[str, str] | None:
    """The first misspelt word and, in lower case, the article's word that is meant; None where there is none."""
    words, by_affixes = _vocabulary(article)
    for word in WORD.findall(sentence):
        lower = word.lower()
        if len(lower) < MIN_LETTERS or lower in words:
            continue
        for candidate in by_affixes.get((lower[:AFFIX_LETTERS], lower[-AFFIX_LETTERS:]), ()):
            if _is_misspelling(lower, candidate):
                return word, candidate
    return None


def _mentions(word: str, article: str) -> Iterator[Span]:
    """Where the article has a word, given in lower case."""
    return (Span(*match.span()) for match in WORD.finditer(article) if match.group().lower() == word)


@lru_cache(maxsize=8)
def _vocabulary(article: str) -> tuple[frozenset[str], dict[tuple[str, str], list[str]]]:
    """The article's words in lower case, and the longer ones by their first and last letters."""
    words = frozenset(word.lower() for word in WORD.findall(article))
    by_affixes: dict[tuple[str, str], list[str]] = {}
    for word in sorted(word for word in words if len(word) >= MIN_LETTERS - 1):
        by_affixes.setdefault((word[:AFFIX_LETTERS], word[-AFFIX_LETTERS:]), []).append(word)
    return words, by_affixes


def _is_misspelling(word: str, candidate: str) -> bool:
    """Whether two words differ by one letter, exchanged or added, and not as two spellings of one word do."""
    if len(word) == len(candidate):
        differing = [pair for pair in zip(word, candidate, strict=True) if pair[0] != pair[1]]
        return len(differing) == 1 and not VARIANT_LETTERS.issuperset(differing[0])
    longer, shorter = sorted((word, candidate), key=len, reverse=True)
    if len(longer) - len(shorter) != 1:
        return False
    extra_indices = [index for index in range(len(longer)) if longer[:index] + longer[index + 1 :] == shorter]
    return bool(extra_indices) and not any(_is_optional_letter(longer, index) for index in extra_indices)


def _is_optional_letter(word: str, index: int) -> bool:
    """Whether a spelling without this letter is as good: "travelling", "labours", "ageing"."""
    return word[index] in ("u", "e") or any(
        word[neighbour] == word[index] for neighbour in (index - 1, index + 1) if 0 <= neighbour < len(word)
    )


GUARD = Guard("spelling", 80, check)
