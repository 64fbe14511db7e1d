//! Patterns as the tally counts them, with what people made of them.
//! A page about patterns costs a fixed number of queries, however many samples there are.

use crate::document::samples::{
    Cause, DatesOnly, Known, Origin, PartOf, Pattern, PatternKey, ReviewState, Rule, Symptom,
};
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, PatternId, SampleId};
use crate::platform::when::When;
use crate::stores::access::{Grant, ViewWork};
use chrono::{DateTime, NaiveDate, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// Every pattern, the largest first, and how many samples were rejected. But for the count of all, numbers and dates are
/// those of confirmed and diagnosed samples alone. What was split off stands alone, what was
/// merged says so: see [`crate::document::samples::groups`].
///
/// # Errors
/// When the database cannot be reached.
pub async fn patterns(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
) -> sqlx::Result<(Vec<Pattern>, i64)> {
    let rows = query!(
        r#"with tally as (
               select *, state in ('confirmed', 'diagnosed') as sure from sample_tally
               where engagement_id = $1 and n > 0),
           named as (
               select integration_id, symptom, origin, cause, pattern_id, jsonb_object_agg(missing_control, n) as controls
               from (select integration_id, symptom, origin, cause, pattern_id, missing_control, sum(n)::bigint as n
                     from tally where sure and missing_control <> '' group by 1, 2, 3, 4, 5, 6) one
               group by 1, 2, 3, 4, 5),
           known as (
               select integration_id, symptom, origin, cause, pattern_id,
                   jsonb_object_agg(evidence_kind, jsonb_build_object('count', n, 'last', last)) as kinds
               from (select integration_id, symptom, origin, cause, pattern_id, evidence_kind, sum(n)::bigint as n,
                         max(case when evidence_on = 'infinity' then day else evidence_on end) as last
                     from tally where sure and evidence_kind <> '' group by 1, 2, 3, 4, 5, 6) one
               group by 1, 2, 3, 4, 5),
           cell as (
               select integration_id, symptom, origin, cause, pattern_id,
                   (sum(n) filter (where state <> 'rejected'))::bigint as count,
                   (sum(n) filter (where sure))::bigint as confirmed,
                   (sum(n) filter (where sure and status_said_success))::bigint as trusted_success,
                   (sum(n) filter (where sure and detected_by in ('nobody', 'customer')))::bigint as unnoticed,
                   (sum(succeeded) filter (where sure))::bigint as succeeded,
                   (sum(minutes) filter (where sure))::bigint as manual_minutes,
                   (sum(records) filter (where sure))::bigint as records,
                   (sum(n) filter (where state = 'rejected'))::bigint as rejected,
                   coalesce(min(day) filter (where sure), min(day) filter (where state <> 'rejected')) as first_seen,
                   coalesce(max(day) filter (where sure), max(day) filter (where state <> 'rejected')) as last_seen
               from tally group by 1, 2, 3, 4, 5)
           select c.integration_id, c.symptom as "symptom: Symptom", c.origin as "origin: Origin",
               c.cause as "cause: Cause", k.controls as "controls?: Json<BTreeMap<String, i64>>",
               w.kinds as "kinds?: Json<BTreeMap<String, Known>>", c.count, c.confirmed, c.trusted_success, c.unnoticed,
               c.succeeded, c.manual_minutes, c.records, c.rejected, c.first_seen, c.last_seen, m.id as "made?: PatternId",
               m.name as "name?"
           from cell c
               left join named k using (integration_id, symptom, origin, cause, pattern_id)
               left join known w using (integration_id, symptom, origin, cause, pattern_id)
               left join sample_pattern p on p.engagement_id = $1 and p.id = c.pattern_id
               left join sample_pattern_rule r on r.engagement_id = $1
                   and c.pattern_id = '00000000-0000-0000-0000-000000000000' and r.integration_id = c.integration_id
                   and r.symptom = c.symptom and r.origin = c.origin and r.cause = c.cause
               left join sample_pattern m on m.engagement_id = $1
                   and m.id = coalesce(p.merged_into, p.id, r.pattern_id)
           order by c.count desc nulls last, c.integration_id, c.symptom, c.origin, c.cause, c.pattern_id"#,
        grant.engagement().0
    )
    .fetch_all(&mut *conn)
    .await?;
    let rejected = rows.iter().filter_map(|row| row.rejected).sum();
    let patterns = rows.into_iter().filter_map(|row| {
        Some(Pattern {
            integration: place(row.integration_id),
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
            missing_controls: by_key(row.controls),
            known: by_key(row.kinds),
            count: row.count.filter(|count| *count > 0)?,
            confirmed: row.confirmed.unwrap_or(0),
            trusted_success: row.trusted_success.unwrap_or(0),
            unnoticed: row.unnoticed.unwrap_or(0),
            succeeded: row.succeeded.unwrap_or(0),
            manual_minutes: row.manual_minutes.unwrap_or(0),
            records: row.records.unwrap_or(0),
            part_of: row.made.zip(row.name).map(|(id, name)| PartOf { id, name }),
            first_seen: row.first_seen?,
            last_seen: row.last_seen?,
        })
    });
    Ok((patterns.collect(), rejected))
}

