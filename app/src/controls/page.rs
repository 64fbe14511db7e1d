//! The page of a control sheet's form.
//! The expected controls come first; the rest are folded away, not hidden.

use super::sheet::{holds_until, kind, since, written};
use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Field, Link, Select, choices};
use crate::urls::at;
use faultline::document::controls::{Control, ControlSheet, ControlState, Family};
use faultline::document::evidence;
use faultline::platform::catalogue::Catalogue;

/// The page.
#[component]
pub fn ControlsFormPage(
    /// The sheet, and what its form holds.
    editor: Editor<ControlSheet>,
) -> impl IntoView {
    let Editor { document, id, form, head } = editor;
    let integration = id.and_then(|id| document.integration(id)).cloned();
    let list = at(document.id, "controls");
    integration.map(|integration| {
        let expected = |control: &Control| control.expected(integration.criticality);
        let families = Family::ALL.iter().map(|family| {
            let asked: Vec<_> = Control::of(*family).filter(&expected).collect();
            (!asked.is_empty())
                .then(|| view! { <Group legend=family.label() controls=asked form=form.clone() /> })
        });
        let families = families.collect_view();
        let rest: Vec<_> = Control::ALL.iter().copied().filter(|one| !expected(one)).collect();
        let lede = format!("{}: these controls are expected.", integration.criticality.label());
        let action = at(document.id, &format!("controls/{}", integration.id));
        view! {
            <PartEditor
                head
                trail=vec![Link::new(list.clone(), "Controls")]
                lede
                action
                save="Save controls"
                cancel=list.clone()
            >
                {families}
                <Rest controls=rest form=form.clone() />
            </PartEditor>
        }
    })
}

/// The controls that are not expected, folded away.
#[component]
fn Rest(controls: Vec<Control>, form: Filled) -> impl IntoView {
    let count = controls.len();
    (count > 0).then(|| {
        view! {
            <details>
                <summary>{format!("{count} more controls that are not expected here")}</summary>
                <Group legend="Not expected at this criticality" controls form />
            </details>
        }
    })
}

#[component]
fn Group(legend: &'static str, controls: Vec<Control>, form: Filled) -> impl IntoView {
    let fields = controls.into_iter().map(|control| view! { <Fields control form=form.clone() /> });
    view! { <fieldset class="group"><legend>{legend}</legend>{fields.collect_view()}</fieldset> }
}

#[component]
fn Fields(control: Control, form: Filled) -> impl IntoView {
    let (name, from, until) = (written(control), since(control), holds_until(control));
    let known = kind(control);
    let states = choices::<ControlState>().into_iter().filter(|choice| choice.value != "unknown");
    view! {
        <div class="field-row">
            <Select
                label=control.label()
                name=control.key()
                choices=states.collect()
                selected=form.text(control.key())
                blank=ControlState::Unknown.label()
                error=form.error(control.key())
            />
            <Field label="Evidence: what was seen, and where" value=form.text(&name) name maxlength=2000 />
            <Select
                label="Kind of evidence"
                choices={choices::<evidence::Kind>()}
                selected=form.text(&known)
                name=known
                blank="Not said"
            />
            <Field label="In place since" kind="date" value=form.text(&from) name=from />
            <Field label="Evidence holds until" kind="date" value=form.text(&until) name=until />
        </div>
    }
}
