//! The form that invites someone.
//! Staff belong to no client; a client’s person belongs to exactly one.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, Field, Link, PageHeader, RadioGroup, Select};
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::Role;
use faultline::stores::engagement::Client;

/// The page.
#[component]
pub fn InvitationPage(
    /// The clients that a client’s person may belong to.
    clients: Vec<Client>,
    /// The form.
    form: Filled,
) -> impl IntoView {
    let clients = clients.into_iter().map(|client| Choice::new(client.id.to_string(), client.name));
    let roles = Role::ALL
        .iter()
        .map(|role| Choice::new(role.key(), role.label()).hint(sees(*role)))
        .collect();
    view! {
        <PageHeader
            title="Invite someone"
            trail=vec![Link::new("/people", "People")]
            lede="They get a link with which they set their own password."
        />
        <EditForm action="/people/new" save="Make the link" cancel="/people" errors=form.errors()>
            <Field label="Name" name="name" value=form.text("name") error=form.error("name") required=true maxlength=200 />
            <Field
                label="Email"
                name="email"
                kind="email"
                value=form.text("email")
                hint="They sign in with it."
                error=form.error("email")
                required=true
                maxlength=254
            />
            <RadioGroup legend="Role" name="role" choices=roles selected=form.text("role") error=form.error("role") />
            <Select
                label="Client"
                name="client"
                choices=clients.collect()
                selected=form.text("client")
                blank="None: works for the firm"
                hint="For a client’s person only."
                error=form.error("client")
            />
        </EditForm>
    }
}

fn sees(role: Role) -> &'static str {
    match role {
        Role::Admin => "Sees everything; manages people and clients.",
        Role::Consultant => "Works on the engagements they are a member of.",
        Role::Client => "Sees the client room of their own engagements.",
    }
}
