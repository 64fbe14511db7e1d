//! Where a document is set: the template and its fonts, which all documents share, and what this one says.
//! What it says comes as files of the template's folder. As inputs it would be part of the library, and nothing that was
//! worked out for one document could be used for the next.

use super::TypesetError;
use std::sync::LazyLock;
use typst::diag::FileResult;
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, Source};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, World};
use typst_as_lib::conversions::IntoFileId;
use typst_as_lib::typst_kit_options::TypstKitFontOptions;
use typst_as_lib::{TypstEngine, TypstTemplateMainFile, TypstWorld};
use typst_layout::PagedDocument;

/// Template and fonts, read once. Fonts of the system only fill in for scripts that those in the program lack.
static ENGINE: LazyLock<TypstEngine<TypstTemplateMainFile>> = LazyLock::new(|| {
    TypstEngine::builder()
        .main_file(include_str!("recommendation.typ"))
        .search_fonts_with(TypstKitFontOptions::default())
        .build()
});

/// Documents with more pages leave nothing behind, so that what is kept in memory is bounded.
const MOST_KEPT: usize = 60;

/// What a document says.
pub(super) struct Desk {
    report: Bytes,
    drawings: Bytes,
}

impl Desk {
    /// Takes what is told, and the drawings of its maps, as JSON.
    pub(super) fn new(report: Vec<u8>, drawings: Vec<u8>) -> Self {
        Self { report: Bytes::new(report), drawings: Bytes::new(drawings) }
    }

    /// Sets it, with so many entries of a list before the annex.
    pub(super) fn set(&self, most: usize) -> Result<PagedDocument, TypesetError> {
        let files = [
            ("report.json", self.report.clone()),
            ("drawings.json", self.drawings.clone()),
            ("most.json", Bytes::from_string(most.to_string())),
        ];
        let files = files.map(|(name, bytes)| (name.into_file_id(), bytes));
        let shared = ENGINE.world_builder().build();
        let shared = shared.map_err(|error| TypesetError::Template(error.to_string()))?;
        let set = typst::compile::<PagedDocument>(&Shown { shared, files }).output;
        set.map_err(|problems| TypesetError::Template(format!("{problems:?}")))
    }
}

/// Drops what was worked out for earlier documents. That of the last one stays, unless it is long: a copy for another
/// reader, or the next version, has most of it in common.
pub(super) fn clear(last: &PagedDocument) {
    comemo::evict(usize::from(last.pages().len() <= MOST_KEPT));
}

/// What the template sees.
struct Shown {
    shared: TypstWorld<'static>,
    files: [(FileId, Bytes); 3],
}

impl World for Shown {
    fn library(&self) -> &LazyHash<Library> {
        self.shared.library()
    }

    fn book(&self) -> &LazyHash<FontBook> {
        self.shared.book()
    }

    fn main(&self) -> FileId {
        self.shared.main()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        self.shared.source(id)
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let told = self.files.iter().find(|(own, _)| *own == id);
        told.map_or_else(|| self.shared.file(id), |(_, bytes)| Ok(bytes.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.shared.today(offset)
    }
}
