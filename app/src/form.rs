//! Forms: what was typed, what is wrong with it, and the way back to the person who typed it.
//! What was typed is never lost: a form that cannot be saved is shown again as it was sent.

use crate::http_error::HttpError;
use crate::ui::{FormErrors, Text};
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use faultline::document::engagement::Problem;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::collections::HashMap;
use std::sync::Arc;

mod reading;

pub use reading::Reading;

/// The fields of a form as they were sent, in order; names may repeat. Finding one costs the same, however many there are.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    /// Where the fields of each name are.
    named: HashMap<String, Vec<usize>>,
}

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        #[expect(clippy::disallowed_types, reason = "the one place that wraps it")]
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        form.map(|form| form.0.into_iter().collect()).map_err(|error| {
            match error.into_response().status() {
                StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge,
                _ => HttpError::BadRequest,
            }
        })
    }
}

impl FromIterator<(String, String)> for Form {
    fn from_iter<I: IntoIterator<Item = (String, String)>>(fields: I) -> Self {
        let mut form = Self::default();
        fields.into_iter().for_each(|(name, value)| form.push(&name, value));
        form
    }
}

impl Form {
    /// Fields made by hand, to fill a form from what is stored.
    #[must_use]
    pub fn of(fields: Vec<(&str, String)>) -> Self {
        fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect()
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.named.entry(name.to_owned()).or_default().push(self.fields.len());
        self.fields.push((name.to_owned(), value.into()));
    }

    /// Replaces a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        if self.named.contains_key(name) {
            let others = std::mem::take(&mut self.fields);
            *self = others.into_iter().filter(|(found, _)| found != name).collect();
        }
        self.push(name, value);
    }

    /// A field, without surrounding space and with line ends as `\n`; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.raw(name).trim().replace("\r\n", "\n")
    }

    /// What the two fields of a date and its time hold, as one text: the date alone where no time is given.
    pub fn when(&self, name: &str) -> String {
        let (date, time) = (self.text(name), self.text(&format!("{name}_time")));
        if time.is_empty() { date } else { format!("{date}T{time}") }
    }

    /// A field exactly as sent.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.all(name).next().unwrap_or_default()
    }

    /// All values sent under a name.
    pub fn all<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> + use<'a> {
        let places = self.named.get(name).map(Vec::as_slice).unwrap_or_default();
        places.iter().map(move |at| self.fields[*at].1.as_str())
    }

    /// Every field sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.named.contains_key(name)
    }

    /// The version the form was read with, 0 for something new.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.raw("version").parse().unwrap_or(0)
    }
}

/// A form as a page shows it: what its fields hold, and what is wrong with them. Every section has its own handle.
#[derive(Debug, Clone, Default)]
pub struct Filled(Arc<(Form, FormErrors)>);

impl Filled {
    /// A form with what is wrong with it.
    #[must_use]
    pub fn new(fields: Form, errors: FormErrors) -> Self {
        Self(Arc::new((fields, errors)))
    }

    /// What a field holds.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.0.0.text(name)
    }

    /// What two fields of a date and a time hold together.
    #[must_use]
    pub fn when(&self, name: &str) -> String {
        self.0.0.when(name)
    }

    /// A field exactly as sent.
    #[must_use]
    pub fn raw(&self, name: &str) -> String {
        self.0.0.raw(name).to_owned()
    }

    /// What all fields of one name hold.
    #[must_use]
    pub fn all(&self, name: &str) -> Vec<Text> {
        self.0.0.all(name).map(|value| value.to_owned().into()).collect()
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.0.0.ticked(name)
    }

    /// What is wrong with a field.
    #[must_use]
    pub fn error(&self, name: &str) -> Option<Text> {
        self.0.1.of(name)
    }

    /// Everything that is wrong.
    #[must_use]
    pub fn errors(&self) -> FormErrors {
        self.0.1.clone()
    }

    /// The version it was read with, as a form carries it.
    #[must_use]
    pub fn version(&self) -> Option<i64> {
        Some(i64::from(self.0.0.version()))
    }
}

/// The answer to a form that was saved: the page to look at next.
#[must_use]
pub fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// The status of a page with a form: one with problems was refused.
#[must_use]
pub fn status(problems: &[Problem]) -> StatusCode {
    if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

/// What is wrong, for the fields of a form.
#[must_use]
pub fn errors(problems: &[Problem]) -> FormErrors {
    let mut errors = FormErrors::new();
    for Problem { field, at, message } in problems {
        let field = at.clone().map_or(Text::from(*field), Text::from);
        errors.add(field, message.clone());
    }
    errors
}

/// What has a meaning in an address, and all that is not ASCII.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A text as a value in an address.
#[must_use]
pub fn url_encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_by_name_in_their_order_and_replaced() {
        let mut form = Form::of(vec![("a", "1".into()), ("b", "2".into()), ("a", "3".into())]);
        assert_eq!(form.all("a").collect::<Vec<_>>(), ["1", "3"]);
        form.set("a", "4");
        assert_eq!(form.fields().collect::<Vec<_>>(), [("b", "2"), ("a", "4")]);
        assert_eq!((form.raw("a"), form.raw("c"), form.ticked("c")), ("4", "", false));
    }

    #[test]
    fn a_fault_of_one_of_several_alike_is_told_at_its_own_field() {
        let faults = [Problem::new("lines", "a"), Problem::at("lines", "low_1".into(), "b")];
        let told = errors(&faults);
        assert_eq!(told.of("lines").as_deref(), Some("a"));
        assert_eq!(told.of("low_1").as_deref(), Some("b"));
    }

    #[test]
    fn a_form_of_many_fields_is_read_in_a_moment() {
        let many: Form = (0..100_000).map(|n| (format!("name_{n}"), String::new())).collect();
        let begun = std::time::Instant::now();
        assert!((0..100_000).all(|n| many.ticked(&format!("name_{n}"))));
        assert!(begun.elapsed().as_secs() < 5, "{:?}", begun.elapsed());
    }
}
