//! Reading the JSON of a version again: what was downloaded is what can be assessed, imported and written, byte for byte.
//! A bare engagement document is read as well; anything else is refused with where it is wrong.

use crate::document::engagement::Engagement;
use crate::platform::ids::SnapshotId;
use crate::stores::room::{Damaged, Draft, FORMAT, Hash, Snapshot};
use serde::de::IgnoredAny;

/// What a file holds.
#[derive(Debug, Clone)]
pub enum Read {
    /// A version as the file tells it, with the hash of the file's own bytes: another layout has another hash.
    Version(Box<Snapshot>),
    /// An engagement document.
    Document(Box<Engagement>),
}

/// Why a text is none of ours.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is no JSON, or not that of an engagement.
    #[error("it is neither the JSON of a version nor an engagement document: {0}")]
    Json(#[from] serde_json::Error),
    /// Its bytes are not those that were hashed.
    #[error("its bytes are not those that were hashed")]
    Damaged(#[source] Damaged),
    /// A later program wrote it.
    #[error("its form has the number {0}; this program reads forms up to {FORMAT}")]
    Newer(i32),
}

/// The part of a version that tells it from a bare document.
#[derive(serde::Deserialize)]
struct Head {
    format: Option<i32>,
    assessment: Option<IgnoredAny>,
}

/// Reads the JSON of a version or of a document.
///
/// # Errors
/// [`ReadError`] when it is neither, or of a later form.
pub fn read(text: &str) -> Result<Read, ReadError> {
    let head: Head = serde_json::from_str(text)?;
    match (head.format, head.assessment) {
        (Some(format), _) if format > FORMAT => Err(ReadError::Newer(format)),
        (Some(_), Some(_)) => Ok(Read::Version(Box::new(opened(text)?))),
        _ => Ok(Read::Document(Box::new(serde_json::from_str(text)?))),
    }
}

/// A version of exactly these bytes.
fn opened(text: &str) -> Result<Snapshot, ReadError> {
    let (id, hash) = (SnapshotId(uuid::Uuid::nil()), Hash::of(text));
    Snapshot::open(id, text.to_owned(), hash.bytes()).map_err(|damaged| match damaged {
        Damaged::Contents(_, error) => ReadError::Json(error),
        damaged @ Damaged::Hash(_) => ReadError::Damaged(damaged),
    })
}

impl Read {
    /// The document, whichever it was in.
    #[must_use]
    pub fn document(self) -> Engagement {
        match self {
            Self::Version(snapshot) => snapshot.document().clone(),
            Self::Document(document) => *document,
        }
    }

    /// The version, or the document as one without a number, which says of itself that it was not published.
    ///
    /// # Errors
    /// When a number in it cannot be written as JSON.
    pub fn version(self) -> Result<Snapshot, serde_json::Error> {
        let document = match self {
            Self::Version(snapshot) => return Ok(*snapshot),
            Self::Document(document) => *document,
        };
        Snapshot::seal(SnapshotId(uuid::Uuid::nil()), Draft::of(document).unpublished(None))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::delivery::report::{document, markdown};
    use crate::judgement::assess::{assess, properties};
    use crate::stores::room::tests::{example, handing_out, sealed};
    use crate::stores::room::{Contents, Presentation};
    use proptest::prelude::*;

    /// What was read, written anew from what it says.
    fn again(text: &str) -> String {
        let snapshot = read(text).unwrap().version().unwrap();
        Snapshot::seal(snapshot.id(), snapshot.contents().clone()).unwrap().text().to_owned()
    }

    #[test]
    fn the_download_of_the_example_is_read_and_written_byte_for_byte() {
        let snapshot = sealed(example());
        let Read::Version(back) = read(snapshot.text()).unwrap() else { panic!("no version") };
        assert_eq!(back.hash(), snapshot.hash());
        assert_eq!(again(snapshot.text()), snapshot.text());
        assert_eq!(assess(back.document()), *snapshot.assessment());
    }

    #[test]
    fn files_that_are_handed_out_are_read_as_a_list_and_written_byte_for_byte() {
        let (snapshot, _) = handing_out();
        assert_eq!(again(snapshot.text()), snapshot.text());
        let version = read(snapshot.text()).unwrap().version().unwrap();
        let first = &version.contents().files[0];
        assert_eq!(first, &snapshot.contents().files[0]);
        assert!(version.file(first.id).is_none(), "what is in them came from nowhere");
    }

    #[test]
    fn a_bare_document_is_read_as_before() {
        let text = serde_json::to_string(&example()).unwrap();
        let Read::Document(back) = read(&text).unwrap() else { panic!("no document") };
        assert_eq!(*back, example());
        let version = read(&text).unwrap().version().unwrap();
        assert_eq!(version.document().title, example().title);
        let report = document(&version);
        for told in [markdown::write(&report), serde_json::to_string(&report).unwrap()] {
            assert!(told.contains("Not published") && !told.contains("published by"), "{told}");
        }
    }

    #[test]
    fn the_hash_is_that_of_the_bytes_that_were_read() {
        let pretty = serde_json::to_string_pretty(sealed(example()).contents()).unwrap();
        let Read::Version(back) = read(&pretty).unwrap() else { panic!("no version") };
        assert_eq!((back.text(), back.hash()), (pretty.as_str(), Hash::of(&pretty)));
        assert_ne!(back.hash(), sealed(example()).hash());
    }

    #[test]
    fn what_is_none_of_ours_is_refused() {
        for text in ["", "[]", "{}", "{\"format\":1,\"assessment\":{}}", "null", "\u{feff}{}"] {
            assert!(matches!(read(text), Err(ReadError::Json(_))), "{text}");
        }
        let later = sealed(example()).text().replacen("\"format\":1", "\"format\":2", 1);
        assert!(matches!(read(&later), Err(ReadError::Newer(2))));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn every_version_is_written_again_byte_for_byte(document in properties::document(), covering in ".{0,60}") {
            let usual = sealed(document);
            let presentation = Presentation { covering, ..Presentation::default() };
            let contents = Contents { presentation, ..usual.contents().clone() };
            let snapshot = Snapshot::seal(usual.id(), contents).unwrap();
            prop_assert_eq!(&again(snapshot.text()), snapshot.text());
            prop_assert_eq!(again(&again(usual.text())), usual.text());
        }
    }
}
