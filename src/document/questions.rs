//! Questions to the client: what is asked, of whom, and what came back (domain §11).
//! A question names the place that its answer goes to; what it asks for is worded for somebody who builds no integrations.

use crate::platform::catalogue::catalogue;
use crate::platform::ids::{PersonId, QuestionId};
use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

mod expected;
mod facts;
mod record;
mod sought;

pub use expected::{AnswerChoice, Expected};
pub use record::{Told, is_unknown, recorded, thing};
pub use sought::{IntegrationQuestion, Sought, WorkflowQuestion};

/// Days before its last one from which on a question is said to be due soon.
const SOON: Days = Days::new(7);

catalogue! {
    /// How a question stands.
    pub enum QuestionState {
        Open => "open", "Waits for an answer";
        Answered => "answered", "Answered";
        TakenOver => "taken_over", "Taken over";
        PutAside => "put_aside", "Put aside";
        Withdrawn => "withdrawn", "Withdrawn";
    }
}

catalogue! {
    /// What kind of answer came.
    pub enum Reply {
        Value => "value", "This is so";
        NotKnown => "not_known", "I do not know";
        SomebodyElse => "somebody_else", "Somebody else knows";
    }
}

/// A question with what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// Its id.
    pub id: QuestionId,
    /// The key of the place that its answer goes to, a [`Sought`].
    pub sought: String,
    /// What it is about, in words.
    pub about: String,
    /// The question.
    pub words: String,
    /// Of whom it is asked; `None` is the client at large.
    pub asked_of: Option<PersonId>,
    /// By name.
    pub asked_of_name: String,
    /// The day by which an answer is needed.
    pub due_on: NaiveDate,
    /// How it stands.
    pub state: QuestionState,
    /// Who asked, by name.
    pub asked_by_name: String,
    /// When.
    pub asked_at: DateTime<Utc>,
    /// What kind of answer came.
    pub reply: Option<Reply>,
    /// The key of what was chosen, where there is a choice.
    pub choice: String,
    /// What was answered, in words.
    pub answer: String,
    /// Who should be asked instead.
    pub somebody: String,
    /// What the client adds.
    pub note: String,
    /// Who answered, by name.
    pub answered_by_name: String,
    /// When.
    pub answered_at: Option<DateTime<Utc>>,
    /// Who took it over, put it aside or withdrew it, by name.
    pub closed_by_name: String,
    /// When.
    pub closed_at: Option<DateTime<Utc>>,
    /// What the client is told to it.
    pub word_back: String,
    /// The version of its row.
    pub version: i32,
}

impl Question {
    /// The place that its answer goes to.
    #[must_use]
    pub fn place(&self) -> Option<Sought> {
        self.sought.parse().ok()
    }

    /// Whether a person is asked: by name, or as one of the client at large.
    #[must_use]
    pub fn is_for(&self, person: PersonId) -> bool {
        self.asked_of.is_none_or(|asked| asked == person)
    }

    /// Whether it waits for an answer that was due before a day.
    #[must_use]
    pub fn is_late(&self, day: NaiveDate) -> bool {
        self.state == QuestionState::Open && self.due_on < day
    }

    /// Whether it waits for an answer that is due within a week.
    #[must_use]
    pub fn is_due_soon(&self, day: NaiveDate) -> bool {
        let bound = day.checked_add_days(SOON).unwrap_or(day);
        self.state == QuestionState::Open && (day..=bound).contains(&self.due_on)
    }

    /// The answer in words, as far as one came.
    #[must_use]
    pub fn answered(&self) -> Option<&str> {
        self.reply.map(|_| self.answer.as_str())
    }

    /// Whether its answer can be recorded as it is.
    #[must_use]
    pub fn can_be_taken_over(&self) -> bool {
        self.state == QuestionState::Answered && self.reply == Some(Reply::Value)
    }
}

#[cfg(test)]
mod tests;
