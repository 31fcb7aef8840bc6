"""The features of the support score, which predict whether the article supports a sentence.

A sentence of a draft is mostly one of the article's with words deleted, exchanged or moved. So it is aligned with its
best source (alignment.py), and the features say how much of it is there in the same order; what was added; what was
deleted in the middle, before and after, by part of speech and by the role of words (attribution, "may", "only", "if");
which dependencies of the source were cut; and whether its subject, object and modifiers have the same heads there.
Values are counts, or shares from 0 to 1.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from summarizer.language.grounding import is_copied
from summarizer.language.parsing import ParsedSentence, is_content
from summarizer.support.alignment import Alignment, ParsedArticle, normalized_words

if TYPE_CHECKING:
    from spacy.tokens import Token

Features = dict[str, float]

SPEECH = frozenset(
    "say tell claim allege add announce state report argue insist believe think suggest warn accuse deny admit note "
    "explain reveal describe call ask urge accord write tweet".split()
)
SPEECH_FORMS = frozenset("said says say told tells claimed alleged added announced according".split())
ALLEGATIONS = frozenset(
    "claim allege accuse suspect allegedly reportedly apparently fear believe think expect predict hope suggest "
    "possibly perhaps probably likely potentially appear seem".split()
)
PLANS = frozenset(
    "plan propose want seek consider intend hope aim call urge ask demand request expect threaten offer try attempt "
    "prepare agree promise vow".split()
)
NEGATIONS = frozenset("not never no none nobody nothing neither nor without hardly barely cannot".split())
MODALS = frozenset("may might can could would should will must shall ca wo".split())
RESTRICTIONS = frozenset(
    "only first last most least largest biggest highest lowest fewest alone just main former other some several part "
    "half nearly almost about around more fewer less up over under partly mostly mainly".split()
)
CONDITIONS = frozenset("if unless whether".split())
SUBORDINATORS = frozenset("when while before after until since because although though despite as".split())
RELATIVE_TAGS = ("WDT", "WP", "WP$", "WRB")
PRONOUNS = frozenset("he she it they his her its their him them this that these those".split())
QUOTES = frozenset(('"', "“", "”"))
WORD_CLASSES = (
    "NOUN PROPN VERB AUX ADJ ADV ADP NUM PRON SCONJ CCONJ speech allegation plan negation modal restriction condition "
    "subordinator relative quote"
).split()
"""Universal parts of speech, and roles of words."""
DEPENDENCIES = (
    "advmod npadvmod prep advcl relcl acl appos conj nsubj nsubjpass dobj pobj amod compound ccomp xcomp pcomp nummod "
    "poss det mark attr agent neg aux"
).split()
ARGUMENTS = frozenset(
    "nsubj nsubjpass dobj pobj ccomp xcomp attr agent pcomp aux auxpass neg det poss prt dative oprd acomp".split()
)
"""Labels of dependents without which their head changes its meaning or is incomplete."""
RELATIONS = ("subject", "object", "pobj", "amod", "compound", "poss", "nummod", "conj", "other")
MAX_DEPTH = 6  # of clauses above the main verb
MAX_PAIR_DISTANCE = 6  # in content words, up to which two words of the article count as close
FAR = 10.0  # the distance given to two words that no sentence has close together


def support_features(alignment: Alignment, parsed_article: ParsedArticle) -> Features:
    """All features of an aligned sentence, in a fixed order."""
    sentence, source = alignment.sentence, alignment.source
    features = _shape(sentence, source)
    features |= _vocabulary(alignment, parsed_article)
    features |= _order(alignment)
    features |= _additions(alignment)
    features |= deletion_features(source, [other for _, other in alignment.pairs])
    features |= _moved_dependencies(alignment)
    features |= _arguments(alignment)
    features |= _main_clause(alignment)
    features |= _closeness(alignment)
    return features


def _shape(sentence: ParsedSentence, source: ParsedSentence) -> Features:
    tokens = sentence.tokens
    return {
        "tokens": len(sentence),
        "source_tokens": len(source),
        "length_ratio": len(sentence) / max(1, len(source)),
        "content_words": len(set(sentence.content_lemmas)),
        "verbs": _count(tokens, lambda token: token.pos_ in ("VERB", "AUX")),
        "names": _count(tokens, lambda token: token.pos_ == "PROPN"),
        "numbers": _count(tokens, lambda token: token.pos_ == "NUM"),
        "quotation_marks": _count(tokens, lambda token: token.text in QUOTES),
        "source_quotation_marks": _count(source.tokens, lambda token: token.text in QUOTES),
        "pronouns": _count(tokens, lambda token: token.lower_ in PRONOUNS),
        "opens_with_pronoun": bool(tokens) and tokens[0].lower_ in PRONOUNS,
        "has_end_mark": sentence.text[-1:] in tuple('.!?"”'),
        "speech": sum(lemma in SPEECH for lemma in sentence.lemmas),
        "source_speech": sum(lemma in SPEECH for lemma in source.lemmas),
        "negations": _count(tokens, _is_negation),
        "negations_added": _count(tokens, _is_negation) - _count(source.tokens, _is_negation),
    }


def _vocabulary(alignment: Alignment, parsed_article: ParsedArticle) -> Features:
    """How many of its words and word sequences the article has."""
    grounding, sentence = alignment.grounding, alignment.sentence
    words = normalized_words(sentence.text)
    pairs, triples = list(pairwise(words)), list(zip(words, words[1:], words[2:], strict=False))
    source_words = set(alignment.source.lemmas)
    new = [
        token
        for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True)
        if is_content(token) and lemma not in source_words
    ]
    source_text = {token.lower_ for token in alignment.source.tokens}
    return {
        "coverage_of_one": grounding.coverage_of_one,
        "coverage_of_two": grounding.coverage_of_two,
        "sources": len(grounding.sources),
        "uncovered": grounding.uncovered,
        "unknown_words": len(grounding.unknown_words),
        "unknown_names": len(grounding.unknown_names),
        "known_bigrams": sum(pair in parsed_article.bigrams for pair in pairs) / max(1, len(pairs)),
        "known_trigrams": sum(triple in parsed_article.trigrams for triple in triples) / max(1, len(triples)),
        "copied": is_copied(sentence.text, parsed_article.index),
        "source_position": parsed_article.index.story_sentences.index(alignment.source_index)
        if alignment.source_index in parsed_article.index.story_sentences
        else -1,
        "source_depth": alignment.source_index / max(1, len(parsed_article.index.article.sentences)),
        **_surroundings(alignment, parsed_article),
        "new_numbers": _count(new, lambda token: token.pos_ == "NUM"),
        "new_names": _count(new, lambda token: token.pos_ == "PROPN"),
        "new_verbs": _count(new, lambda token: token.pos_ == "VERB"),
        "new_nouns": _count(new, lambda token: token.pos_ == "NOUN"),
        "new_pronouns": _count(
            sentence.tokens, lambda token: token.lower_ in PRONOUNS and token.lower_ not in source_text
        ),
    }


def _surroundings(alignment: Alignment, parsed_article: ParsedArticle) -> Features:
    """Attribution in the sentences before and after the source: a claim may extend over three sentences."""
    article, stems = parsed_article.index.article, parsed_article.index.stems_by_sentence
    features: Features = {}
    for name, step in (("before", -1), ("after", 1)):
        number = alignment.source_index + step
        exists = alignment.source_index >= 0 and 0 <= number < len(article.sentences)
        text = article.text_of(article.sentences[number].span) if exists else ""
        features[f"speech_{name}"] = any(word in SPEECH_FORMS for word in normalized_words(text))
        features[f"quotation_marks_{name}"] = sum(text.count(mark) for mark in QUOTES)
        shared = stems[number] & stems[alignment.source_index] if exists else frozenset[str]()
        features[f"shared_{name}"] = len(shared)
    return features


def _order(alignment: Alignment) -> Features:
    """How much of it the source has in the same order."""
    sentence, source = alignment.sentence, alignment.source
    blocks = list(_blocks(alignment.pairs))
    first_place = {lemma: number for number, lemma in reversed(list(enumerate(source.lemmas)))}
    places = [
        first_place[lemma]
        for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True)
        if is_content(token) and lemma in first_place
    ]
    inverted = sum(one > other for number, one in enumerate(places) for other in places[number + 1 :])
    forms = [(sentence.tokens[one], source.tokens[other]) for one, other in alignment.pairs]
    return {
        "aligned": len(alignment.pairs) / max(1, len(sentence)),
        "blocks": len(blocks),
        "longest_block": max((len(block) for block in blocks), default=0) / max(1, len(sentence)),
        "inversions": sum(one > other for one, other in pairwise(places)),
        "inverted_pairs": inverted / max(1, len(places) * (len(places) - 1) / 2),
        "verb_forms_changed": sum(one.pos_ in ("VERB", "AUX") and one.lower_ != other.lower_ for one, other in forms),
        "noun_forms_changed": sum(one.pos_ == "NOUN" and one.lower_ != other.lower_ for one, other in forms),
    }


def _additions(alignment: Alignment) -> Features:
    """What was added, and how many more words of certain classes the source has."""
    sentence, source = alignment.sentence, alignment.source
    aligned = {one for one, _ in alignment.pairs}
    added = [token for token in sentence.tokens if token.i not in aligned]
    features: Features = {"added": len(added), "added_share": len(added) / max(1, len(sentence))}
    features |= _class_counts("added", added)
    for name, words in (("speech", SPEECH), ("allegations", ALLEGATIONS), ("plans", PLANS)):
        features[f"{name}_lost"] = max(0, _sum_in(source.lemmas, words) - _sum_in(sentence.lemmas, words))
    for name, words in (("modals", MODALS), ("restrictions", RESTRICTIONS), ("conditions", CONDITIONS)):
        lost = _sum_in(_lower(source), words) - _sum_in(_lower(sentence), words)
        features[f"{name}_lost"] = max(0, lost)
    return features


def deletion_features(source: ParsedSentence, kept: Sequence[int]) -> Features:
    """Features of an article's sentence of which only the tokens with these ascending indices are kept."""
    return _left_out(source, kept) | _seams(source, kept) | _cut_dependencies(source, frozenset(kept))


