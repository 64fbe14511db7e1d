//! Imports a file: pieces come from the database, one thread cuts them into rows, two make samples of the rows, and the
//! transaction takes the samples. Whatever happens before its end, nothing of the file is stored.

use super::{Ending, Progress, Stop, Work};
use chrono::Utc;
use faultline::document::samples::import::{
    Plan, REFUSED, REFUSED_BYTES, Reader, Refusal, TooManyRefused,
};
use faultline::engines::tables::{Row, Rows, Unreadable};
use faultline::platform::ids::UploadId;
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::db::Tx;
use faultline::stores::engagement::WriteError;
use faultline::stores::samples as store;
use faultline::stores::samples::upload::{self, Upload};
use faultline::stores::samples::{Bulk, Import, Lot};
use serde_json::json;
use std::io::{self, Read};
use std::sync::{Arc, Mutex, PoisonError};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::{JoinHandle, spawn_blocking};

/// Threads that make samples of rows: redaction is most of the work.
const THREADS: usize = 2;
/// Rows, and about how many bytes, that are handed on at once.
const ROWS: usize = 500;
const BYTES: u64 = 256 * 1024;

/// Lots that wait while rows are stored: about as many as go on into the real table at once, so that the next of them
/// are made by then and neither side waits for the other.
const LOTS: usize = 64;

/// Rows as they were cut from the file, and how far it was read then.
struct Cut {
    rows: Vec<Row>,
    position: u64,
}

/// The outcome of rows.
struct Made {
    lot: Lot,
    rows: u64,
    refused: Vec<Refusal>,
    position: u64,
}

/// Does it.
pub async fn run(work: Work) -> Ending {
    let Ok(grant) = work.actor.may::<EditWork>(work.claim.engagement) else {
        return Err(Stop::Refused(
            "Whoever started this does not work on this engagement any more.".into(),
        ));
    };
    let mut tx = work.db.look(&work.actor).await?;
    let found = upload::get(&mut tx, grant, UploadId(work.claim.subject)).await?;
    let planned = found.and_then(|upload| upload.plan.clone().map(|plan| (upload, plan)));
    let Some((upload, plan)) = planned else {
        return Err(Stop::Refused("The file is not there any more. Send it again.".into()));
    };
    let plan = plan.map_err(|told| Stop::Refused(told.to_string()))?;
    let head = store::head(&mut tx, grant.into()).await?.ok_or(WriteError::NotFound)?;
    let key = store::redaction_key(&mut tx, grant).await?;
    drop(tx);
    work.progress.of(upload.bytes.unsigned_abs());
    let reader = Reader::new(&head.integrations, &key, Utc::now());
    let reader = reader.knowing(&plan.mapping.people);
    let (pieces, input) = channel(2);
    let line = Line::start(input, reader, plan.clone());
    let (ending, ()) = tokio::try_join!(
        take(&work, grant, &upload, &plan, line),
        feed(&work, grant, &upload, pieces)
    )?;
    Ok(ending)
}

/// Gives the pieces of the file to whoever cuts them.
async fn feed(
    work: &Work,
    grant: Grant<EditWork>,
    upload: &Upload,
    pieces: Sender<Vec<u8>>,
) -> Result<(), Stop> {
    for number in 0.. {
        let mut tx = work.db.look(&work.actor).await?;
        let Some(piece) = upload::piece(&mut tx, grant, upload.id, number).await? else { break };
        drop(tx);
        // Nobody takes it any more when the file could not be read: that is told there.
        if pieces.send(piece).await.is_err() {
            break;
        }
    }
    Ok(())
}

/// The threads between the file and the transaction.
struct Line {
    made: Receiver<Made>,
    cutting: JoinHandle<Result<(), Unreadable>>,
    making: Vec<JoinHandle<()>>,
}

impl Line {
    fn start(input: Receiver<Vec<u8>>, reader: Reader, plan: Plan) -> Self {
        let (cuts, rows) = channel(2);
        let (lots, made) = channel(LOTS);
        let form = plan.form.clone();
        let cutting = spawn_blocking(move || cut(Rows::new(Pieces::new(input), form), &cuts));
        let shared = Arc::new((reader, plan, Mutex::new(rows)));
        let making = (0..THREADS).map(|_| {
            let (shared, lots) = (Arc::clone(&shared), lots.clone());
            spawn_blocking(move || make(&shared.0, &shared.1, &shared.2, &lots))
        });
        Self { made, cutting, making: making.collect() }
    }

    /// Says whether every thread came to its end, and what kept the file from being read.
    async fn end(self) -> Result<(), Stop> {
        for thread in self.making {
            thread.await?;
        }
        self.cutting.await?.map_err(|error| Stop::Refused(error.to_string()))
    }
}

