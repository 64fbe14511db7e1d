//! The way in for requests: by nobody in particular, in single statements that read nothing back.
//! Whoever asks learns nothing of what is there.

use super::{Letters, Received};
use crate::document::engagement::Problem;
use crate::document::intake::Intake;
use crate::platform::catalogue::Catalogue;
use crate::platform::ids::{IntakeId, PersonId};
use crate::stores::engagement::WriteError;
use crate::stores::people::Email;
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

/// Answers that were checked: only they are taken in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewIntake(Intake);

impl NewIntake {
    /// Checks answers. What may be a person's name is let through when whoever asks says that their names are of firms and
    /// systems.
    ///
    /// # Errors
    /// Everything that keeps them from being taken in.
    pub fn check(answers: Intake, names_no_people: bool) -> Result<Self, Vec<Problem>> {
        let mut problems = answers.problems(names_no_people);
        if let Err(wrong) = answers.email.parse::<Email>() {
            problems.push(Problem::new("email", wrong.to_string()));
        }
        if problems.is_empty() { Ok(Self(answers)) } else { Err(problems) }
    }

    /// Where whoever asks is answered.
    #[must_use]
    pub fn email(&self) -> &str {
        &self.0.email
    }
}

/// Takes a request in. The same answers, sent again while they wait, are one request.
///
/// # Errors
/// When the database cannot be reached.
pub async fn receive(
    conn: &mut PgConnection,
    NewIntake(intake): &NewIntake,
) -> Result<Received, WriteError> {
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
    let row = query!(
        r#"select receipt as "receipt!", staff as "staff!: Vec<PersonId>" from intake_letters($1)"#,
        id.0
    );
    let row = row.fetch_optional(conn).await?;
    Ok(row.map_or_else(Letters::default, |row| Letters { receipt: row.receipt, staff: row.staff }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::intake::Frequency;

    fn answers() -> Intake {
        Intake {
            name: "Ada Muster".into(),
            company: "Muster Homeware".into(),
            email: "ada@muster.example".into(),
            workflow: "Web orders to the ERP".into(),
            starts: "A customer pays in the web shop".into(),
            notices: "Anna Beispiel from the office".into(),
            how_often: Frequency::Weekly,
            systems: vec!["Web shop".into()],
            symptoms: Vec::new(),
            more: String::new(),
        }
    }

    #[test]
    fn only_answers_that_nothing_is_wrong_with_can_be_taken_in() {
        let fields = |answers, sure| {
            let checked = NewIntake::check(answers, sure);
            checked.err().unwrap_or_default().into_iter().map(|one| one.field).collect::<Vec<_>>()
        };
        assert_eq!(fields(answers(), true), [""; 0]);
        assert_eq!(fields(answers(), false), ["notices"], "what may be a name is asked about");
        let nowhere = Intake { email: "ada".into(), name: String::new(), ..answers() };
        assert_eq!(fields(nowhere, true), ["name", "email"]);
        let secret = Intake { more: "password: hunter2-Blue!".into(), ..answers() };
        assert_eq!(fields(secret, true), ["more"]);
    }
}
