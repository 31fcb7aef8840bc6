"""A rule from outside without an end is a failed check, and signals end the program while it runs."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

import pytest

import checks
from checks.external_rules import RulePackage
from checks.model import Article, Finding, Outcome, Severity
from checks.registry import catalogue, use_external_rules
from checks.rule import Rule
from summarizer.desk.rule_deadline import with_deadline

TEXT = "Police held 12 men in the town, 7 of them on Monday."
SECONDS = 1.0  # of an endless rule; an ordinary one takes a thousandth of that


def ordinary(article: Article) -> Iterator[Outcome]:
    for figure in article.figures:
        yield Finding(Severity.NOTE, "A note of the house.", (figure.span,))


def endless(article: Article) -> Iterator[Outcome]:
    yield from ordinary(article)
    while True:
        pass


def endless_before_it_yields(article: Article) -> list[Outcome]:
    while True:
        pass


def endless_and_catching(article: Article) -> Iterator[Outcome]:
    while True:
        try:
            while True:
                pass
        except Exception:
            yield from ordinary(article)


def slow_expression(article: Article) -> Iterator[Outcome]:
    re.search("(a+)+$", "a" * 60 + "b")
    yield from ordinary(article)


@pytest.fixture
def checked() -> Iterator[Callable[..., checks.Sheet]]:
    """The sheet of a text that is checked with these rules from outside."""

    def check(*functions: Callable[..., object]) -> checks.Sheet:
        from types import ModuleType

        modules = []
        for number, function in enumerate(functions, 10):
            module = ModuleType(f"acme_{number}")
            module.RULE = Rule(f"ACME{number}", f"acme-{number}", "article", function, ())  # type: ignore[attr-defined, arg-type]
            modules.append(module)
        package = RulePackage(
            "house", "acme 1", tuple(modules), limited=lambda rule: with_deadline(rule, seconds=SECONDS)
        )
        use_external_rules(lambda: [package])
        return checks.check_article(TEXT)

    yield check
    use_external_rules(tuple)
    catalogue()


ENDLESS = [endless, endless_before_it_yields, endless_and_catching]


@pytest.mark.parametrize("function", [*ENDLESS, slow_expression])
@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no interval timer")
def test_a_rule_without_an_end_is_a_failed_check_and_the_others_go_on(checked, function) -> None:
    sheet = checked(function, ordinary)
    (failure,) = sheet.failures
    assert (failure.rule, failure.error) == ("acme-10", "TimeoutError: took longer than 1 s (a rule of acme 1)")
    assert {finding.rule for finding in sheet.findings} == {"acme-11"}
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


@pytest.mark.parametrize("function", ENDLESS)
def test_it_is_in_a_thread_too(checked, function) -> None:
    sheets: list[checks.Sheet] = []
    thread = threading.Thread(target=lambda: sheets.append(checked(function, ordinary)))
    thread.start()
    thread.join()
    assert [failure.rule for failure in sheets[0].failures] == ["acme-10"]
    assert {finding.rule for finding in sheets[0].findings} == {"acme-11"}


def test_an_ordinary_rule_is_left_alone(checked) -> None:
    sheet = checked(ordinary, ordinary)
    assert sheet.failures == ()
    assert len(sheet.findings) == 4


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system has no interval timer")
def test_a_timer_that_was_running_goes_on(checked) -> None:
    handler = signal.signal(signal.SIGALRM, signal.SIG_IGN)
    signal.setitimer(signal.ITIMER_REAL, 3600)
    try:
        checked(ordinary)
        assert signal.getsignal(signal.SIGALRM) is signal.SIG_IGN
        assert 0 < signal.getitimer(signal.ITIMER_REAL)[0] <= 3600
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, handler)


PROGRAM = """
import signal, sys
for name in ("SIGINT", "SIGHUP"):  # whoever started the tests may have them ignored
    signal.signal(getattr(signal, name), signal.SIG_DFL)
from summarizer.cli import main
from summarizer.desk import rule_deadline
rule_deadline.RULE_SECONDS = 3600.0
main()
"""
ENDLESS_FILE = '''
"""A rule without an end."""
from checks.rule import Example, Rule

def check(article):
    __import__("os").write(2, b"begun\\n")
    while True:
        pass

RULE = Rule("HOUSE01", "endless-rule", "article", check, (Example("a text", "Police held 12 men.", "silent"),))
'''


@pytest.mark.skipif(os.name != "posix", reason="there are no such signals here")
@pytest.mark.parametrize(("number", "code"), [("SIGTERM", 143), ("SIGINT", 130), ("SIGHUP", 129)])
@pytest.mark.parametrize("at_import", [False, True])
def test_a_signal_ends_the_program_while_such_a_rule_runs(tmp_path, number, code, at_import) -> None:
    file = tmp_path / "endless_rule.py"
    text = ENDLESS_FILE.replace("\ndef check(article):", "\nif True:") if at_import else ENDLESS_FILE
    file.write_text(text, encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, "test-rule", str(file)],
        stderr=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert running.stderr is not None
    assert running.stderr.readline() == "begun\n"
    running.send_signal(getattr(signal, number))
    try:
        out, err = running.communicate(timeout=120)
    finally:
        running.kill()  # nothing, if it has ended
    assert running.returncode == code
    assert err in ("", "copydesk: stopped\n")
    assert "endless-rule" not in out or "FAILED" not in out
