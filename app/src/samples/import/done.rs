//! The last page of an import: what was stored, what was there already, and what was refused and why.
//! Refused rows are handed back as a file; they were never stored.

use super::{Outcome, preview};
use crate::frame::at;
use crate::ui::{EmptyState, Figures, Link, Notice, PageHeader, Stat, Tone, facts::grouped};
use faultline::ids::EngagementId;
use leptos::prelude::*;

/// The page.
pub fn view(engagement: EngagementId, file_name: &str, outcome: Outcome) -> impl IntoView + use<> {
    let list = at(engagement, "samples");
    let Outcome { imported, refused, bad, handed_back } = outcome;
    let figure = |n: u64| grouped(&n.to_string());
    let (stored, repeated) = (figure(imported.stored), figure(imported.repeated));
    let refused_rows = preview::refused(&refused, bad);
    let download = (bad > 0).then(|| {
        // The HTML parser drops one line break at the start.
        let text = format!("\n{handed_back}");
        view! {
            <form class="inline" method="post" action=format!("{list}/import/refused") enctype="multipart/form-data">
                <textarea hidden name="rows" aria-label="Refused rows" readonly>{text}</textarea>
                <button class="button" type="submit">"Download the refused rows"</button>
            </form>
        }
    });
    let hint = (bad > 0).then(|| {
        let title = "Put the refused rows right and import that file: rows that are stored already are not stored again.";
        view! { <Notice tone=Tone::Doubt title>{download}</Notice> }
    });
    let nothing = (imported.stored == 0 && bad == 0).then(|| {
        view! {
            <EmptyState title="Nothing new" action=Some(Link::new(list.clone(), "Failure samples"))>
                <p>"Every row of this file is stored already."</p>
            </EmptyState>
        }
    });
    let lede = format!("From “{file_name}”.");
    let trail = vec![
        Link::new(list.clone(), "Failure samples"),
        Link::new(format!("{list}/import"), "Import samples"),
    ];
    view! {
        <PageHeader title="Imported" trail lede>
            <a class="button primary" href=list>"See the samples"</a>
        </PageHeader>
        <Figures>
            <Stat figure=stored label="Stored" base="as new, to be confirmed" />
            <Stat figure=repeated label="Repeated" base="were there already" />
            <Stat figure=grouped(&bad.to_string()) label="Refused" base="not stored" />
        </Figures>
        {nothing}
        {hint}
        {refused_rows}
    }
}
