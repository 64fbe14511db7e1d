//! Which line waits for which, and in what order lines stand that begin and end together.

use super::*;
use crate::document::integrations::Criticality;
use crate::document::plan::{Phase, PlanLine};
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, integration, sound};
use crate::platform::catalogue::Catalogue;
use uuid::Uuid;

const BACK: IntegrationId = IntegrationId(Uuid::from_u128(11));

/// A line that the gaps ask for, for the one integration and in the first phase.
fn asked(n: u128, work: Work) -> Draft {
    let line = PlanLine::blank(PartId(Uuid::from_u128(n)), "", "Do it");
    Draft {
        key: format!("asked:{n}"),
        integration: Some(SHOP_TO_ERP),
        work,
        kind: ActionKind::AddControl,
        ..Draft::added(&sound(), &line)
    }
}

/// Whether the second of two lines waits for the first.
fn waits(first: Draft, then: Draft) -> bool {
    let (id, other) = (then.id, first.id);
    let lines = dated(&assess(&sound()), &[first, then]);
    lines.iter().find(|line| line.id == id).unwrap().after == [other]
}

#[test]
fn what_has_to_come_first_follows_from_the_kind_of_work() {
    let before = |then: Work| -> Vec<Work> {
        let comes = |first: &&Work| {
            let last = Draft { kind: ActionKind::Watch, ..asked(2, then) };
            waits(asked(1, **first), last)
        };
        Work::ALL.iter().filter(comes).copied().collect()
    };
    for free in [Work::FindOut, Work::Contain, Work::See, Work::Settle] {
        assert_eq!(before(free), [], "{free}");
    }
    assert_eq!(before(Work::Redesign), [Work::Settle]);
    assert_eq!(before(Work::Change), [Work::See, Work::Settle]);
    assert_eq!(before(Work::Rebuild), [Work::See, Work::Settle, Work::Redesign]);
    assert_eq!(before(Work::Prove), [Work::Redesign, Work::Change, Work::Rebuild]);
    assert_eq!(before(Work::Watch), [Work::Prove]);
    let runbook = asked(2, Work::Watch);
    assert!(!waits(asked(1, Work::Prove), runbook), "to write a runbook is not to watch");
}

#[test]
fn a_line_waits_for_none_of_another_integration_of_a_later_phase_or_that_somebody_added() {
    let (see, change) = (asked(1, Work::See), asked(2, Work::Change));
    assert!(waits(see.clone(), change.clone()));
    let elsewhere = Draft { integration: Some(BACK), ..see.clone() };
    assert!(!waits(elsewhere, change.clone()));
    let later = Draft { phase: Phase::HandOver, ..see.clone() };
    assert!(!waits(later, change.clone()));
    let added = Draft { key: String::new(), ..see.clone() };
    assert!(!waits(added, change.clone()));
    let added = Draft { key: String::new(), ..change };
    assert!(!waits(see, added));
}

#[test]
fn lines_of_the_same_days_stand_in_the_order_of_their_integrations_and_those_of_none_last() {
    let doc = sound()
        .but(|doc| doc.integrations.push(integration(BACK, "ERP to shop", Criticality::Critical)));
    let at = |n, integration| Draft { integration, ..asked(n, Work::FindOut) };
    let drafts = [at(1, None), at(2, Some(BACK)), at(3, Some(SHOP_TO_ERP))];
    let lines = dated(&assess(&doc), &drafts);
    let told: Vec<_> = lines.iter().map(|line| (line.number, line.integration)).collect();
    assert_eq!(told, [(1, Some(SHOP_TO_ERP)), (2, Some(BACK)), (3, None)]);
}
