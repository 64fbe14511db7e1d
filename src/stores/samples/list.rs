//! Reading samples a page at a time.
//! Unfiltered pages have queries of their own, so that they are planned for the index that holds their order.

use super::filtered::{END, filtered};
use crate::document::samples::{
    Cause, Cursor, DatesOnly, DetectedBy, Filter, Page, ReviewState, SampleDigest, Symptom,
};
use crate::judgement::digest::Digest;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntegrationId, SampleId};
use crate::platform::when::When;
use crate::stores::access::{Grant, ViewWork};
use chrono::{DateTime, Utc};
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Samples on a page.
pub const PAGE: i64 = 25;

/// The engagement's own facts that the list shows.
#[derive(Debug, Clone)]
pub struct Head {
    /// Its title.
    pub title: String,
    /// Its client's name.
    pub client: String,
    /// Where it stands.
    pub digest: Digest,
    /// Its samples, counted.
    pub samples: SampleDigest,
    /// Its integrations by name.
    pub integrations: Vec<(IntegrationId, String)>,
}

/// The engagement's own facts that the list shows; `None` when row-level security shows nothing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn head(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Option<Head>> {
    let row = query!(
        r#"select e.title, c.name as client, e.digest as "digest: Json<Digest>",
               e.sample_digest as "samples: Json<SampleDigest>",
               e.integrations as "names: Json<BTreeMap<Uuid, String>>"
           from engagement e join client c on c.id = e.client_id where e.id = $1"#,
        grant.engagement().0
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(|row| Head {
        title: row.title,
        client: row.client,
        digest: row.digest.0,
        samples: row.samples.0,
        integrations: by_name(row.names.0),
    }))
}

fn by_name(names: BTreeMap<Uuid, String>) -> Vec<(IntegrationId, String)> {
    let mut named: Vec<_> = names.into_iter().map(|(id, name)| (IntegrationId(id), name)).collect();
    named.sort_by_cached_key(|(_, name)| name.to_lowercase());
    named
}

/// A row of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: SampleId,
    /// Its row's version.
    pub version: i32,
    /// Where it happened.
    pub integration: Option<IntegrationId>,
    /// What it looked like.
    pub symptom: Symptom,
    /// Why it happened.
    pub cause: Cause,
    /// When it happened.
    pub occurred_at: DateTime<Utc>,
    /// When someone or something noticed.
    pub detected_at: Option<DateTime<Utc>>,
    /// Which of both are dates of which no time is known.
    pub dates_only: DatesOnly,
    /// Who noticed.
    pub detected_by: DetectedBy,
    /// Whether a status said success all the same.
    pub status_said_success: bool,
    /// How far a person has looked at it.
    pub state: ReviewState,
    /// What happened, or the beginning of it.
    pub summary: String,
}

impl Line {
    /// When it happened.
    #[must_use]
    pub fn occurred(&self) -> When {
        When::stored(self.occurred_at, self.dates_only.occurred())
    }

    /// When someone or something noticed.
    #[must_use]
    pub fn detected(&self) -> Option<When> {
        self.detected_at.map(|at| When::stored(at, self.dates_only.detected()))
    }

    /// Its place in the list.
    #[must_use]
    pub fn place(&self) -> Cursor {
        Cursor { at: self.occurred_at, id: self.id }
    }
}

/// A row as the database gives it. The first carries what the list needs of its engagement: one statement costs one
/// round trip. Without samples it carries nothing else.
struct SampleRow {
    title: Option<String>,
    client: Option<String>,
    digest: Option<Json<Digest>>,
    samples: Option<Json<SampleDigest>>,
    names: Option<Json<BTreeMap<Uuid, String>>>,
    id: Option<SampleId>,
    version: Option<i32>,
    integration: Option<IntegrationId>,
    symptom: Option<Symptom>,
    cause: Option<Cause>,
    occurred_at: Option<DateTime<Utc>>,
    detected_at: Option<DateTime<Utc>>,
    dates_only: Option<DatesOnly>,
    detected_by: Option<DetectedBy>,
    status_said_success: Option<bool>,
    state: Option<ReviewState>,
    summary: Option<String>,
}

impl SampleRow {
    fn head(&mut self) -> Option<Head> {
        Some(Head {
            title: self.title.take()?,
            client: self.client.take()?,
            digest: self.digest.take()?.0,
            samples: self.samples.take()?.0,
            integrations: by_name(self.names.take()?.0),
        })
    }

    fn line(self) -> Option<Line> {
        Some(Line {
            id: self.id?,
            version: self.version?,
            integration: self.integration,
            symptom: self.symptom?,
            cause: self.cause?,
            occurred_at: self.occurred_at?,
            detected_at: self.detected_at,
            dates_only: self.dates_only?,
            detected_by: self.detected_by?,
            status_said_success: self.status_said_success?,
            state: self.state?,
            summary: self.summary?,
        })
    }
}

