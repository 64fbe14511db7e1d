//! The eight gates, each with what it waits for.

use super::grounds::Told;
use crate::prelude::*;
use crate::ui::{Check, Checklist, Section, Tone};
use faultline::judgement::gates::{Gate, GateState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use std::collections::BTreeSet;

/// The gates.
#[component]
pub fn Gates(
    /// The engagement.
    engagement: EngagementId,
    /// The gates.
    gates: Vec<Gate>,
) -> impl IntoView {
    let checks = gates.into_iter().map(|gate| view! { <GateCheck engagement gate /> });
    view! {
        <Section title="Gates" id="gates" lede="Nothing passes silently: a closed gate says what it waits for.">
            <Checklist>{checks.collect_view()}</Checklist>
        </Section>
    }
}

#[component]
fn GateCheck(engagement: EngagementId, gate: Gate) -> impl IntoView {
    let tone = match gate.state {
        GateState::Passed => Tone::Sound,
        GateState::Closed => Tone::Doubt,
        GateState::DoesNotArise => Tone::Plain,
    };
    // What is missing for several reasons is told once.
    let mut seen = BTreeSet::new();
    let missing = gate
        .missing
        .into_iter()
        .filter(|lacks| seen.insert(lacks.says.clone()))
        .map(|lacks| view! { <li><Told engagement says=lacks.says about=lacks.about /></li> })
        .collect_view();
    view! {
        <Check tone word=gate.state.label().to_lowercase() title=gate.kind.label()>
            <ul class="evidence">{missing}</ul>
        </Check>
    }
}
