//! An event log as CSV: a row for each event, with case, activity and time.
//! A row that lacks one of them is left out and counted; an ambiguous date is asked about.

use super::Options;
use super::log::{Builder, Log, Told, When};
use super::phase::Phase;
use crate::document::samples::import::{DateOrder, Hint, date_hint, read_date};
use crate::engines::formats::Unreadable;
use chrono::{DateTime, FixedOffset, NaiveDateTime};
use csv::{ByteRecord, ReaderBuilder, StringRecord};

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
    "activity en",
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
    "eventtime",
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
/// Who did it, where no system or team is told.
const RESOURCE: &[&str] = &[
    "resource",
    "org resource",
    "user",
    "user name",
    "username",
    "performer",
    "performed by",
    "done by",
    "agent",
    "employee",
    "assignee",
    "assigned to",
    "originator",
];
const BEGUN: &[&str] = &[
    "start timestamp",
    "start time timestamp",
    "start time",
    "start date",
    "started at",
    "start",
    "begin time",
];
const PHASE: &[&str] = &[
    "lifecycle transition",
    "life cycle transition",
    "lifecycle",
    "life cycle",
    "lifecycle state",
];
/// Rows that are looked at for a column with times, where none is called so.
const SOME: usize = 50;

/// Where everything is in a row.
struct Columns {
    case: usize,
    activity: usize,
    /// Without one, the order of the rows is the order.
    time: Option<usize>,
    /// When it began, where that has a column beside the time.
    begun: Option<usize>,
    phase: Option<usize>,
    lane: Option<usize>,
    /// Who did it.
    resource: Option<usize>,
}

/// Reads a log.
///
/// # Errors
/// When its columns or dates cannot be told.
pub fn read(text: &str, options: &Options) -> Result<Log, Unreadable> {
    let (text, told) = spreadsheet_line(text);
    let first = text.lines().next().unwrap_or_default();
    let delimiters = [b',', b';', b'\t', b'|'];
    let many = |sign: &u8| first.bytes().filter(|byte| byte == sign).count();
    let delimiter = told.or_else(|| delimiters.into_iter().max_by_key(many)).unwrap_or(b',');
    let above = u32::from(told.is_some());
    bounded(text, delimiter)?;
    let mut reader = ReaderBuilder::new();
    reader.delimiter(delimiter).flexible(true);
    let mut rows = reader.from_reader(text.as_bytes());
    let header = rows.headers().map_err(|error| broken(&error))?.clone();
    let columns = columns(&header, options)?;
    let order = match (options.order, columns.time) {
        (Some(order), _) => Some(order),
        (None, Some(time)) => order(&mut reader.from_reader(text.as_bytes()), time)?,
        (None, None) => {
            no_times(&mut reader.from_reader(text.as_bytes()), &header)?;
            None
        }
    };
    let (mut builder, mut row) = (Builder::default(), ByteRecord::new());
    while rows.read_byte_record(&mut row).map_err(|error| broken(&error))? {
        let line = row.position().map_or(1, |at| u32::try_from(at.line()).unwrap_or(u32::MAX));
        take(&row, &columns, order, line.saturating_add(above), &mut builder)?;
    }
    builder.finish()
}

/// The line `sep=;` with which spreadsheets are told the sign between cells, and what follows it.
fn spreadsheet_line(text: &str) -> (&str, Option<u8>) {
    let Some((first, rest)) = text.split_once('\n') else { return (text, None) };
    let sign = first.trim_end_matches('\r').trim_matches('"').strip_prefix("sep=");
    match sign.map(str::as_bytes) {
        Some(&[sign]) if sign.is_ascii() => (rest, Some(sign)),
        _ => (text, None),
    }
}

/// Refuses a log without a column of times when a column that is called otherwise may hold them.
fn no_times(rows: &mut csv::Reader<&[u8]>, header: &StringRecord) -> Result<(), Unreadable> {
    let (mut row, mut seen) = (ByteRecord::new(), 0);
    while seen < SOME && rows.read_byte_record(&mut row).map_err(|error| broken(&error))? {
        seen += 1;
        let like_a_time = |cell: &[u8]| {
            let cell = std::str::from_utf8(cell).unwrap_or_default();
            let dated = cell.contains(['-', '/', ':', '.']) && cell.len() <= 40;
            dated && (time(cell, None).is_some() || date_hint(cell) != Hint::None)
        };
        if row.iter().any(like_a_time) {
            return Err(not_found(header, "time"));
        }
    }
    Ok(())
}

fn not_found(header: &StringRecord, what: &str) -> Unreadable {
    let names: Vec<_> = header.iter().take(30).map(|name| format!("“{}”", name.trim())).collect();
    let names: String = names.join(", ").chars().take(1_000).collect();
    let message =
        format!("No column was found for the {what}. Say which it is; there are {names}.");
    Unreadable::at(1, message)
}

