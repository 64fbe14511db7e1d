//! Starting a comparison, for the first time or again by other rules, without sending the exports once more.
//! One that is under way is not started twice.

use super::found::{Ask, equal, show};
use super::{address, stored};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::jobs;
use crate::request::{Path, RequestContext};
use axum::response::Response;
use faultline::engines::reconcile::Settings;
use faultline::platform::ids::{EngagementId, ReconciliationId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::jobs::{JobKind, store as job_store};
use faultline::stores::reconciliation as store;
use faultline::stores::reconciliation::SettleError;

/// Saves the settings and starts the job, unless one is under way; leads to it.
pub async fn start(
    context: &RequestContext,
    grant: Grant<EditWork>,
    id: ReconciliationId,
    version: i32,
    settings: &Settings,
) -> Result<Result<Response, SettleError>, HttpError> {
    let engagement = grant.engagement();
    let mut tx = context.act().await?;
    let latest = job_store::latest(&mut tx, grant.into(), JobKind::Reconciliation, id.0).await?;
    if let Some(job) = latest.filter(|job| !job.state.is_over()) {
        return Ok(Ok(go(&jobs::address(engagement, job.id))));
    }
    if let Err(error) = store::settle(&mut tx, grant, id, version, settings).await {
        return Ok(Err(error));
    }
    let job = job_store::start(&mut tx, grant, JobKind::Reconciliation, id.0).await?;
    tx.commit().await?;
    Ok(Ok(go(&jobs::address(engagement, job))))
}

/// Treats as equal what a person ticked of what the differences suggest, and compares again.
pub async fn take_hints(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let (_, stored) = stored(&context, grant.into(), id).await?;
    let Some((counted, settings)) = stored.compared() else {
        return Ok(go(&address(engagement, id, "settings")));
    };
    let ticked: Vec<&str> = sent.all("hint").collect();
    let changed = "This was compared again meanwhile: tick what still stands here.";
    let problem = if stored.version == sent.version() {
        match equal::settled(counted, settings, &ticked) {
            Some(settings) => match start(&context, grant, id, sent.version(), &settings).await? {
                Ok(to) => return Ok(to),
                Err(SettleError::Write(error)) => return Err(error.into()),
                Err(SettleError::Conflict(_)) => changed,
                Err(SettleError::Compared) => {
                    "The exports are gone: send them again to compare them by other rules."
                }
            },
            None => "Tick first what is to be treated as equal.",
        }
    } else {
        changed
    };
    show(&context, engagement, id, &Ask::default(), Some(problem)).await
}
