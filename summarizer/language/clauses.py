"""The clauses of a sentence, told from word order and closed word classes alone: who, did what, to whom, when, where.

There is no parser here: a word is a verb by its form and by what stands around it, its subject is the noun phrase that
ends before it, and its complement runs to the next verb. That is wrong now and then, but a short version of a sentence
mostly has the sentence's own order, so that both are misread alike: what is wanted is to compare the two, see
`guards/clause_support.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile

from summarizer.language.tagging import BASE_OF, BE, BETWEEN, DO, HAVE, MODALS, SAY, Tag, Token, lemma_key

TITLE = 9  # words and marks of a title in quotation marks
REACH = 25  # words between the commas of an aside


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with what stands before and after it. Indices are into the sentence's words."""

    at: int
    verb: str  # the key of its verb, "be" for a bare form of be, "have" and "do" likewise
    subject: tuple[Token, ...]  # in order; empty where none can be told
    complement: tuple[Token, ...]  # up to the next verb
    group: tuple[str, ...]  # auxiliaries, adverbs and governing verbs before the verb, nearest first, lower case
    passive: bool | None  # None where the form does not tell
    finite: bool  # False for "to build", "building": their subject stands elsewhere


_INTENTIONS = frozenset(
    lemma_key(one)
    for one in "plan attempt effort bid proposal decision vow promise threat intention refusal offer".split()
)


def clauses(all_words: Sequence[Token]) -> Iterator[Clause]:
    """Those of a sentence. They hold these very words, which may be looked for by identity."""
    made: list[Clause] = []
    for at, word in enumerate(all_words):
        if word.tag is Tag.VERB:
            made.append(_clause(all_words, at, word.key))
        elif word.tag is Tag.AUX and word.lower in BE | HAVE and _is_bare(all_words, at):
            made.append(_clause(all_words, at, "be" if word.lower in BE else "have"))
    for number, clause in enumerate(made):  # "said the plane landed": the plane is the landing's
        later = [other for other in made[number + 1 :] if other.finite and other.subject]
        after = {id(one) for one in all_words[clause.at + 1 :]}
        others = {
            id(one)
            for other in later
            if id(other.subject[0]) in after and not is_relative(all_words, other)
            for one in other.subject
        }
        yield replace(clause, complement=tuple(one for one in clause.complement if id(one) not in others))


def is_relative(all_words: Sequence[Token], clause: Clause) -> bool:
    """Of "is a clerk who works there": the clerk is what was said before too."""
    before = takewhile(lambda one: one is not clause.subject[-1], reversed(all_words[: clause.at]))
    return any(one.tag in (Tag.WHO, Tag.THAT) for one in before)


def _is_bare(all_words: Sequence[Token], at: int) -> bool:
    """No verb follows that this one helps."""
    for word in all_words[at + 1 :]:
        if word.tag is Tag.VERB or word.tag is Tag.AUX:
            return False
        if word.tag not in (Tag.ADVERB, Tag.NOT) and word.lower not in BETWEEN:
            return True
    return True


def _clause(all_words: Sequence[Token], at: int, verb: str) -> Clause:
    group = _group(all_words, at)
    low = all_words[at].lower
    finite = low == "according" or (
        not (low.endswith("ing") and low not in BASE_OF and not set(group) & BE) and "to" not in group
    )
    participle = low.endswith("ed") or low in BASE_OF
    passive: bool | None = False
    if participle and set(group) & BE:
        passive = True
    elif participle and not set(group) & (HAVE | MODALS | DO) and not _has_object(all_words, at):
        passive = None
    return Clause(
        at, verb, tuple(subject(all_words, at)), tuple(_complement(all_words, at)), tuple(group), passive, finite
    )


def _has_object(all_words: Sequence[Token], at: int) -> bool:
    following = next((word.tag for word in all_words[at + 1 :] if word.tag is not Tag.ADVERB), Tag.MARK)
    return following in (Tag.DET, Tag.NAME, Tag.NUMBER, Tag.PRONOUN, Tag.NOUN, Tag.THAT)


def _group(all_words: Sequence[Token], at: int) -> list[str]:
    made: list[str] = []
    for number in range(at - 1, -1, -1):
        word = all_words[number]
        if word.tag in (Tag.AUX, Tag.NOT, Tag.ADVERB, Tag.TO):
            made.append(word.lower)
        elif made and made[-1] == "to" and (word.tag is Tag.VERB or word.key in _INTENTIONS):
            made.append(word.key)  # "plans to build", "no plan to build"
            if word.tag is not Tag.VERB:
                break
        elif word.tag is Tag.AND and not made and all_words[at].lower not in BASE_OF.keys() - BASE_OF.values():
            earlier = next((one for one in range(number - 1, -1, -1) if all_words[one].tag is Tag.VERB), None)
            ends = all_words[at].lower.endswith(("ed", "ing", "s"))
            return [] if earlier is None or ends else _group(all_words, earlier)  # "would start and cost"
        else:
            break
    return made


