//! Receives a file of any size: while it arrives, a thread makes redacted text of it, which is kept in pieces.
//! Its name is shown and recorded, and is never a path.

use crate::form::Form;
use crate::http_error::HttpError;
use crate::request::RequestContext;
use axum::extract::Multipart;
use axum::extract::multipart::{Field, MultipartError};
use axum::http::StatusCode;
use faultline::document::samples::import::{Spooled, spool};
use faultline::engines::redact::Redactor;
use faultline::engines::tables::Unreadable;
use faultline::platform::ids::UploadId;
use faultline::stores::access::{EditWork, Grant};
use faultline::stores::samples::upload::{self, PIECE};
use std::io::{self, Read, Write};
use tokio::sync::mpsc::{Receiver, Sender, channel};
use tokio::task::spawn_blocking;

/// The most that is pasted, in bytes: it comes back when it cannot be read, and so is held as a whole.
const PASTED: usize = 4 * 1024 * 1024;

/// What came of a form with a file.
pub enum Received {
    /// The file is here, with what was pasted, should it turn out to hold no rows.
    File(UploadId, Form),
    /// It cannot be read; what was pasted goes back.
    Refused(Unreadable, Form),
    /// More was pasted than is taken.
    PastedTooMuch,
}

/// Receives the file of a form, or what was pasted into it.
pub async fn receive(
    context: &RequestContext,
    grant: Grant<EditWork>,
    redactor: &Redactor,
    mut form: Multipart,
) -> Result<Received, HttpError> {
    let (mut sent, mut refused) = (Form::default(), None);
    while let Some(mut field) = form.next_field().await.map_err(|error| fault(&error))? {
        let name = field.name().unwrap_or_default().to_owned();
        let file_name = field.file_name().map(str::to_owned);
        let first = field.chunk().await.map_err(|error| fault(&error))?;
        // Where no file was chosen, a browser sends one without a name and without a byte.
        let Some(first) = first.filter(|bytes| !bytes.is_empty()) else { continue };
        match (name.as_str(), file_name) {
            ("file", Some(file_name)) => {
                let source = Source { first: Some(first.to_vec()), field: Some(field) };
                let sheet = sheet(&sent);
                match keep(context, grant, redactor.clone(), &called(&file_name), sheet, source)
                    .await?
                {
                    Ok(id) => return Ok(Received::File(id, sent)),
                    // What was pasted besides comes after it, and goes back.
                    Err(told) => refused = Some(told),
                }
            }
            ("sheet", None) => sent.push("sheet", String::from_utf8_lossy(&first).into_owned()),
            ("text", None) => {
                let mut text = first.to_vec();
                while let Some(more) = field.chunk().await.map_err(|error| fault(&error))? {
                    text.extend_from_slice(&more);
                    if text.len() > PASTED {
                        return Ok(Received::PastedTooMuch);
                    }
                }
                sent.push("text", String::from_utf8_lossy(&text).into_owned());
            }
            _ => {}
        }
    }
    if let Some(told) = refused {
        return Ok(Received::Refused(told, sent));
    }
    if sent.raw("text").trim().is_empty() {
        return Ok(Received::Refused(Unreadable::Empty, sent));
    }
    let source = Source { first: Some(sent.raw("text").as_bytes().to_vec()), field: None };
    Ok(match keep(context, grant, redactor.clone(), "pasted rows", None, source).await? {
        Ok(id) => Received::File(id, sent),
        Err(told) => Received::Refused(told, sent),
    })
}

/// Keeps the file of one field of a form, redacted by `redactor`; `None` when none was chosen. The inner error is one of
/// the file.
pub async fn receive_field(
    context: &RequestContext,
    grant: Grant<EditWork>,
    redactor: Redactor,
    mut field: Field<'_>,
) -> Result<Option<Result<UploadId, Unreadable>>, HttpError> {
    let name = called(field.file_name().unwrap_or_default());
    let Some(first) = field.chunk().await.map_err(|error| fault(&error))? else { return Ok(None) };
    // A field that was left empty sends an empty file without a name.
    if first.is_empty() && field.file_name().is_some_and(str::is_empty) {
        return Ok(None);
    }
    let source = Source { first: Some(first.to_vec()), field: Some(field) };
    keep(context, grant, redactor, &name, None, source).await.map(Some)
}

/// The sheet that was asked for, if one was.
fn sheet(sent: &Form) -> Option<String> {
    let name = sent.text("sheet");
    (!name.is_empty()).then_some(name)
}

fn called(file_name: &str) -> String {
    let name = file_name.rsplit(['/', '\\']).next().unwrap_or_default().trim();
    if name.is_empty() { "a file".into() } else { name.to_owned() }
}

