# What you need: Python >= 3.11 with venv, Node >= 20.19, make. `make run` shows a demo; `make test` shows that it holds.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help install run build budget test check types lint unit web e2e fuzz faults bench fmt lock system api clean

BIN := .venv/bin
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null && $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' && { echo $$p; break; }; done)
TOOLS_SEEN := backend/followthrough tests $(wildcard e2e benchmarks tools)
# An object on one line wherever it fits: a template's documents are read by people.
DOCUMENTS := --object-wrap collapse --print-width 120 ../templates_catalog
# pytest-xdist processes
JOBS ?= 2

# A finished step leaves a mark inside what it made, named by the digest of what it was made from: a second run does nothing,
# and removing .venv, node_modules or dist removes the mark with it.
digest = $(shell cat $(1) 2>/dev/null | sha256sum | cut -c1-16)
RUNTIME := .venv/.runtime-$(call digest,requirements.lock pyproject.toml)
DEV := .venv/.dev-$(call digest,requirements-dev.lock pyproject.toml)
NODE := frontend/node_modules/.installed-$(call digest,frontend/package-lock.json frontend/package.json)
PAGES := $(sort $(shell find frontend/src frontend/index.html frontend/vite.config.ts schemas -type f 2>/dev/null))
BUILT := frontend/dist/.built-$(call digest,$(PAGES) frontend/package-lock.json)

help: ## this list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## /\1\t/' | expand -t 10

install: $(DEV) $(NODE) ## everything a developer needs, from the locks

run: $(RUNTIME) $(BUILT) ## install, build, make the demo if there is none, serve; prints the address and the logins
	@$(BIN)/followthrough init --demo
	@exec $(BIN)/followthrough serve

build: $(BUILT) ## the front end, into frontend/dist

test: system install ## what CI runs: lint, types, layers, unit, store, contract, security, front end, browser
	@$(MAKE) --no-print-directory check web build budget unit e2e

check: lint types ## no tests that run the product: lint, format, types, layers, architecture
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/pytest -q -p no:cacheprovider tests/architecture

lint: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check -q .
	cd frontend && npm run --silent lint && npx prettier --check --log-level warn $(DOCUMENTS)

types: install
	$(BIN)/mypy $(TOOLS_SEEN)
	cd frontend && npm run --silent typecheck

unit: install ## every Python test but the browser's
	$(BIN)/pytest -q -n $(JOBS) --dist worksteal tests

web: install ## front-end unit tests
	cd frontend && npm run --silent test

budget: $(BUILT) ## script size of the rep's pages
	cd frontend && npm run --silent budget

e2e: install $(BUILT) ## journeys in Chromium
	$(BIN)/pytest -q -n $(JOBS) --dist worksteal e2e

fuzz: install ## the long generated runs
	$(BIN)/pytest -q -m fuzz --hypothesis-profile=fuzz tests

faults: install ## servers and workers killed over 1,000 times (FAULT_ROUNDS, default 15), 100 versions published under load
	FAULT_ROUNDS=$${FAULT_ROUNDS:-15} $(BIN)/pytest -q tests/faults

bench: install ## figures beside raw sqlite3 and pgbench, in one run (BENCH=--full: a million rows)
	$(BIN)/python -m benchmarks $(BENCH)

api: install ## the front end's types from the served OpenAPI document
	cd frontend && npm run --silent api

fmt: install ## put Python and TypeScript in shape
	$(BIN)/ruff check --fix -q . || true
	$(BIN)/ruff format -q .
	cd frontend && npm run --silent fmt && npx prettier --write --log-level warn $(DOCUMENTS)

lock: ## resolve the Python dependencies anew (needs uv)
	uv pip compile -q $(LOCK) --group build pyproject.toml -o requirements.lock
	uv pip compile -q $(LOCK) --group build --group dev -c requirements.lock pyproject.toml -o requirements-dev.lock
LOCK := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-annotate \
	--custom-compile-command 'make lock'

system: ## what the tests need of the machine; installed where that is possible, else named
	@missing=""; \
	{ compgen -G '/usr/lib/postgresql/*/bin/initdb' || command -v initdb; } >/dev/null || missing+=" postgresql"; \
	{ command -v chromium || command -v google-chrome; } >/dev/null || missing+=" chromium"; \
	{ command -v fc-list && fc-list :lang=zh | grep -q .; } >/dev/null || missing+=" fontconfig fonts-wqy-zenhei"; \
	[ -z "$$missing" ] && exit 0; \
	if [ "$$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then \
		echo "make test needs these packages (Debian names), please install them:$$missing" >&2; exit 1; fi; \
	echo "installing$$missing"; export DEBIAN_FRONTEND=noninteractive; \
	apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing >/dev/null

clean: ## remove what installs and builds made; demo data in var/ stays
	rm -rf .venv frontend/node_modules frontend/dist .mypy_cache .ruff_cache .pytest_cache .hypothesis

# ------------------------------------------------------------------------------------------------ the steps

PIP = $(BIN)/pip install -q --disable-pip-version-check

.venv/bin/pip:
	@[ -n "$(PYTHON)" ] || { echo "Followthrough needs Python 3.11 or newer on PATH." >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) lacks venv. On Debian and Ubuntu: apt-get install python3-venv" >&2; exit 1; }
	$(PYTHON) -m venv .venv

$(RUNTIME): | .venv/bin/pip
	$(PIP) --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@rm -f .venv/.runtime-*; touch $@

$(DEV): | .venv/bin/pip
	$(PIP) --require-hashes -r requirements-dev.lock
	$(PIP) --no-deps --no-build-isolation -e .
	@rm -f .venv/.dev-* .venv/.runtime-*; touch $@ $(RUNTIME)

$(NODE):
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
		2>/dev/null || { echo "Followthrough needs Node 20.19 or newer (with npm) on PATH." >&2; exit 1; }
	cd frontend && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

$(BUILT): $(NODE)
	cd frontend && npm run --silent build
	@touch $@
