//! The list of clients, with the form that adds one.
//! It counts engagements; it never says what they are about.

use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{Column, DataTable, EditForm, EmptyState, Field, PageHeader, Section};
use crate::urls;
use faultline::stores::engagement::Client;

/// The page.
#[component]
pub fn ClientsPage(
    /// All clients.
    clients: Vec<Client>,
    /// The form that adds one.
    form: Filled,
) -> impl IntoView {
    view! {
        <PageHeader title="Clients" lede="Whose integrations we rescue." />
        <Clients clients />
        <Section title="Add a client" id="add">
            <EditForm action="/clients" save="Add client" errors=form.errors()>
                <Field
                    label="Name"
                    name="name"
                    value=form.text("name")
                    error=form.error("name")
                    required=true
                    maxlength=200
                />
            </EditForm>
        </Section>
    }
}

#[component]
fn Clients(clients: Vec<Client>) -> impl IntoView {
    if clients.is_empty() {
        return Either::Left(view! {
            <EmptyState title="No clients yet">
                <p>"Add the first below. An engagement belongs to a client, and so does everyone who sees its room."</p>
            </EmptyState>
        });
    }
    let columns = vec![Column::new("Client"), Column::new("Engagements").number()];
    let rows = clients.into_iter().map(|client| view! { <ClientRow client /> }).collect_view();
    Either::Right(view! {
        <DataTable caption="Clients" id="clients-table" columns quiet=true>{rows}</DataTable>
    })
}

#[component]
fn ClientRow(client: Client) -> impl IntoView {
    view! {
        <tr id=client.id.to_string()>
            <th scope="row"><a href=urls::client(client.id)>{client.name}</a></th>
            <td class="num">{client.engagements}</td>
        </tr>
    }
}
