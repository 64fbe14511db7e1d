//! Files beside failures that a version hands out: told beside their failure where the document tells it, and else together.
//! Nothing of what is in them is told; each stands with the hash that the version names.

use super::{Block, heading, text};
use crate::document::files::size;
use crate::document::samples::Sample;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{AttachmentId, SampleId};
use crate::platform::wording::day;
use crate::stores::room::{HandedOut, Snapshot};
use serde::Serialize;
use std::collections::BTreeSet;

/// Files that are handed out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Files {
    /// What they are beside.
    pub caption: String,
    /// The files.
    pub files: Vec<FileTold>,
}

/// A file that is handed out.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct FileTold {
    /// Its id, by which the room finds it.
    pub id: AttachmentId,
    /// What it was called.
    pub name: String,
    /// What it is, how large, and beside what where that is not said around it.
    pub about: String,
    /// The hash of its bytes.
    pub sha256: String,
    /// That it was withdrawn since, and when; empty as long as it can be had.
    pub withdrawn: String,
}

impl FileTold {
    /// A file of a version, with what it is beside unless `around` says it.
    #[must_use]
    pub fn of(snapshot: &Snapshot, file: &HandedOut, around: bool) -> Self {
        let about = format!("{}, {}", file.format.label(), size(file.bytes));
        let about = if around { about } else { format!("{about}, beside {}", file.beside()) };
        let withdrawn = snapshot.file_withdrawn(file.id).map_or_else(String::new, |at| {
            format!("Withdrawn on {}: it is not handed out any more.", day(at.date_naive()))
        });
        Self {
            id: file.id,
            name: file.name.clone(),
            about,
            sha256: file.sha256.to_string(),
            withdrawn,
        }
    }
}

/// The files beside one failure; nothing where there are none.
pub(super) fn beside(snapshot: &Snapshot, failure: SampleId) -> Option<Block> {
    let files = snapshot.contents().files.iter().filter(|file| file.failure == failure);
    let files: Vec<_> = files.map(|file| FileTold::of(snapshot, file, true)).collect();
    let caption = "Files that are handed out with this version".to_owned();
    (!files.is_empty()).then_some(Block::Files(Files { caption, files }))
}

/// The files beside failures that are not among those told one by one.
pub(super) fn others(snapshot: &Snapshot, told: &[Sample]) -> Vec<Block> {
    let told: BTreeSet<_> = told.iter().map(|sample| sample.id).collect();
    let files = snapshot.contents().files.iter().filter(|file| !told.contains(&file.failure));
    let files: Vec<_> = files.map(|file| FileTold::of(snapshot, file, false)).collect();
    if files.is_empty() {
        return Vec::new();
    }
    let caption = "Files beside other confirmed failures".to_owned();
    vec![
        heading(caption.clone()),
        text(
            "Each is handed out with this version, beside a failure that is counted in its pattern.",
        ),
        Block::Files(Files { caption, files }),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::report::{SectionId, document, markdown};
    use crate::stores::room::tests::handing_out;

    fn told(snapshot: &Snapshot) -> Vec<Files> {
        let report = document(snapshot);
        let blocks = report.section(SectionId::Evidence).unwrap().blocks.clone();
        let files = blocks.into_iter().filter_map(|block| match block {
            Block::Files(files) => Some(files),
            _ => None,
        });
        files.collect()
    }

    #[test]
    fn each_file_stands_once_beside_its_failure_or_among_the_others() {
        let (snapshot, _) = handing_out();
        let all = told(&snapshot);
        let names: Vec<Vec<_>> =
            all.iter().map(|files| files.files.iter().map(|file| &file.name).collect()).collect();
        assert_eq!(names, [["Größe 0.txt"], ["Größe 1.txt"]]);
        assert_eq!(all[0].files[0].about, "Text, 23 B");
        assert_eq!(all[1].files[0].about, "Text, 7 B, beside “Failure 1” (shop: 10023, erp: 7)");
        let text = markdown::write(&document(&snapshot));
        for file in &snapshot.contents().files {
            assert_eq!(text.matches(&file.sha256.to_string()).count(), 1, "{text}");
        }
    }

    #[test]
    fn a_file_that_was_withdrawn_says_so_and_since_when() {
        let (snapshot, _) = handing_out();
        let (id, at) = (snapshot.contents().files[0].id, snapshot.contents().published_at);
        let later = snapshot.with_files([(id, Some(at))].into());
        let all = told(&later);
        assert!(all[0].files[0].withdrawn.starts_with("Withdrawn on "), "{all:?}");
        assert!(all[1].files[0].withdrawn.is_empty());
        assert!(markdown::write(&document(&later)).contains("Withdrawn on "));
    }
}
