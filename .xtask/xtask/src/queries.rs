//! Checks every SQL query of the code against the migrations and writes what it learns to `.sqlx`.
//! From there the build works without a database.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use faultline_postgres::{DATABASE, ThrowAway};

use crate::files;
use crate::run::{Failure, Interrupt, cargo, run};

/// Refreshes `.sqlx`; it stays as it was when a query does not agree.
///
/// # Errors
/// When a migration or a query does not agree with the others.
pub fn refresh() -> Result<(), Failure> {
    // A signal ends the programs below; then the server goes away as after any failure.
    let _interrupt = Interrupt::listen()?;
    let server = ThrowAway::start(None)?;
    migrate(&server)?;
    println!("{} queries agree with the migrations", learn(&server.url())?);
    Ok(())
}

fn migrate(server: &ThrowAway) -> Result<(), Failure> {
    let postgres = server.postgres();
    for migration in files::below(Path::new("migrations"), ".sql")? {
        let mut psql = Command::new(postgres.programs().join("psql"));
        psql.args(["--quiet", "--no-psqlrc", "--single-transaction", "-v", "ON_ERROR_STOP=1"]);
        psql.arg("-h").arg(postgres.socket()).args(["-p", &postgres.port().to_string()]);
        psql.args(["-U", faultline_postgres::OWNER, "-d", DATABASE, "-o", "/dev/null", "-f"]);
        run(psql.arg(migration))?;
    }
    Ok(())
}

/// The macros look at the database while they are compiled, so every user of them is compiled again.
fn learn(url: &str) -> Result<usize, Failure> {
    let fresh = std::env::current_dir()?.join("target/sqlx-fresh");
    let _ = fs::remove_dir_all(&fresh);
    fs::create_dir_all(&fresh)?;
    for folder in ["src", "app/src", "server/src"] {
        for file in files::below(Path::new(folder), ".rs")? {
            if asks_the_database(&fs::read_to_string(&file)?) {
                File::options().append(true).open(file)?.set_modified(SystemTime::now())?;
            }
        }
    }
    let mut check = cargo();
    check.args(["check", "--workspace", "--tests"]);
    check.env("SQLX_OFFLINE", "false").env("SQLX_OFFLINE_DIR", &fresh).env("DATABASE_URL", url);
    run(&mut check)?;
    for old in files::below(Path::new(".sqlx"), ".json")? {
        fs::remove_file(old)?;
    }
    let learnt = files::below(&fresh, ".json")?;
    for query in &learnt {
        let name = query.file_name().ok_or("a query without a name")?;
        fs::copy(query, Path::new(".sqlx").join(name))?;
    }
    Ok(learnt.len())
}

fn asks_the_database(code: &str) -> bool {
    ["query!", "query_as!", "query_scalar!", "query_file!", "query_file_as!", "query_file_scalar!"]
        .iter()
        .any(|name| code.contains(name))
}
