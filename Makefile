# Everything a stranger needs: `make run` and `make test`. `make help` lists the rest.

SHELL := /bin/bash
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# One thread of arithmetic a process: several processes share few cores, and spinning threads cost more than they give.
export OMP_NUM_THREADS := 1
export OPENBLAS_NUM_THREADS := 1
export PYTHAINLP_OFFLINE := 1
# Compiled modules are kept, whatever the shell says: without them each process of the site starts three seconds later.
export PYTHONDONTWRITEBYTECODE :=
# Trust what the machine trusts: registries behind a company proxy have its certificate.
export UV_SYSTEM_CERTS := 1

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.PHONY: run
run: setup $(VENV)/.paper ## Set up what is missing and run the whole site on http://127.0.0.1:8000
	@$(BIN)/python -m config.serve

.PHONY: setup
setup: $(VENV)/.installed frontend/dist/.built var/.collected ## Environment in .venv, locked packages, front-end build

$(VENV)/.installed: requirements.txt
	@test -x $(BIN)/pip || $(PYTHON) -m venv $(VENV) > /dev/null || { apt-get -qq update && apt-get -qq -y install python3-venv > /dev/null && $(PYTHON) -m venv --clear $(VENV); }
	@test -x $(UV) || $(BIN)/pip install --quiet --disable-pip-version-check "$$(grep -oE '^uv==[0-9.]+' requirements-dev.txt)"
	@$(UV) pip install --quiet --require-hashes --python $(BIN)/python -r requirements.txt
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@$(UV) pip install --quiet --require-hashes --python $(BIN)/python -r requirements.txt -r requirements-dev.txt
	@touch $@

frontend/node_modules/.installed: frontend/package-lock.json
	@cd frontend && npm ci --no-audit --no-fund --loglevel error
	@touch $@

FRONTEND := $(shell find frontend/src frontend/styles frontend/public -type f) frontend/vite.config.ts frontend/tsconfig.json
frontend/dist/.built: frontend/node_modules/.installed $(FRONTEND)
	@cd frontend && npx vite build --logLevel warn
	@touch $@

LOCALES := $(shell find frontend/locale -name '*.po')
var/.collected: $(VENV)/.installed frontend/dist/.built $(LOCALES)
	@mkdir -p var
	@$(BIN)/pybabel --quiet compile --domain "django djangojs" --directory frontend/locale
	@$(BIN)/python manage.py collectstatic --noinput --clear --verbosity 0
	@touch $@

$(VENV)/.browser: $(VENV)/.installed-dev
	@command -v chromium chromium-browser google-chrome > /dev/null \
		|| $(BIN)/python -c "from tests.support.browser import chromium_starts; import sys; sys.exit(not chromium_starts())" 2> /dev/null \
		|| { apt-get -qq -o DPkg::Lock::Timeout=400 update && apt-get -qq -y -o DPkg::Lock::Timeout=400 install chromium > /dev/null; }
	@touch $@

$(VENV)/.nginx:
	@command -v nginx > /dev/null || test -x /usr/sbin/nginx \
		|| { apt-get -qq -o DPkg::Lock::Timeout=400 update && apt-get -qq -y -o DPkg::Lock::Timeout=400 install --no-install-recommends nginx-light openssl > /dev/null; }
	@touch $@

# What WeasyPrint draws PDF files with. Without them the site runs, results are read as pages and Word files, and `manage.py check` says so.
PAPER := libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
$(VENV)/.paper: $(VENV)/.installed
	@{ $(BIN)/python -c "import weasyprint" 2> /dev/null \
		|| { { apt-get -qq -o DPkg::Lock::Timeout=400 update && apt-get -qq -y -o DPkg::Lock::Timeout=400 install --no-install-recommends $(PAPER); } > /dev/null 2>&1 \
			&& $(BIN)/python -c "import weasyprint" 2> /dev/null; }; } \
		&& touch $@ || echo "No PDF files of results: install $(PAPER) as root (pages and Word files are there)."

$(VENV)/.poppler:
	@command -v pdftotext > /dev/null \
		|| { apt-get -qq -o DPkg::Lock::Timeout=400 update && apt-get -qq -y -o DPkg::Lock::Timeout=400 install --no-install-recommends poppler-utils > /dev/null; }
	@touch $@

.PHONY: dev
dev: setup $(VENV)/.installed-dev ## The same with everything for checks and tests

ROOMS := tests/config tests/consult tests/cms tests/analysis
# More processes share the tests than there are cores, because those with a browser or with services mostly wait; tests/conftest.py says what goes together.
LANES := --dist loadgroup --no-loadscope-reorder
# What migrating makes on both databases, at once, and the demonstration: minutes of a core, for which everything waits.
.PHONY: migrated
migrated: dev
	@$(BIN)/python -m tests.support.demonstration & $(BIN)/python -m tests.support.postgres true && wait $$!

.PHONY: test
test: dev migrated test-front $(VENV)/.browser $(VENV)/.nginx $(VENV)/.paper $(VENV)/.poppler ## Set up what is missing and run every test: SQLite, PostgreSQL, services, browser
	@$(BIN)/python -m tests.support.postgres $(BIN)/python -m pytest -n 3 $(LANES) -m "not slow" $(ROOMS)
	@$(BIN)/python -m pytest -n 3 $(LANES) -m "not (walk or once) or browser"

