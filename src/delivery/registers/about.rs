//! What the workbook is of, and its figures with their bases.

use super::{Told, sheet};
use crate::delivery::report::version;
use crate::document::counted::{Counted, Span};
use crate::document::measures::Figure;
use crate::document::samples::Pattern;
use crate::engines::office::workbook::{Sheet, Value};
use crate::judgement::ledger;
use crate::platform::catalogue::Catalogue;
use crate::platform::wording::counted;
use crate::stores::room::Snapshot;

/// Where the workbook comes from.
pub(super) fn origin(snapshot: &Snapshot) -> Sheet {
    let rows = rows(snapshot).into_iter().map(|(what, value)| vec![what.into(), value]).collect();
    sheet("About", &[("What", 26), ("Value", 80)], rows)
}

fn rows(snapshot: &Snapshot) -> Vec<(&'static str, Value)> {
    let (contents, doc) = (snapshot.contents(), snapshot.document());
    let mut rows: Vec<(&'static str, Value)> = vec![
        ("Engagement", (&doc.title).into()),
        ("Client", (&doc.client).into()),
        ("Version", version(contents.number, snapshot.assessment()).into()),
        ("Published at (UTC)", Value::time((contents.number > 0).then_some(contents.published_at))),
        ("Published by", (&contents.published_by).into()),
        ("Note", (&contents.note).into()),
        ("SHA-256 of the JSON", snapshot.hash().to_string().into()),
        ("Evidence as of (UTC)", Value::Time(doc.as_of)),
        ("Currency", (&doc.brief.currency).into()),
        (
            "Cost of an hour of manual work",
            doc.brief.hourly_cost.map_or(Value::Empty, Value::Amount),
        ),
    ];
    if let Some(withdrawn) = snapshot.withdrawn() {
        rows.push(("Withdrawn at (UTC)", Value::Time(withdrawn.at)));
        rows.push(("SHA-256 as published", withdrawn.published.to_string().into()));
    }
    rows.push((
        "How to read it",
        "Each sheet is one register of this version. Days are days and times are UTC; an empty cell is not known or does not apply. \
         Only confirmed failures count in a verdict; the sheet “Samples” has the newest of them, the sheet “Patterns” counts all."
            .into(),
    ));
    rows
}

/// The figures of the version, each with its unit and what it is measured against.
pub(super) fn figures(told: &Told<'_>) -> Sheet {
    let (doc, samples) = (told.doc, &told.doc.samples);
    let sum = |of: fn(&Pattern) -> i64| samples.patterns.iter().map(of).sum::<i64>();
    let confirmed = samples.confirmed();
    let of_confirmed = format!("of {confirmed} confirmed failures");
    let failures = |what: &str, count: i64, base: String| {
        vec![what.into(), Value::whole(count), "failures".into(), base.into()]
    };
    let mut rows = vec![
        failures("Confirmed failures", confirmed, format!("of {} collected", samples.total())),
        failures("Found by customers or by nobody", sum(|one| one.unnoticed), of_confirmed.clone()),
        failures("Reported as success while wrong", sum(|one| one.trusted_success), of_confirmed),
        failures("Looked at and rejected", samples.rejected, String::new()),
    ];
    let work = ledger::work(doc);
    let hours = |what: &str, hours: Option<f64>, base: String| {
        vec![what.into(), Value::measured(hours), "hours a month".into(), base.into()]
    };
    let untimed = counted(work.unknown().into(), "step is", "steps are");
    let known = work.known_hours();
    rows.push(hours("Manual work", known, format!("{untimed} not timed yet")));
    rows.push(hours("Of it clearing up after failures", work.clearing, String::new()));
    if let Some(cost) = known.and_then(|hours| ledger::cost(doc, hours)) {
        let unit = format!("{} a month", doc.brief.currency);
        rows.push(vec![
            "Cost of manual work".into(),
            Value::Amount(cost),
            unit.into(),
            Value::Empty,
        ]);
    }
    for (figure, target) in doc.measures.iter().flat_map(|measures| &measures.targets) {
        let unit = if *figure == Figure::Recovery { "hours, median" } else { "a month" };
        let what = format!("Target: {}", figure.label());
        rows.push(vec![what.into(), Value::whole(*target), unit.into(), "at most".into()]);
    }
    sheet("Figures", &[("Figure", 34), ("Value", 14), ("Unit", 18), ("Measured against", 40)], rows)
}

/// The figures by the month, and before and now, as they were counted when the version was published.
pub(super) fn months(snapshot: &Snapshot) -> Sheet {
    let counted = snapshot.contents().figures.as_ref();
    let number = |count: u64| i64::try_from(count).map_or(Value::Empty, Value::whole);
    let row = |(what, span): (&str, &Span)| {
        vec![
            what.into(),
            Value::Day(span.first),
            Value::Day(span.last),
            number(span.failures),
            number(span.duplicates),
            number(span.interventions),
            number(span.minutes),
            number(span.recovered),
            span.recovery.as_ref().map_or(Value::Empty, |median| Value::whole(median.value)),
            number(span.waiting.failures),
        ]
    };
    let spans = |Counted { compared, months }: &Counted| {
        let both = [("Before", &compared.before), ("Now", &compared.now)];
        let months = months.iter().map(|span| ("Month", span));
        both.into_iter().chain(months).map(row).collect()
    };
    let columns = [
        ("Span", 10),
        ("From", 12),
        ("To", 12),
        ("Confirmed failures", 12),
        ("Duplicates", 12),
        ("Manual interventions", 14),
        ("Minutes by hand", 12),
        ("Recovered", 12),
        ("Median minutes to recover", 14),
        ("Waiting for review", 14),
    ];
    sheet("Months", &columns, counted.map_or_else(Vec::new, spans))
}
