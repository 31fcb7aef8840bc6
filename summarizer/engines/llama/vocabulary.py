"""The tokens that a text may take: those that are frequent in any text, and those that its own prompt speaks of.

To score every token that a small model knows is a fifth of its work, and most of them are of no use to a summary of
an English article: parts of programs, of other languages, of words that the article does not have. So a model's text
takes its tokens from a shortlist (Jean et al. 2015), which is not the same for all texts:

* the first COMMON of the vocabulary, which is in the order in which its pieces were found, the most frequent first;
* what steers, and what the references of an adapter's training are written in, where it tells: see LEARNED;
* the prompt's own tokens and those of the same letters: with and without the space before them, and capitals.

Whatever is left out can still be spelled, of shorter pieces.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summarizer.models import errors
from summarizer.engines.llama import embedding_table

COMMON = 16384  # tokens
LEARNED = "written.json"  # beside an adapter: tokens that its training's references hold twice or more
SHORTLIST, KIN = "shortlist.npy", "kin.npy"
EMBEDDED, RARE = "embedded", "rare"  # see `rows`
SPACES = "\u0120\u2581"  # how byte-level and SentencePiece vocabularies write a space

Tokens = NDArray[np.int64]


class Words:
    """What a text may take: each token has a place among the scores. Here all of them, each at its own number."""

    own: Tokens = np.empty(0, np.int64)  # those that not every text may take

    def tokens(self, places: Sequence[int]) -> list[int]:
        return list(places)

    def places(self, tokens: Iterable[int]) -> list[int]:
        """Of those among these tokens that a text may take."""
        return list(tokens)


class _Shortlist(Words):
    """The common tokens, then its own, each in rising order."""

    def __init__(self, common: Tokens, own: Tokens) -> None:
        self._common = common
        self.own = own

    def tokens(self, places: Sequence[int]) -> list[int]:
        count = len(self._common)
        return [int(self._common[one] if one < count else self.own[one - count]) for one in places]

    def places(self, tokens: Iterable[int]) -> list[int]:
        wanted = np.fromiter(tokens, np.int64)
        common, own = (_where(wanted, some) for some in (self._common, self.own))
        found = np.where(common >= 0, common, np.where(own >= 0, len(self._common) + own, -1))
        return [int(one) for one in found if one >= 0]


def _where(wanted: Tokens, some: Tokens) -> Tokens:
    """The place of each in these, which rise; -1 where it is not there."""
    at = np.searchsorted(some, wanted)
    inside = np.minimum(at, max(0, len(some) - 1))
    return np.where((at < len(some)) & (some[inside] == wanted), at, -1) if len(some) else np.full(wanted.shape, -1)


class Vocabulary:
    """A model's tokens as `write` left them beside the network: what flows in of each, and which are scored."""

    def __init__(self, folder: Path, width: int) -> None:
        self.embedded = embedding_table.Rows(folder, EMBEDDED, width)
        self._common: Tokens = np.load(folder / SHORTLIST)
        self._kin: NDArray[np.int32] = np.load(folder / KIN)
        self._others: NDArray[np.bool_] = np.ones(len(self._kin), bool)
        self._others[self._common] = False
        self._rare = embedding_table.Rows(folder, RARE, width) if self._others.any() else None

    @property
    def common(self) -> int:
        """How many tokens every text may take."""
        return len(self._common)

    def words(self, prompt: Sequence[int]) -> Words:
        """What texts that grow from these tokens may take."""
        if self._rare is None:
            return Words()
        spoken = np.zeros(len(self._kin), bool)
        spoken[self._kin[np.array(prompt, np.int64)]] = True
        return _Shortlist(self._common, np.flatnonzero(spoken[self._kin] & self._others))

    def weights(self, own: Tokens) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """(width, tokens) of the product that scores these, and the scale of each."""
        if self._rare is None:
            return np.empty((0, 0), np.int8), np.empty(0, np.float32)
        # a product has at least one column
        at = np.searchsorted(np.flatnonzero(self._others), own) if len(own) else np.zeros(1, np.int64)
        weights, scales = self._rare.read(at)
        assert scales is not None
        return np.ascontiguousarray(weights.T), scales


def write(folder: Path, pieces: Sequence[str], steering: Iterable[int], adapter: Path | None, *, all_: bool) -> Tokens:
    """Chooses the tokens that every text may take, of those with these pieces; or takes `all_` of them.

    Raises CorruptModel where the adapter tells of tokens that there are not.
    """
    some = range(len(pieces)) if all_ else [*range(min(COMMON, len(pieces))), *steering, *_learned(adapter)]
    common = np.unique(np.array(some, np.int64))
    if common[0] < 0 or common[-1] >= len(pieces):
        raise errors.CorruptModel(f"The adapter in {adapter} tells of tokens that its model does not have.")
    np.save(folder / SHORTLIST, common)
    first: dict[str, int] = {}
    kin = [first.setdefault(piece.lstrip(SPACES).lower(), token) for token, piece in enumerate(pieces)]
    np.save(folder / KIN, np.array(kin, np.int32))
    return common


def write_rare(folder: Path, weights: NDArray[np.int8], scales: NDArray[np.float32], common: Tokens) -> None:
    """Of the (tokens, width) that score, those that are not common."""
    others = np.ones(len(weights), bool)
    others[common] = False
    embedding_table.write(folder, RARE, weights[others], scales[others])


def _learned(adapter: Path | None) -> list[int]:
    if adapter is None or not (adapter / LEARNED).exists():
        return []
    try:
        return [int(one) for one in json.loads((adapter / LEARNED).read_text("utf-8"))["tokens"]]
    except (ValueError, KeyError, TypeError) as error:
        raise errors.CorruptModel(f"{adapter / LEARNED} cannot be read: {error}.") from error