/// Cuts a file into rows.
fn cut(mut rows: Rows<Pieces>, cuts: &Sender<Cut>) -> Result<(), Unreadable> {
    let mut begun = 0;
    let mut slice = Vec::with_capacity(ROWS);
    let mut any = false;
    while let Some(row) = rows.next()? {
        slice.push(row);
        any = true;
        if slice.len() < ROWS && rows.position() - begun < BYTES {
            continue;
        }
        begun = rows.position();
        let rows = std::mem::replace(&mut slice, Vec::with_capacity(ROWS));
        if cuts.blocking_send(Cut { rows, position: begun }).is_err() {
            return Ok(());
        }
    }
    // Nobody listens any more when the job was cancelled.
    let _ = cuts.blocking_send(Cut { rows: slice, position: rows.position() });
    if any { Ok(()) } else { Err(Unreadable::NoRows) }
}

/// Makes samples of rows, until there are no more.
fn make(reader: &Reader, plan: &Plan, rows: &Mutex<Receiver<Cut>>, lots: &Sender<Made>) {
    let next = || rows.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    while let Some(cut) = next() {
        let mut made = Made {
            lot: Lot::default(),
            rows: cut.rows.len() as u64,
            refused: Vec::new(),
            position: cut.position,
        };
        let header = &plan.form.header;
        for row in &cut.rows {
            match reader.read(header, row, &plan.mapping) {
                Ok(incoming) => made.lot.push(&incoming),
                Err(refused) => made.refused.push(reader.hand_back(header, row, &refused)),
            }
        }
        if lots.blocking_send(made).is_err() {
            return;
        }
    }
}

/// Takes the samples into a transaction, and returns it with all of them.
async fn take(
    work: &Work,
    grant: Grant<EditWork>,
    upload: &Upload,
    plan: &Plan,
    mut line: Line,
) -> Result<(Tx, serde_json::Value), Stop> {
    let mut tx = work.db.act(&work.actor).await?;
    let mut import = Import::begin(&mut tx, grant, &upload.file_name, &plan.form.header).await?;
    let mut bulk = Bulk::begin(&mut tx).await?;
    let mut count = Count::default();
    while let Some(made) = line.made.recv().await {
        count.add(&made)?;
        if !made.refused.is_empty() {
            import.refuse(&mut tx, &made.refused).await?;
        }
        if bulk.take(made.lot) {
            bulk.store(&mut tx, &mut import).await?;
        }
        count.tell(&work.progress);
    }
    line.end().await?;
    bulk.finish(&mut tx, &mut import).await?;
    upload::discard(&mut tx, grant, upload.id).await?;
    let id = import.id();
    let refused = usize::try_from(count.refused).unwrap_or(usize::MAX);
    let done = import.finish(&mut tx, refused).await?;
    let result = json!({ "import": id, "stored": done.stored, "repeated": done.repeated, "refused": refused });
    Ok((tx, result))
}

/// The counts so far.
#[derive(Default)]
struct Count {
    rows: u64,
    refused: u64,
    refused_bytes: u64,
    position: u64,
}

impl Count {
    fn add(&mut self, made: &Made) -> Result<(), Stop> {
        self.rows += made.rows;
        self.refused += made.refused.len() as u64;
        let bytes = made.refused.iter().flat_map(|row| &row.cells).map(|cell| cell.len() as u64);
        self.refused_bytes += bytes.sum::<u64>();
        // The threads hand on what they made in any order.
        self.position = self.position.max(made.position);
        if self.refused > REFUSED || self.refused_bytes > REFUSED_BYTES {
            let most = self.refused.min(REFUSED);
            return Err(Stop::Refused(TooManyRefused(most).to_string()));
        }
        Ok(())
    }

    fn tell(&self, progress: &Progress) {
        progress.reached(self.position);
        let refused = match self.refused {
            0 => String::new(),
            n => format!(", {n} of them refused"),
        };
        progress.say(format!("{} rows read{refused}", self.rows));
    }
}

/// The pieces of a file, read as one.
struct Pieces {
    input: Receiver<Vec<u8>>,
    piece: Vec<u8>,
    at: usize,
}

impl Pieces {
    fn new(input: Receiver<Vec<u8>>) -> Self {
        Self { input, piece: Vec::new(), at: 0 }
    }
}

impl Read for Pieces {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.piece.len() {
            let Some(piece) = self.input.blocking_recv() else { return Ok(0) };
            (self.piece, self.at) = (piece, 0);
        }
        let n = buffer.len().min(self.piece.len() - self.at);
        buffer[..n].copy_from_slice(&self.piece[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}
