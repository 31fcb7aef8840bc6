"""A finding is known again after an edit elsewhere, and is another one after an edit of its own figures."""

from __future__ import annotations

import checks
from checks.fingerprint import fingerprint

TEXT = "The walkers covered 6 miles (16km) in the fog. A rescue team found them."


def of(text: str) -> list[str]:
    sheet = checks.check_article(text)
    return [fingerprint(sheet.article, finding) for finding in sheet.findings]


def test_a_finding_keeps_its_name_when_other_words_change():
    assert of(TEXT) == of(f"Lost in fog\n\n{TEXT} They were tired, a doctor said.") != []


def test_changing_a_figure_makes_another_finding():
    assert of(TEXT) != of(TEXT.replace("16km", "17km"))


def test_changing_the_word_beside_a_figure_makes_another_finding():
    assert of(TEXT) != of(TEXT.replace("covered", "drove"))


def test_line_breaks_and_letter_case_make_no_difference():
    assert of(TEXT) == of(TEXT.replace(" covered 6 miles", "\nCovered 6 miles"))


def test_two_findings_of_one_rule_have_two_names():
    names = of(f"{TEXT} Another party went 7 miles (30km) that day.")
    assert len(set(names)) == len(names) == 2
