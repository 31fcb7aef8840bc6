"""Python imports this at its start, where the folder is in PYTHONPATH: see the option --without-llvmlite."""

import sys

sys.modules["llvmlite"] = None  # type: ignore[assignment]
