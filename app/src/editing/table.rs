//! Parts of one kind edited together: a row each in a grid of cells, or as a text or file that says them all.
//! What somebody else changed since the page was shown is never written over.

use super::part::loaded;
use crate::form::{Filled, Form, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::Link;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::cells::{Cells, barred};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::EditWork;
use faultline::stores::engagement::{self as store, Loaded, WriteError};
use faultline::stores::room::Hash;
use page::TablePage;
use piece::Piece;

mod file;
mod grid;
mod page;
mod piece;
mod preview;

pub use file::{download, look};
pub use piece::Asked;

/// Parts that are edited together.
pub trait PartTable: Sync {
    /// What the page says; none when there is nothing to edit.
    fn about(&self, document: &Engagement) -> Option<AboutTable>;

    /// The column by which a row is known.
    fn key(&self) -> &'static str;

    /// How many of the first columns say which row it is.
    fn keys(&self) -> usize {
        1
    }

    /// The most lines that are saved at once.
    fn most(&self) -> usize;

    /// The parts as rows of cells, after a heading.
    fn rows(&self, document: &Engagement) -> Vec<Vec<String>>;

    /// The parts that cells say, and what is wrong with them.
    fn read(&self, document: &Engagement, cells: &Cells) -> (Vec<Part>, Vec<Problem>);

    /// What a part says in each column that a file may have: the column's name, and the cell.
    fn told(&self, document: &Engagement, part: &Part) -> Vec<(String, String)>;
}

/// What the page of a table says.
#[derive(Debug, Clone)]
pub struct AboutTable {
    /// Its title.
    pub title: String,
    /// What a row and a column are.
    pub lede: &'static str,
    /// What may stand in a cell.
    pub hint: &'static str,
    /// Where it posts to.
    pub action: String,
    /// The page above it, which shows what was saved.
    pub list: Link,
}

/// What is said when the parts changed since the page was shown.
const CHANGED: &str = "Somebody changed these since this page was shown. What is stored now stands below: bring what you typed in line with it, then save it again.";

/// Answers with the table as it is stored, or the part of it that was asked for.
///
/// # Errors
/// The fault to answer with.
pub async fn open(
    context: &RequestContext,
    engagement: EngagementId,
    table: &impl PartTable,
    asked: Asked,
) -> Result<Response, HttpError> {
    let loaded = loaded(context, engagement).await?;
    let sent = Form::of(vec![("part", asked.part)]);
    page(context, loaded, table, sent, StatusCode::OK, &[])
}

/// Saves the parts that the table says.
///
/// # Errors
/// The fault to answer with.
pub async fn change(
    context: &RequestContext,
    engagement: EngagementId,
    table: &impl PartTable,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let before = loaded(context, engagement).await?;
    let about = table.about(&before.document).ok_or(HttpError::NotFound)?;
    let (field, cells) = match grid::sent(&sent) {
        Some(rows) => ("grid", Ok(Cells::of_grid(&rows))),
        None => ("table", text(table, sent.raw("table"))),
    };
    let mut tx = context.act().await?;
    let read = |document: &Engagement| {
        let (parts, mut problems) = match &cells {
            Ok(cells) => table.read(document, cells),
            Err(problem) => (Vec::new(), vec![problem.clone()]),
        };
        if sent.raw("seen") != seen(&table.rows(document)) {
            problems.insert(0, Problem::new("", CHANGED));
        }
        (parts, problems)
    };
    match store::put_many(&mut tx, grant, read).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&about.list.href))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let now = loaded(context, engagement).await?;
            let changed = problems.iter().any(|problem| problem.message == CHANGED);
            let status =
                if changed { StatusCode::CONFLICT } else { StatusCode::UNPROCESSABLE_ENTITY };
            page(context, now, table, sent, status, &told(problems, field))
        }
        Err(error) => Err(error.into()),
    }
}

/// The cells of a text, or what is wrong with it.
fn text(table: &impl PartTable, text: &str) -> Result<Cells, Problem> {
    Cells::read(text, table.key()).map_err(|told| Problem::new("table", told.to_string()))
}

/// Problems with the cells of a row are told of the table, which is the field that the page has.
fn told(problems: Vec<Problem>, field: &'static str) -> Vec<Problem> {
    let about = |problem: Problem| match problem.field {
        "" => problem,
        _ => Problem::new(field, problem.message),
    };
    problems.into_iter().map(about).collect()
}

/// The mark of the rows that the table was made from.
fn seen(rows: &[Vec<String>]) -> String {
    Hash::of(&barred(rows)).to_string()
}

fn page(
    context: &RequestContext,
    loaded: Loaded,
    table: &impl PartTable,
    mut sent: Form,
    status: StatusCode,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let Loaded { document, digest, .. } = loaded;
    let about = table.about(&document).ok_or(HttpError::NotFound)?;
    let stored = table.rows(&document);
    let mark = seen(&stored);
    let piece = Piece::of(&stored, table.keys(), sent.raw("part"));
    let now = (status == StatusCode::CONFLICT).then(|| barred(&piece.rows));
    if !sent.ticked("table") {
        sent.set("table", barred(&piece.rows));
    }
    let cells = grid::sent(&sent);
    let nav = frame::nav(&document, &digest);
    let form = Filled::new(sent, errors(problems));
    let (title, most) = (about.title.clone(), table.most());
    Ok(context.again(status, &title, || {
        frame::engagement(
            context,
            nav,
            view! { <TablePage about mark piece most cells form now /> },
        )
    }))
}
