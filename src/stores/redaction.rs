//! What redacts the texts of an engagement: it has the engagement's key, and knows the names that must not stand in evidence.
//! Names are used to redact and are shown to nobody.

use crate::engines::redact::people_in;
use crate::stores::access::Grant;
use sqlx::{PgConnection, query};

mod everywhere;
mod marked;
mod quotes;
pub mod record;
pub mod search;

pub use everywhere::{Reached, everywhere};
pub use marked::Mark;

/// The names of an engagement's own people: who works on it, the client's people, and the people among its owners.
///
/// # Errors
/// When the database cannot be reached.
pub async fn names<A>(conn: &mut PgConnection, grant: Grant<A>) -> sqlx::Result<Vec<String>> {
    let rows = query!(
        r#"select name as "name!", of_person as "of_person!" from engagement_names($1)"#,
        grant.engagement().0
    )
    .fetch_all(conn)
    .await?;
    let of = |name: String, of_person: bool| if of_person { vec![name] } else { people_in(&name) };
    Ok(rows.into_iter().flat_map(|row| of(row.name, row.of_person)).collect())
}
