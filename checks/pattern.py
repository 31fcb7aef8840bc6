"""Regular expressions that are compiled at first use.

The modules of this package hold about seven hundred patterns. Compiling all of them took a fifth of a second of every
start, though most articles reach only some of them.
"""

from __future__ import annotations

import re
from typing import Any, cast

METHODS = ("search", "match", "fullmatch", "finditer", "findall", "sub", "subn", "split")
VALUES = ("flags", "groups", "groupindex")


class DeferredPattern:
    """Stands for `re.compile(source, flags)`; compiles when anything but `.pattern` is first asked for.

    The methods and values of the compiled pattern then become attributes of the instance, so that later uses find them
    without a detour. Two threads that use a pattern for the first time at once both compile it, to the same effect.

    The functions of `re` that accept a compiled pattern (`re.sub(pattern, ...)`) do not accept this: call its methods.
    The `.re` of a match is the compiled pattern, never this object.
    """

    def __init__(self, source: str, flags: re.RegexFlag | int) -> None:
        self.pattern = source
        self._requested_flags = flags

    def __getattr__(self, name: str) -> Any:
        """The attribute of the compiled pattern, at the first use only; re.error if the source is malformed."""
        if name not in METHODS and name not in VALUES:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        compiled = re.compile(self.pattern, self._requested_flags)
        self.__dict__.update((attribute, getattr(compiled, attribute)) for attribute in (*METHODS, *VALUES))
        return self.__dict__[name]

    def __repr__(self) -> str:
        return f"pattern({self.pattern!r}, {self._requested_flags!r})"


def pattern(source: str, flags: re.RegexFlag | int = 0) -> re.Pattern[str]:
    """Same as `re.compile(source, flags)`, but compiled at first use."""
    return cast("re.Pattern[str]", DeferredPattern(source, flags))
