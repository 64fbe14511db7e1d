//! Asking for access, and changing what was asked for while nobody has answered.
//! What was answered stays as it was: a new need is a new request.

use super::*;
use crate::platform::catalogue::Catalogue;
use crate::stores::access::EditWork;
use crate::stores::words::Words;
use serde_json::json;

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Ask {
    /// The system.
    pub system_id: SystemId,
    /// What it is needed for.
    pub purpose: String,
    /// In which environment and on which records.
    pub environment: String,
    /// How far it is to reach.
    pub scope: AccessScope,
    /// The last day on which it is needed.
    pub needed_until: NaiveDate,
    /// Who can grant it.
    pub asked_of: String,
    /// How credentials are handed over outside this tool.
    pub hand_over: String,
}

/// Asks for access.
///
/// # Errors
/// [`WriteError::Invalid`] with what to put right.
pub async fn ask(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    ask: Ask,
) -> Result<AccessRequestId, WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let ask = ask.checked(&key)?;
    if count(&mut *conn, grant).await? >= MOST {
        return Err(invalid("", "An engagement holds at most 500 requests for access."));
    }
    let (id, name) = (AccessRequestId::new(), system_name(&mut *conn, grant, ask.system_id).await?);
    query!(
        "insert into access_request (id, engagement_id, system_id, system_name, purpose, environment, scope,
             needed_until, asked_of, hand_over, asked_by, asked_by_name)
         values ($1, $2, $3, $4, $5, $6, $7::text::access_scope, $8, $9, $10, $11,
             (select name from person where id = $11))",
        id.0,
        grant.engagement().0,
        ask.system_id.0,
        name,
        ask.purpose,
        ask.environment,
        ask.scope.key(),
        ask.needed_until,
        ask.asked_of,
        ask.hand_over,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let after = ask.told(&name);
    note(conn, grant, of(AuditAction::Added, id, &name, Some(&after))).await?;
    Ok(id)
}

/// Changes what was asked for.
///
/// # Errors
/// [`WriteError::Conflict`] when it changed or was answered meanwhile; otherwise as [`ask`].
pub async fn change(
    conn: &mut PgConnection,
    grant: Grant<EditWork>,
    id: AccessRequestId,
    version: i32,
    ask: Ask,
) -> Result<(), WriteError> {
    let key = lock(&mut *conn, grant).await?;
    let was = found(&mut *conn, grant, id, version).await?;
    if was.state != AccessState::Asked {
        return Err(WriteError::Conflict(None));
    }
    let ask = ask.checked(&key)?;
    let name = system_name(&mut *conn, grant, ask.system_id).await?;
    query!(
        "update access_request set system_id = $3, system_name = $4, purpose = $5, environment = $6,
             scope = $7::text::access_scope, needed_until = $8, asked_of = $9, hand_over = $10, version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        ask.system_id.0,
        name,
        ask.purpose,
        ask.environment,
        ask.scope.key(),
        ask.needed_until,
        ask.asked_of,
        ask.hand_over
    )
    .execute(&mut *conn)
    .await?;
    let (before, after) = (Ask::of(&was).told(&was.system_name), ask.told(&name));
    let change = of(AuditAction::Changed, id, &name, Some(&after));
    Ok(note(conn, grant, Change { before: Some(&before), ..change }).await?)
}

/// A change of a request, as the audit has it; who changes what was there before adds that.
pub(super) fn of<'a>(
    action: AuditAction,
    id: AccessRequestId,
    system: &'a str,
    after: Option<&'a Value>,
) -> Change<'a> {
    Change { action, kind: "access_request", id: id.0, system, before: None, after }
}

async fn count(conn: &mut PgConnection, grant: Grant<EditWork>) -> sqlx::Result<i64> {
    let count = query_scalar!(
        r#"select count(*) as "count!" from access_request where engagement_id = $1"#,
        grant.engagement().0
    );
    count.fetch_one(conn).await
}

impl Ask {
    /// It as it may be stored.
    fn checked(self, key: &[u8]) -> Result<Self, WriteError> {
        let mut words = Words::of_staff(key);
        let purpose = "Say what the access is needed for; the client reads it.";
        let ask = Self {
            purpose: words.needed("purpose", &self.purpose, purpose),
            environment: words.text("environment", &self.environment, TEXT),
            asked_of: words.text("asked_of", &self.asked_of, NAME),
            hand_over: words.text("hand_over", &self.hand_over, TEXT),
            ..self
        };
        words.also(last_day("needed_until", ask.needed_until));
        words.done()?;
        Ok(ask)
    }

    /// What a request asks for.
    fn of(request: &AccessRequest) -> Self {
        let AccessRequest { system_id, scope, needed_until, .. } = *request;
        Self {
            system_id,
            purpose: request.purpose.clone(),
            environment: request.environment.clone(),
            scope,
            needed_until,
            asked_of: request.asked_of.clone(),
            hand_over: request.hand_over.clone(),
        }
    }

    fn told(&self, system: &str) -> Value {
        json!({
            "system": system,
            "purpose": self.purpose,
            "environment": self.environment,
            "scope": self.scope,
            "needed_until": self.needed_until,
            "asked_of": self.asked_of,
            "hand_over": self.hand_over,
        })
    }
}
