//! The history of the verdict: each change with what brought it, and what changed between any two points in time.
//! It tells what was recorded when it changed; nothing is judged anew.

use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use axum::response::Response;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{ViewHistory, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use faultline::stores::engagement::history::{self, Done};
use page::HistoryPage;
use serde::Deserialize;

mod page;

/// The two points in time, each by the number of a change.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Between {
    from: String,
    to: String,
}

/// What was found of the two points in time.
struct Compared {
    told: Vec<String>,
    done: Vec<Done>,
}

/// Answers with the history.
pub async fn show(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(between): Query<Between>,
) -> Result<Response, HttpError> {
    let (work, history) =
        (context.may::<ViewWork>(engagement)?, context.may::<ViewHistory>(engagement)?);
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = store::load(&mut tx, work).await?;
    let mut changes = history::verdicts(&mut tx, history).await?;
    // What is done in one transaction is one change, however many steps it takes: the last of them is how it ended.
    changes.dedup_by_key(|change| change.at);
    let points = between.from.parse().ok().zip(between.to.parse().ok());
    let compared = match points.map(|(a, b): (i64, i64)| (a.min(b), a.max(b))) {
        Some((from, to)) => {
            let before = history::verdicts_at(&mut tx, history, from).await?.unwrap_or_default();
            let after = history::verdicts_at(&mut tx, history, to).await?.unwrap_or_default();
            let done = history::done_between(&mut tx, history, from, to).await?;
            Some(Compared { told: before.changed_to(&after), done })
        }
        None => None,
    };
    drop(tx);
    let nav = frame::nav(&document, &digest);
    Ok(context.page("History of the verdict", || {
        let page = view! { <HistoryPage engagement changes between compared /> };
        frame::engagement(&context, nav, page)
    }))
}
