# Two commands are all that anybody needs: `make start` opens the course, `make test` runs every test.
# Everything is installed into .venv from locked, hashed requirements; nothing outside this folder changes,
# except that `make test` installs Debian's Chromium if there is none and it may.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
FOLDER ?= $(HOME)/Steadyline

.PHONY: start test course fuzz check lock build screenshots benchmarks clean chromium postgresql

start: $(VENV)/.ready
	$(BIN)/steadyline learn "$(FOLDER)"

test: $(VENV)/.ready-dev chromium
	$(BIN)/ruff check src tests benchmarks
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/python tests/side_by_side.py

# The whole of what ships, played, marked and run: every unit in Chromium, every notebook under nbval, and thirty
# simulated learners through nbgrader; and what nbgrader itself does. Minutes; .ci/run calls it after the tests.
course: $(VENV)/.ready-dev chromium postgresql
	$(BIN)/steadyline build --check
	for each in tests/whole_course/test_*.py; do $(BIN)/python -m pytest -q $$each || exit 1; done
	STEADYLINE_ALL=1 $(BIN)/python -m pytest -q tests/anonymity tests/authoring tests/checks tests/scenarios \
	  tests/course/test_simulate.py tests/house/test_compiled_form.py tests/cli/test_demo.py \
	  tests/graders/test_nbgrader_contract.py tests/house/test_commands_of_assessors.py
	$(BIN)/python -m pytest -q tests/browser/live/test_session.py tests/browser/live/test_screen_fits.py \
	  tests/browser/live/test_rating.py tests/browser/desk/test_desk.py tests/browser/desk/test_from_pile_to_page.py

# Ten thousand damaged cases, keys and walks; minutes. `make course` tries a few hundred.
fuzz: $(VENV)/.ready-dev
	STEADYLINE_FUZZ=10000 $(BIN)/python -m pytest tests/scenarios/test_fuzz.py -q

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Steadyline needs Python 3.11 or newer; $(PYTHON) is older. Try: make start PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	  { echo "Python cannot make a virtual environment here. On Debian or Ubuntu: sudo apt-get install python3-venv"; exit 1; }

$(VENV)/.ready: $(VENV)/bin/python requirements.lock pyproject.toml
	@echo "Setting up (once; a few minutes) ..."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: $(VENV)/.ready requirements-dev.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

chromium:
	@command -v chromium >/dev/null || sh tests/browser/install-chromium.sh

# A server that the tests start for themselves; one that runs already is not touched.
postgresql:
	@ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || command -v initdb >/dev/null || sh tests/whole_course/install-postgresql.sh

check: $(VENV)/.ready
	$(BIN)/steadyline check

build: $(VENV)/.ready
	$(BIN)/steadyline build

screenshots: $(VENV)/.ready-dev chromium
	$(BIN)/python tests/browser/screenshots.py docs/pictures

benchmarks: $(VENV)/.ready-dev chromium
	for each in benchmarks/*.py; do $(BIN)/python $$each || exit 1; done

# No index is named in the locks, and no host: they resolve wherever packages come from.
lock: $(VENV)/.ready-dev
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra build --extra desk pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --extra build --extra desk --extra postgresql --extra dask --extra dev pyproject.toml -o requirements-dev.lock

clean:
	rm -rf $(VENV)
