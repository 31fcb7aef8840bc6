"""Hierarchical summarisation of a story that is longer than one prompt: each part, then the results together.

Each part of the story gets a draft. The sentences of these drafts that pass the checks, in the story's order and
at most a third as long as their parts, are the text of the next reading. That is read in the same way, until it fits
into one part; of this part the model writes several drafts, as it does of a short story. A part without a sentence that
passes is represented by one of its article sentences, so none is skipped silently.

Every sentence of every reading is verified against the article itself. Only the article sentences that its writer was
shown, or from which the text it was shown derives, can support it: the error of one reading cannot support the next.
Memory grows with the article and with the parts of one batch, not with the number of parts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from summarizer.engines.interface import Engine
from summarizer.guards import completeness
from summarizer.guards.candidate import Origin, SummaryCandidate
from summarizer.language.chunking import Chunk, pack
from summarizer.language.context_dependence import depends_on_previous
from summarizer.language.grounding import normalized
from summarizer.limits import Limits
from summarizer.pipeline import drafting, instructed
from summarizer.pipeline.instructed import Brief
from summarizer.pipeline.result import Draft, Form, Rejected
from summarizer.pipeline.verification import Verified, verify_drafts
from summarizer.support.alignment import ParsedArticle

PARTS_PER_BATCH = 4  # parts decoded in one call; bounds the memory
COMPRESSION = 3  # sentences carried over have at most 1/COMPRESSION of the tokens of their part
MAX_FALLBACK_WORDS = 45  # of an article sentence that represents its part

Progress = Callable[[int, int], None]  # parts read, and parts in all as known so far


@dataclass(frozen=True, slots=True)
class DraftedStory:
    """All drafts of a story and their verified sentences. Drafts of the last reading come first."""

    drafts: tuple[Draft, ...]
    passed: tuple[SummaryCandidate, ...]
    rejected: tuple[Rejected, ...]
    readings: int
    final_sentences: tuple[int, ...]  # sources of the last reading's text: article sentences (indices), in order
    votes: tuple[tuple[int, ...], ...] = ()  # for each draft, the best source of each of its sentences


@dataclass(frozen=True, slots=True)
class _CarriedSentence:
    """A sentence of the next reading's text, and the article sentences (indices) that support it."""

    text: str
    sources: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class _VerifiedBatch:
    """Drafts that were decoded together and their verified sentences, whose `draft` is an index into `drafts`."""

    drafts: list[Draft]
    verified: Verified


def read_story(
    engine: Engine,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    limits: Limits,
    *,
    max_tokens: int,
    samples: int,
    seed: int,
    progress: Progress,
    brief: Brief | None = None,
) -> DraftedStory:
    """Drafts and verifies a story in as many readings as it takes.

    `parts` are the story's, of at most `max_tokens` tokens each; a story of one part is read once. `samples` is the
    number of samples where a part gets several drafts; for a model with a `brief`, its family sets the number.
    """
    batches: list[_VerifiedBatch] = []
    reading, parts_done = 1, 0
    while len(parts) > 1:
        carried: list[list[_CarriedSentence]] = []  # for each part so far
        for batch in _draft_parts(engine, parts, parsed_article, limits, reading, samples, seed, brief):
            batches.append(batch)
            first_part = len(carried)
            batch_parts = parts[first_part : first_part + len({draft.part for draft in batch.drafts})]
            carried += [
                _carried_sentences(engine, batch, part_number, part, parsed_article)
                for part_number, part in enumerate(batch_parts, first_part)
            ]
            progress(parts_done + len(carried), parts_done + len(parts) + 1)
        parts_done += len(parts)
        next_parts = _next_text(engine, carried, max_tokens)
        if not 0 < len(next_parts) < len(parts):
            break  # nothing was carried over, or it did not get shorter
        parts, reading = next_parts, reading + 1
    else:
        shown_sentences = parts[0].sentences if reading > 1 else None
        batches.append(
            _drafted(engine, parts[0], parsed_article, limits, reading, samples, seed, brief, shown_sentences)
        )
        progress(parts_done + 1, parts_done + 1)
    return _merge(batches, reading, tuple(sentence for part in parts for sentence in part.sentences))


def _verify(
    drafts: list[Draft],
    parsed_article: ParsedArticle,
    shown_sentences: Sequence[int] | None,
    brief: Brief | None = None,
) -> _VerifiedBatch:
    """Verifies drafts whose writer was shown the same article sentences; None: the whole story."""
    return _VerifiedBatch(drafts, _verified(drafts, parsed_article, [shown_sentences] * len(drafts), brief))


def _verified(
    drafts: Sequence[Draft],
    parsed_article: ParsedArticle,
    shown_by_draft: Sequence[Sequence[int] | None],
    brief: Brief | None,
) -> Verified:
    """The verified sentences of the drafts; those of a model with a brief must also pass `instructed.refusal`."""
    if brief is None:
        return verify_drafts(drafts, parsed_article, shown_by_draft)
    return verify_drafts(drafts, parsed_article, shown_by_draft, refusal=instructed.refusal)


def _drafted(
    engine: Engine,
    part: Chunk,
    parsed_article: ParsedArticle,
    limits: Limits,
    reading: int,
    samples: int,
    seed: int,
    brief: Brief | None,
    shown_sentences: Sequence[int] | None,
) -> _VerifiedBatch:
    """Several drafts of one part, verified. A model with a brief gets the objections to its first draft back, once."""
    if brief is None:
        written = drafting.write_drafts(engine, part, limits, samples, seed)
        return _verify([replace(draft, reading=reading) for draft in written], parsed_article, shown_sentences)
    written = instructed.write_drafts(engine, part, limits, seed, brief)
    batch = _verify([replace(draft, reading=reading) for draft in written], parsed_article, shown_sentences, brief)
    rejected = [sentence for sentence in batch.verified.rejected if sentence.draft == 0]
    redone = instructed.redone_draft(engine, part, limits, seed, brief, batch.drafts[0], rejected)
    if redone is None:
        return batch
    # Verified first, so that it owns the sentences that it shares with other drafts: "It ..." needs its predecessor.
    return _with_first_draft_last(_verify([redone, *batch.drafts], parsed_article, shown_sentences, brief))


