//! The first page of an import: which file, which of the two maps, and how much of an event log.
//! What was typed comes back when it cannot be read; a file has to be chosen again.

use super::super::map::title;
use crate::form::{Form, errors};
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Field, Link, PageHeader, Select, TextArea, Width, choices};
use crate::urls::at;
use faultline::document::engagement::{Engagement, Problem};
use faultline::document::workflow::Workflow;
use faultline::engines::formats::From;
use faultline::engines::formats::event_log::Options;
use faultline::engines::map::Side;
use faultline::engines::tables::DateOrder;
use faultline::platform::catalogue::Catalogue;

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

/// The page; with a problem, what was sent could not be read.
pub fn view(
    document: &Engagement,
    workflow: &Workflow,
    sent: &Form,
    problem: Option<String>,
) -> impl IntoView + use<> {
    let problems: Vec<_> =
        problem.into_iter().map(|message| Problem::new("file", message)).collect();
    let faults = errors(&problems);
    let page = at(document.id, &format!("workflows/{}", workflow.id));
    let sides = Side::ALL.iter().map(|side| Choice::new(side.key(), title(*side))).collect();
    let side = sent.raw("side").parse().unwrap_or(Side::Actual);
    let fields = view! {
        <Field
            label="File"
            name="file"
            kind="file"
            hint="BPMN 2.0, an n8n workflow, a Mermaid flowchart, or an event log as CSV or XES. Up to 8 MB; a log up to 24 MB and a million events."
            error=faults.of("file")
            width=Width::Full
        />
        <TextArea label="Or its text" name="text" value=sent.raw("text").to_owned() rows=6 mono=true />
        <Select
            label="What it is"
            name="from"
            choices={choices::<From>()}
            selected=sent.raw("from").to_owned()
            blank="Tell by its name and its beginning"
        />
        <Select label="Which map it becomes" name="side" choices=sides selected=side.key() />
        {of_log(sent)}
    };
    let trail = vec![Link::new(page.clone(), workflow.name.clone())];
    let lede = "Nothing is stored yet: the next page shows what was understood, line by line. Secrets and personal data are replaced on the way in.";
    view! {
        <PageHeader title="Import a map" trail lede />
        <EditForm action=format!("{page}/import") save="Read it" cancel=page errors=faults files=true busy="Reading …">
            {fields}
        </EditForm>
    }
}

/// What only an event log needs.
fn of_log(sent: &Form) -> impl IntoView + use<> {
    let usual = Options::default();
    let number = |name: &'static str, label: &'static str, usual: usize, hint: &'static str| {
        let value = if sent.raw(name).is_empty() { usual.to_string() } else { sent.text(name) };
        view! { <Field label name kind="number" value min="0" hint width=Width::Short /> }
    };
    let column = |name: &'static str, label: &'static str| {
        view! { <Field label name value=sent.text(name) /> }
    };
    view! {
        <fieldset class="group">
            <legend>"Only for an event log"</legend>
            <div class="field-row">
                {number("steps", "Most activities shown", usual.steps, "The most frequent ones.")}
                {number("flows", "Most flows shown", usual.flows, "More where a step would come loose.")}
                {number("variants", "Most frequent variants only", usual.variants, "0 for all cases.")}
            </div>
            <p class="hint">"Columns are found by their names. Name them here when they are called something else."</p>
            <div class="field-row">
                {column("case", "Column with the case")}
                {column("activity", "Column with the activity")}
                {column("time", "Column with the time")}
                {column("lane", "Column with the system or team")}
            </div>
            <Select
                label="In a date such as 03/04/2026"
                name="order"
                choices={choices::<DateOrder>()}
                selected=sent.raw("order").to_owned()
                blank="Tell by the other dates"
            />
        </fieldset>
    }
}
