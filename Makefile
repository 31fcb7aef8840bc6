# Everything runs in .venv, made on first use. `make demo` and `make test` are all that a newcomer needs.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/bench
PYTEST_OPTIONS ?=
BRANCHES ?= 90
WORKERS := -n auto --maxprocesses 4 --dist worksteal  # some tests load a model: 2 GB each

.PHONY: demo test coverage lint types imports docs bench setup browser clean

setup: .venv/.installed

.venv/.installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Copydesk needs Python 3.11 or newer: make PYTHON=python3.12 ..." >&2; exit 2; }
	@echo "Setting up .venv: some minutes the first time, most of them PyTorch's download." >&2
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --disable-pip-version-check --editable '.[dev,docs,train]'
	@touch $@

demo: setup
	$(BIN)/copydesk summarize samples/operation-orion.txt --show-rejected
	@$(BIN)/copydesk summarize samples/operation-orion.txt -o demo.html
	@echo "The same as a page: demo.html"

browser: setup
	@command -v chromium >/dev/null || command -v google-chrome >/dev/null || \
		PLAYWRIGHT_DOWNLOAD_CONNECTION_TIMEOUT=10000 $(BIN)/python -m playwright install chromium >/dev/null 2>&1 || \
		echo "No browser can be had: the tests that look at pages with one are skipped." >&2

test: setup browser
	$(BIN)/pytest $(WORKERS) $(PYTEST_OPTIONS)

# How many branches of `checks` its own tests take, in per cent. The list of those that they do not: build/coverage.txt
coverage: setup
	@mkdir -p build
	$(BIN)/pytest tests/checks tests/test_samples.py --cov --cov-report=json:build/coverage.json $(WORKERS) $(PYTEST_OPTIONS)
	@$(BIN)/coverage report >build/coverage.txt
	@$(BIN)/python -c 'import json; totals = json.load(open("build/coverage.json"))["totals"]; \
		branches = totals["num_branches"]; \
		share = 100 * totals["covered_branches"] / branches; \
		print(f"checks: {share:.2f}% of {branches} branches are taken, $(BRANCHES)% are asked for"); \
		raise SystemExit(share < $(BRANCHES))'

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: setup
	$(BIN)/mypy

imports: setup
	$(BIN)/lint-imports

docs: setup
	$(BIN)/python docs/generate.py build/docs
	$(BIN)/python docs/tour.py build/docs
	NO_MKDOCS_2_WARNING=1 DISABLE_MKDOCS_2_WARNING=true $(BIN)/mkdocs build --strict
	@! grep -rlE '(src|<link[^>]* href)="(https?:)?//' build/site --include='*.html' || { echo "These pages fetch from other hosts." >&2; exit 1; }
	@echo "The site: build/site/index.html"

bench: setup
	$(BIN)/python $(DATA)/scoreboard.py --adapter bench/adapters.py

clean:
	rm -rf .venv build dist demo.html .coverage .pytest_cache .ruff_cache .mypy_cache .hypothesis .import_linter_cache
