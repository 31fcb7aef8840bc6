"""Says in an editor's words how a sentence departs from its source, the plainest difference first.

Where both can be quoted, the reason has the words of the sentence and those of the article.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.language.grounding import normalized
from summarizer.language.parsing import ParsedSentence, is_content
from summarizer.support.alignment import NEAREST, Alignment, ParsedArticle
from summarizer.support.features import ALLEGATIONS, CONDITIONS, MODALS, NEGATIONS, PLANS, RESTRICTIONS, SPEECH

if TYPE_CHECKING:
    from spacy.tokens import Token

MAX_LISTED_WORDS = 4  # listed in one reason
MAX_QUOTED_TOKENS = 12  # of a passage, in one reason
MAX_NAME_TOKENS = 5  # of a subject or object, in one reason
MAX_QUOTED_GAP = 2  # tokens between quoted ones that are quoted too; a longer gap becomes "…"
_VAGUE = frozenset(("PRON", "NUM", "DET"))  # parts of speech of subjects that do not say who: "he", "144", "some"
_SUBJECTS, _OBJECTS = ("nsubj", "csubj"), ("dobj", "nsubjpass")


def departure(alignment: Alignment, parsed_article: ParsedArticle) -> str:
    """A reason whose subject is the sentence: "leaves out who says so: "police said"". Never empty."""
    return next(_departures(alignment, parsed_article))


def _departures(alignment: Alignment, parsed_article: ParsedArticle) -> Iterator[str]:
    sentence, source, grounding = alignment.sentence, alignment.source, alignment.grounding
    names = [name for name in grounding.unknown_names if name.lower() not in NEGATIONS]
    if names:
        yield f"names {', '.join(names[:MAX_LISTED_WORDS])}, which the article does not"
    if len(grounding.unknown_words) > 1:
        yield f"says {_listed(grounding.unknown_words)}, which the article does not"
    added = _missing_word(sentence, source, NEGATIONS)
    if added:
        yield f'says "{added.text}", which the article does not say of this'
    lost = _missing_word(source, sentence, NEGATIONS)
    if lost:
        yield f'leaves out the article\'s "{lost.text}"'
    yield from _other_roles(alignment)
    elsewhere = [token for token in _new_content(alignment) if token.text not in grounding.unknown_words]
    if len(elsewhere) > 1:
        yield _said_elsewhere(alignment, elsewhere, parsed_article)
    if grounding.unknown_words:
        yield f"says {_listed(grounding.unknown_words)}, which the article does not"
    yield from _lost_reserve(alignment)
    if elsewhere:
        yield _said_elsewhere(alignment, elsewhere, parsed_article)
    gap = _longest_gap(alignment)
    if gap:
        yield f'leaves out "{gap}" from the middle of what the article says'
    yield "is too far from what any passage of the article says"


def _other_roles(alignment: Alignment) -> Iterator[str]:
    """A reason for each verb whose subject or object differs between the sentence and the source."""
    sentence, source = alignment.sentence, alignment.source
    for index, source_index in alignment.pairs:
        verb, source_verb = sentence.tokens[index], source.tokens[source_index]
        if verb.pos_ != "VERB" or source_verb.pos_ != "VERB":
            continue
        for argument_of in (_agent, _patient):
            own, article = argument_of(verb), argument_of(source_verb)
            if own is None or article is None or {own.pos_, article.pos_} & _VAGUE:
                continue
            if not _shares_a_name(sentence, own, source, article):
                quoted = _quote(sentence, [*_name(own), *_verb_group(verb)])
                source_quoted = _quote(source, [*_name(article), *_verb_group(source_verb)])
                yield f'says "{quoted}"; the article says "{source_quoted}"'


def _agent(verb: Token) -> Token | None:
    """The head of the agent phrase, in the active or passive voice; None if there is none."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            return child
        if child.dep_ == "agent":
            return next((token for token in child.children if token.dep_ == "pobj"), None)
    return None


def _patient(verb: Token) -> Token | None:
    """The head of the patient phrase, in the active or passive voice; None if there is none."""
    return next((child for child in verb.children if child.dep_ in _OBJECTS), None)


def _shares_a_name(sentence: ParsedSentence, own: Token, source: ParsedSentence, article: Token) -> bool:
    """Whether two phrases may refer to the same: the head of one is a word of the other."""
    own_words = {sentence.lemmas[token.i] for token in own.subtree}
    article_words = {source.lemmas[token.i] for token in article.subtree}
    return sentence.lemmas[own.i] in article_words or source.lemmas[article.i] in own_words


