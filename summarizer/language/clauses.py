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

from summarizer.language.tagging import BASE_OF, BE, BETWEEN, DO, HAVE, MODALS, SAY, Role, Word, key_of

TITLE = 9  # words and marks of a title in quotation marks
REACH = 25  # words between the commas of an aside


@dataclass(frozen=True, slots=True)
class Clause:
    """A verb with what stands before and after it. Indices are into the sentence's words."""

    at: int
    verb: str  # the key of its verb, "be" for a bare form of be, "have" and "do" likewise
    subject: tuple[Word, ...]  # in order; empty where none can be told
    complement: tuple[Word, ...]  # up to the next verb
    group: tuple[str, ...]  # auxiliaries, adverbs and governing verbs before the verb, nearest first, lower case
    passive: bool | None  # None where the form does not tell
    finite: bool  # False for "to build", "building": their subject stands elsewhere


_INTENTIONS = frozenset(
    key_of(one)
    for one in "plan attempt effort bid proposal decision vow promise threat intention refusal offer".split()
)


def clauses(all_words: Sequence[Word]) -> Iterator[Clause]:
    """Those of a sentence. They hold these very words, which may be looked for by identity."""
    made: list[Clause] = []
    for at, word in enumerate(all_words):
        if word.role is Role.VERB:
            made.append(_clause(all_words, at, word.key))
        elif word.role is Role.AUX and word.low in BE | HAVE and _is_bare(all_words, at):
            made.append(_clause(all_words, at, "be" if word.low in BE else "have"))
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


def is_relative(all_words: Sequence[Word], clause: Clause) -> bool:
    """Of "is a clerk who works there": the clerk is what was said before too."""
    before = takewhile(lambda one: one is not clause.subject[-1], reversed(all_words[: clause.at]))
    return any(one.role in (Role.WHO, Role.THAT) for one in before)


def _is_bare(all_words: Sequence[Word], at: int) -> bool:
    """No verb follows that this one helps."""
    for word in all_words[at + 1 :]:
        if word.role is Role.VERB or word.role is Role.AUX:
            return False
        if word.role not in (Role.ADVERB, Role.NOT) and word.low not in BETWEEN:
            return True
    return True


def _clause(all_words: Sequence[Word], at: int, verb: str) -> Clause:
    group = _group(all_words, at)
    low = all_words[at].low
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


def _has_object(all_words: Sequence[Word], at: int) -> bool:
    following = next((word.role for word in all_words[at + 1 :] if word.role is not Role.ADVERB), Role.MARK)
    return following in (Role.DET, Role.NAME, Role.NUMBER, Role.PRONOUN, Role.NOUN, Role.THAT)


def _group(all_words: Sequence[Word], at: int) -> list[str]:
    made: list[str] = []
    for number in range(at - 1, -1, -1):
        word = all_words[number]
        if word.role in (Role.AUX, Role.NOT, Role.ADVERB, Role.TO):
            made.append(word.low)
        elif made and made[-1] == "to" and (word.role is Role.VERB or word.key in _INTENTIONS):
            made.append(word.key)  # "plans to build", "no plan to build"
            if word.role is not Role.VERB:
                break
        elif word.role is Role.AND and not made and all_words[at].low not in BASE_OF.keys() - BASE_OF.values():
            earlier = next((one for one in range(number - 1, -1, -1) if all_words[one].role is Role.VERB), None)
            ends = all_words[at].low.endswith(("ed", "ing", "s"))
            return [] if earlier is None or ends else _group(all_words, earlier)  # "would start and cost"
        else:
            break
    return made


def _complement(all_words: Sequence[Word], at: int) -> Iterator[Word]:
    for word in all_words[at + 1 :]:
        if word.role in (Role.VERB, Role.WHEN, Role.WHO, Role.THAT) or (word.role is Role.AUX):
            return
        yield word