def _left_out(source: ParsedSentence, kept: Sequence[int]) -> Features:
    """What is left out before, between and after the kept tokens."""
    start, end, kept_set = (kept[0], kept[-1], frozenset(kept)) if kept else (0, -1, frozenset[int]())
    stretches = {
        "left_out": [token for token in source.tokens[start : end + 1] if token.i not in kept_set],
        "left_out_before": source.tokens[:start],
        "left_out_after": source.tokens[end + 1 :],
    }
    features: Features = {"kept_share": len(kept) / max(1, len(source))}
    for name, tokens in stretches.items():
        features[name] = len(tokens)
        features |= _class_counts(name, tokens)
    return features


def _class_counts(name: str, tokens: Iterable[Token]) -> Features:
    classes = Counter(each for token in tokens for each in _word_classes(token))
    return {f"{name}:{word_class}": classes[word_class] for word_class in WORD_CLASSES}


def _seams(source: ParsedSentence, kept: Sequence[int]) -> Features:
    """The gaps between kept tokens, whether punctuation delimits them, and where the kept tokens start and end."""
    tokens = source.tokens
    gaps = [
        (one, other)
        for one, other in pairwise(kept)
        if other - one > 1 and any(not token.is_punct for token in tokens[one + 1 : other])
    ]
    first, last = (kept[0], kept[-1]) if kept else (0, -1)
    longest = max(gaps, key=lambda gap: gap[1] - gap[0], default=(0, 1))
    inside = tokens[longest[0] + 1 : longest[1]]
    rest = [token for token in tokens[last + 1 :] if not token.is_punct]
    last_word = next((token for token in reversed(tokens[: last + 1]) if not token.is_punct), None)
    return {
        "gaps": len(gaps),
        "gaps_without_mark": sum(not _is_marked(tokens, start, end) for start, end in gaps),
        "longest_gap": len(inside),
        "longest_gap_verbs": _count(inside, lambda token: token.pos_ in ("VERB", "AUX")),
        "longest_gap_opens_clause": bool(inside) and _opens_clause(inside),
        "stops_at_mark": last + 1 < len(tokens) and tokens[last + 1].is_punct,
        "stops_early": bool(rest),
        "stops_after_function_word": last_word is not None
        and last_word.pos_ in ("ADP", "DET", "AUX", "CCONJ", "SCONJ"),
        "starts_after_mark": first > 0 and tokens[first - 1].is_punct,
        "starts_late": first > 0,
    }