def _name(head: Token) -> list[int]:
    """The token indices of a noun and its left dependents, the last MAX_NAME_TOKENS of them."""
    return list(range(head.left_edge.i, head.i + 1))[-MAX_NAME_TOKENS:]


def _verb_group(verb: Token) -> list[int]:
    """The token indices of a verb with its auxiliaries and particle."""
    return [verb.i, *(child.i for child in verb.children if child.dep_ in ("aux", "auxpass", "prt", "agent"))]


def _new_content(alignment: Alignment) -> Iterator[Token]:
    """The content words that the best source lacks."""
    known = set(alignment.source.lemmas)
    for token, lemma in zip(alignment.sentence.tokens, alignment.sentence.lemmas, strict=True):
        if is_content(token) and lemma not in known:
            yield token


def _said_elsewhere(alignment: Alignment, words: list[Token], parsed_article: ParsedArticle) -> str:
    """A reason for words from another passage of the article, which is quoted with its place."""
    sentence = alignment.sentence
    quoted = _quote(sentence, [number for token in words for number in (_governor(token), *_phrase(token))])
    lemmas = {sentence.lemmas[token.i] for token in words}
    best, number = _passage_with(lemmas, words, alignment, parsed_article)
    if best:
        source_quoted = _quote(
            parsed_article.sentence(number), [each for token in best for each in (_governor(token), *_phrase(token))]
        )
        article = parsed_article.index.article
        place = article.place(article.sentences[number].span.start)
        if normalized(quoted) in normalized(source_quoted):
            return f'brings in "{quoted}", which the article has elsewhere: "{source_quoted}" ({place})'
        return f'says "{quoted}"; the article says "{source_quoted}" ({place})'
    return f"says {_listed(token.text for token in words)} of this; the article says it of something else"


def _passage_with(
    lemmas: set[str], words: list[Token], alignment: Alignment, parsed_article: ParsedArticle
) -> tuple[list[Token], int]:
    """The tokens of these words in the passage, other than the source, with most of them, and its index; -1 if none."""
    best: tuple[list[Token], int] = ([], -1)
    for number in _passages(words, alignment, parsed_article):
        passage = parsed_article.sentence(number)
        found = {
            passage.lemmas[token.i]: token
            for token in reversed(passage.tokens)
            if passage.lemmas[token.i] in lemmas and is_content(token)
        }
        if len(found) > len(best[0]):
            best = (list(found.values()), number)
    return best


def _passages(words: list[Token], alignment: Alignment, parsed_article: ParsedArticle) -> Iterator[int]:
    """The article's sentences, other than the source, that have most of these words, as indices.

    Words that are too common to find a sentence by, such as months and years, are looked for in the text itself.
    """
    nearest = parsed_article.nearest(" ".join(token.text for token in words))
    yield from (number for number in nearest if number != alignment.source_index)
    forms = {token.lower_ for token in words}
    counts = {
        number: len(forms.intersection(_words(parsed_article, number)))
        for number in parsed_article.index.story_sentences
    }
    having = heapq.nlargest(NEAREST, counts, key=lambda number: (counts[number], -number))
    yield from (number for number in having if counts[number] and number != alignment.source_index)


def _words(parsed_article: ParsedArticle, number: int) -> list[str]:
    article = parsed_article.index.article
    return normalized(article.text_of(article.sentences[number].span)).split()


def _phrase(token: Token) -> Iterator[int]:
    """The token indices of a word and the function words that link it to its head: "from the unit"."""
    yield token.i
    head = token.head
    if token.dep_ == "pobj" and head.i < token.i and token.i - head.i <= MAX_NAME_TOKENS:
        yield from range(head.i, token.i)


def _governor(token: Token) -> int:
    """The index of a word's head, skipping a preposition, if it is near; else that of the word itself."""
    head = token.head.head if token.dep_ == "pobj" else token.head
    return head.i if abs(head.i - token.i) <= MAX_NAME_TOKENS else token.i


