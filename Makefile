# Faultline: what can be done with this folder. `make` alone lists it.
# Everything is built with one profile and one selection of packages, so that dependencies are compiled once. Our own
# crates are compiled for their tests without optimisation: that is done in minutes less than the tests then take longer.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

# Folders count as well as files: removing a file changes its folder.
rust := Cargo.toml Cargo.lock .cargo/config.toml $(shell find src app server migrations .sqlx 2>/dev/null)
browser := Cargo.toml Cargo.lock $(shell find src app style public .setup/site .setup/bundle.pl 2>/dev/null)
native := --release --workspace --all-targets
wasm := --package faultline-app --lib --profile wasm-release --target wasm32-unknown-unknown \
	--no-default-features --features hydrate
in_wasm := $(if $(WASM_TOOLCHAIN),RUSTUP_TOOLCHAIN=$(WASM_TOOLCHAIN))
# Empty where the tools are known to be there (.setup/watch).
TOOLS := tools
nextest := $(shell command -v cargo-nextest)
# Tests are compiled by clippy, which is the compiler with more to say: linting on its own would go through every
# dependency again.
linted := RUSTC_WORKSPACE_WRAPPER=clippy-driver CLIPPY_ARGS=-Dwarnings
plain := --config profile.release.incremental=true $(foreach crate,faultline faultline-app faultline-server, \
	--config profile.release.package.$(crate).opt-level=0 --config profile.release.package.$(crate).codegen-units=256)

.PHONY: help run watch check test api-tests bench queries build site tools test-tools format lint lint-browser deny \
	rust-tests browser-tests

help: ## List what can be done
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 18

run: build ## Set up what is missing, build a release and serve it with a demo (ARGS="--listen 127.0.0.1:4000")
	@FAULTLINE_WITH_DEMO=true exec target/release/faultline serve $(ARGS)

watch: tools ## Serve while editing: build again and restart after every change
	@.setup/watch $(ARGS)

check: tools format lint lint-browser ## Formatting and lints, natively and for the browser (fast)

test: test-tools format rust-tests lint-browser deny browser-tests ## All set-up, lints and every test
	@echo "All tests passed"

api-tests: build ## Try the API against its own description (SCHEMATHESIS=path of the program, EXAMPLES=50)
	@.setup/schemathesis

bench: build ## Measure (BENCH="samples graph" some of it only, BENCH_PEERS=folder beside its peers)
	@.setup/bench $(BENCH)

queries: tools ## Check the SQL in the code against the migrations and refresh .sqlx
	@.setup/with-postgres .setup/queries

build: target/release/.built site

site: target/site/manifest.json

# Each stamp carries the time at which its build began, so that an edit made meanwhile counts.
target/release/.built: $(rust) | $(TOOLS)
	@mkdir -p $(@D) && touch $@.begun
	@cargo build --release --workspace
	@mv $@.begun $@

target/site/manifest.json: $(browser) | $(TOOLS)
	@mkdir -p target && touch target/.site-begun
	@.setup/site
	@touch -r target/.site-begun $@

tools:
	@.setup/packages run
	@.setup/rust

test-tools:
	@.setup/packages test
	@.setup/rust
	@.setup/node end2end

format:
	@cargo fmt --all --check

lint:
	@cargo clippy $(native) -- -D warnings

lint-browser:
	@if $(in_wasm) cargo clippy --version >/dev/null 2>&1; then $(in_wasm) cargo clippy $(wasm) -- -D warnings; \
	else echo "SKIPPED lints for the browser: the toolchain $(WASM_TOOLCHAIN) has no clippy"; fi

deny:
	@if command -v cargo-deny >/dev/null; then cargo deny --log-level error check licenses bans sources; \
		if cargo deny --log-level off fetch db; then cargo deny --log-level error check advisories; \
		else echo "SKIPPED advisories: their database is out of reach"; fi; \
	else echo "SKIPPED cargo-deny (licences, bans, sources, advisories): it is not installed"; fi

rust-tests: | $(TOOLS)
	@INSTA_UPDATE=no $(linted) .setup/with-postgres cargo $(if $(nextest),nextest run --cargo-profile release,test --release) \
		$(plain) --workspace --no-fail-fast $(TESTS)

browser-tests: target/release/.built target/site/manifest.json
	@.setup/sizes
	@cd end2end && npx playwright test $(BROWSER_TESTS)
