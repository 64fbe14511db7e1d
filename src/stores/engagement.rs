//! The engagement's SQL: one funnel for every change of the document.
//! A change is locked, redacted, checked, versioned and audited here, or it does not happen.

use crate::document::engagement::{Engagement, Part, PartKind, Problem, Stage};
use crate::engines::redact::{Found, Redactor};
use crate::judgement::assess::assess;
use crate::judgement::digest::Digest;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{ClientId, EngagementId, IntegrationId, PartId};
use crate::stores::access::{EditWork, FirmGrant, Grant, ManageClients, OpenEngagement, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::types::Json;
use sqlx::{PgConnection, query, query_as, query_scalar};
use std::collections::{BTreeMap, HashMap};

/// Why a change did not happen.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// It is not there, or not for this person.
    #[error("there is nothing here for you")]
    NotFound,
    /// Someone else changed it meanwhile: theirs, with its version; `None` when they removed it.
    #[error("someone else changed this meanwhile")]
    Conflict(Option<Box<(Part, i32)>>),
    /// It cannot be saved as it is.
    #[error("it cannot be saved as it is")]
    Invalid(Vec<Problem>),
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A stored part could not be read or written as JSON.
    #[error(transparent)]
    Json(#[from] serde_json::Error),
}

/// A document as it was read, with the version of each part.
#[derive(Debug, Clone)]
pub struct Loaded {
    /// The document.
    pub document: Engagement,
    /// The version of each part.
    pub versions: HashMap<PartId, i32>,
    /// The version of the engagement's own row: title and stage.
    pub version: i32,
}

impl Loaded {
    /// The version of a part, 0 when it has never been saved.
    #[must_use]
    pub fn version_of(&self, id: PartId) -> i32 {
        self.versions.get(&id).copied().unwrap_or(0)
    }
}

/// A part that was saved.
#[derive(Debug, Clone)]
pub struct Saved {
    /// Its version now.
    pub version: i32,
    /// What was replaced in it on the way in.
    pub redacted: Vec<Found>,
}

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

/// A page of the engagements a person works on, last changed first; `text` narrows it to titles and clients.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(
    conn: &mut PgConnection,
    text: &str,
    stages: &[Stage],
    older_than: Option<(DateTime<Utc>, EngagementId)>,
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
        PAGE + 1,
        &stages[..]
    )
    .fetch_all(conn)
    .await
}

/// Opens an engagement for a client; who opens it leads it.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such client.
pub async fn open(
    conn: &mut PgConnection,
    grant: FirmGrant<OpenEngagement>,
    client: ClientId,
    title: &str,
) -> Result<EngagementId, WriteError> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > 200 {
        let message = "Give the engagement a title of at most 200 characters.";
        return Err(WriteError::Invalid(vec![Problem::new("title", message)]));
    }
    if query_scalar!("select 1 from client where id = $1", client.0)
        .fetch_optional(&mut *conn)
        .await?
        .is_none()
    {
        return Err(WriteError::Invalid(vec![Problem::new(
            "client",
            "Choose the client this is for.",
        )]));
    }
    let id = EngagementId::new();
    query!("select open_engagement($1, $2, $3)", id.0, client.0, title).execute(&mut *conn).await?;
    let after = serde_json::json!({ "title": title, "client": client });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(id),
        deed: AuditAction::Added,
        kind: "engagement",
        subject: Some(id.0),
        name: title,
        before: None,
        after: Some(&after),
    };
    audit::record(conn, entry).await?;
    Ok(id)
}

/// Changes an engagement's title and stage.
///
/// # Errors
/// [`WriteError::Conflict`] when its row has another version by now.
pub async fn rename(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    title: &str,
    stage: Stage,
    version: i32,
) -> Result<(), WriteError> {
    let title = title.trim();
    if title.is_empty() || title.chars().count() > 200 {
        let message = "Give the engagement a title of at most 200 characters.";
        return Err(WriteError::Invalid(vec![Problem::new("title", message)]));
    }
    let before = query!(
        "select title, stage, version from engagement where id = $1 for no key update",
        grant.engagement().0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    if before.version != version {
        return Err(WriteError::Conflict(None));
    }
    query!(
        "update engagement set title = $2, stage = $3, version = version + 1, changed_at = now() where id = $1",
        grant.engagement().0,
        title,
        stage.key()
    )
    .execute(&mut *conn)
    .await?;
    let was = serde_json::json!({ "title": before.title, "stage": before.stage });
    let is = serde_json::json!({ "title": title, "stage": stage });
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        deed: AuditAction::Changed,
        kind: "engagement",
        subject: Some(grant.engagement().0),
        name: title,
        before: Some(&was),
        after: Some(&is),
    };
    Ok(audit::record(conn, entry).await?)
}

