//! The page of a field's form.

use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Checkbox, Choice, Field as Line, Link, Select, TextArea, Width, choices};
use crate::urls::at;
use faultline::document::engagement::Engagement;
use faultline::document::systems::System;
use faultline::document::truth::{Field, Right, Standing};
use faultline::platform::catalogue::Catalogue;
use std::sync::Arc;

/// The page.
#[component]
pub fn FieldPage(
    /// The field, and what its form holds.
    editor: Editor<Field>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "truth");
    let action =
        id.map_or_else(|| format!("{list}/fields/new"), |id| format!("{list}/fields/{id}"));
    view! {
        <PartEditor
            head
            trail=vec![Link::new(list.clone(), "Source of truth")]
            action=action.clone()
            save="Save field"
            cancel=list
            remove=("Remove field", format!("{action}/remove"))
        >
            <Basics document=document.clone() form=form.clone() />
            <Rights document form=form.clone() />
            <Decision form />
        </PartEditor>
    }
}

#[component]
fn Basics(document: Arc<Engagement>, form: Filled) -> impl IntoView {
    let types: Vec<_> =
        document.data_types.iter().map(|t| Choice::new(t.id.to_string(), t.name.clone())).collect();
    let (selected, error) = (form.text("data_type"), form.error("data_type"));
    view! {
        <Select label="Data type" name="data_type" choices=types selected blank="Choose a data type" error />
        <Line label="Name" name="name" value=form.text("name") error=form.error("name") required=true maxlength=200 />
    }
}

#[component]
fn Rights(document: Arc<Engagement>, form: Filled) -> impl IntoView {
    let row = |system: &System| {
        let (right, writes) = (format!("right_{}", system.id), format!("writes_{}", system.id));
        let selected = form.text(&right);
        let selected = if selected.is_empty() { Right::None.key().to_owned() } else { selected };
        let checked = form.ticked(&writes);
        view! {
            <div class="field-row">
                <Select label=system.name.clone() name=right choices={choices::<Right>()} selected />
                <Checkbox label=format!("{} was seen writing it", system.name) name=writes checked />
            </div>
        }
    };
    let rows = document.systems.iter().map(row).collect_view();
    view! {
        <fieldset class="group">
            <legend>"Rights"</legend>
            <p class="hint">"One system owns a field. What was seen writing it counts, whatever was agreed."</p>
            {rows}
        </fieldset>
    }
}

#[component]
fn Decision(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Decision"</legend>
            <Select
                label="Standing"
                name="standing"
                choices={choices::<Standing>()}
                selected=form.text("standing")
                error=form.error("standing")
            />
            <Line
                label="Decided by"
                name="decided_by"
                value=form.text("decided_by")
                error=form.error("decided_by")
                maxlength=200
            />
            <Line
                label="Decided on"
                name="decided_on"
                kind="date"
                value=form.text("decided_on")
                error=form.error("decided_on")
                width=Width::Short
            />
            <TextArea label="Why" name="why" value=form.text("why") rows=2 maxlength=5000 />
            <TextArea
                label="On dispute, each team's position"
                name="positions"
                value=form.text("positions")
                hint="One a line: “Sales: the shop is right, customers see it first.”"
                rows=3
                maxlength=5000
            />
            <Line
                label="The same business rule is also kept in"
                name="rule_also_kept_in"
                value=form.text("rule_also_kept_in")
                maxlength=500
            />
        </fieldset>
    }
}
