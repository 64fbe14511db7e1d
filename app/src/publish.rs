//! Publishing: what the client sees now, what they would see, and what they said of it.
//! Nothing is published that the publisher has not seen: the form carries the mark of what was shown.

use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::letters;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::engines::redact::Redactor;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, SnapshotId};
use faultline::stores::access::{Action, Publish, ViewRoom, ViewWork};
use faultline::stores::engagement::{Loaded, WriteError, load};
use faultline::stores::figures;
use faultline::stores::notices::{NoticeEvent, To};
use faultline::stores::redaction;
use faultline::stores::room::store::{self, FilesSeen, HandOutError, Listed, ReadError, Reader};
use faultline::stores::room::{
    Changes, Comment, Decision, Draft, DraftSeen, Hash, Named, Presentation, SectionId, Snapshot,
    changes, named,
};
use page::PublishPage;
use preview::PreviewPage;
use std::sync::Arc;
use versions::VERSION_COLUMNS;

mod compare;
mod difference;
mod files;
mod form;
mod handed_out;
mod page;
mod people;
mod points;
mod preview;
mod readers;
mod versions;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::To(Action::ViewWork);
    Routes::new()
        .get(view, "/e/{engagement}/publish", show)
        .get(view, "/e/{engagement}/versions.csv", file)
        .get(view, "/e/{engagement}/publish/preview", preview)
        .get(view, "/e/{engagement}/publish/changes", compare::open)
        .post(Access::To(Action::Publish), "/e/{engagement}/publish", publish)
        .post(
            Access::To(Action::Publish),
            "/e/{engagement}/publish/files/{file}/withdraw",
            handed_out::withdraw,
        )
}

/// Everything that the page shows: twelve queries.
struct Standing {
    draft: Draft,
    /// The mark of what is shown; what is published must have it.
    mark: Hash,
    /// What differs from the newest version; `None` when nothing is published.
    changes: Option<Changes>,
    /// Why the newest version cannot be compared with: it is not what was published.
    damaged: bool,
    /// How the documents of the newest version are told: what a publisher begins with.
    presentation: Presentation,
    versions: Vec<Listed>,
    comments: Vec<Comment>,
    decisions: Vec<Decision>,
    /// Who of the client can open the room, or has opened it: whoever publishes is told whom it reaches.
    readers: Vec<Reader>,
    /// What looks like a person in it.
    named: Vec<Named>,
    /// The files that may be handed out, and those that are, for whoever may publish.
    files: FilesSeen,
}

async fn standing(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<(crate::ui::EngagementNav, Standing), HttpError> {
    let (work, room) = (context.may::<ViewWork>(engagement)?, context.may::<ViewRoom>(engagement)?);
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = load(&mut tx, work).await?;
    let nav = frame::nav(&document, &digest);
    let figures = figures::counted(&mut tx, work, &document).await?;
    let draft = Draft::of(document);
    let (newest, damaged) = match store::read(&mut tx, room, None).await {
        Ok(newest) => (newest, false),
        Err(ReadError::Damaged(error)) => {
            tracing::error!(%error, "a snapshot is damaged");
            (None, true)
        }
        Err(ReadError::Database(error)) => return Err(error.into()),
    };
    let presentation =
        newest.as_ref().map(|newest| newest.contents().presentation.clone()).unwrap_or_default();
    let compared = newest.map(|newest| changes(newest.document(), newest.assessment(), &draft));
    let names = redaction::names(&mut tx, work).await?;
    let files = match context.may::<Publish>(engagement) {
        Ok(grant) => store::files(&mut tx, grant).await?,
        Err(_) => FilesSeen::default(),
    };
    let standing = Standing {
        mark: draft.mark(figures.as_ref()).map_err(|error| HttpError::internal(&error))?,
        changes: compared,
        damaged,
        presentation,
        versions: store::list(&mut tx, room).await?,
        comments: store::comments(&mut tx, room).await?,
        decisions: store::decisions(&mut tx, room).await?,
        readers: store::readers(&mut tx, work).await?,
        named: Vec::new(),
        files,
        draft,
    };
    drop(tx);
    Ok((nav, looked_through(standing, names).await?))
}

/// The standing with what looks like a person, which takes long for a large document.
async fn looked_through(standing: Standing, names: Vec<String>) -> Result<Standing, HttpError> {
    let looked = tokio::task::spawn_blocking(move || {
        let redactor = Redactor::new(&[]).knowing(names);
        named(&standing.draft, &redactor).map(|named| Standing { named, ..standing })
    });
    let looked = looked.await.map_err(|error| HttpError::internal(&error))?;
    looked.map_err(|error| HttpError::internal(&error))
}

async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    page(&context, engagement, listing, StatusCode::OK, &Form::default(), &[]).await
}

