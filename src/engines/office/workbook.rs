//! Workbooks (XLSX): one typed sheet for each list, its header frozen and filterable.
//! A text is always stored as text, so that no cell ever starts a formula.

use super::archive::{Archive, Error};
use super::{
    APP, DECLARATION, OFFICE, Properties, RELATIONS, content_types, escape, root_relations,
};
use crate::engines::spreadsheet::is_armed;
use chrono::{NaiveDate, NaiveDateTime, Timelike};
use std::borrow::Cow;
use std::fmt::Write;
use styles::{STYLES, Style};

mod styles;
mod value;

pub use value::Value;

/// The most rows of a sheet below its header.
pub const MOST_ROWS: usize = 1_048_575;
/// The longest text of a cell, as spreadsheets count it.
pub const LONGEST: usize = 32_767;
/// What stands at the end of a text that is longer.
const SHORTENED: &str = " … (shortened; the JSON has all of it)";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const KIND: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml";

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its header.
    pub label: String,
    /// How wide it is, in characters.
    pub width: u8,
}

/// A sheet.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// Its name: what it lists. It is no other sheet's, has 31 characters at most and none of `[]:*?/\'`.
    pub name: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Vec<Value>>,
}

/// A workbook of these sheets; the same sheets give the same bytes.
///
/// # Errors
/// When it becomes larger than an archive can be.
pub fn write(properties: &Properties, sheets: &[Sheet]) -> Result<Vec<u8>, Error> {
    let mut archive = Archive::new();
    archive.add("[Content_Types].xml", types(sheets.len()).as_bytes())?;
    archive.add("_rels/.rels", root_relations("xl/workbook.xml").as_bytes())?;
    archive.add("docProps/core.xml", properties.core().as_bytes())?;
    archive.add("docProps/app.xml", APP.as_bytes())?;
    archive.add("xl/workbook.xml", book(sheets).as_bytes())?;
    archive.add("xl/_rels/workbook.xml.rels", relations(sheets.len()).as_bytes())?;
    let styles = format!("{DECLARATION}<styleSheet xmlns=\"{MAIN}\">{STYLES}</styleSheet>");
    archive.add("xl/styles.xml", styles.as_bytes())?;
    for (sheet, number) in sheets.iter().zip(1_usize..) {
        archive.add(&path(number), written(sheet, number == 1).as_bytes())?;
    }
    archive.finish()
}

fn path(number: usize) -> String {
    format!("xl/worksheets/sheet{number}.xml")
}

fn types(sheets: usize) -> String {
    let mut own = vec![
        ("xl/workbook.xml".to_owned(), format!("{KIND}.sheet.main+xml")),
        ("xl/styles.xml".to_owned(), format!("{KIND}.styles+xml")),
    ];
    own.extend((1..=sheets).map(|number| (path(number), format!("{KIND}.worksheet+xml"))));
    let own: Vec<_> = own.iter().map(|(part, kind)| (part.clone(), kind.as_str())).collect();
    content_types(&own)
}

fn relations(sheets: usize) -> String {
    let each: String = (1..=sheets)
        .map(|number| {
            format!("<Relationship Id=\"rId{number}\" Type=\"{OFFICE}/worksheet\" Target=\"worksheets/sheet{number}.xml\"/>")
        })
        .collect();
    let styles = sheets + 1;
    format!(
        "{DECLARATION}<Relationships xmlns=\"{RELATIONS}\">{each}<Relationship Id=\"rId{styles}\" Type=\"{OFFICE}/styles\" Target=\"styles.xml\"/></Relationships>"
    )
}

/// The list of sheets, with the ranges that are filtered and the rows that are printed on every page.
fn book(sheets: &[Sheet]) -> String {
    let (mut listed, mut filters, mut titles) = (String::new(), String::new(), String::new());
    for (sheet, at) in sheets.iter().zip(0_usize..) {
        let (name, number) = (escape::text(&sheet.name), at + 1);
        let last = fixed(sheet);
        let _ =
            write!(listed, "<sheet name=\"{name}\" sheetId=\"{number}\" r:id=\"rId{number}\"/>");
        let _ = write!(
            filters,
            "<definedName name=\"_xlnm._FilterDatabase\" localSheetId=\"{at}\" hidden=\"1\">'{name}'!$A$1:{last}</definedName>"
        );
        let _ = write!(
            titles,
            "<definedName name=\"_xlnm.Print_Titles\" localSheetId=\"{at}\">'{name}'!$1:$1</definedName>"
        );
    }
    format!(
        "{DECLARATION}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><bookViews><workbookView activeTab=\"0\"/></bookViews>\
         <sheets>{listed}</sheets><definedNames>{filters}{titles}</definedNames></workbook>"
    )
}

/// The last cell of a sheet, as a fixed place.
fn fixed(sheet: &Sheet) -> String {
    let (column, row) = end(sheet);
    format!("${column}${row}")
}

/// The last column and row of a sheet.
fn end(sheet: &Sheet) -> (String, usize) {
    (letters(sheet.columns.len().saturating_sub(1)), sheet.rows.len().min(MOST_ROWS) + 1)
}

