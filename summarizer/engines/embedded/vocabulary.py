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

from summarizer.engines.embedded.allowed_tokens import AllowedTokens, TokenIds
from summarizer.engines.embedded.rotation import Int8Matrix
from summarizer.models import errors

FREQUENT_TOKENS = 16384
REFERENCE_TOKENS_FILE = "written.json"  # beside an adapter: tokens that its training's references hold twice or more
SHORTLIST_FILE, VARIANTS_FILE = "shortlist.npy", "variants.npy"
EMBEDDING, LM_HEAD, SCALES_SUFFIX = "embedding", "lm_head", ".scales.npy"  # names of files
SPACE_MARKER = "\u0120"  # how a byte-level vocabulary writes a space


class Shortlist:
    """The embeddings and output weights of a model's tokens, and the shortlist, as conversion wrote them."""

    def __init__(self, folder: Path) -> None:
        # mapped: a text needs a few hundred rows of them
        self._embedding, self._embedding_scales = _mapped(folder, EMBEDDING)
        self._lm_head, self._lm_head_scales = _mapped(folder, LM_HEAD)
        self.common: TokenIds = np.load(folder / SHORTLIST_FILE)  # tokens that every text may contain
        # for each token, the first one that differs in the leading space and capitals only
        self._variant_group: NDArray[np.int32] = np.load(folder / VARIANTS_FILE)
        self._uncommon = np.ones(len(self._variant_group), bool)
        self._uncommon[self.common] = False

    def embed(self, token_ids: TokenIds) -> NDArray[np.float32]:
        """Returns the embeddings of tokens, (*token_ids.shape, hidden)."""
        rows: NDArray[np.float32] = self._embedding[token_ids] * self._embedding_scales[token_ids][..., None]
        return rows

    def allowed_tokens(self, prompt: Sequence[int]) -> AllowedTokens:
        """Returns what texts that continue this prompt may contain."""
        in_prompt = np.zeros(len(self._variant_group), bool)
        in_prompt[self._variant_group[np.array(prompt, np.int64)]] = True
        return AllowedTokens(self.common, np.flatnonzero(in_prompt[self._variant_group] & self._uncommon))

    def output_rows(self, extra: TokenIds) -> Int8Matrix:
        """Returns the output weights (tokens, hidden) of tokens that are not common, and the scale of each."""
        rows = extra if len(extra) else np.zeros(1, np.int64)  # a matrix product has at least one column
        return self._lm_head[rows], self._lm_head_scales[rows]


def _mapped(folder: Path, name: str) -> Int8Matrix:
    weights: NDArray[np.int8] = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    scales: NDArray[np.float32] = np.load(folder / f"{name}{SCALES_SUFFIX}")
    return weights, scales


def write_matrix(folder: Path, name: str, matrix: Int8Matrix) -> None:
    """Writes the EMBEDDING or the LM_HEAD, (vocabulary, hidden)."""
    np.save(folder / f"{name}.npy", matrix[0])
    np.save(folder / f"{name}{SCALES_SUFFIX}", matrix[1])


def write_shortlist(
    folder: Path,
    pieces: Sequence[str],
    control_tokens: Iterable[int],
    adapter: Path | None,
) -> TokenIds:
    """Chooses the tokens that every text may contain, and writes and returns them, in ascending order.

    `pieces` are the texts of all tokens. Raises CorruptModel where the adapter lists tokens that do not exist.
    """
    chosen = [*range(min(FREQUENT_TOKENS, len(pieces))), *control_tokens, *_reference_tokens(adapter)]
    common = np.unique(np.array(chosen, np.int64))
    if common[0] < 0 or common[-1] >= len(pieces):
        raise errors.CorruptModel(f"The adapter in {adapter} tells of tokens that its model does not have.")
    np.save(folder / SHORTLIST_FILE, common)
    first: dict[str, int] = {}
    groups = [first.setdefault(piece.lstrip(SPACE_MARKER).lower(), token) for token, piece in enumerate(pieces)]
    np.save(folder / VARIANTS_FILE, np.array(groups, np.int32))
    return common


def _reference_tokens(adapter: Path | None) -> list[int]:
    if adapter is None or not (adapter / REFERENCE_TOKENS_FILE).exists():
        return []
    try:
        stored = json.loads((adapter / REFERENCE_TOKENS_FILE).read_text("utf-8"))
        return [int(token) for token in stored["tokens"]]
    except (ValueError, KeyError, TypeError) as error:
        raise errors.CorruptModel(f"{adapter / REFERENCE_TOKENS_FILE} cannot be read: {error}.") from error
