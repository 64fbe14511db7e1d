//! The contributor's form: a failure as the client saw it, with its files, straight to the consultants.
//! It stays out of the room: what was sent is reviewed first, and shown only when it is published.

use super::{Room, Version, at, pages};
use crate::fault::Fault;
use crate::files::{self, Failed, Kept, Parcel};
use crate::form::{Sent, go};
use crate::prelude::*;
use crate::routes::{Routes, Who};
use crate::samples::{Refusal, form};
use crate::ui::{Column, DataTable, PageHeader, PublicShell, Section, Time, Toast};
use crate::visit::{Asked, At, Visit};
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
use serde::Deserialize;

mod fields;

/// The form's routes.
pub fn routes() -> Routes {
    let may = Who::To(Action::SubmitSample);
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
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(done): Asked<Done>,
) -> Result<Response, Fault> {
    page(&visit, engagement, &form::blank(), &[], done.sent == "1").await
}

async fn send(
    visit: Visit,
    At(engagement): At<EngagementId>,
    mut parcel: Parcel,
) -> Result<Response, Fault> {
    let grant = visit.may::<SubmitSample>(engagement)?;
    let (sample, mut problems) = read(&parcel.sent);
    let redactor = attachments::redactor_of_submissions(&mut *visit.look().await?, grant).await?;
    let kept = match files::keep(&visit, engagement, &mut parcel, redactor).await? {
        Ok(kept) if problems.is_empty() => kept,
        Ok(kept) => {
            files::forget(&visit, engagement, &kept).await;
            return again(&visit, engagement, &parcel.sent, &problems).await;
        }
        Err(refused) => {
            problems.extend(refused);
            return again(&visit, engagement, &parcel.sent, &problems).await;
        }
    };
    match put(&visit, engagement, sample, &kept).await {
        Ok(()) => Ok(go(&format!("{}?sent=1", at(engagement, "samples", None)))),
        Err(failed) => {
            files::forget(&visit, engagement, &kept).await;
            match failed {
                Failed::Refused(problems) => {
                    again(&visit, engagement, &parcel.sent, &problems).await
                }
                Failed::Fault(fault) => Err(fault),
            }
        }
    }
}

/// The sample a form describes. Why it happened is for the consultants to find out.
fn read(sent: &Sent) -> (Sample, Vec<Problem>) {
    let mut sent = sent.clone();
    sent.set("origin", faultline::platform::catalogue::Catalogue::key(Origin::Unknown));
    sent.set("cause", faultline::platform::catalogue::Catalogue::key(Cause::Unknown));
    for theirs in ["step", "error_class", "missing_control", "retries", "version"] {
        sent.set(theirs, "");
    }
    form::read(&sent, None)
}

async fn put(
    visit: &Visit,
    engagement: EngagementId,
    sample: Sample,
    kept: &Kept,
) -> Result<(), Failed> {
    let grant = visit.may::<SubmitSample>(engagement)?;
    let mut tx = visit.act().await?;
    let saved = match store::submit(&mut tx, grant, sample).await {
        Ok(saved) => saved,
        Err(SampleError::Invalid(problems) | SampleError::Write(WriteError::Invalid(problems))) => {
            return Err(Failed::Refused(problems));
        }
        Err(SampleError::Conflict(_)) => return Err(Fault::Conflict.into()),
        Err(SampleError::Write(error)) => return Err(error.into()),
    };
    attachments::submit(&mut tx, grant, saved.id, kept).await?;
    tx.commit().await.map_err(Fault::from)?;
    Ok(())
}

async fn again(
    visit: &Visit,
    engagement: EngagementId,
    sent: &Sent,
    problems: &[Problem],
) -> Result<Response, Fault> {
    page(visit, engagement, sent, problems, false).await
}

async fn page(
    visit: &Visit,
    engagement: EngagementId,
    sent: &Sent,
    problems: &[Problem],
    done: bool,
) -> Result<Response, Fault> {
    let (view_room, submit) =
        (visit.may::<ViewRoom>(engagement)?, visit.may::<SubmitSample>(engagement)?);
    let before = store::submissions(&mut *visit.look().await?, submit).await?;
    let room = Room::load(visit, view_room, Version::default()).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let document = room.as_ref().map(|room| room.snapshot.document());
    let errors = form::faults(Some(&Refusal::Invalid(problems.to_vec())));
    let body = view(engagement, sent, errors, document, before, done).markup();
    let label = "Report a failure";
    Ok(match &room {
        Some(room) => pages::framed(visit, engagement, room, ("samples", label), status, body),
        None => visit.render(status, label, false, || {
            view! { <PublicShell wide=true>{body}</PublicShell> }
        }),
    })
}

fn view(
    engagement: EngagementId,
    sent: &Sent,
    errors: crate::ui::FormErrors,
    document: Option<&faultline::document::engagement::Engagement>,
    before: Vec<Submission>,
    done: bool,
) -> impl IntoView + use<> {
    let toast =
        done.then(|| view! { <Toast message="Thank you. Your consultants have it now." /> });
    let lede = "Tell what went wrong, once, as it happened. Your consultants look at it first; it counts once they confirm it.";
    let form = fields::form(&at(engagement, "samples", None), sent, errors, document);
    let before = (!before.is_empty()).then(|| {
        let rows = before.into_iter().map(row).collect_view();
        let columns = ["What happened", "When", "Sent", "Files"].map(Column::new).to_vec();
        view! {
            <Section title="What you have sent" id="sent">
                <DataTable caption="What you have sent" id="sent-table" columns cards=true quiet=true>{rows}</DataTable>
            </Section>
        }
    });
    view! {
        <PageHeader title="Report a failure" lede />
        {toast}
        {form}
        {before}
    }
}

fn row(submission: Submission) -> impl IntoView {
    view! {
        <tr>
            <th scope="row" data-label="What happened">{submission.summary}</th>
            <td data-label="When"><Time at=submission.occurred_at /></td>
            <td data-label="Sent"><Time at=submission.created_at /></td>
            <td data-label="Files">{submission.files}</td>
        </tr>
    }
}
