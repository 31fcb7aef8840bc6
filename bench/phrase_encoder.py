"""How well an encoder tells what an editor would leave out of a sentence: tunes MiniLM on labelled phrases.

    python bench/phrase_encoder.py --base all-MiniLM-L6-v2 --labels bench/labels/phrases.jsonl.gz \\
        --articles articles.jsonl

`--base` is a folder with config.json, model.safetensors and tokenizer.json of sentence-transformers/all-MiniLM-L6-v2;
`--articles` holds {"article": text}, and labels of articles that are not there are left out. One article in FOLDS is
held out, and after each pass the area under the ROC curve is printed for them: whether a sentence is better without a
phrase, no worse, and still printed English. Needs torch and transformers; four passes take 12 minutes on two cores.

A phrase is a dependent whole, as spaCy sees it; what bounds a claim, says who makes it, splits a name or leaves a wrong
article is none. Nothing here is part of the package: docs/model-card.md says what readers thought of such cuts.
"""

from __future__ import annotations

import argparse
import random
import re
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import checks
from summarizer.language.grounding import index_source
from summarizer.language.parsing import ParsedSentence, parse
from summarizer.rewriting import cuts
from summarizer.rewriting.openings import without_opening
from summarizer.support.features import RESTRICTIONS, SPEECH
from summarizer.training.tables import area_under_curve, article_key, read_records

if TYPE_CHECKING:
    from spacy.tokens import Token

LABELS = "DOKB"
FOLDS = 5
WIDTH = 384  # of the encoder's states
MAX_PIECES = 128  # word pieces of a sentence; what lies behind them is not judged
LENGTH_SCALE = 20  # word pieces; a phrase of so many has length 1
SENTENCES_PER_STEP = 16
ENCODER_RATE, HEAD_RATE = 1.2e-4, 1e-3  # peaks; both rise over WARM_UP steps and fall to 0
WARM_UP = 100
HIDDEN, DROPOUT = 256, 0.1
DELETABLE_DEPENDENCIES = frozenset("prep amod advmod npadvmod nmod appos advcl acl relcl conj preconj".split())
UNREAL = frozenset(
    "alleged suspected accused reported supposed purported apparent possible potential probable likely unlikely "
    "planned proposed attempted failed would-be so-called self-proclaimed fake mock false acting interim deputy vice "
    "then unconfirmed unproven expected future aspiring dead late final next previous second third joint sole single "
    "double".split()
)
"""Adjectives without which a noun says that it is so, or another: "a suspected thief", "the deputy mayor"."""
OUTER_MARKS = frozenset((",", ";", ":", "--", "-", "–", "—"))
"""Marks at either end of a phrase that set it off: the seam decides which of them stay."""
_WORD = re.compile(r"\w")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a phrase stands in a sentence, as indices of words."""

    words: tuple[int, ...]  # ascending
    top: int  # the word of it on which its others hang
    head: int  # the word on which `top` hangs


@dataclass(frozen=True, slots=True)
class Dependent:
    """A word with all that hangs on it, as indices of tokens; with the "and" or the commas that go with it."""

    token: Token
    phrase: frozenset[int]


def dependents(sentence: ParsedSentence) -> Iterator[Dependent]:
    """The dependents that may go by themselves: none that bounds a claim or says who makes it."""
    end = cuts.end_marks(sentence)
    for token in sentence.tokens:
        if token.dep_ not in DELETABLE_DEPENDENCIES or not _WORD.search(token.text):
            continue
        if token.lower_ in cuts.BINDING_PREPOSITIONS or token.head.pos_ in ("ADP", "SCONJ"):
            continue
        if token.dep_ in ("amod", "advmod", "nmod") and _limits(token):
            continue
        if cuts.bounds_negation(token) or (token.dep_ in ("advcl", "conj") and sentence.lemmas[token.i] in SPEECH):
            continue
        phrase = _without_outer_marks(sentence, range(token.left_edge.i, token.right_edge.i + 1), end)
        if token.dep_ == "conj":
            phrase = _with_conjunction(sentence, token, phrase)
        if (
            token.i in phrase
            and token.head.i not in phrase
            and cuts.may_go(sentence, phrase)
            and not _is_cut_off(sentence, phrase)
            and not _ends_list(token)
            and not _splits_name(sentence, phrase)
            and not _leaves_wrong_article(sentence, phrase)
        ):
            yield Dependent(token, _with_first_comma(sentence, token, phrase))


def place_of(dependent: Dependent) -> Place:
    """Where the encoder finds a dependent in its sentence."""
    return Place(tuple(sorted(dependent.phrase)), dependent.token.i, dependent.token.head.i)


def _limits(token: Token) -> bool:
    """Whether an adjective or adverb says which, how many, or that it is not so: "former", "alleged", "longer"."""
    is_compared = token.tag_ in ("JJR", "JJS", "RBR", "RBS")
    return is_compared or token.lower_ in RESTRICTIONS | UNREAL or any(mark.isdigit() for mark in token.text)


def _without_outer_marks(sentence: ParsedSentence, phrase: range, end: Collection[int]) -> frozenset[int]:
    """The tokens of a phrase from its first word to its last, with a bracket or quotation mark that closes in it."""
    tokens = [sentence.tokens[number] for number in phrase if number not in end]
    while tokens and tokens[-1].text in OUTER_MARKS:
        tokens.pop()
    while tokens and tokens[0].text in OUTER_MARKS:
        tokens.pop(0)
    return frozenset(token.i for token in tokens)


def _with_conjunction(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A conjunct with the "and" before it."""
    before = min(phrase, default=0) - 1
    while before > token.head.i and (sentence.tokens[before].dep_ == "cc" or sentence.tokens[before].text == ","):
        phrase |= {before}
        before -= 1
    return phrase


