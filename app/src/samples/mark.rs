//! Redacting more: a person marks a text of a sample, and it becomes a placeholder wherever it stands in it.
//! What was marked goes back to the person with the form, and nowhere else.

use super::{Refusal, detail, edit, form};
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Choice, EditForm, Field, Select};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Engagement;
use faultline::engines::redact::Kind;
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::access::EditWork;
use faultline::stores::samples as store;
use faultline::stores::samples::{Marked, Stored};

/// Replaces what was marked.
pub async fn redact(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SampleId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let kind = Kind::ALL.into_iter().find(|kind| kind.label() == sent.raw("kind"));
    let kind = kind.ok_or(HttpError::BadRequest)?;
    let text = sent.text("text");
    let mut tx = context.act().await?;
    let marked = Marked { id, version: sent.version(), text: &text, kind };
    match store::redact_more(&mut tx, grant, marked).await {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("samples/{id}?saved=1"))))
        }
        Err(error) => {
            drop(tx);
            let marked = Some((sent, Refusal::of(error)?));
            edit::page(
                &context,
                engagement,
                id,
                detail::Shown { marked, ..detail::Shown::default() },
            )
            .await
        }
    }
}

/// The form; it comes back with what was marked and why that was refused.
pub fn view(
    document: &Engagement,
    stored: &Stored,
    refused: Option<&(Form, Refusal)>,
) -> impl IntoView + use<> {
    let action = at(document.id, &format!("samples/{}/redact", stored.sample.id));
    let errors = form::faults(refused.map(|(_, refusal)| refusal));
    let error = errors.of("text");
    let (text, kind) = refused.map_or_else(
        || (String::new(), Kind::Name.label().to_owned()),
        |(sent, _)| (sent.text("text"), sent.text("kind")),
    );
    let kinds: Vec<_> =
        Kind::ALL.iter().map(|kind| Choice::new(kind.label(), kind.label())).collect();
    let version = Some(i64::from(stored.version));
    view! {
        <details class="change" id="redact" open=refused.is_some()>
            <summary class="button">"Redact more"</summary>
            <EditForm action save="Redact" errors version label="Redact more">
                <Field label="Text to redact" name="text" value=text error required=true maxlength=5000
                    hint="Copy it from this page. Every place where it stands in this sample and in the history of this engagement becomes the same placeholder, and cannot be read there again. Versions that were published and files stay as they are." />
                <Select label="What it is" name="kind" choices=kinds selected=kind />
            </EditForm>
        </details>
    }
}
