# icb-tui: `make run` starts the explorer, `make test` runs the tests; each makes .venv first where it must.
VENV := .venv
BENCH := .venv-bench
DIST := .venv-dist
LOWEST := .venv-lowest
NEWEST := .venv-newest
BIN := $(VENV)/bin
PYTHON ?= python3
ARGS ?=

.PHONY: run test lowest newest lint dist check picture docs bench fuzz help clean

help:            ## this list
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-9s %s\n", $$1, $$2}' Makefile

run: $(VENV)/installed   ## start the explorer on the bundled data (ARGS="--year 2022/23" passes options on)
	@$(BIN)/icb-tui $(ARGS)

test: $(VENV)/tools      ## run the tests
	@$(BIN)/python -m pytest $(ARGS)

lowest: $(LOWEST)/tools  ## run the tests on the lowest versions that pyproject.toml allows
	@$(LOWEST)/bin/python -m pytest $(ARGS)

newest: $(NEWEST)/tools  ## run the tests on the newest Textual and DuckDB, whatever pyproject.toml allows
	@$(DIST)/bin/uv pip install --quiet --python $(NEWEST)/bin/python --upgrade textual duckdb
	@$(DIST)/bin/uv pip list --quiet --python $(NEWEST)/bin/python
	@$(NEWEST)/bin/python -m pytest $(ARGS)

lint: $(VENV)/tools $(DIST)/tools ## format and lint check (ruff), types (mypy --strict, also as on Windows and macOS), the files in .github and CITATION.cff
	@$(BIN)/ruff format --check . && $(BIN)/ruff check .
	@$(BIN)/mypy && $(BIN)/mypy tests && $(BIN)/mypy --package benchmarks --package fuzz --package release
	@for platform in win32 darwin; do $(BIN)/mypy --platform $$platform --cache-dir .mypy_cache/$$platform || exit; done
	@$(DIST)/bin/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	@$(DIST)/bin/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	@$(DIST)/bin/check-jsonschema --builtin-schema vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	@test ! -x $(DIST)/bin/actionlint || $(DIST)/bin/actionlint .github/workflows/*.yml

dist: $(DIST)/tools      ## build what is released from the last commit into dist/, and check it (ARGS=--without-suite: no tests)
	@$(DIST)/bin/python -m release $(ARGS)

check: $(VENV)/installed ## validate the data files
	@$(BIN)/icb-tui check $(ARGS)

picture: $(VENV)/tools   ## draw the README's picture from the app itself
	@$(BIN)/python docs/picture.py

docs: $(VENV)/tools      ## write the README's table of keys, docs/data.md and the man page anew
	@$(BIN)/python docs/keys.py && $(BIN)/python docs/folders.py && $(BIN)/python docs/data.py && $(BIN)/python docs/man.py

fuzz: $(VENV)/tools      ## give every reader of others' bytes cases of chance (ARGS="keys --cases 100000 --seed 1")
	@$(BIN)/python -m fuzz $(ARGS)

bench: $(BENCH)/installed ## measure speed and size beside other programs, about fifty minutes (QUICK=1: a glance; ARGS="browse first")
	@$(BENCH)/bin/python -m benchmarks $(if $(QUICK),--runs 3) $(ARGS)

clean:           ## remove what the other targets made
	rm -rf $(VENV) $(BENCH) $(DIST) $(LOWEST) $(NEWEST) dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

$(VENV)/installed: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "icb-tui needs Python 3.11 or newer; say which with: make $(MAKECMDGOALS) PYTHON=python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "python3 has no venv here; on Debian: apt install python3-venv" >&2; exit 1; }
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV)
	@echo "Installing icb-tui into $(VENV) (once) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/tools: $(VENV)/installed tests/requirements.txt
	@echo "Installing the test tools into $(VENV) (once) ..." >&2
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --requirement tests/requirements.txt
	@touch $@

$(DIST)/tools: release/requirements.txt
	@test -x $(DIST)/bin/pip || $(PYTHON) -m venv $(DIST)
	@echo "Installing the release tools into $(DIST) (once) ..." >&2
	@$(DIST)/bin/python -m pip install --quiet --disable-pip-version-check --requirement release/requirements.txt
	@touch $@

# Only what pyproject.toml names is as old as it may be: of the rest, the newest that goes with it.
$(LOWEST)/tools: pyproject.toml tests/requirements.txt $(DIST)/tools
	@$(DIST)/bin/uv venv --quiet --clear --python $(PYTHON) $(LOWEST)
	@$(DIST)/bin/uv pip compile --quiet --python $(PYTHON) --resolution lowest-direct --extra web --output-file $(LOWEST)/lowest.txt pyproject.toml
	@$(DIST)/bin/uv pip install --quiet --python $(LOWEST)/bin/python --constraint $(LOWEST)/lowest.txt --editable . --requirement tests/requirements.txt
	@touch $@

$(NEWEST)/tools: pyproject.toml tests/requirements.txt $(DIST)/tools
	@$(DIST)/bin/uv venv --quiet --clear --python $(PYTHON) $(NEWEST)
	@$(DIST)/bin/uv pip install --quiet --python $(NEWEST)/bin/python --editable . --requirement tests/requirements.txt
	@touch $@

# The benchmarks measure a wheel, as users have it, in an environment of their own.
$(BENCH)/installed: pyproject.toml benchmarks/requirements.txt $(shell find icb_tui data -type f -not -name '*.pyc')
	@test -x $(BENCH)/bin/pip || $(PYTHON) -m venv $(BENCH)
	@echo "Installing a wheel of icb-tui and the programs beside it into $(BENCH) ..." >&2
	@rm -rf $(BENCH)/wheel
	@$(BENCH)/bin/python -m pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir $(BENCH)/wheel .
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --requirement benchmarks/requirements.txt $(BENCH)/wheel/*.whl
	@$(BENCH)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --force-reinstall $(BENCH)/wheel/*.whl
	@touch $@
