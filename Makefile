# Every job of the project. `make` alone lists them.
# Set-up is part of each job and is redone only when a lock file changes.

PYTHON ?= python3
CORPUS ?= ../shared/corpus
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8080

SDK := generated/typescript
VENV_READY := $(VENV)/.ready
DOCS_READY := server/docs/node_modules/.ready
SDK_READY := $(SDK)/dist/.ready
BROWSER_READY := tests/e2e/node_modules/.ready
SDK_SOURCES := $(shell find $(SDK) -path '*/node_modules' -prune -o -path '*/dist' -prune -o -type f -print 2>/dev/null)

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run test test-pythons lint format generate check-generated validate gate compat fuzz sdk bench bench-diff corpus lock clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  \033[1mmake %-16s\033[0m %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: $(VENV_READY) $(DOCS_READY) $(SDK_READY) ## install everything the other targets need

run: setup ## start the exchange on 127.0.0.1:8080 with demo keys and a live book
	$(BIN)/tradespec serve --port $(PORT)

test: setup $(BROWSER_READY) ## run every test (unit, golden, server, SDK on Node, browser)
	$(BIN)/python -m pytest
	@$(MAKE) --no-print-directory test-pythons

test-pythons: $(VENV_READY) ## run the pure unit tests on each further Python (3.12, 3.13) that is installed
	@scripts/test-pythons

lint: $(VENV_READY) ## ruff, mypy --strict, house rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/python -m pytest -q tests/house --ignore tests/house/test_docs.py

format: $(VENV_READY) ## format and fix what ruff can fix
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

validate: $(VENV_READY) ## judge the contract in spec/
	$(BIN)/tradespec validate spec/openapi.yaml

generate: $(VENV_READY) ## write generated/ anew from spec/, and the reference pages in docs/ from the code
	$(BIN)/tradespec generate
	$(BIN)/python -m tradespec.cli.reference docs

check-generated: $(VENV_READY) ## fail when generated/ is not what spec/ gives, byte for byte
	$(BIN)/tradespec generate --check

gate: $(VENV_READY) ## fail when the contract breaks clients of its last release
	$(BIN)/tradespec breaking spec/releases spec/openapi.yaml

compat: setup ## run every released contract, its SDK and its traces against the server of today
	$(BIN)/tradespec compat --releases spec/releases --server app:tradespec_server.app --seed $${SEED:-0} \
	  --examples $${EXAMPLES:-15} --cache build/compat

fuzz: setup ## look for what the exchange does wrong: Schemathesis, signed and unsigned, all phases
	$(BIN)/tradespec fuzz --examples $${EXAMPLES:-20} $${SEED:+--seed $$SEED} --baseline spec/fuzz-baseline.json

sdk: $(SDK_READY) ## build the TypeScript SDK (ESM and CJS)

bench: setup ## measure, side by side with peers, and print the ratios
	$(BIN)/python benchmarks

bench-diff: $(VENV_READY) ## the gate beside oasdiff and redocly; writes docs/gate-benchmarks.md
	$(BIN)/python benchmarks/bench_diff.py --corpus $(CORPUS) --write docs/gate-benchmarks.md

corpus: $(VENV_READY) ## try the toolkit on other people's documents: make corpus CORPUS=folder
	$(BIN)/python scripts/corpus.py $(CORPUS)

lock: ## resolve the dependencies anew into requirements.lock (needs uv)
	uv pip compile --no-emit-index-url --no-header --generate-hashes --universal --python-version 3.11 \
	  --extra dev --quiet --upgrade pyproject.toml -o requirements.lock

clean: ## remove everything that was built or installed (the exchange's data in var/ stays)
	rm -rf $(VENV) .venv-* build dist .cache .mypy_cache .pytest_cache .ruff_cache .hypothesis
	rm -rf server/docs/node_modules tests/e2e/node_modules $(SDK)/node_modules $(SDK)/dist
	find generators server generated tests benchmarks scripts -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV_READY): requirements.lock pyproject.toml
	@scripts/python-env $(PYTHON) $(VENV)
	@touch $@

$(DOCS_READY): server/docs/package-lock.json
	npm ci --prefix server/docs --no-audit --no-fund --loglevel=error
	@touch $@

$(BROWSER_READY): tests/e2e/package-lock.json
	@scripts/browser
	npm ci --prefix tests/e2e --no-audit --no-fund --loglevel=error
	@touch $@

$(SDK)/node_modules/.ready: $(SDK)/package-lock.json
	npm ci --prefix $(SDK) --no-audit --no-fund --loglevel=error
	@touch $@

$(SDK_READY): $(SDK)/node_modules/.ready $(SDK_SOURCES)
	npm run build --prefix $(SDK) --loglevel=error
	@touch $@
