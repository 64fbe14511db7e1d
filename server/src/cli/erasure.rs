//! `faultline erasure verify`: whether the certificate of an erasure is as it was sealed.
//! It needs no database; whether a server keeps the same one is told on that server's page of erasures.

use crate::failure::Failure;
use crate::output;
use faultline::stores::erasure::certificate::{self, NotWhole};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What is asked of erasures.
#[derive(Debug, clap::Subcommand)]
pub enum Command {
    /// Say whether a certificate is as it was sealed. It ends with 1 when a byte of it was changed.
    Verify(Args),
}

/// Which certificate.
#[derive(Debug, clap::Args)]
pub struct Args {
    /// The JSON file as it was downloaded; `-` reads standard input.
    file: PathBuf,
    /// Say too whether it is about what was called this.
    #[arg(long)]
    name: Option<String>,
}

/// Does it.
///
/// # Errors
/// A sentence: the file cannot be read.
pub fn run(command: &Command) -> Result<ExitCode, Failure> {
    let Command::Verify(Args { file, name }) = command;
    let (told, whole) = told(&text(file)?, name.as_deref());
    output::say_line(&told)?;
    Ok(ExitCode::from(u8::from(!whole)))
}

fn text(file: &Path) -> Result<String, Failure> {
    let read = if file.as_os_str() == "-" {
        super::bounded(&mut std::io::stdin().lock())
    } else {
        std::fs::File::open(file).and_then(|mut file| super::bounded(&mut file))
    };
    read.map_err(|error| format!("{} cannot be read: {error}.", file.display()).into())
}

/// What is told of a certificate, and whether it is whole and about what it should be.
fn told(text: &str, name: Option<&str>) -> (String, bool) {
    let (says, hash) = match certificate::verify(text) {
        Ok(whole) => whole,
        Err(refused) => return (not_whole(&refused), false),
    };
    let about = name.map(|name| hex::encode(certificate::name_hash(says.id, name)));
    let about = about.map(|hash| hash == says.name_sha256);
    let named = match about {
        Some(true) => "\nIt is about what was called that.",
        Some(false) => "\nIt is about something of another name.",
        None => "",
    };
    let told = format!(
        "{}\nThe certificate is whole: its SHA-256 is {hash}. Compare it with the one that the server keeps under this \
         number.{named}",
        says.markdown(&hash).trim_end()
    );
    (told, about != Some(false))
}

fn not_whole(refused: &NotWhole) -> String {
    format!("The certificate is not whole. {refused}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_certificate_is_told_as_such() {
        let (told, whole) = told("{}", None);
        assert!(!whole && told.starts_with("The certificate is not whole."), "{told}");
    }
}
