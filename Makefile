# Everything runs in a virtual environment of its own. Needs Python 3.11 or newer and nothing else.
PYTHON ?= python3
VENV ?= .venv
BIN = $(VENV)/bin
PORT ?= 8000
KILLS ?= 1000

.PHONY: demo init run test soak lint bench sbom audit lock translations clean help

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "make %-13s %s\n", $$1, $$2}' Makefile

demo: $(VENV)/.ready ## set everything up and serve it with simulated candidates
	$(BIN)/hiring demo --port $(PORT)

init: $(VENV)/.ready ## create the database if there is none, and publish the shipped bank
	$(BIN)/hiring init

run: init ## serve
	$(BIN)/hiring serve --port $(PORT)

test: $(VENV)/.ready-test ## the whole test suite, linters first
	$(MAKE) lint
	$(BIN)/python -m pytest -n 2 --dist worksteal -q -rs $(ARGS)

soak: $(VENV)/.ready-test ## kill servers, workers and databases KILLS times, send 20,000 strange requests; takes hours
	HIRING_TEST_KILLS=$(KILLS) HIRING_TEST_REQUESTS=20000 $(BIN)/python -m pytest -q -s tests/journeys/test_unreliable.py tests/journeys/test_many_nodes.py tests/house/test_strange_requests.py $(ARGS)

lint: $(VENV)/.ready-test ## style, types and the direction of imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.ready-test ## speed as ratios, in one run
	$(BIN)/python -m tests.benchmarks $(ARGS)

sbom: $(VENV)/.ready-test ## write the inventory of installed packages to var/sbom.json
	mkdir -p var
	$(BIN)/hiring sbom --out var/sbom.json

audit: ## ask for known weaknesses of every pinned package (needs uv and a network)
	uvx pip-audit --require-hashes --disable-pip -r requirements.lock

lock: ## pin every dependency again, with hashes (needs uv)
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra postgres --extra build pyproject.toml -o requirements.lock
	uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links --no-header --extra postgres --extra build --extra test pyproject.toml -o requirements-test.lock

translations: $(VENV)/.ready-test ## collect the words to translate, then compile the catalogues
	mkdir -p var
	$(BIN)/pybabel -q extract -F hiring/translations/babel.cfg --no-location --omit-header -k _l -o var/messages.pot .
	$(BIN)/pybabel -q update -i var/messages.pot -d hiring/translations --no-fuzzy-matching --ignore-obsolete
	$(BIN)/pybabel -q compile -d hiring/translations

clean: ## remove the virtual environment and the demo
	rm -rf $(VENV) demo

$(VENV)/.ready: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@

$(VENV)/.ready-test: requirements-test.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes -r requirements-test.lock
	$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $@ $(VENV)/.ready
