//! The quote in the client's room: what is offered, and the way to the decision on it.
//! It shows what was issued, as it was issued; earlier ones stay to be read.

use super::blocks::Lead;
use super::{Room, Version, front, pages};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::quote::unreadable;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Grant, ViewRoom};
use faultline::stores::quote::store as quotes;
use faultline::stores::quote::{Issued, standing};
use page::{NoQuotePage, RoomQuotePage};
use serde::Deserialize;

mod download;
mod page;

/// The routes of the quote in the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new()
        .get(Access::To(Action::ViewRoom), "/room/{engagement}/quote", open)
        .and(download::routes())
}

/// Which quote of the room; the one that stands when the address does not say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Which {
    number: String,
}

impl Which {
    /// The quote that is asked for.
    fn of<'i>(&self, issued: &'i [Issued]) -> Option<&'i Issued> {
        if self.number.is_empty() {
            return standing(issued).or_else(|| issued.first());
        }
        let number: i32 = self.number.parse().ok()?;
        issued.iter().find(|one| one.contents.number == number)
    }
}

/// What was issued in an engagement, for who may see its room.
pub(super) async fn issued(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<Vec<Issued>, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    quotes::list(&mut *context.look().await?, grant).await.map_err(unreadable)
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let grant: Grant<ViewRoom> = context.may(engagement)?;
    let Some(room) = Room::load(&context, grant, Version::default()).await? else {
        return Ok(front::nothing_yet(&context, engagement));
    };
    let issued = issued(&context, engagement).await?;
    let draw = move || {
        let body = page(&context, engagement, &room, issued, &which)?;
        let named = ("quote", "Quote");
        Ok(pages::framed(&context, engagement, &room, named, StatusCode::OK, body))
    };
    DRAWING.run(engagement.0, draw).await?
}

fn page(
    context: &RequestContext,
    engagement: EngagementId,
    room: &Room,
    mut issued: Vec<Issued>,
    which: &Which,
) -> Result<Markup, HttpError> {
    let Some(number) = which.of(&issued).map(|one| one.contents.number) else {
        let nothing = which.number.is_empty();
        return nothing.then(|| view! { <NoQuotePage /> }.into()).ok_or(HttpError::NotFound);
    };
    let at = issued.iter().position(|one| one.contents.number == number).unwrap_or_default();
    let quote = issued.remove(at);
    let waits = quote.waits(Utc::now().date_naive());
    let may_answer = context.can(Action::Decide, engagement) && waits;
    let (snapshot, lead) = (room.snapshot.clone(), Lead::Room { engagement, version: room.asked });
    let others = issued;
    let page = view! { <RoomQuotePage engagement quote others waits may_answer snapshot lead /> };
    Ok(page.into())
}
