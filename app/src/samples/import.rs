//! Importing samples from a CSV file or pasted rows: choose, look at how it was read, store.
//! Between the pages the file travels in the form, as text in a hidden field. It is not kept on the server, because
//! until it is redacted it must not be stored, and because the next page may be answered by another process; it is not
//! asked for again, because that would be tedious; and it needs no script.

use crate::fault::Fault;
use crate::form::Sent;
use crate::frame;
use crate::routes::{Routes, Who};
use crate::upload::Upload;
use crate::visit::{At, Visit};
use axum::http::StatusCode;
use axum::response::Response;
use chrono::Utc;
use faultline::access::{Action, EditWork};
use faultline::ids::EngagementId;
use faultline::samples::import::{
    BYTES, Decoded, Mapping, Reader, Refused, Survey, Table, decode, hand_over, refused_text,
    survey,
};
use faultline::samples::store::{self, Head, Import, Imported, Incoming};

mod choices;
mod choose;
mod done;
mod preview;

/// The most a form may carry: the file as text, and what was chosen about it.
const FORM: usize = BYTES + 4 * 1024 * 1024;
/// Rows that are read before other requests have their turn, and stored in one statement.
const SLICE: usize = 500;
/// Rows that the preview shows.
const PREVIEW: usize = 20;
/// Refused rows that a page lists; the file to download has all.
const LISTED: usize = 100;

/// The import's routes.
pub fn routes() -> Routes {
    let work = Who::To(Action::EditWork);
    Routes::new()
        .get(work, "/e/{engagement}/samples/import", start)
        .upload(work, "/e/{engagement}/samples/import", FORM, import)
        .upload(work, "/e/{engagement}/samples/import/refused", FORM, refused)
}

async fn start(visit: Visit, At(engagement): At<EngagementId>) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let head =
        store::head(&mut *visit.look().await?, grant.into()).await?.ok_or(Fault::NotFound)?;
    Ok(choose::page(&visit, engagement, head, &Sent::default(), None))
}

/// A file as it was read.
pub struct File {
    /// What people call it.
    pub name: String,
    /// Its text, and the encoding it was in.
    pub decoded: Decoded,
    /// Its rows.
    pub table: Table,
    /// What its columns mean.
    pub mapping: Mapping,
    /// What must be asked about it.
    pub survey: Survey,
}

async fn import(
    visit: Visit,
    At(engagement): At<EngagementId>,
    upload: Upload,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let mut tx = visit.look().await?;
    let head = store::head(&mut tx, grant.into()).await?.ok_or(Fault::NotFound)?;
    let key = store::redaction_key(&mut tx, grant).await?;
    drop(tx);
    let mut reader = Reader::new(&head.integrations, &key, Utc::now());
    let sent = &upload.sent;
    let decoded = upload.bytes().and_then(decode);
    let table = decoded.and_then(|decoded| {
        let delimiter = sent.raw("delimiter").parse().ok();
        Table::read(&decoded.text, delimiter).map(|table| (decoded, table))
    });
    let (mut decoded, table) = match table {
        Ok(found) => found,
        Err(error) => {
            return Ok(choose::page(&visit, engagement, head, sent, Some(error.to_string())));
        }
    };
    // On its second way it is UTF-8, because the page was; what it was at first is remembered.
    decoded.encoding = choices::encoding(sent).unwrap_or(decoded.encoding);
    let (mut mapping, mut problems) = choices::read(sent, &table);
    let survey = survey(&table, &mut mapping, &reader);
    problems.extend(mapping.problems(&survey));
    let file = File { name: upload.file_name(), decoded, table, mapping, survey };
    let store = sent.raw("step").is_empty();
    let shown = sent.raw("seen") == choices::stamp(&file);
    if store && shown && problems.is_empty() {
        return put(&visit, engagement, head, file).await;
    }
    let read = read_all(&file, &mut reader).await;
    let status = if store && !problems.is_empty() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let body =
        preview::view(engagement, &file, &read, &reader, &problems, &head.integrations, store);
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    Ok(visit.render(status, "Import samples", false, || frame::engagement(&visit, nav, body)))
}

