//! What is known of a step, in words, for the drawing, the table and the page.
//! A fact that is not known is not mentioned here; the ledger counts it.

use crate::engines::map::{Step, StepFacts};
use crate::platform::catalogue::Catalogue;

/// All facts of a step, most telling first.
#[must_use]
pub fn told(facts: &StepFacts) -> Vec<String> {
    let mut told = brief(facts);
    if !facts.trigger.is_empty() {
        told.push(format!("by {}", facts.trigger));
    }
    told.extend(
        facts
            .touches
            .iter()
            .map(|touch| format!("{} {}", touch.kind.label().to_lowercase(), touch.data)),
    );
    told
}

/// The facts that a drawing has room for.
#[must_use]
pub fn brief(facts: &StepFacts) -> Vec<String> {
    let effort = match (facts.minutes_per_run, facts.runs_per_month) {
        (Some(each), Some(times)) => {
            Some(format!("{} min × {}/month", number(each), number(times)))
        }
        (Some(each), None) => Some(format!("{} min each", number(each))),
        (None, Some(times)) => Some(format!("{}/month", number(times))),
        (None, None) => None,
    };
    let marks = [
        (facts.relies_on_memory, "from memory"),
        (facts.needs_approval, "needs approval"),
        (facts.needs_audit_trail, "needs an audit trail"),
    ];
    let marks = marks.into_iter().filter(|(set, _)| *set).map(|(_, words)| words.to_owned());
    effort.into_iter().chain(marks).collect()
}

/// A step in one sentence, for someone who does not see the drawing.
#[must_use]
pub fn sentence(step: &Step, lane: &str) -> String {
    let facts = told(&step.facts);
    let facts = if facts.is_empty() { String::new() } else { format!("; {}", facts.join(", ")) };
    format!("{}. {} in {lane}{facts}", step.name, step.kind.label())
}

/// At most one decimal place; people estimate.
fn number(value: f64) -> String {
    let rounded = (value * 10.0).round() / 10.0;
    format!("{rounded}")
}
