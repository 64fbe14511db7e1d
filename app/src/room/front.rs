//! The way into the rooms: a client person's list, and a room in which nothing is published yet.
//! It tells of rooms only what was published in them, and of no other client anything.

use super::Version;
use crate::form::go;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Column, DataTable, EmptyState, PageHeader, PathBadge, PostButton, PublicShell, Tag, Time,
};
use crate::urls;
use axum::response::Response;
use faultline::document::call::VerdictPath;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Action;
use faultline::stores::room::store::{self, Room};

/// Where a client's person comes in: their room, or the list when they have several.
///
/// # Errors
/// [`HttpError::SignIn`] when nobody is signed in.
pub async fn front(context: RequestContext) -> Result<Response, HttpError> {
    match context.me()?.memberships.as_slice() {
        [only] => Ok(go(&urls::room(only.engagement, "", None))),
        _ => list(context).await,
    }
}

/// The rooms of whoever is signed in; staff begin elsewhere.
pub(super) async fn list(context: RequestContext) -> Result<Response, HttpError> {
    if context.me()?.is_staff() {
        return Ok(go("/"));
    }
    let mine: Vec<EngagementId> =
        context.me()?.memberships.iter().map(|membership| membership.engagement).collect();
    let rooms = store::rooms(&mut *context.look().await?, &mine).await?;
    let coming = mine.len().saturating_sub(rooms.len());
    let person = context.me()?.name.clone();
    Ok(context.page("Your rooms", || {
        view! { <PublicShell wide=true><RoomsPage rooms coming /><Leave person /></PublicShell> }
    }))
}

/// The page.
#[component]
fn RoomsPage(rooms: Vec<Room>, coming: usize) -> impl IntoView {
    let more = coming > 0 && !rooms.is_empty();
    let says = if coming == 1 { "One more is being prepared." } else { "More are being prepared." };
    view! {
        <PageHeader title="Your rooms" lede="What your consultants have published for you." />
        <Rooms rooms />
        {more.then(|| view! { <p>{says}</p> })}
    }
}

#[component]
fn Rooms(rooms: Vec<Room>) -> impl IntoView {
    if rooms.is_empty() {
        return Either::Left(view! {
            <EmptyState title="Nothing is published yet">
                <p>"Your consultants publish here what they found, once there is something worth reading. Whether you are mailed when they do, you choose in "<a href=urls::ACCOUNT_NOTICES>"your account"</a>"."</p>
            </EmptyState>
        });
    }
    let columns = ["Engagement", "Verdict", "Version", "Published"].map(Column::new).to_vec();
    let rows = rooms.into_iter().map(|room| view! { <RoomRow room /> }).collect_view();
    Either::Right(
        view! { <DataTable caption="Your rooms" id="rooms" columns cards=true quiet=true>{rows}</DataTable> },
    )
}

#[component]
fn RoomRow(room: Room) -> impl IntoView {
    let path = room.standing.as_deref().and_then(|key| VerdictPath::from_key(key).ok());
    let provisional = room.provisional.then(|| view! { " "<Tag word="provisional" /> });
    view! {
        <tr>
            <th scope="row" data-label="Engagement"><a href=urls::room(room.engagement, "", None)>{room.title}</a></th>
            <td data-label="Verdict"><PathBadge path />{provisional}</td>
            <td data-label="Version">{room.number}</td>
            <td data-label="Published"><Time at=room.published_at /></td>
        </tr>
    }
}

/// The answer where there is no version to read: none of this number, or none at all yet.
pub(super) fn no_version(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
) -> Result<Response, HttpError> {
    match asked.version {
        Some(_) => Err(HttpError::NotFound),
        None => Ok(nothing_yet(context, engagement)),
    }
}

/// A room in which nothing is published yet.
pub(super) fn nothing_yet(context: &RequestContext, engagement: EngagementId) -> Response {
    let is_staff = context.actor.as_ref().is_some_and(|actor| actor.is_staff());
    let may_report = context.can(Action::SubmitSample, engagement);
    let person = context.actor.as_ref().map(|actor| actor.name.clone()).unwrap_or_default();
    context.page("Nothing is published yet", || {
        view! {
            <PublicShell wide=true>
                <NothingYet engagement is_staff may_report />
                <Leave person />
            </PublicShell>
        }
    })
}

#[component]
fn NothingYet(engagement: EngagementId, is_staff: bool, may_report: bool) -> impl IntoView {
    let publish = is_staff.then(|| {
        view! { <p><a href=urls::at(engagement, "publish")>"Publish the first version"</a></p> }
    });
    let report = may_report.then(|| {
        view! { <p>"You have seen something fail? "<a href=urls::room(engagement, "samples", None)>"Report a failure"</a>"."</p> }
    });
    view! {
        <PageHeader title="Nothing is published yet" lede="This room fills when your consultants publish what they found." />
        <p>"Until then there is nothing to read here. What you see here later is a fixed version: it does not change under your hands while the work goes on."</p>
        {publish}
        <p>"What your consultants ask you stands under "<a href=urls::room(engagement, "questions", None)>"Questions"</a>"."</p>
        <p>"What your consultants need to reach stands under "<a href=urls::room(engagement, "access", None)>"Access"</a>" as soon as they ask for it."</p>
        {report}
    }
}

#[component]
fn Leave(person: String) -> impl IntoView {
    view! {
        <div class="room-leave">
            <span>{format!("You are signed in as {person}.")}</span>
            " "
            <a href="/account">"Account"</a>
            " "
            <PostButton action="/sign-out" label="Sign out" look="quiet" />
        </div>
    }
}
