//! A form that carries a file.
//! The file's name is shown and recorded, and is never a path.

use crate::form::Form;
use crate::http::once::{Stamp, Sum};
use crate::http::turns;
use crate::http_error::HttpError;
use axum::extract::{FromRequest, Multipart, Request, multipart::MultipartError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use faultline::stores::access::Actor;
use std::fs::File;
use std::io::{self, Read, Seek, Write};
use std::sync::Arc;

/// Most fields of one form: each column has one, and each unknown word.
const FIELDS: usize = 1_000;

/// What was sent.
#[derive(Debug, Default)]
pub struct Upload {
    /// The fields that are no file.
    pub sent: Form,
    file: Option<(String, File)>,
}

/// What a file or a text that was pasted holds. A file lies on the disk, under no name, until it is read.
#[derive(Debug)]
pub enum Content {
    /// A file.
    File(File),
    /// A text.
    Text(String),
}

impl Content {
    /// All of it; this reads from the disk.
    ///
    /// # Errors
    /// When the disk fails.
    pub fn read(self) -> io::Result<Vec<u8>> {
        match self {
            Self::Text(text) => Ok(text.into_bytes()),
            Self::File(mut file) => {
                let mut bytes = Vec::new();
                file.rewind()?;
                file.read_to_end(&mut bytes)?;
                Ok(bytes)
            }
        }
    }
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let stamp = request.extensions().get::<Stamp>().cloned();
        let mut sum = Sum::default();
        let read = read(request, state, &mut sum).await.map_err(IntoResponse::into_response)?;
        if let Some(stamp) = stamp {
            stamp.claim(sum).await?;
        }
        Ok(read)
    }
}

async fn read<S: Send + Sync>(
    request: Request,
    state: &S,
    sum: &mut Sum,
) -> Result<Upload, HttpError> {
    let person = request.extensions().get::<Arc<Actor>>().map(|actor| actor.person);
    let _place = turns::upload(person.ok_or(HttpError::SignIn)?.0)?;
    let mut form =
        Multipart::from_request(request, state).await.map_err(|_| HttpError::BadRequest)?;
    let mut upload = Upload::default();
    let mut fields = 0;
    while let Some(mut field) = form.next_field().await.map_err(|error| fault(&error))? {
        fields += 1;
        if fields > FIELDS {
            return Err(HttpError::BadRequest);
        }
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            Some(file_name) => {
                sum.field(&name, &file_name);
                let mut file = tempfile::tempfile().map_err(|error| HttpError::internal(&error))?;
                let mut empty = true;
                while let Some(piece) = field.chunk().await.map_err(|error| fault(&error))? {
                    empty &= piece.is_empty();
                    sum.piece(&piece);
                    file.write_all(&piece).map_err(|error| HttpError::internal(&error))?;
                }
                if !empty {
                    upload.file = Some((file_name, file));
                }
            }
            None => {
                let value = field.text().await.map_err(|error| fault(&error))?;
                sum.field(&name, &value);
                upload.sent.push(&name, value);
            }
        }
    }
    Ok(upload)
}

fn fault(error: &MultipartError) -> HttpError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        HttpError::TooLarge
    } else {
        HttpError::BadRequest
    }
}

impl Upload {
    /// The file, or else the text that was pasted; the file is given once.
    pub fn take_content(&mut self) -> Content {
        match self.file.take() {
            Some((_, file)) => Content::File(file),
            None => Content::Text(self.sent.raw("text").to_owned()),
        }
    }

    /// What people call it.
    pub fn file_name(&self) -> String {
        let name = self.file.as_ref().map_or_else(|| self.sent.raw("file_name"), |(name, _)| name);
        let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
        if name.trim().is_empty() { "pasted rows".into() } else { name }
    }
}
