//! Downloads of the documents of a version, each made once and kept: PDF, Word, workbook, Markdown, the very bytes that were
//! hashed as JSON, sheets for one reader, tests, and all of them as an archive.
//! Downloading changes nothing, so it is noted in the log and not in the audit.

use super::{Version, published};
use crate::http::download::{file, plain};
use crate::http::kept::DOCUMENTS;
use crate::http::turns::{DRAWING, Turns};
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::route_table::{Access, Routes};
use axum::response::Response;
use faultline::delivery::documents::{Document, Source, Tools, everything};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::Action;
use faultline::stores::quote::{Issued, standing};
use faultline::stores::room::Snapshot;

pub(super) mod cover;

/// Documents that are typeset at the same time.
static TYPESETTING: Turns = Turns::new(2);

type Room = Path<EngagementId>;
type Which = Query<Version>;

/// The downloads' routes.
#[must_use]
pub fn routes() -> Routes {
    let view = Access::To(Action::ViewRoom);
    Routes::new()
        .get(
            view,
            "/room/{engagement}/recommendation.pdf",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Pdf),
        )
        .get(
            view,
            "/room/{engagement}/recommendation.docx",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Word),
        )
        .get(
            view,
            "/room/{engagement}/recommendation.xlsx",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Workbook),
        )
        .get(
            view,
            "/room/{engagement}/recommendation.md",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Markdown),
        )
        .get(
            view,
            "/room/{engagement}/recommendation.json",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Json),
        )
        .get(
            view,
            "/room/{engagement}/sheet-owner.pdf",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Owner),
        )
        .get(
            view,
            "/room/{engagement}/sheet-engineer.pdf",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Engineer),
        )
        .get(
            view,
            "/room/{engagement}/sheet-data-steward.pdf",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::DataSteward),
        )
        .get(
            view,
            "/room/{engagement}/sheet-finance.pdf",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Finance),
        )
        .get(view, "/room/{engagement}/tests.csv", |v: RequestContext, at: Room, which: Which| {
            one(v, at, which, Document::TestsCsv)
        })
        .get(
            view,
            "/room/{engagement}/tests.feature",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Gherkin),
        )
        .get(
            view,
            "/room/{engagement}/recommendation.zip",
            |v: RequestContext, at: Room, which: Which| one(v, at, which, Document::Everything),
        )
}

async fn one(
    context: RequestContext,
    Path(engagement): Room,
    Query(asked): Which,
    document: Document,
) -> Result<Response, HttpError> {
    let snapshot = snapshot(&context, engagement, asked, document).await?;
    let (name, kind) = (file_name(&snapshot, document), document.content_type());
    let issued = quote(&context, engagement, &snapshot).await?;
    let cover = cover::of(&mut *context.look().await?).await?;
    let source = Source { snapshot: &snapshot, issued: issued.as_ref(), cover: cover.as_ref() };
    let mark = source.mark();
    if let Some(bytes) = DOCUMENTS.get(&marked(&mark, document)) {
        return Ok(file(&name, kind, bytes.into()));
    }
    let tools = Tools { typeset: context.app.typeset, paint: context.app.paint };
    let turns = if document.is_typeset() { &TYPESETTING } else { &DRAWING };
    // Whoever waited for a turn may find that it was made meanwhile.
    let work = move || {
        let source = Source { snapshot: &snapshot, issued: issued.as_ref(), cover: cover.as_ref() };
        let kept =
            |one: Document| DOCUMENTS.or_made(&marked(&mark, one), || one.make(source, tools));
        if document != Document::Everything {
            return kept(document);
        }
        let parts = |one| kept(one).map(|bytes| bytes.to_vec());
        DOCUMENTS.or_made(&marked(&mark, document), || everything(source, &parts))
    };
    let made = turns.run(engagement.0, work).await?;
    let bytes = made.map_err(|error| HttpError::internal(&*error))?;
    Ok(file(&name, kind, bytes.into()))
}

/// What a document is kept under.
fn marked(mark: &str, document: Document) -> String {
    format!("{mark} {document:?}")
}

async fn snapshot(
    context: &RequestContext,
    engagement: EngagementId,
    asked: Version,
    document: Document,
) -> Result<Snapshot, HttpError> {
    let snapshot = published(context, engagement, asked).await?.ok_or(HttpError::NotFound)?;
    let (person, version) = (context.me()?.person, snapshot.contents().number);
    tracing::info!(%engagement, %person, version, kind = document.key(), "a document of a version is downloaded");
    Ok(snapshot)
}

/// The quote that goes with a version: the one that stands, unless the version is older than it.
async fn quote(
    context: &RequestContext,
    engagement: EngagementId,
    snapshot: &Snapshot,
) -> Result<Option<Issued>, HttpError> {
    let issued = super::quote::issued(context, engagement).await?;
    let number = snapshot.contents().number;
    Ok(standing(&issued).filter(|one| one.contents.basis.number <= number).cloned())
}

/// What a download is called: whose it is, what it is about, which version, and what kind of document.
fn file_name(snapshot: &Snapshot, document: Document) -> String {
    let of = snapshot.document();
    let (client, title) = (plain(&of.client), plain(&of.title));
    let (kind, extension) = document.key().split_once('.').unwrap_or((document.key(), "bin"));
    let kind = if kind == "recommendation" { String::new() } else { format!("_{kind}") };
    format!("{client}_{title}_v{}{kind}.{extension}", snapshot.contents().number)
}
