//! One risk flag: what it says, what it rests on, and what was decided about it.

use super::many::FORM;
use crate::links;
use crate::prelude::*;
use crate::ui::{Badge, EvidenceLinks, Tag, Text, Tone};
use crate::verdict::decide;
use faultline::document::engagement::{Decided, FlagState};
use faultline::judgement::evidence::Evidence;
use faultline::judgement::flags::{Flag, Severity};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::platform::wording::day;
use faultline::stores::engagement::history::FlagChange;
use std::sync::Arc;

/// Reasons of a flag that are linked before the rest is counted.
const MOST_LINKED: usize = 4;

/// What every flag is shown with.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The engagement.
    pub engagement: EngagementId,
    /// When flags were raised and closed.
    pub changes: Arc<Vec<FlagChange>>,
    /// The flags that are ticked, by key.
    pub ticked: Arc<Vec<Text>>,
    /// Whether the reader may decide.
    pub may_edit: bool,
}

/// A flag.
#[component]
pub fn FlagItem(
    /// The flag.
    flag: Flag,
    /// What it is shown with.
    shown: Shown,
) -> impl IntoView {
    let Shown { engagement, changes, ticked, may_edit } = shown;
    let number = flag.number;
    let told = match flag.state {
        FlagState::Open => format!("Risk {number}"),
        state => format!("Risk {number}, {}", state.label().to_lowercase()),
    };
    let checked = ticked.iter().any(|key| *key == flag.key);
    let raised = raised(&flag.key, &changes);
    let decide = decide::address(engagement, &flag.key);
    let references: Vec<_> = flag.references.iter().map(ToString::to_string).collect();
    let tick = may_edit.then(|| view! { <Tick number key=flag.key checked />" " });
    view! {
        <li id=format!("risk-{number}")>
            <p class="check-title">
                {tick}
                <Badge tone=tone(flag.severity) word=flag.severity.label() />
                " "
                {flag.says}
                " "
                <Tag word=told />
            </p>
            <Because engagement because=flag.because />
            <div class="flag-why">
                <p><strong>"Why it matters. "</strong>{flag.why}</p>
                <p><strong>"What good looks like. "</strong>{flag.good}</p>
                <Hint says=references.join(" · ") />
            </div>
            <Hint says=raised />
            <Decisions history=flag.history />
            {may_edit.then(|| view! { <p><a href=decide>{format!("Decide on risk {number}")}</a></p> })}
        </li>
    }
}

/// What a severity means to the reader.
fn tone(severity: Severity) -> Tone {
    match severity {
        Severity::Critical | Severity::High => Tone::Fault,
        Severity::Medium => Tone::Doubt,
        Severity::Low => Tone::Plain,
    }
}

/// The box that ticks a risk.
#[component]
fn Tick(number: u32, key: String, checked: bool) -> impl IntoView {
    let label = format!("Tick risk {number}");
    view! { <input type="checkbox" name="flag" form=FORM value=key checked=checked aria-label=label /> }
}

#[component]
fn Because(engagement: EngagementId, because: Vec<Evidence>) -> impl IntoView {
    let linked = because.iter().take(MOST_LINKED);
    let links: Vec<_> = linked.map(|because| links::evidence(engagement, because)).collect();
    let more = because.len().saturating_sub(links.len()) as u64;
    view! { <EvidenceLinks links more /> }
}

/// A line in small print; nothing where there is nothing to say.
#[component]
pub fn Hint(
    /// What it says.
    says: String,
) -> impl IntoView {
    (!says.is_empty()).then(|| view! { <p class="hint">{says}</p> })
}

/// Decisions in sentences, the newest first.
#[component]
pub fn Decisions(
    /// The decisions, the newest last.
    history: Vec<Decided>,
) -> impl IntoView {
    (!history.is_empty()).then(|| {
        let told = history.into_iter().rev().map(|one| {
            let until =
                one.until.map_or_else(String::new, |until| format!(", until {}", day(until)));
            let (state, on) = (one.state.label(), day(one.on));
            view! { <li>{format!("{state} by {} on {on}{until}. {}", one.by, one.why)}</li> }
        });
        view! { <ul class="evidence">{told.collect_view()}</ul> }
    })
}

/// When a flag was raised, closed and raised again, in a sentence; nothing where that was not recorded.
pub fn raised(key: &str, changes: &[FlagChange]) -> String {
    // Of what was raised and closed in one transaction, the end counts.
    let mut own: Vec<_> = changes.iter().filter(|change| change.flag == key).collect();
    own.dedup_by_key(|change| change.at);
    let own = own.into_iter().rev().skip_while(|change| !change.raised);
    let told: Vec<_> = own
        .enumerate()
        .map(|(at, change)| {
            let on = day(change.at.date_naive());
            match (change.raised, at) {
                (true, 0) => format!("raised on {on}"),
                (true, _) => format!("raised again on {on}"),
                (false, _) => format!("closed by itself on {on}"),
            }
        })
        .collect();
    if told.is_empty() { String::new() } else { format!("It was {}.", told.join(", ")) }
}