def _cut_dependencies(source: ParsedSentence, kept: frozenset[int]) -> Features:
    """The deleted dependents of words that are kept, and the words that are kept without their head."""
    features: Counter[str] = Counter()
    tops = [token for token in source.tokens if not token.is_punct and token.i not in kept and token.head.i in kept]
    for token in tops:
        label = token.dep_ if token.dep_ in DEPENDENCIES else "other"
        features[f"cut:{label}"] += 1
        features["cut_through"] += any(descendant.i in kept for descendant in token.subtree)
        features["cut_argument"] += token.dep_ in ARGUMENTS
        features["cut_preposition_of_verb"] += token.dep_ == "prep" and token.head.pos_ in ("VERB", "AUX")
        features["cut_preposition_of_noun"] += token.dep_ == "prep" and token.head.pos_ == "NOUN"
        features["cut_of"] += token.lower_ == "of"
        features["cut_next_to_verb"] += token.dep_ == "prep" and token.i == token.head.i + 1
        features["cut_restrictive_clause"] += token.dep_ in ("relcl", "acl") and not _follows_mark(token)
        features["cut_after_mark"] += _follows_mark(token)
        features["cut_before_head"] += token.i < token.head.i
        features["verb_left_bare"] += token.head.pos_ == "VERB" and not any(
            child.i in kept and child.i > token.head.i for child in token.head.children if not child.is_punct
        )
    orphans = [
        token
        for token in source.tokens
        if token.i in kept and not token.is_punct and token.head != token and token.head.i not in kept
    ]
    names = [f"cut:{label}" for label in (*DEPENDENCIES, "other")] + (
        "cut_through cut_argument cut_preposition_of_verb cut_preposition_of_noun cut_of cut_next_to_verb "
        "cut_restrictive_clause cut_after_mark cut_before_head verb_left_bare"
    ).split()
    result: Features = {name: features[name] for name in names}
    result["cuts"] = len(tops)
    result["orphans"] = len(orphans)
    result["orphaned_content"] = _count(orphans, is_content)
    result["root_left_out"] = any(token.head == token and token.i not in kept for token in source.tokens)
    return result


