//! Flags that closed by themselves: what they rested on no longer holds.

use super::item::{Decisions, Hint, raised};
use crate::prelude::*;
use crate::ui::Section;
use faultline::judgement::assess::Assessment;
use faultline::judgement::flags::FlagRule;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::engagement::history::FlagChange;
use std::sync::Arc;

/// Closed flags that are told; those that were decided about always are.
const MOST_CLOSED: usize = 20;

/// The section.
#[component]
pub fn ClosedFlags(
    /// What is judged of the engagement.
    assessment: Assessment,
    /// When flags were raised and closed.
    changes: Arc<Vec<FlagChange>>,
) -> impl IntoView {
    let keys = keys(&assessment, &changes);
    (!keys.is_empty()).then(|| {
        let items = keys.into_iter().map(|key| {
            let rule = FlagRule::from_key(key.split(':').next().unwrap_or_default());
            let name = rule.map_or_else(|_| key.to_owned(), |rule| rule.label().to_owned());
            let decided = assessment.closed_flags.iter().find(|one| one.flag == key);
            let history = decided.map(|one| one.history.clone()).unwrap_or_default();
            view! { <li>{name}<Hint says=raised(key, &changes) /><Decisions history /></li> }
        });
        let items = items.collect_view();
        view! {
            <Section title="Closed by themselves" id="closed" lede="What they rested on no longer holds. They open again if it returns.">
                <ul>{items}</ul>
            </Section>
        }
    })
}

/// The flags that are told: those that were decided about, then those that closed last.
fn keys<'a>(assessment: &'a Assessment, changes: &'a [FlagChange]) -> Vec<&'a str> {
    let open = |key: &str| assessment.flags.iter().any(|flag| flag.key == key);
    let mut keys: Vec<_> = assessment.closed_flags.iter().map(|one| one.flag.as_str()).collect();
    // What was raised and closed again in one transaction was never seen.
    let seen = |closed: &FlagChange| {
        let raised = |other: &&FlagChange| other.raised && other.flag == closed.flag;
        changes.iter().find(raised).is_some_and(|raised| raised.at != closed.at)
    };
    let closed = changes.iter().filter(|change| !change.raised && !open(&change.flag));
    for change in closed.filter(|change| seen(change)) {
        if keys.len() < MOST_CLOSED && !keys.contains(&change.flag.as_str()) {
            keys.push(&change.flag);
        }
    }
    keys
}
