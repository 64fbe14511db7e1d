//! Compares two exports: their pieces come from the database into files without a name, a thread compares them, and the
//! transaction takes what it finds. Whatever happens before its end, nothing of the comparison is stored.

use super::{Ending, Progress, Stop, Work};
use faultline::engines::reconcile::{
    DifferenceKind, Failed, Keeper, Kept, LINES, MOST, Outcome, Settings, Side, Watch, reconcile,
};
use faultline::engines::tables::{Export, Unreadable};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{ReconciliationId, UploadId};
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::db::Tx;
use faultline::stores::engagement as engagements;
use faultline::stores::engagement::WriteError;
use faultline::stores::reconciliation as store;
use faultline::stores::reconciliation::{Comparing, Counted, Filter, Sampling, Stored, Told};
use faultline::stores::samples::{redaction_key, upload};
use serde_json::json;
use std::fs::File;
use std::io::Write;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

/// Threads that compare: a server has other work too.
const THREADS: usize = 2;
/// Differences that are handed on at once.
const BATCH: usize = 250;
/// How often it is said how far the comparing is.
const TELL: Duration = Duration::from_millis(200);
/// Differences that become samples at once.
const SAMPLED: i64 = 500;

/// Compares.
pub async fn run(work: Work) -> Ending {
    let grant = permitted(&work)?;
    let (stored, settings, key) = what(&work, grant).await?;
    let uploads = match stored.uploads {
        [Some(a), Some(b)] => [a, b],
        _ => return Err(gone()),
    };
    let mut total = 0;
    let mut tx = work.db.look(&work.actor).await?;
    for id in uploads {
        let found = upload::get(&mut tx, grant, id).await?.ok_or_else(gone)?;
        total += found.bytes.unsigned_abs();
    }
    drop(tx);
    // Fetching the files is one half, comparing them the other.
    work.progress.of(total.max(1) * 2);
    let a = fetch(&work, grant, uploads[0], 0).await?;
    let b = fetch(&work, grant, uploads[1], a.bytes).await?;
    let keeper = Keeper::new(&key, stored.systems, &settings);
    let names = [0, 1].map(|side: usize| stored.files[side].clone());
    let line = Line::start([a.file, b.file], names, settings, keeper);
    take(&work, grant, stored, line, total).await
}

fn permitted(work: &Work) -> Result<Grant<EditWork>, Stop> {
    work.actor.may::<EditWork>(work.claim.engagement).map_err(|_| {
        Stop::Refused("Whoever started this does not work on this engagement any more.".into())
    })
}

fn gone() -> Stop {
    Stop::Refused("The exports are not there any more. Send them again.".into())
}

/// The exports to compare, how, and the key they are redacted with.
async fn what(work: &Work, grant: Grant<EditWork>) -> Result<(Stored, Settings, Vec<u8>), Stop> {
    let mut tx = work.db.look(&work.actor).await?;
    let id = ReconciliationId(work.claim.subject);
    let stored = store::get(&mut tx, grant, id).await?.ok_or_else(gone)?;
    let settings = stored.settings.clone().ok_or_else(gone)?;
    let settings = settings.map_err(|told| Stop::Refused(told.to_string()))?;
    let key = redaction_key(&mut tx, grant).await?;
    Ok((stored, settings, key))
}

/// An export as a file of this machine that has no name: it is gone when this is.
struct Fetched {
    file: File,
    bytes: u64,
}

/// Puts the pieces of an export into one file.
async fn fetch(
    work: &Work,
    grant: Grant<EditWork>,
    id: UploadId,
    before: u64,
) -> Result<Fetched, Stop> {
    let (mut file, mut bytes, mut lines) = (tempfile::tempfile()?, 0, 0_u64);
    for number in 0.. {
        let mut tx = work.db.look(&work.actor).await?;
        let Some(piece) = upload::piece(&mut tx, grant, id, number).await? else { break };
        drop(tx);
        bytes += piece.len() as u64;
        lines += piece.iter().filter(|byte| **byte == b'\n').count() as u64;
        if lines > LINES {
            return Err(Stop::Refused(format!(
                "One of the exports has more than {LINES} lines. Compare a part of it, for instance one month."
            )));
        }
        file = spawn_blocking(move || file.write_all(&piece).map(|()| file)).await??;
        work.progress.reached(before + bytes);
    }
    Ok(Fetched { file, bytes })
}

/// Asks the thread to stop when nobody waits for it any more.
struct Stopper(Arc<Watch>);

impl Drop for Stopper {
    fn drop(&mut self) {
        self.0.stop();
    }
}

/// The result of the thread: what it counted, what it tells of the files, and whether it handed on all it found.
type End = Result<(Outcome, Told, bool), Failed>;

/// The thread between the files and the transaction.
struct Line {
    found: Receiver<Vec<Kept>>,
    comparing: JoinHandle<End>,
    watch: Stopper,
}

impl Line {
    fn start(files: [File; 2], names: [String; 2], settings: Settings, keeper: Keeper) -> Self {
        let watch = Arc::new(Watch::default());
        let (into, found) = channel(4);
        let seen = Arc::clone(&watch);
        let comparing =
            spawn_blocking(move || compare(files, names, &settings, keeper, &seen, &into));
        Self { found, comparing, watch: Stopper(watch) }
    }
}

