//! The form that opens an engagement.
//! Who opens one leads it.

use crate::form::{Form, errors};
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{Choice, EditForm, EmptyState, Field, Link, Notice, PageHeader, Select};
use faultline::document::engagement::Problem;
use faultline::stores::access::FirmAction;
use faultline::stores::engagement::Client;

/// The page.
pub fn view(
    context: &RequestContext,
    clients: &[Client],
    sent: &Form,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let errors = errors(problems);
    let choices: Vec<_> =
        clients.iter().map(|c| Choice::new(c.id.to_string(), c.name.clone())).collect();
    let may_add =
        context.actor.as_ref().is_some_and(|actor| actor.can_in_firm(FirmAction::ManageClients));
    let body = if choices.is_empty() && may_add {
        view! {
            <EmptyState title="No clients yet" action=Some(Link::new("/clients", "Add a client"))>
                <p>"An engagement belongs to a client. Add the client first."</p>
            </EmptyState>
        }
        .markup()
    } else if choices.is_empty() {
        view! { <Notice title="There are no clients yet. Ask an admin to add the client first." /> }
            .markup()
    } else {
        let (title, client) = (sent.text("title"), sent.text("client"));
        let (no_title, no_client) = (errors.of("title"), errors.of("client"));
        view! {
            <EditForm action="/engagements/new" save="Open engagement" cancel="/" errors>
                <Select label="Client" name="client" choices selected=client blank="Choose a client" error=no_client />
                <Field
                    label="Title"
                    name="title"
                    value=title
                    hint="What is breaking, in a few words: “Web orders to ERP”."
                    error=no_title
                    required=true
                    maxlength=200
                />
            </EditForm>
        }
        .markup()
    };
    view! {
        <PageHeader title="Open an engagement" trail=vec![Link::new("/", "Engagements")] />
        {body}
    }
}
