"""Is a sentence the article's with a cut across its clauses: "a lawyer for the [doctor who helped the] court"?

Where a draft leaves out a stretch that opens a clause, it must leave out all of that clause: to its closing mark, to
the end, or to the verb of the clause that goes on.
"""

from __future__ import annotations

from difflib import SequenceMatcher

from summarizer.wording import Role, Word, words

CLOSE = 0.8  # share of a sentence's words that the article's must have in order
_OPENERS = (Role.WHO, Role.WHEN)


def fault(sentence: str, source: str) -> str:
    """Why the sentence cannot be made of the article's; empty where it can, or is not made of it."""
    mine, its = words(sentence), words(source)
    steps = SequenceMatcher(None, [_key(one) for one in mine], [_key(one) for one in its], autojunk=False).get_opcodes()
    if sum(end - start for kind, start, end, _, _ in steps if kind == "equal") < CLOSE * len(mine):
        return ""
    for kind, start, _, first, last in steps:
        if kind != "insert" or start < 2 or start == len(mine):
            continue  # what goes before the first word or two, or behind the last, is no cut
        opener = next((one for one in its[first:last] if one.role in _OPENERS), None)
        goes_on = its[last - 1].role is Role.MARK or its[last].role in (Role.VERB, Role.AUX, Role.MARK, Role.ADVERB)
        if opener is not None and not goes_on and mine[start - 1].role is not Role.MARK:
            return f'breaks off within what "{opener.text}" opens'
    return ""


def _key(word: Word) -> str:
    return word.key or word.low
