//! How long things are kept: requests, archived engagements, and backups by the operator's own word.
//! An empty field means that it is kept without end, or that nobody said.

use crate::form::{Filled, Form, Reading, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{EditForm, Field, Link, PageHeader, Width};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::stores::access::Erase;
use faultline::stores::engagement::WriteError;
use faultline::stores::erasure::retention::{self, LONGEST, Retention};

/// What is said of a time that cannot be read.
const NO_DAYS: &str = "Give a whole number of days, or nothing.";

/// The page.
#[component]
pub fn RetentionPage(
    /// The form.
    form: Filled,
) -> impl IntoView {
    view! {
        <PageHeader
            title="How long things are kept"
            trail=vec![Link::new(urls::CLIENTS, "Clients"), Link::new(urls::ERASURES, "Erasures")]
            lede="In days. Without a number, engagements are kept until somebody erases them or their client, requests until a client they belong to is erased, and nothing is said of backups."
        />
        <EditForm
            action=urls::RETENTION
            save="Save"
            cancel=urls::ERASURES
            errors=form.errors()
            version=form.version()
        >
            <Days
                form=form.clone()
                name="request_days"
                label="Requests that were declined or never answered"
                hint="They are removed by themselves, for good, and the audit keeps no word of them."
            />
            <Days
                form=form.clone()
                name="archive_days"
                label="Archived engagements"
                hint="After that they are listed as due for erasure. Nothing is erased before a person does it."
            />
            <Days
                form
                name="backup_days"
                label="Backups, as you keep them"
                hint="Your own word: certificates tell it as such. Nothing here looks at backups or removes them."
            />
        </EditForm>
    }
}

#[component]
fn Days(
    form: Filled,
    name: &'static str,
    label: &'static str,
    hint: &'static str,
) -> impl IntoView {
    view! {
        <Field
            label
            name
            kind="number"
            value=form.text(name)
            min="1"
            max=LONGEST.to_string()
            hint
            error=form.error(name)
            width=Width::Short
        />
    }
}

/// Answers with the page.
pub async fn edit(context: RequestContext) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let kept = retention::get(&mut *context.look().await?, grant).await?;
    Ok(page(&context, filled(kept), &[], StatusCode::OK))
}

/// Saves it.
pub async fn change(context: RequestContext, mut sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let (new, problems) = read(&sent);
    if !problems.is_empty() {
        return Ok(page(&context, sent, &problems, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let mut tx = context.act().await?;
    match retention::set(&mut tx, grant, new).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(urls::ERASURES))
        }
        Err(WriteError::Invalid(problems)) => {
            Ok(page(&context, sent, &problems, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(WriteError::Conflict(_)) => {
            let now = retention::get(&mut tx, grant).await?;
            let problem = Problem::new("", meanwhile(now));
            sent.set("version", now.version.to_string());
            Ok(page(&context, sent, &[problem], StatusCode::CONFLICT))
        }
        Err(error) => Err(error.into()),
    }
}

/// What somebody else saved meanwhile.
fn meanwhile(now: Retention) -> String {
    let days = |days: Option<i32>| days.map_or("nothing".to_owned(), |days| days.to_string());
    format!(
        "Someone else changed this meanwhile: it says {}, {} and {} now. Save again to have it your way.",
        days(now.request_days),
        days(now.archive_days),
        days(now.backup_days)
    )
}

fn read(sent: &Form) -> (Retention, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let new = Retention {
        request_days: reading.optional("request_days", NO_DAYS),
        archive_days: reading.optional("archive_days", NO_DAYS),
        backup_days: reading.optional("backup_days", NO_DAYS),
        version: sent.version(),
    };
    (new, reading.problems())
}

fn filled(kept: Retention) -> Form {
    let days = |days: Option<i32>| days.map(|days| days.to_string()).unwrap_or_default();
    Form::of(vec![
        ("version", kept.version.to_string()),
        ("request_days", days(kept.request_days)),
        ("archive_days", days(kept.archive_days)),
        ("backup_days", days(kept.backup_days)),
    ])
}

fn page(
    context: &RequestContext,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let form = Filled::new(sent, errors(problems));
    context.render(status, "How long things are kept", false, || {
        frame::staff(context, view! { <RetentionPage form /> })
    })
}
