//! The fields of a sample's form, in the order people tell it: what, when, why, proof.
//! Every list in it is a catalogue or comes from the document.

use crate::form::Form;
use crate::prelude::*;
use crate::samples::grouped::{self, Group};
use crate::samples::people;
use crate::ui::{Checkbox, Choice, Field, FormErrors, Select, TextArea, Width, choices};
use crate::zone;
use faultline::document::controls::{Control, Family};
use faultline::document::engagement::Engagement;
use faultline::document::samples::{
    CORRELATION_ID, Cause, DetectedBy, ErrorClass, MINUTES, Nature, Origin, Outcome, RECORDS,
    RETRIES, SUMMARY, Symptom,
};
use faultline::platform::catalogue::Catalogue;

/// The fields. `new` adds what only a new sample asks.
pub fn fields(
    sent: &Form,
    errors: &FormErrors,
    document: &Engagement,
    new: bool,
) -> impl IntoView + use<> {
    (
        people::view(sent, errors),
        what(sent, errors, document),
        when(sent, errors),
        why(sent, errors),
        proof(sent, errors, new),
    )
}

fn what(sent: &Form, errors: &FormErrors, document: &Engagement) -> impl IntoView + use<> {
    let integrations: Vec<_> = document
        .integrations
        .iter()
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
        .collect();
    let steps = steps(document);
    let step = (!steps.is_empty()).then(|| {
        let (selected, error) = (sent.text("step"), errors.of("step"));
        view! { <Select label="Step of the map" name="step" choices=steps selected blank="Not known yet" error /> }
    });
    view! {
        <TextArea
            label="What happened"
            name="summary"
            value=sent.text("summary")
            hint="One sentence with the record: “Order 10023 was booked twice after a retry”."
            error=errors.of("summary")
            required=true
            maxlength=SUMMARY as u32
            rows=2
            autofocus=true
        />
        <div class="field-row">
            <Select
                label="Symptom"
                name="symptom"
                choices={choices::<Symptom>()}
                selected=sent.text("symptom")
                blank="Choose one"
                error=errors.of("symptom")
                required=true
            />
            <Select
                label="Integration"
                name="integration"
                choices=integrations
                selected=sent.text("integration")
                blank="Not known yet"
                error=errors.of("integration")
            />
            {step}
        </div>
        <TextArea
            label="Affected records"
            name="records"
            value=sent.text("records")
            hint="System and id, one a line: “shop: 10023”."
            error=errors.of("records")
            maxlength=RECORDS as u32
            rows=2
            mono=true
        />
    }
}

/// Steps of the maps: what really happens before what should.
fn steps(document: &Engagement) -> Vec<Choice> {
    let mut maps: Vec<_> = document.maps.iter().collect();
    maps.sort_by_key(|map| (map.workflow, std::cmp::Reverse(map.side)));
    let choice = |map: &&faultline::engines::map::Map| {
        let workflow = document.workflows.iter().find(|workflow| workflow.id == map.workflow);
        let name = workflow.map(|workflow| workflow.name.clone()).unwrap_or_default();
        let side = map.side.label().to_lowercase();
        map.steps
            .iter()
            .map(move |step| {
                Choice::new(step.id.to_string(), format!("{} ({name}, {side})", step.name))
            })
            .collect::<Vec<_>>()
    };
    maps.iter().flat_map(choice).collect()
}

