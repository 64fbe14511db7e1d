//! What narrows the differences of a comparison.

use super::Found;
use crate::prelude::*;
use crate::reconcile::words;
use crate::ui::{Choice, Filters, Select, choices};
use faultline::engines::reconcile::DifferenceKind;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::reconciliation::{Change, Filter};
use std::sync::Arc;

/// What narrows the differences.
#[component]
pub fn DifferenceFilters(
    /// What was found.
    found: Arc<Found>,
    /// What narrows them now.
    filter: Filter,
    /// The comparison's address.
    here: String,
) -> impl IntoView {
    let names = found.names();
    let kinds = DifferenceKind::ALL
        .iter()
        .map(|kind| Choice::new(kind.key(), words::kind(*kind, names)))
        .collect();
    let columns = found.settings.plan.columns.iter().enumerate();
    let columns = columns.map(|(at, pair)| Choice::new(at.to_string(), pair.a.clone())).collect();
    let since = found.counted.changes.is_some().then(|| {
        let selected = filter.change.map_or("", Catalogue::key);
        view! { <Select label="Since the comparison before" name="change" choices={choices::<Change>()} selected=selected blank="Any" /> }
    });
    let column = filter.column.map(|column| column.to_string()).unwrap_or_default();
    let clear = (filter != Filter::default()).then(|| here.clone().into());
    let kind = filter.kind.map_or("", Catalogue::key);
    let is_late = if filter.late { "1" } else { "" };
    let late = vec![Choice::new("1", "Late only")];
    view! {
        <Filters action=here clear>
            <Select label="Kind" name="kind" choices=kinds selected=kind blank="Any" />
            <Select label="Column" name="column" choices=columns selected=column blank="Any" />
            <Select label="Late" name="late" choices=late selected=is_late blank="Late or not" />
            {since}
        </Filters>
    }
}
