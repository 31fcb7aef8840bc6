"""Machine code of our own, compiled for the CPU at hand: see `kernels.py` and docs/engine.md."""
