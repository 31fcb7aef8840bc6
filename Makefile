# Everything runs in .venv, made on first use. `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/bench

.PHONY: demo test lint types bench setup clean

setup: .venv/.installed

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Copydesk needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Setting up .venv: some minutes the first time, most of them PyTorch's download." >&2
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --disable-pip-version-check --editable '.[dev,train]'
	@touch $@

demo: setup
	$(BIN)/copydesk summarize samples/operation-orion.txt --show-rejected
	@$(BIN)/copydesk summarize samples/operation-orion.txt -o demo.html
	@echo "The same as a page: demo.html"

test: setup
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT=10000 $(BIN)/python -m playwright install chromium >/dev/null 2>&1 || \
		echo "No browser can be had: the tests that look at pages with one are skipped." >&2
	$(BIN)/pytest

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

bench: setup
	$(BIN)/python $(DATA)/scoreboard.py --adapter bench/adapters.py

clean:
	rm -rf .venv build dist demo.html .pytest_cache .ruff_cache .mypy_cache .hypothesis
