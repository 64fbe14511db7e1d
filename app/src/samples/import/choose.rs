//! The first page of an import: a file, or rows pasted from a spreadsheet.
//! What was pasted comes back when it cannot be read.

use crate::form::{Filled, Form, errors};
use crate::frame;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{EditForm, Field, Link, PageHeader, TextArea, Width};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::EngagementId;
use faultline::stores::samples::Head;

/// Answers with the page; with a problem, what was sent could not be read.
pub fn page(
    context: &RequestContext,
    engagement: EngagementId,
    head: &Head,
    sent: &Form,
    problem: Option<String>,
) -> Response {
    let status = if problem.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let problems: Vec<_> =
        problem.into_iter().map(|message| Problem::new("file", message)).collect();
    let form = Filled::new(sent.clone(), errors(&problems));
    let nav = super::way(engagement, head);
    context.render(status, "Import samples", false, || {
        frame::engagement(context, nav, view! { <ChoosePage engagement form /> })
    })
}

/// The page.
#[component]
fn ChoosePage(engagement: EngagementId, form: Filled) -> impl IntoView {
    let list = at(engagement, "samples");
    let lede = "No sample is stored yet: the next page shows what will be. Secrets and personal data are replaced on the way in.";
    view! {
        <PageHeader title="Import samples" trail=vec![Link::new(list.clone(), "Failure samples")] lede />
        <EditForm
            action=format!("{list}/import")
            save="Read it"
            cancel=list
            errors=form.errors()
            files=true
            busy="Reading …"
        >
            <Field
                label="Sheet of the workbook"
                name="sheet"
                value=form.raw("sheet")
                hint="Empty: the first sheet that holds anything."
                maxlength=100
                width=Width::Medium
            />
            <Field
                label="File"
                name="file"
                kind="file"
                hint="CSV, JSON or NDJSON up to 1 GB and 2,000,000 rows, or a workbook (XLSX) up to 20 MB. The first row names the columns."
                error=form.error("file")
                width=Width::Full
            />
            <TextArea
                label="Or rows pasted from a spreadsheet"
                name="text"
                value=form.raw("text")
                hint="With the row that names the columns."
                rows=8
                mono=true
            />
        </EditForm>
    }
}
