//! Clients: the businesses whose integrations are rescued. For admins.
//! A client is renamed, never removed: what was done for them stays.

use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::frame;
use crate::routes::{Routes, Who};
use crate::visit::{At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::ClientId;
use faultline::stores::access::{FirmAction, ManageClients};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Client, WriteError};

mod list;
mod one;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let manage = Who::InFirm(FirmAction::ManageClients);
    Routes::new()
        .get(manage, "/clients", show)
        .post(manage, "/clients", add)
        .get(manage, "/clients/{id}", edit)
        .post(manage, "/clients/{id}", rename)
}

async fn show(visit: Visit) -> Result<Response, Fault> {
    visit.may_in_firm::<ManageClients>()?;
    page(&visit, &Sent::default(), &[]).await
}

async fn page(visit: &Visit, sent: &Sent, problems: &[Problem]) -> Result<Response, Fault> {
    let clients = store::clients(&mut *visit.look().await?).await?;
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(visit.render(status, "Clients", false, || {
        frame::staff(visit, list::view(clients, sent, problems))
    }))
}

async fn add(visit: Visit, sent: Sent) -> Result<Response, Fault> {
    let grant = visit.may_in_firm::<ManageClients>()?;
    let mut tx = visit.act().await?;
    match store::name_client(&mut tx, grant, None, &sent.text("name")).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(go(&format!("/clients#{id}")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            page(&visit, &sent, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn find(visit: &Visit, id: ClientId) -> Result<Client, Fault> {
    let clients = store::clients(&mut *visit.look().await?).await?;
    clients.into_iter().find(|client| client.id == id).ok_or(Fault::NotFound)
}

async fn edit(visit: Visit, At(id): At<ClientId>) -> Result<Response, Fault> {
    visit.may_in_firm::<ManageClients>()?;
    let client = find(&visit, id).await?;
    Ok(one::page(&visit, &client, None, &[], StatusCode::OK))
}

async fn rename(visit: Visit, At(id): At<ClientId>, sent: Sent) -> Result<Response, Fault> {
    let grant = visit.may_in_firm::<ManageClients>()?;
    let mut tx = visit.act().await?;
    let named =
        store::name_client(&mut tx, grant, Some((id, sent.version())), &sent.text("name")).await;
    let (status, problems) = match named {
        Ok(_) => {
            tx.commit().await?;
            return Ok(go(&format!("/clients#{id}")));
        }
        Err(WriteError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(WriteError::Conflict(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    Ok(one::page(&visit, &find(&visit, id).await?, Some(&sent), &problems, status))
}
