//! The list of people.
//! Who may not sign in stays in it: what they did stays theirs.

use super::{SORTED, Search};
use crate::form::url_encoded;
use crate::listing::{Listing, Sortable, Value};
use crate::prelude::*;
use crate::ui::{
    Badge, DataTable, EmptyState, Field, Filters, Link, Notice, PageHeader, Pager, Tag, Text, Tone,
    facts::grouped,
};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::people::Person;
use faultline::stores::people::store::PAGE;

/// The columns of the list.
pub const PERSON_COLUMNS: [Sortable<Person>; 5] = [
    Sortable { key: "name", label: "Name", of: |person| person.name.as_str().into() },
    Sortable { key: "email", label: "Email", of: |person| person.email.as_str().into() },
    Sortable { key: "role", label: "Role", of: |person| Value::ranked(person.role) },
    Sortable {
        key: "client",
        label: "Client",
        of: |person| person.client_name.as_deref().unwrap_or_default().into(),
    },
    Sortable { key: "state", label: "State", of: |person| SignIn::of(person).word().into() },
];

/// The page.
#[component]
pub fn PeoplePage(
    /// The people of this page, and one more if there are more.
    people: Vec<Person>,
    /// What was searched for, and from where on.
    search: Search,
    /// Whether there may be more than are sorted.
    cut: bool,
) -> impl IntoView {
    let most = if search.sort.is_empty() { PAGE as usize } else { people.len() };
    let more = people.len() > most;
    let people: Vec<_> = people.into_iter().take(most).collect();
    let clear = (!search.q.trim().is_empty()).then(|| Text::from("/people"));
    let from = format!("q={}", url_encoded(&search.q));
    let older = people.last().filter(|_| more).map(|last| {
        let name = url_encoded(&last.name);
        Text::from(urls::people(&format!("{from}&after={name}&id={}", last.id)))
    });
    let newer = search.id.map(|_| Text::from(urls::people(&from)));
    let paged = newer.is_some() || older.is_some();
    let file = format!("{}.csv?{from}&sort={}", urls::PEOPLE, url_encoded(&search.sort));
    let listing = search.listing();
    view! {
        <PageHeader title="People" lede="Who may sign in. Which engagements they see is set in each engagement.">
            <a class="button" href=file>"Download CSV"</a>
            <a class="button primary" href="/people/new">"Invite someone"</a>
        </PageHeader>
        <Filters action="/people" clear>
            <Field label="Name, email or client" name="q" kind="search" value=search.q />
            <input type="hidden" name="sort" value=search.sort />
        </Filters>
        {cut.then(|| view! { <Cut /> })}
        <People people listing />
        {paged.then(|| view! { <Pager newer older back="From the start" on="Further" /> })}
    }
}

/// That not everybody was sorted.
#[component]
fn Cut() -> impl IntoView {
    let title =
        format!("Only the first {} people by name are sorted.", grouped(&SORTED.to_string()));
    view! {
        <Notice tone=Tone::Doubt title>
            <p>"Words of a name, an address or a client look through all of them; the file has up to 10,000."</p>
        </Notice>
    }
}

#[component]
fn People(people: Vec<Person>, listing: Listing) -> impl IntoView {
    if people.is_empty() {
        return Either::Left(view! {
            <EmptyState title="Nobody matches" action=Some(Link::new("/people", "Show everyone"))>
                <p>"Nobody has these words in their name, address or client."</p>
            </EmptyState>
        });
    }
    let columns = listing.headers(urls::PEOPLE, &PERSON_COLUMNS);
    let rows = people.into_iter().map(|person| view! { <PersonRow person /> }).collect_view();
    Either::Right(view! {
        <DataTable caption="People" id="people-table" columns cards=true quiet=true>{rows}</DataTable>
    })
}

#[component]
fn PersonRow(person: Person) -> impl IntoView {
    let state = SignIn::of(&person);
    view! {
        <tr id=person.id.to_string()>
            <th scope="row" data-label="Name"><a href=urls::person(person.id)>{person.name}</a></th>
            <td data-label="Email">{person.email}</td>
            <td data-label="Role"><Tag word=person.role.label() /></td>
            <td data-label="Client">{person.client_name}</td>
            <td data-label="State"><SignInBadge state /></td>
        </tr>
    }
}

/// Whether someone can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignIn {
    /// They are kept out.
    ShutOut,
    /// They have set a password.
    Active,
    /// They have a link, and have not used it.
    Invited,
}

impl SignIn {
    /// Whether this person can.
    pub fn of(person: &Person) -> Self {
        match (person.disabled_at, person.joined) {
            (Some(_), _) => Self::ShutOut,
            (None, true) => Self::Active,
            (None, false) => Self::Invited,
        }
    }

    /// It in a word.
    fn word(self) -> &'static str {
        match self {
            Self::ShutOut => "shut out",
            Self::Active => "active",
            Self::Invited => "invited",
        }
    }
}

/// Whether someone can sign in, in a word.
#[component]
pub fn SignInBadge(
    /// Whether they can.
    state: SignIn,
) -> impl IntoView {
    let tone = match state {
        SignIn::ShutOut => Tone::Fault,
        SignIn::Active => Tone::Sound,
        SignIn::Invited => Tone::Doubt,
    };
    view! { <Badge tone word=state.word() /> }
}
