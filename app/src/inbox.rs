//! The inbox: what clients said, sent or answered, on the start page of staff and in each engagement, until somebody
//! answers or marks it as done.
//! What becomes of a report, an access or a question is decided on its own page; here it is only found.

use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::letters::tell_said;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::{self, at, page_of};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{CommentId, EngagementId};
use faultline::stores::access::{Action, EditWork, Grant, ViewWork};
use faultline::stores::engagement::{Loaded, WriteError, load};
use faultline::stores::inbox::{self as store, WaitingKind};
use faultline::stores::room::About;
use faultline::stores::room::store::{ReplyTo, answer as write};
use page::InboxPage;
use uuid::Uuid;

mod colleague;
mod forms;
mod page;
mod start;

pub use start::WaitingForUs;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/inbox", open)
        .post(edit, "/e/{engagement}/inbox/answer", answer)
        .post(edit, "/e/{engagement}/inbox/done", done)
        .and(colleague::routes())
}

/// An answer that was refused, with what it was to.
#[derive(Debug, Clone)]
struct Refused {
    subject: Uuid,
    form: Filled,
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    show(&context, engagement, StatusCode::OK, None).await
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    status: StatusCode,
    refused: Option<Refused>,
) -> Result<Response, HttpError> {
    let grant: Grant<ViewWork> = context.may(engagement)?;
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = load(&mut tx, grant).await?;
    let waiting = store::waiting(&mut tx, Some(grant)).await?;
    let nav = frame::nav(&document, &digest);
    let may_answer = frame::may_edit(context, engagement);
    let may_let_in = may_answer && context.can(Action::ManageMembers, engagement);
    Ok(context.render(status, "Waiting for us", false, || {
        let page = view! { <InboxPage engagement waiting may_answer may_let_in refused /> };
        frame::engagement(context, nav, page)
    }))
}

/// Which thing a form is about.
fn subject(sent: &Form) -> Result<(WaitingKind, Uuid), HttpError> {
    let kind = WaitingKind::from_key(sent.raw("kind")).map_err(|_| HttpError::BadRequest)?;
    let subject = sent.raw("subject").parse().map_err(|_| HttpError::BadRequest)?;
    Ok((kind, subject))
}

async fn answer(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let (kind, subject) = subject(&sent)?;
    let to = match kind {
        WaitingKind::Decision => ReplyTo::Decision(subject),
        WaitingKind::Comment => ReplyTo::Comment(CommentId(subject)),
        _ => return Err(HttpError::BadRequest),
    };
    let mut tx = context.act().await?;
    match write(&mut tx, grant, to, sent.raw("body")).await {
        Ok(replied) => {
            let about = About::from_key(sent.raw("about")).unwrap_or(About::Summary);
            // A decision stands on its page with what was answered, above the comments on it.
            let stands = match kind {
                WaitingKind::Decision => urls::room(engagement, page_of(About::Decision), None),
                _ => urls::comments(engagement, about),
            };
            let post = tell_said(&context, &mut tx, grant, &stands, (&replied, true)).await?;
            tx.commit().await?;
            post.send(&context);
            Ok(go(&at(engagement, "inbox")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            refused(&context, engagement, subject, (sent, &problems)).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The page with an answer that was refused, and what is wrong with it.
async fn refused(
    context: &RequestContext,
    engagement: EngagementId,
    subject: Uuid,
    (sent, problems): (Form, &[Problem]),
) -> Result<Response, HttpError> {
    let refused = Refused { subject, form: Filled::new(sent, errors(problems)) };
    show(context, engagement, StatusCode::UNPROCESSABLE_ENTITY, Some(refused)).await
}

async fn done(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let seen = sent.raw("at").parse().ok();
    let mut tx = context.act().await?;
    store::mark_done(&mut tx, grant, subject(&sent)?, seen).await?;
    tx.commit().await?;
    let back = sent.raw("back") == "start";
    Ok(go(&if back { urls::ENGAGEMENTS.to_owned() } else { at(engagement, "inbox") }))
}
