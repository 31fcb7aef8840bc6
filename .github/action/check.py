"""Runs `copydesk check` for action.yml: prints the report, writes SARIF, and exits with the code of the check.

The inputs of action.yml are read from the environment: COPYDESK_PATHS, COPYDESK_FAIL_ON, COPYDESK_FORMAT
and COPYDESK_ARGS. No shell sees them, nor the names of files.
"""

from __future__ import annotations

import glob
import os
import secrets
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

COPYDESK = (sys.executable, "-m", "summarizer.cli", "check")
EXIT_UNUSABLE = 2


def main() -> int:
    """Checks the articles and sets the step's outputs. Returns the exit code of the check."""
    paths = list(dict.fromkeys(expanded(os.environ["COPYDESK_PATHS"])))
    if not paths:
        return refuse("`paths` names no file: give files or patterns, one a line.")
    try:
        options = shlex.split(os.environ.get("COPYDESK_ARGS", ""))
    except ValueError as error:
        return refuse(
            f"`args` cannot be read as in a shell ({error}): end each quote, and each \\ needs a character after it."
        )
    if fail_on := os.environ.get("COPYDESK_FAIL_ON"):
        options.append(f"--fail-on={fail_on}")
    code = report(os.environ.get("COPYDESK_FORMAT") or "github", options, paths)

    sarif = Path(os.environ["RUNNER_TEMP"], f"copydesk-{secrets.token_hex(4)}.sarif")
    # The errors of this second run are those of the first.
    subprocess.run(
        [*COPYDESK, *options, "--format=sarif", f"--output={sarif}", "--", *paths], stderr=subprocess.DEVNULL
    )
    set_output("exit-code", str(code))
    if sarif.is_file():
        set_output("sarif-file", str(sarif))
    return code


def refuse(reason: str) -> int:
    """Says in one line why nothing can be checked, and sets the output. Returns the exit code."""
    print(f"::error::Copydesk: {reason}")
    set_output("exit-code", str(EXIT_UNUSABLE))
    return EXIT_UNUSABLE


def set_output(name: str, value: str) -> None:
    """Adds an output of the step."""
    with open(os.environ["GITHUB_OUTPUT"], "a", encoding="utf-8") as outputs:
        outputs.write(f"{name}={value}\n")


def expanded(patterns: str) -> Iterator[str]:
    """The files that each line names or matches. A line that matches none is given on, so that the check says so."""
    for line in patterns.splitlines():
        if pattern := line.strip():
            yield from sorted(filter(os.path.isfile, glob.glob(pattern, recursive=True))) or [pattern]


def report(report_format: str, options: list[str], paths: list[str]) -> int:
    """Prints the report and returns the exit code.

    A report other than `github` quotes articles as they are: a line of one that begins with :: is not to be obeyed as
    a workflow command.
    """
    token = secrets.token_hex(16)
    quoted = report_format != "github"
    if quoted:
        print(f"::stop-commands::{token}", flush=True)
    code = subprocess.run([*COPYDESK, *options, f"--format={report_format}", "--", *paths]).returncode
    if quoted:
        print(f"\n::{token}::", flush=True)
    return code


if __name__ == "__main__":
    sys.exit(main())
