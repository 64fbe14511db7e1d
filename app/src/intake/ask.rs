//! The public form: read, checked, taken in, and told to those who must hear of it.
//! It answers alike whether anything of the same sender is there, and keeps what was typed until it is taken.

use super::ask_form::{AskPage, ReceivedPage};
use crate::form::{Filled, Form, Reading, errors, go};
use crate::http::sessions::Device;
use crate::http_error::HttpError;
use crate::letters::Post;
use crate::mail::{AboutRequest, Letter};
use crate::prelude::*;
use crate::request::RequestContext;
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Complaint, Problem};
use faultline::document::intake::{Frequency, Intake, systems_in};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntakeId;
use faultline::stores::intake as store;
use faultline::stores::intake::{NewIntake, Received};
use faultline::stores::notices::{self, NoticeEvent, To, Told};

/// A field that people neither see nor fill in: what is in it was put there by a program.
pub const TRAP: &str = "homepage";
/// The box that says that names are of firms and systems.
pub const NO_PEOPLE: &str = "no_people";

/// The fields, in the order of the form: what is wrong is told in it.
const ORDER: [&str; 9] =
    ["name", "company", "email", "workflow", "starts", "notices", "how_often", "systems", "more"];

/// The form.
pub async fn show(context: RequestContext) -> Result<Response, HttpError> {
    must_be_open(&context).await?;
    Ok(page(&context, Form::default(), &[], StatusCode::OK))
}

/// Whether anyone is there to read requests; until then there is no such page.
async fn must_be_open(context: &RequestContext) -> Result<(), HttpError> {
    let mut conn = context.app.db.pool().acquire().await?;
    store::is_open(&mut conn).await?.then_some(()).ok_or(HttpError::NotFound)
}

fn page(
    context: &RequestContext,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let asks_about_names = sent.ticked(NO_PEOPLE) || !read(&sent).0.suspects().is_empty();
    let form = Filled::new(sent, errors(problems));
    context.render(status, "Request a triage", false, || {
        view! { <AskPage form asks_about_names /> }
    })
}

/// That the request has come.
pub async fn received(context: RequestContext) -> Result<Response, HttpError> {
    must_be_open(&context).await?;
    Ok(context.page("We have your request", || view! { <ReceivedPage /> }))
}

/// Takes the form in.
pub async fn send(
    context: RequestContext,
    device: Device,
    sent: Form,
) -> Result<Response, HttpError> {
    must_be_open(&context).await?;
    if !sent.text(TRAP).is_empty() {
        noted(&device, "a request that a program filled in was dropped");
        return Ok(go(urls::REQUEST_RECEIVED));
    }
    let intake = match checked(&sent) {
        Ok(intake) => intake,
        Err(problems) => {
            return Ok(page(&context, sent, &problems, StatusCode::UNPROCESSABLE_ENTITY));
        }
    };
    let mut conn = context.app.db.pool().acquire().await?;
    let received = store::receive(&mut conn, &intake).await?;
    drop(conn);
    match received {
        Received::New(id) => {
            noted(&device, "a request for a triage came");
            tell(&context, id, intake.email()).await?;
        }
        Received::Again => {}
        Received::Full => {
            let says = "So many requests wait that we take no more today. Send it again tomorrow; what you typed is still here.";
            let problem = Problem::new("", says);
            return Ok(page(&context, sent, &[problem], StatusCode::TOO_MANY_REQUESTS));
        }
    }
    Ok(go(urls::REQUEST_RECEIVED))
}

/// What the form says as it may be taken in, or what is wrong with it in the order of the form.
fn checked(sent: &Form) -> Result<NewIntake, Vec<Problem>> {
    let (answers, mut problems) = read(sent);
    match NewIntake::check(answers, sent.ticked(NO_PEOPLE)) {
        Ok(intake) if problems.is_empty() => return Ok(intake),
        Ok(_) => {}
        Err(wrong) => problems.extend(wrong),
    }
    problems.sort_by_key(|problem| ORDER.iter().position(|field| *field == problem.field));
    Err(problems)
}

/// What the form says, and what cannot be read in it.
fn read(sent: &Form) -> (Intake, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let often = "Choose how often it fails; that you don’t know is an answer too.";
    let intake = Intake {
        name: sent.text("name"),
        company: sent.text("company"),
        email: sent.text("email"),
        workflow: sent.text("workflow"),
        starts: sent.text("starts"),
        notices: sent.text("notices"),
        how_often: reading.choice::<Frequency>("how_often", often),
        systems: systems_in(&sent.text("systems")),
        symptoms: symptoms(sent),
        more: sent.text("more"),
    };
    (intake, reading.problems())
}

/// The symptoms that are ticked, each once and in the order of the catalogue.
fn symptoms(sent: &Form) -> Vec<Complaint> {
    let ticked = |one: &Complaint| sent.all("symptoms").any(|key| key == one.key());
    Complaint::ALL.iter().copied().filter(ticked).collect()
}

/// Mails whoever must hear of it, while the page goes on.
async fn tell(context: &RequestContext, id: IntakeId, asker: &str) -> Result<(), HttpError> {
    let mut conn = context.app.db.pool().acquire().await?;
    let letters = store::letters(&mut conn, id).await?;
    let mailer = &context.app.mailer;
    if letters.receipt {
        mailer.tell(asker, Letter::Request(AboutRequest::Received));
    }
    if mailer.is_configured() {
        let waits = |staff| (To::Person(staff), NoticeEvent::RequestWaits);
        let to: Vec<_> = letters.staff.into_iter().map(waits).collect();
        let page = urls::request(id);
        let told = Told { to: &to, page: &page, due_on: None };
        let noted = notices::notify_of(&mut conn, None, told).await?;
        Post::new(context, noted, &page).send(context);
    }
    Ok(())
}

/// What nobody in particular did is a line of the log; what they typed is left out.
fn noted(device: &Device, what: &'static str) {
    let Device { address, agent, .. } = device;
    tracing::info!(target: "security", %address, %agent, "{what}");
}
