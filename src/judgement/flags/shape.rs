//! Flags that follow from how work and records flow: rules that nobody knows, approvals that nothing stands for, steps
//! that anybody may trigger, everything sent each time, access that does not fit, retries that can never succeed.
//! Each says only what was recorded.

use super::{FlagRule, Raised};
use crate::document::engagement::Engagement;
use crate::document::integrations::{Direction, Extent, Integration, Timing, Transport};
use crate::document::samples::{Cause, ErrorClass, Sample};
use crate::document::systems::{ApiAccess, Delivery, DiscoveryFact, System};
use crate::document::workflow::Workflow;
use crate::engines::map::{Map, Side, Step, StepKind};
use crate::judgement::evidence::{Evidence, Subject};
use crate::judgement::findings::{InScope, Reading};
use crate::platform::catalogue::Catalogue;
use crate::platform::numbers::grouped;
use crate::platform::wording::{counted, inside, listed};

/// Records a month from which sending all of them each time is a risk by itself.
const MANY_RECORDS: i64 = 10_000;

pub(super) fn raise(reading: &Reading<'_>) -> Vec<Raised> {
    let workflows = reading.doc.workflows.iter();
    let of_workflows = workflows.flat_map(|workflow| of_workflow(reading, workflow));
    let rules = [everything_each_time, access_does_not_fit, retried_in_vain, asks_for_news];
    let boundaries = reading.in_scope.iter();
    let of_boundaries =
        boundaries.flat_map(|one| rules.iter().filter_map(|rule| rule(reading.doc, one)));
    of_workflows.chain(of_boundaries).collect()
}

fn of_workflow(reading: &Reading<'_>, workflow: &Workflow) -> Vec<Raised> {
    let mut raised: Vec<_> = hidden_rules(reading, workflow).into_iter().collect();
    if let Some(map) = reading.doc.map(workflow.id, Side::Actual) {
        raised.extend(map.steps.iter().filter_map(|step| approval(reading, map, step)));
        raised.extend(anybody(reading, workflow, map));
    }
    raised
}

/// Rules that were asked for and that nobody could answer.
fn hidden_rules(reading: &Reading<'_>, workflow: &Workflow) -> Option<Raised> {
    let open = workflow.hidden_rules.iter().filter(|rule| rule.answer.trim().is_empty());
    let open: Vec<_> = open.map(|rule| inside(rule.topic.label())).collect();
    let criticality = reading.criticality(reading.used(workflow.id));
    let says = format!("Nobody could say how “{}” deals with {}.", workflow.name, listed(&open));
    let about = Subject::Workflow { workflow: workflow.id };
    (!open.is_empty()).then(|| {
        let seen = "Asked; the answer is empty.";
        Raised::new(FlagRule::HiddenRulesOpen, about, criticality, says).seen(seen)
    })
}

fn about_step(map: &Map, step: &Step) -> Subject {
    Subject::Step { workflow: map.workflow, side: map.side, step: step.id }
}

/// A step that needs an approval before it moves on, and goes on to no approval.
fn approval(reading: &Reading<'_>, map: &Map, step: &Step) -> Option<Raised> {
    let kind = |id| map.steps.iter().find(|step| step.id == id).map(|step| step.kind);
    let next: Vec<_> = map.flows.iter().filter(|flow| flow.from == step.id).collect();
    let approved = step.kind == StepKind::Approval
        || next.iter().any(|flow| kind(flow.to) == Some(StepKind::Approval));
    if !step.facts.needs_approval || approved || next.is_empty() {
        return None;
    }
    let near = reading.reach(map.workflow, map.side);
    let criticality = near.and_then(|reach| reading.criticality(reach.nearest(step.id)));
    let says =
        format!("“{}” needs an approval before it moves on, and none follows it.", step.name);
    let steps = counted(next.len() as i64, "flow leaves", "flows leave");
    let seen = format!("{steps} it on the actual map; none leads to an approval.");
    Some(
        Raised::new(FlagRule::ApprovalMissing, about_step(map, step), criticality, says).seen(seen),
    )
}

/// Manual steps that create or update records, where nobody recorded who may trigger them.
fn anybody(reading: &Reading<'_>, workflow: &Workflow, map: &Map) -> Option<Raised> {
    let open = map.steps.iter().filter(|step| {
        step.kind.is_manual()
            && !step.facts.touches.is_empty()
            && step.facts.trigger.trim().is_empty()
    });
    let open: Vec<&Step> = open.collect();
    let steps = counted(open.len() as i64, "manual step", "manual steps");
    let says = format!(
        "{steps} of “{}” {} records, and who may do so is not recorded.",
        workflow.name,
        if open.len() == 1 { "changes" } else { "change" }
    );
    let told = open.iter().map(|step| {
        let touched: Vec<_> = step.facts.touches.iter().map(|one| one.data.as_str()).collect();
        let says = format!("“{}” touches {}.", step.name, listed(&touched));
        Evidence::new(says, about_step(map, step))
    });
    let told: Vec<_> = told.collect();
    let criticality = reading.criticality(reading.used(workflow.id));
    let about = Subject::Map { workflow: workflow.id, side: Side::Actual };
    (!open.is_empty())
        .then(|| Raised::new(FlagRule::TriggerUnknown, about, criticality, says).because(told))
}

