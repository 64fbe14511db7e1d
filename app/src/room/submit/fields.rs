//! The fields of the contributor's form: what they saw, when, what it cost, and the proof.
//! It asks nothing that only a consultant can know.

use crate::files::HINT;
use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::samples::people::SuspectedPeople;
use crate::ui::{
    Checkbox, Choice, EditForm, Field, FileField, FormErrors, Select, TextArea, Width, choices,
};
use crate::zone;
use faultline::document::engagement::Engagement;
use faultline::document::samples::{
    CORRELATION_ID, DetectedBy, MINUTES, Outcome, RECORDS, SUMMARY, Symptom,
};

/// The form.
pub fn form(
    action: &str,
    sent: &Form,
    errors: FormErrors,
    document: Option<&Engagement>,
) -> impl IntoView + use<> {
    let filled = Filled::new(sent.clone(), errors.clone());
    let people = view! { <SuspectedPeople form=filled /> };
    let parts = (people, what(sent, &errors, document), when(sent, &errors), proof(sent, &errors));
    view! {
        <EditForm action=action.to_owned() save="Send report" errors files=true busy="Sending …" label="Report a failure">
            {parts}
        </EditForm>
    }
}

fn what(sent: &Form, errors: &FormErrors, document: Option<&Engagement>) -> impl IntoView + use<> {
    let integrations = document.into_iter().flat_map(|document| &document.integrations);
    let integrations: Vec<_> =
        integrations.map(|one| Choice::new(one.id.to_string(), one.name.clone())).collect();
    let integration = (!integrations.is_empty()).then(|| {
        let (selected, error) = (sent.text("integration"), errors.of("integration"));
        view! {
            <Select label="Between which systems" name="integration" choices=integrations selected blank="I don’t know" error />
        }
    });
    view! {
        <TextArea
            label="What happened"
            name="summary"
            value=sent.text("summary")
            hint="One sentence with the record: “Order 10023 was booked twice”."
            error=errors.of("summary")
            required=true
            maxlength=SUMMARY as u32
            rows=2
        />
        <div class="field-row">
            <Select
                label="What it looked like"
                name="symptom"
                choices={choices::<Symptom>()}
                selected=sent.text("symptom")
                blank="Choose one"
                error=errors.of("symptom")
                required=true
            />
            {integration}
        </div>
        <TextArea
            label="Affected records"
            name="records"
            value=sent.text("records")
            hint="System and number, one a line: “shop: 10023”."
            error=errors.of("records")
            maxlength=RECORDS as u32
            rows=2
            mono=true
        />
    }
}

fn when(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let time = |label: &'static str, name: &'static str, required: bool| {
        let (value, error) = (sent.text(name), errors.of(name));
        view! { <Field label name value kind="datetime-local" step="any" error required width=Width::Medium /> }
    };
    let times = (
        time("It happened", "occurred_at", true),
        time("Someone noticed", "detected_at", false),
        time("It was right again", "recovered_at", false),
    );
    view! {
        <fieldset class="group">
            <legend>"When"</legend>
            <p class="hint">{format!("All three in the time of {}. Leave empty what has not happened, or what nobody knows.", zone::here())}</p>
            <div class="field-row">{times}</div>
            <div class="field-row">
                <Select
                    label="Who noticed"
                    name="detected_by"
                    choices={choices::<DetectedBy>()}
                    selected=sent.text("detected_by")
                    error=errors.of("detected_by")
                />
                <Select
                    label="How it ended"
                    name="outcome"
                    choices={choices::<Outcome>()}
                    selected=sent.text("outcome")
                    error=errors.of("outcome")
                />
                <Field
                    label="Minutes of manual work"
                    name="manual_minutes"
                    value=sent.text("manual_minutes")
                    kind="number"
                    min="0"
                    max=MINUTES.to_string()
                    error=errors.of("manual_minutes")
                    width=Width::Short
                />
            </div>
            <Checkbox
                label="A status said success all the same"
                name="status_said_success"
                checked=sent.ticked("status_said_success")
            />
        </fieldset>
    }
}

fn proof(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    view! {
        <fieldset class="group">
            <legend>"Proof"</legend>
            <TextArea
                label="Evidence"
                name="evidence"
                value=sent.text("evidence")
                hint="A message, log lines, what people wrote. Never a password; what looks like a secret or names a person is replaced before it is stored."
                error=errors.of("evidence")
                rows=8
                mono=true
            />
            <Field
                label="Number that both systems know it by"
                name="correlation_id"
                value=sent.text("correlation_id")
                error=errors.of("correlation_id")
                maxlength=CORRELATION_ID as u32
            />
            <FileField label="Files" name="files" hint=HINT error=errors.of("files") />
        </fieldset>
    }
}
