# Everything a person types. `make` alone lists it.
PYTHON ?= python3
VENV := .venv/bin
LOCKS := federation/requirements
UV := .local/uv/bin/uv

.DEFAULT_GOAL := help
.PHONY: help run test check bench verify manage lock backup restore

help:  ## list what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | column -t -s "$$(printf '\t')"

.venv/.base: $(LOCKS)/base.lock
	@$(PYTHON) federation/setup.py base

.venv/.dev: $(LOCKS)/dev.lock
	@$(PYTHON) federation/setup.py dev
