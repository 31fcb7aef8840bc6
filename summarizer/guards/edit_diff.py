"""Rejects an edited copy of one of the article's sentences whose edits change what it states.

Small models shorten: most of what they write is a sentence of the article with stretches left out and a word or two
exchanged. So the draft's sentence is aligned with its best source sentence, word by word, and each edit is examined:
half a clause left out ("a lawyer for the [doctor who helped the] court"), an owner ("the mayor's [son] was fined"), a
count ("five[, four of whom] were fined"), a condition; one pronoun or name for another, a present tense for a past.

A sentence passes if no edit is of such a kind, and if it shares too few words with the source to be an edited copy:
then other guards judge it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from difflib import SequenceMatcher
from itertools import pairwise, takewhile
from typing import NamedTuple

from checks import names
from summarizer.guards.guard import DraftSentence, Guard, Rejection, Source, rejection_for
from summarizer.language.clauses import find_clauses, head, is_relative_clause
from summarizer.language.lexicon import BASE_FORMS, BE_FORMS, SUPERLATIVES
from summarizer.language.parsing import ParsedSource, co_occur
from summarizer.language.tagging import Tag, Token, lemmatize, tag

MIN_OVERLAP = 0.7  # share, 0 to 1, of the draft's words that align with the source for it to count as an edited copy
MIN_OVERLAP_FOR_CLAUSE_CUTS = 0.8  # the same, for a clause that is cut in half to be reported
RANKING_WINDOW = 5  # words before a cut in which a superlative makes it the scope of a ranking

_CLAUSE_OPENERS = (Tag.RELATIVIZER, Tag.SUBORDINATOR)
_VERBS = (Tag.VERB, Tag.AUX)
_NOUNS = (Tag.NOUN, Tag.PROPN)
_OUTER_PUNCTUATION = re.compile(r"^\W+|\W+$")
_FUNCTION_WORDS = frozenset("a an the his her its their is are was were has have had been be of".split())
_RANKINGS = SUPERLATIVES | {"most", "first", "best", "worst"}
_CONDITIONALS = frozenset(("if", "unless"))
_HYPOTHETICALS = frozenset("if unless would could may might should whether".split())
_PERSON_OF = {
    word: person
    for person, words in enumerate(("he him his himself", "she her hers herself", "it its they them their theirs"))
    for word in words.split()
}
"""Pronouns by the antecedents that they can have: a man, a woman, or things and several."""
_COMPOUND_ENDING = re.compile(r"-(?:\w+ed|style|led|run|born|held|type|like)")  # "inspired" of "ISIS-inspired"
_AMOUNT_PREPOSITIONS = frozenset(("by", "from", "to", "under", "over", "above", "below", "before", "after"))
_PLACE_PREPOSITIONS = frozenset(("in", "near", "outside"))
_MORE_CERTAIN = {"would": "will", "could": "can", "might": "may"}
_DEFINING_MODIFIERS = frozenset(
    "later earlier longer shorter fewer more less higher lower better worse larger smaller bigger cheaper dearer safer "
    "stricter tougher stronger weaker faster slower older younger extra additional false fake mock failed attempted "
    "unsuccessful cancelled unpaid illegal unlicensed temporary partial".split()
)
"""Without one of these the noun means something else: "later closing times", "failed coup"."""
_OPPOSITES = {
    frozenset(pair.split())
    for pair in (
        "before after,above below,more less,more fewer,with without,up down,rose fell,rise fall,won lost,win lose"
    ).split(",")
}
_PRESENT_OF = {"was": "is", "were": "are"}

NameMatcher = Callable[[str, str], bool]
"""Whether two names, given by their keys, may be one person's or thing's: "Ruth" and "Kelso"."""


class EditStep(NamedTuple):
    """One edit, as word ranges: draft words [draft_start, draft_end) replace source words [source_start, source_end).

    An empty draft range is a cut.
    """

    draft_start: int
    draft_end: int
    source_start: int
    source_end: int


def check(sentence: DraftSentence, source: Source) -> Rejection | None:
    """Rejects a sentence that is an edited copy of one of the article's and states something else."""
    if not sentence.evidence:
        return None
    parsed = ParsedSource(source.index, source.index.story_sentences)
    best = sentence.evidence[0]
    reason = changed_meaning(
        sentence.text,
        source.article.words(best),
        lambda name, other: co_occur(name, other, parsed, same_entity=True),
    )
    return rejection_for(reason, [best])


