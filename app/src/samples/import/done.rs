//! The last page of an import: what was stored, what was there already, and what was refused and why.
//! Refused rows are handed back as a file, to be put right and imported again.

use super::preview::RefusedRows;
use crate::prelude::*;
use crate::ui::{EmptyState, Figures, Link, Notice, PageHeader, Stat, Tone, facts::grouped};
use crate::urls::at;
use faultline::document::samples::import::{Refusal, Refused};
use faultline::platform::ids::{EngagementId, ImportId};
use faultline::stores::samples::upload::Outcome;

/// The page.
#[component]
pub fn ImportedPage(
    /// The engagement.
    engagement: EngagementId,
    /// The import.
    id: ImportId,
    /// What became of the file.
    outcome: Outcome,
    /// The first of the rows that were refused.
    refused: Vec<Refusal>,
) -> impl IntoView {
    let list = at(engagement, "samples");
    let nothing = outcome.stored == 0 && outcome.refused == 0;
    let all = outcome.refused.unsigned_abs() as usize;
    let refused =
        refused.into_iter().map(|row| Refused { number: row.number, reasons: vec![row.reasons] });
    let trail = vec![
        Link::new(list.clone(), "Failure samples"),
        Link::new(format!("{list}/import"), "Import samples"),
    ];
    view! {
        <PageHeader title="Imported" trail lede=format!("From “{}”.", outcome.file_name)>
            <a class="button primary" href=list.clone()>"See the samples"</a>
        </PageHeader>
        <OutcomeFigures outcome />
        {nothing.then(|| view! { <NothingNew engagement /> })}
        {(all > 0).then(|| view! { <PutRight engagement id /> })}
        <RefusedRows refused=refused.collect() all />
    }
}

#[component]
fn OutcomeFigures(outcome: Outcome) -> impl IntoView {
    let figure = |n: i32| grouped(&n.to_string());
    view! {
        <Figures>
            <Stat figure=figure(outcome.stored) label="Stored" base="as new, to be confirmed" />
            <Stat figure=figure(outcome.repeated) label="Repeated" base="were there already" />
            <Stat figure=figure(outcome.refused) label="Refused" base="not stored" />
        </Figures>
    }
}

#[component]
fn NothingNew(engagement: EngagementId) -> impl IntoView {
    let action = Link::new(at(engagement, "samples"), "Failure samples");
    view! {
        <EmptyState title="Nothing new" action=Some(action)>
            <p>"Every row of this file is stored already."</p>
        </EmptyState>
    }
}

/// The way to get the refused rows back, put them right and import them.
#[component]
fn PutRight(engagement: EngagementId, id: ImportId) -> impl IntoView {
    let href = at(engagement, &format!("samples/imports/{id}/refused.csv"));
    let title = "Put the refused rows right and import that file: rows that are stored already are not stored again.";
    view! {
        <Notice tone=Tone::Doubt title>
            <p><a class="button" href=href download="">"Download the refused rows"</a></p>
        </Notice>
    }
}
