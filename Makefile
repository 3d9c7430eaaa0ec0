# Dujiang. `make run` starts it, `make test` checks everything; the rest is for people who work on it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help setup setup-test run check fmt lint types web-check web test mutate conformance crash reopen bench dist clean

PY := .venv/bin/python
WEB_SOURCES := $(shell find web/src web/public web/types web/index.html web/vite.config.ts web/package-lock.json src/dujiang/bpmn/dujiang-moddle.json -type f 2>/dev/null)
ROUNDS ?= 8

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 14

setup: ## Python and Node packages from the lock files
	@bin/setup run

setup-test:
	@bin/setup test

web/node_modules/.locked: web/package-lock.json web/package.json | setup
	@. bin/node-env && cd web && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

tests/peers/oidc/node_modules/.locked: tests/peers/oidc/package-lock.json | setup
	@. bin/node-env && cd tests/peers/oidc && npm ci --no-audit --no-fund --loglevel=error
	@touch $@

web/dist/index.html: $(WEB_SOURCES) web/node_modules/.locked
	@. bin/node-env && cd web && npm run -s build
	@touch $@

web: web/dist/index.html ## the front end, built

run: setup web/dist/index.html ## everything: set up, build, demo company on the embedded database, start
	@exec .venv/bin/dujiang serve --demo

fmt: ## format and fix what can be fixed
	.venv/bin/ruff format .
	.venv/bin/ruff check --fix .

lint: setup
	.venv/bin/ruff format --check .
	.venv/bin/ruff check .
	PYTHONPATH=src .venv/bin/lint-imports

types: setup
	.venv/bin/mypy

web-check: web/node_modules/.locked
	. bin/node-env && cd web && npm run -s check

check: setup web/node_modules/.locked ## the quick one: format, lint, types, walls, unit tests
	$(MAKE) --no-print-directory -j2 -Otarget lint types
	. bin/node-env && cd web && npm run -s types && npm run -s lint && npm run -s test
	.venv/bin/pytest -q -n 2 tests/architecture tests/kernel tests/laws tests/feel tests/dmn tests/bpmn tests/engine tests/calendars tests/approvals

test: setup-test tests/peers/oidc/node_modules/.locked ## every check there is
	$(MAKE) --no-print-directory -j2 -Otarget lint types web-check
	@touch web/dist/index.html
	.venv/bin/pytest -q -n 2 --dist loadgroup tests

mutate: setup ## changes the rules of approvals a little, one by one: which changes does no test notice?
	$(PY) -m tests.mutate $(if $(SAMPLE),--sample $(SAMPLE))

conformance: setup ## the public suites under DUJIANG_CONFORMANCE, passed/total and what failed
	$(PY) -m tests.conformance

crash: setup-test ## kill -9 at random moments, ROUNDS times, both databases
	DUJIANG_CRASH_ROUNDS=$(ROUNDS) .venv/bin/pytest -q tests/crash

reopen: setup-test ## every journey, closed and opened between every two commands, on PostgreSQL
	DUJIANG_REOPEN=postgresql .venv/bin/pytest -q -n 2 tests/journeys

bench: setup-test ## speed beside other engines in one run: build/bench.json
	$(PY) -m bench

dist: setup web/dist/index.html ## a wheel with the front end inside
	rm -rf src/dujiang/web && cp -r web/dist src/dujiang/web
	.venv/bin/python -m build --wheel --no-isolation --outdir dist
	rm -rf src/dujiang/web

clean: ## what was built
	rm -rf build dist web/dist .mypy_cache .ruff_cache .pytest_cache
