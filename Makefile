# Two commands do everything on a fresh machine: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
PEERS := $(VENV)/.installed-peers

export GRADIO_ANALYTICS_ENABLED := False
export ANONYMIZED_TELEMETRY := False
export HF_HUB_OFFLINE := 1
export TRANSFORMERS_OFFLINE := 1

.PHONY: install run test check eval format bench clean

install: $(STAMP)

# torch first and by its exact version: a range may pull gigabytes of CUDA
$(STAMP): pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --disable-pip-version-check -q torch==2.13.0 -c constraints.txt
	$(BIN)/pip install --disable-pip-version-check -q -e ".[dev]" -c constraints.txt
	touch $(STAMP)

run: install
	$(BIN)/klyngebot ingest
	$(BIN)/python app.py

test: install
	$(BIN)/python -m pytest

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: install
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

eval: install
	$(BIN)/klyngebot ingest
	$(BIN)/klyngebot evaluate answers tests/gold/answers --by-hand docs/by-hand.jsonl --report docs/evaluation.md

bench: $(PEERS)
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python -m benchmarks.peers

$(PEERS): $(STAMP)
	$(BIN)/pip install --disable-pip-version-check -q -e ".[bench]" -c constraints.txt
	touch $(PEERS)

clean:
	rm -rf $(VENV) .klyngebot
