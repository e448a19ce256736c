# make demo   sets up .venv, installs into it and runs the main job
# make test   the same set-up for the tests, then all of them
# Each target works alone, in any order, any number of times.

PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test check bench figures clean

demo: .venv/.installed
	$(BIN)/detente demo

test: .venv/.tested
	$(BIN)/python -m pytest -q

check: .venv/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.venv/bin/python:
	$(PYTHON) -m venv .venv

.venv/.installed: .venv/bin/python pyproject.toml constraints.txt $(shell find src -type f -not -path '*/__pycache__/*')
	$(BIN)/python -m pip install -q -c constraints.txt .
	touch $@

.venv/.tested: .venv/.installed
	$(BIN)/python -m pip install -q -c constraints.txt ".[dev]"
	touch $@

clean:
	rm -rf .venv build dist
