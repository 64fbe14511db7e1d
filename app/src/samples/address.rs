//! What the list's address says: its filters, its page, and what a form just did.
//! The state of the list is nowhere else, so every view of it can be linked to.

use crate::form::{Form, url_encoded};
use chrono::DateTime;
use faultline::document::samples::{Cursor, Filter, Page};
use faultline::platform::catalogue::Catalogue;
use serde::Deserialize;

/// Longest words that are searched for, in characters.
const LONGEST: usize = 200;

/// The address after its question mark, as it was typed.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Ask {
    /// A review state.
    pub state: String,
    /// `yes` for those that count in a judgement, confirmed or diagnosed.
    pub counted: String,
    /// A symptom.
    pub symptom: String,
    /// The id of an integration, or `none`.
    pub integration: String,
    /// An origin.
    pub origin: String,
    /// A cause.
    pub cause: String,
    /// The id of a pattern that a person made, or `none` for what the rule says.
    pub pattern: String,
    /// Words.
    pub q: String,
    /// `when` for the oldest first.
    pub sort: String,
    /// The last row of the page before.
    pub older: String,
    /// The first row of the page after.
    pub newer: String,
    /// How many samples a form just moved.
    pub done: String,
    /// How many it left as they were.
    pub left: String,
    /// The row of the audit by which that is undone.
    pub entry: String,
}

impl Ask {
    /// The same, from the hidden fields of a form.
    pub fn of(sent: &Form) -> Self {
        let field = |name: &str| sent.raw(&format!("list_{name}")).to_owned();
        Self {
            state: field("state"),
            counted: field("counted"),
            symptom: field("symptom"),
            integration: field("integration"),
            origin: field("origin"),
            cause: field("cause"),
            pattern: field("pattern"),
            q: field("q"),
            sort: field("sort"),
            older: field("older"),
            newer: field("newer"),
            ..Self::default()
        }
    }

    /// The hidden fields that say the same in a form.
    pub fn fields(&self) -> Vec<(String, String)> {
        self.pairs()
            .into_iter()
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| (format!("list_{name}"), value.to_owned()))
            .collect()
    }

    fn pairs(&self) -> [(&'static str, &str); 11] {
        [
            ("state", &self.state),
            ("counted", &self.counted),
            ("symptom", &self.symptom),
            ("integration", &self.integration),
            ("origin", &self.origin),
            ("cause", &self.cause),
            ("pattern", &self.pattern),
            ("q", &self.q),
            ("sort", &self.sort),
            ("older", &self.older),
            ("newer", &self.newer),
        ]
    }

    /// What narrows the list. What is no entry of a catalogue narrows nothing.
    pub fn filter(&self) -> Filter {
        let integration = if self.integration == "none" {
            Some(uuid::Uuid::nil())
        } else {
            self.integration.parse().ok()
        };
        let pattern = if self.pattern == "none" {
            Some(uuid::Uuid::nil())
        } else {
            self.pattern.parse().ok()
        };
        Filter {
            pattern: pattern.map(Into::into),
            state: self.state.parse().ok(),
            counted: self.counted == "yes",
            symptom: self.symptom.parse().ok(),
            integration: integration.map(Into::into),
            origin: self.origin.parse().ok(),
            cause: self.cause.parse().ok(),
            text: self.q.trim().chars().filter(|c| *c != '\0').take(LONGEST).collect(),
        }
    }

    /// Whether the oldest come first.
    pub fn is_oldest_first(&self) -> bool {
        self.sort == "when"
    }

    /// Which page.
    pub fn page(&self) -> Page {
        match (self.older.parse(), self.newer.parse()) {
            (Ok(place), _) => Page::OlderThan(place),
            (_, Ok(place)) => Page::NewerThan(place),
            _ if self.is_oldest_first() => Page::NewerThan(beginning()),
            _ => Page::First,
        }
    }

    /// An address of the list with how it is sorted.
    pub fn sorted(&self, query: String) -> String {
        if self.is_oldest_first() { and(&query, "sort", "when") } else { query }
    }

    /// The address of the same list after a form did something.
    pub fn after(&self, done: usize, left: usize) -> String {
        let kept = self.pairs().into_iter().filter(|(_, value)| !value.is_empty());
        let mut query: String =
            kept.map(|(name, value)| format!("{name}={}&", url_encoded(value))).collect();
        query += &format!("done={done}&left={left}");
        format!("?{query}")
    }
}

