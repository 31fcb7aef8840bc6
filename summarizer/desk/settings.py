"""A newsroom's standing choices: copydesk.toml, or [tool.copydesk] in pyproject.toml.

The file is looked for in the working folder and the folders above it, up to a repository's root. What is given on the
command line wins. A key that nothing reads is an error, so that no choice is lost to a slip of the pen.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from checks.read import day_of
from checks.registry import catalogue
from summarizer.inputs import Unreadable

FILE, PROJECT = "copydesk.toml", "pyproject.toml"
KEYS: dict[str, tuple[type, str]] = {
    "ignore": (list, "rules that are not to run"),
    "fail-on": (str, "severity from which the exit code is 1: error, warning, note or never"),
    "published": (str, "day of publication, 2024-05-31: what 'on Tuesday' refers to"),
    "locale": (str, "how 3/5/2024 is read: en-GB or en-US"),
    "dismissed": (str, "file of the findings that were let stand, from the folder of this file"),
    "model": (str, "the model that summarises"),
    "sentences": (int, "how many sentences a summary has at most"),
}
CHOICES = {"fail-on": ("error", "warning", "note", "never"), "locale": ("en-GB", "en-US")}
MOST_SENTENCES = 20


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of one file; `path` is None where there is none."""

    path: Path | None = None
    values: dict[str, Any] = field(default_factory=dict)

    def defaults(self) -> dict[str, Any]:
        """The values under the names of the command line's parameters."""
        given = {key.replace("-", "_"): value for key, value in self.values.items()}
        if self.path and "dismissed" in given:
            given["dismissed"] = str(self.path.parent / given["dismissed"])
        return given


def settings(start: Path) -> Settings:
    """The settings that hold in a folder. Unreadable where the file cannot be read or says what nothing knows."""
    for folder in upwards(start):
        for path, values in _files(folder):
            values = {key: _written_out(value) for key, value in values.items()}
            _refuse_unknown(path, values)
            return Settings(path, values)
    return Settings()


def working_folder() -> Path:
    try:
        return Path.cwd()
    except OSError:
        raise Unreadable("The working folder is gone, or may not be read: change to another one (cd).") from None


def upwards(start: Path) -> Iterator[Path]:
    """A folder and those above it, up to a repository's root: what lies there holds for it."""
    for folder in (start, *start.parents):
        yield folder
        try:
            if (folder / ".git").exists():
                return
        except OSError as error:
            raise _closed(folder, error) from None


def _files(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    own, project = folder / FILE, folder / PROJECT
    try:
        has_own, has_project = own.is_file(), project.is_file()
    except OSError as error:
        raise _closed(folder, error) from None
    if has_own:
        yield own, _read(own)
    if has_project:
        table = _read(project).get("tool", {}).get("copydesk")
        if table is not None:
            yield project, table


def _closed(folder: Path, error: OSError) -> Unreadable:
    return Unreadable(
        f"{folder} cannot be searched for {FILE} ({error.strerror or error}): change to another folder (cd)."
    )


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"{path} could not be read ({error}): mend it.") from None


def _written_out(value: Any) -> Any:
    """TOML has days of its own; on the command line they are texts."""
    return value.isoformat() if isinstance(value, date) else value


def _refuse_unknown(path: Path, values: dict[str, Any]) -> None:
    for key, value in values.items():
        if key not in KEYS:
            near = get_close_matches(key, KEYS, 1)
            meant = f"did you mean {near[0]}?" if near else f"known are {', '.join(KEYS)}."
            raise Unreadable(f"{path}: nothing is called {key}: {meant}")
        wanted = KEYS[key][0]
        is_list_of_text = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not isinstance(value, wanted) or isinstance(value, bool) or (wanted is list and not is_list_of_text):
            kind = {list: "a list of texts", str: "a text", int: "a whole number"}[wanted]
            raise Unreadable(f"{path}: {key} is {kind} ({KEYS[key][1]}).")
        if wrong := _wrong(key, value):
            raise Unreadable(f"{path}: {key}: {wrong}.")


def _wrong(key: str, value: Any) -> str:
    """Why a value cannot be meant; empty where it can."""
    if key in CHOICES and value not in CHOICES[key]:
        return f"{value!r} is not known; it can be {' or '.join(CHOICES[key])}"
    if key == "sentences" and not 1 <= value <= MOST_SENTENCES:
        return f"{value} is not from 1 to {MOST_SENTENCES}"
    try:
        if key == "published":
            day_of(value)
        if key == "ignore":
            catalogue().slugs(value)
    except ValueError as error:
        return str(error)
    return ""
