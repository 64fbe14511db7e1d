//! An outcome as text for people: what is on each side, and in which columns they differ.
//! What did not occur is not mentioned.

use super::equal::treated_as_equal;
use crate::engines::reconcile::Plan;
use crate::engines::reconcile::{Outcome, Side, Summary};
use crate::engines::tables::Export;

/// An outcome for people.
#[must_use]
pub fn text([a, b]: [&Export; 2], plan: &Plan, outcome: &Outcome) -> String {
    let summary = &outcome.summary;
    let keys: Vec<&str> = plan.keys.iter().map(|pair| pair.a.as_str()).collect();
    let mut lines = equal([a, b], plan);
    lines.extend([
        line(summary.rows_a, &format!("rows in {}", a.name())),
        line(summary.rows_b, &format!("rows in {}, compared by {}", b.name(), keys.join(", "))),
        String::new(),
    ]);
    lines.extend(found(a.name(), b.name(), summary));
    lines.extend([String::new(), "Compared, and different in".to_owned()]);
    for (pair, cells) in plan.columns.iter().zip(&outcome.cells) {
        let other = if pair.a == pair.b { String::new() } else { format!(" = {}", pair.b) };
        lines.push(line(*cells, &format!("{}{other} ({})", pair.a, pair.rule)));
    }
    for (export, side) in [(a, Side::A), (b, Side::B)] {
        let left_out = plan.not_compared(export, side);
        if !left_out.is_empty() {
            lines.extend([
                String::new(),
                format!("Not compared, only in {}: {}", export.name(), left_out.join(", ")),
            ]);
        }
    }
    lines.extend(suggested([a, b], plan, outcome));
    lines.push(String::new());
    lines.join("\n")
}

/// What is treated as equal, before anything that was found.
fn equal([a, b]: [&Export; 2], plan: &Plan) -> Vec<String> {
    let treated = treated_as_equal(plan, [a.name(), b.name()]);
    let of = |it: &super::equal::Treated| {
        let what = it.what.join("; ");
        it.column
            .as_ref()
            .map_or_else(|| format!("    {what}"), |column| format!("    {column}: {what}"))
    };
    let mut lines = vec![
        if treated.is_empty() {
            "Treated as equal: only what is written the same."
        } else {
            "Treated as equal"
        }
        .to_owned(),
    ];
    lines.extend(treated.iter().map(of));
    lines.push(String::new());
    lines
}

/// What a person may want to say, with the option that says it.
fn suggested([a, b]: [&Export; 2], plan: &Plan, outcome: &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    for (column, same) in &outcome.hints.values {
        let name = &plan.columns[*column].a;
        lines.push(format!(
            "    {name}: “{}” in {} stands against “{}” in {} in {} of {} changed rows, such as {}; if they mean the same: --same '{name}:{}={}'",
            same.a, a.name(), same.b, b.name(), count(same.rows), count(same.of), same.example, same.a, same.b
        ));
    }
    for key in &outcome.hints.keys {
        let pair = &plan.keys[key.column];
        lines.push(format!(
            "    {}: {} of {} records that only one side has would be found in the other, such as {} = {}: --rule '{}={},{}'",
            pair.a, count(key.matches), count(key.of), key.example[0], key.example[1], pair.a, pair.rule, key.rule
        ));
    }
    if lines.is_empty() {
        lines
    } else {
        [vec![String::new(), "Perhaps".to_owned()], lines].concat()
    }
}

/// What was found, a line each.
fn found(a: &str, b: &str, summary: &Summary) -> Vec<String> {
    let conflicting = |keys: u64| format!("{} of them conflicting", count(keys));
    let changed = format!("in both, with {} different values", count(summary.changed_cells));
    let always = [
        (summary.only_a, format!("only in {a}")),
        (summary.only_b, format!("only in {b}")),
        (summary.changed_rows, changed),
        (
            summary.dup_keys_a,
            format!("keys repeated in {a}, {}", conflicting(summary.conflicting_keys_a)),
        ),
        (
            summary.dup_keys_b,
            format!("keys repeated in {b}, {}", conflicting(summary.conflicting_keys_b)),
        ),
    ];
    let rare = [
        (summary.mismatched_ids, "records with another key on the other side".to_owned()),
        (summary.late_a, format!("changed records of which {a} is behind")),
        (summary.late_b, format!("changed records of which {b} is behind")),
        (summary.pending_a, format!("only in {a}, newer than anything in {b}")),
        (summary.pending_b, format!("only in {b}, newer than anything in {a}")),
        (summary.no_key_a, format!("rows without a key in {a}")),
        (summary.no_key_b, format!("rows without a key in {b}")),
        (summary.ragged_a, format!("rows of {a} not as wide as its header")),
        (summary.ragged_b, format!("rows of {b} not as wide as its header")),
    ];
    let rare = rare.into_iter().filter(|(number, _)| *number > 0);
    always.into_iter().chain(rare).map(|(number, what)| line(number, &what)).collect()
}

fn line(number: u64, what: &str) -> String {
    format!("{:>12}  {what}", count(number))
}

/// A number with its thousands apart.
fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}
