//! Keys are told by the catalogue of their place; what stands anywhere else is told as it was written.

use super::{edition, recorded};
use crate::delivery::changes::places::{NAMES, VALUES, name, value};
use crate::delivery::changes::{Edition, between};
use crate::judgement::gates::Blocked;
use crate::platform::catalogue::Catalogue;
use crate::stores::room::tests::example;
use std::collections::BTreeSet;

#[test]
fn no_two_catalogues_share_a_place() {
    for places in [VALUES, NAMES] {
        let all: Vec<_> = places.iter().flat_map(|(_, at)| at.iter()).collect();
        let distinct: BTreeSet<_> = all.iter().collect();
        assert_eq!(all.len(), distinct.len());
    }
}

#[test]
fn a_key_that_several_catalogues_have_is_told_by_that_of_its_place() {
    for (path, key, label) in [
        ("assessment.gates.blocks", "patch", Blocked::Patch.label()),
        ("assessment.gates.blocks", "rebuild", Blocked::Rebuild.label()),
        ("document.calls.instead", "patch", "Patch"),
        ("quote.quote.assumptions.state", "open", "Not tested yet"),
        ("assessment.comparisons.differences.kind", "missing", "Missing step"),
        ("document.access.requests.scope", "sandbox", "Sandbox only"),
        ("document.access.requests.scope", "read_only", "Read only"),
        ("document.fields.rights.0193", "read_only", "Read-only"),
        ("document.matchings.differences.judgement", "wrong_assumption", "Wrong assumption"),
        ("presentation.left_out", "truth", "Which system is right"),
        ("assessment.verdict.plan.stage", "see", "See"),
    ] {
        assert_eq!(value(path, key), Some(label), "{path}: {key}");
    }
    let quote_gate = name("quote.quote.overrides", "truth");
    assert!(
        quote_gate.is_some() && quote_gate != name("document.launch_sheets.approvals", "truth")
    );
    assert_eq!(
        name("document.launch_sheets.approvals", "runbook"),
        Some("Incident runbook written")
    );
    assert_ne!(
        name("document.control_sheets.controls", "runbook"),
        Some("Incident runbook written")
    );
}

#[test]
fn a_text_that_happens_to_be_a_key_is_told_as_it_was_written() {
    let (before, mut after) = (example(), example());
    after.systems[0].vendor = "erp".into();
    let changes = between(&edition(&before), &edition(&after));
    let [item] = changes.items.as_slice() else { panic!("{:?}", recorded(&changes)) };
    assert_eq!(item.fields[0].to, "erp");
}

#[test]
fn sections_that_are_left_out_are_told_by_name() {
    let with = |left: &[&str]| {
        let mut value = edition(&example()).value;
        value["presentation"] = serde_json::json!({ "left_out": left });
        Edition::new(value)
    };
    let changes = between(&with(&["truth"]), &with(&["map", "access"]));
    let field = &changes.items[0].fields[0];
    assert_eq!(field.from, "Which system is right");
    assert_eq!(field.to, "What should happen, and what does, Who may reach what");
}

#[cfg(feature = "ssr")]
mod schema {
    use super::value;
    use crate::delivery::changes::registers::{Kept, at, is_compared};
    use crate::document::engagement::Engagement;
    use crate::judgement::assess::Assessment;
    use serde_json::Value;

    /// The keys that a schema allows, when it allows nothing else.
    fn keys(schema: &Value) -> Option<Vec<String>> {
        if let Some(one) = schema.get("const") {
            return one.as_str().map(|key| vec![key.to_owned()]);
        }
        if let Some(several) = schema.get("enum").and_then(Value::as_array) {
            return several.iter().map(|key| key.as_str().map(ToOwned::to_owned)).collect();
        }
        let several = schema.get("oneOf").and_then(Value::as_array)?;
        let each: Option<Vec<_>> = several.iter().map(keys).collect();
        each.map(|each| each.concat())
    }

    /// The places below one that have keys, with the keys.
    fn places(whole: &Value, schema: &Value, path: &str, found: &mut Vec<(String, Vec<String>)>) {
        if !is_compared(path) {
            return;
        }
        if let Some(keys) = keys(schema) {
            found.push((path.to_owned(), keys));
            return;
        }
        if let Some(Value::String(named)) = schema.get("$ref") {
            places(whole, whole.pointer(&named[1..]).unwrap(), path, found);
        }
        for inside in ["anyOf", "allOf", "oneOf", "prefixItems"] {
            let several = schema.get(inside).and_then(Value::as_array).into_iter().flatten();
            several.for_each(|one| places(whole, one, path, found));
        }
        if let Some(items) = schema.get("items").filter(|items| items.is_object()) {
            places(whole, items, path, found);
        }
        let fields = schema.get("properties").and_then(Value::as_object).into_iter().flatten();
        fields.for_each(|(name, one)| places(whole, one, &format!("{path}.{name}"), found));
        let by_key = at(path).is_some_and(|register| register.kept == Kept::ByKey);
        let within = if by_key { path.to_owned() } else { format!("{path}.*") };
        if let Some(each) = schema.get("additionalProperties").filter(|each| each.is_object()) {
            places(whole, each, &within, found);
        }
    }

    #[test]
    fn every_field_that_has_keys_has_its_catalogue() {
        let mut found = Vec::new();
        for (path, schema) in [
            ("document", serde_json::to_value(schemars::schema_for!(Engagement)).unwrap()),
            ("assessment", serde_json::to_value(schemars::schema_for!(Assessment)).unwrap()),
        ] {
            places(&schema, &schema, path, &mut found);
        }
        assert!(found.len() > 60, "{found:?}");
        let untold = |(path, keys): &&(String, Vec<String>)| {
            keys.iter().any(|key| value(path, key).is_none())
        };
        let untold: Vec<_> = found.iter().filter(untold).collect();
        assert!(untold.is_empty(), "{untold:?}");
    }
}
