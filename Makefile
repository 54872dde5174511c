# Everything a person types. `make` alone lists it.
PYTHON ?= python3
VENV := .venv/bin
LOCKS := federation/requirements
GENERATED := federation/setup.py federation/assets.py

.DEFAULT_GOAL := help
.PHONY: help run test check bench verify manage backup restore lock

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /	/' | expand -t 10

.venv/.base: $(LOCKS)/base.lock $(GENERATED)
	@$(PYTHON) federation/setup.py base

.venv/.dev: $(LOCKS)/dev.lock $(GENERATED)
	@$(PYTHON) federation/setup.py dev

.venv/.bench: $(LOCKS)/bench.lock $(GENERATED)
	@$(PYTHON) federation/setup.py bench

run: .venv/.base  ## the site on http://127.0.0.1:8000, with a demo federation (PORT=8001 SATJA_DATA=folder)
	@exec $(VENV)/python manage.py serve

test: .venv/.dev  ## all tests, on PostgreSQL and in Chromium (args="-k sheet")
	@$(PYTHON) federation/setup.py browser
	@exec $(VENV)/pytest -n 2 --dist worksteal $(args)

check: .venv/.dev  ## format, lint, import contracts, migrations, deployment settings, translations
	$(VENV)/ruff format --check .
	$(VENV)/ruff check .
	$(VENV)/lint-imports
	$(VENV)/python manage.py makemigrations --check --dry-run
	$(VENV)/python manage.py translations --check
	$(VENV)/pytest -q -p no:randomly tests/test_settings.py -k deploy

bench: .venv/.bench  ## how long the main jobs take, as ratios, one JSON object a line
	@exec $(VENV)/python -m tests.bench

verify: .venv/.base  ## prove the books: every sum, chain and number recomputed
	@exec $(VENV)/python manage.py verify

manage: .venv/.base  ## any other command: make manage cmd="verify --help"
	@exec $(VENV)/python manage.py $(cmd)

backup: .venv/.base  ## all data into one encrypted file: make backup FILE=/media/usb/satja.backup
	@exec $(VENV)/python manage.py backup "$(FILE)"

restore: .venv/.base  ## a backup into an empty installation: make restore FILE=/media/usb/satja.backup
	@exec $(VENV)/python manage.py restore "$(FILE)"

lock:  ## choose package versions anew and write the lock files
	@test -x .local/uv/bin/uv || ($(PYTHON) -m venv .local/uv && .local/uv/bin/pip install -q uv)
	@cd $(LOCKS) && for kind in base dev bench; do \
	  ../../.local/uv/bin/uv pip compile -q --universal --python-version 3.11 --only-binary :all: \
	    --no-binary django-hordak --generate-hashes --no-header $$kind.in -o $$kind.lock || exit 1; done
