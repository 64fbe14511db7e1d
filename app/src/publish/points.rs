//! The nine points that an expert's report is measured by, before it is published: each met, or with what is missing.
//! It holds nothing back; whoever publishes decides knowing it.

use crate::prelude::*;
use crate::ui::{Check, Checklist, Section, Tone};
use faultline::delivery::verdict_pack::{Basis, Met, points};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::wording::counted;
use faultline::stores::room::{Draft, Presentation};

/// The points of a draft that would be told like the newest version.
pub(super) fn of(draft: &Draft, presentation: &Presentation) -> Vec<Met> {
    points(&Basis {
        document: &draft.document,
        assessment: &draft.assessment,
        presentation,
        published: None,
        // It was judged just now, of this document.
        is_reproduced: true,
        is_withdrawn: false,
    })
}

/// The list.
#[component]
pub(super) fn Points(
    /// How each stands.
    points: Vec<Met>,
) -> impl IntoView {
    let met = points.iter().filter(|point| point.is_met()).count();
    let all = points.len();
    let summary = match i64::try_from(all - met).unwrap_or(i64::MAX) {
        0 => format!("All {all} are met."),
        open => format!("{met} of {all} are met; {} something.", counted(open, "lacks", "lack")),
    };
    let entries = points.into_iter().map(|met| view! { <OnePoint met /> });
    let entries = entries.collect_view();
    view! {
        <Section title="As an expert’s report" id="points" lede="Nine points that a report on a dispute is measured by. The client reads them in the verdict pack.">
            <p>{summary}</p>
            <Checklist>{entries}</Checklist>
            <p class="hint">"Question, who looked at what, and signature are given with the next version, below."</p>
        </Section>
    }
}

#[component]
fn OnePoint(met: Met) -> impl IntoView {
    let (tone, word) = if met.is_met() { (Tone::Sound, "met") } else { (Tone::Doubt, "not met") };
    let missing = met.missing.into_iter().map(|lacks| view! { <li>"Missing: "{lacks}</li> });
    let missing = missing.collect_view();
    let told = met.told.into_iter().map(|one| view! { <li>{one}</li> }).collect_view();
    view! {
        <Check tone word title=met.point.label()>
            <ul class="notes">{missing}{told}</ul>
        </Check>
    }
}
