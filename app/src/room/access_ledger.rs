//! Access in the client's room: what is asked for, granted or refused here, and what must not be touched.
//! It is there before anything is published; nothing here takes a credential.

use super::{Room, Version, front, pages, published};
use crate::access_ledger::{read_area, refused, told};
use crate::form::{self, Filled, Form, Reading, go};
use crate::http_error::HttpError;
use crate::letters;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::PublicShell;
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::document::access_ledger::{AccessLedger, AccessScope};
use faultline::document::engagement::Problem;
use faultline::platform::ids::{AccessRequestId, EngagementId};
use faultline::stores::access::{Action, Decide, Grant, ViewRoom};
use faultline::stores::access_ledger::{self as ledger, Reply};
use faultline::stores::db::Tx;
use faultline::stores::engagement::WriteError;
use faultline::stores::notices::NoticeEvent;
use page::{RoomAccessPage, RoomRequestPage};

mod page;

/// The routes of access in the room.
#[must_use]
pub fn routes() -> Routes {
    let (view, decide) = (Access::To(Action::ViewRoom), Access::To(Action::Decide));
    Routes::new()
        .get(view, "/room/{engagement}/access", list)
        .post(decide, "/room/{engagement}/access", tell)
        .get(view, "/room/{engagement}/access/{access}", open)
        .post(decide, "/room/{engagement}/access/{access}", answer)
        .post_though_archived(decide, "/room/{engagement}/access/{access}/revoke", withdraw)
}

async fn read(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<AccessLedger, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    Ok(ledger::read(&mut *context.look().await?, grant).await?)
}

/// A page about access, in the frame of the room if anything is published there.
async fn framed(
    context: &RequestContext,
    engagement: EngagementId,
    status: StatusCode,
    label: &str,
    body: Markup,
) -> Result<Response, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    Ok(match Room::load(context, grant, Version::default()).await? {
        Some(room) => pages::framed(context, engagement, &room, ("access", label), status, body),
        None => context.render(status, label, false, || {
            view! { <PublicShell wide=true>{body}</PublicShell> }
        }),
    })
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    show_all(&context, engagement, StatusCode::OK, Filled::default()).await
}

async fn show_all(
    context: &RequestContext,
    engagement: EngagementId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let (ledger, today) = (read(context, engagement).await?, Utc::now().date_naive());
    let version = Version::default();
    if ledger.is_empty() && published(context, engagement, version).await?.is_none() {
        return Ok(front::nothing_yet(context, engagement));
    }
    let form = context.can(Action::Decide, engagement).then_some(form);
    let body = view! { <RoomAccessPage engagement ledger today form /> };
    framed(context, engagement, status, "Access", body.into()).await
}

/// Adds an area that the client tells of.
async fn tell(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Decide> = context.may(engagement)?;
    let error = match read_area(&sent) {
        Ok(area) => {
            let mut tx = context.act().await?;
            match ledger::tell_area(&mut tx, grant, area).await {
                Ok(_) => {
                    tx.commit().await?;
                    return Ok(go(&format!("{}#areas", urls::room(engagement, "access", None))));
                }
                Err(error) => error,
            }
        }
        Err(problems) => WriteError::Invalid(problems),
    };
    let (status, problems) = refused(error)?;
    show_all(&context, engagement, status, Filled::new(sent, form::errors(&problems))).await
}

async fn open(
    context: RequestContext,
    Path((engagement, request)): Path<(EngagementId, AccessRequestId)>,
) -> Result<Response, HttpError> {
    show(&context, engagement, request, StatusCode::OK, Filled::default()).await
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    request: AccessRequestId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let (ledger, today) = (read(context, engagement).await?, Utc::now().date_naive());
    let request = ledger.request(request).cloned().ok_or(HttpError::NotFound)?;
    let areas: Vec<_> = ledger.areas_of(request.system_id).into_iter().cloned().collect();
    let changed = status == StatusCode::CONFLICT;
    let form = context.can(Action::Decide, engagement).then_some(form);
    let label = format!("Access to {}", request.system_name);
    let body = view! { <RoomRequestPage engagement request areas today form changed /> };
    framed(context, engagement, status, &label, body.into()).await
}

/// What the form answers, or what is wrong with it.
fn reply(sent: &Form) -> Result<Reply, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    match sent.raw("reply") {
        "refuse" => return Ok(Reply::Refuse),
        "grant" => {}
        _ => {
            reading.problem("reply", "Choose whether you grant it.");
            return Err(reading.problems());
        }
    }
    let scope = reading.choice::<AccessScope>("scope", "Choose how far the access reaches.");
    let until = reading.parse("until", "Give the last day of the access.");
    let problems = reading.problems();
    match until {
        Some(until) if problems.is_empty() => Ok(Reply::Grant(scope, until)),
        _ => Err(problems),
    }
}

async fn answer(
    context: RequestContext,
    Path((engagement, request)): Path<(EngagementId, AccessRequestId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Decide> = context.may(engagement)?;
    let outcome = match reply(&sent) {
        Ok(reply) => {
            let mut tx = context.act().await?;
            let (version, says) = (sent.version(), sent.raw("answer"));
            let done = ledger::answer(&mut tx, grant, request, version, reply, says).await;
            if done.is_ok() {
                on_record(&context, tx, grant).await?;
            }
            done
        }
        Err(problems) => Err(WriteError::Invalid(problems)),
    };
    answered(&context, engagement, request, sent, outcome).await
}

/// Commits what the client answered, and tells staff of it.
async fn on_record(
    context: &RequestContext,
    mut tx: Tx,
    grant: Grant<Decide>,
) -> Result<(), HttpError> {
    let event = NoticeEvent::AccessAnswered;
    let post = letters::tell_staff(context, &mut tx, grant, event).await?;
    tx.commit().await?;
    post.send(context);
    Ok(())
}

/// Takes back an access that was granted.
async fn withdraw(
    context: RequestContext,
    Path((engagement, request)): Path<(EngagementId, AccessRequestId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Decide> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let because = sent.raw("because");
    let done = ledger::withdraw(&mut tx, grant, request, sent.version(), because).await;
    if done.is_ok() {
        on_record(&context, tx, grant).await?;
    } else {
        drop(tx);
    }
    answered(&context, engagement, request, sent, done).await
}

/// The page of a request after a form of it.
async fn answered(
    context: &RequestContext,
    engagement: EngagementId,
    request: AccessRequestId,
    sent: Form,
    outcome: Result<(), WriteError>,
) -> Result<Response, HttpError> {
    let Err(error) = outcome else {
        return Ok(go(&urls::room(engagement, &format!("access/{request}"), None)));
    };
    let (status, problems) = refused(error)?;
    show(context, engagement, request, status, told(sent, status, &problems)).await
}
