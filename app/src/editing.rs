//! Saving a part of an engagement from a form: one way for every feature.
//! Stale or unsound forms come back as they were sent; nothing is overwritten silently.

use crate::form::{self, Form};
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{Conflict, Difference, FormErrors, Text};
use axum::http::StatusCode;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Saved, WriteError};

pub mod part;
pub mod row;
pub mod table;

/// Why a form comes back.
#[derive(Debug)]
pub enum Refusal {
    /// These must be put right first.
    Invalid(Vec<Problem>),
    /// Someone else changed it: theirs with its version; `None` when it is gone.
    Conflict(Option<Box<(Part, i32)>>),
}

impl Refusal {
    /// The status the form comes back with.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Conflict(_) => StatusCode::CONFLICT,
        }
    }

    /// What is wrong, for the fields of the form.
    #[must_use]
    pub fn errors(&self) -> FormErrors {
        let gone = "Someone removed this meanwhile. Save again to put it back as you have it here.";
        match self {
            Self::Invalid(problems) => form::errors(problems),
            Self::Conflict(None) => form::errors(&[Problem::new("", gone)]),
            Self::Conflict(Some(_)) => FormErrors::new(),
        }
    }

    /// The version the form must carry to be saved over what is there now.
    #[must_use]
    pub fn version(&self, sent: &Form) -> i32 {
        match self {
            Self::Invalid(_) => sent.version(),
            Self::Conflict(theirs) => theirs.as_ref().map_or(0, |theirs| theirs.1),
        }
    }

    /// The fields of a conflict that differ, from both sides.
    pub fn differences(
        &self,
        labels: &[(Text, Text)],
        yours: &Form,
        fill: impl Fn(&Part) -> Option<Form>,
    ) -> Option<Vec<Difference>> {
        let Self::Conflict(Some(theirs)) = self else { return None };
        let stored = fill(&theirs.0)?;
        let said = |sent: &Form, name: &str| {
            sent.all(name).collect::<Vec<_>>().join(", ").replace("\r\n", "\n")
        };
        let differs = labels.iter().filter(|(name, _)| said(yours, name) != said(&stored, name));
        let differences = differs.map(|(name, label)| Difference {
            label: label.clone(),
            yours: said(yours, name).into(),
            theirs: said(&stored, name).into(),
        });
        Some(differences.collect())
    }
}

/// Both sides of a conflict, above the form.
#[component]
pub fn BothSides(
    /// The fields that differ.
    differences: Vec<Difference>,
) -> impl IntoView {
    view! { <Conflict who="Someone else saved this while you were editing." differences /> }
}

/// Saves a part.
///
/// # Errors
/// The fault to answer with; a refusal is the inner result.
pub async fn save(
    context: &RequestContext,
    engagement: EngagementId,
    part: Part,
    sent: &Form,
    problems: Vec<Problem>,
) -> Result<Result<Saved, Refusal>, HttpError> {
    if !problems.is_empty() {
        context.may::<EditWork>(engagement)?;
        return Ok(Err(Refusal::Invalid(problems)));
    }
    save_with(context, engagement, sent, |_| (part, problems)).await
}

/// Saves a part that is read from a form with the document beside it: the same that it is then checked against.
///
/// # Errors
/// The fault to answer with; a refusal is the inner result.
pub async fn save_with(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    read: impl FnOnce(&Engagement) -> (Part, Vec<Problem>),
) -> Result<Result<Saved, Refusal>, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    match store::put_with(&mut tx, grant, sent.version(), read).await {
        Ok(saved) => {
            tx.commit().await?;
            Ok(Ok(saved))
        }
        Err(WriteError::Invalid(problems)) => Ok(Err(Refusal::Invalid(problems))),
        Err(WriteError::Conflict(theirs)) => Ok(Err(Refusal::Conflict(theirs))),
        Err(error) => Err(error.into()),
    }
}

/// Removes a part; it can be brought back from the activity page.
///
/// # Errors
/// The fault to answer with; a refusal is the inner result.
pub async fn remove(
    context: &RequestContext,
    engagement: EngagementId,
    id: PartId,
    version: i32,
) -> Result<Result<(), Refusal>, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let mut tx = context.act().await?;
    match store::remove(&mut tx, grant, id, version).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(Ok(()))
        }
        Err(WriteError::Invalid(problems)) => Ok(Err(Refusal::Invalid(problems))),
        Err(WriteError::Conflict(theirs)) => Ok(Err(Refusal::Conflict(theirs))),
        Err(error) => Err(error.into()),
    }
}
