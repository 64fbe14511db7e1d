//! Takes what a person marked out of every text file of an engagement. Which file is next is recorded before it is written,
//! and that it was written afterwards: begun again, it finds what is left, and counts no file twice and none too few.

use super::{Ending, Stop, Work};
use faultline::platform::ids::{AttachmentId, RedactionId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::attachments::store;
use faultline::stores::redaction::record;
use faultline::stores::redaction::search::{self, Sought};
use serde_json::json;
use std::sync::Arc;
use tokio::task::spawn_blocking;

/// What is said of a search whose text is not there any more.
const GONE: &str = "What was marked is not kept any more. Begin the search again on the page of what was redacted.";

/// A search that is under way.
struct Search<'a> {
    work: &'a Work,
    grant: Grant<EditWork>,
    id: RedactionId,
    sought: Arc<Sought>,
}

/// Does it.
pub async fn run(work: Work) -> Ending {
    let Ok(grant) = work.actor.may::<EditWork>(work.claim.engagement) else {
        return Err(Stop::Refused(
            "Whoever started this does not work on this engagement any more.".into(),
        ));
    };
    let id = RedactionId(work.claim.subject);
    let mut tx = work.db.look(&work.actor).await?;
    let sought = search::sought(&mut tx, &work.claim).await?;
    let texts = store::texts(&mut tx, grant).await?;
    drop(tx);
    let Some(sought) = sought else { return nothing_sought(&work, grant, id).await };
    Search { work: &work, grant, id, sought: Arc::new(sought) }.through(&texts).await?;
    let mut tx = work.db.act(&work.actor).await?;
    let changed = search::searched(&mut tx, grant, id, texts.len()).await?;
    Ok((tx, json!({ "searched": texts.len(), "changed": changed })))
}

/// The end of a search that has nothing to look for: another one was through, or what was marked is gone.
async fn nothing_sought(work: &Work, grant: Grant<EditWork>, id: RedactionId) -> Ending {
    let mut tx = work.db.act(&work.actor).await?;
    let redaction = record::get(&mut tx, grant.into(), id).await?;
    let Some((searched, changed)) =
        redaction.and_then(|it| it.files_searched.zip(it.files_changed))
    else {
        return Err(Stop::Refused(GONE.into()));
    };
    Ok((tx, json!({ "searched": searched, "changed": changed })))
}

impl Search<'_> {
    /// Searches files one after the other.
    async fn through(&self, texts: &[AttachmentId]) -> Result<(), Stop> {
        let progress = &self.work.progress;
        progress.of(texts.len() as u64);
        let mut texts = texts.to_vec();
        // What was interrupted comes first: the next announcement takes the place of its own.
        texts.sort_by_key(|file| self.sought.interrupted != Some(*file));
        for (done, file) in texts.iter().enumerate() {
            self.search(*file).await?;
            progress.reached(done as u64 + 1);
            progress.say(format!("{} of {} text files searched", done + 1, texts.len()));
        }
        Ok(())
    }

    /// Searches a file, and writes it anew when it holds what is sought.
    async fn search(&self, file: AttachmentId) -> Result<(), Stop> {
        let engagement = self.grant.engagement();
        let Some(bytes) = self.work.files.get(engagement, file).await? else { return Ok(()) };
        let length = bytes.len();
        match self.without(bytes).await? {
            Some(left) => {
                let mut tx = self.work.db.act(&self.work.actor).await?;
                search::announce(&mut tx, self.grant, self.id, file).await?;
                tx.commit().await?;
                let length = left.len();
                self.record(file, Some(left), length).await
            }
            // It was written, and whoever wrote it was stopped before that was recorded.
            None if self.sought.interrupted == Some(file) => self.record(file, None, length).await,
            None => Ok(()),
        }
    }

    /// What is left of a file; `None` when it does not hold what is sought. Texts may be long: another thread looks.
    async fn without(&self, bytes: Vec<u8>) -> Result<Option<Vec<u8>>, Stop> {
        let sought = Arc::clone(&self.sought);
        let look = move || sought.mark().out_of(&String::from_utf8_lossy(&bytes));
        Ok(spawn_blocking(look).await?.map(String::into_bytes))
    }

    /// Writes a file, where it has to be, and records it. One that is erased meanwhile stays erased.
    async fn record(
        &self,
        file: AttachmentId,
        left: Option<Vec<u8>>,
        length: usize,
    ) -> Result<(), Stop> {
        let mut tx = self.work.db.act(&self.work.actor).await?;
        let Some(file) = search::locked(&mut tx, self.grant, file).await? else { return Ok(()) };
        if let Some(left) = left {
            self.work.files.put(self.grant.engagement(), file.id, left).await?;
        }
        let of = (self.id, self.sought.mark().placeholder);
        search::rewritten(&mut tx, self.grant, of, &file, length).await?;
        Ok(tx.commit().await?)
    }
}
