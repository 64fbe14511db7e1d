//! The form that decides on several risks, and what it just decided.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{EditForm, Field, PostButton, Section, Select, TextArea, Toast, choices};
use crate::urls::at;
use faultline::document::engagement::{Engagement, FlagDecision, FlagState};
use faultline::platform::ids::{EngagementId, PartId};
use faultline::platform::wording::counted;
use std::sync::Arc;

/// The id of the form, for the boxes that stand outside it.
pub const FORM: &str = "decide-many";

/// The form that decides about what is ticked.
#[component]
pub fn DecideOnSeveral(
    /// The engagement.
    engagement: EngagementId,
    /// What its fields hold.
    form: Filled,
) -> impl IntoView {
    view! {
        <Section title="Decide on several" id="several">
            <EditForm
                action=at(engagement, "flags/many")
                save="Decide on the ticked risks"
                errors=form.errors()
                id=FORM
                label="Decide on several risks"
            >
                <div class="field-grid">
                    <Select label="How they stand" name="state" choices={choices::<FlagState>()} selected=form.text("state") blank="Choose" error=form.error("state") />
                    <Field label="Decided by" name="by" value=form.text("by") error=form.error("by") maxlength=200 />
                    <Field label="Accepted until" name="until" kind="date" value=form.text("until") error=form.error("until") />
                </div>
                <TextArea
                    label="Why, or how they were mitigated"
                    name="why"
                    value=form.text("why")
                    error=form.error("why")
                    rows=2
                    maxlength=2000
                />
            </EditForm>
        </Section>
    }
}

/// What was just decided, with the way to take it back.
#[component]
pub fn JustDecided(
    /// The engagement.
    document: Arc<Engagement>,
    /// The decision about several.
    batch: PartId,
) -> impl IntoView {
    let newest =
        |one: &&FlagDecision| one.latest().is_some_and(|decided| decided.batch == Some(batch));
    let decided = document.flag_decisions.iter().filter(newest).count();
    (decided > 0).then(|| {
        let risks = counted(decided as i64, "risk was decided", "risks were decided");
        let with = vec![("batch", batch.to_string())];
        let action = at(document.id, "flags/undo");
        view! { <Toast message=format!("{risks}.")><PostButton action label="Undo" look="quiet" with /></Toast> }
    })
}
