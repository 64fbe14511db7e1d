//! The client room: one published snapshot, read at leisure, with what people say of it.
//! It reads snapshots only; what the working document says now never reaches it.

use crate::fault::Fault;
use crate::form::{Sent, go};
use crate::routes::{Routes, Who};
use crate::visit::{Asked, At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Comment, Decide, Grant, ViewRoom};
use faultline::stores::engagement::WriteError;
use faultline::stores::room::store::{self, Listed, ReadError};
use faultline::stores::room::{About, Answer, Comment as Said, Decision, Snapshot};
use serde::Deserialize;

mod blocks;
mod front;
mod pages;
mod submit;
pub(crate) mod talk;

pub use front::front;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    type Room = At<EngagementId>;
    type Which = Asked<Version>;
    let view = Who::To(Action::ViewRoom);
    Routes::new()
        .get(Who::SignedIn, "/rooms", front::list)
        .get(view, "/room/{engagement}", |v: Visit, at: Room, which: Which| {
            page(v, at, which, About::Summary)
        })
        .get(view, "/room/{engagement}/map", |v: Visit, at: Room, which: Which| {
            page(v, at, which, About::Map)
        })
        .get(view, "/room/{engagement}/evidence", |v: Visit, at: Room, which: Which| {
            page(v, at, which, About::Evidence)
        })
        .get(view, "/room/{engagement}/truth", |v: Visit, at: Room, which: Which| {
            page(v, at, which, About::Truth)
        })
        .get(view, "/room/{engagement}/verdict", |v: Visit, at: Room, which: Which| {
            page(v, at, which, About::Verdict)
        })
        .get(view, "/room/{engagement}/decision", |v: Visit, at: Room, which: Which| {
            page(v, at, which, About::Decision)
        })
        .get(view, "/room/{engagement}/downloads", downloads)
        .and(submit::routes())
        .post(Who::To(Action::Comment), "/room/{engagement}/comments", comment)
        .post(Who::To(Action::Decide), "/room/{engagement}/decision", decide)
}

/// Which version of the room; the newest when the address does not say.
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(default)]
pub struct Version {
    /// Its number.
    pub version: Option<i32>,
}

/// The address of a page of a room, in the version that is read.
#[must_use]
pub fn at(engagement: EngagementId, page: &str, version: Option<i32>) -> String {
    let slash = if page.is_empty() { "" } else { "/" };
    let version = version.map_or_else(String::new, |version| format!("?version={version}"));
    format!("/room/{engagement}{slash}{page}{version}")
}

/// The page that shows a part of the room.
pub(crate) fn page_of(about: About) -> &'static str {
    if about == About::Summary { "" } else { about.key() }
}

/// A published version of a room, for who may see it.
///
/// # Errors
/// [`Fault::NotFound`] for everyone else; [`Fault::Internal`] when it is not what was published.
pub async fn published(
    visit: &Visit,
    engagement: EngagementId,
    asked: Version,
) -> Result<Option<Snapshot>, Fault> {
    let grant = visit.may::<ViewRoom>(engagement)?;
    store::read(&mut *visit.look().await?, grant, asked.version).await.map_err(unreadable)
}

fn unreadable(error: ReadError) -> Fault {
    match error {
        ReadError::Database(error) => error.into(),
        error @ ReadError::Damaged(_) => Fault::internal(&error),
    }
}

/// Everything that a page of a room shows: four queries.
struct Room {
    snapshot: Snapshot,
    /// The version in the address: links lead to the same one.
    asked: Option<i32>,
    versions: Vec<Listed>,
    comments: Vec<Said>,
    decisions: Vec<Decision>,
}

