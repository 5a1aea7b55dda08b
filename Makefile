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

.DEFAULT_GOAL := help

.PHONY: help
help: ## List what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

.PHONY: run
run: setup ## Set up what is missing and run the whole site on http://127.0.0.1:8000
	@$(BIN)/python -m config.serve

.PHONY: setup
setup: $(VENV)/.installed frontend/dist/.built var/.collected ## Environment in .venv, locked packages, front-end build

$(VENV)/.installed: requirements.txt
	@test -x $(UV) || { $(PYTHON) -m venv $(VENV) && $(BIN)/pip install --quiet --disable-pip-version-check "$$(grep -oE '^uv==[0-9.]+' requirements-dev.txt)"; }
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
