# Two commands are enough: «make run» and «make test». «make help» lists the rest.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help install run index test lint format evals bench clean

help: ## Shows this list
	@grep -E '^[a-z]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

# The stamp is newer than what it was made from: a second call does nothing.
$(VENV)/.installed: pyproject.toml constraints.txt
	@command -v $(PYTHON) >/dev/null || { echo "Python 3.11 is needed: install it, or name it with PYTHON=/path/to/python3.11"; exit 1; }
	@echo "Installing into $(VENV) (a few minutes the first time)…"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@
	@echo "Installed. Next: make run"

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing what the tests need…"
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

install: $(VENV)/.installed ## Installs everything into .venv

index: $(VENV)/.installed ## Builds the index from corpus/ (only what changed)
	@$(BIN)/python -m ingest build

run: index ## Installs, builds the index, serves at http://127.0.0.1:8000
	@echo
	@echo "  Conversation     http://127.0.0.1:$(or $(PORT),8000)/"
	@echo "  API, readable    http://127.0.0.1:$(or $(PORT),8000)/docs"
	@echo "  Ready?           http://127.0.0.1:$(or $(PORT),8000)/readyz"
	@echo "  Stop with Ctrl+C. Another port: make run PORT=8080"
	@echo
	@$(BIN)/python -m assistant serve $(if $(PORT),--port $(PORT))

test: $(VENV)/.installed-dev ## Installs what the tests need and runs them all
	$(BIN)/python -m pytest -n 2

lint: $(VENV)/.installed-dev ## ruff, mypy --strict, import-linter
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.installed-dev ## Rewrites the code in the house format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

evals: $(VENV)/.installed ## Asks the held-out questions; fails when a figure has fallen (minutes)
	$(BIN)/python -m evals run --split held_out --check

bench: $(VENV)/.installed-dev ## Measures speed and memory (minutes); prints a table
	$(BIN)/python -m evals.bench

clean: ## Removes the environment and the index (never the corpus)
	rm -rf $(VENV) index
	@echo "Removed .venv and index. Next: make run"
