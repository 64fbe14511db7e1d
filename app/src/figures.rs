//! The figures: whether it got better, by the month and before against now, and what is done by hand.
//! Every number leads to the samples or steps that it counts.

use crate::editing::part::{open_one, save_one};
use crate::form::Form;
use crate::frame;
use crate::http::turns::DRAWING;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use behind::BehindPage;
use chrono::NaiveDate;
use faultline::document::measures::Measures;
use faultline::document::samples::FIRST_YEAR;
use faultline::judgement::figures::{
    Figure, compared, month_before, months, needed_from, usual_since,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::figures as figures_store;
use page::FiguresPage;
use serde::Deserialize;

mod behind;
mod by_hand;
mod edit;
mod methods;
mod months;
mod page;

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    let (view, edit) = (Access::To(Action::ViewWork), Access::To(Action::EditWork));
    Routes::new()
        .get(view, "/e/{engagement}/figures", open)
        .get(view, "/e/{engagement}/figures/behind", list)
        .get(edit, "/e/{engagement}/figures/edit", open_measures)
        .post(edit, "/e/{engagement}/figures/edit", save_measures)
}

/// The day from which on it is “now”; that of the plan when the address does not say.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Since {
    since: String,
}

/// The day that an address says, within those that samples can have; another one where it says none.
fn bounded(text: &str, otherwise: impl FnOnce() -> NaiveDate) -> NaiveDate {
    let day = text.parse().unwrap_or_else(|_| otherwise());
    let year = |year| NaiveDate::from_yo_opt(year, 1);
    year(FIRST_YEAR).zip(year(9_999)).map_or(day, |(first, last)| day.clamp(first, last))
}

async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Since>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let loaded = store::load(&mut tx, grant).await?;
    let today = loaded.document.as_of.date_naive();
    let since = bounded(&asked.since, || usual_since(&loaded.document)).min(today);
    let days = figures_store::days(&mut tx, grant, needed_from(since, today)).await?;
    drop(tx);
    let may_edit = frame::may_edit(&context, engagement);
    let draw = move || {
        let nav = frame::nav(&loaded.document, &loaded.digest);
        let (told, by_month) = (compared(&days, since, today), months(&days, today));
        let document = loaded.document.into();
        context.page("Figures", || {
            let page = view! { <FiguresPage document since told by_month may_edit /> };
            frame::engagement(&context, nav, page)
        })
    };
    DRAWING.run(engagement.0, draw).await
}

async fn open_measures(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    open_one::<Measures>(&context, engagement, (), None).await
}

async fn save_measures(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_one::<Measures>(&context, engagement, (), Some(()), sent).await
}

/// What is behind which number.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Which {
    figure: String,
    first: String,
    last: String,
}

async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let figure = Figure::from_key(&which.figure).unwrap_or(Figure::Failures);
    let mut tx = context.look().await?;
    let loaded = store::load(&mut tx, grant).await?;
    let today = loaded.document.as_of.date_naive();
    let (first, last) =
        (bounded(&which.first, || month_before(today, 0)), bounded(&which.last, || today));
    let samples = figures_store::behind(&mut tx, grant, figure, first, last).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    Ok(context.page("Behind a figure", || {
        let page = view! { <BehindPage engagement figure first last samples /> };
        frame::engagement(&context, nav, page)
    }))
}
