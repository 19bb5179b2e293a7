# Every target sets up what it needs; only python3 (3.11 or newer, with venv), make and git must be there.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
OLDEST := .deps/oldest/.ready
TARGET ?= .
T ?= tool/tests guard/tests
JOBS ?= 2

COMPILE := .deps/lock/bin/pip-compile --quiet --allow-unsafe --generate-hashes --strip-extras --no-emit-index-url --no-emit-find-links --no-header --no-annotate

.PHONY: help install demo test test-oldest lint check bench docs lock run-example clean
.DEFAULT_GOAL := help

help: ## say what each target does
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

install: $(READY) ## make .venv with both distributions, editable, and everything the tests use

$(READY): requirements/dev.txt requirements/libraries.txt tool/pyproject.toml guard/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Tenfold needs Python 3.11 or newer; say which with PYTHON=..."; exit 2; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt -r requirements/libraries.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e guard -e tool
	$(BIN)/python -m compileall -q tool/src guard/src
	@touch $@

demo: $(READY) ## check a weak app and its hardened twin, and show both scorecards
	@PATH="$(CURDIR)/$(BIN):$$PATH" sh examples/demo.sh

lint: $(READY) ## formatting, lint rules and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

test: lint ## the whole test-suite
	$(BIN)/python -m pytest -n $(JOBS) $(T)

test-oldest: $(READY) $(OLDEST) ## look for every declared name in the oldest libraries that Tenfold knows (Python 3.11)
	LIBRARIES=oldest $(BIN)/python -m pytest tool/tests/frameworks/test_names_exist.py

$(OLDEST): requirements/oldest.txt
	$(PYTHON) -m venv --clear .deps/oldest
	.deps/oldest/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements/oldest.txt
	.deps/oldest/bin/python -m pip check
	@touch $@

check: $(READY) ## check the app in TARGET=path
	@$(BIN)/tenfold check $(TARGET)

bench: $(READY) ## every figure of the documentation, measured here
	$(BIN)/python bench/run.py

docs: $(READY) ## write the pages that are made from the catalogue and the rules
	$(BIN)/python docs/make_pages.py

lock: ## pin every dependency anew, with hashes (with Python 3.11)
	$(PYTHON) -m venv .deps/lock
	.deps/lock/bin/python -m pip install --quiet pip-tools
	$(COMPILE) --upgrade -o requirements/dev.txt requirements/dev.in
	$(COMPILE) --upgrade -c requirements/dev.txt -o requirements/libraries.txt requirements/libraries.in
	$(COMPILE) -o requirements/oldest.txt requirements/oldest.in

run-example: $(READY) ## start NAME=flask-notes VARIANT=weak on PORT=8000
	$(BIN)/python examples/run.py $(NAME) $(VARIANT) $(PORT)

clean: ## take away what the other targets made
	rm -rf $(VENV) .deps .mypy_cache .ruff_cache .pytest_cache
