//! An event log as CSV: a row for each event, with case, activity and time.
//! A row that lacks one of them is left out and counted; an ambiguous date is asked about.

mod names;

use super::Options;
use super::log::{Builder, Log, Told, When};
use super::phase::Phase;
use crate::engines::formats::Unreadable;
use crate::engines::tables::{self, DateOrder, Form, Hint, Moment, Row, Rows, Zone, hint};
use names::{ACTIVITY, BEGUN, CASE, CLOCK, DAY, LANE, PHASE, RESOURCE, TIME};
use std::borrow::Cow;
use unicode_normalization::UnicodeNormalization;

/// Rows that are looked at to learn which comes first, day or month.
const LOOK: usize = 20_000;
/// The longest cell that is read, in bytes.
const CELL: usize = 10_000;
/// The longest row that is read, in bytes.
const ROW: usize = 100_000;

/// Rows that are looked at for a column with times, where none is called so.
const SOME: usize = 50;

/// Where everything is in a row.
struct Columns {
    case: usize,
    activity: usize,
    /// Without one, the order of the rows is the order.
    time: Option<usize>,
    /// The time of the day that [`Columns::time`] tells.
    clock: Option<usize>,
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
    let form = Form::of(text, None).map_err(|error| unreadable(&error))?;
    let rows = || Rows::new(text.as_bytes(), form.clone());
    let columns = columns(&form.header, options)?;
    let order = match (options.order, columns.time) {
        (Some(order), _) => Some(order),
        (None, Some(time)) => order(&mut rows(), time)?,
        (None, None) => {
            no_times(&mut rows(), &form.header)?;
            None
        }
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

/// Refuses a log without a column of times when a column that is called otherwise may hold them.
fn no_times(rows: &mut Rows<&[u8]>, header: &[String]) -> Result<(), Unreadable> {
    let mut seen = 0;
    while seen < SOME
        && let Some(row) = next(rows)?
    {
        seen += 1;
        let like_a_time = |at: usize| {
            let cell = row.cell(at);
            let dated = cell.contains(['-', '/', ':', '.']) && cell.len() <= 40;
            dated && (time(&cell, None).is_some() || hint(&cell) != Hint::None)
        };
        if (0..header.len()).any(like_a_time) {
            return Err(not_found(header, "time"));
        }
    }
    Ok(())
}

fn not_found(header: &[String], what: &str) -> Unreadable {
    let names: Vec<_> = header.iter().take(30).map(|name| format!("“{}”", name.trim())).collect();
    let names: String = names.join(", ").chars().take(1_000).collect();
    let message =
        format!("No column was found for the {what}. Say which it is; there are {names}.");
    Unreadable::at(1, message)
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
    let optional = |at: Option<usize>| at.map_or(Cow::Borrowed(""), cell);
    let (case, phase) = (cell(columns.case), optional(columns.phase));
    if case.is_empty() {
        return builder.leave_out(line(row), "no case");
    }
    let begun = time(&optional(columns.begun), order);
    let clock = optional(columns.clock);
    let ended = columns.time.map(|at| match cell(at) {
        day if clock.is_empty() => time(&day, order),
        // What is called a time may be a whole one.
        day => time(&clock, order).or_else(|| time(&format!("{day} {clock}"), order)),
    });
    let (when, phase) = match (ended, begun) {
        (Some(Some(at)), _) => (When::At(at), Phase::of(&phase)),
        // Begun and not ended: the case is still open.
        (Some(None), Some(begun)) => (When::At(begun), Phase::Open),
        (Some(None), None) => (When::Unreadable, Phase::Whole),
        (None, _) => (When::NotTold, Phase::of(&phase)),
    };
    let case = builder.case(&case);
    builder.event(Told {
        case,
        activity: &cell(columns.activity),
        when,
        begun,
        phase,
        lane: &optional(columns.lane),
        resource: &optional(columns.resource),
        line: line(row),
    })
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
        named(asked, known).ok_or_else(|| not_found(header, what))
    };
    let time = match options.time.trim() {
        "" => named("", TIME).or_else(|| named("", BEGUN)),
        asked => Some(must(asked, TIME, "time")?),
    };
    // A day and its time in two columns are one moment.
    let day = named("", DAY).zip(named("", CLOCK)).filter(|_| options.time.trim().is_empty());
    let two = day.filter(|(day, clock)| time.is_none_or(|time| time == *day || time == *clock));
    let (time, clock) = two.map_or((time, None), |(day, clock)| (Some(day), Some(clock)));
    let who = RESOURCE.contains(&self::plain(&options.lane).as_str());
    let resource = named(if who { &options.lane } else { "" }, RESOURCE);
    Ok(Columns {
        case: must(&options.case, CASE, "case")?,
        activity: must(&options.activity, ACTIVITY, "activity")?,
        time,
        clock,
        begun: named("", BEGUN).filter(|begun| Some(*begun) != time),
        phase: named("", PHASE),
        lane: if who { None } else { named(&options.lane, LANE) },
        resource,
    })
}

/// A column's name without case, accents and signs.
fn plain(name: &str) -> String {
    let spaced: String = name
        .to_lowercase()
        .nfd()
        .filter(|c| !('\u{300}'..'\u{370}').contains(c))
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
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
