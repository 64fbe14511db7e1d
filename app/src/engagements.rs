//! Engagements: the portfolio, opening one, and its overview, brief, members and activity.
//! The overview answers: where are we, what don't we know, what blocks the verdict.

use crate::form::{Filled, Form, Reading, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use columns::ENGAGEMENT_COLUMNS;
use faultline::document::engagement::Problem;
use faultline::judgement::assess::assess;
use faultline::platform::ids::{EngagementId, SavedViewId};
use faultline::stores::access::{Action, FirmAction, OpenEngagement, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Narrowed, WriteError};
use faultline::stores::inbox;
use faultline::stores::questions;
use faultline::stores::{templates, views as saved};
use open::OpenPage;
use overview::OverviewPage;
use portfolio::{Portfolio, PortfolioPage};
use search::Search;
use serde::Deserialize;
use views::Views;

mod activity;
mod brief;
mod columns;
mod members;
mod open;
mod overview;
mod portfolio;
mod search;
mod settings;
mod views;

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
        .post(Access::Staff, "/views", views::add)
        .post(Access::Staff, "/views/{id}/rename", views::rename)
        .post(Access::Staff, "/views/{id}/remove", views::remove)
        .post(Access::Staff, "/views/{id}/restore", views::restore)
        .get(work, "/e/{engagement}", overview)
        .get(edit, "/e/{engagement}/brief", brief::edit)
        .post(edit, "/e/{engagement}/brief", brief::change)
        .get(edit, "/e/{engagement}/settings", settings::edit)
        .post_though_archived(edit, "/e/{engagement}/settings", settings::rename)
        .get(work, "/e/{engagement}/members", members::list)
        .get(work, "/e/{engagement}/members.csv", members::file)
        .post(members, "/e/{engagement}/members", members::set)
        .post_though_archived(members, "/e/{engagement}/members/remove", members::remove)
        .get(history, "/e/{engagement}/activity", activity::list)
        .get(history, "/e/{engagement}/activity.csv", activity::file)
        .post(edit, "/e/{engagement}/activity/undo", activity::undo)
}

async fn front(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    if !context.me()?.is_staff() {
        return crate::room::front(context).await;
    }
    portfolio(&context, search, StatusCode::OK, None).await
}

/// The portfolio, with a form of its views that was refused, if one was.
async fn portfolio(
    context: &RequestContext,
    search: Search,
    status: StatusCode,
    refused: Option<(Option<SavedViewId>, Filled)>,
) -> Result<Response, HttpError> {
    let me = context.staff()?;
    let mut tx = context.look().await?;
    let rows = store::list(&mut tx, search.narrowed(&search.stages())).await?;
    let clients = store::clients_at_work(&mut tx).await?;
    let views = Views { all: saved::list(&mut tx, me).await?, refused };
    let cut = search.is_whole() && rows.len() as i64 >= store::WHOLE;
    let rows = search.of(rows);
    let may_open = context.can_in_firm(FirmAction::OpenEngagement);
    let waiting = inbox::waiting(&mut tx, None).await?;
    let shown = Portfolio { rows, search, cut, clients, views, may_open, waiting };
    Ok(context
        .again(status, "Engagements", || frame::staff(context, view! { <PortfolioPage shown /> })))
}

/// All engagements that the address asks for, as a file: no page is too many for it.
async fn file(
    context: RequestContext,
    Query(search): Query<Search>,
) -> Result<Response, HttpError> {
    let mut tx = context.look().await?;
    let stages = search.stages();
    let (mut rows, mut before) = (Vec::new(), None);
    loop {
        let asked = Narrowed { before, rows: store::WHOLE, ..search.narrowed(&stages) };
        let page = store::list(&mut tx, asked).await?;
        before = page.last().map(|last| (last.changed_at, last.id));
        let more = page.len() as i64 >= store::WHOLE;
        rows.extend(page);
        if !more {
            break;
        }
    }
    listing::csv("engagements.csv", &search.of(rows), &ENGAGEMENT_COLUMNS)
}

/// What the address of a new engagement may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Begin {
    /// The template that it begins with.
    template: String,
}

async fn new(
    context: RequestContext,
    Query(Begin { template }): Query<Begin>,
) -> Result<Response, HttpError> {
    open_page(&context, Form::of(vec![("template", template)]), &[]).await
}

async fn add(context: RequestContext, sent: Form) -> Result<Response, HttpError> {
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let Ok(client) = sent.text("client").parse() else {
        let problem = Problem::new("client", "Choose the client this is for.");
        return open_page(&context, sent, &[problem]).await;
    };
    let mut reading = Reading::new(&sent);
    let template = reading.optional("template", "Choose a template of the list, or none.");
    let problems = reading.problems();
    if !problems.is_empty() {
        return open_page(&context, sent, &problems).await;
    }
    let mut tx = context.act().await?;
    let title = sent.text("title");
    let opened = match template {
        Some(template) => {
            templates::begin_with(&mut tx, context.me()?, template, (client, &title)).await
        }
        None => store::open(&mut tx, grant, client, &title).await,
    };
    match opened {
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
    let grant = context.may_in_firm::<OpenEngagement>()?;
    let mut tx = context.look().await?;
    let clients = store::clients(&mut tx).await?;
    let templates = templates::list(&mut tx, grant, None).await?;
    let form = Filled::new(sent, errors(problems));
    let may_add = context.can_in_firm(FirmAction::ManageClients);
    Ok(context.again(status(problems), "Open an engagement", || {
        frame::staff(context, view! { <OpenPage clients templates form may_add /> })
    }))
}

async fn overview(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let loaded = store::load(&mut tx, grant).await?;
    let questions = questions::read(&mut tx, grant).await?;
    drop(tx);
    let assessment = assess(&loaded.document).into();
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let may_edit = frame::may_edit(&context, engagement);
    let title = loaded.document.title.clone();
    let (document, unreadable) = (loaded.document.into(), loaded.unreadable);
    Ok(context.page(&title, || {
        let page = view! { <OverviewPage document assessment questions unreadable may_edit /> };
        frame::engagement(&context, nav, page)
    }))
}
