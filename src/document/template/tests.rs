//! What is taken, and that nothing else is: a word in every text of a whole engagement is found in no part of its copy.

use super::*;
use crate::document::engagement::{PartKind, Task, UnknownKind};
use crate::document::plan::Phase;
use crate::document::quote::AssumptionState;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PartId;
use serde_json::{Value, json};

/// The word that stands for all that is the client's.
const CANARY: &str = "Zanzibar";

/// The example with something in every list that it leaves empty.
fn whole() -> Engagement {
    let mut doc: Engagement =
        serde_json::from_str(include_str!("../../stores/room/example.json")).unwrap();
    let id = || PartId::new().to_string();
    let integration = doc.integrations[0].id.to_string();
    let workflow = doc.workflows[0].id.to_string();
    let part = |kind, body| Part::read(kind, body).unwrap();
    let quote = json!({
        "id": id(), "rate": "110", "exclusions": ["Licences of the shop"],
        "lines": [{ "id": id(), "says": "Log it", "work": "see", "hours": { "low": 1, "likely": 2, "high": 3 } }],
        "assumptions": [{ "id": id(), "unknown": "visibility:engagement", "says": "A copy of the shop can be had",
            "owner": "Jonas Feld", "test": "Ask for a date", "assumed": { "percent": 25, "minutes": 30 },
            "if_false": 720, "state": "fell" }],
        "overrides": { "samples": { "reason": "Three mails were shown to us", "agreed_by": "Helena Marsh" } },
    });
    let line = json!({
        "id": id(), "says": "Freeze changes for a week", "phase": "contracts", "owner": "Priya Nair", "days": 5,
        "waits_for": "client", "state": "done", "done_on": "2026-05-04", "integration": integration,
    });
    let asked = json!({ "id": id(), "key": "see:controls", "says": "Log what is received", "owner": "Ada" });
    let measured = json!({ workflow: { "by": "Ada", "how": "By watch" } });
    for part in [
        part(PartKind::Quote, quote),
        part(PartKind::PlanLine, line),
        part(PartKind::PlanLine, asked),
        part(PartKind::Plan, json!({ "id": id(), "starts_on": "2026-05-04" })),
        part(PartKind::Measures, json!({ "id": id(), "measured": measured })),
        part(
            PartKind::FlagDecision,
            json!({ "id": id(), "flag": "owner_missing:engagement",
            "history": [] }),
        ),
        Part::Task(Task {
            id: PartId::new(),
            unknown: "visibility:engagement".into(),
            kind: UnknownKind::Visibility,
            question: "Is it logged?".into(),
            ask: "Ada".into(),
            made_on: doc.as_of.date_naive(),
        }),
    ] {
        doc.put(part);
    }
    doc
}

/// Paths to every text of a value.
fn texts(value: &Value, path: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(path.to_owned()),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(at, it)| texts(it, &format!("{path}/{at}"), found));
        }
        Value::Object(fields) => fields.iter().for_each(|(key, item)| {
            let key = key.replace('~', "~0").replace('/', "~1");
            texts(item, &format!("{path}/{key}"), found);
        }),
        _ => {}
    }
}

/// The document with the word in every text that takes it: what is of a closed list, an id or a date does not.
fn with_canary(doc: &Engagement) -> (Engagement, usize) {
    let whole = serde_json::to_value(doc).unwrap();
    let (mut planted, mut changed, mut count) = (doc.clone(), whole.clone(), 0);
    let mut paths = Vec::new();
    texts(&whole, "", &mut paths);
    for path in paths {
        let before = changed.pointer(&path).cloned().unwrap();
        *changed.pointer_mut(&path).unwrap() = json!(format!("{CANARY} {count}"));
        match serde_json::from_value(changed.clone()) {
            Ok(read) => (planted, count) = (read, count + 1),
            Err(_) => *changed.pointer_mut(&path).unwrap() = before,
        }
    }
    (planted, count)
}

fn nobody(_: &str) -> bool {
    false
}

fn blank() -> Quote {
    Quote::empty(PartId::new(), "GBP")
}