def _moved_dependencies(alignment: Alignment) -> Features:
    """The aligned content words whose head or dependency label differs from the source."""
    sentence, source = alignment.sentence.tokens, alignment.source.tokens
    to_source = alignment.to_source
    heads = labels = compared = 0
    for one, other in alignment.pairs:
        if not is_content(sentence[one]):
            continue
        compared += 1
        head, source_head = sentence[one].head.i, source[other].head.i
        if head == one and source_head != other:
            heads += 1
            labels += 1
            continue
        heads += to_source.get(head) != source_head
        labels += sentence[one].dep_ != source[other].dep_
    return {
        "heads_changed": heads,
        "heads_changed_share": heads / max(1, compared),
        "labels_changed": labels,
    }


def _arguments(alignment: Alignment) -> Features:
    """Dependencies of content words that none of the article's nearest sentences has, by kind."""
    known: dict[tuple[str, str], set[str]] = {}
    loose: set[tuple[str, str]] = set()
    subjects: set[str] = set()
    objects: set[str] = set()
    for sentence in (alignment.source, *alignment.others):
        lemmas, heads = sentence.lemmas, sentence.heads
        for lemma, head_index, dependency in zip(lemmas, heads, sentence.dependencies, strict=True):
            head, relation = lemmas[head_index], _relation(dependency)
            known.setdefault((head, lemma), set()).add(relation)
            loose |= {(lemma, head), (lemmas[heads[head_index]], lemma)}
            if relation == "subject":
                subjects.add(head)
            if relation == "object":
                objects.add(head)
    counts: Counter[str] = Counter()
    sentence = alignment.sentence
    for token, lemma in zip(sentence.tokens, sentence.lemmas, strict=True):
        if token.head == token or not is_content(token):
            continue
        relation, pair = _relation(token.dep_), (sentence.lemmas[token.head.i], lemma)
        if pair in known:
            counts[f"other_relation:{relation}"] += relation not in known[pair]
        elif pair in loose:
            counts[f"loose:{relation}"] += 1
        else:
            counts[f"unknown:{relation}"] += 1
            counts["unknown"] += 1
            counts["other_subject"] += relation == "subject" and pair[0] in subjects
            counts["other_object"] += relation == "object" and pair[0] in objects
        grandparent = sentence.lemmas[token.head.head.i]
        if relation == "pobj" and token.head.head != token.head:
            counts["unknown_preposition"] += (grandparent, pair[0]) not in known
    names = [f"{kind}:{relation}" for kind in ("other_relation", "loose", "unknown") for relation in RELATIONS]
    result: Features = {name: counts[name] for name in names}
    for name in ("unknown", "other_subject", "other_object", "unknown_preposition"):
        result[f"{name}_total"] = counts[name]
    return result


