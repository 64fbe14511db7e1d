//! Who works on an engagement and who sees its room.
//! A person is added in a capacity that fits what they are; the database refuses anything else.

use crate::document::engagement::Problem;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::PersonId;
use crate::stores::access::{Capacity, Grant, ManageMembers, ViewWork};
use crate::stores::audit::{self, AuditAction, NewEntry};
use crate::stores::engagement::WriteError;
use sqlx::{PgConnection, query, query_as, query_scalar};

/// A member.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// A key of [`Capacity`].
    pub capacity: String,
}

/// The members of an engagement, staff first.
///
/// # Errors
/// When the database cannot be reached.
pub async fn list(conn: &mut PgConnection, grant: Grant<ViewWork>) -> sqlx::Result<Vec<Member>> {
    query_as!(
        Member,
        r#"select p.id as "person: PersonId", p.name, p.email, m.capacity
           from membership m join person p on p.id = m.person_id
           where m.engagement_id = $1
           order by array_position('{lead,consultant,contributor,viewer}'::text[], m.capacity), lower(p.name)"#,
        grant.engagement().0
    )
    .fetch_all(conn)
    .await
}

/// People who could become members: staff, and this client's own people.
///
/// # Errors
/// When the database cannot be reached.
pub async fn candidates(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
) -> sqlx::Result<Vec<Member>> {
    query_as!(
        Member,
        r#"select p.id as "person: PersonId", p.name, p.email, p.role as capacity
           from person p
           where p.disabled_at is null
             and (p.client_id is null or p.client_id = (select e.client_id from engagement e where e.id = $1))
             and not exists (select from membership m where m.engagement_id = $1 and m.person_id = p.id)
           order by p.role, lower(p.name) limit 1000"#,
        grant.engagement().0
    )
    .fetch_all(conn)
    .await
}

/// Adds a member, or changes their capacity.
///
/// # Errors
/// [`WriteError::Invalid`] when the capacity does not fit the person.
pub async fn set(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    person: PersonId,
    capacity: Capacity,
) -> Result<(), WriteError> {
    let before = query_scalar!(
        "select capacity from membership where engagement_id = $1 and person_id = $2",
        grant.engagement().0,
        person.0
    )
    .fetch_optional(&mut *conn)
    .await?;
    query!(
        "insert into membership (engagement_id, person_id, capacity) values ($1, $2, $3)
         on conflict (engagement_id, person_id) do update set capacity = excluded.capacity",
        grant.engagement().0,
        person.0,
        capacity.key()
    )
    .execute(&mut *conn)
    .await
    .map_err(unfit)?;
    let before = before.map(|capacity| serde_json::json!({ "capacity": capacity }));
    let after = serde_json::json!({ "capacity": capacity });
    note(conn, grant, person, before.as_ref(), Some(&after)).await
}

/// Removes a member; their next request is refused.
///
/// # Errors
/// [`WriteError::NotFound`] when they are none; [`WriteError::Invalid`] when nobody else leads.
pub async fn remove(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    person: PersonId,
) -> Result<(), WriteError> {
    let capacity = query_scalar!(
        "select capacity from membership where engagement_id = $1 and person_id = $2 for update",
        grant.engagement().0,
        person.0
    )
    .fetch_optional(&mut *conn)
    .await?
    .ok_or(WriteError::NotFound)?;
    let before = serde_json::json!({ "capacity": capacity });
    // Recorded first: whoever leaves has no part in the engagement any more.
    note(&mut *conn, grant, person, Some(&before), None).await?;
    query!(
        "delete from membership where engagement_id = $1 and person_id = $2",
        grant.engagement().0,
        person.0
    )
    .execute(conn)
    .await
    .map_err(unfit)?;
    Ok(())
}

/// The database says when a capacity does not fit or nobody would lead any more, by the name of the rule.
fn unfit(error: sqlx::Error) -> WriteError {
    match error.as_database_error().and_then(|error| error.constraint()) {
        Some("membership_fits") => WriteError::Invalid(vec![Problem::new(
            "capacity",
            "Consultants join as lead or consultant; this client's people join as contributor or viewer.",
        )]),
        Some("membership_led") => WriteError::Invalid(vec![Problem::new(
            "person",
            "Nobody else leads this engagement. Make somebody else its lead first.",
        )]),
        Some("membership_person_id_fkey") => WriteError::NotFound,
        _ => WriteError::Database(error),
    }
}

async fn note(
    conn: &mut PgConnection,
    grant: Grant<ManageMembers>,
    person: PersonId,
    before: Option<&serde_json::Value>,
    after: Option<&serde_json::Value>,
) -> Result<(), WriteError> {
    let name = query_scalar!("select name from person where id = $1", person.0)
        .fetch_optional(&mut *conn)
        .await?;
    let action = match (before, after) {
        (None, _) => AuditAction::Added,
        (_, None) => AuditAction::Removed,
        _ => AuditAction::Changed,
    };
    let entry = NewEntry {
        person: grant.person(),
        engagement: Some(grant.engagement()),
        action,
        kind: "member",
        subject: Some(person.0),
        name: name.as_deref().unwrap_or_default(),
        before,
        after,
    };
    Ok(audit::record(conn, entry).await?)
}
