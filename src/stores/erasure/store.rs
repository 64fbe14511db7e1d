//! The SQL of erasures for admins: what one would be of, asking for it, and what became of it.
//! Nothing is erased here: what was asked for is carried out by [`super::steps`].

use super::certificate::name_hash;
use super::{Counted, Ended, Erasure, Mention, NotErased, Sealed, Subject, Target};
use crate::platform::ids::{ClientId, EngagementId, ErasureId, TemplateId};
use crate::stores::access::{Erase, FirmGrant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// Most erasures on a page.
const LISTED: i64 = 1_000;

/// What would be erased, as it is called; nothing when there is no such thing.
///
/// # Errors
/// When the database cannot be reached.
pub async fn subject(
    conn: &mut PgConnection,
    _grant: FirmGrant<Erase>,
    target: Target,
) -> sqlx::Result<Option<Subject>> {
    match target {
        Target::Client(id) => {
            let named = query_scalar!("select name from client where id = $1", id.0);
            let name = named.fetch_optional(conn).await?;
            Ok(name.map(|name| Subject { client: id, engagement: None, name }))
        }
        Target::Engagement(id) => {
            let found = query!(
                r#"select client_id as "client: ClientId", title from engagement where id = $1"#,
                id.0
            );
            let found = found.fetch_optional(conn).await?;
            Ok(found.map(|it| Subject { client: it.client, engagement: Some(id), name: it.title }))
        }
    }
}

/// What would be erased, by kind.
///
/// # Errors
/// When the database cannot be reached.
pub async fn preview(
    conn: &mut PgConnection,
    _grant: FirmGrant<Erase>,
    subject: &Subject,
) -> sqlx::Result<Vec<Counted>> {
    query_as!(
        Counted,
        r#"select kind as "kind!", n as "rows!", bytes as "bytes!" from erasure_preview($1, $2)"#,
        subject.client.0,
        subject.engagement.map(|id| id.0)
    )
    .fetch_all(conn)
    .await
}

/// What stays outside the engagements and names what would be erased, in full.
///
/// # Errors
/// When the database cannot be reached.
pub async fn mentions(
    conn: &mut PgConnection,
    _grant: FirmGrant<Erase>,
    subject: &Subject,
) -> sqlx::Result<Vec<Mention>> {
    let found = query!(
        r#"select kind = 'template' as "is_template!", id as "id!: TemplateId", called as "called!"
           from erasure_mentions($1, $2)"#,
        subject.client.0,
        subject.engagement.map(|id| id.0)
    );
    let mention = |is_template, id, called| match is_template {
        true => Mention::Template { id, name: called },
        false => Mention::SavedView { of: called },
    };
    let found = found.fetch_all(conn).await?.into_iter();
    Ok(found.map(|row| mention(row.is_template, row.id, row.called)).collect())
}

/// Records that something is to be erased, once its name was typed; from then on nothing stops it. A client's people are
/// shut out at once.
///
/// # Errors
/// [`NotErased`] when another name was typed, or an erasure of the client is under way.
pub async fn ask(
    conn: &mut PgConnection,
    grant: FirmGrant<Erase>,
    subject: &Subject,
    typed: &str,
) -> Result<Result<ErasureId, NotErased>, WriteError> {
    if typed.trim() != subject.name.trim() {
        return Ok(Err(NotErased::OtherName));
    }
    let id = ErasureId::new();
    let given = query_scalar!(
        "select erasure_ask($1, $2, $3, $4)",
        id.0,
        subject.client.0,
        subject.engagement.map(|id| id.0),
        name_hash(id, subject.name.trim())
    );
    let Some(number) = given.fetch_one(&mut *conn).await? else {
        return Ok(Err(NotErased::UnderWay));
    };
    let told = json!({ "erasure": number });
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        action: AuditAction::Erased,
        kind: if subject.engagement.is_some() { "engagement" } else { "client" },
        subject: Some(subject.engagement.map_or(subject.client.0, |id| id.0)),
        name: "",
        before: None,
        after: Some(&told),
    };
    audit::record(conn, entry).await?;
    Ok(Ok(id))
}

/// An erasure as the database keeps it.
struct Row {
    id: ErasureId,
    number: i32,
    engagement: Option<EngagementId>,
    asked_by: String,
    asked_at: DateTime<Utc>,
    rooms_gone: i64,
    files_found: i64,
    files_removed: i64,
    hash: Option<Vec<u8>>,
    erased_at: Option<DateTime<Utc>>,
}

impl From<Row> for Erasure {
    fn from(row: Row) -> Self {
        let ended = row.erased_at.zip(row.hash);
        Self {
            id: row.id,
            number: row.number,
            engagement: row.engagement,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            rooms_gone: row.rooms_gone,
            files_found: row.files_found,
            files_removed: row.files_removed,
            ended: ended.map(|(erased_at, hash)| Ended { erased_at, hash }),
        }
    }
}

/// An erasure.
///
/// # Errors
/// When the database cannot be reached.
pub async fn get(
    conn: &mut PgConnection,
    _grant: FirmGrant<Erase>,
    id: ErasureId,
) -> sqlx::Result<Option<Erasure>> {
    Ok(rows(conn, Some(id)).await?.pop())
}

/// All erasures, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, _grant: FirmGrant<Erase>) -> sqlx::Result<Vec<Erasure>> {
    rows(conn, None).await
}

/// One erasure, or all of them; certificates are read one by one.
async fn rows(conn: &mut PgConnection, id: Option<ErasureId>) -> sqlx::Result<Vec<Erasure>> {
    let rows = query_as!(
        Row,
        r#"select id as "id: ErasureId", number, only_engagement as "engagement: EngagementId",
               asked_by_name as asked_by, asked_at, cardinality(rooms)::bigint as "rooms_gone!", files_found,
               files_removed, hash, erased_at
           from erasure where $1::uuid is null or id = $1 order by number desc limit $2"#,
        id.map(|id| id.0),
        LISTED
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Erasure::from).collect())
}

/// The certificate of an erasure; there is none before all is erased.
///
/// # Errors
/// When the database cannot be reached.
pub async fn sealed(
    conn: &mut PgConnection,
    _grant: FirmGrant<Erase>,
    id: ErasureId,
) -> sqlx::Result<Option<Sealed>> {
    query_as!(
        Sealed,
        r#"select certificate as "text!", hash as "hash!", erased_at as "erased_at!"
           from erasure where id = $1 and erased_at is not null"#,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// An archived engagement that the firm keeps no longer.
#[derive(Debug, Clone)]
pub struct Due {
    /// The engagement.
    pub id: EngagementId,
    /// What it is called.
    pub title: String,
    /// Its client's name.
    pub client: String,
    /// When it was archived.
    pub archived_at: DateTime<Utc>,
}

/// Engagements that have been archived for longer than the firm keeps them, those that waited longest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn due(conn: &mut PgConnection, _grant: FirmGrant<Erase>) -> sqlx::Result<Vec<Due>> {
    query_as!(
        Due,
        r#"select e.id as "id: EngagementId", e.title, c.name as client, e.archived_at as "archived_at!"
           from engagement e join client c on c.id = e.client_id join retention r on true
           where e.stage = 'archived' and e.archived_at < now() - make_interval(days => r.archive_days)
           order by e.archived_at, e.id limit $1"#,
        LISTED
    )
    .fetch_all(conn)
    .await
}
