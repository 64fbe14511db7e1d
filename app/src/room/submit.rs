//! The contributor's form: a failure as the client saw it, with its files, straight to the consultants.
//! It stays out of the room: what was sent is reviewed first, and shown only when it is published.

use super::{Room, Version, pages};
use crate::files::{self, Failed, Kept, Parcel};
use crate::form::{Filled, Form, go};
use crate::http_error::HttpError;
use crate::letters;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::samples::{Refusal, form, people};
use crate::ui::{Choice, PageHeader, PublicShell, Toast};
use crate::{urls, zone};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::samples::{Cause, Origin, Sample};
use faultline::engines::tables::{NoZone, Zone};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, SubmitSample, ViewRoom};
use faultline::stores::attachments::store::{self as attachments, SubmittedFile};
use faultline::stores::engagement::WriteError;
use faultline::stores::notices::NoticeEvent;
use faultline::stores::samples as store;
use faultline::stores::samples::{SampleError, Submission};
use fields::ReportForm;
use sent::SentBefore;
use serde::Deserialize;

mod fields;
mod sent;

/// The form's routes.
pub fn routes() -> Routes {
    let may = Access::To(Action::SubmitSample);
    Routes::new()
        .get(may, "/room/{engagement}/samples", show)
        .upload(may, "/room/{engagement}/samples", files::READ, send)
        .get(may, "/room/{engagement}/samples/files/{file}", sent::picture)
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
    page(&context, engagement, &blank(), &[], done.sent == "1").await
}

/// A report that nothing was typed in. The time stands there already where we know how late it is for its sender.
fn blank() -> Form {
    let mut form = form::blank();
    match zone::here() {
        Zone::Utc => form.set("occurred_at", ""),
        zone => form.set("zone", zone.to_string()),
    }
    form
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
    sent.set("origin", Origin::Unknown.key());
    sent.set("cause", Cause::Unknown.key());
    for theirs in ["step", "error_class", "missing_control", "retries", "version"] {
        sent.set(theirs, "");
    }
    let typed = sent.text("zone");
    let read: Result<Zone, NoZone> =
        if typed.is_empty() { Ok(zone::here()) } else { typed.parse() };
    let (zone, wrong) = match read {
        Ok(zone) => (zone, None),
        Err(told) => (zone::here(), Some(Problem::new("zone", told.to_string()))),
    };
    let (sample, mut problems) = zone::inside(zone, || form::read(&sent, None));
    problems.extend(wrong);
    (sample, problems)
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
    let event = NoticeEvent::FailureReported;
    let post = letters::tell_staff(context, &mut tx, grant, event).await?;
    tx.commit().await.map_err(HttpError::from)?;
    post.send(context);
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
    let mut tx = context.look().await?;
    let before = store::submissions(&mut tx, submit).await?;
    let files = attachments::submitted_files(&mut tx, submit).await?;
    drop(tx);
    let room = Room::load(context, view_room, Version::default()).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let integrations = room.iter().flat_map(|room| &room.snapshot.document().integrations);
    let integrations = integrations.map(|one| Choice::new(one.id.to_string(), one.name.clone()));
    let integrations = integrations.collect();
    let errors = form::faults(Some(&Refusal::Invalid(problems.to_vec())));
    let form = Filled::new(sent.clone(), errors);
    let body: Markup =
        view! { <SubmitPage engagement form integrations before files done /> }.into();
    let label = "Report a failure";
    Ok(match &room {
        Some(room) => {
            let named = ("samples", label);
            pages::framed(context, engagement, room, named, status, body)
        }
        None => context.again(status, label, || {
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
    files: Vec<SubmittedFile>,
    done: bool,
) -> impl IntoView {
    view! {
        <PageHeader
            title="Report a failure"
            lede="Tell what went wrong, once, as it happened. Your consultants look at it first; it counts once they confirm it."
        />
        {done.then(|| view! { <Toast message="Thank you. Your consultants have it now." /> })}
        <ReportForm action=urls::room(engagement, "samples", None) form integrations />
        <SentBefore engagement submissions=before files />
    }
}
