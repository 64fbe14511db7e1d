//! An engagement's own title and stage.

use crate::editing::part;
use crate::form::{Filled, Form, Reading, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{EditForm, Field, Link, PageHeader, Select, choices};
use crate::urls::{self, at};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Problem, Stage};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;
use faultline::stores::access::{EditWork, FirmAction};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};

/// The page.
#[component]
pub fn SettingsPage(
    /// The engagement.
    engagement: EngagementId,
    /// What it is called.
    named: String,
    /// The form.
    form: Filled,
    /// Whether the reader may erase it.
    may_erase: bool,
) -> impl IntoView {
    let overview = at(engagement, "");
    let erase = may_erase.then(|| {
        let page = urls::erase_engagement(engagement);
        view! { <a class="button" href=page>"Erase this engagement"</a> }
    });
    view! {
        <PageHeader title="Settings" trail=vec![Link::new(overview.clone(), named)]>
            {erase}
        </PageHeader>
        <EditForm
            action=at(engagement, "settings")
            save="Save settings"
            cancel=overview
            errors=form.errors()
            version=form.version()
        >
            <Field
                label="Title"
                name="title"
                value=form.text("title")
                error=form.error("title")
                required=true
                maxlength=200
            />
            <Select
                label="Stage"
                name="stage"
                choices={choices::<Stage>()}
                selected=form.text("stage")
                hint="An archived engagement can be read and not changed, and is left out of the list. Choose another stage to bring it back."
                error=form.error("stage")
            />
        </EditForm>
    }
}

/// The form of title and stage.
pub async fn edit(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    let loaded = part::loaded(&context, engagement).await?;
    let sent = Form::of(vec![
        ("version", loaded.version.to_string()),
        ("title", loaded.document.title.clone()),
        ("stage", loaded.document.stage.key().to_owned()),
    ]);
    Ok(page(&context, &loaded, sent, &[], StatusCode::OK))
}

/// Saves title and stage.
pub async fn rename(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    mut sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut reading = Reading::new(&sent);
    let stage = reading.choice::<Stage>("stage", "Choose how far the engagement has come.");
    let mut problems = reading.problems();
    if problems.is_empty() {
        let mut tx = context.act().await?;
        match store::rename(&mut tx, grant, &sent.text("title"), stage, sent.version()).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(go(&at(engagement, "")));
            }
            Err(WriteError::Invalid(found)) => problems = found,
            Err(WriteError::Conflict(_)) => {
                drop(tx);
                let loaded = part::loaded(&context, engagement).await?;
                let now = format!(
                    "Someone else changed this meanwhile: it is now “{}”, {}. Save again to have it your way.",
                    loaded.document.title, loaded.document.stage
                );
                sent.set("version", loaded.version.to_string());
                return Ok(page(
                    &context,
                    &loaded,
                    sent,
                    &[Problem::new("", now)],
                    StatusCode::CONFLICT,
                ));
            }
            Err(error) => return Err(error.into()),
        }
    }
    let loaded = part::loaded(&context, engagement).await?;
    Ok(page(&context, &loaded, sent, &problems, StatusCode::UNPROCESSABLE_ENTITY))
}

fn page(
    context: &RequestContext,
    loaded: &Loaded,
    sent: Form,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    let (engagement, named) = (loaded.document.id, loaded.document.title.clone());
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let form = Filled::new(sent, errors(problems));
    let may_erase = context.can_in_firm(FirmAction::Erase);
    context.render(status, "Settings", false, || {
        let page = view! { <SettingsPage engagement named form may_erase /> };
        frame::engagement(context, nav, page)
    })
}
