//! Asking for access: its form, how it is filled and read.
//! It asks for words on how credentials are handed over, and takes none.

use crate::form::{Filled, Form, Reading};
use crate::prelude::*;
use crate::ui::{
    Choice, EditForm, Field, Link, PageHeader, RadioGroup, Select, TextArea, Width, choices,
};
use crate::urls::at;
use faultline::document::access_ledger::{AccessRequest, AccessScope};
use faultline::document::engagement::{Engagement, Problem};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::SystemId;
use faultline::stores::access_ledger::{Ask, NAME, TEXT};
use std::sync::Arc;

/// What a form asks for, or what is wrong with it.
pub fn read(sent: &Form) -> Result<Ask, Vec<Problem>> {
    let mut reading = Reading::new(sent);
    let system: Option<SystemId> = reading.parse("system", "Choose the system.");
    let scope = reading.choice("scope", "Choose how far the access is to reach.");
    let until = reading.parse("needed_until", "Give the last day on which it is needed.");
    let text = |name| sent.text(name);
    let (Some(system_id), Some(needed_until)) = (system, until) else {
        return Err(reading.problems());
    };
    let problems = reading.problems();
    if !problems.is_empty() {
        return Err(problems);
    }
    Ok(Ask {
        system_id,
        purpose: text("purpose"),
        environment: text("environment"),
        scope,
        needed_until,
        asked_of: text("asked_of"),
        hand_over: text("hand_over"),
    })
}

/// What a request looks like as a form.
pub fn fill(request: &AccessRequest) -> Form {
    Form::of(vec![
        ("system", request.system_id.to_string()),
        ("purpose", request.purpose.clone()),
        ("environment", request.environment.clone()),
        ("scope", request.scope.key().to_owned()),
        ("needed_until", request.needed_until.to_string()),
        ("asked_of", request.asked_of.clone()),
        ("hand_over", request.hand_over.clone()),
    ])
}

/// The page that asks for access.
#[component]
pub fn AskPage(
    /// The engagement.
    document: Arc<Engagement>,
    /// What the form holds.
    form: Filled,
) -> impl IntoView {
    let page = at(document.id, "access");
    let trail = vec![Link::new(page.clone(), "Access")];
    view! {
        <PageHeader
            title="Ask for access"
            trail
            lede="Ask for the least that the work needs. The client’s people read it in the room; those who may decide there grant or refuse it."
        />
        <EditForm action=format!("{page}/new") save="Ask for access" cancel=page errors=form.errors()>
            <AskFields document form />
        </EditForm>
    }
}

/// The fields of what is asked for.
#[component]
pub fn AskFields(
    /// The engagement, whose systems can be chosen.
    document: Arc<Engagement>,
    /// What the form holds.
    form: Filled,
) -> impl IntoView {
    let field = |name: &'static str| (form.text(name), form.error(name));
    let [purpose, environment, hand_over] = ["purpose", "environment", "hand_over"].map(field);
    let [system, scope, until, asked_of] =
        ["system", "scope", "needed_until", "asked_of"].map(field);
    view! {
        <Select label="System" name="system" choices=systems(&document) selected=system.0 blank="Choose a system" error=system.1 />
        <TextArea
            label="What it is needed for"
            name="purpose"
            value=purpose.0
            error=purpose.1
            maxlength=TEXT as u32
            rows=2
            required=true
        />
        <RadioGroup legend="How far it is to reach" name="scope" choices={choices::<AccessScope>()} selected=scope.0 error=scope.1 />
        <TextArea
            label="Environment and records"
            name="environment"
            value=environment.0
            error=environment.1
            hint="Such as: the test shop; or live, orders of May only."
            maxlength=TEXT as u32
            rows=2
        />
        <Field label="Needed until" name="needed_until" kind="date" value=until.0 error=until.1 width=Width::Short required=true />
        <Field
            label="Who can grant it"
            name="asked_of"
            value=asked_of.0
            error=asked_of.1
            hint="A person or a team, at the client or at a vendor."
            maxlength=NAME as u32
        />
        <TextArea
            label="How credentials are handed over"
            name="hand_over"
            value=hand_over.0
            error=hand_over.1
            hint="In words, and outside this tool: from vault to vault, in person, by telephone. What looks like a secret is refused."
            maxlength=TEXT as u32
            rows=2
        />
    }
}

/// The systems that can be chosen.
pub fn systems(document: &Engagement) -> Vec<Choice> {
    let systems = document.systems.iter();
    systems.map(|system| Choice::new(system.id.to_string(), system.name.clone())).collect()
}
