//! Redaction: takes secrets and personal data out of every text that is about to be stored (domain §12).
//! Must never be gone around: whatever comes in by form, file, import or API passes here first.
//!
//! Values become stable placeholders such as `‹email 482131›`: within one engagement the same value always
//! gets the same number, so that patterns stay visible. How it works, from the outside in:
//!
//! 1. one automaton notices every literal worth a second look ([`anchor`]), one walk notices numbers;
//! 2. where it did, the rule for that place decides ([`issued`], [`assignment`], [`web`], [`mail`], …);
//! 3. JSON around a finding is undone, searched and written again, so that escapes hide nothing
//!    ([`json_text`]); percent-encoded text likewise ([`percent`]); tables by their header ([`table`]).

mod anchor;
mod assignment;
mod checksum;
mod field;
mod hit;
mod issued;
mod json_text;
mod json_value;
mod kind;
mod mail;
mod number;
mod pem;
mod people;
mod percent;
mod person;
mod personal;
mod placeholder;
mod quote;
mod scan;
mod shape;
mod stream;
mod suspect;
mod table;
#[cfg(test)]
mod tests;
mod value;
mod web;

use std::fmt;
use std::io::{self, Read, Write};

use serde::{Deserialize, Serialize};
use serde_json::Value;

use hit::{Style, Tally};
pub use kind::Kind;
use people::People;
use placeholder::Numbers;
use scan::{Context, Scope, Search};

/// A text is read again until nothing more is found, but no more often than this: a placeholder between two values
/// that stood glued together may show the second.
const PASSES: usize = 4;

/// How strict redaction is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Policy {
    /// For payloads, logs and samples: everything goes, secrets and personal data.
    Evidence,
    /// For what consultants write: secrets, cards, bank accounts and identity numbers go, but names, mail
    /// addresses and telephone numbers stay, because owners and contacts are business data (domain §3).
    Document,
}

/// How often one kind was replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What was found.
    pub kind: Kind,
    /// How many places were replaced.
    pub count: u64,
}

/// A text after redaction.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redacted {
    /// The text with placeholders.
    pub text: String,
    /// What was replaced, by kind; empty when the text is unchanged.
    pub found: Vec<Found>,
}

impl Redacted {
    /// Whether a secret was among the findings: it must be rotated, and raises a flag (domain §9).
    #[must_use]
    pub fn has_secret(&self) -> bool {
        self.found.iter().any(|found| found.kind.is_secret())
    }
}

/// Redacts for one engagement. Cheap to make and to clone.
#[derive(Clone)]
pub struct Redactor {
    numbers: Numbers,
    people: People,
}

impl fmt::Debug for Redactor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Redactor")
    }
}

impl Redactor {
    /// A redactor whose placeholders are numbered by `key`: use one secret key of any length per engagement,
    /// and the same value gets the same placeholder in every process and at any time.
    #[must_use]
    pub fn new(key: &[u8]) -> Self {
        Self { numbers: Numbers::new(key), people: People::default() }
    }

    /// The same, which also knows what people are called: their names are found in every text that is evidence, and
    /// stay in what consultants write.
    #[must_use]
    pub fn knowing<N: AsRef<str>>(self, names: impl IntoIterator<Item = N>) -> Self {
        let names = names.into_iter().map(|name| name.as_ref().to_owned());
        Self { people: People::of(names), ..self }
    }

    /// The same, which knows more people.
    #[must_use]
    pub fn knowing_also<N: AsRef<str>>(mut self, names: impl IntoIterator<Item = N>) -> Self {
        self.people.add(names.into_iter().map(|name| name.as_ref().to_owned()));
        self
    }

    /// The same, with numbers so long that values of millions of records stay apart: for what is compared by a program
    /// before [`short`] makes it what people see.
    #[must_use]
    pub fn wide(key: &[u8]) -> Self {
        Self { numbers: Numbers::new(key).wide(), people: People::default() }
    }

    /// Redacts evidence: any text, in any format.
    #[must_use]
    pub fn text(&self, text: &str) -> Redacted {
        self.text_as(Policy::Evidence, text)
    }

    /// Redacts a text as strictly as `policy` says.
    #[must_use]
    pub fn text_as(&self, policy: Policy, text: &str) -> Redacted {
        self.rewritten(policy, text, Context::default())
    }

    /// Redacts the value of a field whose name is known, such as a mapped column of an import.
    #[must_use]
    pub fn field(&self, policy: Policy, name: &str, value: &str) -> Redacted {
        self.rewritten(policy, value, Context::named(name))
    }

    /// What stands for `value` in this engagement, for a text that a person marked.
    #[must_use]
    pub fn placeholder(&self, kind: Kind, value: &str) -> String {
        let mut out = String::new();
        self.numbers.write(&mut out, kind, value, false);
        out
    }

