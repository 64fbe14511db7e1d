//! The counts of a comparison: everything at a glance, what changed since the one before, and column by column.
//! A number stands with what it is of.

use super::Found;
use crate::prelude::*;
use crate::reconcile::words::{self, RightBadge};
use crate::ui::{Column, DataTable, Figures, Notice, Section, Stat, Tone, facts::grouped};
use faultline::stores::reconciliation::Changes;
use std::sync::Arc;

/// Everything at a glance. What did not occur is said only where one would look for it.
#[component]
pub fn Counts(
    /// What was found.
    found: Arc<Found>,
) -> impl IntoView {
    let it = &found.counted.summary;
    let [a, b] = &found.names;
    let number = |n: u64| grouped(&n.to_string());
    let rows = |n: u64| format!("of {} rows", number(n));
    let conflicting = |n: u64| match n {
        0 => String::new(),
        n => format!("ids, {} contradicting", number(n)),
    };
    let ids = |n: u64, contradict: u64| {
        let told = conflicting(contradict);
        if told.is_empty() && n > 0 { "ids".to_owned() } else { told }
    };
    let always = [
        (it.only_a.saturating_sub(it.mismatched_ids), format!("Only in {a}"), rows(it.rows_a)),
        (it.only_b.saturating_sub(it.mismatched_ids), format!("Only in {b}"), rows(it.rows_b)),
        (
            it.changed_rows,
            "Different".to_owned(),
            format!(
                "{}, {}",
                if it.changed_rows == 1 { "record" } else { "records" },
                match it.changed_cells {
                    1 => "1 value".to_owned(),
                    n => format!("{} values", number(n)),
                }
            ),
        ),
        (it.dup_keys_a, format!("Duplicates in {a}"), ids(it.dup_keys_a, it.conflicting_keys_a)),
        (it.dup_keys_b, format!("Duplicates in {b}"), ids(it.dup_keys_b, it.conflicting_keys_b)),
        (it.mismatched_ids, "Mismatched ids".to_owned(), "same record, other id".to_owned()),
    ];
    let late = it.late_a + it.late_b + it.pending_a + it.pending_b;
    let behind = format!(
        "{a} behind {}, {b} behind {}, on their way {}",
        number(it.late_a),
        number(it.late_b),
        number(it.pending_a + it.pending_b)
    );
    let rare = [
        (late, "Late".to_owned(), behind),
        (it.no_key_a + it.no_key_b, "Without a key".to_owned(), "rows".to_owned()),
        (
            it.ragged_a + it.ragged_b,
            "Ragged".to_owned(),
            "rows not as wide as the header".to_owned(),
        ),
    ];
    let rare = rare.into_iter().filter(|(n, ..)| *n > 0);
    let stats = always.into_iter().chain(rare).map(|(n, label, base)| {
        view! { <Stat figure=number(n) label base /> }
    });
    let stats = stats.collect_view();
    view! { <Figures>{stats}</Figures> }
}

/// What is fixed, new and still there since the comparison before.
#[component]
pub fn SinceBefore(
    /// What changed.
    changes: Changes,
    /// The comparison's address.
    here: String,
) -> impl IntoView {
    let Changes { fixed, new, remains, whole } = changes;
    let link = |n: i64, word: &str, key: &str| {
        let says = format!("{} {word}", grouped(&n.to_string()));
        view! { <a href=format!("{here}?change={key}#list")>{says}</a> }
    };
    let (tone, title) = match (fixed, new) {
        (_, 0) if remains == 0 => (Tone::Sound, "Nothing differs any more"),
        (_, 0) => (Tone::Sound, "Nothing new since the comparison before"),
        _ => (Tone::Doubt, "Since the comparison before"),
    };
    let part =
        (!whole).then_some(" Not all differences were kept, so this counts those that were.");
    let fixed = link(fixed, "fixed", "fixed");
    let new = link(new, "new", "new");
    let remains = link(remains, "still there", "remains");
    view! {
        <Notice tone title>
            <p>{fixed}" · "{new}" · "{remains}"."{part}</p>
        </Notice>
    }
}

/// Each compared column: its rule, how often it differs, and who is right about it.
#[component]
pub fn ComparedColumns(
    /// What was found.
    found: Arc<Found>,
    /// The comparison's address.
    here: String,
) -> impl IntoView {
    let rows = 0..found.settings.plan.columns.len();
    let rows = rows.map(|at| view! { <ColumnRow found=found.clone() at here=here.clone() /> });
    let rows = rows.collect_view();
    let columns = vec![
        Column::new("Column"),
        Column::new("Compared as"),
        Column::new("Differs in").number(),
        Column::new("Who is right"),
    ];
    let names = found.names();
    let left_out = (0..2).filter_map(|side: usize| {
        let columns = found.counted.not_compared.get(side).filter(|columns| !columns.is_empty())?;
        let told = format!("Not compared, only in {}: {}.", names[side], columns.join(", "));
        Some(view! { <p class="hint">{told}</p> })
    });
    let left_out: Vec<_> = left_out.collect();
    view! {
        <Section title="Column by column" id="columns" lede="In how many records each differs, and which side the source-of-truth matrix says is right.">
            <DataTable caption="Compared columns" id="columns-table" columns cards=true quiet=true>{rows}</DataTable>
            {left_out}
        </Section>
    }
}

#[component]
fn ColumnRow(found: Arc<Found>, at: usize, here: String) -> impl IntoView {
    let pair = &found.settings.plan.columns[at];
    let name = if pair.a == pair.b { pair.a.clone() } else { format!("{} = {}", pair.a, pair.b) };
    let rule = words::rule(&pair.rule, found.names());
    let n = found.counted.cells.get(at).copied().unwrap_or(0);
    let figure = grouped(&n.to_string());
    let figure = if n > 0 {
        Either::Left(view! { <a href=format!("{here}?column={at}#list")>{figure}</a> })
    } else {
        Either::Right(figure)
    };
    let judged = found.judged[at];
    view! {
        <tr>
            <th scope="row" data-label="Column">{name}</th>
            <td data-label="Compared as" class="wrap">{rule}</td>
            <td data-label="Differs in" class="num">{figure}</td>
            <td data-label="Who is right"><RightBadge judged found /></td>
        </tr>
    }
}
