//! Files to keep: their name and the headers that make a browser store them.
//! A name is text from outside: it must never split a header.

use crate::form::url_encoded;
use axum::body::Body;
use axum::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, HeaderValue};
use axum::response::{IntoResponse, Response};

/// A text as a part of a file's name.
#[must_use]
pub fn plain(text: &str) -> String {
    let words: Vec<_> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    words.join("-").chars().take(60).collect()
}

/// A file to keep, under a name that every browser understands (RFC 6266).
#[must_use]
pub fn file(name: &str, kind: &'static str, body: Body) -> Response {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ascii: String = name.chars().map(|c| if safe(c) { c } else { '-' }).collect();
    let disposition =
        format!("attachment; filename=\"{ascii}\"; filename*=UTF-8''{}", url_encoded(name));
    // Letters, digits, “-”, “_” and “.” only: it is always a valid header.
    let disposition =
        HeaderValue::from_str(&disposition).unwrap_or(HeaderValue::from_static("attachment"));
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(kind)),
        (CONTENT_DISPOSITION, disposition),
        (CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (headers, body).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_becomes_a_header_that_cannot_be_split() {
        let response = file("Größe\"\r\nX: y_v1.pdf", "application/pdf", Body::empty());
        let told = response.headers()[CONTENT_DISPOSITION].to_str();
        let told = told.unwrap();
        assert!(!told.contains(['\r', '\n']) && told.matches('"').count() == 2, "{told}");
        let response = file("Größe_v1.pdf", "application/pdf", Body::empty());
        let told = response.headers()[CONTENT_DISPOSITION].to_str();
        assert_eq!(
            told.ok(),
            Some("attachment; filename=\"Gr--e_v1.pdf\"; filename*=UTF-8''Gr%C3%B6%C3%9Fe_v1.pdf")
        );
    }
}
