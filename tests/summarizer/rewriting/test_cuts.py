"""Phrases that a sentence can do without, phrases that it needs, and what its marks look like when some are gone."""

from __future__ import annotations

import re
from functools import cache
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from summarizer.language.parsing import ParsedSentence, parse
from summarizer.rewriting.cuts import MIN_HEADLINE_WORDS, headline_phrases, without

MAX_CUTS = 3  # phrases that are left out together

MAY_GO = [
    (
        "The mayor of Torley, who was elected in May, has written an open letter to the singer.",
        "The mayor of Torley has written an open letter to the singer.",
    ),
    (
        "The council will sell the old harbour office to a builder, which plans a hotel there.",
        "The council will sell the old harbour office to a builder.",
    ),
    (
        "The union has blocked the port of Dunmore for a week, cutting off the island.",
        "The union has blocked the port of Dunmore for a week.",
    ),
    (
        "In a rare move, the council of Skerra voted to close both quays for the winter.",
        "The council of Skerra voted to close both quays for the winter.",
    ),
    (
        "After the storm, crews from Skerra cleared the road and reopened the bridge.",
        "Crews from Skerra cleared the road and reopened the bridge.",
    ),
    (
        "Holt, a former pilot, took over the airline from Jan Berg after the crash.",
        "Holt took over the airline from Jan Berg after the crash.",
    ),
    (
        "The ferry (a small one) ran aground near the point and two people were hurt.",
        "The ferry ran aground near the point and two people were hurt.",
    ),
    (
        "The plan — which the council backed — is to close both quays for the winter.",
        "The plan is to close both quays for the winter.",
    ),
    (
        "Police said the man, who was born in Skerra, sold the boat to a dealer in Dunmore.",
        "Police said the man sold the boat to a dealer in Dunmore.",
    ),
    (
        "However, the ferry ran aground near the point and two people were hurt badly.",
        "The ferry ran aground near the point and two people were hurt badly.",
    ),
    (
        "As police searched the bay, the crew of the ferry swam ashore near the old fort.",
        "The crew of the ferry swam ashore near the old fort.",
    ),
    (
        "The port, known locally as the Pit, was closed; the quay, a ruin, was sold too.",
        "The port was closed; the quay, a ruin, was sold too.",
    ),
    (
        "The alleged thief, a sailor from Skerra, was held at the port of Torley for nine hours.",
        "The alleged thief was held at the port of Torley for nine hours.",
    ),
    (
        "Last year, eBay opened an office in the town of Torley and hired nine people.",
        "eBay opened an office in the town of Torley and hired nine people.",
    ),
    (
        "The storm, the worst since 1985, killed nine people on the island of Skerra.",
        "The storm killed nine people on the island of Skerra.",
    ),
]
MUST_STAY = [
    ("Prices rose by 3 per cent last month in Torley, according to the statistics office.", "according to"),
    ("According to police, the crew of the ferry swam ashore near the old fort of Torley.", "According to police"),
    (
        "The ferry ran aground off the point on Tuesday, the coastguard of Dunmore said.",
        "the coastguard of Dunmore said",
    ),
    ("The quay, said the mayor of Torley, will be shut until the board has met in May.", "said the mayor of Torley"),
    ("The crew, he said, were safe and well after they had been brought to Torley.", "he said"),
    ("The two men, allegedly members of a gang, were held at the port for nine hours.", "allegedly"),
    ("Reportedly, the captain of the ferry had slept for two hours before the trip.", "Reportedly"),
    ("The man, a suspected thief, was held at the port of Torley for nine hours on Monday.", "suspected"),
    ("The plan, if the board agrees, will close both quays of Skerra for the winter.", "if the board agrees"),
    ("If the board agrees, the crew of the ferry will be sent home to Skerra in May.", "If the board agrees"),
    ("The firm said it had paid the fine for the oil, unless the bank had made a mistake.", "unless the bank"),
    ("The quay, the only one in Skerra, will be closed for the whole of the winter.", "only"),
    ("Only on Friday did the crew of the ferry come home to Skerra after the storm.", "Only on Friday"),
    ("Boats sail daily, except on Sunday, from Torley to the island of Skerra and back.", "except on Sunday"),
    ("The mayor, not a member of any party, has written a letter to the singer of Torley.", "not"),
    ("Two boats sank in the bay, neither of them with a crew on board, the port said.", "neither"),
    ("The builder, without telling the board, sold both of the quays to a firm in Skerra.", "without"),
    ("The singer, unlike her brother, has never played in the town hall of Torley.", "unlike her brother"),
    ("The men who stole the boat were sentenced to nine years in prison in Torley.", "who stole the boat"),
    ("The council will sell the office, the quay and the crane to a builder from Skerra.", "the office, the quay and"),
    ("The ferry sank when the pump failed and nobody was there to repair the engine.", "when the pump failed"),
]
QUOTATIONS = [
    '"The pump, which was new, failed before the trip and nobody saw it," Kelso said.',
    'Kelso said "the pump, which was new, failed before the trip" and left the court.',
    'Crane left "on Friday night" for the island of Skerra, her lawyer told the court.',
    "In court, Kelso said “the pump, an old one, failed on Friday” and left for Skerra.",
]
SENTENCES = [*(sentence for sentence, _ in MAY_GO), *(sentence for sentence, _ in MUST_STAY), *QUOTATIONS]


