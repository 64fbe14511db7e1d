//! Whatever is edited in a version is found, and nothing else. The generator edits what is stored, at any place of it,
//! and knows nothing of how items are told apart, save which fields identify them. `PROPTEST_CASES` makes it longer: each
//! case has ten edits, so that `PROPTEST_CASES=10000` makes 100,000 of them.

use crate::delivery::changes::{Edition, between};
use crate::judgement::assess::assess;
use crate::stores::room::Change;
use crate::stores::room::tests::example;
use proptest::prelude::*;
use serde_json::{Value, json};
use spots::{Pointer, SPOTS, Spot, Step, at, first, keys, path};
use std::sync::LazyLock;

mod spots;

/// Edits of a case.
const EDITS: usize = 10;
/// Cases when nobody asks for more.
const CASES: u32 = 240;

/// What differs by design although nobody edited it, or says the same as another place.
const PASSED_OVER: [&str; 11] = [
    "document.id",
    "document.as_of",
    "document.access.requests.version",
    "document.access.areas.version",
    "assessment.engagement",
    "assessment.title",
    "assessment.as_of",
    "assessment.integrations.name",
    "assessment.integrations.criticality",
    "assessment.flags.number",
    "quote.format",
];

/// A version with something in every part.
static BEFORE: LazyLock<Value> = LazyLock::new(|| {
    let mut document = example();
    document.plans = serde_json::from_value(json!([
        { "id": document.brief.id, "starts_on": "2026-12-01" }
    ]))
    .unwrap();
    document.access = serde_json::from_value(json!({
        "requests": [{
            "id": "01930000-0000-7000-8000-000000000901", "system_id": document.systems[0].id,
            "system_name": "Web shop", "purpose": "Read the orders", "scope": "read_only",
            "needed_until": "2026-12-24", "state": "asked", "asked_by_name": "Mara Lind",
            "asked_at": "2026-11-20T08:00:00Z", "version": 1,
        }],
        "areas": [],
    }))
    .unwrap();
    let assessment = assess(&document);
    let mut value = Edition::made(&document, &assessment, None).unwrap().value;
    value["quote"] = quote();
    value
});

fn quote() -> Value {
    json!({
        "format": 1, "number": 1, "issued_by": "Mara Lind", "record": "",
        "quote": {
            "rate": "120", "fixed_price": false, "exclusions": ["Other shops", "Training"],
            "lines": [
                { "id": "01930000-0000-7000-8000-000000000911", "says": "Log each attempt", "hours": { "low": 60, "likely": 120, "high": 240 } },
                { "id": "01930000-0000-7000-8000-000000000912", "says": "One key for each order", "hours": { "low": 240, "likely": 480, "high": 960 } },
            ],
        },
        "appraisal": { "curve": [{ "minutes": 60, "risk": 9 }, { "minutes": 120, "risk": 4 }], "risk": 12 },
    })
}

/// A difference as it must be found: what stood there, and what stands there.
type Expected = (Value, Value);

/// A value that stands nowhere else.
fn other(value: &Value, number: usize) -> Value {
    let mark = format!("edit {number}");
    match value {
        Value::Bool(yes) => json!(!yes),
        Value::Number(_) => json!(9_000_000 + number),
        Value::String(text) => json!(format!("{text} {mark}")),
        Value::Array(elements) => {
            let mut elements = elements.clone();
            elements.push(json!(mark));
            json!(elements)
        }
        _ => json!(mark),
    }
}

/// An element like another, and told apart from it by every text it has.
fn another(element: &Value, number: usize) -> Value {
    let mut new = element.clone();
    for field in new.as_object_mut().into_iter().flat_map(|fields| fields.values_mut()) {
        if field.is_string() || field.is_null() || field.is_number() {
            *field = other(field, number);
        }
    }
    new
}

/// Nothing, an empty text and an empty list read the same.
fn stated(value: &Value) -> Value {
    match value {
        Value::String(text) if text.is_empty() => Value::Null,
        Value::Array(elements) if elements.is_empty() => Value::Null,
        other => other.clone(),
    }
}

fn begins(longer: &[Step], shorter: &[Step]) -> bool {
    longer.len() >= shorter.len() && longer[..shorter.len()] == *shorter
}

/// The nearest list around a spot whose elements nothing tells apart: only one edit at a time reads as that edit there.
fn loose(pointer: &[Step]) -> Option<&[Step]> {
    let lists =
        (0..pointer.len()).filter(|end| matches!(pointer.get(*end), Some(Step::Element(_))));
    let mut loose = lists.map(|end| &pointer[..end]).filter(|list| keys(list).is_none());
    loose.next()
}