/// The parts as one text.
fn told(parts: &[Part]) -> String {
    parts.iter().map(|part| part.body().unwrap().to_string()).collect()
}

/// Everything that can be ticked.
fn everything(doc: &Engagement) -> Chosen {
    let offer = offer(doc, &nobody);
    let lists = [&offer.systems, &offer.data_types, &offer.lines, &offer.assumptions];
    let ids = lists.iter().flat_map(|list| list.iter()).map(|it| it.value.parse().unwrap());
    let exclusions = offer.exclusions.iter().map(|it| it.value.clone());
    Chosen { ids: ids.collect(), exclusions: exclusions.collect() }
}

#[test]
fn a_word_in_every_text_of_the_client_is_in_no_part_of_what_is_taken() {
    let (doc, count) = with_canary(&whole());
    assert!(count > 100, "only {count} texts hold the word");
    assert!(serde_json::to_string(&doc).unwrap().matches(CANARY).count() >= count);
    let parts = taken(&doc, &Chosen::default(), &nobody, blank());
    assert!(parts.len() > 10, "{parts:#?}");
    assert!(!told(&parts).contains(CANARY), "{}", told(&parts));
}

#[test]
fn ticked_texts_are_taken_and_nothing_beside_them() {
    let (doc, _) = with_canary(&whole());
    let parts = taken(&doc, &everything(&doc), &nobody, blank());
    let mut offered = Vec::new();
    let all = offer(&doc, &nobody);
    for list in [&all.systems, &all.data_types, &all.lines, &all.exclusions, &all.assumptions] {
        offered.extend(list.iter().flat_map(|it| [it.says.clone(), it.more.clone()]));
    }
    let offered = offered.join("\n");
    for said in told(&parts).split('"').filter(|said| said.contains(CANARY)) {
        // An integration is called by the names of its two ends.
        for said in said.split(" to ") {
            assert!(offered.contains(said), "“{said}” was ticked nowhere");
        }
    }
}

#[test]
fn what_is_ticked_stands_in_the_fields_from_which_an_erasure_takes_names() {
    let (doc, _) = with_canary(&whole());
    let mut fields = BTreeSet::new();
    for part in taken(&doc, &everything(&doc), &nobody, blank()) {
        let (body, mut paths) = (part.body().unwrap(), Vec::new());
        texts(&body, "", &mut paths);
        let said =
            |path: &String| body.pointer(path).is_some_and(|it| it.to_string().contains(CANARY));
        let field = |path: String| {
            path.rsplit('/').find(|key| key.parse::<usize>().is_err()).map(str::to_owned)
        };
        fields.extend(paths.into_iter().filter(said).filter_map(field));
    }
    // `erasure_texts` and `erasure_without` of the database know the same.
    assert_eq!(Vec::from_iter(fields), ["exclusions", "name", "says", "test"]);
}

#[test]
fn a_text_that_names_somebody_is_neither_offered_nor_taken_though_it_was_ticked() {
    let (doc, _) = with_canary(&whole());
    let names = |text: &str| text.contains(CANARY);
    let offer = offer(&doc, &names);
    assert!(
        offer.systems.is_empty() && offer.exclusions.is_empty() && offer.held > 10,
        "{offer:?}"
    );
    let parts = taken(&doc, &everything(&doc), &names, blank());
    assert!(!told(&parts).contains(CANARY), "{}", told(&parts));
}

