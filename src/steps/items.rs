//! What each audit step counts, and what it asks for next.
//! A convenience integration is asked for little (domain §12).

use super::{AuditStep, Item};
use crate::controls::{Control, ControlState, Family};
use crate::engagement::{Engagement, Stage};
use crate::evidence::{IntegrationFact, Missing, Subject};
use crate::findings::reached;
use crate::gates::on_actual_map;
use crate::ids::DataTypeId;
use crate::integrations::{Criticality, Integration};
use crate::matching::{Comparison, Judgement, compare};
use crate::truth::Standing;
use crate::verdict;
use crate::wording::{counted, inside, listed};
use crate::workflow::{Side, StepKind, Workflow};

/// The items of a step.
pub(super) fn of(doc: &Engagement, step: AuditStep) -> Vec<Item> {
    match step {
        AuditStep::IntendedFlow => each_workflow(doc, |workflow| vec![intended(doc, workflow)]),
        AuditStep::RealFlow => {
            let mut items = each_workflow(doc, |workflow| real(doc, workflow));
            items.extend(in_scope(doc).into_iter().filter_map(|one| shown(doc, one)));
            items
        }
        AuditStep::FailureSamples => {
            let mut items = each_integration(doc, |one| vec![samples(doc, one)]);
            items.extend(unplaced(doc));
            items
        }
        AuditStep::LogsAndPayloads => {
            let mut items = each_integration(doc, |one| vec![logs(doc, one)]);
            items.push(payloads(doc));
            items
        }
        AuditStep::SourceOfTruth => each_integration(doc, |one| truth(doc, one)),
        AuditStep::Validation => each_integration(doc, |one| vec![validation(doc, one)]),
        AuditStep::Decision => {
            let mut items = each_integration(doc, |one| decision(doc, one));
            items.extend(stage(doc, &items));
            items
        }
    }
}

fn item(done: i64, of: i64, evidence: bool, says: String, about: Subject) -> Item {
    Item { done, of, evidence, missing: (done < of).then(|| Missing::new(says, about)) }
}

/// Something to settle that no progress counts and no verdict waits for.
fn reminder(says: String, about: Subject) -> Item {
    Item { done: 0, of: 0, evidence: true, missing: Some(Missing::new(says, about)) }
}

fn each_workflow(doc: &Engagement, items: impl Fn(&Workflow) -> Vec<Item>) -> Vec<Item> {
    if doc.workflows.is_empty() {
        return vec![item(
            0,
            1,
            false,
            "Name the workflow that breaks.".into(),
            Subject::Workflows,
        )];
    }
    doc.workflows.iter().flat_map(items).collect()
}

fn each_integration(doc: &Engagement, items: impl Fn(&Integration) -> Vec<Item>) -> Vec<Item> {
    let scope = in_scope(doc);
    if scope.is_empty() {
        return vec![item(0, 1, false, "Put an integration in scope.".into(), Subject::Systems)];
    }
    scope.into_iter().flat_map(items).collect()
}

/// The integrations in scope, the most critical first.
fn in_scope(doc: &Engagement) -> Vec<&Integration> {
    let mut scope: Vec<_> = doc.in_scope().collect();
    scope.sort_by_key(|one| one.criticality);
    scope
}

/// An intended map counts once it says where the work starts and where it ends.
fn intended(doc: &Engagement, workflow: &Workflow) -> Item {
    let map = doc.map(workflow.id, Side::Intended);
    let has = |kind| map.is_some_and(|map| map.steps.iter().any(|step| step.kind == kind));
    let drawn = map.is_some_and(|map| map.steps.len() >= 2);
    let whole = drawn && has(StepKind::Start) && has(StepKind::End);
    let name = &workflow.name;
    let says = if drawn {
        format!("Mark where “{name}” starts and where it ends on its intended map.")
    } else {
        format!("Write down how “{name}” is meant to go.")
    };
    item(
        i64::from(whole),
        1,
        drawn,
        says,
        Subject::Map { workflow: workflow.id, side: Side::Intended },
    )
}

