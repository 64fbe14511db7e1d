//! Problem documents (RFC 9457): what went wrong, and what its sender can do.
//! None says whether something exists that the token may not see, and none carries anything internal.

use crate::http_error::HttpError;
use crate::urls;
use axum::http::HeaderValue;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, RETRY_AFTER, WWW_AUTHENTICATE};
use axum::response::{IntoResponse, Response};
use faultline::stores::engagement::WriteError;
use serde_json::{Value, json};

mod kind;

pub use kind::Kind;

/// The media type.
pub const TYPE: &str = "application/problem+json";

/// One thing to put right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// Where: a JSON pointer into the body, or the name of a parameter.
    pub at: Location,
    /// What to do.
    pub detail: String,
}

/// Where something is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A JSON pointer into the body.
    Body(String),
    /// A parameter of the address.
    Query(String),
}

/// A problem, ready to be told.
#[derive(Debug)]
pub struct Problem {
    kind: Kind,
    detail: Option<String>,
    wrong: Vec<Wrong>,
    wait: Option<i64>,
    scope: Option<&'static str>,
}

impl Problem {
    /// A problem of a kind.
    pub fn new(kind: Kind) -> Self {
        Self { kind, detail: None, wrong: Vec::new(), wait: None, scope: None }
    }

    /// Values to put right.
    pub fn wrong(kind: Kind, wrong: Vec<Wrong>) -> Self {
        Self { wrong, ..Self::new(kind) }
    }

    /// With more than its kind says.
    pub fn because(self, detail: impl Into<String>) -> Self {
        Self { detail: Some(detail.into()), ..self }
    }

    /// To be sent again after these seconds.
    pub fn wait(self, seconds: i64) -> Self {
        Self { wait: Some(seconds.max(1)), ..self }
    }

    /// For want of a scope.
    pub fn scope(self, scope: &'static str) -> Self {
        Self { scope: Some(scope), ..self }
    }

    fn body(&self) -> Value {
        let (title, advice) = self.kind.words();
        let mut body = json!({
            "type": urls::api_problem(self.kind.key()),
            "title": title,
            "status": self.kind.status().as_u16(),
            "detail": self.detail.as_deref().unwrap_or(advice),
        });
        if !self.wrong.is_empty() {
            body["errors"] = self.wrong.iter().map(Wrong::body).collect();
        }
        body
    }
}

impl Wrong {
    /// Something wrong in the body.
    pub fn body_at(pointer: impl Into<String>, detail: impl Into<String>) -> Self {
        Self { at: Location::Body(pointer.into()), detail: detail.into() }
    }

    fn body(&self) -> Value {
        match &self.at {
            Location::Body(pointer) => json!({ "pointer": pointer, "detail": self.detail }),
            Location::Query(name) => json!({ "parameter": name, "detail": self.detail }),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let kind = HeaderValue::from_static(TYPE);
        let none = HeaderValue::from_static("no-store");
        let headers = [(CONTENT_TYPE, kind), (CACHE_CONTROL, none)];
        let mut response = (self.kind.status(), headers, self.body().to_string()).into_response();
        let wait = self.wait.or((self.kind == Kind::Busy).then_some(5));
        if let Some(wait) = wait {
            response.headers_mut().insert(RETRY_AFTER, HeaderValue::from(wait));
        }
        let challenge = match (self.kind, self.scope) {
            (Kind::Token, _) => Some("Bearer realm=\"Faultline API\"".to_owned()),
            (Kind::Scope, Some(scope)) => Some(format!(
                "Bearer realm=\"Faultline API\", error=\"insufficient_scope\", scope=\"{scope}\""
            )),
            _ => None,
        };
        if let Some(challenge) = challenge.and_then(|text| HeaderValue::from_str(&text).ok()) {
            response.headers_mut().insert(WWW_AUTHENTICATE, challenge);
        }
        response
    }
}

impl From<HttpError> for Problem {
    fn from(error: HttpError) -> Self {
        Self::new(if error == HttpError::Busy { Kind::Busy } else { Kind::Internal })
    }
}

impl From<sqlx::Error> for Problem {
    fn from(error: sqlx::Error) -> Self {
        if faultline::stores::db::is_no_text(&error) {
            return Self::new(Kind::Syntax).because("A text in it holds a NUL character.");
        }
        // Logs the cause, which stays here.
        HttpError::internal(&error).into()
    }
}

impl From<WriteError> for Problem {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotFound => Self::new(Kind::NotFound),
            WriteError::Database(error) => error.into(),
            error => {
                HttpError::internal(&error);
                Self::new(Kind::Internal)
            }
        }
    }
}
