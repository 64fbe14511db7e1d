//! The page of the form that records approvals of launch checks.
//! It asks about what the integration's criticality asks for, and says how each check stands.

use super::sheet::name;
use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Field, Link, Select, TextArea, choices};
use crate::urls::at;
use faultline::document::evidence;
use faultline::document::launch::LaunchSheet;
use faultline::judgement::gates::launch::{self, Checked, LaunchState};
use faultline::platform::catalogue::Catalogue;

/// The page.
#[component]
pub fn LaunchFormPage(
    /// The sheet, and what its form holds.
    editor: Editor<LaunchSheet>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let list = at(document.id, "launch");
    let integration = id.and_then(|id| document.integration(id));
    integration.map(|integration| {
        let asked = launch::checks(&document, integration)
            .into_iter()
            .filter(|checked| checked.state != LaunchState::NotAsked)
            .map(|checked| view! { <ApprovalFields checked form=form.clone() /> })
            .collect_view();
        view! {
            <PartEditor
                head
                trail=vec![Link::new(list.clone(), "Launch checks")]
                lede="A check is met once what it asks for is recorded and somebody approved it. It opens again when that changes, or when evidence of its kind has grown stale; give a new day to approve it again."
                action=format!("{list}/{}", integration.id)
                save="Save approvals"
                cancel=list.clone()
            >
                {asked}
            </PartEditor>
        }
    })
}

#[component]
fn ApprovalFields(checked: Checked, form: Filled) -> impl IntoView {
    let check = checked.check;
    let names = |field| name(field, check);
    let [seen, kind, by, on, until] = ["evidence", "kind", "by", "on", "until"].map(names);
    view! {
        <fieldset class="group" id=check.key()>
            <legend>{check.label()}</legend>
            <p class="hint">{format!("{}: {}", checked.state.label(), checked.says)}</p>
            <TextArea
                label="Evidence: what was seen, and where"
                value=form.text(&seen)
                name=seen
                error=form.error(check.key())
                rows=1
                maxlength=2000
            />
            <div class="field-grid">
                <Select
                    label="Kind of evidence"
                    choices={choices::<evidence::Kind>()}
                    selected=form.text(&kind)
                    name=kind
                    blank="Not said"
                />
                <Field label="Approved by" value=form.text(&by) name=by maxlength=200 />
                <Field label="On" kind="date" value=form.text(&on) name=on />
                <Field label="Holds until" kind="date" value=form.text(&until) name=until />
            </div>
        </fieldset>
    }
}
