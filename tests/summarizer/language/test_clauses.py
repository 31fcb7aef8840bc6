"""The clauses of a sentence: their verb, subject, complement, voice and finiteness."""

from __future__ import annotations

import pytest
from summarizer.language.clauses import Clause, find_clauses, head, is_relative_clause, mention_tokens, phrase_cores
from summarizer.language.tagging import Token, tag


def clause_of(sentence: str, verb: str) -> Clause:
    """The only clause whose verb stands in this form."""
    tokens = tag(sentence)
    [found] = [clause for clause in find_clauses(tokens) if tokens[clause.verb_index].text == verb]
    return found


def text(tokens: tuple[Token, ...] | list[Token]) -> str:
    return " ".join(token.text for token in tokens)


@pytest.mark.parametrize(
    ("sentence", "verbs"),
    [
        ("Holt sold the boat to Dunn.", ["sold"]),
        ("Holt said that Dunn had denied that the ferry sank.", ["said", "denied", "sank"]),
        ("The mayor left before the storm hit the town.", ["left", "hit"]),
        ("The clerk is ill.", ["is"]),
        ("The clerk is leaving.", ["leaving"]),  # the auxiliary opens no clause of its own
        ("They have a boat.", ["have"]),
        ("They have sold a boat.", ["sold"]),
        ("A quiet day in Torley.", []),
    ],
)
def test_every_verb_heads_one_clause(sentence: str, verbs: list[str]) -> None:
    tokens = tag(sentence)
    assert [tokens[clause.verb_index].text for clause in find_clauses(tokens)] == verbs


@pytest.mark.parametrize(
    ("sentence", "verb", "subject"),
    [
        ("Holt sold the boat to Dunn.", "sold", "Holt"),
        ("The board was never told of the plan.", "told", "The board"),
        ("The crew was first told on Monday.", "told", "The crew"),
        # coordination and control
        ("Holt bought a boat and sold it.", "sold", "Holt"),
        ("Holt plans to build a pier.", "build", "Holt"),
        # relative clauses
        ("He is a clerk who works there.", "works", "a clerk"),
        ("Kelso (right), who led the board, resigned.", "led", "Kelso"),
        # modifiers and asides between the noun and its verb
        ("The film made by Kelso won a prize.", "won", "The film made by Kelso"),
        ("A van carrying sheep crashed.", "crashed", "A van carrying sheep"),
        ("Families who waited at the gate left.", "left", "Families who waited at the gate"),
        ("A plan to build a pier failed.", "failed", "A plan to build a pier"),
        ('The film "The Quay" won a prize.', "won", "The film The Quay"),
        ("Ruth Kelso, captain of the ferry, said so.", "said", "Ruth Kelso , captain of the ferry"),
        # speakers behind their verb
        ('"The sea was calm," said the captain.', "said", "the captain"),
        ("According to Holt, the ferry sank.", "According", "Holt"),
        ("The ferry sank, according to Holt.", "according", "Holt"),
        # none that order tells
        ("Sinking fast, the ferry turned.", "Sinking", ""),
        ("The crew left when rescued.", "rescued", ""),
    ],
)
def test_the_subject_is_the_noun_phrase_that_the_verb_belongs_to(sentence: str, verb: str, subject: str) -> None:
    assert text(clause_of(sentence, verb).subject) == subject


@pytest.mark.parametrize(
    ("sentence", "verb", "complement"),
    [
        ("Holt sold the boat to Dunn.", "sold", "the boat to Dunn ."),
        ("Holt said that Dunn left.", "said", ""),  # what was said is a clause of its own
        ("Holt said the plane landed.", "said", ""),  # the plane is the subject of that clause
        ("The mayor left before the storm hit the town.", "left", ""),
        ("He is a clerk who works there.", "is", "a clerk"),  # which the relative clause is about too
        ("A van carrying sheep crashed.", "carrying", "sheep"),
    ],
)
def test_the_complement_ends_at_the_next_verb_or_clause(sentence: str, verb: str, complement: str) -> None:
    assert text(clause_of(sentence, verb).complement) == complement