/// What is told of a form that could not be received.
pub fn fault(error: &MultipartError) -> HttpError {
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge,
        _ => HttpError::BadRequest,
    }
}

/// Where the bytes come from: what was read already, then the rest of the field.
struct Source<'a> {
    first: Option<Vec<u8>>,
    field: Option<Field<'a>>,
}

impl Source<'_> {
    async fn next(&mut self) -> Option<io::Result<Vec<u8>>> {
        if let Some(first) = self.first.take() {
            return Some(Ok(first));
        }
        match self.field.as_mut()?.chunk().await {
            Ok(bytes) => bytes.map(|bytes| Ok(bytes.to_vec())),
            Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                Some(Err(io::Error::other(Unreadable::TooLarge)))
            }
            Err(error) => Some(Err(io::Error::other(error))),
        }
    }

    /// Hands all of it on. What nobody takes is read all the same: a browser shows an answer only once it has sent
    /// everything.
    async fn pour(mut self, into: Sender<io::Result<Vec<u8>>>) {
        while let Some(bytes) = self.next().await {
            let broken = bytes.is_err();
            let _ = into.send(bytes).await;
            if broken {
                return;
            }
        }
    }
}

/// Keeps a file; the inner error is one of the file.
async fn keep(
    context: &RequestContext,
    grant: Grant<EditWork>,
    redactor: Redactor,
    file_name: &str,
    sheet: Option<String>,
    source: Source<'_>,
) -> Result<Result<UploadId, Unreadable>, HttpError> {
    let mut tx = context.act().await?;
    let id = upload::open(&mut tx, grant, file_name).await?;
    tx.commit().await?;
    let (into, raw) = channel(4);
    let (pieces, made) = channel(2);
    let thread = spawn_blocking(move || {
        let mut output = Pieces { piece: Vec::with_capacity(PIECE), pieces };
        let mut arriving = Arriving { raw, bytes: Vec::new(), at: 0 };
        let told = spool(&mut arriving, sheet.as_deref(), &redactor, &mut output)?;
        output.flush().map_err(|_| Unreadable::Broken)?;
        Ok::<Spooled, Unreadable>(told)
    });
    let ((), kept) = tokio::join!(source.pour(into), put(context, grant, id, made));
    // Reading a workbook is others' code: should it stumble over one, the workbook is to blame, not the server.
    let told = thread.await.unwrap_or_else(|error| {
        tracing::warn!(%error, "a file could not be read");
        Err(Unreadable::Workbook)
    });
    let bytes = kept?;
    let mut tx = context.act().await?;
    let result = match told {
        Ok(told) => {
            upload::close(&mut tx, grant, id, &told, bytes).await?;
            Ok(id)
        }
        Err(told) => {
            upload::discard(&mut tx, grant, id).await?;
            Err(told)
        }
    };
    tx.commit().await?;
    Ok(result)
}

/// Stores the pieces as they come, each on its own: a person with a slow line holds no transaction.
async fn put(
    context: &RequestContext,
    grant: Grant<EditWork>,
    id: UploadId,
    mut pieces: Receiver<Vec<u8>>,
) -> Result<u64, HttpError> {
    let (mut number, mut bytes) = (0, 0);
    while let Some(piece) = pieces.recv().await {
        let mut tx = context.act().await?;
        upload::append(&mut tx, grant, id, number, &piece).await?;
        tx.commit().await?;
        number += 1;
        bytes += piece.len() as u64;
    }
    Ok(bytes)
}

/// What arrives, for a thread that reads.
struct Arriving {
    raw: Receiver<io::Result<Vec<u8>>>,
    bytes: Vec<u8>,
    at: usize,
}

impl Read for Arriving {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while self.at == self.bytes.len() {
            let Some(bytes) = self.raw.blocking_recv() else { return Ok(0) };
            (self.bytes, self.at) = (bytes?, 0);
        }
        let n = buffer.len().min(self.bytes.len() - self.at);
        buffer[..n].copy_from_slice(&self.bytes[self.at..self.at + n]);
        self.at += n;
        Ok(n)
    }
}

/// What a thread writes, in pieces.
struct Pieces {
    piece: Vec<u8>,
    pieces: Sender<Vec<u8>>,
}

impl Write for Pieces {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let n = bytes.len().min(PIECE - self.piece.len());
        self.piece.extend_from_slice(&bytes[..n]);
        if self.piece.len() == PIECE {
            self.flush()?;
        }
        Ok(n)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.piece.is_empty() {
            return Ok(());
        }
        let piece = std::mem::replace(&mut self.piece, Vec::with_capacity(PIECE));
        self.pieces.blocking_send(piece).map_err(|_| io::Error::other(Unreadable::Broken))
    }
}
