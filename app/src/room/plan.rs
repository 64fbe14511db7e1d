//! The 60-day plan in the client's room: the plan of the version that is read, and its calendar.
//! What was recorded of it since stands in no version yet, and is not shown.

use super::blocks::{Lead, SectionBlocks};
use super::{Room, Version, front, pages, published};
use crate::form::go;
use crate::http::download::{file, plain};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{PageHeader, Text};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::delivery::plan::calendar;
use faultline::delivery::report::{self, SectionId};
use faultline::engines::calendar::Revision;
use faultline::judgement::plan;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewRoom};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The routes of the plan in the room.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::To(Action::ViewRoom);
    Routes::new().get(view, "/room/{engagement}/plan", open).get(
        view,
        "/room/{engagement}/plan.ics",
        entries,
    )
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewRoom>(engagement)?;
    let Some(room) = Room::load(&context, grant, asked).await? else {
        return front::no_version(&context, engagement, asked);
    };
    let draw = move || {
        let snapshot = room.snapshot.clone();
        let section = report::document(&snapshot).section(SectionId::Plan).cloned();
        let lead = Lead::Room { engagement, version: room.asked };
        let file = urls::room(engagement, "plan.ics", room.asked);
        let body = view! { <RoomPlanPage snapshot section lead file /> };
        let named = ("plan", "Plan");
        pages::framed(&context, engagement, &room, named, StatusCode::OK, body.into())
    };
    DRAWING.run(engagement.0, draw).await
}

#[component]
fn RoomPlanPage(
    snapshot: Arc<Snapshot>,
    section: Option<report::Section>,
    lead: Lead,
    #[prop(into)] file: Text,
) -> impl IntoView {
    let Some(section) = section else {
        return Either::Left(view! {
            <PageHeader title="Plan" lede="What is done in sixty days, by whom and in which order, once its first day is agreed." />
            <p>"This version has no plan with dates yet. It stands here as soon as your consultants publish one."</p>
        });
    };
    let report::Section { id, title, lede, blocks } = section;
    Either::Right(view! {
        <PageHeader title lede>
            <a class="button" href=file>"Add to a calendar"</a>
        </PageHeader>
        <SectionBlocks snapshot id blocks lead />
    })
}

/// The plan of a version as a calendar; without dates there is none, and the page says so.
async fn entries(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let page = || go(&urls::room(engagement, "plan", asked.version));
    let Some(snapshot) = published(&context, engagement, asked).await? else {
        return Err(HttpError::NotFound);
    };
    let document = snapshot.document();
    let dated = plan::of(document, snapshot.assessment());
    let name = format!("{}_plan.ics", plain(&document.title));
    // A version never changes, and a later one has a higher number.
    let revision = Revision { number: snapshot.contents().number, at: document.as_of };
    let text = calendar(document, &dated, revision);
    Ok(text.map_or_else(page, |text| file(&name, "text/calendar; charset=utf-8", text.into())))
}
