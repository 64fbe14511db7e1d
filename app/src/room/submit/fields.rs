//! The fields of the contributor's form: what they saw, when, and the proof; what takes longer to say is folded.
//! It asks nothing that only a consultant can know.

use crate::files::FORM;
use crate::form::Filled;
use crate::prelude::*;
use crate::samples::form::KnownBy;
use crate::samples::people::SuspectedPeople;
use crate::ui::{
    Checkbox, Choice, EditForm, Field, FileField, FileLimits, Select, TextArea, WhenFields, Width,
    choices,
};
use faultline::document::samples::{
    CORRELATION_ID, DetectedBy, MINUTES, Outcome, RECORDS, SUMMARY, Symptom,
};
use faultline::stores::attachments::{BYTES, FILES_PER_FORM};

/// What is said about files.
const FILES: &str = "Pictures, PDF, XLSX, CSV or text: 10 at most, 8 MB each, 24 MB together. Secrets and names in texts and tables are replaced. Nothing in pictures and PDFs is replaced: your consultants see them as they are. Your pictures are shown to you again below.";
/// What a browser offers to choose from. HEIC is not in it, so that phones make JPEG of their pictures.
const TAKEN: &str =
    "image/jpeg,image/png,image/webp,image/gif,application/pdf,.xlsx,.csv,.log,.json,.xml,text/*";
/// What a phone's camera makes is wider than anybody reads.
const LIMITS: FileLimits =
    FileLimits { widest: 2_560, each: BYTES >> 20, together: FORM >> 20, many: FILES_PER_FORM };
/// The fields that are folded.
const FOLDED: [&str; 13] = [
    "integration",
    "records",
    "detected_at",
    "recovered_at",
    "detected_by",
    "outcome",
    "manual_minutes",
    "status_said_success",
    "evidence",
    "evidence_kind",
    "evidence_on",
    "evidence_from",
    "correlation_id",
];

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
    let typed =
        ["records", "detected_at", "recovered_at", "evidence", "evidence_from", "correlation_id"];
    let open = FOLDED.iter().any(|name| form.error(name).is_some())
        || typed.iter().any(|name| !form.text(name).is_empty());
    view! {
        <EditForm action save="Send report" errors=form.errors() files=true busy="Sending …" label="Report a failure">
            <SuspectedPeople form=form.clone() />
            <What form=form.clone() />
            <Pictures form=form.clone() />
            <details open=open>
                <summary>"More, if you know it"</summary>
                <Where form=form.clone() integrations />
                <Course form=form.clone() />
                <Proof form />
            </details>
        </EditForm>
    }
}

/// What happened, and when.
#[component]
fn What(form: Filled) -> impl IntoView {
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
        <Select
            label="What it looked like"
            name="symptom"
            choices={choices::<Symptom>()}
            selected=form.text("symptom")
            blank="Choose one"
            error=form.error("symptom")
            required=true
        />
        <WhenFields
            label="It happened"
            name="occurred_at"
            value=form.when("occurred_at")
            error=form.error("occurred_at")
            required=true
        />
        <Field
            label="Time zone"
            name="zone"
            value=form.text("zone")
            hint="Of all times here: a place such as Europe/Berlin. Empty is UTC."
            error=form.error("zone")
            maxlength=60
            of_browser=true
        />
    }
}

/// The camera first, and then any file.
#[component]
fn Pictures(form: Filled) -> impl IntoView {
    view! {
        <div class="field">
            <label for="camera">"Picture"</label>
            <p class="hint" id="camera-hint">"On a phone this opens the camera."</p>
            <input id="camera" name="camera" type="file" accept="image/jpeg" capture="environment" aria-describedby="camera-hint" />
        </div>
        <FileField label="Files" name="files" hint=FILES error=form.error("files") accept=TAKEN limits=LIMITS />
    }
}

/// Between which systems, and which records.
#[component]
fn Where(form: Filled, integrations: Vec<Choice>) -> impl IntoView {
    let integration = (!integrations.is_empty()).then(|| {
        let (selected, error) = (form.text("integration"), form.error("integration"));
        view! {
            <Select label="Between which systems" name="integration" choices=integrations selected blank="I don’t know" error />
        }
    });
    view! {
        {integration}
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

/// When it was noticed and right again, and how it ended.
#[component]
fn Course(form: Filled) -> impl IntoView {
    let time = |label: &'static str, name: &'static str| {
        let (value, error) = (form.when(name), form.error(name));
        view! { <WhenFields label name value error /> }
    };
    view! {
        {time("Someone noticed", "detected_at")}
        {time("It was right again", "recovered_at")}
        <HowItEnded form=form.clone() />
        <Checkbox
            label="A status said success all the same"
            name="status_said_success"
            checked=form.ticked("status_said_success")
        />
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
fn Proof(form: Filled) -> impl IntoView {
    view! {
        <TextArea
            label="Evidence"
            name="evidence"
            value=form.text("evidence")
            hint="A message, log lines, what people wrote. Never a password; what looks like a secret or names a person is replaced before it is stored."
            error=form.error("evidence")
            rows=8
            mono=true
        />
        <KnownBy form=form.clone() />
        <Field
            label="Number that both systems know it by"
            name="correlation_id"
            value=form.text("correlation_id")
            error=form.error("correlation_id")
            maxlength=CORRELATION_ID as u32
        />
    }
}
