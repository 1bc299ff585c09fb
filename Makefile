PYTHON ?= python3
ARGS ?=

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: start test lint refresh matrix

start: $(STAMP) ## open JupyterLab on notebook 00
	$(BIN)/oauth-tutorial start $(ARGS)

# The browser tests take longest and mostly wait, so they run beside the others.
test: $(STAMP) ## every test, and every notebook against its stored outputs
	@mkdir -p test-artefacts; status=0; \
	$(BIN)/python -m pytest tests/browser > test-artefacts/browser.txt 2>&1 & browser=$$!; \
	trap 'kill $$browser' INT TERM; \
	$(BIN)/python -m pytest --ignore=tests/browser || status=1; \
	$(BIN)/python -m pytest --nbval notebooks --nbval-sanitize-with notebooks/sanitize.cfg \
	    --nbval-cell-timeout=60 || status=1; \
	echo "The browser tests run until the end of test-artefacts/browser.txt:"; \
	wait $$browser || status=1; \
	cat test-artefacts/browser.txt; \
	exit $$status

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

refresh: $(STAMP) ## execute every notebook and store its outputs
	$(BIN)/python tools/refresh_notebooks.py

matrix: $(STAMP) ## the oldest and newest versions of what we build on; 20 minutes
	$(BIN)/python tools/test_matrix.py $(ARGS)

# Made again only when the list of dependencies changes.
$(STAMP): pyproject.toml constraints.txt
	@echo "Installing into $(VENV): some minutes, once."
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check --quiet -e ".[test]" -c constraints.txt
	@touch $@
