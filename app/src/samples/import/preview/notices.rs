//! What is said above the preview: what is known of such a file, and what must be decided first.

use super::File;
use crate::prelude::*;
use crate::ui::{Notice, Tone};
use std::sync::Arc;

/// The notices.
#[component]
pub fn PreviewNotices(file: Arc<File>, problems: Vec<String>, tried: bool) -> impl IntoView {
    let note = file.upload.note.clone();
    let note = (!note.is_empty()).then(|| view! { <Notice tone=Tone::Doubt title=note /> });
    let foreign = match &file.upload.plan {
        Some(Err(told)) if !tried => {
            let title = told.to_string();
            Some(view! { <Notice tone=Tone::Doubt title /> })
        }
        _ => None,
    };
    let known = (file.remembered && !tried).then(|| {
        let title =
            "A file with these columns was imported before: what you chose then is chosen again.";
        view! { <Notice title /> }
    });
    let both = file.survey.both_orders.then(|| {
        let title = "Some dates can only be read with the day first, others only with the month first. Rows that do not fit the order you choose are refused.";
        view! { <Notice tone=Tone::Doubt title /> }
    });
    let changed = (tried && problems.is_empty()).then(|| {
        let title =
            "You changed what columns mean. The rows below are as they would be stored now.";
        view! { <Notice title><p>"Look once more, then store them."</p></Notice> }
    });
    (note, foreign, known, both, changed, view! { <ToDecide problems tried /> })
}

#[component]
fn ToDecide(problems: Vec<String>, tried: bool) -> impl IntoView {
    (!problems.is_empty()).then(|| {
        let items = problems.into_iter().map(|problem| view! { <li>{problem}</li> });
        let items = items.collect_view();
        let tone = if tried { Tone::Fault } else { Tone::Doubt };
        view! { <Notice tone title="To decide before anything can be stored"><ul>{items}</ul></Notice> }
    })
}
