//! One decision about several risks at once, and taking it back.
//! Each risk keeps the decision in its own history; what somebody decided since stays.

use super::filter::Ask;
use crate::form::{Form, go};
use crate::http_error::HttpError;
use crate::request::{Path, RequestContext};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{
    Decided, Engagement, FlagDecision, FlagState, Part, Problem,
};
use faultline::judgement::assess::assess;
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::access::EditWork;
use faultline::stores::engagement as store;
use faultline::stores::engagement::WriteError;

mod sections;

pub use sections::{DecideOnSeveral, FORM, JustDecided};

/// Decides about the risks that were ticked.
pub async fn decide(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let batch = PartId::new();
    let mut tx = context.act().await?;
    let saved = store::put_many(&mut tx, grant, |document| decisions(document, &sent, batch)).await;
    match saved {
        Ok(_) => {
            tx.commit().await?;
            Ok(go(&format!("{}?batch={batch}", at(engagement, "flags"))))
        }
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            super::page(&context, engagement, Ask::default(), status, sent, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes a decision about several risks back, where nobody decided anything since.
pub async fn undo(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<EditWork>(engagement)?;
    let batch = sent.raw("batch").parse().map_err(|_| HttpError::NotFound)?;
    let by = context.me()?.name.clone();
    let mut tx = context.act().await?;
    store::put_many(&mut tx, grant, |document| (undone(document, batch, &by), Vec::new())).await?;
    tx.commit().await?;
    Ok(go(&at(engagement, "flags")))
}

/// The decisions as they are with one more, and what is wrong with it. A flag that is no longer raised is left alone.
fn decisions(document: &Engagement, sent: &Form, batch: PartId) -> (Vec<Part>, Vec<Problem>) {
    let (new, mut problems) = super::super::decide::read_decided(document, sent);
    let ticked: Vec<&str> = sent.all("flag").collect();
    if ticked.is_empty() {
        problems.push(Problem::new("", "Tick the risks first, then say how they stand."));
    }
    if new.by.trim().is_empty() {
        problems.push(Problem::new("by", "Say who decides."));
    }
    let new = Decided { batch: Some(batch), ..new };
    let raised = assess(document).flags;
    let raised = raised.iter().filter(|flag| ticked.contains(&flag.key.as_str()));
    let parts = raised.map(|flag| Part::FlagDecision(with(document, &flag.key, new.clone())));
    (parts.collect(), problems)
}

/// The decision about a flag with one more in its history.
fn with(document: &Engagement, key: &str, new: Decided) -> FlagDecision {
    let known = document.flag_decisions.iter().find(|one| one.flag == key).cloned();
    let mut decision = known.unwrap_or_else(|| FlagDecision {
        id: PartId::new(),
        flag: key.to_owned(),
        history: Vec::new(),
    });
    decision.history.push(new);
    decision
}

/// The decisions whose newest is of the batch, with the one before it standing again.
fn undone(document: &Engagement, batch: PartId, by: &str) -> Vec<Part> {
    let of_batch =
        |one: &&FlagDecision| one.latest().is_some_and(|newest| newest.batch == Some(batch));
    let back = |one: &FlagDecision| {
        let before = one.history.len().checked_sub(2).and_then(|at| one.history.get(at));
        let new = Decided {
            state: before.map_or(FlagState::Open, |before| before.state),
            by: by.to_owned(),
            on: document.as_of.date_naive(),
            until: before.and_then(|before| before.until),
            why: "The decision about several risks was taken back.".into(),
            batch: None,
        };
        Part::FlagDecision(with(document, &one.flag, new))
    };
    document.flag_decisions.iter().filter(of_batch).map(back).collect()
}
