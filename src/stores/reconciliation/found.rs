//! Reading differences a page at a time, in the order of their numbers.
//! What became a sample is seen by its fingerprint, whoever made it and when.

use super::stored::read;
use super::{Change, ComparedByAnotherVersion, Filter, Line};
use crate::engines::reconcile::{Content, DifferenceKind, Kept};
use crate::platform::ids::{ReconciliationId, SampleId};
use crate::stores::access::{EditWork, Grant, ViewWork};
use serde_json::Value;
use sqlx::{PgConnection, query_as};

/// A row of the table, with the sample it became.
struct DifferenceRow {
    number: i32,
    kind: DifferenceKind,
    late: bool,
    columns: Vec<i32>,
    content: Value,
    record: Vec<u8>,
    fingerprint: Vec<u8>,
    remains: bool,
    sample: Option<SampleId>,
}

impl From<DifferenceRow> for Line {
    fn from(row: DifferenceRow) -> Self {
        let hash = |bytes: Vec<u8>| bytes.try_into().unwrap_or_default();
        let content = read::<Content, _>(row.content, ComparedByAnotherVersion);
        let foreign = content.as_ref().err().copied();
        let kept = Kept {
            kind: row.kind,
            late: row.late,
            columns: row.columns,
            content: content.unwrap_or_default(),
            record: hash(row.record),
            fingerprint: hash(row.fingerprint),
        };
        Self { number: row.number, kept, foreign, remains: row.remains, sample: row.sample }
    }
}

/// Differences after a number, and one more when there are more.
///
/// # Errors
/// When the database cannot be reached.
pub async fn differences(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
    id: ReconciliationId,
    filter: Filter,
    after: i32,
    most: i64,
) -> sqlx::Result<Vec<Line>> {
    use crate::platform::catalogue::Catalogue;
    let rows = query_as!(
        DifferenceRow,
        r#"select d.number, d.kind as "kind: DifferenceKind", d.late, d.columns, d.content,
               d.record, d.fingerprint, d.remains, s.id as "sample?: SampleId"
           from reconciliation_difference d
               left join sample s on s.engagement_id = d.engagement_id and s.fingerprint = d.fingerprint
           where d.engagement_id = $1 and d.reconciliation_id = $2 and d.number > $3
             and ($4::text is null or d.kind = $4) and (not $5 or d.late)
             and ($6::int is null or $6 = any (d.columns)) and ($7::bool is null or d.remains = $7)
           order by d.number limit $8"#,
        grant.into().engagement().0,
        id.0,
        after,
        filter.kind.map(Catalogue::key),
        filter.late,
        filter.column,
        filter.change.map(|change| change == Change::Remains),
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// Differences that `before` found and `id` did not, after a number of the former.
///
/// # Errors
/// When the database cannot be reached.
pub async fn fixed(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: ReconciliationId,
    before: ReconciliationId,
    filter: Filter,
    after: i32,
    most: i64,
) -> sqlx::Result<Vec<Line>> {
    use crate::platform::catalogue::Catalogue;
    let rows = query_as!(
        DifferenceRow,
        r#"select d.number, d.kind as "kind: DifferenceKind", d.late, d.columns, d.content,
               d.record, d.fingerprint, d.remains, s.id as "sample?: SampleId"
           from reconciliation_difference d
               left join sample s on s.engagement_id = d.engagement_id and s.fingerprint = d.fingerprint
           where d.engagement_id = $1 and d.reconciliation_id = $2 and d.number > $3
             and ($4::text is null or d.kind = $4) and (not $5 or d.late)
             and ($6::int is null or $6 = any (d.columns))
             and not exists (select from reconciliation_difference n
                             where n.engagement_id = $1 and n.reconciliation_id = $7 and n.record = d.record)
           order by d.number limit $8"#,
        grant.engagement().0,
        before.0,
        after,
        filter.kind.map(Catalogue::key),
        filter.late,
        filter.column,
        id.0,
        most
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}

/// Differences by their numbers, in order.
///
/// # Errors
/// When the database cannot be reached.
pub async fn chosen(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: ReconciliationId,
    numbers: &[i32],
) -> sqlx::Result<Vec<Line>> {
    let rows = query_as!(
        DifferenceRow,
        r#"select d.number, d.kind as "kind: DifferenceKind", d.late, d.columns, d.content,
               d.record, d.fingerprint, d.remains, s.id as "sample?: SampleId"
           from reconciliation_difference d
               left join sample s on s.engagement_id = d.engagement_id and s.fingerprint = d.fingerprint
           where d.engagement_id = $1 and d.reconciliation_id = $2 and d.number = any ($3) order by d.number"#,
        grant.engagement().0,
        id.0,
        numbers
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Line::from).collect())
}
