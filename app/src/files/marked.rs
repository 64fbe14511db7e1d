//! Text files of an engagement without what a person marked: “redact more” reaches them too.
//! A picture is not read: parts of it are blanked by hand.

use crate::http_error::HttpError;
use crate::request::RequestContext;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::EditWork;
use faultline::stores::attachments::store;
use faultline::stores::redaction::Mark;

/// Replaces what was marked in every text file of an engagement, and says in how many.
///
/// A file is written before the database knows of it: whatever fails in between, more is redacted than is told, never
/// less.
///
/// # Errors
/// [`HttpError::Internal`] when the file store fails.
pub async fn redact_texts(
    context: &RequestContext,
    engagement: EngagementId,
    mark: Mark<'_>,
) -> Result<usize, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let texts = store::texts(&mut *context.look().await?, grant).await?;
    let files = &context.app.files;
    let mut changed = 0;
    for id in texts {
        let found = files.get(engagement, id).await;
        let Some(bytes) = found.map_err(|error| HttpError::internal(&error))? else { continue };
        let Some(left) = mark.out_of(&String::from_utf8_lossy(&bytes)) else { continue };
        let length = left.len();
        let put = files.put(engagement, id, left.into_bytes()).await;
        put.map_err(|error| HttpError::internal(&error))?;
        let mut tx = context.act().await?;
        store::resized(&mut tx, grant, id, length).await?;
        tx.commit().await?;
        changed += 1;
    }
    Ok(changed)
}
