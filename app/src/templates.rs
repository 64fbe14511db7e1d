//! Templates of the firm, and starting another engagement from one: what is a method is taken, what is the client's is not.
//! No text of an engagement is taken unless somebody ticked it.

use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::{self, at};
use axum::extract::DefaultBodyLimit;
use axum::handler::Handler;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::template::Chosen;
use faultline::platform::ids::{EngagementId, TemplateId};
use faultline::stores::access::{Action, FirmAction, OpenEngagement, ViewWork};
use faultline::stores::engagement::{WriteError, clients};
use faultline::stores::templates as store;
use list::{TemplatesPage, Told};
use reuse::{Make, ReusePage};
use serde::Deserialize;

mod list;
mod reuse;

/// The most that the form of what is taken may send, in bytes: a tick for each of many texts.
const FORM: usize = 500_000;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (work, staff) = (Access::To(Action::ViewWork), Access::InFirm(FirmAction::OpenEngagement));
    let limit = DefaultBodyLimit::max(FORM);
    Routes::new()
        .get(work, "/e/{engagement}/reuse", choose)
        .post_though_archived(work, "/e/{engagement}/reuse", make.layer(limit))
        .get(staff, "/templates", list)
        .post(staff, "/templates/{id}/rename", rename)
        .post(staff, "/templates/{id}/remove", remove)
        .post(staff, "/templates/{id}/restore", restore)
}

async fn choose(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    reuse(&context, engagement, Form::default(), &[], StatusCode::OK).await
}

async fn reuse(
    context: &RequestContext,
    engagement: EngagementId,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let (loaded, offer) = store::offered(&mut tx, grant).await?;
    let clients = clients(&mut tx).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let form = Filled::new(sent, errors(problems));
    Ok(context.again(status, "Start from this engagement", || {
        frame::engagement(context, nav, view! { <ReusePage engagement offer clients form /> })
    }))
}

/// The texts that were ticked.
fn chosen(sent: &Form) -> Chosen {
    Chosen {
        ids: sent.all("take").filter_map(|id| id.parse().ok()).collect(),
        exclusions: sent.all("exclusion").map(str::to_owned).collect(),
    }
}

/// Opens an engagement with what is taken, or keeps it as a template.
async fn make(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let from = context.may::<ViewWork>(engagement)?;
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let (mut tx, chosen) = (context.act().await?, chosen(&sent));
    let made = match Make::of(&sent) {
        Ok(Make::Engagement { client, title }) => {
            let opened =
                store::begin(&mut tx, context.me()?, from, &chosen, (client, &title)).await;
            opened.map(|id| at(id, ""))
        }
        Ok(Make::Template { name }) => {
            let kept = store::keep(&mut tx, grant, from, &chosen, &name).await;
            kept.map(|id| format!("{}#{id}", urls::TEMPLATES))
        }
        Err(problems) => Err(WriteError::Invalid(problems)),
    };
    match made {
        Ok(to) => {
            tx.commit().await?;
            Ok(go(&to))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            reuse(&context, engagement, sent, &problems, status).await
        }
        Err(error) => Err(error.into()),
    }
}

/// What the address of the list may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Outcome {
    /// The template that was just removed.
    removed: String,
}

async fn list(
    context: RequestContext,
    Query(Outcome { removed }): Query<Outcome>,
) -> Result<Response, HttpError> {
    let told = Told { removed: removed.parse().ok(), refused: None };
    listed(&context, told, StatusCode::OK).await
}

async fn listed(
    context: &RequestContext,
    told: Told,
    status: StatusCode,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let templates = store::list(&mut *context.look().await?, grant, told.removed).await?;
    Ok(context.again(status, "Templates", || {
        frame::staff(context, view! { <TemplatesPage templates told /> })
    }))
}

async fn rename(
    context: RequestContext,
    Path(id): Path<TemplateId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let mut tx = context.act().await?;
    let renamed = store::rename(&mut tx, grant, (id, sent.version()), &sent.text("name")).await;
    match renamed {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&format!("{}#{id}", urls::TEMPLATES)))
        }
        Err(refused) => {
            drop(tx);
            again(&context, id, sent, refused).await
        }
    }
}

async fn remove(
    context: RequestContext,
    Path(id): Path<TemplateId>,
    _: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let mut tx = context.act().await?;
    store::remove(&mut tx, grant, id).await?;
    tx.commit().await?;
    Ok(go(&format!("{}?removed={id}", urls::TEMPLATES)))
}

async fn restore(
    context: RequestContext,
    Path(id): Path<TemplateId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let mut tx = context.act().await?;
    match store::restore(&mut tx, grant, id).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&format!("{}#{id}", urls::TEMPLATES)))
        }
        Err(refused) => {
            drop(tx);
            again(&context, id, sent, refused).await
        }
    }
}

/// The list again, with what is wrong with the form of a template.
async fn again(
    context: &RequestContext,
    id: TemplateId,
    mut sent: Form,
    refused: WriteError,
) -> Result<Response, HttpError> {
    let (status, problems) = match refused {
        WriteError::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        WriteError::Conflict(_) => {
            let grant = context.may_in_firm::<OpenEngagement>()?;
            let templates = store::list(&mut *context.look().await?, grant, None).await?;
            if let Some(now) = templates.iter().find(|one| one.id == id) {
                sent.set("version", now.version.to_string());
            }
            let says =
                "Someone else renamed this template meanwhile. Save again to have it your way.";
            (StatusCode::CONFLICT, vec![Problem::new("name", says)])
        }
        other => return Err(other.into()),
    };
    let refused = Some((id, Filled::new(sent, errors(&problems))));
    listed(context, Told { removed: None, refused }, status).await
}
