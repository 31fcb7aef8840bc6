"""What may be left out of a sentence, and what stays whatever the model says of it."""

from __future__ import annotations

import re

import pytest

from summarizer.engines.judgements.deletions import Deletions
from summarizer.rewriting.cuts import MIN_KEPT_WORDS, without
from summarizer.rewriting.tightening import (
    MAX_HARM_PROBABILITY,
    MAX_WORD_HARM_PROBABILITY,
    days_of,
    deletable_phrases,
    dependents,
    has_same_heads,
    likely_deletions,
    words_of,
)

from .test_cuts import MAY_GO, MUST_STAY, QUOTATIONS, SENTENCES, is_subsequence, parsed, words

NEEDED = [(sentence, needed) for sentence, needed in MUST_STAY if needed != "who stole the boat"]  # the model tells


def singles(sentence: str) -> list[str]:
    """The sentence without each one of the dependents that may go."""
    return [without(parsed(sentence), dependent.phrase) for dependent in dependents(parsed(sentence))]


def printed(sentence: str, *unwanted: str, odds: float = 3.0) -> str:
    """The sentence as it is printed where an editor would likely leave out each of the `unwanted` words; else any."""
    tokens = [token.text for token in parsed(sentence).tokens]
    potentials = [
        (0.0, odds, 0.0, odds) if not unwanted or token in unwanted else (0.0, -odds, 0.0, -odds) for token in tokens
    ]
    versions = likely_deletions(
        parsed(sentence), deletable_phrases(parsed(sentence)), Deletions(range(len(tokens)), potentials)
    )
    return without(parsed(sentence), versions[0]) if versions else sentence


# ---- what may go -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "expected"), MAY_GO)
def test_what_marks_set_off_may_go_and_so_may_a_day(sentence: str, expected: str) -> None:
    assert expected in singles(sentence)


def test_a_phrase_goes_where_that_is_likelier_than_that_it_stays() -> None:
    sentence, shorter = MAY_GO[0]
    assert printed(sentence, "who", "was", "elected", "in", "May") == shorter
    assert printed(sentence, "who", "was", "elected") == shorter  # three words for it, two against
    assert (
        printed(sentence, "in", "May")
        == "The mayor of Torley, who was elected, has written an open letter to the singer."
    )
    assert printed(sentence, "elected") == sentence
    assert printed(sentence, "none") == sentence


def test_words_that_are_no_phrase_do_not_go() -> None:
    sentence = MAY_GO[0][0]
    assert printed(sentence, "mayor", "letter", "was") == sentence


def test_several_phrases_go_at_once_also_one_within_another() -> None:
    sentence = "Holt, a former pilot of the line, took over the airline, which is based in Skerra, from Jan Berg."
    assert printed(sentence).startswith("Holt took over the airline")


def test_that_goes_after_a_verb_of_speech_where_nothing_becomes_a_time_of_it() -> None:
    sentence = "The mayor of Torley said that the port would be closed on Friday."
    assert printed(sentence, "that") == "The mayor of Torley said the port would be closed on Friday."
    for needed in (
        "The mayor of Torley said that on Friday the port would be closed.",
        "The mayor of Torley said in May that the port would be closed on Friday.",
        "The clerk of the port knew the letter that the mayor had written to him.",
    ):
        assert printed(needed, "that") == needed


def test_that_a_word_goes_with_its_neighbour_counts() -> None:
    sentence, shorter = MAY_GO[0]
    alone = [(0.0, -1.0, 0.0, 3.0)] * len(parsed(sentence))  # likely after another that goes: "open" stays
    [removed] = likely_deletions(
        parsed(sentence), deletable_phrases(parsed(sentence)), Deletions(range(len(alone)), alone)
    )
    assert without(parsed(sentence), removed) == shorter


def test_each_version_leaves_out_one_phrase_less_and_the_likeliest_goes_in_all_of_them() -> None:
    sentence = "The mayor of Torley, who was elected in May, has also written a letter to the singer."
    tokens = [token.text for token in parsed(sentence).tokens]
    odds = [
        3.0 if word in ("who", "was", "elected", "in", "May") else 1.0 if word == "also" else -3.0 for word in tokens
    ]
    potentials = [(0.0, each, 0.0, each) for each in odds]
    versions = likely_deletions(
        parsed(sentence), deletable_phrases(parsed(sentence)), Deletions(range(len(tokens)), potentials)
    )
    assert [without(parsed(sentence), each) for each in versions] == [
        "The mayor of Torley has written a letter to the singer.",
        "The mayor of Torley has also written a letter to the singer.",
    ]


