//! The last page of an import: what was stored, what was there already, and what was refused and why.
//! Refused rows are handed back as a file, to be put right and imported again.

use super::preview;
use crate::prelude::*;
use crate::ui::{EmptyState, Figures, Link, Notice, PageHeader, Stat, Tone, facts::grouped};
use crate::urls::at;
use faultline::document::samples::import::{Refusal, Refused};
use faultline::platform::ids::{EngagementId, ImportId};
use faultline::stores::samples::upload::Outcome;

/// The page.
pub fn view(
    engagement: EngagementId,
    id: ImportId,
    outcome: &Outcome,
    refused: &[Refusal],
) -> impl IntoView + use<> {
    let list = at(engagement, "samples");
    let figure = |n: i32| grouped(&n.to_string());
    let (stored, repeated) = (figure(outcome.stored), figure(outcome.repeated));
    let all = figure(outcome.refused);
    let listed: Vec<Refused> = refused
        .iter()
        .map(|row| Refused { number: row.number, reasons: vec![row.reasons.clone()] })
        .collect();
    let refused_rows = preview::refused(&listed, outcome.refused.unsigned_abs() as usize);
    let hint = (outcome.refused > 0).then(|| {
        let href = format!("{list}/imports/{id}/refused.csv");
        let title = "Put the refused rows right and import that file: rows that are stored already are not stored again.";
        view! {
            <Notice tone=Tone::Doubt title>
                <p><a class="button" href=href download="">"Download the refused rows"</a></p>
            </Notice>
        }
    });
    let nothing = (outcome.stored == 0 && outcome.refused == 0).then(|| {
        view! {
            <EmptyState title="Nothing new" action=Some(Link::new(list.clone(), "Failure samples"))>
                <p>"Every row of this file is stored already."</p>
            </EmptyState>
        }
    });
    let lede = format!("From “{}”.", outcome.file_name);
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
            <Stat figure=all label="Refused" base="not stored" />
        </Figures>
        {nothing}
        {hint}
        {refused_rows}
    }
}
