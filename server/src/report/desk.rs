//! Where a document is set: the template and its fonts, which all documents share, and what this one says.
//! What it says comes as files of the template's folder. As inputs it would be part of the library, and nothing that was
//! worked out for one document could be used for the next.

use super::TypesetError;
use faultline::delivery::report::Report;
use serde_json::{Value, json};
use std::collections::VecDeque;
use std::sync::{LazyLock, Mutex, PoisonError};
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

/// The most pages for which something is kept, so that what it takes in memory is bounded: a megabyte or two a page.
const MOST_KEPT: usize = 300;

/// The pages of each document for which something is kept, the one that was set last at the end.
static KEPT: Mutex<VecDeque<usize>> = Mutex::new(VecDeque::new());

/// What a document says.
pub(super) struct Desk {
    told: [(FileId, Bytes); 3],
}

impl Desk {
    /// Takes what is told, and the drawings of its maps. What stands on every page lies there by itself too: it alone is
    /// another in a copy for another reader.
    pub(super) fn new(report: &Report, drawings: &Value) -> serde_json::Result<Self> {
        let margins = json!({
            "title": report.title,
            "client": report.client,
            "version": report.version,
            "hash": report.hash,
            "reader": report.reader,
        });
        let told = [
            file("report.json", serde_json::to_vec(report)?),
            file("drawings.json", serde_json::to_vec(drawings)?),
            file("margins.json", serde_json::to_vec(&margins)?),
        ];
        Ok(Self { told })
    }

    /// Sets it, with so many entries of a list before the annex.
    pub(super) fn set(&self, most: usize) -> Result<PagedDocument, TypesetError> {
        let shared = ENGINE.world_builder().build();
        let shared = shared.map_err(|error| TypesetError::Template(error.to_string()))?;
        let most = file("most.json", most.to_string().into_bytes());
        let shown = Shown { shared, told: &self.told, most };
        let set = typst::compile::<PagedDocument>(&shown).output;
        set.map_err(|problems| TypesetError::Template(format!("{problems:?}")))
    }
}

fn file(name: &str, bytes: Vec<u8>) -> (FileId, Bytes) {
    (name.into_file_id(), Bytes::new(bytes))
}

/// Drops what was worked out for documents before the last few. What is kept serves copies for other readers and the
/// next versions, which have most of it in common.
pub(super) fn clear(last: &PagedDocument) {
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    comemo::evict(remembered(&mut kept, last.pages().len(), MOST_KEPT));
}

/// Of how many documents something is kept, once one of so many pages is set.
fn remembered(kept: &mut VecDeque<usize>, pages: usize, most: usize) -> usize {
    kept.push_back(pages);
    while kept.iter().sum::<usize>() > most {
        kept.pop_front();
    }
    kept.len()
}

/// What the template sees.
struct Shown<'a> {
    shared: TypstWorld<'static>,
    told: &'a [(FileId, Bytes)],
    most: (FileId, Bytes),
}

impl World for Shown<'_> {
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
        let told = self.told.iter().chain([&self.most]).find(|(own, _)| *own == id);
        told.map_or_else(|| self.shared.file(id), |(_, bytes)| Ok(bytes.clone()))
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shared.font(index)
    }

    fn today(&self, offset: Option<Duration>) -> Option<Datetime> {
        self.shared.today(offset)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_documents_are_kept_up_to_so_many_pages() {
        let mut kept = VecDeque::new();
        let mut set = |pages| remembered(&mut kept, pages, 100);
        assert_eq!([set(40), set(40), set(2), set(2)], [1, 2, 3, 4]);
        assert_eq!([set(60), set(1)], [3, 4], "the first two have to go");
        assert_eq!([set(101), set(5)], [0, 1], "nothing is left of a long one");
    }
}
