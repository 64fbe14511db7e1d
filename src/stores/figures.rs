//! What the figures are counted from: confirmed samples by the day, and the samples behind each number.
//! Both ask for the same samples; what has dates without times says nothing of how long something took.

use crate::judgement::figures::{Day, Figure};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SampleId;
use crate::stores::access::{Grant, ViewWork};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, query_as};

/// Samples that are listed behind a number.
pub const MOST: i64 = 500;

/// The confirmed samples since a day, counted by the day.
///
/// # Errors
/// When the database cannot be reached.
pub async fn days(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    since: NaiveDate,
) -> sqlx::Result<Vec<Day>> {
    query_as!(
        Day,
        r#"select (occurred_at at time zone 'UTC')::date as "day!", count(*) as "failures!",
               count(*) filter (where symptom = 'duplicate') as "duplicates!",
               count(*) filter (where manual_minutes > 0 or outcome = 'manual_override') as "interventions!",
               coalesce(sum(manual_minutes), 0)::bigint as "minutes!",
               coalesce(array_agg((extract(epoch from recovered_at - occurred_at) / 60)::bigint order by occurred_at, id)
                   filter (where recovered_at >= occurred_at and dates_only & 5 = 0), '{}') as "recoveries!"
           from sample
           where engagement_id = $1 and state in ('confirmed', 'diagnosed')
             and occurred_at >= ($2::date)::timestamp at time zone 'UTC'
           group by 1 order by 1"#,
        grant.engagement().0,
        since
    )
    .fetch_all(conn)
    .await
}

/// A sample behind a number.
#[derive(Debug, Clone)]
pub struct Behind {
    /// Its id.
    pub id: SampleId,
    /// What went wrong.
    pub summary: String,
    /// When it occurred.
    pub occurred_at: DateTime<Utc>,
    /// Minutes until it was recovered, where both times are known.
    pub recovery: Option<i64>,
    /// Minutes that people worked on it.
    pub minutes: i32,
}

/// The samples behind a figure from a first day to a last one, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn behind(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    figure: Figure,
    first: NaiveDate,
    last: NaiveDate,
) -> sqlx::Result<Vec<Behind>> {
    query_as!(
        Behind,
        r#"select id as "id: SampleId", summary, occurred_at, manual_minutes as minutes,
               case when recovered_at >= occurred_at and dates_only & 5 = 0
                   then (extract(epoch from recovered_at - occurred_at) / 60)::bigint end as recovery
           from sample
           where engagement_id = $1 and state in ('confirmed', 'diagnosed')
             and occurred_at >= ($3::date)::timestamp at time zone 'UTC'
             and occurred_at < ($4::date + 1)::timestamp at time zone 'UTC'
             and case $2::text
                 when 'duplicates' then symptom = 'duplicate'
                 when 'manual' then manual_minutes > 0 or outcome = 'manual_override'
                 when 'recovery' then recovered_at is not null and recovered_at >= occurred_at and dates_only & 5 = 0
                 else true end
           order by occurred_at desc, id desc limit $5"#,
        grant.engagement().0,
        figure.key(),
        first,
        last,
        MOST
    )
    .fetch_all(conn)
    .await
}
