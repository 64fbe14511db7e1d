//! The page of a system's form.
//! Each discovery fact is asked for.

use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Checkbox, Choice, Field, Link, Select, TextArea, choices};
use crate::urls::at;
use faultline::document::systems::{ApiAccess, Delivery, DiscoveryFact, System, SystemKind};
use faultline::platform::catalogue::Catalogue;

/// The page.
#[component]
pub fn SystemPage(
    /// The system, and what its form holds.
    editor: Editor<System>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "systems");
    let action = id.map_or_else(|| format!("{list}/new"), |id| format!("{list}/{id}"));
    let ask = id.map(|_| at(document.id, "questions#unknown"));
    view! {
        <PartEditor
            head
            trail=vec![Link::new(list.clone(), "Systems and integrations")]
            action=action.clone()
            save="Save system"
            cancel=list
            remove=("Remove system", format!("{action}/remove"))
            actions=ask.map(|href| view! { <a class="button" href=href>"Ask the client"</a> })
        >
            <Basics form=form.clone() />
            <Discovery form />
        </PartEditor>
    }
}

#[component]
fn Basics(form: Filled) -> impl IntoView {
    view! {
        <Field label="Name" name="name" value=form.text("name") error=form.error("name") required=true maxlength=200 />
        <Select label="Kind" name="kind" choices={choices::<SystemKind>()} selected=form.text("kind") error=form.error("kind") />
        <Field label="Vendor" name="vendor" value=form.text("vendor") maxlength=200 />
        <Field
            label="Business owner"
            name="business_owner"
            value=form.text("business_owner")
            hint="A person or team. Left empty, it stays visibly unassigned."
            maxlength=200
        />
        <Field label="Technical owner" name="technical_owner" value=form.text("technical_owner") maxlength=200 />
        <TextArea
            label="Who to call at the other end"
            name="contact"
            value=form.text("contact")
            hint="A name and how to reach them. Never a password."
            maxlength=500
            rows=1
        />
        <Checkbox
            label="A third party holds the only copy of something customers depend on"
            name="third_party"
            checked=form.ticked("third_party")
        />
    }
}

#[component]
fn Discovery(form: Filled) -> impl IntoView {
    let facts = DiscoveryFact::ALL
        .iter()
        .map(|fact| view! { <FactFields fact=*fact form=form.clone() /> })
        .collect_view();
    view! {
        <fieldset class="group">
            <legend>"Discovery facts"</legend>
            <p class="hint">"Tick what someone has checked. What stays unticked counts as unknown and widens every estimate."</p>
            <Select
                label="API access"
                name="api_access"
                choices={choices::<ApiAccess>()}
                selected=form.text("api_access")
                blank="We don't know yet"
                error=form.error("api_access")
            />
            <Select
                label="Delivery"
                name="delivery"
                choices={choices::<Delivery>()}
                selected=form.text("delivery")
                blank="We don't know yet"
                error=form.error("delivery")
            />
            <Select
                label="API version is pinned"
                name="version_pinned"
                choices=vec![Choice::new("yes", "Yes"), Choice::new("no", "No")]
                selected=form.text("version_pinned")
                blank="We don't know yet"
            />
            {facts}
        </fieldset>
    }
}

#[component]
fn FactFields(fact: DiscoveryFact, form: Filled) -> impl IntoView {
    let (known, note) = (format!("known_{}", fact.key()), format!("note_{}", fact.key()));
    view! {
        <div class="fact-fields">
            <Checkbox label=format!("{} is known", fact.label()) name=known.clone() checked=form.ticked(&known) />
            <TextArea
                label=format!("{}: what was found, and who says so", fact.label())
                name=note.clone()
                value=form.text(&note)
                rows=1
                maxlength=2000
            />
        </div>
    }
}
