//! Engagements: the portfolio, opening one, and its overview, brief, members and activity.
//! The overview answers: where are we, what don't we know, what blocks the verdict.

use crate::form::{Filled, Form, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, Listing};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::response::Response;
use chrono::{DateTime, Utc};
use faultline::document::engagement::{Problem, Stage};
use faultline::judgement::assess::assess;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, FirmAction, OpenEngagement, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;
use open::OpenPage;
use overview::OverviewPage;
use portfolio::{ENGAGEMENT_COLUMNS, PortfolioPage};
use serde::Deserialize;

mod activity;
mod brief;
mod members;
mod open;
mod overview;
mod portfolio;
mod settings;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (work, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    let (history, members) = (Access::To(Action::ViewHistory), Access::To(Action::ManageMembers));
    Routes::new()
        .get(Access::SignedIn, "/", front)
        .get(Access::Staff, "/engagements.csv", file)
        .get(Access::InFirm(FirmAction::OpenEngagement), "/engagements/new", new)
        .post(Access::InFirm(FirmAction::OpenEngagement), "/engagements/new", add)
        .get(work, "/e/{engagement}", overview)
        .get(edit, "/e/{engagement}/brief", brief::edit)
        .post(edit, "/e/{engagement}/brief", brief::change)
        .get(edit, "/e/{engagement}/settings", settings::edit)
        .post(edit, "/e/{engagement}/settings", settings::rename)
        .get(work, "/e/{engagement}/members", members::list)
        .post(members, "/e/{engagement}/members", members::set)
        .post(members, "/e/{engagement}/members/remove", members::remove)
        .get(history, "/e/{engagement}/activity", activity::list)
        .get(history, "/e/{engagement}/activity.csv", activity::file)
        .post(edit, "/e/{engagement}/activity/undo", activity::undo)
}

/// What the portfolio's address may say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    /// Words of the title or the client.
    pub q: String,
    /// A stage, `all`, or the ones still open.
    pub stage: String,
    /// The column it is sorted by; by the last change when none is named.
    pub sort: String,
    /// The last row of the page before.
    pub before: Option<DateTime<Utc>>,
    /// Its id.
    pub id: Option<EngagementId>,
}

impl Search {
    fn listing(&self) -> Listing {
        Listing { q: self.q.clone(), sort: self.sort.clone() }
    }

    fn stages(&self) -> Vec<Stage> {
        match (self.stage.as_str(), self.stage.parse::<Stage>()) {
            (_, Ok(stage)) => vec![stage],
            ("all", _) => vec![Stage::Active, Stage::Decided, Stage::Archived],
            _ => vec![Stage::Active, Stage::Decided],
        }
    }
}

async fn front(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    if !context.me()?.is_staff() {
        return crate::room::front(context).await;
    }
    let mut tx = context.look().await?;
    let (before, limit) = if search.sort.is_empty() {
        (search.before.zip(search.id), store::PAGE + 1)
    } else {
        (None, store::WHOLE)
    };
    let rows = store::list(&mut tx, search.q.trim(), &search.stages(), before, limit).await?;
    let rows = search.listing().of(rows, &ENGAGEMENT_COLUMNS);
    let may_open = context.can_in_firm(FirmAction::OpenEngagement);
    Ok(context.page("Engagements", || {
        frame::staff(&context, view! { <PortfolioPage rows search may_open /> })
    }))
}

/// The engagements that the address shows, as a file.
async fn file(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let mut tx = context.look().await?;
    let rows = store::list(&mut tx, search.q.trim(), &search.stages(), None, store::WHOLE).await?;
    let rows = search.listing().of(rows, &ENGAGEMENT_COLUMNS);
    listing::csv("engagements.csv", &rows, &ENGAGEMENT_COLUMNS)
}

async fn new(context: RequestContext) -> Result<Response, HttpError> {
    open_page(&context, Form::default(), &[]).await
}

async fn add(context: RequestContext, sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let Ok(client) = sent.text("client").parse() else {
        let problem = Problem::new("client", "Choose the client this is for.");
        return open_page(&context, sent, &[problem]).await;
    };
    let mut tx = context.act().await?;
    match store::open(&mut tx, grant, client, &sent.text("title")).await {
        Ok(id) => {
            tx.commit().await?;
            Ok(go(&at(id, "")))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            open_page(&context, sent, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn open_page(
    context: &RequestContext,
    sent: Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    context.may_in_firm::<OpenEngagement>()?;
    let clients = store::clients(&mut *context.look().await?).await?;
    let form = Filled::new(sent, errors(problems));
    let may_add = context.can_in_firm(FirmAction::ManageClients);
    Ok(context.again(status(problems), "Open an engagement", || {
        frame::staff(context, view! { <OpenPage clients form may_add /> })
    }))
}

async fn overview(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let loaded = store::load(&mut *context.look().await?, grant).await?;
    let assessment = assess(&loaded.document).into();
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let may_edit = frame::may_edit(&context, engagement);
    let title = loaded.document.title.clone();
    let (document, unreadable) = (loaded.document.into(), loaded.unreadable);
    Ok(context.page(&title, || {
        let page = view! { <OverviewPage document assessment unreadable may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}
