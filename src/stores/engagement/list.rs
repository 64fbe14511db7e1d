//! The portfolio: the engagements a person works on, and where each stands.
//! It reads the stored digest; nothing is judged for a list. What the client answers, questions, issued quotes and requests
//! for access, is counted beside it.

use crate::document::engagement::Stage;
use crate::document::plan::WaitsFor;
use crate::judgement::digest::Digest;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId};
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as};

/// A line of the portfolio.
#[derive(Debug, Clone)]
pub struct Listed {
    /// The engagement.
    pub id: EngagementId,
    /// Its title.
    pub title: String,
    /// Its client.
    pub client_id: ClientId,
    /// Its client's name.
    pub client: String,
    /// How far it has come.
    pub stage: Stage,
    /// Where it stands.
    pub digest: Json<Digest>,
    /// For how many days it has been open.
    pub age_days: i64,
    /// When it last changed.
    pub changed_at: DateTime<Utc>,
    /// Its newest snapshot's number, if it was published.
    pub published: Option<i32>,
}

/// Engagements on a page of the portfolio.
pub const PAGE: i64 = 50;

/// Most engagements that are sorted by a column, and that are read at once for a file.
pub const WHOLE: i64 = 1_000;

/// Which engagements are listed.
#[derive(Debug, Clone, Copy)]
pub struct Narrowed<'a> {
    /// A piece of the title or the client; empty for all.
    pub text: &'a str,
    /// Their stages.
    pub stages: &'a [Stage],
    /// The client they are for; none for every one.
    pub client: Option<ClientId>,
    /// The engagement they come after; none for the first.
    pub before: Option<(DateTime<Utc>, EngagementId)>,
    /// At most so many.
    pub rows: i64,
}

/// The engagements a person works on, last changed first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, asked: Narrowed<'_>) -> sqlx::Result<Vec<Listed>> {
    let (at, id) = asked.before.unzip();
    let stages: Vec<String> = asked.stages.iter().map(|stage| stage.key().to_owned()).collect();
    let rows = query_as!(
        Row,
        r#"select e.id as "id: EngagementId", e.title, c.id as "client_id: ClientId", c.name as client,
               e.stage as "stage: Stage", e.digest as "digest: Json<Digest>",
               greatest(0, extract(day from now() - e.created_at))::bigint as "age_days!", e.changed_at,
               (select max(s.number) from snapshot s where s.engagement_id = e.id) as published,
               (select count(*) from question q where q.engagement_id = e.id and q.state = 'open')
                   + (select count(*) from quote q where q.engagement_id = e.id and q.state = 'issued'
                          and q.valid_until >= current_date)
                   + (select count(*) from access_request a where a.engagement_id = e.id and a.state = 'asked')
                   as "asked!",
               (select count(*) from question q where q.engagement_id = e.id and q.state = 'answered') as "answered!"
           from engagement e join client c on c.id = e.client_id
           where e.stage = any ($5) and ($1 = '' or strpos(lower(e.title || ' ' || c.name), lower($1)) > 0)
             and ($6::uuid is null or c.id = $6)
             and ($2::timestamptz is null or (e.changed_at, e.id) < ($2, $3))
           order by e.changed_at desc, e.id desc limit $4"#,
        asked.text,
        at,
        id.map(|id| id.0),
        asked.rows,
        &stages[..],
        asked.client.map(|id| id.0)
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(Row::listed).collect())
}

/// A line as it is read.
struct Row {
    id: EngagementId,
    title: String,
    client_id: ClientId,
    client: String,
    stage: Stage,
    digest: Json<Digest>,
    age_days: i64,
    changed_at: DateTime<Utc>,
    published: Option<i32>,
    /// Questions that are open, issued quotes that can be accepted and access that was asked for: they wait for the client.
    asked: i64,
    /// Questions that were answered: they wait for the firm.
    answered: i64,
}

impl Row {
    /// The line, with what waits beside the document.
    fn listed(self) -> Listed {
        let Self {
            id,
            title,
            client_id,
            client,
            stage,
            mut digest,
            age_days,
            changed_at,
            published,
            ..
        } = self;
        for (whom, more) in [(WaitsFor::Client, self.asked), (WaitsFor::Firm, self.answered)] {
            let more = usize::try_from(more).unwrap_or(0);
            if more > 0 {
                *digest.waiting.entry(whom).or_default() += more;
            }
        }
        Listed { id, title, client_id, client, stage, digest, age_days, changed_at, published }
    }
}

/// The clients whose engagements a person works on, by name.
///
/// # Errors
/// When the database cannot be reached.
pub async fn clients_at_work(conn: &mut PgConnection) -> sqlx::Result<Vec<(ClientId, String)>> {
    let rows = query!(
        r#"select c.id as "id: ClientId", c.name from client c
           where exists (select from engagement e where e.client_id = c.id) order by lower(c.name) limit 1000"#
    )
    .fetch_all(conn)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}