def _with_first_draft_last(batch: _VerifiedBatch) -> _VerifiedBatch:
    """The batch with its first draft after all others."""
    last = len(batch.drafts) - 1
    passed = tuple(replace(each, draft=each.draft - 1 if each.draft else last) for each in batch.verified.passed)
    rejected = tuple(replace(each, draft=each.draft - 1 if each.draft else last) for each in batch.verified.rejected)
    votes = (*batch.verified.votes[1:], batch.verified.votes[0])
    return _VerifiedBatch([*batch.drafts[1:], batch.drafts[0]], Verified(passed, rejected, votes))


def _draft_parts(
    engine: Engine,
    parts: Sequence[Chunk],
    parsed_article: ParsedArticle,
    limits: Limits,
    reading: int,
    samples: int,
    seed: int,
    brief: Brief | None,
) -> Iterator[_VerifiedBatch]:
    """Drafts every part in order, a batch at a time.

    The story's first part gets as many drafts as a short story, since news starts with what matters; each other part
    gets one.
    """
    parts_done = 0
    if reading == 1:
        summary_brief = brief and replace(brief, form=Form.SUMMARY)  # a headline is for the last reading
        part, shown = parts[0], parts[0].sentences
        yield _drafted(engine, part, parsed_article, limits, reading, samples, seed, summary_brief, shown)
        parts_done = 1
    for start in range(parts_done, len(parts), PARTS_PER_BATCH):
        batch_parts = parts[start : start + PARTS_PER_BATCH]
        written = drafting.write_single_drafts(engine, batch_parts, limits, seed)
        drafts = [replace(draft, part=number, reading=reading) for number, draft in enumerate(written, start)]
        yield _VerifiedBatch(drafts, _verified(drafts, parsed_article, [part.sentences for part in batch_parts], brief))


def _carried_sentences(
    engine: Engine, batch: _VerifiedBatch, part_number: int, part: Chunk, parsed_article: ParsedArticle
) -> list[_CarriedSentence]:
    """The sentences of a part for the next reading: those of its first draft that passed, else one of the article."""
    draft_number = next(number for number, draft in enumerate(batch.drafts) if draft.part == part_number)
    tokens_left = max(1, engine.count(part.text) // COMPRESSION)
    carried: list[_CarriedSentence] = []
    last_position = -2  # in the draft, of the sentence carried last; -2: none precedes position 0
    for sentence in batch.verified.passed:
        if sentence.draft != draft_number:
            continue
        if sentence.depends_on_previous and sentence.position != last_position + 1:
            continue
        tokens_left -= engine.count(sentence.text) + 1
        if carried and tokens_left < 0:
            break
        carried.append(_CarriedSentence(sentence.text, sentence.sources))
        last_position = sentence.position
    return carried or _fallback_sentence(part, parsed_article)


def _fallback_sentence(part: Chunk, parsed_article: ParsedArticle) -> list[_CarriedSentence]:
    """The first article sentence of a part that can stand alone; empty where none can."""
    for sentence_index in part.sentences:
        text = " ".join(parsed_article.text(sentence_index).split())
        if (
            len(text.split()) <= MAX_FALLBACK_WORDS
            and not completeness.incompleteness(parsed_article.sentence(sentence_index))
            and not depends_on_previous(text)
        ):
            return [_CarriedSentence(text, (sentence_index,))]
    return []


def _next_text(engine: Engine, carried: Sequence[Sequence[_CarriedSentence]], max_tokens: int) -> list[Chunk]:
    """The parts of the next reading, of at most `max_tokens` each; `carried` has the sentences of each old part."""
    sized = [[(sentence, engine.count(sentence.text) + 1) for sentence in sentences] for sentences in carried]
    return [
        Chunk(
            tuple(sorted({number for sentence in run for number in sentence.sources})),
            " ".join(sentence.text for sentence in run),
        )
        for run in pack(sized, max_tokens)
    ]


def _merge(batches: Sequence[_VerifiedBatch], readings: int, final_sentences: tuple[int, ...]) -> DraftedStory:
    """All batches in one, the last reading first. Of a repeated sentence the first is kept."""
    drafts: list[Draft] = []
    passed: dict[str, SummaryCandidate] = {}  # by normalized text
    rejected: dict[str, Rejected] = {}
    votes: list[tuple[int, ...]] = []
    for batch in sorted(batches, key=lambda batch: -batch.drafts[0].reading):
        first_draft = len(drafts)
        drafts += batch.drafts
        votes += batch.verified.votes
        for sentence in batch.verified.passed:
            draft_number = first_draft + sentence.draft
            origin = Origin.REDONE if draft_number else Origin.KEPT
            passed.setdefault(normalized(sentence.text), replace(sentence, draft=draft_number, origin=origin))
        for rejection in batch.verified.rejected:
            rejected.setdefault(
                normalized(rejection.text), replace(rejection, draft=first_draft + (rejection.draft or 0))
            )
    return DraftedStory(
        tuple(drafts),
        tuple(passed.values()),
        tuple(rejection for key, rejection in rejected.items() if key not in passed),
        readings,
        final_sentences,
        tuple(votes),
    )
