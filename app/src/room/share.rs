//! Sharing one item of a version by a link: making it, who opened it, and ending it at once.
//! A link is shown once to whoever made it; only its hash is kept.

use super::pages::framed;
use super::{Room, Version, front};
use crate::form::{Filled, Form, Reading, errors, go, status};
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::password::Passwords;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::token::Token;
use crate::urls;
use axum::Extension;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::delivery::shared::Item;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{EngagementId, ShareId};
use faultline::stores::access::{Action, Share, ViewRoom, ViewWork};
use faultline::stores::engagement::{WriteError, load};
use faultline::stores::room::Snapshot;
use faultline::stores::shares::store::{self, Hashes};
use faultline::stores::shares::{NewShare, USUAL_DAYS};
use list::SharesPage;
use page::{MadePage, RoomSharesPage};

mod list;
mod open;
mod page;
mod shown;

/// The routes of sharing.
pub(super) fn routes() -> Routes {
    let share = Access::To(Action::Share);
    Routes::new()
        .get(share, "/room/{engagement}/shares", show)
        .post(share, "/room/{engagement}/shares", make)
        .post_though_archived(share, "/room/{engagement}/shares/{id}/revoke", revoke)
        .get(Access::To(Action::ViewWork), "/e/{engagement}/shares", of_staff)
        .and(open::routes())
}

async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    page(&context, engagement, asked, Form::default(), &[]).await
}

/// The links of the room, and the form that makes one of the version that is read.
async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
    sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<Share>(engagement)?;
    let Some(room) = Room::load(context, context.may::<ViewRoom>(engagement)?, asked).await? else {
        return front::no_version(context, engagement, asked);
    };
    let shares = store::list(&mut *context.look().await?, grant).await?;
    let (status, form) = (status(problems), Filled::new(sent, errors(problems)));
    let (context, staff) = (context.clone(), context.can(Action::ViewWork, engagement));
    let draw = move || {
        let (version, items) = (room.number(), Item::all(&room.snapshot));
        let body = view! { <RoomSharesPage engagement version items shares staff form /> };
        framed(&context, engagement, &room, ("shares", "Share"), status, body.into())
    };
    DRAWING.run(engagement.0, draw).await
}

async fn make(
    context: RequestContext,
    Extension(passwords): Extension<Passwords>,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Share>(engagement)?;
    let asked = Version { version: sent.raw("version").parse().ok() };
    let snapshot = super::published(&context, engagement, asked).await?;
    let snapshot = snapshot.ok_or(HttpError::NotFound)?;
    let new = match read(&snapshot, &sent) {
        Ok(new) => new,
        Err(problems) => return page(&context, engagement, asked, sent, &problems).await,
    };
    let password = match password_of(&passwords, &sent, &new).await? {
        Ok(password) => password,
        Err(problem) => return page(&context, engagement, asked, sent, &[problem]).await,
    };
    let token = Token::new();
    let hash = token.hash();
    let hashes = Hashes { token: &hash, password: password.as_deref() };
    let mut tx = context.act().await?;
    match store::create(&mut tx, grant, &new, hashes).await {
        Ok(_) => tx.commit().await?,
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            return page(&context, engagement, asked, sent, &problems).await;
        }
        Err(error) => return Err(error.into()),
    }
    let url = format!("{}{}", context.app.public_url, urls::shared(token.text()));
    made(&context, engagement, (new, url, password.is_some())).await
}

/// The page that shows a new link, this once.
async fn made(
    context: &RequestContext,
    engagement: EngagementId,
    (new, url, has_password): (NewShare, String, bool),
) -> Result<Response, HttpError> {
    let asked = Version { version: Some(new.version) };
    let room = Room::load(context, context.may::<ViewRoom>(engagement)?, asked).await?;
    let (context, room) = (context.clone(), room.ok_or(HttpError::NotFound)?);
    let draw = move || {
        let body = view! { <MadePage engagement new url has_password /> };
        framed(&context, engagement, &room, ("shares", "Share"), StatusCode::OK, body.into())
    };
    DRAWING.run(engagement.0, draw).await
}

/// The link that a form asks for.
fn read(snapshot: &Snapshot, sent: &Form) -> Result<NewShare, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let days = reading.optional::<i64>("days", "Give a number of days from 1 to 90.");
    let item = reading.parse::<Item>("item", "Choose what to share.");
    let label = item.and_then(|item| item.label(snapshot));
    if item.is_some() && label.is_none() {
        reading.problem("item", "This version has no such part. Choose another.");
    }
    let new = NewShare {
        version: snapshot.contents().number,
        item: item.map(|item| item.to_string()).unwrap_or_default(),
        label: label.unwrap_or_default(),
        note: sent.text("note"),
        days: days.unwrap_or(USUAL_DAYS),
        asks_name: sent.ticked("asks_name"),
    };
    let mut problems = reading.problems();
    problems.extend(new.problems());
    if problems.is_empty() { Ok(new) } else { Err(problems) }
}

/// The hash of the password that a link gets, or what is wrong with it; nothing where none was typed.
async fn password_of(
    passwords: &Passwords,
    sent: &Form,
    new: &NewShare,
) -> Result<Result<Option<String>, Problem>, HttpError> {
    let password = sent.raw("password");
    if password.is_empty() {
        return Ok(Ok(None));
    }
    let turn = passwords.turn()?;
    if let Some(weakness) = turn.weakness(password, [&new.label, &new.note]).await? {
        return Ok(Err(Problem::new("password", weakness)));
    }
    Ok(Ok(Some(turn.hash(password).await?)))
}

async fn revoke(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ShareId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Share>(engagement)?;
    let mut tx = context.act().await?;
    store::revoke(&mut tx, grant, id).await?;
    tx.commit().await?;
    let at_work = sent.ticked("work") && context.can(Action::ViewWork, engagement);
    Ok(go(&if at_work {
        urls::at(engagement, "shares")
    } else {
        urls::room(engagement, "shares", None)
    }))
}

/// Every link of the engagement, for staff.
async fn of_staff(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let (work, grant) = (context.may::<ViewWork>(engagement)?, context.may::<Share>(engagement)?);
    let mut tx = context.look().await?;
    let loaded = load(&mut tx, work).await?;
    let shares = store::list(&mut tx, grant).await?;
    drop(tx);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    Ok(context.page("Shared links", || {
        frame::engagement(&context, nav, view! { <SharesPage engagement shares /> })
    }))
}
