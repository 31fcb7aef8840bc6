"""The output shortlist: logits are computed for the frequent tokens and for those of the prompt, not for all.

Logits of the whole vocabulary are a fifth of a small model's work, and most tokens are of no use to a summary of an
English article: parts of programs, of other languages, of words that the article does not contain. So each text chooses
among a shortlist (Jean et al. 2015, arXiv:1412.2007), which depends on its prompt:

* the first FREQUENT_TOKENS of the vocabulary, which a BPE vocabulary lists by falling frequency;
* control tokens, and the tokens of the reference summaries that an adapter was trained on, where it lists them: see
  REFERENCE_TOKENS_FILE;
* the prompt's own tokens and their variants: with and without the space before them, and in other capitalisation.

Whatever is left out can still be spelled with shorter tokens.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from summarizer.engines.decoding.allowed_tokens import AllowedTokens, TokenIds
from summarizer.engines.llama.embedding_table import EmbeddingTable, write_table
from summarizer.models import errors

FREQUENT_TOKENS = 16384
REFERENCE_TOKENS_FILE = "written.json"  # beside an adapter: tokens that its training's references hold twice or more
SHORTLIST_FILE, VARIANTS_FILE = "shortlist.npy", "variants.npy"
EMBEDDING, PROMPT_OUTPUT = "embedding", "prompt_output"  # names of embedding tables
SPACE_MARKERS = "\u0120\u2581"  # how byte-level and SentencePiece vocabularies write a space


class ShortlistTokens(AllowedTokens):
    """The common tokens, then those of this prompt, each in ascending order."""

    def __init__(self, common: TokenIds, extra: TokenIds) -> None:
        self._common = common
        self.extra = extra

    def token_ids(self, indices: Sequence[int]) -> list[int]:
        common = len(self._common)
        return [int(self._common[index] if index < common else self.extra[index - common]) for index in indices]

    def indices(self, token_ids: Iterable[int]) -> list[int]:
        wanted = np.fromiter(token_ids, np.int64)
        in_common, in_extra = _positions(wanted, self._common), _positions(wanted, self.extra)
        indices = np.where(in_common >= 0, in_common, np.where(in_extra >= 0, len(self._common) + in_extra, -1))
        return [int(index) for index in indices if index >= 0]


def _positions(wanted: TokenIds, ascending: TokenIds) -> TokenIds:
    """Returns where each wanted token is in a sorted array; -1 where it is not."""
    if not len(ascending):
        return np.full(wanted.shape, -1)
    position = np.searchsorted(ascending, wanted)
    inside = np.minimum(position, len(ascending) - 1)
    return np.where((position < len(ascending)) & (ascending[inside] == wanted), position, -1)


class Shortlist:
    """The embeddings of a model's tokens and the shortlist, as conversion wrote them."""

    def __init__(self, folder: Path, hidden_size: int) -> None:
        self.embedding = EmbeddingTable(folder, EMBEDDING, hidden_size)
        self._common: TokenIds = np.load(folder / SHORTLIST_FILE)
        # for each token, the first one that differs in the leading space and capitals only
        self._variant_group: NDArray[np.int32] = np.load(folder / VARIANTS_FILE)
        self._uncommon: NDArray[np.bool_] = np.ones(len(self._variant_group), bool)
        self._uncommon[self._common] = False
        self._output = EmbeddingTable(folder, PROMPT_OUTPUT, hidden_size) if self._uncommon.any() else None

    @property
    def common_size(self) -> int:
        """Number of tokens that every text may contain."""
        return len(self._common)

    def allowed_tokens(self, prompt: Sequence[int]) -> AllowedTokens:
        """Returns what texts that continue this prompt may contain."""
        if self._output is None:
            return AllowedTokens()
        in_prompt = np.zeros(len(self._variant_group), bool)
        in_prompt[self._variant_group[np.array(prompt, np.int64)]] = True
        return ShortlistTokens(self._common, np.flatnonzero(in_prompt[self._variant_group] & self._uncommon))

    def output_rows(self, extra: TokenIds) -> tuple[NDArray[np.int8], NDArray[np.float32]]:
        """Returns the output weights (hidden, tokens) of tokens that are not common, and the scale of each."""
        if self._output is None:
            return np.empty((0, 0), np.int8), np.empty(0, np.float32)
        # a matrix product has at least one column
        rows = np.searchsorted(np.flatnonzero(self._uncommon), extra) if len(extra) else np.zeros(1, np.int64)
        weights, scales = self._output.rows(rows)
        assert scales is not None
        return np.ascontiguousarray(weights.T), scales


def write_shortlist(
    folder: Path,
    pieces: Sequence[str],
    control_tokens: Iterable[int],
    adapter: Path | None,
    *,
    whole_vocabulary: bool,
) -> TokenIds:
    """Chooses the tokens that every text may contain, and writes and returns them, in ascending order.

    `pieces` are the texts of all tokens; `whole_vocabulary` chooses all of them. Raises CorruptModel where the adapter
    lists tokens that do not exist.
    """
    if whole_vocabulary:
        chosen = [*range(len(pieces))]
    else:
        chosen = [*range(min(FREQUENT_TOKENS, len(pieces))), *control_tokens, *_reference_tokens(adapter)]
    common = np.unique(np.array(chosen, np.int64))
    if common[0] < 0 or common[-1] >= len(pieces):
        raise errors.CorruptModel(f"The adapter in {adapter} tells of tokens that its model does not have.")
    np.save(folder / SHORTLIST_FILE, common)
    first: dict[str, int] = {}
    groups = [first.setdefault(piece.lstrip(SPACE_MARKERS).lower(), token) for token, piece in enumerate(pieces)]
    np.save(folder / VARIANTS_FILE, np.array(groups, np.int32))
    return common


def write_prompt_output_rows(
    folder: Path, weights: NDArray[np.int8], scales: NDArray[np.float32], common: TokenIds
) -> None:
    """Writes the rows of the output matrix (vocabulary, hidden) that belong to tokens that are not common."""
    uncommon = np.ones(len(weights), bool)
    uncommon[common] = False
    write_table(folder, PROMPT_OUTPUT, weights[uncommon], scales[uncommon])


def _reference_tokens(adapter: Path | None) -> list[int]:
    if adapter is None or not (adapter / REFERENCE_TOKENS_FILE).exists():
        return []
    try:
        stored = json.loads((adapter / REFERENCE_TOKENS_FILE).read_text("utf-8"))
        return [int(token) for token in stored["tokens"]]
    except (ValueError, KeyError, TypeError) as error:
        raise errors.CorruptModel(f"{adapter / REFERENCE_TOKENS_FILE} cannot be read: {error}.") from error
