//! What is flagged at a boundary depends on how much hangs on it.

use super::*;
use crate::document::controls::ControlState;
use crate::document::engagement::Engagement;
use crate::judgement::assess::testing::{Broken, sound};
use crate::judgement::flags::{Flag, flags};

fn flag(doc: &Engagement, rule: FlagRule) -> Option<Flag> {
    flags(&Reading::of(doc)).into_iter().find(|flag| flag.rule == rule)
}

fn weighed(doc: &Engagement, criticality: Criticality) -> Engagement {
    doc.clone().integration(|one| one.criticality = criticality)
}

#[test]
fn a_developer_who_is_gone_is_flagged_while_nobody_maintains_what_matters() {
    let no = Availability::No;
    let gone = sound().integration(|one| (one.developer, one.maintainable) = (no, no));
    let found = |doc: &Engagement| flag(doc, FlagRule::DeveloperGone).is_some();
    assert!(found(&gone) && found(&weighed(&gone, Criticality::Important)));
    assert!(!found(&weighed(&gone, Criticality::Convenience)));
    assert!(!found(&gone.clone().integration(|one| one.maintainable = Availability::Yes)));
    assert!(!found(&gone.integration(|one| one.developer = Availability::Yes)));
}

#[test]
fn only_a_critical_boundary_is_asked_the_three_questions() {
    let open = sound().integration(|one| one.what_flows = " ".into());
    let told = flag(&open, FlagRule::QuestionsOpen).unwrap();
    assert_eq!(told.says, "Nobody has said of “Shop to ERP” what flows.");
    assert_eq!(flag(&weighed(&open, Criticality::Important), FlagRule::QuestionsOpen), None);
    assert_eq!(flag(&sound(), FlagRule::QuestionsOpen), None);
}

#[test]
fn a_step_that_must_leave_an_audit_trail_needs_the_outcome_to_be_recorded() {
    let doc = sound().actual(|map| map.steps[1].facts.needs_audit_trail = true);
    assert_eq!(flag(&doc, FlagRule::AuditTrailMissing), None);
    let lacking = doc.control(Control::FinalOutcome, ControlState::Missing);
    let told = flag(&lacking, FlagRule::AuditTrailMissing).unwrap();
    assert_eq!(
        told.says,
        "“Send order” must leave an audit trail, and “Shop to ERP” does not record what became of a record."
    );
    let asked = lacking.actual(|map| map.steps[1].facts.needs_audit_trail = false);
    assert_eq!(flag(&asked, FlagRule::AuditTrailMissing), None);
}
