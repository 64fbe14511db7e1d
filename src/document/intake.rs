//! A request for a triage: what somebody without an account says is breaking, in their own words (domain §2).
//! It holds answers as they were given, and neither a secret nor a person in them; staff decide whether it is taken.

use crate::document::engagement::Complaint;
use crate::platform::catalogue::catalogue;
use serde::Serialize;

mod begin;
mod check;
mod plain;
mod seen;

pub use check::{LINES, MORE, NAME, TEXT};

catalogue! {
    /// How often it goes wrong.
    pub enum Frequency {
        Always => "always", "Nearly every time";
        Daily => "daily", "About every day";
        Weekly => "weekly", "About every week";
        Monthly => "monthly", "About every month";
        Seldom => "seldom", "Now and then";
        Unknown => "unknown", "We don’t know";
    }
}

catalogue! {
    /// What became of a request.
    pub enum IntakeState {
        Waiting => "waiting", "Waiting";
        Accepted => "accepted", "Accepted";
        Declined => "declined", "Declined";
    }
}

/// The answers of a request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Intake {
    /// Who asks.
    pub name: String,
    /// For which firm.
    pub company: String,
    /// Where they are answered.
    pub email: String,
    /// The workflow that is breaking.
    pub workflow: String,
    /// What starts it.
    pub starts: String,
    /// Who notices when it fails.
    pub notices: String,
    /// How often it fails.
    pub how_often: Frequency,
    /// The systems that take part, by name.
    pub systems: Vec<String>,
    /// Ticked symptoms.
    pub symptoms: Vec<Complaint>,
    /// Anything else.
    pub more: String,
}

/// The systems named in a text, one to a line or parted by commas; each once, as it was written first.
#[must_use]
pub fn systems_in(text: &str) -> Vec<String> {
    let mut named: Vec<String> = Vec::new();
    for name in text.split(['\n', ',', ';']).map(str::trim).filter(|name| !name.is_empty()) {
        let known = |other: &String| other.to_lowercase() == name.to_lowercase();
        if !named.iter().any(known) {
            named.push(name.to_owned());
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn systems_are_named_by_line_or_comma_and_each_once() {
        assert_eq!(systems_in("Web shop, ERP\n erp \n\nMail;"), ["Web shop", "ERP", "Mail"]);
        assert_eq!(systems_in(" \n,"), [""; 0]);
    }
}
