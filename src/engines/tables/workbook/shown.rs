//! A cell's value as a person would type it.

use calamine::{DataRef, ExcelDateTime};

/// A value as a person would type it: whole numbers without a point, dates as ISO 8601.
pub(super) fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            text.clone()
        }
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) => number_of_15_digits(*number),
        DataRef::Bool(yes) => yes.to_string(),
        DataRef::DateTime(moment) => time(moment),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}

/// A number with the digits that spreadsheet programs show; the others are an artefact of how it is stored.
fn number_of_15_digits(number: f64) -> String {
    format!("{number:.14e}").parse::<f64>().unwrap_or(number).to_string()
}

/// A serial date in ISO 8601; a time of day, or a duration, as hours, minutes and seconds.
fn time(moment: &ExcelDateTime) -> String {
    let days = moment.as_f64();
    if !moment.is_datetime() || (0.0..1.0).contains(&days) {
        let seconds = (days.abs() * 86_400.0).round() as u64;
        let sign = if days < 0.0 { "-" } else { "" };
        return format!(
            "{sign}{:02}:{:02}:{:02}",
            seconds / 3_600,
            seconds / 60 % 60,
            seconds % 60
        );
    }
    let (year, month, day, hour, minute, second, milli) = moment.to_ymd_hms_milli();
    let date = format!("{year:04}-{month:02}-{day:02}");
    match (hour, minute, second, milli) {
        (0, 0, 0, 0) => date,
        (_, _, _, 0) => format!("{date}T{hour:02}:{minute:02}:{second:02}"),
        _ => format!("{date}T{hour:02}:{minute:02}:{second:02}.{milli:03}"),
    }
}