/// What the rows of a file became.
pub struct Read {
    /// How many can be stored.
    pub good: usize,
    /// How many cannot.
    pub bad: usize,
    /// The first rows, as they will be stored.
    pub first: Vec<Result<(u64, Incoming), Refused>>,
    /// The first of those that cannot.
    pub refused: Vec<Refused>,
}

async fn read_all(file: &File, reader: &mut Reader) -> Read {
    let mut read = Read { good: 0, bad: 0, first: Vec::new(), refused: Vec::new() };
    for slice in file.table.rows.chunks(SLICE) {
        for row in slice {
            let result = reader.read(&file.table, row, &file.mapping);
            match &result {
                Ok(_) => read.good += 1,
                Err(refused) => {
                    read.bad += 1;
                    if read.refused.len() < LISTED {
                        read.refused.push(refused.clone());
                    }
                }
            }
            if read.first.len() < PREVIEW {
                read.first.push(result.map(|incoming| (row.number, incoming)));
            }
        }
        others_first().await;
    }
    read
}

/// Lets other requests of this process have their turn.
async fn others_first() {
    let mut waited = false;
    std::future::poll_fn(|context| {
        if waited {
            return std::task::Poll::Ready(());
        }
        waited = true;
        context.waker().wake_by_ref();
        std::task::Poll::Pending
    })
    .await;
}

/// What an import came to.
pub struct Outcome {
    /// Stored and repeated rows.
    pub imported: Imported,
    /// The first refused rows.
    pub refused: Vec<Refused>,
    /// How many were refused.
    pub bad: usize,
    /// All of them, as the page carries them to the download.
    pub handed_back: String,
}

/// Stores the good rows, all or none.
async fn put(
    visit: &Visit,
    engagement: EngagementId,
    head: Head,
    file: File,
) -> Result<Response, Fault> {
    let grant = visit.may::<EditWork>(engagement)?;
    let mut tx = visit.act().await?;
    let mut import = Import::begin(&mut tx, grant, &file.name).await?;
    let mut reader = Reader::new(&head.integrations, import.key(), Utc::now());
    let mut bad = Vec::new();
    for slice in file.table.rows.chunks(SLICE) {
        let mut good = Vec::with_capacity(slice.len());
        for row in slice {
            match reader.read(&file.table, row, &file.mapping) {
                Ok(incoming) => good.push(incoming),
                Err(refused) => bad.push((row, refused)),
            }
        }
        import.put(&mut tx, &good).await?;
    }
    let imported = import.finish(&mut tx, bad.len()).await?;
    tx.commit().await?;
    let handed_back = refused_text(&file.table, &bad).map_err(|error| Fault::internal(&error))?;
    let many = bad.len();
    let refused = bad.into_iter().take(LISTED).map(|(_, refused)| refused).collect();
    let result = Outcome { imported, refused, bad: many, handed_back };
    let nav = frame::way(&frame::Head {
        id: engagement,
        title: head.title,
        client: head.client,
        digest: head.digest,
    });
    let body = done::view(engagement, &file.name, result);
    // No redirect: the refused rows are nowhere but in this answer. Sent again, the form stores nothing twice.
    Ok(visit.page("Import samples", || frame::engagement(visit, nav, body)))
}

/// The refused rows as a file: they come back from the page that listed them.
async fn refused(
    visit: Visit,
    At(engagement): At<EngagementId>,
    upload: Upload,
) -> Result<Response, Fault> {
    visit.may::<EditWork>(engagement)?;
    let bytes = hand_over(upload.sent.raw("rows")).map_err(|_| Fault::BadRequest)?;
    Ok(super::download::attachment("refused-rows.csv", bytes))
}
