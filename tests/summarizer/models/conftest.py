"""The tiny models of the engines' tests, and a model cache of its own for every test."""

from ..engines.conftest import cache, chat, gguf, one_thread, onnx, t5

__all__ = ["cache", "chat", "gguf", "one_thread", "onnx", "t5"]
