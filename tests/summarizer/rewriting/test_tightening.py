"""What may be left out of a sentence, and what stays whatever the model says of it."""

from __future__ import annotations

import re

import pytest

from summarizer.engines.phrases import Phrase, Verdict
from summarizer.rewriting.cuts import MIN_WORDS, without
from summarizer.rewriting.tightening import dependents, phrase_of, removable, tightened

from .test_cuts import MAY_GO, MUST_STAY, QUOTATIONS, SENTENCES, is_subsequence, parsed, words

BETTER = Verdict(0.99, 0.01, 0.0, 0.0, 0.9)
WORSE = Verdict(0.0, 0.1, 0.9, 0.0, 0.1)

NEEDED = [(sentence, needed) for sentence, needed in MUST_STAY if needed != "who stole the boat"]  # the model tells


def singles(sentence: str) -> list[str]:
    """The sentence without each one of the dependents that may go."""
    return [without(parsed(sentence), dependent.phrase) for dependent in dependents(parsed(sentence))]


def printed(sentence: str, verdict: Verdict = BETTER, *, only: str = "") -> str:
    """The sentence as it is printed where the verdict on its phrases, or the `only` one that counts, is this."""
    found = removable(parsed(sentence), opens=False)
    verdicts = [verdict if only in _text(sentence, phrase_of(each)) else WORSE for each in found]
    return tightened(parsed(sentence), found, verdicts)


def _text(sentence: str, phrase: Phrase) -> str:
    return " ".join(parsed(sentence).tokens[word].text for word in phrase.words)


# ---- what may go -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "expected"), MAY_GO)
def test_what_marks_set_off_may_go_and_so_may_a_day(sentence: str, expected: str) -> None:
    assert expected in singles(sentence)


@pytest.mark.parametrize(
    ("verdict", "goes"),
    [
        (BETTER, True),
        (Verdict(0.65, 0.2, 0.15, 0.0, 0.5), True),
        (WORSE, False),
        (Verdict(0.45, 0.54, 0.01, 0.0, 0.5), False),  # harmless, and perhaps nothing gained
        (Verdict(0.65, 0.1, 0.15, 0.1, 0.5), False),  # better or worse
        (Verdict(0.65, 0.1, 0.0, 0.25, 0.5), False),
    ],
)
def test_a_phrase_goes_where_the_sentence_is_likely_better_and_surely_no_worse(verdict: Verdict, goes: bool) -> None:
    sentence, shorter = MAY_GO[0]
    assert printed(sentence, verdict, only="who was elected") == (shorter if goes else sentence)


def test_what_has_no_verdict_stays() -> None:
    for sentence in SENTENCES:
        found = list(dependents(parsed(sentence)))
        assert tightened(parsed(sentence), found, [None] * len(found)) == sentence


def test_several_phrases_go_at_once_also_one_within_another() -> None:
    sentence = "Holt, a former pilot of the line, took over the airline, which is based in Skerra, from Jan Berg."
    assert printed(sentence).startswith("Holt took over the airline")


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
        ("The harbour is an important part of the economy of the island of Skerra.", "an important"),
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
    versions = [without(parsed(sentence), each.phrase) for each in removable(parsed(sentence), opens=False)]
    assert all(needed in version for version in [*versions, printed(sentence)])


def test_enough_words_always_remain() -> None:
    for sentence in SENTENCES:
        assert len(words(printed(sentence))) >= min(MIN_WORDS, len(words(sentence)))


@pytest.mark.parametrize(
    ("sentence", "stays"),
    [
        ("The council of Dunmore voted on Tuesday to close two libraries in the old town.", "on Tuesday"),
        ("The port of Torley (TPX) was closed on Friday after a storm had damaged the quay.", "(TPX)"),
        ("The new mayor of Torley has written a long letter to the singer of the band.", "new"),
        ("The mayor of Torley has also written a letter to the singer of the band.", "also"),
        ("The mayor of Torley has written a letter to the singer in Skerra.", "in Skerra"),
        ("The games of Skerra began with a parade on Wednesday, 28 August, and went on for a week.", "28 August"),
        ("A reporter saw the list at the headquarters of Torley Rovers on the quay.", "of Torley Rovers"),
        ("A reporter saw the list at the headquarters in old Torley on the quay.", "in old Torley"),
        ("The fleet of Torley has brought nine of its old boats to the yard.", "of its old boats"),
        ("The clerk put new photographs and videos of the ferry on the wall of the hall.", "and videos"),
        ("The council of Dunmore condemned the riots that began in the old harbour.", "that began in the old harbour"),
        (
            "A newspaper in the far north of Skerra has to pay the mayor a fine for a letter.",
            "in the far north of Skerra",
        ),
        ("Despite the heavy storm, the ferry sailed from Torley to the island of Skerra.", "Despite the heavy storm"),
        ("The clerk was asked about, among other things, the plans of the port of Torley.", "among other things"),
        ("The ferry sails from Torley every day and can carry 40 cars at a time.", "at a time"),
        ("The yard sold 9,000 boats in its first year and 3,000 in the next.", "in its first year"),
        ("The council of Dunmore is today to vote on the plans for the old harbour.", "today"),
        ("Kelso was born in Torley, Skerra, and went to sea as a boy of fifteen.", "Skerra"),
        ("A mine in Torley was flooded at noon the same day by the river Arran.", "the same day"),
        ("The pound rose against the euro by 0400 GMT on Wednesday in all markets.", "on Wednesday"),
    ],
)
def test_what_readers_gain_nothing_by_is_not_even_asked_about(sentence: str, stays: str) -> None:
    asked = [_text(sentence, phrase_of(each)) for each in removable(parsed(sentence), opens=True)]
    assert stays.strip("()") not in [text.removeprefix(", ") for text in asked]


def test_of_a_sentence_without_a_verb_in_its_parse_nothing_goes() -> None:
    sentence = "The concert, held at Torley Symphony Hall on Tuesday, aimed to share music with the towns of the coast."
    if parsed(sentence).tokens[1].dep_ == "ROOT":  # as the parser has it: "The concert ..., aimed"
        assert removable(parsed(sentence), opens=False) == []
    assert removable(parsed("The long night of the ferry of Torley in the old harbour of Skerra."), opens=False) == []


def test_a_day_may_go_where_the_summary_has_told_it() -> None:
    sentence = "The council of Dunmore voted on Tuesday to close two libraries in the old town."
    asked = [_text(sentence, phrase_of(each)) for each in removable(parsed(sentence), opens=False)]
    assert "on Tuesday" in asked
    first = "On Tuesday, the council of Dunmore voted to close two libraries in the old town."
    asked = [_text(first, phrase_of(each)) for each in removable(parsed(first), opens=False)]
    assert "On Tuesday" not in asked  # it says when the rest of the story is


def test_a_phrase_between_a_dash_and_a_comma_stays() -> None:
    sentence = "The plan - to close both quays, which were built in 1890, for the winter - was dropped by the council."
    for each in removable(parsed(sentence), opens=False):
        assert "-," not in without(parsed(sentence), each.phrase).replace(" ", "")


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
            "The raid on the old fort in the capital, Torley, was the first of the war.",
            "The raid on the old fort was the first of the war.",
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
            "The club bought boats and sails for its members in the spring of last year.",
            "The club bought boats for its members in the spring of last year.",
        ),
    ],
)
def test_of_the_marks_and_conjunctions_at_a_seam_the_right_ones_stay(sentence: str, expected: str) -> None:
    assert expected in singles(sentence)
