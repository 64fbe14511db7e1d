//! The approvals of one integration's launch checks as a form.
//! An approval bears the mark of what was there when it was given; one that is left as it is keeps its mark.

use crate::editing::Refusal;
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{EditForm, Field, FormErrors, Link, PageHeader};
use crate::urls::at;
use chrono::NaiveDate;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::integrations::Integration;
use faultline::document::launch::{Approval, LaunchCheck, LaunchSheet};
use faultline::judgement::gates::launch::{self, Checked, LaunchState};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use std::collections::BTreeMap;

fn name(of: &str, check: LaunchCheck) -> String {
    format!("{of}_{}", check.key())
}

/// What a stored sheet looks like as a form.
pub fn fill(sheet: Option<&LaunchSheet>, version: i32) -> Form {
    let mut sent = Form::of(vec![("version", version.to_string())]);
    for (check, approval) in sheet.into_iter().flat_map(|sheet| &sheet.approvals) {
        sent.push(&name("evidence", *check), approval.evidence.clone());
        sent.push(&name("by", *check), approval.by.clone());
        sent.push(&name("on", *check), approval.on.to_string());
        let until = approval.until.map(|until| until.to_string()).unwrap_or_default();
        sent.push(&name("until", *check), until);
    }
    sent
}

/// The approvals that a form describes, and what is wrong with them.
pub fn read(
    document: &Engagement,
    id: IntegrationId,
    sent: &Form,
) -> (BTreeMap<LaunchCheck, Approval>, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let Some(integration) = document.integration(id) else {
        return (BTreeMap::new(), reading.problems());
    };
    let stored = document.launch_sheet(id).map(|sheet| &sheet.approvals);
    let mut approvals = BTreeMap::new();
    for checked in launch::checks(document, integration) {
        let check = checked.check;
        let Some(read) = approval(&mut reading, sent, check) else { continue };
        let kept = stored.and_then(|stored| stored.get(&check)).filter(|old| same(old, &read));
        let new = kept.is_none();
        if new && checked.state == LaunchState::NotThere {
            reading.problem(
                check.key(),
                "What this check asks for is not recorded yet; it can be approved once it is.",
            );
        }
        let mark = kept.map_or_else(|| launch::mark(document, integration, check), |old| old.mark);
        approvals.insert(check, Approval { mark, ..read });
    }
    (approvals, reading.problems())
}

/// One approval as it was typed; nothing when nothing was.
fn approval(reading: &mut Reading<'_>, sent: &Form, check: LaunchCheck) -> Option<Approval> {
    let text = |of: &str| sent.text(&name(of, check));
    let (evidence, by, on, until) = (text("evidence"), text("by"), text("on"), text("until"));
    if [&evidence, &by, &on, &until].iter().all(|text| text.is_empty()) {
        return None;
    }
    if evidence.is_empty() || by.is_empty() {
        reading.problem(check.key(), "Say what was seen, and who approves it.");
    }
    let mut day = |text: &str| {
        let day = text.parse::<NaiveDate>().ok();
        if day.is_none() && !text.is_empty() {
            reading.problem(check.key(), "Give each day as 2026-05-31.");
        }
        day
    };
    let (on, until) = (day(&on), day(&until));
    if on.is_none() {
        reading.problem(check.key(), "Give the day of the approval.");
    }
    Some(Approval { evidence, by, on: on.unwrap_or_default(), until, mark: 0 })
}

/// Whether an approval was left as it is.
fn same(old: &Approval, new: &Approval) -> bool {
    *old == Approval { mark: old.mark, ..new.clone() }
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    integration: &Integration,
    title: &str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "launch");
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored = |part: &Part| {
        if let Part::LaunchSheet(sheet) = part { Some(fill(Some(sheet), 0)) } else { None }
    };
    let labels: Vec<_> = LaunchCheck::ALL
        .iter()
        .flat_map(|check| {
            ["evidence", "by", "on", "until"].map(|of| (name(of, *check), check.label()))
        })
        .collect();
    let labels: Vec<_> = labels.iter().map(|(name, label)| (name.as_str(), *label)).collect();
    let conflict = refusal.and_then(|refusal| refusal.both_sides(&labels, sent, stored));
    let asked = launch::checks(document, integration);
    let fields = asked.iter().filter(|checked| checked.state != LaunchState::NotAsked);
    let fields = fields.map(|checked| group(checked, sent, &errors)).collect_view();
    let action = at(document.id, &format!("launch/{}", integration.id));
    view! {
        <PageHeader
            title=title.to_owned()
            trail=vec![Link::new(list.clone(), "Launch checks")]
            lede="A check is met once what it asks for is recorded and somebody approved it. It opens again when that changes; give a new day to approve it again."
        />
        {conflict}
        <EditForm action save="Save approvals" cancel=list errors version=Some(i64::from(version))>
            {fields}
        </EditForm>
    }
}

fn group(checked: &Checked, sent: &Form, errors: &FormErrors) -> impl IntoView + use<> {
    let check = checked.check;
    let value = |of: &str| sent.text(&name(of, check));
    let (evidence, by, on, until) = (value("evidence"), value("by"), value("on"), value("until"));
    let says = format!("{}: {}", checked.state.label(), checked.says);
    let error = errors.of(check.key());
    view! {
        <fieldset class="group" id=check.key()>
            <legend>{check.label()}</legend>
            <p class="hint">{says}</p>
            <Field label="Evidence: what was seen, and where" name=name("evidence", check) value=evidence error maxlength=2000 />
            <div class="field-grid">
                <Field label="Approved by" name=name("by", check) value=by maxlength=200 />
                <Field label="On" kind="date" name=name("on", check) value=on />
                <Field label="Holds until" kind="date" name=name("until", check) value=until />
            </div>
        </fieldset>
    }
}
