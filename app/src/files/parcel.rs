//! A form that carries several files.
//! Their names are shown and never a path; how many there are is bounded before any is read.

use super::FORM;
use crate::form::Form;
use crate::http::once::{Stamp, Sum};
use crate::http::turns;
use crate::http_error::HttpError;
use axum::extract::multipart::MultipartError;
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use faultline::stores::access::Actor;
use faultline::stores::attachments::{BYTES, FILES_PER_FORM, Given};
use std::sync::Arc;

/// Most fields of one form.
const FIELDS: usize = 100;

/// What was sent.
#[derive(Debug, Default)]
pub struct Parcel {
    /// The fields that are no files.
    pub sent: Form,
    /// The files. One more than are taken says that there were too many.
    pub files: Vec<Given>,
    /// Whether they are larger together than is taken: then none of them is whole.
    pub too_large: bool,
}

impl<S: Send + Sync> FromRequest<S> for Parcel {
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
) -> Result<Parcel, HttpError> {
    let person = request.extensions().get::<Arc<Actor>>().map(|actor| actor.person);
    let _place = turns::upload(person.ok_or(HttpError::SignIn)?.0)?;
    let mut form =
        Multipart::from_request(request, state).await.map_err(|_| HttpError::BadRequest)?;
    let mut parcel = Parcel::default();
    let (mut fields, mut all) = (0, 0);
    while let Some(mut field) = form.next_field().await.map_err(|error| fault(&error))? {
        fields += 1;
        if fields > FIELDS {
            return Err(HttpError::BadRequest);
        }
        let name = field.name().unwrap_or_default().to_owned();
        match field.file_name().map(str::to_owned) {
            // A field for files that was left empty sends an empty one without a name.
            Some(file_name) => {
                sum.field(&name, &file_name);
                let mut given =
                    Given::new(file_name).map_err(|error| HttpError::internal(&error))?;
                let mut length = 0;
                while let Some(piece) = field.chunk().await.map_err(|error| fault(&error))? {
                    sum.piece(&piece);
                    let before = length;
                    length += piece.len();
                    all += piece.len();
                    // More than is taken is not kept; one byte past it tells.
                    if before <= BYTES && all <= FORM {
                        given.write(&piece).map_err(|error| HttpError::internal(&error))?;
                    }
                }
                let chosen = !(given.name.is_empty() && length == 0);
                if chosen && parcel.files.len() <= FILES_PER_FORM {
                    parcel.files.push(given);
                }
            }
            None => {
                let value = field.text().await.map_err(|error| fault(&error))?;
                sum.field(&name, &value);
                parcel.sent.push(&name, value);
            }
        }
    }
    parcel.too_large = all > FORM;
    Ok(parcel)
}

fn fault(error: &MultipartError) -> HttpError {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        HttpError::TooLarge
    } else {
        HttpError::BadRequest
    }
}
