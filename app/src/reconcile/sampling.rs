//! Differences become failure samples: the ticked ones at once, all of them in the background.
//! The same difference never makes a second sample.

use super::found::{Ask, show};
use super::stored;
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::jobs;
use crate::request::{Path, RequestContext};
use crate::urls::at;
use axum::response::Response;
use faultline::platform::ids::{EngagementId, ReconciliationId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::jobs::{JobKind, store as job_store};
use faultline::stores::reconciliation as store;
use faultline::stores::reconciliation::Sampling;

/// The most differences that become samples at once.
const MOST: usize = 200;

/// Makes samples of the ticked differences, or of all.
pub async fn make(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let (loaded, stored) = stored(&context, grant.into(), id).await?;
    if stored.compared().is_none() {
        return Err(HttpError::NotFound);
    }
    if sent.ticked("all") {
        return all(&context, grant, id).await;
    }
    let mut numbers: Vec<i32> = sent.all("row").filter_map(|row| row.parse().ok()).collect();
    numbers.truncate(MOST);
    if numbers.is_empty() {
        let problem = "Tick the differences first that are to become samples.";
        return show(&context, engagement, id, &Ask::default(), Some(problem)).await;
    }
    let mut tx = context.act().await?;
    let lines = store::chosen(&mut tx, grant, id, &numbers).await?;
    let mut sampling = Sampling::begin(&mut tx, grant, &loaded.document, &stored).await?;
    sampling.put(&mut tx, &lines).await?;
    let import = sampling.id();
    sampling.finish(&mut tx).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, &format!("samples/imports/{import}"))))
}

/// Starts the job that makes samples of all, unless one is under way.
async fn all(
    context: &RequestContext,
    grant: Grant<EditWork>,
    id: ReconciliationId,
) -> Result<Response, HttpError> {
    let mut tx = context.act().await?;
    let latest = job_store::latest(&mut tx, grant.into(), JobKind::Differences, id.0).await?;
    let job = match latest.filter(|job| !job.state.is_over()) {
        Some(job) => job.id,
        None => job_store::start(&mut tx, grant, JobKind::Differences, id.0).await?,
    };
    tx.commit().await?;
    Ok(go(&jobs::address(grant.engagement(), job)))
}