/// The statement for a page. A summary is cut only where it is long: counting its characters costs more than reading it.
macro_rules! page_rows {
    ([$($rest:tt)+], $($argument:expr),+) => {
        query_as!(
            SampleRow,
            r#"select case when coalesce(l.n, 1) = 1 then e.title end as title,
                   case when coalesce(l.n, 1) = 1 then c.name end as client,
                   case when coalesce(l.n, 1) = 1 then e.digest end as "digest: Json<Digest>",
                   case when coalesce(l.n, 1) = 1 then e.sample_digest end as "samples: Json<SampleDigest>",
                   case when coalesce(l.n, 1) = 1 then e.integrations end as "names: Json<BTreeMap<Uuid, String>>",
                   l.id as "id?: SampleId", l.version as "version?", l.integration_id as "integration?: IntegrationId",
                   l.symptom as "symptom?: Symptom", l.cause as "cause?: Cause", l.occurred_at as "occurred_at?",
                   l.detected_at as "detected_at?", l.dates_only as "dates_only?: DatesOnly", l.detected_by as "detected_by?: DetectedBy",
                   l.status_said_success as "status_said_success?", l.state as "state?: ReviewState",
                   case when octet_length(l.summary) <= 240 then l.summary else left(l.summary, 240) end as "summary?"
               from engagement e
               join client c on c.id = e.client_id
               left join lateral (
                   select row_number() over () as n, s.*
                   from (select * from sample s where engagement_id = $1 "# + $($rest)+ + r#") s) l on true
               where e.id = $1"#,
            $($argument),+
        )
    };
}

/// The engagement's own facts, and a page of the list, newest first, with one row more when there are more in the
/// direction one pages; `None` when row-level security shows no such engagement.
///
/// # Errors
/// When the database cannot be reached.
pub async fn page(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    page: Page,
) -> sqlx::Result<Option<(Head, Vec<Line>)>> {
    let found = match (filter.is_empty(), page) {
        (true, Page::First) => older(conn, grant, END).await,
        (true, Page::OlderThan(place)) => older(conn, grant, place).await,
        (true, Page::NewerThan(place)) => newer(conn, grant, place).await,
        (false, Page::First) => narrowed_older(conn, grant, filter, END).await,
        (false, Page::OlderThan(place)) => narrowed_older(conn, grant, filter, place).await,
        (false, Page::NewerThan(place)) => narrowed_newer(conn, grant, filter, place).await,
    };
    let mut rows = found?;
    let head = rows.iter_mut().find_map(SampleRow::head);
    let mut lines: Vec<Line> = rows.into_iter().filter_map(SampleRow::line).collect();
    lines.sort_unstable_by_key(|line| Reverse((line.occurred_at, line.id)));
    Ok(head.map(|head| (head, lines)))
}

// Unfiltered pages name their limit: of a limit that is a parameter the planner expects a tenth of all rows, so that it
// never keeps a plan and makes one for every request.
const _: () = assert!(PAGE + 1 == 26);

async fn older(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    than: Cursor,
) -> sqlx::Result<Vec<SampleRow>> {
    page_rows!(
        ["and (occurred_at, id) < ($2, $3) order by occurred_at desc, id desc limit 26"],
        grant.engagement().0,
        than.at,
        than.id.0
    )
    .fetch_all(conn)
    .await
}

async fn newer(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    than: Cursor,
) -> sqlx::Result<Vec<SampleRow>> {
    page_rows!(
        ["and (occurred_at, id) > ($2, $3) order by occurred_at, id limit 26"],
        grant.engagement().0,
        than.at,
        than.id.0
    )
    .fetch_all(conn)
    .await
}

async fn narrowed_older(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    than: Cursor,
) -> sqlx::Result<Vec<SampleRow>> {
    let limit = PAGE + 1;
    filtered!(
        page_rows,
        "and (occurred_at, id) < ($2, $3)",
        "order by occurred_at desc, id desc limit $4",
        grant,
        than,
        limit,
        filter
    )
    .fetch_all(conn)
    .await
}

async fn narrowed_newer(
    conn: &mut PgConnection,
    grant: Grant<ViewWork>,
    filter: &Filter,
    than: Cursor,
) -> sqlx::Result<Vec<SampleRow>> {
    let limit = PAGE + 1;
    filtered!(
        page_rows,
        "and (occurred_at, id) > ($2, $3)",
        "order by occurred_at, id limit $4",
        grant,
        than,
        limit,
        filter
    )
    .fetch_all(conn)
    .await
}