def _with_first_comma(sentence: ParsedSentence, token: Token, phrase: frozenset[int]) -> frozenset[int]:
    """A phrase between commas with the first, where the second belongs to another: "Mary Ash, 60, of Torley, won"."""
    first, last = min(phrase), max(phrase)
    if first == 0 or last + 2 >= len(sentence) or sentence.tokens[first - 1].text != ",":
        return phrase
    follower = sentence.tokens[last + 2]
    is_set_off = any(
        child.left_edge.i == follower.i and child.dep_ in DELETABLE_DEPENDENCIES for child in token.head.children
    )
    return phrase | {first - 1} if sentence.tokens[last + 1].text == "," and is_set_off else phrase


def _is_cut_off(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether it ends in a word that wants more, as in a wrong parse, or lies within single quotation marks."""
    first, last = min(phrase), max(phrase)
    marks = sum(token.text in ("'", "‘", "’") for token in sentence.tokens[:first])
    return (
        marks % 2 == 1
        or sentence.tokens[last].pos_ in ("ADP", "CCONJ", "DET", "SCONJ", "AUX")
        or any(token.text in ("'", "‘", "’") for token in sentence.tokens[first : last + 1])
    )


def _ends_list(token: Token) -> bool:
    """Whether it is the last of three and more things, before which the "and" stands: "red, green and blue"."""
    is_last = token.dep_ == "conj" and not any(child.dep_ == "conj" for child in token.children)
    return is_last and token.head.dep_ == "conj"


def _splits_name(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether a word with a capital would leave one beside it: "India Today", "British Airways"."""
    first, last = min(phrase), max(phrase)
    neighbours = ((first, first - 1), (last, last + 1))
    return any(
        0 <= outer < len(sentence)
        and inner > 0
        and all(sentence.tokens[number].text[:1].isupper() for number in (inner, outer))
        and sentence.lemmas[inner] not in cuts.PERIODS - {"today", "week"}
        for inner, outer in neighbours
    )


def _leaves_wrong_article(sentence: ParsedSentence, phrase: Collection[int]) -> bool:
    """Whether "a" or "an" before the phrase may not fit what follows it: "an important part"."""
    first, last = min(phrase), max(phrase)
    if first == 0 or sentence.tokens[first - 1].lower_ not in ("a", "an"):
        return False
    following = sentence.tokens[last + 1].lower_ if last + 1 < len(sentence) else ""
    needs_an = following[:1] in tuple("aeio")
    is_unsure = not following[:1].isalpha() or following[:1] in tuple("hu") or following.startswith("one")
    return is_unsure or needs_an != (sentence.tokens[first - 1].lower_ == "an")


@dataclass(frozen=True, slots=True)
class LabelledSentence:
    """A sentence in words, with some of its phrases and what an editor said of each, as an index into LABELS."""

    article: str
    words: tuple[str, ...]
    places: tuple[Place, ...]
    labels: tuple[int, ...]


def labelled_sentences(labels: Iterator[Any], articles: Mapping[str, str]) -> Iterator[LabelledSentence]:
    """The labelled sentences of the articles at hand."""
    for record in labels:
        if record["article"] not in articles:
            continue
        article = checks.read(articles[record["article"]])
        index = index_source(article)
        number_at = {sentence.span.start: number for number, sentence in enumerate(index.article.sentences)}
        judged = [sentence for sentence in record["sentences"] if sentence["sentence"] in number_at]
        spans = [article.sentences[number_at[sentence["sentence"]]].span for sentence in judged]
        texts = [without_opening(" ".join(article.words(span).split())) for span in spans]
        for sentence, parsed in zip(judged, parse(texts), strict=True):
            places = {each.token.i: place_of(each) for each in dependents(parsed)}
            known = [
                (places[head], LABELS.index(label))
                for head, label in zip(sentence["heads"], sentence["labels"], strict=True)
                if head in places
            ]
            if known:
                words = tuple(token.text for token in parsed.tokens)
                yield LabelledSentence(record["article"], words, *zip(*known, strict=True))


def tune(base: Path, examples: Sequence[LabelledSentence], passes: int, out: Path | None) -> None:
    """Tunes, prints what the articles held out say after each pass, and writes the weights to `out`."""
    import torch
    from safetensors.torch import save_file
    from tokenizers import Tokenizer
    from torch import nn
    from transformers import AutoModel

    torch.manual_seed(1)
    tokenizer = Tokenizer.from_file(str(base / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    encoder = AutoModel.from_pretrained(base, add_pooling_layer=False)
    head = nn.ModuleList([nn.Linear(6 * WIDTH + 2, HIDDEN), nn.Linear(HIDDEN, len(LABELS))])
    dropout = nn.Dropout(DROPOUT)
    encoded = [tokenizer.encode(list(example.words), is_pretokenized=True) for example in examples]

    def scores(numbers: Sequence[int]) -> tuple[Any, Any]:
        """The scores of the phrases of these sentences, [phrases, labels], and their labels."""
        longest = max(min(MAX_PIECES, len(encoded[number].ids)) for number in numbers)
        ids = torch.zeros(len(numbers), longest, dtype=torch.long)
        mask = torch.zeros_like(ids)
        for row, number in enumerate(numbers):
            pieces = encoded[number].ids[:MAX_PIECES]
            ids[row, : len(pieces)] = torch.tensor(pieces)
            mask[row, : len(pieces)] = 1
        states = encoder(input_ids=ids, attention_mask=mask).last_hidden_state
        features, labels = [], []
        for row, number in enumerate(numbers):
            length = int(mask[row].sum())
            pieces_of: dict[int, list[int]] = {}
            for piece, word in enumerate(encoded[number].word_ids[:length]):
                if word is not None:
                    pieces_of.setdefault(word, []).append(piece)
            mean = states[row, :length].mean(0)
            for place, label in zip(examples[number].places, examples[number].labels, strict=True):
                own = [piece for word in place.words for piece in pieces_of.get(word, ())]
                if not own or place.words[-1] not in pieces_of:
                    continue
                neighbours = [
                    pieces_of.get(place.words[0] - 1, [0])[-1],
                    pieces_of.get(place.words[-1] + 1, [length - 1])[0],
                    pieces_of.get(place.top, [0])[0],
                    pieces_of.get(place.head, [0])[0],
                ]
                sizes = torch.tensor([len(own) / LENGTH_SCALE, len(own) / length])
                around = [states[row, piece] for piece in neighbours]
                features.append(torch.cat([states[row, own].mean(0), *around, mean, sizes]))
                labels.append(label)
        if not features:
            return None, None
        hidden = nn.functional.gelu(head[0](dropout(torch.stack(features))))
        return head[1](dropout(hidden)), torch.tensor(labels)

    held_out = [number for number, example in enumerate(examples) if int(example.article, 16) % FOLDS == 0]
    learned = [number for number, example in enumerate(examples) if int(example.article, 16) % FOLDS]
    rates = (ENCODER_RATE, HEAD_RATE)
    groups = [{"params": list(part.parameters())} for part in (encoder, head)]
    optimizer = torch.optim.AdamW(groups, lr=ENCODER_RATE, weight_decay=0.01)
    steps, step, started = passes * -(-len(learned) // SENTENCES_PER_STEP), 0, time.monotonic()
    for number_of_pass in range(passes):
        for module in (encoder, head, dropout):
            module.train()
        random.Random(number_of_pass).shuffle(learned)
        for start in range(0, len(learned), SENTENCES_PER_STEP):
            for group, rate in zip(optimizer.param_groups, rates, strict=True):
                group["lr"] = rate * min(1.0, (step + 1) / WARM_UP) * (1 - step / steps)
            step += 1
            predicted, labels = scores(learned[start : start + SENTENCES_PER_STEP])
            if predicted is None:
                continue
            loss: Any = nn.functional.cross_entropy(predicted, labels)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(encoder.parameters(), 1.0)
            optimizer.step()
            if step % 50 == 0:
                print(f"step {step} of {steps}, loss {loss:.3f}, {time.monotonic() - started:.0f} s", flush=True)
        for module in (encoder, head, dropout):
            module.eval()
        judged: list[tuple[list[float], int]] = []
        with torch.no_grad():
            for start in range(0, len(held_out), SENTENCES_PER_STEP):
                predicted, labels = scores(held_out[start : start + SENTENCES_PER_STEP])
                if predicted is not None:
                    judged += zip(predicted.softmax(-1).tolist(), labels.tolist(), strict=True)
        print(f"pass {number_of_pass + 1}:", *areas(judged), flush=True)
        if out is not None:
            tensors = {name: tensor.detach() for name, tensor in encoder.state_dict().items()}
            tensors |= {f"head.{name}": tensor.detach() for name, tensor in head.state_dict().items()}
            save_file(tensors, out)


def areas(judged: Sequence[tuple[Sequence[float], int]]) -> Iterator[str]:
    """The area under the ROC curve of each question that is asked of a phrase."""
    for question, count in (("better", 1), ("harmless", 2), ("reads", 3)):
        area = area_under_curve((sum(shares[:count]), label < count) for shares, label in judged)
        yield f"{question} {area:.3f}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--labels", type=Path, action="append", required=True)
    parser.add_argument("--articles", type=Path, action="append", required=True)
    parser.add_argument("--passes", type=int, default=4)
    parser.add_argument("--out", type=Path, help="where the weights go, as safetensors")
    arguments = parser.parse_args()
    articles = {
        article_key(record["article"]): record["article"]
        for path in arguments.articles
        for record in read_records(path)
    }
    labels = (record for path in arguments.labels for record in read_records(path))
    examples = list(labelled_sentences(labels, articles))
    if not examples:
        parser.error("none of the labelled articles is among those of --articles")
    print(f"{len(examples)} sentences, {sum(len(example.labels) for example in examples)} phrases", flush=True)
    tune(arguments.base, examples, arguments.passes, arguments.out)


if __name__ == "__main__":
    main()
