//! The history of verdicts and flags: every change of how an engagement stands, and what it stood at any point in time.
//! It is recorded with the change that brought it; it can be read, and never changed.

use crate::judgement::standing::{Standing, Verdicts};
use crate::stores::access::{EditWork, Grant, ViewHistory, ViewWork};
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// Changes that a page tells.
pub const PAGE: i64 = 100;

/// One change of how an engagement stands.
#[derive(Debug, Clone)]
pub struct StandingChange {
    /// Its number; later changes have higher ones.
    pub id: i64,
    /// When.
    pub at: DateTime<Utc>,
    /// Who did what led to it.
    pub person: Option<String>,
    /// The verdicts after it, when they are others than before.
    pub verdict: Option<Json<Verdicts>>,
    /// Flags that were raised, by key.
    pub raised: Vec<String>,
    /// Flags that closed, by key.
    pub closed: Vec<String>,
    /// What was done in the same change, as the activity page has it.
    pub by: Vec<String>,
}

/// Records a change, when there is one.
pub(super) async fn record(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    before: &Standing,
    now: &Standing,
) -> sqlx::Result<()> {
    if before == now {
        return Ok(());
    }
    let verdict = (before.verdicts != now.verdicts).then_some(Json(&now.verdicts));
    let raised: Vec<String> = now.flags.difference(&before.flags).cloned().collect();
    let closed: Vec<String> = before.flags.difference(&now.flags).cloned().collect();
    query!(
        "insert into standing_change (engagement_id, person_id, verdict, raised, closed) values ($1, $2, $3, $4, $5)",
        grant.engagement().0,
        grant.person().0,
        verdict as _,
        &raised[..],
        &closed[..]
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// The newest changes of the verdicts, the newest first, with what was done in each.
///
/// # Errors
/// When the database cannot be reached.
pub async fn verdicts(
    conn: &mut PgConnection,
    grant: Grant<ViewHistory>,
) -> sqlx::Result<Vec<StandingChange>> {
    query_as!(
        StandingChange,
        r#"select c.id, c.at, p.name as "person?", c.verdict as "verdict: Json<Verdicts>", c.raised, c.closed,
               array(select a.action || ' ' || a.subject_kind || ' ' || a.subject_name from audit a
                     where a.engagement_id = c.engagement_id and a.at = c.at order by a.id limit 5) as "by!"
           from standing_change c left join person p on p.id = c.person_id
           where c.engagement_id = $1 and c.verdict is not null order by c.id desc limit $2"#,
        grant.engagement().0,
        PAGE
    )
    .fetch_all(conn)
    .await
}

/// The verdicts as they were at the end of a change; `None` before the first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn verdicts_at(
    conn: &mut PgConnection,
    grant: Grant<ViewHistory>,
    change: i64,
) -> sqlx::Result<Option<Verdicts>> {
    let found = query_scalar!(
        r#"select verdict as "verdict!: Json<Verdicts>" from standing_change
           where engagement_id = $1 and id <= $2 and verdict is not null order by id desc limit 1"#,
        grant.engagement().0,
        change
    )
    .fetch_optional(conn)
    .await?;
    Ok(found.map(|found| found.0))
}

/// One thing that was done between two changes.
#[derive(Debug, Clone)]
pub struct Done {
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub person: Option<String>,
    /// What was done.
    pub action: String,
    /// To what kind of part.
    pub kind: String,
    /// What that is called.
    pub name: String,
}

/// What was done after one change up to and in another, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn done_between(
    conn: &mut PgConnection,
    grant: Grant<ViewHistory>,
    after: i64,
    up_to: i64,
) -> sqlx::Result<Vec<Done>> {
    query_as!(
        Done,
        r#"select a.at, p.name as "person?", a.action, a.subject_kind as kind, a.subject_name as name
           from audit a left join person p on p.id = a.person_id
           where a.engagement_id = $1
             and a.at > coalesce((select at from standing_change where engagement_id = $1 and id = $2), '-infinity')
             and a.at <= coalesce((select at from standing_change where engagement_id = $1 and id = $3), 'infinity')
           order by a.id desc limit $4"#,
        grant.engagement().0,
        after,
        up_to,
        PAGE
    )
    .fetch_all(conn)
    .await
}

/// When a flag was raised or closed.
#[derive(Debug, Clone)]
pub struct FlagChange {
    /// When.
    pub at: DateTime<Utc>,
    /// The flag, by key.
    pub flag: String,
    /// Whether it was raised; it closed otherwise.
    pub raised: bool,
}

/// When the flags of an engagement were raised and closed, the newest first, as far as a page tells it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn flags(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
) -> sqlx::Result<Vec<FlagChange>> {
    query_as!(
        FlagChange,
        r#"select c.at, f.flag as "flag!", f.raised as "raised!"
           from standing_change c,
               lateral (select unnest(c.raised) as flag, true as raised union all select unnest(c.closed), false) f
           where c.engagement_id = $1 order by c.id desc limit $2"#,
        grant.into().engagement().0,
        10 * PAGE
    )
    .fetch_all(conn)
    .await
}
