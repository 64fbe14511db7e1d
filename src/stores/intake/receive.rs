//! The way in for requests: by nobody in particular, in single statements that read nothing back.
//! Whoever asks learns nothing of what is there.

use super::{Letters, Received};
use crate::document::intake::Intake;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::IntakeId;
use crate::stores::engagement::WriteError;
use crate::stores::room::Hash;
use sqlx::{PgConnection, query, query_scalar};

/// Whether requests are taken: once somebody is there to read them.
///
/// # Errors
/// When the database cannot be reached.
pub async fn is_open(conn: &mut PgConnection) -> sqlx::Result<bool> {
    let open = query_scalar!(r#"select is_set_up() as "open!""#);
    open.fetch_one(conn).await
}

/// Takes a request in. The same answers, sent again while they wait, are one request.
///
/// # Errors
/// When the database cannot be reached.
pub async fn receive(conn: &mut PgConnection, intake: &Intake) -> Result<Received, WriteError> {
    let id = IntakeId::new();
    let fingerprint = Hash::of(&serde_json::to_string(intake)?);
    let symptoms: Vec<String> = intake.symptoms.iter().map(|one| one.key().to_owned()).collect();
    let added = query!(
        "insert into intake (id, name, company, email, workflow, starts, notices, how_often, systems, symptoms, more,
             fingerprint)
         values ($1, $2, $3, $4, $5, $6, $7, $8::text::intake_frequency, $9, $10, $11, $12)
         on conflict do nothing",
        id.0,
        intake.name,
        intake.company,
        intake.email,
        intake.workflow,
        intake.starts,
        intake.notices,
        intake.how_often.key(),
        &intake.systems[..],
        &symptoms[..],
        intake.more,
        fingerprint.bytes()
    );
    match added.execute(conn).await {
        Ok(done) if done.rows_affected() == 0 => Ok(Received::Again),
        Ok(_) => Ok(Received::New(id)),
        Err(error) if is_full(&error) => Ok(Received::Full),
        Err(error) => Err(error.into()),
    }
}

fn is_full(error: &sqlx::Error) -> bool {
    error.as_database_error().and_then(|error| error.constraint()) == Some("intake_full")
}

/// Who hears of a request that has just come; asked a second time, staff have heard of it.
///
/// # Errors
/// When the database cannot be reached.
pub async fn letters(conn: &mut PgConnection, id: IntakeId) -> sqlx::Result<Letters> {
    let row =
        query!(r#"select receipt as "receipt!", staff as "staff!" from intake_letters($1)"#, id.0);
    let row = row.fetch_optional(conn).await?;
    Ok(row.map_or_else(Letters::default, |row| Letters { receipt: row.receipt, staff: row.staff }))
}
