"""Headlines by deletion: what of a sentence is no news, so that a line of a dozen words keeps what happened.

As Hedge Trimmer (Dorr et al. 2003) does: times, places, appositions, relative clauses and titles go, and a second
main clause; subject, verb, object, the figure of the result and what a verb governs stay. Each phrase costs what a
reader loses by it; the cheapest sets of phrases that make the line short enough are tried. A line is kept only where
the parser reads it as it read the sentence, and finds a complete clause (clauses.py). Nothing goes that denies,
alleges, restricts a number or says who says so.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from summarizer.language.parsing import ParsedSentence
from summarizer.rewriting.clauses import GOVERNED, SUBJECTS, VERBS
from summarizer.rewriting.cuts import (
    MIN_HEADLINE_WORDS,
    MONTHS,
    PERIODS,
    QUANTIFIERS,
    TIMES,
    bounds_negation,
    droppable_articles,
    end_marks,
    headline_phrases,
    is_set_off,
    is_whole,
    leaves_enough,
    may_go,
    without,
)
from summarizer.support.features import NEGATIONS, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

BEAM_WIDTH = 60  # sets of phrases that are extended by another
MAX_CUTS = 8  # phrases that a line leaves out
TIME_LOSS, ASIDE_LOSS, TITLE_LOSS, PLACE_LOSS, CLAUSE_LOSS, OTHER_LOSS = 0.0, 0.05, 0.1, 0.2, 0.35, 0.45
"""What a reader loses by a time; an apposition, relative clause or bracket; somebody's title; a place; a second
clause; and by anything else, where everything that the sentence says is worth about 2."""
MARKS = frozenset((",", ";", ":", "-", "--", "–", "—"))
DATE_PREPOSITIONS = frozenset("on in at".split())
DATE_WORDS = (
    TIMES
    | MONTHS
    | frozenset("early late last this noon midnight am pm a.m. p.m. tonight mon tue wed thu fri sat sun".split())
    | frozenset("jan feb mar apr jun jul aug sep sept oct nov dec jan. feb. aug. sept. oct. nov. dec.".split())
)
PARTS = frozenset(
    "half third quarter fifth tenth percent cent majority share proportion number hundred thousand million billion "
    "dozen score one most".split()
)
"""Nouns that say how many of what follows: without where or of which kind these are, the share is another."""
TITLES = frozenset(
    "president vice-president secretary senator sen. rep. representative congressman congresswoman gov. governor mayor "
    "minister chancellor judge justice mp leader chief director chairman chairwoman chair superintendent inspector "
    "detective sheriff general gen. colonel col. captain capt. king queen prince princess pope actor singer nominee "
    "candidate hopeful democrat republican coach striker midfielder businessman tycoon billionaire".split()
)
PLACES = frozenset("in at near across outside inside around along throughout".split())
ARGUMENTS = SUBJECTS | frozenset("dobj ccomp xcomp agent attr acomp neg aux".split())
RANGE_ENDS = frozenset("to through until till".split())
RESTRICTED = frozenset("the all every each any no both most only these those".split())


@dataclass(frozen=True, slots=True)
class Cut:
    """A phrase that may go, as indices of tokens, and what a reader loses by it."""

    phrase: frozenset[int]
    loss: float


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence without some phrases, which these are, and what a reader loses by them."""

    text: str
    removed: frozenset[int]
    loss: float


def lines(sentence: ParsedSentence, max_words: int, *, drop_articles: bool) -> list[Line]:
    """Versions of the sentence of at most so many words, those that lose least first.

    With `drop_articles` the articles that a headline does without do not count as words; they stay in the text.
    """
    cuts = removable(sentence)
    uncounted = droppable_articles(sentence) if drop_articles else frozenset[int]()
    found: dict[str, Line] = {}
    beam: dict[frozenset[int], float] = {frozenset(): 0.0}
    for _ in range(MAX_CUTS + 1):
        for removed, loss in beam.items():
            if len(without(sentence, removed | uncounted).split()) <= max_words:
                text = without(sentence, removed)
                found.setdefault(text, Line(text, removed, loss))
        extended: dict[frozenset[int], float] = {}
        for removed, loss in beam.items():
            for cut in cuts:
                longer = removed | cut.phrase
                new_loss = loss + cut.loss
                if cut.phrase <= removed or new_loss >= extended.get(longer, float("inf")):
                    continue
                if leaves_enough(sentence, longer, MIN_HEADLINE_WORDS):
                    extended[longer] = new_loss
        ranked = sorted(extended.items(), key=lambda entry: (entry[1] - len(entry[0]) / 20, sorted(entry[0])))
        beam = dict(ranked[:BEAM_WIDTH])
    return sorted(found.values(), key=lambda line: (line.loss, -len(line.text), line.text))


