//! What the steps “intended flow” and “real flow” count.
//! A map counts from two steps on; a matching counts once a person has confirmed some of it.

use super::Item;
use crate::document::engagement::Engagement;
use crate::document::integrations::{Criticality, Integration};
use crate::document::matching::Judgement;
use crate::document::workflow::Workflow;
use crate::engines::map::{Side, StepKind};
use crate::judgement::evidence::Subject;
use crate::judgement::findings::{InScope, Reading};
use crate::judgement::matching::Comparison;
use crate::platform::wording::counted;

/// An intended map counts once it says where the work starts and where it ends.
pub(super) fn intended(doc: &Engagement, workflow: &Workflow) -> Item {
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
    Item::new(
        i64::from(whole),
        1,
        drawn,
        says,
        Subject::Map { workflow: workflow.id, side: Side::Intended },
    )
}

pub(super) fn real(reading: &Reading<'_>, workflow: &Workflow) -> Vec<Item> {
    let (doc, id) = (reading.doc, workflow.id);
    let name = &workflow.name;
    let drawn = doc.map(id, Side::Actual).is_some_and(|map| map.steps.len() >= 2);
    let compared = reading.comparison(id);
    let unjudged = compared.map_or(0, |comparison| comparison.unjudged);
    let judged = compared.is_some() && unjudged == 0;
    let draw = format!("Write down what really happens in “{name}”.");
    let pair = format!("Match the steps of “{name}”: intended with actual.");
    let judge = match unjudged {
        0 => format!("Judge how the maps of “{name}” differ."),
        some => {
            format!("Judge {} of “{name}”.", counted(some, "map difference", "map differences"))
        }
    };
    // A workflow that only conveniences use is drawn, and asked for no more.
    let weighty = |one: &InScope<'_>| one.integration.criticality != Criticality::Convenience;
    let simple = !reading.in_scope.iter().any(weighty);
    let mut items = vec![
        Item::new(
            i64::from(drawn),
            1,
            drawn,
            draw,
            Subject::Map { workflow: id, side: Side::Actual },
        ),
        Item::new(
            i64::from(compared.is_some()),
            1,
            true,
            pair,
            Subject::Comparison { workflow: id },
        ),
        Item::new(i64::from(judged), 1, true, judge, Subject::Comparison { workflow: id }),
    ];
    if simple && compared.is_none() {
        items.truncate(1);
    }
    items.extend(compared.into_iter().flat_map(|comparison| unreached(reading, comparison)));
    items
}

/// Wrong assumptions that can be put down to no integration: they would be lost without a word.
fn unreached(reading: &Reading<'_>, comparison: &Comparison) -> Vec<Item> {
    let workflow = comparison.workflow;
    let wrong = comparison
        .differences
        .iter()
        .filter(|seen| seen.judgement == Some(Judgement::WrongAssumption));
    let unreached = wrong.filter(|seen| reading.reached(workflow, seen).is_empty());
    let told = unreached.map(|seen| {
        let says =
            format!("Say which integration a flow near it uses, so that it counts: {}", seen.says);
        Item::reminder(says, seen.subject(workflow))
    });
    told.collect()
}

pub(super) fn shown(reading: &Reading<'_>, integration: &Integration) -> Option<Item> {
    if integration.criticality == Criticality::Convenience {
        return None;
    }
    let shown = reading.on_actual_map(integration.id);
    let says = format!("Show where “{}” is used on an actual map.", integration.name);
    Some(Item::new(i64::from(shown), 1, true, says, Subject::Workflows))
}