def _complement(all_words: Sequence[Token], at: int) -> Iterator[Token]:
    for word in all_words[at + 1 :]:
        if word.tag in (Tag.VERB, Tag.WHEN, Tag.WHO, Tag.THAT) or (word.tag is Tag.AUX):
            return
        yield word


def subject(all_words: Sequence[Token], at: int) -> list[Token]:
    """The noun phrase that the verb at `at` says something of, in order; empty where order does not tell."""
    here = at - 1
    if all_words[at].lower == "according":
        return _after(all_words, at)
    while here >= 0 and (all_words[here].tag in (Tag.AUX, Tag.ADVERB, Tag.NOT) or _is_between(all_words, here)):
        here -= 1
    if here < 0:
        return _after(all_words, at)
    role = all_words[here].tag
    if role is Tag.TO or role is Tag.AND or all_words[here].lower == "but":
        earlier = next((one for one in range(here - 1, -1, -1) if all_words[one].tag is Tag.VERB), None)
        if role is Tag.AND and (earlier is None or here - earlier > 12):
            return []
        return subject(all_words, earlier) if earlier is not None else []
    if role in (Tag.WHO, Tag.THAT):
        here -= 1
        while here >= 0 and all_words[here].tag is Tag.MARK:  # "Kelso (right), who"
            opened = [at for at in range(here) if all_words[at].text == "("] if all_words[here].text == ")" else []
            here = (opened[-1] if opened else here) - 1
        return _phrase(all_words, here)
    title = _title(all_words, here)
    if title is not None:  # of 'the film "The Quay" won': the film and its title
        return [*_phrase(all_words, title - 1), *all_words[title + 1 : here]]
    if role is Tag.MARK:
        speaker = _after(all_words, at) if all_words[here].text in ('"', "”") else []
        ends = all_words[at + 1 + len(speaker) : at + 2 + len(speaker)]
        if speaker and (not ends or ends[0].tag is Tag.MARK):
            return speaker  # 'the ferry, which sank," said Kelso'
        return _before_mark(all_words, here) or _after(all_words, at)
    if role is Tag.WHEN:
        return []
    phrase = _phrase(all_words, here)
    earlier = here - len(phrase)
    if phrase and phrase[0].tag is Tag.PREP and earlier > 0 and all_words[earlier].text == ",":
        return [*_before_mark(all_words, earlier), *phrase]  # "the decree, or order, against the minister was issued"
    while (before := _before_aside(all_words, earlier, phrase)) is not None:
        phrase = [*_phrase(all_words, before), *all_words[before + 1 : earlier + 1], *phrase]
        earlier = before - len(_phrase(all_words, before))
    return phrase


def _is_between(all_words: Sequence[Token], at: int) -> bool:
    """The "first" of "was first told", the "both" of "who both left"."""
    return all_words[at].lower in BETWEEN and all_words[max(0, at - 1)].tag in (Tag.AUX, Tag.WHO)


def _before_aside(all_words: Sequence[Token], at: int, after: Sequence[Token]) -> int | None:
    """Where a verb at `at` only describes, the word before what it describes with: the noun itself.

    "The film made by Kelso won", "a van carrying sheep crashed", "families who waited at the gate left", "a plan to
    build a pier failed".
    """
    if at < 1 or all_words[at].tag is not Tag.VERB:
        return None
    low, before = all_words[at].lower, at - 1
    while before > 0 and all_words[before].tag in (Tag.AUX, Tag.ADVERB, Tag.NOT):
        before -= 1
    noun = all_words[before - 1].tag in (Tag.NOUN, Tag.NAME) if before else False
    if all_words[before].tag in (Tag.WHO, Tag.THAT) and noun and all_words[before - 1].key not in SAY:
        return before - 1
    if all_words[before].tag is Tag.TO and before and all_words[before - 1].key in _INTENTIONS:
        return before - 1
    if before != at - 1 or all_words[before].tag not in (Tag.NOUN, Tag.NAME):
        return None
    made = low.endswith(("ed", "en", "ne", "de"))
    describes = low.endswith("ing") or (made and bool(after) and after[0].tag is Tag.PREP)
    return before if describes else None


def _title(all_words: Sequence[Token], here: int) -> int | None:
    """Where the title begins that ends with the quotation mark at `here`; None where none does."""
    if all_words[here].text not in ('"', "”"):
        return None
    for at in range(here - 1, max(-1, here - TITLE), -1):
        if all_words[at].text in ('"', "“"):
            return at if at < here - 1 else None
        if not all_words[at].text[0].isupper() and all_words[at].tag not in (Tag.DET, Tag.PREP, Tag.AND):
            return None
    return None


