//! Which action answers which risk, and where risks that none answers are put together.

use super::*;
use crate::document::call::VerdictPath;
use crate::document::controls::Control;
use crate::document::engagement::FlagState;
use crate::document::truth::{DataType, Standing};
use crate::judgement::assess::assess;
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, TOTAL, sound};
use crate::judgement::evidence::Evidence;
use crate::judgement::findings::Established;
use crate::judgement::flags::Severity;
use crate::platform::ids::{DataTypeId, FieldId};
use std::collections::BTreeSet;
use uuid::Uuid;

const BACK: IntegrationId = IntegrationId(Uuid::from_u128(11));
const HERE: Subject = Subject::Integration { integration: SHOP_TO_ERP };
const SHEET: Subject = Subject::Controls { integration: SHOP_TO_ERP };

fn flag(rule: FlagRule, about: Subject) -> Flag {
    Flag {
        key: format!("{}:{}", rule.key(), about.key()),
        rule,
        about,
        integration: Some(SHOP_TO_ERP),
        severity: Severity::High,
        says: "It may hurt.".into(),
        because: Vec::new(),
        why: String::new(),
        good: "Somebody sees to it.".into(),
        references: Vec::new(),
        number: 1,
        state: FlagState::Open,
        history: Vec::new(),
    }
}

fn action(work: Work, finding: Option<FindingKind>) -> Candidate {
    let flag = flag(FlagRule::EvidenceExpires, HERE);
    let group = (flag.rule, None, Some(SHOP_TO_ERP));
    Candidate { work, finding, ..candidate(group, &[&flag]) }
}

/// Whether an action answers a risk of the integration, and no risk of another one.
fn answered(assessment: &Assessment, one: &Candidate, flag: &Flag) -> bool {
    let elsewhere = Flag { integration: Some(BACK), ..flag.clone() };
    assert!(!answers(assessment, one, &elsewhere), "{} {one:?}", flag.rule);
    answers(assessment, one, flag)
}

/// The kinds of work, with the finding that leads to it, that answer a rule.
fn answering(assessment: &Assessment, rule: FlagRule) -> BTreeSet<(Work, FindingKind)> {
    let works = [Work::See, Work::Change, Work::Redesign, Work::Prove];
    let kinds = FindingKind::ALL.iter().copied();
    let all = kinds.flat_map(|kind| works.map(|work| (work, kind)));
    let flag = flag(rule, HERE);
    let by = |of: &(Work, FindingKind)| answered(assessment, &action(of.0, Some(of.1)), &flag);
    all.filter(by).collect()
}

#[test]
fn a_risk_is_answered_by_the_action_of_the_finding_that_it_comes_with() {
    use FlagRule as R;
    let seen = (Work::See, FindingKind::FailuresNotSeen);
    let logged = (Work::See, FindingKind::MissingLogs);
    let bridged = (Work::Change, FindingKind::SinglePoint);
    let handled = (Work::Change, FindingKind::FailuresNotHandled);
    let agreed = (Work::Change, FindingKind::OtherSideChanges);
    let assessment = assess(&sound());
    for rule in R::ALL {
        let expected = match rule {
            R::SilentFailures | R::NobodyNotices | R::AlertsOnlyOnTotal => Some(seen),
            R::SuccessTrusted | R::WorksToday => Some(logged),
            R::SinglePoint | R::NoManualRecovery => Some(bridged),
            R::RetriedInVain => Some(handled),
            R::ApiUnversioned | R::ContractAbsent => Some(agreed),
            _ => None,
        };
        assert_eq!(answering(&assessment, *rule), expected.into_iter().collect(), "{rule}");
    }
}

#[test]
fn a_control_that_is_missing_is_answered_by_what_puts_it_in_place() {
    let control = Control::Runbook;
    let about = Subject::Control { integration: SHOP_TO_ERP, control };
    let lacks = flag(FlagRule::ControlMissing, about);
    let puts = |controls: &[Control]| {
        let one = Candidate { controls: controls.to_vec(), ..action(Work::Change, None) };
        answered(&assess(&sound()), &one, &lacks)
    };
    assert!(puts(&[Control::IdempotencyKey, Control::Runbook]));
    assert!(!puts(&[Control::IdempotencyKey]));
}