/// The place before every sample: the first moment of the calendar.
pub fn beginning() -> Cursor {
    let at = DateTime::from_timestamp(-62_135_596_800, 0).unwrap_or(DateTime::UNIX_EPOCH);
    Cursor { at, id: uuid::Uuid::nil().into() }
}

/// A filter as an address, with its question mark; empty when it narrows nothing.
pub fn query(filter: &Filter) -> String {
    let integration =
        filter.integration.map(|id| if id.0.is_nil() { "none".to_owned() } else { id.to_string() });
    let pattern =
        filter.pattern.map(|id| if id.0.is_nil() { "none".to_owned() } else { id.to_string() });
    let pairs = [
        ("state", filter.state.map(|state| state.key().to_owned())),
        ("counted", filter.counted.then(|| "yes".to_owned())),
        ("integration", integration),
        ("symptom", filter.symptom.map(|symptom| symptom.key().to_owned())),
        ("origin", filter.origin.map(|origin| origin.key().to_owned())),
        ("cause", filter.cause.map(|cause| cause.key().to_owned())),
        ("pattern", pattern),
        ("q", Some(url_encoded(&filter.text)).filter(|text| !text.is_empty())),
    ];
    let pairs =
        pairs.into_iter().filter_map(|(name, value)| value.map(|value| format!("{name}={value}")));
    let query = pairs.collect::<Vec<_>>().join("&");
    if query.is_empty() { query } else { format!("?{query}") }
}

/// An address with one more pair at its end.
pub fn and(query: &str, name: &str, value: &str) -> String {
    let join = if query.is_empty() { '?' } else { '&' };
    format!("{query}{join}{name}={value}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use faultline::document::samples::{ReviewState, Symptom};

    #[test]
    fn a_filter_is_read_as_it_was_written() {
        let filter = Filter {
            state: Some(ReviewState::New),
            symptom: Some(Symptom::OutOfOrder),
            integration: Some(uuid::Uuid::nil().into()),
            text: "a b&c=d".into(),
            ..Filter::default()
        };
        assert_eq!(
            query(&filter),
            "?state=new&integration=none&symptom=out_of_order&q=a%20b%26c%3Dd"
        );
        assert_eq!(query(&Filter::default()), "");
    }

    #[test]
    fn the_oldest_come_first_from_before_every_sample() {
        let ask = Ask { sort: "when".into(), ..Ask::default() };
        assert_eq!(ask.page(), Page::NewerThan(beginning()));
        assert_eq!(beginning().at.to_rfc3339(), "0001-01-01T00:00:00+00:00");
        assert_eq!(ask.sorted("?q=a".into()), "?q=a&sort=when");
        assert_eq!(Ask::default().sorted("?q=a".into()), "?q=a");
    }

    #[test]
    fn what_no_catalogue_knows_narrows_nothing() {
        let ask = Ask {
            state: "x".into(),
            symptom: "'; --".into(),
            integration: "1".into(),
            older: "x".into(),
            ..Ask::default()
        };
        assert!(ask.filter().is_empty());
        assert_eq!(ask.page(), Page::First);
    }

    #[test]
    fn what_a_form_carries_comes_back_and_cannot_leave_the_page() {
        let ask =
            Ask { q: "a\r\nLocation: x&done=9".into(), state: "new".into(), ..Ask::default() };
        let mut sent = Form::default();
        ask.fields().into_iter().for_each(|(name, value)| sent.push(&name, value));
        let back = Ask::of(&sent);
        assert_eq!(
            back.after(1, 2),
            "?state=new&q=a%0D%0ALocation%3A%20x%26done%3D9&done=1&left=2"
        );
    }
}
