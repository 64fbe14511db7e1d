//! The access ledger: what access the work needs, who granted or refused it, and what must not be touched.
//! Credentials are handed over outside this tool; nothing here takes one.

use crate::form::{self, Filled, Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::letters;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use ask::AskPage;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{AccessRequestId, EngagementId};
use faultline::stores::access::{Action, EditWork, Grant, ViewWork};
use faultline::stores::access_ledger as ledger;
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};
use faultline::stores::notices::{NoticeEvent, To};
use lines::{ACCESS_COLUMNS, AccessLine};
use list::AccessPage;
use one::RequestPage;

mod areas;
mod ask;
mod lines;
mod list;
mod one;
mod parts;

pub use areas::{AreaFields, read as read_area};
pub use parts::{AreaTable, RequestFacts, StateBadge};

/// What is said to whoever changes what somebody else changed or answered meanwhile.
pub const CHANGED: &str = "This was changed or answered while you were reading. The page shows it as it is now: look again, then send what you still need.";

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/access", list)
        .get(view, "/e/{engagement}/access.csv", file)
        .get(edit, "/e/{engagement}/access/new", new)
        .post(edit, "/e/{engagement}/access/new", add)
        .get(view, "/e/{engagement}/access/{access}", open)
        .post(edit, "/e/{engagement}/access/{access}", change)
        .post_though_archived(edit, "/e/{engagement}/access/{access}/revoke", revoke)
        .and(areas::routes())
}

async fn load(context: &RequestContext, engagement: EngagementId) -> Result<Loaded, HttpError> {
    let grant: Grant<ViewWork> = context.may(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    let loaded = load(&context, engagement).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Access", || {
        frame::engagement(&context, nav, view! { <AccessPage document listing may_edit /> })
    }))
}

/// The requests that the address shows, as a file.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let document = load(&context, engagement).await?.document;
    listing::csv(
        "access.csv",
        &asked.of(AccessLine::all(&document), &ACCESS_COLUMNS),
        &ACCESS_COLUMNS,
    )
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    asking(&context, engagement, StatusCode::OK, Filled::default()).await
}

/// The page that asks for access.
async fn asking(
    context: &RequestContext,
    engagement: EngagementId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let loaded = load(context, engagement).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let document = loaded.document.into();
    Ok(context.render(status, "Ask for access", false, || {
        frame::engagement(context, nav, view! { <AskPage document form /> })
    }))
}

async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let asked = match ask::read(&sent) {
        Ok(asked) => {
            let mut tx = context.act().await?;
            match ledger::ask(&mut tx, grant, asked).await {
                Ok(id) => {
                    let page = format!("access/{id}");
                    let told = (To::Answerers, NoticeEvent::AccessAsked);
                    let post = letters::tell_client(&context, &mut tx, grant, &page, told).await?;
                    tx.commit().await?;
                    post.send(&context);
                    return Ok(go(&at(engagement, &page)));
                }
                Err(error) => error,
            }
        }
        Err(problems) => WriteError::Invalid(problems),
    };
    let (status, problems) = refused(asked)?;
    asking(&context, engagement, status, Filled::new(sent, form::errors(&problems))).await
}

/// What a refused form comes back with.
///
/// # Errors
/// The fault to answer with, when it is none that the form can put right.
pub fn refused(error: WriteError) -> Result<(StatusCode, Vec<Problem>), HttpError> {
    match error {
        WriteError::Invalid(problems) => Ok((StatusCode::UNPROCESSABLE_ENTITY, problems)),
        WriteError::Conflict(_) => Ok((StatusCode::CONFLICT, vec![Problem::new("", CHANGED)])),
        error => Err(error.into()),
    }
}

/// A refused form of a request. That the request changed meanwhile is said above its page, whether a form is left or not.
#[must_use]
pub fn told(sent: Form, status: StatusCode, problems: &[Problem]) -> Filled {
    let problems = if status == StatusCode::CONFLICT { &[] } else { problems };
    Filled::new(sent, form::errors(problems))
}

async fn open(
    context: RequestContext,
    Path((engagement, request)): Path<(EngagementId, AccessRequestId)>,
) -> Result<Response, HttpError> {
    show(&context, engagement, request, StatusCode::OK, Filled::default()).await
}

/// The page of a request, with a form of it that was refused, if one was.
async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    request: AccessRequestId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let loaded = load(context, engagement).await?;
    let request = loaded.document.access.request(request).cloned().ok_or(HttpError::NotFound)?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(context, engagement));
    let changed = status == StatusCode::CONFLICT;
    let title = format!("Access to {}", request.system_name);
    Ok(context.render(status, &title, false, || {
        let page = view! { <RequestPage document request form may_edit changed /> };
        frame::engagement(context, nav, page)
    }))
}

/// The page of a request again, after a form of it was refused.
async fn again(
    context: &RequestContext,
    engagement: EngagementId,
    request: AccessRequestId,
    sent: Form,
    error: WriteError,
) -> Result<Response, HttpError> {
    let (status, problems) = refused(error)?;
    show(context, engagement, request, status, told(sent, status, &problems)).await
}

async fn change(
    context: RequestContext,
    Path((engagement, request)): Path<(EngagementId, AccessRequestId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let asked = match ask::read(&sent) {
        Ok(asked) => asked,
        Err(problems) => {
            let error = WriteError::Invalid(problems);
            return again(&context, engagement, request, sent, error).await;
        }
    };
    let mut tx = context.act().await?;
    match ledger::change(&mut tx, grant, request, sent.version(), asked).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("access/{request}"))))
        }
        Err(error) => {
            drop(tx);
            again(&context, engagement, request, sent, error).await
        }
    }
}

async fn revoke(
    context: RequestContext,
    Path((engagement, request)): Path<(EngagementId, AccessRequestId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let because = sent.raw("because");
    match ledger::revoke(&mut tx, grant, request, sent.version(), because).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("access/{request}"))))
        }
        Err(error) => {
            drop(tx);
            again(&context, engagement, request, sent, error).await
        }
    }
}
