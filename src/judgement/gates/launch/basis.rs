//! What a launch check rests on: the contract, the truth of what is carried, or controls with their evidence.
//! Its mark changes whenever any of it does.

use super::LaunchCheck;
use crate::document::controls::{Control, ControlState};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::judgement::evidence::Subject;
use crate::judgement::truth;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::{day, inside, listed};
use serde::Serialize;

/// What a check rests on.
pub(super) struct Basis {
    /// Whether it is asked for at this criticality.
    pub(super) asked: bool,
    /// Whether what it asks for is recorded.
    pub(super) recorded: bool,
    /// What is missing, or what is there.
    pub(super) says: String,
    /// Where it is recorded, or would be.
    pub(super) about: Subject,
    /// A number that tells one state of what it rests on from another.
    pub(super) mark: i64,
}

/// What a check rests on at an integration.
pub(super) fn of(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Basis {
    match check {
        LaunchCheck::Contract => contract(integration),
        LaunchCheck::Truth => settled(doc, integration),
        _ => controlled(doc, integration, check),
    }
}

const NOT_ASKED: &str = "not asked for at this criticality.";

/// What is recorded of the contract: a named document with approver and date meets the check.
fn contract(integration: &Integration) -> Basis {
    let agreed = &integration.contract;
    let asked = integration.criticality != Criticality::Convenience;
    let says = match agreed.approved_on.filter(|_| agreed.is_approved()) {
        _ if !asked => NOT_ASKED.into(),
        Some(on) => {
            format!("“{}”, approved by {} on {}.", agreed.document, agreed.approved_by, day(on))
        }
        None if agreed.is_blank() => "no contract recorded.".into(),
        None => "the contract is not named and approved, with a day.".into(),
    };
    let about = Subject::Integration { integration: integration.id };
    Basis { asked, recorded: agreed.is_approved(), says, about, mark: marked(agreed) }
}

fn settled(doc: &Engagement, integration: &Integration) -> Basis {
    let asked = integration.criticality != Criticality::Convenience;
    let unsettled = truth::unsettled(doc, integration);
    let about = unsettled.first().map_or(Subject::Truth, |first| first.about.clone());
    let says = match unsettled.as_slice() {
        _ if !asked => NOT_ASKED.into(),
        [] => "every field it carries has one agreed owner.".into(),
        [only] => inside(&only.says),
        several => format!("the source of truth is open in {} places.", several.len()),
    };
    let carried =
        |field: &&crate::document::truth::Field| integration.carries.contains(&field.data_type);
    let fields: Vec<_> = doc.fields.iter().filter(carried).collect();
    Basis { asked, recorded: unsettled.is_empty(), says, about, mark: marked(&fields) }
}

fn controlled(doc: &Engagement, integration: &Integration, check: LaunchCheck) -> Basis {
    let expected = |control: &Control| control.expected(integration.criticality);
    let asked: Vec<_> = check.controls().iter().copied().filter(expected).collect();
    let open: Vec<_> =
        asked.iter().copied().filter(|control| !proven(doc, integration, *control)).collect();
    let names = listed(&open.iter().map(|control| inside(control.label())).collect::<Vec<_>>());
    let says = match (asked.as_slice(), open.as_slice()) {
        ([], _) => NOT_ASKED.into(),
        (_, []) => "in place, with evidence.".into(),
        _ => format!("not in place with evidence: {names}."),
    };
    let about = match open.as_slice() {
        [control] => Subject::Control { integration: integration.id, control: *control },
        _ => Subject::Controls { integration: integration.id },
    };
    let sheet = doc.controls(integration.id);
    let found: Vec<_> =
        asked.iter().map(|control| sheet.and_then(|sheet| sheet.controls.get(control))).collect();
    let mark = marked(&found);
    Basis { asked: !asked.is_empty(), recorded: open.is_empty(), says, about, mark }
}

/// Whether a control is in place and someone wrote down how that was seen, or why it does not apply.
fn proven(doc: &Engagement, integration: &Integration, control: Control) -> bool {
    let found = doc.controls(integration.id).and_then(|sheet| sheet.controls.get(&control));
    let stands = |state| matches!(state, ControlState::InPlace | ControlState::NotApplicable);
    let day = doc.as_of.date_naive();
    found.is_some_and(|found| stands(found.state_on(day)) && found.has_evidence())
}

/// A number of at most eight digits made from what is recorded (FNV-1a, folded): short enough to be taken for nobody’s
/// account or telephone, and one change in sixteen million keeps it by chance.
fn marked(recorded: &impl Serialize) -> i64 {
    let bytes = serde_json::to_vec(recorded).unwrap_or_default();
    let hash = bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    (((hash >> 24) ^ hash) & 0x00ff_ffff) as i64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::controls::Finding;
    use crate::document::integrations::Agreement;
    use crate::document::truth::Standing;
    use crate::judgement::assess::testing::{Broken, sound};
    use crate::platform::ids::FieldId;

    fn basis(doc: &Engagement, check: LaunchCheck) -> Basis {
        of(doc, &doc.integrations[0], check)
    }

    fn says(doc: &Engagement, check: LaunchCheck) -> String {
        basis(doc, check).says
    }

    #[test]
    fn a_mark_stays_the_same_in_every_version_since_approvals_bear_it() {
        assert_eq!(marked(&"Order contract, version 2"), 8_737_469);
        let nothing: [i64; 0] = [];
        assert_eq!(marked(&nothing), 13_087_248);
    }

    #[test]
    fn a_convenience_is_asked_for_nothing() {
        let simple = sound().integration(|one| one.criticality = Criticality::Convenience);
        for check in [LaunchCheck::Contract, LaunchCheck::Truth, LaunchCheck::FailureQueue] {
            assert_eq!(says(&simple, check), NOT_ASKED, "{check}");
        }
    }

    #[test]
    fn the_contract_is_told_as_it_is_recorded() {
        let with = |contract: Agreement| {
            says(&sound().integration(|one| one.contract = contract), LaunchCheck::Contract)
        };
        let whole = sound().integrations[0].contract.clone();
        assert_eq!(
            with(whole.clone()),
            "“Order contract, version 2”, approved by Ada on 1 May 2026."
        );
        assert_eq!(with(Agreement::default()), "no contract recorded.");
        let told = "the contract is not named and approved, with a day.";
        assert_eq!(with(Agreement { approved_by: String::new(), ..whole.clone() }), told);
        assert_eq!(with(Agreement { approved_on: None, ..whole }), told);
    }

    #[test]
    fn the_truth_says_what_is_open_or_in_how_many_places() {
        let settled = "every field it carries has one agreed owner.";
        assert_eq!(says(&sound(), LaunchCheck::Truth), settled);
        let disputed = sound().field(|field| field.standing = Standing::Disputed);
        let only = truth::unsettled(&disputed, &disputed.integrations[0]).remove(0);
        assert_eq!(says(&disputed, LaunchCheck::Truth), inside(&only.says));
        let two = disputed.but(|doc| {
            let mut other = doc.fields[0].clone();
            other.id = FieldId::new();
            doc.fields.push(other);
        });
        assert_eq!(says(&two, LaunchCheck::Truth), "the source of truth is open in 2 places.");
    }

    #[test]
    fn controls_count_once_they_are_in_place_and_somebody_wrote_down_how_that_was_seen() {
        let (retries, queue) = (Control::RetriesWithBackoff, Control::DeadLetterQueue);
        let with = |found: &[(Control, ControlState, &str)]| {
            let set = |doc: &mut Engagement| {
                for (control, state, evidence) in found {
                    let sheet = &mut doc.control_sheets[0].controls;
                    sheet.insert(*control, Finding::new(*state, *evidence));
                }
            };
            basis(&sound().but(set), LaunchCheck::FailureQueue)
        };
        assert_eq!(with(&[]).says, "in place, with evidence.");
        let lacking = with(&[(queue, ControlState::Missing, "Looked.")]);
        let name = inside(queue.label());
        assert_eq!(lacking.says, format!("not in place with evidence: {name}."));
        let integration = sound().integrations[0].id;
        assert_eq!(lacking.about, Subject::Control { integration, control: queue });
        let unproven = with(&[(queue, ControlState::InPlace, "")]);
        assert_eq!((unproven.asked, unproven.recorded), (true, false));
        let missing = ControlState::Missing;
        let both = with(&[(retries, missing, ""), (queue, missing, "")]);
        assert_eq!(both.about, Subject::Controls { integration });
    }
}
