//! Redacting more: a person marks a text of a sample, and it becomes a placeholder wherever it stands in its engagement.
//! What was marked goes back to the person with a form that was refused, and to the job that searches text files.

use super::{Refusal, detail, edit};
use crate::form::{Filled, Form, go};
use crate::http_error::HttpError;
use crate::jobs;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{Choice, EditForm, Field, FormErrors, Select};
use crate::urls::at;
use axum::response::Response;
use faultline::engines::redact::Kind;
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::access::EditWork;
use faultline::stores::jobs::{JobKind, store as job_store};
use faultline::stores::samples as store;
use faultline::stores::samples::{Marked, Redacted};

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
                    hint="Copy it from this page. Wherever it stands in this engagement (samples, maps, comments, drafts, text files, the history) it becomes the same placeholder, and cannot be read again. A published version that holds it is marked as withdrawn; a file that waits to be imported and holds it is taken away. What pictures and PDFs show is not read: those that you should look at are listed afterwards."
                />
                <Select label="What it is" name="kind" choices=kinds selected=form.text("kind") />
            </EditForm>
            <p><a href=at(engagement, "redactions")>"What was redacted before"</a></p>
        </details>
    }
}

/// Replaces what was marked, and leads to what is left to do about it.
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
    let mut tx = context.act().await?;
    match store::redact_more(&mut tx, grant, marked).await {
        Ok(Redacted { record, files, .. }) if files.texts > 0 => {
            let job = job_store::start(&mut tx, grant, JobKind::Redaction, record.0).await?;
            tx.commit().await?;
            Ok(go(&jobs::address(engagement, job)))
        }
        Ok(Redacted { record, files, .. }) => {
            tx.commit().await?;
            let look = format!("redactions/{record}");
            let done = format!("samples/{id}?saved=1");
            Ok(go(&at(engagement, if files.pictures > 0 { &look } else { &done })))
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
