//! Lists of sentences: reasons with what they rest on, and checks that say how something stands.

use super::{Lead, Notes};
use crate::prelude::*;
use crate::ui::{Check, Checklist, SentenceLink, Tone};
use faultline::delivery::report::{self, Item, Sense};

/// Sentences, each led to where it can be looked up.
#[component]
pub fn Items(told: report::Items, lead: Lead) -> impl IntoView {
    let entries = told.items.into_iter().map(|item| view! { <SentenceItem item lead /> });
    let entries = entries.collect_view();
    let more = view! { <More more=told.more /> };
    let label = (!told.label.is_empty()).then_some(told.label);
    if told.ordered {
        Either::Left(view! { <ol class="told-list" aria-label=label>{entries}{more}</ol> })
    } else {
        Either::Right(view! { <ul class="told-list" aria-label=label>{entries}{more}</ul> })
    }
}

#[component]
fn SentenceItem(item: Item, lead: Lead) -> impl IntoView {
    let Item { says, notes, to, .. } = item;
    let says = match to {
        Some(to) => Either::Left(view! { <SentenceLink href=lead.href(&to) says /> }),
        None => Either::Right(says),
    };
    let notes = notes.into_iter().map(|note| view! { <p class="note">{note}</p> });
    view! { <li>{says}{notes.collect_view()}</li> }
}

#[component]
fn More(more: usize) -> impl IntoView {
    (more > 0).then(|| view! { <li class="note">{format!("and {more} more; the JSON download has them all")}</li> })
}

/// Sentences that say how something stands.
#[component]
pub fn Checks(told: report::Checks) -> impl IntoView {
    let entries = told.checks.into_iter().map(|check| view! { <OneCheck check /> });
    view! { <Checklist>{entries.collect_view()}<More more=told.more /></Checklist> }
}

#[component]
fn OneCheck(check: report::Check) -> impl IntoView {
    let report::Check { sense, word, title, notes } = check;
    view! { <Check tone=tone(sense) word title><Notes notes /></Check> }
}

/// The tone of a sense.
pub fn tone(sense: Sense) -> Tone {
    match sense {
        Sense::Sound => Tone::Sound,
        Sense::Doubt => Tone::Doubt,
        Sense::Fault => Tone::Fault,
        Sense::Unknown => Tone::Unknown,
        Sense::Plain => Tone::Plain,
    }
}
