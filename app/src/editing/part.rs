//! One way to edit a part of an engagement: add, open, save, remove, and the form that comes back.
//! A feature says what its form asks and how it is read; none of them saves by itself.

use super::{Refusal, remove as retire, save_with};
use crate::form::{Filled, Form, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::Text;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::platform::ids::EngagementId;
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::Loaded;
use serde::de::DeserializeOwned;
use std::sync::Arc;

mod page;

pub use page::{EditorHead, PartEditor};

/// A part that has a form.
pub trait PartForm: Sized + Send + 'static {
    /// What addresses name it by.
    type Id: Copy + DeserializeOwned + Send + Sync + 'static;

    /// The fields in which a conflict is shown: name and label.
    const LABELS: &'static [(&'static str, &'static str)];

    /// The part of this id, as it is stored or as it begins.
    fn find(document: &Engagement, id: Self::Id) -> Option<Self>;

    /// The same part, among all kinds of parts.
    fn from_part(part: &Part) -> Option<Self>;

    /// The part, to be stored.
    fn into_part(self) -> Part;

    /// What it looks like as a form.
    fn fill(&self) -> Form;

    /// The form that adds one; `asked` is what its address said.
    fn blank(_asked: &Form) -> Form {
        Form::default()
    }

    /// The part that a form describes, and what is wrong with it.
    fn read(sent: &Form, id: Self::Id, document: &Engagement) -> (Self, Vec<Problem>);

    /// The labels, with those that depend on the document.
    fn labels(_document: &Engagement) -> Vec<(Text, Text)> {
        Self::LABELS.iter().map(|(name, label)| ((*name).into(), (*label).into())).collect()
    }

    /// The title of its page; none when there is nothing to edit.
    fn title(document: &Engagement, id: Option<Self::Id>) -> Option<String>;

    /// Where it is looked at once it is saved, or where its list is.
    fn shown(engagement: EngagementId, id: Option<Self::Id>) -> String;

    /// The page with its form.
    fn page(editor: Editor<Self>) -> impl IntoView;
}

/// What the page of a part's form shows.
#[derive(Debug)]
pub struct Editor<P: PartForm> {
    /// The engagement.
    pub document: Arc<Engagement>,
    /// The part, if it is stored.
    pub id: Option<P::Id>,
    /// What its fields hold.
    pub form: Filled,
    /// What stands around them.
    pub head: EditorHead,
}

/// The document, for whoever may change it.
///
/// # Errors
/// The fault to answer with.
pub async fn loaded(
    context: &RequestContext,
    engagement: EngagementId,
) -> Result<Loaded, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    Ok(store::load(&mut *context.look().await?, grant).await?)
}

/// Answers with the form that adds a part.
///
/// # Errors
/// The fault to answer with.
pub async fn new<P: PartForm>(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    show::<P>(&context, loaded, None, P::blank(&asked.into_iter().collect()), None)
}

/// Answers with the form of a stored part.
///
/// # Errors
/// The fault to answer with.
pub async fn open<P: PartForm>(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, P::Id)>,
) -> Result<Response, HttpError> {
    open_one::<P>(&context, engagement, id, None).await
}

/// Answers with the form as it is stored.
///
/// # Errors
/// The fault to answer with.
pub async fn open_one<P: PartForm>(
    context: &RequestContext,
    engagement: EngagementId,
    id: P::Id,
    refusal: Option<&Refusal>,
) -> Result<Response, HttpError> {
    open_with::<P>(context, engagement, id, refusal, |_, _| {}).await
}

/// Answers with the form as it is stored, with what `prepare` fills in beside: nothing of that is stored yet.
///
/// # Errors
/// The fault to answer with.
pub async fn open_with<P: PartForm>(
    context: &RequestContext,
    engagement: EngagementId,
    id: P::Id,
    refusal: Option<&Refusal>,
    prepare: impl FnOnce(&Engagement, &mut Form) + Send,
) -> Result<Response, HttpError> {
    let loaded = loaded(context, engagement).await?;
    let part = P::find(&loaded.document, id).ok_or(HttpError::NotFound)?;
    let mut sent = part.fill();
    prepare(&loaded.document, &mut sent);
    sent.set("version", loaded.version_of(part.into_part().id()).to_string());
    show::<P>(context, loaded, Some(id), sent, refusal)
}

/// Adds the part that was sent.
///
/// # Errors
/// The fault to answer with.
pub async fn add<P: PartForm>(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError>
where
    P::Id: From<uuid::Uuid>,
{
    let fresh = uuid::Uuid::now_v7().into();
    save_one::<P>(&context, engagement, fresh, None, sent).await
}

/// Saves the part that was sent over the stored one.
///
/// # Errors
/// The fault to answer with.
pub async fn change<P: PartForm>(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, P::Id)>,
    sent: Form,
) -> Result<Response, HttpError> {
    save_one::<P>(&context, engagement, id, Some(id), sent).await
}

/// Saves what was sent as the part `id`; `stored` is none where it is added.
///
/// # Errors
/// The fault to answer with.
pub async fn save_one<P: PartForm>(
    context: &RequestContext,
    engagement: EngagementId,
    id: P::Id,
    stored: Option<P::Id>,
    sent: Form,
) -> Result<Response, HttpError> {
    let read = |document: &Engagement| {
        let (part, problems) = P::read(&sent, id, document);
        (part.into_part(), problems)
    };
    match save_with(context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&P::shown(engagement, Some(id)))),
        Err(refusal) => {
            let loaded = loaded(context, engagement).await?;
            show::<P>(context, loaded, stored, sent, Some(&refusal))
        }
    }
}

/// Removes a part; one that changed meanwhile is shown as it is stored.
///
/// # Errors
/// The fault to answer with.
pub async fn remove<P: PartForm>(
    context: RequestContext,
    Path((engagement, id)): Path<(EngagementId, P::Id)>,
    sent: Form,
) -> Result<Response, HttpError>
where
    P::Id: Into<uuid::Uuid>,
{
    let part = faultline::platform::ids::PartId(id.into());
    match retire(&context, engagement, part, sent.version()).await? {
        Ok(()) => Ok(go(&P::shown(engagement, None))),
        Err(refusal) => open_one::<P>(&context, engagement, id, Some(&refusal)).await,
    }
}

fn show<P: PartForm>(
    context: &RequestContext,
    loaded: Loaded,
    id: Option<P::Id>,
    sent: Form,
    refusal: Option<&Refusal>,
) -> Result<Response, HttpError> {
    show_as::<P, _>(context, loaded, id, sent, refusal, P::page)
}

/// Answers with a form on a page for which more was worked out than the part's own page is given.
///
/// # Errors
/// The fault to answer with.
pub fn show_as<P: PartForm, V: IntoView>(
    context: &RequestContext,
    loaded: Loaded,
    id: Option<P::Id>,
    sent: Form,
    refusal: Option<&Refusal>,
    page: impl FnOnce(Editor<P>) -> V,
) -> Result<Response, HttpError> {
    let title = P::title(&loaded.document, id).ok_or(HttpError::NotFound)?;
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(&sent));
    let labels = P::labels(&loaded.document);
    let stored = |part: &Part| P::from_part(part).as_ref().map(P::fill);
    let conflict = refusal.and_then(|refusal| refusal.differences(&labels, &sent, stored));
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let form = Filled::new(sent, errors);
    let head = EditorHead {
        title: title.clone(),
        form: form.clone(),
        version,
        stored: id.is_some(),
        conflict,
    };
    let editor = Editor { document: Arc::new(loaded.document), id, form, head };
    Ok(context.render(status, &title, false, || frame::engagement(context, nav, page(editor))))
}
