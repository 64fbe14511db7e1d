//! The form that renames a client.
//! A name that someone else changed meanwhile is shown beside the one that was typed.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Conflict, Difference, EditForm, Field, Link, PageHeader};
use crate::urls;
use faultline::stores::engagement::Client;

/// The page.
#[component]
pub fn ClientPage(
    /// The client, as it is stored.
    client: Client,
    /// The form.
    form: Filled,
    /// Whether someone else renamed it meanwhile.
    conflict: bool,
) -> impl IntoView {
    let conflict = conflict.then(|| {
        let differences = vec![Difference {
            label: "Name".into(),
            yours: form.text("name").into(),
            theirs: client.name.clone().into(),
        }];
        let who = "Someone else renamed this client while you were editing.";
        view! { <Conflict who differences /> }
    });
    let version = Some(i64::from(client.version));
    view! {
        <PageHeader title=client.name trail=vec![Link::new("/clients", "Clients")]>
            <a class="button" href=urls::erase_client(client.id)>"Erase this client"</a>
        </PageHeader>
        {conflict}
        <EditForm action=urls::client(client.id) save="Rename" cancel="/clients" errors=form.errors() version>
            <Field
                label="Name"
                name="name"
                value=form.text("name")
                error=form.error("name")
                required=true
                maxlength=200
            />
        </EditForm>
    }
}
