//! The client room: one published snapshot, read at leisure, with what people say of it.
//! It reads snapshots only; what the working document says now never reaches it.

use crate::form::{Form, go};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::letters;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::{self, page_of};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::access_ledger::AccessLedger;
use faultline::document::questions::Question;
use faultline::document::truth::TruthAnswer;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Comment, Grant, ViewRoom};
use faultline::stores::access_ledger as ledger;
use faultline::stores::engagement::WriteError;
use faultline::stores::questions as asked;
use faultline::stores::quote::Issued;
use faultline::stores::quote::store::{self as quotes, Waiting};
use faultline::stores::room::store::{self, Listed, ReadError, Replied, Since};
use faultline::stores::room::{About, Comment as Said, Decision, Snapshot};
use serde::{Deserialize, Deserializer};
use std::sync::Arc;
use typed::Typed;

mod access_ledger;
pub(crate) mod blocks;
pub(crate) mod changes;
mod colleagues;
mod decision;
mod download;
mod figures;
mod files;
mod front;
mod owners;
mod pages;
mod plan;
mod questions;
mod quote;
mod reading;
mod replies;
mod share;
mod since;
mod submit;
pub(crate) mod talk;
mod truth;
mod typed;

pub use front::front;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    type Room = Path<EngagementId>;
    type Which = Query<Version>;
    let view = Access::To(Action::ViewRoom);
    Routes::new()
        .get(Access::SignedIn, "/rooms", front::list)
        .get(view, "/room/{engagement}", |v: RequestContext, at: Room, which: Which| {
            page(v, at, which, About::Summary)
        })
        .get(view, "/room/{engagement}/map", |v: RequestContext, at: Room, which: Which| {
            page(v, at, which, About::Map)
        })
        .get(view, "/room/{engagement}/evidence", |v: RequestContext, at: Room, which: Which| {
            page(v, at, which, About::Evidence)
        })
        .get(view, "/room/{engagement}/truth", |v: RequestContext, at: Room, which: Which| {
            page(v, at, which, About::Truth)
        })
        .get(view, "/room/{engagement}/verdict", |v: RequestContext, at: Room, which: Which| {
            page(v, at, which, About::Verdict)
        })
        .get(view, "/room/{engagement}/decision", |v: RequestContext, at: Room, which: Which| {
            page(v, at, which, About::Decision)
        })
        .get(view, "/room/{engagement}/downloads", downloads)
        .and(submit::routes())
        .and(download::routes())
        .and(files::routes())
        .and(changes::routes())
        .and(since::routes())
        .and(replies::routes())
        .and(plan::routes())
        .and(decision::routes())
        .and(figures::routes())
        .and(quote::routes())
        .and(access_ledger::routes())
        .and(questions::routes())
        .and(share::routes())
        .and(colleagues::routes())
        .and(truth::routes())
        .post(Access::To(Action::Comment), "/room/{engagement}/comments", comment)
}

/// Which version of the room; the newest when the address does not say. What is no number names no version.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Version {
    /// Its number.
    #[serde(deserialize_with = "number")]
    pub version: Option<i32>,
}

/// The number of no version: what cannot be read stands for it, so that it is not taken for the newest.
const NO_VERSION: i32 = -1;

fn number<'de, D: Deserializer<'de>>(from: D) -> Result<Option<i32>, D::Error> {
    let text = String::deserialize(from)?;
    Ok(Some(text.parse().unwrap_or(NO_VERSION)))
}

/// A published version of a room, for who may see it.
///
/// # Errors
/// [`HttpError::NotFound`] for everyone else; [`HttpError::Internal`] when it is not what was published.
pub async fn published(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
) -> Result<Option<Snapshot>, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    store::read(&mut *context.look().await?, grant, asked.version).await.map_err(unreadable)
}

fn unreadable(error: ReadError) -> HttpError {
    match error {
        ReadError::Database(error) => error.into(),
        error @ ReadError::Damaged(_) => HttpError::internal(&error),
    }
}

