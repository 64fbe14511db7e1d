//! What somebody chose for each kind of notice, and what waits for their mail of the day.
//! A choice is its person's own: nobody else sees or changes it.

use super::{NoticeChoice, NoticeKind};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::Actor;
use crate::stores::audit::{self, AuditAction, NewEntry};
use serde_json::{Value, json};
use sqlx::{PgConnection, query, query_scalar};
use std::collections::BTreeMap;

/// What somebody chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choices(BTreeMap<NoticeKind, NoticeChoice>);

impl Choices {
    /// How they are told of a kind.
    #[must_use]
    pub fn of(&self, kind: NoticeKind) -> NoticeChoice {
        self.0.get(&kind).copied().unwrap_or_else(|| kind.usual())
    }

    /// The same, but for what a form chooses otherwise.
    #[must_use]
    pub fn with(mut self, chosen: &[(NoticeKind, NoticeChoice)]) -> Self {
        self.0.extend(chosen.iter().copied());
        self
    }

    fn told(&self, kinds: &[(NoticeKind, NoticeChoice)]) -> Value {
        let told = kinds.iter().map(|(kind, _)| (kind.key().to_owned(), json!(self.of(*kind))));
        Value::Object(told.collect())
    }
}

/// What the acting person chose.
///
/// # Errors
/// When the database cannot be reached.
pub async fn choices(conn: &mut PgConnection, me: &Actor) -> sqlx::Result<Choices> {
    let rows = query!("select kind, choice from notice_choice where person_id = $1", me.person.0);
    let rows = rows.fetch_all(conn).await?.into_iter();
    // One that this program does not know is none.
    let known = |(kind, choice): (String, String)| {
        Some((NoticeKind::from_key(&kind).ok()?, NoticeChoice::from_key(&choice).ok()?))
    };
    Ok(Choices(rows.filter_map(|row| known((row.kind, row.choice))).collect()))
}

/// Chooses for the acting person; whether that changed anything. What waits of a kind that is no longer mailed is dropped.
///
/// # Errors
/// When the database cannot be reached.
pub async fn choose(
    conn: &mut PgConnection,
    me: &Actor,
    chosen: &[(NoticeKind, NoticeChoice)],
) -> sqlx::Result<bool> {
    let before = choices(&mut *conn, me).await?;
    let changed: Vec<_> =
        chosen.iter().copied().filter(|(kind, choice)| before.of(*kind) != *choice).collect();
    if changed.is_empty() {
        return Ok(false);
    }
    let kinds: Vec<String> = changed.iter().map(|(kind, _)| kind.key().to_owned()).collect();
    let keys: Vec<String> = changed.iter().map(|(_, choice)| choice.key().to_owned()).collect();
    query!(
        "insert into notice_choice (person_id, kind, choice)
         select $1, t.kind, t.choice from unnest($2::text[], $3::text[]) t (kind, choice)
         on conflict (person_id, kind) do update set choice = excluded.choice",
        me.person.0,
        &kinds,
        &keys
    )
    .execute(&mut *conn)
    .await?;
    query!(
        "delete from notice n using unnest($2::text[], $3::text[]) t (kind, choice)
         where n.person_id = $1 and n.mailed_at is null and n.kind = t.kind and t.choice = 'never'",
        me.person.0,
        &kinds,
        &keys
    )
    .execute(&mut *conn)
    .await?;
    let after = Choices(changed.iter().copied().collect());
    note(conn, me, (&before.told(&changed), &after.told(&changed))).await?;
    Ok(true)
}

async fn note(
    conn: &mut PgConnection,
    me: &Actor,
    (before, after): (&Value, &Value),
) -> sqlx::Result<()> {
    let entry = NewEntry {
        person: me.person,
        engagement: None,
        action: AuditAction::Changed,
        kind: "notices",
        subject: Some(me.person.0),
        name: &me.name,
        before: Some(before),
        after: Some(after),
    };
    audit::record(conn, entry).await
}

/// How much waits for the acting person's mail of the day.
///
/// # Errors
/// When the database cannot be reached.
pub async fn waiting(conn: &mut PgConnection, me: &Actor) -> sqlx::Result<i64> {
    let waits = query_scalar!(
        r#"select count(*) as "n!" from notice where person_id = $1 and mailed_at is null"#,
        me.person.0
    );
    waits.fetch_one(conn).await
}
