# Every task of the house. `make` alone lists them.

PORT ?= 8000
BIN := .venv/bin
CODE := explain register tests benchmarks tools

.DEFAULT_GOAL := help
.PHONY: help setup run test test-deep check fix bench lock translations reference wheel

help: ## List the tasks
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## Make ready what `make run` and `make test` need
	@tools/setup.sh test

run: ## Serve the sample register at http://127.0.0.1:8000 (PORT=... for another port)
	@tools/setup.sh run
	@exec $(BIN)/grandjour serve --register entries --port $(PORT)

test: setup ## Run the whole test suite, browser tests included
	@$(BIN)/pytest --numprocesses auto $(ARGS)

test-deep: ## Run the test suite with the full counts of its long campaigns
	@GRANDJOUR_DEEP=1 tools/setup.sh test
	@GRANDJOUR_DEEP=1 $(BIN)/pytest --numprocesses auto $(ARGS)

check: setup ## Check format, lint, spelling, types and the contract between layers
	@$(BIN)/ruff format --check --quiet $(CODE)
	@$(BIN)/ruff check --quiet $(CODE)
	@$(BIN)/codespell $(CODE) templates docs *.md
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

fix: setup ## Format the code and apply the safe fixes
	@$(BIN)/ruff check --quiet --fix-only $(CODE)
	@$(BIN)/ruff format --quiet $(CODE)

bench: setup ## Run every benchmark and write docs/benchmarks.md
	@$(BIN)/python tools/bench.py

lock: setup ## Resolve the dependencies again (ARGS=--upgrade for newer ones)
	@CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --all-extras --generate-hashes \
		--allow-unsafe --strip-extras --no-annotate --no-emit-options \
		--no-emit-index-url --no-emit-trusted-host --no-emit-find-links \
		--output-file requirements.lock $(ARGS) pyproject.toml

translations: setup ## Compile the catalogues that translators edit
	@$(BIN)/python tools/translations.py

reference: setup ## Write the generated pages of docs/reference/
	@$(BIN)/python tools/reference.py

wheel: setup ## Build the wheel in dist/
	@$(BIN)/python -m build --wheel --no-isolation --outdir dist .
