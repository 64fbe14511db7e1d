//! Clients: the businesses whose integrations are rescued. For admins.
//! A client is renamed here; what is kept of one is erased on a page of its own, as a whole.

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
use faultline::platform::ids::ClientId;
use faultline::stores::access::{FirmAction, ManageClients};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Client, WriteError};
use list::{CLIENT_COLUMNS, ClientsPage};
use one::ClientPage;

mod list;
mod one;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let manage = Access::InFirm(FirmAction::ManageClients);
    Routes::new()
        .get(manage, "/clients", show)
        .get(manage, "/clients.csv", file)
        .post(manage, "/clients", add)
        .get(manage, "/clients/{id}", edit)
        .post(manage, "/clients/{id}", rename)
}

async fn show(
    context: RequestContext,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    context.may_in_firm::<ManageClients>()?;
    page(&context, listing, &Form::default(), &[]).await
}

/// The clients that the address shows, as a file.
async fn file(
    context: RequestContext,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    context.may_in_firm::<ManageClients>()?;
    let clients = store::clients(&mut *context.look().await?).await?;
    listing::csv("clients.csv", &asked.of(clients, &CLIENT_COLUMNS), &CLIENT_COLUMNS)
}

async fn page(
    context: &RequestContext,
    listing: Listing,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let clients = store::clients(&mut *context.look().await?).await?;
    let clients = listing.of(clients, &CLIENT_COLUMNS);
    let form = Filled::new(sent.clone(), errors(problems));
    Ok(context.render(status(problems), "Clients", false, || {
        frame::staff(context, view! { <ClientsPage clients listing form /> })
    }))
}

async fn add(context: RequestContext, sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManageClients>()?;
    let mut tx = context.act().await?;
    match store::name_client(&mut tx, grant, None, &sent.text("name")).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(go(&urls::client_row(id)))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            page(&context, Listing::default(), &sent, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn find(context: &RequestContext, id: ClientId) -> Result<Client, HttpError> {
    let clients = store::clients(&mut *context.look().await?).await?;
    clients.into_iter().find(|client| client.id == id).ok_or(HttpError::NotFound)
}

async fn edit(context: RequestContext, Path(id): Path<ClientId>) -> Result<Response, HttpError> {
    context.may_in_firm::<ManageClients>()?;
    let client = find(&context, id).await?;
    let sent = Form::of(vec![("name", client.name.clone())]);
    Ok(one(&context, client, sent, &[], StatusCode::OK))
}

fn one(
    context: &RequestContext,
    client: Client,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let (title, conflict) = (client.name.clone(), status == StatusCode::CONFLICT);
    let form = Filled::new(sent, errors(problems));
    context.render(status, &title, false, || {
        frame::staff(context, view! { <ClientPage client form conflict /> })
    })
}

async fn rename(
    context: RequestContext,
    Path(id): Path<ClientId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<ManageClients>()?;
    let mut tx = context.act().await?;
    let named =
        store::name_client(&mut tx, grant, Some((id, sent.version())), &sent.text("name")).await;
    let (status, problems) = match named {
        Ok(_) => {
            tx.commit().await?;
            return Ok(go(&urls::client_row(id)));
        }
        Err(WriteError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(WriteError::Conflict(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    Ok(one(&context, find(&context, id).await?, sent, &problems, status))
}
