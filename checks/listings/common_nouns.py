"""Common nouns after words that announce a list: "including professor, graphic designer and taxi driver"."""

from __future__ import annotations

from checks.listings.segments import ARTICLES, NO_ROLES, Piece, Word, words_of

_ANNOUNCING = words_of("including include includes included namely comprising comprised")
_COMMON_ITEM_WORDS = 5


def common_nouns(text: str, pieces: list[Piece]) -> list[tuple[Word, ...]]:
    """Common nouns after words that announce a list: "including professor, graphic designer and taxi driver"."""
    for last in range(len(pieces) - 1, 1, -1):
        if pieces[last].mark == "and":
            break
    else:
        return []
    items: list[tuple[Word, ...]] = [_common_item(pieces[last].words, last=True)]
    for at in range(last - 1, -1, -1):
        piece = pieces[at]
        if not piece.words:
            return []
        announced = _announced(piece)
        if announced is not None:
            items.append(announced)
            break
        if piece.mark not in (",", ";"):
            return []
        items.append(_common_item(piece.words))
    else:
        return []
    items.reverse()
    return items if len(items) >= 3 and all(items) else []


def _announced(piece: Piece) -> tuple[Word, ...] | None:
    """The first item of a list of common nouns: what stands behind the announcing word."""
    for at in range(len(piece.words) - 1, -1, -1):
        word = piece.words[at].words.lower()
        such = word == "as" and at and piece.words[at - 1].words.lower() == "such"
        if word in _ANNOUNCING or such:
            return _common_item(piece.words[at + 1 :])
    if piece.mark == ":" and len(piece.words) <= _COMMON_ITEM_WORDS:
        return _common_item(piece.words)
    return None


def _common_item(words: tuple[Word, ...], last: bool = False) -> tuple[Word, ...]:
    if words and words[0].words.lower() in ARTICLES:
        words = words[1:]
    if last:
        for at, word in enumerate(words):
            if at and word.words.lower() in NO_ROLES:
                words = words[:at]
                break
    plain = all(word.words[0].isalpha() for word in words) and not any(
        word.words.lower() in NO_ROLES for word in words[:1]
    )
    vague = bool(words) and words[-1].words.lower() in ("like", "similar", "similarly", "more", "others", "such")
    return words if words and len(words) <= _COMMON_ITEM_WORDS and plain and not vague else ()