fn real(doc: &Engagement, workflow: &Workflow) -> Vec<Item> {
    let id = workflow.id;
    let name = &workflow.name;
    let drawn = doc.map(id, Side::Actual).is_some_and(|map| map.steps.len() >= 2);
    let compared = compare(doc, workflow);
    let unjudged = compared.as_ref().map_or(0, |comparison| comparison.unjudged);
    let judged = compared.is_some() && unjudged == 0;
    let draw = format!("Write down what really happens in “{name}”.");
    let pair = format!("Match the steps of “{name}”: intended with actual.");
    let judge = match unjudged {
        0 => format!("Judge how the maps of “{name}” differ."),
        some => {
            format!("Judge {} of “{name}”.", counted(some, "map difference", "map differences"))
        }
    };
    let mut items = vec![
        item(i64::from(drawn), 1, drawn, draw, Subject::Map { workflow: id, side: Side::Actual }),
        item(i64::from(compared.is_some()), 1, true, pair, Subject::Comparison { workflow: id }),
        item(i64::from(judged), 1, true, judge, Subject::Comparison { workflow: id }),
    ];
    items.extend(compared.iter().flat_map(|comparison| unreached(doc, comparison)));
    items
}

/// Wrong assumptions that can be put down to no integration: they would be lost without a word.
fn unreached(doc: &Engagement, comparison: &Comparison) -> Vec<Item> {
    let workflow = comparison.workflow;
    let wrong = comparison
        .differences
        .iter()
        .filter(|seen| seen.judgement == Some(Judgement::WrongAssumption));
    let unreached = wrong.filter(|seen| reached(doc, workflow, seen).is_empty());
    let told = unreached.map(|seen| {
        let says =
            format!("Say which integration a flow near it uses, so that it counts: {}", seen.says);
        reminder(says, seen.subject(workflow))
    });
    told.collect()
}

fn shown(doc: &Engagement, integration: &Integration) -> Option<Item> {
    if integration.criticality == Criticality::Convenience {
        return None;
    }
    let shown = on_actual_map(doc, integration);
    let says = format!("Show where “{}” is used on an actual map.", integration.name);
    Some(item(i64::from(shown), 1, true, says, Subject::Workflows))
}

fn samples(doc: &Engagement, integration: &Integration) -> Item {
    let needed = doc.brief.samples_needed.max(1);
    let (mut confirmed, mut all) = (0, 0);
    for pattern in doc.samples.of(integration.id) {
        confirmed += pattern.confirmed;
        all += pattern.count;
    }
    let more = needed - confirmed;
    let waiting = all - confirmed;
    let name = &integration.name;
    let says = if waiting > 0 {
        let waiting = counted(waiting, "sample that waits", "samples that wait");
        format!("Review the {waiting} at “{name}”; {more} more to confirm.")
    } else {
        format!(
            "Bring {} of “{name}”.",
            counted(more, "more failure sample", "more failure samples")
        )
    };
    let about = Subject::Samples { integration: Some(integration.id) };
    item(confirmed.min(needed), needed, confirmed > 0, says, about)
}

fn unplaced(doc: &Engagement) -> Option<Item> {
    let unplaced = doc.samples.patterns.iter().filter(|pattern| pattern.integration.is_none());
    let count: i64 = unplaced.map(|pattern| pattern.count).sum();
    let says =
        format!("Say at which integration {} happened.", counted(count, "sample", "samples"));
    (count > 0).then(|| reminder(says, Subject::Samples { integration: None }))
}

fn logs(doc: &Engagement, integration: &Integration) -> Item {
    looked_at(
        doc,
        integration,
        |control| control.family() == Family::Visibility,
        |known, _| !known.is_empty(),
    )
}

/// Every expected control but visibility; a verdict can rest on it once duplicates and validation were looked at.
fn validation(doc: &Engagement, integration: &Integration) -> Item {
    let decisive =
        |control: &Control| matches!(control.family(), Family::Duplicates | Family::Validation);
    looked_at(
        doc,
        integration,
        |control| control.family() != Family::Visibility,
        |_, unknown| !unknown.iter().any(decisive),
    )
}

