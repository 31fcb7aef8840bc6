"""A cut that takes the beginning of a clause and leaves its end."""

from __future__ import annotations

import pytest

from summarizer.cuts import fault

LAWYER = "A former lawyer for the captain who helped the board look for the wreck was fined on Friday, police said."
REPORT = "The committee must send its report to the harbour master, who files it within a month."
FIRE = "Kelso left the quay when the crew of the Gannet cut the ropes, and the ferry, which was full, sank at noon."


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("A former lawyer for the board was fined on Friday.", LAWYER),
        ("The committee must send its report to the harbour master within a month.", REPORT),
        ("Kelso left the Gannet cut the ropes.", FIRE),
    ],
)
def test_half_a_clause_is_no_cut(sentence: str, source: str) -> None:
    assert fault(sentence, source)


@pytest.mark.parametrize(
    ("sentence", "source"),
    [
        ("A former lawyer for the captain was fined on Friday.", LAWYER),
        ("A lawyer for the captain who helped the board was fined.", LAWYER),
        ("The committee must send its report to the harbour master.", REPORT),
        ("Kelso left the quay, and the ferry sank at noon.", FIRE),
        ("Kelso left the quay when the crew cut the ropes.", FIRE),
        ("The board will send a report to the committee in a month.", REPORT),
    ],
)
def test_a_whole_clause_may_go(sentence: str, source: str) -> None:
    assert fault(sentence, source) == ""