def changed_meaning(sentence: str, source: str, same_name: NameMatcher | None = None) -> str:
    """Why a sentence states something else than the source sentence; empty where it does not, or is no edited copy.

    Without `same_name` any two names are taken for one.
    """
    draft_tokens, source_tokens = tag(sentence), tag(source)
    matcher = SequenceMatcher(
        None, [_key(token) for token in draft_tokens], [_key(token) for token in source_tokens], autojunk=False
    )
    same_name = same_name or (lambda name, other: True)
    steps = [EditStep(*ranges) for kind, *ranges in matcher.get_opcodes() if kind != "equal"]
    aligned = len(draft_tokens) - sum(step.draft_end - step.draft_start for step in steps)
    if aligned < MIN_OVERLAP * len(draft_tokens):
        return ""
    half_clause = (
        _half_clause_cut(draft_tokens, source_tokens, steps)
        if aligned >= MIN_OVERLAP_FOR_CLAUSE_CUTS * len(draft_tokens)
        else ""
    )
    changed_step = next(
        filter(None, (_changed_step(step, draft_tokens, source_tokens, same_name) for step in steps)), ""
    )
    return (
        half_clause
        or changed_step
        or _exchanged_preposition(matcher, draft_tokens, source_tokens)
        or _lost_verb(draft_tokens, source_tokens, matcher)
        or _dropped_condition(draft_tokens, source_tokens)
    )


def restore_small_words(sentence: str, source: str) -> str:
    """The sentence with the function words that the source has between the same words: "until [a] hearing"."""
    draft_words, source_words = sentence.split(), source.split()
    matcher = SequenceMatcher(
        None, [_bare_lemma(word) for word in draft_words], [_bare_lemma(word) for word in source_words], autojunk=False
    )
    for kind, start, _, source_start, source_end in reversed(matcher.get_opcodes()):
        if (
            kind != "insert"
            or not 0 < start < len(draft_words)
            or not all(word in _FUNCTION_WORDS for word in source_words[source_start:source_end])
        ):
            continue
        # "will search" does not become "will be searching": the next word must be the same form
        if _OUTER_PUNCTUATION.sub("", draft_words[start]) == _OUTER_PUNCTUATION.sub("", source_words[source_end]):
            draft_words[start:start] = source_words[source_start:source_end]
    return " ".join(draft_words)


def _bare_lemma(word: str) -> str:
    return lemmatize(_OUTER_PUNCTUATION.sub("", word))


def _half_clause_cut(draft_tokens: Sequence[Token], source_tokens: Sequence[Token], steps: Sequence[EditStep]) -> str:
    """The rejection of a cut that has the opening word of a clause ("who", "when") but not all of the clause.

    All of it means up to its closing mark, to the end, or to the verb of the clause around it.
    """
    for start, end, source_start, source_end in steps:
        if start != end or start < 2 or start == len(draft_tokens):
            continue  # words before the draft's beginning or after its end are no cut
        opener = next((token for token in source_tokens[source_start:source_end] if token.tag in _CLAUSE_OPENERS), None)
        is_complete = source_tokens[source_end - 1].tag is Tag.PUNCT or source_tokens[source_end].tag in (
            Tag.VERB,
            Tag.AUX,
            Tag.PUNCT,
            Tag.ADV,
        )
        if opener is not None and not is_complete and draft_tokens[start - 1].tag is not Tag.PUNCT:
            return f'breaks off within what "{opener.text}" opens'
    return ""


def _lost_verb(draft_tokens: Sequence[Token], source_tokens: Sequence[Token], matcher: SequenceMatcher[str]) -> str:
    """The rejection of a subject that is kept while its verb is cut: "for the network, the paper [has learned]"."""
    kept: set[int] = set()
    for kind, start, end, source_start, source_end in matcher.get_opcodes():
        if kind == "equal" or any(token.tag in _VERBS for token in draft_tokens[start:end]):
            kept |= set(range(source_start, source_end))
    index_of = {id(token): index for index, token in enumerate(source_tokens)}
    for clause in find_clauses(source_tokens):
        subject_head = head(clause.subject)
        head_index, start = (
            index_of.get(id(word), 0) for word in (subject_head, clause.subject[0] if clause.subject else None)
        )
        opens_clause = source_tokens[max(0, start - 1)].tag in (Tag.PUNCT, Tag.SUBORDINATOR, Tag.CCONJ)
        if subject_head is None or not subject_head.lemma or not start or not opens_clause or head_index not in kept:
            continue
        if not clause.finite or is_relative_clause(source_tokens, clause):
            continue  # "a ferry, which sank": a relative clause may go
        if not any(
            index in kept for index in range(head_index + 1, len(source_tokens)) if source_tokens[index].tag in _VERBS
        ):
            return f'leaves out what "{subject_head.text}" did: "{source_tokens[clause.verb_index].text}"'
    return ""


