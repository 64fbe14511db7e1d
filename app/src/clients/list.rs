//! The list of clients, with the form that adds one.
//! It counts engagements; it never says what they are about.

use crate::form::Filled;
use crate::listing::{Listing, Sortable};
use crate::prelude::*;
use crate::ui::{DataTable, EditForm, EmptyState, Field, Filters, PageHeader, Section, Text};
use crate::urls;
use faultline::stores::engagement::Client;

/// Rows from which on the list can be narrowed by words: fewer are seen at once.
const MANY: usize = 12;

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
    let narrowed = listing.is_narrowed();
    let clear = narrowed.then_some(Text::from(urls::CLIENTS));
    let file = format!("{}.csv{}", urls::CLIENTS, listing.query());
    let filter = (clients.len() >= MANY || narrowed).then(|| listing.clone());
    view! {
        <PageHeader title="Clients" lede="Whose integrations we rescue.">
            <a class="button" href=file>"Download CSV"</a>
        </PageHeader>
        {filter.map(|listing| view! {
            <Filters action=urls::CLIENTS clear>
                <Field label="Words" name="q" kind="search" value=listing.q />
                <input type="hidden" name="sort" value=listing.sort />
            </Filters>
        })}
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
