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
    let mut all = BTreeMap::new();
    for file in kept(snapshot) {
        let bytes = whole(context, engagement, file).await?;
        all.extend(bytes.map(|bytes| (file.id, bytes)));
    }
    Ok(all)
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
