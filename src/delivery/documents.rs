//! The documents of a version: what each is called and for, and how it is made from the snapshot alone.
//! The same snapshot, quote, cover and reader give the same bytes; on the command line there is the snapshot alone.

use crate::delivery::report::sheets::{SheetFor, sheet};
use crate::delivery::report::{Cover, Report, argued, markdown, printed};
use crate::delivery::verdict_pack::oscal;
use crate::delivery::{registers, test_matrix, word};
use crate::document::engagement::Engagement;
use crate::engines::map::Map;
use crate::engines::map::scene::Evidence;
use crate::judgement::fault;
use crate::platform::catalogue::catalogue;
use crate::platform::ids::AttachmentId;
use crate::stores::quote::Issued;
use crate::stores::room::Snapshot;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

mod archive;
mod verify;

pub use archive::{INDEX, LARGEST, MANIFEST, everything};
pub use verify::{ArchivePart, Changed, WholeArchive, is_archive, verify};

/// Maps with more steps are not painted for the text document, whatever the painter could read of them: it bounds the time
/// that a document takes.
const MOST_STEPS: usize = 120;

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
        VerdictPack => "verdict-pack.md", "Verdict pack";
        Oscal => "verdict-pack.oscal.json", "Verdict pack as OSCAL";
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
    /// Whom this copy is for, on every page of PDF and Word; empty for the plain one.
    pub reader: &'a str,
    /// What is in the files that the version hands out, as far as they are here: the archive alone holds them.
    pub files: &'a BTreeMap<AttachmentId, Vec<u8>>,
}

/// No files: what a document is made with that holds none.
pub static NO_FILES: BTreeMap<AttachmentId, Vec<u8>> = BTreeMap::new();

impl Document {
    /// What the file is, as HTTP names it.
    #[must_use]
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Pdf | Self::Owner | Self::Engineer | Self::DataSteward | Self::Finance => {
                "application/pdf"
            }
            Self::Word => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Workbook => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Markdown | Self::VerdictPack => "text/markdown; charset=utf-8",
            Self::Json | Self::Oscal => "application/json",
            Self::TestsCsv => "text/csv; charset=utf-8",
            Self::Gherkin => "text/plain; charset=utf-8",
            Self::Everything => "application/zip",
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
            Self::VerdictPack => {
                "Each claim with its reasons, their evidence and what speaks against it, and how the version stands by the nine points of an expert’s report."
            }
            Self::Oscal => {
                "The same as OSCAL assessment results, for programs of auditors and of governance."
            }
            Self::Everything => {
                "All of these in one archive, with the files that are handed out, what is not in it, and a list of hashes that sha256sum checks."
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
            Self::VerdictPack | Self::Oscal => "All claims",
            Self::Everything => "All files",
            Self::Owner | Self::Engineer | Self::DataSteward | Self::Finance => "Two pages at most",
        }
    }

    /// Whether it is set in type, which takes a core longest.
    #[must_use]
    pub fn is_typeset(self) -> bool {
        self == Self::Everything || self.content_type() == "application/pdf"
    }

    /// Whether a copy of it for somebody says so on its pages, or holds documents that do.
    #[must_use]
    pub fn is_marked(self) -> bool {
        self.is_typeset() || self == Self::Word
    }

    /// The document as a file.
    ///
    /// # Errors
    /// When the typesetter or the painter failed, or it becomes larger than a file can be.
    pub fn make(self, from: Source<'_>, tools: Tools) -> Result<Vec<u8>, Failure> {
        let doc = from.snapshot.document();
        let copy = |report: Report| Report { reader: from.reader.to_owned(), ..report };
        let whole = || copy(printed(from.snapshot, from.issued, from.cover.cloned()));
        let sheet_for = |reader| {
            let report = sheet(from.snapshot, from.issued, reader, from.cover.cloned());
            (tools.typeset)(&copy(report), doc)
        };
        Ok(match self {
            Self::Pdf => (tools.typeset)(&whole(), doc)?,
            Self::Word => {
                let report = whole();
                word::write(&report, &painted(&report, doc, tools)?)?
            }
            Self::Workbook => registers::workbook(from.snapshot, from.issued)?,
            Self::Markdown => markdown::write(&whole()).into_bytes(),
            Self::Json => from.snapshot.text().as_bytes().to_vec(),
            Self::Owner => sheet_for(SheetFor::Owner)?,
            Self::Engineer => sheet_for(SheetFor::Engineer)?,
            Self::DataSteward => sheet_for(SheetFor::DataSteward)?,
            Self::Finance => sheet_for(SheetFor::Finance)?,
            Self::TestsCsv => test_matrix::csv(doc)?,
            Self::Gherkin => test_matrix::gherkin(doc).into_bytes(),
            Self::VerdictPack => {
                markdown::write(&argued(from.snapshot, from.cover.cloned())).into_bytes()
            }
            Self::Oscal => oscal::write(from.snapshot)?,
            Self::Everything => everything(from, &|document| document.make(from, tools))?,
        })
    }
}

