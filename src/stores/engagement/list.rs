//! The portfolio: the engagements a person works on, and where each stands.
//! It reads the stored digest; nothing is judged for a list.

use crate::document::engagement::Stage;
use crate::judgement::digest::Digest;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::EngagementId;
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query_as};

/// A line of the portfolio.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The engagement.
    pub id: EngagementId,
    /// Its title.
    pub title: String,
    /// Its client's name.
    pub client: String,
    /// How far it has come.
    pub stage: Stage,
    /// Where it stands.
    pub digest: Json<Digest>,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Its newest snapshot's number, if it was published.
    pub published: Option<i32>,
}

/// Engagements on a page of the portfolio.
pub const PAGE: i64 = 50;

/// Most engagements that are sorted by a column, or go into a file.
pub const WHOLE: i64 = 1_000;

/// At most so many of the engagements a person works on, last changed first; `text` narrows it to titles and clients.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    text: &str,
    stages: &[Stage],
    older_than: Option<(DateTime<Utc>, EngagementId)>,
    rows: i64,
) -> sqlx::Result<Vec<Listed>> {
    let (at, id) = older_than.unzip();
    let stages: Vec<String> = stages.iter().map(|stage| stage.key().to_owned()).collect();
    query_as!(
        Listed,
        r#"select e.id as "id: EngagementId", e.title, c.name as client, e.stage as "stage: Stage",
               e.digest as "digest: Json<Digest>", e.changed_at,
               (select max(s.number) from snapshot s where s.engagement_id = e.id) as published
           from engagement e join client c on c.id = e.client_id
           where e.stage = any ($5) and ($1 = '' or strpos(lower(e.title || ' ' || c.name), lower($1)) > 0)
             and ($2::timestamptz is null or (e.changed_at, e.id) < ($2, $3))
           order by e.changed_at desc, e.id desc limit $4"#,
        text,
        at,
        id.map(|id| id.0),
        rows,
        &stages[..]
    )
    .fetch_all(conn)
    .await
}