    /// What in a text is a person, or looks like one: names, mail addresses and telephone numbers, each once.
    #[must_use]
    pub fn people(&self, text: &str) -> Vec<String> {
        let hits = self.search(Policy::Evidence).find(text, Context::default());
        let personal = hits.iter().filter(|hit| {
            matches!(hit.kind, Kind::Name | Kind::Email | Kind::Phone)
                && !matches!(hit.style, Style::Text(..))
        });
        let found = personal.map(|hit| text[hit.at.clone()].to_owned());
        let mut people: Vec<String> = Vec::new();
        for one in found.chain(suspect::names(text)) {
            if !people.iter().any(|known| known.contains(&one)) {
                people.push(one);
            }
        }
        people
    }

    fn rewritten(&self, policy: Policy, text: &str, context: Context) -> Redacted {
        let mut search = self.search(policy);
        let (mut text, mut found) = (text.to_owned(), Tally::new());
        for _ in 0..PASSES {
            let Some(new) = search.rewrite(&text, context) else { break };
            text = keep_json(&mut search, &text, new);
            merge(&mut found, &mut search.tally);
            search.learn();
        }
        Redacted { text, found: listed(&found) }
    }

    /// Redacts a JSON value that is evidence, its keys included.
    pub fn json(&self, value: &mut Value) -> Vec<Found> {
        self.json_as(Policy::Evidence, value)
    }

    /// Redacts a part of an engagement document before it is written.
    pub fn json_document(&self, value: &mut Value) -> Vec<Found> {
        self.json_as(Policy::Document, value)
    }

    /// Redacts a JSON value as strictly as `policy` says; returns what was replaced.
    pub fn json_as(&self, policy: Policy, value: &mut Value) -> Vec<Found> {
        let mut search = self.search(policy);
        let mut found = Tally::new();
        for _ in 0..PASSES {
            json_value::walk(&mut search, value);
            if search.tally.is_empty() {
                break;
            }
            merge(&mut found, &mut search.tally);
            search.learn();
        }
        listed(&found)
    }

    /// Copies `reader` to `writer` with everything replaced, in bounded memory; the output is UTF-8, whatever
    /// the input was.
    ///
    /// # Errors
    /// Whatever the reader or the writer reports.
    pub fn stream(
        &self,
        policy: Policy,
        reader: &mut dyn Read,
        writer: &mut dyn Write,
    ) -> io::Result<Vec<Found>> {
        let mut search = self.search(policy);
        stream::copy(&mut search, reader, writer)?;
        Ok(listed(&search.tally))
    }

    fn search(&self, policy: Policy) -> Search<'_> {
        let scope = match policy {
            Policy::Evidence => Scope::Evidence,
            Policy::Document => Scope::Document,
        };
        Search::new(&self.numbers, scope).knowing(&self.people)
    }
}

/// Names that a text seems to hold, though nothing says for certain that they are people's: for a person to decide.
#[must_use]
pub fn suspected_names(text: &str) -> Vec<String> {
    suspect::names(text)
}

/// The people whom a field names that says who answers for something; teams and departments are left out.
#[must_use]
pub fn people_in(field: &str) -> Vec<String> {
    suspect::people_in(field)
}

/// What was replaced in a text, by what its placeholders say: each kind, and how many different ones there are.
#[must_use]
pub fn replaced_in<'t>(texts: impl IntoIterator<Item = &'t str>) -> Vec<(String, usize)> {
    placeholder::replaced_in(texts)
}

/// A text that a [`Redactor::wide`] redacted, as any other redactor would have written it.
#[must_use]
pub fn short(text: &str) -> String {
    placeholder::short(text)
}

/// The rules work on pieces of JSON where they find them. Should a whole document have lost its form by that,
/// for instance through a bare number in a list, it is redacted again as the value it is.
fn keep_json(search: &mut Search<'_>, old: &str, new: String) -> String {
    let valid = |text: &str| serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok();
    if !old.trim_start().starts_with(['{', '[']) || valid(&new) {
        return new;
    }
    let Ok(mut value) = serde_json::from_str::<Value>(old) else { return new };
    search.tally.clear();
    json_value::walk(search, &mut value);
    value.to_string()
}

/// Adds what one pass found to what was found before.
fn merge(found: &mut Tally, pass: &mut Tally) {
    for (kind, count) in std::mem::take(pass) {
        *found.entry(kind).or_default() += count;
    }
}

fn listed(tally: &Tally) -> Vec<Found> {
    tally.iter().map(|(kind, count)| Found { kind: *kind, count: *count }).collect()
}

/// A secret where none may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this contains what looks like a {}; please remove it", kind.label())]
pub struct SecretSeen {
    /// What it looks like.
    pub kind: Kind,
    /// Where it begins, in bytes.
    pub at: usize,
}

/// Refuses a text that contains anything like a secret, where no credential has a place (domain §11).
///
/// # Errors
/// Names the kind and the place of the first secret; never the secret itself.
pub fn refuse_secrets(text: &str) -> Result<(), SecretSeen> {
    let numbers = Numbers::new(&[]);
    let hits = Search::new(&numbers, Scope::Secrets).find(text, Context::default());
    hits.first().map_or(Ok(()), |hit| Err(SecretSeen { kind: hit.kind, at: hit.at.start }))
}
