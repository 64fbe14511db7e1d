//! One person: their name, whether they may sign in, and a new link.
//! Being shut out ends their sessions at once.

use super::list::state;
use crate::form::{Form, errors};
use crate::frame;
use crate::prelude::*;
use crate::request::RequestContext;
use crate::ui::{
    Checkbox, Conflict, Difference, EditForm, Fact, Facts, Field, FormErrors, Known, Link,
    PageHeader, PostButton, Section, Time,
};
use crate::urls;
use axum::http::StatusCode;
use axum::response::Response;
use faultline::document::engagement::Problem;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::people::Person;

/// Why the form comes back.
#[derive(Debug, Clone)]
pub enum Refusal {
    /// These must be put right first.
    Invalid(Vec<Problem>),
    /// Someone else changed this person meanwhile.
    Conflict,
}

/// The page; `sent` is what was typed, when the form comes back.
#[must_use]
pub fn page(
    context: &RequestContext,
    person: &Person,
    sent: Option<&Form>,
    refusal: Option<&Refusal>,
) -> Response {
    let status = match refusal {
        None => StatusCode::OK,
        Some(Refusal::Invalid(_)) => StatusCode::UNPROCESSABLE_ENTITY,
        Some(Refusal::Conflict) => StatusCode::CONFLICT,
    };
    context
        .render(status, &person.name, false, || frame::staff(context, view(person, sent, refusal)))
}

fn view(person: &Person, sent: Option<&Form>, refusal: Option<&Refusal>) -> impl IntoView + use<> {
    let errors = match refusal {
        Some(Refusal::Invalid(problems)) => errors(problems),
        _ => FormErrors::new(),
    };
    let conflict =
        matches!(refusal, Some(Refusal::Conflict)).then(|| sent.map(|sent| conflict(person, sent)));
    let action = urls::person(person.id);
    let name = sent.map_or_else(|| person.name.clone(), |sent| sent.text("name"));
    let out = sent.map_or(person.disabled_at.is_some(), |sent| sent.ticked("disabled"));
    let (no_name, version) = (errors.of("name"), Some(i64::from(person.version)));
    let (facts, renew) = (facts(person), renew(person));
    view! {
        <PageHeader title=person.name.clone() trail=vec![Link::new("/people", "People")] />
        {facts}
        {conflict}
        <Section title="Change" id="change">
            <EditForm action save="Save" cancel="/people" errors version>
                <Field label="Name" name="name" value=name error=no_name required=true maxlength=200 />
                <Checkbox
                    label="Shut out"
                    name="disabled"
                    checked=out
                    hint="Ends their sessions at once and keeps them from signing in. What they did stays recorded."
                />
            </EditForm>
        </Section>
        {renew}
    }
}

fn facts(person: &Person) -> impl IntoView + use<> {
    let (email, role) = (person.email.clone(), person.role.label());
    let client = person
        .client_name
        .clone()
        .map(|name| view! { <Fact term="Client"><Known text=name /></Fact> });
    let since = person.disabled_at.map(|at| view! { " since " <Time at /> });
    let state = (state(person), since);
    view! {
        <Facts>
            <Fact term="Email">{email}</Fact>
            <Fact term="Role">{role}</Fact>
            {client}
            <Fact term="State">{state}</Fact>
        </Facts>
    }
}

fn renew(person: &Person) -> Option<impl IntoView + use<>> {
    let action = format!("{}/link", urls::person(person.id));
    person.disabled_at.is_none().then(|| {
        view! {
            <Section
                title="New link"
                id="link"
                lede="For a lost invitation or a forgotten password. Their older links stop working, and when they set a new password their sessions end."
            >
                <PostButton action label="Make a new link" />
            </Section>
        }
    })
}

fn conflict(person: &Person, sent: &Form) -> impl IntoView + use<> {
    let said = |yes: bool| if yes { "shut out" } else { "may sign in" };
    let (yours, theirs) = (said(sent.ticked("disabled")), said(person.disabled_at.is_some()));
    let mut differences = Vec::new();
    if sent.text("name") != person.name {
        differences.push(Difference {
            label: "Name".into(),
            yours: sent.text("name").into(),
            theirs: person.name.clone().into(),
        });
    }
    if yours != theirs {
        differences.push(Difference {
            label: "Sign-in".into(),
            yours: yours.into(),
            theirs: theirs.into(),
        });
    }
    view! { <Conflict who="Someone else changed this person while you were editing." differences>""</Conflict> }
}
