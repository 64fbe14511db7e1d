//! The form with the targets of the figures, and with who measured the work that is done by hand.

use crate::editing::part::{Editor, PartEditor, PartForm};
use crate::form::{Filled, Form, Reading};
use crate::prelude::*;
use crate::ui::{Field, Link, Section, Text, Width};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Part, Problem};
use faultline::document::measures::{Figure, Measured, Measures};
use faultline::document::workflow::Workflow;
use faultline::judgement::plan::line_id;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, WorkflowId};

/// The name of a field of a workflow.
fn name(of: &str, workflow: WorkflowId) -> Text {
    format!("{of}_{workflow}").into()
}

/// The targets and measurements as they are stored, or as they begin.
fn stored_or_new(document: &Engagement) -> Measures {
    let new = || Measures {
        id: line_id(document.id, "measures"),
        targets: Default::default(),
        measured: Default::default(),
    };
    document.measures.first().cloned().unwrap_or_else(new)
}

impl PartForm for Measures {
    /// An engagement has one.
    type Id = ();

    const LABELS: &'static [(&'static str, &'static str)] = &[];

    fn labels(document: &Engagement) -> Vec<(Text, Text)> {
        let targets = Figure::ALL.iter().map(|it| (it.key().into(), it.label().into()));
        let measured = document.workflows.iter().flat_map(|workflow| {
            ["by", "on", "how"].map(|of| (name(of, workflow.id), workflow.name.clone().into()))
        });
        targets.chain(measured).collect()
    }

    fn find(document: &Engagement, (): ()) -> Option<Self> {
        Some(stored_or_new(document))
    }

    fn from_part(part: &Part) -> Option<Self> {
        if let Part::Measures(measures) = part { Some(measures.clone()) } else { None }
    }

    fn into_part(self) -> Part {
        Part::Measures(self)
    }

    fn fill(&self) -> Form {
        let mut sent = Form::default();
        self.targets.iter().for_each(|(figure, most)| sent.push(figure.key(), most.to_string()));
        for (workflow, measured) in &self.measured {
            sent.push(&name("by", *workflow), measured.by.clone());
            let on = measured.on.map(|day| day.to_string()).unwrap_or_default();
            sent.push(&name("on", *workflow), on);
            sent.push(&name("how", *workflow), measured.how.clone());
        }
        sent
    }

    fn read(sent: &Form, (): (), document: &Engagement) -> (Self, Vec<Problem>) {
        let mut reading = Reading::new(sent);
        let whole = "Give the target as a whole number.";
        let mut targets = std::collections::BTreeMap::new();
        for figure in Figure::ALL {
            if let Some(most) = reading.optional(figure.key(), whole) {
                targets.insert(*figure, most);
            }
        }
        let of = |workflow: &Workflow| Some((workflow.id, measured(&mut reading, sent, workflow)?));
        let measured = document.workflows.iter().filter_map(of).collect();
        (Self { targets, measured, ..stored_or_new(document) }, reading.problems())
    }

    fn title(_: &Engagement, _: Option<()>) -> Option<String> {
        Some("Targets and measurements".to_owned())
    }

    fn shown(engagement: EngagementId, _: Option<()>) -> String {
        at(engagement, "figures")
    }

    fn page(editor: Editor<Self>) -> impl IntoView {
        view! { <MeasuresPage editor /> }
    }
}

/// Who measured a workflow, as it was typed; nothing when nothing was.
fn measured(reading: &mut Reading<'_>, sent: &Form, workflow: &Workflow) -> Option<Measured> {
    let text = |of: &str| sent.text(&name(of, workflow.id));
    let (by, on, how) = (text("by"), text("on"), text("how"));
    if [&by, &on, &how].iter().all(|text| text.is_empty()) {
        return None;
    }
    let day = on.parse().ok();
    if day.is_none() && !on.is_empty() {
        let says = format!("{}: give the day as 2026-05-31.", workflow.name);
        reading.problem_at("measured", name("on", workflow.id).into(), &says);
    }
    if by.is_empty() {
        let says = format!("{}: say who measured it.", workflow.name);
        reading.problem_at("measured", name("by", workflow.id).into(), &says);
    }
    Some(Measured { by, on: day, how })
}

#[component]
fn MeasuresPage(editor: Editor<Measures>) -> impl IntoView {
    let Editor { document, form, head, .. } = editor;
    let page = at(document.id, "figures");
    let targets = Figure::ALL.iter().map(|figure| {
        view! { <TargetField figure=*figure form=form.clone() /> }
    });
    let targets = targets.collect_view();
    let workflows = document.workflows.iter().map(|workflow| {
        view! { <WorkflowFields id=workflow.id title=workflow.name.clone() form=form.clone() /> }
    });
    let workflows = workflows.collect_view();
    let nothing = document.workflows.is_empty().then(|| {
        view! { <p class="hint">"No workflow is written down yet."</p> }
    });
    view! {
        <PartEditor
            head
            trail=vec![Link::new(page.clone(), "Figures")]
            lede="What each figure should be at most, and who found out how long the work by hand takes."
            action=format!("{page}/edit")
            save="Save targets"
            cancel=page.clone()
        >
            <Section title="Targets" id="targets" lede="Empty where nothing was agreed.">
                <div class="field-grid">{targets}</div>
            </Section>
            <Section title="Who measured the work by hand" id="measured">{workflows}{nothing}</Section>
        </PartEditor>
    }
}

#[component]
fn TargetField(figure: Figure, form: Filled) -> impl IntoView {
    let hint = match figure {
        Figure::Failures => "Confirmed failures a month, at most",
        Figure::Recovery => "Median hours to recover, at most",
        Figure::Duplicates => "Duplicates a month, at most",
        Figure::Manual => "Interventions a month, at most",
    };
    let key = figure.key();
    let (value, error) = (form.text(key), form.error(key));
    view! { <Field label=figure.label() name=key value error inputmode="numeric" width=Width::Short hint /> }
}

#[component]
fn WorkflowFields(id: WorkflowId, title: String, form: Filled) -> impl IntoView {
    let [by, on, how] = ["by", "on", "how"].map(|of| name(of, id));
    let [no_person, no_day] = [&by, &on].map(|field| form.error(field));
    view! {
        <fieldset class="group">
            <legend>{title}</legend>
            <div class="field-grid">
                <Field label="Measured by" value=form.text(&by) name=by error=no_person maxlength=200 />
                <Field label="On" kind="date" value=form.text(&on) name=on error=no_day width=Width::Short />
                <Field label="How" value=form.text(&how) name=how maxlength=500 />
            </div>
        </fieldset>
    }
}
