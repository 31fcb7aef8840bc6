"""Drafts -> checked sentences -> the summary: each sentence kept, redone, replaced or dropped.

The model writes several drafts (pipeline/drafting.py), of a long story in several readings (pipeline/long_documents.py). Every sentence of every
draft is held against the article (pipeline/verification.py). The best of what passes is put together (pipeline/selection.py); where the
model's sentences do not suffice, the article's own stand in; where nothing can be said, the result says so. The
finished summary is checked once more as a whole, so that no sentence comes to mean something else beside its new
neighbours.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice

import checks
from checks.model import Article, Sheet, Span
from summarizer.pipeline import drafting, selection, long_documents
from summarizer.rewriting import first_mention
from summarizer.guards import clause_support, completeness
from summarizer.pipeline.drafting import Limits
from summarizer.engines.interface import Engine
from summarizer.rewriting.restoration import approximate, attributed, counted, determined, filled, spelled_out
from summarizer.language.grounding import Ground, ground, is_copied, prepare, spans
from summarizer.pipeline.selection import Choice, choose, importance, worth
from summarizer.rewriting.shortening import shorten
from summarizer.language.chunking import Part, parts, told
from summarizer.pipeline.result import Coverage, How, Rejected, Summary, SummarySentence, Tie
from summarizer.pipeline.verification import INITIAL, anew, objections, touches
from summarizer.pipeline.long_documents import Progress, Reading

PART_TOKENS = 1200  # what the model reads in one go, at most: its window may be smaller
LONGEST_SOURCE = 45  # words of an article's sentence that may stand in
OPENING = 4  # sentences of a story that say what it is about
TRIED = 12  # sentences among which one that stands alone is looked for
TELLING = 8  # words of an article's sentence that is looked for there: "The video goes viral." sums up nothing
MADE_FULLER = 12  # of the model's sentences, the best
ALIKE = 4  # sentences that tell one of the article's
INTRODUCING = 3  # sentences that name somebody in full
ROUNDS = 4  # of choosing again after the whole was found wanting

NO_TEXT = "There is no story in the text: no full sentence outside headlines, promotions and captions."
TOO_LONG = "No sentence of the story fits into what the model reads at once."
NOT_ENGLISH = "The text does not read like English, and only English can be checked."
NOTHING_HOLDS = "No summary can be supported: nothing the model wrote passes the checks, and no sentence stands alone."
TOO_TIGHT = "No sentence that passes the checks fits into {words} words."


def _unseen(done: int, total: int) -> None:
    """Progress that nobody watches."""


def summarize(
    article: Article,
    engine: Engine,
    *,
    sentences: int = 3,
    words: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Summary:
    """The faithful summary of an article that was read (`checks.read`) by a loaded engine.

    Raises ValueError for limits below one, and what the engine raises (models.EngineFailed).
    """
    limits = Limits(sentences, words)
    made_by = getattr(engine, "kind", type(engine).__name__)  # one that asks another names that
    blank = Summary(article, model=engine.name, engine=made_by, revision=engine.revision, seed=seed)
    if article.language != "en":
        return replace(blank, reason=NOT_ENGLISH)
    most = min(PART_TOKENS, engine.reads(drafting.carefully(engine, limits)))
    story = parts(article, engine.count, most)
    if not story:
        return replace(blank, reason=TOO_LONG if told(article) else NO_TEXT)
    on = prepare(article)
    reading = long_documents.read(engine, story, on, limits, most=most, seed=seed, progress=progress or _unseen)
    return put_together(replace(blank, drafts=reading.drafts), reading, story, on, limits)


def put_together(blank: Summary, reading: Reading, story: Sequence[Part], on: Ground, limits: Limits) -> Summary:
    """The summary from what passed and the article's own sentences; `blank` says who wrote it."""
    matters = importance(on, _of_the_whole(reading), reading.told)
    pool = pool_of(reading.passed, matters, on, story)
    chosen, sheet, more = settle(pool, matters, on, limits)
    if sheet is not None:
        chosen, sheet = _named(chosen, sheet, on, limits)
    blank = replace(
        blank,
        rejected=(*reading.rejected, *more),
        coverage=_coverage(chosen, matters, on, story, reading.readings),
    )
    if not chosen or sheet is None:
        fits = limits.words is None or any(one.words <= limits.words for one in pool)
        return replace(blank, reason=NOTHING_HOLDS if fits else TOO_TIGHT.format(words=limits.words))
    return replace(blank, sentences=_tied(chosen, sheet, on), sheet=sheet)


