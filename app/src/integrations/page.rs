//! The page of an integration's form.
//! It asks its three questions and its four owners.

use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Checkbox, CheckboxGroup, Choice, Field, Link, Select, TextArea, Width, choices};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::integrations::{
    Availability, Criticality, Direction, Extent, Integration, Middleware, Ownership, Timing,
    Transport,
};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use std::sync::Arc;

/// The page.
#[component]
pub fn IntegrationPage(
    /// The integration, and what its form holds.
    editor: Editor<Integration>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "systems");
    let named = id.map_or_else(|| "integrations/new".to_owned(), |id| format!("integrations/{id}"));
    let action = at(document.id, &named);
    let controls = id.map(|id| at(document.id, &format!("controls/{id}")));
    view! {
        <PartEditor
            head
            trail=vec![Link::new(list.clone(), "Systems and integrations")]
            action=action.clone()
            save="Save integration"
            cancel=list
            remove=("Remove integration", format!("{action}/remove"))
            actions=controls.map(|href| view! { <a class="button" href=href>"Controls"</a> })
        >
            <Ends document=document.clone() form=form.clone() />
            <Travel form=form.clone() />
            <Carried document=document.clone() form=form.clone() />
            <ToldBy document=document.clone() id />
            <AtHand form=form.clone() />
            <Questions form=form.clone() />
            <Owners document form />
        </PartEditor>
    }
}

/// A choice out of a catalogue.
#[component]
fn Pick(
    label: &'static str,
    name: &'static str,
    choices: Vec<Choice>,
    form: Filled,
) -> impl IntoView {
    view! { <Select label name choices selected=form.text(name) error=form.error(name) /> }
}

#[component]
fn Ends(document: Arc<Engagement>, form: Filled) -> impl IntoView {
    let systems: Vec<_> =
        document.systems.iter().map(|s| Choice::new(s.id.to_string(), s.name.clone())).collect();
    let (from, to) = (form.text("source"), form.text("destination"));
    view! {
        <Field label="Name" name="name" value=form.text("name") error=form.error("name") required=true maxlength=200 />
        <div class="field-row">
            <Select
                label="From"
                name="source"
                choices=systems.clone()
                selected=from
                blank="Choose a system"
                error=form.error("source")
            />
            <Select
                label="To"
                name="destination"
                choices=systems
                selected=to
                blank="Choose a system"
                error=form.error("destination")
            />
        </div>
        <Pick label="Criticality" name="criticality" choices={choices::<Criticality>()} form=form.clone() />
        <Checkbox label="In the scope of the verdict" name="in_scope" checked=form.ticked("in_scope") />
    }
}

#[component]
fn Travel(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"How it works"</legend>
            <Pick label="Middleware" name="middleware" choices={choices::<Middleware>()} form=form.clone() />
            <Pick label="Transport" name="transport" choices={choices::<Transport>()} form=form.clone() />
            <Pick label="Push or pull" name="direction" choices={choices::<Direction>()} form=form.clone() />
            <Pick label="Timing" name="timing" choices={choices::<Timing>()} form=form.clone() />
            <Pick label="Full or incremental" name="extent" choices={choices::<Extent>()} form=form.clone() />
            <Field
                label="Records a month"
                name="monthly_volume"
                value=form.text("monthly_volume")
                inputmode="numeric"
                hint="Leave it empty while nobody knows."
                error=form.error("monthly_volume")
                width=Width::Short
            />
        </fieldset>
    }
}

#[component]
fn Carried(document: Arc<Engagement>, form: Filled) -> impl IntoView {
    let types: Vec<_> =
        document.data_types.iter().map(|t| Choice::new(t.id.to_string(), t.name.clone())).collect();
    let (selected, error) = (form.all("carries"), form.error("carries"));
    (!types.is_empty()).then(|| view! { <CheckboxGroup legend="Data types carried" name="carries" choices=types selected error /> })
}

/// What the client told of it, as far as it is still so.
#[component]
fn ToldBy(document: Arc<Engagement>, id: Option<IntegrationId>) -> impl IntoView {
    let told = id.and_then(|id| document.integration(id)).map(|at| at.told.clone());
    let told = told.filter(|told| !told.is_empty());
    told.map(|told| {
        let items = told.into_iter().map(|(fact, by)| view! { <li>{format!("{fact}: {by}")}</li> });
        let items = items.collect_view();
        view! { <details><summary>"What the client told of it"</summary><ul>{items}</ul></details> }
    })
}

#[component]
fn AtHand(form: Filled) -> impl IntoView {
    let (days, error) = (form.text("history_days"), form.error("history_days"));
    let (on, no_day) = (form.text("contract_on"), form.error("contract_on"));
    view! {
        <fieldset class="group">
            <legend>"What is at hand"</legend>
            <p class="hint">"Say whether credentials exist, never what they are."</p>
            <Pick label="Can be changed: code or configuration" name="code" choices={choices::<Availability>()} form=form.clone() />
            <Pick label="Credentials available" name="credentials" choices={choices::<Availability>()} form=form.clone() />
            <Pick label="Original developer reachable" name="developer" choices={choices::<Availability>()} form=form.clone() />
            <Pick label="Maintainable" name="maintainable" choices={choices::<Availability>()} form=form.clone() />
            <Pick label="Still needed by anybody" name="needed" choices={choices::<Availability>()} form=form.clone() />
            <Field label="Needed by" name="needed_by" value=form.text("needed_by") maxlength=200 />
            <Field
                label="Days of history its platform keeps"
                name="history_days"
                value=days
                hint="What is not exported before it expires is lost as evidence."
                error
            />
            <TextArea
                label="Contract with the other side"
                name="contract"
                value=form.text("contract")
                hint="What the document is called, and where it is."
                maxlength=500
                rows=1
            />
            <Field label="Contract approved by" name="contract_by" value=form.text("contract_by") maxlength=200 />
            <Field label="Contract approved on" name="contract_on" kind="date" value=on error=no_day />
        </fieldset>
    }
}

#[component]
fn Questions(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Three questions"</legend>
            <TextArea label="What happens when it breaks?" name="when_it_breaks" value=form.text("when_it_breaks") rows=2 maxlength=5000 />
            <TextArea label="Who owns the other end?" name="other_end" value=form.text("other_end") rows=2 maxlength=5000 />
            <TextArea
                label="What data flows, in which direction, how often?"
                name="what_flows"
                value=form.text("what_flows")
                rows=2
                maxlength=5000
            />
        </fieldset>
    }
}

#[component]
fn Owners(document: Arc<Engagement>, form: Filled) -> impl IntoView {
    let mut known: Vec<String> = document
        .systems
        .iter()
        .flat_map(|s| [&s.business_owner, &s.technical_owner])
        .cloned()
        .collect();
    known.extend(document.integrations.iter().flat_map(|it| it.owners.values().cloned()));
    known.retain(|name| !name.trim().is_empty());
    known.sort();
    known.dedup();
    let field = |of: &Ownership| {
        let name = format!("owner_{}", of.key());
        view! { <Field label=of.label() value=form.text(&name) name suggestions=known.clone() maxlength=200 /> }
    };
    let fields = Ownership::ALL.iter().map(field).collect_view();
    view! {
        <fieldset class="group">
            <legend>"Four owners"</legend>
            <p class="hint">"A person or a team each. Left empty, it stays visibly unassigned."</p>
            {fields}
        </fieldset>
    }
}
