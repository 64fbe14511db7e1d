//! One person: their name, whether they may sign in, and a new link.
//! Being shut out ends their sessions at once.

use super::list::{SignIn, SignInBadge};
use crate::form::Filled;
use crate::prelude::*;
use crate::ui::{
    Checkbox, Conflict, Difference, EditForm, Fact, Facts, Field, Known, Link, PageHeader,
    PostButton, Section, Time,
};
use crate::urls;
use faultline::platform::catalogue::Catalogue;
use faultline::stores::people::Person;

/// The page.
#[component]
pub fn PersonPage(
    /// The person, as they are stored.
    person: Person,
    /// The form that changes them.
    form: Filled,
    /// Whether someone else changed them meanwhile.
    conflict: bool,
) -> impl IntoView {
    let action = urls::person(person.id);
    let link = format!("{action}/link");
    let version = Some(i64::from(person.version));
    let in_force = person.disabled_at.is_none();
    let both = conflict.then(|| view! { <BothSides person=person.clone() form=form.clone() /> });
    view! {
        <PageHeader title=person.name.clone() trail=vec![Link::new("/people", "People")] />
        <PersonFacts person />
        {both}
        <Section title="Change" id="change">
            <EditForm action save="Save" cancel="/people" errors=form.errors() version>
                <Field
                    label="Name"
                    name="name"
                    value=form.text("name")
                    error=form.error("name")
                    required=true
                    maxlength=200
                />
                <Checkbox
                    label="Shut out"
                    name="disabled"
                    checked=form.ticked("disabled")
                    hint="Ends their sessions at once and keeps them from signing in. What they did stays recorded."
                />
            </EditForm>
        </Section>
        {in_force.then(|| view! { <NewLink action=link /> })}
    }
}

#[component]
fn PersonFacts(person: Person) -> impl IntoView {
    let state = SignIn::of(&person);
    let client = person.client_name;
    view! {
        <Facts>
            <Fact term="Email">{person.email}</Fact>
            <Fact term="Role">{person.role.label()}</Fact>
            {client.map(|name| view! { <Fact term="Client"><Known text=name /></Fact> })}
            <Fact term="State">
                <SignInBadge state />
                {person.disabled_at.map(|at| view! { " since " <Time at /> })}
            </Fact>
        </Facts>
    }
}

#[component]
fn NewLink(action: String) -> impl IntoView {
    view! {
        <Section
            title="New link"
            id="link"
            lede="For a lost invitation or a forgotten password. Their older links stop working, and when they set a new password their sessions end."
        >
            <PostButton action label="Make a new link" />
        </Section>
    }
}

#[component]
fn BothSides(person: Person, form: Filled) -> impl IntoView {
    let said = |out: bool| if out { "shut out" } else { "may sign in" };
    let name = Difference {
        label: "Name".into(),
        yours: form.text("name").into(),
        theirs: person.name.into(),
    };
    let sign_in = Difference {
        label: "Sign-in".into(),
        yours: said(form.ticked("disabled")).into(),
        theirs: said(person.disabled_at.is_some()).into(),
    };
    let differences = [name, sign_in].into_iter().filter(|one| one.yours != one.theirs).collect();
    view! { <Conflict who="Someone else changed this person while you were editing." differences /> }
}