#[test]
fn what_only_a_rebuild_mends_is_answered_by_one() {
    for rule in [FlagRule::DeveloperGone, FlagRule::AccessDoesNotFit] {
        let by = |work| answered(&assess(&sound()), &action(work, None), &flag(rule, HERE));
        assert_eq!([Work::Rebuild, Work::Redesign, Work::Change].map(by), [true, false, false]);
    }
}

#[test]
fn a_step_by_hand_is_answered_by_what_takes_that_step_over() {
    let assessment = assess(&sound());
    for rule in [FlagRule::DuplicateEntry, FlagRule::HumanMemory] {
        let by = |kind, about: &Subject| {
            let one = Candidate { kind, about: about.clone(), ..action(Work::Change, None) };
            answers(&assessment, &one, &flag(rule, HERE))
        };
        assert!(by(ActionKind::ReplaceManualStep, &HERE));
        assert!(!by(ActionKind::ReplaceManualStep, &SHEET), "another step");
        assert!(!by(ActionKind::AddControl, &HERE));
    }
}

#[test]
fn controls_that_nobody_looked_at_are_answered_by_the_action_that_asks_about_them() {
    let unseen = flag(FlagRule::ControlsNotLookedAt, SHEET);
    let by = |kind, about| {
        let one = Candidate { kind, about, ..action(Work::FindOut, None) };
        answered(&assess(&sound()), &one, &unseen)
    };
    assert!(by(ActionKind::FindOut, SHEET));
    assert!(!by(ActionKind::FindOut, HERE));
    assert!(!by(ActionKind::AddControl, SHEET));
}

#[test]
fn a_dispute_is_answered_by_the_action_that_settles_that_truth() {
    let mut assessment = assess(&sound());
    let field = |field| Subject::Field { field };
    let found = |kind: FindingKind, about| Established {
        kind,
        plain: String::new(),
        path: VerdictPath::Stabilise,
        because: vec![Evidence::new("It is disputed.", about)],
        action: ActionKind::SettleTruth,
    };
    let (other, third) = (FieldId(Uuid::from_u128(22)), FieldId(Uuid::from_u128(23)));
    assessment.integrations[0].verdict.findings = vec![
        found(FindingKind::TruthUnsettled, field(TOTAL)),
        found(FindingKind::BadRecords, field(other)),
    ];
    for rule in [FlagRule::TruthDisputed, FlagRule::TruthUnassigned, FlagRule::TruthDoublyOwned] {
        let by = |work, of| answers(&assessment, &action(work, None), &flag(rule, field(of)));
        assert!(by(Work::Settle, TOTAL), "{rule}");
        assert!(!by(Work::Change, TOTAL), "{rule}");
        assert!(!by(Work::Settle, other) && !by(Work::Settle, third), "{rule}");
    }
}

#[test]
fn a_truth_is_settled_for_an_integration_that_carries_it() {
    let id = DataTypeId(Uuid::from_u128(25));
    let price = DataType { id, name: "Price".into(), meaning: String::new() };
    let doc = sound().field(|field| field.standing = Standing::Disputed).but(|doc| {
        let mut list = doc.fields[0].clone();
        (list.id, list.data_type) = (FieldId(Uuid::from_u128(22)), price.id);
        doc.fields.insert(0, list);
        doc.data_types.push(price);
    });
    let assessment = assess(&doc);
    let disputed: Vec<&Flag> =
        assessment.flags.iter().filter(|flag| flag.rule == FlagRule::TruthDisputed).collect();
    let found = grouped(&doc, &disputed);
    let told: Vec<_> = found.iter().map(|one| (one.integration, &one.about)).collect();
    let listed = Subject::Field { field: FieldId(Uuid::from_u128(22)) };
    let total = Subject::Field { field: TOTAL };
    assert_eq!(told, [(Some(SHOP_TO_ERP), &total), (None, &listed)]);
}
