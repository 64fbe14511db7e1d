//! Flags of the boundary itself: what nobody looked at, asked for or can reach, and what was shipped too early.
//! Not knowing is flagged only where it is the risk.

use super::samples::ticked;
use super::{FlagRule, Raised};
use crate::document::controls::{Control, Family};
use crate::document::engagement::Complaint;
use crate::document::integrations::{Availability, Criticality};
use crate::engines::map::{Map, Side, Step};
use crate::judgement::evidence::{Evidence, IntegrationFact, Subject};
use crate::judgement::findings::{InScope, Reading};
use crate::platform::wording::{counted, inside, listed};

/// Days of kept history from which evidence may be lost before anybody exports it.
const SHORT_HISTORY: i64 = 30;

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let rules = [not_looked_at, shipped_early, contract, history, developer_gone, questions];
    let each = |one| rules.iter().filter_map(move |rule| rule(reading, one));
    let boundaries = reading.in_scope.iter().flat_map(each);
    boundaries.chain(audit_trails(reading)).collect()
}

fn raised(one: &InScope<'_>, rule: FlagRule, about: Subject, says: String) -> Raised {
    let integration = one.integration;
    Raised::new(rule, about, Some(integration.criticality), says).at(integration.id)
}

fn here(one: &InScope<'_>) -> Subject {
    Subject::Integration { integration: one.integration.id }
}

/// “0 of 35” is itself the risk.
fn not_looked_at(_: &Reading<'_>, one: &InScope<'_>) -> Option<Raised> {
    let (unknown, expected) = one.facts.unknown_controls();
    let seen = expected - unknown.len() as i64;
    if one.integration.criticality != Criticality::Critical || seen * 10 >= expected {
        return None;
    }
    let says = format!(
        "{seen} of the {expected} controls expected of “{}” were looked at.",
        one.integration.name
    );
    let about = Subject::Controls { integration: one.integration.id };
    Some(raised(one, FlagRule::ControlsNotLookedAt, about, says))
}

/// Failures happen, and nothing that handles failures was ever built.
fn shipped_early(_: &Reading<'_>, one: &InScope<'_>) -> Option<Raised> {
    let handling: Vec<Control> = Control::of(Family::FailureHandling).collect();
    let none = handling.iter().all(|control| one.facts.lacks(*control));
    let samples: Vec<_> = one.facts.confirmed().map(Evidence::confirmed).collect();
    if !none || samples.is_empty() || one.integration.criticality == Criticality::Convenience {
        return None;
    }
    let says = format!(
        "“{}” went live before anything was there to handle a failure.",
        one.integration.name
    );
    let about = Subject::Controls { integration: one.integration.id };
    Some(raised(one, FlagRule::ShippedEarly, about, says).because(samples))
}

fn contract(_: &Reading<'_>, one: &InScope<'_>) -> Option<Raised> {
    let it = one.integration;
    if it.contract.is_approved() || it.criticality == Criticality::Convenience {
        return None;
    }
    let says = format!("“{}” has no approved contract with the other side.", it.name);
    Some(raised(one, FlagRule::ContractAbsent, here(one), says))
}

fn history(_: &Reading<'_>, one: &InScope<'_>) -> Option<Raised> {
    let days = one.integration.history_days.filter(|days| *days <= SHORT_HISTORY)?;
    let kept = counted(days, "day", "days");
    let says = format!(
        "The platform of “{}” keeps its history for {kept}; what is not exported before is lost as evidence.",
        one.integration.name
    );
    Some(raised(one, FlagRule::EvidenceExpires, here(one), says))
}

fn developer_gone(reading: &Reading<'_>, one: &InScope<'_>) -> Option<Raised> {
    let gone = one.integration.developer == Availability::No;
    let kept = one.integration.maintainable == Availability::Yes;
    if !gone || kept || one.integration.criticality == Criticality::Convenience {
        return None;
    }
    let says = format!(
        "Whoever built “{}” cannot be reached, and nobody is known to maintain it.",
        one.integration.name
    );
    let about = Subject::IntegrationFact {
        integration: one.integration.id,
        fact: IntegrationFact::Developer,
    };
    let ticked = ticked(reading.doc, Complaint::DeveloperGone);
    Some(
        raised(one, FlagRule::DeveloperGone, about.clone(), says)
            .because([Evidence::new("Recorded: the original developer cannot be reached.", about)])
            .because(ticked),
    )
}

/// The three questions that every critical boundary is asked.
fn questions(_: &Reading<'_>, one: &InScope<'_>) -> Option<Raised> {
    let it = one.integration;
    let asked = [
        (&it.when_it_breaks, "what happens when it breaks"),
        (&it.other_end, "who owns the other end"),
        (&it.what_flows, "what flows"),
    ];
    let open: Vec<_> = asked
        .iter()
        .filter(|(answer, _)| answer.trim().is_empty())
        .map(|(_, what)| *what)
        .collect();
    if open.is_empty() || it.criticality != Criticality::Critical {
        return None;
    }
    let says = format!("Nobody has said of “{}” {}.", it.name, listed(&open));
    let about = Subject::IntegrationFact { integration: it.id, fact: IntegrationFact::Questions };
    Some(raised(one, FlagRule::QuestionsOpen, about, says).lighter(1))
}

/// A step that must leave an audit trail, next to an integration that does not record what became of a record.
fn audit_trails(reading: &Reading<'_>) -> Vec<Raised> {
    let actual = reading.doc.maps.iter().filter(|map| map.side == Side::Actual);
    let steps = actual.flat_map(|map| map.steps.iter().map(move |step| (map, step)));
    let asked = steps.filter(|(_, step)| step.facts.needs_audit_trail);
    asked.filter_map(|(map, step)| audit_trail(reading, map, step)).collect()
}

fn audit_trail(reading: &Reading<'_>, map: &Map, step: &Step) -> Option<Raised> {
    let reach = reading.reach(map.workflow, map.side)?;
    let near: Vec<_> = reach.nearest(step.id).collect();
    let one = reading
        .in_scope
        .iter()
        .find(|one| near.contains(&one.integration.id) && one.facts.lacks(Control::FinalOutcome))?;
    let says = format!(
        "“{}” must leave an audit trail, and “{}” does not record what became of a record.",
        step.name, one.integration.name
    );
    let about = Subject::Step { workflow: map.workflow, side: map.side, step: step.id };
    let state = inside(crate::platform::catalogue::Catalogue::label(
        one.facts.state(Control::FinalOutcome),
    ));
    let seen = format!("“{}” is {state}.", Control::FinalOutcome);
    let seen = Evidence::new(seen, one.facts.control(Control::FinalOutcome));
    Some(raised(one, FlagRule::AuditTrailMissing, about, says).because([seen]))
}

#[cfg(test)]
mod tests;