/// A column as spreadsheets call it: A, B, … Z, AA.
fn letters(column: usize) -> String {
    let letter = char::from(b'A' + u8::try_from(column % 26).unwrap_or(0));
    if column < 26 { letter.to_string() } else { letters(column / 26 - 1) + &letter.to_string() }
}

fn written(sheet: &Sheet, first: bool) -> String {
    let (column, row) = end(sheet);
    let selected = if first { " tabSelected=\"1\"" } else { "" };
    let mut out = format!(
        "{DECLARATION}<worksheet xmlns=\"{MAIN}\"><sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:{column}{row}\"/>\
         <sheetViews><sheetView{selected} workbookViewId=\"0\"><pane ySplit=\"1\" topLeftCell=\"A2\" activePane=\"bottomLeft\" state=\"frozen\"/>\
         <selection pane=\"bottomLeft\" activeCell=\"A2\" sqref=\"A2\"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"
    );
    for (column, number) in sheet.columns.iter().zip(1_usize..) {
        let width = column.width.max(4);
        let _ = write!(
            out,
            "<col min=\"{number}\" max=\"{number}\" width=\"{width}\" customWidth=\"1\"/>"
        );
    }
    out.push_str("</cols><sheetData><row r=\"1\">");
    for (column, at) in sheet.columns.iter().zip(0_usize..) {
        string(&mut out, &place(at, 1), &column.label, Style::Header);
    }
    out.push_str("</row>");
    for (cells, number) in sheet.rows.iter().take(MOST_ROWS).zip(2_usize..) {
        let _ = write!(out, "<row r=\"{number}\">");
        for (value, at) in cells.iter().take(sheet.columns.len()).zip(0_usize..) {
            cell(&mut out, &place(at, number), value);
        }
        out.push_str("</row>");
    }
    let _ = write!(
        out,
        "</sheetData><autoFilter ref=\"A1:{column}{row}\"/><pageMargins left=\"0.5\" right=\"0.5\" top=\"0.6\" bottom=\"0.6\" header=\"0.3\" footer=\"0.3\"/>\
         <pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"
    );
    out
}

fn place(column: usize, row: usize) -> String {
    format!("{}{row}", letters(column))
}

fn cell(out: &mut String, at: &str, value: &Value) {
    match value {
        Value::Empty => {}
        Value::Text(text) if text.is_empty() => {}
        Value::Text(text) => {
            string(out, at, text, if is_armed(text) { Style::Armed } else { Style::Text });
        }
        Value::Number(number) => numeric(out, at, &number.normalize().to_string(), Style::Number),
        Value::Amount(amount) => numeric(out, at, &amount.normalize().to_string(), Style::Amount),
        Value::Bool(yes) => {
            let (style, yes) = (Style::Number as u8, u8::from(*yes));
            let _ = write!(out, "<c r=\"{at}\" s=\"{style}\" t=\"b\"><v>{yes}</v></c>");
        }
        Value::Day(day) => match serial(day.and_time(chrono::NaiveTime::MIN)) {
            Some(number) => numeric(out, at, &number, Style::Day),
            None => string(out, at, &day.to_string(), Style::Text),
        },
        Value::Time(time) => match serial(time.naive_utc()) {
            Some(number) => numeric(out, at, &number, Style::Time),
            None => string(out, at, &time.to_rfc3339(), Style::Text),
        },
    }
}

fn numeric(out: &mut String, at: &str, number: &str, style: Style) {
    let _ = write!(out, "<c r=\"{at}\" s=\"{}\"><v>{number}</v></c>", style as u8);
}

fn string(out: &mut String, at: &str, text: &str, style: Style) {
    let text = escape::cell(&shortened(text));
    let _ = write!(
        out,
        "<c r=\"{at}\" s=\"{}\" t=\"inlineStr\"><is><t xml:space=\"preserve\">{text}</t></is></c>",
        style as u8
    );
}

/// As much of a text as a cell can have, and that it goes on; the limit counts UTF-16 code units.
fn shortened(text: &str) -> Cow<'_, str> {
    if text.encode_utf16().count() <= LONGEST {
        return text.into();
    }
    let room = LONGEST - SHORTENED.encode_utf16().count();
    let mut units = 0;
    let beyond = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > room
    });
    let end = beyond.map_or(text.len(), |(end, _)| end);
    format!("{}{SHORTENED}", &text[..end]).into()
}

/// A day and time as spreadsheets count them, in days; nothing for those that they count wrong, before March 1900.
fn serial(at: NaiveDateTime) -> Option<String> {
    let first = NaiveDate::from_ymd_opt(1899, 12, 30)?;
    let days = (at.date() - first).num_days();
    if !(61..=2_958_465).contains(&days) {
        return None;
    }
    let seconds = u64::from(at.num_seconds_from_midnight());
    let fraction = seconds * 10_000_000_000 / 86_400;
    Some(if fraction == 0 { days.to_string() } else { format!("{days}.{fraction:010}") })
}

#[cfg(test)]
mod tests;