fn place(id: Uuid) -> Option<IntegrationId> {
    Some(id).filter(|id| !id.is_nil()).map(IntegrationId)
}

/// What is counted by the entries of a catalogue.
fn by_key<C: Catalogue + Ord, T>(counted: Option<Json<BTreeMap<String, T>>>) -> BTreeMap<C, T> {
    let counted = counted.map(|Json(counted)| counted).unwrap_or_default();
    counted.into_iter().filter_map(|(key, count)| Some((C::from_key(&key).ok()?, count))).collect()
}

/// Samples a week of every pattern, for these Mondays; patterns without one then are left out.
///
/// # Errors
/// When the database cannot be reached.
pub async fn weeks(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    mondays: &[NaiveDate],
) -> sqlx::Result<HashMap<PatternKey, Vec<i64>>> {
    let Some(first) = mondays.first() else { return Ok(HashMap::new()) };
    let rows = query!(
        r#"with cell as (
               select integration_id, symptom, origin, cause, pattern_id,
                   day - (extract(isodow from day)::int - 1) as week, sum(n)::bigint as n
               from sample_tally where engagement_id = $1 and day >= $2 and state <> 'rejected'
               group by 1, 2, 3, 4, 5, 6)
           select c.integration_id, c.symptom as "symptom: Symptom", c.origin as "origin: Origin",
               c.cause as "cause: Cause", c.week as "week!", c.n as "n!",
               coalesce(p.merged_into, p.id, r.pattern_id) as "made: PatternId"
           from cell c
               left join sample_pattern p on p.engagement_id = $1 and p.id = c.pattern_id
               left join sample_pattern_rule r on r.engagement_id = $1
                   and c.pattern_id = '00000000-0000-0000-0000-000000000000' and r.integration_id = c.integration_id
                   and r.symptom = c.symptom and r.origin = c.origin and r.cause = c.cause
           where c.n > 0"#,
        grant.engagement().0,
        first
    )
    .fetch_all(conn)
    .await?;
    let mut weeks: HashMap<PatternKey, Vec<i64>> = HashMap::new();
    for row in rows {
        let rule = Rule {
            integration: place(row.integration_id),
            symptom: row.symptom,
            origin: row.origin,
            cause: row.cause,
        };
        let key = row.made.map_or(PatternKey::Rule(rule), PatternKey::Made);
        let counts = weeks.entry(key).or_insert_with(|| vec![0; mondays.len()]);
        if let Ok(at) = mondays.binary_search(&row.week) {
            counts[at] += row.n;
        }
    }
    Ok(weeks)
}

/// A pattern that a person made.
#[derive(Debug, Clone)]
pub struct MadePattern {
    /// Which.
    pub id: PatternId,
    /// What people call it.
    pub name: String,
    /// Its row's version.
    pub version: i32,
    /// The pattern it became part of since.
    pub merged_into: Option<PatternId>,
    /// Who made it, by name.
    pub by: Option<String>,
    /// When.
    pub created_at: DateTime<Utc>,
}

