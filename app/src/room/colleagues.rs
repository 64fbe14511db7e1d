//! The people of the room, and asking for a colleague to be let in.
//! Nobody of the client lets anybody in: a request waits for the consultants, who answer it in their inbox.

use super::pages::framed;
use super::{Room, Version, front};
use crate::form::{Filled, Form, errors, go, status};
use crate::http_error::HttpError;
use crate::letters;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, InviteColleague, ViewRoom};
use faultline::stores::colleagues::{self as store, Asked};
use faultline::stores::engagement::WriteError;
use faultline::stores::notices::NoticeEvent;
use page::ColleaguesPage;

mod page;

/// The routes of the people of a room.
pub(super) fn routes() -> Routes {
    Routes::new().get(Access::To(Action::ViewRoom), "/room/{engagement}/colleagues", show).post(
        Access::To(Action::InviteColleague),
        "/room/{engagement}/colleagues",
        ask,
    )
}

async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    page(&context, engagement, asked, Form::default(), &[]).await
}

/// Who is in the room, who was asked for, and the form.
async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
    sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    let Some(room) = Room::load(context, grant, asked).await? else {
        return front::no_version(context, engagement, asked);
    };
    let colleagues = store::list(&mut *context.look().await?, grant).await?;
    let people = room.since.people.clone();
    let may_ask = context.can(Action::InviteColleague, engagement);
    let (status, form) = (status(problems), Filled::new(sent, errors(problems)));
    let form = may_ask.then_some(form);
    let body = view! { <ColleaguesPage engagement people colleagues form /> };
    Ok(framed(context, engagement, &room, ("colleagues", "People"), status, body.into()))
}

async fn ask(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<InviteColleague>(engagement)?;
    let (name, email) = (sent.raw("name").to_owned(), sent.raw("email").to_owned());
    let capacity = sent.raw("capacity").parse().ok();
    let asked = Asked { name: &name, email: &email, capacity };
    let mut tx = context.act().await?;
    match store::ask(&mut tx, grant, asked).await {
        Ok(_) => {
            let event = NoticeEvent::ColleagueAsked;
            let post = letters::tell_staff(&context, &mut tx, grant, event).await?;
            tx.commit().await?;
            post.send(&context);
            Ok(go(&format!("{}#asked", urls::room(engagement, "colleagues", None))))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            page(&context, engagement, Version::default(), sent, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}
