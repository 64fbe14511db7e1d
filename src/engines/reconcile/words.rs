//! An outcome as text for people: what is on each side, and in which columns they differ.
//! What did not occur is not mentioned.

use super::read::Export;
use crate::engines::reconcile::Plan;
use crate::engines::reconcile::{Outcome, Summary};

/// An outcome for people.
#[must_use]
pub fn text([a, b]: [&Export; 2], plan: &Plan, outcome: &Outcome) -> String {
    let summary = &outcome.summary;
    let keys: Vec<&str> = plan.keys.iter().map(|pair| pair.a.as_str()).collect();
    let mut lines = vec![
        line(summary.rows_a, &format!("rows in {}", a.name())),
        line(summary.rows_b, &format!("rows in {}, compared by {}", b.name(), keys.join(", "))),
        String::new(),
    ];
    lines.extend(found(a.name(), b.name(), summary));
    lines.extend([String::new(), "Compared, and different in".to_owned()]);
    for (pair, cells) in plan.columns.iter().zip(&outcome.cells) {
        let other = if pair.a == pair.b { String::new() } else { format!(" = {}", pair.b) };
        lines.push(line(*cells, &format!("{}{other} ({})", pair.a, pair.rule)));
    }
    lines.push(String::new());
    lines.join("\n")
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
