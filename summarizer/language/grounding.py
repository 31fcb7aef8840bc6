"""Which sentences of the article say what a sentence of a draft says, and which of its words none of them has.

Figures and dates are checked by rules; but a small model also invents names and events, and joins halves of two
stories. So every name must be the article's, nearly every content word must be, and a few sentences of the article
must hold most of them together. Words are compared by stem, as `checks.passage_index` has them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import fsum

from checks.outcome_events import FATE
from checks.model import Article, Span, Zone
from checks.passage_index import STOP, WORD, index, stem
from summarizer.language.chunking import told

MOST_SOURCES = 3
FREE = 1  # content words that the article need not have: a verb of the model's own
FREE_SHARE = 0.15
TOGETHER = 0.8  # share of the content that two sentences of the article must hold between them
ALONE = 0.5  # share that one of them must hold
GAIN = 0.08  # a further source must add so much

_TYING = """
    according accordingly actually added adding addition additionally ahead allegedly already amid among apart became
    become becomes becoming besides called calls cited citing claimed claims clarified comes currently decided despite
    don't didn't doesn't hasn't isn't wasn't won't earlier earliest either eventually ever feature features finally
    following former formerly further furthermore gave gone got him including initially instead known latter likely
    meanwhile moreover nearby nearly notably noted number originally others outgoing part people previously reportedly
    reports reported recently regarding remain remains reveal revealed reveals several shared similarly situation
    stated states stating suggest suggests talking termed thereby things toward towards ultimately upcoming used
    using various wake way whereas
    """
NEUTRAL = frozenset(_TYING.split())
"""Words with which a writer ties facts together; they state none, so no article needs to have them."""

_NAME = re.compile(r"\b[A-ZÀ-ÖØ-Þ][\w’']*(?:-[\w’']+)*")


@dataclass(frozen=True, slots=True)
class Grounding:
    """Where a sentence stands in the article. `sources` are indices into article.sentences, best first."""

    stems: frozenset[str]
    sources: tuple[int, ...]
    together: float  # share, 0 to 1, of the sentence's content that its best two sources hold
    alone: float  # share that its best source holds
    apart: int  # content words that neither of those two has
    strange_names: tuple[str, ...]
    strange_words: tuple[str, ...]

    @property
    def fault(self) -> str:
        """Why it is not grounded; empty where it is."""
        if self.strange_names:
            return f"names {', '.join(self.strange_names)}, which the article does not"
        if len(self.strange_words) > max(FREE, int(FREE_SHARE * len(self.stems))):
            return f"the article has no words like {', '.join(self.strange_words[:4])}"
        if (self.together < TOGETHER and self.apart > FREE) or self.alone < ALONE:
            return "no passage of the article says this"
        return ""


@dataclass(frozen=True, slots=True)
class Ground:
    """An article made ready to be asked about: see `prepare`. Promotions, bylines and captions bear nothing out."""

    article: Article
    story: tuple[int, ...]  # indices of the sentences that can be sources
    by_sentence: tuple[frozenset[str], ...]  # content words, by stem, of every sentence
    weights: Mapping[str, float]  # of the stems that the story and its headline have: the rarer, the more
    vocabulary: frozenset[str]  # every word of the story and its headline, lower case
    initials: frozenset[str]  # of its names of several words, lower case
    plain: str  # the text's words in lower case, a space between them: for finding copies


def prepare(article: Article) -> Ground:
    passages = index(article)
    story = told(article)
    by_sentence = tuple(frozenset(word.stem for word in words) for words in passages.sentences)
    counted = [at for at, one in enumerate(article.sentences) if one.zone is Zone.HEADLINE] + list(story)
    stems = frozenset[str]().union(*(by_sentence[at] for at in counted))
    text = " ".join(article.words(article.sentences[at].span) for at in counted)
    return Ground(
        article,
        story,
        by_sentence,
        {one: passages.weights[one] for one in stems},
        frozenset(word for found in _words(text) for word in (found, *found.split("-"))),
        frozenset(initials(text)),
        f" {plain(article.text)} ",
    )


def plain(text: str) -> str:
    return " ".join(re.findall(r"[a-z0-9]+", text.lower()))


def is_copied(sentence: str, ground: Ground) -> bool:
    """Does it stand word for word in the article?"""
    return f" {plain(sentence)} " in ground.plain


def stems_of(text: str) -> dict[str, str]:
    """The content words of a text by stem, in order, each with its first form."""
    found: dict[str, str] = {}
    for match in WORD.finditer(text):
        word = match.group().lower()
        if word not in STOP and word not in NEUTRAL and len(word) > 1:
            found.setdefault(_stem(word), match.group())
    return found


def ground(sentence: str, on: Ground, among: Iterable[int] | None = None) -> Grounding:
    """Ground a sentence on the article, or on those of its sentences that `among` names."""
    stems = stems_of(sentence)
    known = {one for one in stems if one in on.weights}
    strange = tuple(form for one, form in stems.items() if one not in known and form.lower() not in on.vocabulary)
    weigh = {one: min(on.weights.get(one, 3.0), 3.0) for one in stems}
    whole = sum(weigh.values())
    sources: list[int] = []
    left = set(known)
    together = alone = 0.0
    places = on.story if among is None else tuple(among)
    while left and len(sources) < MOST_SOURCES:
        gains = [(fsum(weigh[one] for one in left & on.by_sentence[at]), -at) for at in places if at not in sources]
        gain, at = max(gains, default=(0.0, 0))
        if gain < GAIN * whole:
            break
        alone = alone or gain / whole
        sources.append(-at)
        left -= on.by_sentence[-at]
        if len(sources) <= 2:
            together += gain / whole
    held = frozenset[str]().union(*(on.by_sentence[at] for at in sources[:2]))
    apart = sum(one not in held for one in stems)
    names = tuple(_strange_names(sentence, on))
    return Grounding(frozenset(stems), tuple(sources), together, alone, apart, names, strange)


def spans(grounding: Grounding, article: Article) -> tuple[Span, ...]:
    return tuple(article.sentences[at].span for at in grounding.sources)


def _strange_names(sentence: str, on: Ground) -> Iterable[str]:
    """Capitalised words that the article has nowhere, in no form: "Indian" is borne out by "India", "UN" by its words.

    A sentence's first word is capitalised anyway; it counts unless it is plainly a common word.
    """
    for match in _NAME.finditer(sentence):
        word = re.sub(r"['’]s?$", "", match.group())
        low = word.lower()
        if len(word) < 2 or low in STOP or low in NEUTRAL or low in on.vocabulary or low in on.initials:
            continue
        if all(part in on.vocabulary or part.isdigit() for part in low.split("-")) or _is_form(low, on.vocabulary):
            continue
        opens = not sentence[: match.start()].strip("\"'“‘( ")
        if opens and (low.endswith(("ly", "ing", "ed")) or _stem(low) in on.weights or "-" in low):
            continue
        yield word


_ENDINGS = frozenset("s es n an ns ans ian i is ese ish y".split())


def _is_form(low: str, vocabulary: frozenset[str]) -> bool:
    """Is a word of the article this name without its ending (India, Indians)?"""
    return any(low[:-cut] in vocabulary and low[-cut:] in _ENDINGS for cut in (1, 2, 3) if len(low) - cut >= 4)


def initials(text: str) -> Iterable[str]:
    """The initials of runs of capitalised words, small words left out or not: "United Nations", "Bank of England"."""
    for match in re.finditer(r"[A-Z][\w’'-]*(?: (?:(?:of|the|and|for|on|in) ){0,2}[A-Z][\w’'-]*)+", text):
        words = match.group().split()
        for start in range(len(words)):
            for end in range(start + 2, min(len(words), start + 6) + 1):
                run = words[start:end]
                yield "".join(word[0] for word in run if word[0].isupper()).lower()
                yield "".join(word[0] for word in run).lower()


def _words(text: str) -> Iterable[str]:
    for match in re.finditer(r"\w+(?:[-’']\w+)*", text.lower()):
        yield re.sub(r"['’]s?$", "", match.group())


def _stem(word: str) -> str:
    return FATE.get(word) or stem(word)
