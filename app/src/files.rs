//! Files beside failure samples: received, kept, listed and served.
//! What is served is never run by a browser, and is asked for with a permission every time.

use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::route_table::{Access, Routes};
use axum::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HeaderValue,
};
use axum::response::{IntoResponse, Response};
use faultline::document::engagement::Problem;
use faultline::platform::ids::{AttachmentId, EngagementId};
use faultline::stores::access::{Action, ViewWork};
use faultline::stores::attachments::{Clean, Format, clean_all, store};
use faultline::stores::engagement::WriteError;

mod page;
mod parcel;

pub use page::FilesSection;
pub use parcel::Parcel;

/// The most that one form may carry, in bytes.
pub const FORM: usize = 24 * 1024 * 1024;
/// The most of a form that is read before the sender is cut off: one with too many files keeps what was typed.
pub const READ: usize = 4 * FORM;
/// What is said about what is taken.
pub const HINT: &str = "Screenshots (PNG, JPEG, WebP, GIF), logs and payloads as text, CSV, XLSX and PDF: 10 at most, 8 MB each, 24 MB together. Choose them, drop them here, or paste. Pictures lose everything but what one sees; secrets and personal data in texts and tables are replaced, and of a workbook the text of its cells is kept. A PDF is kept as it is.";

/// The feature's routes.
#[must_use]
pub fn routes() -> Routes {
    Routes::new().get(Access::To(Action::ViewWork), "/e/{engagement}/files/{file}", serve)
}

/// Files that were cleaned and lie in the file store, with no row yet.
pub type Kept = Vec<(AttachmentId, Clean)>;

/// Cleans what was sent and puts it into the file store; the inner error is what to put right.
///
/// # Errors
/// [`HttpError::Internal`] when the file store fails.
pub async fn keep(
    context: &RequestContext,
    engagement: EngagementId,
    parcel: &mut Parcel,
    redactor: faultline::engines::redact::Redactor,
) -> Result<Result<Kept, Vec<Problem>>, HttpError> {
    let given = std::mem::take(&mut parcel.files);
    if parcel.too_large {
        let says =
            "Together they are larger than 24 MB. Send fewer at once. Then choose the files again.";
        return Ok(Err(vec![Problem::new("files", says)]));
    }
    let cleaned = match clean_all(given, redactor).await {
        Ok(cleaned) => cleaned,
        Err(sentences) => {
            let problem = |sentence| {
                Problem::new("files", format!("{sentence} Then choose the files again."))
            };
            return Ok(Err(sentences.into_iter().map(problem).collect()));
        }
    };
    let mut kept = Kept::new();
    for clean in cleaned {
        let id = uuid::Builder::from_random_bytes(rand::random()).into_uuid().into();
        let stored = context.app.files.put(engagement, id, clean.bytes().to_vec()).await;
        kept.push((id, clean));
        if let Err(error) = stored {
            forget(context, engagement, &kept).await;
            return Err(HttpError::internal(&error));
        }
    }
    Ok(Ok(kept))
}

/// Forgets files whose rows were not stored after all.
pub async fn forget(context: &RequestContext, engagement: EngagementId, kept: &Kept) {
    let ids: Vec<_> = kept.iter().map(|(id, _)| *id).collect();
    context.app.files.forget(engagement, &ids).await;
}

/// Why rows were not stored.
pub enum Failed {
    /// These must be put right.
    Refused(Vec<Problem>),
    /// Nothing that the person can put right.
    Fault(HttpError),
}

impl From<HttpError> for Failed {
    fn from(fault: HttpError) -> Self {
        Self::Fault(fault)
    }
}

impl From<WriteError> for Failed {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Invalid(problems) => Self::Refused(problems),
            error => Self::Fault(error.into()),
        }
    }
}

/// A file. A browser takes it as what we say it is, and runs nothing in it.
async fn serve(
    context: RequestContext,
    Path((engagement, file)): Path<(EngagementId, AttachmentId)>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let head = store::head(&mut tx, grant, file).await?.ok_or(HttpError::NotFound)?;
    drop(tx);
    served(&context, engagement, file, head).await
}

/// The content of a file that somebody may read, under its name.
///
/// # Errors
/// [`HttpError::NotFound`] when it has none any more; [`HttpError::Internal`] when the file store fails.
pub async fn served(
    context: &RequestContext,
    engagement: EngagementId,
    file: AttachmentId,
    (name, format): (String, Format),
) -> Result<Response, HttpError> {
    let found = context.app.files.get(engagement, file).await;
    let bytes = found.map_err(|error| HttpError::internal(&error))?.ok_or(HttpError::NotFound)?;
    Ok(answer(bytes, &name, format))
}

/// The answer with a content under its name: a browser takes it as what we say it is, and runs nothing in it.
#[must_use]
pub fn answer(bytes: Vec<u8>, name: &str, format: Format) -> Response {
    let how = if format.is_picture() { "inline" } else { "attachment" };
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(format.media_type())),
        (CONTENT_DISPOSITION, disposition(how, name)),
        (CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; sandbox")),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    (headers, bytes).into_response()
}

/// How a browser is told a file's name, in any script (RFC 6266).
fn disposition(how: &str, name: &str) -> HeaderValue {
    let safe = |c: char| c.is_ascii_alphanumeric() || "-_.".contains(c);
    let ascii: String = name.chars().map(|c| if safe(c) { c } else { '-' }).collect();
    let whole = crate::form::url_encoded(name).replace('~', "%7E");
    let told = format!("{how}; filename=\"{ascii}\"; filename*=UTF-8''{whole}");
    // Letters, digits and a few marks only: it is always a valid header.
    HeaderValue::from_str(&told).unwrap_or(HeaderValue::from_static("attachment"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_in_any_script_becomes_a_header_that_cannot_be_split() {
        let told = disposition("inline", "Größe\"\r\nX: y.png");
        let told = told.to_str().unwrap();
        assert!(!told.contains(['\r', '\n']) && told.matches('"').count() == 2, "{told}");
    }
}
