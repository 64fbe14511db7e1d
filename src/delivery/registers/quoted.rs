//! The quote that goes with a version: its lines, what it rests on, and what it comes to.

use super::{label, sheet};
use crate::document::quote::{Estimate, LedgerEntry, Line};
use crate::engines::office::workbook::{Sheet, Value};
use crate::judgement::quote::price;
use crate::platform::catalogue::Catalogue;
use crate::stores::quote::Issued;

pub(super) fn sheets(issued: &Issued) -> Vec<Sheet> {
    vec![totals(issued), lines(issued), assumptions(issued)]
}

/// Minutes as hours.
fn hours(minutes: i64) -> Value {
    Value::Number(
        (rust_decimal::Decimal::from(minutes) / rust_decimal::Decimal::from(60)).round_dp(2),
    )
}

fn totals(issued: &Issued) -> Sheet {
    let contents = &issued.contents;
    let (quote, range) = (&contents.quote, contents.appraisal.hours);
    let cases = [
        ("P50: enough in one case of two", range.p50),
        ("P80: enough in four of five", range.p80),
        ("P90: enough in nine of ten", range.p90),
    ];
    let mut rows: Vec<Vec<Value>> = cases
        .iter()
        .zip(contents.prices)
        .map(|((what, minutes), price)| {
            let amounts = [price.net, price.tax, price.total].map(Value::Amount);
            let [net, tax, total] = amounts;
            vec![(*what).into(), hours(*minutes), net, tax, total, (&quote.currency).into()]
        })
        .collect();
    let rate = price(quote, 60);
    let [net, tax, total] = [rate.net, rate.tax, rate.total].map(Value::Amount);
    rows.push(vec![
        "Price of an hour".into(),
        Value::whole(1),
        net,
        tax,
        total,
        (&quote.currency).into(),
    ]);
    let number = format!("Quote {}: {}", contents.number, issued.state.label().to_lowercase());
    rows.push(vec![
        number.into(),
        Value::Empty,
        Value::Empty,
        Value::Empty,
        Value::Empty,
        Value::Empty,
    ]);
    let columns = [
        ("Case", 36),
        ("Hours", 10),
        ("Before tax", 14),
        ("Tax", 14),
        ("With tax", 14),
        ("Currency", 10),
    ];
    sheet("Quote", &columns, rows)
}

fn lines(issued: &Issued) -> Sheet {
    let contents = &issued.contents;
    let row = |(line, number): (&Line, i64)| {
        let at = line.integration.and_then(|id| contents.integrations.get(&id));
        let standing = contents.appraisal.lines.iter().find(|it| it.line == line.id);
        let Estimate { low, likely, high } = line.hours;
        vec![
            Value::whole(number),
            (&line.says).into(),
            at.map_or(Value::Empty, Value::from),
            label(line.work),
            hours(low),
            hours(likely),
            hours(high),
            standing.map_or(Value::Empty, |it| (&it.because).into()),
        ]
    };
    let columns = [
        ("No.", 6),
        ("What is done", 60),
        ("Integration", 30),
        ("Kind of work", 22),
        ("Hours, low", 10),
        ("Hours, likely", 10),
        ("Hours, high", 10),
        ("Answers", 50),
    ];
    sheet("Quote lines", &columns, contents.quote.lines.iter().zip(1_i64..).map(row).collect())
}

fn assumptions(issued: &Issued) -> Sheet {
    let quote = &issued.contents.quote;
    let row = |entry: &LedgerEntry| {
        vec![
            (&entry.says).into(),
            (&entry.owner).into(),
            (&entry.test).into(),
            label(entry.state),
            hours(entry.if_false),
            Value::Amount(price(quote, entry.if_false).net),
            (&quote.currency).into(),
        ]
    };
    let columns = [
        ("What is assumed", 50),
        ("Who answers for it", 22),
        ("How it is tested", 40),
        ("State", 22),
        ("Hours if it is false", 12),
        ("Before tax", 14),
        ("Currency", 10),
    ];
    sheet("Assumptions", &columns, quote.assumptions.iter().map(row).collect())
}
