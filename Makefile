# The verbs of this project; `make` alone lists them. On Windows: make.bat, same verbs.
# The environment lives in .venv and is remade only when a lock file changes (see environment.py).

PYTHON ?= python3
VENV := .venv/bin/python
LOCK := uv pip compile --quiet --generate-hashes --universal --python-version 3.11 \
	--no-emit-index-url --no-emit-find-links --no-header

# Without bytecode every start compiles everything again: three times slower.
unexport PYTHONDONTWRITEBYTECODE
# A foreign path or interpreter setting must not leak into .venv.
unexport PYTHONPATH
unexport PYTHONHOME

.PHONY: help run test quick acceptance torture check bench lock clean
.NOTPARALLEL:

help:  ## list the verbs
	@sed -n 's/^\([a-z]*\):  *## \(.*\)/make \1\t\2/p' Makefile

run:  ## prepare everything and start the dashboard
	@$(call environment,requirements.txt)
	@$(VENV) manage.py db upgrade
	@$(VENV) manage.py sample --if-empty
	@$(VENV) manage.py serve

test:  ## run all tests
	@$(call environment,requirements-dev.txt)
	@$(VENV) -m pytest -n 2 -q

quick:  ## rules, readers and wording in under a minute, the tests of what was changed first
	@$(call environment,requirements-dev.txt)
	@$(VENV) -m pytest -n 2 -q -p tests.support.changed_first --ff -m "not slow" --hypothesis-profile=quick \
		tests/structure tests/unit/domain tests/unit/docs tests/unit/loaders tests/unit/views tests/property

acceptance:  ## the long walks of a release, some minutes: 1,000 spoilt sheets, a ledger killed, cut off and crowded
	@$(MAKE) --no-print-directory torture SHEETS=$(or $(SHEETS),1000) ROUNDS=$(or $(ROUNDS),20)

torture:  ## spoil 20,000 sheets; kill, cut off, crowd and starve the ledger; prints the totals; SHEETS= ROUNDS=
	@$(call environment,requirements-dev.txt)
	@$(VENV) -m tests.torture.sheets --sheets $(or $(SHEETS),20000)
	@TORTURE_ROUNDS=$(or $(ROUNDS),300) $(VENV) -m pytest -q -s tests/torture/test_torture.py

check:  ## lint, formatting, types, import rules, lock files
	@$(call environment,requirements-dev.txt)
	$(VENV) -m ruff check .
	$(VENV) -m ruff format --check .
	$(VENV) -m basedpyright
	.venv/bin/lint-imports --no-logo
	$(VENV) -m pytest -q tests/structure/test_locks.py

bench:  ## what viewers wait for, and what reading, judging, forecasting and reports cost; FULL=--full for full sizes
	@$(call environment,requirements-bench.txt)
	@$(VENV) benchmarks/viewers.py $(FULL)
	@$(VENV) benchmarks/big.py
	@$(VENV) benchmarks/read_sheets.py $(FULL)
	@$(VENV) benchmarks/read_batch.py
	@$(VENV) benchmarks/hostile_files.py
	@$(VENV) benchmarks/judging.py
	@$(VENV) benchmarks/forecasts.py
	@$(VENV) benchmarks/reports.py

lock:  ## remake the lock files from requirements*.in; newest versions with UPGRADE=--upgrade
	@command -v uv >/dev/null || { echo "make lock needs uv: $(PYTHON) -m pip install uv" >&2; exit 1; }
	$(LOCK) $(UPGRADE) requirements.in -o requirements.txt
	$(LOCK) $(UPGRADE) requirements-dev.in -o requirements-dev.txt
	$(LOCK) $(UPGRADE) requirements-bench.in -o requirements-bench.txt

clean:  ## remove the environment and all caches; the data in var/ stays
	rm -rf .venv .pytest_cache .hypothesis .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

environment = { command -v $(PYTHON) >/dev/null || { echo "Python 3.11 or newer is needed: apt install python3 python3-venv, or https://www.python.org" >&2; exit 1; }; } && $(PYTHON) environment.py $(1)
