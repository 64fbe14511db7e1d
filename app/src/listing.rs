//! What the address of a list says: the words that narrow it, and the column it is sorted by.
//! A list is shown, sorted and downloaded by the same columns, so that none of them can say something else.

use crate::form::url_encoded;
use crate::http::download::file;
use crate::http_error::HttpError;
use crate::ui::{Column, Direction};
use axum::body::Body;
use axum::response::Response;
use chrono::{DateTime, SecondsFormat, Utc};
use faultline::engines::spreadsheet::Writer;
use faultline::platform::catalogue::Catalogue;
use serde::Deserialize;
use std::cmp::Ordering;

mod filter;

pub use filter::{ListFilter, MANY};

/// What the address says.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(default)]
pub struct Listing {
    /// The words that a row must have.
    pub q: String,
    /// The key of a column, with “-” before it for the other way round.
    pub sort: String,
}

/// What a row has in a column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// A text.
    Text(String),
    /// A number.
    Number(i64),
    /// An entry of a closed list: sorted by its place there, told by its label.
    Ranked(usize, &'static str),
    /// A text that is sorted by a number behind it.
    Weighed(i64, String),
}

impl Value {
    /// An entry of a closed list.
    #[must_use]
    pub fn ranked<C: Catalogue>(entry: C) -> Self {
        let place = C::ALL.iter().position(|one| one.key() == entry.key());
        Self::Ranked(place.unwrap_or(C::ALL.len()), entry.label())
    }

