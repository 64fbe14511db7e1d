//! The toolbox: everything that `make` does, a command for each.
//! It must never become part of the product, and starts with what a bare machine has: a Rust toolchain and a linker.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs};

use xtask::run::Failure;
use xtask::{
    api_tests, bench, check, node, packages, postgres, product, queries, rust, site, sizes, test,
    watch,
};

const USAGE: &str = "cargo xtask COMMAND

  tools [test]                 make system packages, Rust targets and npm packages present
  run [ARGUMENTS]              build quickly and serve with a demo
  watch [ARGUMENTS]            serve while editing
  build                        the program and the browser's files, as they are deployed
  site                         the browser's files alone
  sizes                        what a page with islands costs the browser
  check                        formatting and lints, natively and for the browser
  deny                         licences, bans, sources and advisories of dependencies
  test                         all set-up, lints and every test
  rust-tests [ARGUMENTS]       unit, property, database and HTTP tests
  browser-tests [ARGUMENTS]    tests of the product in a browser (--release: as it is deployed)
  api-tests                    schemathesis against the API's description of itself
  queries                      check the SQL in the code and refresh .sqlx
  postgres [--port N] -- COMMAND…   run a command beside an empty PostgreSQL that is thrown away
  bench [TOPIC…]               measure";

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().skip(1).collect();
    match go(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn go(arguments: &[String]) -> Result<(), Failure> {
    // Everything below is said from the root of the repository.
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    env::set_current_dir(fs::canonicalize(root)?)?;
    let Some((command, rest)) = arguments.split_first() else { return Err(USAGE.into()) };
    match command.as_str() {
        "tools" => tools(rest.first().is_some_and(|what| what == "test")),
        "run" => tools(false).and_then(|()| product::run_with_demo(rest)),
        "watch" => tools(false).and_then(|()| watch::watch(rest)),
        "build" => tools(false).and_then(|()| product::build()),
        "site" => tools(false).and_then(|()| site::build(product::Build::Release)),
        "sizes" => sizes::check(),
        "check" => tools(false).and_then(|()| check::check()),
        "deny" => check::deny(),
        "test" => test::everything(),
        "rust-tests" => test::rust(rest),
        "browser-tests" => test::browser_with(rest),
        "api-tests" => api_tests::run_against_description(rest),
        "queries" => tools(false).and_then(|()| queries::refresh()),
        "postgres" => postgres::beside(rest),
        "bench" => bench::run_topics(rest),
        _ => Err(USAGE.into()),
    }
}

fn tools(for_tests: bool) -> Result<(), Failure> {
    packages::install(for_tests)?;
    rust::install()?;
    if for_tests { node::install(Path::new("end2end")) } else { Ok(()) }
}
