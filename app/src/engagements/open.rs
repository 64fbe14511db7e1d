//! The form that opens an engagement.
//! Who opens one leads it.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Choice, EditForm, EmptyState, Field, Link, Notice, PageHeader, Select};
use faultline::stores::engagement::Client;
use faultline::stores::templates::Template;

/// The page.
#[component]
pub fn OpenPage(
    /// The clients it may be for.
    clients: Vec<Client>,
    /// The templates that it may begin with.
    templates: Vec<Template>,
    /// The form.
    form: Filled,
    /// Whether the reader may add clients.
    may_add: bool,
) -> impl IntoView {
    let body = if clients.is_empty() {
        Either::Left(view! { <NoClients may_add /> })
    } else {
        Either::Right(view! { <OpenForm clients templates form /> })
    };
    view! {
        <PageHeader title="Open an engagement" trail=vec![Link::new("/", "Engagements")]>
            <a class="button" href="/engagements/import">"Open from a JSON"</a>
        </PageHeader>
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
fn OpenForm(clients: Vec<Client>, templates: Vec<Template>, form: Filled) -> impl IntoView {
    let living: Vec<_> =
        templates.into_iter().map(|one| Choice::new(one.id.to_string(), one.name)).collect();
    let (selected, error) = (form.text("template"), form.error("template"));
    let template = (!living.is_empty() || error.is_some()).then(|| {
        view! {
            <Select
                label="Begin with"
                name="template"
                choices=living
                selected
                blank="Nothing: an empty engagement"
                hint="A template brings kinds of systems, shapes of integrations and what else was ticked when it was made. What was ticked stands in it as it was written: look through it."
                error
            />
        }
    });
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
            {template}
        </EditForm>
    }
}
