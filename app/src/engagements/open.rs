//! The form that opens an engagement.
//! Who opens one leads it.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, EmptyState, Field, Link, Notice, PageHeader, Select};
use faultline::stores::engagement::Client;

/// The page.
#[component]
pub fn OpenPage(
    /// The clients it may be for.
    clients: Vec<Client>,
    /// The form.
    form: Filled,
    /// Whether the reader may add clients.
    may_add: bool,
) -> impl IntoView {
    let body = if clients.is_empty() {
        Either::Left(view! { <NoClients may_add /> })
    } else {
        Either::Right(view! { <OpenForm clients form /> })
    };
    view! {
        <PageHeader title="Open an engagement" trail=vec![Link::new("/", "Engagements")] />
        {body}
    }
}

#[component]
fn NoClients(may_add: bool) -> impl IntoView {
    if may_add {
        Either::Left(view! {
            <EmptyState title="No clients yet" action=Some(Link::new("/clients", "Add a client"))>
                <p>"An engagement belongs to a client. Add the client first."</p>
            </EmptyState>
        })
    } else {
        Either::Right(
            view! { <Notice title="There are no clients yet. Ask an admin to add the client first." /> },
        )
    }
}

#[component]
fn OpenForm(clients: Vec<Client>, form: Filled) -> impl IntoView {
    let choices = clients.into_iter().map(|client| Choice::new(client.id.to_string(), client.name));
    view! {
        <EditForm action="/engagements/new" save="Open engagement" cancel="/" errors=form.errors()>
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
                hint="What is breaking, in a few words: “Web orders to ERP”."
                error=form.error("title")
                required=true
                maxlength=200
            />
        </EditForm>
    }
}
