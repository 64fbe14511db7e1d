//! A decision about a risk flag: accepted, mitigated, dismissed, or open again.
//! Every decision stays in the flag's history; none is written over.

use crate::editing::part::loaded;
use crate::editing::{self, Refusal};
use crate::form::{Filled, Form, Reading, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{EditForm, Field, Link, PageHeader, Select, TextArea, choices};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{
    Decided, Engagement, FlagDecision, FlagState, Part, Problem,
};
use faultline::judgement::assess::assess;
use faultline::judgement::flags::Flag;
use faultline::platform::ids::{EngagementId, PartId};
use faultline::stores::engagement::Loaded;
use serde::Deserialize;

/// Which flag.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Which {
    flag: String,
}

/// The address of the form for a flag.
pub fn address(engagement: EngagementId, key: &str) -> String {
    // A key has no other characters that mean something in an address.
    format!(
        "{}?flag={}",
        at(engagement, "flags/decide"),
        key.replace(':', "%3A").replace('/', "%2F")
    )
}

pub(super) async fn open(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
) -> Result<Response, HttpError> {
    let loaded = loaded(&context, engagement).await?;
    let sent = Form::of(vec![("version", version(&loaded, &which.flag).to_string())]);
    Ok(form(&context, &loaded, &which.flag, sent, None))
}

pub(super) async fn change(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(which): Query<Which>,
    sent: Form,
) -> Result<Response, HttpError> {
    let before = loaded(&context, engagement).await?;
    if raised(&before, &which.flag).is_none() {
        return Ok(go(&at(engagement, "flags")));
    }
    let read = |document: &Engagement| {
        let (decision, problems) = read(document, &which.flag, &sent);
        (Part::FlagDecision(decision), problems)
    };
    match editing::save_with(&context, engagement, &sent, read).await? {
        Ok(_) => Ok(go(&at(engagement, "flags"))),
        Err(refusal) => {
            let now = loaded(&context, engagement).await?;
            Ok(form(&context, &now, &which.flag, sent, Some(&refusal)))
        }
    }
}

/// The flag, as long as it is raised.
fn raised(loaded: &Loaded, key: &str) -> Option<Flag> {
    assess(&loaded.document).flags.into_iter().find(|flag| flag.key == key)
}

fn decision<'d>(document: &'d Engagement, key: &str) -> Option<&'d FlagDecision> {
    document.flag_decisions.iter().find(|one| one.flag == key)
}

fn version(loaded: &Loaded, key: &str) -> i32 {
    decision(&loaded.document, key).map_or(0, |one| loaded.version_of(one.id))
}

/// The history with one decision more, and what is wrong with it.
fn read(document: &Engagement, key: &str, sent: &Form) -> (FlagDecision, Vec<Problem>) {
    let (new, problems) = read_decided(document, sent);
    let blank = || FlagDecision { id: PartId::new(), flag: key.to_owned(), history: Vec::new() };
    let mut decision = decision(document, key).cloned().unwrap_or_else(blank);
    decision.history.push(new);
    (decision, problems)
}

/// The decision that a form describes, and what is wrong with it.
pub(super) fn read_decided(document: &Engagement, sent: &Form) -> (Decided, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let state = reading.choice::<FlagState>("state", "Say how the risk stands now.");
    let until = reading.optional("until", "Give the day as 2026-05-31.");
    let (by, why) = (sent.text("by"), sent.text("why"));
    if why.is_empty() {
        reading.problem("why", "Say why, or how it was mitigated; it stays with the risk.");
    }
    if state == FlagState::Accepted && until.is_none() {
        reading.problem("until", "Say until when the risk is accepted.");
    }
    let on = document.as_of.date_naive();
    (Decided { state, by, on, until, why, batch: None }, reading.problems())
}

/// The form; a flag that is not raised leads back to the list.
fn form(
    context: &RequestContext,
    loaded: &Loaded,
    key: &str,
    mut sent: Form,
    refusal: Option<&Refusal>,
) -> Response {
    let engagement = loaded.document.id;
    let Some(flag) = raised(loaded, key) else { return go(&at(engagement, "flags")) };
    let status = refusal.map_or(StatusCode::OK, Refusal::status);
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(&sent));
    sent.set("version", version.to_string());
    let form = Filled::new(sent, refusal.map(Refusal::errors).unwrap_or_default());
    let title = format!("Decide on risk {}", flag.number);
    let nav = frame::nav(&loaded.document, &loaded.digest);
    let page = view! { <DecisionPage engagement flag title=title.clone() form /> };
    context.render(status, &title, false, || frame::engagement(context, nav, page))
}

/// The page.
#[component]
fn DecisionPage(
    engagement: EngagementId,
    flag: Flag,
    title: String,
    form: Filled,
) -> impl IntoView {
    let list = at(engagement, "flags");
    let trail = vec![Link::new(list.clone(), "Risk flags")];
    view! {
        <PageHeader title trail lede=flag.says />
        <EditForm
            action=address(engagement, &flag.key)
            save="Save decision"
            cancel=list
            errors=form.errors()
            version=form.version()
        >
            <Select label="How it stands" name="state" choices={choices::<FlagState>()} selected=form.text("state") blank="Choose" error=form.error("state") />
            <Field label="Decided by" name="by" value=form.text("by") error=form.error("by") maxlength=200 />
            <Field label="Accepted until" name="until" kind="date" value=form.text("until") error=form.error("until") />
            <TextArea
                label="Why, or how it was mitigated"
                name="why"
                value=form.text("why")
                error=form.error("why")
                rows=3
                maxlength=2000
            />
        </EditForm>
    }
}
