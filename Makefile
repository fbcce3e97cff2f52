# Every line below can be typed by hand; make only saves doing a step twice.

PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard locales/*/LC_MESSAGES/*.po))
INSTALLED := $(VENV)/installed

.PHONY: help demo serve test bench mutants docs messages coverage clean

help:
	@echo "make demo      a small university to look around in, on http://127.0.0.1:6543"
	@echo "make serve     the same journal again, as it was left"
	@echo "make test      every check there is"
	@echo "make bench     how fast it is, each figure beside a limit taken in the same run"
	@echo "make mutants   which faults put into grading, locks and rights no test notices"
	@echo "make docs      the reference of oshj_core, from its docstrings"
	@echo "make messages  the catalogues in locales/ brought up to the source"
	@echo "make coverage  which lines the tests run"
	@echo "make clean     away with what was built, var/ stays"

demo: $(INSTALLED) $(CATALOGUES)
	$(BIN)/oshj demo --students 300 --seed 1 --serve

serve: $(INSTALLED) $(CATALOGUES)
	$(BIN)/pserve config/development.ini

test: $(INSTALLED) $(CATALOGUES)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/pytest -n 2 --dist worksteal

bench: $(INSTALLED) $(CATALOGUES)
	$(BIN)/python -m tests.bench

mutants: $(INSTALLED)
	$(BIN)/python -m tests.mutation

docs: $(INSTALLED)
	$(BIN)/python -m sphinx -W -q docs/api docs/api/_build/html

messages: $(INSTALLED)
	$(BIN)/python -m tests.support.catalogues

coverage: $(INSTALLED) $(CATALOGUES)
	$(BIN)/pytest -n 2 --dist worksteal --cov --cov-report=term

clean:
	rm -rf $(VENV) build dist src/oshj.egg-info .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage docs/api/_build docs/api/_modules
	rm -f locales/*/LC_MESSAGES/*.mo

$(INSTALLED): setup.py constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --constraint constraints.txt --editable '.[portal,postgres,dev]'
	touch $@

%.mo: %.po | $(INSTALLED)
	$(BIN)/python -m tests.support.compiling $< $@
