//! What waits for staff, on their start page: each with who, what, where and since when.

use super::page::{headline, named};
use crate::prelude::*;
use crate::ui::{PostButton, Section, Time};
use crate::urls::at;
use faultline::platform::wording::counted;
use faultline::stores::inbox::Waiting;

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
    let lede = counted(
        i64::try_from(count).unwrap_or(i64::MAX),
        "thing from a client waits for an answer, or for somebody to mark it as done.",
        "things from clients wait for an answer, or for somebody to mark them as done.",
    );
    let more = (rest > 0).then(|| {
        view! { <li class="note">{format!("and {rest} more, which came later; each engagement lists its own")}</li> }
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
    let with = vec![
        ("kind", one.kind.clone()),
        ("subject", one.subject.to_string()),
        ("back", "start".to_owned()),
    ];
    view! {
        <li>
            <a href=href>{headline(&one)}</a>
            " "
            <span class="hint">{one.title.clone()}", "<Time at=one.at /></span>
            " "
            <PostButton action=at(one.engagement, "inbox/done") label="Mark as done" look="quiet" with />
        </li>
    }
}
