//! The list of clients, with the form that adds one.
//! It counts engagements; it never says what they are about.

use crate::form::{Form, errors};
use crate::prelude::*;
use crate::ui::{Column, DataTable, EditForm, EmptyState, Field, PageHeader, Section};
use crate::urls;
use faultline::document::engagement::Problem;
use faultline::stores::engagement::Client;

/// The page.
pub fn view(clients: Vec<Client>, sent: &Form, problems: &[Problem]) -> impl IntoView + use<> {
    let list = if clients.is_empty() {
        view! {
            <EmptyState title="No clients yet">
                <p>"Add the first below. An engagement belongs to a client, and so does everyone who sees its room."</p>
            </EmptyState>
        }
        .markup()
    } else {
        let columns = vec![Column::new("Client"), Column::new("Engagements").number()];
        let rows = clients.into_iter().map(row).collect_view();
        view! { <DataTable caption="Clients" id="clients-table" columns quiet=true>{rows}</DataTable> }.markup()
    };
    let errors = errors(problems);
    let (name, no_name) = (sent.text("name"), errors.of("name"));
    view! {
        <PageHeader title="Clients" lede="Whose integrations we rescue." />
        {list}
        <Section title="Add a client" id="add">
            <EditForm action="/clients" save="Add client" errors>
                <Field label="Name" name="name" value=name error=no_name required=true maxlength=200 />
            </EditForm>
        </Section>
    }
}

fn row(client: Client) -> impl IntoView {
    let href = urls::client(client.id);
    view! {
        <tr id=client.id.to_string()>
            <th scope="row"><a href=href>{client.name}</a></th>
            <td class="num">{client.engagements}</td>
        </tr>
    }
}
