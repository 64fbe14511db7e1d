//! What the list of questions shows of each: one column says the same on the page and in the file.

use crate::listing::{Sortable, Value};
use faultline::document::questions::Question;

/// The columns of the list.
pub const QUESTION_COLUMNS: [Sortable<Question>; 6] = [
    Sortable { key: "about", label: "About", of: |one| one.about.as_str().into() },
    Sortable { key: "words", label: "Question", of: |one| one.words.as_str().into() },
    Sortable { key: "asked_of", label: "Asked of", of: |one| asked_of(one).into() },
    Sortable { key: "due", label: "Due", of: |one| Value::Text(one.due_on.to_string()) },
    Sortable { key: "state", label: "State", of: |one| Value::ranked(one.state) },
    Sortable {
        key: "answer",
        label: "Answer",
        of: |one| one.answered().unwrap_or_default().into(),
    },
];

/// Of whom it is asked, in words.
pub fn asked_of(question: &Question) -> &str {
    if question.asked_of.is_none() { "The client at large" } else { &question.asked_of_name }
}
