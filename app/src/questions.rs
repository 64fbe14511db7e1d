//! Questions to the client: what nobody knows is asked of a named person, and what came back is taken over or put aside.
//! The client answers in the room; nothing here answers for them.

use crate::form::{self, Filled, Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::letters::{self, Post};
use crate::listing::{self, Listing};
use crate::mail::{AboutQuestion, Letter};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::{self, at};
use ask::AskPage;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::document::questions::{Question, Sought, is_unknown, thing};
use faultline::platform::ids::{EngagementId, QuestionId};
use faultline::stores::access::{Action, EditWork, Grant, ViewWork};
use faultline::stores::db::Tx;
use faultline::stores::engagement as engagements;
use faultline::stores::engagement::{Loaded, WriteError};
use faultline::stores::notices::{NoticeEvent, To, Told};
use faultline::stores::questions as store;
use lines::QUESTION_COLUMNS;
use list::QuestionsPage;
use one::QuestionPage;
use serde::Deserialize;

mod ask;
mod lines;
mod list;
mod one;
mod parts;
mod unknown;
mod waits;

pub use parts::{QuestionFacts, StateBadge};
pub use unknown::ask_about;
pub use waits::{WaitsSection, open_questions};

/// What is said to whoever answers or closes what somebody else answered or closed meanwhile.
pub const CHANGED: &str =
    "This was answered or closed while you were reading. The page shows it as it is now.";

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/questions", list)
        .get(view, "/e/{engagement}/questions.csv", file)
        .get(edit, "/e/{engagement}/questions/new", new)
        .post(edit, "/e/{engagement}/questions/new", add)
        .get(view, "/e/{engagement}/questions/{question}", open)
        .post(edit, "/e/{engagement}/questions/{question}/take-over", take_over)
        .post(edit, "/e/{engagement}/questions/{question}/put-aside", put_aside)
        .post(edit, "/e/{engagement}/questions/{question}/withdraw", withdraw)
}

/// A document and the questions about it.
async fn load(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<(Loaded, Vec<Question>), HttpError> {
    let grant: Grant<ViewWork> = context.may(engagement)?;
    let mut tx = context.look().await?;
    Ok((engagements::load(&mut tx, grant).await?, store::read(&mut tx, grant).await?))
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    let (loaded, questions) = load(&context, engagement).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(&context, engagement));
    Ok(context.page("Questions", || {
        let page = view! { <QuestionsPage document questions listing may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}

/// The questions that the address shows, as a file, the newest first as on the page.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant: Grant<ViewWork> = context.may(engagement)?;
    let questions = store::read(&mut *context.look().await?, grant).await?;
    let rows = asked.of(questions.into_iter().rev().collect(), &QUESTION_COLUMNS);
    listing::csv("questions.csv", &rows, &QUESTION_COLUMNS)
}

/// What is asked about, as an address says it.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct What {
    about: String,
}

async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(what): Query<What>,
) -> Result<Response, HttpError> {
    let Ok(sought) = what.about.parse() else {
        // Whether there is such an engagement is asked first, as for every page of one.
        load(&context, engagement).await?;
        return Ok(go(&format!("{}#unknown", at(engagement, "questions"))));
    };
    asking(&context, engagement, sought, StatusCode::OK, None).await
}

/// The page that asks the client; a form of it that was refused comes back as it was sent.
async fn asking(
    context: &RequestContext,
    engagement: EngagementId,
    sought: Sought,
    status: StatusCode,
    sent: Option<Filled>,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.look().await?;
    let loaded = engagements::load(&mut tx, grant).await?;
    let answerers = store::answerers(&mut tx, grant).await?;
    drop(tx);
    let thing = thing(&loaded.document, sought).ok_or(HttpError::NotFound)?.to_owned();
    if sent.is_none() && !is_unknown(&loaded.document, sought) {
        return Ok(go(&format!("{}#unknown", at(engagement, "questions"))));
    }
    let blank = || ask::blank(&loaded.document, sought, &thing, &answerers);
    let form = sent.unwrap_or_else(blank);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    Ok(context.render(status, "Ask the client", false, || {
        let page = view! { <AskPage engagement sought thing answerers form /> };
        frame::engagement(context, nav, page)
    }))
}

async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let sought: Sought = sent.raw("sought").parse().map_err(|_| HttpError::NotFound)?;
    let refused = match ask::read(&sent, sought) {
        Ok(asked) => {
            let mut tx = context.act().await?;
            let letter = (asked.words.clone(), asked.due_on);
            match store::ask(&mut tx, grant, asked).await {
                Ok((id, people)) => {
                    let post = told(&context, &mut tx, (grant, id), letter, &people).await?;
                    tx.commit().await?;
                    post.send(&context);
                    return Ok(go(&at(engagement, &format!("questions/{id}"))));
                }
                Err(error) => error,
            }
        }
        Err(problems) => WriteError::Invalid(problems),
    };
    let (status, problems) = refusal(refused)?;
    let form = Filled::new(sent, form::errors(&problems));
    asking(&context, engagement, sought, status, Some(form)).await
}

