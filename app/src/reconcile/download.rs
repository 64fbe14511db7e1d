//! The differences as a CSV file: what the filters show, a line for each value that differs.
//! It is bounded, says so when it stops, and no cell of it starts a formula.

use super::found::{Ask, Found, lines};
use super::{stored, words};
use crate::http_error::HttpError;
use crate::request::{Path, Query, RequestContext};
use crate::samples::download::attachment;
use axum::response::Response;
use faultline::engines::reconcile::KeptCell;
use faultline::engines::spreadsheet::{Error as Unwritten, Writer};
use faultline::platform::ids::{EngagementId, ReconciliationId};
use faultline::stores::access::ViewWork;
use faultline::stores::reconciliation::Line;

/// The most differences in one file.
const ROWS: i64 = 50_000;
/// Differences read at once.
const SLICE: i64 = 500;
/// The size at which a file ends early, in bytes.
const BYTES: usize = 48 * 1024 * 1024;

/// The file.
pub async fn csv(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, ReconciliationId)>,
    Query(ask): Query<Ask>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let (loaded, stored) = stored(&context, grant, id).await?;
    let found = Found::of(loaded.document, stored).ok_or(HttpError::NotFound)?;
    let failed = |error: Unwritten| HttpError::internal(&error);
    let mut writer = begin(&found).map_err(failed)?;
    let mut tx = context.look().await?;
    let (mut after, mut written) = (0, 0);
    loop {
        let slice = lines(&mut tx, grant, &found, ask.filter(), after, SLICE).await?;
        slice.iter().try_for_each(|line| write(&mut writer, &found, line)).map_err(failed)?;
        let Some(last) = slice.last().filter(|_| slice.len() == SLICE as usize) else { break };
        after = last.number;
        written += SLICE;
        if writer.len() > BYTES || written >= ROWS {
            let end = "The file ends here: narrow the list to download the rest.";
            writer.row(["", end]).map_err(failed)?;
            break;
        }
    }
    Ok(attachment("differences.csv", writer.finish()))
}

fn begin(found: &Found) -> Result<Writer, Unwritten> {
    let [a, b] = found.names();
    let mut writer = Writer::new();
    let of = |what: &str, name: &str| format!("{what} in {name}");
    writer.row([
        "Number".to_owned(),
        "Difference".to_owned(),
        of("Key", a),
        of("Key", b),
        "Column".to_owned(),
        of("Value", a),
        of("Value", b),
        "Who is right".to_owned(),
        "Late".to_owned(),
        of("Rows", a),
        of("Rows", b),
        "Since the comparison before".to_owned(),
    ])?;
    Ok(writer)
}

/// A line for each column that differs; one for a difference without any.
fn write(writer: &mut Writer, found: &Found, line: &Line) -> Result<(), Unwritten> {
    if let Some(foreign) = line.foreign {
        let kind = words::kind(line.kept.kind, found.names());
        let (number, says) = (line.number.to_string(), foreign.to_string());
        return writer.row([number, kind, String::new(), String::new(), says]);
    }
    let nothing = KeptCell { column: usize::MAX, a: Vec::new(), b: Vec::new() };
    let cells = &line.kept.content.cells;
    let cells = if cells.is_empty() { std::slice::from_ref(&nothing) } else { cells.as_slice() };
    cells.iter().try_for_each(|cell| write_cell(writer, found, line, cell))
}

fn write_cell(
    writer: &mut Writer,
    found: &Found,
    line: &Line,
    cell: &KeptCell,
) -> Result<(), Unwritten> {
    let (content, names) = (&line.kept.content, found.names());
    let rows =
        |side: usize| content.rows[side].iter().map(u64::to_string).collect::<Vec<_>>().join(" ");
    let column = found.settings.plan.columns.get(cell.column);
    let column = column.map_or_else(String::new, |pair| match pair.a == pair.b {
        true => pair.a.clone(),
        false => format!("{} = {}", pair.a, pair.b),
    });
    let both = !cell.a.is_empty() && !cell.b.is_empty();
    let judged = found.judged.get(cell.column).filter(|_| both);
    let right = judged.map(|judged| words::right(*judged, &found.document, names));
    let since = found.counted.changes.map(|_| if line.remains { "still there" } else { "new" });
    let late = if line.kept.late { "yes" } else { "no" };
    writer.row([
        line.number.to_string(),
        words::kind(line.kept.kind, names),
        content.keys[0].join(" / "),
        content.keys[1].join(" / "),
        column,
        cell.a.join(" | "),
        cell.b.join(" | "),
        right.unwrap_or_default(),
        late.to_owned(),
        rows(0),
        rows(1),
        since.unwrap_or_default().to_owned(),
    ])
}
