"""Finds articles with nearly the same wording, such as an agency's story in several editions.

Each article is reduced to a sketch: the smallest hashes of its shingles, which are its runs of three words. Two
sketches give an estimate of the Jaccard similarity of the articles: the number of shingles that both have, divided by
the number that either has (Broder, "On the resemblance and containment of documents", 1997). The same texts in the same
order give the same groups.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import blake2b

SHINGLE_WORDS = 3
HASH_BYTES = 4
SKETCH_SIZE = 128  # hashes; the similarity has a standard error of at most 0.045
INDEX_SIZE = 12  # hashes of a sketch, the smallest, by which leads are looked up
MIN_SHARED_HASHES = 4  # texts that share fewer of these are not compared
MAX_LEADS_PER_HASH = 50  # a shingle that more leads have is boilerplate: further leads are not indexed by it
MIN_SHINGLES = 12  # shorter texts are alike by chance
MIN_SIMILARITY = 0.6  # Jaccard similarity from which texts count as nearly the same
_WORD = re.compile(r"\w+")
_HEX_DIGITS = 2 * HASH_BYTES  # hexadecimal digits of a hash


def sketch(text: str) -> str:
    """The sketch of a text: hashes as hexadecimal digits, ascending; "" for a text that is too short."""
    words = _WORD.findall(text.casefold())
    shingles = {" ".join(words[index : index + SHINGLE_WORDS]) for index in range(len(words) - SHINGLE_WORDS + 1)}
    if len(shingles) < MIN_SHINGLES:
        return ""
    hashes = {blake2b(shingle.encode("utf-8", "replace"), digest_size=HASH_BYTES).hexdigest() for shingle in shingles}
    return "".join(sorted(hashes)[:SKETCH_SIZE])


def jaccard_similarity(sketch: str, other: str) -> float:
    """The estimated Jaccard similarity of two texts, from 0 to 1, by their sketches."""
    first, second = set(_hashes(sketch)), set(_hashes(other))
    shared, smallest = first & second, sorted(first | second)[:SKETCH_SIZE]
    return sum(value in shared for value in smallest) / len(smallest) if smallest else 0.0


def group_similar(sketches: Sequence[str]) -> list[int]:
    """For each text the index of its group's lead, which is the first text of the group; its own index if it is alone.

    A text joins the lead that it is most similar to, if the similarity is at least MIN_SIMILARITY.
    """
    leads: list[int] = []
    leads_by_hash: dict[str, list[int]] = defaultdict(list)
    for position, text_sketch in enumerate(sketches):
        indexed = _hashes(text_sketch)[:INDEX_SIZE]
        shared = Counter(lead for value in indexed for lead in leads_by_hash.get(value, ()))
        scored = [
            (jaccard_similarity(text_sketch, sketches[lead]), -lead)
            for lead, count in shared.items()
            if count >= MIN_SHARED_HASHES
        ]
        best, negative_lead = max(scored, default=(0.0, 0))
        if best >= MIN_SIMILARITY:
            leads.append(-negative_lead)
            continue
        leads.append(position)
        for value in indexed:
            if len(leads_by_hash[value]) < MAX_LEADS_PER_HASH:
                leads_by_hash[value].append(position)
    return leads


def _hashes(sketch: str) -> list[str]:
    return [sketch[start : start + _HEX_DIGITS] for start in range(0, len(sketch), _HEX_DIGITS)]
