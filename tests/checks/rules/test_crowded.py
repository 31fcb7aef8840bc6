"""A sentence that no rule reads is said to be unread."""

from __future__ import annotations

import checks
from checks.model import State


def test_a_sentence_with_too_many_figures_is_said_to_be_unread():
    prices = ", ".join(f"{pence} pence for number {chr(97 + pence % 26)}" for pence in range(101, 160))
    sheet = checks.check_article(f"The shop sold 40 pens. The prices were {prices}.")
    unread = [entry for entry in sheet.ledger.entries if entry.state is State.NOT_CHECKED and "table" in entry.reason]
    assert len(unread) > 40
    assert not any(entry.item.words == "40" for entry in unread)


def test_a_sentence_of_prose_is_read():
    sheet = checks.check_article("The club sold 22 boats: 10 new, five old and seven rebuilt.")
    assert not sheet.not_checked
