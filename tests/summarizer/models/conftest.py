"""The tiny models of the engines' tests, and a model cache of its own for every test."""

from ..engines.conftest import bart, cache, chat, gguf, mbart, one_thread, onnx, pegasus, t5

__all__ = ["bart", "cache", "chat", "gguf", "mbart", "one_thread", "onnx", "pegasus", "t5"]
