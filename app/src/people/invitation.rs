//! The form that invites someone.
//! Staff belong to no client; a client’s person belongs to exactly one.

use crate::form::{Form, errors};
use crate::frame;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{Choice, EditForm, Field, Link, PageHeader, RadioGroup, Select};
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::access::Role;
use faultline::stores::engagement::Client;

/// The page.
#[must_use]
pub fn page(
    context: &RequestContext,
    clients: &[Client],
    sent: &Form,
    problems: &[Problem],
) -> Response {
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    context.render(status, "Invite someone", false, || {
        frame::staff(context, view(clients, sent, problems))
    })
}

fn view(clients: &[Client], sent: &Form, problems: &[Problem]) -> impl IntoView + use<> {
    let errors = errors(problems);
    let clients: Vec<_> = clients
        .iter()
        .map(|client| Choice::new(client.id.to_string(), client.name.clone()))
        .collect();
    let roles = Role::ALL
        .iter()
        .map(|role| Choice::new(role.key(), role.label()).hint(sees(*role)))
        .collect();
    let (name, email, role, client) =
        (sent.text("name"), sent.text("email"), sent.text("role"), sent.text("client"));
    let (no_name, no_email, no_role, no_client) =
        (errors.of("name"), errors.of("email"), errors.of("role"), errors.of("client"));
    view! {
        <PageHeader
            title="Invite someone"
            trail=vec![Link::new("/people", "People")]
            lede="They get a link with which they set their own password."
        />
        <EditForm action="/people/new" save="Make the link" cancel="/people" errors>
            <Field label="Name" name="name" value=name error=no_name required=true maxlength=200 />
            <Field
                label="Email"
                name="email"
                kind="email"
                value=email
                hint="They sign in with it."
                error=no_email
                required=true
                maxlength=254
            />
            <RadioGroup legend="Role" name="role" choices=roles selected=role error=no_role />
            <Select
                label="Client"
                name="client"
                choices=clients
                selected=client
                blank="None: works for the firm"
                hint="For a client’s person only."
                error=no_client
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