/// Everything that a page of a room shows: nine queries.
struct Room {
    snapshot: Arc<Snapshot>,
    /// The version in the address: links lead to the same one.
    asked: Option<i32>,
    versions: Vec<Listed>,
    comments: Vec<Said>,
    decisions: Vec<Decision>,
    /// A quote that waits for an answer.
    waiting: Option<Waiting>,
    /// The quote that goes with the version, where a page tells of it.
    quote: Option<Issued>,
    /// Access as it stands now, whichever version is read.
    access: AccessLedger,
    /// What happened since the reader last looked.
    since: Since,
    /// Questions as they stand now.
    questions: Vec<Question>,
    /// What was answered to the source of truth, where a page tells of it.
    answers: Vec<TruthAnswer>,
}

impl Room {
    async fn load(
        context: &RequestContext,
        grant: Grant<ViewRoom>,
        asked: Version,
    ) -> Result<Option<Self>, HttpError> {
        let mut tx = context.look().await?;
        let Some(snapshot) =
            store::read(&mut tx, grant, asked.version).await.map_err(unreadable)?
        else {
            return Ok(None);
        };
        let (versions, comments) =
            (store::list(&mut tx, grant).await?, store::comments(&mut tx, grant).await?);
        let decisions = store::decisions(&mut tx, grant).await?;
        let waiting = quotes::waiting(&mut tx, grant).await?;
        let access = ledger::read(&mut tx, grant).await?;
        let since = store::since(&mut tx, grant).await?;
        let questions = asked::read(&mut tx, grant).await?;
        drop(tx);
        reading::note_reading(context, grant, snapshot.contents().number).await;
        let (snapshot, asked) = (Arc::new(snapshot), asked.version);
        Ok(Some(Self {
            snapshot,
            asked,
            versions,
            comments,
            decisions,
            waiting,
            quote: None,
            access,
            since,
            questions,
            answers: Vec::new(),
        }))
    }

    fn newest(&self) -> i32 {
        self.versions.first().map_or(0, |newest| newest.number)
    }

    fn number(&self) -> i32 {
        self.snapshot.contents().number
    }

    /// Whether something is left to decide.
    fn is_open(&self) -> bool {
        decision::is_open(&self.decisions, self.waiting.is_some(), self.newest())
    }
}

async fn page(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
    about: About,
) -> Result<Response, HttpError> {
    show(&context, engagement, asked, about, StatusCode::OK, None).await
}

async fn show(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
    about: About,
    status: StatusCode,
    typed: Option<Typed>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    match Room::load(context, grant, asked).await? {
        Some(mut room) => {
            if matches!(about, About::Summary | About::Decision) {
                room.quote = decision::quote_of(context, engagement, &room).await?;
            }
            if about == About::Truth {
                room.answers = truth::read(context, grant).await?;
            }
            let context = context.clone();
            let draw =
                move || pages::of(&context, engagement, &room, about, status, typed.as_ref());
            DRAWING.run(engagement.0, draw).await
        }
        None => front::no_version(context, engagement, asked),
    }
}

async fn downloads(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    match Room::load(&context, grant, asked).await? {
        Some(room) => {
            let draw = move || pages::downloads(&context, engagement, &room);
            DRAWING.run(engagement.0, draw).await
        }
        None => front::no_version(&context, engagement, asked),
    }
}

async fn comment(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Comment>(engagement)?;
    let about = About::from_key(sent.raw("about")).map_err(|_| HttpError::BadRequest)?;
    let number = sent.raw("version").parse().map_err(|_| HttpError::BadRequest)?;
    let mut tx = context.act().await?;
    let on = (about, sent.raw("pin"));
    match store::pinned(&mut tx, grant, number, on, sent.raw("body")).await {
        Ok(said) => {
            let of_it = (&Replied { answered: None, mentioned: said.mentioned }, true);
            let stands = urls::comments(engagement, about);
            let post = letters::tell_said(&context, &mut tx, grant, &stands, of_it).await?;
            tx.commit().await?;
            post.send(&context);
            let page = urls::room(engagement, page_of(about), kept(&sent));
            Ok(go(&format!("{page}#comment-{}", said.id)))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            replies::refused(&context, engagement, about, Typed { sent, problems }).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The version that the page's address asked for, so that the reader comes back to it.
fn kept(sent: &Form) -> Option<i32> {
    sent.raw("asked").parse().ok()
}
