# What a person types. Each line of work is a small program in scripts/; `make` alone runs the trial.
.DEFAULT_GOAL := run
.PHONY: help setup run test coverage lint format lock messages bench attack conformance

PORT ?= 8000
VAR_DIR ?= $(CURDIR)/var
export PORT VAR_DIR
# Where it is set (in containers, mostly), every start compiles everything anew: four times slower.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
ARGS ?=
# Three processes share the tests evenly, since many of them wait; who is done first takes from the others.
TEST := -m pytest -n $(or $(WORKERS),3) --dist worksteal

help: ## Say what can be typed
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

setup: ## Install everything, for running, testing and changing
	@sh scripts/python.sh scripts/setup.py dev

run: ## Try it: http://localhost:8000, with a database, a worker and demo data
	@sh scripts/python.sh scripts/setup.py run
	@$(BIN)/python scripts/serve.py

test: setup ## All tests; ARGS="tests/signing -x" for some
	@$(BIN)/python $(TEST) $(ARGS)

coverage: setup ## All tests, and which branches none of them takes
	@$(BIN)/python $(TEST) --cov --cov-report=term-missing $(ARGS)

lint: setup ## Every check that reads the code
	@$(BIN)/python scripts/lint.py $(ARGS)

format: setup ## Put code and templates in the one layout
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format . && git ls-files -z 'templates/*.html' | xargs -0 -r $(BIN)/djade --target-version 6.1

lock: setup ## Lock the newest allowed versions, with hashes
	@$(BIN)/python scripts/lock.py $(ARGS)

messages: setup ## Collect the texts to translate and compile the translations
	@$(BIN)/python scripts/messages.py

bench: setup ## Measure; table on the screen, figures in bench/results.json
	@$(BIN)/python -m bench $(ARGS)

attack: setup ## Let outsiders' tools attack the code and a demo of their own; ARGS="semgrep" for one
	@$(BIN)/python scripts/attack.py $(ARGS)

conformance: setup ## Let veraPDF and the EU's DSS judge 200 sealed PDFs (needs Java and Maven; says so where they are missing)
	@$(BIN)/python scripts/conformance.py $(ARGS)
