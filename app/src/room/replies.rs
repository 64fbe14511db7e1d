//! Replies to comments, from within the room: whoever may comment may reply.

use super::{Typed, Version, kept, page_of, show};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Comment};
use faultline::stores::engagement::WriteError;
use faultline::stores::room::About;
use faultline::stores::room::store::{self, ReplyTo};

/// The routes of replies.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().post(Access::To(Action::Comment), "/room/{engagement}/replies", add)
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
    match store::reply(&mut tx, grant, ReplyTo::Comment(comment), sent.raw("reply")).await {
        Ok(()) => {
            tx.commit().await?;
            let page = urls::room(engagement, page_of(about), kept(&sent));
            Ok(go(&format!("{page}#comment-{comment}")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let asked = Version { version: kept(&sent) };
            let problems = problems.into_iter().map(of_field).collect();
            let typed = Some(Typed { sent, problems });
            show(&context, engagement, asked, about, StatusCode::UNPROCESSABLE_ENTITY, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// A problem of the text, as the form calls its field.
fn of_field(problem: Problem) -> Problem {
    Problem { field: "reply", ..problem }
}
