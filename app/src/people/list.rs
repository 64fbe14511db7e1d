//! The list of people.
//! Who may not sign in stays in it: what they did stays theirs.

use super::Search;
use crate::form::url_encoded;
use crate::prelude::*;
use crate::ui::{
    Badge, Column, DataTable, EmptyState, Field, Filters, Link, PageHeader, Pager, Tag, Text, Tone,
};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::people::Person;
use faultline::stores::people::store::PAGE;

/// The page.
pub fn view(mut people: Vec<Person>, search: &Search) -> impl IntoView + use<> {
    let more = people.len() > PAGE as usize;
    people.truncate(PAGE as usize);
    let narrowed = !search.q.trim().is_empty();
    let clear = narrowed.then(|| Text::from("/people"));
    let older = people.last().filter(|_| more).map(|last| {
        let (q, name) = (url_encoded(&search.q), url_encoded(&last.name));
        Text::from(urls::people(&format!("q={q}&after={name}&id={}", last.id)))
    });
    let newer =
        search.id.map(|_| Text::from(urls::people(&format!("q={}", url_encoded(&search.q)))));
    let list = if people.is_empty() {
        view! {
            <EmptyState title="Nobody matches" action=Some(Link::new("/people", "Show everyone"))>
                <p>"Nobody has these words in their name, address or client."</p>
            </EmptyState>
        }
        .markup()
    } else {
        let columns = ["Name", "Email", "Role", "Client", "State"].map(Column::new).to_vec();
        let rows = people.iter().map(row).collect_view();
        view! { <DataTable caption="People" id="people-table" columns cards=true quiet=true>{rows}</DataTable> }.markup()
    };
    let paged = newer.is_some() || older.is_some();
    let q = search.q.clone();
    view! {
        <PageHeader title="People" lede="Who may sign in. Which engagements they see is set in each engagement.">
            <a class="button primary" href="/people/new">"Invite someone"</a>
        </PageHeader>
        <Filters action="/people" clear>
            <Field label="Name, email or client" name="q" kind="search" value=q />
        </Filters>
        {list}
        {paged.then(|| view! { <Pager newer older back="From the start" on="Further" /> })}
    }
}

fn row(person: &Person) -> impl IntoView + use<> {
    let href = urls::person(person.id);
    view! {
        <tr id=person.id.to_string()>
            <th scope="row" data-label="Name"><a href=href>{person.name.clone()}</a></th>
            <td data-label="Email">{person.email.clone()}</td>
            <td data-label="Role"><Tag word=person.role.label() /></td>
            <td data-label="Client">{person.client_name.clone()}</td>
            <td data-label="State">{state(person)}</td>
        </tr>
    }
}

/// Whether someone can sign in, in a word.
pub fn state(person: &Person) -> impl IntoView + use<> {
    match (person.disabled_at, person.joined) {
        (Some(_), _) => view! { <Badge tone=Tone::Fault word="shut out" /> },
        (None, true) => view! { <Badge tone=Tone::Sound word="active" /> },
        (None, false) => view! { <Badge tone=Tone::Doubt word="invited" /> },
    }
}