def reads_as_before(sentence: ParsedSentence, removed: Collection[int], shorter: ParsedSentence) -> bool:
    """Whether the parser sees the same main verb in the line, and each subject and object at the same verb.

    Adverbials may hang elsewhere: where these belong the parser often does not know.
    """
    kept = [token for token in sentence.tokens if token.i not in removed and not token.is_punct]
    left = [token for token in shorter.tokens if not token.is_punct]
    if len(kept) != len(left):
        return False
    place_of = {token.i: other.i for token, other in zip(kept, left, strict=True)}
    for token, other in zip(kept, left, strict=True):
        is_root = token.head.i == token.i
        if is_root != (other.head.i == other.i):
            return False
        is_bound = token.dep_ in ARGUMENTS or (token.dep_ == "pobj" and token.pos_ in ("NOUN", "PROPN"))
        if is_bound and not is_root and place_of.get(token.head.i) != other.head.i:
            return False
    return True


def opens_with_adverbial(sentence: ParsedSentence) -> bool:
    """Whether anything but its subject stands before the main verb: "At five past four Ash climbs"."""
    roots = [token for token in sentence.tokens if token.head.i == token.i]
    subjects = [child for root in roots for child in root.children if child.dep_ in SUBJECTS]
    return bool(subjects) and subjects[0].left_edge.i > 0


def removable(sentence: ParsedSentence) -> list[Cut]:
    """The phrases of the sentence that may go, with what a reader loses by each."""
    found: dict[frozenset[int], float] = {}
    edge = end_marks(sentence)
    for phrase in headline_phrases(sentence):
        stripped = _without_outer_marks(sentence, phrase)
        if stripped and not _must_stay(sentence, stripped):
            found[stripped] = _loss(sentence, stripped)
    for phrase, loss in _further(sentence):
        stripped = phrase - edge
        if stripped and stripped not in found:
            found[stripped] = loss
    return [Cut(phrase, loss) for phrase, loss in found.items()]


def _further(sentence: ParsedSentence) -> Iterator[tuple[frozenset[int], float]]:
    """What only a headline does without: dates, brackets, titles, a second main clause."""
    finders = ((_dates, TIME_LOSS), (_brackets, TIME_LOSS), (_titles, TITLE_LOSS), (_second_clauses, CLAUSE_LOSS))
    for find, loss in finders:
        for phrase in find(sentence):
            yield phrase, loss
    yield from _set_off_clauses(sentence)


def _without_outer_marks(sentence: ParsedSentence, phrase: Iterable[int]) -> frozenset[int]:
    """The phrase without the commas and dashes at its ends, of which the seam keeps what is needed."""
    numbers = sorted(phrase)
    while numbers and sentence.tokens[numbers[0]].text in MARKS:
        numbers.pop(0)
    while numbers and sentence.tokens[numbers[-1]].text in MARKS:
        numbers.pop()
    return frozenset(numbers)


def _must_stay(sentence: ParsedSentence, phrase: frozenset[int]) -> bool:
    """Whether the rest would lose its news or say more than the sentence does."""
    return _parts_range(sentence, phrase) or any(
        _is_needed(sentence, token, phrase)
        for token in (sentence.tokens[number] for number in phrase)
        if token.head.i not in phrase
    )


def _parts_range(sentence: ParsedSentence, phrase: frozenset[int]) -> bool:
    """Whether it is one end of a range of which the other stays: "from May" or "through August" of both."""
    first, last = min(phrase), max(phrase)
    before, after = sentence.tokens[max(0, first - 4) : first], sentence.tokens[last + 1 : last + 2]
    ends_range = sentence.tokens[first].lower_ in RANGE_ENDS and any(token.lower_ == "from" for token in before)
    starts_range = sentence.tokens[first].lower_ == "from" and any(token.lower_ in RANGE_ENDS for token in after)
    return ends_range or starts_range


