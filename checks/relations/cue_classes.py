"""Classes of words that say how the figures near them are related, and how near a word of each class is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

CUES: dict[str, frozenset[str]] = {
    name: frozenset(words.split())
    for name, words in {
        "from": "from",
        "to": "to",
        "by": "by",
        "of": "of out",
        "than": "than",
        "at": "at",
        "in": "in",
        "for": "for",
        "with": "with while whereas but against",
        "and": "and & plus both",
        "comma": ", ;",
        "colon": ": — –",
        "bracket": "( )",
        "or": "or that ie",
        "up": """up rise rises rose risen rising grew grow grown growth gain gains gained increase increases increased
            increasing climb climbed jump jumped surge surged soar soared add adds added advanced improved higher raise
            raised raising boost boosted expand expanded""",
        "down": """down fall falls fell fallen falling drop drops dropped decline declines declined decrease decreased
            slump slumped lose lost loses losing cut cuts reduce reduced reduction lower lowered shrank plunged plunge
            slid slipped tumbled sank dipped eased""",
        "compared": "compared versus vs against earlier previous previously ago last year-on-year year-over-year then",
        "total": """total totals totalled totaled altogether overall combined sum all entire whole bringing brings
            brought""",
        "including": """including includes include included comprising comprises among consisting made excluding whom
            which""",
        "rest": "remaining remainder rest others other another further additional more balance",
        "each": "each every per apiece a an daily weekly monthly annually annual yearly",
        "average": "average averages averaged averaging mean",
        "less": "less fewer more greater short shy margin lead majority difference gap behind ahead clear beat versus",
        "share": """share percentage proportion accounted accounting accounts represent represents representing
            equivalent""",
        "since": "since between until till after before ago born aged age old",
        "span": "years months weeks days year month decade later lasted spent served",
        "stand": "is are was were be been being stood stands had has have",
    }.items()
}
"""Lower-case tokens by class. A token may be in several ("against" compares and contrasts)."""
CUE_NAMES = tuple(CUES)
CUE_INDICES: dict[str, tuple[int, ...]] = {}
for _index, _words in enumerate(CUES.values()):
    for _word in _words:
        CUE_INDICES[_word] = (*CUE_INDICES.get(_word, ()), _index)

TOKENS_BEFORE, TOKENS_AFTER = 4, 3  # around a figure, in which cues are looked for


def nearness(tokens: Iterable[str]) -> list[float]:
    """For each class, 1 / the position of its first word among `tokens`, counted from 1; 0 without a word."""
    found = [0.0] * len(CUE_NAMES)
    for position, token in enumerate(tokens, 1):
        for index in CUE_INDICES.get(token, ()):
            if not found[index]:
                found[index] = 1 / position
    return found


def nearness_to_ends(tokens: Sequence[str]) -> dict[int, float]:
    """For each class with a word among `tokens`, by its index in `CUE_NAMES`: 1 / the position of its word nearest to
    an end, counted from 1 at that end."""
    found: dict[int, float] = {}
    count = len(tokens)
    for position, token in enumerate(tokens):
        if token in CUE_INDICES:
            value = 1 / (min(position, count - 1 - position) + 1)
            for index in CUE_INDICES[token]:
                if value > found.get(index, 0.0):
                    found[index] = value
    return found
