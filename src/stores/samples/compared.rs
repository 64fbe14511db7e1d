//! What a document carries beside its patterns, in one statement: secrets that were replaced, and fields on which
//! comparisons found differences. What another version stored of a comparison says nothing here.

use crate::document::samples::{Compared, SecretsSeen};
use crate::platform::ids::{FieldId, SystemId};
use crate::stores::access::{Grant, ViewWork};
use chrono::NaiveDate;
use serde::Deserialize;
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query};

/// The newest comparison of two systems, as far as it says which fields differ.
#[derive(Debug, Deserialize)]
struct Run {
    systems: [SystemId; 2],
    on: NaiveDate,
    keys: Value,
    fields: Value,
    cells: Value,
}

impl Run {
    /// The fields that differ. The fields of the key come first, and are the same in both.
    fn differing(self) -> Vec<Compared> {
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

/// The secrets that were replaced in an engagement's samples by kind, and the fields on which the newest comparison of each
/// pair of systems found differences.
pub(super) async fn beside(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
) -> sqlx::Result<(Vec<SecretsSeen>, Vec<Compared>)> {
    let row = query!(
        r#"select
               coalesce((select jsonb_agg(jsonb_build_object('kind', kind, 'samples', samples,
                         'first', (first_seen at time zone 'UTC')::date, 'last', (last_seen at time zone 'UTC')::date,
                         'newest', last_sample) order by kind)
                from sample_secret where engagement_id = $1), '[]') as "secrets!: Json<Vec<SecretsSeen>>",
               coalesce((select jsonb_agg(run order by pair)
                from (select distinct on (array[least(system_a, system_b), greatest(system_a, system_b)])
                          array[least(system_a, system_b), greatest(system_a, system_b)] as pair,
                          jsonb_build_object('systems', jsonb_build_array(system_a, system_b),
                              'on', (compared_at at time zone 'UTC')::date, 'keys', settings #> '{plan,keys}',
                              'fields', settings -> 'fields', 'cells', outcome -> 'cells') as run
                      from reconciliation where engagement_id = $1 and compared_at is not null and outcome is not null
                      order by 1, compared_at desc, id desc) newest), '[]') as "runs!: Json<Vec<Run>>""#,
        grant.engagement().0
    )
    .fetch_one(conn)
    .await?;
    Ok((row.secrets.0, row.runs.0.into_iter().flat_map(Run::differing).collect()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_newest_comparison_says_which_fields_differ_and_what_cannot_be_read_says_nothing() {
        let (total, state) = (FieldId(uuid::Uuid::from_u128(1)), FieldId(uuid::Uuid::from_u128(2)));
        let run = |keys: Value, fields: Value, cells: Value| Run {
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
