//! Downloads of the documents of a version, each made once and kept: PDF, Word, workbook, Markdown, the very bytes that were
//! hashed as JSON, sheets for one reader, tests, and all of them as an archive.
//! Each download is a row of the audit (`http/security.rs`).

use super::reading::note_reading;
use super::{Version, files, published};
use crate::http::download::{file, plain};
use crate::http::kept::DOCUMENTS;
use crate::http::turns::{DRAWING, Turns};
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::body::Bytes;
use axum::response::Response;
use faultline::delivery::documents::{Document, Failure, Source, Tools, everything};
use faultline::delivery::report::Cover;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{AttachmentId, EngagementId};
use faultline::stores::access::Action;
use faultline::stores::quote::{Issued, standing_with};
use faultline::stores::room::Snapshot;
use std::collections::BTreeMap;
use tokio::runtime::Handle;

pub(super) mod cover;
pub(super) mod reader;

/// Documents that are typeset at the same time.
static TYPESETTING: Turns = Turns::new(2);

type Room = Path<EngagementId>;
type Which = Query<Version>;

/// Where each document is fetched; an address of the table stands in full.
const ADDRESSES: [(&str, Document); 14] = [
    ("/room/{engagement}/recommendation.pdf", Document::Pdf),
    ("/room/{engagement}/recommendation.docx", Document::Word),
    ("/room/{engagement}/recommendation.xlsx", Document::Workbook),
    ("/room/{engagement}/recommendation.md", Document::Markdown),
    ("/room/{engagement}/recommendation.json", Document::Json),
    ("/room/{engagement}/sheet-owner.pdf", Document::Owner),
    ("/room/{engagement}/sheet-engineer.pdf", Document::Engineer),
    ("/room/{engagement}/sheet-data-steward.pdf", Document::DataSteward),
    ("/room/{engagement}/sheet-finance.pdf", Document::Finance),
    ("/room/{engagement}/tests.csv", Document::TestsCsv),
    ("/room/{engagement}/tests.feature", Document::Gherkin),
    ("/room/{engagement}/verdict-pack.md", Document::VerdictPack),
    ("/room/{engagement}/verdict-pack.oscal.json", Document::Oscal),
    ("/room/{engagement}/recommendation.zip", Document::Everything),
];

/// The downloads' routes.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::To(Action::ViewRoom);
    ADDRESSES.into_iter().fold(Routes::new(), |routes, (address, document)| {
        routes.get(view, address, move |context: RequestContext, at: Room, asked: Which| {
            one(context, at, asked, document)
        })
    })
}

async fn one(
    context: RequestContext,
    Path(engagement): Room,
    Query(asked): Which,
    document: Document,
) -> Result<Response, HttpError> {
    let snapshot = published(&context, engagement, asked).await?.ok_or(HttpError::NotFound)?;
    note_reading(&context, context.may(engagement)?, snapshot.contents().number).await;
    let issued = quote(&context, engagement, &snapshot).await?;
    let reader = if document.is_marked() {
        reader::of(&context, engagement, &snapshot, issued.as_ref()).await?
    } else {
        String::new()
    };
    handed_out(&context, engagement, (snapshot, issued), document, reader).await
}

/// A document of a version, made once for each `reader` and kept.
pub(crate) async fn handed_out(
    context: &RequestContext,
    engagement: EngagementId,
    (snapshot, issued): (Snapshot, Option<Issued>),
    document: Document,
    reader: String,
) -> Result<Response, HttpError> {
    let (name, kind) = (file_name(&snapshot, document), document.content_type());
    let cover = cover::of(&mut *context.look().await?).await?;
    let work = Work { snapshot, issued, cover, reader, files: BTreeMap::new() };
    let mark = work.source().mark();
    if let Some(bytes) = DOCUMENTS.get(&marked(&mark, document)) {
        return Ok(file(&name, kind, bytes.into()));
    }
    let tools = Tools { typeset: context.app.typeset, paint: context.app.paint };
    if document == Document::Everything {
        let bytes = archive(context, engagement, work, tools, mark).await?;
        return Ok(file(&name, kind, bytes.into()));
    }
    let turns = if document.is_typeset() { &TYPESETTING } else { &DRAWING };
    // Whoever waited for a turn may find that it was made meanwhile.
    let make = move || work.kept(&mark, document, tools);
    let made = turns.run(engagement.0, make).await?;
    let bytes = made.map_err(|error| HttpError::internal(&*error))?;
    Ok(file(&name, kind, bytes.into()))
}

