# Everything a developer runs. `make` alone lists the targets.
# Needs Python 3.11 or later, make and a package index; `make lock` also needs uv.

PYTHON ?= python3
UV ?= uv

VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench
BENCH_BIN := $(BENCH_VENV)/bin
PIP_OPTIONS := --quiet --disable-pip-version-check
PIP := $(BIN)/python -m pip $(PIP_OPTIONS)
BENCH_PIP := $(BENCH_BIN)/python -m pip $(PIP_OPTIONS)
DEMO_FILE := examples/vendors.xlsx
DEMO_OUT := out/vendors-review.xlsx
COMPILE := $(UV) pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--no-emit-find-links --custom-compile-command "make lock" --quiet

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test bench format lock wheel-demo clean

help: ## List the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1\t\2/p' $(MAKEFILE_LIST)

demo: $(VENV)/run.stamp $(DEMO_FILE) ## Screen examples/vendors.xlsx and say where the review workbook is
	@mkdir -p $(dir $(DEMO_OUT))
	$(BIN)/entity-check screen $(DEMO_FILE) --out $(DEMO_OUT)

test: $(VENV)/dev.stamp ## Run every check
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest --numprocesses auto --dist loadfile

bench: $(BENCH_VENV)/bench.stamp ## Measure speed, and quality with LABELS=folder; NAMES=names.csv.gz for real names
	$(if $(LABELS),$(BENCH_BIN)/python -m benchmarks.quality $(LABELS) --peers --leave-one-out,@echo 'Quality is not measured: name a folder of labelled sets with LABELS=folder')
	$(BENCH_BIN)/python -m benchmarks.speed $(if $(NAMES),--names $(NAMES))
	$(BENCH_BIN)/python -m benchmarks.excel $(if $(NAMES),--names $(NAMES))

format: $(VENV)/dev.stamp ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

wheel-demo: $(VENV)/dev.stamp ## Build the wheel and run the demo from it, sources out of reach
	.ci/wheel-demo $(BIN)/python

lock: ## Write the lock files anew; `make lock UPGRADE=--upgrade` takes newer versions
	$(COMPILE) $(UPGRADE) pyproject.toml --output-file requirements/run.txt
	$(COMPILE) $(UPGRADE) --group build --constraints requirements/run.txt --output-file requirements/build.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev --constraints requirements/run.txt \
		--constraints requirements/build.txt --output-file requirements/dev.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group bench --constraints requirements/run.txt \
		--constraints requirements/build.txt --output-file requirements/bench.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group bench --group bench-icu --constraints requirements/bench.txt \
		--output-file requirements/bench-icu.txt

clean: ## Remove the environment and everything that was made
	rm -rf $(VENV) $(BENCH_VENV) build dist out $(DEMO_FILE) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# A stamp is newer than the lock it was installed from, so a second run starts at once.
$(VENV)/created.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo 'Python 3.11 or later is needed; name one with: make PYTHON=python3.12'; exit 1; }
	$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/run.stamp: $(VENV)/created.stamp requirements/run.txt requirements/build.txt pyproject.toml
	$(PIP) install --require-hashes -r requirements/run.txt -r requirements/build.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: $(VENV)/run.stamp requirements/dev.txt
	$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

# The one peer that has to be compiled is left out where that fails; the benchmark then says so.
$(BENCH_VENV)/bench.stamp: requirements/bench.txt requirements/bench-icu.txt pyproject.toml
	$(PYTHON) -m venv $(BENCH_VENV)
	$(BENCH_PIP) install --require-hashes -r requirements/bench.txt
	$(BENCH_PIP) install --no-deps --no-build-isolation --editable .
	$(BENCH_PIP) install --require-hashes -r requirements/bench-icu.txt \
		|| echo 'nomenklatura cannot be installed here: it needs ICU (libicu-dev), pkg-config and a C++ compiler'
	@touch $@

$(DEMO_FILE): examples/make_vendors.py examples/vendors.csv $(VENV)/run.stamp
	$(BIN)/python examples/make_vendors.py --out $@
