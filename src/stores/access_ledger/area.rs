//! Areas of a system that are forbidden or need care: staff keep them, and the client adds what it knows.
//! What is removed stays in the audit.

use super::*;
use crate::platform::catalogue::Catalogue;
use crate::stores::access::{Decide, EditWork};
use crate::stores::words::Words;
use serde_json::json;

/// The kind that the audit knows an area by.
const KIND: &str = "access_area";
/// What is asked of whoever names none.
const WHICH: &str = "Say which area it is: records, screens, settings or accounts.";

/// An area.
#[derive(Debug, Clone)]
pub struct NewArea {
    /// The system.
    pub system_id: SystemId,
    /// What it asks.
    pub care: Care,
    /// Which area it is.
    pub says: String,
    /// Why.
    pub because: String,
}

impl NewArea {
    fn read(self, mut words: Words) -> Result<Self, WriteError> {
        let says = words.needed("says", &self.says, WHICH);
        let because = words.text("because", &self.because, TEXT);
        words.done()?;
        Ok(Self { says, because, ..self })
    }

    fn told(&self, system: &str) -> Value {
        json!({ "system": system, "care": self.care, "says": self.says, "because": self.because })
    }
}

/// Adds an area.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right.
pub async fn add_area(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    area: NewArea,
) -> Result<AccessAreaId, WriteError> {
    let area = area.read(Words::of_staff(&lock(&mut *conn, grant).await?))?;
    let name = system_name(&mut *conn, grant, area.system_id).await?;
    insert(conn, grant, &area, &name).await
}

/// Adds an area that the client tells of, in a system that the ledger names already.
///
/// # Errors
/// As [`add_area`].
pub async fn tell_area(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    area: NewArea,
) -> Result<AccessAreaId, WriteError> {
    let area = area.read(Words::of_client(&mut *conn, grant).await?)?;
    let ledger = read(&mut *conn, grant).await?;
    let requests = ledger.requests.into_iter().map(|it| (it.system_id, it.system_name));
    let areas = ledger.areas.into_iter().map(|it| (it.system_id, it.system_name));
    let named = requests.chain(areas).find(|(id, _)| *id == area.system_id);
    let (_, name) = named.ok_or_else(|| invalid("system", "Choose one of the systems."))?;
    insert(conn, grant, &area, &name).await
}

async fn insert<A: Copy>(
    conn: &mut PgConnection,
    grant: Grant<A>,
    area: &NewArea,
    name: &str,
) -> Result<AccessAreaId, WriteError> {
    let many = query_scalar!(
        r#"select count(*) as "count!" from access_area where engagement_id = $1"#,
        grant.engagement().0
    );
    if many.fetch_one(&mut *conn).await? >= MOST {
        return Err(invalid("", "An engagement holds at most 500 areas. Remove some first."));
    }
    let id = AccessAreaId::new();
    query!(
        "insert into access_area (id, engagement_id, system_id, system_name, care, says, because, recorded_by,
             recorded_by_name)
         values ($1, $2, $3, $4, $5::text::access_care, $6, $7, $8, (select name from person where id = $8))",
        id.0,
        grant.engagement().0,
        area.system_id.0,
        name,
        area.care.key(),
        area.says,
        area.because,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let after = area.told(name);
    note(conn, grant, of(AuditAction::Added, id, name, Some(&after))).await?;
    Ok(id)
}

/// Changes an area.
///
/// # Errors
/// [`WriteError::Conflict`] when it changed or was removed meanwhile; otherwise as [`add_area`].
pub async fn change_area(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: AccessAreaId,
    version: i32,
    area: NewArea,
) -> Result<(), WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let before = there(&mut *conn, grant, id, version).await?;
    let area = area.read(Words::of_staff(&key))?;
    let name = system_name(&mut *conn, grant, area.system_id).await?;
    query!(
        "update access_area set system_id = $3, system_name = $4, care = $5::text::access_care, says = $6,
             because = $7, version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        area.system_id.0,
        name,
        area.care.key(),
        area.says,
        area.because
    )
    .execute(&mut *conn)
    .await?;
    let after = area.told(&name);
    let change = of(AuditAction::Changed, id, &name, Some(&after));
    Ok(note(conn, grant, Change { before: Some(&before), ..change }).await?)
}

/// Removes an area.
///
/// # Errors
/// [`WriteError::Conflict`] when it changed meanwhile; [`WriteError::NotFound`] when there is none.
pub async fn remove_area(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: AccessAreaId,
    version: i32,
) -> Result<(), WriteError> {
    lock(&mut *conn, grant).await?;
    let before = there(&mut *conn, grant, id, version).await?;
    let gone = query_scalar!(
        "delete from access_area where engagement_id = $1 and id = $2 returning system_name",
        grant.engagement().0,
        id.0
    );
    let gone = gone.fetch_optional(&mut *conn).await?.ok_or(WriteError::NotFound)?;
    let change = of(AuditAction::Removed, id, &gone, None);
    Ok(note(conn, grant, Change { before: Some(&before), ..change }).await?)
}

fn of<'a>(
    action: AuditAction,
    id: AccessAreaId,
    system: &'a str,
    after: Option<&'a Value>,
) -> Change<'a> {
    Change { action, kind: KIND, id: id.0, system, before: None, after }
}

/// An area as the audit has it, locked, if it is still what was read.
async fn there(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: AccessAreaId,
    version: i32,
) -> Result<Value, WriteError> {
    let now = query!(
        r#"select version, system_name, says, because, care::text as "care!: Care"
           from access_area where engagement_id = $1 and id = $2 for no key update"#,
        grant.engagement().0,
        id.0
    );
    let now = now.fetch_optional(conn).await?.ok_or(WriteError::NotFound)?;
    if now.version != version {
        return Err(WriteError::Conflict(None));
    }
    Ok(json!({
        "system": now.system_name, "care": now.care, "says": now.says, "because": now.because,
    }))
}