def _before_mark(all_words: Sequence[Token], mark: int) -> list[Token]:
    """Of "Kelso, captain of the ferry, said": Kelso and what is said of her between the commas."""
    if all_words[mark].text in ('"', "”") and all_words[mark - 1].text == ",":
        mark -= 1
    if all_words[mark].text not in (",", "--", "–", "—", ")"):
        return []
    for opening in range(mark - 1, max(0, mark - REACH), -1):
        if all_words[opening].text in (",", "--", "–", "—", "("):
            between = list(all_words[opening + 1 : mark])
            return [*_phrase(all_words, opening - 1), all_words[opening], *between]
        if all_words[opening].text in (".", ";", ":", "!", "?"):
            break
    return []


def _after(all_words: Sequence[Token], at: int) -> list[Token]:
    """Of '"No," said the captain': what follows a verb of speaking that nothing precedes."""
    if all_words[at].key != "say":
        return []
    made = []
    for word in all_words[at + (2 if all_words[at].lower == "according" else 1) :]:
        if word.tag in (Tag.VERB, Tag.AUX, Tag.WHEN, Tag.THAT, Tag.MARK, Tag.TO):
            break
        made.append(word)
    return made


def _phrase(all_words: Sequence[Token], here: int) -> list[Token]:
    made: list[Token] = []
    while here >= 0 and all_words[here].tag in (
        Tag.NOUN,
        Tag.NAME,
        Tag.NUMBER,
        Tag.DET,
        Tag.PREP,
        Tag.PRONOUN,
        Tag.AND,
        Tag.ADVERB,
    ):
        made.append(all_words[here])
        here -= 1
    made.reverse()
    while made and made[0].tag in (Tag.AND, Tag.ADVERB):
        made.pop(0)
    return made


def cores(phrase: Sequence[Token]) -> list[list[Token]]:
    """What a phrase names, without what is said of it: of "Ruth Kelso, captain of the ferry": Kelso and the captain.

    A phrase that begins with a preposition ("in March the council") names what comes last.
    """
    count = next((at for at, word in enumerate(phrase[:3]) if word.tag is Tag.NUMBER), 0)
    if count and phrase[0].lower in _UP_TO:
        phrase = phrase[count:]  # "up to 80 crates at the quay": the crates
    if phrase and phrase[0].tag is Tag.PREP:
        start = max((at for at, word in enumerate(phrase) if word.tag is Tag.DET), default=len(phrase) - 1)
        phrase = phrase[start:]
    made: list[list[Token]] = [[]]
    inside = True
    for at, word in enumerate(phrase):
        if word.tag is Tag.MARK and not inside and _goes_on(phrase, at):
            continue
        if word.tag in (Tag.AND, Tag.MARK):
            made.append([])
            inside = True
        elif word.lower == "of" and inside and (not made[-1] or made[-1][-1].lower in _SOME_OF):
            continue  # "nine of the 11 paintings", "a series of photos"
        elif word.tag in (Tag.WHO, Tag.THAT, Tag.WHEN, Tag.VERB, Tag.TO) or (
            word.tag is Tag.PREP and word.text != "'s"
        ):
            inside = False
        elif inside:
            owner = at + 1 < len(phrase) and phrase[at + 1].text == "'s"
            if word.text == "'s" or owner:
                made[-1] = [] if word.text == "'s" else made[-1]
            elif word.key or word.tag is Tag.PRONOUN:
                made[-1].append(word)
    return [core for core in made if core]


_UP_TO = frozenset("up over under about around above below between".split())
_SOME_OF = frozenset(
    "series number group couple pair team set crowd majority handful range string lot bunch gang dozens hundreds "
    "thousands millions scores".split()
)


def _goes_on(phrase: Sequence[Token], mark: int) -> bool:
    """A place within a place: "the mayor of Torley, Ostmark"."""
    following = phrase[mark + 1] if mark + 1 < len(phrase) else phrase[mark]
    return mark > 0 and phrase[mark - 1].tag is Tag.NAME and following.tag is Tag.NAME


def head(phrase: Sequence[Token]) -> Token | None:
    """The word that a phrase is about: "boards" in "harbour boards in Torley", "Kelso" in "captain Ruth Kelso"."""
    found = cores(phrase)
    return found[0][-1] if found else None


def named_by(phrase: Sequence[Token]) -> list[Token]:
    """Every word that may stand for what the phrase is about: its heads, and the names and titles before a name."""
    made = []
    for core in cores(phrase):
        last = core[-1]
        made += core if last.tag is Tag.NAME else [last]
    return made