def subject(all_words: Sequence[Word], at: int) -> list[Word]:
    """The noun phrase that the verb at `at` says something of, in order; empty where order does not tell."""
    here = at - 1
    if all_words[at].low == "according":
        return _after(all_words, at)
    while here >= 0 and (all_words[here].role in (Role.AUX, Role.ADVERB, Role.NOT) or _is_between(all_words, here)):
        here -= 1
    if here < 0:
        return _after(all_words, at)
    role = all_words[here].role
    if role is Role.TO or role is Role.AND or all_words[here].low == "but":
        earlier = next((one for one in range(here - 1, -1, -1) if all_words[one].role is Role.VERB), None)
        if role is Role.AND and (earlier is None or here - earlier > 12):
            return []
        return subject(all_words, earlier) if earlier is not None else []
    if role in (Role.WHO, Role.THAT):
        here -= 1
        while here >= 0 and all_words[here].role is Role.MARK:  # "Kelso (right), who"
            opened = [at for at in range(here) if all_words[at].text == "("] if all_words[here].text == ")" else []
            here = (opened[-1] if opened else here) - 1
        return _phrase(all_words, here)
    title = _title(all_words, here)
    if title is not None:  # of 'the film "The Quay" won': the film and its title
        return [*_phrase(all_words, title - 1), *all_words[title + 1 : here]]
    if role is Role.MARK:
        speaker = _after(all_words, at) if all_words[here].text in ('"', "”") else []
        ends = all_words[at + 1 + len(speaker) : at + 2 + len(speaker)]
        if speaker and (not ends or ends[0].role is Role.MARK):
            return speaker  # 'the ferry, which sank," said Kelso'
        return _before_mark(all_words, here) or _after(all_words, at)
    if role is Role.WHEN:
        return []
    phrase = _phrase(all_words, here)
    earlier = here - len(phrase)
    if phrase and phrase[0].role is Role.PREP and earlier > 0 and all_words[earlier].text == ",":
        return [*_before_mark(all_words, earlier), *phrase]  # "the decree, or order, against the minister was issued"
    while (before := _before_aside(all_words, earlier, phrase)) is not None:
        phrase = [*_phrase(all_words, before), *all_words[before + 1 : earlier + 1], *phrase]
        earlier = before - len(_phrase(all_words, before))
    return phrase


def _is_between(all_words: Sequence[Word], at: int) -> bool:
    """The "first" of "was first told", the "both" of "who both left"."""
    return all_words[at].low in BETWEEN and all_words[max(0, at - 1)].role in (Role.AUX, Role.WHO)


def _before_aside(all_words: Sequence[Word], at: int, after: Sequence[Word]) -> int | None:
    """Where a verb at `at` only describes, the word before what it describes with: the noun itself.

    "The film made by Kelso won", "a van carrying sheep crashed", "families who waited at the gate left", "a plan to
    build a pier failed".
    """
    if at < 1 or all_words[at].role is not Role.VERB:
        return None
    low, before = all_words[at].low, at - 1
    while before > 0 and all_words[before].role in (Role.AUX, Role.ADVERB, Role.NOT):
        before -= 1
    noun = all_words[before - 1].role in (Role.NOUN, Role.NAME) if before else False
    if all_words[before].role in (Role.WHO, Role.THAT) and noun and all_words[before - 1].key not in SAY:
        return before - 1
    if all_words[before].role is Role.TO and before and all_words[before - 1].key in _INTENTIONS:
        return before - 1
    if before != at - 1 or all_words[before].role not in (Role.NOUN, Role.NAME):
        return None
    made = low.endswith(("ed", "en", "ne", "de"))
    describes = low.endswith("ing") or (made and bool(after) and after[0].role is Role.PREP)
    return before if describes else None


def _title(all_words: Sequence[Word], here: int) -> int | None:
    """Where the title begins that ends with the quotation mark at `here`; None where none does."""
    if all_words[here].text not in ('"', "”"):
        return None
    for at in range(here - 1, max(-1, here - TITLE), -1):
        if all_words[at].text in ('"', "“"):
            return at if at < here - 1 else None
        if not all_words[at].text[0].isupper() and all_words[at].role not in (Role.DET, Role.PREP, Role.AND):
            return None
    return None


