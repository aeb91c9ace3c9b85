# Everything a newcomer needs; `make` alone tells what there is.
PY ?= python3
PYTHON := .venv/bin/python
export PIP_DISABLE_PIP_VERSION_CHECK = 1
# Tests run side by side: threads of the linear algebra would wait for each other's processors.
ONE_THREAD_EACH := OPENBLAS_NUM_THREADS=1

help:  ## what there is
	@grep -hE '^[a-z-]+:.*  ## ' Makefile | sed -E 's/^([a-z-]+):.*  ## (.*)/  make \1\t\2/' | expand -t 20

run: .free-port .venv/.run web/static/vendor/.stamp  ## set up and start the service with the demo: PORT=9000 and HOST=0.0.0.0 change where
	exec $(PYTHON) -m web.cli up

demo: .venv/.run  ## match the demo and show one vacancy with its people, here in the terminal
	exec $(PYTHON) -m web.cli demo

test: .venv/.dev web/static/vendor/.stamp  ## set up and run every check and test, on SQLite and PostgreSQL
	sh .ci/system-packages
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	$(PYTHON) -c "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
	$(PYTHON) -m bandit -q -r matcher models web
	$(ONE_THREAD_EACH) $(PYTHON) -m pytest -n 2 --dist worksteal -m "not soak"

soak: .venv/.dev web/static/vendor/.stamp  ## run the variants that `make test` leaves out, before a release: second databases and windows, more kills
	sh .ci/system-packages
	$(ONE_THREAD_EACH) $(PYTHON) -m pytest -n 2 --dist worksteal -m soak

bench: .venv/.bench web/static/vendor/.stamp  ## measure, from local size to the country, and write benchmarks/results.md: BENCH_SIZES=1000x100,5000x500 leaves the large out
	$(PYTHON) -m benchmarks.local
	$(PYTHON) -m benchmarks.country --sizes "$(BENCH_SIZES)"

evaluate: .venv/.run  ## rank the graded examples and print the figures
	exec $(PYTHON) -m web.cli evaluate fixtures/golden

lock: .venv/.dev  ## after changing the dependencies in pyproject.toml
	$(PYTHON) -m uv pip compile pyproject.toml --group build --universal --python-version 3.11 --generate-hashes --no-header -q -o requirements/run.txt
	$(PYTHON) -m uv pip compile pyproject.toml --group build --group dev --extra dask --universal --python-version 3.11 --generate-hashes --no-header -q -c requirements/run.txt -o requirements/dev.txt
	$(PYTHON) -m uv pip compile pyproject.toml --group build --extra bench --extra dask --universal --python-version 3.11 --generate-hashes --no-header -q -c requirements/run.txt -o requirements/bench.txt

screenshots: .venv/.dev web/static/vendor/.stamp  ## photograph every page that the journeys visit, at 1280 and 360 px, into screenshots/
	sh .ci/system-packages
	BYGDEMATCH_SCREENSHOTS=screenshots $(PYTHON) -m pytest tests/journeys

translations: .venv/.run  ## list the texts of the pages that are missing in nynorsk or English
	@$(PYTHON) -m web.cli translations

clean:  ## remove what was installed and the embedded database
	rm -rf .venv node_modules web/static/vendor instance *.egg-info

# Asked before anything is installed, so that nobody waits for minutes to hear it.
.free-port:
	@! command -v $(PY) > /dev/null || $(PY) -I web/address.py

.venv/bin/python:
	@$(PY) -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Python 3.11 eller nyere med venv trengs. På Debian: apt-get install python3-venv"; exit 1; }
	$(PY) -m venv .venv

.venv/.run: requirements/run.txt pyproject.toml | .venv/bin/python
	@echo "Installerer biblioteker (første gang tar det et par minutter)"
	$(PYTHON) -m pip install -q --require-hashes -r requirements/run.txt
	$(PYTHON) -m pip install -q --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt .venv/.run
	$(PYTHON) -m pip install -q --require-hashes -r requirements/dev.txt
	@touch $@

.venv/.bench: requirements/bench.txt .venv/.dev
	$(PYTHON) -m pip install -q --require-hashes -r requirements/bench.txt
	@touch $@

web/static/vendor/.stamp: package-lock.json package.json .npmrc web/cli/assets.py | .venv/.run
	@command -v npm > /dev/null || { echo "npm trengs for stilark, ikoner og skrift. På Debian: apt-get install npm"; exit 1; }
	@echo "Henter stilark, ikoner og skrift"
	npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	$(PYTHON) -m web.cli assets
	@touch $@

.PHONY: help run demo .free-port test soak bench evaluate lock screenshots translations clean
