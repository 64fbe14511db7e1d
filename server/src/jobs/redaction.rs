//! Takes what a person marked out of every text file of an engagement. A file is written before the database knows of it:
//! whatever fails in between, more is redacted than is told, never less. Begun again, it finds what is left.

use super::{Ending, Stop, Work};
use faultline::platform::ids::{AttachmentId, RedactionId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::attachments::store;
use faultline::stores::redaction::{Mark, record};
use serde_json::json;

/// Does it.
pub async fn run(work: Work) -> Ending {
    let Ok(grant) = work.actor.may::<EditWork>(work.claim.engagement) else {
        return Err(Stop::Refused(
            "Whoever started this does not work on this engagement any more.".into(),
        ));
    };
    let id = RedactionId(work.claim.subject);
    let mut tx = work.db.look(&work.actor).await?;
    let sought = record::sought(&mut tx, grant, id).await?;
    let texts = store::texts(&mut tx, grant).await?;
    drop(tx);
    let Some((text, placeholder)) = sought else {
        return Err(Stop::Refused("Every text file was searched already.".into()));
    };
    let mark = Mark { text: &text, placeholder: &placeholder };
    let changed = search(&work, grant, mark, &texts).await?;
    let mut tx = work.db.act(&work.actor).await?;
    record::searched(&mut tx, grant, id, (texts.len(), changed)).await?;
    Ok((tx, json!({ "searched": texts.len(), "changed": changed })))
}

/// Searches files one after the other, and says in how many of them it stood.
async fn search(
    work: &Work,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
    texts: &[AttachmentId],
) -> Result<usize, Stop> {
    work.progress.of(texts.len() as u64);
    let mut changed = 0;
    for (done, id) in texts.iter().enumerate() {
        changed += usize::from(redact(work, grant, mark, *id).await?);
        work.progress.reached(done as u64 + 1);
        work.progress.say(format!("{} of {} text files searched", done + 1, texts.len()));
    }
    Ok(changed)
}

/// Whether it stood in a file, which is without it now.
async fn redact(
    work: &Work,
    grant: Grant<EditWork>,
    mark: Mark<'_>,
    id: AttachmentId,
) -> Result<bool, Stop> {
    let engagement = grant.engagement();
    let Some(bytes) = work.files.get(engagement, id).await? else { return Ok(false) };
    let Some(left) = mark.out_of(&String::from_utf8_lossy(&bytes)) else { return Ok(false) };
    let length = left.len();
    work.files.put(engagement, id, left.into_bytes()).await?;
    let mut tx = work.db.act(&work.actor).await?;
    store::resized(&mut tx, grant, id, length).await?;
    tx.commit().await?;
    Ok(true)
}