def _exchanged_preposition(
    matcher: SequenceMatcher[str], draft_tokens: Sequence[Token], source_tokens: Sequence[Token]
) -> str:
    """The rejection of another preposition before the same number or name.

    "By £200 to £2,100" from "by 5%, from £200 to £2,100" gives the old amount as that of the rise.
    """
    for start, source_start, size in matcher.get_matching_blocks():
        for index, source_index in zip(
            range(start, start + size), range(source_start, source_start + size), strict=True
        ):
            number_or_name = draft_tokens[index]
            prepositions = {Tag.NUM: _AMOUNT_PREPOSITIONS, Tag.PROPN: _PLACE_PREPOSITIONS}.get(
                number_or_name.tag, frozenset()
            )
            before, source_before = draft_tokens[max(0, index - 1)], source_tokens[max(0, source_index - 1)]
            if before.lower != source_before.lower and {before.lower, source_before.lower} <= prepositions:
                return (
                    f'has "{before.text} {number_or_name.text}" where the article has '
                    f'"{source_before.text} {source_tokens[source_index].text}"'
                )
    return ""


def _changed_step(
    step: EditStep, draft_tokens: Sequence[Token], source_tokens: Sequence[Token], same_name: NameMatcher
) -> str:
    """How an edit changes what the sentence states, as a reason; empty where it does not."""
    if step.draft_start == step.draft_end:
        return _changed_by_cut(step, draft_tokens, source_tokens)
    return _changed_by_exchange(step, draft_tokens, source_tokens, same_name)


def _changed_by_cut(step: EditStep, draft_tokens: Sequence[Token], source_tokens: Sequence[Token]) -> str:
    """How a cut changes what the sentence states, as a reason; empty where it does not."""
    start, _, source_start, source_end = step
    cut = source_tokens[source_start:source_end]
    after = source_tokens[source_end] if source_end < len(source_tokens) else None
    before = draft_tokens[start - 1] if start else None
    before_noun = after is not None and after.tag in _NOUNS  # "the port's new master"
    if cut[0].lower == "'s" and cut[0].tag is Tag.ADP and any(token.lemma for token in cut) and not before_noun:
        return f'leaves out the "{_text(source_tokens[source_start - 1 : source_end])}" whose it is told of'
    verb_after_mark = any(
        token.tag is Tag.PUNCT and other.tag in _VERBS for token, other in pairwise(draft_tokens[start:])
    )
    if cut[-1].tag is Tag.RELATIVIZER and verb_after_mark:
        return f'tells of its own what "{cut[-1].text}" only describes'
    if _widens_ranking(draft_tokens[:start], cut):
        return f'leaves out "{_text(cut)}", to which it ranks'
    if after is None:
        return ""
    if before is not None and _joins_separate_phrases(before, cut, after):
        return f'runs together "{before.text} {after.text}"'
    drops_modifier = (
        len(cut) == 1 and cut[0].lower in _DEFINING_MODIFIERS and (before_noun or after.lower.endswith("ing"))
    )
    changes_agent = before is not None and _changes_agent(before, cut, after)
    has_count_before = after.tag in (*_VERBS, Tag.ADV) and any(token.tag is Tag.NUM for token in draft_tokens[:start])
    changes_count = has_count_before and _is_count_of_verb(cut)
    return f'leaves out "{_text(cut)}"' if drops_modifier or changes_agent or changes_count else ""


