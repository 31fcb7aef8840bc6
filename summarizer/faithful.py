"""Drafts -> checked sentences -> the summary: each sentence kept, redone, replaced or dropped.

The model writes several drafts. Every sentence of every draft is held against the article (`checks.compare`), grounded
in its passages and looked at for wholeness; one objection is enough to reject it. The best of what passes is put
together; where the model's sentences do not suffice, the article's own stand in; where nothing can be said, the result
says so. The finished summary is checked once more as a whole, so that no sentence comes to mean something else beside
its new neighbours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

import checks
from checks.model import Article, Figure, Finding, Kind, Moment, Severity, Sheet, Span, Tick
from summarizer import company, selection, twists, wholeness
from summarizer.engines.interface import Engine, Finish, Generation, Options
from summarizer.grounding import Ground, ground, is_copied, plain, prepare, spans, stems_of
from summarizer.selection import Choice, choose, importance, worth
from summarizer.story import Part, parts, told
from summarizer.summary import Coverage, Draft, How, Rejected, Summary, SummarySentence, Tie

PART_TOKENS = 1200  # what the model reads in one go, at most: its window may be smaller
WORDS_A_SENTENCE = 15  # asked for where the user names no limit
SAMPLES = 5
SURENESS = 0.2  # what a unit of log-probability a token counts against likeness, when drafts are ranked
NO_REPEAT = 4  # tokens of the draft's own that may not come again
TEMPERATURE, TOP_P = 0.5, 0.9  # beams copy the article's sentences; greedy and cool samples tell them
LONGEST_SOURCE = 45  # words of an article's sentence that may stand in
SOURCES_OFFERED = 6
INITIAL = re.compile(r"(?<![\w.])(?!U\.[SKN]\.$|D\.C\.$)(?:[A-Z]\.)+$")  # "J.P.": a name goes on
UNTIED = (Kind.NAME, Kind.ORDINAL, Kind.FRACTION, Kind.MULTIPLE)  # need no tie: names, "first", "half", "twice"
COUNTED = (Kind.COUNT, Kind.PERCENT, Kind.MONEY, Kind.MEASURE)
BESIDE = 4  # words either side of a figure that tell what it is of
DERIVED = "figure-derived"
ROUNDS = 4  # of choosing again after the whole was found wanting

NO_TEXT = "There is no story in the text: no full sentence outside headlines, promotions and captions."
TOO_LONG = "No sentence of the story fits into what the model reads at once."
NOT_ENGLISH = "The text does not read like English, and only English can be checked."
NOTHING_HOLDS = "No summary can be supported: nothing the model wrote passes the checks, and no sentence stands alone."
TOO_TIGHT = "No sentence that passes the checks fits into {words} words."


@dataclass(frozen=True, slots=True)
class Limits:
    sentences: int = 3
    words: int | None = None

    def __post_init__(self) -> None:
        if self.sentences < 1 or (self.words is not None and self.words < 1):
            raise ValueError("a summary has at least one sentence and one word")

    @property
    def asked_words(self) -> int:
        """What the prompt says: in tens, as the model was trained."""
        wanted = self.sentences * WORDS_A_SENTENCE
        if self.words is not None:
            wanted = min(wanted, self.words)
        return max(10, wanted // 10 * 10)


def summarize(
    article: Article, engine: Engine, *, sentences: int = 3, words: int | None = None, seed: int = 0
) -> Summary:
    """The faithful summary of an article that was read (`checks.read`) by a loaded engine.

    Raises ValueError for limits below one, and what the engine raises (models.EngineFailed).
    """
    limits = Limits(sentences, words)
    blank = Summary(article, model=engine.name, engine=type(engine).__name__, revision=engine.revision, seed=seed)
    if article.language != "en":
        return replace(blank, reason=NOT_ENGLISH)
    story = parts(article, engine.count, min(PART_TOKENS, engine.reads(_careful(engine, limits))))
    if not story:
        return replace(blank, reason=TOO_LONG if told(article) else NO_TEXT)
    on = prepare(article)
    drafts = write(engine, story, limits, seed)
    passed, rejected = check_drafts(drafts, on)
    pool = [*passed, *stand_ins(on, story, [one.text for one in rejected])]
    matters = importance(on)
    chosen, sheet, more = settle(pool, matters, on, limits)
    blank = replace(blank, drafts=drafts, rejected=(*rejected, *more), coverage=_coverage(chosen, matters, on, story))
    if not chosen or sheet is None:
        fits = words is None or any(one.words <= words for one in pool)
        return replace(blank, reason=NOTHING_HOLDS if fits else TOO_TIGHT.format(words=words))
    return replace(blank, sentences=_tied(chosen, sheet, on), sheet=sheet)


# ---- drafting --------------------------------------------------------------------------------------------------------


def write(engine: Engine, story: Sequence[Part], limits: Limits, seed: int) -> tuple[Draft, ...]:
    """The drafts: of the story's first part the likeliest one and samples that share its reading, best agreed first.

    A story that is longer than the model reads in one go gets a draft of each further part, decoded together.
    """
    asked = [engine.ask(part.text, sentences=limits.sentences, words=limits.asked_words) for part in story]
    careful = _careful(engine, limits)
    free = replace(careful, beams=1, temperature=TEMPERATURE, top_p=TOP_P)
    both = engine.generate([asked[0], asked[0]], n=[1, SAMPLES], options=[careful, free], seed=seed)
    drafts = agreed_first([_draft(one, 0) for some in both for one in some])
    if len(asked) > 1:
        rest = engine.generate(asked[1:], options=careful, seed=seed)
        drafts += [_draft(one, number) for number, some in enumerate(rest, 1) for one in some]
    return tuple(drafts)


def _careful(engine: Engine, limits: Limits) -> Options:
    """Its makers' way of decoding, without dice and as long as the limits want; without loops in any case."""
    room = 24 + 2 * limits.asked_words
    usual = engine.defaults
    return replace(
        usual,
        max_tokens=room,
        min_tokens=min(usual.min_tokens, room // 3),
        temperature=0.0,
        no_repeat_ngram=usual.no_repeat_ngram or NO_REPEAT,
    )


def agreed_first(drafts: Sequence[Draft]) -> list[Draft]:
    """The draft that the others bear out best, then the rest as they came.

    What several samples say is less often invented than what the single most likely text says (minimum Bayes risk).
    """

    def grams(text: str) -> Counter[tuple[str, ...]]:
        words = plain(text).split()
        return Counter([*((word,) for word in words), *pairwise(words)])

    counted = [grams(one.text) for one in drafts]

    def likeness(one: Counter[tuple[str, ...]], other: Counter[tuple[str, ...]]) -> float:
        return 2 * (one & other).total() / max(1, one.total() + other.total())

    def worth_of(at: int) -> tuple[float, int]:
        alike = sum(likeness(counted[at], other) for number, other in enumerate(counted) if number != at)
        mean = alike / max(1, len(drafts) - 1)
        return mean + SURENESS * drafts[at].score - drafts[at].cut_off, -at

    best = max(range(len(drafts)), key=worth_of)
    return [drafts[best], *(one for at, one in enumerate(drafts) if at != best)]


def _draft(one: Generation, part: int) -> Draft:
    return Draft(one.text.strip(), one.finish is not Finish.STOP, one.score, part)


# ---- checking --------------------------------------------------------------------------------------------------------


def check_drafts(drafts: Sequence[Draft], on: Ground) -> tuple[list[Choice], list[Rejected]]:
    """The sentences of all drafts: those that may be printed, each once, and those that may not, with the reason."""
    passed: list[Choice] = []
    rejected: list[Rejected] = []
    seen: set[str] = set()
    for number, draft in enumerate(drafts):
        read = checks.read(draft.text)
        sheet = checks.compare(on.article, read)
        for place, span in enumerate(units(read)):
            text = " ".join(read.words(span).split())
            key = plain(text)
            if key in seen:
                continue
            seen.add(key)
            found = next((one for one in objections(sheet) if _touches(one, span)), None)
            if found is not None:
                rejected.append(Rejected(text, found.message, found.rule, number))
                continue
            where = ground(text, on)
            sources = [on.article.words(one) for one in spans(where, on.article)]
            fault = (
                wholeness.fault(text)
                or where.fault
                or twists.fault(text, sources)
                or untied(read, span, sheet, spans(where, on.article), on)
                or company.fault(read, span, sheet, on.article, on.story)
            )
            if fault:
                rejected.append(Rejected(text, fault, draft=number))
                continue
            passed.append(
                Choice(
                    text,
                    How.REDONE if number else How.KEPT,
                    number,
                    place,
                    where.stems,
                    where.sources,
                    is_copied(text, on),
                    wholeness.hangs(text),
                    agreement(text, [one.text for one in drafts if one is not draft and one.part == draft.part]),
                    draft.score,
                )
            )
    return passed, rejected


def units(read: Article) -> list[Span]:
    """The sentences of a draft; a quotation of several sentences stays whole, and so does what was split too early."""
    made: list[Span] = []
    for sentence in read.sentences:
        before = read.words(made[-1]) if made else ""
        runs_on = read.text[sentence.span.start].islower() or INITIAL.search(before)
        if made and (runs_on or not wholeness.is_balanced(before)):
            made[-1] = Span(made[-1].start, sentence.span.end)
        else:
            made.append(sentence.span)
    return made


def objections(sheet: Sheet) -> list[Finding]:
    """What speaks against printing: every error and warning."""
    return [one for one in sheet.findings if one.severity is not Severity.NOTE]


def untied(read: Article, sentence: Span, sheet: Sheet, sources: Sequence[Span], on: Ground) -> str:
    """The figure or date of a sentence that nothing bears out, as a reason; empty where there is none.

    A derived figure counts only if it is derived from what the sentence's own sources say: in a long article some two
    numbers always have the right difference.
    """
    stated: tuple[Figure | Moment, ...] = (*read.figures, *read.moments)
    for item in stated:
        if not sentence.contains(item.span) or (isinstance(item, Figure) and item.kind in UNTIED):
            continue
        ticks = [tick for tick in sheet.ticks if any(item.span.overlaps(span) for span in tick.spans)]
        if not ticks:
            return f'nothing in the article bears out "{item.words}"'
        if isinstance(item, Figure) and item.second is not None and not ties_two(on.article, ticks):
            return f'the article has no "{item.words}"'
        if isinstance(item, Figure) and item.kind in COUNTED and not shares_words(read, item.span, on, ticks):
            return f'the article has "{item.words}" beside other words'
        derived = all(tick.rule == DERIVED for tick in ticks)
        if derived and not all(any(one.contains(span) for one in sources) for span in ticks[0].source_spans):
            return f'"{item.words}" can only be reckoned from figures of other passages'
    return ""


def ties_two(article: Article, ticks: Sequence[Tick]) -> bool:
    """Is a score, ratio or range tied to one that has two numbers as well?"""
    spans_tied = [span for tick in ticks for span in tick.source_spans]
    return any(
        one.second is not None and any(one.span.overlaps(span) for span in spans_tied) for one in article.figures
    )


def shares_words(read: Article, span: Span, on: Ground, ticks: Sequence[Tick]) -> bool:
    """Does a figure stand among at least one content word that also stands around a figure it is tied to?"""
    here = stems_of(around(read.text, span, BESIDE))
    there = (stems_of(around(on.article.text, one, 2 * BESIDE)) for tick in ticks for one in tick.source_spans)
    return not here or any(here.keys() & stems.keys() for stems in there)


def around(text: str, span: Span, words: int) -> str:
    """So many words before and after a span, up to the sentence's marks."""
    before = re.split(r"[.!?;]\s", text[max(0, span.start - 200) : span.start])[-1].split()[-words:]
    after = re.split(r"[.!?;](?:\s|$)", text[span.end : span.end + 200])[0].split()[:words]
    return " ".join([*before, *after])


def agreement(sentence: str, others: Sequence[str]) -> float:
    """Mean share, 0 to 1, of a sentence's words that the other drafts have: what all say is less often invented."""
    words = set(plain(sentence).split())
    if not words or not others:
        return 0.0
    return sum(len(words & set(plain(other).split())) for other in others) / (len(words) * len(others))


def stand_ins(on: Ground, story: Sequence[Part], rejected: Sequence[str]) -> list[Choice]:
    """The article's own sentences that may stand in: those that say what was rejected, and the first of the story."""
    article = on.article
    order = [at for part in story for at in part.sentences]
    wanted = [at for text in rejected[: 2 * SOURCES_OFFERED] for at in ground(text, on, order).sources[:1]]
    places = list(dict.fromkeys([*order[:2], *wanted, *order[2:SOURCES_OFFERED]]))
    made = []
    for at in places:
        text = " ".join(article.words(article.sentences[at].span).split())
        if wholeness.fault(text) or len(text.split()) > LONGEST_SOURCE:
            continue
        where = ground(text, on, [at])
        made.append(Choice(text, How.REPLACED, -1, at, where.stems, (at,), True, wholeness.hangs(text), 0.0, 0.0))
    return made[:SOURCES_OFFERED]


# ---- putting together ------------------------------------------------------------------------------------------------


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
            if _touches(finding, Span(starts[number], starts[number] + len(one.text)))
        } or set(range(len(chosen)))
        more += [Rejected(chosen[k].text, against[0].message, against[0].rule, max(0, chosen[k].draft)) for k in spoilt]
        left = [one for one in left if one not in [chosen[k] for k in spoilt]]
    return (), None, more


def contenders(pool: Sequence[Choice], matters: Mapping[str, float]) -> list[Choice]:
    """As many as can compete: the model's own by their worth alone, with room left for the article's sentences."""
    own = sorted((one for one in pool if one.how is not How.REPLACED), key=lambda one: -worth([one], matters))
    stand = [one for one in pool if one.how is How.REPLACED]
    return [*own[: selection.POOL - len(stand)], *stand]


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


def _touches(finding: Finding, span: Span) -> bool:
    return not finding.spans or any(span.overlaps(one) for one in finding.spans)


def _coverage(chosen: Sequence[Choice], matters: Mapping[str, float], on: Ground, story: Sequence[Part]) -> Coverage:
    article = on.article
    said = frozenset[str]().union(*(one.stems for one in chosen))
    content = sum(weight for one, weight in matters.items() if one in said)
    return Coverage(
        sum(_length(article, at) for at in told(article)),
        sum(_length(article, at) for part in story for at in part.sentences),
        content,
    )


def _length(article: Article, at: int) -> int:
    return len(article.words(article.sentences[at].span).split())
