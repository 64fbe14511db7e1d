//! Files beside failures that a version hands out, as the client's people get them: the bytes that were hashed, or none.
//! Which version lists which file is asked of the database each time, as the person who asks.

use super::reading::note_reading;
use super::{Version, published};
use crate::files::answer;
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::platform::ids::{AttachmentId, EngagementId};
use faultline::stores::access::Action;
use faultline::stores::room::{HandedOut, Hash, Snapshot};
use std::collections::BTreeMap;
use std::time::Duration;
use tokio::time::timeout;

/// The longest that the files of one archive are read: other documents wait for its turn to end.
const READ_TIMEOUT: Duration = Duration::from_secs(20);

/// The routes.
pub(super) fn routes() -> Routes {
    Routes::new().get(Access::To(Action::ViewRoom), "/room/{engagement}/files/{file}", open)
}

/// A file that a version hands out.
async fn open(
    context: RequestContext,
    Path((engagement, file)): Path<(EngagementId, AttachmentId)>,
    Query(asked): Query<Version>,
) -> Result<Response, HttpError> {
    let snapshot = published(&context, engagement, asked).await?.ok_or(HttpError::NotFound)?;
    let told = snapshot.file(file).ok_or(HttpError::NotFound)?;
    let bytes = whole(&context, engagement, told).await?.ok_or(HttpError::NotFound)?;
    note_reading(&context, context.may(engagement)?, snapshot.contents().number).await;
    Ok(answer(bytes, &told.name, told.format))
}

/// What is in the files of a version that can still be had.
pub(super) async fn of_version(
    context: &RequestContext,
    engagement: EngagementId,
    snapshot: &Snapshot,
) -> Result<BTreeMap<AttachmentId, Vec<u8>>, HttpError> {
    within(READ_TIMEOUT, async {
        let mut all = BTreeMap::new();
        for file in kept(snapshot) {
            let bytes = whole(context, engagement, file).await?;
            all.extend(bytes.map(|bytes| (file.id, bytes)));
        }
        Ok(all)
    })
    .await
}

/// What is read of the file store, unless it takes too long: then whoever asks is told to come back.
async fn within<T>(
    longest: Duration,
    read: impl Future<Output = Result<T, HttpError>>,
) -> Result<T, HttpError> {
    timeout(longest, read).await.unwrap_or_else(|_| {
        tracing::error!("the files of a version could not be read in time");
        Err(HttpError::Busy)
    })
}

/// The files of a version that can still be had.
pub(super) fn kept(snapshot: &Snapshot) -> impl Iterator<Item = &HandedOut> {
    snapshot.contents().files.iter().filter(move |file| snapshot.file(file.id).is_some())
}

/// The bytes of a file that were hashed; nothing when others lie in the file store, which is handed out to nobody.
async fn whole(
    context: &RequestContext,
    engagement: EngagementId,
    file: &HandedOut,
) -> Result<Option<Vec<u8>>, HttpError> {
    let found = context.app.files.get(engagement, file.id).await;
    let found = found.map_err(|error| HttpError::internal(&error))?;
    let is_it = |bytes: &Vec<u8>| Hash::of_bytes(bytes) == file.sha256;
    let bytes = found.filter(is_it);
    if bytes.is_none() {
        tracing::error!(file = %file.id, %engagement, "a file that was handed out is not in the file store as it was hashed");
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_file_store_that_does_not_answer_holds_no_turn_for_ever() {
        let silent = std::future::pending::<Result<(), HttpError>>();
        assert_eq!(within(Duration::from_millis(1), silent).await, Err(HttpError::Busy));
        let (hour, answers) = (Duration::from_secs(3_600), async { Ok(7) });
        assert_eq!(within(hour, answers).await, Ok(7));
    }
}
