//! The list as a CSV file: what the filters show, newest first.
//! It is bounded, says so when it stops, and no cell of it starts a formula.

use super::address::Ask;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::zone;
use axum::http::header;
use axum::response::{IntoResponse, Response};
use faultline::document::samples::Cursor;
use faultline::engines::spreadsheet::Writer;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::ViewWork;
use faultline::stores::samples as store;

/// The most samples in one file.
pub const ROWS: i64 = 20_000;
/// Samples read at once.
const SLICE: i64 = 500;
/// The size at which a file ends early, in bytes: evidence can be long.
const BYTES: usize = 48 * 1024 * 1024;

/// The file.
pub async fn csv(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let (filter, zone) = (ask.filter(), zone::here());
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant).await?.ok_or(HttpError::NotFound)?;
    let names = head.integrations.into_iter().collect();
    let failed = |error: faultline::engines::spreadsheet::Error| HttpError::internal(&error);
    let mut writer = Writer::of_samples(zone).map_err(failed)?;
    let (mut place, mut written) = (None, 0);
    while written < ROWS {
        let samples = store::whole(&mut tx, grant, &filter, place, SLICE).await?;
        for sample in &samples {
            writer.sample(sample, &names, zone).map_err(failed)?;
        }
        written += SLICE;
        place = samples.last().map(|last| Cursor { at: last.occurred_at, id: last.id });
        if samples.len() < SLICE as usize {
            break;
        }
        if writer.len() > BYTES || written >= ROWS {
            let end = "The file ends here: narrow the list to download older samples.";
            writer.row(["", end]).map_err(failed)?;
            break;
        }
    }
    Ok(attachment("failure-samples.csv", writer.finish()))
}

/// A CSV file that a browser stores and never shows.
pub fn attachment(name: &'static str, bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    (headers, bytes).into_response()
}
