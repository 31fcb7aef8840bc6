"""Inflection of English words: plurals and their singulars, and the lemmas of past participles."""

from __future__ import annotations

from checks.word_set import word_set

# The singular of each plural that the rules for endings in `singular` would get wrong.
SINGULAR_EXCEPTIONS = {
    "people": "person", "persons": "person", "men": "man", "women": "woman", "children": "child", "feet": "foot",
    "teeth": "tooth", "mice": "mouse", "geese": "goose", "wives": "wife", "lives": "life", "knives": "knife",
    "thieves": "thief", "leaves": "leaf", "halves": "half", "wolves": "wolf", "shelves": "shelf", "loaves": "loaf",
    "selves": "self", "calves": "calf", "scarves": "scarf", "criteria": "criterion", "phenomena": "phenomenon",
    "bacteria": "bacterium", "media": "medium", "data": "datum", "crises": "crisis", "analyses": "analysis",
    "bases": "base", "buses": "bus", "gases": "gas", "viruses": "virus", "bonuses": "bonus", "cases": "case",
    "fungi": "fungus", "alumni": "alumnus", "movies": "movie", "cookies": "cookie", "calories": "calorie",
    "prairies": "prairie", "policemen": "policeman", "shoes": "shoe", "oxen": "ox", "dice": "die", "larvae": "larva",
    "appendices": "appendix", "matrices": "matrix", "headquarters": "headquarters", "axes": "axe", "ties": "tie",
    "pies": "pie", "zombies": "zombie", "foes": "foe", "toes": "toe", "woes": "woe", "canoes": "canoe",
    "rookies": "rookie", "cavalrymen": "cavalryman",
}  # fmt: skip
# Plurals without a singular of their own, and nouns whose plural is the same as the singular.
INVARIANT_NOUNS = word_set("""
    police staff crew aircraft spacecraft hovercraft cattle sheep fish deer salmon trout troops personnel series
    species offspring folk youth poultry swine bison shrimp squid dead wounded injured missing homeless elderly poor
    unemployed disabled faithful needy accused deceased percent hp pence crossroads means dozen
    """)
# Singular nouns and adverbs that end in s.
_SINGULAR_IN_S = word_set("""
    gas news politics economics athletics gymnastics mathematics physics ethics canvas atlas christmas diabetes measles
    mumps overseas lens bias always perhaps sometimes towards afterwards texas arkansas kansas wales
    """)
_NOT_COMPOUNDS_OF_MEN = word_set("specimen regimen abdomen omen yemen semen acumen ramen women")
# The verb of irregular participles, and the event behind adjectives of state ("dead" -> "die").
EVENT_LEMMAS = {
    "killed": "kill", "shot": "shoot", "hurt": "hurt", "dead": "die", "died": "die", "dying": "die", "held": "hold",
    "lost": "lose", "found": "find", "hit": "hit", "sent": "send", "sold": "sell", "born": "bear", "taken": "take",
    "made": "make", "given": "give", "seen": "see", "won": "win", "built": "build", "fled": "flee", "left": "leave",
    "stolen": "steal", "broken": "break", "beaten": "beat", "drowned": "drown", "freed": "free", "sunk": "sink",
    "missing": "miss", "injured": "injure", "wounded": "wound", "sick": "sicken", "homeless": "displace",
    "burnt": "burn", "cut": "cut", "laid": "lay", "paid": "pay", "driven": "drive", "chosen": "choose",
    "stranded": "strand",
}  # fmt: skip


def is_plural(word: str) -> bool:
    """Whether a lower-case word looks like a plural noun."""
    if word in SINGULAR_EXCEPTIONS or word in INVARIANT_NOUNS or _compound_head(word):
        return True
    if word in _SINGULAR_IN_S:
        return False
    return len(word) > 2 and word.endswith("s") and not word.endswith(("ss", "us", "is", "'s"))


def _compound_head(word: str) -> str:
    """Returns the plural that ends a compound: the "men" of "gunmen", the "children" of "grandchildren"; else ""."""
    for head in ("women", "men", "children", "people"):
        if word.endswith(head) and len(word) > len(head) and word not in _NOT_COMPOUNDS_OF_MEN:
            return head
    return ""


def singular(word: str) -> str:
    """Returns the singular of a plural ("countries" -> "country"); other words unchanged."""
    if word in SINGULAR_EXCEPTIONS:
        return SINGULAR_EXCEPTIONS[word]
    if head := _compound_head(word):
        return word.removesuffix(head) + SINGULAR_EXCEPTIONS[head]
    if word.endswith("'s"):
        return word[:-2]
    if word in INVARIANT_NOUNS or not is_plural(word):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zzes", "oes")):
        return word[:-2]
    return word[:-1]


# Endings of stems that lose an e before -ed: "charg" -> "charge".
_STEMS_WITH_FINAL_E = (
    "v",
    "at",
    "ur",
    "rg",
    "as",
    "iz",
    "is",
    "ag",
    "uc",
    "ov",
    "iv",
    "os",
    "us",
    "ir",
    "ar",
    "rc",
    "nc",
    "dg",
    "cu",
    "ut",
    "id",
    "ud",
    "iev",
    "eiv",
    "ak",
    "ok",
    "ik",
    "in",
)


def participle_lemma(word: str) -> str:
    """Returns the lemma of a participle or past tense: "charged" -> "charge", "stopped" -> "stop", "held" -> "hold"."""
    stem = word[:-2]
    if word in EVENT_LEMMAS:
        return EVENT_LEMMAS[word]
    if word.endswith("ied"):
        return word[:-3] + "y"
    if len(stem) > 3 and stem[-1] == stem[-2] and stem[-1] not in "lsz":
        return stem[:-1]
    if stem.endswith(_STEMS_WITH_FINAL_E) and not stem.endswith(
        ("ain", "oin", "een", "eat", "oat", "eak", "ook", "ear", "oar", "out", "aid")
    ):
        return stem + "e"
    return stem