def _main_clause(alignment: Alignment) -> Features:
    """The place of the main verb in the source: under a "said", "plans" or "if" that the sentence lacks."""
    sentence, source = alignment.sentence, alignment.source
    to_source, lemmas = alignment.to_source, set(alignment.sentence.lemmas)
    root = next((token for token in sentence.tokens if token.head == token and not token.is_punct), None)
    subject = next((token for token in (root.children if root else ()) if token.dep_ in ("nsubj", "nsubjpass")), None)
    features: Features = dict.fromkeys(
        (
            "main_verb_in_source main_verb_depth under_speech under_plan under_allegation in_adverbial_clause "
            "in_relative_clause under_condition main_negation_changed main_modal_changed subject_moved"
        ).split(),
        0,
    )
    features["main_is_verb"] = root is not None and root.pos_ in ("VERB", "AUX")
    features["subject_is_pronoun"] = subject is not None and subject.pos_ == "PRON"
    features["subject_missing"] = subject is None
    features["subject_is_name"] = subject is not None and subject.pos_ == "PROPN"
    features["passive"] = subject is not None and subject.dep_ == "nsubjpass"
    features["subject_in_source"] = subject is not None and sentence.lemmas[subject.i] in source.lemmas
    if root is None or root.i not in to_source:
        return features
    verb = source.tokens[to_source[root.i]]
    features["main_verb_in_source"] = 1
    features["main_negation_changed"] = _has_child(verb, "neg") != _has_child(root, "neg")
    features["main_modal_changed"] = _has_modal(verb) != _has_modal(root)
    if subject is not None and subject.i in to_source:
        features["subject_moved"] = source.tokens[to_source[subject.i]].head.i != verb.i
    depth = 0
    while verb.head != verb and depth < MAX_DEPTH:
        governor = source.lemmas[verb.head.i]
        if verb.dep_ in ("ccomp", "xcomp") and governor not in lemmas:
            features["under_speech"] = max(features["under_speech"], governor in SPEECH)
            features["under_plan"] = max(features["under_plan"], governor in PLANS)
            features["under_allegation"] = max(features["under_allegation"], governor in ALLEGATIONS)
        if verb.dep_ == "advcl":
            features["in_adverbial_clause"] = 1
            if any(child.lower_ in CONDITIONS for child in verb.children):
                features["under_condition"] = 1
        if verb.dep_ in ("relcl", "acl"):
            features["in_relative_clause"] = 1
        verb, depth = verb.head, depth + 1
    features["main_verb_depth"] = depth
    return features


