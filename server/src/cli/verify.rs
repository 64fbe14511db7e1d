//! `faultline verify`: whether the file of a certificate, or the archive of a version's documents, is whole, with nothing
//! but the file. It asks no network and no database.

use super::bounded_bytes;
use crate::failure::Failure;
use crate::output;
use faultline::delivery::certificate::{LIMIT, Verified, verify};
use faultline::delivery::documents;
use faultline::engines::timestamp::fingerprint;
use faultline::platform::catalogue::Catalogue;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// The largest file that a certificate is compared with, in bytes: a recommendation is larger than a certificate.
const COMPARED: u64 = LIMIT as u64 * 32;

/// What is said where no authority is given to compare with.
const WHOSE: &str = "Whose key stamped it is not checked: --authority does that, and the page /verify of the server that \
    should have issued it says whether it did.";

/// What is said where an archive is to be compared with what only a certificate names.
const NOT_STAMPED: &str =
    "An archive of documents is stamped by nobody: verify the certificate with these options.";

/// What is said of an archive, which nobody stamps.
const UNSTAMPED: &str = "Whoever makes an archive anew makes its hashes anew: compare the hash of the version with that in the \
    client's room, or with a certificate by --recommendation.";

/// What is said of files that a version hands out and an archive does not hold.
const ABSENT: &str = "Handed out with the version and not in the archive; its README.txt says which of them were withdrawn:";

/// What to verify.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The certificate, or the archive of all documents, that was downloaded; it is not unpacked before.
    file: PathBuf,
    /// The recommendation that was accepted, as JSON, to compare it with the certificate.
    #[arg(long, value_name = "FILE")]
    recommendation: Option<PathBuf>,
    /// The quote that was accepted, as JSON, to compare it with the certificate.
    #[arg(long, value_name = "FILE")]
    quote: Option<PathBuf>,
    /// The certificate, as PEM, of whoever must have stamped it.
    #[arg(long, value_name = "FILE")]
    authority: Option<PathBuf>,
}

/// Says whether the file is whole: it ends with 0 when it is and with 1 when something in it was changed since it was
/// stamped. Anyone can stamp with a key of their own: whose key it is, only `--authority` tells.
///
/// # Errors
/// When a file cannot be read.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    // What is larger than an archive can be is none; its own bytes are a little more than those of its files.
    let file = read(&args.file, documents::LARGEST as u64 + LIMIT as u64)?;
    if documents::is_archive(&file) {
        if args.recommendation.is_some() || args.quote.is_some() || args.authority.is_some() {
            return Err(NOT_STAMPED.into());
        }
        return archive(&file);
    }
    let verified = match verify(&file) {
        Ok(verified) => verified,
        Err(differs) => {
            output::say_line(&format!("Not whole. {differs}"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    for line in told(&verified) {
        output::say_line(&line)?;
    }
    let mut same = true;
    for (name, file, hash) in compared(args, &verified) {
        let is_it = hex::encode(Sha256::digest(read(file, COMPARED)?)) == hash;
        let says = if is_it { "is what was accepted" } else { "is NOT what was accepted" };
        output::say_line(&format!("The {name} {says}."))?;
        same &= is_it;
    }
    match &args.authority {
        None => output::say_line(WHOSE)?,
        Some(file) => {
            let is_it = fingerprint(&read(file, COMPARED)?) == Some(verified.stamped.by);
            let says = if is_it { "stamped it" } else { "did NOT stamp it" };
            output::say_line(&format!("The authority in {} {says}.", file.display()))?;
            same &= is_it;
        }
    }
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Says whether an archive of documents is whole, and of which version it is.
fn archive(file: &[u8]) -> Result<ExitCode, Failure> {
    let whole = match documents::verify(file) {
        Ok(whole) => whole,
        Err(changed) => {
            output::say_line(&format!("Not whole. {changed}"))?;
            return Ok(ExitCode::FAILURE);
        }
    };
    output::say_line(
        "Whole: every file has the hash that the archive names, and every byte is accounted for.",
    )?;
    if let Some((number, hash)) = whole.version {
        output::say_line(&format!("Version {number}, SHA-256 {hash}"))?;
    }
    for name in &whole.files {
        output::say_line(&format!("  {name}"))?;
    }
    if !whole.absent.is_empty() {
        output::say_line(ABSENT)?;
    }
    for name in &whole.absent {
        output::say_line(&format!("  {name}"))?;
    }
    output::say_line(UNSTAMPED)?;
    Ok(ExitCode::SUCCESS)
}

/// What a certificate says, line by line.
fn told(verified: &Verified) -> Vec<String> {
    let parts = &verified.certificate.parts;
    let (decision, snapshot) = (&parts.decision, &parts.snapshot);
    let at = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let mut lines = vec![
        "Whole: as it was when it was stamped.".to_owned(),
        format!("Decision {} by {}, {}", decision.number, decision.person, at(decision.at)),
        format!("Version {}, SHA-256 {}", snapshot.number, snapshot.hash),
    ];
    if let Some(quote) = &parts.quote {
        lines.push(format!("Quote {}, SHA-256 {}", quote.number, quote.hash));
        lines.push(format!("  {} {} with tax", quote.total, quote.currency));
    }
    lines.extend(
        parts
            .trail
            .iter()
            .map(|event| format!("  {}  {}, {}", at(event.at), event.event.label(), event.by)),
    );
    if verified.certificate.may_leave_out() {
        lines.push("  Earlier openings, questions and answers may be left out.".to_owned());
    }
    lines.push(format!("Certificate, SHA-256 {}", verified.hash));
    lines.push(format!(
        "Stamped {} by {}",
        at(verified.stamped.at),
        hex::encode(verified.stamped.by)
    ));
    if let Some(outside) = &verified.outside {
        lines.push(format!("Stamped {} outside, by {}", at(outside.at), hex::encode(outside.by)));
    }
    lines
}

/// The files to compare, each with the hash that the certificate names.
fn compared<'a>(args: &'a Args, verified: &'a Verified) -> Vec<(&'static str, &'a Path, &'a str)> {
    let parts = &verified.certificate.parts;
    let recommendation = args.recommendation.as_deref();
    let recommendation =
        recommendation.map(|file| ("recommendation", file, &parts.snapshot.hash[..]));
    let accepted = parts.quote.as_ref().map_or("", |quote| &quote.hash);
    let quote = args.quote.as_deref().map(|file| ("quote", file, accepted));
    recommendation.into_iter().chain(quote).collect()
}

fn read(path: &Path, limit: u64) -> Result<Vec<u8>, Failure> {
    let named = |error: std::io::Error| format!("{} cannot be read: {error}.", path.display());
    let mut file = File::open(path).map_err(named)?;
    Ok(bounded_bytes(&mut file, limit).map_err(named)?)
}
