//! What staff and the client's people see alike: a request with what became of it, and the areas of systems.
//! Who may do something about it decides the page around it.

use crate::prelude::*;
use crate::ui::{Badge, Column, DataTable, Day, Fact, Facts, Known, Time, Tone};
use chrono::{DateTime, NaiveDate, Utc};
use faultline::document::access_ledger::{AccessArea, AccessRequest, AccessState, Care};
use faultline::platform::catalogue::Catalogue;

/// How a request stands.
#[component]
pub fn StateBadge(
    /// How.
    state: AccessState,
    /// Whether it ends within two weeks.
    soon: bool,
) -> impl IntoView {
    let tone = match state {
        AccessState::Granted if soon => Tone::Doubt,
        AccessState::Granted => Tone::Sound,
        AccessState::Asked => Tone::Doubt,
        AccessState::Expired => Tone::Fault,
        AccessState::Refused | AccessState::Revoked | AccessState::Withdrawn => Tone::Plain,
    };
    let word = if soon { "Granted, ends soon" } else { state.label() };
    view! { <Badge tone word /> }
}

/// A request with what became of it.
#[component]
pub fn RequestFacts(
    /// The request.
    request: AccessRequest,
    /// The day on which it is looked at.
    today: NaiveDate,
) -> impl IntoView {
    let (state, soon) = (request.standing(today), request.ends_soon(today));
    let asked = (request.asked_by_name.clone(), request.asked_at);
    let answered = request.answered_at.map(|at| {
        let word = if request.was_granted() { "Granted" } else { "Refused" };
        (word, request.answered_by_name.clone(), at)
    });
    let ending = if request.was_granted() { "Revoked" } else { "Withdrawn" };
    let ended = request.ended_at.map(|at| (request.ended_by_name.clone(), at));
    let given = request.granted_scope.zip(request.granted_until);
    view! {
        <Facts>
            <Fact term="State"><StateBadge state soon /></Fact>
            <Fact term="What for"><Told text=request.purpose /></Fact>
            <Fact term="Asked for">{request.scope.label()}", until "<Day date=request.needed_until /></Fact>
            <Fact term="Environment and records"><Known text=request.environment otherwise="Not said" /></Fact>
            <Fact term="Who can grant it"><Known text=request.asked_of /></Fact>
            <Fact term="Asked by"><Who name=asked.0 at=asked.1 /></Fact>
            {given.map(|(scope, until)| view! { <Fact term="What was granted">{scope.label()}", until "<Day date=until /></Fact> })}
            {answered.map(|(term, name, at)| view! { <Fact term=format!("{term} by")><Who name at /></Fact> })}
            <Answer text=request.answer />
            {ended.map(|(name, at)| view! { <Fact term=format!("{ending} by")><Who name at /></Fact> })}
            <Ended ending text=request.ended_because />
            <Fact term="How credentials are handed over"><Known text=request.hand_over otherwise="Not agreed yet" /></Fact>
        </Facts>
    }
}

#[component]
fn Told(text: String) -> impl IntoView {
    view! { <span class="told">{text}</span> }
}

#[component]
fn Answer(text: String) -> impl IntoView {
    (!text.is_empty()).then(|| view! { <Fact term="What the client says"><Told text /></Fact> })
}

#[component]
fn Ended(ending: &'static str, text: String) -> impl IntoView {
    let term = format!("{ending} because");
    (!text.is_empty()).then(|| view! { <Fact term><Told text /></Fact> })
}

#[component]
fn Who(name: String, at: DateTime<Utc>) -> impl IntoView {
    view! { {name}", "<Time at /> }
}

/// Areas that are forbidden or need care; each leads to its form where `edit` says under which address forms are.
#[component]
pub fn AreaTable(
    /// The areas.
    areas: Vec<AccessArea>,
    /// The address that the id of an area is added to, for whoever may change them.
    #[prop(optional_no_strip)]
    edit: Option<String>,
) -> impl IntoView {
    let nothing = areas.is_empty();
    let rows = areas.into_iter().map(|area| view! { <AreaRow area edit=edit.clone() /> });
    let rows = rows.collect_view();
    let columns =
        ["Area", "System", "What it asks", "Why", "First recorded by"].map(Column::new).to_vec();
    if nothing {
        return Either::Left(view! { <p>"No area is named yet."</p> });
    }
    Either::Right(view! {
        <DataTable caption="Areas" id="areas-table" columns cards=true quiet=true>{rows}</DataTable>
    })
}

#[component]
fn AreaRow(area: AccessArea, edit: Option<String>) -> impl IntoView {
    let tone = if area.care == Care::Forbidden { Tone::Fault } else { Tone::Doubt };
    let says = match edit {
        Some(edit) => Either::Left(view! { <a href=format!("{edit}/{}", area.id)>{area.says}</a> }),
        None => Either::Right(area.says),
    };
    view! {
        <tr id=area.id.to_string()>
            <th scope="row" data-label="Area">{says}</th>
            <td data-label="System">{area.system_name}</td>
            <td data-label="What it asks"><Badge tone word=area.care.label() /></td>
            <td class="wrap" data-label="Why"><Known text=area.because otherwise="Not said" /></td>
            <td data-label="First recorded by">{area.recorded_by_name}</td>
        </tr>
    }
}
