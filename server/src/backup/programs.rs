//! `pg_dump` and `pg_restore`, of a version that fits the server.
//! No password is ever part of a command line: everybody on the machine could read it there.

use super::archive::{Entry, NewArchive};
use super::contents::NOT_KEPT;
use crate::failure::Failure;
use faultline_postgres::LocalPostgres;
use percent_encoding::percent_decode_str;
use sqlx::ConnectOptions;
use sqlx::postgres::{PgConnectOptions, PgSslMode};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The most that a program's complaint is read of, in bytes.
const COMPLAINT: u64 = 4_000;

/// Entries of a dump that the new database has already, or whose text would name the old owner.
const LEFT_OUT: [&str; 4] = [
    " SCHEMA - public ",
    " ACL - SCHEMA public ",
    " COMMENT - SCHEMA public ",
    " DATABASE PROPERTIES ",
];

/// The programs, and how they reach the database.
#[derive(Debug, Clone)]
pub struct Programs {
    folder: PathBuf,
    environment: Vec<(&'static str, String)>,
}

impl Programs {
    /// The private server's own, or those of this machine that fit a server elsewhere.
    ///
    /// # Errors
    /// When there are none.
    pub fn find(
        local: Option<&LocalPostgres>,
        owner: &PgConnectOptions,
        server: u32,
    ) -> Result<Self, Failure> {
        let folder = match local {
            Some(local) if local.programs().join("pg_dump").is_file() => {
                local.programs().to_owned()
            }
            _ => faultline_postgres::dump_programs(server)?,
        };
        Ok(Self { folder, environment: environment(owner) })
    }

    /// Dumps the snapshot into the archive.
    ///
    /// # Errors
    /// What `pg_dump` complains of; what was written so far is no backup.
    pub fn dump(
        &self,
        snapshot: &str,
        acting_as: &str,
        archive: &mut NewArchive,
    ) -> Result<Entry, Failure> {
        let mut pg_dump = self.program("pg_dump");
        pg_dump.args(["--format=custom", "--enable-row-security", "--no-password", "--snapshot"]);
        pg_dump.arg(snapshot).arg(format!("--exclude-table-data=public.{NOT_KEPT}"));
        pg_dump.env("PGOPTIONS", acting_as);
        let mut child = pg_dump.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn()?;
        let complaint = complaint(child.stderr.take());
        let mut output = child.stdout.take().ok_or("pg_dump has no output")?;
        let written = archive.database(&mut output);
        // Without a reader it ends too, whatever happened here.
        drop(output);
        let (status, complaint) = (child.wait()?, complaint.join().unwrap_or_default());
        if !status.success() {
            return Err(format!("The database could not be backed up: {complaint}").into());
        }
        written
    }

    /// Restores a dump, all of it or nothing.
    ///
    /// # Errors
    /// What `pg_restore` complains of.
    pub fn restore(&self, dump: &Path) -> Result<(), Failure> {
        let list = self.program("pg_restore").arg("--list").arg(dump).output()?;
        if !list.status.success() {
            return Err(told("read", &String::from_utf8_lossy(&list.stderr)));
        }
        let mut wanted = tempfile::NamedTempFile::new()?;
        let lines = String::from_utf8_lossy(&list.stdout);
        for line in lines.lines().filter(|line| !LEFT_OUT.iter().any(|it| line.contains(it))) {
            writeln!(wanted, "{line}")?;
        }
        wanted.flush()?;
        let mut pg_restore = self.program("pg_restore");
        pg_restore.args(["--no-owner", "--single-transaction", "--exit-on-error", "--no-password"]);
        let database = self.environment.iter().find(|(name, _)| *name == "PGDATABASE");
        pg_restore.arg("--dbname").arg(database.map_or("", |(_, name)| name));
        pg_restore.arg("--use-list").arg(wanted.path()).arg(dump).stdin(Stdio::null());
        let output = pg_restore.output()?;
        match output.status.success() {
            true => Ok(()),
            false => Err(told("restored", &String::from_utf8_lossy(&output.stderr))),
        }
    }

    fn program(&self, name: &str) -> Command {
        let mut program = Command::new(self.folder.join(name));
        program.envs(self.environment.iter().cloned()).stdin(Stdio::null());
        program
    }
}

fn told(what: &str, complaint: &str) -> Failure {
    let first: String =
        complaint.lines().next().unwrap_or("it does not say why").chars().take(400).collect();
    format!("The database could not be {what}: {first}").into()
}

/// The beginning of what a program complains of, read beside its output so that neither waits for the other.
fn complaint(from: Option<std::process::ChildStderr>) -> std::thread::JoinHandle<String> {
    std::thread::spawn(move || {
        let mut text = Vec::new();
        if let Some(mut from) = from {
            let _ = from.by_ref().take(COMPLAINT).read_to_end(&mut text);
            let _ = std::io::copy(&mut from, &mut std::io::sink());
        }
        String::from_utf8_lossy(&text).lines().next().unwrap_or("it does not say why").to_owned()
    })
}

/// How libpq finds what sqlx was told.
fn environment(owner: &PgConnectOptions) -> Vec<(&'static str, String)> {
    let host = owner
        .get_socket()
        .map_or_else(|| owner.get_host().to_owned(), |socket| socket.display().to_string());
    let ssl = match owner.get_ssl_mode() {
        PgSslMode::Disable => "disable",
        PgSslMode::Allow => "allow",
        PgSslMode::Prefer => "prefer",
        PgSslMode::Require => "require",
        PgSslMode::VerifyCa => "verify-ca",
        PgSslMode::VerifyFull => "verify-full",
    };
    let mut environment = vec![
        ("PGHOST", host),
        ("PGPORT", owner.get_port().to_string()),
        ("PGUSER", owner.get_username().to_owned()),
        ("PGDATABASE", owner.get_database().unwrap_or(owner.get_username()).to_owned()),
        ("PGSSLMODE", ssl.to_owned()),
        ("PGAPPNAME", "faultline backup".to_owned()),
    ];
    let url = owner.to_url_lossy();
    if let Some(password) = url.password() {
        let password = percent_decode_str(password).decode_utf8_lossy().into_owned();
        environment.push(("PGPASSWORD", password));
    }
    let certificate = url.query_pairs().find(|(name, _)| name == "sslrootcert");
    if let Some((_, path)) = certificate {
        let mut text = String::new();
        let _ = write!(text, "{path}");
        environment.push(("PGSSLROOTCERT", text));
    }
    environment
}