fn raised(one: &InScope<'_>, rule: FlagRule, about: Subject, says: String) -> Raised {
    let integration = one.integration;
    Raised::new(rule, about, Some(integration.criticality), says).at(integration.id)
}

/// All records are sent each time, and they are many or too many already.
fn everything_each_time(_: &Engagement, one: &InScope<'_>) -> Option<Raised> {
    let it = one.integration;
    let many = it.monthly_volume.filter(|volume| *volume >= MANY_RECORDS);
    let too_many = |cause| matches!(cause, Cause::RateLimited | Cause::Timeout);
    let samples = one.facts.confirmed().filter(|pattern| too_many(pattern.cause));
    let samples: Vec<_> = samples.map(Evidence::confirmed).collect();
    if it.extent != Extent::Full || (many.is_none() && samples.is_empty()) {
        return None;
    }
    let volume = it
        .monthly_volume
        .map_or_else(String::new, |n| format!(", about {} a month", grouped(&n.to_string())));
    let when = inside(it.timing.label());
    let says = format!("“{}” sends every record each time ({when}){volume}.", it.name);
    let about = Subject::Integration { integration: it.id };
    let seen = format!("Recorded: {}, {when}{volume}.", inside(it.extent.label()));
    Some(raised(one, FlagRule::EverythingEachTime, about, says).seen(seen).because(samples))
}

/// What the integration does at an interface and what that interface allows do not fit.
fn access_does_not_fit(doc: &Engagement, one: &InScope<'_>) -> Option<Raised> {
    let it = one.integration;
    if !matches!(it.transport, Transport::ApiCall | Transport::Webhook) {
        return None;
    }
    let (system, enough) = called(doc, it)?;
    let access = system.api_access.filter(|access| !enough.contains(access))?;
    let (name, of) = (&it.name, &system.name);
    let says = format!(
        "“{name}” is recorded as working over the interface of “{of}”, whose access is: {}.",
        inside(access.label())
    );
    let about = Subject::DiscoveryFact { system: system.id, fact: DiscoveryFact::ApiAccess };
    let moved = inside(it.direction.label());
    let seen = format!("{}, {moved}; access of “{of}”: {}.", it.transport, inside(access.label()));
    Some(raised(one, FlagRule::AccessDoesNotFit, about, says).seen(seen))
}

/// The system whose interface is called, and the access that is enough for it: who pushes writes at the destination, who
/// pulls reads at the source.
fn called<'d>(doc: &'d Engagement, it: &Integration) -> Option<(&'d System, &'static [ApiAccess])> {
    let writes: &[ApiAccess] = &[ApiAccess::ReadWrite];
    let reads: &[ApiAccess] = &[ApiAccess::Read, ApiAccess::ReadWrite];
    match it.direction {
        Direction::Push => doc.system(it.destination).map(|system| (system, writes)),
        Direction::Pull => doc.system(it.source).map(|system| (system, reads)),
    }
}

/// The source could tell of each change, and it is asked every few minutes.
fn asks_for_news(doc: &Engagement, one: &InScope<'_>) -> Option<Raised> {
    let it = one.integration;
    let source = doc.system(it.source)?;
    let often = matches!(it.timing, Timing::RealTime | Timing::Minutes);
    let asks = it.direction == Direction::Pull && often && it.transport != Transport::Webhook;
    if !asks || source.delivery != Some(Delivery::Webhook) {
        return None;
    }
    let (name, of) = (&it.name, &source.name);
    let says = format!("“{name}” asks “{of}” again and again, which could tell of each change.");
    let about = Subject::Integration { integration: it.id };
    let seen = format!(
        "Recorded: {}, {}; “{of}” delivers by webhook.",
        inside(it.direction.label()),
        inside(it.timing.label())
    );
    Some(raised(one, FlagRule::AsksForNews, about, says).seen(seen).lighter(1))
}

/// Samples looked at in full that were tried again though trying again could not help.
fn retried_in_vain(doc: &Engagement, one: &InScope<'_>) -> Option<Raised> {
    let lasting = |class| matches!(class, Some(ErrorClass::Permanent | ErrorClass::Validation));
    let in_vain = |sample: &&Sample| {
        sample.integration == Some(one.integration.id)
            && sample.state.is_confirmed()
            && lasting(sample.error_class)
            && sample.retries > 0
    };
    let samples: Vec<&Sample> = doc.samples.examples.iter().filter(in_vain).collect();
    let tries: i64 = samples.iter().map(|sample| i64::from(sample.retries)).sum();
    let says = format!("“{}” tries again what can never succeed.", one.integration.name);
    let told = format!(
        "{} with a lasting error, tried again {}.",
        counted(samples.len() as i64, "sample", "samples"),
        counted(tries, "time", "times")
    );
    let about = Subject::Samples { integration: Some(one.integration.id) };
    (!samples.is_empty())
        .then(|| raised(one, FlagRule::RetriedInVain, about, says).seen(told).lighter(1))
}