    /// It as a list and a file tell it.
    #[must_use]
    pub fn told(&self) -> String {
        match self {
            Self::Text(text) | Self::Weighed(_, text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Ranked(_, label) => (*label).to_owned(),
        }
    }

    /// Texts by their letters, whatever their case; what is blank comes last.
    fn compared(&self, other: &Self) -> Ordering {
        match (self, other) {
            (Self::Number(a), Self::Number(b)) => a.cmp(b),
            (Self::Ranked(a, _), Self::Ranked(b, _)) => a.cmp(b),
            (Self::Weighed(a, _), Self::Weighed(b, _)) => a.cmp(b),
            (a, b) => {
                let key = |value: &Self| (value.told().is_empty(), value.told().to_lowercase());
                key(a).cmp(&key(b))
            }
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<usize> for Value {
    fn from(number: usize) -> Self {
        Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
    }
}

/// A moment in UTC, which sorts as it is told.
impl From<DateTime<Utc>> for Value {
    fn from(at: DateTime<Utc>) -> Self {
        Self::Text(at.to_rfc3339_opts(SecondsFormat::Secs, true))
    }
}

/// A column that its list can be sorted by.
#[derive(Debug, Clone, Copy)]
pub struct Sortable<R> {
    /// Its key in the address.
    pub key: &'static str,
    /// Its name.
    pub label: &'static str,
    /// What a row has in it.
    pub of: fn(&R) -> Value,
}

impl Listing {
    /// Whether it shows everything, as it is.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.q.trim().is_empty()
    }

    /// Whether it shows a list in another order than its own, or less of it.
    #[must_use]
    pub fn is_asked(&self) -> bool {
        self.is_narrowed() || !self.sort.is_empty()
    }

    /// Those rows that have every word in one of their columns, sorted as the address says.
    #[must_use]
    pub fn of<R>(&self, rows: Vec<R>, columns: &[Sortable<R>]) -> Vec<R> {
        let has_every = has_every(&self.q);
        let fits = |row: &R| {
            let told: Vec<_> = columns.iter().map(|it| (it.of)(row).told()).collect();
            has_every(&told.join(" "))
        };
        let mut rows: Vec<_> = rows.into_iter().filter(|row| fits(row)).collect();
        if let Some((column, direction)) = self.sorted(columns) {
            rows.sort_by(|a, b| {
                let order = (column.of)(a).compared(&(column.of)(b));
                if direction == Direction::Down { order.reverse() } else { order }
            });
        }
        rows
    }

    /// The headers of these columns: each leads to the list sorted by it, and back the other way round. What else the
    /// address of the list says is in `list`.
    #[must_use]
    pub fn headers<R>(&self, list: &str, columns: &[Sortable<R>]) -> Vec<Column> {
        let header = |column: &Sortable<R>| {
            let now = self.sorted(std::slice::from_ref(column)).map(|(_, direction)| direction);
            let back = if now == Some(Direction::Up) { "-" } else { "" };
            let mark = if list.contains('?') { '&' } else { '?' };
            let href = format!("{list}{mark}q={}&sort={back}{}", url_encoded(&self.q), column.key);
            Column::new(column.label).sort(href, now)
        };
        columns.iter().map(header).collect()
    }

    /// It as the end of an address; nothing when it shows everything as it is.
    #[must_use]
    pub fn query(&self) -> String {
        if *self == Self::default() {
            return String::new();
        }
        format!("?q={}&sort={}", url_encoded(&self.q), url_encoded(&self.sort))
    }

    fn sorted<'c, R>(&self, columns: &'c [Sortable<R>]) -> Option<(&'c Sortable<R>, Direction)> {
        let (key, direction) = match self.sort.strip_prefix('-') {
            Some(key) => (key, Direction::Down),
            None => (self.sort.as_str(), Direction::Up),
        };
        columns.iter().find(|column| column.key == key).map(|column| (column, direction))
    }
}

/// What says whether a text has every one of these words, whatever their case.
pub fn has_every(words: &str) -> impl Fn(&str) -> bool {
    let words: Vec<_> = words.split_whitespace().map(str::to_lowercase).collect();
    move |told: &str| {
        let told = told.to_lowercase();
        words.iter().all(|word| told.contains(word))
    }
}

/// The rows of a list as a CSV file.
///
/// # Errors
/// Never in practice: it writes into memory.
pub fn csv<R>(name: &str, rows: &[R], columns: &[Sortable<R>]) -> Result<Response, HttpError> {
    let failed = |error: faultline::engines::spreadsheet::Error| HttpError::internal(&error);
    let mut writer = Writer::new();
    writer.row(columns.iter().map(|column| column.label)).map_err(failed)?;
    for row in rows {
        writer.row(columns.iter().map(|column| (column.of)(row).told())).map_err(failed)?;
    }
    Ok(file(name, "text/csv; charset=utf-8", Body::from(writer.finish())))
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Sortable<(&str, usize)>; 2] = [
        Sortable { key: "name", label: "Name", of: |row| row.0.into() },
        Sortable { key: "samples", label: "Samples", of: |row| row.1.into() },
    ];

    fn shown(q: &str, sort: &str) -> Vec<&'static str> {
        let rows = vec![("shop", 9), ("Books", 10), ("", 1)];
        let listing = Listing { q: q.into(), sort: sort.into() };
        listing.of(rows, &COLUMNS).into_iter().map(|row| row.0).collect()
    }

    #[test]
    fn a_list_is_sorted_by_letters_or_by_size_and_the_other_way_round() {
        assert_eq!(shown("", ""), ["shop", "Books", ""]);
        assert_eq!(shown("", "name"), ["Books", "shop", ""]);
        assert_eq!(shown("", "samples"), ["", "shop", "Books"]);
        assert_eq!(shown("", "-samples"), ["Books", "shop", ""]);
        assert_eq!(shown("", "no such column"), ["shop", "Books", ""]);
    }

    #[test]
    fn a_row_is_shown_that_has_every_word_somewhere() {
        assert_eq!(shown("BOOK 10", ""), ["Books"]);
        assert!(shown("book 9", "").is_empty());
    }

    #[test]
    fn a_header_keeps_the_words_and_leads_back_the_other_way_round() {
        let listing = Listing { q: "a&b".into(), sort: "name".into() };
        let headers = listing.headers("/list", &COLUMNS);
        let name = Column::new("Name").sort("/list?q=a%26b&sort=-name", Some(Direction::Up));
        let samples = Column::new("Samples").sort("/list?q=a%26b&sort=samples", None);
        assert_eq!(headers, [name, samples]);
        assert_eq!(listing.query(), "?q=a%26b&sort=name");
        assert_eq!(Listing::default().query(), "");
    }
}
