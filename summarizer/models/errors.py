"""Errors of models. Every message says what happened and what to do."""

from __future__ import annotations


class ModelError(Exception):
    """A model cannot be fetched or run. The message says what happened and what to do; `exit_code` is the CLI's."""

    exit_code = 3


class NoNetwork(ModelError):
    """The package index or the hub cannot be reached."""


class CorruptModel(ModelError):
    """A downloaded or cached file does not have the content it should have, even after downloading it again."""


class DamagedSource(CorruptModel):
    """The file that a model would be prepared from has changed since it was downloaded."""


class NoSpace(ModelError):
    """The disk that holds the cache is full."""


class CacheUnwritable(ModelError):
    """The cache folder cannot be created or written to."""


class UnknownModel(ModelError):
    """No embedded model, folder, GGUF file or hub model has that name."""

    exit_code = 2


class MissingExtra(ModelError):
    """The model needs a package that is not installed."""

    exit_code = 2


class UnsafeWeights(ModelError):
    """The weights are pickles, which can run any code when they are loaded."""

    exit_code = 2


class RemoteRefused(ModelError):
    """The model is on another machine, and the article was not allowed to leave this one."""

    exit_code = 2


class EngineFailed(ModelError):
    """The model exists, but the engine could not load or run it."""
