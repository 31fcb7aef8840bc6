"""What holds for all tests."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Generator
from pathlib import Path

import pytest
from hypothesis import settings

if not os.environ.get("CI"):  # Hypothesis has a profile of its own there
    settings.register_profile("untimed", deadline=None)  # a test may take its time on a busy machine
    settings.load_profile("untimed")

GOOD_REASONS = re.compile(
    r"root (?:writes|may write)|processor|ONNX Runtime's buffers|COPYDESK_BENCH_DATA|no such (?:devices|signals)"
    r"|no pipes|no editor|signal ignored|file system takes no such name"
)
"""Why a test may be skipped under --no-needless-skips: what the machine, the system or the user's rights cannot do."""


os.environ["COPYDESK_READER"] = "none"  # what a test checks must not depend on a model being on this machine


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--without-llvmlite",
        action="store_true",
        help="as where llvmlite is not installed: models run on ONNX Runtime, tests of the machine code are skipped",
    )
    parser.addoption(
        "--no-needless-skips",
        action="store_true",
        help="for continuous integration: a test that is skipped fails, unless this machine cannot run it at all",
    )


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and item.config.getoption("--no-needless-skips"):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        if not GOOD_REASONS.search(reason):
            report.outcome = "failed"
            report.longrepr = f"{reason}\nThis machine could run the test: install what is missing."
    return report


def pytest_configure(config: pytest.Config) -> None:
    if config.getoption("--without-llvmlite"):
        if sys.modules.get("llvmlite"):
            raise pytest.UsageError("llvmlite has been imported already")
        sys.modules["llvmlite"] = None  # type: ignore[assignment]  # as import understands it: there is none
        # for the processes that tests start
        paths = [str(Path(__file__).parent / "without_llvmlite"), *os.environ.get("PYTHONPATH", "").split(os.pathsep)]
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, paths))