/// Reads a document whole: four queries, whatever is in it.
///
/// # Errors
/// [`WriteError::NotFound`] when row-level security shows nothing.
pub async fn load(
    conn: &mut PgConnection,
    grant: impl Into<Grant<ViewWork>>,
) -> Result<Loaded, WriteError> {
    let grant = grant.into();
    let head = query!(
        r#"select e.title, e.stage, e.version, c.name as client, now() as "as_of!"
           from engagement e join client c on c.id = e.client_id where e.id = $1"#,
        grant.engagement().0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    let mut document = Engagement {
        id: grant.engagement(),
        title: head.title,
        client: head.client,
        stage: Stage::from_key(&head.stage).unwrap_or(Stage::Active),
        as_of: head.as_of,
        brief: crate::document::engagement::Brief::default(),
        systems: Vec::new(),
        integrations: Vec::new(),
        workflows: Vec::new(),
        maps: Vec::new(),
        matchings: Vec::new(),
        data_types: Vec::new(),
        fields: Vec::new(),
        control_sheets: Vec::new(),
        calls: Vec::new(),
        flag_decisions: Vec::new(),
        samples: crate::stores::samples::summary(&mut *conn, grant).await?,
    };
    let mut versions = HashMap::new();
    let rows = query!(
        "select kind, body, version from part where engagement_id = $1 and not retired order by id",
        grant.engagement().0
    )
    .fetch_all(conn)
    .await?;
    for row in rows {
        let Ok(kind) = PartKind::from_key(&row.kind) else { continue };
        let part = Part::read(kind, row.body)?;
        versions.insert(part.id(), row.version);
        document.put(part);
    }
    Ok(Loaded { document, versions, version: head.version })
}

/// Saves a part. `version` is the one it was read with, 0 for a new part.
///
/// # Errors
/// [`WriteError::Conflict`] with theirs when it changed meanwhile; [`WriteError::Invalid`] with what to put right.
pub async fn put(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    part: Part,
    version: i32,
) -> Result<Saved, WriteError> {
    save(conn, grant, part, Some(version), AuditAction::Added).await
}

/// The lock that orders all changes of one engagement, and the key its placeholders are numbered with.
async fn lock(conn: &mut PgConnection, grant: Grant<EditWork>) -> Result<Vec<u8>, WriteError> {
    query_scalar!(
        "select redaction_key from engagement where id = $1 for no key update",
        grant.engagement().0
    )
    .fetch_optional(conn)
    .await?
    .ok_or(WriteError::NotFound)
}

/// Saves a part; without a version, over whatever is there.
async fn save(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    part: Part,
    version: Option<i32>,
    when_new: AuditAction,
) -> Result<Saved, WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let (kind, id) = (part.kind(), part.id());
    let mut body = part.body()?;
    let redacted = Redactor::new(&key).json_document(&mut body);
    let part = Part::read(kind, body.clone())?;
    let loaded = load(&mut *conn, grant).await?;
    let problems = loaded.document.problems_with(&part);
    if !problems.is_empty() {
        return Err(WriteError::Invalid(problems));
    }
    let old = row(&mut *conn, grant, id).await?;
    let living = old.as_ref().filter(|old| !old.retired);
    let found = living.map_or(0, |old| old.version);
    if version.is_some_and(|version| version != found) {
        let theirs = loaded.document.part(id).filter(|_| living.is_some());
        return Err(WriteError::Conflict(theirs.map(|theirs| Box::new((theirs, found)))));
    }
    if living.is_some_and(|old| old.body == body) {
        return Ok(Saved { version: found, redacted });
    }
    let stored = query_scalar!(
        "insert into part (engagement_id, id, kind, body, changed_by) values ($1, $2, $3, $4, $5)
         on conflict (engagement_id, id) do update
             set body = excluded.body, version = part.version + 1, retired = false, changed_at = now(), changed_by = $5
         returning version",
        grant.engagement().0,
        id.0,
        kind.key(),
        body,
        grant.person().0
    )
    .fetch_one(&mut *conn)
    .await
    .map_err(twin)?;
    let name = loaded.document.name_of(&part);
    let mut document = loaded.document;
    document.put(part);
    keep_digest(&mut *conn, grant, &document).await?;
    let deed = if living.is_some() && when_new == AuditAction::Added {
        AuditAction::Changed
    } else {
        when_new
    };
    let before = living.map(|old| &old.body);
    note(conn, grant, deed, kind, id, &name, before, Some(&body)).await?;
    Ok(Saved { version: stored, redacted })
}

