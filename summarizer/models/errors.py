"""What can go wrong with a model. Every message says what happened and what to do."""

from __future__ import annotations


class ModelError(Exception):
    """A model cannot be had or run. The message says what happened and what to do; `exit_code` is for the CLI."""

    exit_code = 3


class NoNetwork(ModelError):
    """The package index or the hub cannot be reached."""


class CorruptModel(ModelError):
    """What was fetched, or what lies in the cache, is not what it should be, even after fetching it again."""


class DamagedSource(CorruptModel):
    """The file that a model would be prepared from is not what it was when it came."""


class NoSpace(ModelError):
    """The disk that holds the cache is full."""


class CacheUnwritable(ModelError):
    """The cache folder cannot be made or written."""


class UnknownModel(ModelError):
    """No embedded model, folder, GGUF file or hub model goes by that name."""

    exit_code = 2


class UnsafeWeights(ModelError):
    """The weights are pickles, which can run any code when they are loaded."""

    exit_code = 2


class EngineFailed(ModelError):
    """The model is there, but the engine could not load or run it."""
