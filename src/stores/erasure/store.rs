//! The erasures' SQL. What is erased is erased by functions of the database, which go on with what an admin recorded and
//! reach nothing else.

use super::certificate::name_hash;
use super::{Counted, Erasure, NotErased, Sealed, Subject, Target};
use crate::platform::ids::{ClientId, EngagementId, ErasureId, PersonId};
use crate::stores::access::{Erase, FirmGrant};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use chrono::{DateTime, Utc};
use serde_json::json;
use sqlx::{PgConnection, query, query_as, query_scalar};
use uuid::Uuid;

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
    certificate: Option<String>,
    hash: Option<Vec<u8>>,
    erased_at: Option<DateTime<Utc>>,
}

impl From<Row> for Erasure {
    fn from(row: Row) -> Self {
        let sealed = row.certificate.zip(row.hash).zip(row.erased_at);
        Self {
            id: row.id,
            number: row.number,
            engagement: row.engagement,
            asked_by: row.asked_by,
            asked_at: row.asked_at,
            rooms_gone: row.rooms_gone,
            files_found: row.files_found,
            files_removed: row.files_removed,
            sealed: sealed.map(|((text, hash), erased_at)| Sealed { text, hash, erased_at }),
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
    let row = query_as!(
        Row,
        r#"select id as "id: ErasureId", number, only_engagement as "engagement: EngagementId",
               asked_by_name as asked_by, asked_at, cardinality(rooms)::bigint as "rooms_gone!", files_found,
               files_removed, certificate, hash, erased_at
           from erasure where id = $1"#,
        id.0
    );
    Ok(row.fetch_optional(conn).await?.map(Erasure::from))
}

/// All erasures, the newest first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, _grant: FirmGrant<Erase>) -> sqlx::Result<Vec<Erasure>> {
    let rows = query_as!(
        Row,
        r#"select id as "id: ErasureId", number, only_engagement as "engagement: EngagementId",
               asked_by_name as asked_by, asked_at, cardinality(rooms)::bigint as "rooms_gone!", files_found,
               files_removed, certificate, hash, erased_at
           from erasure order by number desc limit $1"#,
        LISTED
    );
    Ok(rows.fetch_all(conn).await?.into_iter().map(Erasure::from).collect())
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

/// An erasure that is not finished.
#[derive(Debug, Clone)]
pub(super) struct Open {
    pub id: ErasureId,
    pub number: i32,
    pub client: Uuid,
    pub engagement: Option<Uuid>,
    pub name_hash: Vec<u8>,
    pub asked_by: PersonId,
    pub asked_by_name: String,
    pub asked_at: DateTime<Utc>,
    pub rooms: Vec<Uuid>,
    pub counted: serde_json::Value,
    pub files_recorded: i64,
    pub files_found: i64,
    pub file_bytes: i64,
    pub files_removed: i64,
    pub audit_emptied: i64,
}

/// Erasures that are not finished, the oldest first.
pub(super) async fn open(conn: &mut PgConnection) -> sqlx::Result<Vec<Open>> {
    query_as!(
        Open,
        r#"select id as "id!: ErasureId", number as "number!", client_id as "client!", only_engagement as engagement,
               name_hash as "name_hash!", asked_by as "asked_by!: PersonId", asked_by_name as "asked_by_name!",
               asked_at as "asked_at!", rooms as "rooms!", counted as "counted!", files_recorded as "files_recorded!",
               files_found as "files_found!", file_bytes as "file_bytes!", files_removed as "files_removed!",
               audit_emptied as "audit_emptied!"
           from erasures_open()"#
    )
    .fetch_all(conn)
    .await
}

/// The next engagement whose rows are still there.
pub(super) async fn next_room(
    conn: &mut PgConnection,
    id: ErasureId,
) -> sqlx::Result<Option<EngagementId>> {
    let next = query_scalar!("select erasure_next($1)", id.0).fetch_one(conn).await?;
    Ok(next.map(EngagementId))
}

/// Erases the rows of an engagement, for which so many files were found, of so many bytes.
pub(super) async fn room(
    conn: &mut PgConnection,
    id: ErasureId,
    room: EngagementId,
    (files, bytes): (i64, i64),
) -> sqlx::Result<()> {
    // Of a large engagement a million rows go in one transaction.
    query!("select set_config('statement_timeout', '1h', true)").fetch_one(&mut *conn).await?;
    query!("select erasure_room($1, $2, $3, $4)", id.0, room.0, files, bytes).execute(conn).await?;
    Ok(())
}

/// Erases what is a client's own outside engagements.
pub(super) async fn client(conn: &mut PgConnection, id: ErasureId) -> sqlx::Result<()> {
    query!("select set_config('statement_timeout', '10min', true)").fetch_one(&mut *conn).await?;
    query!("select erasure_client($1)", id.0).execute(conn).await?;
    Ok(())
}

/// Says how many files were removed so far.
pub(super) async fn removed(
    conn: &mut PgConnection,
    id: ErasureId,
    files: i64,
) -> sqlx::Result<()> {
    query!("select erasure_removed($1, $2)", id.0, files).execute(conn).await?;
    Ok(())
}

/// How long backups are kept, in the operator's own word.
pub(super) async fn backup_days(conn: &mut PgConnection) -> sqlx::Result<Option<i32>> {
    query_scalar!("select backup_days()").fetch_one(conn).await
}

/// Keeps the certificate, unless something is left of what it says is gone.
pub(super) async fn seal(
    conn: &mut PgConnection,
    id: ErasureId,
    sealed: &Sealed,
) -> sqlx::Result<bool> {
    let Sealed { text, hash, erased_at } = sealed;
    let kept = query_scalar!("select erasure_seal($1, $2, $3, $4)", id.0, erased_at, text, hash);
    Ok(kept.fetch_one(conn).await?.unwrap_or(false))
}
