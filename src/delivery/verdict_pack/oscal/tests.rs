//! Whatever was recorded, what comes out is valid by the schema of OSCAL 1.2.1, a work of the United States' National
//! Institute of Standards and Technology that is in the public domain.

use super::schema::Schema;
use super::*;
use crate::document::engagement::{Brief, Engagement};
use crate::document::samples::SampleSummary;
use crate::judgement::assess::properties;
use crate::stores::room::tests::{example, sealed};
use crate::stores::room::{Contents, Presentation};
use proptest::prelude::*;
use std::collections::BTreeSet;

const SCHEMA: &str = include_str!("assessment-results.schema.json");

fn read(snapshot: &Snapshot) -> Value {
    serde_json::from_slice(&write(snapshot).unwrap()).unwrap()
}

pub(super) fn assert_valid(snapshot: &Snapshot) -> Value {
    let value = read(snapshot);
    let problems = Schema::new(SCHEMA).problems(&value);
    assert!(problems.is_empty(), "{problems:#?}");
    value
}

#[test]
fn the_schema_is_that_of_the_release_that_is_named() {
    let schema: Value = serde_json::from_str(SCHEMA).unwrap();
    assert!(schema["$id"].as_str().unwrap().contains(&format!("/{OSCAL}/")));
}

#[test]
fn the_example_is_valid_signed_or_not() {
    let usual = sealed(example());
    let value = assert_valid(&usual);
    assert!(value["assessment-results"]["results"][0]["findings"].as_array().unwrap().len() > 3);
    let presentation = Presentation { signed: true, ..Presentation::default() };
    let contents = Contents { presentation, ..usual.contents().clone() };
    let signed = assert_valid(&Snapshot::seal(usual.id(), contents).unwrap());
    let attested = |value: &Value| {
        let all = &value["assessment-results"]["results"][0]["attestations"];
        all[0].get("responsible-parties").is_some()
    };
    assert!(attested(&signed) && !attested(&value));
}

#[test]
fn nothing_recorded_is_valid_too_and_so_is_any_text() {
    let empty = Engagement {
        brief: Brief::default(),
        systems: Vec::new(),
        integrations: Vec::new(),
        control_sheets: Vec::new(),
        calls: Vec::new(),
        samples: SampleSummary::default(),
        ..example()
    };
    assert_valid(&sealed(empty));
    for text in ["", " ", "\n", "a\n\nb", "\u{feff}", "\u{0}x", "<b> & \"q\"", " both ends "] {
        let mut document = example();
        document.title = text.into();
        document.client = text.into();
        document.integrations.iter_mut().for_each(|one| one.name = text.into());
        assert_valid(&sealed(document));
    }
}

#[test]
fn what_is_not_valid_is_found() {
    let mut schema = Schema::new(SCHEMA);
    let mut broken = |edit: fn(&mut Value)| {
        let mut value = read(&sealed(example()));
        edit(&mut value["assessment-results"]);
        !schema.problems(&value).is_empty()
    };
    assert!(broken(|it| it["uuid"] = json!("01930000-0000-7000-8000-000000000901")));
    assert!(broken(|it| it["metadata"]["title"] = json!("two\nlines")));
    assert!(broken(|it| it["results"][0]["start"] = json!("2026-11-30")));
    assert!(broken(|it| it["results"][0]["findings"][0]["verdict"] = json!("Patch")));
    assert!(broken(
        |it| it["results"][0]["findings"][0]["target"]["status"]["state"] = json!("open")
    ));
    assert!(broken(|it| it["results"] = json!([])));
    assert!(broken(|it| {
        it.as_object_mut().unwrap().remove("import-ap");
    }));
}

/// Every id that something is known by, and every one that something leads to.
fn ids(value: &Value, known: &mut Vec<String>, led: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (name, inner) in fields {
                match (name.as_str(), inner.as_str()) {
                    ("uuid", Some(id)) => known.push(id.to_owned()),
                    ("observation-uuid", Some(id)) => led.push(id.to_owned()),
                    ("href", Some(to)) => led.extend(to.strip_prefix('#').map(str::to_owned)),
                    _ => ids(inner, known, led),
                }
            }
        }
        Value::Array(all) => all.iter().for_each(|inner| ids(inner, known, led)),
        _ => {}
    }
}

#[test]
fn every_id_stands_once_and_every_reference_leads_to_one() {
    let (mut known, mut led) = (Vec::new(), Vec::new());
    ids(&read(&sealed(example())), &mut known, &mut led);
    let once: BTreeSet<_> = known.iter().cloned().collect();
    assert_eq!(once.len(), known.len());
    assert!(led.len() > 10 && led.iter().all(|id| once.contains(id)), "{led:?}");
}

#[test]
fn the_same_version_gives_the_same_bytes_and_another_other_ids() {
    assert_eq!(write(&sealed(example())).unwrap(), write(&sealed(example())).unwrap());
    let mut other = example();
    other.systems[0].vendor = "Another".into();
    let id = |document| read(&sealed(document))["assessment-results"]["uuid"].clone();
    assert_ne!(id(example()), id(other));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]
    #[test]
    fn any_engagement_is_valid(document in properties::document()) {
        assert_valid(&sealed(document));
    }
}
