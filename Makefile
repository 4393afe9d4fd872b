# On a machine with nothing but python3 and make: `make demo`, `make test`.
# Every command first brings .venv in step with the locks, which takes a moment when it is.

PYTHON ?= python3
ARGS   ?=
BIN    := .venv/bin
SETUP  := $(PYTHON) -E -s -m setup.bootstrap
LOCK   := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header

# Whatever environment the caller lives in, ours is .venv. Modules are compiled once: the tests start
# hundreds of processes, and two workers load every test.
unexport PYTHONPATH PYTHONHOME PYTHONSAFEPATH VIRTUAL_ENV PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help demo check test fix messages asides bench chaos lock
.PHONY: types quick-tests all-tests

help:
	@echo 'make demo       set up what is needed and open the demo   (ARGS="--port 8081 --no-browser")'
	@echo 'make check      the quick checks of daily work: format, lint, types, imports, catalogues, unit tests, dialogues'
	@echo 'make test       set up what is needed and run every check (ARGS="-k gains" goes to pytest)'
	@echo 'make fix        format the code and repair what the linter can'
	@echo 'make messages   bring the message catalogues in step with the sources'
	@echo 'make asides     learn again what is said beside a task   (docs/developers/tests.md)'
	@echo 'make bench      run the benchmarks                        (ARGS="..." goes to them)'
	@echo 'make chaos      minutes in which everything goes wrong at once, and what came of it'
	@echo 'make lock       resolve the dependencies again            (ARGS=--upgrade for newer ones)'
	@echo 'PYTHON=python3.12 picks another interpreter.'

demo:
	@$(SETUP) run
	$(BIN)/hiteuses demo $(ARGS)

# One worker more than there are cores, up to four: many tests wait, for programs that start or for servers
# that come back, and another one works meanwhile.
CORES   := $(shell $(PYTHON) -E -s -c 'import os; print(min(4, os.cpu_count() or 1))')
WORKERS := $(shell $(PYTHON) -E -s -c 'import os; print(min(4, (os.cpu_count() or 1) + 1))')
PYTEST  := $(BIN)/pytest --dist loadfile --no-loadscope-reorder
# Many tests start a database of their own. In memory, where there is room, that takes two thirds of the time.
MEMORY  := $(shell $(PYTHON) -E -s -c 'import os, shutil; at = "/dev/shm"; \
	print(at if os.path.isdir(at) and not os.statvfs(at).f_flag & 8 and shutil.disk_usage(at).free >> 33 else "")')

define STATIC
@$(SETUP) test
$(BIN)/ruff format --check
$(BIN)/ruff check
$(BIN)/lint-imports
$(BIN)/python -m tests.checks.catalogue
endef
# mypy takes a minute where it has kept nothing yet, on one core: the tests begin beside it.
BESIDE  := @$(MAKE) --no-print-directory -j 2 types

# Nothing waits here, so there is a worker for each core. The long files begin.
check:
	$(STATIC)
	$(BESIDE) quick-tests

test:
	$(STATIC)
	$(BIN)/python -m tests.checks.migrations
	$(BESIDE) all-tests

types:
	$(BIN)/mypy

quick-tests:
	$(PYTEST) -n $(CORES) --hypothesis-profile quick tests/dialogues tests/unit $(ARGS)

all-tests:
	$(if $(MEMORY),TMPDIR=$(MEMORY) )$(PYTEST) -n $(WORKERS) $(ARGS)

fix:
	@$(SETUP) test
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

messages:
	@$(SETUP) test
	$(BIN)/python -m tests.checks.catalogue --write

asides:
	@$(SETUP) test
	$(BIN)/python -m tests.checks.aside_weights

bench:
	@$(SETUP) test
	$(BIN)/python -m benchmarks $(ARGS)

chaos:
	@$(SETUP) test
	$(BIN)/python -m benchmarks chaos $(ARGS)

# The product's own needs come first; the tools and the set-up fit in with them. The benchmark's rivals
# have an environment of their own.
lock:
	@$(SETUP) run
	$(LOCK) $(ARGS) pyproject.toml -o requirements.lock
	$(LOCK) $(ARGS) pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock
	$(LOCK) $(ARGS) --group setup -c requirements-dev.lock -o requirements-setup.lock
	$(LOCK) $(ARGS) benchmarks/rivals/requirements.in -o benchmarks/rivals/requirements.lock