#[test]
fn kinds_and_shapes_stay_and_what_was_found_out_is_unknown_again() {
    let doc = whole();
    let parts = taken(&doc, &everything(&doc), &nobody, blank());
    let mut copy = doc.clone();
    (copy.systems, copy.integrations, copy.control_sheets) = Default::default();
    (copy.data_types, copy.fields, copy.plan_lines, copy.quotes) = Default::default();
    for part in parts {
        assert_eq!(copy.problems_with(&part), [], "{part:?}");
        copy.put(part);
    }
    let kinds = |doc: &Engagement| doc.systems.iter().map(|it| it.kind).collect::<Vec<_>>();
    assert_eq!(kinds(&copy), kinds(&doc));
    let shape = |doc: &Engagement| {
        let of = |it: &crate::document::integrations::Integration| {
            (it.middleware, it.transport, it.timing, it.criticality, it.carries.len())
        };
        doc.integrations.iter().map(of).collect::<Vec<_>>()
    };
    assert_eq!(shape(&copy), shape(&doc));
    assert!(copy.systems.iter().all(|it| it.facts.is_empty() && it.business_owner.is_empty()));
    let found = copy.control_sheets.iter().flat_map(|sheet| sheet.controls.values());
    assert!(found.clone().count() > 0 && found.clone().all(|it| !it.has_evidence()));
    let line = &copy.plan_lines[0];
    assert_eq!((line.says.as_str(), line.phase), ("Freeze changes for a week", Phase::Contracts));
    assert!(line.owner.is_empty() && line.done_on.is_none() && copy.plan_lines.len() == 1);
    let entry = &copy.quotes[0].assumptions[0];
    assert_eq!((entry.state, entry.assumed.percent), (AssumptionState::Open, 25));
    assert!(entry.owner.is_empty() && entry.unknown.is_empty());
    assert_eq!((copy.quotes[0].currency.as_str(), copy.quotes[0].lines.len()), ("GBP", 0));
    let old: BTreeSet<_> = doc.parts().iter().map(Part::id).filter(|id| !id.0.is_nil()).collect();
    let new = copy.systems.iter().map(|it| PartId(it.id.0));
    assert!(new.into_iter().all(|id| !old.contains(&id)), "ids are new");
}

#[test]
fn systems_without_a_ticked_name_are_called_by_their_kind_and_told_apart() {
    let mut doc = whole();
    let twin = doc.systems[0].clone();
    doc.systems.push(crate::document::systems::System {
        id: crate::platform::ids::SystemId::new(),
        name: "Another".into(),
        ..twin
    });
    let parts = taken(&doc, &Chosen::default(), &nobody, blank());
    let named =
        |part: &Part| if let Part::System(it) = part { Some(it.name.clone()) } else { None };
    let names: Vec<_> = parts.iter().filter_map(named).collect();
    let different: BTreeSet<_> = names.iter().collect();
    assert_eq!(different.len(), doc.systems.len(), "{names:?}");
    let kinds: Vec<_> =
        crate::document::systems::SystemKind::ALL.iter().map(|it| it.label()).collect();
    assert!(names.iter().all(|name| kinds.iter().any(|kind| name.starts_with(kind))), "{names:?}");
}

#[test]
fn parts_under_new_ids_refer_to_one_another_as_before() {
    let doc = whole();
    let parts = taken(&doc, &everything(&doc), &nobody, blank());
    let again = fresh(&parts).unwrap();
    let mut copy = doc.clone();
    (copy.systems, copy.integrations, copy.control_sheets) = Default::default();
    (copy.data_types, copy.fields, copy.plan_lines, copy.quotes) = Default::default();
    for part in &again {
        assert_eq!(copy.problems_with(part), [], "{part:?}");
        copy.put(part.clone());
    }
    let ids = |parts: &[Part]| -> BTreeSet<Uuid> {
        let mut found = BTreeSet::new();
        parts.iter().for_each(|part| ids_in(&part.body().unwrap(), &mut found));
        found.remove(&Uuid::nil());
        found
    };
    let own = parts.iter().filter(|part| !part.id().0.is_nil()).count();
    assert!(ids(&parts).len() > own, "ids within parts are among them");
    assert!(ids(&parts).is_disjoint(&ids(&again)));
    assert_eq!(ids(&parts).len(), ids(&again).len());
    assert_eq!(parts.len(), again.len());
}

/// Every id in a value, as a text or a key.
fn ids_in(value: &serde_json::Value, found: &mut BTreeSet<Uuid>) {
    use serde_json::Value;
    match value {
        Value::String(text) => found.extend(text.parse::<Uuid>().ok()),
        Value::Array(items) => items.iter().for_each(|item| ids_in(item, found)),
        Value::Object(fields) => {
            found.extend(fields.keys().filter_map(|key| key.parse::<Uuid>().ok()));
            fields.values().for_each(|item| ids_in(item, found));
        }
        _ => {}
    }
}
