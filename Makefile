PYTHON ?= python3
ARGS ?=

# Many containers set it: then every process compiles again all that it imports. A kernel starts in
# 1 second of CPU instead of 4, JupyterLab in 5 instead of 10.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
COVERAGE := --cov --cov-report=term:skip-covered
NOTEBOOKS := --nbval notebooks --nbval-sanitize-with notebooks/sanitize.cfg --nbval-cell-timeout=60

.PHONY: start test test-virtual interop lint fuzz refresh binder matrix installed installed-with-tests

start: installed ## open JupyterLab on notebook 00
	$(BIN)/oauth-tutorial start $(ARGS)

# The browser tests take longest and mostly wait, so they run beside the others.
test: installed-with-tests ## every test, and every notebook against its stored outputs
	@mkdir -p test-artefacts; status=0; \
	$(BIN)/python -m pytest tests/real_browser > test-artefacts/browser.txt 2>&1 & browser=$$!; \
	trap 'kill $$browser' INT TERM; \
	$(BIN)/python -m pytest --ignore=tests/real_browser --ignore=tests/interop $(COVERAGE) || status=1; \
	$(BIN)/python -m pytest $(NOTEBOOKS) || status=1; \
	echo "The browser tests run until the end of test-artefacts/browser.txt:"; \
	wait $$browser || status=1; \
	cat test-artefacts/browser.txt; \
	exit $$status

# As in a web page: no socket, no thread that listens. See oauth_tutorial/network/virtual.py.
test-virtual: export OAUTH_TUTORIAL_NETWORK = virtual
test-virtual: installed-with-tests ## service, receiver, exercises and notebooks without a socket
	$(BIN)/python -m pytest tests/network tests/practice tests/grading tests/exercises tests/client \
	    tests/house/test_solved_notebooks.py
	$(BIN)/python -m pytest $(NOTEBOOKS)

# Other people's clients, as docs/clients.md shows them, against the practice service.
interop: installed-with-tests ## sign in with every client of docs/clients.md; installs them first
	$(BIN)/python -m tools.install_interop
	OAUTH_TUTORIAL_REQUIRE_INTEROP=1 $(BIN)/python -m pytest tests/interop

# The same tests as in `make test` that make their inputs up, on many more of them.
FOR ?= 3600
fuzz: installed-with-tests ## every reader on whatever comes, for an hour; FOR=60: for a minute
	@end=$$(( $$(date +%s) + $(FOR) )); \
	while [ $$(date +%s) -lt $$end ]; do \
	    $(BIN)/python -m pytest -q -m hypothesis --hypothesis-profile=long $(ARGS) || exit 1; \
	done

lint: installed-with-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

refresh: installed-with-tests ## execute every notebook and store its outputs
	$(BIN)/python tools/refresh_notebooks.py $(ARGS)

binder: installed-with-tests ## the environment that Binder makes, and the course in it
	$(BIN)/python -m tools.try_binder

matrix: installed-with-tests ## the oldest and newest versions of what we build on; 20 minutes
	$(BIN)/python -m tools.test_matrix $(ARGS)

# Nothing is done, and nothing said, where everything is there already.
installed installed-with-tests:
	@command -v $(PYTHON) >/dev/null || { echo "The course needs Python 3.11 or newer, and there is" \
	    "no $(PYTHON) here. Install it (Debian, Ubuntu: sudo apt install python3 python3-venv;" \
	    "macOS: https://www.python.org/downloads/), and run this again. With another name:" \
	    "make start PYTHON=python3.13" >&2; exit 1; }
	@$(PYTHON) tools/install.py $(if $(filter %-with-tests,$@),--test)
