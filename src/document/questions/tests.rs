//! Where answers go, that nothing known is written over, and that every question can be worded, stored and answered.

use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Part;
use crate::document::evidence::Kind;
use crate::document::integrations::Availability;
use crate::document::systems::{ApiAccess, DiscoveryFact};
use crate::judgement::assess::testing::{ORDERS, SHOP, SHOP_TO_ERP, sound};
use crate::platform::catalogue::Catalogue;
use std::collections::BTreeSet;

fn told(choice: &str, value: &str) -> Told {
    Told {
        choice: choice.into(),
        value: value.into(),
        note: "Since May".into(),
        by: "Answered by Grace on 4 May 2026".into(),
    }
}

fn all() -> Vec<Sought> {
    let systems = DiscoveryFact::ALL.iter().map(|fact| Sought::System(SHOP, *fact));
    let integrations =
        IntegrationQuestion::ALL.iter().map(|it| Sought::Integration(SHOP_TO_ERP, *it));
    let controls = Control::ALL.iter().map(|control| Sought::Control(SHOP_TO_ERP, *control));
    let workflows = WorkflowQuestion::ALL.iter().map(|it| Sought::Workflow(ORDERS, *it));
    systems.chain(integrations).chain(controls).chain(workflows).collect()
}

#[test]
fn every_place_has_a_key_of_its_own_and_a_question_in_plain_words() {
    let keys: BTreeSet<_> = all().iter().map(ToString::to_string).collect();
    assert_eq!(keys.len(), all().len());
    for place in all() {
        assert_eq!(place.to_string().parse(), Ok(place));
        assert!(place.to_string().len() <= 120, "{place}");
        let words = place.words("Shop");
        assert!(words.contains("“Shop”") && words.contains('?'), "{words}");
        for technical in ["API", "webhook", "idempoten", "null"] {
            assert!(!words.contains(technical), "{words}");
        }
    }
    for other in ["", "system", "system/x/sandbox", "system/0/0/0", "control//", "part/1/2"] {
        assert!(other.parse::<Sought>().is_err(), "{other}");
    }
}

#[test]
fn every_answer_that_can_be_chosen_is_recorded_and_closes_what_was_unknown() {
    let mut doc = sound();
    for system in &mut doc.systems {
        system.facts.clear();
        (system.api_access, system.delivery, system.version_pinned) = (None, None, None);
    }
    doc.control_sheets.clear();
    for at in &mut doc.integrations {
        let unknown = Availability::Unknown;
        (at.code, at.credentials, at.developer) = (unknown, unknown, unknown);
        (at.maintainable, at.needed) = (unknown, unknown);
        (at.monthly_volume, at.history_days) = (None, None);
        at.owners.clear();
        (at.when_it_breaks, at.other_end, at.what_flows) = Default::default();
    }
    for place in all() {
        assert!(is_unknown(&doc, place), "{place}");
        let mut answers: Vec<_> =
            place.expected().choices().iter().map(|it| told(it.key, it.says)).collect();
        if answers.is_empty() {
            answers.push(told("", "12"));
        }
        for answer in answers {
            let mut doc = doc.clone();
            doc.put(recorded(&doc, place, &answer).unwrap());
            assert!(!is_unknown(&doc, place), "{place} {answer:?}");
            assert!(recorded(&doc, place, &answer).is_err(), "{place} is written over");
        }
    }
}

#[test]
fn who_said_so_and_when_stands_beside_what_was_said() {
    let mut doc = sound();
    let at = doc.systems.iter_mut().find(|system| system.id == SHOP).unwrap();
    at.facts.remove(&DiscoveryFact::ApiAccess);
    at.api_access = None;
    let place = Sought::System(SHOP, DiscoveryFact::ApiAccess);
    let Part::System(system) = recorded(&doc, place, &told("read", "They can read it")).unwrap()
    else {
        panic!("another part")
    };
    assert_eq!(system.api_access, Some(ApiAccess::Read));
    assert_eq!(
        system.facts[&DiscoveryFact::ApiAccess].note,
        "They can read it. Since May. Answered by Grace on 4 May 2026."
    );
    doc.control_sheets.clear();
    let place = Sought::Control(SHOP_TO_ERP, Control::Runbook);
    let Part::ControlSheet(sheet) = recorded(&doc, place, &told("missing", "No")).unwrap() else {
        panic!("another part")
    };
    let found = &sheet.controls[&Control::Runbook];
    assert_eq!((found.state, found.kind), (ControlState::Missing, Some(Kind::Told)));
    assert!(found.evidence.ends_with("Answered by Grace on 4 May 2026."), "{}", found.evidence);
}

#[test]
fn what_an_integration_was_told_goes_when_somebody_records_something_else() {
    let mut doc = sound();
    let at = doc.integrations.iter_mut().find(|one| one.id == SHOP_TO_ERP).unwrap();
    at.code = Availability::Unknown;
    let place = Sought::Integration(SHOP_TO_ERP, IntegrationQuestion::Code);
    let Part::Integration(before) = recorded(&doc, place, &told("yes", "Yes")).unwrap() else {
        panic!("another part")
    };
    assert_eq!(
        before.told[&IntegrationQuestion::Code],
        "Answered by Grace on 4 May 2026. Since May."
    );
    assert_eq!(before.still_told(&before), before.told);
    let mut after = before.clone();
    after.code = Availability::No;
    assert!(after.still_told(&before).is_empty());
}
