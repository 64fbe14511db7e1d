//! The consultant's call on one integration: an override with its reason, and the controlled batch.
//! An override without a reason is refused; the findings stay as they are.

use crate::editing::Refusal;
use crate::form::{Form, Reading};
use crate::prelude::*;
use crate::ui::{EditForm, Field, Link, PageHeader, Select, TextArea, choices};
use crate::urls::at;
use faultline::document::call::{Call, ControlledBatch, VerdictPath};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::integrations::Integration;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{IntegrationId, PartId};

const LABELS: &[(&str, &str)] = &[
    ("instead", "Instead of the findings"),
    ("reason", "Reason"),
    ("agreed_by", "Second person who agrees"),
    ("records", "Records of the batch"),
    ("check", "How the result is checked"),
    ("way_back", "The way back"),
];

/// What a stored call looks like as a form.
pub fn fill(call: Option<&Call>, version: i32) -> Form {
    let mut sent = Form::of(vec![("version", version.to_string())]);
    if let Some(call) = call {
        sent.push("instead", call.instead.map_or("", Catalogue::key));
        sent.push("reason", call.reason.clone());
        sent.push("agreed_by", call.agreed_by.clone());
        sent.push("records", call.batch.records.clone());
        sent.push("check", call.batch.check.clone());
        sent.push("way_back", call.batch.way_back.clone());
    }
    sent
}

/// The call a form describes, and what is wrong with it.
pub fn read(sent: &Form, id: PartId, integration: IntegrationId) -> (Call, Vec<Problem>) {
    let mut reading = Reading::new(sent);
    let batch = ControlledBatch {
        records: sent.text("records"),
        check: sent.text("check"),
        way_back: sent.text("way_back"),
    };
    let instead = reading.optional_choice::<VerdictPath>("instead");
    let (reason, agreed_by) = (sent.text("reason"), sent.text("agreed_by"));
    (Call { id, integration, instead, reason, agreed_by, batch }, reading.problems())
}

/// The page with the form.
pub fn view(
    document: &Engagement,
    integration: &Integration,
    title: &str,
    sent: &Form,
    refusal: Option<&Refusal>,
) -> impl IntoView + use<> {
    let list = at(document.id, "verdict");
    let action = format!("{list}/{}", integration.id);
    let errors = refusal.map(Refusal::errors).unwrap_or_default();
    let version = refusal.map_or(sent.version(), |refusal| refusal.version(sent));
    let stored =
        |part: &Part| if let Part::Call(call) = part { Some(fill(Some(call), 0)) } else { None };
    let conflict = refusal.and_then(|refusal| refusal.both_sides(LABELS, sent, stored));
    let (instead, reason) = (sent.text("instead"), sent.text("reason"));
    let (no_path, no_reason, no_agreement) =
        (errors.of("instead"), errors.of("reason"), errors.of("agreed_by"));
    let agreed_by = sent.text("agreed_by");
    let (records, check, way_back) =
        (sent.text("records"), sent.text("check"), sent.text("way_back"));
    view! {
        <PageHeader
            title=title.to_owned()
            trail=vec![Link::new(list.clone(), "Verdict")]
            lede="What you decide is shown beside the findings; the findings stay as the evidence has them."
        />
        {conflict}
        <EditForm action save="Save call" cancel=list errors version=Some(i64::from(version))>
            <fieldset class="group">
                <legend>"Override"</legend>
                <Select
                    label="Instead of the findings"
                    name="instead"
                    choices={choices::<VerdictPath>()}
                    selected=instead
                    blank="Follow the findings"
                    error=no_path
                />
                <TextArea
                    label="Reason"
                    name="reason"
                    value=reason
                    hint="Needed for an override. The client reads it."
                    error=no_reason
                    rows=3
                    maxlength=5000
                />
                <Field
                    label="Second person who agrees"
                    name="agreed_by"
                    value=agreed_by
                    hint="An override of one person alone does not count."
                    error=no_agreement
                    maxlength=200
                />
            </fieldset>
            <fieldset class="group">
                <legend>"Controlled batch"</legend>
                <p class="hint">"No patch without one: which records it is tried on, how the result is checked, and the way back."</p>
                <TextArea label="Records" name="records" value=records rows=2 maxlength=5000 />
                <TextArea label="How the result is checked" name="check" value=check rows=2 maxlength=5000 />
                <TextArea label="The way back" name="way_back" value=way_back rows=2 maxlength=5000 />
            </fieldset>
        </EditForm>
    }
}
