//! What a certificate holds against: every changed byte, and claims beyond what is known.

use super::*;

fn certificate() -> Certificate {
    let (kind, format, program) = Certificate::head();
    let erased_at = "2026-11-30T09:00:00.123456Z".parse().unwrap();
    Certificate {
        kind,
        format,
        program,
        id: ErasureId(Uuid::nil()),
        number: 3,
        scope: Scope::Client,
        subject: Uuid::nil(),
        name_sha256: hex::encode(name_hash(ErasureId(Uuid::nil()), "North")),
        asked_by: Asker { id: PersonId(Uuid::nil()), name: "Ada [Admin]".into() },
        asked_at: "2026-11-30T08:59:00Z".parse().unwrap(),
        erased_at,
        rows: vec![Rows { kind: "part".into(), rows: 40, bytes: 12_000 }],
        audit_entries_emptied: 7,
        files: FilesErased { recorded: 2, removed: 1, bytes: 30, store: Uuid::nil() },
        backups: Backups::of(Some(90), erased_at),
        not_reached: NOT_REACHED.map(str::to_owned).to_vec(),
    }
}

fn sealed(certificate: &Certificate) -> Sealed {
    let text = certificate.canonical().unwrap();
    Sealed { hash: hash(&text), text, erased_at: certificate.erased_at }
}

#[test]
fn a_sealed_certificate_verifies_and_says_what_it_was_sealed_with() {
    let certificate = certificate();
    let sealed = sealed(&certificate);
    let (read, hash) = verify(&file(&sealed)).unwrap();
    assert_eq!((read, hash), (certificate, hex::encode(&sealed.hash)));
}

#[test]
fn every_changed_byte_is_refused() {
    let file = file(&sealed(&certificate()));
    for at in 0..file.trim_end().len() {
        let mut bytes = file.clone().into_bytes();
        bytes[at] = if bytes[at] == b'7' { b'8' } else { b'7' };
        let changed = String::from_utf8_lossy(&bytes);
        assert!(verify(&changed).is_err(), "byte {at}");
    }
    assert_eq!(verify(&file.replacen(':', ": ", 1)).unwrap_err(), NotWhole::Rewritten);
    let more = file.replacen('{', "{\"more\":1,", 1);
    assert!(matches!(verify(&more), Err(NotWhole::Unreadable(_))));
}

#[test]
fn keys_are_sorted_at_every_depth() {
    let text = certificate().canonical().unwrap();
    assert!(text.starts_with("{\"asked_at\":"), "{text}");
    assert!(text.contains("\"asked_by\":{\"id\":") && !text.contains("\": "), "{text}");
}

#[test]
fn backups_are_told_by_the_operators_word_and_no_further() {
    let at = "2026-11-30T09:00:00Z".parse().unwrap();
    assert_eq!(Backups::of(Some(90), at).gone_on, NaiveDate::from_ymd_opt(2027, 3, 1));
    assert!(Backups::of(Some(90), at).says().contains("on 2027-03-01. Nobody checked it."));
    assert!(Backups::of(None, at).says().contains("has not said how long"));
}

#[test]
fn the_markdown_holds_every_fact_and_the_hash_and_no_markup_of_a_name() {
    let certificate = certificate();
    let md = certificate.markdown("abc");
    for says in ["no. 3", "Ada \\[Admin\\]", "| parts of the documents | 40 | 12000 |", "`abc`"] {
        assert!(md.contains(says), "{says} in {md}");
    }
    assert!(md.contains("Those that are missing were not there"), "{md}");
}
