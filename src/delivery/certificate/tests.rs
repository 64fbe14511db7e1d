//! A certificate that nobody touched is whole; of one that was touched anywhere, the first changed part is named.

use super::*;
use crate::engines::timestamp::Authority;
use crate::stores::certificate::tests::example;
use std::io::Read;

fn stamped(name: &str) -> (Vec<u8>, String) {
    let at = example().parts.decision.at;
    let own = Authority::make(name, at).unwrap().0;
    let imprint = Sha256::digest(example().bytes().unwrap()).into();
    (own.stamp(&imprint, at).unwrap(), own.pem().unwrap())
}

/// A file with both stamps.
fn file() -> Vec<u8> {
    let record = example().bytes().unwrap();
    let ((stamp, authority), (far, whose)) = (stamped("Faultline"), stamped("Elsewhere"));
    let outside = Some((&far[..], whose.as_bytes()));
    Pack { record: &record, stamp: &stamp, authority: authority.as_bytes(), outside }.file()
}

#[test]
fn a_file_that_nobody_touched_is_whole_and_any_program_unpacks_it() {
    let file = file();
    let verified = verify(&file).unwrap();
    assert_eq!(verified.certificate, example());
    assert_eq!(verified.stamped.at, example().parts.decision.at);
    assert!(verified.outside.is_some());
    assert_eq!(verified.hash, hex::encode(Sha256::digest(example().bytes().unwrap())));
    let mut unpacked = zip::ZipArchive::new(std::io::Cursor::new(&file)).unwrap();
    let mut record = Vec::new();
    unpacked.by_name("certificate.json").unwrap().read_to_end(&mut record).unwrap();
    assert_eq!(record, example().bytes().unwrap());
    assert_eq!(unpacked.len(), 5);
}

/// Numbers that look random and are the same in every run.
fn drawn(seed: u64) -> impl Iterator<Item = usize> {
    let next = |state: &u64| {
        Some(state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407))
    };
    std::iter::successors(Some(seed), next).map(|state| usize::try_from(state >> 33).unwrap())
}

/// The file in the archive that a byte belongs to; none for those of the archive itself.
fn entry_at(file: &[u8], at: usize) -> Option<usize> {
    let entries = entries(file).unwrap();
    let start = |entry: &Entry<'_>| entry.content.as_ptr() as usize - file.as_ptr() as usize;
    entries.iter().position(|it| (start(it)..start(it) + it.content.len()).contains(&at))
}

#[test]
fn ten_thousand_changes_of_a_byte_are_all_found_and_their_part_is_named() {
    let file = file();
    let mut draws = drawn(20_261_130);
    for _ in 0..10_000 {
        let (at, by) = (draws.next().unwrap() % file.len(), draws.next().unwrap() % 255 + 1);
        let mut changed = file.clone();
        changed[at] ^= u8::try_from(by).unwrap();
        let Err(Differs { part, .. }) = verify(&changed) else {
            panic!("byte {at} ^ {by} is not found")
        };
        match entry_at(&file, at) {
            Some(0) => assert!(matches!(part, Part::Record(_)), "byte {at}: {part}"),
            // A stamp that names another certificate and another certificate beside it cannot be told apart.
            Some(1 | 2) => {
                assert!(matches!(part, Part::Stamp | Part::Authority), "byte {at}: {part}")
            }
            Some(_) => {
                assert!(
                    matches!(part, Part::OutsideStamp | Part::OutsideAuthority),
                    "byte {at}: {part}"
                );
            }
            // The checksum of a file stands in the archive.
            None => {}
        }
    }
}

#[test]
fn what_is_certified_cannot_be_exchanged_even_when_the_file_is_packed_anew() {
    let record = String::from_utf8(example().bytes().unwrap()).unwrap();
    let (stamp, authority) = stamped("Faultline");
    let packed = |record: &[u8]| {
        Pack { record, stamp: &stamp, authority: authority.as_bytes(), outside: None }.file()
    };
    assert!(verify(&packed(record.as_bytes())).is_ok());
    let more = record.replace("\"14520\"", "\"24520\"");
    let told = verify(&packed(more.as_bytes())).unwrap_err();
    assert_eq!(told.part, Part::Record(BrokenPart::Quote));
    assert_eq!(told.to_string(), "changed: certificate.json, the quote");
    let mut other = example().parts;
    other.quote = None;
    let other = Certificate::of(other.decision, None, other.snapshot, Vec::new()).unwrap();
    let told = verify(&packed(&other.bytes().unwrap())).unwrap_err();
    assert_eq!((told.part, told.because), (Part::Stamp, Some(NotStamped::Other)));
}

#[test]
fn a_file_of_something_else_is_not_looked_into() {
    for file in [&b""[..], b"PK\x03\x04", b"certificate", &vec![0; LIMIT + 1]] {
        assert_eq!(verify(file).unwrap_err().part, Part::Archive);
    }
}
