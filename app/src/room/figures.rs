//! The figures in the client's room: whether it got better, as the version that is read says it.
//! What was counted since stands in no version yet, and is not shown.

use super::blocks::{Blocks, Lead, SectionBlocks};
use super::{Room, Version, front, pages};
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use crate::ui::{Chart, Marks, PageHeader, Section, Strip, Text};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::delivery::report::figures::parted;
use faultline::delivery::report::{self, Block, SectionId};
use faultline::document::counted::Span;
use faultline::document::measures::Figure;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewRoom};
use faultline::stores::room::Snapshot;
use std::sync::Arc;

/// The routes of the figures in the room.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::To(Action::ViewRoom), "/room/{engagement}/figures", open)
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
        let section = report::document(&snapshot).section(SectionId::Figures).cloned();
        let lead = Lead::Room { engagement, version: room.asked };
        let body = view! { <RoomFiguresPage snapshot section lead /> };
        let named = ("figures", "Figures");
        pages::framed(&context, engagement, &room, named, StatusCode::OK, body.into())
    };
    DRAWING.run(engagement.0, draw).await
}

#[component]
fn RoomFiguresPage(
    snapshot: Arc<Snapshot>,
    section: Option<report::Section>,
    lead: Lead,
) -> impl IntoView {
    let Some(report::Section { id, title, lede, blocks }) = section else {
        return Either::Left(view! {
            <PageHeader title="Whether it got better" lede="How often it fails, how long it takes to put right, what comes twice, and how often somebody has to step in." />
            <p>"This version has no figures yet. They stand here as soon as failures were confirmed and your consultants publish them."</p>
        });
    };
    let (before, months) = parted(blocks);
    let spans = snapshot.contents().figures.as_ref().map(|figures| figures.months.clone());
    let (drawn, spans) = (snapshot.clone(), spans.unwrap_or_default());
    Either::Right(view! {
        <PageHeader title lede />
        <SectionBlocks snapshot id blocks=before lead />
        <Section title="Month by month" id="months">
            <Drawn snapshot=drawn spans blocks=months lead />
        </Section>
    })
}

/// The months, drawn, with their table.
#[component]
fn Drawn(
    snapshot: Arc<Snapshot>,
    spans: Vec<Span>,
    blocks: Vec<Block>,
    lead: Lead,
) -> impl IntoView {
    let axis: Vec<Text> =
        spans.iter().map(|month| month.first.format("%b").to_string().into()).collect();
    let strip = |figure: Figure| {
        let count = |month: &Span| i64::try_from(month.count(figure)).unwrap_or(i64::MAX);
        let counts: Vec<i64> = spans.iter().map(count).collect();
        let total = counts.iter().sum();
        Strip { label: figure.plain().into(), marks: Marks::Columns(counts), total }
    };
    let strips = [Figure::Failures, Figure::Duplicates, Figure::Manual].map(strip).to_vec();
    let says = "Confirmed failures, records that came twice, and times that somebody had to step in, month by month; the highest column is the largest number of all.";
    view! {
        <Chart id="months-chart" says strips axis>
            <Blocks snapshot blocks lead />
        </Chart>
    }
}
