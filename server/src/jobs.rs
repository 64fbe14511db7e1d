//! Does the jobs: takes one from the database when it has hands free, and says twice a second that it is still at it.
//! It holds nothing that another server could not take over: whatever is not committed with “done” did not happen.

use faultline::stores::access::Actor;
use faultline::stores::attachments::Files;
use faultline::stores::db::{Db, Tx};
use faultline::stores::jobs::store::{self, Claim, Heartbeat};
use faultline::stores::jobs::{JobKind, JobState};
use faultline::stores::redaction::search;
use serde_json::Value;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;
use tokio::task::JoinSet;
use uuid::Uuid;

mod import;
mod reconcile;
mod redaction;

/// Jobs that one process works on at a time.
const CONCURRENT_JOBS: usize = 2;
/// How long a worker may be silent before another takes its job.
const LEASE: Duration = Duration::from_secs(15);
/// How often a worker says how far it is, and asks whether to go on.
const HEARTBEAT_INTERVAL: Duration = Duration::from_millis(400);
/// How often a server with free hands looks for work.
const POLL_INTERVAL: Duration = Duration::from_millis(500);
/// How often a job is begun that fails through no fault of its own.
const MAX_ATTEMPTS: i32 = 3;
/// The message for a fault of ours.
const OUR_FAULT: &str = "Something went wrong on our side, and nothing was stored. It has been noted; start it again, and tell your admin if it stays.";
/// The same for work that changes files as it goes.
const OUR_FAULT_MIDWAY: &str = "Something went wrong on our side before every file was searched. It has been noted; begin the search again, and tell your admin if it stays.";

/// Why a job did not come to its end.
#[derive(Debug)]
pub enum Stop {
    /// It cannot be done; the sentence says why, and what to do.
    Refused(String),
    /// It failed through no fault of its own, and is tried again.
    Broke(Box<dyn std::error::Error + Send + Sync>),
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Broke(Box::new(error))
    }
}

/// How a job ends well: a transaction with all it stored, which is committed together with “done”, and its result.
pub type Ending = Result<(Tx, Value), Stop>;

/// How far a job is; cheap to clone into whatever does the work.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    done: AtomicI64,
    total: AtomicI64,
    note: Mutex<String>,
}

