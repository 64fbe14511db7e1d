//! `faultline verify`: whether the file of a certificate is whole, with nothing but the file.
//! It asks no network and no database.

use super::bounded_bytes;
use crate::failure::Failure;
use crate::output;
use faultline::delivery::certificate::{LIMIT, Verified, verify};
use faultline::platform::catalogue::Catalogue;
use sha2::{Digest, Sha256};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What to verify.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The file that was downloaded; it is not unpacked before.
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

/// Says whether the file is whole: it ends with 0 when it is and with 1 when something in it was changed.
///
/// # Errors
/// When a file cannot be read.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let verified = match verify(&read(&args.file)?) {
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
        let is_it = hex::encode(Sha256::digest(read(file)?)) == hash;
        let says = if is_it { "is what was accepted" } else { "is NOT what was accepted" };
        output::say_line(&format!("The {name} {says}."))?;
        same &= is_it;
    }
    if let Some(file) = &args.authority {
        let is_it = authority(&read(file)?) == Some(verified.stamped.by);
        let says = if is_it { "stamped it" } else { "did NOT stamp it" };
        output::say_line(&format!("The authority in {} {says}.", file.display()))?;
        same &= is_it;
    }
    Ok(if same { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What a certificate says, line by line.
fn told(verified: &Verified) -> Vec<String> {
    let parts = &verified.certificate.parts;
    let (decision, snapshot) = (&parts.decision, &parts.snapshot);
    let at = |at: chrono::DateTime<chrono::Utc>| at.format("%Y-%m-%d %H:%M:%S UTC").to_string();
    let mut lines = vec![
        "Whole: nothing in it was changed.".to_owned(),
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
    lines.push(format!("Certificate, SHA-256 {}", verified.hash));
    lines.push(format!(
        "Stamped {} by {}",
        at(verified.stamped_at()),
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

/// The SHA-256 of a certificate that is given as PEM.
fn authority(pem: &[u8]) -> Option<[u8; 32]> {
    faultline::engines::timestamp::fingerprint(pem)
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let named = |error: std::io::Error| format!("{} cannot be read: {error}.", path.display());
    let mut file = File::open(path).map_err(named)?;
    // A recommendation is larger than a certificate; both are bounded.
    Ok(bounded_bytes(&mut file, LIMIT as u64 * 32).map_err(named)?)
}
