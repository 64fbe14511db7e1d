//! What waits for staff, on their start page: each with who, what, where and since when.

use super::page::{headline, marks, named};
use crate::prelude::*;
use crate::ui::{PostButton, Section, Time};
use crate::urls::at;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::{counted, sentence};
use faultline::stores::inbox::{Waiting, WaitingKind, is_cut};

/// How many are named before the rest is counted.
const NAMED: usize = 6;

/// What waits; nothing when nothing does.
#[component]
pub fn WaitingForUs(
    /// What waits, the oldest first.
    waiting: Vec<Waiting>,
) -> impl IntoView {
    if waiting.is_empty() {
        return None;
    }
    let (count, rest) = (waiting.len(), waiting.len().saturating_sub(NAMED));
    let at_least = if is_cut(&waiting) { "at least " } else { "" };
    let lede = counted(
        i64::try_from(count).unwrap_or(i64::MAX),
        "thing from a client waits for an answer, or for somebody to mark it as done.",
        "things from clients wait for an answer, or for somebody to mark them as done.",
    );
    let lede = sentence(&format!("{at_least}{lede}"));
    let more = (rest > 0).then(|| {
        view! { <li class="note">{format!("and {at_least}{rest} more, which came later; each engagement lists its own")}</li> }
    });
    let entries = waiting.into_iter().take(NAMED).map(|one| view! { <Entry one /> });
    let entries = entries.collect_view();
    Some(view! {
        <Section title="Waiting for us" id="waiting" lede>
            <ul class="told-list">{entries}{more}</ul>
        </Section>
    })
}

#[component]
fn Entry(one: Waiting) -> impl IntoView {
    let href = format!("{}#{}", at(one.engagement, "inbox"), named(&one));
    let mut with = marks(&one);
    with.push(("back", "start".to_owned()));
    let kind = WaitingKind::from_key(&one.kind).ok();
    let done = kind.is_none_or(WaitingKind::is_marked).then(|| {
        let action = at(one.engagement, "inbox/done");
        view! { <PostButton action label="Mark as done" look="quiet" with /> }
    });
    view! {
        <li>
            <a href=href>{headline(&one)}</a>
            " "
            <span class="hint">{one.title.clone()}", "<Time at=one.at /></span>
            " "
            {done}
        </li>
    }
}