@pytest.mark.parametrize(("odds", "goes"), [(0.4, True), (0.25, True), (0.1, False)])
def test_a_phrase_goes_where_an_editor_surely_leaves_it_out(odds: float, goes: bool) -> None:
    sentence, shorter = MAY_GO[0]
    tokens = [token.text for token in parsed(sentence).tokens]
    clause = ("who", "was", "elected", "in", "May")
    potentials = [(0.0, odds, 0.0, odds) if token in clause else (0.0, -3.0, 0.0, -3.0) for token in tokens]
    versions = likely_deletions(
        parsed(sentence), deletable_phrases(parsed(sentence)), Deletions(range(len(tokens)), potentials)
    )
    assert [without(parsed(sentence), version) == shorter for version in versions[:1]] == [True] * goes


def test_a_phrase_that_a_reader_would_miss_stays_however_likely_an_editor_leaves_it_out() -> None:
    sentence = parsed(
        "Holt, a former pilot of the line, took over the airline, which is based in Skerra, from Jan Berg."
    )
    phrases = deletable_phrases(sentence)
    likely = [(0.0, 3.0, 0.0, 3.0)] * len(sentence.tokens)

    def shortest(missed: float) -> str:
        harms = [
            missed
            if any(sentence.tokens[word].text == "based" for word in phrase.words)
            else MAX_WORD_HARM_PROBABILITY
            if len(phrase.words) == 1
            else MAX_HARM_PROBABILITY
            for phrase in phrases
        ]
        versions = likely_deletions(sentence, phrases, Deletions(range(len(likely)), likely, harms))
        return without(sentence, versions[0]) if versions else ""

    assert "based" not in shortest(MAX_HARM_PROBABILITY)
    assert "based" in shortest(MAX_HARM_PROBABILITY + 0.01)
    assert "pilot" not in shortest(MAX_HARM_PROBABILITY + 0.01)
    assert likely_deletions(sentence, phrases, Deletions(range(len(likely)), likely, [1.0] * len(phrases))) == []


def test_a_single_word_goes_only_where_it_is_surely_not_missed() -> None:
    sentence = parsed("The mayor of Torley has quietly written a letter to the singer about the port.")
    [word] = [phrase for phrase in deletable_phrases(sentence) if len(phrase.words) == 1]
    likely = [(0.0, 3.0, 0.0, 3.0)] * len(sentence.tokens)
    for harm, goes in ((MAX_WORD_HARM_PROBABILITY, True), (MAX_HARM_PROBABILITY, False)):
        assert bool(likely_deletions(sentence, [word], Deletions(range(len(likely)), likely, [harm]))) is goes


def test_the_rest_reads_alike_where_each_word_hangs_on_the_same_one() -> None:
    sentence, shorter = MAY_GO[0]
    removed = next(
        each.phrase for each in dependents(parsed(sentence)) if without(parsed(sentence), each.phrase) == shorter
    )
    assert has_same_heads(parsed(sentence), removed, parsed(shorter))
    other = "The mayor of Torley written an open letter has to the singer."
    assert not has_same_heads(parsed(sentence), removed, parsed(other))
    assert not has_same_heads(parsed(sentence), removed, parsed("The mayor of Torley has written."))


def test_a_sentence_on_whose_words_nothing_is_known_stays() -> None:
    for sentence in SENTENCES:
        assert likely_deletions(parsed(sentence), deletable_phrases(parsed(sentence)), Deletions([], [])) == []


def test_what_a_sentence_is_asked_about_are_its_words_and_how_they_hang_together() -> None:
    asked = words_of(parsed("The mayor has gone."))
    assert [asked.text[slice(*word)] for word in asked.words] == ["The", "mayor", "has", "gone", "."]
    assert list(asked.heads) == [1, 3, 3, 3, 3]
    assert list(asked.dependencies) == ["det", "nsubj", "aux", "ROOT", "punct"]


# ---- what stays ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "needed"), NEEDED)
def test_what_attributes_doubts_denies_restricts_or_completes_is_printed(sentence: str, needed: str) -> None:
    assert needed in sentence
    assert needed in printed(sentence)