def _changed_by_exchange(
    step: EditStep, draft_tokens: Sequence[Token], source_tokens: Sequence[Token], same_name: NameMatcher
) -> str:
    """How putting other words changes what the sentence states, as a reason; empty where it does not."""
    start, end, source_start, source_end = step
    new, old = draft_tokens[start:end], source_tokens[source_start:source_end]
    after = source_tokens[source_end] if source_end < len(source_tokens) else None
    exchanged = f'has "{_text(new)}" where the article has "{_text(old)}"'
    relative_pronoun = next((token.text for token in old if token.tag is Tag.RELATIVIZER), "")
    if relative_pronoun and after is not None and any(token.tag is Tag.VERB for token in new):
        return f'tells of its own what "{relative_pronoun}" only describes'
    is_owner = (
        after is not None and after.lower == "'s" and [token.lower for token in draft_tokens[end : end + 1]] == ["'s"]
    )
    if is_owner and _is_name(old) and new[-1].tag is Tag.NOUN and new[-1].lemma != old[-1].lemma:
        return exchanged
    # "Russia" of "Russia and sent to the army"
    old_name = list(takewhile(lambda token: token.tag is Tag.PROPN, old)) or old
    if (
        _is_name(new)
        and _is_name(old_name)
        and (
            _swaps_names(new, old_name, draft_tokens, source_tokens)
            or _is_other_name(new, old_name, draft_tokens, same_name)
        )
    ):
        return exchanged
    if not len(new) == len(old) == 1:
        return ""
    if _is_contrary(new[0], old[0], after, draft_tokens, source_tokens):
        return exchanged
    if (
        _PRESENT_OF.get(old[0].lower) == new[0].lower
        and _is_past_state(source_tokens[source_end:])
        and not _is_backshifted(draft_tokens, source_tokens)
    ):
        return f'tells of now what the article has as "{old[0].text}"'
    return ""


def _is_contrary(
    new: Token, old: Token, after: Token | None, draft_tokens: Sequence[Token], source_tokens: Sequence[Token]
) -> bool:
    """Whether one word cannot replace another: an opposite, another person's pronoun, a more certain modal.

    `after` is the word that follows in the source.
    """
    persons = _PERSON_OF.get(new.lower), _PERSON_OF.get(old.lower)
    drops_owner = new.lower == "the" and old.lower in ("its", "his", "her", "their")
    return bool(
        (drops_owner and after is not None and after.lower in _RANKINGS)
        or (None not in persons and persons[0] != persons[1])
        or (new.lemma and _COMPOUND_ENDING.fullmatch(old.lower.removeprefix(new.lower)))
        or frozenset((new.lower, old.lower)) in _OPPOSITES
        or (_MORE_CERTAIN.get(old.lower) == new.lower and not _both_report_speech(draft_tokens, source_tokens))
    )


def _widens_ranking(before: Sequence[Token], cut: Sequence[Token]) -> bool:
    """Whether the scope of a ranking is cut: "the deadliest attack in the city [in ten years]"."""
    has_ranking = any(token.lower in _RANKINGS for token in before[-RANKING_WINDOW:])
    scope = next((index for index, token in enumerate(cut) if token.lower in ("in", "since", "for", "of")), None)
    return has_ranking and scope is not None and any(token.tag is Tag.NUM for token in cut[scope + 1 : scope + 4])


def _joins_separate_phrases(before: Token, cut: Sequence[Token], after: Token) -> bool:
    """Whether a cut makes one phrase of two: "those held[, including] Kelso", "[using boats] built in Torley"."""
    if all(token.tag in (Tag.PUNCT, Tag.ADP) for token in cut) and any(token.tag is Tag.ADP for token in cut):
        return before.tag in _NOUNS and after.tag in _NOUNS
    cuts_noun_of_participle = cut[-1].tag in _NOUNS and after.tag is Tag.VERB and after.lower.endswith(("ed", "en"))
    return cuts_noun_of_participle and before.tag is Tag.PUNCT and not any(token.tag in _VERBS for token in cut[1:])


def _changes_agent(before: Token, cut: Sequence[Token], after: Token) -> bool:
    """Whether a cut verb leaves the subject to do what it did not: "is [becoming] the port", "forced to [order his men
    to] attend".
    """
    cuts_becoming = before.lower in BE_FORMS and cut[-1].tag is Tag.VERB and cut[-1].lower.endswith("ing")
    cuts_infinitive = "to" in (before.lower, cut[0].lower) and "to" in (cut[-1].lower, after.lower)
    return cuts_becoming or (cuts_infinitive and any(token.tag is Tag.VERB for token in cut))


