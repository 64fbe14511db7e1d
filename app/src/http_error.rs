//! All that a browser may be told when something goes wrong.
//! A fault carries no text of its own: nothing internal can slip into a page.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use faultline::stores::access::Refused;
use faultline::stores::engagement::WriteError;
use faultline::stores::people::asking::Unanswered;

/// What went wrong, for the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpError {
    /// Nobody is signed in.
    SignIn,
    /// It does not exist, or not for this person: the same answer for both.
    NotFound,
    /// The request makes no sense.
    BadRequest,
    /// Someone else changed it meanwhile, and there is nothing to compare with.
    Conflict,
    /// More was sent than is taken.
    TooLarge,
    /// Too many tries from one address.
    TooOften,
    /// The server cannot take it now.
    Busy,
    /// Our fault; it was logged.
    Internal,
}

impl HttpError {
    /// Logs the cause of an internal fault, once, with its source chain.
    pub fn internal(error: &dyn std::error::Error) -> Self {
        let mut causes = vec![error.to_string()];
        let mut source = error.source();
        while let Some(cause) = source {
            causes.push(cause.to_string());
            source = cause.source();
        }
        tracing::error!(causes = causes.join(": "), "a request failed");
        Self::Internal
    }

    /// The status it is answered with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Conflict => StatusCode::CONFLICT,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// What the page says: a heading, and what to do.
    #[must_use]
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::SignIn => ("Please sign in", "Sign in to see this page."),
            Self::NotFound => (
                "There is nothing here",
                "The address may be wrong, or what was here may have moved. Go back, or start from the front page.",
            ),
            Self::BadRequest => {
                ("That did not make sense", "Go back, check what you entered, and send it again.")
            }
            Self::Conflict => (
                "Someone else changed this",
                "Go back and load the page again to see what it says now; then make your change once more.",
            ),
            Self::TooLarge => ("That is too large", "Go back and send less at once."),
            Self::TooOften => (
                "Too many tries",
                "Too many tries came from your network in a short time. Wait a minute, then try again.",
            ),
            Self::Busy => {
                ("Just a moment", "The server has its hands full. Try again in a few seconds.")
            }
            Self::Internal => (
                "Something went wrong on our side",
                "Nothing was saved. It has been noted; try again, and tell your admin if it stays.",
            ),
        }
    }
}

impl From<Refused> for HttpError {
    fn from(_: Refused) -> Self {
        Self::NotFound
    }
}

impl From<Unanswered> for HttpError {
    fn from(_: Unanswered) -> Self {
        Self::Busy
    }
}

impl From<sqlx::Error> for HttpError {
    fn from(error: sqlx::Error) -> Self {
        match error {
            sqlx::Error::PoolTimedOut => Self::Busy,
            error => Self::internal(&error),
        }
    }
}

impl From<WriteError> for HttpError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::NotFound => Self::NotFound,
            WriteError::Conflict(_) => Self::Conflict,
            WriteError::Invalid(_) => Self::BadRequest,
            WriteError::Database(error) => error.into(),
            WriteError::Json(error) => Self::internal(&error),
        }
    }
}

impl IntoResponse for HttpError {
    /// A bare answer that carries the fault; the outermost layer turns it into a page.
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}
