# `make` installs what is needed and builds everything; `make test` tests it. The rest is in README.md.
VENV := .venv
CURRICULA := $(VENV)/bin/curricula

.DEFAULT_GOAL := build
MESSAGES := $(wildcard tools/curricula/messages/*/LC_MESSAGES/curricula.po)

.PHONY: build check test quick bench fuzz faults messages lock fonts clean

build: $(VENV)/installed
	$(CURRICULA) package

check: $(VENV)/installed
	$(CURRICULA) check

test: $(VENV)/installed-test
	$(VENV)/bin/python -m pytest

quick: $(VENV)/installed-test
	$(VENV)/bin/python -m pytest -m "not slow"

bench: $(VENV)/installed-test
	$(VENV)/bin/python tests/bench.py

# Ten minutes for every reader; SECONDS=60 for one.
fuzz: $(VENV)/installed-test
	$(VENV)/bin/python tests/fuzz.py $(or $(SECONDS),600)

# Kill commands at a hundred random moments each, fill disks and lock them; NUMBER=10 for ten.
faults: $(VENV)/installed-test
	$(VENV)/bin/python tests/faults.py $(or $(NUMBER),100)

$(VENV)/installed: requirements.lock pyproject.toml tools/install.sh $(MESSAGES)
	@tools/install.sh $(VENV) requirements.lock
	@$(VENV)/bin/python tools/gettext_catalogues.py compile
	@touch $@

$(VENV)/installed-test: requirements-test.lock $(VENV)/installed
	@tools/install.sh $(VENV) requirements-test.lock coreutils unzip libxml2-utils gettext openssl xmlsec1 poppler-utils softhsm2 default-jdk-headless libjaxb-java
	@touch $@

# For maintainers: bring the catalogues of the program's own words up to the code.
messages: $(VENV)/installed
	$(VENV)/bin/python tools/gettext_catalogues.py update
	$(VENV)/bin/python tools/gettext_catalogues.py compile

# For maintainers: write the lock files anew (with the newest versions), and the pinned fonts.
lock: $(VENV)/installed-test
	$(VENV)/bin/python -m pip install --quiet uv
	$(VENV)/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --extra install pyproject.toml -o requirements.lock
	$(VENV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	  --no-emit-index-url --extra install --extra test -c requirements.lock pyproject.toml -o requirements-test.lock

fonts: $(VENV)/installed-test
	$(VENV)/bin/python tools/subset_fonts.py $(ORIGINALS)

clean:
	rm -rf $(VENV) && git clean -dfxq build
