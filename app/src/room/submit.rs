//! The contributor's form: a failure as the client saw it, with its files, straight to the consultants.
//! It stays out of the room: what was sent is reviewed first, and shown only when it is published.

use super::{Room, Version, pages};
use crate::files::{self, Failed, Kept, Parcel};
use crate::form::{Filled, Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::samples::{Refusal, form, people};
use crate::ui::{
    Choice, Column, DataTable, PageHeader, PublicShell, Section, Time, TimeOrDay, Toast,
};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{Cause, Origin, Sample};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, SubmitSample, ViewRoom};
use faultline::stores::attachments::store as attachments;
use faultline::stores::engagement::WriteError;
use faultline::stores::samples as store;
use faultline::stores::samples::{SampleError, Submission};
use fields::ReportForm;
use serde::Deserialize;

mod fields;

/// The form's routes.
pub fn routes() -> Routes {
    let may = Access::To(Action::SubmitSample);
    Routes::new().get(may, "/room/{engagement}/samples", show).upload(
        may,
        "/room/{engagement}/samples",
        files::FORM,
        send,
    )
}

/// What just happened, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    sent: String,
}

async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(done): Query<Done>,
) -> Result<Response, HttpError> {
    page(&context, engagement, &form::blank(), &[], done.sent == "1").await
}

async fn send(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    mut parcel: Parcel,
) -> Result<Response, HttpError> {
    let grant = context.may::<SubmitSample>(engagement)?;
    let (mut sample, mut problems) = read(&parcel.sent);
    let redactor = attachments::redactor_of_submissions(&mut *context.look().await?, grant).await?;
    match people::settle(sample.clone(), &mut parcel.sent, &redactor) {
        Ok(settled) => sample = settled,
        Err(asks) => problems.push(asks),
    }
    let kept = match files::keep(&context, engagement, &mut parcel, redactor).await? {
        Ok(kept) if problems.is_empty() => kept,
        Ok(kept) => {
            files::forget(&context, engagement, &kept).await;
            return again(&context, engagement, &parcel.sent, &problems).await;
        }
        Err(refused) => {
            problems.extend(refused);
            return again(&context, engagement, &parcel.sent, &problems).await;
        }
    };
    match put(&context, engagement, sample, &kept).await {
        Ok(()) => Ok(go(&format!("{}?sent=1", urls::room(engagement, "samples", None)))),
        Err(failed) => {
            files::forget(&context, engagement, &kept).await;
            match failed {
                Failed::Refused(problems) => {
                    again(&context, engagement, &parcel.sent, &problems).await
                }
                Failed::Fault(fault) => Err(fault),
            }
        }
    }
}

/// The sample a form describes. Why it happened is for the consultants to find out.
fn read(sent: &Form) -> (Sample, Vec<Problem>) {
    let mut sent = sent.clone();
    sent.set("origin", faultline::platform::catalogue::Catalogue::key(Origin::Unknown));
    sent.set("cause", faultline::platform::catalogue::Catalogue::key(Cause::Unknown));
    for theirs in ["step", "error_class", "missing_control", "retries", "version"] {
        sent.set(theirs, "");
    }
    form::read(&sent, None)
}

async fn put(
    context: &RequestContext,
    engagement: EngagementId,
    sample: Sample,
    kept: &Kept,
) -> Result<(), Failed> {
    let grant = context.may::<SubmitSample>(engagement)?;
    let mut tx = context.act().await?;
    let saved = match store::submit(&mut tx, grant, sample).await {
        Ok(saved) => saved,
        Err(SampleError::Invalid(problems) | SampleError::Write(WriteError::Invalid(problems))) => {
            return Err(Failed::Refused(problems));
        }
        Err(SampleError::Conflict(_)) => return Err(HttpError::Conflict.into()),
        Err(SampleError::Write(error)) => return Err(error.into()),
    };
    attachments::submit(&mut tx, grant, saved.id, kept).await?;
    tx.commit().await.map_err(HttpError::from)?;
    Ok(())
}

async fn again(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    page(context, engagement, sent, problems, false).await
}

async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    problems: &[Problem],
    done: bool,
) -> Result<Response, HttpError> {
    let (view_room, submit) =
        (context.may::<ViewRoom>(engagement)?, context.may::<SubmitSample>(engagement)?);
    let before = store::submissions(&mut *context.look().await?, submit).await?;
    let room = Room::load(context, view_room, Version::default()).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let integrations = room.iter().flat_map(|room| &room.snapshot.document().integrations);
    let integrations = integrations.map(|one| Choice::new(one.id.to_string(), one.name.clone()));
    let integrations = integrations.collect();
    let errors = form::faults(Some(&Refusal::Invalid(problems.to_vec())));
    let form = Filled::new(sent.clone(), errors);
    let body: Markup = view! { <SubmitPage engagement form integrations before done /> }.into();
    let label = "Report a failure";
    Ok(match &room {
        Some(room) => pages::framed(context, engagement, room, ("samples", label), status, body),
        None => context.render(status, label, false, || {
            view! { <PublicShell wide=true>{body}</PublicShell> }
        }),
    })
}

/// The page.
#[component]
fn SubmitPage(
    engagement: EngagementId,
    form: Filled,
    integrations: Vec<Choice>,
    before: Vec<Submission>,
    done: bool,
) -> impl IntoView {
    view! {
        <PageHeader
            title="Report a failure"
            lede="Tell what went wrong, once, as it happened. Your consultants look at it first; it counts once they confirm it."
        />
        {done.then(|| view! { <Toast message="Thank you. Your consultants have it now." /> })}
        <ReportForm action=urls::room(engagement, "samples", None) form integrations />
        <SentBefore submissions=before />
    }
}

#[component]
fn SentBefore(submissions: Vec<Submission>) -> impl IntoView {
    (!submissions.is_empty()).then(|| {
        let rows = submissions.into_iter().map(|submission| view! { <SubmissionRow submission /> });
        let rows = rows.collect_view();
        let columns = ["What happened", "When", "Sent", "Files"].map(Column::new).to_vec();
        view! {
            <Section title="What you have sent" id="sent">
                <DataTable caption="What you have sent" id="sent-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
    })
}

#[component]
fn SubmissionRow(submission: Submission) -> impl IntoView {
    let when = submission.occurred();
    view! {
        <tr>
            <th scope="row" data-label="What happened">{submission.summary}</th>
            <td data-label="When"><TimeOrDay when /></td>
            <td data-label="Sent"><Time at=submission.created_at /></td>
            <td data-label="Files">{submission.files}</td>
        </tr>
    }
}
