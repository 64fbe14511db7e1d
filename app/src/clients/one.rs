//! The form that renames a client.
//! A name that someone else changed meanwhile is shown beside the one that was typed.

use crate::form::{Form, errors};
use crate::frame;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{Conflict, Difference, EditForm, Field, Link, PageHeader};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::stores::engagement::Client;

/// The page; `sent` is what was typed, when the form comes back.
#[must_use]
pub fn page(
    context: &RequestContext,
    client: &Client,
    sent: Option<&Form>,
    problems: &[Problem],
    status: StatusCode,
) -> Response {
    context.render(status, &client.name, false, || {
        let errors = errors(problems);
        let name = sent.map_or_else(|| client.name.clone(), |sent| sent.text("name"));
        let differences = vec![Difference {
            label: "Name".into(),
            yours: name.clone().into(),
            theirs: client.name.clone().into(),
        }];
        let conflict = (status == StatusCode::CONFLICT).then(|| {
            let who = "Someone else renamed this client while you were editing.";
            view! { <Conflict who differences>""</Conflict> }
        });
        let (action, no_name) = (urls::client(client.id), errors.of("name"));
        let (title, version) = (client.name.clone(), Some(i64::from(client.version)));
        let body = view! {
            <PageHeader title trail=vec![Link::new("/clients", "Clients")] />
            {conflict}
            <EditForm action save="Rename" cancel="/clients" errors version>
                <Field label="Name" name="name" value=name error=no_name required=true maxlength=200 />
            </EditForm>
        };
        frame::staff(context, body)
    })
}
