//! What tells whose an engagement is: a text that holds any of it is not handed on.
//! It is help for whoever ticks, and no guarantee: what only people recognise, nothing here does.

use crate::document::engagement::Engagement;
use crate::engines::redact::{Policy, Redactor};
use crate::stores::access::{Grant, ViewWork};
use crate::stores::redaction;
use sqlx::PgConnection;

/// What tells whose an engagement is: the client's name and its words, its people, and what redaction sees.
pub(super) struct Known {
    words: Vec<String>,
    redactor: Redactor,
}

impl Known {
    /// The shortest word of a client's name that is looked for alone.
    const WORD: usize = 4;

    pub(super) async fn of(
        conn: &mut PgConnection,
        from: Grant<ViewWork>,
        document: &Engagement,
    ) -> sqlx::Result<Self> {
        let people = redaction::names(conn, from).await?;
        let client = document.client.to_lowercase();
        let alone = client.split(|c: char| !c.is_alphanumeric());
        let alone = alone.filter(|word| word.chars().count() >= Self::WORD).map(str::to_owned);
        let mut words: Vec<String> = alone.collect();
        words.push(client.trim().to_owned());
        words.extend(people.iter().map(|name| name.trim().to_lowercase()));
        words.retain(|word| !word.is_empty());
        let redactor = Redactor::new(document.id.0.as_bytes()).knowing(people);
        Ok(Self { words, redactor })
    }

    /// Whether a text names somebody.
    pub(super) fn names(&self, text: &str) -> bool {
        let lower = text.to_lowercase();
        self.words.iter().any(|word| begins_in(&lower, word))
            || !self.redactor.text_as(Policy::Evidence, text).found.is_empty()
    }
}

/// Whether a word of a text begins like this: “tidewick” is in “Tidewick’s”, and “ada” is not in “adapter”, since a short
/// one has to be all of it.
fn begins_in(text: &str, word: &str) -> bool {
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let whole = word.chars().count() < Known::WORD;
    text.match_indices(word).any(|(at, found)| {
        let before = text[..at].chars().next_back();
        let after = text[at + found.len()..].chars().next();
        !(is_part(before) || whole && is_part(after))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_seen_in_its_forms_and_not_within_another_word() {
        assert!(begins_in("the tidewicks’ shop", "tidewick"));
        assert!(begins_in("ask ada, today", "ada"));
        assert!(!begins_in("the adapter", "ada"));
        assert!(!begins_in("a canada goose", "ada"));
        assert!(!begins_in("a northern route", "south"));
    }
}
