//! Redacting more: a person marks a text of a sample, and it becomes a placeholder wherever it stands in it.
//! What was marked goes back to the person with the form, and nowhere else.

use super::{Refusal, detail, edit};
use crate::files::redact_texts;
use crate::form::{Filled, Form, go};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Choice, EditForm, Field, FormErrors, Select};
use crate::urls::at;
use axum::response::Response;
use faultline::engines::redact::Kind;
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::access::EditWork;
use faultline::stores::redaction::Mark;
use faultline::stores::samples as store;
use faultline::stores::samples::Marked;

/// The form; it comes back with what was marked and why that was refused.
#[component]
pub fn RedactMore(
    /// The engagement.
    engagement: EngagementId,
    /// The sample.
    id: SampleId,
    /// The version it was read in.
    version: i32,
    /// What was marked, and why it was not redacted.
    refused: Option<Filled>,
) -> impl IntoView {
    let action = at(engagement, &format!("samples/{id}/redact"));
    let open = refused.is_some();
    let blank = || Form::of(vec![("kind", Kind::Name.label().to_owned())]);
    let form = refused.unwrap_or_else(|| Filled::new(blank(), FormErrors::new()));
    let kinds = Kind::ALL.iter().map(|kind| Choice::new(kind.label(), kind.label())).collect();
    view! {
        <details class="change" id="redact" open=open>
            <summary class="button">"Redact more"</summary>
            <EditForm
                action
                save="Redact"
                errors=form.errors()
                version=Some(i64::from(version))
                label="Redact more"
            >
                <Field
                    label="Text to redact"
                    name="text"
                    value=form.text("text")
                    error=form.error("text")
                    required=true
                    maxlength=5000
                    hint="Copy it from this page. Wherever it stands in this engagement (samples, maps, comments, drafts, text files, the history) it becomes the same placeholder, and cannot be read again. A published version that holds it is marked as withdrawn; a file that waits to be imported and holds it is taken away. Blank it in pictures by hand."
                />
                <Select label="What it is" name="kind" choices=kinds selected=form.text("kind") />
            </EditForm>
        </details>
    }
}

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
    let marked = Marked { id, version: sent.version(), text: &text, kind };
    let files = match store::placeholder(&mut *context.look().await?, grant, marked).await {
        Ok(placeholder) => {
            let mark = Mark { text: &text, placeholder: &placeholder };
            redact_texts(&context, engagement, mark).await?
        }
        // What is wrong with it is told below.
        Err(_) => 0,
    };
    let mut tx = context.act().await?;
    match store::redact_more(&mut tx, grant, marked, files).await {
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