@cache
def parsed(sentence: str) -> ParsedSentence:
    return parse([sentence])[0]


def versions(sentence: str) -> list[str]:
    """The sentence without each one of its removable phrases."""
    return [without(parsed(sentence), phrase) for phrase in headline_phrases(parsed(sentence))]


def all_versions(sentence: str) -> list[str]:
    """The sentence without any one, two or three of its removable phrases."""
    phrases = headline_phrases(parsed(sentence))
    chosen = [several for size in range(1, MAX_CUTS + 1) for several in combinations(phrases, size)]
    return [without(parsed(sentence), frozenset().union(*several)) for several in chosen]


def cut(sentence: str, phrase: str) -> str:
    """The sentence without the tokens of this phrase of it."""
    start = sentence.index(phrase)
    tokens = [token.i for token in parsed(sentence).tokens if start <= token.idx < start + len(phrase)]
    return without(parsed(sentence), tokens)


def words(text: str) -> list[str]:
    """The words in lower case, "an" as "a": which of the two it is depends on what follows."""
    return ["a" if token.lower_ == "an" else token.lower_ for token in parsed(text).tokens if not token.is_punct]


def is_subsequence(shorter: list[str], longer: list[str]) -> bool:
    remaining = iter(longer)
    return all(word in remaining for word in shorter)


# ---- what may go and what must stay ----------------------------------------------------------------------------------


@pytest.mark.parametrize(("sentence", "expected"), MAY_GO)
def test_a_phrase_that_is_set_off_or_says_on_which_day_may_go(sentence: str, expected: str) -> None:
    assert expected in versions(sentence)


@pytest.mark.parametrize(("sentence", "needed"), MUST_STAY)
def test_what_attributes_doubts_denies_restricts_or_completes_stays(sentence: str, needed: str) -> None:
    assert needed in sentence
    assert all(needed in version for version in all_versions(sentence))


def test_there_are_as_many_examples_that_stay_as_go() -> None:
    assert len(MUST_STAY) >= len(MAY_GO)


@pytest.mark.parametrize("sentence", QUOTATIONS)
def test_somebodys_words_stay_as_they_were_said(sentence: str) -> None:
    quotation = re.search(r'["“].*?["”]', sentence)
    assert quotation
    assert all(quotation.group() in version for version in all_versions(sentence))


@pytest.mark.parametrize(
    "sentence",
    [
        "The captain, who denies the charge, will appear in court in Torley on Friday.",
        "The bank, whose chairman denied fraud, will repay the money to the town of Torley.",
    ],
)
def test_a_denial_stays(sentence: str) -> None:
    assert all("deni" in version for version in versions(sentence))


@pytest.mark.parametrize(
    ("sentence", "needed"),
    [
        ("In his view, the captain of the ferry should be sent to prison for nine years.", "In his view"),
        ("In theory, the captain of the ferry could be sent to prison for nine years.", "In theory"),
        ("Before the crash, the ferry had never missed a trip to the island of Skerra.", "Before the crash"),
        ("Since Monday, no ferry has left the port of Torley for the island of Skerra.", "Since Monday"),
    ],
)
def test_an_opening_that_limits_the_statement_stays(sentence: str, needed: str) -> None:
    assert all(needed in version for version in versions(sentence))


def test_enough_words_always_remain() -> None:
    short = parsed("Holt, a former pilot from Skerra, left Torley.")
    assert headline_phrases(short) == []
    for sentence in SENTENCES:
        for phrase in headline_phrases(parsed(sentence)):
            kept = [token for token in parsed(sentence).tokens if token.i not in phrase and not token.is_punct]
            assert len(kept) >= MIN_HEADLINE_WORDS


# ---- properties of every version -------------------------------------------------------------------------------------


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_version_has_the_sentences_words_in_their_order_and_its_end_mark(sentence: str) -> None:
    for version in all_versions(sentence):
        assert is_subsequence(words(version), words(sentence))
        assert len(version) < len(sentence)
        assert version[0].isupper() or version.startswith(("eBay", '"', "“"))
        assert version.endswith(".")
        assert not re.search(r"\s[,.;:]|[,;:]{2}|,\.|\( | \)|\(\)|\s\s|, —|— —", version)
        assert version.count("(") == version.count(")")


