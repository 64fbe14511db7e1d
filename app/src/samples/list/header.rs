//! What stands above the list: its title with what can be done, and what a form just did.

use crate::prelude::*;
use crate::samples::address::{Ask, query};
use crate::samples::download::ROWS;
use crate::ui::{PageHeader, PostButton, Toast, Tone, facts::grouped};
use crate::urls::at;
use faultline::document::samples::Filter;
use faultline::platform::ids::EngagementId;

/// The title, with what can be done.
#[component]
pub fn Header(
    /// Whose samples they are.
    engagement: EngagementId,
    /// Whether the reader may change them.
    may_edit: bool,
    /// What narrows the list.
    filter: Filter,
    /// How many samples there are.
    total: i64,
) -> impl IntoView {
    let link = |page: &str| at(engagement, page);
    let csv = (total > 0).then(|| {
        let href = format!("{}{}", link("samples.csv"), query(&filter));
        let label = if total > ROWS { "Download the newest 20,000" } else { "Download CSV" };
        view! { <a class="button quiet" href=href download="">{label}</a> }
    });
    let charts = (total > 0).then(|| {
        let href = link("samples/charts");
        view! { <a class="button quiet" href=href>"Charts"</a> }
    });
    let edit = may_edit.then(|| {
        view! {
            <a class="button quiet" href=link("tokens")>"API tokens"</a>
            <a class="button" href=link("samples/import")>"Import a file"</a>
            <a class="button primary" href=link("samples/new")>"Add a sample"</a>
        }
    });
    let lede = "What went wrong, with its evidence. Only what someone confirmed counts towards the verdict.";
    view! { <PageHeader title="Failure samples" lede>{charts}{csv}{edit}</PageHeader> }
}

/// What a form just did. Numbers only: the address could have been written by anybody.
#[component]
pub fn Said(
    /// Whose samples they are.
    engagement: EngagementId,
    /// What its address says of it.
    ask: Ask,
    /// Whether the reader may take it back.
    may_edit: bool,
) -> impl IntoView {
    let done = ask.done.parse::<u32>().ok();
    let left: u32 = ask.left.parse().unwrap_or(0);
    let entry: Option<i64> = ask.entry.parse().ok();
    done.map(|done| {
        let many = |n: u32| match n {
            1 => "1 sample".to_owned(),
            n => format!("{} samples", grouped(&n.to_string())),
        };
        let mut message = format!("{} changed.", many(done));
        if left > 0 {
            message += &format!(
                " {} left as before: changed by someone meanwhile, or the step does not follow.",
                many(left)
            );
        }
        let tone = if left > 0 { Tone::Doubt } else { Tone::Sound };
        let undo = entry.filter(|_| may_edit && done > 0).map(|entry| {
            let action = at(engagement, "samples/undo");
            let with = vec![("entry", entry.to_string())];
            view! { <PostButton action label="Undo" look="quiet" with /> }
        });
        let which = entry.filter(|_| left > 0).map(|entry| {
            let href = at(engagement, &format!("samples/changed?entry={entry}"));
            view! { <a href=href>"Which?"</a> }
        });
        view! { <Toast tone message>{which}{undo}</Toast> }
    })
}
