"""Settings of a newsroom: copydesk.toml, or [tool.copydesk] in pyproject.toml.

The file is searched for in the working folder and its parents, up to a repository's root. Command-line options take
precedence. An unknown key is an error, so that a typing error does not silently disable a setting.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from checks.dictionary import NO_DICTIONARY, Dictionary
from checks.model import Severity
from checks.read import LOCALES, day_of
from checks.registry import SEVERITIES, catalogue
from summarizer.desk.correction_template import template_error
from summarizer.inputs import Unreadable
from summarizer.limits import MAX_SENTENCES, MAX_TIMEOUT_SECONDS

SETTINGS_FILE, PROJECT_FILE = "copydesk.toml", "pyproject.toml"
LOG_FILE = "copydesk-log.jsonl"  # decision_log.py
KEYS: dict[str, tuple[type, str]] = {  # key: type of its value, meaning
    "select": (list, "rules and families that are to run, severities that are to be raised; all if there is none"),
    "ignore": (list, "rules and families that are not to run, severities that are not to be raised"),
    "severity": (dict, "severity of a rule's or family's findings in place of its own"),
    "dictionary": (dict, "names that hold numbers, currencies and units of the house"),
    "fail-on": (str, "severity from which the exit code is 1: error, warning, note or never"),
    "published": (str, "day of publication, 2024-05-31: what 'on Tuesday' refers to"),
    "locale": (str, "how 3/5/2024 is read: en-GB or en-US"),
    "dismissed": (str, "file of the findings that were let stand, from the folder of this file"),
    "log": (str, "file of what was decided of findings, from the folder of this file"),
    "correction": (str, "the line that `copydesk log --corrections` drafts, with {what}, {was}, {now}, {date}"),
    "model": (str, "the model that summarises"),
    "reader": (str, "the model that reads ties too: embedded, one on a server, or none"),
    "base-url": (str, "address of the server that the model openai:NAME means, http://127.0.0.1:8080/v1"),
    "timeout": (int, "seconds that one request to a model's server may take"),
    "sentences": (int, "how many sentences a summary has at most"),
}
ALLOWED_VALUES = {"fail-on": ("error", "warning", "note", "never"), "locale": LOCALES}


@dataclass(frozen=True, slots=True)
class Settings:
    """The values of one settings file; `path` is None if there is no file."""

    path: Path | None = None
    values: dict[str, Any] = field(default_factory=dict)

    @property
    def severities(self) -> tuple[tuple[str, Severity], ...]:
        return severities_of(self.values["severity"]) if "severity" in self.values else ()  # without importing any rule

    @property
    def dictionary(self) -> Dictionary:
        if "dictionary" not in self.values:
            return NO_DICTIONARY
        from summarizer.desk.house_dictionary import dictionary_of

        return dictionary_of(self.values["dictionary"])

    def defaults(self) -> dict[str, Any]:
        """The values, keyed by the parameter names of the commands."""
        defaults = {key.replace("-", "_"): value for key, value in self.values.items()}
        for key in ("dismissed", "log"):
            if self.path and key in defaults:
                defaults[key] = str(self.path.parent / defaults[key])
        return defaults


def severities_of(table: dict[str, Any]) -> tuple[tuple[str, Severity], ...]:
    """The severities that the setting `severity` states, families before the rules in them. Raises ValueError."""
    known_rules = catalogue()
    pairs = []
    for name, value in table.items():
        slugs = known_rules.slugs([name])
        if slugs & SEVERITIES:
            raise ValueError(f"{name} is a severity; name a rule or a family")
        if not isinstance(value, str) or value not in SEVERITIES:
            raise ValueError(f"{name} is {value!r}; it can be {' or '.join(Severity)}; `ignore` leaves a rule out")
        pairs.append((len(slugs), name, Severity(value)))
    pairs.sort(key=lambda pair: -pair[0])
    return tuple((name, severity) for _, name, severity in pairs)


def find_settings(start: Path) -> Settings:
    """The settings that apply to a folder. Raises Unreadable for an unreadable file, unknown key or bad value."""
    for folder in folder_and_parents(start):
        for path, values in _settings_tables(folder):
            values = {key: _dates_as_text(value) for key, value in values.items()}
            _validate(path, values)
            return Settings(path, values)
    return Settings()


def working_folder() -> Path:
    """The current folder. Raises Unreadable if it was removed or may not be read."""
    try:
        return Path.cwd()
    except OSError:
        raise Unreadable("The working folder is gone, or may not be read: change to another one (cd).") from None


def folder_and_parents(start: Path) -> Iterator[Path]:
    """The folder and its parents, nearest first, up to a repository's root."""
    for folder in (start, *start.parents):
        yield folder
        try:
            if (folder / ".git").exists():
                return
        except OSError as error:
            raise _cannot_search(folder, error) from None