impl Room {
    async fn load(
        visit: &Visit,
        grant: Grant<ViewRoom>,
        asked: Version,
    ) -> Result<Option<Self>, Fault> {
        let mut tx = visit.look().await?;
        let Some(snapshot) =
            store::read(&mut tx, grant, asked.version).await.map_err(unreadable)?
        else {
            return Ok(None);
        };
        let (versions, comments) =
            (store::list(&mut tx, grant).await?, store::comments(&mut tx, grant).await?);
        let decisions = store::decisions(&mut tx, grant).await?;
        Ok(Some(Self { snapshot, asked: asked.version, versions, comments, decisions }))
    }

    fn newest(&self) -> i32 {
        self.versions.first().map_or(0, |newest| newest.number)
    }

    fn number(&self) -> i32 {
        self.snapshot.contents().number
    }
}

/// What was sent and must be put right.
struct Typed {
    sent: Sent,
    problems: Vec<Problem>,
}

async fn page(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(asked): Asked<Version>,
    about: About,
) -> Result<Response, Fault> {
    show(&visit, engagement, asked, about, StatusCode::OK, None).await
}

async fn show(
    visit: &Visit,
    engagement: EngagementId,
    asked: Version,
    about: About,
    status: StatusCode,
    typed: Option<Typed>,
) -> Result<Response, Fault> {
    let grant = visit.may::<ViewRoom>(engagement)?;
    match Room::load(visit, grant, asked).await? {
        Some(room) => Ok(pages::of(visit, engagement, &room, about, status, typed.as_ref())),
        None if asked.version.is_some() => Err(Fault::NotFound),
        None => Ok(front::nothing_yet(visit, engagement)),
    }
}

async fn downloads(
    visit: Visit,
    At(engagement): At<EngagementId>,
    Asked(asked): Asked<Version>,
) -> Result<Response, Fault> {
    let grant = visit.may::<ViewRoom>(engagement)?;
    match Room::load(&visit, grant, asked).await? {
        Some(room) => Ok(pages::downloads(&visit, engagement, &room)),
        None if asked.version.is_some() => Err(Fault::NotFound),
        None => Ok(front::nothing_yet(&visit, engagement)),
    }
}

async fn comment(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let grant = visit.may::<Comment>(engagement)?;
    let about = About::from_key(sent.raw("about")).map_err(|_| Fault::BadRequest)?;
    let number = sent.raw("version").parse().map_err(|_| Fault::BadRequest)?;
    let mut tx = visit.act().await?;
    match store::comment(&mut tx, grant, number, about, sent.raw("body")).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(go(&format!("{}#comment-{id}", at(engagement, page_of(about), kept(&sent)))))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let asked = Version { version: kept(&sent) };
            let typed = Some(Typed { sent, problems });
            show(&visit, engagement, asked, about, StatusCode::UNPROCESSABLE_ENTITY, typed).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The version that the page's address asked for, so that the reader comes back to it.
fn kept(sent: &Sent) -> Option<i32> {
    sent.raw("asked").parse().ok()
}

async fn decide(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let grant = visit.may::<Decide>(engagement)?;
    let number = sent.raw("version").parse().map_err(|_| Fault::BadRequest)?;
    let again = |status, sent, problems| {
        show(
            &visit,
            engagement,
            Version::default(),
            About::Decision,
            status,
            Some(Typed { sent, problems }),
        )
    };
    let Ok(answer) = Answer::from_key(sent.raw("answer")) else {
        let problem = Problem::new("answer", "Choose one of the three answers.");
        return again(StatusCode::UNPROCESSABLE_ENTITY, sent, vec![problem]).await;
    };
    let mut tx = visit.act().await?;
    let decided = store::decide(&mut tx, grant, number, answer, sent.raw("reason")).await;
    match decided {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, page_of(About::Decision), None)))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            again(StatusCode::UNPROCESSABLE_ENTITY, sent, problems).await
        }
        Err(WriteError::Conflict(_)) => {
            drop(tx);
            let problem = Problem::new(
                "",
                "A newer version was published while you were reading. This page shows it now: read it, then decide on it.",
            );
            again(StatusCode::CONFLICT, sent, vec![problem]).await
        }
        Err(error) => Err(error.into()),
    }
}
