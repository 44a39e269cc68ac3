# Keben. `make build` makes every edition that keben.toml names, into build/; the first time it installs what it needs:
# pinned Python packages into .venv, and with root's rights the system's packages that toolkit/keben/machine.py lists.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP = $(BIN)/python -m pip -qq --disable-pip-version-check --no-input

# A stamp stands for one content of pins and project; what matches its stamp is not installed again.
PRODUCT := $(VENV)/.product-$(shell cat constraints.txt pyproject.toml toolkit/keben/__init__.py 2>/dev/null | cksum | tr ' ' -)
TOOLS := $(VENV)/.tools-$(shell cat constraints-test.txt constraints.txt 2>/dev/null | cksum | tr ' ' -)

# An environment is whole if it was made in this folder (its scripts hold the path) and its Python still runs.
WHOLE = test "$$(cat $(VENV)/.made-in 2>/dev/null)" = "$$(pwd)" && $(BIN)/python -c 'import pip' 2>/dev/null

# Refreshing pins: `make constraints` keeps each version that still fits, `make constraints UPGRADE=--upgrade` none.
UV := uv==0.13.9
COMPILE = uv --quiet --no-config pip compile --universal --python-version 3.11 --generate-hashes --no-annotate \
	--no-emit-index-url --no-emit-find-links --custom-compile-command 'make constraints' $(UPGRADE)

.PHONY: build test bench tables constraints clean product tools

build: product
	@$(BIN)/python -m keben.machine build
	@$(BIN)/keben build

test: tools
	@$(BIN)/python -m keben.machine build test
	@$(BIN)/ruff check --quiet --output-format concise
	@$(BIN)/ruff format --check --quiet
	@$(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports >$(VENV)/lint-imports.log 2>&1 || { cat $(VENV)/lint-imports.log; exit 1; }
	@$(BIN)/pytest -n auto

bench: tools
	@$(BIN)/python -m keben.machine build
	@$(BIN)/python bench/run.py
	@$(BIN)/python bench/conversion.py
	@$(BIN)/python bench/composition.py

# The tables of conversion, from OpenCC's dictionaries, jieba's counts of words and the phrases of the overlay.
tables: tools
	@$(BIN)/python -m keben.edition.script.compiling "$$($(BIN)/python -c \
	'from importlib.metadata import distribution; print(distribution("jieba").locate_file("jieba/dict.txt"))')"

constraints:
	@scratch=$$(mktemp -d) && trap 'rm -rf "$$scratch"' EXIT && \
	$(PYTHON) -m venv "$$scratch" && "$$scratch/bin/python" -m pip -qq install $(UV) && PATH="$$scratch/bin:$$PATH" && \
	python -c 'import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["build-system"]["requires"], sep="\n")' | \
	$(COMPILE) --output-file constraints.txt pyproject.toml - >/dev/null && \
	$(COMPILE) --output-file constraints-test.txt --constraints constraints.txt --group test --group bench >/dev/null

clean:
	rm -rf build dist $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

product:
	@$(WHOLE) || rm -rf $(VENV)
	@test -e $(PRODUCT) || $(MAKE) --no-print-directory $(PRODUCT)

tools: product
	@test -e $(TOOLS) || $(MAKE) --no-print-directory $(TOOLS)

$(VENV)/.made-in:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	{ echo 'keben: `$(PYTHON)` is not Python 3.11 or newer; name one: make PYTHON=python3.13' >&2; exit 3; }
	@PYTHONPATH=toolkit $(PYTHON) -m keben.machine python
	@echo 'Installing pinned packages into $(VENV)'
	@$(PYTHON) -m venv $(VENV)
	@pwd >$@

$(PRODUCT): | $(VENV)/.made-in
	@$(PIP) install --require-hashes --requirement constraints.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m compileall -q toolkit/keben
	@rm -f $(VENV)/.product-* && touch $@

$(TOOLS):
	@$(PIP) install --require-hashes --requirement constraints-test.txt
	@rm -f $(VENV)/.tools-* && touch $@
