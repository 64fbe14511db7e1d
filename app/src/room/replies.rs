//! Threads in the room: whoever may comment may reply, change what they just said, and resolve.
//! Who works on the engagement answers for the firm, as through the inbox: the client is told.
//! What a reply said first stays; a change is a row beside it.

use super::{Typed, Version, kept, show};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::letters;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::{self, page_of};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{CommentId, EngagementId};
use faultline::stores::access::{Action, Comment, EditWork};
use faultline::stores::engagement::WriteError;
use faultline::stores::room::About;
use faultline::stores::room::store::{self, Replied, ReplyTo, Words};

/// The routes of threads.
#[must_use]
pub fn routes() -> Routes {
    let comment = Access::To(Action::Comment);
    Routes::new()
        .post(comment, "/room/{engagement}/replies", add)
        .post(comment, "/room/{engagement}/comments/edit", edit)
        .post(comment, "/room/{engagement}/comments/resolve", resolve)
}

async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Comment>(engagement)?;
    let about = About::from_key(sent.raw("about")).map_err(|_| HttpError::BadRequest)?;
    let comment = sent.raw("comment").parse().map_err(|_| HttpError::BadRequest)?;
    let mut tx = context.act().await?;
    let (to, body) = (ReplyTo::Comment(comment), sent.raw("reply"));
    let done = if context.can(Action::EditWork, engagement) {
        store::answer(&mut tx, context.may::<EditWork>(engagement)?, to, body).await
    } else {
        store::reply(&mut tx, grant, to, body).await
    };
    match done {
        Ok(replied) => {
            let said = (&replied, true);
            let stands = urls::comments(engagement, about);
            let post = letters::tell_said(&context, &mut tx, grant, &stands, said).await?;
            tx.commit().await?;
            post.send(&context);
            let page = urls::room(engagement, page_of(about), kept(&sent));
            Ok(go(&format!("{page}#comment-{comment}")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let problems = problems.into_iter().map(of_field).collect();
            refused(&context, engagement, about, Typed { sent, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The page with the form that was refused, in the version that was read.
pub(super) async fn refused(
    context: &RequestContext,
    engagement: EngagementId,
    about: About,
    typed: Typed,
) -> Result<Response, HttpError> {
    let asked = Version { version: kept(&typed.sent) };
    show(context, engagement, asked, about, StatusCode::UNPROCESSABLE_ENTITY, Some(typed)).await
}

/// A problem of the text, as the form calls its field.
fn of_field(problem: Problem) -> Problem {
    Problem { field: "reply", ..problem }
}

/// Changes what somebody said in a thread.
async fn edit(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Comment>(engagement)?;
    let about = About::from_key(sent.raw("about")).map_err(|_| HttpError::BadRequest)?;
    let comment: CommentId = sent.raw("comment").parse().map_err(|_| HttpError::BadRequest)?;
    let words = if sent.ticked("said") {
        Words::Reply(sent.raw("said").parse().map_err(|_| HttpError::BadRequest)?)
    } else {
        Words::Comment(comment)
    };
    let mut tx = context.act().await?;
    match store::edit(&mut tx, grant, words, sent.raw("edited")).await {
        Ok(mentioned) => {
            let said = (&Replied { answered: None, mentioned }, false);
            let stands = urls::comments(engagement, about);
            let post = letters::tell_said(&context, &mut tx, grant, &stands, said).await?;
            tx.commit().await?;
            post.send(&context);
            let page = urls::room(engagement, page_of(about), kept(&sent));
            Ok(go(&format!("{page}#comment-{comment}")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            refused(&context, engagement, about, Typed { sent, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Resolves a thread, or opens it again.
async fn resolve(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Comment>(engagement)?;
    let about = About::from_key(sent.raw("about")).map_err(|_| HttpError::BadRequest)?;
    let comment = sent.raw("comment").parse().map_err(|_| HttpError::BadRequest)?;
    let mut tx = context.act().await?;
    match store::resolve(&mut tx, grant, comment, sent.raw("resolved") == "true").await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&format!("{}#comments", urls::room(engagement, page_of(about), kept(&sent)))))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            refused(&context, engagement, about, Typed { sent, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}
