//! Cases of what people do, own and know: owners, steps of the actual map, what was ticked and what was never looked at.

use crate::document::controls::{Control, ControlState, Finding};
use crate::document::engagement::{Complaint, Engagement};
use crate::document::integrations::{Availability, Criticality, Ownership};
use crate::document::matching::Judgement;
use crate::document::systems::{DiscoveryFact, SystemKind};
use crate::document::workflow::{HiddenRule, HiddenRuleTopic};
use crate::engines::map::{StepKind, Touch, TouchKind};
use crate::judgement::assess::testing::{Broken, in_place, integration, sound};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntegrationId;

type Case = (&'static str, Engagement);

pub(super) fn cases() -> Vec<Case> {
    [owners(), steps(), asked_of_steps(), entered_again(), asked()].into_iter().flatten().collect()
}

fn weighed(doc: Engagement, criticality: Criticality) -> Engagement {
    doc.integration(|one| one.criticality = criticality)
}

fn ticked(doc: Engagement, of: &[Complaint]) -> Engagement {
    doc.but(|doc| doc.brief.complaints.extend(of))
}

fn owners() -> Vec<Case> {
    let nobody = || sound().integration(|one| one.owners.clear());
    let anonymous = |doc: Engagement| {
        doc.but(|doc| {
            doc.systems[0].business_owner.clear();
            doc.systems[0].technical_owner = " ".into();
        })
    };
    let said = [Complaint::NoVisibleOwner, Complaint::UnclearWhoActs];
    vec![
        ("Nobody owns anything, and that was ticked", ticked(nobody(), &said)),
        ("Nobody owns a convenience", weighed(nobody(), Criticality::Convenience)),
        ("One of four owns a convenience", {
            let doc = weighed(nobody(), Criticality::Convenience);
            doc.integration(|one| drop(one.owners.insert(Ownership::Logic, "Cara".into())))
        }),
        ("A system that nobody owns", anonymous(sound())),
        ("A system of an important integration", {
            anonymous(weighed(sound(), Criticality::Important))
        }),
        ("A team that nobody owns", {
            anonymous(sound()).but(|doc| doc.systems[0].kind = SystemKind::PersonOrTeam)
        }),
        ("Fixes in production that recur", {
            ticked(sound(), &[Complaint::FixedInProduction, Complaint::EmergencyFixesRecur])
        }),
        (
            "The developer is gone, and nobody maintains it",
            ticked(sound(), &[Complaint::DeveloperGone]).integration(|one| {
                (one.developer, one.maintainable) = (Availability::No, Availability::Unknown);
            }),
        ),
        (
            "Nobody answered the three questions",
            sound().integration(|one| {
                one.when_it_breaks.clear();
                one.other_end.clear();
                one.what_flows.clear();
            }),
        ),
    ]
}

fn steps() -> Vec<Case> {
    let step = |trigger: &str| {
        let trigger = trigger.to_owned();
        sound().actual(move |map| {
            (map.steps[1].facts.relies_on_memory, map.steps[1].facts.trigger) = (true, trigger);
        })
    };
    let judged = |judgement, note: &str| {
        let note = note.to_owned();
        let doc = sound().shadow(Some(judgement));
        doc.but(move |doc| doc.matchings[0].differences[0].note = note)
    };
    vec![
        ("A step that somebody has to remember", step(" ")),
        ("A step that sales has to remember", step("Sales")),
        ("A step off the crossing that somebody has to remember", {
            sound().actual(|map| map.steps[3].facts.relies_on_memory = true)
        }),
        ("No step notices a failure", sound().actual(|map| map.steps[2].kind = StepKind::Task)),
        ("A shadow step that nobody judged", sound().shadow(None)),
        ("A shadow step judged a workaround", judged(Judgement::Workaround, " ")),
        ("A shadow step judged, with a note", judged(Judgement::Workaround, "Since March.")),
        (
            "A step that nobody matched",
            sound().but(|doc| {
                doc.matchings[0].pairs.remove(1);
            }),
        ),
        ("A shadow step of what is important", {
            weighed(sound().shadow(None), Criticality::Important)
        }),
    ]
}

/// What a step needs before and after it.
fn asked_of_steps() -> Vec<Case> {
    let touch = |data: &str| Touch { kind: TouchKind::Updates, data: data.into(), data_type: None };
    let approved = |kind| {
        sound().actual(move |map| {
            map.steps[1].facts.needs_approval = true;
            map.steps[2].kind = kind;
        })
    };
    vec![
        ("An approval that does not follow", approved(StepKind::Detection)),
        ("An approval that follows", approved(StepKind::Approval)),
        ("An approval asked for at the end", {
            sound().actual(|map| map.steps[3].facts.needs_approval = true)
        }),
        ("An approval that is one itself", {
            sound().actual(|map| {
                map.steps[1].facts.needs_approval = true;
                map.steps[1].kind = StepKind::Approval;
            })
        }),
        (
            "Who may change records by hand is not said",
            sound().shadow(Some(Judgement::Fine)).actual(|map| {
                map.steps[4].facts.touches = vec![touch("order"), touch("price")];
                map.steps[1].kind = StepKind::CopyPaste;
                map.steps[1].facts.touches = vec![touch("order")];
                map.steps[0].facts.touches = vec![touch("order")];
            }),
        ),
        ("An audit trail, and the outcome of another integration is not recorded", {
            let stock = IntegrationId(uuid::Uuid::from_u128(11));
            let trail = sound().actual(|map| map.steps[2].facts.needs_audit_trail = true);
            trail.but(|doc| {
                doc.integrations.push(integration(stock, "Stock", Criticality::Convenience));
                let mut sheet = in_place(stock);
                let outcome = Finding::new(ControlState::Missing, "");
                sheet.controls.insert(Control::FinalOutcome, outcome);
                doc.control_sheets.push(sheet);
            })
        }),
        (
            "An audit trail where the outcome is only partly recorded",
            sound()
                .actual(|map| map.steps[2].facts.needs_audit_trail = true)
                .control(Control::FinalOutcome, ControlState::Partial),
        ),
    ]
}

fn entered_again() -> Vec<Case> {
    let typed = |hours: f64, cost: Option<i64>| {
        let doc = ticked(sound().shadow(Some(Judgement::Fine)), &[Complaint::TypedTwice]);
        doc.but(|doc| doc.brief.hourly_cost = cost.map(Into::into)).actual(|map| {
            let facts = &mut map.steps[4].facts;
            (facts.minutes_per_run, facts.runs_per_month) = (Some(60.0), Some(hours));
        })
    };
    vec![
        ("Typed again for a day a month", typed(8.0, None)),
        ("Typed again for nearly a day a month", typed(7.9, Some(40))),
        ("Typed again, and what an hour costs is known", typed(10.5, Some(37))),
    ]
}

fn asked() -> Vec<Case> {
    let rule = |topic, answer: &str| HiddenRule { topic, answer: answer.into() };
    let seen = |count: usize| {
        sound().but(|doc| {
            let controls = &mut doc.control_sheets[0].controls;
            *controls = std::mem::take(controls).into_iter().take(count).collect();
        })
    };
    let forgotten = |doc: Engagement, facts: &[DiscoveryFact]| {
        doc.but(|doc| facts.iter().for_each(|fact| drop(doc.systems[0].facts.remove(fact))))
    };
    vec![
        ("Nobody looked at a control", seen(0)),
        ("Three of 35 controls were looked at", seen(3)),
        ("Four of 35 controls were looked at", seen(4)),
        (
            "Rules that nobody could name",
            sound().but(|doc| {
                doc.workflows[0].hidden_rules = vec![
                    rule(HiddenRuleTopic::Returns, " "),
                    rule(HiddenRuleTopic::Approvals, "The lead."),
                    rule(HiddenRuleTopic::BranchStock, ""),
                ];
            }),
        ),
        ("Two facts of a system are unknown", {
            forgotten(sound(), &[DiscoveryFact::ApiVersion, DiscoveryFact::Sandbox])
        }),
        ("All is unknown of a system of a convenience", {
            forgotten(weighed(sound(), Criticality::Convenience), DiscoveryFact::ALL)
        }),
        ("A version that is not pinned", {
            sound().but(|doc| doc.systems[1].version_pinned = Some(false))
        }),
        ("Everything that can be ticked, and nothing that explains it", {
            ticked(sound(), Complaint::ALL)
        }),
    ]
}
