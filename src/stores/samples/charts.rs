//! Figures for the charts: two queries over kept counts.
//! Neither looks at a sample.

use crate::document::samples::{CHART_WEEKS, Charts, Symptom};
use crate::platform::ids::IntegrationId;
use crate::stores::access::{Grant, ViewWork};
use sqlx::{PgConnection, query};

/// The charts of an engagement, or of one integration; the nil id stands for “not known yet”.
///
/// # Errors
/// When the database cannot be reached.
pub async fn charts(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    integration: Option<IntegrationId>,
) -> sqlx::Result<Charts> {
    let weeks = i32::try_from(CHART_WEEKS).unwrap_or(i32::MAX);
    let weekly = query!(
        r#"with living as (
               select day, symptom, n from sample_tally where engagement_id = $1 and state <> 'rejected' and n > 0
                   and ($2::uuid is null or integration_id = $2))
           select day - (extract(isodow from day)::int - 1) as "week!", symptom as "symptom: Symptom",
               sum(n)::bigint as "n!"
           from living where day > (select max(day) from living) - 7 * $3::int group by 1, 2 order by 1"#,
        grant.engagement().0,
        integration.map(|id| id.0),
        weeks
    )
    .fetch_all(&mut *conn)
    .await?;
    let clock = query!(
        r#"select measure, slot, sum(n)::bigint as "n!" from sample_clock
           where engagement_id = $1 and ($2::uuid is null or integration_id = $2)
           group by 1, 2 having sum(n) > 0"#,
        grant.engagement().0,
        integration.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?;
    let weekly: Vec<_> = weekly.into_iter().map(|row| (row.week, row.symptom, row.n)).collect();
    Ok(Charts::of(&weekly, clock.into_iter().map(|row| (row.measure, row.slot, row.n))))
}
