//! Schemathesis against the API's own description: an empty server, an engagement, a token for it.
//! Skipped, visibly, where schemathesis is not installed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, io};

use faultline_postgres::ThrowAway;

use crate::product::{self, Build};
use crate::run::{Failure, Interrupt, find, run, skip};
use crate::served::Served;
use crate::site;

const PORT: u16 = 3917;

/// Runs it; `SCHEMATHESIS` names the program, `EXAMPLES` how many requests it makes of each kind.
///
/// # Errors
/// When an answer is not what the description says.
pub fn run_against_description(arguments: &[String]) -> Result<(), Failure> {
    let named = env::var_os("SCHEMATHESIS").map(PathBuf::from);
    let Some(program) = named.or_else(|| find("schemathesis")) else {
        return skip("schemathesis: it is not installed (pip install schemathesis)");
    };
    product::compile(Build::Quick)?;
    site::build(Build::Release)?;
    let _interrupt = Interrupt::listen()?;
    let work = fresh(Path::new("target/api-tests"))?;
    let postgres = ThrowAway::start(None)?;
    let served = Served::start(Build::Quick, PORT, &work, |program| {
        program.env("DATABASE_URL", postgres.url()).arg("--data-dir").arg(work.join("data"));
    })?;
    let engagement = served.set_up()?;
    let token = token(&served, &engagement)?;
    let id = engagement.rsplit('/').next().unwrap_or_default();
    // The engagement is the one that the token is for: with any other id there is nothing to find.
    let config = work.join("schemathesis.toml");
    fs::write(&config, format!("[parameters]\n\"path.engagement\" = \"{id}\"\n"))?;
    let mut tests = Command::new(program);
    tests.arg("--config-file").arg(&config).arg("run");
    tests.arg(format!("{}/api/v1/openapi.json", served.url())).args(["--url", served.url()]);
    tests.args(["--header", &format!("Authorization: Bearer {token}"), "--max-examples"]);
    tests.arg(env::var("EXAMPLES").unwrap_or_else(|_| "50".to_owned()));
    // A token may ask 600 times a minute: faster, most answers would be 429 and say nothing of what is behind them.
    run(tests.args(["--rate-limit", "570/m"]).args(arguments).current_dir(&work))
}

/// Makes a token that may read and write samples.
fn token(served: &Served, engagement: &str) -> Result<String, Failure> {
    let wanted = [
        ("name", "schemathesis"),
        ("lifetime", "week"),
        ("scopes", "samples:read"),
        ("scopes", "samples:write"),
    ];
    let page = served.post(&format!("{engagement}/tokens"), &wanted)?;
    let after = page.split_once("id=\"token\">").ok_or("no token was made")?.1;
    Ok(after.split('<').next().unwrap_or_default().to_owned())
}

/// An empty folder, by its whole path.
fn fresh(folder: &Path) -> io::Result<PathBuf> {
    let _ = fs::remove_dir_all(folder);
    fs::create_dir_all(folder)?;
    folder.canonicalize()
}