@pytest.mark.parametrize(
    ("sentence", "verb", "passive"),
    [
        ("The pier was built by Holt.", "built", True),
        ("The pier has been built.", "built", True),
        ("Holt built the pier.", "built", False),
        ("Holt has built there.", "built", False),
        ("Holt builds piers.", "builds", False),
        ("The pier built by Holt fell.", "built", None),  # no auxiliary, no object: the form does not tell
    ],
)
def test_voice(sentence: str, verb: str, passive: bool | None) -> None:
    assert clause_of(sentence, verb).passive is passive


@pytest.mark.parametrize(
    ("sentence", "verb", "finite"),
    [
        ("Holt built the pier.", "built", True),
        ("Holt is raising the pier.", "raising", True),
        ("Holt plans to build a pier.", "build", False),
        ("A van carrying sheep crashed.", "carrying", False),
        ("The ferry sank, according to Holt.", "according", True),  # stands for "as Holt says"
    ],
)
def test_infinitives_and_participles_without_an_auxiliary_are_not_finite(
    sentence: str, verb: str, finite: bool
) -> None:
    assert clause_of(sentence, verb).finite is finite


@pytest.mark.parametrize(
    ("sentence", "verb", "verb_group"),
    [
        ("The pier has not been built.", "built", ("been", "not", "has")),
        ("Holt plans to build a pier.", "build", ("to", "plan")),
        ("There is no plan to build a pier.", "build", ("to", "plan")),
        ("The work would start and cost a lot.", "cost", ("would",)),
        ("The work would start and cost a lot.", "start", ("would",)),
        ("The work would have started and costs rose.", "rose", ()),
        ("Holt built the pier.", "built", ()),
    ],
)
def test_the_verb_group_is_what_governs_the_verb_nearest_first(
    sentence: str, verb: str, verb_group: tuple[str, ...]
) -> None:
    assert clause_of(sentence, verb).verb_group == verb_group


@pytest.mark.parametrize(
    ("sentence", "verb", "is_relative"),
    [
        ("He is a clerk who works there.", "works", True),
        ("The boat that sank was old.", "sank", True),
        ("The clerk works there.", "works", False),
        ("Holt said that Dunn left.", "left", False),
    ],
)
def test_relative_clauses_are_told_from_others(sentence: str, verb: str, is_relative: bool) -> None:
    assert is_relative_clause(tag(sentence), clause_of(sentence, verb)) is is_relative


@pytest.mark.parametrize(
    ("phrase", "cores"),
    [
        ("the old harbour boards in Torley", ["old harbour boards"]),
        ("Ruth Kelso, captain of the ferry", ["Ruth Kelso", "captain"]),
        ("the board and the mayor", ["board", "mayor"]),
        ("the mayor of Torley, Ostmark", ["mayor"]),  # a place within a place is no apposition
        ("nine of the 11 paintings", ["paintings"]),
        ("a series of photos", ["series photos"]),  # it is about the photos
        ("the owner of photos", ["owner"]),
        ("up to 80 crates at the quay", ["crates"]),
        ("in March the council", ["council"]),
        ("the mayor's son", ["son"]),
        ("the man who left", ["man"]),
        ("it", ["it"]),
        ("of the", []),
    ],
)
def test_a_phrase_is_reduced_to_what_it_names(phrase: str, cores: list[str]) -> None:
    assert [text(core) for core in phrase_cores(tag(phrase))] == cores


@pytest.mark.parametrize(
    ("phrase", "expected"),
    [
        ("the harbour boards in Torley", "boards"),
        ("the old captain Ruth Kelso", "Kelso"),
        ("the mayor's son", "son"),
        ("the board and the mayor", "board"),
    ],
)
def test_the_head_is_the_last_word_of_the_first_core(phrase: str, expected: str) -> None:
    found = head(tag(phrase))
    assert found is not None
    assert found.text == expected


def test_a_phrase_without_content_has_no_head() -> None:
    assert head(tag("of the")) is None
    assert head(()) is None


@pytest.mark.parametrize(
    ("phrase", "mentions"),
    [
        ("the old captain Ruth Kelso", "old captain Ruth Kelso"),
        ("the old harbour boards", "boards"),  # words before a common noun refer to nothing by themselves
        ("Ruth Kelso, captain of the ferry", "Ruth Kelso captain"),
    ],
)
def test_titles_and_first_names_refer_to_the_person_too(phrase: str, mentions: str) -> None:
    assert text(mention_tokens(tag(phrase))) == mentions