@pytest.mark.parametrize("sentence", QUOTATIONS)
def test_somebodys_words_stay_as_they_were_said(sentence: str) -> None:
    quotation = re.search(r'["“].*?["”]', sentence)
    assert quotation
    assert all(quotation.group() in version for version in singles(sentence))


@pytest.mark.parametrize(
    ("sentence", "needed"),
    [
        ("The captain, who denies the charge, will appear in court in Torley on Friday.", "denies"),
        ("In theory, the captain of the ferry could be sent to prison for nine years.", "In theory"),
        ("Before the crash, the ferry had never missed a trip to the island of Skerra.", "Before the crash"),
        ("Since Monday, no ferry has left the port of Torley for the island of Skerra.", "Since Monday"),
        ("The alleged thief was held at the port of Torley for nine hours by police.", "alleged"),
        ("A former president of the club was held at the port of Torley for nine hours.", "former"),
        ("The deputy mayor of the town wrote a letter to the singer in the summer.", "deputy"),
        ("The firm expects slower growth in the second half of the year in Skerra.", "slower"),
        ("The court gave the driver a six-month ban for the crash in the harbour.", "six-month"),
        ("Kelso told India Today that the plan for the harbour had been dropped.", "India Today"),
        ("British Airways will fly to the island of Skerra twice a day in the summer.", "British Airways"),
        ("The flag of the club is red, green and blue with a white anchor on it.", "red, green and blue"),
        ("Despite the heavy storm, the ferry sailed from Torley to the island of Skerra.", "Despite the"),
        ("The clerk was asked about, among other things, the plans of the port of Torley.", "among other things"),
        ("The club of Torley has rules for its members, for example about the boats of others.", "for example"),
        ("A smiling Ash won the first prize of the show of Torley in the summer of May.", "smiling"),
        ("The club of Torley bought a cheap, light boat for its members in the summer.", "cheap"),
        ("The council of the town dropped the controversial Article 370 in the summer of May.", "controversial"),
        ("The second yard of the port of Torley was sold to a club of the town in May.", "second"),
        ("It was the first boat that the two of them had built together in the port of Torley.", "together"),
        ("The same clerk of the port of Torley wrote both of the letters in the summer.", "same"),
        ("Boats sail daily, except on Sunday, from Torley to the island of Skerra and back.", "except on Sunday"),
        (
            "The plan, 'a large and costly mistake', was dropped by the council of Skerra.",
            "'a large and costly mistake'",
        ),
        ("The court gave the singer her final chance to pay the fine for the boat.", "final"),
        ("Wine bottles are banned, as police said, from the whole of the beach in Torley.", "as police said"),
    ],
)
def test_some_things_stay_whatever_the_model_says(sentence: str, needed: str) -> None:
    assert needed in printed(sentence)


@pytest.mark.parametrize(("days", "stays"), [((), False), (("tuesday",), False), (("wednesday",), True)])
def test_of_what_happened_on_several_days_each_keeps_its_own(days: tuple[str, ...], stays: bool) -> None:
    sentence = parsed("The council of Torley confirmed on Tuesday that the port may close for good.")
    left = [without(sentence, phrase.words) for phrase in deletable_phrases(sentence, days)]
    assert ("The council of Torley confirmed that the port may close for good." not in left) is stays
    assert days_of(sentence) == {"tuesday"}


def test_what_measures_a_word_stays_with_it() -> None:
    sentence = parsed("The port of Torley, about nine miles away, was sold to a club of the town in May.")
    phrases = [sentence.text[sentence.tokens[min(each.words)].idx :] for each in deletable_phrases(sentence)]
    assert [phrase[:17] for phrase in phrases if phrase.startswith("about")] == ["about nine miles "]


def test_the_sentence_that_says_when_it_happened_keeps_a_day() -> None:
    sentence = parsed("The council of Torley confirmed on Tuesday that the port may close for good.")
    shorter = "The council of Torley confirmed that the port may close for good."
    for must_keep_date in (False, True):
        left = [
            without(sentence, phrase.words) for phrase in deletable_phrases(sentence, must_keep_date=must_keep_date)
        ]
        assert (shorter not in left) is must_keep_date
    planned = parsed("The council of Torley confirmed on Tuesday that the port may close by May for good.")
    left = [without(planned, phrase.words) for phrase in deletable_phrases(planned, must_keep_date=True)]
    assert not any("confirmed that" in version for version in left)
    undated = parsed("The council of Torley confirmed at last that the port may close for good.")
    assert deletable_phrases(undated, must_keep_date=True) == deletable_phrases(undated)


