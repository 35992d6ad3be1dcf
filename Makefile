# Two commands do everything: `make build` and `make test`. Each sets up what it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: build test bench fmt clean docs

build: $(VENV)/.ready
	$(BIN)/storyhouse build

test: $(VENV)/.ready-for-tests
	@$(BIN)/python tests/prepare.py
	$(BIN)/ruff check src tests bench docs
	$(BIN)/ruff format --check src tests bench docs
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python docs/generate.py --check
	$(BIN)/pytest -n auto --cov --cov-report=term

bench: $(VENV)/.ready-for-bench
	$(BIN)/python -m bench --write

docs: $(VENV)/.ready
	$(BIN)/python docs/generate.py

fmt: $(VENV)/.ready-for-tests
	$(BIN)/ruff check --fix src tests bench docs
	$(BIN)/ruff format src tests bench docs

$(VENV)/.ready: requirements/run.txt pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/build.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	touch $@

$(VENV)/.ready-for-tests: $(VENV)/.ready requirements/test.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.txt
	touch $@

$(VENV)/.ready-for-bench: $(VENV)/.ready-for-tests requirements/bench.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/bench.txt
	touch $@

clean:
	rm -rf out .storyhouse dist
