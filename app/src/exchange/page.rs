//! The form that opens an engagement from a file.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Field, Link, PageHeader, Select};
use crate::urls;
use faultline::stores::engagement::Client;

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
            lede="The JSON of a version, as it is downloaded from a room, begins a new engagement with its systems, maps, truth and controls."
        />
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
                hint="The JSON of a version, up to 16 MB. Failures, the plan, quotes and decisions about risks are not taken over. Secrets and personal data are replaced on the way in."
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
