PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BENCH := .venv-bench

.PHONY: lab test test-long check bench docs bundle clean

$(VENV)/ready: pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --upgrade pip
	$(BIN)/pip install --quiet -e '.[dev]'
	touch $@

# Simulated hosts: nothing to prepare, nothing outside the program is changed. On a terminal the wizard on
# them; elsewhere the whole guide, without a question.
lab: $(VENV)/ready
	@if [ -t 0 ] && [ -t 1 ]; then $(BIN)/nova-wizard --lab; \
	else $(BIN)/nova-wizard --lab --replay examples/answers.yaml; fi

test: $(VENV)/ready
	$(BIN)/pytest -m 'not long'

test-long: $(VENV)/ready
	$(BIN)/pytest -m long

check: $(VENV)/ready
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The tools that ours is measured against get an environment of their own.
$(BENCH)/ready: pyproject.toml
	$(PYTHON) -m venv $(BENCH)
	$(BENCH)/bin/pip install --quiet -e '.[dev,bench]'
	touch $@

bench: $(BENCH)/ready
	$(BENCH)/bin/python -m bench

# The documentation in build/site; a broken link or anchor ends it. The variable silences an advertisement.
docs: $(VENV)/ready
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict

# One file with all libraries, for a workstation without network. `ln -s nova-wizard.pyz nova-lab` is nova-lab.
bundle: $(VENV)/ready
	$(BIN)/python -m release.bundle dist/nova-wizard.pyz

clean:
	rm -rf $(VENV) $(BENCH) .mypy_cache .ruff_cache .pytest_cache build dist
