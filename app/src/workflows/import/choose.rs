//! The first page of an import: which file, which of the two maps, and how much of an event log.
//! What was typed comes back when it cannot be read; a file has to be chosen again.

use super::super::map::title;
use crate::form::{Filled, Form};
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Field, Link, PageHeader, Select, TextArea, Width, choices};
use crate::urls::at;
use faultline::document::workflow::Workflow;
use faultline::engines::formats::From;
use faultline::engines::formats::event_log::Options;
use faultline::engines::map::Side;
use faultline::engines::tables::DateOrder;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::EngagementId;

/// The page; with a problem, what was sent could not be read.
#[component]
pub fn ChoosePage(
    /// The engagement.
    engagement: EngagementId,
    /// The workflow.
    workflow: Workflow,
    /// What was sent.
    form: Filled,
) -> impl IntoView {
    let page = at(engagement, &format!("workflows/{}", workflow.id));
    let sides = Side::ALL.iter().map(|side| Choice::new(side.key(), title(*side))).collect();
    let side = form.text("side").parse().unwrap_or(Side::Actual);
    let trail = vec![Link::new(page.clone(), workflow.name)];
    let lede = "Nothing is stored yet: the next page shows what was understood, line by line. Secrets and personal data are replaced on the way in.";
    view! {
        <PageHeader title="Import a map" trail lede />
        <EditForm
            action=format!("{page}/import")
            save="Read it"
            cancel=page
            errors=form.errors()
            files=true
            busy="Reading …"
        >
            <Field
                label="File"
                name="file"
                kind="file"
                hint="BPMN 2.0, an n8n workflow, a Mermaid flowchart, or an event log as CSV or XES. Up to 8 MB; a log up to 24 MB and a million events."
                error=form.error("file")
                width=Width::Full
            />
            <TextArea label="Or its text" name="text" value=form.raw("text") rows=6 mono=true />
            <Select
                label="What it is"
                name="from"
                choices={choices::<From>()}
                selected=form.raw("from")
                blank="Tell by its name and its beginning"
            />
            <Select label="Which map it becomes" name="side" choices=sides selected=side.key() />
            <LogOptions form=form.clone() />
        </EditForm>
    }
}

/// What only an event log needs.
#[component]
fn LogOptions(form: Filled) -> impl IntoView {
    let usual = Options::default();
    view! {
        <fieldset class="group">
            <legend>"Only for an event log"</legend>
            <div class="field-row">
                <Most form=form.clone() name="steps" label="Most activities shown" usual=usual.steps hint="The most frequent ones." />
                <Most form=form.clone() name="flows" label="Most flows shown" usual=usual.flows hint="More where a step would come loose." />
                <Most form=form.clone() name="variants" label="Most frequent variants only" usual=usual.variants hint="0 for all cases." />
            </div>
            <p class="hint">"Columns are found by their names. Name them here when they are called something else."</p>
            <div class="field-row">
                <Field label="Column with the case" name="case" value=form.text("case") />
                <Field label="Column with the activity" name="activity" value=form.text("activity") />
                <Field label="Column with the time" name="time" value=form.text("time") />
                <Field label="Column with the system or team" name="lane" value=form.text("lane") />
            </div>
            <Select
                label="In a date such as 03/04/2026"
                name="order"
                choices={choices::<DateOrder>()}
                selected=form.raw("order")
                blank="Tell by the other dates"
            />
        </fieldset>
    }
}

/// A number with what is usual.
#[component]
fn Most(
    form: Filled,
    name: &'static str,
    label: &'static str,
    usual: usize,
    hint: &'static str,
) -> impl IntoView {
    let value = if form.raw(name).is_empty() { usual.to_string() } else { form.text(name) };
    view! { <Field label name kind="number" value min="0" hint width=Width::Short /> }
}

/// The options of an event log, as they were sent.
pub fn options(sent: &Form) -> Options {
    let usual = Options::default();
    let number = |name: &str, usual: usize| sent.text(name).parse().unwrap_or(usual);
    Options {
        case: sent.text("case"),
        activity: sent.text("activity"),
        time: sent.text("time"),
        lane: sent.text("lane"),
        order: sent.raw("order").parse().ok(),
        steps: number("steps", usual.steps),
        flows: number("flows", usual.flows),
        variants: number("variants", usual.variants),
    }
}
