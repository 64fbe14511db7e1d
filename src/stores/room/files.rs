//! Files beside failures that a version hands out: each is listed in it with its hash, so that the hash of the version covers
//! it. A version whose publisher chose none has no trace of them.

use super::Hash;
use crate::document::files::{Format, of_records};
use crate::platform::ids::{AttachmentId, SampleId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most files of one version.
pub const MOST: usize = 50;
/// The most bytes of them together: an archive holds them all.
pub const MOST_BYTES: i64 = 24_000_000;
/// The longest name of a file in an archive, in characters: with its folder it fits every file system.
const NAME: usize = 80;

/// What became of files since: when each was withdrawn, or nothing as long as it can be had.
pub type States = BTreeMap<AttachmentId, Option<DateTime<Utc>>>;

/// A file that a version hands out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct HandedOut {
    /// Its id.
    pub id: AttachmentId,
    /// What it was called.
    pub name: String,
    /// What it is.
    pub format: Format,
    /// How large it is.
    pub bytes: i64,
    /// The hash of its bytes.
    pub sha256: Hash,
    /// The failure that it lies beside.
    pub failure: SampleId,
    /// What happened there.
    pub summary: String,
    /// The records that were affected, each “system: id”, one a line.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub records: String,
}

impl HandedOut {
    /// What it lies beside, in words: the failure and its records.
    #[must_use]
    pub fn beside(&self) -> String {
        format!("“{}”{}", self.summary, of_records(&self.records))
    }

    /// Where it lies in an archive, as the file with this number of its version. Every program that unpacks reads the name
    /// the same: it has letters and digits of ASCII only.
    #[must_use]
    pub fn path(&self, number: usize) -> String {
        let stem = self.name.rsplit_once('.').map_or(self.name.as_str(), |(stem, _)| stem);
        let safe = |c: char| if c.is_ascii_alphanumeric() || c == '_' { c } else { '-' };
        let stem: String = stem.chars().take(NAME).map(safe).collect();
        format!("attachments/{number:02}-{stem}.{}", self.format.extension())
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::stores::room::tests::{example, sealed};
    use crate::stores::room::{Contents, Snapshot};

    /// A version of the example that hands out a text beside its first example and one beside a failure that it does not
    /// tell one by one, with what is in them.
    pub(crate) fn handing_out() -> (Snapshot, Vec<Vec<u8>>) {
        let usual = sealed(example());
        let bytes = vec![b"the first line of a log".to_vec(), b"another".to_vec()];
        let failures = [example().samples.examples[0].id, SampleId(uuid::Uuid::from_u128(0x5a5a))];
        let file = |at: usize| HandedOut {
            id: AttachmentId(uuid::Uuid::from_u128(at as u128 + 1)),
            name: format!("Größe {at}.txt"),
            format: Format::Text,
            bytes: bytes[at].len() as i64,
            sha256: Hash::of_bytes(&bytes[at]),
            failure: failures[at],
            summary: format!("Failure {at}"),
            records: "shop: 10023\nerp: 7".into(),
        };
        let files = vec![file(0), file(1)];
        let states = files.iter().map(|file| (file.id, None)).collect();
        let contents = Contents { files, ..usual.contents().clone() };
        (Snapshot::seal(usual.id(), contents).unwrap().with_files(states), bytes)
    }

    #[test]
    fn a_version_that_hands_out_nothing_keeps_its_bytes() {
        assert!(!sealed(example()).text().contains("\"files\""));
        let (snapshot, bytes) = handing_out();
        assert!(snapshot.text().contains(&Hash::of_bytes(&bytes[0]).to_string()));
        let read =
            Snapshot::open(snapshot.id(), snapshot.text().to_owned(), snapshot.hash().bytes());
        assert_eq!(read.unwrap().contents(), snapshot.contents());
    }

    #[test]
    fn a_file_can_be_had_until_it_is_withdrawn() {
        let (snapshot, _) = handing_out();
        let [first, second] = [snapshot.contents().files[0].id, snapshot.contents().files[1].id];
        assert!(snapshot.file(first).is_some() && snapshot.file_withdrawn(first).is_none());
        let at = snapshot.contents().published_at;
        let later = snapshot.with_files([(first, Some(at)), (second, None)].into());
        assert_eq!((later.file(first), later.file_withdrawn(first)), (None, Some(at)));
        assert!(later.file(second).is_some());
        let unknown = later.with_files(States::new());
        assert!(unknown.file(second).is_none() && unknown.file_withdrawn(second).is_none());
    }

    #[test]
    fn the_name_in_an_archive_is_plain_whatever_a_file_is_called() {
        let (snapshot, _) = handing_out();
        let file =
            |name: &str| HandedOut { name: name.into(), ..snapshot.contents().files[0].clone() };
        assert_eq!(file("Größe 0.txt").path(1), "attachments/01-Gr--e-0.txt");
        assert_eq!(file("../../etc/passwd.txt").path(12), "attachments/12-------etc-passwd.txt");
        assert_eq!(file("CON:|?*\\.png").path(3), "attachments/03-CON-----.txt");
        assert!(file(&"ä".repeat(500)).path(50).len() < 120);
        assert_eq!(snapshot.contents().files[0].beside(), "“Failure 0” (shop: 10023, erp: 7)");
    }
}
