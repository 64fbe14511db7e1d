//! Documents made of the JSON of a version, without a server: everything that a room hands out follows from it.

use crate::failure::Failure;
use crate::output;
use crate::serve::tools;
use clap::Args as Arguments;
use faultline::delivery::documents::{Document, Source};
use faultline::platform::catalogue::Catalogue;
use std::path::PathBuf;

/// What is asked for.
#[derive(Debug, Arguments)]
pub struct Args {
    /// The JSON of a version, or an engagement document; `-` reads standard input.
    file: PathBuf,
    /// The document by the name of its file, such as recommendation.xlsx; its ending alone will do where it is the only one.
    #[arg(long, default_value = "recommendation.json", value_parser = named)]
    kind: Document,
}

/// The document that is meant by a name or an ending.
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
    let source = Source { snapshot: &snapshot, issued: None, cover: None };
    let made = args.kind.make(source, tools());
    let bytes = made.map_err(|error| format!("The document cannot be made: {error}."))?;
    output::write(|out| out.write_all(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_asked_for_by_its_name_or_its_ending() {
        assert_eq!(named("recommendation.docx"), Ok(Document::Word));
        assert_eq!(named("zip"), Ok(Document::Everything));
        assert_eq!(named("tests.feature"), Ok(Document::Gherkin));
        assert!(named("exe").is_err_and(|told| told.contains("sheet-owner.pdf")));
    }
}
