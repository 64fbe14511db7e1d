//! Intake: the page on which anyone asks for a triage, and the inbox in which staff take a request or decline it.
//! Whoever asks learns nothing of what is there; a request that was taken is found by those who work on its engagement.

use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http::limit::limited;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::mail::{AboutRequest, Delivery};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::intake::IntakeState;
use faultline::platform::ids::IntakeId;
use faultline::stores::access::{FirmAction, FirmGrant, OpenEngagement};
use faultline::stores::engagement::{WriteError, clients};
use faultline::stores::intake as store;
use faultline::stores::intake::{ClientOf, IntakeRequest, Narrowed, Requests};
use list::{REQUEST_COLUMNS, RequestsPage};
use one::{RequestPage, Shown};
use serde::Deserialize;

mod ask;
mod ask_form;
mod list;
mod one;

/// The most that the public form may send, in bytes.
const FORM: usize = 64 * 1024;
/// The most requests that the inbox shows.
const LISTED: i64 = 1_000;
/// The most requests that a file holds.
const WRITTEN: i64 = 100_000;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let staff = Access::InFirm(FirmAction::OpenEngagement);
    Routes::new()
        .get(Access::Anyone, "/request", ask::show)
        .form(Access::Anyone, "/request", FORM, limited(ask::send))
        .get(Access::Anyone, "/request/received", ask::received)
        .get(staff, "/requests", inbox)
        .get(staff, "/requests.csv", file)
        .get(staff, "/requests/{id}", open)
        .post(staff, "/requests/{id}/accept", accept)
        .post(staff, "/requests/{id}/decline", decline)
}

/// What the inbox's address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words that a request must have.
    pub q: String,
    /// The column it is sorted by.
    pub sort: String,
    /// A state, `all`, or those that wait.
    pub state: String,
}

impl Search {
    fn listing(&self) -> Listing {
        Listing { q: self.q.clone(), sort: self.sort.clone() }
    }

    /// What the database is asked for.
    fn narrowed(&self, most: i64) -> Narrowed<'_> {
        let state = self.state.parse().unwrap_or(IntakeState::Waiting);
        Narrowed { state: (self.state != "all").then_some(state), words: &self.q, most }
    }
}

/// The requests that the address shows, sorted as it says.
async fn requests(
    context: &RequestContext,
    search: &Search,
    most: i64,
) -> Result<Requests, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let mut tx = context.look().await?;
    let found = store::list(&mut tx, grant, search.narrowed(most)).await?;
    // The words were looked for in the database.
    let sorting = Listing { q: String::new(), ..search.listing() };
    Ok(Requests { rows: sorting.of(found.rows, &REQUEST_COLUMNS), ..found })
}

async fn inbox(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let found = requests(&context, &search, LISTED).await?;
    Ok(context.page("Requests", || frame::staff(&context, view! { <RequestsPage found search /> })))
}

/// The requests that the address shows, as a file.
async fn file(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let found = requests(&context, &search, WRITTEN).await?;
    listing::csv("requests.csv", &found.rows, &REQUEST_COLUMNS)
}

/// What just happened, as the address says.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Done {
    told: String,
}

async fn open(
    context: RequestContext,
    Path(id): Path<IntakeId>,
    Query(done): Query<Done>,
) -> Result<Response, HttpError> {
    show(&context, id, Form::default(), &[], StatusCode::OK, told(&done.told)).await
}

/// The page of a request, with what is wrong with a form that was sent to it.
async fn show(
    context: &RequestContext,
    id: IntakeId,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
    told: Option<Delivery>,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let mut tx = context.look().await?;
    let request = store::find(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let waits = request.state == IntakeState::Waiting;
    let clients = if waits { clients(&mut tx).await? } else { Vec::new() };
    drop(tx);
    let title = format!("Request of {}", request.answers.company);
    // Of two who answer at once, the second finds no form to put right.
    let conflict = status == StatusCode::CONFLICT || (!waits && !problems.is_empty());
    let mails = context.app.mailer.is_configured();
    let shown = Shown { request, clients, told, conflict, mails };
    let form = Filled::new(sent, errors(problems));
    Ok(context.render(status, &title, false, || {
        frame::staff(context, view! { <RequestPage shown form /> })
    }))
}

async fn accept(
    context: RequestContext,
    Path(id): Path<IntakeId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let request = found(&context, grant, id).await?;
    let name = sent.text("client_name");
    let client = sent.text("client").parse().map_or(ClientOf::New(&name), ClientOf::Known);
    let mut tx = context.act().await?;
    let of = (id, sent.version());
    let taken = store::accept(&mut tx, context.me()?, of, client, &sent.text("title")).await;
    match taken {
        Ok(_) => {
            tx.commit().await?;
            answered(&context, &request, AboutRequest::Accepted).await
        }
        Err(refused) => {
            drop(tx);
            again(&context, id, sent, refused).await
        }
    }
}

async fn decline(
    context: RequestContext,
    Path(id): Path<IntakeId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let request = found(&context, grant, id).await?;
    let mut tx = context.act().await?;
    match store::decline(&mut tx, grant, (id, sent.version()), &sent.text("reason")).await {
        Ok(reason) => {
            tx.commit().await?;
            answered(&context, &request, AboutRequest::Declined(reason)).await
        }
        Err(refused) => {
            drop(tx);
            again(&context, id, sent, refused).await
        }
    }
}

/// The request, before anything of the form is looked at.
async fn found(
    context: &RequestContext,
    grant: FirmGrant<OpenEngagement>,
    id: IntakeId,
) -> Result<IntakeRequest, HttpError> {
    let mut tx = context.look().await?;
    store::find(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)
}

/// Mails the answer, and leads back to the request, which says what became of the mail.
async fn answered(
    context: &RequestContext,
    request: &IntakeRequest,
    about: AboutRequest,
) -> Result<Response, HttpError> {
    let delivery = match request.answers.email.parse() {
        Ok(to) => context.app.mailer.answer(to, about).await,
        // Redaction has taken the address away.
        Err(_) => Delivery::NotConfigured,
    };
    Ok(go(&format!("{}?told={}", urls::request(request.id), word(delivery))))
}

/// The page again, after a form of it was refused.
async fn again(
    context: &RequestContext,
    id: IntakeId,
    sent: Form,
    refused: WriteError,
) -> Result<Response, HttpError> {
    let (status, problems) = match refused {
        WriteError::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        WriteError::Conflict(_) => (StatusCode::CONFLICT, Vec::new()),
        other => return Err(other.into()),
    };
    show(context, id, sent, &problems, status, None).await
}

/// What became of a mail, as an address says it.
fn word(delivery: Delivery) -> &'static str {
    match delivery {
        Delivery::Mailed => "mailed",
        Delivery::NotConfigured => "not-configured",
        Delivery::Refused => "refused",
        Delivery::Deferred => "deferred",
        Delivery::Failed => "failed",
    }
}

fn told(word: &str) -> Option<Delivery> {
    let all = [
        Delivery::Mailed,
        Delivery::NotConfigured,
        Delivery::Refused,
        Delivery::Deferred,
        Delivery::Failed,
    ];
    all.into_iter().find(|delivery| self::word(*delivery) == word)
}
