//! A command beside a PostgreSQL of its own, thrown away afterwards.
//! The same starter as the product's, without its durability: it must never hold what anyone wants to keep.

use std::env;
use std::process::Command;

use faultline_postgres::{DATABASE, OWNER, ThrowAway};

use crate::run::{Failure, Interrupt};

/// `[--port N] -- COMMAND…` as it was typed.
///
/// # Errors
/// When there is no PostgreSQL, or the command fails.
pub fn beside(arguments: &[String]) -> Result<(), Failure> {
    let usage = "cargo xtask postgres [--port N] -- COMMAND…";
    let mut arguments = arguments.iter().map(String::as_str);
    let mut port = None;
    loop {
        match arguments.next() {
            Some("--port") => port = Some(arguments.next().ok_or(usage)?.parse()?),
            Some("--") => break,
            _ => return Err(usage.into()),
        }
    }
    let mut command = Command::new(arguments.next().ok_or(usage)?);
    command.args(arguments);
    with(port, command)
}

/// Runs a command with `DATABASE_URL`, and with the variables that `psql` reads.
///
/// # Errors
/// As [`beside`].
pub fn with(port: Option<u16>, mut command: Command) -> Result<(), Failure> {
    let interrupt = Interrupt::listen()?;
    let server = ThrowAway::start(port)?;
    let postgres = server.postgres();
    let mut path = vec![postgres.programs().to_owned()];
    path.extend(env::var_os("PATH").iter().flat_map(env::split_paths));
    command.env("DATABASE_URL", server.url()).env("PATH", env::join_paths(path)?);
    command.env("PGHOST", postgres.socket()).env("PGPORT", postgres.port().to_string());
    command.env("PGUSER", OWNER).env("PGDATABASE", DATABASE);
    let name = command.get_program().to_owned();
    match command.spawn().and_then(|mut child| interrupt.wait(&mut child)) {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{} failed ({status})", name.display()).into()),
        Err(error) => Err(format!("{}: {error}", name.display()).into()),
    }
}
