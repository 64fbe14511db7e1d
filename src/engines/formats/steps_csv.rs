//! The steps of a map as CSV: one row for each, with where it leads.
//! No cell starts a formula in a spreadsheet.

use crate::engines::map::Map;
use crate::engines::map::names::Names;
use crate::engines::map::table::{Lead, rows};
use crate::engines::spreadsheet::Writer;

const COLUMNS: [&str; 11] = [
    "Number",
    "Lane",
    "Step",
    "Kind",
    "By hand",
    "Minutes a run",
    "Runs a month",
    "Hours a month",
    "Facts",
    "Note",
    "Leads to",
];

/// The file.
#[must_use]
pub fn write(map: &Map, names: &Names) -> Vec<u8> {
    let mut writer = Writer::new();
    // Writing into memory cannot fail; a row that did would be left out whole.
    writer.row(COLUMNS).ok();
    for (row, step) in rows(map, names).into_iter().zip(&map.steps) {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        let hours = step.hours_a_month().map(|hours| (hours * 10.0).round() / 10.0);
        let leads: Vec<String> = row.leads_to.iter().map(told).collect();
        let cells = [
            row.number.to_string(),
            row.lane,
            row.name,
            row.told_kind,
            if row.kind.is_manual() { "yes" } else { "no" }.to_owned(),
            number(step.facts.minutes_per_run),
            number(step.facts.runs_per_month),
            number(hours),
            row.facts.join("; "),
            row.note,
            leads.join("\n"),
        ];
        writer.row(cells).ok();
    }
    writer.finish()
}

fn told(lead: &Lead) -> String {
    let when =
        if lead.condition.is_empty() { String::new() } else { format!("{}: ", lead.condition) };
    let via = lead.integration.as_ref().map(|(_, name)| format!(" via {name}")).unwrap_or_default();
    format!("{when}{}{} {}{via}", lead.way(), lead.number, lead.name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::engines::formats::plain::read;

    #[test]
    fn every_step_is_a_row_and_no_cell_a_formula() {
        let text = "Ann: =SUM(A1) (5 min x 120/month)\n-> late: =SUM(A1)\nAnn: Check stock";
        let names = Names::default();
        let file = write(&read(text).unwrap().map(&names), &names);
        let file = String::from_utf8(file).unwrap();
        let mut reader = csv::Reader::from_reader(file.trim_start_matches('\u{feff}').as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), 2);
        assert_eq!((&rows[0][2], &rows[0][7]), ("'=SUM(A1)", "10"));
        assert_eq!(&rows[1][4], "yes");
        assert!(rows[0][10].starts_with("late: 1 =SUM(A1)"), "{:?}", &rows[0][10]);
    }
}