def _of_the_whole(reading: Reading) -> list[str]:
    """The drafts that were written from one and the same text, the last that was read."""
    first = [(one.reading, one.part) for one in reading.drafts[:1]]
    return [one.text for one in reading.drafts if (one.reading, one.part) in first]


def pool_of(passed: Sequence[Choice], matters: Mapping[str, float], on: Ground, story: Sequence[Part]) -> list[Choice]:
    """What competes: the best of the model's own, these made fuller, and the article's own sentences."""
    own = contenders([_mended(one, on) for one in passed], matters, most=MADE_FULLER)
    pool = [*own, *filled(own, on, matters), *stand_ins(on, story)]
    part_of = {at: number for number, part in enumerate(story) for at in part.sentences}
    return [replace(one, part=part_of.get(one.sources[0], 0) if one.sources else 0) for one in pool]


def _mended(one: Choice, on: Ground) -> Choice:
    """With what it left out and the article's sentence has: small words, figures, who says so."""
    for mend in (counted, approximate, spelled_out, determined, attributed):
        one = mend(one, on)
    return one


def stand_ins(on: Ground, story: Sequence[Part]) -> list[Choice]:
    """The article's own sentences that may stand in: the first of the story, or the first that stands alone.

    A story's opening says what it is about; a later sentence that the model happened to garble may say anything. They
    are shortened where that leaves them true.
    """
    order = [at for part in story for at in part.sentences]
    opening = [one for at in order[:OPENING] if (one := _stand_in(on, at)) is not None]
    if any(one.words >= TELLING for one in opening):
        return opening
    later = (one for at in order[OPENING:TRIED] if (one := _stand_in(on, at)) is not None)
    return [*opening, *islice((one for one in later if one.words >= TELLING), 1)]


def _stand_in(on: Ground, at: int) -> Choice | None:
    """The article's sentence as a choice, None where it needs its neighbours or is too long."""
    article = on.article
    if at and INITIAL.search(article.words(article.sentences[at - 1].span)):
        return None  # the second half of one
    text = " ".join(article.words(article.sentences[at].span).split())
    short = shorten(text)
    if short != text and not completeness.fault(short) and not clause_support.fault(short, on, [at]):
        text = short
    if completeness.fault(text) or len(text.split()) > LONGEST_SOURCE:
        return None
    where, copied, late = ground(text, on, [at]), is_copied(text, on), bisect_left(on.story, at)
    return Choice(text, How.REPLACED, -1, at, where.stems, (at,), copied, completeness.hangs(text), 0.0, 0.0, late=late)


def settle(
    pool: Sequence[Choice], matters: Mapping[str, float], on: Ground, limits: Limits
) -> tuple[tuple[Choice, ...], Sheet | None, list[Rejected]]:
    """The best choice that also holds as a whole; what the whole spoils is left out and the rest chosen from again."""
    left = contenders(pool, matters)
    more: list[Rejected] = []
    for _ in range(ROUNDS):
        chosen = choose(left, matters, sentences=limits.sentences, words=limits.words)
        if not chosen:
            break
        text = " ".join(one.text for one in chosen)
        sheet = checks.compare(on.article, text)
        against = objections(sheet)
        if not against:
            return chosen, sheet, more
        starts = _starts(chosen)
        spoilt = {
            number
            for number, one in enumerate(chosen)
            for finding in against
            if touches(finding, Span(starts[number], starts[number] + len(one.text)))
        } or set(range(len(chosen)))
        more += [Rejected(chosen[k].text, against[0].message, against[0].rule, max(0, chosen[k].draft)) for k in spoilt]
        left = [one for one in left if one not in [chosen[k] for k in spoilt]]
    return (), None, more


