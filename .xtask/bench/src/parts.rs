//! What measurements have in common: settings, the folder they work in, SQL, times and medians.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::str::FromStr;
use std::time::{Duration, Instant};
use std::{env, fs, io, thread};

use faultline_postgres::ThrowAway;
use xtask::run::{Failure, output, terminate};

/// A setting of the environment, or what it is without one.
pub fn setting<T: FromStr>(name: &str, otherwise: T) -> T {
    env::var(name).ok().and_then(|text| text.parse().ok()).unwrap_or(otherwise)
}

/// The folder of the peers for a topic, if it is there.
pub fn peers(topic: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env::var_os("BENCH_PEERS")?).join(topic);
    folder.canonicalize().ok()
}

/// Where measurements keep what takes long to make, by its whole path.
pub fn work() -> io::Result<PathBuf> {
    fs::create_dir_all(".bench/js")?;
    Path::new(".bench").canonicalize()
}

/// A program that goes away with the measurement.
pub struct Peer(pub Child);

impl Drop for Peer {
    fn drop(&mut self) {
        terminate(&self.0);
        let _ = self.0.wait();
    }
}

/// Runs SQL as the owner and gives what it answers, a row a line.
pub fn sql(postgres: &ThrowAway, database: &str, text: &str) -> Result<String, Failure> {
    let mut psql = psql(postgres, database);
    psql.args(["-v", "ON_ERROR_STOP=1", "-f", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = psql.spawn()?;
    let sent = child.stdin.take().map_or(Ok(()), |mut stdin| stdin.write_all(text.as_bytes()));
    let answer = child.wait_with_output()?;
    sent?;
    if !answer.status.success() {
        return Err(format!("psql failed ({}): {text}", answer.status).into());
    }
    Ok(String::from_utf8(answer.stdout)?.trim().to_owned())
}

/// `psql` of the server's own version.
pub fn psql(postgres: &ThrowAway, database: &str) -> Command {
    let server = postgres.postgres();
    let mut psql = Command::new(server.programs().join("psql"));
    psql.args(["--quiet", "--no-psqlrc", "--tuples-only", "--no-align"]);
    psql.arg("-h").arg(server.socket()).args(["-p", &server.port().to_string()]);
    psql.args(["-U", faultline_postgres::OWNER, "-d", database]);
    psql.env("PGOPTIONS", "-c client_min_messages=warning");
    psql
}

/// Waits until an address answers at all.
pub fn wait_for(url: &str) -> Result<(), Failure> {
    let deadline = Instant::now() + Duration::from_secs(30);
    while Instant::now() < deadline {
        let mut curl = Command::new("curl");
        if output(curl.args(["--silent", "-o", "/dev/null", url])).is_ok() {
            return Ok(());
        }
        thread::sleep(Duration::from_millis(100));
    }
    Err(format!("{url} does not answer").into())
}

/// The middle one; of an even number the lower.
pub fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len().saturating_sub(1) / 2).copied().unwrap_or(f64::NAN)
}

/// A Python program of its own folder with packages, installed once.
pub fn python(work: &Path, packages: &[&str], imports: &str) -> Result<PathBuf, Failure> {
    let python = work.join("venv/bin/python");
    let mut check = Command::new(&python);
    check.args(["-c", &format!("import {imports}")]).stderr(Stdio::null());
    if check.status().is_ok_and(|status| status.success()) {
        return Ok(python);
    }
    println!("Installing {}", packages.join(" "));
    if !python.is_file() {
        output(Command::new("python3").args(["-m", "venv"]).arg(work.join("venv")))?;
    }
    output(Command::new(&python).args(["-m", "pip", "install", "-q"]).args(packages))?;
    Ok(python)
}
