//! The first page of an import: a file, or rows pasted from a spreadsheet.
//! What was pasted comes back when it cannot be read.

use crate::form::{Form, errors};
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

/// The page; with a problem, what was sent could not be read.
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
    let faults = errors(&problems);
    let nav = super::way(engagement, head);
    let list = at(engagement, "samples");
    let fields = view! {
        <Field
            label="Sheet of the workbook"
            name="sheet"
            value=sent.raw("sheet").to_owned()
            hint="Empty: the first sheet that holds anything."
            maxlength=100
            width=Width::Medium
        />
        <Field
            label="File"
            name="file"
            kind="file"
            hint="CSV, JSON or NDJSON up to 1 GB and 2,000,000 rows, or a workbook (XLSX) up to 20 MB. The first row names the columns."
            error=faults.of("file")
            width=Width::Full
        />
        <TextArea
            label="Or rows pasted from a spreadsheet"
            name="text"
            value=sent.raw("text").to_owned()
            hint="With the row that names the columns."
            rows=8
            mono=true
        />
    };
    let lede = "No sample is stored yet: the next page shows what will be. Secrets and personal data are replaced on the way in.";
    let body = view! {
        <PageHeader title="Import samples" trail=vec![Link::new(list.clone(), "Failure samples")] lede />
        <EditForm action=format!("{list}/import") save="Read it" cancel=list errors=faults files=true busy="Reading …">
            {fields}
        </EditForm>
    };
    context.render(status, "Import samples", false, || frame::engagement(context, nav, body))
}
