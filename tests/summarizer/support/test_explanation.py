"""The reason that an editor reads names the plainest departure from the source."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import checks
from summarizer.language.grounding import index_article
from summarizer.support.alignment import ParsedArticle, align
from summarizer.support.explanation import MAX_LISTED_WORDS, departure

ARTICLE = """Harbour board votes on quay

The harbour board of Torley voted on Monday to close the north quay, which was wrecked by a storm in January.

Police said a sailor from Skerra had allegedly stolen the boat of a fisherman on Friday.

The council plans to sell the old lighthouse to a builder if the board agrees.

The owner of the ferry has not paid the fine for dumping oil in the bay.

The union accused the airline of hiding the true cost of the strike.

The miners could be trapped for at least a year.
"""
WORDS = [*sorted(set(ARTICLE.split())), "Ostmark", "whales", "never"]
PARSED_ARTICLE = ParsedArticle(index_article(checks.read(ARTICLE)))


def reason(sentence: str) -> str:
    [alignment] = align([sentence], PARSED_ARTICLE)
    return departure(alignment, PARSED_ARTICLE)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("The harbour board of Ostmark voted to close the quay.", "names Ostmark, which the article does not"),
        ("The harbour board of Torley burned the shabby quay.", 'says "burned", "shabby", which the article does not'),
        (
            "The union never accused the airline of hiding the true cost.",
            'says "never", which the article does not say of this',
        ),
        ("The owner of the ferry has paid the fine for dumping oil.", 'leaves out the article\'s "not"'),
        (
            "The harbour board voted to sell the lighthouse.",
            'says "voted to sell the lighthouse"; the article says "plans to sell the old lighthouse" (par 3)',
        ),
        (
            "The airline was hiding the true cost of the strike.",
            'states as a fact what the article does not: "The union accused"',
        ),
        (
            "The council will sell the old lighthouse to a builder if the board agrees.",
            'states as settled what the article calls a plan: "The council plans to sell"',
        ),
        ("The miners are trapped for at least a year.", 'leaves out the article\'s "could"'),
        ("The miners could be trapped for a year.", 'leaves out the article\'s "at least"'),
        (
            "The harbour board of Torley voted to close the north quay of Skerra.",
            'says "quay of Skerra"; the article says "sailor from Skerra" (par 2)',
        ),
        ("The harbour board of Torley voted to burn the north quay.", 'says "burn", which the article does not'),
        (
            "The union accused the airline of hiding the strike.",
            'leaves out "true cost of the" from the middle of what the article says',
        ),
        (
            "The harbour board of Torley was wrecked by a storm in January.",
            'leaves out "voted on Monday to close the north quay …" from the middle of what the article says',
        ),
        (ARTICLE.split("\n\n")[1], "is too far from what any passage of the article says"),
    ],
)
def test_the_plainest_departure_is_the_reason(sentence: str, expected: str) -> None:
    assert reason(sentence) == expected


def test_a_reason_names_few_words() -> None:
    found = reason("Ten loud purple whales sang merry tunes, juggled oranges and painted murals.")
    assert found.count('"') <= 2 * MAX_LISTED_WORDS


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    sentence=st.one_of(
        st.lists(st.sampled_from(WORDS), max_size=15).map(" ".join),
        st.text(max_size=30),
    )
)
def test_any_sentence_gets_a_reason_without_line_breaks(sentence: str) -> None:
    found = reason(sentence)
    assert found.strip() == found != ""
    assert "\n" not in found


def test_an_indefinite_pronoun_is_no_name() -> None:
    assert "names Nobody" not in reason("Nobody wrecked the north quay in January.")
