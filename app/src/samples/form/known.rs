//! How a failure is known, as both forms ask it: the consultant’s and that of the client room.
//! Nothing of it is required.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Field, Select, Width, choices};
use faultline::document::evidence::Kind;
use faultline::document::samples::EVIDENCE_FROM;

/// The kind of the evidence, the day it was seen, and where it is from.
#[component]
pub fn KnownBy(
    /// What they hold.
    form: Filled,
) -> impl IntoView {
    view! {
        <div class="field-row">
            <Select
                label="Kind of evidence"
                name="evidence_kind"
                choices={choices::<Kind>()}
                selected=form.text("evidence_kind")
                blank="Not said"
                error=form.error("evidence_kind")
            />
            <Field
                label="Seen on"
                name="evidence_on"
                kind="date"
                value=form.text("evidence_on")
                error=form.error("evidence_on")
                width=Width::Short
            />
            <Field
                label="From"
                name="evidence_from"
                value=form.text("evidence_from")
                hint="A log, a system, an export, a role."
                error=form.error("evidence_from")
                maxlength=EVIDENCE_FROM as u32
            />
        </div>
    }
}
