//! Erasing a client or an engagement, the certificates of it, and how long things are kept. For admins.
//! What would be erased is shown first and its name typed; from then on nothing stops it.

use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http::download::file;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use ask::{AskPage, Asked};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::{ClientId, EngagementId, ErasureId};
use faultline::stores::access::{Erase, FirmAction};
use faultline::stores::erasure as store;
use faultline::stores::erasure::certificate::{self, Backups};
use faultline::stores::erasure::{NotErased, Sealed, Target, retention};
use list::{Checked, ErasuresPage};
use one::{CertificatePage, ProgressPage, ProgressPiece};

mod ask;
mod keep;
mod list;
mod one;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let erase = Access::InFirm(FirmAction::Erase);
    Routes::new()
        .get(erase, "/clients/{id}/erase", ask_client)
        .post(erase, "/clients/{id}/erase", erase_client)
        .get(erase, "/engagements/{id}/erase", ask_engagement)
        .post(erase, "/engagements/{id}/erase", erase_engagement)
        .get(erase, "/erasures", list)
        .post(erase, "/erasures/check", check)
        .get(erase, "/erasures/{erasure}", one)
        .get(erase, "/erasures/{erasure}/progress", progress)
        .get(erase, "/erasures/{erasure}/certificate.json", json)
        .get(erase, "/erasures/{erasure}/certificate.md", markdown)
        .get(erase, "/retention", keep::edit)
        .post(erase, "/retention", keep::change)
}

async fn ask_client(
    context: RequestContext,
    Path(id): Path<ClientId>,
) -> Result<Response, HttpError> {
    ask_page(&context, Target::Client(id), Form::default(), &[]).await
}

async fn erase_client(
    context: RequestContext,
    Path(id): Path<ClientId>,
    sent: Form,
) -> Result<Response, HttpError> {
    erase(&context, Target::Client(id), sent).await
}

async fn ask_engagement(
    context: RequestContext,
    Path(id): Path<EngagementId>,
) -> Result<Response, HttpError> {
    ask_page(&context, Target::Engagement(id), Form::default(), &[]).await
}

async fn erase_engagement(
    context: RequestContext,
    Path(id): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    erase(&context, Target::Engagement(id), sent).await
}

/// The page that says what would be erased and asks for its name.
async fn ask_page(
    context: &RequestContext,
    target: Target,
    sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let mut tx = context.look().await?;
    let subject = store::subject(&mut tx, grant, target).await?.ok_or(HttpError::NotFound)?;
    let counted = store::preview(&mut tx, grant, &subject).await?;
    let mentions = store::mentions(&mut tx, grant, &subject).await?;
    let kept = retention::get(&mut tx, grant).await?;
    drop(tx);
    let backups = Backups::of(kept.backup_days, chrono::Utc::now());
    let title = format!("Erase {}", subject.name);
    let asked = Asked { subject, counted, mentions, backups };
    let form = Filled::new(sent, errors(problems));
    Ok(context.render(status(problems), &title, false, || {
        frame::staff(context, view! { <AskPage asked form /> })
    }))
}

async fn erase(
    context: &RequestContext,
    target: Target,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let mut tx = context.act().await?;
    let subject = store::subject(&mut tx, grant, target).await?.ok_or(HttpError::NotFound)?;
    let refused = match store::ask(&mut tx, grant, &subject, &sent.text("name")).await? {
        Ok(id) => {
            tx.commit().await?;
            return Ok(go(&urls::erasure(id)));
        }
        Err(refused) => refused,
    };
    drop(tx);
    let field = if refused == NotErased::OtherName { "name" } else { "" };
    ask_page(context, target, sent, &[Problem::new(field, refused.to_string())]).await
}

async fn list(context: RequestContext) -> Result<Response, HttpError> {
    list_page(&context, Form::default(), None).await
}

async fn list_page(
    context: &RequestContext,
    sent: Form,
    checked: Option<Checked>,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let mut tx = context.look().await?;
    let erasures = store::list(&mut tx, grant).await?;
    let due = store::due(&mut tx, grant).await?;
    let kept = retention::get(&mut tx, grant).await?;
    drop(tx);
    let refused = checked.as_ref().is_some_and(|checked| !checked.is_whole());
    let status = if refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let form = Filled::new(sent, errors(&[]));
    Ok(context.render(status, "Erasures", false, || {
        frame::staff(context, view! { <ErasuresPage erasures due kept checked form /> })
    }))
}

/// Says whether a certificate is whole, and whether it is one of this server's.
async fn check(context: RequestContext, sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let checked = match certificate::verify(&sent.text("certificate")) {
        Err(refused) => Checked::Refused(refused.to_string()),
        Ok((says, hash)) => {
            let kept = store::sealed(&mut *context.look().await?, grant, says.id).await?;
            let same = kept.is_some_and(|sealed| hex::encode(sealed.hash) == hash);
            Checked::Whole { number: says.number, id: says.id, ours: same }
        }
    };
    list_page(&context, sent, Some(checked)).await
}

async fn found(context: &RequestContext, id: ErasureId) -> Result<store::Erasure, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let found = store::get(&mut *context.look().await?, grant, id).await?;
    found.ok_or(HttpError::NotFound)
}

async fn one(context: RequestContext, Path(id): Path<ErasureId>) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let erasure = found(&context, id).await?;
    let title = format!("Erasure no. {}", erasure.number);
    Ok(match store::sealed(&mut *context.look().await?, grant, id).await? {
        None => {
            let body = || frame::staff(&context, view! { <ProgressPage erasure /> });
            context.waiting(&title, body)
        }
        Some(sealed) => context
            .page(&title, || frame::staff(&context, view! { <CertificatePage erasure sealed /> })),
    })
}

/// The changing piece of the page, for the script; that of an erasure that has ended leads to its certificate.
async fn progress(
    context: RequestContext,
    Path(id): Path<ErasureId>,
) -> Result<Response, HttpError> {
    let erasure = found(&context, id).await?;
    if erasure.ended.is_some() {
        return Ok(go(&urls::erasure(id)));
    }
    Ok(context.piece(|| view! { <ProgressPiece erasure /> }))
}

/// A certificate that was sealed; there is none before.
async fn sealed(context: &RequestContext, id: ErasureId) -> Result<(i32, Sealed), HttpError> {
    let grant = context.may_in_firm::<Erase>()?;
    let number = found(context, id).await?.number;
    let sealed = store::sealed(&mut *context.look().await?, grant, id).await?;
    Ok((number, sealed.ok_or(HttpError::NotFound)?))
}

async fn json(context: RequestContext, Path(id): Path<ErasureId>) -> Result<Response, HttpError> {
    let (number, sealed) = sealed(&context, id).await?;
    let name = format!("erasure-{number}.json");
    Ok(file(&name, "application/json", certificate::file(&sealed).into()))
}

async fn markdown(
    context: RequestContext,
    Path(id): Path<ErasureId>,
) -> Result<Response, HttpError> {
    let (number, sealed) = sealed(&context, id).await?;
    let read = certificate::verify(&certificate::file(&sealed));
    let (says, hash) = read.map_err(|error| HttpError::internal(&error))?;
    let name = format!("erasure-{number}.md");
    Ok(file(&name, "text/markdown; charset=utf-8", says.markdown(&hash).into()))
}