/// The versions that the address shows, as a file.
async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    context.may::<ViewWork>(engagement)?;
    let grant = context.may::<ViewRoom>(engagement)?;
    let versions = store::list(&mut *context.look().await?, grant).await?;
    listing::csv("versions.csv", &asked.of(versions, &VERSION_COLUMNS), &VERSION_COLUMNS)
}

/// What the client would see of what is drafted.
async fn preview(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = load(&mut tx, grant).await?;
    let figures = figures::counted(&mut tx, grant, &document).await?;
    drop(tx);
    let draw = move || {
        let nav = frame::nav(&document, &digest);
        let contents = Draft::of(document).unpublished(figures);
        let sealed = Snapshot::seal(SnapshotId::new(), contents);
        let snapshot = Arc::new(sealed.map_err(|error| HttpError::internal(&error))?);
        Ok(context.page("What the client would see", || {
            frame::engagement(&context, nav, view! { <PreviewPage engagement snapshot /> })
        }))
    };
    DRAWING.run(engagement.0, draw).await?
}

async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    listing: Listing,
    status: StatusCode,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let (nav, standing) = standing(context, engagement).await?;
    let may_publish = context.can(Action::Publish, engagement);
    let form = Filled::new(sent.clone(), errors(problems));
    Ok(context.render(status, "Publish", false, || {
        let page = view! { <PublishPage engagement standing listing may_publish form /> };
        frame::engagement(context, nav, page)
    }))
}

async fn publish(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<Publish>(engagement)?;
    let mark = sent.raw("seen").parse().map_err(|_| HttpError::BadRequest)?;
    let newest = sent.raw("newest").parse().map_err(|_| HttpError::BadRequest)?;
    let seen = DraftSeen { mark, newest };
    let (note, told, ticked) = (sent.raw("note"), presentation(&sent)?, files::ticked(&sent)?);
    let mut tx = context.act().await?;
    let chosen = store::choose(&mut tx, grant, &context.app.files, &ticked).await;
    let published = match chosen {
        Ok(chosen) => store::publish_with(&mut tx, grant, note, told, chosen, Some(seen)).await,
        Err(HandOutError::Write(error)) => Err(error),
        Err(HandOutError::Files(error)) => return Err(HttpError::internal(&error)),
    };
    let (status, problems) = match published {
        Ok(_) => {
            let told = (To::Clients, NoticeEvent::VersionPublished);
            let post = letters::tell_client(&context, &mut tx, grant, "", told).await?;
            tx.commit().await?;
            post.send(&context);
            return Ok(go(&at(engagement, "publish#versions")));
        }
        Err(WriteError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(WriteError::Conflict(_)) => {
            let message = "Nothing was published: the document changed, or someone published, since this page was shown. Read what is new below, then publish.";
            (StatusCode::CONFLICT, vec![Problem::new("", message)])
        }
        Err(error) => return Err(error.into()),
    };
    drop(tx);
    page(&context, engagement, Listing::default(), status, &sent, &problems).await
}

/// How the documents are to be told, as it was sent.
fn presentation(sent: &Form) -> Result<Presentation, HttpError> {
    let mut left_out = Vec::new();
    for key in sent.all("leave_out") {
        let section = SectionId::from_key(key).map_err(|_| HttpError::BadRequest)?;
        if section.can_be_left_out() && !left_out.contains(&section) {
            left_out.push(section);
        }
    }
    left_out.sort_unstable();
    Ok(Presentation {
        covering: sent.raw("covering").to_owned(),
        left_out,
        question: sent.text("question"),
        asked_by: sent.text("asked_by"),
        tested: sent.text("tested"),
        signed: !sent.raw("signed").is_empty(),
    })
}