fn looked_at(
    doc: &Engagement,
    integration: &Integration,
    asked: impl Fn(Control) -> bool,
    evidence: impl Fn(&[Control], &[Control]) -> bool,
) -> Item {
    use crate::catalogue::Catalogue;
    let state = |control| {
        doc.controls(integration.id).map_or(ControlState::Unknown, |sheet| sheet.state(control))
    };
    let expected = Control::ALL
        .iter()
        .copied()
        .filter(|one| asked(*one) && one.expected(integration.criticality));
    let (unknown, known): (Vec<_>, Vec<_>) =
        expected.partition(|control| state(*control) == ControlState::Unknown);
    let shown: Vec<_> = unknown.iter().take(3).map(|control| inside(control.label())).collect();
    let more = unknown.len() - shown.len();
    let rest = if more > 0 { format!(" and {more} more") } else { String::new() };
    let names = if more > 0 { shown.join(", ") } else { listed(&shown) };
    let says = format!("Look at {names}{rest} on “{}”.", integration.name);
    let about = Subject::Controls { integration: integration.id };
    let (known_count, of) = (known.len() as i64, (known.len() + unknown.len()) as i64);
    item(known_count, of, evidence(&known, &unknown), says, about)
}

/// Payloads: at least one confirmed sample carries a payload, a log line or an id that can be followed.
fn payloads(doc: &Engagement) -> Item {
    let told = |text: &str| !text.trim().is_empty();
    let mut examples = doc.samples.examples.iter().filter(|sample| sample.state.is_confirmed());
    let found = examples.any(|sample| told(&sample.evidence) || told(&sample.correlation_id));
    let says =
        "Record the payload, the log line or the correlation id of a confirmed sample.".to_owned();
    item(i64::from(found), 1, found, says, Subject::Samples { integration: None })
}

fn truth(doc: &Engagement, integration: &Integration) -> Vec<Item> {
    if integration.carries.is_empty() {
        let about = Subject::IntegrationFact {
            integration: integration.id,
            fact: IntegrationFact::Carries,
        };
        let says = format!("Say which data types “{}” carries.", integration.name);
        let simple = integration.criticality == Criticality::Convenience;
        return if simple {
            vec![reminder(says, about)]
        } else {
            vec![item(0, 1, false, says, about)]
        };
    }
    let first = |id: &&DataTypeId| first_carrier(doc, **id) == Some(integration.id);
    integration.carries.iter().filter(first).flat_map(|id| fields(doc, *id)).collect()
}

/// The integration in scope that a shared data type is counted at, so that it is counted once.
fn first_carrier(doc: &Engagement, id: DataTypeId) -> Option<crate::ids::IntegrationId> {
    in_scope(doc).into_iter().find(|one| one.carries.contains(&id)).map(|one| one.id)
}

fn fields(doc: &Engagement, id: DataTypeId) -> Vec<Item> {
    let name = doc
        .data_types
        .iter()
        .find(|one| one.id == id)
        .map_or("a data type no longer listed", |one| &one.name);
    let fields: Vec<_> = doc.fields.iter().filter(|field| field.data_type == id).collect();
    if fields.is_empty() {
        let says = format!("Name the fields of “{name}” and who owns them.");
        return vec![item(0, 1, false, says, Subject::DataType { data_type: id })];
    }
    let told = fields.into_iter().map(|field| {
        let says = format!("Decide which system owns “{name}: {}”.", field.name);
        let asked = field.standing != Standing::Unassigned;
        item(i64::from(field.is_settled()), 1, asked, says, Subject::Field { field: field.id })
    });
    told.collect()
}

fn decision(doc: &Engagement, integration: &Integration) -> Vec<Item> {
    let decided = verdict::paths(doc, integration).1.is_some();
    let says = format!(
        "Find evidence for a verdict on “{}”: none of the findings is established.",
        integration.name
    );
    let about = Subject::Integration { integration: integration.id };
    let mut items = vec![item(i64::from(decided), 1, decided, says, about)];
    let unexplained =
        doc.call(integration.id).filter(|call| call.instead.is_some() && call.counts().is_none());
    items.extend(unexplained.map(|_| {
        let says = format!(
            "Write down why the verdict on “{}” is overridden; until then it is not.",
            integration.name
        );
        reminder(says, Subject::Call { integration: integration.id })
    }));
    items
}

fn stage(doc: &Engagement, items: &[Item]) -> Option<Item> {
    let open = doc.stage == Stage::Active && items.iter().all(|item| item.evidence);
    open.then(|| reminder("Mark the engagement as decided.".into(), Subject::Engagement))
}
