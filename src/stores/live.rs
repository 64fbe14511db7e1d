//! Live changes: what one process commits every process hears, through notifications of the database.
//! A message says what changed and nothing of what is in it: whoever hears it must still be allowed to read it.

use crate::engines::map::Side;
use crate::platform::ids::{EngagementId, WorkflowId};
use sqlx::PgPool;
use sqlx::postgres::PgListener;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

/// The channel that migration 0005 tells changes on.
const CHANNEL: &str = "faultline";
/// How many changes a slow reader may be behind before it is told only that it missed some.
const BEHIND: usize = 256;
/// Whoever waits asks again at least this often whether they may.
const RECHECK_INTERVAL: Duration = Duration::from_secs(20);

/// A change, as it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Change {
    /// A map has a new version.
    Map(EngagementId, WorkflowId, Side, i32),
    /// Somebody may see more or less than before.
    Access,
    /// Messages may have been missed.
    Missed,
    /// The process stops.
    Stop,
}

/// The next thing for a watcher to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Heard {
    /// The map has this version now.
    Version(i32),
    /// Read again: something may have been missed, or it is time to ask whether one still may.
    Look,
    /// The process stops.
    Stop,
}

/// The process's ear; clones share it.
#[derive(Debug, Clone)]
pub struct Live(Arc<Sender<Change>>);

impl Default for Live {
    fn default() -> Self {
        Self(Arc::new(broadcast::channel(BEHIND).0))
    }
}

impl Live {
    /// Listens for as long as the process runs; a lost connection is made again.
    pub async fn listen(self, pool: PgPool) {
        loop {
            if let Err(error) = self.hear(&pool).await {
                if pool.is_closed() {
                    return;
                }
                tracing::warn!(%error, "live updates are interrupted");
            }
            self.tell(Change::Missed);
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// One connection, which listens and does nothing else.
    async fn hear(&self, pool: &PgPool) -> sqlx::Result<()> {
        let mut listener = PgListener::connect_with(pool).await?;
        listener.ignore_pool_close_event(false);
        listener.listen(CHANNEL).await?;
        self.tell(Change::Missed);
        loop {
            match listener.try_recv().await? {
                Some(message) => read(message.payload()).into_iter().for_each(|it| self.tell(it)),
                None => self.tell(Change::Missed),
            }
        }
    }

    fn tell(&self, change: Change) {
        // Nobody watching is no fault.
        self.0.send(change).ok();
    }

    /// Ends every watch, so that the process can stop.
    pub fn stop(&self) {
        self.tell(Change::Stop);
    }

    /// Watches one map from now on.
    #[must_use]
    pub fn watch(&self, engagement: EngagementId, workflow: WorkflowId, side: Side) -> Watch {
        Watch { changes: self.0.subscribe(), engagement, workflow, side }
    }
}

/// A watch over one map.
#[derive(Debug)]
pub struct Watch {
    changes: Receiver<Change>,
    engagement: EngagementId,
    workflow: WorkflowId,
    side: Side,
}

impl Watch {
    /// Waits for what is to be done next.
    pub async fn next(&mut self) -> Heard {
        loop {
            match tokio::time::timeout(RECHECK_INTERVAL, self.changes.recv()).await {
                Err(_) | Ok(Err(RecvError::Lagged(_)) | Ok(Change::Missed | Change::Access)) => {
                    return Heard::Look;
                }
                Ok(Err(RecvError::Closed) | Ok(Change::Stop)) => return Heard::Stop,
                Ok(Ok(Change::Map(engagement, workflow, side, version))) => {
                    if (engagement, workflow, side) == (self.engagement, self.workflow, self.side) {
                        return Heard::Version(version);
                    }
                }
            }
        }
    }
}

/// Reads a message; one that makes no sense says nothing.
fn read(payload: &str) -> Option<Change> {
    let words: Vec<&str> = payload.split(' ').collect();
    match words[..] {
        ["access"] => Some(Change::Access),
        ["map", engagement, workflow, side, version] => Some(Change::Map(
            engagement.parse().ok()?,
            workflow.parse().ok()?,
            side.parse().ok()?,
            version.parse().ok()?,
        )),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids() -> (EngagementId, WorkflowId) {
        (EngagementId::new(), WorkflowId::new())
    }

    #[tokio::test]
    async fn a_watch_hears_its_own_map_and_no_other() {
        let live = Live::default();
        let (engagement, workflow) = ids();
        let mut watch = live.watch(engagement, workflow, Side::Actual);
        live.tell(Change::Map(engagement, workflow, Side::Intended, 1));
        live.tell(Change::Map(EngagementId::new(), workflow, Side::Actual, 2));
        live.tell(Change::Map(engagement, workflow, Side::Actual, 3));
        assert_eq!(watch.next().await, Heard::Version(3));
    }

    #[tokio::test]
    async fn who_may_see_changed_and_missed_messages_mean_to_look_again() {
        let live = Live::default();
        let (engagement, workflow) = ids();
        let mut watch = live.watch(engagement, workflow, Side::Actual);
        live.tell(Change::Access);
        assert_eq!(watch.next().await, Heard::Look);
        (0..2 * BEHIND).for_each(|_| live.tell(Change::Missed));
        assert_eq!(watch.next().await, Heard::Look);
    }

    #[tokio::test]
    async fn a_watch_ends_when_the_process_stops() {
        let live = Live::default();
        let (engagement, workflow) = ids();
        let mut watch = live.watch(engagement, workflow, Side::Actual);
        live.stop();
        assert_eq!(watch.next().await, Heard::Stop);
    }

    #[test]
    fn a_message_that_makes_no_sense_says_nothing() {
        assert_eq!(read("map x y z 1"), None);
        assert_eq!(read("drop table"), None);
        assert_eq!(read("access"), Some(Change::Access));
    }

    #[sqlx::test]
    async fn what_one_process_commits_another_hears(pool: PgPool) {
        let live = Live::default();
        let ear = tokio::spawn(live.clone().listen(pool.clone()));
        let (engagement, workflow) = ids();
        let mut watch = live.watch(engagement, workflow, Side::Actual);
        // It says so when it has begun to listen.
        assert_eq!(watch.next().await, Heard::Look);
        let tell = format!("map {engagement} {workflow} actual 4");
        sqlx::query("select pg_notify('faultline', $1)").bind(tell).execute(&pool).await.unwrap();
        assert_eq!(watch.next().await, Heard::Version(4));
        ear.abort();
    }
}
