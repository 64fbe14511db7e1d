//! Samples counted: from the tally, never one by one.
//! Nobody counts what words are looked for in.

use crate::document::samples::{Filter, LARGEST, SampleDigest, groups};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Grant, ViewWork};
use sqlx::{PgConnection, query, query_scalar};

/// How many samples a filter shows; `None` when it has words, which nobody counts.
///
/// # Errors
/// When the database cannot be reached.
pub async fn count(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
) -> sqlx::Result<Option<i64>> {
    if !filter.text.trim().is_empty() {
        return Ok(None);
    }
    query_scalar!(
        r#"select coalesce(sum(n), 0)::bigint as "n!" from sample_tally t where engagement_id = $1
             and ($2::text is null or state = any(string_to_array($2, ','))) and ($3::text is null or symptom = $3)
             and ($4::uuid is null or integration_id = $4) and ($5::text is null or origin = $5)
             and ($6::text is null or cause = $6)
             and ($7::uuid is null or t.pattern_id = $7
               or t.pattern_id in (select p.id from sample_pattern p
                                   where p.engagement_id = $1 and $7 in (p.id, p.merged_into))
               or (t.pattern_id = '00000000-0000-0000-0000-000000000000' and (t.integration_id, symptom, origin, cause)
                   in (select r.integration_id, r.symptom, r.origin, r.cause from sample_pattern_rule r
                       where r.engagement_id = $1 and r.pattern_id = $7)))"#,
        grant.engagement().0,
        filter.states(),
        filter.symptom.map(Catalogue::key),
        filter.integration.map(|id| id.0),
        filter.origin.map(Catalogue::key),
        filter.cause.map(Catalogue::key),
        filter.pattern.map(|id| id.0)
    )
    .fetch_one(conn)
    .await
    .map(Some)
}

/// The samples of an engagement, counted from the tally now; the list reads what was kept of this instead.
///
/// # Errors
/// When the database cannot be reached.
pub async fn live_digest(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
) -> sqlx::Result<SampleDigest> {
    let (patterns, rejected) = super::patterns(&mut *conn, grant).await?;
    let groups = groups(&patterns);
    let states = query!(
        r#"select coalesce(sum(n) filter (where state = 'new'), 0)::bigint as "new!",
               coalesce(sum(n) filter (where state = 'confirmed'), 0)::bigint as "confirmed!",
               coalesce(sum(n) filter (where state = 'diagnosed'), 0)::bigint as "diagnosed!"
           from sample_tally where engagement_id = $1"#,
        grant.engagement().0
    )
    .fetch_one(conn)
    .await?;
    let many = i64::try_from(groups.len()).unwrap_or(i64::MAX);
    let largest = groups.into_iter().take(LARGEST).map(|group| group.whole).collect();
    Ok(SampleDigest {
        new: states.new,
        confirmed: states.confirmed,
        diagnosed: states.diagnosed,
        rejected,
        patterns: many,
        largest,
    })
}
