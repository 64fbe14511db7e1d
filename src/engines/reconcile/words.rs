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
    let told = names(a, b);
    let names = [told[0].as_str(), told[1].as_str()];
    let mut lines = equal(names, plan);
    let rows = |number: u64, name: &str| format!("{} in {name}", one_or(number, "row", "rows"));
    let compared = format!("{}, compared by {}", rows(summary.rows_b, names[1]), keys.join(", "));
    lines.extend([
        line(summary.rows_a, &rows(summary.rows_a, names[0])),
        line(summary.rows_b, &compared),
        String::new(),
    ]);
    lines.extend(found(names, summary));
    lines.extend([String::new(), "Compared, and different in".to_owned()]);
    for (pair, cells) in plan.columns.iter().zip(&outcome.cells) {
        let other = if pair.a == pair.b { String::new() } else { format!(" = {}", pair.b) };
        lines.push(line(*cells, &format!("{}{other} ({})", pair.a, pair.rule)));
    }
    for ((export, side), name) in [(a, Side::A), (b, Side::B)].into_iter().zip(names) {
        let left_out = plan.not_compared(export, side);
        if !left_out.is_empty() {
            lines.extend([
                String::new(),
                format!("Not compared, only in {name}: {}", left_out.join(", ")),
            ]);
        }
    }
    lines.extend(suggested(names, plan, outcome));
    lines.push(String::new());
    lines.join("\n")
}

/// What the two are called; told apart where both have one name, as an export of today and one of yesterday have.
fn names(a: &Export, b: &Export) -> [String; 2] {
    if a.name() == b.name() {
        return ["first", "second"].map(|which| format!("the {which} {}", a.name()));
    }
    [a.name().to_owned(), b.name().to_owned()]
}

/// What is treated as equal, before anything that was found.
fn equal(names: [&str; 2], plan: &Plan) -> Vec<String> {
    let treated = treated_as_equal(plan, names);
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
fn suggested([a, b]: [&str; 2], plan: &Plan, outcome: &Outcome) -> Vec<String> {
    let mut lines = Vec::new();
    for (column, same) in &outcome.hints.values {
        let name = &plan.columns[*column].a;
        lines.push(format!(
            "    {name}: “{}” in {} stands against “{}” in {} in {} of {} changed rows, such as {}; if they mean the same: --same '{name}:{}={}'",
            same.a, a, same.b, b, count(same.rows), count(same.of), same.example, same.a, same.b
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
fn found([a, b]: [&str; 2], summary: &Summary) -> Vec<String> {
    let repeated = |keys: u64, conflicting: u64, name: &str| {
        let (keys_of, conflicting) = (one_or(keys, "key", "keys"), count(conflicting));
        (keys, format!("{keys_of} repeated in {name}, {conflicting} of them conflicting"))
    };
    let cells = summary.changed_cells;
    let values = format!("{} {}", count(cells), one_or(cells, "value", "values"));
    let always = [
        (summary.only_a, format!("only in {a}")),
        (summary.only_b, format!("only in {b}")),
        (summary.changed_rows, format!("in both and different, in {values}")),
        repeated(summary.dup_keys_a, summary.conflicting_keys_a, a),
        repeated(summary.dup_keys_b, summary.conflicting_keys_b, b),
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

/// The word for one, or for more of them.
fn one_or<'a>(number: u64, one: &'a str, more: &'a str) -> &'a str {
    if number == 1 { one } else { more }
}

/// A number with its thousands apart.
fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups = digits.as_bytes().rchunks(3).rev();
    groups.map(String::from_utf8_lossy).collect::<Vec<_>>().join(",")
}
