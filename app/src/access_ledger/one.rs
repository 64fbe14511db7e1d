//! The page of one request: what was asked, what became of it, and what staff can still do.
//! What was answered is not changed: a new need is a new request.

use super::ask::{AskFields, fill};
use super::parts::{AreaTable, RequestFacts};
use crate::form::{Filled, errors};
use crate::prelude::*;
use crate::ui::{EditForm, Link, Notice, PageHeader, Section, TextArea, Tone};
use crate::urls::{self, at};
use faultline::document::access_ledger::{AccessRequest, AccessState};
use faultline::document::engagement::Engagement;
use faultline::stores::access_ledger::TEXT;
use std::sync::Arc;

/// The page.
#[component]
pub fn RequestPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// The request.
    request: AccessRequest,
    /// A form of the page that was refused, if one was.
    form: Filled,
    /// Whether the reader may change it.
    may_edit: bool,
    /// Whether it changed while the form was filled in.
    changed: bool,
) -> impl IntoView {
    let page = at(document.id, "access");
    let revoking = form.ticked("because");
    let stored = || Filled::new(fill(&request), errors(&[]));
    let asking = if form.ticked("purpose") { form.clone() } else { stored() };
    let ending = if revoking { form } else { Filled::default() };
    let action = format!("{page}/{}", request.id);
    let (today, state) = (document.as_of.date_naive(), request.state);
    let areas: Vec<_> = document.access.areas_of(request.system_id).into_iter().cloned().collect();
    let room = urls::room(document.id, &format!("access/{}", request.id), None);
    let may_change = may_edit && state == AccessState::Asked;
    let may_end = may_edit && matches!(state, AccessState::Asked | AccessState::Granted);
    let version = request.version;
    let title = format!("Access to {}", request.system_name);
    view! {
        <PageHeader title trail=vec![Link::new(page, "Access")]>
            <a class="button" href=room>"As the client sees it"</a>
        </PageHeader>
        {changed.then(|| view! { <Notice tone=Tone::Doubt title=super::CHANGED /> })}
        <RequestFacts request today />
        <Section title="Areas of this system" id="areas"><AreaTable areas edit=None /></Section>
        {may_change.then(|| view! { <Change document action=action.clone() form=asking version /> })}
        {may_end.then(|| view! { <End action state form=ending version /> })}
    }
}

/// The form that changes what was asked for.
#[component]
fn Change(document: Arc<Engagement>, action: String, form: Filled, version: i32) -> impl IntoView {
    let errors = form.errors();
    view! {
        <Section title="Change what is asked for" id="change" lede="While nobody has answered.">
            <EditForm action save="Save request" errors version=Some(i64::from(version)) label="Change what is asked for">
                <AskFields document form />
            </EditForm>
        </Section>
    }
}

/// The form that ends the request.
#[component]
fn End(action: String, state: AccessState, form: Filled, version: i32) -> impl IntoView {
    let (title, save, label, hint) = if state == AccessState::Asked {
        ("Withdraw the request", "Withdraw the request", "Why", "Why it is not asked for any more.")
    } else {
        (
            "Revoke the access",
            "Record that it is revoked",
            "Why, and how",
            "Who closed the account or replaced the key, and how that was seen.",
        )
    };
    view! {
        <Section title id="revoke">
            <EditForm
                action=format!("{action}/revoke")
                save
                errors=form.errors()
                version=Some(i64::from(version))
                label=title
            >
                <TextArea
                    label
                    name="because"
                    value=form.text("because")
                    error=form.error("because")
                    hint
                    maxlength=TEXT as u32
                    rows=2
                />
            </EditForm>
        </Section>
    }
}
