//! All that a browser may be told when something goes wrong.
//! A fault carries no text of its own: nothing internal can slip into a page.

use axum::http::header::RETRY_AFTER;
use axum::http::{HeaderValue, StatusCode};
use axum::response::{IntoResponse, Response};
use faultline::stores::access::Refused;
use faultline::stores::db::is_away;
use faultline::stores::engagement::WriteError;
use faultline::stores::people::asking::Unanswered;

/// The seconds after which whoever was told that we are busy may try again.
pub const RETRY_SOON: HeaderValue = HeaderValue::from_static("5");

/// What went wrong, for the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HttpError {
    /// Nobody is signed in.
    SignIn,
    /// It does not exist, or not for this person: the same answer for both.
    NotFound,
    /// The request makes no sense.
    BadRequest,
    /// The address takes what a form sends, and shows nothing.
    Method,
    /// It was sent from a page of another site.
    Elsewhere,
    /// Someone else changed it meanwhile, and there is nothing to compare with.
    Conflict,
    /// The engagement is archived: it can be read and not changed.
    Archived,
    /// It holds a character that is no text.
    NotText,
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
    /// Logs the cause of an internal fault, once, with its source chain. While the database is away it is none.
    pub fn internal(error: &(dyn std::error::Error + 'static)) -> Self {
        let (mut causes, mut away, mut cause) = (Vec::new(), false, Some(error));
        while let Some(error) = cause {
            causes.push(error.to_string());
            away |= says_away(error);
            cause = error.source();
        }
        let causes = causes.join(": ");
        if away {
            tracing::warn!(causes, "the database is away");
            return Self::Busy;
        }
        tracing::error!(causes, "a request failed");
        Self::Internal
    }

    /// The status it is answered with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::SEE_OTHER,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest => StatusCode::BAD_REQUEST,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Elsewhere => StatusCode::FORBIDDEN,
            Self::NotText => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict | Self::Archived => StatusCode::CONFLICT,
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
            Self::Method => (
                "This address only takes what a form sends",
                "Go back to the page with the form, or start from the front page.",
            ),
            Self::Elsewhere => (
                "This was sent from another site",
                "Nothing was saved. Open the page here, and send it from there.",
            ),
            Self::Conflict => (
                "Someone else changed this",
                "Go back and load the page again to see what it says now; then make your change once more.",
            ),
            Self::Archived => (
                "This engagement is archived",
                "It can be read, and nothing in it can be changed. To bring it back, choose another stage in its settings; then go back and send this again.",
            ),
            Self::NotText => (
                "A character in it is no text",
                "What was sent holds a NUL character, which no text has; it often comes with a copy from another program. Go back, take it out, and send it again.",
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

/// Whether this error, without its causes, says that the database is away. The session store only says that it failed,
/// which nothing else than the database can be the reason of.
fn says_away(error: &(dyn std::error::Error + 'static)) -> bool {
    use tower_sessions::session::Error as SessionError;
    use tower_sessions::session_store::Error as StoreError;
    let store = |error: &StoreError| matches!(error, StoreError::Backend(_));
    error.downcast_ref::<sqlx::Error>().is_some_and(is_away)
        || error.downcast_ref::<StoreError>().is_some_and(store)
        || matches!(error.downcast_ref(), Some(SessionError::Store(error)) if store(error))
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
        if faultline::stores::db::is_no_text(&error) {
            return Self::NotText;
        }
        Self::internal(&error)
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
        if self == Self::Busy {
            response.headers_mut().insert(RETRY_AFTER, RETRY_SOON);
        }
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_database_that_is_away_is_no_fault_of_ours() {
        let gone = || sqlx::Error::Io(std::io::ErrorKind::ConnectionReset.into());
        assert_eq!(HttpError::from(gone()), HttpError::Busy);
        assert_eq!(HttpError::from(WriteError::Database(gone())), HttpError::Busy);
        assert_eq!(HttpError::from(sqlx::Error::PoolTimedOut), HttpError::Busy);
        assert_eq!(HttpError::from(sqlx::Error::RowNotFound), HttpError::Internal);
        let stored = tower_sessions::session_store::Error::Backend("gone".into());
        let session = tower_sessions::session::Error::Store(stored);
        assert_eq!(HttpError::internal(&session), HttpError::Busy);
    }

    #[test]
    fn whoever_is_told_to_wait_is_told_how_long() {
        let answer = HttpError::Busy.into_response();
        assert_eq!(answer.headers().get(RETRY_AFTER), Some(&RETRY_SOON));
    }
}
