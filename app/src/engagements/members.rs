//! Members: who works on an engagement and who sees its room.
//! The lists offer only people who fit; the database refuses the rest.

use crate::form::{Filled, Form, Reading, errors, go, status};
use crate::frame;
use crate::http_error::HttpError;
use crate::listing::{self, ListFilter, Listing, MANY, Sortable};
use crate::prelude::*;
use crate::request::{Path, Query, RequestContext};
use crate::ui::{
    Choice, Column, DataTable, EditForm, Link, PageHeader, PostButton, Section, Select, Tag,
    choices,
};
use crate::urls::at;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::platform::ids::{EngagementId, PersonId};
use faultline::stores::access::{Action, Capacity, ManageMembers, ViewWork};
use faultline::stores::engagement as store;
use faultline::stores::engagement::{Loaded, WriteError};
use faultline::stores::members::{self, Member};

/// The columns of the list.
const MEMBER_COLUMNS: [Sortable<Member>; 3] = [
    Sortable { key: "person", label: "Person", of: |member| member.name.as_str().into() },
    Sortable { key: "mail", label: "Mail", of: |member| member.email.as_str().into() },
    Sortable { key: "capacity", label: "Capacity", of: |member| capacity(member).into() },
];

/// What a member is here, in a word.
fn capacity(member: &Member) -> &'static str {
    member.capacity.parse::<Capacity>().map_or("", Catalogue::label)
}

/// The page.
#[component]
pub fn MembersPage(
    /// The engagement.
    engagement: EngagementId,
    /// What it is called.
    title: String,
    /// All its members.
    people: Vec<Member>,
    /// What narrows and sorts them.
    listing: Listing,
    /// Who could join, for a reader who may let them.
    candidates: Option<Vec<Member>>,
    /// The form that adds a member.
    form: Filled,
) -> impl IntoView {
    let may_manage = candidates.is_some();
    let (list, many) = (at(engagement, "members"), people.len() >= MANY);
    let file = at(engagement, &format!("members.csv{}", listing.query()));
    let mut columns = listing.headers(&list, &MEMBER_COLUMNS);
    columns.push(Column::new("Remove").hidden());
    let rows = listing.of(people, &MEMBER_COLUMNS).into_iter();
    let rows = rows.map(|member| view! { <MemberRow engagement member may_manage /> });
    view! {
        <PageHeader
            title="Members"
            trail=vec![Link::new(at(engagement, ""), title)]
            lede="Who works on this, and who sees the client room."
        />
        <ListFilter list listing many />
        <DataTable caption="Members" id="members" columns cards=true quiet=true>
            {rows.collect_view()}
        </DataTable>
        <p class="list-foot"><a href=file>"Members as CSV"</a></p>
        {candidates.map(|candidates| view! { <AddMember engagement candidates form /> })}
    }
}

#[component]
fn MemberRow(engagement: EngagementId, member: Member, may_manage: bool) -> impl IntoView {
    let capacity = capacity(&member);
    let remove = may_manage.then(|| {
        let with = vec![("person", member.person.to_string())];
        let action = at(engagement, "members/remove");
        view! { <PostButton action label="Remove" look="quiet" with /> }
    });
    view! {
        <tr>
            <th scope="row" data-label="Person">{member.name}</th>
            <td data-label="Mail">{member.email}</td>
            <td data-label="Capacity"><Tag word=capacity /></td>
            <td>{remove}</td>
        </tr>
    }
}

#[component]
fn AddMember(engagement: EngagementId, candidates: Vec<Member>, form: Filled) -> impl IntoView {
    let people: Vec<_> = candidates
        .into_iter()
        .map(|person| {
            Choice::new(person.person.to_string(), format!("{} · {}", person.name, person.email))
        })
        .collect();
    let lede = if people.is_empty() {
        "Everyone who could join is here already. An admin can invite more people."
    } else {
        "Consultants work on the document; the client's own people see the room."
    };
    view! {
        <Section title="Add a member" id="add" lede>
            {(!people.is_empty()).then(|| view! {
                <EditForm action=at(engagement, "members") save="Add member" errors=form.errors()>
                    <Select
                        label="Person"
                        name="person"
                        choices=people
                        selected=form.text("person")
                        blank="Choose a person"
                        error=form.error("person")
                    />
                    <Select
                        label="Capacity"
                        name="capacity"
                        choices={choices::<Capacity>()}
                        selected=form.text("capacity")
                        blank="Choose what they are here"
                        error=form.error("capacity")
                    />
                </EditForm>
            })}
        </Section>
    }
}

/// Answers with the page.
pub async fn list(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(listing): Query<Listing>,
) -> Result<Response, HttpError> {
    page(&context, engagement, listing, &Form::default(), &[]).await
}

/// The members that the address shows, as a file.
pub async fn file(
    context: RequestContext,
    Path(engagement): Path<EngagementId>,
    Query(asked): Query<Listing>,
) -> Result<Response, HttpError> {
    let grant = context.may::<ViewWork>(engagement)?;
    let people = members::list(&mut *context.look().await?, grant).await?;
    listing::csv("members.csv", &asked.of(people, &MEMBER_COLUMNS), &MEMBER_COLUMNS)
}

async fn page(
    context: &RequestContext,
    engagement: EngagementId,
    listing: Listing,
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
    let nav = frame::nav(&document, &digest);
    let (title, form) = (document.title, Filled::new(sent.clone(), errors(problems)));
    Ok(context.render(status(problems), "Members", false, || {
        let page = view! { <MembersPage engagement title people listing candidates form /> };
        frame::engagement(context, nav, page)
    }))
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
    page(&context, engagement, Listing::default(), &sent, &problems).await
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
            return page(&context, engagement, Listing::default(), &Form::default(), &problems)
                .await;
        }
        Err(error) => return Err(error.into()),
    }
    Ok(go(&at(engagement, if context.can(Action::ViewWork, engagement) { "members" } else { "" })))
}
