//! A form that carries a file.
//! The file's name is shown and recorded, and is never a path.

use crate::form::Form;
use crate::http_error::HttpError;
use axum::extract::{FromRequest, Multipart, Request, multipart::MultipartError};
use axum::http::StatusCode;
use faultline::engines::tables::Unreadable;

/// Most fields of one form: each column has one, and each unknown word.
const FIELDS: usize = 1_000;

/// What was sent.
#[derive(Debug, Default)]
pub struct Upload {
    /// The fields that are no file.
    pub sent: Form,
    file: Option<(String, Vec<u8>)>,
}

impl<S: Send + Sync> FromRequest<S> for Upload {
    type Rejection = HttpError;

    async fn from_request(request: Request, state: &S) -> Result<Self, HttpError> {
        let mut form =
            Multipart::from_request(request, state).await.map_err(|_| HttpError::BadRequest)?;
        let mut upload = Self::default();
        let mut fields = 0;
        while let Some(field) = form.next_field().await.map_err(|error| fault(&error))? {
            fields += 1;
            if fields > FIELDS {
                return Err(HttpError::BadRequest);
            }
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                Some(file_name) => {
                    let bytes = field.bytes().await.map_err(|error| fault(&error))?;
                    if !bytes.is_empty() {
                        upload.file = Some((file_name, bytes.into()));
                    }
                }
                None => upload.sent.push(&name, field.text().await.map_err(|error| fault(&error))?),
            }
        }
        Ok(upload)
    }
}

fn fault(error: &MultipartError) -> HttpError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        HttpError::TooLarge
    } else {
        HttpError::BadRequest
    }
}

impl Upload {
    /// The file, or the text that was pasted or travelled in the form.
    ///
    /// # Errors
    /// When there is neither.
    pub fn bytes(&self) -> Result<&[u8], Unreadable> {
        match &self.file {
            Some((_, bytes)) => Ok(bytes),
            None if self.sent.raw("text").is_empty() => Err(Unreadable::Empty),
            None => Ok(self.sent.raw("text").as_bytes()),
        }
    }

    /// The bytes of the file, or of the text that was pasted; none when there is neither.
    pub fn content(&self) -> &[u8] {
        self.file.as_ref().map_or_else(|| self.sent.raw("text").as_bytes(), |(_, bytes)| bytes)
    }

    /// What people call it.
    pub fn file_name(&self) -> String {
        let name = self.file.as_ref().map_or_else(|| self.sent.raw("file_name"), |(name, _)| name);
        let name: String = name.chars().filter(|c| !c.is_control()).take(200).collect();
        if name.trim().is_empty() { "pasted rows".into() } else { name }
    }
}