.PHONY: test-front
test-front: frontend/node_modules/.installed ## The unit tests of the browser's part
	@cd frontend && npx vitest run --silent=passed-only --reporter=dot

.PHONY: test-fast
test-fast: dev test-front ## The short tests of one process on SQLite: under ninety seconds of CPU
	@$(BIN)/python -m pytest -m "not (browser or services or walk or slow or long)"

.PHONY: test-times
test-times: dev ## Measure which tests are too long for the fast lane, and list them in tests/support/long.txt (some minutes)
	@$(BIN)/python -m tests.support.long

.PHONY: lint
lint: dev ## Style, types, walls between rooms, templates, migrations
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check --quiet .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-logo 2>/dev/null || $(BIN)/lint-imports
	@$(BIN)/djlint --lint --quiet frontend/templates
	@$(BIN)/python manage.py makemigrations --check --dry-run --verbosity 0
	@$(BIN)/python manage.py check --verbosity 0
	@cd frontend && npx tsc --noEmit

.PHONY: bench
bench: dev ## Measure: analysis on real utterances, pages and votes, live deliveries
	@$(BIN)/python -m bench.themes
	@$(BIN)/python -m bench.pages

ROUNDS ?= 10
.PHONY: chaos
chaos: dev ## Kill, freeze, fill, lock and slow every part under load, ROUNDS=10 times, and check the books (some minutes)
	@$(BIN)/python -m bench.chaos $(ROUNDS) $(CHAOS)

.PHONY: bench-pages
bench-pages: dev $(VENV)/.browser ## Measure pages in a throttled browser against their budgets (slow 4G, a processor four times slower)
	@$(BIN)/python -m bench.browser

.PHONY: bench-web
bench-web: dev ## Measure CPU of each request at several sizes of a hearing, in multiples of a bare view (BENCH="--sizes 1k,100k")
	@$(BIN)/python -m bench.web $(BENCH)

.PHONY: bench-live
bench-live: dev ## Measure live pages: sockets on one process, browsers on one hot section, a storm (six minutes)
	@$(BIN)/python -m bench.live $(BENCH)

.PHONY: bench-close
bench-close: dev ## Measure the closing minute and a day in small: what is acknowledged is on record, once (five minutes)
	@$(BIN)/python -m bench.close $(BENCH)

.PHONY: bench-drafts
bench-drafts: dev ## Read three codes from Word files set in five ways, from LibreOffice, PDF and text (two minutes; LibreOffice if installed)
	@$(BIN)/python -m bench.drafts $(BENCH)

.PHONY: bench-anchors
bench-anchors: dev ## Measure whether comments stay with their sections and words over edit scripts; one at a wrong place fails (a minute)
	@$(BIN)/python -m bench.anchors $(BENCH)

.PHONY: bench-result
bench-result: dev $(VENV)/.paper ## Measure a result: its report of 60 pages as PDF and Word (BENCH=report for one part)
	@$(BIN)/python -m bench.result $(BENCH)

.PHONY: bench-editor
bench-editor: dev $(VENV)/.browser ## Measure a code of 1,869 sections in the officials' editor: opened, typed in, saved, issued
	@$(BIN)/python -m bench.editor

.PHONY: bench-abuse
bench-abuse: dev ## Measure how far one manipulator moves the votes of each level, and whether 200 people behind one address get through (two minutes)
	@$(BIN)/python -m bench.abuse

.PHONY: gallery
gallery: dev $(VENV)/.browser ## Take the pictures in docs/pictures anew
	@$(BIN)/python -m bench.gallery

.venv-bench/.installed: requirements-bench.txt $(VENV)/.installed
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv --without-pip .venv-bench
	@$(UV) pip sync --quiet --require-hashes --python .venv-bench/bin/python requirements-bench.txt
	@touch $@

.PHONY: bench-analysis
bench-analysis: .venv-bench/.installed ## Every figure of docs/analysis.md against its bar, into bench/analysis.json (an hour)
	@$(BIN)/python -m bench.analysis $(BENCH)

.PHONY: lock
lock: dev ## Resolve requirements*.in anew
	@$(UV) pip compile --quiet --generate-hashes --python-version 3.11 requirements.in --output-file requirements.txt
	@$(UV) pip compile --quiet --generate-hashes --python-version 3.11 requirements-dev.in --output-file requirements-dev.txt
	@$(UV) pip compile --quiet --generate-hashes --python-version 3.11 requirements-bench.in --output-file requirements-bench.txt \
		--custom-compile-command 'make lock' --excludes <(echo sentence-transformers)

.PHONY: words
words: dev ## Collect new messages into the Thai catalogue (needs Debian's gettext)
	@$(BIN)/python manage.py makemessages --locale th --no-obsolete --no-location --ignore node_modules --ignore tests --ignore .venv

.PHONY: clean
clean: ## Remove the environment, builds and the embedded data
	@rm -rf $(VENV) .venv-bench frontend/node_modules frontend/dist var
