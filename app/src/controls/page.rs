//! The page of a control sheet's form.
//! The expected controls come first; the rest are folded away, not hidden.

use super::sheet::{FILLED, FOR_ALL, holds_until, kind, seen_on, since, written};
use crate::editing::part::{Editor, PartEditor};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Field, Link, Select, TextArea, choices};
use crate::urls::at;
use faultline::document::controls::{Control, ControlSheet, ControlState, Family};
use faultline::document::engagement::Engagement;
use faultline::document::evidence;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::IntegrationId;
use std::sync::Arc;

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
                <FillIn document=document.clone() integration=integration.id />
                <TextArea
                    label="Evidence of all that have none of their own"
                    name=FOR_ALL
                    value=form.text(FOR_ALL)
                    hint="What was seen for several at once, such as the log of one afternoon."
                    rows=1
                    maxlength=2000
                />
                {families}
                <Rest controls=rest form=form.clone() />
            </PartEditor>
        }
    })
}

/// Ways to begin from something: what nobody has looked at as one state, or as it is at another integration.
#[component]
fn FillIn(document: Arc<Engagement>, integration: IntegrationId) -> impl IntoView {
    let form = at(document.id, &format!("controls/{integration}"));
    let states = FILLED.iter().map(|state| {
        let label = format!("all {}", state.label().to_lowercase());
        Link::new(format!("{form}?fill={}", state.key()), label)
    });
    let others = document.integrations.iter().filter(|other| other.id != integration);
    let others = others.filter(|other| document.controls(other.id).is_some());
    let others = others.map(|other| {
        Link::new(format!("{form}?fill={}", other.id), format!("as at {}", other.name))
    });
    let links = states.chain(others);
    let links = links.map(|link| view! { <li><a href=link.href>{link.label}</a></li> });
    view! {
        <p>"Fill in what nobody has looked at, then change what differs. Nothing is stored before you save."</p>
        <ul class="ways">{links.collect_view()}</ul>
    }
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
    let (known, seen) = (kind(control), seen_on(control));
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
            <TextArea label="Evidence: what was seen, and where" value=form.text(&name) name rows=1 maxlength=2000 />
            <Select
                label="Kind of evidence"
                choices={choices::<evidence::Kind>()}
                selected=form.text(&known)
                name=known
                blank="Not said"
            />
            <Field label="Seen on" kind="date" value=form.text(&seen) name=seen />
            <Field label="In place since" kind="date" value=form.text(&from) name=from />
            <Field label="Evidence holds until" kind="date" value=form.text(&until) name=until />
        </div>
    }
}
