"""The model's own sentences as references: of several drafts of each article the best that the checks let pass.

    python -m summarizer.training.drafts --pairs news_pairs.jsonl.gz --out drafts.jsonl --share inshorts=600

A second round of training on these (rejection sampling) teaches nothing that the model could not write, but which of
the things that it does write to prefer: those nearest to the reference that somebody wrote, and borne out by the
article. Articles of which too little passes are left out. Started again, it goes on where it stopped.
"""

from __future__ import annotations

import argparse
import json
import random
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import fmean

import checks
from summarizer import engines
from summarizer.engines import prompt
from summarizer.pipeline import verification
from summarizer.pipeline.drafting import NO_REPEAT, draft_of
from summarizer.engines.interface import Engine, Options
from summarizer.language.grounding import prepare
from summarizer.pipeline.selection import Choice
from summarizer.pipeline.result import Draft
from summarizer.training.evaluate import rouge
from summarizer.training.pairs import Lesson, Pair, curriculum, lesson, read_pairs

TOGETHER = 32  # articles decoded in one call
SAMPLES = 8
TEMPERATURE, TOP_P = 0.7, 0.9
SAID = 0.5  # of a sentence's words: it has been told


def best(one: Lesson, drafts: Sequence[Draft]) -> str | None:
    """The sentences that together come nearest to the reference, of those that the checks let pass.

    None is the article's own, none begins with what only another sentence explains, and they keep to the limits; None
    where they come less near than the drafts do by themselves.
    """
    passed, _ = verification.vet(drafts, prepare(checks.read(one.article)))
    pool = [some for some in passed if not some.copied and not some.hangs]
    chosen: list[Choice] = []
    score, text = 0.0, ""
    while len(chosen) < one.sentences:
        fresh = [some for some in pool if verification.agreement(some.text, [text]) <= SAID]
        tried = [(_told([*chosen, some]), some) for some in fresh]
        fit = [(sum(rouge(told, one.summary)), told, some) for told, some in tried if len(told.split()) <= one.words]
        nearest = max(fit, key=lambda some: some[0], default=None)
        if nearest is None or nearest[0] <= score:
            break
        score, text, some = nearest
        chosen.append(some)
    usual = fmean(sum(rouge(draft.text, one.summary)) for draft in drafts)
    return text if score > usual else None


def _told(sentences: Sequence[Choice]) -> str:
    """In the article's order."""
    return " ".join(one.text for one in sorted(sentences, key=lambda one: (one.sources, one.begins)))


def drawn(engine: Engine, lessons: Sequence[Lesson], samples: int, seed: int) -> list[list[Draft]]:
    """Drafts of each, as it is shown and asked for in training."""
    asked = [engine.chat(prompt.messages(one.article, sentences=one.sentences, words=one.words)) for one in lessons]
    options = [
        Options(max_tokens=24 + 2 * one.words, temperature=TEMPERATURE, top_p=TOP_P, no_repeat_ngram=NO_REPEAT)
        for one in lessons
    ]
    return [[draft_of(one) for one in some] for some in engine.generate(asked, n=samples, options=options, seed=seed)]


def write(engine: Engine, pairs: Sequence[Pair], out: Path, *, most: int, samples: int, seed: int) -> Iterator[int]:
    """Adds to the file, in the keys of `read_pairs`; yields how many pairs have been gone through."""
    done = {pair.id for pair in read_pairs(out)} if out.exists() else set()
    rng = random.Random(seed)
    made = [(pair, lesson(pair, engine.count, most, rng)) for pair in pairs]
    left = [(pair, one) for pair, one in made if one is not None and pair.id not in done]
    gone = 0
    with out.open("a", encoding="utf-8") as file:
        for first in range(0, len(left), TOGETHER):
            some = left[first : first + TOGETHER]
            lessons = [one for _, one in some]
            for (pair, one), drafts in zip(some, drawn(engine, lessons, samples, seed), strict=True):
                text = best(one, drafts)
                if text is not None:
                    record = {"id": pair.id, "dataset": f"{pair.dataset}-drafts", "article": one.article}
                    file.write(json.dumps(record | {"summary": text}) + "\n")
            file.flush()
            gone += len(some)
            yield gone


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=Path, required=True, help="jsonl or jsonl.gz with the keys article and summary")
    parser.add_argument("--out", type=Path, required=True, help="jsonl, added to")
    parser.add_argument("--share", action="append", default=[], metavar="DATASET=N", help="pairs of a dataset at most")
    parser.add_argument("--model", default="smollm2-135m")
    parser.add_argument("--adapter", type=Path, help="a checkpoint's folder; by default the shipped one")
    parser.add_argument("--article-tokens", type=int, default=540)
    parser.add_argument("--samples", type=int, default=SAMPLES)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    shares = {name: int(count) for name, count in (share.split("=") for share in given.share)}
    pairs = list(curriculum(read_pairs(given.pairs), 1, shares, given.seed))
    engine = engines.load(given.model, adapter=given.adapter)
    limits = {"most": given.article_tokens, "samples": given.samples, "seed": given.seed}
    for gone in write(engine, pairs, given.out, **limits):
        print(gone, "of", len(pairs), flush=True)


if __name__ == "__main__":
    main()