impl Progress {
    /// Says how much there is to do.
    pub fn of(&self, total: u64) {
        self.0.total.store(total.try_into().unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    /// Says how much is done.
    pub fn reached(&self, done: u64) {
        self.0.done.store(done.try_into().unwrap_or(i64::MAX), Ordering::Relaxed);
    }

    /// Says what there is to say meanwhile.
    pub fn say(&self, note: String) {
        *self.0.note.lock().unwrap_or_else(PoisonError::into_inner) = note;
    }

    fn read(&self) -> (i64, i64, String) {
        let note = self.0.note.lock().unwrap_or_else(PoisonError::into_inner).clone();
        (self.0.done.load(Ordering::Relaxed), self.0.total.load(Ordering::Relaxed), note)
    }
}

/// The context of a job: the database, who acts, what it works on, and where it says how far it is.
#[derive(Debug, Clone)]
pub struct Work {
    /// The database.
    pub db: Db,
    /// The file store.
    pub files: Files,
    /// Whoever started it: the job may do what they may.
    pub actor: Actor,
    /// The job.
    pub claim: Claim,
    /// How far it is.
    pub progress: Progress,
}

/// Does the work of one kind of job. Dropped, it must leave nothing behind: all it stores is in the transaction it returns.
/// A search of text files alone changes them as it goes; begun again it goes on where it was.
async fn work(work: Work) -> Ending {
    match work.claim.kind.parse() {
        Ok(JobKind::Import) => import::run(work).await,
        Ok(JobKind::Reconciliation) => reconcile::run(work).await,
        Ok(JobKind::Differences) => reconcile::sample(work).await,
        Ok(JobKind::Redaction) => redaction::run(work).await,
        Err(_) => Err(Stop::Refused("This server does not know how to do this. Update it.".into())),
    }
}

/// Takes jobs and does them until it is stopped.
#[derive(Debug, Clone)]
pub struct Runner {
    db: Db,
    files: Files,
    workers: Arc<Mutex<Vec<Uuid>>>,
}

impl Runner {
    /// A runner that has not begun.
    #[must_use]
    pub fn new(db: Db, files: Files) -> Self {
        Self { db, files, workers: Arc::default() }
    }

    /// Takes jobs for ever. Dropped, it drops those under way too: nothing of them is stored.
    pub async fn run(self) {
        self.forget().await;
        let mut every = tokio::time::interval(POLL_INTERVAL);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        let mut under_way = JoinSet::new();
        loop {
            tokio::select! {
                _ = every.tick() => {}
                Some(_) = under_way.join_next() => {}
            }
            while under_way.len() < CONCURRENT_JOBS {
                // Known before it takes one: stopped in between, the job is given back too.
                let worker = Uuid::now_v7();
                self.known().push(worker);
                let claim = store::claim(self.db.pool(), worker, LEASE).await;
                if let Ok(Some(claim)) = claim {
                    under_way.spawn(self.clone().begin(claim));
                    continue;
                }
                self.ended(worker);
                if let Err(error) = claim {
                    tracing::warn!(%error, "jobs could not be looked for");
                }
                break;
            }
        }
    }

    /// Erases what searches looked for that ended without their server, or that a restore left without their job.
    async fn forget(&self) {
        match search::forget(self.db.pool()).await {
            Ok(0) => {}
            Ok(forgotten) => {
                tracing::info!(forgotten, "marked texts that no search needs are erased")
            }
            Err(error) => {
                tracing::warn!(%error, "marked texts that no search needs could not be erased")
            }
        }
    }

    /// Gives back what was under way when it was dropped, so that another server begins it at once.
    pub async fn release(&self) {
        let workers = std::mem::take(&mut *self.known());
        for worker in workers {
            if let Err(error) = store::release(self.db.pool(), worker).await {
                tracing::warn!(%error, "a job could not be given back; its lease will end");
            }
        }
    }

    /// Does a job and ends it.
    async fn begin(self, claim: Claim) {
        if let Err(error) = self.see_through(&claim).await {
            tracing::warn!(%error, "a job could not be ended; another server will take it");
        }
        self.ended(claim.worker);
    }

    fn ended(&self, worker: Uuid) {
        self.known().retain(|known| *known != worker);
    }

    fn known(&self) -> std::sync::MutexGuard<'_, Vec<Uuid>> {
        self.workers.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn see_through(&self, claim: &Claim) -> sqlx::Result<()> {
        let Some(actor) = claim.actor.clone() else {
            let gone = "Whoever started this may not do it any more. Start it again yourself.";
            return self.leave(claim, JobState::Failed, gone).await;
        };
        let progress = Progress::default();
        let (db, files) = (self.db.clone(), self.files.clone());
        let doing = Work { db, files, actor, claim: claim.clone(), progress };
        let ending = tokio::select! {
            // Of a job that ended and one that was cancelled in the same moment, the ending counts.
            biased;
            ending = work(doing.clone()) => ending,
            word = self.watch(&doing) => match word {
                Heartbeat::Cancel => return self.leave(claim, JobState::Cancelled, "").await,
                _ => return Ok(()),
            },
        };
        match ending {
            Ok((tx, result)) => self.finish(claim, tx, &result).await,
            Err(Stop::Refused(why)) => self.leave(claim, JobState::Failed, &why).await,
            Err(Stop::Broke(error)) => {
                tracing::error!(job = %claim.id, kind = claim.kind, causes = causes(&*error), "a job broke");
                if claim.attempts < MAX_ATTEMPTS {
                    return self.leave(claim, JobState::Queued, "").await;
                }
                let midway = claim.kind.parse::<JobKind>().is_ok_and(JobKind::stores_midway);
                let why = if midway { OUR_FAULT_MIDWAY } else { OUR_FAULT };
                self.leave(claim, JobState::Failed, why).await
            }
        }
    }

    /// Says how far the job is until it must not go on.
    async fn watch(&self, work: &Work) -> Heartbeat {
        let mut every = tokio::time::interval(HEARTBEAT_INTERVAL);
        every.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            let (done, total, note) = work.progress.read();
            match store::heartbeat(self.db.pool(), &work.claim, LEASE, done, total, &note).await {
                Ok(Heartbeat::GoOn) => {}
                Ok(word) => return word,
                // It may still be able to end; if not, the lease does.
                Err(error) => tracing::warn!(%error, "a job could not say how far it is"),
            }
        }
    }

    /// Commits what a job stored together with its end.
    async fn finish(&self, claim: &Claim, mut tx: Tx, result: &Value) -> sqlx::Result<()> {
        if store::end(&mut tx, claim, JobState::Done, "", Some(result)).await? {
            return tx.commit().await;
        }
        drop(tx);
        // Cancelled at the last moment; or another server has it, and then this says nothing.
        self.leave(claim, JobState::Cancelled, "").await
    }

    async fn leave(&self, claim: &Claim, state: JobState, why: &str) -> sqlx::Result<()> {
        let mut conn = self.db.pool().acquire().await?;
        store::end(&mut conn, claim, state, why, None).await.map(|_| ())
    }
}

/// An error with its causes.
fn causes(error: &(dyn std::error::Error + 'static)) -> String {
    let mut causes = vec![error.to_string()];
    let mut source = error.source();
    while let Some(cause) = source {
        causes.push(cause.to_string());
        source = cause.source();
    }
    causes.join(": ")
}
