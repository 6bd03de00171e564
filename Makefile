# Everything sets itself up in .venv on first use. Needs Python >= 3.11, git and make; uv is used where it is installed.
# Kept to what GNU make 3.81 (macOS) understands.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# uv trusts what the system trusts, as pip does (two names: uv renamed the setting).
export UV_SYSTEM_CERTS ?= true
export UV_NATIVE_TLS ?= true

VENV := .venv
RUN := $(VENV)/bin/python
# The stamp names the checkout's place, because an editable install holds it: a moved checkout is installed again.
READY := $(VENV)/ready-$(shell pwd | cksum | cut -d' ' -f1)
WORKERS ?= auto
CODE := src tests tools benchmarks

FIND_PYTHON = for name in $(PYTHON) python3.11 python3.12 python3.13 python3 python; do \
	  if $$name -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then \
	  echo "SkillRT needs Python 3.11 or newer; no python3.11, python3.12, python3.13 or python3 here is one." >&2; \
	  echo "Install one, or name it: make PYTHON=/path/to/python3.11 ..." >&2; exit 1; \
	fi

# A virtual environment whose interpreter is gone (upgraded or removed) is made anew.
ifneq ($(wildcard $(VENV)/made),)
ifneq ($(shell $(RUN) -c 'print("works")' 2>/dev/null),works)
$(shell rm -rf $(VENV))
endif
endif

.PHONY: help demo test test-harnesses check format-check lint types rules tests update lock bench format clean setup

help: ## Show what can be made
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

demo: setup ## Check and compile the example skills for two targets and show what changed
	@PATH="$(CURDIR)/$(VENV)/bin:$$PATH" sh examples/demo.sh

test: check tests ## Everything that CI runs: format, lint, types, rules, tests

check: format-check lint types rules ## The quick part: format, lint, types and the rules of the house

format-check: setup ## Is the code formatted?
	$(RUN) -m ruff format --check $(wildcard $(CODE))

lint: setup ## Lint
	$(RUN) -m ruff check $(wildcard $(CODE))

types: setup ## Strict type check
	$(RUN) -m basedpyright

rules: setup ## Layers, mirror, sizes, words, codes
	$(RUN) -m pytest tests/rules -m "not slow"

tests: setup ## All tests, in parallel (WORKERS=1 for one process)
	$(RUN) -m pytest -n $(WORKERS)

test-harnesses: setup ## Tasks through the six products, Ray, a browser: pinned, 2 GB in a cache outside the checkout
	$(RUN) tools/harnesses/install.py || true
	$(RUN) tools/cluster/install.py || true
	$(RUN) tools/browser/install.py || true
	$(RUN) -m pytest tests/harness_runs -m harness -n 2

format: setup ## Format the code and apply the safe lint fixes
	$(RUN) -m ruff check --fix-only $(wildcard $(CODE))
	$(RUN) -m ruff format $(wildcard $(CODE))

update: setup ## Rewrite generated docs and the expectations of literate tests; review the diff
	$(RUN) tools/generate_docs.py
	$(RUN) -m pytest --update || [ $$? -eq 5 ]

bench: setup ## Speed and memory over a folder of skills (CORPUS=folder)
	$(RUN) benchmarks/check_corpus.py $(or $(CORPUS),examples/skills)

COMPILE = $(UV) pip compile pyproject.toml --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-header --no-annotate --quiet

lock: setup ## Resolve the dependencies again into requirements/ (UPGRADE=1 for newer versions)
	@uv=$$(command -v uv || echo "$(VENV)/bin/uv"); \
	[ -x "$$uv" ] || $(RUN) -m pip install --quiet uv; \
	$(MAKE) lock-with UV="$$uv"

lock-with:
	$(COMPILE) $(if $(UPGRADE),--upgrade) --output-file requirements/runtime.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --group dev --constraints requirements/runtime.txt \
	  --output-file requirements/dev.txt
	$(COMPILE) $(if $(UPGRADE),--upgrade) --extra ray --constraints requirements/runtime.txt \
	  --output-file requirements/ray.txt

clean: ## Remove what make and the tools have made
	rm -rf $(VENV) build dist .ruff_cache .pytest_cache .hypothesis .skillrt-cache
	find src tests tools benchmarks -name __pycache__ -type d -prune -exec rm -rf {} + 2>/dev/null || true

setup: $(READY)

$(VENV)/made:
	@$(FIND_PYTHON); \
	rm -rf $(VENV); \
	echo "Making $(VENV) with $$($$found --version)"; \
	$$found -m venv $(VENV) >/dev/null 2>&1 \
	  || { rm -rf $(VENV); uv venv --quiet --seed --python "$$($$found -c 'import sys; print(sys.executable)')" $(VENV) 2>/dev/null; } \
	  || { echo "$$found cannot make a virtual environment; install its venv module (Debian: python3-venv) or uv." >&2; exit 1; }
	@touch $@

$(VENV)/locked: requirements/dev.txt $(VENV)/made
	@echo "Installing the pinned dependencies"
	@{ command -v uv >/dev/null 2>&1 \
	     && uv pip install --quiet --python $(RUN) --require-hashes -r requirements/dev.txt 2>/dev/null; } \
	  || $(RUN) -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

$(READY): pyproject.toml $(VENV)/locked
	@$(RUN) -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@