def test_enough_words_always_remain() -> None:
    for sentence in SENTENCES:
        assert len(words(printed(sentence))) >= min(MIN_KEPT_WORDS, len(words(sentence)))


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("The ferry sails from Torley every day and can carry 40 cars at a time.", "at a time"),
        ("The yard sold 9,000 boats in its first year and 3,000 in the next.", "in its first year"),
        ("The pound rose against the euro by 0400 GMT on Wednesday in all markets.", "on Wednesday"),
        ("The port of Torley (TPX) was closed on Friday after a storm had damaged the quay.", "(TPX)"),
    ],
)
def test_what_bounds_a_figure_or_a_time_stays(sentence: str, stays: str) -> None:
    assert stays in printed(sentence)


def test_of_a_sentence_without_a_verb_in_its_parse_nothing_goes() -> None:
    sentence = "The concert, held at Torley Symphony Hall on Tuesday, aimed to share music with the towns of the coast."
    if parsed(sentence).tokens[1].dep_ == "ROOT":  # as the parser has it: "The concert ..., aimed"
        assert printed(sentence) == sentence
    sentence = "The long night of the ferry of Torley in the old harbour of Skerra."
    assert printed(sentence) == sentence


def test_somebodys_words_between_doubled_single_quotation_marks_stay() -> None:
    sentence = "The old dancer wrote his thoughts for two years in a diary that he signed ''God of the harbour.''"
    assert printed(sentence).count("''") in (0, 2)


def test_a_phrase_between_a_dash_and_a_comma_stays() -> None:
    sentence = "The plan - to close both quays, which were built in 1890, for the winter - was dropped by the council."
    assert "-," not in printed(sentence).replace(" ", "")


# ---- what a version looks like ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_version_has_the_sentences_words_in_their_order_and_its_end_mark(sentence: str) -> None:
    for version in [*singles(sentence), printed(sentence)]:
        assert is_subsequence(words(version), words(sentence))
        assert version[0].isupper() or version.startswith(("eBay", '"', "“"))
        assert version.endswith((".", '"', "”"))
        assert not re.search(r"\s[,.;:]|[,;:]{2}|,\.|\( | \)|\(\)|\s\s|, —|— —", version)
        assert version.count("(") == version.count(")")


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            "Mary Ash, 60, of Torley, won the first prize of the show in Skerra on Friday.",
            "Mary Ash, of Torley, won the first prize of the show in Skerra on Friday.",
        ),
        (
            "The pound fell against the euro on Friday, a day before the vote in the council.",
            "The pound fell against the euro, a day before the vote in the council.",
        ),
        (
            "Holt, who sold the raft in the capital, Torley, was held by police at the port for nine hours.",
            "Holt, who sold the raft, was held by police at the port for nine hours.",
        ),
        (
            "Mary Ash, head of the port of Torley, which she had rebuilt, won the prize of the town.",
            "Mary Ash, head of the port of Torley, won the prize of the town.",
        ),
        (
            "In the port of Torley, where she has lived since May, she will write a book.",
            "In the port of Torley she will write a book.",
        ),
        (
            "The club bought boats and sails for its members in the spring of last year.",
            "The club bought boats for its members in the spring of last year.",
        ),
        (
            "The boat has a faster engine and, curiously, a sail that folds into the mast.",
            "The boat has a faster engine and a sail that folds into the mast.",
        ),
        (
            "Ash spent the day at small yards in Skerra and Richmond Hill, Ont., trying to sell her boats.",
            "Ash spent the day at small yards in Skerra and Richmond Hill, trying to sell her boats.",
        ),
        (
            "The show comes with some rules for the crowd: namely, no phones, and no dogs of any kind.",
            "The show comes with some rules for the crowd: no phones, and no dogs of any kind.",
        ),
        (
            "The tanker has set a new course for the port of Torley, about 250 miles away, the data showed.",
            "The tanker has set a new course for the port of Torley, the data showed.",
        ),
    ],
)
def test_of_the_marks_and_conjunctions_at_a_seam_the_right_ones_stay(sentence: str, expected: str) -> None:
    assert expected in singles(sentence)


def test_of_three_things_in_a_row_none_goes_with_the_and_alone() -> None:
    versions = singles("The singer, songwriter and poet from Torley died at sea in the spring of last year.")
    assert not any("singer, songwriter from" in version for version in versions)