/// Compares, and hands on what is found.
fn compare(
    [a, b]: [File; 2],
    [name_a, name_b]: [String; 2],
    settings: &Settings,
    mut keeper: Keeper,
    watch: &Watch,
    into: &Sender<Vec<Kept>>,
) -> End {
    let exports = (Export::read(a, name_a)?, Export::read(b, name_b)?);
    let both = [&exports.0, &exports.1];
    let mut batch = Vec::with_capacity(BATCH);
    let mut of_a_kind = [0; DifferenceKind::ALL.len()];
    let outcome = reconcile(both, &settings.plan, THREADS, watch, |difference| {
        let number = &mut of_a_kind[DifferenceKind::of(difference) as usize];
        *number += 1;
        if *number > MOST {
            return;
        }
        batch.push(keeper.keep(difference));
        if batch.len() == BATCH && into.blocking_send(std::mem::take(&mut batch)).is_err() {
            watch.stop();
        }
    })?;
    // Nobody listens any more when the job was cancelled.
    let _ = into.blocking_send(batch);
    let outcome = Outcome { hints: keeper.hints(outcome.hints), ..outcome };
    let all = of_a_kind.iter().all(|number| *number <= MOST);
    let sides = [(both[0], Side::A), (both[1], Side::B)];
    let not_compared = sides.map(|(export, side)| settings.plan.not_compared(export, side));
    Ok((outcome, Told { notes: both.map(|export| export.notes().to_vec()), not_compared }, all))
}

/// Takes what is found into a transaction, and returns it with all of it.
async fn take(
    work: &Work,
    grant: Grant<EditWork>,
    stored: Stored,
    line: Line,
    total: u64,
) -> Ending {
    let Line { mut found, comparing, watch } = line;
    let id = stored.id;
    let mut tx = work.db.act(&work.actor).await?;
    let mut keeping = Comparing::new(grant, stored);
    let mut every = tokio::time::interval(TELL);
    let mut count = 0;
    loop {
        tokio::select! {
            _ = every.tick() => tell(&work.progress, &watch.0, total, count),
            batch = found.recv() => {
                let Some(batch) = batch else { break };
                count += batch.len();
                keeping.put(&mut tx, &batch).await?;
                tell(&work.progress, &watch.0, total, count);
            }
        }
    }
    let (outcome, told, all) = comparing.await?.map_err(refused)?;
    let counted = match keeping.finish(&mut tx, outcome, told, all).await {
        Err(WriteError::Conflict(_)) => {
            let why =
                "What is compared was changed meanwhile. Look at it once more, then compare again.";
            return Err(Stop::Refused(why.into()));
        }
        ended => ended?,
    };
    Ok((tx, result(id, &counted)))
}

fn result(id: ReconciliationId, counted: &Counted) -> serde_json::Value {
    json!({ "reconciliation": id, "kept": counted.kept, "summary": counted.summary })
}

fn tell(progress: &Progress, watch: &Watch, total: u64, count: usize) {
    let (done, of) = watch.progress();
    let share =
        if of == 0 { 0 } else { u128::from(done.min(of)) * u128::from(total) / u128::from(of) };
    progress.reached(total + u64::try_from(share).unwrap_or(total));
    if count > 0 {
        progress.say(format!("{count} differences found"));
    }
}

/// The reason why files cannot be compared; a file of ours that cannot be read is our fault.
fn refused(failed: Failed) -> Stop {
    match failed {
        Failed::Stopped => Stop::Broke(Box::new(failed)),
        Failed::Unreadable(ref told) if matches!(told.error, Unreadable::File(_)) => {
            Stop::Broke(Box::new(failed))
        }
        failed => Stop::Refused(failed.to_string()),
    }
}

/// Makes samples of all differences that are none yet.
pub async fn sample(work: Work) -> Ending {
    let grant = permitted(&work)?;
    let id = ReconciliationId(work.claim.subject);
    let mut tx: Tx = work.db.act(&work.actor).await?;
    let document = engagements::load(&mut tx, grant).await?.document;
    let gone = || Stop::Refused("What was found is not there any more. Compare again.".into());
    let stored = store::get(&mut tx, grant, id).await?.ok_or_else(gone)?;
    let Some((counted, _)) = stored.compared() else {
        return Err(stored.foreign().map_or_else(gone, Stop::Refused));
    };
    work.progress.of(counted.kept.unsigned_abs());
    let mut sampling = Sampling::begin(&mut tx, grant, &document, &stored).await?;
    let (mut after, mut done) = (0, 0);
    loop {
        let lines =
            store::differences(&mut tx, grant, id, Filter::default(), after, SAMPLED).await?;
        let Some(last) = lines.last() else { break };
        after = last.number;
        sampling.put(&mut tx, &lines).await?;
        done += lines.len() as u64;
        work.progress.reached(done);
        work.progress.say(format!("{done} differences looked at"));
    }
    let (import, refused) = (sampling.id(), sampling.foreign());
    let imported = sampling.finish(&mut tx).await?;
    let (stored, repeated) = (imported.stored, imported.repeated);
    Ok((
        tx,
        json!({ "import": import, "stored": stored, "repeated": repeated, "refused": refused }),
    ))
}
