//! The consultant's call on one integration: an override with its reason, and the controlled batch.
//! An override without a reason is refused; the findings stay as they are.

use crate::editing::part::{Editor, PartEditor, PartForm};
use crate::form::{Filled, Form, Reading};
use crate::prelude::*;
use crate::ui::{Field, Link, Select, TextArea, choices};
use crate::urls::at;
use faultline::document::call::{Call, ControlledBatch, VerdictPath};
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, IntegrationId, PartId};

/// The page.
#[component]
pub fn CallPage(
    /// The call, and what its form holds.
    editor: Editor<Call>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "verdict");
    id.map(|integration| {
        view! {
            <PartEditor
                head
                trail=vec![Link::new(list.clone(), "Verdict")]
                lede="What you decide is shown beside the findings; the findings stay as the evidence has them."
                action=format!("{list}/{integration}")
                save="Save call"
                cancel=list
            >
                <OverrideFields form=form.clone() />
                <BatchFields form />
            </PartEditor>
        }
    })
}

#[component]
fn OverrideFields(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Override"</legend>
            <Select
                label="Instead of the findings"
                name="instead"
                choices={choices::<VerdictPath>()}
                selected=form.text("instead")
                blank="Follow the findings"
                error=form.error("instead")
            />
            <TextArea
                label="Reason"
                name="reason"
                value=form.text("reason")
                hint="Needed for an override. The client reads it."
                error=form.error("reason")
                rows=3
                maxlength=5000
            />
            <Field
                label="Second person who agrees"
                name="agreed_by"
                value=form.text("agreed_by")
                hint="An override of one person alone does not count."
                error=form.error("agreed_by")
                maxlength=200
            />
        </fieldset>
    }
}

#[component]
fn BatchFields(form: Filled) -> impl IntoView {
    view! {
        <fieldset class="group">
            <legend>"Controlled batch"</legend>
            <p class="hint">"No patch without one: which records it is tried on, how the result is checked, and the way back."</p>
            <TextArea label="Records" name="records" value=form.text("records") rows=2 maxlength=5000 />
            <TextArea label="How the result is checked" name="check" value=form.text("check") rows=2 maxlength=5000 />
            <TextArea label="The way back" name="way_back" value=form.text("way_back") rows=2 maxlength=5000 />
        </fieldset>
    }
}

impl PartForm for Call {
    /// A call is found by its integration.
    type Id = IntegrationId;

    const LABELS: &'static [(&'static str, &'static str)] = &[
        ("instead", "Instead of the findings"),
        ("reason", "Reason"),
        ("agreed_by", "Second person who agrees"),
        ("records", "Records of the batch"),
        ("check", "How the result is checked"),
        ("way_back", "The way back"),
    ];

    fn find(document: &Engagement, id: IntegrationId) -> Option<Self> {
        document.integration(id)?;
        let blank = || Self {
            id: PartId::new(),
            integration: id,
            instead: None,
            reason: String::new(),
            agreed_by: String::new(),
            batch: ControlledBatch::default(),
        };
        Some(document.call(id).cloned().unwrap_or_else(blank))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Call(call) = part { Some(call.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Call(self)
    }

    fn fill(&self) -> Form {
        Form::of(vec![
            ("instead", self.instead.map_or("", Catalogue::key).to_owned()),
            ("reason", self.reason.clone()),
            ("agreed_by", self.agreed_by.clone()),
            ("records", self.batch.records.clone()),
            ("check", self.batch.check.clone()),
            ("way_back", self.batch.way_back.clone()),
        ])
    }

    fn read(sent: &Form, id: IntegrationId, document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let call = Self {
            id: document.call(id).map_or_else(PartId::new, |call| call.id),
            integration: id,
            instead: reading.optional_choice("instead"),
            reason: sent.text("reason"),
            agreed_by: sent.text("agreed_by"),
            batch: ControlledBatch {
                records: sent.text("records"),
                check: sent.text("check"),
                way_back: sent.text("way_back"),
            },
        };
        (call, reading.problems())
    }

    fn title(document: &Engagement, id: Option<IntegrationId>) -> Option<String> {
        Some(format!("Call on {}", document.integration(id?)?.name))
    }

    fn shown(engagement: EngagementId, id: Option<IntegrationId>) -> String {
        let list = at(engagement, "verdict");
        id.map_or_else(|| list.clone(), |id| format!("{list}#{id}"))
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <CallPage editor /> }
    }
}