/// Refuses a row that is longer than any event, such as one whose quotation mark is never closed, before it is held.
fn bounded(text: &str, delimiter: u8) -> Result<(), Unreadable> {
    let (mut quoted, mut fresh, mut length, mut line, mut begun) = (false, true, 0_usize, 1_u32, 1);
    for byte in text.bytes() {
        length += 1;
        line = line.saturating_add(u32::from(byte == b'\n'));
        match byte {
            b'"' if quoted => quoted = false,
            // At the start of a cell, or doubled inside one.
            b'"' if fresh => quoted = true,
            b'\n' if !quoted => (length, begun) = (0, line),
            _ => {}
        }
        fresh = !quoted && (byte == delimiter || matches!(byte, b'\n' | b'"'));
        if length > ROW {
            let message = "The row that begins here is longer than 100,000 characters. Is a quotation mark never closed?";
            return Err(Unreadable::at(begun, message));
        }
    }
    Ok(())
}

fn take(
    row: &ByteRecord,
    columns: &Columns,
    order: Option<DateOrder>,
    line: u32,
    builder: &mut Builder,
) -> Result<(), Unreadable> {
    let cell = |at: usize| {
        let bytes = row.get(at).unwrap_or_default();
        std::str::from_utf8(bytes.get(..CELL).unwrap_or(bytes)).unwrap_or_default().trim()
    };
    let optional = |at: Option<usize>| at.map_or("", cell);
    let case = cell(columns.case);
    if case.is_empty() {
        return builder.leave_out(line, "no case");
    }
    let begun = time(optional(columns.begun), order);
    let ended = columns.time.map(|at| time(cell(at), order));
    let (when, phase) = match (ended, begun) {
        (Some(Some(at)), _) => (When::At(at), Phase::of(optional(columns.phase))),
        // Begun and not ended: the case is still open.
        (Some(None), Some(begun)) => (When::At(begun), Phase::Open),
        (Some(None), None) => (When::Unreadable, Phase::Whole),
        (None, _) => (When::NotTold, Phase::of(optional(columns.phase))),
    };
    let case = builder.case(case);
    builder.event(Told {
        case,
        activity: cell(columns.activity),
        when,
        begun,
        phase,
        lane: optional(columns.lane),
        resource: optional(columns.resource),
        line,
    })
}

fn columns(header: &StringRecord, options: &Options) -> Result<Columns, Unreadable> {
    let plain: Vec<String> = header.iter().map(plain).collect();
    let named = |asked: &str, known: &[&str]| {
        let place = |name: &str| plain.iter().position(|column| column == name);
        if asked.trim().is_empty() {
            known.iter().find_map(|name| place(name))
        } else {
            place(&self::plain(asked))
        }
    };
    let must = |asked: &str, known: &[&str], what: &str| {
        named(asked, known).ok_or_else(|| not_found(header, what))
    };
    let time = match options.time.trim() {
        "" => named("", TIME).or_else(|| named("", BEGUN)),
        asked => Some(must(asked, TIME, "time")?),
    };
    let who = RESOURCE.contains(&self::plain(&options.lane).as_str());
    let resource = named(if who { &options.lane } else { "" }, RESOURCE);
    Ok(Columns {
        case: must(&options.case, CASE, "case")?,
        activity: must(&options.activity, ACTIVITY, "activity")?,
        time,
        begun: named("", BEGUN).filter(|begun| Some(*begun) != time),
        phase: named("", PHASE),
        lane: if who { None } else { named(&options.lane, LANE) },
        resource,
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
fn order(rows: &mut csv::Reader<&[u8]>, column: usize) -> Result<Option<DateOrder>, Unreadable> {
    let (mut row, mut either, mut seen) = (ByteRecord::new(), None, 0);
    while seen < LOOK && rows.read_byte_record(&mut row).map_err(|error| broken(&error))? {
        seen += 1;
        let cell = std::str::from_utf8(row.get(column).unwrap_or_default()).unwrap_or_default();
        match date_hint(cell.get(..60).unwrap_or(cell)) {
            Hint::Only(order) => return Ok(Some(order)),
            Hint::Either => {
                either =
                    either.or_else(|| row.position().map(|at| (at.line(), cell.trim().to_owned())));
            }
            Hint::None => {}
        }
    }
    match either {
        None => Ok(None),
        Some((line, date)) => {
            let line = u32::try_from(line).unwrap_or(u32::MAX);
            let message = format!(
                "“{date}” could be read either way. Say whether the day or the month comes first."
            );
            Err(Unreadable::at(line, message))
        }
    }
}

/// A time in milliseconds, at UTC when it has no zone of its own.
fn time(text: &str, order: Option<DateOrder>) -> Option<i64> {
    if let Ok(at) = DateTime::parse_from_rfc3339(text) {
        return Some(at.timestamp_millis());
    }
    for form in ["%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%dT%H:%M:%S%.f"] {
        if let Ok(at) = NaiveDateTime::parse_from_str(text, form) {
            return Some(at.and_utc().timestamp_millis());
        }
    }
    let zone = FixedOffset::east_opt(0)?;
    read_date(text.get(..60).unwrap_or(text), order, zone).map(|at| at.timestamp_millis())
}

fn broken(error: &csv::Error) -> Unreadable {
    let line = error.position().map(|at| u32::try_from(at.line()).unwrap_or(u32::MAX));
    Unreadable { line, message: "The rows cannot be read. Export the log as CSV again.".into() }
}
