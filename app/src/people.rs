//! People: who is in the firm and at its clients, inviting them, shutting them out. For admins.
//! Links with which people set a password are made by the server; these pages only show them.

use crate::form::{Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::response::Response;
use faultline::platform::ids::PersonId;
use faultline::stores::access::{FirmAction, ManagePeople};
use faultline::stores::engagement::{WriteError, clients};
use faultline::stores::people::store;
use serde::Deserialize;

pub mod invitation;
mod invite;
pub mod link;
mod list;
pub mod one;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let manage = Access::InFirm(FirmAction::ManagePeople);
    Routes::new()
        .get(manage, "/people", show)
        .get(manage, "/people/new", new)
        .get(manage, "/people/{id}", edit)
        .post(manage, "/people/{id}", change)
        .and(invite::routes())
}

/// What the list's address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words of a name, an address or a client.
    pub q: String,
    /// The name of the last person of the page before.
    pub after: Option<String>,
    /// Their id.
    pub id: Option<PersonId>,
}

async fn show(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let after = search.after.as_deref().zip(search.id);
    let people = store::list(&mut *context.look().await?, grant, search.q.trim(), after).await?;
    Ok(context.page("People", || frame::staff(&context, list::view(people, &search))))
}

async fn new(context: RequestContext) -> Result<Response, HttpError> {
    context.may_in_firm::<ManagePeople>()?;
    let clients = clients(&mut *context.look().await?).await?;
    Ok(invitation::page(&context, &clients, &Form::default(), &[]))
}

async fn edit(context: RequestContext, Path(id): Path<PersonId>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManagePeople>()?;
    let person =
        store::person(&mut *context.look().await?, grant, id).await?.ok_or(HttpError::NotFound)?;
    Ok(one::page(&context, &person, None, None))
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
    let refusal = match change {
        Ok(()) => {
            tx.commit().await?;
            return Ok(go(&urls::person_row(id)));
        }
        Err(WriteError::Invalid(problems)) => one::Refusal::Invalid(problems),
        Err(WriteError::Conflict(_)) => one::Refusal::Conflict,
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    let person =
        store::person(&mut *context.look().await?, grant, id).await?.ok_or(HttpError::NotFound)?;
    Ok(one::page(&context, &person, Some(&sent), Some(&refusal)))
}
