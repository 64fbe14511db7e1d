//! Members: who works on an engagement and who sees its room.
//! The lists offer only people who fit; the database refuses the rest.

use crate::form::{Form, Reading, errors, go};
use crate::frame;
use crate::http_error::HttpError;
use crate::prelude::*;
use crate::request::{Path, RequestContext};
use crate::ui::{
    Choice, Column, DataTable, EditForm, Link, PageHeader, PostButton, Section, Select, Tag,
    choices,
};
use crate::urls::at;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::{Engagement, Problem};
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::stores::access::{Action, Capacity, ManageMembers, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};
use faultline::stores::members::{self, Member};

/// The page.
pub async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
) -> Result<Response, HttpError> {
    page(&context, engagement, &Form::default(), &[]).await
}

async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    sent: &Form,
    problems: &[Problem],
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let mut tx = context.look().await?;
    let Loaded { document, digest, .. } = store::load(&mut tx, grant).await?;
    let people = members::list(&mut tx, grant).await?;
    let candidates = match context.may::<ManageMembers>(engagement) {
        Ok(grant) => Some(members::candidates(&mut tx, grant).await?),
        Err(_) => None,
    };
    let status =
        if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let nav = frame::nav(&document, &digest);
    let body = view(&document, people, candidates, sent, problems);
    Ok(context.render(status, "Members", false, || frame::engagement(context, nav, body)))
}

/// Adds a member or changes their capacity.
pub async fn set(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<ManageMembers>(engagement)?;
    let mut reading = Reading::new(&sent);
    let person = reading.parse::<PersonId>("person", "Choose a person.");
    let capacity = reading.choice::<Capacity>("capacity", "Choose what they are here.");
    let mut problems = reading.problems();
    if let (Some(person), true) = (person, problems.is_empty()) {
        let mut tx = context.act().await?;
        match members::set(&mut tx, grant, person, capacity).await {
            Ok(()) => {
                tx.commit().await?;
                return Ok(go(&at(engagement, "members")));
            }
            Err(WriteError::Invalid(found)) => problems = found,
            Err(error) => return Err(error.into()),
        }
    }
    page(&context, engagement, &sent, &problems).await
}

/// Removes a member.
pub async fn remove(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    sent: Form,
) -> Result<Response, HttpError> {
    let grant = context.may::<ManageMembers>(engagement)?;
    let person = sent.text("person").parse().map_err(|_| HttpError::NotFound)?;
    let mut tx = context.act().await?;
    match members::remove(&mut tx, grant, person).await {
        Ok(()) => tx.commit().await?,
        Err(WriteError::Invalid(problems)) => {
            drop(tx);
            return page(&context, engagement, &Form::default(), &problems).await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(go(&at(engagement, if context.can(Action::ViewWork, engagement) { "members" } else { "" })))
}

fn view(
    document: &Engagement,
    people: Vec<Member>,
    candidates: Option<Vec<Member>>,
    sent: &Form,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let id = document.id;
    let may_manage = candidates.is_some();
    let row = |member: Member| {
        let capacity = member.capacity.parse::<Capacity>().map_or("", Catalogue::label);
        let remove = may_manage.then(|| {
            let with = vec![("person", member.person.to_string())];
            view! { <PostButton action=at(id, "members/remove") label="Remove" look="quiet" with /> }
        });
        view! {
            <tr>
                <th scope="row" data-label="Person">{member.name}</th>
                <td data-label="Mail">{member.email}</td>
                <td data-label="Capacity"><Tag word=capacity /></td>
                <td>{remove}</td>
            </tr>
        }
    };
    let rows = people.into_iter().map(row).collect_view();
    let columns = vec![
        Column::new("Person"),
        Column::new("Mail"),
        Column::new("Capacity"),
        Column::new("Remove").hidden(),
    ];
    let form = candidates.map(|candidates| add(id, candidates, sent, problems));
    view! {
        <PageHeader
            title="Members"
            trail=vec![Link::new(at(id, ""), document.title.clone())]
            lede="Who works on this, and who sees the client room."
        />
        <DataTable caption="Members" id="members" columns cards=true quiet=true>{rows}</DataTable>
        {form}
    }
}

fn add(
    id: EngagementId,
    candidates: Vec<Member>,
    sent: &Form,
    problems: &[Problem],
) -> impl IntoView + use<> {
    let errors = errors(problems);
    let people: Vec<_> = candidates
        .into_iter()
        .map(|person| {
            Choice::new(person.person.to_string(), format!("{} · {}", person.name, person.email))
        })
        .collect();
    let (person, capacity) = (sent.text("person"), sent.text("capacity"));
    let (no_person, no_capacity) = (errors.of("person"), errors.of("capacity"));
    let lede = if people.is_empty() {
        "Everyone who could join is here already. An admin can invite more people."
    } else {
        "Consultants work on the document; the client's own people see the room."
    };
    let form = (!people.is_empty()).then(|| {
        view! {
            <EditForm action=at(id, "members") save="Add member" errors>
                <Select label="Person" name="person" choices=people selected=person blank="Choose a person" error=no_person />
                <Select
                    label="Capacity"
                    name="capacity"
                    choices={choices::<Capacity>()}
                    selected=capacity
                    blank="Choose what they are here"
                    error=no_capacity
                />
            </EditForm>
        }
    });
    view! { <Section title="Add a member" id="add" lede>{form}</Section> }
}
