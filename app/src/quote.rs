//! The quote: the draft with its hours and range, what is issued of it, and what became of that.
//! What it comes to is judged from the document; nothing is worked out here.

use crate::editing::part::{open_with, save_one};
use crate::editing::{Refusal, save_with};
use crate::form::{Form, go};
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::letters;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::FormErrors;
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::quote::{MOST_TAKEN, Quote};
use faultline::engines::tables::single::Doubt;
use faultline::judgement::quote::{Record, draft, filled, sprint};
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::{Action, EditWork, Grant, Publish, ViewRoom, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};
use faultline::stores::firm::{FirmSettings, store as firm};
use faultline::stores::notices::{NoticeEvent, To};
use faultline::stores::quote::Issued;
use faultline::stores::quote::store as quotes;
use page::{QuotePage, Shown};

mod edit;
mod edit_ledger;
mod form;
mod hours;
mod issued;
mod page;
mod rows;
mod view;

pub use hours::{CurveChart, HoursChart};

/// The largest form: two hundred lines with all they say.
const FORM: usize = 2_000_000;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (edit, issue) = (Access::To(Action::EditWork), Access::To(Action::Publish));
    Routes::new()
        .get(Access::To(Action::ViewWork), "/e/{engagement}/quote", open)
        .get(edit, "/e/{engagement}/quote/edit", edit_draft)
        .form(edit, "/e/{engagement}/quote/edit", FORM, save_draft)
        .post(edit, "/e/{engagement}/quote/fill", fill_draft)
        .post(edit, "/e/{engagement}/quote/sprint", take_sprint)
        .post(issue, "/e/{engagement}/quote/issue", issue_draft)
        .post(edit, "/e/{engagement}/quote/hours", close)
        .post(issue, "/e/{engagement}/quote/assumption", settle)
}

/// Everything that the page shows: the document, what was issued, the firm's record, and whether a version is published.
struct Read {
    loaded: Loaded,
    issued: Vec<Issued>,
    record: Record,
    published: bool,
}

async fn read(context: &RequestContext, engagement: EngagementId) -> Result<Read, HttpError> {
    let grant: Grant<ViewWork> = context.may(engagement)?;
    let room: Grant<ViewRoom> = context.may(engagement)?;
    let mut tx = context.look().await?;
    let loaded = store::load(&mut tx, grant).await?;
    let issued = quotes::list(&mut tx, room).await.map_err(unreadable)?;
    let record = quotes::record(&mut tx, grant).await?;
    let published = quotes::has_basis(&mut tx, grant).await?;
    Ok(Read { loaded, issued, record, published })
}

/// The fault to answer with when a quote is not what was issued.
pub fn unreadable(error: quotes::ReadError) -> HttpError {
    match error {
        quotes::ReadError::Database(error) => error.into(),
        error => HttpError::internal(&error),
    }
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    show(&context, engagement, StatusCode::OK, FormErrors::new(), Form::default()).await
}

/// The page, with what is wrong with a form that was sent to it.
async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    status: StatusCode,
    errors: FormErrors,
    sent: Form,
) -> Result<Response, HttpError> {
    let read = read(context, engagement).await?;
    let may_edit = frame::may_edit(context, engagement);
    let may_issue = context.can(Action::Publish, engagement);
    let context = context.clone();
    let draw = move || {
        let nav = frame::nav(&read.loaded.document, &read.loaded.digest);
        let shown = Shown::of(read, may_edit, may_issue);
        context.render(status, "Quote", false, || {
            let form = crate::form::Filled::new(sent, errors);
            frame::engagement(&context, nav, view! { <QuotePage shown form /> })
        })
    };
    DRAWING.run(engagement.0, draw).await
}

/// The page again, after a form of it was refused.
async fn again(
    context: &RequestContext,
    engagement: EngagementId,
    sent: Form,
    refused: WriteError,
) -> Result<Response, HttpError> {
    let (status, problems) = match refused {
        WriteError::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        WriteError::Conflict(_) => {
            let says = "This changed while you were reading. The page shows it as it is now; look again, then send it once more.";
            (StatusCode::CONFLICT, vec![Problem::new("", says)])
        }
        other => return Err(other.into()),
    };
    show(context, engagement, status, crate::form::errors(&problems), sent).await
}

async fn edit_draft(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let firm = terms_of_firm(&context).await?;
    let prepare = move |document: &Engagement, sent: &mut Form| {
        if document.quotes.is_empty() {
            let mut terms = draft(document, PartId::new);
            firm.begin(&mut terms, document.as_of.date_naive());
            form::put_terms(sent, &terms);
        }
    };
    open_with::<Quote>(&context, engagement, (), None, prepare).await
}