def _is_needed(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> bool:
    head = token.head
    is_time = any(sentence.lemmas[number] in PERIODS for number in phrase)
    has_figure = any(
        child.dep_ == "pobj"
        and (
            child.pos_ in ("NUM", "SYM") or any(each.dep_ in ("nummod", "nmod", "quantmod") for each in child.children)
        )
        for child in token.children
    )
    set_off = is_set_off(sentence, token, phrase)
    following = sentence.tokens[max(phrase) + 1 : max(phrase) + 2]
    if any(each.dep_ == "mark" and each.lower_ == "that" for each in (*token.children, *following)):
        return True  # "the belief that"
    if token.dep_ == "acl" and not set_off and any(child.dep_ == "aux" for child in token.children):
        return True  # "a plan to cut tax"
    if token.dep_ == "conj" and head.dep_ not in ("ROOT", "ccomp", "conj", "relcl", "advcl", "xcomp"):
        return True  # "between what it buys and what it sells"
    if (
        token.dep_ == "npadvmod"
        and not set_off
        and any(child.pos_ == "NUM" or child.lower_ in QUANTIFIERS | {"a", "an", "more"} for child in token.children)
    ):
        return not _is_date(sentence, phrase)  # "gave them one more day", "rose 3 per cent a year"
    if head.pos_ in VERBS:
        lemma = sentence.lemmas[head.i]
        is_governed = token.i > head.i and token.lower_ in GOVERNED.get(lemma, ())
        if token.dep_ in ("prep", "agent", "dative") and is_governed and not is_time:
            return True
        if token.dep_ in ("agent", "dative", "xcomp", "ccomp", "dobj", "oprd", "prt", "neg", "nsubj", "nsubjpass"):
            return True
        if token.dep_ == "advcl" and any(child.lower_ == "to" and child.dep_ == "aux" for child in token.children):
            return not set_off
        if (
            token.dep_ == "prep"
            and has_figure
            and not set_off
            and token.i > head.i
            and (not is_time or not _is_date(sentence, phrase))
        ):
            return True  # "fell by 3.6 per cent", "jailed for six years"
        if (
            token.dep_ == "prep"
            and lemma == "be"
            and not any(child.dep_ in ("attr", "acomp", "ccomp", "xcomp") for child in head.children)
        ):
            return not is_time
    if head.pos_ in ("NOUN", "PROPN", "NUM") and token.dep_ in ("prep", "relcl", "acl"):
        if set_off:
            return False
        if _is_counted(head, sentence) and not (token.dep_ in ("relcl", "acl") and head.dep_ in SUBJECTS):
            return True
        if head.pos_ != "PROPN" and token.dep_ == "prep":
            if token.lower_ not in PLACES and not _is_date(sentence, phrase):
                return True  # "a ban on smoking", "talks with Spain"
            if any(child.lower_ in RESTRICTED for child in head.children):
                return True
    preceding = sentence.tokens[min(phrase) - 1 : min(phrase)]  # none at the sentence's start
    is_behind_number = any(each.pos_ == "NUM" for each in preceding) and token.i > head.i and not set_off
    return is_behind_number and not _is_day(sentence, phrase)


def _is_counted(noun: Token, sentence: ParsedSentence) -> bool:
    """Whether it is a number of something, or what there is a share of: "three quarters of pupils"."""
    while True:
        if any(child.dep_ == "nummod" or child.pos_ == "NUM" for child in noun.children):
            return True
        if sentence.lemmas[noun.i] in PARTS or noun.pos_ == "NUM":
            return True
        if noun.dep_ != "pobj" or noun.head.lower_ not in ("of", "in", "among"):
            return False
        noun = noun.head.head


def _is_date(sentence: ParsedSentence, phrase: Iterable[int]) -> bool:
    """Whether it is nothing but a date or a time of the day: "on Tuesday 25 February 2025", not "for two years"."""
    tokens = [sentence.tokens[number] for number in sorted(phrase)]
    if tokens and tokens[0].lower_ in DATE_PREPOSITIONS:
        tokens = tokens[1:]
    names = [token for token in tokens if token.lower_ in TIMES | MONTHS]
    return bool(names) and all(
        token.lower_ in DATE_WORDS or token.is_punct or token.pos_ == "NUM" or token.lower_ in ("a", "the", "of")
        for token in tokens
    )


def _is_day(sentence: ParsedSentence, phrase: Iterable[int]) -> bool:
    """Whether it says on which day, of a single event: behind a figure a month or year would bound the count."""
    return _is_date(sentence, phrase) and any(sentence.lemmas[number] in TIMES for number in phrase)


def _loss(sentence: ParsedSentence, phrase: frozenset[int]) -> float:
    """What a reader loses by a phrase that may go."""
    outer = [sentence.tokens[number] for number in sorted(phrase) if sentence.tokens[number].head.i not in phrase]
    token = outer[0] if outer else sentence.tokens[min(phrase)]
    if _is_date(sentence, phrase) or (
        token.dep_ in ("npadvmod", "advmod", "prep") and any(sentence.lemmas[number] in TIMES for number in phrase)
    ):
        return TIME_LOSS
    if token.dep_ in ("appos", "relcl", "acl"):
        return ASIDE_LOSS if is_set_off(sentence, token, phrase) else PLACE_LOSS
    if token.dep_ == "prep" and token.lower_ in PLACES:
        return PLACE_LOSS / 2 if min(phrase) == 0 else PLACE_LOSS
    if min(phrase) == 0 or (token.dep_ in ("prep", "npadvmod", "advmod") and is_set_off(sentence, token, phrase)):
        return PLACE_LOSS
    return CLAUSE_LOSS if token.dep_ in ("advcl", "conj") or token.pos_ == "CCONJ" else OTHER_LOSS


def _dates(sentence: ParsedSentence) -> Iterator[frozenset[int]]:
    """Dates of an event, also where the parser has made something else of them: "on Tuesday 25 February 2025"."""
    tokens = sentence.tokens
    start = 0
    while start < len(tokens):
        end = start + (tokens[start].lower_ in ("early", "late"))
        end += end < len(tokens) and tokens[end].lower_ in DATE_PREPOSITIONS
        while end < len(tokens) and (
            tokens[end].lower_ in DATE_WORDS
            or (tokens[end].like_num and _is_of_date(tokens, end))
            or (
                tokens[end].text == "," and end > start and end + 1 < len(tokens) and _is_of_date(tokens, end + 1, True)
            )
        ):
            end += 1
        phrase = frozenset(range(start, end))
        named = any(token.lower_ in TIMES | MONTHS and token.text != "may" for token in tokens[start:end])
        if named and end > start:
            heads = [token for token in tokens[start:end] if token.head.i not in phrase]
            is_free = all(
                token.dep_ in ("prep", "npadvmod", "advmod") and token.head.dep_ not in ("relcl", "acl")
                for token in heads
            )
            is_free = is_free and not any(token.head.i in phrase for token in tokens if token.i not in phrase)
            before = tokens[start - 1] if start else None
            is_possessive = end < len(tokens) and tokens[end].lower_ in ("'s", "’s", "-")
            modifies = any(token.dep_ in ("nmod", "compound", "amod") and token.head.i >= end for token in heads)
            bounds = before is not None and (before.like_num or any(child.pos_ == "NUM" for child in before.children))
            bounds = bounds and not _is_day(sentence, phrase)
            is_bound = is_possessive or modifies or bounds or any(map(_is_where_negated, heads))
            if is_free and not is_bound and is_whole(sentence, phrase):
                yield phrase
        start = max(end, start + 1)


def _is_where_negated(token: Token) -> bool:
    """Whether a time is that of what is not so: not in "said on Monday that he will not run"."""
    said = {each.i for child in token.head.children if child.dep_ == "ccomp" for each in child.subtree}
    return bounds_negation(token) and any(
        (each.dep_ == "neg" or each.lower_ in NEGATIONS) and each.i not in said for each in token.head.subtree
    )


def _is_of_date(tokens: Sequence[Token], number: int, strictly: bool = False) -> bool:
    """Whether the figure at this place belongs to a date: a month stands beside it, or it is a year behind one."""
    if not tokens[number].like_num:
        return False
    near = tokens[max(0, number - 2) : number] if strictly else tokens[max(0, number - 2) : number + 2]
    return any(token.lower_ in MONTHS for token in near if token.i != number)


def _brackets(sentence: ParsedSentence) -> Iterator[frozenset[int]]:
    """What stands in brackets, with these, where it holds no qualification."""
    opened: int | None = None
    for token in sentence.tokens:
        if token.text == "(":
            opened = token.i
        elif token.text == ")" and opened is not None:
            phrase = frozenset(range(opened, token.i + 1))
            if may_go(sentence, phrase):
                yield phrase
            opened = None


def _titles(sentence: ParsedSentence) -> Iterator[frozenset[int]]:
    """What somebody is, before the full name: "Former New York City Mayor" of "Mayor Michael Bloomberg"."""
    tokens = sentence.tokens
    for token in tokens:
        name = tokens[max(0, token.i - 1) : token.i + 1]
        if token.pos_ != "PROPN" or token.dep_ == "compound" or len(name) < 2 or name[0].head.i != token.i:
            continue
        if any(each.pos_ != "PROPN" or not each.text[:1].isupper() for each in name):
            continue
        phrase = frozenset(range(token.left_edge.i, name[0].i))
        has_title = bool(phrase) and tokens[max(phrase)].lower_ in TITLES
        is_owned = any(tokens[number].text == "," or tokens[number].tag_ in ("POS", "PRP$") for number in phrase)
        if has_title and not is_owned and name[0].lower_ not in TITLES and may_go(sentence, phrase):
            yield phrase


def _second_clauses(sentence: ParsedSentence) -> Iterator[frozenset[int]]:
    """A main clause with a subject of its own behind "and" or "but": it says nothing of the first one."""
    end = end_marks(sentence)
    for token in sentence.tokens:
        if token.dep_ != "conj" or token.head.head.i != token.head.i or token.pos_ not in VERBS:
            continue
        own = [child for child in token.children if child.dep_ in SUBJECTS]
        conjunction = [
            child for child in token.head.children if child.dep_ == "cc" and token.head.i < child.i < token.i
        ]
        if not own or not conjunction or conjunction[-1].lower_ not in ("and", "but"):
            continue
        phrase = frozenset(range(conjunction[-1].i, len(sentence))) - end
        reaches_back = any(each.head.i in phrase for each in sentence.tokens[: conjunction[-1].i])
        says_so = any(
            sentence.lemmas[number] in SPEECH and sentence.tokens[number].head.i not in phrase
            for number in phrase - {token.i}
        )
        if not reaches_back and not says_so and is_whole(sentence, phrase):
            yield phrase


def _set_off_clauses(sentence: ParsedSentence) -> Iterator[tuple[frozenset[int], float]]:
    """A relative clause between commas, though somebody says or denies something in it: that goes with it.

    Also one that no comma sets off, and a participle clause, of a noun that somebody has or of an object that is not
    said to be all of its kind: "unrest that has led to walkouts".
    """
    for token in sentence.tokens:
        if token.dep_ not in ("relcl", "acl") or any(child.dep_ == "mark" for child in token.children):
            continue
        phrase = _without_outer_marks(sentence, range(token.left_edge.i, token.right_edge.i + 1)) - end_marks(sentence)
        if not phrase or token.head.i in phrase or not is_whole(sentence, phrase):
            continue
        is_relative = sentence.tokens[min(phrase)].tag_ in ("WP", "WDT", "WP$", "WRB")
        if is_relative and is_set_off(sentence, token, phrase):
            yield phrase, ASIDE_LOSS
        elif is_relative or (token.tag_ == "VBG" and token.i == min(phrase) and sentence.lemmas[token.i] not in SPEECH):
            noun = token.head
            is_owned = any(child.dep_ == "poss" for child in noun.children)
            is_some = noun.dep_ in ("dobj", "pobj") and not any(child.lower_ in RESTRICTED for child in noun.children)
            if (is_owned or is_some) and not _is_counted(noun, sentence) and not _is_in_negated_clause(noun):
                yield phrase, PLACE_LOSS


def _is_in_negated_clause(token: Token) -> bool:
    """Whether a verb above is denied: "killed no bill that", "did not help families who"."""
    return any(
        child.dep_ == "neg" or child.lower_ in NEGATIONS
        for each in (token, *token.ancestors)
        for child in each.children
    )
