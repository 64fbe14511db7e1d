//! An event log as CSV: a row for each event, with case, activity and time.
//! A row that lacks one of them is left out and counted; an ambiguous date is asked about.

use super::Options;
use super::log::{Builder, Log};
use crate::engines::formats::Unreadable;
use crate::engines::tables::{self, DateOrder, Form, Hint, Moment, Row, Rows, Zone, hint};
use std::borrow::Cow;

/// Rows that are looked at to learn which comes first, day or month.
const LOOK: usize = 20_000;
/// The longest cell that is read, in bytes.
const CELL: usize = 10_000;
/// The longest row that is read, in bytes.
const ROW: usize = 100_000;

const CASE: &[&str] = &[
    "case id",
    "caseid",
    "case",
    "case concept name",
    "case key",
    "trace id",
    "trace",
    "process instance",
    "instance id",
    "order id",
    "order",
    "order number",
    "ticket id",
    "ticket",
    "invoice id",
    "correlation id",
];
const ACTIVITY: &[&str] = &[
    "activity",
    "activity name",
    "concept name",
    "event name",
    "event",
    "task",
    "task name",
    "step",
    "action",
    "status",
    "stage",
    "operation",
];
const TIME: &[&str] = &[
    "time timestamp",
    "complete timestamp",
    "timestamp",
    "time",
    "event time",
    "date time",
    "datetime",
    "end time",
    "completed at",
    "occurred at",
    "start timestamp",
    "start time",
    "created at",
    "date",
];
const LANE: &[&str] = &[
    "system",
    "lane",
    "application",
    "org role",
    "role",
    "department",
    "team",
    "org group",
    "group",
];

/// Where everything is in a row.
struct Columns {
    case: usize,
    activity: usize,
    time: usize,
    lane: Option<usize>,
}

/// Reads a log.
///
/// # Errors
/// When its columns or dates cannot be told.
pub fn read(text: &str, options: &Options) -> Result<Log, Unreadable> {
    let form = Form::of(text, None).map_err(|error| unreadable(&error))?;
    let rows = || Rows::new(text.as_bytes(), form.clone());
    let columns = columns(&form.header, options)?;
    let order = match options.order {
        Some(order) => Some(order),
        None => order(&mut rows(), columns.time)?,
    };
    let (mut builder, mut rows) = (Builder::default(), rows());
    while let Some(row) = next(&mut rows)? {
        take(&row, &columns, order, &mut builder)?;
    }
    builder.finish()
}

/// The next row; one that is longer than any event, such as one whose quotation mark is never closed, is refused.
fn next(rows: &mut Rows<&[u8]>) -> Result<Option<Row>, Unreadable> {
    let row = rows.next().map_err(|error| unreadable(&error))?;
    let length = |row: &Row| row.cells().map(str::len).sum::<usize>();
    match row {
        Some(row) if length(&row) > ROW => {
            let message = "The row that begins here is longer than 100,000 characters. Is a quotation mark never closed?";
            Err(Unreadable::at(line(&row), message))
        }
        row => Ok(row),
    }
}

/// The line on which a row begins.
fn line(row: &Row) -> u32 {
    u32::try_from(row.line).unwrap_or(u32::MAX)
}

fn take(
    row: &Row,
    columns: &Columns,
    order: Option<DateOrder>,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let cell = |at: usize| match row.cell(at) {
        cell if cell.len() > CELL => Cow::Owned(cell[..cell.floor_char_boundary(CELL)].to_owned()),
        cell => cell,
    };
    let (case, activity, line) = (cell(columns.case), cell(columns.activity), line(row));
    if case.is_empty() {
        builder.leave_out(line, "no case");
    } else if activity.is_empty() {
        builder.leave_out(line, "no activity");
    } else if let Some(at) = time(&cell(columns.time), order) {
        let lane = columns.lane.map_or(Cow::Borrowed(""), cell);
        let case = builder.case(&case);
        builder.event(case, &activity, at, &lane, line)?;
    } else {
        builder.leave_out(line, "no time that can be read");
    }
    Ok(())
}

fn columns(header: &[String], options: &Options) -> Result<Columns, Unreadable> {
    let plain: Vec<String> = header.iter().map(|name| plain(name)).collect();
    let named = |asked: &str, known: &[&str]| {
        let place = |name: &str| plain.iter().position(|column| column == name);
        if asked.trim().is_empty() {
            known.iter().find_map(|name| place(name))
        } else {
            place(&self::plain(asked))
        }
    };
    let must = |asked: &str, known: &[&str], what: &str| {
        named(asked, known).ok_or_else(|| {
            let names: Vec<_> =
                header.iter().take(30).map(|name| format!("“{}”", name.trim())).collect();
            let names: String = names.join(", ").chars().take(1_000).collect();
            let message =
                format!("No column was found for the {what}. Say which it is; there are {names}.");
            Unreadable::at(1, message)
        })
    };
    Ok(Columns {
        case: must(&options.case, CASE, "case")?,
        activity: must(&options.activity, ACTIVITY, "activity")?,
        time: must(&options.time, TIME, "time")?,
        lane: named(&options.lane, LANE),
    })
}

/// A column's name without case and signs.
fn plain(name: &str) -> String {
    let spaced: String = name
        .chars()
        .map(|c| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { ' ' })
        .collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Which comes first in the dates of this file.
fn order(rows: &mut Rows<&[u8]>, column: usize) -> Result<Option<DateOrder>, Unreadable> {
    let (mut either, mut seen) = (None, 0);
    while seen < LOOK
        && let Some(row) = next(rows)?
    {
        seen += 1;
        let cell = row.cell(column);
        match hint(&cell) {
            Hint::Only(order) => return Ok(Some(order)),
            Hint::Either if either.is_none() => either = Some((line(&row), cell.into_owned())),
            Hint::Either | Hint::None => {}
        }
    }
    match either {
        None => Ok(None),
        Some((line, date)) => {
            let message = format!(
                "“{date}” could be read either way. Say whether the day or the month comes first."
            );
            Err(Unreadable::at(line, message))
        }
    }
}

/// A time in milliseconds, at UTC when it has no zone of its own.
fn time(text: &str, order: Option<DateOrder>) -> Option<i64> {
    Moment::read(text.as_bytes(), order, Zone::Utc)?.at().map(|at| at.timestamp_millis())
}

fn unreadable(error: &tables::Unreadable) -> Unreadable {
    Unreadable::whole(error.to_string())
}