/// A second living part for one subject means that someone made it meanwhile.
fn twin(error: sqlx::Error) -> WriteError {
    let known = error.as_database_error().and_then(|error| error.constraint()).map(str::to_owned);
    match known.as_deref() {
        Some("part_subject_unique") => WriteError::Conflict(None),
        Some("part_body_size") => {
            WriteError::Invalid(vec![Problem::new("", "This is too large to keep. Shorten it.")])
        }
        _ => WriteError::Database(error),
    }
}

/// Removes a part. It stays in the history and can be restored from there.
///
/// # Errors
/// [`WriteError::Invalid`] with what still refers to it; [`WriteError::Conflict`] when it changed meanwhile.
pub async fn remove(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: PartId,
    version: i32,
) -> Result<(), WriteError> {
    lock(&mut *conn, grant).await?;
    let loaded = load(&mut *conn, grant).await?;
    let part = loaded
        .document
        .part(id)
        .filter(|_| loaded.version_of(id) > 0)
        .ok_or(WriteError::NotFound)?;
    if loaded.version_of(id) != version {
        return Err(WriteError::Conflict(Some(Box::new((part, loaded.version_of(id))))));
    }
    let mut users: Vec<String> = loaded
        .document
        .users_of(id)
        .into_iter()
        .map(|(kind, name)| format!("{} “{name}”", kind.label().to_lowercase()))
        .collect();
    let samples =
        loaded.document.samples.of(IntegrationId(id.0)).map(|pattern| pattern.count).sum::<i64>();
    if samples > 0 {
        users.push(format!("{samples} failure samples"));
    }
    if !users.is_empty() {
        let message =
            format!("This is still used by {}. Remove or change that first.", users.join(", "));
        return Err(WriteError::Invalid(vec![Problem::new("", message)]));
    }
    query!(
        "update part set retired = true, version = version + 1, changed_at = now(), changed_by = $3
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let name = loaded.document.name_of(&part);
    let mut document = loaded.document;
    document.remove(id);
    keep_digest(&mut *conn, grant, &document).await?;
    note(conn, grant, AuditAction::Removed, part.kind(), id, &name, Some(&part.body()?), None).await
}

/// Puts a part back as it was before a recorded change: undo, which is itself recorded and can be undone.
///
/// # Errors
/// [`WriteError::NotFound`] when there is no such change of a part; [`WriteError::Invalid`] when what it relied on is gone.
pub async fn undo(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    entry: i64,
) -> Result<(), WriteError> {
    let found = query!(
        "select subject_kind, subject_id, before, after from audit where engagement_id = $1 and id = $2",
        grant.engagement().0,
        entry
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    let kind = PartKind::from_key(&found.subject_kind).map_err(|_| WriteError::NotFound)?;
    let id = PartId(found.subject_id.ok_or(WriteError::NotFound)?);
    match found.before {
        Some(before) => save(conn, grant, Part::read(kind, before)?, None, AuditAction::Restored)
            .await
            .map(|_| ()),
        None => {
            let version =
                row(&mut *conn, grant, id).await?.filter(|row| !row.retired).map(|row| row.version);
            remove(conn, grant, id, version.ok_or(WriteError::NotFound)?).await
        }
    }
}

/// A part's row.
struct Row {
    body: Value,
    version: i32,
    retired: bool,
}

async fn row(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: PartId,
) -> sqlx::Result<Option<Row>> {
    query_as!(
        Row,
        "select body, version, retired from part where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0
    )
    .fetch_optional(conn)
    .await
}

/// Computes where the engagement stands now and what lists name, for them and the rail; call it after changing what the document carries.
///
/// # Errors
/// When the database cannot be reached.
pub async fn refresh_digest(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
) -> Result<(), WriteError> {
    let loaded = load(&mut *conn, grant).await?;
    Ok(keep_digest(conn, grant, &loaded.document).await?)
}

async fn keep_digest(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    document: &Engagement,
) -> sqlx::Result<()> {
    let digest = Digest::of(&assess(document));
    let names: BTreeMap<_, _> =
        document.integrations.iter().map(|one| (one.id.0, &one.name)).collect();
    query!(
        "update engagement set digest = $2, integrations = $3, changed_at = now() where id = $1",
        grant.engagement().0,
        Json(digest) as _,
        Json(names) as _
    )
    .execute(conn)
    .await
    .map(|_| ())
}

/// Records a change.
#[expect(clippy::too_many_arguments, reason = "it is the audit row, column by column")]
async fn note(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    deed: AuditAction,
    kind: PartKind,
    id: PartId,
    name: &str,
    before: Option<&Value>,
    after: Option<&Value>,
) -> Result<(), WriteError> {
    let (person, engagement) = (grant.person(), Some(grant.engagement()));
    let entry = NewEntry {
        person,
        engagement,
        deed,
        kind: kind.key(),
        subject: Some(id.0),
        name,
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}

/// A client of the firm.
#[derive(Debug, Clone)]
pub struct Client {
    /// Its id.
    pub id: ClientId,
    /// Its name.
    pub name: String,
    /// Its row's version.
    pub version: i32,
    /// How many engagements the reader can see.
    pub engagements: i64,
}

/// All clients by name; staff only, which row-level security sees to.
///
/// # Errors
/// When the database cannot be reached.
pub async fn clients(conn: &mut PgConnection) -> sqlx::Result<Vec<Client>> {
    query_as!(
        Client,
        r#"select c.id as "id: ClientId", c.name, c.version,
               (select count(*) from engagement e where e.client_id = c.id) as "engagements!"
           from client c order by lower(c.name) limit 5000"#
    )
    .fetch_all(conn)
    .await
}

/// Adds a client, or renames the one given.
///
/// # Errors
/// [`WriteError::Invalid`] when another client has the name; [`WriteError::Conflict`] when it changed meanwhile.
pub async fn name_client(
    conn: &mut PgConnection,
    grant: FirmGrant<ManageClients>,
    existing: Option<(ClientId, i32)>,
    name: &str,
) -> Result<ClientId, WriteError> {
    let name = name.trim();
    if name.is_empty() || name.chars().count() > 200 {
        return Err(WriteError::Invalid(vec![Problem::new(
            "name",
            "Give the client a name of at most 200 characters.",
        )]));
    }
    let taken =
        |error: sqlx::Error| match error.as_database_error().and_then(|error| error.constraint()) {
            Some("client_name_unique") => WriteError::Invalid(vec![Problem::new(
                "name",
                "There is a client of this name already.",
            )]),
            _ => WriteError::Database(error),
        };
    let (id, before) = match existing {
        None => {
            let id = ClientId::new();
            query!("insert into client (id, name) values ($1, $2)", id.0, name)
                .execute(&mut *conn)
                .await
                .map_err(taken)?;
            (id, None)
        }
        Some((id, version)) => {
            let old = query!("select name, version from client where id = $1 for update", id.0)
                .fetch_optional(&mut *conn)
                .await?
                .ok_or(WriteError::NotFound)?;
            if old.version != version {
                return Err(WriteError::Conflict(None));
            }
            query!("update client set name = $2, version = version + 1 where id = $1", id.0, name)
                .execute(&mut *conn)
                .await
                .map_err(taken)?;
            (id, Some(serde_json::json!({ "name": old.name })))
        }
    };
    let after = serde_json::json!({ "name": name });
    let entry = NewEntry {
        person: grant.person(),
        engagement: None,
        deed: if before.is_some() { AuditAction::Changed } else { AuditAction::Added },
        kind: "client",
        subject: Some(id.0),
        name,
        before: before.as_ref(),
        after: Some(&after),
    };
    audit::record(conn, entry).await?;
    Ok(id)
}