def _named(chosen: tuple[Choice, ...], sheet: Sheet, on: Ground, limits: Limits) -> tuple[tuple[Choice, ...], Sheet]:
    """With persons by their whole names where they are first named, as far as that passes too and fits."""
    made = list(chosen)
    for at, text in enumerate(first_mention.in_full([one.text for one in chosen], on)):
        if text == made[at].text:
            continue
        if made[at].how is How.REPLACED:  # the article's own but for the name
            made[at] = replace(made[at], text=text)
        else:
            shown = sorted({*made[at].sources, *_introducing(text, made[at].text, on)})
            made[at] = next(iter(anew(made[at], text, on, shown)), made[at])
    whole = " ".join(one.text for one in made)
    if tuple(made) == chosen or (limits.words is not None and len(whole.split()) > limits.words):
        return chosen, sheet
    named = checks.compare(on.article, whole)
    return (chosen, sheet) if objections(named) else (tuple(made), named)


def _introducing(named: str, before: str, on: Ground) -> Iterator[int]:
    """The first sentences of the story that have the names which were put in."""
    names = set(named.split()) - set(before.split())
    having = (at for at in on.story if names & set(on.article.words(on.article.sentences[at].span).split()))
    return islice(having, INTRODUCING)


def contenders(pool: Sequence[Choice], matters: Mapping[str, float], *, most: int = selection.POOL) -> list[Choice]:
    """As many as can compete: the model's own by their worth alone, with room left for the article's sentences.

    Of those that tell one sentence of the article only a few compete, so that there is something else to say too.
    """
    own = sorted((one for one in pool if one.how is not How.REPLACED), key=lambda one: -worth([one], matters))
    stand = [one for one in pool if one.how is How.REPLACED]
    taken: Counter[int] = Counter()
    some: list[Choice] = []
    for one in own:
        if taken[one.sources[0] if one.sources else -1] < ALIKE:
            taken[one.sources[0] if one.sources else -1] += 1
            some.append(one)
    return [*some[: most - len(stand)], *stand]


def _tied(chosen: Sequence[Choice], sheet: Sheet, on: Ground) -> tuple[SummarySentence, ...]:
    made = []
    for one, start in zip(chosen, _starts(chosen), strict=True):
        here = Span(start, start + len(one.text))
        ties = tuple(
            Tie(tick.spans[0], tick.source_spans, tick.message, tick.arithmetic)
            for tick in sheet.ticks
            if tick.spans and here.contains(tick.spans[0])
        )
        where = ground(one.text, on, one.sources)
        made.append(
            SummarySentence(
                one.text, here, one.how, spans(where, on.article), ties, None if one.draft < 0 else one.draft
            )
        )
    return tuple(made)


def _starts(chosen: Sequence[Choice]) -> list[int]:
    starts, at = [], 0
    for one in chosen:
        starts.append(at)
        at += len(one.text) + 1
    return starts


def _coverage(
    chosen: Sequence[Choice], matters: Mapping[str, float], on: Ground, story: Sequence[Part], readings: int
) -> Coverage:
    article = on.article
    said = frozenset[str]().union(*(one.stems for one in chosen))
    sources = [frozenset(one.sources) for one in chosen]
    content = sum(weight for one, weight in matters.items() if one in said)
    return Coverage(
        sum(_length(article, at) for at in told(article)),
        sum(_length(article, at) for part in story for at in part.sentences),
        content,
        len(story),
        readings,
        tuple(at for at, part in enumerate(story) if any(said_in.intersection(part.sentences) for said_in in sources)),
    )


def _length(article: Article, at: int) -> int:
    return len(article.words(article.sentences[at].span).split())