/// Whether an edit would stand in the way of another, so that the two together read otherwise than each alone.
fn collide(one: &Spot, two: &Spot) -> bool {
    let (a, b) = (one.pointer(), two.pointer());
    let list = |spot: &Spot| match spot {
        Spot::Grows(pointer) if keys(pointer).is_none() => Some(pointer.clone()),
        spot => loose(spot.pointer()).map(<[Step]>::to_vec),
    };
    let inside =
        |spot: &Spot, other: &[Step]| matches!(spot, Spot::Goes(gone) if begins(other, gone));
    let shared = list(one).zip(list(two)).is_some_and(|(a, b)| begins(&a, &b) || begins(&b, &a));
    let same_leaf = a == b && !matches!((one, two), (Spot::Grows(_), Spot::Grows(_)));
    same_leaf || inside(one, b) || inside(two, a) || shared
}

/// Makes an edit, and says how it must be found.
fn edit(value: &mut Value, spot: &Spot, number: usize) -> Expected {
    match spot {
        Spot::Leaf(pointer) => {
            let field = at(value, pointer);
            let before = field.clone();
            *field = other(&before, number);
            (stated(&before), field.clone())
        }
        Spot::Grows(pointer) => {
            let new = another(first(&BEFORE, pointer), number);
            at(value, pointer).as_array_mut().unwrap().push(new.clone());
            (Value::Null, new)
        }
        Spot::Goes(pointer) => {
            let Some((Step::Element(number), list)) = pointer.split_last() else { panic!() };
            let gone = at(value, list)[*number].take();
            (gone, Value::Null)
        }
    }
}

/// Takes out what edits left empty, so that no number of an element shifts while others are edited.
fn sweep(value: &mut Value, mut gone: Vec<Pointer>) {
    // What lies deepest first: the numbers on the way to it must still hold.
    gone.sort_by_key(|pointer| std::cmp::Reverse(pointer.len()));
    for pointer in &gone {
        let Some((_, list)) = pointer.split_last() else { continue };
        at(value, list).as_array_mut().unwrap().retain(|element| !element.is_null());
    }
}

/// Every difference that is told, as what stood and what stands there.
fn found(before: &Value, after: &Value) -> Vec<Expected> {
    let changes = between(&Edition::new(before.clone()), &Edition::new(after.clone()));
    let items = changes.items.into_iter().flat_map(|item| match item.change {
        Change::Added => vec![(Value::Null, item.body)],
        Change::Removed => vec![(item.body, Value::Null)],
        Change::Changed => {
            item.fields.into_iter().map(|field| (field.before, field.after)).collect()
        }
    });
    items.collect()
}

fn sorted(mut pairs: Vec<Expected>) -> Vec<String> {
    pairs.sort_by_key(|(before, after)| format!("{before} {after}"));
    pairs.iter().map(|(before, after)| format!("{before} → {after}")).collect()
}

fn cases() -> ProptestConfig {
    let asked = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok());
    ProptestConfig {
        cases: asked.unwrap_or(CASES),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

proptest! {
    #![proptest_config(cases())]
    #[test]
    fn every_edit_is_found_and_none_is_invented(picks in proptest::collection::vec(any::<prop::sample::Index>(), EDITS * 6)) {
        let mut after = BEFORE.clone();
        let (mut made, mut expected) = (Vec::<Spot>::new(), Vec::new());
        for pick in picks {
            let spot = pick.get(SPOTS.as_slice());
            if made.len() == EDITS || made.iter().any(|other| collide(other, spot)) {
                continue;
            }
            expected.push(edit(&mut after, spot, made.len() + 1));
            made.push(spot.clone());
        }
        let gone = made.iter().filter(|spot| matches!(spot, Spot::Goes(_)));
        sweep(&mut after, gone.map(|spot| spot.pointer().clone()).collect());
        prop_assume!(made.len() == EDITS);
        prop_assert_eq!(sorted(found(&BEFORE, &after)), sorted(expected), "{:?}", made);
    }
}

#[test]
fn the_generator_reaches_every_part() {
    let paths: Vec<String> = SPOTS.iter().map(|spot| path(spot.pointer())).collect();
    for part in [
        "document.systems",
        "document.integrations",
        "document.maps.steps",
        "document.maps.flows",
        "document.fields.rights",
        "document.samples.patterns",
        "document.control_sheets.controls",
        "document.access.requests",
        "assessment.flags",
        "assessment.integrations.findings",
        "assessment.gates",
        "assessment.verdict",
        "plan.lines",
        "quote.quote.lines",
    ] {
        assert!(paths.iter().any(|path| path.starts_with(part)), "{part}");
    }
    assert!(SPOTS.len() > 1_000, "{}", SPOTS.len());
}
