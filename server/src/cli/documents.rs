//! Documents made of the JSON of a version, without a server: everything that a room hands out follows from it.

use crate::failure::Failure;
use crate::output;
use crate::serve::tools;
use clap::Args as Arguments;
use faultline::delivery::documents::{Document, NO_FILES, Source};
use faultline::platform::catalogue::Catalogue;
use faultline::stores::room::{Contents, Snapshot};
use std::path::PathBuf;
use std::time::Instant;

/// What is asked for.
#[derive(Debug, Arguments)]
pub struct Args {
    /// The JSON of a version, or an engagement document; `-` reads standard input.
    file: PathBuf,
    /// The document by the name of its file, such as tests.csv; for the recommendation its ending will do, such as xlsx.
    #[arg(long, default_value = "recommendation.json", value_parser = named)]
    kind: Document,
    /// Makes it of so many versions after another that differ in their note, and says on standard error how long the first
    /// one took and the middle one of the others.
    #[arg(long, hide = true, value_name = "NUMBER", value_parser = clap::value_parser!(u32).range(1..=1_000))]
    timed: Option<u32>,
}

/// The document that is meant by the name of its file, or by the ending of a recommendation.
fn named(text: &str) -> Result<Document, String> {
    let ending = format!("recommendation.{text}");
    let found = Document::ALL.iter().find(|one| [text, &ending].contains(&one.key()));
    let all: Vec<_> = Document::ALL.iter().map(|one| one.key()).collect();
    found.copied().ok_or_else(|| format!("it is none of {}", all.join(", ")))
}

/// Makes the document and writes it to standard output.
///
/// # Errors
/// When the file cannot be read, or the document cannot be made.
pub fn run(args: &Args) -> Result<(), Failure> {
    let snapshot = super::read(&args.file)?.version()?;
    if let Some(times) = args.timed {
        // Another document comes first: fonts and template are read once.
        made(Document::Owner, &snapshot)?;
        output::tell(&format!("first {:.1} ms", timed(args.kind, &snapshot)?));
        output::tell(&format!("{:.1} ms", median(args.kind, &snapshot, times)?));
    }
    let bytes = made(args.kind, &snapshot)?;
    output::write(|out| out.write_all(&bytes))
}

fn made(kind: Document, snapshot: &Snapshot) -> Result<Vec<u8>, Failure> {
    let source = Source { snapshot, issued: None, cover: None, reader: "", files: &NO_FILES };
    let made = kind.make(source, tools());
    Ok(made.map_err(|error| format!("The document cannot be made: {error}."))?)
}

/// The milliseconds that a document takes.
fn timed(kind: Document, snapshot: &Snapshot) -> Result<f64, Failure> {
    let start = Instant::now();
    made(kind, snapshot)?;
    Ok(start.elapsed().as_secs_f64() * 1e3)
}

/// The milliseconds that a document of the next version takes, once the one before it is made.
fn median(kind: Document, snapshot: &Snapshot, times: u32) -> Result<f64, Failure> {
    let mut took = Vec::new();
    for number in 0..times {
        let contents = Contents { note: format!("Number {number}"), ..snapshot.contents().clone() };
        let version = Snapshot::seal(snapshot.id(), contents)?;
        took.push(timed(kind, &version)?);
    }
    took.sort_by(f64::total_cmp);
    Ok(took[took.len() / 2])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_asked_for_by_its_name_and_the_recommendation_by_its_ending() {
        assert_eq!(named("recommendation.docx"), Ok(Document::Word));
        assert_eq!(named("zip"), Ok(Document::Everything));
        assert_eq!(named("tests.feature"), Ok(Document::Gherkin));
        assert_eq!(named("verdict-pack.oscal.json"), Ok(Document::Oscal));
        assert!(named("csv").is_err());
        assert!(named("exe").is_err_and(|told| told.contains("sheet-owner.pdf")));
    }
}
