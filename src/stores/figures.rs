//! What the figures are counted from: confirmed samples and those that wait for review, by the day, and the confirmed samples
//! behind each number.
//! What has dates without times says nothing of how long something took.

use crate::document::engagement::Engagement;
use crate::document::samples::DatesOnly;
use crate::judgement::figures::{Counted, Day, Figure, compared, months, needed_from, usual_since};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::SampleId;
use crate::platform::when::When;
use crate::stores::access::{Grant, ViewWork};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, query_as};

/// Samples that are listed behind a number.
pub const MOST: i64 = 500;

/// The samples since a day, counted by the day: those that are confirmed, and those that wait for review.
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
        r#"select day as "day!", count(*) filter (where confirmed) as "failures!",
               count(*) filter (where confirmed and duplicate) as "duplicates!",
               count(*) filter (where confirmed and by_hand) as "interventions!",
               coalesce(sum(manual_minutes) filter (where confirmed), 0)::bigint as "minutes!",
               coalesce(array_agg(recovery order by occurred_at, id) filter (where confirmed and recovery is not null), '{}')
                   as "recoveries!",
               count(*) filter (where not confirmed) as "waiting!",
               count(*) filter (where not confirmed and duplicate) as "waiting_duplicates!",
               count(*) filter (where not confirmed and by_hand) as "waiting_interventions!",
               count(*) filter (where not confirmed and recovery is not null) as "waiting_recovered!"
           from (select id, occurred_at, manual_minutes, state <> 'new' as confirmed, symptom = 'duplicate' as duplicate,
                     (occurred_at at time zone 'UTC')::date as day,
                     manual_minutes > 0 or outcome = 'manual_override' as by_hand,
                     case when recovered_at >= occurred_at and dates_only & 5 = 0
                         then (extract(epoch from recovered_at - occurred_at) / 60)::bigint end as recovery
                 from sample
                 where engagement_id = $1 and state in ('new', 'confirmed', 'diagnosed')
                   and occurred_at >= ($2::date)::timestamp at time zone 'UTC') s
           group by day order by day"#,
        grant.engagement().0,
        since
    )
    .fetch_all(conn)
    .await
}

/// The figures of a document as they are when it was read; nothing as long as nothing was counted.
///
/// # Errors
/// When the database cannot be reached.
pub async fn counted(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
    doc: &Engagement,
) -> sqlx::Result<Option<Counted>> {
    let (since, today) = (usual_since(doc), doc.as_of.date_naive());
    let days = days(conn, grant.into(), needed_from(since, today)).await?;
    let (compared, months) = (compared(&days, since, today), months(&days, today));
    Ok(Some(Counted { compared, months }).filter(|counted| !counted.is_empty()))
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
    /// Which of its dates are known without a time.
    pub dates_only: DatesOnly,
    /// Minutes until it was recovered, where both times are known.
    pub recovery: Option<i64>,
    /// Minutes that people worked on it.
    pub minutes: i32,
}

impl Behind {
    /// When it occurred, as far as it is known.
    #[must_use]
    pub fn occurred(&self) -> When {
        When::stored(self.occurred_at, self.dates_only.occurred())
    }
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
               dates_only as "dates_only: DatesOnly",
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
