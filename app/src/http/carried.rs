//! What a form carried that was sent after its session had ended. Nothing of it is stored: it goes back to whoever
//! sent it with the page on which they sign in again, and from there to where it was meant for.

use crate::form::Form;
use crate::http_error::HttpError;
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use axum::http::Method;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use serde::{Deserialize, Serialize};

/// Most fields that are carried.
const FIELDS: usize = 5_000;
/// Most that is carried, in bytes.
const BYTES: usize = 1024 * 1024;
/// Most that is read of a form with files, in bytes: what a form with files may send.
const DRAINED: usize = 25 * 1024 * 1024;

/// A form on its way round the sign-in page.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Carried {
    /// Where it was sent to.
    pub path: String,
    /// Its fields, in order.
    pub fields: Vec<(String, String)>,
    /// The fields that carried files, which do not come along, and what the files were called.
    pub files: Vec<(String, String)>,
}

impl Carried {
    /// Whether anybody typed anything of it.
    fn is_empty(&self) -> bool {
        let made_by_us = |name: &str| matches!(name, "version" | super::once::FIELD);
        self.files.is_empty() && self.fields.iter().all(|(name, _)| made_by_us(name))
    }
}

/// The answer to whoever must sign in first: with what they sent, when it is a form.
pub async fn sign_in_first(request: Request) -> Response {
    let mut response = HttpError::SignIn.into_response();
    if *request.method() != Method::POST {
        return response;
    }
    let path = request.uri().path().to_owned();
    let kind = request.headers().get(CONTENT_TYPE).map(|kind| kind.as_bytes().to_vec());
    let kind = kind.unwrap_or_default();
    let carried = if kind.starts_with(b"application/x-www-form-urlencoded") {
        fields(request).await
    } else if kind.starts_with(b"multipart/form-data") {
        parts(request).await
    } else {
        None
    };
    if let Some(carried) = carried.filter(|carried| !carried.is_empty()) {
        response.extensions_mut().insert(Carried { path, ..carried });
    }
    response
}

/// A password is shown on no page, and is typed again.
fn is_password(name: &str) -> bool {
    name.contains("password")
}

async fn fields(mut request: Request) -> Option<Carried> {
    DefaultBodyLimit::max(BYTES).apply(&mut request);
    let sent = Form::from_request(request, &()).await.ok()?;
    let fields = sent.fields().filter(|(name, _)| !is_password(name));
    let fields = fields.map(|(name, value)| (name.to_owned(), value.to_owned()));
    Some(Carried { fields: fields.take(FIELDS).collect(), ..Carried::default() })
}

/// The whole of it is read, files too: a browser that is still sending does not hear an answer.
async fn parts(mut request: Request) -> Option<Carried> {
    DefaultBodyLimit::max(DRAINED).apply(&mut request);
    let mut form = Multipart::from_request(request, &()).await.ok()?;
    let (mut carried, mut bytes) = (Carried::default(), 0);
    while let Ok(Some(mut part)) = form.next_field().await {
        let name = part.name().unwrap_or_default().to_owned();
        let file = part.file_name().map(str::to_owned);
        let mut text = Vec::new();
        while let Ok(Some(piece)) = part.chunk().await {
            if file.is_none() && bytes < BYTES {
                bytes += piece.len();
                text.extend_from_slice(&piece);
            }
        }
        if carried.fields.len() + carried.files.len() >= FIELDS {
            continue;
        }
        match file {
            Some(file) if file.is_empty() => {}
            None if is_password(&name) => {}
            Some(file) => carried.files.push((name, file.chars().take(200).collect())),
            None => carried.fields.push((name, String::from_utf8_lossy(&text).into_owned())),
        }
    }
    Some(carried)
}
