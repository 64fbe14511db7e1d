//! One sample: adding it, showing it, changing it, reviewing it.
//! A stale form comes back with both sides; nothing is overwritten silently.

use super::detail::{self, SamplePage};
use super::form::{self, SampleFields};
use super::{Refusal, people};
use crate::form::{Filled, Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{EditForm, Link, PageHeader};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Engagement;
use faultline::document::samples::ReviewState;
use faultline::platform::ids::{EngagementId, SampleId};
use faultline::stores::access::{EditWork, ViewWork};
use faultline::stores::attachments::store as attachments;
use faultline::stores::engagement::load;
use faultline::stores::samples as store;
use serde::Deserialize;
use std::sync::Arc;

/// The page of the form that adds a sample.
#[component]
fn NewSamplePage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let list = at(document.id, "samples");
    let trail = vec![Link::new(list.clone(), "Failure samples")];
    view! {
        <PageHeader title="Add a failure sample" trail />
        <EditForm action=format!("{list}/new") save="Save sample" cancel=list errors=form.errors()>
            <SampleFields form document new=true />
        </EditForm>
    }
}

/// What the address of a form or a sample may say.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct About {
    /// The sample that a new one begins like.
    like: String,
    /// Whether it was just saved.
    saved: String,
}

/// The form of a new sample.
pub async fn new(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(about): Query<About>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let like = match about.like.parse::<SampleId>() {
        Ok(id) => store::get(&mut *context.look().await?, grant, id).await?,
        Err(_) => None,
    };
    let sent = like.map_or_else(form::blank, |stored| form::like(&stored.sample));
    new_page(&context, engagement, &sent, None).await
}

/// Stores a new sample.
pub async fn add(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    mut sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let (mut sample, mut problems) = form::read(&sent, None);
    let redactor = store::redactor(&mut *context.look().await?, grant).await?;
    match people::settle(sample.clone(), &mut sent, &redactor) {
        Ok(settled) => sample = settled,
        Err(asks) => problems.push(asks),
    }
    if !problems.is_empty() {
        return new_page(&context, engagement, &sent, Some(&Refusal::Invalid(problems))).await;
    }
    let mut tx = context.act().await?;
    match store::add(&mut tx, grant, sample).await {
        Ok(saved) => {
            tx.commit().await?;
            let page = if sent.ticked("again") {
                format!("samples/new?like={}", saved.id)
            } else {
                format!("samples/{}?saved=1", saved.id)
            };
            Ok(go(&at(engagement, &page)))
        }
        Err(error) => {
            drop(tx);
            new_page(&context, engagement, &sent, Some(&Refusal::of(error)?)).await
        }
    }
}

async fn new_page(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let loaded = load(&mut *context.look().await?, grant).await?;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let form = Filled::new(sent.clone(), form::faults(refusal));
    let document = loaded.document.into();
    Ok(context.render(status, "Add a failure sample", false, || {
        frame::engagement(context, nav, view! { <NewSamplePage document form /> })
    }))
}

/// A sample.
pub async fn show(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SampleId)>,
    Query(about): Query<About>,
) -> Result<Response, HttpError> {
    let shown = detail::Shown { saved: about.saved == "1", ..detail::Shown::default() };
    page(&context, engagement, id, shown).await
}

/// Stores a sample over the one that was read.
pub async fn change(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SampleId)>,
    mut sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    let stored = store::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let (mut sample, mut problems) = form::read(&sent, Some(&stored.sample));
    let redactor = store::redactor(&mut tx, grant).await?;
    match people::settle(sample.clone(), &mut sent, &redactor) {
        Ok(settled) => sample = settled,
        Err(asks) => problems.push(asks),
    }
    let changed = if problems.is_empty() {
        store::change(&mut tx, grant, sample, sent.version()).await.map_err(Refusal::of)
    } else {
        Err(Ok(Refusal::Invalid(problems)))
    };
    match changed {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("samples/{id}?saved=1"))))
        }
        Err(refusal) => {
            drop(tx);
            let shown = detail::Shown {
                sent: Some(sent),
                refusal: Some(refusal?),
                ..detail::Shown::default()
            };
            page(&context, engagement, id, shown).await
        }
    }
}

/// Moves a sample to another review state.
pub async fn review(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, SampleId)>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let to: ReviewState = sent.raw("state").parse().map_err(|_| HttpError::BadRequest)?;
    let mut tx = context.act().await?;
    match store::review(&mut tx, grant, id, sent.version(), to, &sent.text("reason")).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(go(&at(engagement, &format!("samples/{id}"))))
        }
        Err(error) => {
            drop(tx);
            let review = Some((sent.text("reason"), Refusal::of(error)?));
            page(&context, engagement, id, detail::Shown { review, ..detail::Shown::default() })
                .await
        }
    }
}

/// The page of a sample.
pub async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    id: SampleId,
    shown: detail::Shown,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let stored = store::get(&mut tx, grant, id).await?.ok_or(HttpError::NotFound)?;
    let files = attachments::list(&mut tx, grant, id).await?;
    let loaded = load(&mut tx, grant).await?;
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let (status, title) = (shown.status(), detail::title(&stored.sample));
    let may_edit = frame::may_edit(context, engagement);
    let document = loaded.document.into();
    Ok(context.render(status, &title, false, || {
        let page = view! { <SamplePage document stored files shown may_edit /> };
        frame::engagement(context, nav, page)
    }))
}