def _lost_reserve(alignment: Alignment) -> Iterator[str]:
    """Reasons if the sentence claims more than the article: states a plan or allegation as fact, or drops a bound."""
    sentence, source = alignment.sentence, alignment.source
    lost = _missing_verb(source, sentence, PLANS - SPEECH)
    if lost:
        yield f'states as settled what the article calls a plan: "{_clause(source, lost)}"'
    lost = _missing_verb(source, sentence, ALLEGATIONS)
    if lost:
        yield f'states as a fact what the article does not: "{_clause(source, lost)}"'
    lost = _missing_word(source, sentence, ALLEGATIONS - PLANS, lemmas=True)
    if lost and lost.pos_ in ("ADV", "ADJ"):
        yield f'leaves out the article\'s "{lost.text}"'
    lost = _missing_word(source, sentence, MODALS | CONDITIONS | RESTRICTIONS)
    if lost:
        yield f'leaves out the article\'s "{_bound(source, lost)}"'
    lost = _missing_verb(source, sentence, SPEECH)
    if lost:
        yield f'leaves out who says so: "{_clause(source, lost)}"'


def _missing_word(
    first: ParsedSentence, second: ParsedSentence, listed: frozenset[str], *, lemmas: bool = False
) -> Token | None:
    """The first listed word of `first` that `second` lacks in every form; None if there is none."""
    known = set(second.lemmas) | {token.lower_ for token in second.tokens}
    for token, lemma in zip(first.tokens, first.lemmas, strict=True):
        key = lemma if lemmas else token.lower_
        if key in listed and key not in known and lemma not in known:
            return token
    return None


def _missing_verb(first: ParsedSentence, second: ParsedSentence, listed: frozenset[str]) -> Token | None:
    """The first listed verb with a subject in `first` that `second` lacks; "according to" counts as one."""
    for token, lemma in zip(first.tokens, first.lemmas, strict=True):
        is_somebodys = token.pos_ == "VERB" and (
            lemma == "accord" or any(child.dep_ in ("nsubj", "nsubjpass") for child in token.children)
        )
        if lemma in listed and lemma not in second.lemmas and is_somebodys:
            return token
    return None


def _clause(sentence: ParsedSentence, verb: Token) -> str:
    """A verb with its subject, or "according to" with its object: "Police said"."""
    if sentence.lemmas[verb.i] == "accord":
        return _quote(sentence, range(verb.i, verb.right_edge.i + 1))
    subject = next(child for child in verb.children if child.dep_ in ("nsubj", "nsubjpass"))
    particles = [child.i for child in verb.children if child.dep_ == "xcomp" and child.i > verb.i]
    return _quote(sentence, [*_name(subject), *_verb_group(verb), *particles[:1]])


def _bound(sentence: ParsedSentence, word: Token) -> str:
    """A bound in full: "at least", "more than"."""
    tokens = sentence.tokens
    if word.lower_ in ("least", "most") and word.i and tokens[word.i - 1].lower_ == "at":
        return f"{tokens[word.i - 1].text} {word.text}"
    following = tokens[word.i + 1].text if word.i + 1 < len(tokens) else ""
    if word.lower_ in ("more", "less", "fewer") and following == "than":
        return f"{word.text} than"
    return str(word.text)


def _longest_gap(alignment: Alignment) -> str:
    """The longest stretch of the source that the sentence leaves out between two aligned words, shortened."""
    tokens = alignment.source.tokens
    places = [other for _, other in alignment.pairs]
    gaps = [tokens[one + 1 : other] for one, other in pairwise(places) if other - one > 1]
    longest = max(gaps, key=len, default=())
    words = "".join(token.text_with_ws for token in longest[: 2 * MAX_LISTED_WORDS]).strip(" ,;")
    return f"{words} …" if len(longest) > 2 * MAX_LISTED_WORDS else words


def _quote(sentence: ParsedSentence, numbers: Iterable[int]) -> str:
    """The tokens with these indices as a quotation; a long gap between them becomes "…"."""
    text, last = "", -1
    for number in sorted(set(numbers))[:MAX_QUOTED_TOKENS]:
        if last >= 0:
            between = sentence.tokens[last + 1 : number]
            text += "".join(token.text_with_ws for token in between) if len(between) <= MAX_QUOTED_GAP else " … "
        text += sentence.tokens[number].text_with_ws
        last = number
    return " ".join(text.split()).strip(' ,;"“”').replace("”", "'").replace("“", "'").replace('"', "'")


def _listed(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in list(words)[:MAX_LISTED_WORDS])
