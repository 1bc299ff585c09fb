PYTHON ?= python3
ARGS ?=

# Many containers set it: then every process compiles again all that it imports. A kernel starts in
# 1 second of CPU instead of 4, JupyterLab in 5 instead of 10.
unexport PYTHONDONTWRITEBYTECODE

BIN := .venv/bin
# Without the plugin for notebooks, which takes seconds to load and is used in a run of its own.
PYTEST := $(BIN)/python -m pytest -p no:nbval
# Notebook 10 says which parts of a file are new: what an earlier run wrote is taken away.
NOTEBOOKS := rm -f notebooks/printshop*.py notebooks/library_alone*.py; \
    $(BIN)/python -m pytest --nbval notebooks \
    --nbval-sanitize-with notebooks/sanitize.cfg --nbval-cell-timeout=60

.PHONY: start test test-virtual interop lint fuzz refresh binder matrix installed installed-with-tests

start: installed ## open JupyterLab on notebook 00 of your copy, ./my-oauth-course
	$(BIN)/oauth-tutorial start $(ARGS)

# Two halves, for two cores: what is not named is in the second. The floor of the coverage is for
# both together. The browser tests mostly wait, so they run beside them.
FIRST := tests/doctor tests/examples tests/grading tests/house tests/ladder tests/presets \
    tests/providers tests/review tests/text
ELSEWHERE := $(FIRST) tests/real_browser tests/interop
MEASURED := --cov --cov-report= --cov-fail-under=0
test: installed-with-tests ## every test, and every notebook against its stored outputs
	@mkdir -p test-artefacts; rm -f .coverage.*; status=0; \
	$(PYTEST) tests/real_browser > test-artefacts/browser.txt 2>&1 & browser=$$!; \
	COVERAGE_FILE=.coverage.first $(PYTEST) $(FIRST) $(MEASURED) \
	    > test-artefacts/first.txt 2>&1 & first=$$!; \
	trap 'kill $$browser $$first' INT TERM; \
	COVERAGE_FILE=.coverage.second $(PYTEST) $(ELSEWHERE:%=--ignore=%) $(MEASURED) \
	    || status=1; \
	$(NOTEBOOKS) || status=1; \
	echo "The other half runs until the end of test-artefacts/first.txt:"; \
	wait $$first || status=1; \
	cat test-artefacts/first.txt; \
	$(BIN)/coverage combine --quiet && $(BIN)/coverage report --skip-covered || status=1; \
	echo "The browser tests run until the end of test-artefacts/browser.txt:"; \
	wait $$browser || status=1; \
	cat test-artefacts/browser.txt; \
	exit $$status

# As in a web page: no socket, no thread that listens. See oauth_tutorial/network/virtual.py.
# Not once more: what neither listens nor asks, and runs in `make test` as it would here; and the
# answers to the exercises, which the solved notebooks judge here. The reviews have a process of
# their own, for the second core.
ALIKE := tests/practice/model tests/practice/rules tests/practice/dialect \
    tests/practice/web/played tests/practice/test_service_any_request.py \
    tests/practice/test_service_bad_bodies.py tests/client/pasting \
    tests/client/test_shapes.py tests/exercises/test_catalogue.py \
    tests/exercises/test_every_exercise.py tests/exercises/test_wild_answers.py \
    tests/exercises/nb07/test_rounds.py
test-virtual: export OAUTH_TUTORIAL_NETWORK = virtual
test-virtual: installed-with-tests ## service, receiver, exercises and notebooks without a socket
	@mkdir -p test-artefacts; status=0; \
	$(PYTEST) tests/review > test-artefacts/virtual.txt 2>&1 & beside=$$!; \
	trap 'kill $$beside' INT TERM; \
	$(NOTEBOOKS) || status=1; \
	$(PYTEST) tests/network tests/practice tests/grading tests/exercises tests/client \
	    tests/house/test_solved_notebooks.py $(ALIKE:%=--ignore=%) || status=1; \
	wait $$beside || status=1; \
	cat test-artefacts/virtual.txt; \
	exit $$status

# Other people's clients, as docs/clients.md shows them, against the practice service.
interop: installed-with-tests ## sign in with every client of docs/clients.md; installs them first
	$(BIN)/python -m tools.install_interop
	OAUTH_TUTORIAL_REQUIRE_INTEROP=1 $(PYTEST) tests/interop

# The same tests as in `make test` that make their inputs up, on many more of them.
FOR ?= 3600
fuzz: installed-with-tests ## every reader on whatever comes, for an hour; FOR=60: for a minute
	@end=$$(( $$(date +%s) + $(FOR) )); \
	while [ $$(date +%s) -lt $$end ]; do \
	    $(PYTEST) -q -m hypothesis --hypothesis-profile=long $(ARGS) || exit 1; \
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
