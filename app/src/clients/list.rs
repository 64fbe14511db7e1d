//! The list of clients, with the form that adds one.
//! It counts engagements; it never says what they are about.

use crate::form::Filled;
use crate::listing::{ListFilter, Listing, MANY, Sortable};
use crate::prelude::*;
use crate::ui::{DataTable, EditForm, EmptyState, Field, PageHeader, Section};
use crate::urls;
use faultline::stores::engagement::Client;

/// The columns of the list.
pub const CLIENT_COLUMNS: [Sortable<Client>; 2] = [
    Sortable { key: "client", label: "Client", of: |client| client.name.as_str().into() },
    Sortable {
        key: "engagements",
        label: "Engagements",
        of: |client| usize::try_from(client.engagements).unwrap_or(0).into(),
    },
];

/// The page.
#[component]
pub fn ClientsPage(
    /// The clients that are shown.
    clients: Vec<Client>,
    /// What narrows and sorts them.
    listing: Listing,
    /// The form that adds one.
    form: Filled,
) -> impl IntoView {
    let file = format!("{}.csv{}", urls::CLIENTS, listing.query());
    let (many, asked) = (clients.len() >= MANY, listing.clone());
    view! {
        <PageHeader title="Clients" lede="Whose integrations we rescue.">
            <a class="button" href=file>"Download CSV"</a>
            <a class="button" href=urls::ERASURES>"Erasures"</a>
        </PageHeader>
        <ListFilter list=urls::CLIENTS listing=asked many />
        <Clients clients listing />
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
fn Clients(clients: Vec<Client>, listing: Listing) -> impl IntoView {
    if clients.is_empty() && listing.is_narrowed() {
        return EitherOf3::A(view! { <p class="hint">"No client has these words."</p> });
    }
    if clients.is_empty() {
        return EitherOf3::B(view! {
            <EmptyState title="No clients yet">
                <p>"Add the first below. An engagement belongs to a client, and so does everyone who sees its room."</p>
            </EmptyState>
        });
    }
    let columns = listing.headers(urls::CLIENTS, &CLIENT_COLUMNS);
    let rows = clients.into_iter().map(|client| view! { <ClientRow client /> }).collect_view();
    EitherOf3::C(view! {
        <DataTable caption="Clients" id="clients-table" columns quiet=true>{rows}</DataTable>
    })
}

#[component]
fn ClientRow(client: Client) -> impl IntoView {
    view! {
        <tr id=client.id.to_string()>
            <th scope="row"><a href=urls::client(client.id)>{client.name}</a></th>
            <td>{client.engagements}</td>
        </tr>
    }
}
