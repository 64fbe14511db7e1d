//! The control sheet of one integration as a form: a state and its evidence for every control.
//! The expected ones come first; the rest are folded away, not hidden.

use crate::editing::Refusal;
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{EditForm, Field, FormErrors, Link, PageHeader, Select, choices};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::controls::{Control, ControlSheet, ControlState, Family, Finding};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::evidence;
use faultline::document::integrations::Integration;
use faultline::platform::catalogue::Catalogue;
use std::collections::BTreeMap;

/// What a stored sheet looks like as a form.
pub fn fill(sheet: Option<&ControlSheet>, version: i32) -> Form {
    let mut sent = Form::of(vec![("version", version.to_string())]);
    for (control, found) in sheet.into_iter().flat_map(|sheet| &sheet.controls) {
        sent.push(control.key(), found.state.key());
        sent.push(&written(*control), found.evidence.clone());
        sent.push(&kind(*control), found.kind.map_or("", Catalogue::key));
        let text = |day: Option<NaiveDate>| day.map(|day| day.to_string()).unwrap_or_default();
        sent.push(&since(*control), text(found.since));
        sent.push(&holds_until(*control), text(found.holds_until));
    }
    sent
}

fn written(control: Control) -> String {
    format!("evidence_{}", control.key())
}

fn kind(control: Control) -> String {
    format!("kind_{}", control.key())
}

fn since(control: Control) -> String {
    format!("since_{}", control.key())
}

fn holds_until(control: Control) -> String {
    format!("holds_until_{}", control.key())
}

/// The controls a form describes, and what is wrong with it. What is unknown without a word is not recorded.
pub fn read(sent: &Form) -> (BTreeMap<Control, Finding>, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let mut controls = BTreeMap::new();
    for control in Control::ALL {
        let state = reading.optional_choice(control.key()).unwrap_or(ControlState::Unknown);
        let evidence = sent.text(&written(*control));
        if state != ControlState::Unknown || !evidence.is_empty() {
            let mut day = |name: String| {
                let text = sent.text(&name);
                let day = text.parse().ok();
                if day.is_none() && !text.is_empty() {
                    reading.problem(control.key(), "Give each day as 2026-05-31.");
                }
                day
            };
            let (since, holds_until) = (day(since(*control)), day(holds_until(*control)));
            let kind = evidence::Kind::from_key(sent.raw(&kind(*control))).ok();
            controls.insert(*control, Finding { state, evidence, kind, since, holds_until });
        }
    }
    (controls, reading.problems())
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    integration: &Integration,
    title: &str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "controls");
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let labels: Vec<_> =
        Control::ALL.iter().map(|control| (control.key(), control.label())).collect();
    let stored = |part: &Part| {
        if let Part::ControlSheet(sheet) = part { Some(fill(Some(sheet), 0)) } else { None }
    };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(&labels, sent, stored));
    let expected = |control: &Control| control.expected(integration.criticality);
    let families = Family::ALL.iter().map(|family| {
        let asked: Vec<_> = Control::of(*family).filter(&expected).collect();
        (!asked.is_empty()).then(|| group(family.label(), &asked, sent, &errors))
    });
    let families = families.collect_view();
    let rest: Vec<_> = Control::ALL.iter().copied().filter(|control| !expected(control)).collect();
    let rest = (!rest.is_empty()).then(|| {
        let fields = group("Not expected at this criticality", &rest, sent, &errors);
        view! { <details><summary>{format!("{} more controls that are not expected here", rest.len())}</summary>{fields}</details> }
    });
    let lede = format!("{}: these controls are expected.", integration.criticality.label());
    view! {
        <PageHeader title=title.to_owned() trail=vec![Link::new(list.clone(), "Controls")] lede />
        {conflict}
        <EditForm
            action=at(document.id, &format!("controls/{}", integration.id))
            save="Save controls"
            cancel=list
            errors
            version=Some(i64::from(version))
        >
            {families}
            {rest}
        </EditForm>
    }
}

fn group(
    legend: &'static str,
    controls: &[Control],
    sent: &Form,
    errors: &FormErrors,
) -> impl IntoView + use<> {
    let fields = controls.iter().map(|control| fields(*control, sent, errors)).collect_view();
    view! { <fieldset class="group"><legend>{legend}</legend>{fields}</fieldset> }
}

fn fields(control: Control, sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let (name, from, until) = (written(control), since(control), holds_until(control));
    let known = kind(control);
    let states: Vec<_> =
        choices::<ControlState>().into_iter().filter(|choice| choice.value != "unknown").collect();
    let selected = sent.text(control.key());
    let error = errors.of(control.key());
    view! {
        <div class="field-row">
            <Select label=control.label() name=control.key() choices=states selected blank=ControlState::Unknown.label() error />
            <Field label="Evidence: what was seen, and where" value=sent.text(&name) name maxlength=2000 />
            <Select label="Kind of evidence" choices={choices::<evidence::Kind>()} selected=sent.text(&known) name=known blank="Not said" />
            <Field label="In place since" kind="date" value=sent.text(&from) name=from />
            <Field label="Evidence holds until" kind="date" value=sent.text(&until) name=until />
        </div>
    }
}