def _is_name(tokens: Sequence[Token]) -> bool:
    return bool(tokens) and all(token.lemma and token.text[0].isupper() for token in tokens)


def _swaps_names(
    new: Sequence[Token], old: Sequence[Token], draft_tokens: Sequence[Token], source_tokens: Sequence[Token]
) -> bool:
    """Whether a name that the source has elsewhere stands in place of one that the draft does not have at all."""
    kept = {token.lemma for token in old} & {token.lemma for token in draft_tokens}
    return not kept and {token.lemma for token in new} <= {token.lemma for token in source_tokens}


def _is_other_name(
    new: Sequence[Token], old: Sequence[Token], draft_tokens: Sequence[Token], same_name: NameMatcher
) -> bool:
    """Whether a name stands in place of one that the article never has together with it."""
    name, old_name = new[-1], old[-1]
    is_acronym_or_title = any(word.text.isupper() or names.is_title(word.lower) for word in (name, old_name))
    are_names = name.tag is old_name.tag is Tag.PROPN and not is_acronym_or_title
    country = names.country_of(name.text)
    is_same = name.lemma == old_name.lemma or (country is not None and country == names.country_of(old_name.text))
    return (
        are_names
        and not is_same
        and old_name.lemma not in {word.lemma for word in draft_tokens}
        and not same_name(name.lemma, old_name.lemma)
    )


def _is_count_of_verb(cut: Sequence[Token]) -> bool:
    """Whether a cut has the number that the verb after it is stated of: "four of whom", "24% were against and 25%"."""
    number_indices = [index for index, token in enumerate(cut) if token.tag is Tag.NUM]
    before_of = any(token.lower == "of" for index in number_indices for token in cut[index + 1 : index + 2])
    has_verb = any(token.tag in _VERBS for token in cut)
    opens_clause = any(token.tag in _CLAUSE_OPENERS for token in cut)
    return bool(number_indices) and (before_of or has_verb) and not opens_clause


def _is_past_state(after: Sequence[Token]) -> bool:
    """Whether "was" is followed by a state ("was working", "was captain"), not by a past participle ("was arrested").

    Headlines tell of an arrest in the present tense: "is arrested".
    """
    following = next((token for token in after if token.tag not in (Tag.ADV, Tag.NEGATION)), None)
    is_participle = following is not None and (
        following.lower.endswith("ed") or (following.tag is Tag.VERB and following.lower in BASE_FORMS)
    )
    return following is not None and following.tag is not Tag.PUNCT and not is_participle


def _is_backshifted(draft_tokens: Sequence[Token], source_tokens: Sequence[Token]) -> bool:
    """Whether the source has a past tense only because it reports speech: "said that he was ill"."""
    return _both_report_speech(draft_tokens, source_tokens) or any(
        token.lower in ("would", "could") for token in source_tokens
    )


def _both_report_speech(draft_tokens: Sequence[Token], source_tokens: Sequence[Token]) -> bool:
    return all(any(token.lemma == "say" for token in tokens) for tokens in (draft_tokens, source_tokens))


def _dropped_condition(draft_tokens: Sequence[Token], source_tokens: Sequence[Token]) -> str:
    """The rejection of "They leave" from "If they lose, they leave"; empty where no condition is dropped."""
    if any(token.lower in _HYPOTHETICALS for token in draft_tokens):
        return ""
    draft_keys = {token.lemma for token in draft_tokens if token.lemma}
    for index, token in enumerate(source_tokens):
        opens_clause = not index or source_tokens[index - 1].text in (",", '"', "“")
        if token.lower in _CONDITIONALS and token.tag is Tag.SUBORDINATOR and opens_clause:
            condition = list(_up_to_mark(source_tokens[index + 1 :]))
            if condition and not any(word.lemma in draft_keys for word in condition if word.tag is Tag.VERB):
                return f'leaves out the article\'s "{_text(source_tokens[index : index + 4])} ..."'
    return ""


def _up_to_mark(tokens: Sequence[Token]) -> Iterator[Token]:
    return takewhile(lambda token: token.tag is not Tag.PUNCT, tokens)


def _text(tokens: Sequence[Token]) -> str:
    return " ".join(token.text for token in tokens).replace(" '", "'").replace(" ,", ",")


def _key(token: Token) -> str:
    return token.lemma or token.lower


GUARD = Guard("edit-diff", 90, check)
