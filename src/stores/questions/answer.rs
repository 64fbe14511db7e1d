//! The client's answer: what is so, that nobody knows, or who knows; each is given once.
//! It is redacted like every text of the client, and refused where it looks like a secret.

use super::*;
use crate::document::questions::{Expected, Reply};
use crate::platform::catalogue::Catalogue;
use crate::stores::access::Decide;
use crate::stores::words::Words;
use serde_json::json;

/// The largest number that is taken as an answer.
const LARGEST: i64 = 1_000_000_000_000;

/// What the client answers.
#[derive(Debug, Clone)]
pub struct Given {
    /// What kind of answer.
    pub reply: Reply,
    /// The key of what was chosen, where there is a choice.
    pub choice: String,
    /// The answer in words, where there is none.
    pub answer: String,
    /// Who knows, when somebody else does.
    pub somebody: String,
    /// What is added.
    pub note: String,
}

/// Records what the client answers.
///
/// # Errors
/// [`WriteError::Invalid`] when something is missing or looks like a secret; [`WriteError::Conflict`] when it was answered
/// or withdrawn meanwhile; [`WriteError::NotFound`] when there is no such question.
pub async fn answer(
    conn: &mut PgConnection,
    grant: Grant<Decide>,
    id: QuestionId,
    version: i32,
    given: Given,
) -> Result<(), WriteError> {
    let words = Words::of_client(&mut *conn, grant).await?;
    let question = found(&mut *conn, grant, id, version).await?;
    if question.state != QuestionState::Open {
        return Err(WriteError::Conflict(None));
    }
    let expected = question.place().map_or(Expected::Text, |place| place.expected());
    let given = given.read(words, expected)?;
    query!(
        "update question set state = 'answered', reply = $3::text::question_reply, choice = $4, answer = $5,
             somebody = $6, note = $7, answered_by = $8, answered_at = now(),
             answered_by_name = (select name from person where id = $8), version = version + 1
         where engagement_id = $1 and id = $2",
        grant.engagement().0,
        id.0,
        given.reply.key(),
        given.choice,
        given.answer,
        given.somebody,
        given.note,
        grant.person().0
    )
    .execute(&mut *conn)
    .await?;
    let after = json!({
        "reply": given.reply, "choice": given.choice, "answer": given.answer, "somebody": given.somebody,
        "note": given.note,
    });
    let (action, about) = (AuditAction::Answered, question.about.as_str());
    Ok(note(conn, grant, Change { action, id, about, before: None, after: Some(&after) }).await?)
}

impl Given {
    /// It as it may be stored; what belongs to another kind of answer is left out.
    fn read(self, mut words: Words, expected: Expected) -> Result<Self, WriteError> {
        let mut read = Self {
            reply: self.reply,
            choice: String::new(),
            answer: String::new(),
            somebody: String::new(),
            note: words.text("note", &self.note, TEXT),
        };
        match self.reply {
            Reply::NotKnown => Reply::NotKnown.label().clone_into(&mut read.answer),
            Reply::SomebodyElse => {
                read.somebody = words.name("somebody", &self.somebody);
                if read.somebody.is_empty() {
                    words.wrong("somebody", "Write who knows: a name or a team is enough.");
                }
                read.answer = format!("Ask {}", read.somebody);
            }
            Reply::Value => read.value(&self, &mut words, expected),
        }
        words.done()?;
        Ok(read)
    }

    fn value(&mut self, given: &Self, words: &mut Words, expected: Expected) {
        match expected {
            // The words stay as they were read, whatever a later program calls them.
            Expected::Choice(_) => match expected.label(&given.choice) {
                Some(label) => {
                    self.choice.clone_from(&given.choice);
                    label.clone_into(&mut self.answer);
                }
                None => words.wrong("reply", "Choose one of the answers."),
            },
            Expected::Text => {
                self.answer = words.needed("answer", &given.answer, "Write the answer.");
            }
            Expected::Name => {
                self.answer = words.name("answer", &given.answer);
                if self.answer.is_empty() {
                    words.wrong("answer", "Write who it is: a person or a team.");
                }
            }
            Expected::Number => match number(&given.answer) {
                Some(number) => self.answer = number.to_string(),
                None => {
                    words.wrong("answer", "Write a whole number, such as 12000; a guess will do.")
                }
            },
        }
    }
}

/// A whole number, with or without marks between its thousands.
fn number(text: &str) -> Option<i64> {
    let mut groups = text.trim().split([' ', ',', '.', '’', '\'', '\u{a0}']);
    let first = groups.next()?.to_owned();
    let digits = groups.try_fold(first, |all, group| (group.len() == 3).then(|| all + group))?;
    let number = digits.parse().ok()?;
    (0..=LARGEST).contains(&number).then_some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_read_with_the_marks_that_people_write() {
        for text in ["12000", " 12,000 ", "12.000", "12 000", "12’000"] {
            assert_eq!(number(text), Some(12_000), "{text}");
        }
        for text in ["", "about 12000", "12.5", "-3", "1,00", "99999999999999"] {
            assert_eq!(number(text), None, "{text}");
        }
    }
}
