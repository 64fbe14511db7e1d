//! The inbox: requests that wait, and those that were answered.
//! It shows what was answered in a line each; nothing is answered from here.

use super::Search;
use crate::form::url_encoded;
use crate::listing::{Sortable, Value};
use crate::prelude::*;
use crate::ui::{
    Badge, Choice, DataTable, EmptyState, Field, Filters, Link, PageHeader, Select, Text, Time,
    Tone, choices,
};
use crate::urls;
use faultline::document::intake::IntakeState;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::intake::{self as store, IntakeRequest};

/// The columns of the list.
pub const REQUEST_COLUMNS: [Sortable<IntakeRequest>; 8] = [
    Sortable { key: "firm", label: "Firm", of: |one| one.answers.company.as_str().into() },
    Sortable { key: "name", label: "Asked by", of: |one| one.answers.name.as_str().into() },
    Sortable { key: "email", label: "Email", of: |one| one.answers.email.as_str().into() },
    Sortable {
        key: "workflow",
        label: "What breaks",
        of: |one| one.answers.workflow.as_str().into(),
    },
    Sortable { key: "often", label: "How often", of: |one| Value::ranked(one.answers.how_often) },
    Sortable { key: "symptoms", label: "Symptoms", of: |one| one.answers.symptoms.len().into() },
    Sortable { key: "state", label: "State", of: |one| Value::ranked(one.state) },
    Sortable { key: "received", label: "Received", of: |one| one.received_at.into() },
];

/// The page.
#[component]
pub fn RequestsPage(
    /// The requests that are shown.
    found: store::Requests,
    /// What narrows and sorts them.
    search: Search,
) -> impl IntoView {
    let narrowed = !search.q.trim().is_empty() || !search.state.is_empty();
    let (state, sort) = (url_encoded(&search.state), url_encoded(&search.sort));
    let file =
        format!("{}.csv?q={}&state={state}&sort={sort}", urls::REQUESTS, url_encoded(&search.q));
    let clear = narrowed.then_some(Text::from(urls::REQUESTS));
    let (q, selected, sorted) = (search.q.clone(), search.state.clone(), search.sort.clone());
    view! {
        <PageHeader title="Requests" lede="Who asks for a triage. Take a request, or decline it with a reason.">
            <a class="button" href=file>"Download CSV"</a>
        </PageHeader>
        <Filters action=urls::REQUESTS clear>
            <Field label="Words" name="q" kind="search" value=q />
            <Select label="State" name="state" choices=states() selected blank="Waiting" />
            <input type="hidden" name="sort" value=sorted />
        </Filters>
        <Requests rows=found.rows search narrowed />
        {found.more.then(|| view! {
            <p class="hint">"Only the newest of them are shown. Narrow the list to find older ones, or download the file, which holds many more."</p>
        })}
    }
}

/// The states that can be asked for, besides those that wait.
fn states() -> Vec<Choice> {
    let mut states = choices::<IntakeState>();
    states.retain(|choice| choice.value != IntakeState::Waiting.key());
    states.push(Choice::new("all", "All"));
    states
}

#[component]
fn Requests(rows: Vec<IntakeRequest>, search: Search, narrowed: bool) -> impl IntoView {
    if rows.is_empty() && narrowed {
        let all = Some(Link::new(urls::REQUESTS, "Show those that wait"));
        return EitherOf3::A(view! {
            <EmptyState title="Nothing matches" action=all>
                <p>"No request in this state has these words."</p>
            </EmptyState>
        });
    }
    if rows.is_empty() {
        let form = Some(Link::new(urls::REQUEST, "Look at the request page"));
        return EitherOf3::B(view! {
            <EmptyState title="Nothing waits" action=form>
                <p>"Anyone can send a request without an account. Link to the page from your own site."</p>
            </EmptyState>
        });
    }
    let list = format!("{}?state={}", urls::REQUESTS, url_encoded(&search.state));
    let columns = search.listing().headers(&list, &REQUEST_COLUMNS);
    let rows = rows.into_iter().map(|request| view! { <RequestRow request /> }).collect_view();
    EitherOf3::C(view! {
        <DataTable caption="Requests" id="requests-table" columns cards=true quiet=true>{rows}</DataTable>
    })
}

#[component]
fn RequestRow(request: IntakeRequest) -> impl IntoView {
    let answers = request.answers;
    view! {
        <tr id=request.id.to_string()>
            <th scope="row" data-label="Firm"><a href=urls::request(request.id)>{answers.company}</a></th>
            <td data-label="Asked by">{answers.name}</td>
            <td data-label="Email">{answers.email}</td>
            <td data-label="What breaks" class="wide">{answers.workflow}</td>
            <td data-label="How often">{answers.how_often.label()}</td>
            <td data-label="Symptoms">{answers.symptoms.len()}</td>
            <td data-label="State"><StateBadge state=request.state /></td>
            <td data-label="Received"><Time at=request.received_at /></td>
        </tr>
    }
}

/// What became of a request, in a word.
#[component]
pub fn StateBadge(
    /// What became of it.
    state: IntakeState,
) -> impl IntoView {
    let tone = match state {
        IntakeState::Waiting => Tone::Doubt,
        IntakeState::Accepted => Tone::Sound,
        IntakeState::Declined => Tone::Plain,
    };
    view! { <Badge tone word=state.label() /> }
}