/// The maps that a document shows and that can be read as pictures.
fn painted(report: &Report, doc: &Engagement, tools: Tools) -> Result<word::Pictures, Failure> {
    let (mut pictures, shown) = (word::Pictures::new(), report.drawn());
    let small = doc.maps.iter().filter(|map| map.steps.len() <= MOST_STEPS);
    for map in small.filter(|map| shown.contains(&map.id)) {
        let of = doc.workflows.iter().find(|workflow| workflow.id == map.workflow);
        let title = format!("{}, {}", of.map_or("", |workflow| workflow.name.as_str()), map.side);
        let png = (tools.paint)(map, &title, &fault::weights(doc, map))?;
        pictures.extend(png.map(|png| (map.id, png)));
    }
    Ok(pictures)
}

impl Source<'_> {
    /// A mark of everything that a document is made of: one that was made of the same is the same.
    #[must_use]
    pub fn mark(&self) -> String {
        let mut hash = Sha256::new();
        hash.update(self.snapshot.hash().bytes());
        hash.update(format!("{:?}", self.snapshot.withdrawn()));
        // The documents say which files were withdrawn since.
        hash.update(format!("{:?}", self.snapshot.files()));
        hash.update(format!("{:?}", self.issued));
        hash.update(self.cover.map_or_else(String::new, Cover::mark));
        // A copy for somebody is never taken for the plain one, or for somebody else's.
        hash.update(format!("{:?}", self.reader));
        hex::encode(hash.finalize())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::office::testing::parts;
    use crate::platform::catalogue::Catalogue;
    use crate::stores::quote::testing::quoted;
    use crate::stores::room::tests::{example, sealed};

    /// A typesetter that writes what it was given, and a painter that paints nothing.
    const TOOLS: Tools =
        Tools { typeset: |report, _| Ok(serde_json::to_vec(report)?), paint: |_, _, _| Ok(None) };

    fn source(snapshot: &Snapshot) -> Source<'_> {
        Source { snapshot, issued: None, cover: None, reader: "", files: &NO_FILES }
    }

    #[test]
    fn the_archive_has_every_document_and_its_list_of_hashes_is_right() {
        let snapshot = sealed(example());
        let bytes = Document::Everything.make(source(&snapshot), TOOLS).unwrap();
        assert_eq!(bytes, Document::Everything.make(source(&snapshot), TOOLS).unwrap());
        let mut files = parts(&bytes);
        let sums = String::from_utf8(files.remove(MANIFEST).unwrap()).unwrap();
        assert_eq!(sums.lines().count(), files.len());
        for line in sums.lines() {
            let (hash, name) = line.split_once("  ").unwrap();
            assert_eq!(hash, hex::encode(Sha256::digest(&files[name])), "{name}");
        }
        files.remove(INDEX).unwrap();
        assert_eq!(files.len(), Document::ALL.len() - 1);
        assert_eq!(files["recommendation.json"], snapshot.text().as_bytes());
    }

    #[test]
    fn the_archive_alone_is_served_as_one() {
        let is_archive = |one: &Document| one.content_type() == "application/zip";
        let archives: Vec<_> = Document::ALL.iter().copied().filter(is_archive).collect();
        assert_eq!(archives, [Document::Everything]);
    }

    #[test]
    fn another_cover_or_quote_has_another_mark() {
        let snapshot = sealed(example());
        let cover = Cover { firm: "Rescue Works".into(), ..Cover::default() };
        let with = Source { cover: Some(&cover), ..source(&snapshot) };
        assert_ne!(with.mark(), source(&snapshot).mark());
        assert_eq!(with.mark(), Source { cover: Some(&cover.clone()), ..with }.mark());
        let issued = quoted(&example(), true);
        let quoted = Source { issued: Some(&issued), ..source(&snapshot) };
        assert!(quoted.mark() != source(&snapshot).mark() && quoted.mark() != with.mark());
    }

    #[test]
    fn a_copy_for_a_reader_is_marked_where_it_has_pages_and_is_kept_apart_from_the_plain_one() {
        let snapshot = sealed(example());
        let plain = source(&snapshot);
        let one = Source { reader: "For Anna Kern, 3 November 2026", ..plain };
        let other = Source { reader: "For Ben Ott, 3 November 2026", ..plain };
        assert!(one.mark() != plain.mark() && one.mark() != other.mark());
        for document in Document::ALL {
            let (copy, bytes) = (document.make(one, TOOLS), document.make(plain, TOOLS));
            let (copy, bytes) = (copy.unwrap(), bytes.unwrap());
            assert_eq!(copy == bytes, !document.is_marked(), "{document}");
            assert_eq!(bytes, document.make(plain, TOOLS).unwrap(), "the plain one stays as it is");
        }
        let word = parts(&Document::Word.make(one, TOOLS).unwrap());
        let foot = String::from_utf8_lossy(&word["word/footer1.xml"]).into_owned();
        assert!(foot.contains("For Anna Kern, 3 November 2026"), "{foot}");
    }
}
