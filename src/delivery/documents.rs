//! The documents of a version: what each is called and for, and how it is made from the snapshot alone.
//! The same snapshot, quote and cover give the same bytes, in a request and on the command line.

use crate::delivery::report::sheets::{SheetFor, sheet};
use crate::delivery::report::{Cover, Report, markdown, printed};
use crate::delivery::{registers, test_matrix, word};
use crate::document::engagement::Engagement;
use crate::engines::map::Map;
use crate::engines::map::scene::Evidence;
use crate::engines::office::Archive;
use crate::judgement::fault;
use crate::platform::catalogue::{Catalogue, catalogue};
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;
use sha2::{Digest, Sha256};

/// Maps with more steps are not painted for the text document: their names could not be read.
const MOST_STEPS: usize = 120;
/// The file of an archive that `sha256sum -c` reads.
pub const MANIFEST: &str = "SHA256SUMS";

catalogue! {
    /// A document of a version, under the name of its file.
    pub enum Document {
        Pdf => "recommendation.pdf", "PDF";
        Word => "recommendation.docx", "Word";
        Workbook => "recommendation.xlsx", "Workbook";
        Markdown => "recommendation.md", "Markdown";
        Json => "recommendation.json", "JSON";
        Owner => "sheet-owner.pdf", "Owner’s sheet";
        Engineer => "sheet-engineer.pdf", "Engineer’s sheet";
        DataSteward => "sheet-data-steward.pdf", "Data steward’s sheet";
        Finance => "sheet-finance.pdf", "Finance sheet";
        TestsCsv => "tests.csv", "Tests as CSV";
        Gherkin => "tests.feature", "Tests as Gherkin";
        Everything => "recommendation.zip", "Everything";
    }
}

/// Why a document could not be made: nothing that a reader could put right.
pub type Failure = Box<dyn std::error::Error + Send + Sync>;

/// Sets a document as a PDF.
pub type Typeset = fn(&Report, &Engagement) -> Result<Vec<u8>, Failure>;
/// Paints a map under a title as a PNG; nothing where it is too large to be read.
pub type Paint = fn(&Map, &str, &Evidence) -> Result<Option<Vec<u8>>, Failure>;

/// What makes documents of what is said: the typesetter and the painter of maps.
#[derive(Debug, Clone, Copy)]
pub struct Tools {
    /// The typesetter.
    pub typeset: Typeset,
    /// The painter.
    pub paint: Paint,
}

/// What documents are made of.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    /// The version.
    pub snapshot: &'a Snapshot,
    /// The quote that goes with it, if one was issued.
    pub issued: Option<&'a Issued>,
    /// What the cover shows of the firm, once it has settings.
    pub cover: Option<&'a Cover>,
}

impl Document {
    /// What the file is, as HTTP names it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self.key().rsplit('.').next().unwrap_or_default() {
            "pdf" => "application/pdf",
            "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            "md" => "text/markdown; charset=utf-8",
            "json" => "application/json",
            "csv" => "text/csv; charset=utf-8",
            "feature" => "text/plain; charset=utf-8",
            _ => "application/zip",
        }
    }

    /// What it is for, in a sentence.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Pdf => "The recommendation, typeset for reading, printing and signing.",
            Self::Word => {
                "The same as a text document with headings, lists and tables, to edit and to quote from."
            }
            Self::Workbook => {
                "Every register as a sheet with real numbers and days, to filter and to add up."
            }
            Self::Markdown => "The same as plain text.",
            Self::Json => {
                "The published data, byte for byte: what the hash is computed from, and what Faultline reads again."
            }
            Self::Owner => SheetFor::Owner.purpose(),
            Self::Engineer => SheetFor::Engineer.purpose(),
            Self::DataSteward => SheetFor::DataSteward.purpose(),
            Self::Finance => SheetFor::Finance.purpose(),
            Self::TestsCsv => "What is tried before an integration goes live, a test a row.",
            Self::Gherkin => "The same tests as scenarios that a test runner reads.",
            Self::Everything => {
                "All of these in one archive, with a list of hashes that sha256sum checks."
            }
        }
    }

    /// How much it is to read.
    #[must_use]
    pub fn length(self) -> &'static str {
        match self {
            Self::Pdf | Self::Word | Self::Markdown => "The whole recommendation",
            Self::Workbook => "A sheet for each register",
            Self::Json => "All data",
            Self::TestsCsv | Self::Gherkin => "All tests",
            Self::Everything => "All files",
            _ => "Two pages at most",
        }
    }

    /// Whom it is a sheet for, if it is one.
    #[must_use]
    pub fn reader(self) -> Option<SheetFor> {
        match self {
            Self::Owner => Some(SheetFor::Owner),
            Self::Engineer => Some(SheetFor::Engineer),
            Self::DataSteward => Some(SheetFor::DataSteward),
            Self::Finance => Some(SheetFor::Finance),
            _ => None,
        }
    }

    /// Whether it is set in type, which takes a core longest.
    #[must_use]
    pub fn is_typeset(self) -> bool {
        self == Self::Everything || self.content_type() == "application/pdf"
    }

    /// The document as a file.
    ///
    /// # Errors
    /// When the typesetter or the painter failed, or it becomes larger than a file can be.
    pub fn make(self, from: Source<'_>, tools: Tools) -> Result<Vec<u8>, Failure> {
        let doc = from.snapshot.document();
        if let Some(reader) = self.reader() {
            let report = sheet(from.snapshot, from.issued, reader, from.cover.cloned());
            return (tools.typeset)(&report, &Engagement { maps: Vec::new(), ..doc.clone() });
        }
        let whole = || printed(from.snapshot, from.issued, from.cover.cloned());
        Ok(match self {
            Self::Pdf => (tools.typeset)(&whole(), doc)?,
            Self::Word => word::write(&whole(), &painted(doc, tools)?)?,
            Self::Workbook => registers::workbook(from.snapshot, from.issued)?,
            Self::Markdown => markdown::write(&whole()).into_bytes(),
            Self::TestsCsv => test_matrix::csv(doc)?,
            Self::Gherkin => test_matrix::gherkin(doc).into_bytes(),
            Self::Everything => everything(from, &|document| document.make(from, tools))?,
            _ => from.snapshot.text().as_bytes().to_vec(),
        })
    }
}

