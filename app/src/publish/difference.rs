//! What would change for the client: verdicts, gates, failures and parts, the first few of each kind by name.

use crate::prelude::*;
use crate::ui::{Badge, PathBadge, Tag, Tone};
use faultline::document::engagement::PartKind;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::room::{Change, Changes, PathChange};

/// Parts of one kind that are named before the rest is counted.
const NAMED: usize = 8;

/// What differs from the newest version.
#[component]
pub(super) fn Difference(
    /// What differs; `None` when nothing is published.
    changes: Option<Changes>,
    /// The number of the newest version; zero for none.
    newest: i32,
) -> impl IntoView {
    match changes {
        None => EitherOf3::A(view! {
            <p>"Nothing is published yet. The client’s room is empty until you publish the first version."</p>
        }),
        Some(changes) if changes.is_empty() => EitherOf3::B(view! {
            <p>
                <Badge tone=Tone::Sound word="nothing new" />
                {format!(" The client sees all of it in version {newest}.")}
            </p>
        }),
        Some(changes) => EitherOf3::C(view! { <ChangeList changes newest /> }),
    }
}

#[component]
fn ChangeList(changes: Changes, newest: i32) -> impl IntoView {
    let parts = lines(&changes).into_iter();
    let parts = parts.map(|(word, says)| view! { <li><Tag word />" "{says}</li> }).collect_view();
    let verdicts = changes.verdicts.into_iter().map(|PathChange { integration, from, to }| {
        let what = integration.unwrap_or_else(|| "The verdict".to_owned());
        view! { <li>{what}": "<PathBadge path=from />" becomes "<PathBadge path=to /></li> }
    });
    let gates = changes.gates.into_iter().map(|(gate, opens)| {
        let (tone, word) = if opens { (Tone::Sound, "opens") } else { (Tone::Fault, "closes") };
        view! { <li><Badge tone word />" "{gate.label()}</li> }
    });
    let samples = changes.samples.into_iter().map(|sentence| view! { <li>{sentence}</li> });
    view! {
        <p>{format!("Compared with version {newest}:")}</p>
        <ul class="changes">
            {verdicts.collect_view()}
            {gates.collect_view()}
            {samples.collect_view()}
            {changes.head.then(|| view! { <li>"Title, client or stage"</li> })}
            {parts}
        </ul>
    }
}

/// Parts by what happened to them and by kind, the first few of each by name.
fn lines(changes: &Changes) -> Vec<(String, String)> {
    let mut lines = Vec::new();
    for change in Change::ALL {
        for kind in PartKind::ALL {
            let of = changes.parts.iter().filter(|(how, what, _)| how == change && what == kind);
            let named: Vec<_> = of.map(|(_, _, name)| format!("“{name}”")).collect();
            if named.is_empty() {
                continue;
            }
            let more = named.len().saturating_sub(NAMED);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let names = named[..named.len().min(NAMED)].join(", ");
            lines.push((change.label().to_lowercase(), format!("{}: {names}{more}", kind.label())));
        }
    }
    lines
}
