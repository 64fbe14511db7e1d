//! The fields of a sample's form, in the order people tell it: what, when, why, proof.
//! Every list in it is a catalogue or comes from the document.

use super::KnownBy;
use crate::form::Filled;
use crate::prelude::*;
use crate::samples::grouped::{Group, GroupedSelect};
use crate::samples::people::SuspectedPeople;
use crate::ui::{Checkbox, Choice, Field, Select, TextArea, WhenFields, Width, choices};
use crate::zone;
use faultline::document::controls::{Control, Family};
use faultline::document::engagement::Engagement;
use faultline::document::samples::{
    CORRELATION_ID, Cause, DetectedBy, ErrorClass, MINUTES, Nature, Origin, Outcome, RECORDS,
    RETRIES, SUMMARY, Symptom,
};
use faultline::platform::catalogue::Catalogue;
use std::sync::Arc;

/// The fields.
#[component]
pub fn SampleFields(
    /// What they hold.
    form: Filled,
    /// The engagement.
    document: Arc<Engagement>,
    /// Whether the sample is new: then the form asks more.
    #[prop(optional)]
    new: bool,
) -> impl IntoView {
    view! {
        <SuspectedPeople form=form.clone() />
        <What form=form.clone() document />
        <When form=form.clone() />
        <Why form=form.clone() />
        <Proof form new />
    }
}

#[component]
fn What(form: Filled, document: Arc<Engagement>) -> impl IntoView {
    let integrations: Vec<_> = document
        .integrations
        .iter()
        .map(|one| Choice::new(one.id.to_string(), one.name.clone()))
        .collect();
    let steps = steps(&document);
    let step = (!steps.is_empty()).then(|| {
        let (selected, error) = (form.text("step"), form.error("step"));
        view! { <Select label="Step of the map" name="step" choices=steps selected blank="Not known yet" error /> }
    });
    view! {
        <TextArea
            label="What happened"
            name="summary"
            value=form.text("summary")
            hint="One sentence with the record: “Order 10023 was booked twice after a retry”."
            error=form.error("summary")
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
                selected=form.text("symptom")
                blank="Choose one"
                error=form.error("symptom")
                required=true
            />
            <Select
                label="Integration"
                name="integration"
                choices=integrations
                selected=form.text("integration")
                blank="Not known yet"
                error=form.error("integration")
            />
            {step}
        </div>
        <TextArea
            label="Affected records"
            name="records"
            value=form.text("records")
            hint="System and id, one a line: “shop: 10023”."
            error=form.error("records")
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

#[component]
fn When(form: Filled) -> impl IntoView {
    let time = |label: &'static str, name: &'static str, required: bool| {
        let (value, error) = (form.when(name), form.error(name));
        view! { <WhenFields label name value error required /> }
    };
    let times = (
        time("Occurred", "occurred_at", true),
        time("Detected", "detected_at", false),
        time("Recovered", "recovered_at", false),
    );
    view! {
        <fieldset class="group">
            <legend>"When"</legend>
            <p class="hint">{format!("All three in the time of {}. Leave empty what has not happened or what nobody knows, and a time where only the day is known.", zone::here())}</p>
            {times}
            <div class="field-row">
                <Select
                    label="Noticed by"
                    name="detected_by"
                    choices={choices::<DetectedBy>()}
                    selected=form.text("detected_by")
                    error=form.error("detected_by")
                />
                <Select
                    label="Outcome"
                    name="outcome"
                    choices={choices::<Outcome>()}
                    selected=form.text("outcome")
                    error=form.error("outcome")
                />
            </div>
            <Checkbox
                label="A status said success all the same"
                name="status_said_success"
                checked=form.ticked("status_said_success")
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

#[component]
fn Why(form: Filled) -> impl IntoView {
    let number = |label: &'static str, name: &'static str, most: i32| {
        let (value, error, max) = (form.text(name), form.error(name), most.to_string());
        view! { <Field label name value kind="number" min="0" max error width=Width::Short /> }
    };
    let numbers = (
        number("Retries", "retries", RETRIES),
        number("Minutes of manual work", "manual_minutes", MINUTES),
    );
    view! {
        <fieldset class="group">
            <legend>"Why"</legend>
            <div class="field-row">
                <GroupedSelect
                    label="Cause"
                    name="cause"
                    groups=causes()
                    selected=form.text("cause")
                    error=form.error("cause")
                />
                <Select
                    label="Origin"
                    name="origin"
                    choices={choices::<Origin>()}
                    selected=form.text("origin")
                    error=form.error("origin")
                />
                <Select
                    label="Error class"
                    name="error_class"
                    choices={choices::<ErrorClass>()}
                    selected=form.text("error_class")
                    blank="Not known yet"
                    error=form.error("error_class")
                />
            </div>
            <GroupedSelect
                label="Control that should have blocked it"
                name="missing_control"
                groups=controls()
                selected=form.text("missing_control")
                blank="Not named yet"
                error=form.error("missing_control")
            />
            <div class="field-row">{numbers}</div>
        </fieldset>
    }
}

#[component]
fn Proof(form: Filled, new: bool) -> impl IntoView {
    let again = new.then(|| {
        view! {
            <Checkbox
                label="Confirmed: someone of us has seen it in the systems"
                name="confirmed"
                checked=form.ticked("confirmed")
            />
            <Checkbox label="Add another one like it after this" name="again" checked=form.ticked("again") />
        }
    });
    view! {
        <fieldset class="group">
            <legend>"Proof"</legend>
            <Field
                label="Correlation id"
                name="correlation_id"
                value=form.text("correlation_id")
                error=form.error("correlation_id")
                maxlength=CORRELATION_ID as u32
            />
            <TextArea
                label="Evidence"
                name="evidence"
                value=form.text("evidence")
                hint="Payload, log lines, what people wrote. Secrets and personal data are replaced before it is stored."
                error=form.error("evidence")
                rows=8
                mono=true
            />
            <KnownBy form />
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