fn when(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let time = |label: &'static str, name: &'static str, required: bool| {
        let (value, error) = (sent.text(name), errors.of(name));
        view! { <Field label name value kind="datetime-local" step="any" error required width=Width::Medium /> }
    };
    let times = (
        time("Occurred", "occurred_at", true),
        time("Detected", "detected_at", false),
        time("Recovered", "recovered_at", false),
    );
    view! {
        <fieldset class="group">
            <legend>"When"</legend>
            <p class="hint">{format!("All three in the time of {}. Leave empty what has not happened, or what nobody knows.", zone::here())}</p>
            <div class="field-row">{times}</div>
            <div class="field-row">
                <Select
                    label="Noticed by"
                    name="detected_by"
                    choices={choices::<DetectedBy>()}
                    selected=sent.text("detected_by")
                    error=errors.of("detected_by")
                />
                <Select
                    label="Outcome"
                    name="outcome"
                    choices={choices::<Outcome>()}
                    selected=sent.text("outcome")
                    error=errors.of("outcome")
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

/// Causes by their nature.
pub fn causes() -> Vec<Group> {
    let of = |nature: &Nature| {
        let entries = Cause::ALL
            .iter()
            .filter(|cause| cause.nature() == *nature && **cause != Cause::Unknown);
        (nature.label(), entries.map(|cause| (cause.key(), cause.label())).collect::<Vec<_>>())
    };
    let mut groups = vec![("Open", vec![(Cause::Unknown.key(), Cause::Unknown.label())])];
    groups.extend(Nature::ALL.iter().map(of).filter(|(_, entries)| !entries.is_empty()));
    groups
}

/// Controls by their family.
pub fn controls() -> Vec<Group> {
    let of = |family: &Family| {
        let entries = Control::ALL.iter().filter(|control| control.family() == *family);
        (family.label(), entries.map(|control| (control.key(), control.label())).collect())
    };
    Family::ALL.iter().map(of).collect()
}

fn why(sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let number = |label: &'static str, name: &'static str, most: i32| {
        let (value, error, max) = (sent.text(name), errors.of(name), most.to_string());
        view! { <Field label name value kind="number" min="0" max error width=Width::Short /> }
    };
    let numbers = (
        number("Retries", "retries", RETRIES),
        number("Minutes of manual work", "manual_minutes", MINUTES),
    );
    let cause =
        grouped::select("Cause", "cause", causes(), &sent.text("cause"), None, errors.of("cause"));
    let control = grouped::select(
        "Control that should have blocked it",
        "missing_control",
        controls(),
        &sent.text("missing_control"),
        Some("Not named yet"),
        errors.of("missing_control"),
    );
    view! {
        <fieldset class="group">
            <legend>"Why"</legend>
            <div class="field-row">
                {cause}
                <Select
                    label="Origin"
                    name="origin"
                    choices={choices::<Origin>()}
                    selected=sent.text("origin")
                    error=errors.of("origin")
                />
                <Select
                    label="Error class"
                    name="error_class"
                    choices={choices::<ErrorClass>()}
                    selected=sent.text("error_class")
                    blank="Not known yet"
                    error=errors.of("error_class")
                />
            </div>
            {control}
            <div class="field-row">{numbers}</div>
        </fieldset>
    }
}

fn proof(sent: &Form, errors: &FormErrors, new: bool) -> impl IntoView + use<> {
    let again = new.then(|| {
        view! {
            <Checkbox
                label="Confirmed: someone of us has seen it in the systems"
                name="confirmed"
                checked=sent.ticked("confirmed")
            />
            <Checkbox label="Add another one like it after this" name="again" checked=sent.ticked("again") />
        }
    });
    view! {
        <fieldset class="group">
            <legend>"Proof"</legend>
            <Field
                label="Correlation id"
                name="correlation_id"
                value=sent.text("correlation_id")
                error=errors.of("correlation_id")
                maxlength=CORRELATION_ID as u32
            />
            <TextArea
                label="Evidence"
                name="evidence"
                value=sent.text("evidence")
                hint="Payload, log lines, what people wrote. Secrets and personal data are replaced before it is stored."
                error=errors.of("evidence")
                rows=8
                mono=true
            />
            {again}
        </fieldset>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_and_control_is_in_one_group() {
        let count =
            |groups: Vec<Group>| groups.iter().map(|(_, entries)| entries.len()).sum::<usize>();
        assert_eq!(count(causes()), Cause::ALL.len());
        assert_eq!(count(controls()), Control::ALL.len());
    }
}
