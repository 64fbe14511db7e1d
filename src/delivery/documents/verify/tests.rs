//! An archive that nobody touched is whole; of one that was touched anywhere, the first changed part is named.
//! `PROPTEST_CASES` says how many bytes are changed, one at a time.

use super::*;
use crate::delivery::documents::{Document, Source, everything};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::AttachmentId;
use crate::stores::room::tests::handing_out;
use std::ops::Range;

/// Changes when nobody asks for more.
const CHANGES: usize = 1_000;

/// An archive whose documents are made up, save the version itself and what it hands out.
fn archive() -> Vec<u8> {
    let (snapshot, bytes) = handing_out();
    holding(&snapshot, &snapshot.contents().files.iter().map(|file| file.id).zip(bytes).collect())
}

/// The same with these files.
fn holding(snapshot: &Snapshot, files: &BTreeMap<AttachmentId, Vec<u8>>) -> Vec<u8> {
    let from = Source { snapshot, issued: None, cover: None, reader: "", files };
    let made = |one: Document| match one {
        Document::Json => Ok(snapshot.text().as_bytes().to_vec()),
        other => Ok(other.key().repeat(60).into_bytes()),
    };
    everything(from, &made).unwrap()
}

#[test]
fn an_archive_that_nobody_touched_is_whole_and_says_of_which_version_it_is() {
    let file = archive();
    assert!(is_archive(&file));
    let whole = verify(&file).unwrap();
    let (snapshot, bytes) = handing_out();
    let files = Document::ALL.len() + bytes.len();
    assert_eq!(whole.files.len(), files, "all documents, what they are, and what is handed out");
    assert_eq!(whole.version, Some((3, snapshot.hash())));
    assert_eq!(whole.absent, Vec::<String>::new());
}

/// Numbers that look random and are the same in every run.
fn drawn(seed: u64) -> impl Iterator<Item = usize> {
    let next = |state: &u64| {
        Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    };
    std::iter::successors(Some(seed), next).map(|state| usize::try_from(state >> 33).unwrap())
}

/// Where the content of each file in the archive stands; everything else is of the archive itself.
fn contents(file: &[u8]) -> Vec<(Range<usize>, String)> {
    let entries = plain_zip::read(file, MOST).unwrap();
    let start = |entry: &Entry<'_>| entry.content.as_ptr() as usize - file.as_ptr() as usize;
    let place = |it: &Entry<'_>| (start(it)..start(it) + it.content.len(), it.name.to_owned());
    entries.iter().map(place).collect()
}

#[test]
fn every_change_of_a_byte_is_found_and_its_part_is_named() {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    let (mut file, mut draws) = (archive(), drawn(20_261_130));
    let contents = contents(&file);
    for _ in 0..asked.unwrap_or(CHANGES) {
        let (at, by) = (draws.next().unwrap() % file.len(), draws.next().unwrap() % 255 + 1);
        let by = u8::try_from(by).unwrap();
        file[at] ^= by;
        let found = verify(&file);
        file[at] ^= by;
        let Err(Changed(part)) = found else { panic!("byte {at} ^ {by} is not found") };
        match contents.iter().find(|(place, _)| place.contains(&at)).map(|(_, name)| name) {
            Some(name) if name == MANIFEST => assert_eq!(part, ArchivePart::Manifest, "byte {at}"),
            Some(name) => assert_eq!(part, ArchivePart::Content(name.clone()), "byte {at}"),
            None => assert!(!matches!(part, ArchivePart::Content(_)), "byte {at}: {part}"),
        }
    }
    assert!(verify(&file).is_ok());
}

#[test]
fn a_file_that_was_exchanged_is_named_even_when_the_archive_is_packed_anew() {
    let file = archive();
    let entries = plain_zip::read(&file, MOST).unwrap();
    let changed = |entry: &Entry<'_>| {
        let content = if entry.name == "tests.csv" { &b"other"[..] } else { entry.content };
        (entry.name.to_owned(), content.to_vec())
    };
    let files: Vec<_> = entries.iter().map(changed).collect();
    let files: Vec<_> = files.iter().map(|(name, content)| (&name[..], &content[..])).collect();
    let told = verify(&plain_zip::write(&files)).unwrap_err();
    assert_eq!(told.to_string(), "changed: tests.csv");
    let fewer = plain_zip::write(&[&files[..3], &files[4..]].concat());
    assert!(verify(&fewer).is_err(), "a file is gone");
}

#[test]
fn a_file_that_the_version_does_not_name_is_found_though_every_hash_was_made_anew() {
    let (snapshot, bytes) = handing_out();
    let [first, second] = [snapshot.contents().files[0].id, snapshot.contents().files[1].id];
    let other = BTreeMap::from([(first, bytes[0].clone()), (second, b"another one".to_vec())]);
    let told = verify(&holding(&snapshot, &other)).unwrap_err();
    assert_eq!(told.to_string(), "changed: attachments/02-Gr--e-1.txt");
    let whole = verify(&holding(&snapshot, &BTreeMap::from([(first, bytes[0].clone())]))).unwrap();
    assert_eq!(whole.absent, ["attachments/02-Gr--e-1.txt"], "it may have been withdrawn");
}

#[test]
fn what_is_no_archive_of_ours_is_not_taken_for_one() {
    for file in [&b""[..], b"PK\x03\x04", b"certificate"] {
        assert!(!is_archive(file) && verify(file).is_err());
    }
}
