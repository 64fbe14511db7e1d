//! Every kind of problem: its status, its name, and advice for whoever meets it.
//! The page about the API prints the same table.

use axum::http::StatusCode;

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Syntax,
    Key,
    Token,
    Scope,
    NotFound,
    Method,
    Unfinished,
    Conflict,
    TooLarge,
    MediaType,
    Invalid,
    OtherBody,
    Archived,
    TooOften,
    Internal,
    Busy,
}

impl Kind {
    /// Every kind, in the order of the page.
    pub const ALL: [Self; 16] = [
        Self::Syntax,
        Self::Key,
        Self::Token,
        Self::Scope,
        Self::NotFound,
        Self::Method,
        Self::Conflict,
        Self::OtherBody,
        Self::Archived,
        Self::Unfinished,
        Self::TooLarge,
        Self::MediaType,
        Self::Invalid,
        Self::TooOften,
        Self::Internal,
        Self::Busy,
    ];

    /// The status it is answered with.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Syntax | Self::Key => StatusCode::BAD_REQUEST,
            Self::Token => StatusCode::UNAUTHORIZED,
            Self::Scope => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Unfinished | Self::Conflict | Self::OtherBody | Self::Archived => {
                StatusCode::CONFLICT
            }
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::MediaType => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::Invalid => StatusCode::UNPROCESSABLE_ENTITY,
            Self::TooOften => StatusCode::TOO_MANY_REQUESTS,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// The kind that a bare status stands for.
    pub fn of_status(status: StatusCode) -> Self {
        let found = Self::ALL.into_iter().find(|kind| kind.status() == status);
        found.unwrap_or(if status.is_client_error() { Self::Syntax } else { Self::Internal })
    }

    /// Its name in the address of its explanation.
    pub fn key(self) -> &'static str {
        match self {
            Self::Syntax => "not-understood",
            Self::Key => "no-idempotency-key",
            Self::Token => "no-token",
            Self::Scope => "not-in-scope",
            Self::NotFound => "nothing-here",
            Self::Method => "no-such-method",
            Self::Unfinished => "still-at-work",
            Self::Conflict => "cannot-be-true",
            Self::TooLarge => "too-large",
            Self::MediaType => "not-json",
            Self::Invalid => "invalid",
            Self::OtherBody => "key-used-before",
            Self::Archived => "archived",
            Self::TooOften => "too-often",
            Self::Internal => "our-fault",
            Self::Busy => "busy",
        }
    }

    /// What it is called, and what to do about it.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Syntax => {
                ("The request is not understood", "Send what the document of this API describes.")
            }
            Self::Key => (
                "The request has no usable Idempotency-Key",
                "Send a header Idempotency-Key of 1 to 255 visible ASCII characters, a new one for each thing to be stored.",
            ),
            Self::Token => (
                "The request has no usable token",
                "Send a header “Authorization: Bearer …” with a token that has neither expired nor been revoked.",
            ),
            Self::Scope => {
                ("The token is for something else", "Make a token with the scope that this needs.")
            }
            Self::NotFound => (
                "There is nothing here",
                "It does not exist, or not for this token. Check the address and the ids in it.",
            ),
            Self::Method => {
                ("This method does nothing here", "Use one of the methods in the header Allow.")
            }
            Self::Unfinished => (
                "A request with this Idempotency-Key is still being worked on",
                "Wait a little and send the same again.",
            ),
            Self::Conflict => (
                "What was sent cannot be true",
                "Each value is sound by itself. Put right what contradicts another value, the clock, or what is stored.",
            ),
            Self::TooLarge => {
                ("The request is too large", "Send 4 MB and 500 samples at most at once.")
            }
            Self::MediaType => (
                "The request is not JSON",
                "Send JSON with the header “Content-Type: application/json”.",
            ),
            Self::Invalid => (
                "Some values are not what they should be",
                "Put right what each pointer leads to; nothing was stored.",
            ),
            Self::OtherBody => (
                "This Idempotency-Key was used for something else",
                "Send a new key with a new body. With the same body, the answer of the first time is given.",
            ),
            Self::Archived => {
                ("The engagement is archived", "It takes no samples until somebody brings it back.")
            }
            Self::TooOften => (
                "The token was used too often",
                "Wait as long as the header Retry-After says, in seconds.",
            ),
            Self::Internal => (
                "Something went wrong on our side",
                "Nothing was stored. It has been noted; send the same again.",
            ),
            Self::Busy => (
                "The server has its hands full",
                "Nothing was stored. Send the same again in a few seconds.",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_its_own_name_and_every_status_its_kind() {
        let mut keys: Vec<_> = Kind::ALL.iter().map(|kind| kind.key()).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), Kind::ALL.len());
        for kind in Kind::ALL {
            assert_eq!(Kind::of_status(kind.status()).status(), kind.status());
        }
        assert_eq!(Kind::of_status(StatusCode::IM_A_TEAPOT), Kind::Syntax);
    }
}
