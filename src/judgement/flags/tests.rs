//! What raises each flag, and beside it what does not.

use super::*;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Complaint;
use crate::document::engagement::Engagement;
use crate::document::integrations::Transport;
use crate::document::matching::Judgement;
use crate::document::samples::{Cause, SecretsSeen, Symptom};
use crate::document::systems::DiscoveryFact;
use crate::document::truth::{Right, Standing};
use crate::engines::map::StepKind;
use crate::judgement::assess::testing::{Broken, ERP, SHOP, confirmed, sound};
use crate::platform::ids::SampleId;

mod controls;
mod evidence;
mod interfaces;
mod people;
mod standing;
mod truth;

fn flags(doc: &Engagement) -> Vec<Flag> {
    super::flags(&Reading::of(doc))
}

fn rules(doc: &Engagement) -> Vec<FlagRule> {
    flags(doc).iter().map(|flag| flag.rule).collect()
}

fn only(doc: &Engagement) -> Flag {
    let flags = flags(doc);
    assert_eq!(flags.len(), 1, "{:#?}", flags.iter().map(|flag| &flag.says).collect::<Vec<_>>());
    flags.into_iter().next().unwrap()
}

fn convenience(doc: Engagement) -> Engagement {
    doc.integration(|one| one.criticality = Criticality::Convenience)
}

#[test]
fn nothing_is_flagged_where_nothing_is_wrong() {
    assert_eq!(rules(&sound()), []);
}

#[test]
fn nothing_out_of_scope_is_flagged() {
    let doc = sound().integration(|one| (one.in_scope, one.owners) = (false, Default::default()));
    assert_eq!(rules(&doc.control(Control::DeadLetterQueue, ControlState::Missing)), []);
}

#[test]
fn every_flag_has_evidence_a_reason_and_a_key_of_its_own() {
    let doc = sound().but(|doc| {
        doc.control_sheets[0]
            .controls
            .values_mut()
            .for_each(|found| found.state = ControlState::Missing);
        doc.integrations[0].owners.clear();
        doc.systems.iter_mut().for_each(|system| system.facts.clear());
    });
    let flags = flags(&doc);
    assert!(flags.len() > 30);
    assert!(flags.iter().all(|f| !f.because.is_empty() && !f.why.is_empty() && !f.good.is_empty()));
    let keys: std::collections::BTreeSet<_> = flags.iter().map(|flag| &flag.key).collect();
    assert_eq!(keys.len(), flags.len());
}

#[test]
fn no_text_of_a_rule_shouts() {
    for rule in FlagRule::ALL {
        let text = rule.text();
        for sentence in [text.why, text.good] {
            assert!(sentence.ends_with('.') && !sentence.contains('!'), "{sentence}");
        }
    }
}