/// One pattern that a person made.
///
/// # Errors
/// When the database cannot be reached.
pub async fn made(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    id: PatternId,
) -> sqlx::Result<Option<MadePattern>> {
    query_as!(
        MadePattern,
        r#"select m.id as "id: PatternId", m.name, m.version, m.merged_into as "merged_into: PatternId",
               p.name as "by?", m.created_at
           from sample_pattern m left join person p on p.id = m.created_by
           where m.engagement_id = $1 and m.id = $2"#,
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// A sample that stands for its pattern.
#[derive(Debug, Clone)]
pub struct Representative {
    /// Why this one: `first`, `last`, `most` or `cost`.
    pub why: String,
    /// Which.
    pub id: SampleId,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// Whether only the date of that is known.
    pub dates_only: DatesOnly,
    /// What happened.
    pub summary: String,
    /// How far a person has looked at it.
    pub state: ReviewState,
}

impl Representative {
    /// When it happened.
    #[must_use]
    pub fn occurred(&self) -> When {
        When::stored(self.occurred_at, self.dates_only.occurred())
    }
}

/// A sample of the first day, of the last, of the worst and of the costliest: confirmed ones rather than others. Each
/// day is found in the tally, so that no more than the samples of four days are looked at.
///
/// # Errors
/// When the database cannot be reached.
pub async fn representatives(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    key: PatternKey,
) -> sqlx::Result<Vec<Representative>> {
    let (rule, made) = match key {
        PatternKey::Rule(rule) => (Some(rule), None),
        PatternKey::Made(id) => (None, Some(id)),
    };
    query_as!(
        Representative,
        r#"with own as (select p.id from sample_pattern p where p.engagement_id = $1 and $2::uuid in (p.id, p.merged_into)),
           ruled as (
               select r.integration_id, r.symptom, r.origin, r.cause from sample_pattern_rule r
               where r.engagement_id = $1 and r.pattern_id = $2
               union all select $3, $4, $5, $6 where $2 is null),
           daily as (
               select day, sum(n) as n, sum(minutes) as minutes from sample_tally t
               where t.engagement_id = $1 and state <> 'rejected' and n > 0
                   and (t.pattern_id in (select id from own)
                        or (t.pattern_id = '00000000-0000-0000-0000-000000000000'
                            and (integration_id, symptom, origin, cause) in (select * from ruled)))
               group by day),
           chosen as (
               (select 1 as rank, 'last' as why, day from daily order by day desc limit 1)
               union all (select 2, 'first', day from daily order by day limit 1)
               union all (select 3, 'most', day from daily order by n desc, day desc limit 1)
               union all (select 4, 'cost', day from daily where minutes > 0 order by minutes desc, day desc limit 1)),
           found as (
               select c.rank, c.why, s.* from chosen c cross join lateral (
                   select s.id, s.occurred_at, s.dates_only, s.summary, s.state from sample s
                   where s.engagement_id = $1 and s.occurred_at >= c.day::timestamp at time zone 'UTC'
                       and s.occurred_at < (c.day + 1)::timestamp at time zone 'UTC' and s.state <> 'rejected'
                       and (s.pattern_id in (select id from own)
                            or (s.pattern_id is null
                                and (coalesce(s.integration_id, '00000000-0000-0000-0000-000000000000'), s.symptom,
                                     s.origin, s.cause) in (select * from ruled)))
                   order by s.state in ('confirmed', 'diagnosed') desc, s.manual_minutes desc, s.id limit 1) s)
           select distinct on (id) why as "why!", id as "id!: SampleId", occurred_at as "occurred_at!",
               dates_only as "dates_only!: DatesOnly", left(summary, 240) as "summary!", state as "state!: ReviewState"
           from found order by id, rank"#,
        grant.engagement().0,
        made.map(|id| id.0),
        rule.map(|rule| rule.integration.map_or(Uuid::nil(), |id| id.0)),
        rule.map(|rule| rule.symptom.key()),
        rule.map(|rule| rule.origin.key()),
        rule.map(|rule| rule.cause.key())
    )
    .fetch_all(conn)
    .await
}