def _before_mark(all_words: Sequence[Word], mark: int) -> list[Word]:
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


def _after(all_words: Sequence[Word], at: int) -> list[Word]:
    """Of '"No," said the captain': what follows a verb of speaking that nothing precedes."""
    if all_words[at].key != "say":
        return []
    made = []
    for word in all_words[at + (2 if all_words[at].low == "according" else 1) :]:
        if word.role in (Role.VERB, Role.AUX, Role.WHEN, Role.THAT, Role.MARK, Role.TO):
            break
        made.append(word)
    return made


def _phrase(all_words: Sequence[Word], here: int) -> list[Word]:
    made: list[Word] = []
    while here >= 0 and all_words[here].role in (
        Role.NOUN,
        Role.NAME,
        Role.NUMBER,
        Role.DET,
        Role.PREP,
        Role.PRONOUN,
        Role.AND,
        Role.ADVERB,
    ):
        made.append(all_words[here])
        here -= 1
    made.reverse()
    while made and made[0].role in (Role.AND, Role.ADVERB):
        made.pop(0)
    return made


def cores(phrase: Sequence[Word]) -> list[list[Word]]:
    """What a phrase names, without what is said of it: of "Ruth Kelso, captain of the ferry": Kelso and the captain.

    A phrase that begins with a preposition ("in March the council") names what comes last.
    """
    count = next((at for at, word in enumerate(phrase[:3]) if word.role is Role.NUMBER), 0)
    if count and phrase[0].low in _UP_TO:
        phrase = phrase[count:]  # "up to 80 crates at the quay": the crates
    if phrase and phrase[0].role is Role.PREP:
        start = max((at for at, word in enumerate(phrase) if word.role is Role.DET), default=len(phrase) - 1)
        phrase = phrase[start:]
    made: list[list[Word]] = [[]]
    inside = True
    for at, word in enumerate(phrase):
        if word.role is Role.MARK and not inside and _goes_on(phrase, at):
            continue
        if word.role in (Role.AND, Role.MARK):
            made.append([])
            inside = True
        elif word.low == "of" and inside and (not made[-1] or made[-1][-1].low in _SOME_OF):
            continue  # "nine of the 11 paintings", "a series of photos"
        elif word.role in (Role.WHO, Role.THAT, Role.WHEN, Role.VERB, Role.TO) or (
            word.role is Role.PREP and word.text != "'s"
        ):
            inside = False
        elif inside:
            owner = at + 1 < len(phrase) and phrase[at + 1].text == "'s"
            if word.text == "'s" or owner:
                made[-1] = [] if word.text == "'s" else made[-1]
            elif word.key or word.role is Role.PRONOUN:
                made[-1].append(word)
    return [core for core in made if core]


_UP_TO = frozenset("up over under about around above below between".split())
_SOME_OF = frozenset(
    "series number group couple pair team set crowd majority handful range string lot bunch gang dozens hundreds "
    "thousands millions scores".split()
)


def _goes_on(phrase: Sequence[Word], mark: int) -> bool:
    """A place within a place: "the mayor of Torley, Ostmark"."""
    following = phrase[mark + 1] if mark + 1 < len(phrase) else phrase[mark]
    return mark > 0 and phrase[mark - 1].role is Role.NAME and following.role is Role.NAME


def head(phrase: Sequence[Word]) -> Word | None:
    """The word that a phrase is about: "boards" in "harbour boards in Torley", "Kelso" in "captain Ruth Kelso"."""
    found = cores(phrase)
    return found[0][-1] if found else None


def named_by(phrase: Sequence[Word]) -> list[Word]:
    """Every word that may stand for what the phrase is about: its heads, and the names and titles before a name."""
    made = []
    for core in cores(phrase):
        last = core[-1]
        made += core if last.role is Role.NAME else [last]
    return made
