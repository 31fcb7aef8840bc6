"""The output shortlist: logits are computed for part of the vocabulary only.

Logits of the whole vocabulary are a fifth of a small model's work, and most tokens are of no use to a summary of an
English article: parts of programs, of other languages, of words that the article does not contain. So logits are
computed for a shortlist (Jean et al. 2015, arXiv:1412.2007) of two parts:

* the *shared* tokens, which every text may contain: the first FREQUENT_TOKENS of the vocabulary, which a BPE vocabulary
  lists by falling frequency; control tokens; and the tokens of the reference summaries that an adapter was trained on,
  where it lists them (see REFERENCE_TOKENS_FILE);
* the *prompt-specific* tokens: those of the prompt that are not shared, and their variants, with and without the space
  before them and in other capitalisation.

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
REFERENCE_TOKENS_FILE = "written.json"  # in an adapter's folder: tokens that occur twice or more in its references
SHORTLIST_FILE, VARIANTS_FILE = "shortlist.npy", "variants.npy"
EMBEDDING, LM_HEAD, SCALES_SUFFIX = "embedding", "lm_head", ".scales.npy"  # parts of file names
SPACE_MARKER = "\u0120"  # how a byte-level vocabulary writes a space


class Shortlist:
    """A model's embeddings and LM head, and the shortlist, as conversion wrote them."""

    def __init__(self, folder: Path) -> None:
        # memory-mapped, as a text needs only a few hundred of their rows
        self._embedding, self._embedding_scales = _mapped(folder, EMBEDDING)
        self._lm_head, self._lm_head_scales = _mapped(folder, LM_HEAD)
        self.shared_tokens: TokenIds = np.load(folder / SHORTLIST_FILE)
        # for each token, the first one that differs from it in the leading space and in capitals only
        self._variant_group: NDArray[np.int32] = np.load(folder / VARIANTS_FILE)
        self._is_not_shared = np.ones(len(self._variant_group), bool)
        self._is_not_shared[self.shared_tokens] = False

    def embed(self, token_ids: TokenIds) -> NDArray[np.float32]:
        """Returns the embeddings of tokens, (*token_ids.shape, hidden)."""
        rows: NDArray[np.float32] = self._embedding[token_ids] * self._embedding_scales[token_ids][..., None]
        return rows

    def allowed_tokens(self, prompt: Sequence[int]) -> AllowedTokens:
        """Returns the tokens that texts which continue this prompt may contain."""
        is_group_in_prompt = np.zeros(len(self._variant_group), bool)
        is_group_in_prompt[self._variant_group[np.array(prompt, np.int64)]] = True
        is_prompt_specific = is_group_in_prompt[self._variant_group] & self._is_not_shared
        return AllowedTokens(self.shared_tokens, np.flatnonzero(is_prompt_specific))

    def output_rows(self, token_ids: TokenIds) -> Int8Matrix:
        """Returns the LM head rows of these tokens (token 0 if there are none), (tokens, hidden), and their scales."""
        rows = token_ids if len(token_ids) else np.zeros(1, np.int64)  # a matrix product has at least one column
        return self._lm_head[rows], self._lm_head_scales[rows]


def _mapped(folder: Path, name: str) -> Int8Matrix:
    weights: NDArray[np.int8] = np.load(folder / f"{name}.npy", mmap_mode="r").view(np.ndarray)
    scales: NDArray[np.float32] = np.load(folder / f"{name}{SCALES_SUFFIX}")
    return weights, scales


def write_matrix(folder: Path, name: str, matrix: Int8Matrix) -> None:
    """Writes a matrix (vocabulary, hidden); `name` is EMBEDDING or LM_HEAD."""
    np.save(folder / f"{name}.npy", matrix[0])
    np.save(folder / f"{name}{SCALES_SUFFIX}", matrix[1])


def write_shortlist(
    folder: Path,
    pieces: Sequence[str],
    control_tokens: Iterable[int],
    adapter: Path | None,
) -> TokenIds:
    """Writes the shortlist: the shared tokens and the variants of each token. Returns the shared ones, ascending.

    `pieces` are the texts of all tokens. Raises CorruptModel where the adapter lists tokens that do not exist.
    """
    chosen = [*range(min(FREQUENT_TOKENS, len(pieces))), *control_tokens, *_reference_tokens(adapter)]
    shared = np.unique(np.array(chosen, np.int64))
    if shared[0] < 0 or shared[-1] >= len(pieces):
        raise errors.CorruptModel(f"The adapter in {adapter} tells of tokens that its model does not have.")
    np.save(folder / SHORTLIST_FILE, shared)
    first_variant: dict[str, int] = {}
    groups = [first_variant.setdefault(piece.lstrip(SPACE_MARKER).lower(), token) for token, piece in enumerate(pieces)]
    np.save(folder / VARIANTS_FILE, np.array(groups, np.int32))
    return shared


def _reference_tokens(adapter: Path | None) -> list[int]:
    if adapter is None or not (adapter / REFERENCE_TOKENS_FILE).exists():
        return []
    try:
        stored = json.loads((adapter / REFERENCE_TOKENS_FILE).read_text("utf-8"))
        return [int(token) for token in stored["tokens"]]
    except (ValueError, KeyError, TypeError) as error:
        raise errors.CorruptModel(f"{adapter / REFERENCE_TOKENS_FILE} cannot be read: {error}.") from error
