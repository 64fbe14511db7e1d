//! Publishing: what the client sees now, what they would see, and what they said of it.
//! Nothing is published that the publisher has not seen: the form carries the mark of what was shown.

use crate::fault::Fault;
use crate::form::{Sent, errors, go};
use crate::frame::{self, at};
use crate::routes::{Routes, Who};
use crate::visit::{At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, Publish, ViewRoom, ViewWork};
use faultline::stores::engagement::{WriteError, load};
use faultline::stores::room::store::{self, Listed, ReadError};
use faultline::stores::room::{Changes, Comment, Decision, Draft, Hash, Seen, changes};

mod page;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Who::To(Action::ViewWork), "/e/{engagement}/publish", show).post(
        Who::To(Action::Publish),
        "/e/{engagement}/publish",
        publish,
    )
}

/// Everything that the page shows: eight queries.
struct Standing {
    draft: Draft,
    /// The mark of what is shown; what is published must have it.
    mark: Hash,
    /// What differs from the newest version; `None` when nothing is published.
    changes: Option<Changes>,
    /// Why the newest version cannot be compared with: it is not what was published.
    damaged: bool,
    versions: Vec<Listed>,
    comments: Vec<Comment>,
    decisions: Vec<Decision>,
}

async fn standing(
    visit: &Visit,
    engagement: EngagementId,
) -> Result<(crate::ui::EngagementNav, Standing), Fault> {
    let (work, room) = (visit.may::<ViewWork>(engagement)?, visit.may::<ViewRoom>(engagement)?);
    let mut tx = visit.look().await?;
    let document = load(&mut tx, work).await?.document;
    let nav = frame::nav(&document);
    let draft = Draft::of(document);
    let (newest, damaged) = match store::read(&mut tx, room, None).await {
        Ok(newest) => (newest, false),
        Err(ReadError::Damaged(error)) => {
            tracing::error!(%error, "a snapshot is damaged");
            (None, true)
        }
        Err(ReadError::Database(error)) => return Err(error.into()),
    };
    let compared = newest.map(|newest| changes(newest.document(), newest.assessment(), &draft));
    let standing = Standing {
        mark: draft.mark().map_err(|error| Fault::internal(&error))?,
        changes: compared,
        damaged,
        versions: store::list(&mut tx, room).await?,
        comments: store::comments(&mut tx, room).await?,
        decisions: store::decisions(&mut tx, room).await?,
        draft,
    };
    Ok((nav, standing))
}

async fn show(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    page(&visit, engagement, StatusCode::OK, &Sent::default(), &[]).await
}

async fn page(
    visit: &Visit,
    engagement: EngagementId,
    status: StatusCode,
    sent: &Sent,
    problems: &[Problem],
) -> Result<Response, Fault> {
    let (nav, standing) = standing(visit, engagement).await?;
    let may_publish = visit.can(Action::Publish, engagement);
    let body = page::view(engagement, &standing, may_publish, sent, errors(problems));
    Ok(visit.render(status, "Publish", false, || frame::engagement(visit, nav, body)))
}

async fn publish(
    visit: Visit,
    At(engagement): At<EngagementId>,
    sent: Sent,
) -> Result<Response, Fault> {
    let grant = visit.may::<Publish>(engagement)?;
    let mark = sent.raw("seen").parse().map_err(|_| Fault::BadRequest)?;
    let newest = sent.raw("newest").parse().map_err(|_| Fault::BadRequest)?;
    let seen = Seen { mark, newest };
    let mut tx = visit.act().await?;
    let (status, problems) = match store::publish_seen(&mut tx, grant, sent.raw("note"), Some(seen))
        .await
    {
        Ok(_) => {
            tx.commit().await?;
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
    page(&visit, engagement, status, &sent, &problems).await
}