def _closeness(alignment: Alignment) -> Features:
    """How close the article has neighbouring content words of the sentence, in content words."""
    distances: dict[tuple[str, str], int] = {}
    for sentence in (alignment.source, *alignment.others):
        content = sentence.content_lemmas
        for number, lemma in enumerate(content):
            for distance, other in enumerate(content[number + 1 : number + MAX_PAIR_DISTANCE], 1):
                pair = (lemma, other)
                distances[pair] = min(distances.get(pair, distance), distance)
    found = []
    for one, other in pairwise(alignment.sentence.content_lemmas):
        reversed_distance = distances.get((other, one))
        backward = FAR if reversed_distance is None else reversed_distance + 3
        found.append(min(distances.get((one, other), FAR), backward))
    return {
        "pairs_apart": sum(distance > MAX_PAIR_DISTANCE - 1 for distance in found),
        "pairs_adjacent": sum(distance == 1 for distance in found) / max(1, len(found)),
        "pair_distance": sum(found) / max(1, len(found)),
    }


def _blocks(pairs: Sequence[tuple[int, int]]) -> Iterator[list[tuple[int, int]]]:
    """The runs of pairs in which both indices rise by one."""
    block: list[tuple[int, int]] = []
    for pair in pairs:
        if block and (pair[0] - 1, pair[1] - 1) != block[-1]:
            yield block
            block = []
        block.append(pair)
    if block:
        yield block


def _word_classes(token: Token) -> Iterator[str]:
    yield token.pos_
    lemma, lower = token.lemma_.lower(), token.lower_
    if lemma in SPEECH:
        yield "speech"
    if lemma in ALLEGATIONS:
        yield "allegation"
    if lemma in PLANS:
        yield "plan"
    if _is_negation(token):
        yield "negation"
    if lower in MODALS:
        yield "modal"
    if lower in RESTRICTIONS:
        yield "restriction"
    if lower in CONDITIONS:
        yield "condition"
    if lower in SUBORDINATORS:
        yield "subordinator"
    if token.tag_ in RELATIVE_TAGS:
        yield "relative"
    if token.text in QUOTES:
        yield "quote"


def _relation(dependency: str) -> str:
    """The kind of a dependency; active and passive are merged, so that a "by" phrase counts as a subject."""
    if dependency in ("nsubj", "agent"):
        return "subject"
    if dependency in ("dobj", "nsubjpass", "attr", "dative"):
        return "object"
    return dependency if dependency in RELATIONS else "other"


def _is_negation(token: Token) -> bool:
    return token.dep_ == "neg" or token.lower_ in NEGATIONS


def _has_child(token: Token, dependency: str) -> bool:
    return any(child.dep_ == dependency for child in token.children)


def _has_modal(token: Token) -> bool:
    return any(child.lower_ in MODALS for child in token.children)


def _follows_mark(token: Token) -> bool:
    """Whether the phrase that a token heads comes after a comma, dash or bracket."""
    start = token.left_edge.i
    return start > 0 and token.doc[start - 1].is_punct


def _is_marked(tokens: Sequence[Token], start: int, end: int) -> bool:
    """Whether punctuation marks enclose the words between two kept ones."""
    return tokens[start + 1].is_punct and (tokens[end - 1].is_punct or tokens[end].is_punct)


def _opens_clause(tokens: Sequence[Token]) -> bool:
    return any(token.tag_ in RELATIVE_TAGS or token.dep_ == "mark" for token in tokens)


def _count(tokens: Iterable[Token], condition: Callable[[Token], bool]) -> int:
    return sum(condition(token) for token in tokens)


def _sum_in(words: Iterable[str], listed: frozenset[str]) -> int:
    return sum(word in listed for word in words)


def _lower(sentence: ParsedSentence) -> list[str]:
    return [token.lower_ for token in sentence.tokens]
