//! The form that opens an engagement from a file.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Field, Link, PageHeader, Section, Select};
use crate::urls;
use faultline::stores::engagement::Client;

/// What is taken over of a file.
const COMES_OVER: &[&str] = &[
    "What the work is about, systems, integrations, workflows with their maps, the source of truth, to be agreed again, controls with their evidence, and targets of the figures.",
    "The failures that the file tells one by one, with the beginning of their evidence: the newest few of a version. They come as new ones from a file: none counts before somebody here confirms it.",
    "Lines that were added to the plan by hand: open, and without who does them.",
    "The quote, where the file has one as it was drafted: without rules that were set aside, days and budget, and with every assumption to be tested again. A published version has none.",
];
/// What is not.
const STAYS_BEHIND: &[&str] = &[
    "Overrides of verdicts, approvals before a launch, decisions about risks, tasks, and access that was asked for.",
    "The first day of the plan, and who does what of the lines that gaps ask for: they are planned anew.",
    "Failures that are only counted, files beside failures, issued quotes, and what the client answered or wrote.",
];

/// The page.
#[component]
pub(super) fn ImportPage(
    /// The clients it may be for.
    clients: Vec<Client>,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let trail = vec![
        Link::new(urls::ENGAGEMENTS, "Engagements"),
        Link::new("/engagements/new", "Open an engagement"),
    ];
    let choices = clients.into_iter().map(|client| Choice::new(client.id.to_string(), client.name));
    view! {
        <PageHeader
            title="Open from a JSON"
            trail
            lede="The JSON of a version, as it is downloaded from a room, begins a new engagement with what it tells of the client’s systems and of what went wrong."
        />
        <Section title="What comes over" id="comes-over">{list(COMES_OVER)}</Section>
        <Section title="What stays behind" id="stays-behind" lede="It was decided, asked or counted for the other engagement.">
            {list(STAYS_BEHIND)}
        </Section>
        <EditForm
            action="/engagements/import"
            save="Open engagement"
            cancel="/engagements/new"
            errors=form.errors()
            files=true
            busy="Reading …"
        >
            <Field
                label="File"
                name="file"
                kind="file"
                hint="The JSON of a version, up to 16 MB. Secrets and personal data are replaced on the way in."
                error=form.error("file")
            />
            <Select
                label="Client"
                name="client"
                choices=choices.collect()
                selected=form.text("client")
                blank="Choose a client"
                error=form.error("client")
            />
            <Field
                label="Title"
                name="title"
                value=form.text("title")
                hint="Leave it empty for the title in the file."
                error=form.error("title")
                maxlength=200
            />
        </EditForm>
    }
}

fn list(items: &'static [&'static str]) -> impl IntoView {
    let items = items.iter().map(|item| view! { <li>{*item}</li> }).collect_view();
    view! { <ul>{items}</ul> }
}
