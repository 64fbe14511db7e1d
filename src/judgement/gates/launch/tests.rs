use super::*;
use crate::document::controls::ControlState;
use crate::document::evidence::Kind;
use crate::document::integrations::Criticality;
use crate::document::truth::Standing;
use crate::judgement::assess::testing::{Broken, SHOP_TO_ERP, may, sound};

fn of(doc: &Engagement, check: LaunchCheck) -> Checked {
    let integration = doc.integration(SHOP_TO_ERP).unwrap();
    checks(doc, integration).into_iter().find(|checked| checked.check == check).unwrap()
}

#[test]
fn a_check_is_met_once_its_evidence_is_approved() {
    let told = of(&sound(), LaunchCheck::Runbook);
    assert_eq!((told.met, told.state), (true, LaunchState::Met));
    assert_eq!(told.says, "approved by Ada on 20 May 2026: seen.");
    let unapproved = sound().but(|doc| doc.launch_sheets.clear());
    let told = of(&unapproved, LaunchCheck::Runbook);
    assert_eq!((told.met, told.state), (false, LaunchState::Waits));
    assert_eq!(told.says, "in place, with evidence. Nobody has approved it yet.");
    assert_eq!(of(&unapproved, LaunchCheck::Contract).state, LaunchState::Met);
}

#[test]
fn a_check_opens_again_when_what_it_relied_on_changes() {
    for check in LaunchCheck::ALL {
        let changed = sound().but(|doc| {
            doc.integrations[0].contract.document = "Order contract, version 3".into();
            doc.fields[0].why = "The bank says so.".into();
            let sheet = &mut doc.control_sheets[0];
            sheet.controls.values_mut().for_each(|found| found.evidence.push_str(" Again."));
        });
        // A contract that is approved where it is recorded needs no second approval.
        let expected =
            if *check == LaunchCheck::Contract { LaunchState::Met } else { LaunchState::Reopened };
        assert_eq!(of(&changed, *check).state, expected, "{check}");
        if expected == LaunchState::Reopened {
            let told = "what it relied on has changed since Ada approved it on 20 May 2026.";
            assert_eq!(of(&changed, *check).says, told, "{check}");
        }
    }
    let disputed = sound().field(|field| field.standing = Standing::Disputed);
    assert_eq!(of(&disputed, LaunchCheck::Truth).state, LaunchState::NotThere);
    let gone = sound().control(Control::Runbook, ControlState::Missing);
    assert_eq!(of(&gone, LaunchCheck::Runbook).state, LaunchState::NotThere);
}

#[test]
fn an_approval_holds_for_as_long_as_it_says() {
    let until = |day| {
        sound().but(|doc| {
            let approvals = &mut doc.launch_sheets[0].approvals;
            approvals.get_mut(&LaunchCheck::Alerts).unwrap().until = Some(may(day));
        })
    };
    let told = of(&until(31), LaunchCheck::Alerts);
    assert_eq!(told.state, LaunchState::Expired);
    assert_eq!(told.says, "the approval of Ada held until 31 May 2026.");
}

#[test]
fn an_approval_without_a_last_day_holds_as_long_as_evidence_of_its_kind_is_fresh() {
    let on = |kind: Option<Kind>, days: i64| {
        let doc = sound().but(|doc| {
            let approvals = &mut doc.launch_sheets[0].approvals;
            approvals.get_mut(&LaunchCheck::Alerts).unwrap().kind = kind;
            doc.as_of = may(20).and_hms_opt(12, 0, 0).unwrap().and_utc();
            doc.as_of += chrono::Duration::days(days);
        });
        of(&doc, LaunchCheck::Alerts)
    };
    assert_eq!(on(Some(Kind::Told), 60).state, LaunchState::Met);
    let aged = on(Some(Kind::Told), 61);
    assert_eq!((aged.state, aged.met), (LaunchState::Expired, false));
    assert_eq!(
        aged.says,
        "Ada approved it on 20 May 2026 by evidence of this kind: told by a person. After 60 days somebody has to look again."
    );
    assert_eq!(on(Some(Kind::Reproduced), 180).state, LaunchState::Met);
    assert_eq!(on(None, 3_000).state, LaunchState::Met, "older documents say no kind");
}

#[test]
fn what_its_criticality_does_not_ask_for_does_not_count() {
    let simple = sound().integration(|one| one.criticality = Criticality::Convenience);
    for check in LaunchCheck::ALL {
        let told = of(&simple, *check);
        assert_eq!((told.met, told.state), (true, LaunchState::NotAsked), "{check}");
    }
}

#[test]
fn every_check_says_in_a_sentence_of_its_own_what_it_is_for() {
    let told: std::collections::BTreeSet<_> =
        LaunchCheck::ALL.iter().map(|it| it.plain()).collect();
    assert_eq!(told.len(), LaunchCheck::ALL.len());
    assert!(told.iter().all(|says| says.contains(' ')), "{told:?}");
}
