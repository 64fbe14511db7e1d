# Faultline: what can be done with this folder. `make` alone lists it; the work is done by `cargo xtask`.
SHELL := bash
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory

.PHONY: help run watch build site check deny test rust-tests browser-tests api-tests bench queries toolbox

help: ## List what can be done
	@sed -n 's/^\([a-z-]*\):[^#]*## \(.*\)/  make \1\t\2/p' Makefile | expand -t 22

run: toolbox ## Set up what is missing, build and serve with a demo (ARGS="--listen 127.0.0.1:4000")
	@cargo xtask run $(ARGS)

watch: toolbox ## Serve while editing: build again and restart after every change
	@cargo xtask watch $(ARGS)

build: toolbox ## Build what is deployed: target/release/faultline and target/site
	@cargo xtask build

site: toolbox
	@cargo xtask site

check: toolbox ## Formatting and lints, natively and for the browser (fast)
	@cargo xtask check

test: toolbox ## All set-up, lints and every test
	@cargo xtask test

rust-tests: toolbox ## Unit, property, database and HTTP tests (TESTS=filter)
	@cargo xtask rust-tests $(TESTS)

browser-tests: toolbox ## The product in a browser (BROWSER_TESTS=filter)
	@cargo xtask browser-tests $(BROWSER_TESTS)

deny: toolbox ## Licences, bans, sources and advisories of dependencies
	@cargo xtask deny

api-tests: toolbox ## Try the API against its own description (SCHEMATHESIS=path of the program, EXAMPLES=50)
	@cargo xtask api-tests

bench: build ## Measure (BENCH="samples graph" some of it only, BENCH_PEERS=folder of its peers)
	@cargo xtask bench $(BENCH)

queries: toolbox ## Check the SQL in the code against the migrations and refresh .sqlx
	@cargo xtask queries

# What the toolbox cannot install itself, because it is compiled.
toolbox:
	@command -v cargo >/dev/null || { echo "Rust is missing. Install it from https://rustup.rs (stable, 1.95 or newer), \
	open a new shell and try again." >&2; exit 1; }
	@command -v cc >/dev/null || { echo "A C compiler is missing. On Debian or Ubuntu: apt-get install build-essential" >&2; exit 1; }