def _settings_tables(folder: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    settings_file, project_file = folder / SETTINGS_FILE, folder / PROJECT_FILE
    try:
        has_settings_file, has_project_file = settings_file.is_file(), project_file.is_file()
    except OSError as error:
        raise _cannot_search(folder, error) from None
    if has_settings_file:
        yield settings_file, _read(settings_file)
    if has_project_file:
        tools = _table(project_file, "tool", _read(project_file).get("tool", {}))
        if "copydesk" in tools:
            yield project_file, _table(project_file, "tool.copydesk", tools["copydesk"])


def _table(path: Path, name: str, value: Any) -> dict[str, Any]:
    """The value, if it is a table. Raises Unreadable."""
    if not isinstance(value, dict):
        raise Unreadable(f"{path}: {name} is a table: write [tool.copydesk] above the settings.")
    return value


def _cannot_search(folder: Path, error: OSError) -> Unreadable:
    return Unreadable(
        f"{folder} cannot be searched for {SETTINGS_FILE} ({error.strerror or error}): change to another folder (cd)."
    )


def _read(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise Unreadable(f"{path} could not be read ({error}): fix it.") from None


def _dates_as_text(value: Any) -> Any:
    """A TOML date in ISO 8601, the form that the command line takes; other values unchanged."""
    return value.isoformat() if isinstance(value, date) else value


def _validate(path: Path, values: dict[str, Any]) -> None:
    """Raises Unreadable for an unknown key or a value that is not allowed."""
    for key, value in values.items():
        if key not in KEYS:
            matches = get_close_matches(key, KEYS, 1)
            hint = f"did you mean {matches[0]}?" if matches else f"known are {', '.join(KEYS)}."
            raise Unreadable(f"{path}: nothing is called {key}: {hint}")
        expected = KEYS[key][0]
        is_list_of_text = isinstance(value, list) and all(isinstance(item, str) for item in value)
        if not isinstance(value, expected) or isinstance(value, bool) or (expected is list and not is_list_of_text):
            kind = {list: "a list of texts", str: "a text", int: "a whole number", dict: "a table"}[expected]
            raise Unreadable(f"{path}: {key} is {kind} ({KEYS[key][1]}).")
        if error := _value_error(key, value):
            raise Unreadable(f"{path}: {key}: {error}.")


def _value_error(key: str, value: Any) -> str:
    """What is wrong with a value; "" if nothing is."""
    if key in ALLOWED_VALUES and value not in ALLOWED_VALUES[key]:
        return f"{value!r} is not known; it can be {' or '.join(ALLOWED_VALUES[key])}"
    if key == "sentences" and not 1 <= value <= MAX_SENTENCES:
        return f"{value} is not from 1 to {MAX_SENTENCES}"
    if key == "timeout" and not 1 <= value <= MAX_TIMEOUT_SECONDS:
        return f"{value} is not from 1 to {MAX_TIMEOUT_SECONDS}"
    if key == "correction":
        return template_error(value)
    try:
        if key == "published":
            day_of(value)
        if key in ("select", "ignore"):
            catalogue().slugs(value)
        if key == "severity":
            severities_of(value)
        if key == "dictionary":
            from summarizer.desk.house_dictionary import dictionary_of

            dictionary_of(value)
    except ValueError as error:
        return str(error)
    return ""