/// What the firm's new quotes begin with.
async fn terms_of_firm(context: &RequestContext) -> Result<FirmSettings, HttpError> {
    Ok(firm::firm(&mut *context.look().await?).await?.settings)
}

async fn save_draft(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_one::<Quote>(&context, engagement, (), Some(()), sent).await
}

/// Saves the draft as a function of the document makes it, unless something is wrong with it, and leads back to the page.
async fn save_as(
    context: &RequestContext,
    engagement: EngagementId,
    sent: Form,
    make: impl FnOnce(&Engagement) -> (Quote, Vec<Problem>),
) -> Result<Response, HttpError> {
    let read = |document: &Engagement| {
        let (quote, problems) = make(document);
        (Part::Quote(quote), problems)
    };
    let refused = match save_with(context, engagement, &sent, read).await? {
        Ok(_) => return Ok(go(&at(engagement, "quote"))),
        Err(Refusal::Invalid(problems)) => WriteError::Invalid(problems),
        Err(Refusal::Conflict(theirs)) => WriteError::Conflict(theirs),
    };
    again(context, engagement, sent, refused).await
}

/// Adds what the document asks for and the draft does not have yet.
async fn fill_draft(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let firm = terms_of_firm(&context).await?;
    let make = move |document: &Engagement| {
        let mut draft = filled(document, PartId::new);
        if document.quotes.is_empty() {
            firm.begin(&mut draft, document.as_of.date_naive());
        }
        (draft, Vec::new())
    };
    save_as(&context, engagement, sent, make).await
}

/// Offers the lines of the proposed sprint, and no others. Without a draft there is none: an empty one is not begun by it.
async fn take_sprint(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let record = quotes::record(&mut *context.look().await?, grant).await?;
    let make = move |document: &Engagement| {
        let says = "There is no draft to offer a sprint of. Begin one first.";
        let none = document.quotes.iter().all(|quote| quote.lines.is_empty());
        let lacking = none.then(|| Problem::new("", says));
        (sprint(document, &record, PartId::new), lacking.into_iter().collect())
    };
    save_as(&context, engagement, sent, make).await
}

async fn issue_draft(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Publish> = context.may(engagement)?;
    let mut tx = context.act().await?;
    match quotes::issue(&mut tx, grant, sent.version()).await {
        Ok(_) => {
            let told = (To::Clients, NoticeEvent::QuoteIssued);
            let post = letters::tell_client(&context, &mut tx, grant, "quote", told).await?;
            tx.commit().await?;
            post.send(&context);
            Ok(go(&at(engagement, "quote#issued")))
        }
        Err(refused) => {
            drop(tx);
            again(&context, engagement, sent, refused).await
        }
    }
}

/// Records what an accepted quote took.
async fn close(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let number = sent.raw("number").parse().map_err(|_| HttpError::BadRequest)?;
    let took = sent.text("took");
    let minutes = match form::minutes(&took, MOST_TAKEN) {
        Err(doubt @ Doubt::Either(..)) => {
            let problem = Problem::new("took", format!("“{took}” hours {doubt}."));
            return again(&context, engagement, sent, WriteError::Invalid(vec![problem])).await;
        }
        read => read.ok().and_then(|it| i32::try_from(it).ok()),
    };
    let mut tx = context.act().await?;
    let closed =
        quotes::close(&mut tx, grant, number, sent.version(), minutes.unwrap_or_default()).await;
    match closed {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, "quote#issued")))
        }
        Err(refused) => {
            drop(tx);
            again(&context, engagement, sent, refused).await
        }
    }
}

/// Records what the test of an assumption came to.
async fn settle(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<Publish> = context.may(engagement)?;
    let number = sent.raw("number").parse().map_err(|_| HttpError::BadRequest)?;
    let assumption: PartId = sent.raw("assumption").parse().map_err(|_| HttpError::BadRequest)?;
    let holds = match sent.raw("holds") {
        "yes" => true,
        "no" => false,
        _ => {
            let problem = Problem::new("holds", "Say whether it holds.");
            let refused = WriteError::Invalid(vec![problem]);
            return again(&context, engagement, sent, refused).await;
        }
    };
    let mut tx = context.act().await?;
    let found = sent.raw("found");
    match quotes::test_assumption(&mut tx, grant, number, assumption, holds, found).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&at(engagement, "quote#issued")))
        }
        Err(refused) => {
            drop(tx);
            again(&context, engagement, sent, refused).await
        }
    }
}
