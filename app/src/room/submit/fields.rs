//! The fields of the contributor's form: what they saw, when, what it cost, and the proof.
//! It asks nothing that only a consultant can know.

use crate::files::HINT;
use crate::form::Filled;
use crate::prelude::*;
use crate::samples::people::SuspectedPeople;
use crate::ui::{
    Checkbox, Choice, EditForm, Field, FileField, Select, TextArea, WhenFields, Width, choices,
};
use crate::zone;
use faultline::document::samples::{
    CORRELATION_ID, DetectedBy, MINUTES, Outcome, RECORDS, SUMMARY, Symptom,
};

/// The form.
#[component]
pub fn ReportForm(
    /// Where it posts to.
    action: String,
    /// What its fields hold.
    form: Filled,
    /// The integrations that the room tells of.
    integrations: Vec<Choice>,
) -> impl IntoView {
    view! {
        <EditForm action save="Send report" errors=form.errors() files=true busy="Sending …" label="Report a failure">
            <SuspectedPeople form=form.clone() />
            <WhatFields form=form.clone() integrations />
            <WhenGroup form=form.clone() />
            <ProofFields form />
        </EditForm>
    }
}

/// What happened, to which records.
#[component]
fn WhatFields(form: Filled, integrations: Vec<Choice>) -> impl IntoView {
    let integration = (!integrations.is_empty()).then(|| {
        let (selected, error) = (form.text("integration"), form.error("integration"));
        view! {
            <Select label="Between which systems" name="integration" choices=integrations selected blank="I don’t know" error />
        }
    });
    view! {
        <TextArea
            label="What happened"
            name="summary"
            value=form.text("summary")
            hint="One sentence with the record: “Order 10023 was booked twice”."
            error=form.error("summary")
            required=true
            maxlength=SUMMARY as u32
            rows=2
        />
        <div class="field-row">
            <Select
                label="What it looked like"
                name="symptom"
                choices={choices::<Symptom>()}
                selected=form.text("symptom")
                blank="Choose one"
                error=form.error("symptom")
                required=true
            />
            {integration}
        </div>
        <TextArea
            label="Affected records"
            name="records"
            value=form.text("records")
            hint="System and number, one a line: “shop: 10023”."
            error=form.error("records")
            maxlength=RECORDS as u32
            rows=2
            mono=true
        />
    }
}

/// When it happened, and how it ended.
#[component]
fn WhenGroup(form: Filled) -> impl IntoView {
    let time = |label: &'static str, name: &'static str, required: bool| {
        let (value, error) = (form.when(name), form.error(name));
        view! { <WhenFields label name value error required /> }
    };
    view! {
        <fieldset class="group">
            <legend>"When"</legend>
            <p class="hint">{format!("All three in the time of {}. Leave empty what has not happened or what nobody knows, and a time where only the day is known.", zone::here())}</p>
            {time("It happened", "occurred_at", true)}
            {time("Someone noticed", "detected_at", false)}
            {time("It was right again", "recovered_at", false)}
            <HowItEnded form=form.clone() />
            <Checkbox
                label="A status said success all the same"
                name="status_said_success"
                checked=form.ticked("status_said_success")
            />
        </fieldset>
    }
}

#[component]
fn HowItEnded(form: Filled) -> impl IntoView {
    view! {
        <div class="field-row">
            <Select
                label="Who noticed"
                name="detected_by"
                choices={choices::<DetectedBy>()}
                selected=form.text("detected_by")
                error=form.error("detected_by")
            />
            <Select
                label="How it ended"
                name="outcome"
                choices={choices::<Outcome>()}
                selected=form.text("outcome")
                error=form.error("outcome")
            />
            <Field
                label="Minutes of manual work"
                name="manual_minutes"
                value=form.text("manual_minutes")
                kind="number"
                min="0"
                max=MINUTES.to_string()
                error=form.error("manual_minutes")
                width=Width::Short
            />
        </div>
    }
}

#[component]
fn ProofFields(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Proof"</legend>
            <TextArea
                label="Evidence"
                name="evidence"
                value=form.text("evidence")
                hint="A message, log lines, what people wrote. Never a password; what looks like a secret or names a person is replaced before it is stored."
                error=form.error("evidence")
                rows=8
                mono=true
            />
            <Field
                label="Number that both systems know it by"
                name="correlation_id"
                value=form.text("correlation_id")
                error=form.error("correlation_id")
                maxlength=CORRELATION_ID as u32
            />
            <FileField label="Files" name="files" hint=HINT error=form.error("files") />
        </fieldset>
    }
}
