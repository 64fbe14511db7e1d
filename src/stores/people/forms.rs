//! Forms that were sent, so that one that is sent twice counts once.
//! Only a hash of what was sent is kept, and where its answer led.

use crate::platform::ids::PersonId;
use sqlx::{PgConnection, query, query_as};

/// What is known of a form that was sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Sent {
    /// It is sent for the first time: answer it, then say [`answered`] or [`forget`].
    First,
    /// It was sent before, and its answer led there.
    Again(String),
    /// It is being answered right now.
    UnderWay,
}

struct Claim {
    first: bool,
    led_to: Option<String>,
}

/// Claims a form by the hash of who sent what to where.
///
/// # Errors
/// When the database cannot be reached.
pub async fn claim(conn: &mut PgConnection, key: &[u8], person: PersonId) -> sqlx::Result<Sent> {
    let found = query_as!(
        Claim,
        r#"select first as "first!", led_to from form_claim($1, $2)"#,
        key,
        person.0
    );
    Ok(match found.fetch_optional(conn).await? {
        Some(Claim { first: true, .. }) => Sent::First,
        Some(Claim { led_to: Some(to), .. }) => Sent::Again(to),
        _ => Sent::UnderWay,
    })
}

/// Keeps where the answer of a form led.
///
/// # Errors
/// When the database cannot be reached.
pub async fn answered(conn: &mut PgConnection, key: &[u8], led_to: &str) -> sqlx::Result<()> {
    query!("select form_answered($1, $2)", key, led_to).execute(conn).await.map(|_| ())
}

/// Forgets a form that changed nothing: it may be sent again as it is.
///
/// # Errors
/// When the database cannot be reached.
pub async fn forget(conn: &mut PgConnection, key: &[u8]) -> sqlx::Result<()> {
    query!("select form_forget($1)", key).execute(conn).await.map(|_| ())
}