/// The maps that can be read as pictures.
fn painted(doc: &Engagement, tools: Tools) -> Result<word::Pictures, Failure> {
    let mut pictures = word::Pictures::new();
    for map in doc.maps.iter().filter(|map| map.steps.len() <= MOST_STEPS) {
        let of = doc.workflows.iter().find(|workflow| workflow.id == map.workflow);
        let title = format!("{}, {}", of.map_or("", |workflow| workflow.name.as_str()), map.side);
        let png = (tools.paint)(map, &title, &fault::weights(doc, map))?;
        pictures.extend(png.map(|png| (map.id, png)));
    }
    Ok(pictures)
}

/// All documents in one archive, with the hash of each; `made` gives each of them, which may have been made before.
///
/// # Errors
/// When one of them could not be made, or the archive becomes larger than one can be.
pub fn everything(
    from: Source<'_>,
    made: &dyn Fn(Document) -> Result<Vec<u8>, Failure>,
) -> Result<Vec<u8>, Failure> {
    let mut files: Vec<(String, Vec<u8>)> = Vec::new();
    for document in Document::ALL.iter().filter(|one| **one != Document::Everything) {
        files.push((document.key().to_owned(), made(*document)?));
    }
    if let Some(issued) = from.issued {
        files.push(("quote.json".to_owned(), issued.text.clone().into_bytes()));
    }
    let mut archive = Archive::new();
    let mut sums = String::new();
    for (name, bytes) in &files {
        sums.push_str(&format!("{}  {name}\n", hex::encode(Sha256::digest(bytes))));
        archive.add(name, bytes)?;
    }
    archive.add(MANIFEST, sums.as_bytes())?;
    Ok(archive.finish()?)
}

impl Source<'_> {
    /// A mark of everything that a document is made of: one that was made of the same is the same.
    #[must_use]
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.snapshot.hash().bytes());
        hash.update(format!("{:?}", self.snapshot.withdrawn()));
        hash.update(format!("{:?}", self.issued));
        hash.update(self.cover.map_or_else(String::new, Cover::mark));
        hex::encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::office::testing::parts;
    use crate::stores::room::tests::{example, sealed};

    /// A typesetter that writes what it was given, and a painter that paints nothing.
    const TOOLS: Tools =
        Tools { typeset: |report, _| Ok(serde_json::to_vec(report)?), paint: |_, _, _| Ok(None) };

    fn source(snapshot: &Snapshot) -> Source<'_> {
        Source { snapshot, issued: None, cover: None }
    }

    #[test]
    fn the_archive_has_every_document_and_its_list_of_hashes_is_right() {
        let snapshot = sealed(example());
        let bytes = Document::Everything.make(source(&snapshot), TOOLS).unwrap();
        assert_eq!(bytes, Document::Everything.make(source(&snapshot), TOOLS).unwrap());
        let mut files = parts(&bytes);
        let sums = String::from_utf8(files.remove(MANIFEST).unwrap()).unwrap();
        assert_eq!(files.len(), Document::ALL.len() - 1);
        assert_eq!(sums.lines().count(), files.len());
        for line in sums.lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            assert_eq!(hash, hex::encode(Sha256::digest(&files[name])), "{name}");
        }
        assert_eq!(files["recommendation.json"], snapshot.text().as_bytes());
    }

    #[test]
    fn every_document_has_a_type_and_the_mark_is_of_all_it_is_made_of() {
        let types: Vec<_> = Document::ALL.iter().map(|one| one.content_type()).collect();
        assert_eq!(types.iter().filter(|kind| **kind == "application/zip").count(), 1);
        let snapshot = sealed(example());
        let cover = Cover { firm: "Rescue Works".into(), ..Cover::default() };
        let with = Source { cover: Some(&cover), ..source(&snapshot) };
        assert_ne!(with.mark(), source(&snapshot).mark());
        assert_eq!(with.mark(), Source { cover: Some(&cover.clone()), ..with }.mark());
    }
}
