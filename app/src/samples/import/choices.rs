//! What a person chose about a file, as form fields.
//! A field is named after what it is about, so that the page can be read and sent again without scripts.

use super::look::File;
use crate::form::Form;
use crate::zone;
use faultline::document::samples::import::{Defaults, Mapping, Target, suggest};
use faultline::engines::tables::{NoZone, Table, Zone};
use faultline::platform::catalogue::Catalogue;

/// The mapping a form describes; when nobody has chosen yet, what is known of such columns or a suggestion. With what is
/// wrong in it.
pub fn read(sent: &Form, table: &Table, known: Option<Mapping>) -> (Mapping, Vec<String>) {
    let mut problems = Vec::new();
    if !sent.ticked("delimited")
        && let Some(known) = known
    {
        return (known, problems);
    }
    // The columns belong to one way of separating cells; with another, they are suggested anew.
    let chosen =
        sent.ticked("delimited") && sent.raw("delimited") == table.form.layout.delimiter.key();
    let columns = if chosen {
        (0..table.header().len()).map(|at| sent.raw(&format!("column.{at}")).parse().ok()).collect()
    } else {
        suggest(table.header())
    };
    let zone = match sent.text("zone").as_str() {
        "" if !sent.ticked("delimited") => zone::here(),
        "" => Zone::Utc,
        text => text.parse().unwrap_or_else(|told: NoZone| {
            problems.push(told.to_string());
            Zone::Utc
        }),
    };
    let occurred = sent.when("default.occurred_at");
    let occurred_at = match zone::when(&occurred) {
        Ok(at) => Some(at),
        Err(_) if occurred.is_empty() => None,
        Err(told) => {
            problems.push(format!("The time for rows that do not say: {told}"));
            None
        }
    };
    let defaults = Defaults { occurred_at, ..defaults(sent) };
    let values = sent.fields().filter_map(|(name, meaning)| {
        let (target, word) = name.strip_prefix("word.")?.split_once('.')?;
        let target: Target = target.parse().ok()?;
        (!meaning.is_empty()).then(|| {
            ((target, word.to_owned()), if meaning == EMPTY { "" } else { meaning }.to_owned())
        })
    });
    let order = sent.raw("order").parse().ok();
    let (values, people) = (values.collect(), Vec::new());
    // The cells tell how decimals are written, each file anew.
    let mapping = Mapping { columns, order, comma: None, zone, defaults, values, people };
    (mapping, problems)
}

/// What holds for rows that do not say, but for when it happened.
fn defaults(sent: &Form) -> Defaults {
    let usual = Defaults::default();
    Defaults {
        integration: sent.raw("default.integration").parse().ok(),
        symptom: sent.raw("default.symptom").parse().ok(),
        origin: sent.raw("default.origin").parse().unwrap_or(usual.origin),
        cause: sent.raw("default.cause").parse().unwrap_or(usual.cause),
        detected_by: sent.raw("default.detected_by").parse().unwrap_or(usual.detected_by),
        outcome: sent.raw("default.outcome").parse().unwrap_or(usual.outcome),
        occurred_at: None,
        summary: sent.text("default.summary"),
        evidence_kind: sent.raw("default.evidence_kind").parse().ok(),
    }
}

/// What stands for “as if the cell were empty” among the meanings of a word.
pub const EMPTY: &str = "-";

/// A few characters that differ whenever the rows would: what is stored is what was shown.
pub fn stamp(file: &File) -> String {
    format!("{}-{}", file.table.form.layout.delimiter.key(), file.mapping.stamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zone_is_a_place_or_a_distance_and_anything_else_is_told() {
        let table = Table::read("date,message\n2026-11-02,x\n", None, true).unwrap();
        let zone = |text: &str| {
            let sent = Form::of(vec![("delimited", "comma".into()), ("zone", text.into())]);
            let (mapping, problems) = read(&sent, &table, None);
            (mapping.zone.to_string(), problems.len())
        };
        assert_eq!(zone("Europe/Berlin"), ("Europe/Berlin".into(), 0));
        assert_eq!(zone("+05:30"), ("+05:30".into(), 0));
        assert_eq!(zone(""), ("UTC".into(), 0));
        assert_eq!(zone("Atlantis"), ("UTC".into(), 1));
    }

    #[test]
    fn columns_are_suggested_until_a_person_chose_for_this_way_of_separating_them() {
        let table = Table::read("date;message\n2026-11-02;x\n", None, true).unwrap();
        let chosen = |delimiter: &str| {
            let sent = Form::of(vec![
                ("delimited", delimiter.into()),
                ("column.0", "evidence".into()),
                ("column.1", String::new()),
            ]);
            read(&sent, &table, None).0.columns
        };
        assert_eq!(chosen("semicolon"), [Some(Target::Evidence), None]);
        assert_eq!(chosen("comma"), [Some(Target::OccurredAt), Some(Target::Summary)]);
    }
}
