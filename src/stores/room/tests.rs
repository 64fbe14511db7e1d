//! Publishing and reading: what is read is what was published, and nothing else: sealing, opening, what is internal, what changed.

use super::*;
use crate::judgement::assess::assess;
use crate::judgement::figures::{Day, compared, months};
use crate::platform::ids::SnapshotId;

pub(crate) use super::files::tests::handing_out;

/// A complete engagement to test with.
pub(crate) fn example() -> Engagement {
    serde_json::from_str(include_str!("example.json")).unwrap()
}

/// A document, published.
pub(crate) fn sealed(document: Engagement) -> Snapshot {
    let draft = Draft::of(document);
    let contents = Contents {
        format: FORMAT,
        number: 3,
        note: "With the prices that went wrong in November.".into(),
        published_by: "Mara Lind".into(),
        published_at: draft.document.as_of,
        document: draft.document,
        assessment: draft.assessment,
        presentation: Presentation::default(),
        figures: None,
        files: Vec::new(),
    };
    Snapshot::seal(SnapshotId(uuid::Uuid::nil()), contents).unwrap()
}

#[test]
fn what_is_opened_is_what_was_sealed() {
    let sealed = sealed(example());
    let opened =
        Snapshot::open(sealed.id(), sealed.text().to_owned(), sealed.hash().bytes()).unwrap();
    assert_eq!(opened.contents(), sealed.contents());
    assert_eq!(opened.text(), sealed.text());
    assert_eq!(opened.hash().to_string().len(), 64);
}

#[test]
fn one_changed_byte_keeps_a_snapshot_shut() {
    let sealed = sealed(example());
    let changed = sealed.text().replacen("Nordlicht", "Nordlight", 1);
    assert!(matches!(
        Snapshot::open(sealed.id(), changed, sealed.hash().bytes()),
        Err(Damaged::Hash(_))
    ));
    assert!(matches!(
        Snapshot::open(sealed.id(), sealed.text().to_owned(), &[0; 32]),
        Err(Damaged::Hash(_))
    ));
    assert!(matches!(
        Snapshot::open(sealed.id(), sealed.text().to_owned(), &[]),
        Err(Damaged::Hash(_))
    ));
}

#[test]
fn the_hash_is_the_one_that_sha256sum_prints() {
    assert_eq!(
        Hash::of("abc").to_string(),
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    );
    assert_eq!(Hash::of("abc").short(), "ba7816bf");
    assert_eq!(Hash::of("abc").to_string().parse(), Ok(Hash::of("abc")));
    for text in ["", "ba7816bf", &"+".repeat(64), &"é".repeat(32)] {
        assert_eq!(text.parse::<Hash>(), Err(NotAHash));
    }
}

#[test]
fn internal_notes_never_reach_a_snapshot() {
    let mut document = example();
    document.samples.examples[0].rejected_because = "INTERNAL-4".into();
    document.maps[0].steps[0].note = "INTERNAL-1".into();
    document.maps[0].note = "INTERNAL-2".into();
    document.systems[0].contact = "INTERNAL-3".into();
    let facts = &mut document.systems[0].facts;
    facts.values_mut().for_each(|fact| fact.note = "INTERNAL-5".into());
    assert!(!sealed(document).text().contains("INTERNAL"));
}

#[test]
fn what_is_internal_decides_nothing() {
    let document = example();
    assert_eq!(assess(&document), Draft::of(document).assessment);
}

#[test]
fn anyone_can_assess_the_published_document_again() {
    let sealed = sealed(example());
    let read: Contents = serde_json::from_str(sealed.text()).unwrap();
    assert_eq!(assess(&read.document), read.assessment);
}

#[test]
fn a_draft_keeps_its_mark_until_something_a_client_sees_changes() {
    let mark = |document| Draft::of(document).mark(None).unwrap();
    let before = mark(example());
    let mut later = example();
    later.as_of += chrono::TimeDelta::hours(3);
    later.systems[0].contact = "someone else".into();
    assert_eq!(mark(later), before);
    let mut other = example();
    other.systems[0].vendor = "someone else".into();
    assert_ne!(mark(other), before);
}

#[test]
fn a_draft_has_another_mark_when_its_figures_were_counted_otherwise() {
    let (draft, today) = (Draft::of(example()), example().as_of.date_naive());
    let mark = |failures| {
        let day = Day {
            day: today,
            failures,
            duplicates: 0,
            interventions: 0,
            minutes: 0,
            recoveries: Vec::new(),
            waiting: 0,
            waiting_duplicates: 0,
            waiting_interventions: 0,
            waiting_recovered: 0,
        };
        let days = [day];
        let (compared, months) = (compared(&days, today, today), months(&days, today));
        draft.mark(Some(&Counted { compared, months })).unwrap()
    };
    assert_eq!(mark(1), mark(1));
    assert_ne!(mark(1), mark(2));
    assert_ne!(mark(0), draft.mark(None).unwrap());
}

#[test]
fn changes_name_the_parts_and_the_verdicts_that_differ() {
    let published = sealed(example());
    let same = changes(published.document(), published.assessment(), &Draft::of(example()));
    assert!(same.is_empty(), "{same:?}");
    let mut document = example();
    document.systems[1].vendor = "Another".into();
    document.calls.clear();
    let first = document.integrations[0].id;
    document.samples.patterns.retain(|pattern| pattern.integration != Some(first));
    document.control_sheets.retain(|sheet| sheet.integration != first);
    let steps = document.maps.iter_mut().flat_map(|map| &mut map.steps);
    steps.for_each(|step| step.facts.minutes_per_run = None);
    let told = changes(published.document(), published.assessment(), &Draft::of(document));
    assert!(told.parts.contains(&(
        Change::Changed,
        crate::document::engagement::PartKind::System,
        "ERP".into()
    )));
    assert!(told.parts.iter().any(|(change, kind, _)| {
        *change == Change::Removed && *kind == crate::document::engagement::PartKind::Call
    }));
    assert!(
        told.samples.iter().any(|sentence| sentence == "27 fewer confirmed samples"),
        "{:?}",
        told.samples
    );
    assert!(!told.verdicts.is_empty());
}
