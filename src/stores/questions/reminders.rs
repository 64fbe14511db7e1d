//! Reminders before a question is due and before an access ends: whom to remind of what, each once.
//! It is asked by nobody in particular; what is sent says nothing of other questions.

use crate::platform::ids::{EngagementId, PersonId};
use chrono::NaiveDate;
use sqlx::{PgConnection, query, query_as};
use uuid::Uuid;

/// A reminder that is to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The engagement.
    pub engagement: EngagementId,
    /// The question or the request for access.
    pub subject: Uuid,
    /// Whom it goes to.
    pub person: PersonId,
    /// Their address.
    pub email: String,
    /// Whether they are of the client, and read it in the room.
    pub of_room: bool,
    /// Whether it is a question; an access otherwise.
    pub of_question: bool,
    /// What it is about, by name.
    pub about: String,
    /// The last day.
    pub ends_on: NaiveDate,
    /// How many days before it this is.
    pub days_before: i32,
}

/// Whom to remind on a day; whatever is returned counts as sent.
///
/// # Errors
/// When the database cannot be reached.
pub async fn claim(
    conn: &mut PgConnection,
    today: NaiveDate,
    most: i32,
) -> sqlx::Result<Vec<Reminder>> {
    query_as!(
        Reminder,
        r#"select engagement as "engagement!: EngagementId", subject as "subject!", person as "person!: PersonId",
               email as "email!", of_room as "of_room!", of_question as "of_question!", about as "about!",
               ends_on as "ends_on!", days_before as "days_before!"
           from claim_reminders($1, $2)"#,
        today,
        most
    )
    .fetch_all(conn)
    .await
}

/// Gives back a reminder that could not be sent, so that it is sent the next time.
///
/// # Errors
/// When the database cannot be reached.
pub async fn give_back(conn: &mut PgConnection, reminder: &Reminder) -> sqlx::Result<()> {
    query!(
        "select return_reminder($1, $2, $3, $4, $5)",
        reminder.engagement.0,
        reminder.subject,
        reminder.person.0,
        reminder.ends_on,
        reminder.days_before
    )
    .execute(conn)
    .await?;
    Ok(())
}
