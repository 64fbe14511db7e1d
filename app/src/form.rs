//! Forms: what was typed, what is wrong with it, and the way back to the person who typed it.
//! What was typed is never lost: a form that cannot be saved is shown again as it was sent.

use crate::http_error::HttpError;
use crate::ui::FormErrors;
use axum::extract::{FromRequest, Request};
use axum::response::{IntoResponse, Redirect, Response};
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::str::FromStr;

/// The fields of a form as they were sent, in order; names may repeat.
#[derive(Debug, Clone, Default)]
pub struct Form(Vec<(String, String)>);

impl<S: Send + Sync> FromRequest<S> for Form {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        #[expect(clippy::disallowed_types, reason = "the one place that wraps it")]
        let form = axum::Form::<Vec<(String, String)>>::from_request(request, state).await;
        form.map(|form| Self(form.0)).map_err(|error| match error.into_response().status() {
            axum::http::StatusCode::PAYLOAD_TOO_LARGE => HttpError::TooLarge,
            _ => HttpError::BadRequest,
        })
    }
}

impl Form {
    /// Fields made by hand, to fill a form from what is stored.
    #[must_use]
    pub fn of(fields: Vec<(&str, String)>) -> Self {
        Self(fields.into_iter().map(|(name, value)| (name.to_owned(), value)).collect())
    }

    /// Adds a field.
    pub fn push(&mut self, name: &str, value: impl Into<String>) {
        self.0.push((name.to_owned(), value.into()));
    }

    /// Replaces a field.
    pub fn set(&mut self, name: &str, value: impl Into<String>) {
        self.0.retain(|(found, _)| found != name);
        self.push(name, value);
    }

    /// A field, without surrounding space and with line ends as `\n`; empty when it was not sent.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.raw(name).trim().replace("\r\n", "\n")
    }

    /// A field exactly as sent.
    #[must_use]
    pub fn raw(&self, name: &str) -> &str {
        self.0.iter().find(|(found, _)| found == name).map_or("", |(_, value)| value)
    }

    /// All values sent under a name.
    pub fn all<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> {
        self.0.iter().filter(move |(found, _)| found == name).map(|(_, value)| value.as_str())
    }

    /// Every field sent.
    pub fn fields(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Whether a box was ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.0.iter().any(|(found, _)| found == name)
    }

    /// The version the form was read with, 0 for something new.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.raw("version").parse().unwrap_or(0)
    }
}

/// Parses a form's fields and gathers what is wrong with them.
#[derive(Debug)]
pub struct Reading<'a> {
    sent: &'a Form,
    problems: Vec<Problem>,
}

impl<'a> Reading<'a> {
    /// Begins to read a form.
    #[must_use]
    pub fn new(sent: &'a Form) -> Self {
        Self { sent, problems: Vec::new() }
    }

    /// Notes a problem.
    pub fn problem(&mut self, field: &'static str, message: &str) {
        self.problems.push(Problem::new(field, message));
    }

    /// An entry of a catalogue; what is wrong is noted, and the first entry stands in until it is put right.
    pub fn choice<C: Catalogue>(&mut self, field: &'static str, message: &str) -> C {
        C::from_key(self.sent.raw(field)).unwrap_or_else(|_| {
            self.problem(field, message);
            C::ALL[0]
        })
    }

    /// An entry of a catalogue, or none.
    pub fn optional_choice<C: Catalogue>(&mut self, field: &'static str) -> Option<C> {
        let raw = self.sent.raw(field);
        let found = C::from_key(raw).ok();
        if found.is_none() && !raw.is_empty() {
            self.problem(field, "Choose one of the list.");
        }
        found
    }

    /// Anything that can be read from a text; what is wrong is noted, and `T::from_str` of nothing is not tried.
    pub fn parse<T: FromStr>(&mut self, field: &'static str, message: &str) -> Option<T> {
        let found = self.sent.text(field).parse().ok();
        if found.is_none() {
            self.problem(field, message);
        }
        found
    }

    /// Anything that can be read from a text, or nothing when the field is empty.
    pub fn optional<T: FromStr>(&mut self, field: &'static str, message: &str) -> Option<T> {
        if self.sent.text(field).is_empty() { None } else { self.parse(field, message) }
    }

    /// What is wrong.
    #[must_use]
    pub fn problems(self) -> Vec<Problem> {
        self.problems
    }
}

/// The answer to a form that was saved: the page to look at next.
#[must_use]
pub fn go(to: &str) -> Response {
    Redirect::to(to).into_response()
}

/// What is wrong, for the fields of a form.
#[must_use]
pub fn errors(problems: &[Problem]) -> FormErrors {
    let mut errors = FormErrors::new();
    problems.iter().for_each(|problem| errors.add(problem.field, problem.message.clone()));
    errors
}

/// What has a meaning in an address, and all that is not ASCII.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// A text as a value in an address.
#[must_use]
pub fn url_encoded(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}
