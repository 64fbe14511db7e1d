//! Texts that both sides read, on their way in: one that looks like a secret is refused, the others are redacted.
//! A refusal never repeats what was seen.

use crate::document::engagement::Problem;
use crate::engines::redact::{Policy, Redactor, refuse_secrets};
use crate::platform::wording::sentence;
use crate::stores::access::Grant;
use crate::stores::engagement::WriteError;
use crate::stores::redaction;
use sha2::{Digest, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

/// Longest text, in characters.
pub const TEXT: usize = 5_000;
/// Longest name of a person or a team, in characters.
pub const NAME: usize = 200;

/// What takes secrets and the names of the engagement's own people out of what is said in a room. The engagement's own key is
/// out of a client's reach: placeholders agree within one text only.
pub(crate) async fn room_redactor<A>(
    conn: &mut PgConnection,
    grant: Grant<A>,
) -> sqlx::Result<Redactor> {
    Ok(redactor_of_one_text().knowing(redaction::names(conn, grant).await?))
}

/// What takes secrets out of one text, where the engagement's own key is out of reach: under a key that is forgotten.
pub(crate) fn redactor_of_one_text() -> Redactor {
    let key = Sha256::new().chain_update(Uuid::now_v7()).chain_update(Uuid::now_v7());
    Redactor::new(&key.finalize())
}

/// Reads texts, and gathers what is wrong with them.
pub(crate) struct Words {
    redactor: Redactor,
    policy: Policy,
    problems: Vec<Problem>,
}

impl Words {
    /// Reads what staff write: who grants and who answers for a system are business data.
    pub(crate) fn of_staff(key: &[u8]) -> Self {
        Self::of_staff_with(Redactor::new(key))
    }

    /// The same, where staff write without the engagement's own key.
    pub(crate) fn of_staff_with(redactor: Redactor) -> Self {
        Self { redactor, policy: Policy::Document, problems: Vec::new() }
    }

    /// Reads what the client's people write: the engagement's own people are known by their names.
    pub(crate) async fn of_client<A>(
        conn: &mut PgConnection,
        grant: Grant<A>,
    ) -> sqlx::Result<Self> {
        let redactor = room_redactor(conn, grant).await?;
        Ok(Self { redactor, policy: Policy::Evidence, problems: Vec::new() })
    }

    /// A text, as it may be stored.
    pub(crate) fn text(&mut self, field: &'static str, text: &str, most: usize) -> String {
        let text = text.trim().replace("\r\n", "\n").replace('\0', "");
        if text.chars().count() > most {
            self.problem(field, format!("Shorten this to {most} characters."));
        }
        if let Err(seen) = refuse_secrets(&text) {
            let says = sentence(&seen.to_string());
            self.problem(
                field,
                format!("{says}. No credential is kept here: say in words how it is handed over."),
            );
        }
        self.redactor.text_as(self.policy, &text).text
    }

    /// Who answers for something: names are business data here, whoever writes them.
    pub(crate) fn name(&mut self, field: &'static str, text: &str) -> String {
        let strict = std::mem::replace(&mut self.policy, Policy::Document);
        let name = self.text(field, text, NAME);
        self.policy = strict;
        name
    }

    /// Notes a problem with a field.
    pub(crate) fn wrong(&mut self, field: &'static str, message: &str) {
        self.problem(field, message.to_owned());
    }

    /// A text that has to say something.
    pub(crate) fn needed(&mut self, field: &'static str, text: &str, asks: &str) -> String {
        let text = self.text(field, text, TEXT);
        if text.is_empty() {
            self.problem(field, asks.to_owned());
        }
        text
    }

    /// Notes what is wrong with something else, if anything is.
    pub(crate) fn also(&mut self, problem: Option<Problem>) {
        self.problems.extend(problem);
    }

    /// Ends the reading.
    pub(crate) fn done(self) -> Result<(), WriteError> {
        if self.problems.is_empty() { Ok(()) } else { Err(WriteError::Invalid(self.problems)) }
    }

    fn problem(&mut self, field: &'static str, message: String) {
        self.problems.push(Problem::new(field, message));
    }
}
