//! What a document carries of comparisons: the fields on which they found differences.
//! What another version stored of a comparison says nothing here.

use crate::document::samples::Compared;
use crate::platform::ids::{FieldId, SystemId};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;

/// The newest comparison of two systems, as far as it says which fields differ.
#[derive(Debug, Deserialize)]
pub(crate) struct Comparison {
    systems: [SystemId; 2],
    on: NaiveDate,
    keys: Value,
    fields: Value,
    cells: Value,
}

impl Comparison {
    /// The fields that differ. The fields of the key come first, and are the same in both.
    pub(super) fn differing(self) -> Vec<Compared> {
        let keys = self.keys.as_array().map_or(0, Vec::len);
        let fields: Vec<Option<FieldId>> = serde_json::from_value(self.fields).unwrap_or_default();
        let cells: Vec<i64> = serde_json::from_value(self.cells).unwrap_or_default();
        let (systems, on) = (self.systems, self.on);
        let named = fields.into_iter().skip(keys).zip(cells);
        let differing = named.filter_map(|(field, differ)| Some((field?, differ)));
        let differing = differing.filter(|(_, differ)| *differ > 0);
        differing.map(|(field, differ)| Compared { field, systems, differ, on }).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_newest_comparison_says_which_fields_differ_and_what_cannot_be_read_says_nothing() {
        let (total, state) = (FieldId(uuid::Uuid::from_u128(1)), FieldId(uuid::Uuid::from_u128(2)));
        let run = |keys: Value, fields: Value, cells: Value| Comparison {
            systems: [SystemId(uuid::Uuid::from_u128(3)), SystemId(uuid::Uuid::from_u128(4))],
            on: NaiveDate::default(),
            keys,
            fields,
            cells,
        };
        let found = run(json!([{}]), json!([null, total, null, state]), json!([7, 5, 0]));
        let found: Vec<_> =
            found.differing().into_iter().map(|one| (one.field, one.differ)).collect();
        assert_eq!(found, [(total, 7)]);
        assert!(run(Value::Null, json!(7), json!("x")).differing().is_empty());
    }
}
