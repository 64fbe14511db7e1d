//! What is known of a step, in words, for the drawing, the table and the page.
//! A fact that is not known is not mentioned here; the ledger counts it.

use crate::engines::map::numbers::hundredths;
use crate::engines::map::{Beside, BesideKind, Step, StepFacts};
use crate::platform::catalogue::Catalogue;

/// What a step is: the form of an event or a gateway says more than the kind.
#[must_use]
pub fn kind(step: &Step) -> &'static str {
    match step.form {
        Some(form) if !form.is_task() => form.label(),
        _ => step.kind.label(),
    }
}

/// The same, with what the drawing shows besides: that it is done by hand, and the form of a task.
#[must_use]
pub fn kind_and_form(step: &Step) -> String {
    let by_hand = step.kind.is_manual().then(|| "by hand".to_owned());
    let form = step.form.filter(|form| form.is_task());
    let more = by_hand.into_iter().chain(form.map(|form| form.label().to_lowercase()));
    let more: Vec<String> = more.collect();
    if more.is_empty() {
        return kind(step).to_owned();
    }
    format!("{} ({})", kind(step), more.join(", "))
}

/// Something that lies beside a step.
#[must_use]
pub fn beside(beside: &Beside) -> String {
    let word = beside.kind.label().to_lowercase();
    let colon = if beside.kind == BesideKind::Note { ":" } else { "" };
    format!("{word}{colon} {}", beside.text)
}

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

/// All facts of a step, and what lies beside it.
#[must_use]
pub fn told_all(step: &Step) -> Vec<String> {
    let mut all = told(&step.facts);
    all.extend(step.beside.iter().map(beside));
    all
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
    let facts = told_all(step);
    let facts = if facts.is_empty() { String::new() } else { format!("; {}", facts.join(", ")) };
    format!("{}. {} in {lane}{facts}", step.name, kind(step))
}

/// At most one decimal place; people estimate.
fn number(value: f64) -> String {
    hundredths((value * 10.0).round() / 10.0)
}