@settings(max_examples=150, deadline=None)
@given(data=st.data(), sentence=st.sampled_from(SENTENCES))
def test_whatever_is_left_out_the_text_is_a_shorter_subsequence(data: st.DataObject, sentence: str) -> None:
    source = parsed(sentence)
    removed = data.draw(st.sets(st.integers(0, len(source) - 1)))
    text = without(source, removed)
    kept = [token.lower_ for token in source.tokens if token.i not in removed and not token.is_punct]
    assert len(text) <= len(sentence) + 1  # "a boat" for "an old boat"
    assert "  " not in text
    assert re.findall(r"\w+", any_article(text.lower())) == re.findall(r"\w+", any_article(" ".join(kept)))


def any_article(text: str) -> str:
    return re.sub(r"\ban\b", "a", text)


def test_what_nothing_is_left_out_of_stays_as_it_is() -> None:
    for sentence in SENTENCES:
        assert without(parsed(sentence), ()) == sentence


# ---- seams -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        ("The mayor, who sings, left.", "who sings", "The mayor left."),
        ("The mayor, Crane, left.", ", Crane,", "The mayor left."),
        ("The mayor left, taking the boat.", "taking the boat", "The mayor left."),
        ("On Friday, the mayor left.", "On Friday", "The mayor left."),
        ("On Friday, eBay fell.", "On Friday", "eBay fell."),
        ("The mayor (a singer) left.", "a singer", "The mayor left."),
        ('The song, "Gift Boat," which he wrote, sold.', "which he wrote", 'The song, "Gift Boat," sold.'),
        ("The mayor (a singer), Crane, left.", "a singer", "The mayor, Crane, left."),
        ("The mayor – a singer – left.", "a singer", "The mayor left."),
        ("The mayor -- a singer -- left.", "a singer", "The mayor left."),
        ("The mayor — a singer — left.", "a singer", "The mayor left."),
        ("The mayor left – at last.", "at last", "The mayor left."),
        ("The mayor left on Friday, and Holt stayed.", "on Friday", "The mayor left, and Holt stayed."),
        ("Crane, the mayor, who sings, left.", "the mayor", "Crane, who sings, left."),
        ("The mayor left, at last; Holt stayed.", "at last", "The mayor left; Holt stayed."),
        ("The mayor left, at last: nobody cared.", "at last", "The mayor left: nobody cared."),
        ("The boat went to Holt and Co., which sold it.", "which sold it", "The boat went to Holt and Co."),
        ("The mayor said on Friday that Holt left.", "on Friday", "The mayor said that Holt left."),
        ("The boat was sold to Holt & Co.", "& Co.", "The boat was sold to Holt."),
        ("The boat (£1.1bn; $1.4bn) was sold.", "£1.1bn", "The boat ($1.4bn) was sold."),
        ("The boat (£1.1bn; $1.4bn) was sold.", "$1.4bn", "The boat (£1.1bn) was sold."),
    ],
)
def test_of_the_marks_at_a_seam_the_right_one_stays(sentence: str, phrase: str, expected: str) -> None:
    assert cut(sentence, phrase) == expected


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        ("He chose an increasingly popular route.", "increasingly", "He chose a popular route."),
        ("They tow a burning oil tanker.", "burning", "They tow an oil tanker."),
        ("An empty ferry sank.", "empty", "A ferry sank."),
        ("A small island voted.", "small", "An island voted."),
        ("It was a long hour.", "long", "It was an hour."),
        ("She is an old university friend.", "old", "She is a university friend."),
        ("It was an early one-off trip.", "early", "It was a one-off trip."),
        ("He met a senior MP there.", "senior", "He met an MP there."),
        ("He met an old US envoy there.", "old", "He met a US envoy there."),
        ("It was a rare unanimous vote.", "rare", "It was a unanimous vote."),
        ("It was a quite unknown firm.", "quite", "It was an unknown firm."),
        ("It was an old firm.", "old", "It was a firm."),
        ("He sells Vitamin A tablets often.", "tablets", "He sells Vitamin A often."),
    ],
)
def test_the_article_before_a_gap_goes_with_the_word_behind_it(sentence: str, phrase: str, expected: str) -> None:
    assert cut(sentence, phrase) == expected


def test_a_comma_within_brackets_does_not_stay_behind() -> None:
    sentence = "The lead (Henry Crane, best known as a singer) left."
    assert cut(sentence, "best known as a singer") == "The lead (Henry Crane) left."


@pytest.mark.parametrize(
    ("sentence", "phrase", "expected"),
    [
        (
            "The ferry, built in 1985, and the tug were sold to Skerra.",
            "built in 1985",
            "The ferry and the tug were sold to Skerra.",
        ),
        ("The mayor, who sings, said no.", "who sings", "The mayor said no."),
        ("The captain, Ruth Kelso, says nobody cared.", "Ruth Kelso", "The captain says nobody cared."),
    ],
)
def test_no_comma_stays_between_a_subject_and_its_verb_or_two_nouns(sentence: str, phrase: str, expected: str) -> None:
    assert cut(sentence, phrase) == expected
