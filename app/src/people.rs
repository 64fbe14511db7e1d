//! People: who is in the firm and at its clients, inviting them, shutting them out. For admins.
//! Links with which people set a password are made by the server; these pages only show them.

use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::PersonId;
use faultline::stores::access::{FirmAction, ManagePeople};
use faultline::stores::engagement::{Client, WriteError, clients};
use faultline::stores::people::{Person, store};
use invitation::InvitationPage;
use list::{PERSON_COLUMNS, PeoplePage};
use one::PersonPage;
use serde::Deserialize;

mod invitation;
mod invite;
pub(crate) mod link;
mod list;
mod one;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let manage = Access::InFirm(FirmAction::ManagePeople);
    Routes::new()
        .get(manage, "/people", show)
        .get(manage, "/people.csv", file)
        .get(manage, "/people/new", new)
        .get(manage, "/people/{id}", edit)
        .post(manage, "/people/{id}", change)
        .and(invite::routes())
}

/// Most people of a file that is downloaded.
const FILE: i64 = 10_000;
/// Most people that are sorted by a column.
pub const SORTED: i64 = 1_000;

/// What the list's address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words of a name, an address or a client.
    pub q: String,
    /// The column it is sorted by; by name when none is named.
    pub sort: String,
    /// The name of the last person of the page before.
    pub after: Option<String>,
    /// Their id.
    pub id: Option<PersonId>,
}

impl Search {
    /// What narrows and sorts the list.
    #[must_use]
    pub fn listing(&self) -> Listing {
        Listing { q: self.q.clone(), sort: self.sort.clone() }
    }
}

async fn show(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let (after, rows) = if search.sort.is_empty() {
        (search.after.as_deref().zip(search.id), store::PAGE + 1)
    } else {
        (None, SORTED)
    };
    let people =
        store::list(&mut *context.look().await?, grant, search.q.trim(), after, rows).await?;
    let cut = !search.sort.is_empty() && people.len() as i64 >= SORTED;
    let people = search.listing().of(people, &PERSON_COLUMNS);
    let page = || view! { <PeoplePage people search cut /> };
    Ok(context.page("People", || frame::staff(&context, page())))
}

/// The people that the address shows, as a file.
async fn file(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let mut tx = context.look().await?;
    let people = store::list(&mut tx, grant, search.q.trim(), None, FILE).await?;
    let people = search.listing().of(people, &PERSON_COLUMNS);
    listing::csv("people.csv", &people, &PERSON_COLUMNS)
}

async fn new(context: RequestContext) -> Result<Response, HttpError> {
    context.may_in_firm::<ManagePeople>()?;
    let clients = clients(&mut *context.look().await?).await?;
    Ok(invitation(&context, clients, Form::default(), &[]))
}

/// The form that invites someone, as it was sent.
fn invitation(
    context: &RequestContext,
    clients: Vec<Client>,
    sent: Form,
    problems: &[Problem],
) -> Response {
    let form = Filled::new(sent, errors(problems));
    context.render(status(problems), "Invite someone", false, || {
        frame::staff(context, view! { <InvitationPage clients form /> })
    })
}

/// A person as a form.
fn stored(person: &Person) -> Form {
    let mut sent = Form::of(vec![("name", person.name.clone())]);
    if person.disabled_at.is_some() {
        sent.push("disabled", "true");
    }
    sent
}

/// The form that changes a person, as it was sent.
fn one(
    context: &RequestContext,
    person: Person,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let form = Filled::new(sent, errors(problems));
    let (title, conflict) = (person.name.clone(), status == StatusCode::CONFLICT);
    context.render(status, &title, false, || {
        frame::staff(context, view! { <PersonPage person form conflict /> })
    })
}

async fn edit(context: RequestContext, Path(id): Path<PersonId>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let person =
        store::person(&mut *context.look().await?, grant, id).await?.ok_or(HttpError::NotFound)?;
    let sent = stored(&person);
    Ok(one(&context, person, sent, &[], StatusCode::OK))
}

async fn change(
    context: RequestContext,
    Path(id): Path<PersonId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let mut tx = context.act().await?;
    let change = store::change(
        &mut tx,
        grant,
        id,
        &sent.text("name"),
        sent.ticked("disabled"),
        sent.version(),
    )
    .await;
    let (status, problems) = match change {
        Ok(()) => {
            tx.commit().await?;
            return Ok(go(&urls::person_row(id)));
        }
        Err(WriteError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(WriteError::Conflict(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let person =
        store::person(&mut *context.look().await?, grant, id).await?.ok_or(HttpError::NotFound)?;
    Ok(one(&context, person, sent, &problems, status))
}