/// Notes for those who are asked that they are, with the question for whoever is mailed at once.
async fn told(
    context: &RequestContext,
    tx: &mut Tx,
    (grant, id): (Grant<EditWork>, QuestionId),
    (words, due_on): (String, chrono::NaiveDate),
    people: &[store::Answerer],
) -> Result<Post, HttpError> {
    let room = urls::room(grant.engagement(), &format!("questions/{id}"), None);
    let asked = |one: &store::Answerer| (To::Person(one.person), NoticeEvent::QuestionAsked);
    let to: Vec<_> = people.iter().map(asked).collect();
    let told = Told { to: &to, page: &room, due_on: Some(due_on) };
    let post = letters::tell(context, tx, grant, told).await?;
    let page = format!("{}{room}", context.app.public_url);
    Ok(post.saying(&Letter::Question(AboutQuestion { words, due_on, page })))
}

/// What a refused form comes back with.
///
/// # Errors
/// The fault to answer with, when it is none that the form can put right.
pub fn refusal(error: WriteError) -> Result<(StatusCode, Vec<Problem>), HttpError> {
    match error {
        WriteError::Invalid(problems) => Ok((StatusCode::UNPROCESSABLE_ENTITY, problems)),
        WriteError::Conflict(_) => Ok((StatusCode::CONFLICT, Vec::new())),
        error => Err(error.into()),
    }
}

async fn open(
    context: RequestContext,
    Path((engagement, question)): Path<(EngagementId, QuestionId)>,
) -> Result<Response, HttpError> {
    show(&context, engagement, question, StatusCode::OK, Filled::default()).await
}

/// The page of a question, with a form of it that was refused, if one was.
async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    id: QuestionId,
    status: StatusCode,
    form: Filled,
) -> Result<Response, HttpError> {
    let (loaded, questions) = load(context, engagement).await?;
    let found = questions.into_iter().find(|question| question.id == id);
    let question = found.ok_or(HttpError::NotFound)?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (document, may_edit) = (loaded.document.into(), frame::may_edit(context, engagement));
    let changed = status == StatusCode::CONFLICT;
    Ok(context.render(status, &question.about.clone(), false, || {
        let page = view! { <QuestionPage document question form may_edit changed /> };
        frame::engagement(context, nav, page)
    }))
}

/// Commits what closed a question and leads back to it; or its page with what is wrong.
async fn closed(
    context: &RequestContext,
    (engagement, id): (EngagementId, QuestionId),
    sent: Form,
    tx: Tx,
    outcome: Result<(), WriteError>,
) -> Result<Response, HttpError> {
    let Err(error) = outcome else {
        tx.commit().await?;
        return Ok(go(&at(engagement, &format!("questions/{id}"))));
    };
    drop(tx);
    let (status, problems) = refusal(error)?;
    let form = Filled::new(sent, form::errors(&problems));
    show(context, engagement, id, status, form).await
}

async fn take_over(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, QuestionId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let done = store::take_over(&mut tx, grant, id, sent.version()).await;
    closed(&context, (engagement, id), sent, tx, done).await
}

async fn put_aside(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, QuestionId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let (version, word_back) = (sent.version(), sent.raw("word_back"));
    let done = store::put_aside(&mut tx, grant, id, version, word_back).await;
    closed(&context, (engagement, id), sent, tx, done).await
}

async fn withdraw(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, QuestionId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant: Grant<EditWork> = context.may(engagement)?;
    let mut tx = context.act().await?;
    let (version, because) = (sent.version(), sent.raw("word_back"));
    let done = store::withdraw(&mut tx, grant, id, version, because).await;
    closed(&context, (engagement, id), sent, tx, done).await
}