/// The archive of all documents with the files that are handed out, which are read when its turn comes: no more of them are
/// in memory than archives are made at the same time. It is kept, unless a file is missing that should be there.
async fn archive(
    context: &RequestContext,
    engagement: EngagementId,
    work: Work,
    tools: Tools,
    mark: String,
) -> Result<Bytes, HttpError> {
    let (context, runtime) = (context.clone(), Handle::current());
    let make = move || {
        let archive = marked(&mark, Document::Everything);
        // Whoever waited for a turn may find that it was made meanwhile.
        if let Some(bytes) = DOCUMENTS.get(&archive) {
            return Ok(bytes);
        }
        let files = files::of_version(&context, engagement, &work.snapshot);
        let files = runtime.block_on(files)?;
        let is_whole = files.len() == files::kept(&work.snapshot).count();
        let work = Work { files, ..work };
        let parts = |one: Document| work.kept(&mark, one, tools).map(|bytes| bytes.to_vec());
        let all = || everything(work.source(), &parts);
        let made = if is_whole { DOCUMENTS.or_made(&archive, all) } else { all().map(Bytes::from) };
        made.map_err(|error| HttpError::internal(&*error))
    };
    TYPESETTING.run(engagement.0, make).await?
}

/// What a document is made of, while it waits for its turn.
struct Work {
    snapshot: Snapshot,
    issued: Option<Issued>,
    cover: Option<Cover>,
    reader: String,
    /// What the archive holds beside the documents.
    files: BTreeMap<AttachmentId, Vec<u8>>,
}

impl Work {
    /// One of its documents, made once and kept.
    fn kept(&self, mark: &str, document: Document, tools: Tools) -> Result<Bytes, Failure> {
        DOCUMENTS.or_made(&marked(mark, document), || document.make(self.source(), tools))
    }

    fn source(&self) -> Source<'_> {
        Source {
            snapshot: &self.snapshot,
            issued: self.issued.as_ref(),
            cover: self.cover.as_ref(),
            reader: &self.reader,
            files: &self.files,
        }
    }
}

/// What a document is kept under.
fn marked(mark: &str, document: Document) -> String {
    format!("{mark} {document:?}")
}

/// The quote that goes with a version: the one that stands, unless the version is older than it.
pub(crate) async fn quote(
    context: &RequestContext,
    engagement: EngagementId,
    snapshot: &Snapshot,
) -> Result<Option<Issued>, HttpError> {
    let issued = super::quote::issued(context, engagement).await?;
    Ok(standing_with(&issued, snapshot.contents().number).cloned())
}

/// What a download is called: whose it is, what it is about, which version, and what kind of document.
fn file_name(snapshot: &Snapshot, document: Document) -> String {
    let of = snapshot.document();
    let (client, title) = (plain(&of.client), plain(&of.title));
    let (kind, extension) = document.key().split_once('.').unwrap_or((document.key(), "bin"));
    let kind = if kind == "recommendation" { String::new() } else { format!("_{kind}") };
    format!("{client}_{title}_v{}{kind}.{extension}", snapshot.contents().number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_document_is_fetched_under_its_own_name() {
        let named = |(address, document): &(&str, Document)| {
            assert_eq!(address.rsplit('/').next(), Some(document.key()));
            *document
        };
        assert_eq!(ADDRESSES.iter().map(named).collect::<Vec<_>>(), Document::ALL);
    }
}
